"""The code tables of the Medicare Coverage Database downloads of CMS: which codes a coverage document names.

The tables are csv files in the archives "current articles", "all articles", "current LCDs" and "all LCDs".
Confirmed, from public programs that read the downloads and list their headers, are the columns of
- article_x_hcpc_code: article_id, article_version, hcpc_code_id, hcpc_code_version, hcpc_code_group, range,
  last_updated, long_description, short_description; of lcd_x_hcpc_code the same with lcd_id, lcd_version;
- article_x_icd10_covered: article_id, article_version, icd10_code_id (with its dot), icd10_code_version,
  icd10_covered_group, range, last_updated, sort_order, description, asterisk;
- article_x_icd10_noncovered: the same with icd10_noncovered_group and without asterisk;
- article_x_hcpc_modifier: article_id, article_version, hcpc_modifier_code_id, hcpc_modifier_code_version,
  hcpc_modifier_group, last_updated, description;
and that every code of a range has a row of its own (`range` marks the beginning, middle and end).
Not confirmed: the columns of lcd_x_icd10_support and lcd_x_icd10_dont_support, which stood in the downloads until the
codes moved from LCDs to articles. One program reads icd10_support_group; the other table's group is taken to be
icd10_dont_support_group, and where a table has no group the file's name tells what it lists. Nor is it
confirmed that XX000, "Not Applicable", is what these files hold where a document has no code.

No descriptor is read: those of CPT codes are the AMA's.
"""

import re
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from codes.releases.parsers._fields import shaped
from codes.releases.parsers._table import Header, a_header
from codes.releases.reading import Line, a_procedure, a_whole_number, table
from codes.releases.rows import CoverageCodeRow, Damaged, LeftOut

_DOCUMENTS = {"article_id": ("A", "article_version"), "lcd_id": ("L", "lcd_version")}
# The column of the code, and by the column of its group what the code is to the document.
_ROLES = {
    "hcpc_code_id": {"hcpc_code_group": "procedure"},
    "hcpc_modifier_code_id": {"hcpc_modifier_group": "modifier"},
    "icd10_code_id": {
        "icd10_covered_group": "supports",
        "icd10_noncovered_group": "does_not_support",
        "icd10_support_group": "supports",
        "icd10_dont_support_group": "does_not_support",
    },
}
_NAMES = {
    "icd10_covered": "supports",
    "icd10_noncovered": "does_not_support",
    "icd10_support": "supports",
    "icd10_dont_support": "does_not_support",
}
_ID = re.compile(r"[1-9][0-9]{3,6}")
_DIAGNOSIS = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4})?")
_MODIFIER = re.compile(r"[0-9A-Z]{2}")
_NOT_APPLICABLE = "XX000"


class _Layout(NamedTuple):
    """The columns that are read (`group` is "" where there is none), what the codes are, where the columns stand."""

    document: str
    version: str
    code: str
    group: str
    role: str
    header: Header


def looks(name: str, head: str) -> bool:
    """Whether this is one of the code tables: a document's number and version, a code and its group in the header."""
    header = re.split(r"[,\t]", head.partition("\n")[0])
    try:
        _layout(Line(1, [cell.strip('" \r') for cell in header]), name)
    except Damaged:
        return False
    return True


def parse(stream: BinaryIO, name: str) -> Iterator[CoverageCodeRow | LeftOut]:
    """One row for each code of a document's group, from csv or xlsx; a code that the group lists again is left out.

    `number` is made from the id as the database shows it ("A57554", "L36668"); diagnoses are printed with their dot.
    All rows of a table have one role: the column of the group tells it, else the file's name. Damaged names
    file, line and column.
    """
    layout = None
    seen: dict[tuple[str, int, int], set[str]] = {}
    # Nothing but ids and codes is kept, so that a byte of a description that fits no encoding does no harm.
    for line in table(stream, name, encodings=("utf-8-sig", "cp1252", "latin-1")):
        if layout is None:
            layout = _layout(line, name)
            continue
        row = _row(line, layout, name)
        listed = seen.setdefault((row.number, row.version, row.group), set())
        if row.value == _NOT_APPLICABLE:
            yield LeftOut("no code applies to the coverage document", row.value, row.line)
        elif row.value in listed:
            yield LeftOut("code listed again in the same group", row.value, row.line)
        else:
            listed.add(row.value)
            yield row
    if not seen:
        raise Damaged(name, 1, "no code")


def _layout(header: Line, name: str) -> _Layout:
    headings = [cell.lower() for cell in header.cells]
    document = _the_one(_DOCUMENTS, headings, name, header.number)
    version = _DOCUMENTS[document][1]
    code = _the_one(_ROLES, headings, name, header.number)
    roles = _ROLES[code]
    by_name = _role_by_name(name) if code == "icd10_code_id" and roles.keys().isdisjoint(headings) else ""
    group = "" if by_name else _the_one(roles, headings, name, header.number)
    read = [column for column in (document, version, code, group) if column]
    return _Layout(document, version, code, group, by_name or roles[group], a_header(read, header, name))


def _the_one(columns: Iterable[str], headings: list[str], name: str, line: int) -> str:
    """Which of the columns the header has; Damaged where it has none of them, or more than one."""
    found = [column for column in columns if column in headings]
    if len(found) != 1:
        how_many = "more than one" if found else "none"
        raise Damaged(name, line, f"the header has {how_many} of {', '.join(columns)}", next(iter(columns)))
    return found[0]


def _role_by_name(name: str) -> str:
    return next((role for words, role in _NAMES.items() if words in name.lower()), "")


def _row(line: Line, layout: _Layout, name: str) -> CoverageCodeRow:
    # Behind what is read stand columns that are never empty: a row that ends before them was cut.
    places = layout.header.places
    if len(line.cells) < min(max(places.values()) + 2, layout.header.width):
        raise Damaged(name, line.number, "the row ends early", layout.code)
    cells = {column: line.cells[place] for column, place in places.items()}
    number = shaped(cells[layout.document], _ID, "the number of a document", name, line.number, layout.document)
    return CoverageCodeRow(
        number=_DOCUMENTS[layout.document][0] + number,
        version=a_whole_number(cells[layout.version], name, line.number, layout.version),
        role=layout.role,
        value=_code(cells[layout.code], layout.code, name, line.number),
        group=a_whole_number(cells.get(layout.group) or "0", name, line.number, layout.group),
        line=line.number,
    )


def _code(text: str, column: str, name: str, line: int) -> str:
    if text == _NOT_APPLICABLE:
        return text
    if column == "hcpc_code_id":
        return a_procedure(text, name, line, column)
    shape, words = (_DIAGNOSIS, "an ICD-10-CM code") if column == "icd10_code_id" else (_MODIFIER, "a modifier")
    return shaped(text, shape, f"shaped like {words}", name, line, column)
