"""The list of local coverage determinations and articles in CMS's Medicare Coverage Database, a csv file."""

import re
from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from codes.releases.parsers._fields import folded
from codes.releases.parsers._table import a_header, records
from codes.releases.reading import a_date, a_whole_number, shown, table
from codes.releases.rows import CoverageDocumentRow, Damaged, LeftOut

_COLUMNS = (
    "document_display_id", "document_id", "document_type", "document_version", "title", "contractor_name_type",
    "effective_date", "retirement_date", "updated_on", "note", "url",
)  # fmt: skip
_KINDS = {"LCD": ("lcd", "L"), "Article": ("article", "A")}
_NUMBER = re.compile(r"[AL][1-9][0-9]{3,6}")
_URL = re.compile(
    r"https://www\.cms\.gov/medicare-coverage-database/view/(lcd|article)\.aspx"
    r"\?(?:lcd|article)id=([0-9]+)&ver=([0-9]+)(?:&[-\w=&.%]*)?",
    re.IGNORECASE,
)
_NO_DATE = ("", "N/A")
_FUTURE = "Future"


def looks(name: str, head: str) -> bool:
    """Whether this is the list of documents: its header names the document's number, type and link."""
    header = re.split(r"[,\t]", head.partition("\n")[0].lower())
    return set(_COLUMNS) <= {cell.strip('" \r') for cell in header}


def parse(stream: BinaryIO, name: str) -> Iterator[CoverageDocumentRow | LeftOut]:
    """One row a document, in the publisher's order, from csv or xlsx.

    Dates are printed MM/DD/YYYY, "N/A" is None. A document whose next version is already announced stands twice, that
    version with the note "Future"; of each number the version in force is given and the other left out. A number
    that is listed as "Future" alone is given. Contractors with their contracts stand in one text, several with "; "
    between. Damaged names file, line and column.
    """
    rows = list(_rows(stream, name))
    if not rows:
        raise Damaged(name, 1, "no document")
    given = _given(rows, name)
    for row in rows:
        if given[row.number] is row:
            yield row
        else:
            which = "future" if row.note.startswith(_FUTURE) else "earlier"
            yield LeftOut(f"{which} version of a coverage document", row.number, row.line)


def _rows(stream: BinaryIO, name: str) -> Iterator[CoverageDocumentRow]:
    rows = table(stream, name)
    if (first := next(rows, None)) is None:
        return
    header = a_header(_COLUMNS, first, name)
    for line, cells in records(header, rows, name):
        yield _row(cells, name, line)


def _row(cells: dict[str, str], name: str, line: int) -> CoverageDocumentRow:
    version = a_whole_number(cells["document_version"], name, line, "document_version")
    for column in ("title", "contractor_name_type"):
        if not cells[column]:
            raise Damaged(name, line, "a document without it", column)
    return CoverageDocumentRow(
        number=_number(cells, name, line),
        kind=_KINDS[cells["document_type"]][0],
        version=version,
        title=folded(cells["title"]),
        contractor=_contractor(cells["contractor_name_type"]),
        effective=_day(cells, "effective_date", name, line),
        retired=_day(cells, "retirement_date", name, line),
        updated=_day(cells, "updated_on", name, line),
        note=folded(cells["note"]),
        url=_url(cells, version, name, line),
        line=line,
    )


def _number(cells: dict[str, str], name: str, line: int) -> str:
    if cells["document_type"] not in _KINDS:
        raise Damaged(name, line, f"{shown(cells['document_type'])} is neither LCD nor Article", "document_type")
    number = cells["document_display_id"]
    if not _NUMBER.fullmatch(number) or number != _KINDS[cells["document_type"]][1] + cells["document_id"]:
        reason = f"{shown(number)} is not the number of {cells['document_type']} {shown(cells['document_id'])}"
        raise Damaged(name, line, reason, "document_display_id")
    return number


def _contractor(text: str) -> str:
    """Name and contracts stand on lines of their own, with an empty line before the next contractor."""
    return "; ".join(folded(one) for one in re.split(r"\n\s*\n", text))


def _day(cells: dict[str, str], column: str, name: str, line: int) -> date | None:
    return None if cells[column] in _NO_DATE else a_date(cells[column], name, line, column)


def _url(cells: dict[str, str], version: int, name: str, line: int) -> str:
    """The link, which must lead to this version of this document; being last, it also shows a line that was cut."""
    found = _URL.fullmatch(cells["url"])
    kind = _KINDS[cells["document_type"]][0]
    if not found or (found[1].lower(), found[2], int(found[3])) != (kind, cells["document_id"], version):
        reason = f"{shown(cells['url'])} does not lead to version {version} of the document"
        raise Damaged(name, line, reason, "url")
    return cells["url"]


def _given(rows: list[CoverageDocumentRow], name: str) -> dict[str, CoverageDocumentRow]:
    """Of each number the version that counts: the latest in force, else the next to come."""
    versions: dict[str, dict[int, CoverageDocumentRow]] = {}
    for row in rows:
        same = versions.setdefault(row.number, {})
        if row.version in same:
            reason = f"version {row.version} of {row.number} is already on line {same[row.version].line}"
            raise Damaged(name, row.line, reason, "document_version")
        same[row.version] = row
    return {number: _in_force(list(same.values())) for number, same in versions.items()}


def _in_force(rows: list[CoverageDocumentRow]) -> CoverageDocumentRow:
    present = [row for row in rows if not row.note.startswith(_FUTURE)]
    return max(present, key=lambda row: row.version) if present else min(rows, key=lambda row: row.version)
