"""The form in which a note is pasted."""

import hashlib

from django import forms

from codes.case_notes import limits
from codes.case_notes.identifiers import masked
from codes.case_notes.text import MARK
from codes.plain_text import PlainText
from codes.sections.parts import plural

TOO_OFTEN = "That was a lot in a short time. Send it again in {}; your note and your choices are kept."
TOO_LONG = "A note may have up to {:,} characters; this one has {:,}. Read it in parts."


class CaseNoteForm(forms.Form):
    """`note` is masked as soon as it is cleaned: nothing behind the form sees an identifier that the patterns find."""

    note = PlainText(
        label="Case note",
        error_messages={"required": "Paste or type a note first."},
        widget=forms.Textarea(
            attrs={"rows": 14, "spellcheck": "false", "autocomplete": "off", "aria-describedby": "note-notice"}
        ),
    )

    # Until the note may be sent again; 0 where nothing hinders.
    seconds = 0

    def refuse(self, seconds):
        """Say that the note comes too soon, by so many seconds."""
        self.seconds = seconds
        minutes = -(-seconds // 60)
        self.add_error(None, TOO_OFTEN.format(f"{seconds} seconds" if seconds < 60 else plural(minutes, "minute")))

    def clean_note(self):
        note = self.cleaned_data["note"]
        self.masked = masked(note)
        if len(note) > limits.LONGEST_NOTE and len(masked_away(self.masked.text)) > limits.LONGEST_NOTE:
            raise forms.ValidationError(TOO_LONG.format(limits.LONGEST_NOTE, len(note)))
        return self.masked.text

    def show_masked(self):
        """Let the form show the note as it is masked."""
        self.data = self.data.copy()
        self.data["note"] = masked(self.data.get("note", "")).text


def masked_away(text):
    """A masked text with each mark as one character, as the marks are longer than short names."""
    return MARK.sub("x", text)


def digest_of(note):
    """What tells whether choices were made on this very note."""
    return hashlib.sha256(note.encode()).hexdigest()[:16]
