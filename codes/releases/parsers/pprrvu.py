"""The national physician fee schedule relative value file (PPRRVU) of CMS, read into rows.

Columns and indicators are those of the record layout that CMS puts beside the file (RVU25A). Files to 2014 hold two
sets of practice expenses, "transitioned" and "fully implemented": they lack the columns below and are not read.
"""

import re
from collections.abc import Callable, Iterator
from decimal import Decimal
from io import BytesIO
from typing import BinaryIO, NamedTuple

from codes import fees
from codes.releases.parsers._fields import folded, shaped
from codes.releases.parsers._table import Header, a_header, records
from codes.releases.reading import Line, a_number, a_procedure, preview, shown, table, text_lines
from codes.releases.rows import Damaged, FeeRow

_ENCODINGS = ("utf-8-sig", "latin-1")
_BANNER = re.compile(r"(\d{4}) National Physician Fee Schedule Relative Value File (\w+) Release", re.I)
_HEADER = re.compile(r"^HCPCS[,\t]MOD[,\t]DESCRIPTION[,\t].*\bPE RVU\b", re.M)
# Only the fixed-width form begins with records of this kind; one of its data records proves it.
_FIXED = b"HDR "
_RECORD = re.compile(r"^[0-9A-Z]{5}[0-9A-Z ]{2}.{50}[A-Z][+ ][ .0-9]{6} ", re.M)
_RELEASES = ("January", "April", "July", "October")
_FILE_NAME = re.compile(r"PPRRVU(?:20)?(\d\d)_([A-Z]{3})", re.I)

# PPRRVU2026_Jan_nonQPP.csv and PPRRVU2026_Jan_QPP.csv: from 2026 on each year has two conversion factors.
_NON_QUALIFYING = re.compile(r"non[-_ ]?QP", re.I)
_QUALIFYING = re.compile(r"(?<![A-Z])QPP?(?![A-Z])", re.I)
# The indicator that those files repeat in every row.
_BY_INDICATOR = {"1": True, "9": False}

_LAST_HEADER_LINE = 40
_ONE_WORD = len(("HCPCS", "MOD", "DESCRIPTION"))
# Work, practice expense, malpractice and total are each rounded to 0.01: their sums may part by four halves of it.
_ROUNDED = Decimal("0.02")

Reader = Callable[[str, str, int, str], object]


class _Column(NamedTuple):
    """One column: its heading with the words stacked above it, and its place in the fixed-width record, from 1."""

    attribute: str
    heading: str
    first: int
    last: int
    read: Reader


def _text(text: str, name: str, line: int, field: str) -> str:
    return text


def _units(text: str, name: str, line: int, field: str) -> Decimal:
    number = a_number(text, name, line, field)
    if number < 0:
        raise Damaged(name, line, f"{shown(text)} is less than nothing", field)
    return number


def _factor(text: str, name: str, line: int, field: str) -> Decimal:
    number = _units(text, name, line, field)
    if not number:
        raise Damaged(name, line, "the conversion factor is nought", field)
    return number


def _units_or_none(text: str, name: str, line: int, field: str) -> Decimal | None:
    return _units(text, name, line, field) if text else None


def _procedure_or_none(text: str, name: str, line: int, field: str) -> str:
    return a_procedure(text, name, line, field) if text else ""


def _shaped(pattern: str, kind: str) -> Reader:
    return lambda text, name, line, field: shaped(text, pattern, kind, name, line, field)


def _one_of(known: dict[str, str]) -> Reader:
    def read(text: str, name: str, line: int, field: str) -> str:
        if text not in known:
            raise Damaged(name, line, f"{shown(text)} is not an indicator of the record layout", field)
        return text

    return read


def _is_na(text: str, name: str, line: int, field: str) -> bool:
    if text not in ("", "NA"):
        raise Damaged(name, line, f"{shown(text)} is neither NA nor empty", field)
    return text == "NA"


_COLUMNS = (
    _Column("value", "HCPCS", 1, 5, a_procedure),
    _Column("modifier", "MOD", 6, 7, _shaped(r"([0-9A-Z]{2})?", "a modifier")),
    _Column("descriptor", "DESCRIPTION", 8, 57, _text),
    _Column("status", "STATUS CODE", 58, 58, _one_of(fees.STATUS)),
    # The layout leaves character 59 unnamed; it agrees with the column of the other forms in every row.
    _Column("not_used_for_medicare", "NOT USED FOR MEDICARE PAYMENT", 59, 59, _shaped(r"\+?", '"+" or empty')),
    _Column("work", "WORK RVU", 60, 65, _units),
    _Column("non_facility_pe", "NON-FAC PE RVU", 67, 72, _units),
    _Column("non_facility_na", "NON-FAC NA INDICATOR", 73, 74, _is_na),
    _Column("facility_pe", "FACILITY PE RVU", 76, 81, _units),
    _Column("facility_na", "FACILITY NA INDICATOR", 82, 83, _is_na),
    _Column("malpractice", "MP RVU", 85, 89, _units),
    _Column("non_facility_total", "NON-FACILITY TOTAL", 91, 96, _units),
    _Column("facility_total", "FACILITY TOTAL", 97, 102, _units),
    _Column("pctc", "PCTC IND", 103, 103, _one_of(fees.PCTC)),
    _Column("global_days", "GLOB DAYS", 104, 106, _one_of(fees.GLOBAL_DAYS)),
    _Column("preoperative", "PRE OP", 107, 109, _units),
    _Column("intraoperative", "INTRA OP", 110, 112, _units),
    _Column("postoperative", "POST OP", 113, 115, _units),
    _Column("multiple_procedure", "MULT PROC", 116, 116, _one_of(fees.MULTIPLE_PROCEDURE)),
    _Column("bilateral", "BILAT SURG", 117, 117, _one_of(fees.BILATERAL)),
    _Column("assistant", "ASST SURG", 118, 118, _one_of(fees.ASSISTANT)),
    _Column("co_surgeons", "CO- SURG", 119, 119, _one_of(fees.CO_SURGEONS)),
    _Column("team", "TEAM SURG", 120, 120, _one_of(fees.TEAM)),
    # Since 2026, and between these two; to 2025 the record has filler here.
    _Column("price_indicator", "PRIC IND", 121, 127, _shaped(r"[0-9A-Z]?", "a price indicator")),
    _Column("endoscopic_base", "ENDO BASE", 128, 132, _procedure_or_none),
    _Column("conversion_factor", "CONV FACTOR", 133, 140, _factor),
    _Column("supervision", "PHYSICIAN SUPERVISION OF DIAGNOSTIC PROCEDURES", 142, 143, _one_of(fees.SUPERVISION)),
    _Column("calculation_flag", "CALCULATION FLAG", 144, 144, _shaped(r"[0-9]", "a calculation flag")),
    _Column("imaging_family", "DIAGNOSTIC IMAGING FAMILY INDICATOR", 146, 147, _one_of(fees.IMAGING_FAMILY)),
    _Column("opps_non_facility_pe", "NON-FACILITY PE USED FOR OPPS PAYMENT AMOUNT", 152, 157, _units_or_none),
    _Column("opps_facility_pe", "FACILITY PE USED FOR OPPS PAYMENT AMOUNT", 159, 164, _units_or_none),
    _Column("opps_malpractice", "MP USED FOR OPPS PAYMENT AMOUNT", 166, 171, _units_or_none),
)
_REQUIRED = {column.heading for column in _COLUMNS} - {"PRIC IND"}
_RECORD_LENGTH = 171


def looks(name: str, head: str) -> bool:
    """Whether this is a relative value file: its column heads, or the records of its fixed-width form."""
    if head.startswith(_FIXED.decode()):
        return bool(_RECORD.search(head))
    return bool(_HEADER.search(head))


def parse(stream: BinaryIO, name: str = "PPRRVU") -> Iterator[FeeRow]:
    """Every line of the file, in its order; the csv, xlsx and fixed-width forms give the same rows.

    Relative value units without unit, conversion factor in US dollars. `qualifying` is told by the file's name
    ("QPP", "nonQPP"), by the price indicator where the name is silent, and is False for the one file of a year to 2025.
    Damaged names file, line and column: also where a total is not the sum of its parts ("Sum of work, practice expense,
    and malpractice expense RVUs") or the conversion factor changes ("there is a single conversion factor").
    """
    data = stream.read()
    named, first = _qualifying(name), None
    for line, texts in _records(data, name):
        row = _row(texts, named, name, line)
        first = first or row
        _check(row, first, name)
        yield row
    if not first:
        raise Damaged(name, 1, "no rows")


def release_of(stream: BinaryIO, name: str) -> tuple[int, str] | None:
    """The year and the month that the file's title names, such as (2025, "January").

    The fixed-width form has no title: there the name tells (PPRRVU25_JAN.txt). None where neither does.
    """
    if found := _BANNER.search(preview(stream, name)):
        year, month = int(found[1]), found[2].capitalize()
    elif found := _FILE_NAME.search(name):
        year, month = 2000 + int(found[1]), found[2].capitalize()
    else:
        return None
    full = next((release for release in _RELEASES if release[:3] == month[:3]), None)
    return (year, full) if full else None


def _qualifying(name: str) -> bool | None:
    if _NON_QUALIFYING.search(name):
        return False
    return True if _QUALIFYING.search(name) else None


def _row(texts: dict[str, str], named: bool | None, name: str, line: int) -> FeeRow:
    values = {
        column.attribute: column.read(texts.get(column.heading, ""), name, line, column.heading) for column in _COLUMNS
    }
    indicated = _BY_INDICATOR.get(values["price_indicator"])
    if named is not None and indicated is not None and named != indicated:
        raise Damaged(name, line, "the file's name says otherwise of qualifying participants", "PRIC IND")
    return FeeRow(**values, qualifying=bool(indicated) if named is None else named, line=line)


def _check(row: FeeRow, first: FeeRow, name: str) -> None:
    for practice, total, field in (
        (row.non_facility_pe, row.non_facility_total, "NON-FACILITY TOTAL"),
        (row.facility_pe, row.facility_total, "FACILITY TOTAL"),
    ):
        if abs(row.work + practice + row.malpractice - total) > _ROUNDED:
            raise Damaged(name, row.line, f"{total} is not the sum of work, practice expense and malpractice", field)
    if row.conversion_factor != first.conversion_factor:
        raise Damaged(name, row.line, f"not {first.conversion_factor} as on line {first.line}", "CONV FACTOR")
    if row.qualifying != first.qualifying:
        raise Damaged(name, row.line, f"not {first.price_indicator!r} as on line {first.line}", "PRIC IND")
    if len({amount is None for amount in (row.opps_non_facility_pe, row.opps_facility_pe, row.opps_malpractice)}) > 1:
        raise Damaged(name, row.line, "empty beside amounts that are not", "MP USED FOR OPPS PAYMENT AMOUNT")


def _records(data: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, texts by heading), whatever form the file has."""
    if data.startswith(_FIXED):
        return _fixed_records(data, name)
    rows = table(BytesIO(data), name, encodings=_ENCODINGS)
    return records(_header(rows, name), rows, name)


def _fixed_records(data: bytes, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    for number, text in text_lines(BytesIO(data), name, encodings=_ENCODINGS):
        if text.startswith(_FIXED.decode()) or not text.strip():
            continue
        if len(text) < _RECORD_LENGTH:
            raise Damaged(name, number, f"the record ends after {len(text)} of {_RECORD_LENGTH} characters")
        if text[_RECORD_LENGTH:].strip():
            raise Damaged(name, number, f"the record goes on after {_RECORD_LENGTH} characters")
        yield number, {column.heading: text[column.first - 1 : column.last].strip() for column in _COLUMNS}


def _header(rows: Iterator[Line], name: str) -> Header:
    """Where each column stands, once the rows have been read to the end of the header."""
    stacked: list[list[str]] = []
    for line in rows:
        stacked.append(line.cells)
        if line.cells[0].upper() == "HCPCS":
            headings = _headings(stacked)
            columns = [column.heading for column in _COLUMNS if column.heading in {*headings} | _REQUIRED]
            return a_header(columns, Line(line.number, headings), name)
        if line.number > _LAST_HEADER_LINE:
            break
    raise Damaged(name, 1, "no row of column heads", "HCPCS")


def _headings(stacked: list[list[str]]) -> list[str]:
    """The words above each column, from the top down. The first three have one word: above them stand the titles."""
    bottom = stacked[-1]
    headings = bottom[:_ONE_WORD]
    for column in range(_ONE_WORD, len(bottom)):
        headings.append(" ".join(row[column] for row in stacked if column < len(row)))
    return [folded(heading).upper() for heading in headings]
