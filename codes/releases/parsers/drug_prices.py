"""The payment allowance limits for Medicare Part B drugs (ASP pricing file), published by CMS each quarter."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import BinaryIO

from codes.releases import reading
from codes.releases.parsers._fields import folded
from codes.releases.parsers._table import Header, a_whole_header, plain, records, refuse_cut
from codes.releases.reading import Line
from codes.releases.rows import Damaged, DrugPriceRow

CODE, DESCRIPTOR, DOSAGE = "HCPCS Code", "Short Description", "HCPCS Code Dosage"
LIMIT, COINSURANCE = "Payment Limit", "Co-insurance Percentage"
VACCINE_AWP, VACCINE_LIMIT, BLOOD_AWP, BLOOD_LIMIT = "Vaccine AWP%", "Vaccine Limit", "Blood AWP%", "Blood limit"
CLOTTING, NOTES = "Clotting Factor", "Notes"
PERCENTAGES = (COINSURANCE, VACCINE_AWP, BLOOD_AWP)
_MOST = 10**9  # dollars; the dearest dose of 2026 costs less than a million
COLUMNS = (
    CODE,
    DESCRIPTOR,
    DOSAGE,
    LIMIT,
    COINSURANCE,
    VACCINE_AWP,
    VACCINE_LIMIT,
    BLOOD_AWP,
    BLOOD_LIMIT,
    CLOTTING,
    NOTES,
)
_LOOKS = re.compile(r"HCPCS Code[,\t]Short Description[,\t]HCPCS Code Dosage[,\t]Payment Limit")
_MONTHS = "January February March April May June July August September October November December".casefold().split()
_DAY = r"([A-Za-z]+) (\d{1,2}), (\d{4})"
_PERIOD = re.compile(rf"Effective {_DAY} (?:through|to|-) {_DAY}", re.IGNORECASE)


def looks(name: str, head: str) -> bool:
    """Whether this is the list of payment limits by code; not the NDC crosswalk nor the drugs without a code."""
    return bool(_LOOKS.search(head))


def parse(stream: BinaryIO, name: str) -> Iterator[DrugPriceRow]:
    """The limit of every code in the publisher's order, from the csv or the workbook.

    Limits are US dollars for one dosage, None where the file has N/A: then the notes say how the drug is paid. The
    percentages are as printed, 20.000 for 20 %. CMS's note in the file: that a code is listed or is not does not tell
    whether Medicare covers the drug. Short descriptions of CPT codes are the AMA's. Damaged names the file,
    the line and the column.
    """
    data = stream.read()
    rows = reading.table(BytesIO(data), name)
    header = _header(rows, name)
    row = None
    for number, record in records(header, rows, name):
        row = _row({field: text.replace("\xa0", " ") for field, text in record.items()}, name, number)
        yield row
    if row is None:
        raise Damaged(name, header.line, "no drug below the header")
    refuse_cut(data, header.width, name)


def period(stream: BinaryIO, name: str) -> tuple[date, date] | None:
    """The first and the last day of the quarter, from the lines above the header; None where no line has them."""
    for number, cells in reading.table(stream, name):
        if cells[0] == CODE:
            return None
        if found := _PERIOD.search(folded(cells[0])):
            first, last = (_day(found.group(*parts), name, number) for parts in ((1, 2, 3), (4, 5, 6)))
            if first > last:
                raise Damaged(name, number, f"{reading.shown(found[0])} ends before it begins")
            return first, last
    return None


def _day(parts: tuple[str, str, str], name: str, number: int) -> date:
    month, day, year = parts
    if month.casefold() not in _MONTHS:
        raise Damaged(name, number, f"{reading.shown(month)} is not a month")
    try:
        return date(int(year), _MONTHS.index(month.casefold()) + 1, int(day))
    except ValueError:
        raise Damaged(name, number, f"{month} {day}, {year} is not a day of the calendar") from None


def _header(rows: Iterator[Line], name: str) -> Header:
    known = {plain(field): field for field in COLUMNS}
    for row in rows:
        if row.cells[0] == CODE:
            return a_whole_header(lambda heading: known.get(plain(heading)), COLUMNS, row, name)
    raise Damaged(name, 1, f"no header that begins with {CODE}")


def _row(record: dict[str, str], name: str, number: int) -> DrugPriceRow:
    return DrugPriceRow(
        reading.a_procedure(record[CODE], name, number, CODE),
        record[DESCRIPTOR],
        record[DOSAGE],
        *(_amount(record, field, name, number) for field in COLUMNS[3:9]),
        record[CLOTTING],
        record[NOTES],
        number,
    )


def _amount(record: dict[str, str], field: str, name: str, number: int) -> Decimal | None:
    text = record[field]
    if not text or (field == LIMIT and text == "N/A"):
        return None
    found = reading.a_number(text, name, number, field)
    if not 0 <= found <= (100 if field in PERCENTAGES else _MOST):
        raise Damaged(name, number, f"{reading.shown(text)} is out of range", field)
    return found
