"""What the American Medical Association's CPT files have in common: a notice, then one code or descriptor a line.

The layouts are those of the Association's description of its text files (filelayout.txt) and of its own readers.
"""

import csv
import re
from collections.abc import Iterable, Iterator, Mapping
from io import BytesIO
from itertools import chain, dropwhile
from typing import BinaryIO

from codes.releases.parsers._fields import folded, once, shaped
from codes.releases.parsers._table import the_only
from codes.releases.reading import ZIP, Line, table, text_lines
from codes.releases.rows import Damaged

CODE = r"(?:[0-9]{5}|[0-9]{4}[FTUMA])"
# A code as it stands in the files without a header: before a tab, a blank or a sequence number.
_DATA = re.compile(rf"{CODE}(?:[\t ]|[0-9]{{2}} )")
# The first column of every table. It is not read, but no other publisher has it beside a code.
_CONCEPT = "(Concept|CPT)[ _]?Id"
# How many lines beneath the notice `looks` judges by.
_SAMPLE = 3


def a_code(text: str, name: str, line: int) -> str:
    """A CPT code: five digits, or four and F, T, U, M or A."""
    return shaped(text, CODE, "shaped like a CPT code", name, line, "CPT Code")


def a_text(text: str, name: str, line: int, field: str) -> str:
    """A descriptor with single blanks between its words; Damaged where it is empty."""
    text = folded(text)
    if not text:
        raise Damaged(name, line, "empty", field)
    return text


def given_once(first: dict, key: object, name: str, line: int, field: str = "CPT Code") -> None:
    """Damaged where `key`, a value or a tuple of values, was given on an earlier line; `first` keeps the lines."""
    once(first, key, " ".join(key) if isinstance(key, tuple) else key, name, line, field)


# Files without a header: what follows the last blank line.


def lines_after_notice(stream: BinaryIO, name: str) -> list[tuple[int, str]]:
    """(line number, text) of the lines after the last blank one, where the data begin; not empty."""
    data = stream.read()
    lines = list(text_lines(BytesIO(data), name))
    start = _start([text for _, text in lines])
    found = [(number, text) for number, text in lines[start:] if text.strip()]
    if not found:
        raise Damaged(name, 1, "no codes")
    before = [text for _, text in lines[:start] if text.strip()]
    # Without this, a blank line that slipped in among the codes would hide all those above it.
    if before and _DATA.match(before[-1]):
        raise Damaged(name, found[0][0] - 1, "a blank line among the codes")
    if not data.endswith(b"\n"):
        _check_padding(found, name)
    return found


def _start(texts: list[str]) -> int:
    end = len(texts)
    while end and not texts[end - 1].strip():
        end -= 1
    while end and texts[end - 1].strip():
        end -= 1
    return end


def _check_padding(lines: list[tuple[int, str]], name: str) -> None:
    """Damaged where all lines are filled with blanks to one width but the last, which has no line end either."""
    *others, (number, last) = lines
    widths = {len(text) for _, text in others}
    if len(widths) == 1 and len(last) < min(widths) and any(text.endswith(" ") for _, text in others):
        raise Damaged(name, number, "the file ends within this line")


def data_sample(head: str) -> list[str]:
    """The first lines after the notice in the beginning of a file."""
    texts = [text.rstrip("\r") for text in head.split("\n")]
    if len(texts) > 1:
        texts.pop()  # cut where the preview ends, or empty
    return [text for text in texts[_start(texts) :] if text.strip()][:_SAMPLE]


# Tables: a header beneath the notice.


def has_header(head: str, patterns: Iterable[str]) -> bool:
    """Whether a line in the beginning of a file has a column for the concept's number and for each of the patterns."""
    wanted = (_CONCEPT, *patterns)
    return any(all(_places(cells, pattern) for pattern in wanted) for cells in map(_cells, head.splitlines()))


def rows_beneath_header(
    stream: BinaryIO, name: str, columns: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, text by column) of each row; `columns` maps the publisher's names to patterns, the code's column first.

    The code's column tells the header from the notice above it. A text file with tabs has no quoting: the quotes in it
    belong to the descriptors. One with commas is quoted as RFC 4180 has it.
    """
    data = stream.read()
    found = _from_header(data, name, next(iter(columns.values())))
    if not found:
        raise Damaged(name, 1, "no header", next(iter(columns)))
    header, rows = found[0], [row for row in found[1:] if "".join(row.cells).strip()]
    places = {column: _place(header, name, column, pattern) for column, pattern in columns.items()}
    if not rows:
        raise Damaged(name, header.number, "no row beneath the header")
    if not data.startswith(ZIP) and not data.endswith(b"\n"):
        _check_end(header, rows, name)
    _check_widths(header, rows, name)
    for row in rows:
        yield row.number, {column: folded("".join(row.cells[at : at + 1])) for column, at in places.items()}


def _check_end(header: Line, rows: list[Line], name: str) -> None:
    """Damaged where all rows have every cell but the last, which has no line end either."""
    full = len(header.cells)
    if len(rows[-1].cells) < full and all(len(row.cells) >= full for row in rows[:-1]):
        raise Damaged(name, rows[-1].number, "the file ends within this row")


def _check_widths(header: Line, rows: list[Line], name: str) -> None:
    """Damaged where a tab or comma too many moves the cells behind it; one may end all rows and not the header."""
    full = len(header.cells)
    widest = max(full, min(len(row.cells) for row in rows))
    for row in rows:
        if len(row.cells) > widest or "".join(row.cells[full:]).strip():
            raise Damaged(name, row.number, f"{len(row.cells)} cells beneath {full} columns")


def _place(header: Line, name: str, column: str, pattern: str) -> int:
    return the_only(_places(header.cells, pattern), column, name, header.number)


def _places(cells: list[str], pattern: str) -> list[int]:
    return [at for at, cell in enumerate(cells) if re.fullmatch(pattern, folded(cell), re.IGNORECASE)]


def _from_header(data: bytes, name: str, pattern: str) -> list[Line]:
    """The header and all rows after it; nothing where no row has a cell that fits the pattern."""
    if data.startswith(ZIP):
        return list(dropwhile(lambda row: not _places(row.cells, pattern), table(BytesIO(data), name)))
    lines = dropwhile(lambda line: not _places(_cells(line[1]), pattern), text_lines(BytesIO(data), name))
    header = next(lines, None)
    if header is None:
        return []
    rows = chain([header], lines)
    if "\t" in header[1]:
        return [Line(number, text.split("\t")) for number, text in rows]
    return list(_comma_separated(rows, name))


def _cells(text: str) -> list[str]:
    """The cells of a line that may be the header, whichever the delimiter."""
    if "\t" in text:
        return text.split("\t")
    try:
        return next(csv.reader([text]), [])
    except csv.Error:
        return []


def _comma_separated(lines: Iterable[tuple[int, str]], name: str) -> Iterator[Line]:
    numbers: list[int] = []

    def texts() -> Iterator[str]:
        for number, text in lines:
            numbers.append(number)
            yield f"{text}\n"

    reader = csv.reader(texts(), strict=True)
    before = 0
    try:
        for cells in reader:
            yield Line(numbers[before], cells)
            before = reader.line_num
    except csv.Error as error:
        raise Damaged(name, numbers[before], f"the row cannot be read: {error}") from None
