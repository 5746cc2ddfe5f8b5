"""The medically unlikely edits, the most units of a code that CMS pays for, published each quarter."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from codes.releases import reading
from codes.releases.parsers._fields import folded, shaped
from codes.releases.parsers._table import a_header, records
from codes.releases.reading import Line
from codes.releases.rows import Damaged, UnitLimitRow

CODE, INDICATOR, RATIONALE = "HCPCS/ CPT Code", "MUE Adjudication Indicator", "MUE Rationale"
# The heading of the values is the only place where the table says whom it is for.
SETTINGS = {
    "Practitioner Services MUE Values": "practitioner",
    "Outpatient Hospital Services MUE Values": "hospital",
    "DME Supplier Services MUE Values": "dme",
}
_LOOKS = re.compile(r'Services MUE Values"?[,\t]"?MUE Adjudication Indicator')
_INDICATOR = re.compile(r"[123]( .*)?")
_RATIONALE = re.compile(r"(?s).{1,200}")  # the longest in print has 33 letters


def looks(name: str, head: str) -> bool:
    """Whether this is one of the three tables of medically unlikely edits."""
    return bool(_LOOKS.search(head))


def parse(stream: BinaryIO, name: str) -> Iterator[UnitLimitRow]:
    """The limit of every code in the publisher's order, from the csv or the workbook.

    `units` is what one practitioner, hospital or supplier may report for one patient on one line of a claim (indicator
    1) or on one day (2 and 3): the digit before "Line Edit", "Date of Service Edit: Policy" and "Date of Service
    Edit: Clinical". Damaged names the file, the line and the column.
    """
    rows = reading.table(stream, name, encodings=("utf-8-sig", "latin-1"))
    heads = _heads(rows, name)
    value = _value(heads, name)
    header = a_header((CODE, value, INDICATOR, RATIONALE), heads, name)
    row = None
    for number, record in records(header, rows, name):
        row = _row(record, value, name, number)
        yield row
    if row is None:
        raise Damaged(name, header.line, "no limit below the header")


def _heads(rows: Iterator[Line], name: str) -> Line:
    for number, cells in rows:
        # The first heading is printed on two lines: "HCPCS/" and "CPT Code".
        heads = Line(number, [folded(cell) for cell in cells])
        if CODE in heads.cells:
            return heads
    raise Damaged(name, 1, "no header with this column", CODE)


def _value(heads: Line, name: str) -> str:
    """The heading of the column with the limits."""
    found = [heading for heading in heads.cells if heading in SETTINGS]
    if len(found) != 1:
        raise Damaged(name, heads.number, f"the header has {len(found)} of the columns {', '.join(SETTINGS)}")
    return found[0]


def _row(record: dict[str, str], value: str, name: str, number: int) -> UnitLimitRow:
    indicator = shaped(record[INDICATOR], _INDICATOR, "one of 1, 2, 3", name, number, INDICATOR)
    return UnitLimitRow(
        SETTINGS[value],
        reading.a_procedure(record[CODE], name, number, CODE),
        reading.a_whole_number(record[value], name, number, value),
        int(indicator[0]),
        shaped(record[RATIONALE], _RATIONALE, "a rationale", name, number, RATIONALE),
        number,
    )
