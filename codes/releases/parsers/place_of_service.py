"""The place-of-service codes of CMS: HL7's FHIR CodeSystem in XML, or the table of CMS's page as a csv or xlsx file."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from typing import BinaryIO

from lxml import etree

from codes.releases.parsers._fields import folded, once, shaped
from codes.releases.parsers._table import a_header_below, records
from codes.releases.parsers._xml import line_of, xml_root
from codes.releases.reading import shown, table
from codes.releases.rows import CodeRow, Damaged, LeftOut

_FHIR = "{http://hl7.org/fhir}"
_CODE_SET = "Place_of_Service_Code_Set"
_PARTS = ("code", "display", "definition")
_COLUMNS = ("Place of Service Code(s)", "Place of Service Name", "Place of Service Description")
_CODE = re.compile(r"[0-9]{2}")
# Workbooks drop the leading zero of "01"; the page prints ranges that are free: "27-30", "Unassigned".
_CODES = re.compile(r"([0-9]{1,2})(?: ?[-–] ?([0-9]{1,2}))?( unassigned)?", re.IGNORECASE)

# The day on which the code came into force. Other remarks are left alone: "Revised, effective", "Description change
# effective", "no later than", "final effective date" tell something else or leave the day open.
_EFFECTIVE = re.compile(r"\((?:this code is )?effective ([a-z]+ [0-9]{1,2}, [0-9]{4})[,)]", re.IGNORECASE)


def looks(name: str, head: str) -> bool:
    """Whether this is HL7's code system of places of service."""
    return "http://hl7.org/fhir" in head and "<CodeSystem" in head and _CODE_SET in head


def parse(stream: BinaryIO, name: str) -> Iterator[CodeRow]:
    """One row of kind "place" for each concept, in the publisher's order; the stream is binary.

    The definition is whole, with the remarks at its end. `effective_from` is read from "(Effective October 1, 2003)"
    where there is one such remark, else None. Layout: CodeSystem of FHIR R4. Damaged names file, line and element.
    """
    root = xml_root(stream, name, f"{_FHIR}CodeSystem")
    if _CODE_SET not in _value(root, "url", name):
        raise Damaged(name, line_of(root), "this is another code system", "url")
    if _value(root, "content", name) != "complete":
        raise Damaged(name, line_of(root), "this is not the complete code system", "content")
    lines: dict[str, int] = {}
    for position, concept in enumerate(root.iterfind(f"{_FHIR}concept"), start=1):
        row = _concept(concept, position, name)
        once(lines, row.value, row.value, name, row.line, "code")
        yield row
    if not lines:
        raise Damaged(name, 1, "no concept")


def _concept(concept: etree._Element, position: int, name: str) -> CodeRow:
    for part in concept:
        if part.tag.removeprefix(_FHIR) not in _PARTS:
            raise Damaged(name, line_of(part), f"<{part.tag.removeprefix(_FHIR)}> is not in the layout", "concept")
    code, display, definition = (_value(concept, part, name) for part in _PARTS)
    line = line_of(concept)
    shaped(code, _CODE, "two digits", name, line, "code")
    return _row(code, position, display, definition, name, line, "definition")


def _value(element: etree._Element, part: str, name: str) -> str:
    found = element.findall(f"{_FHIR}{part}")
    value = folded(found[0].get("value")) if len(found) == 1 else ""
    if not value:
        reason = f"a second {part}" if len(found) > 1 else f"no {part}"
        raise Damaged(name, line_of(found[1] if len(found) > 1 else element), reason, part)
    return value


def looks_table(name: str, head: str) -> bool:
    """Whether this is the table of CMS's page: its three headings, in any order."""
    return all(column.lower() in folded(head).lower() for column in _COLUMNS)


def parse_table(stream: BinaryIO, name: str) -> Iterator[CodeRow | LeftOut]:
    """The same rows from a csv or xlsx file with the headings of CMS's page; codes not yet assigned are left out."""
    rows = table(stream, name)
    lines: dict[str, int] = {}
    for line, record in records(a_header_below(_COLUMNS, rows, name), rows, name):
        code, place, description = (folded(record[column]) for column in _COLUMNS)
        first, last, unassigned = _codes(code, name, line)
        if unassigned or place.lower() == "unassigned":
            yield LeftOut("unassigned place of service", first if first == last else f"{first}-{last}", line)
            continue
        _check(first == last, f"the range {shown(code)} is not unassigned", name, line, _COLUMNS[0])
        _check(place, "a code without a name", name, line, _COLUMNS[1])
        _check(description, "a code without a description", name, line, _COLUMNS[2])
        once(lines, first, first, name, line, _COLUMNS[0])
        yield _row(first, len(lines), place, description, name, line, _COLUMNS[2])
    if not lines:
        raise Damaged(name, 1, "no place of service")


def _codes(text: str, name: str, line: int) -> tuple[str, str, bool]:
    """(first code, last code, whether the cell itself says that they are not assigned)."""
    found = _CODES.fullmatch(text)
    if not found:
        raise Damaged(name, line, f"{shown(text)} is not two digits", _COLUMNS[0])
    first, last, unassigned = found.groups()
    return first.zfill(2), (last or first).zfill(2), bool(unassigned)


def _check(holds: object, reason: str, name: str, line: int, field: str) -> None:
    if not holds:
        raise Damaged(name, line, reason, field)


# What both forms share.


def _row(code: str, position: int, place: str, definition: str, name: str, line: int, field: str) -> CodeRow:
    return CodeRow(
        value=code,
        parent=None,
        position=position,
        kind="place",
        billable=False,
        short_descriptor=place,
        descriptor=definition,
        effective_from=_effective(definition, name, line, field),
        line=line,
    )


def _effective(definition: str, name: str, line: int, field: str) -> date | None:
    days = _EFFECTIVE.findall(definition)
    if len(days) != 1:
        return None
    try:
        return datetime.strptime(days[0], "%B %d, %Y").date()
    except ValueError:
        raise Damaged(name, line, f"{shown(days[0])} is not a day of the calendar", field) from None
