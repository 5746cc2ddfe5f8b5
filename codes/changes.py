"""What releases changed: for everybody release by release, for whoever may read a whole code page code by code.

What belongs to sections that are locked for guests, and words that need a licence, `for_everybody` leaves in the
database.
"""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import timedelta
from itertools import groupby

from django.db import models
from django.db.models import Case, Q, Value, When

from codes.change_words import open_line, whole_line
from codes.models import Change, Code, Replacement
from codes.notation import dotted
from codes.systems import ICD10CM, SYSTEMS

PAGE = 100
HEADINGS = {
    Change.Kind.ADDED: "Added",
    Change.Kind.REVISED: "Revised",
    Change.Kind.ENDED: "Ended",
    Change.Kind.NOTES: "Notes changed",
}
# Lines that say no more than these headings.
SAID_ABOVE = {"Added", "Ended", "Notes"}
# The loader's line that counts them: the release has no column for it.
NOTES_COUNTED = "codes with changed notes"
# Official words stand in no list where a licence of the operator's is needed to show them.
LICENSED = [system.key for system in SYSTEMS.values() if not system.official_text]
FOR_EVERYBODY = Q(field__in=Change.OPEN) & ~Q(field__in=["descriptor", "short_descriptor"], system__in=LICENSED)
# A release may have been skipped: what a code of it was replaced by took effect within the year before.
YEAR = timedelta(days=366)


def open_text(name):
    """A text of a change where anybody may read it, else ""."""
    return Case(When(FOR_EVERYBODY, then=name), default=Value(""), output_field=models.TextField())


class ChangeQuerySet(models.QuerySet):
    """Reads of changes; begin with `CHANGES`."""

    def told(self):
        """What readers hear of: not what was taken back, nor what editors still have to settle.

        The first release of a source has changes only where it met our own sample: the publisher changed nothing.
        """
        compared = self.filter(release__undone_at=None, release__first=False)
        return compared.exclude(kind=Change.Kind.CONFLICT)

    def of_release(self, release):
        return self.filter(release=release)

    def of_code(self, code):
        """By its name: what was published about a code before it was loaded has no key of it."""
        return self.filter(system=code.system, value=code.value)

    def of_kind(self, kind):
        return self.filter(kind=kind)

    def starting_with(self, prefix):
        return self.filter(value__startswith=prefix) if prefix else self

    def for_everybody(self):
        """With `was` and `now`: before and after where anybody may read them, else ""."""
        return self.annotate(was=open_text("before"), now=open_text("after")).defer("before", "after")

    def by_page(self, after="", before=""):
        """The changes of PAGE codes and one more, behind or ahead of a code; "" begins at the first."""
        values = self.order_by("-value" if before else "value").values("value").distinct()
        if before or after:
            values = values.filter(value__lt=before) if before else values.filter(value__gt=after)
        return self.filter(value__in=values[: PAGE + 1]).order_by("value", "field", "pk")


CHANGES = ChangeQuerySet(Change)


# A release


@dataclass(frozen=True)
class Asked:
    """What a reader asks of a release's changes: a kind or "", the beginning of codes, and from where on."""

    kind: str = ""
    prefix: str = ""
    after: str = ""
    before: str = ""

    @classmethod
    def of(cls, query, system=""):
        """From the address; what is no kind is none."""
        kind = query.get("kind", "")
        prefix = as_printed(query.get("prefix", ""), system)
        if kind not in HEADINGS:
            return cls(prefix=prefix)
        return cls(kind, prefix, after=query.get("after", "")[:20], before=query.get("before", "")[:20])

    def changes(self, release):
        """The changes asked for, in the index's order."""
        found = CHANGES.told().of_release(release).starting_with(self.prefix).for_everybody()
        return found.of_kind(self.kind) if self.kind else found.filter(kind__in=HEADINGS)


def as_printed(prefix, system):
    """The beginning of a code as the publisher prints it: e119 is E11.9."""
    typed = "".join(prefix.split()).upper()[:20]
    return dotted(typed) if system == ICD10CM.key and typed.isalnum() else typed


@dataclass
class ChangedCode:
    """One code of a list and what changed about it; `code` is None where the site does not have it."""

    system: str
    value: str
    kinds: set
    lines: list
    code: Code | None = None
    replaced_by: list = field(default_factory=list)

    @property
    def told(self):
        """The lines with words before and after; a short description that is the official one stands there once."""
        told = {(line.before, line.after): line for line in reversed(self.lines) if line.told}
        return list(told.values())[::-1]

    @property
    def named(self):
        """The lines that only say what changed, but for what the heading above the code says."""
        return [line.what for line in self.lines if not line.told and line.what not in SAID_ABOVE]

    @property
    def title(self):
        return self.code.described_as if self.code and self.system not in LICENSED else ""


@dataclass
class Section:
    """The changes of one kind, at most PAGE codes of them; `previous` and `next` lead to the others."""

    kind: str
    number: int | None
    codes: list
    previous: str = ""
    next: str = ""

    @property
    def heading(self):
        return HEADINGS[self.kind]


def sections_of(release, asked):
    """The Sections of a release as `asked`, empty ones left out."""
    kinds = [asked.kind] if asked.kind else HEADINGS
    found = [section_of(release, kind, asked) for kind in kinds]
    sections = [section for section in found if section.codes]
    add_codes([code for section in sections for code in section.codes])
    for section in sections:
        if section.kind == Change.Kind.ENDED:
            add_replacements(release, section.codes)
    return sections


def section_of(release, kind, asked):
    rows = Asked(kind=kind, prefix=asked.prefix).changes(release).by_page(asked.after, asked.before)
    codes = by_code(rows)
    more = len(codes) > PAGE
    codes = codes[-PAGE:] if asked.before else codes[:PAGE]
    return Section(
        kind=kind,
        number=None if asked.prefix else number_of(release, kind),
        codes=codes,
        previous=codes[0].value if codes and (more if asked.before else asked.after) else "",
        next=codes[-1].value if codes and (asked.before or more) else "",
    )


def number_of(release, kind):
    """How many the loader counted."""
    if kind == Change.Kind.NOTES:
        return dict(release.report).get(NOTES_COUNTED, 0)
    return getattr(release, kind)


def by_code(rows):
    """ChangedCodes of changes that stand in the order of their codes; what would be said twice is said once."""
    codes = []
    for (system, value), group in groupby(rows, key=lambda row: (row.system, row.value)):
        group = list(group)
        lines = list(dict.fromkeys(open_line(row) for row in group))
        codes.append(ChangedCode(system, value, kinds={row.kind for row in group}, lines=lines))
    return codes


def add_codes(changed):
    """Give the changed codes their rows, in one statement."""
    values = {each.value for each in changed}
    systems = {each.system for each in changed}
    rows = Code.objects.filter(system__in=systems, value__in=values).listed() if values else ()
    found = {(code.system, code.value): code for code in rows}
    for each in changed:
        each.code = found.get((each.system, each.value))


def add_replacements(release, ended):
    """Tell of each ended code what its publisher put in its place."""
    rows = Replacement.objects.filter(
        system=release.system,
        value__in=[each.value for each in ended],
        effective__gt=release.effective - YEAR,
        effective__lte=release.effective,
    )
    found = defaultdict(list)
    for row in rows.order_by("replaced_by"):
        found[row.value].append(row.replaced_by)
    for each in ended:
        each.replaced_by = found[each.value]


# A code


def history_of(code, limit=50):
    """What releases changed about a code, the newest first, in one statement.

    [{when, release, url, what, before, after}]: `when` is the release's effective date, `release` its name, `url` its
    page, `what` says in words what changed; `before` and `after` are "" where that is all. Only for who may read the
    whole code page.
    """
    rows = CHANGES.told().of_code(code).select_related("release")
    # A code that became a header is counted as ended and as added: it is told once.
    rows = rows.exclude(kind=Change.Kind.ADDED, field="kind").order_by("-release__effective", "-release_id", "pk")
    return [told(row) for row in rows.only(*HISTORY)[:limit]]


HISTORY = ["system", "kind", "field", "before", "after"] + [
    f"release__{name}" for name in ("name", "official", "effective")
]


def told(change):
    line = whole_line(change)
    release = change.release
    return {
        "when": release.effective,
        "release": release.label,
        "url": release.get_absolute_url(),
        "what": line.what,
        "before": line.before,
        "after": line.after,
    }
