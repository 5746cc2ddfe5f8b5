"""HCPCS Level II, the table of codes and modifiers that CMS publishes each quarter as a workbook, read into rows."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from codes.releases import reading
from codes.releases.parsers._hcpcs import ATTRIBUTES, COLUMNS, IDENTITY, Record, code_rows
from codes.releases.parsers._table import Header, a_header, plain, records
from codes.releases.rows import CodeRow, Damaged, LeftOut

__all__ = ["ATTRIBUTES", "COLUMNS", "looks", "parse"]

_TELLING = {plain(column) for column in (*IDENTITY, "SHORT DESCRIPTION", "ADD DT", "TERM DT")}


def looks(name: str, head: str) -> bool:
    """Whether `head` shows the table's header row."""
    rows = (re.split(r"[\t,]", line) for line in head.splitlines())
    return any({plain(cell.strip('" ')) for cell in cells} >= _TELLING for cells in rows)


def parse(stream: BinaryIO, name: str) -> Iterator[CodeRow | LeftOut]:
    """The codes and modifiers in the publisher's order, from xlsx or csv; Damaged names file, line and column.

    Columns are found by the header, above which the disclaimer may stand.
    """
    rows = reading.table(stream, name)
    return code_rows((Record(*record) for record in records(_header(rows, name), rows, name)), name)


def _header(rows: Iterator[reading.Line], name: str) -> Header:
    for row in rows:
        if plain("HCPC") in map(plain, row.cells):
            return a_header(COLUMNS, row, name)
        # Each line of the disclaimer is one cell: a row of the table above its header would be lost.
        if len(row.cells) > 1:
            raise Damaged(name, row.number, "not the header of the table", "HCPC")
    raise Damaged(name, 1, "no header with this column", "HCPC")
