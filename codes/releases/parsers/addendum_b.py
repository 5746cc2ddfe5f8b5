"""Addendum B of the hospital outpatient prospective payment system: what CMS pays hospitals for each code."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import BinaryIO

from codes.releases import reading
from codes.releases.parsers._fields import shaped
from codes.releases.parsers._table import Header, a_whole_header, plain, records, refuse_cut
from codes.releases.reading import Line
from codes.releases.rows import Damaged, OutpatientRow

CODE, DESCRIPTOR, STATUS, APC = "HCPCS Code", "Short Descriptor", "SI", "APC"
WEIGHT, PAYMENT = "Relative Weight", "Payment Rate"
NATIONAL, MINIMUM = "National Unadjusted Copayment", "Minimum Unadjusted Copayment"
CHANGED = "* Indicates a Change"
COINSURANCE, ADJUSTED = "IRA Coinsurance percentage", "Adjusted Beneficiary Copayment"
PASS_THROUGH, NOTE = "Drug and Device Pass-Through Expiration during Calendar Year", "Note"
COLUMNS = (CODE, DESCRIPTOR, STATUS, APC, WEIGHT, PAYMENT, NATIONAL, MINIMUM, CHANGED)
# The first two came with the Inflation Reduction Act in 2023; not every quarter has the other two.
NOT_ALWAYS = (COINSURANCE, ADJUSTED, PASS_THROUGH, NOTE)
# Headings that go on in some releases: "Note: Actual copayments ...", "* Indicates a Change from the Previous Quarter".
_BEGINNINGS = {"note:": NOTE, "* indicates a change": CHANGED}
_LOOKS = re.compile(r"HCPCS Code[,\t]Short Descriptor[,\t]SI[,\t]APC[,\t]Relative Weight[,\t]Payment Rate")
_SHAPES = {
    # Each year's rule adds some (H1 and K1 in 2025): the shape is checked and not a list.
    STATUS: (r"[A-Z][1-9]?", "a status indicator"),
    APC: (r"([0-9]{4})?", "four digits"),
    PASS_THROUGH: (r".{0,40}", "one line of at most 40 characters"),
    CHANGED: (r"\*?", "an asterisk or empty"),
}
_MOST = 10**9  # dollars; the dearest of 2025 costs a few millions


def looks(name: str, head: str) -> bool:
    """Whether this is Addendum B; not Addendum A, which lists APCs."""
    return bool(_LOOKS.search(head))


def parse(stream: BinaryIO, name: str) -> Iterator[OutpatientRow]:
    """Every code in the publisher's order, also those that are not paid, from the csv or the workbook.

    Amounts are US dollars, None where none is printed: blank, or "." as national copayment where CMS has set only the
    minimum. `inflation_coinsurance` is a percentage, 15.139 for 15.139 %. `pass_through_until` is as printed: "*" where
    the pass-through status ends within the calendar year. Short descriptors of CPT and CDT codes are the AMA's
    and the ADA's. Damaged names the file, the line and the column.
    """
    data = stream.read()
    rows = reading.table(BytesIO(data), name)
    header = _header(rows, name)
    row = None
    for number, record in records(header, rows, name):
        row = _row(_complete(record), name, number)
        yield row
    if row is None:
        raise Damaged(name, header.line, "no code below the header")
    refuse_cut(data, header.width, name)


def _header(rows: Iterator[Line], name: str) -> Header:
    for row in rows:
        if row.cells[0] == CODE:
            return a_whole_header(_column, COLUMNS, row, name)
    raise Damaged(name, 1, f"no header that begins with {CODE}")


def _column(heading: str) -> str | None:
    for field in (*COLUMNS, *NOT_ALWAYS):
        if plain(heading) == plain(field):
            return field
    return next((field for beginning, field in _BEGINNINGS.items() if plain(heading).startswith(beginning)), None)


def _complete(record: dict[str, str]) -> dict[str, str]:
    """The record with the columns that this release lacks, without the hard spaces of old systems (byte 0xFF)."""
    texts = {field: text.replace("ÿ", " ").strip() for field, text in record.items()}
    return dict.fromkeys(NOT_ALWAYS, "") | texts


def _row(record: dict[str, str], name: str, number: int) -> OutpatientRow:
    return OutpatientRow(
        reading.a_procedure(record[CODE], name, number, CODE),
        record[DESCRIPTOR],
        _shaped(record, STATUS, name, number),
        _shaped(record, APC, name, number),
        *(_amount(record, field, name, number) for field in (WEIGHT, PAYMENT, NATIONAL, MINIMUM)),
        _percentage(record[COINSURANCE], name, number),
        _amount(record, ADJUSTED, name, number),
        _shaped(record, PASS_THROUGH, name, number),
        record[NOTE],
        bool(_shaped(record, CHANGED, name, number)),
        number,
    )


def _shaped(record: dict[str, str], field: str, name: str, number: int) -> str:
    return shaped(record[field], *_SHAPES[field], name, number, field)


def _amount(record: dict[str, str], field: str, name: str, number: int) -> Decimal | None:
    text = record[field]
    if text in ("", "."):
        return None
    found = reading.a_number(text, name, number, field)
    if not 0 <= found < _MOST:
        raise Damaged(name, number, f"{reading.shown(text)} is out of range", field)
    return found


def _percentage(text: str, name: str, number: int) -> Decimal | None:
    """15.139 for "15.139%", and for 0.15139, as which a workbook keeps it."""
    if not text:
        return None
    found = reading.a_number(text.removesuffix("%"), name, number, COINSURANCE)
    found = found if text.endswith("%") else found * 100
    if not 0 <= found <= 100:
        raise Damaged(name, number, f"{reading.shown(text)} is not a percentage", COINSURANCE)
    return found
