"""Codes side by side: the table of what each of them says to the same facts; no HTML."""

from dataclasses import dataclass, field

from django.utils.timezone import localdate

from codes import queries, sections
from codes.as_of import read_as_of
from codes.compare import address
from codes.labels import listed_as
from codes.page import Page, page_for
from codes.page import locked as not_opened
from codes.sections.official import common_language, official
from codes.sections.parts import Subject
from codes.systems import CPT

OURS, THEIRS = "Common Language Description", "Official Description"


@dataclass
class Column:
    """One code of a comparison as its reader may see it: what is not in here cannot leave the server.

    `facts` are [(label, text)] by the heading of their section. `opened` are the keys of the sections that the reader
    may see; the page tells the others as `locked`.
    """

    page: Page
    title: str
    opened: frozenset = frozenset()
    described: dict = field(default_factory=dict)
    facts: dict = field(default_factory=dict)
    without: str = ""

    @property
    def code(self):
        return self.page.code

    @property
    def open(self):
        return not self.page.walled


@dataclass(frozen=True)
class Cell:
    """What one code says to one fact; `open` is off where its reader may not see it."""

    text: str
    open: bool = True
    copyright: str = ""


@dataclass(frozen=True)
class Row:
    """One fact and what each code says to it."""

    label: str
    cells: list
    differs: bool = False

    @property
    def mark(self):
        return "differs" if self.differs else "same"


@dataclass(frozen=True)
class Group:
    """The rows of one section."""

    heading: str
    rows: list
    locked: bool = False


@dataclass(frozen=True)
class Comparison:
    """Columns and groups of rows; `markable` where there are two codes whose facts may differ."""

    columns: list
    groups: list

    @property
    def markable(self):
        return sum(bool(column.opened) for column in self.columns) > 1


def compare(readings, day=None):
    """The Comparison of what was read, as of `day` where one is given."""
    columns = [column_of(reading, day) for reading in readings]
    for column in columns:
        column.without = address([other.code for other in columns if other is not column])
    return Comparison(columns, [*described(columns), *compared(columns), *locked(columns)])


def column_of(reading, day):
    """The Column of one reading: walled, open to a guest, or with the facts of the sections that it opens."""
    code = reading.row
    opened = frozenset(part.key for part in sections.ORDER if reading.granted and reading.opens(part.key))
    column = with_facts(reading, day, opened) if opened else without_facts(reading, day)
    if column.open:
        column.described = {section.heading: section.content for section in descriptions(column.code, code)}
    return column


def without_facts(reading, day):
    page = page_for(reading.row, reading, day)
    return Column(page, title=listed_as(page.code))


def with_facts(reading, day, opened):
    code = reading.row
    page = Page(code, queries.place_of(code), walled=False, as_of=read_as_of(code, day), member=reading.registered)
    page.code = page.as_of.code if page.as_of else code
    subject = subject_of(page, code, day)
    subject.closed = [part for part in sections.ORDER if part.key not in opened]
    column = Column(page, title=listed_as(page.code), opened=opened, facts=facts_of(subject, opened))
    page.locked = not_opened(subject)
    return column


def subject_of(page, today, day):
    """What the facts are drawn from."""
    return Subject(code=page.code, today=today, day=day or localdate(), place=page.place, asked={}, as_of=page.as_of)


def descriptions(then, today):
    return [section for section in (official(then), common_language(today)) if section]


def facts_of(subject, opened):
    """What the sections of a code that are open to the reader have to compare, by heading."""
    parts = [part for part in sections.ORDER if part.compared and part.key in opened]
    return {part.heading: part.compared(subject) or [] for part in parts}


def described(columns):
    """The two descriptions, open to all readers of a page. They always differ, so that is not marked."""
    for heading in (THEIRS, OURS):
        if any(column.described.get(heading) for column in columns):
            yield Group("", [Row(heading, [description(column, heading) for column in columns])])


def description(column, heading):
    content = column.described.get(heading, {})
    facts = content.get("facts")
    said = content.get("text", "") or ("Needs a CPT licence" if facts and facts.key == CPT.key else "")
    shown = content.get("copyright", "") or (facts.copyright if facts and content.get("text") else "")
    return Cell(said, column.open, shown)


def compared(columns):
    """The facts of each section in the page's order, where a code that may be read has any."""
    for part in sections.ORDER:
        labels = dict.fromkeys(label for column in columns for label, _ in column.facts.get(part.heading, []))
        if part.compared and labels:
            yield Group(part.heading, [row_of(label, part, columns) for label in labels])


def row_of(label, part, columns):
    told = [(column, dict(column.facts.get(part.heading, [])).get(label, "")) for column in columns]
    cells = [Cell(text, part.key in column.opened) for column, text in told]
    return Row(label, cells, differs([each for each in told if part.key in each[0].opened]))


def differs(told):
    """Whether codes that may be read say different things to a fact; [(column, text)].

    That a code says nothing counts beside another of its system: of diagnoses nobody asks for global days.
    """
    systems = {column.code.system for column, text in told if text}
    return len({text for column, text in told if column.code.system in systems}) > 1


def locked(columns):
    """What the reader may not see, as headings and amounts only."""
    amounts = [{each.heading: each.amount or "There is some" for each in column.page.locked} for column in columns]
    headings = dict.fromkeys(part.heading for part in sections.ORDER)
    rows = [Row(heading, locked_cells(columns, heading, amounts)) for heading in headings]
    found = [row for row in rows if any(cell.text for cell in row.cells)]
    if found:
        member = any(column.page.member for column in columns)
        yield Group("Not in your plan" if member else "Register to view content", found, locked=True)


def locked_cells(columns, heading, amounts):
    return [Cell(each.get(heading, ""), column.open) for each, column in zip(amounts, columns, strict=True)]
