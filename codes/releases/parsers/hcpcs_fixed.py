"""HCPCS Level II, the contractor file of fixed-width lines that CMS publishes beside the table, read into rows."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from codes.releases import reading
from codes.releases.parsers._hcpcs import CONTINUATIONS, Record, code_rows
from codes.releases.rows import CodeRow, Damaged, LeftOut


def _repeated(column: str, many: int, first: int, width: int) -> dict[str, tuple[int, int]]:
    return {f"{column}{n + 1}": (first + n * width, first + (n + 1) * width - 1) for n in range(many)}


# The first and the last position of each field, counted from 1, as the publisher's record layout has them; the names
# are those of the table, which has the same fields.
POSITIONS = {
    "HCPC": (1, 5),
    "SEQNUM": (6, 10),
    "RECID": (11, 11),
    "LONG DESCRIPTION": (12, 91),
    "SHORT DESCRIPTION": (92, 119),
    **_repeated("PRICE", 4, 120, 2),
    "MULT_PI": (128, 128),
    **_repeated("CIM", 3, 129, 6),
    **_repeated("MCM", 3, 147, 8),
    "STATUTE": (171, 180),
    **_repeated("LABCERT", 8, 181, 3),
    **_repeated("XREF", 5, 205, 5),
    "COV": (230, 230),
    "ASC_GRP": (231, 232),
    "ASC_DT": (233, 240),
    "PROCNOTE": (253, 256),
    "BETOS": (257, 259),
    **_repeated("TOS", 5, 261, 1),
    "ANEST_BU": (266, 268),
    "ADD DT": (269, 276),
    "ACT EFF DT": (277, 284),
    "TERM DT": (285, 292),
    "ACTION CD": (293, 293),
}
_SLICES = {column: slice(first - 1, last) for column, (first, last) in POSITIONS.items()}
_FILLERS = (slice(259, 260), slice(293, 320))
# With the filler at the end, as in the layout to 2019, and without it, as in 2026.
_WIDTHS = (320, 293)
_DESCRIPTION_END = 91
_RECID = POSITIONS["RECID"][0] - 1

_FIRST_LINE = re.compile(r"^(?:   [A-Z][0-9A-Z]001007|[A-Z][0-9]{4}001003).{282}(?: {27})?\r?$", re.MULTILINE)


def looks(name: str, head: str) -> bool:
    """Whether `head` shows the first line of a code or modifier, in its full width."""
    return bool(_FIRST_LINE.search(head))


def parse(stream: BinaryIO, name: str) -> Iterator[CodeRow | LeftOut]:
    """The same rows as the table gives; Damaged names file, line and column."""
    return code_rows(_records(stream, name), name)


def _records(stream: BinaryIO, name: str) -> Iterator[Record]:
    width = 0
    for number, text in _below_disclaimer(reading.text_lines(stream, name)):
        width = width or _width(text, name, number)
        if text[_RECID : _RECID + 1] in CONTINUATIONS:
            _check_continuation(text, width, name, number)
        else:
            _check_first(text, width, name, number)
        yield Record(number, {column: text[place].strip() for column, place in _SLICES.items()})


def _below_disclaimer(lines: Iterator[tuple[int, str]]) -> Iterator[tuple[int, str]]:
    """The lines without the empty ones, and without the paragraphs at the head that begin with an asterisk."""
    inside = False
    for number, text in lines:
        inside = text.strip().startswith("*") or (inside and bool(text.strip()))
        if text.strip() and not inside:
            yield number, text
            break
    yield from ((number, text) for number, text in lines if text)


def _width(text: str, name: str, line: int) -> int:
    if len(text) not in _WIDTHS:
        raise Damaged(name, line, f"{len(text)} characters wide, not {' or '.join(map(str, _WIDTHS))}")
    return len(text)


def _check_first(text: str, width: int, name: str, line: int) -> None:
    if len(text) != width:
        raise Damaged(name, line, f"{len(text)} characters wide, not {width}")
    # What stands there has slipped out of its own column.
    if any(text[filler].strip() for filler in _FILLERS):
        raise Damaged(name, line, "not blank", "FILLER")


def _check_continuation(text: str, width: int, name: str, line: int) -> None:
    """Behind its piece of the description such a line is blank, and one in the file of 2019 has too few blanks."""
    if not _DESCRIPTION_END <= len(text) <= width:
        raise Damaged(name, line, f"{len(text)} characters wide, not {width}")
    if text[_DESCRIPTION_END:].strip():
        raise Damaged(name, line, f"a continuation is blank behind position {_DESCRIPTION_END}")
