"""The NCCI add-on code edits, which codes are paid only beside which primary codes, published by CMS.

The official file comes as fixed-width text (`AOC_V2025Q4-MCR.txt`) and as a workbook with the same eight columns. This
is what public sources say of them; the publisher's own "edit file structure" document was not to be had:

- the eight columns and that all dates are Julian, YYYYDDD: rwbayer.com, "Parsing Dates in CMS' Medicare NCCI Add-on
  Code Edits";
- the headings of the workbook, in this order, below a copyright notice: two public programs that read it, one of them
  the R package northstar, whose file of June 2024 has "Julian" behind the headings of the dates;
- the places in the text: a public program that reads it (type 1, add-on code 2-6, date 7-13, primary code 14-18, dates
  19-25, 26-32 and 33-39, note from 40 on). Order and widths agree with the workbook's columns, and with a line of
  the official text that another program quotes.

None of them tells whether the text begins with the copyright notice: lines above the first record that do not begin
with a digit are taken for it.
"""

import re
from collections.abc import Iterator
from datetime import date, timedelta
from io import BytesIO
from itertools import chain
from typing import BinaryIO

from codes.releases import reading
from codes.releases.parsers._fields import shaped
from codes.releases.parsers._table import Header, a_whole_header, records
from codes.releases.reading import Line
from codes.releases.rows import AddOnEditRow, Damaged

TYPE, ADD_ON, ADD_ON_DELETION = "AOC_Edit_Type", "Add-On_Code", "AOC_DelDT"
PRIMARY, PRIMARY_DELETION = "Primary_Code", "Primary_Code_DelDT"
EFFECTIVE, DELETION, INSTRUCTION = "AOC_Edit_EffDT", "AOC_Edit_DelDT", "Special_Instruction_Notes"
COLUMNS = (TYPE, ADD_ON, ADD_ON_DELETION, PRIMARY, PRIMARY_DELETION, EFFECTIVE, DELETION, INSTRUCTION)
# A re-export has these alone, in another order and under names of its own ("primary_code").
SHORT = (PRIMARY, ADD_ON, TYPE)
# Where each of COLUMNS ends in a line of the fixed-width text; the note goes to the line's end.
_ENDS = (1, 6, 13, 18, 25, 32, 39)
_CONTRACTORS = "CCCCC"
_PREAMBLE = 20  # lines in which the header is looked for
_CODE = rf"(?:{reading.PROCEDURE.pattern})"
_DATE = r"(?:\d{7}| {7})"
_RECORD = re.compile(rf"^[123]{_CODE}{_DATE}(?:{_CODE}|{_CONTRACTORS}){_DATE}\d{{7}}(?:{_DATE}|\s*$)", re.MULTILINE)


def looks(name: str, head: str) -> bool:
    """Whether this is the list of add-on code edits, in any of its three forms."""
    return bool(_RECORD.search(head)) or any(_is_header(line.split("\t")) for line in head.splitlines()[:_PREAMBLE])


def parse(stream: BinaryIO, name: str) -> Iterator[AddOnEditRow]:
    """Every edit in the publisher's order, from the fixed-width text, the workbook or the tab-separated re-export.

    Type 1 has all its primary codes in the list, type 2 has none, type 3 has some; where the contractors decide, the
    primary code is printed as CCCCC and comes out as "". `deletion` is the date on which the edit ended: the first of
    its own deletion date and those of its two codes. Only the official forms have dates and instructions. Damaged names
    the file, the line and the column.
    """
    row = None
    for number, record in _records(stream.read(), name):
        row = _row(record, name, number)
        yield row
    if row is None:
        raise Damaged(name, 1, "no edit")


def _records(data: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, texts by the names of their columns) of any of the three forms."""
    if _RECORD.search(data[: reading.PREVIEW_BYTES].decode("latin-1")):
        return _text_records(data, name)
    return _table_records(data, name)


def _table_records(data: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    rows = reading.table(BytesIO(data), name, delimiter="\t")
    return records(_header(rows, name), rows, name)


def _header(rows: Iterator[Line], name: str) -> Header:
    known = {_plain(field): field for field in COLUMNS}
    for row in rows:
        if _is_header(row.cells):
            columns = COLUMNS if len(row.cells) > len(SHORT) else SHORT
            return a_whole_header(lambda heading: known.get(_plain(heading)), columns, row, name)
        if row.number >= _PREAMBLE:
            break
    raise Damaged(name, 1, f"no header with {', '.join(SHORT)}")


def _is_header(cells: list[str]) -> bool:
    return {_plain(field) for field in SHORT} <= {_plain(cell) for cell in cells}


def _plain(heading: str) -> str:
    """A heading without what differs from release to release: case, signs between the words, "Julian" at the end."""
    return re.sub(r"[^a-z]", "", heading.lower()).removesuffix("julian")


def _text_records(data: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    for number, text in _below_notice(reading.text_lines(BytesIO(data), name)):
        cells = [text[start:end].strip() for start, end in zip((0, *_ENDS), (*_ENDS, None), strict=True)]
        yield number, dict(zip(COLUMNS, cells, strict=True))


def _below_notice(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    for number, text in lines:
        if text[:1].isdigit() or number > _PREAMBLE:
            lines = chain([(number, text)], lines)
            break
    yield from ((number, text) for number, text in lines if text.strip())


def _row(record: dict[str, str], name: str, number: int) -> AddOnEditRow:
    edit_type = int(shaped(record[TYPE], "[123]", "one of 1, 2, 3", name, number, TYPE))
    by_contractors = record[PRIMARY] == _CONTRACTORS
    ends = [_a_date(record, field, name, number) for field in (DELETION, ADD_ON_DELETION, PRIMARY_DELETION)]
    if EFFECTIVE in record and not record[EFFECTIVE]:
        raise Damaged(name, number, "no date", EFFECTIVE)
    return AddOnEditRow(
        reading.a_procedure(record[ADD_ON], name, number, ADD_ON),
        "" if by_contractors else reading.a_procedure(record[PRIMARY], name, number, PRIMARY),
        edit_type,
        _a_date(record, EFFECTIVE, name, number),
        min((end for end in ends if end), default=None),
        record.get(INSTRUCTION, ""),
        number,
    )


def _a_date(record: dict[str, str], field: str, name: str, number: int) -> date | None:
    """A day printed as YYYYDDD, DDD counting from 001 on the 1st of January; None where the file has none."""
    text = record.get(field, "")
    if not text:
        return None
    shaped(text, r"[0-9]{7}", "a date (YYYYDDD)", name, number, field)
    year, day = int(text[:4]), int(text[4:])
    try:
        found = date(year, 1, 1) + timedelta(days=day - 1)
    except (ValueError, OverflowError):
        found = None
    if found is None or found.year != year:
        raise Damaged(name, number, f"{reading.shown(text)} is not a day of the calendar", field)
    return found
