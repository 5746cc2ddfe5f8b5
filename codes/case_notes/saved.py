"""Case notes that a reader keeps: written, listed, deleted. Only masked text is kept."""

from django.contrib.auth import get_user_model
from django.db import transaction

from codes.case_notes.identifiers import masked
from codes.models import CaseNote, Code
from codes.models.case_notes import LONGEST_KEPT_NOTE, MOST_KEPT_CODES

# An account keeps up to fifty notes; one is deleted before another is kept.
KEPT = 50


class TooMany(Exception):
    """The account keeps KEPT notes."""


@transaction.atomic
def keep(*, user, text, codes):
    """Keep a note, its identifiers masked, with accepted codes as [(system, value)]; returns the CaseNote.

    Raises TooMany.
    """
    # One at a time for each reader, so that the limit holds for requests at once.
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    if CaseNote.objects.filter(user=user).count() >= KEPT:
        raise TooMany
    named = [f"{system}/{value}" for system, value in codes][:MOST_KEPT_CODES]
    return CaseNote.objects.create(user=user, text=masked(text).text[:LONGEST_KEPT_NOTE], codes=named)


@transaction.atomic
def delete(*, user, pk):
    """Delete one of a reader's notes."""
    CaseNote.objects.filter(user=user, pk=pk).delete()


def kept(user):
    """The notes of a reader, the newest first."""
    return list(CaseNote.objects.filter(user=user)[:KEPT])


def codes_of(note):
    """The codes of a kept note in their order, in one statement; one that is no longer there is left out."""
    pairs = [tuple(name.split("/", 1)) for name in note.codes]
    found = Code.objects.listed().filter(value__in={value for _, value in pairs})
    by_name = {(code.system, code.value): code for code in found}
    return [by_name[pair] for pair in pairs if pair in by_name]


def data_of(user):
    """All kept notes, as plain values for the file of the account's data."""
    notes = CaseNote.objects.filter(user=user)
    return {"case notes": [{"when": note.kept_at, "text": note.text, "codes": note.codes} for note in notes]}
