"""What a reader keeps about codes: favourites, private notes, and the codes that were read last."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, Subquery
from django.utils.formats import date_format

from codes.labels import lines
from codes.models import Code, Favourite, PrivateNote

# The lines of a list on one page.
PAGE = 20
# Of a note in a list, in characters.
BEGINNING = 160
# What a line of a list does not show of its code.
UNLISTED = [f"code__{name}" for name in ("attributes", "published", "common_language", "held")]


@dataclass(frozen=True)
class Yours:
    """What one reader keeps about one code; `note` is "" where there is none."""

    favourite: bool
    note: str


@dataclass(frozen=True)
class Few:
    """One page of a list: its `lines` as the list component shows them, and the numbers of the pages around it."""

    lines: list
    number: int
    more: bool

    @property
    def previous(self):
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self):
        return self.number + 1 if self.more else None


def yours(user, code):
    """The Yours of a reader, in one statement; None for a guest."""
    if not user.is_authenticated:
        return None
    own = {"user": user, "code": OuterRef("pk")}
    note = PrivateNote.objects.filter(**own).values("text")
    found = Code.objects.filter(pk=code.pk).values_list(Exists(Favourite.objects.filter(**own)), Subquery(note))
    favourite, text = found.get()
    return Yours(favourite, text or "")


def favourites(user, number):
    """The Few of a reader's favourites, the newest first, in one statement."""
    rows, more = page_of(with_code(Favourite.objects.filter(user=user)), number)
    return Few(told([(row.code, f"Added {date_format(row.created_at)}") for row in rows]), number, more)


def notes(user, number):
    """The Few of a reader's private notes by their beginnings, the last written first, in one statement."""
    rows, more = page_of(with_code(PrivateNote.objects.filter(user=user)), number)
    return Few(told([(row.code, beginning(row.text)) for row in rows]), number, more)


def recently_read(opened, number):
    """The Few of the codes of `opened`, rows of the meter's ledger in their order, in two statements."""
    rows, more = page_of(opened, number)
    codes = {f"{code.system}/{code.value}": code for code in Code.objects.listed().filter(named(rows))}
    read = [(codes[row.page], f"Read {date_format(row.read_at)}") for row in rows if row.page in codes]
    return Few(told(read), number, more)


def named(opened):
    """The condition that names the codes of rows of the ledger ("icd10cm/E11.9"); of none it is met by no code."""
    found = Q(pk=None)
    for row in opened:
        system, _, value = row.page.partition("/")
        found |= Q(system=system, value=value)
    return found


def with_code(rows):
    return rows.select_related("code").defer(*UNLISTED)


def page_of(rows, number):
    """The rows of the page `number`, and whether there are more."""
    found = list(rows[(number - 1) * PAGE : number * PAGE + 1])
    return found[:PAGE], len(found) > PAGE


def told(pairs):
    """Lines of codes, each with what is said of it."""
    listed = lines([code for code, _ in pairs])
    return [line | {"system": code.system, "note": words} for line, (code, words) in zip(listed, pairs, strict=True)]


def beginning(text):
    """The first words of a note, in one line."""
    line = " ".join(text.split())
    return line if len(line) <= BEGINNING else f"{line[:BEGINNING].rsplit(' ', 1)[0]}…"


def data_of(user):
    """All that a reader keeps, as plain values for the file of the account's data."""
    favourites = Favourite.objects.filter(user=user).select_related("code")
    notes = PrivateNote.objects.filter(user=user).select_related("code")
    return {
        "favourites": [{"code": str(row.code), "since": row.created_at} for row in favourites],
        "private notes": [{"code": str(row.code), "text": row.text, "changed": row.changed_at} for row in notes],
    }
