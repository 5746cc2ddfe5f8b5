"""What readers fill in: a reply, a report of a reply, a mistake."""

from django import forms
from django.core.exceptions import ValidationError

from codes import sections
from discussion import policy
from discussion.fences import Fenced
from discussion.models import Reply, ReplyReport
from discussion.text import clean_name, clean_text, is_reserved

TOO_LONG = f"At most {policy.LONGEST_TEXT:,} characters, please. This has {{:,}}; nothing of it is lost."
ELSEWHERE = "Somewhere else on the page"
# Headings only: the form is open to those who may not read the sections.
DESCRIPTIONS = ["Official Description", "Common Language Description"]
HEADINGS = [*dict.fromkeys([*DESCRIPTIONS, *(part.heading for part in sections.ORDER), "Replies", ELSEWHERE])]


class PlainText(forms.CharField):
    """A longer text. Its limit is told and not enforced by the browser, which would cut off what is pasted."""

    def __init__(self, *, rows, **options):
        super().__init__(widget=forms.Textarea(attrs={"rows": rows}), **options)

    def to_python(self, value):
        return clean_text(super().to_python(value))

    def validate(self, value):
        super().validate(value)
        if len(value) > policy.LONGEST_TEXT:
            raise ValidationError(TOO_LONG.format(len(value)))


class ReplyForm(Fenced):
    """A reply of `writer`, who is asked for a name where the account has none."""

    name = forms.CharField(
        label="Your name",
        max_length=80,
        help_text="Stands above everything you write here. Your e-mail address is never shown.",
        widget=forms.TextInput(attrs={"autocomplete": "nickname"}),
    )
    text = PlainText(label="Your reply", rows=4)
    answers = forms.ModelChoiceField(
        Reply.objects.none(),
        required=False,
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": "The reply that you answer is no longer shown."},
    )
    letters = forms.BooleanField(label="Write to me when somebody answers", required=False, initial=True)
    follow = forms.BooleanField(label="Write to me about every new reply on this code", required=False)

    field_order = ["name", "text", "letters", "follow"]

    def __init__(self, *args, writer, code, **options):
        super().__init__(*args, **options)
        self.writer = writer
        if clean_name(writer.name):
            del self.fields["name"]
        self.fields["answers"].queryset = Reply.objects.shown().threads().filter(code=code)

    def clean_name(self):
        name = clean_name(self.cleaned_data["name"])
        if not any(c.isalpha() for c in name) or "@" in name:
            raise ValidationError("Please give a name with letters in it, not an address.")
        if is_reserved(name) and not self.writer.is_staff:
            raise ValidationError("This name would be taken for one of ours. Please choose another.")
        return name


class ReportForm(forms.Form):
    """Why a reply should be looked at."""

    why = forms.ChoiceField(label="What is the matter with it?", choices=ReplyReport.Why, widget=forms.RadioSelect)


class MistakeForm(Fenced):
    """A mistake on a code page. Guests leave an address for the answer."""

    section = forms.ChoiceField(label="Where", choices=[(heading, heading) for heading in HEADINGS])
    wrong = PlainText(label="What is wrong", rows=3)
    right = PlainText(label="What is right", rows=3, required=False)
    source = forms.URLField(
        label="Where it says so",
        max_length=500,
        required=False,
        assume_scheme="https",
        help_text="A link to the rule, the release or the payer's page.",
    )
    email = forms.EmailField(label="Your e-mail address", help_text="For our answer, and for nothing else.")

    field_order = ["section", "wrong", "right", "source", "email"]

    def __init__(self, *args, reporter, **options):
        super().__init__(*args, **options)
        if reporter.is_authenticated:
            del self.fields["email"]

    def clean_source(self):
        source = self.cleaned_data["source"]
        if source and not source.lower().startswith(("http://", "https://")):
            raise ValidationError("A link begins with http:// or https://.")
        return source
