"""How published files are read: bytes to lines of text or to rows of cells, whatever form the publisher chose.

A workbook, a comma-separated and a tab-separated file of the same table give the same cells.
"""

import csv
import io
import re
import warnings
import zipfile
import zlib
from collections.abc import Iterator
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import BinaryIO, NamedTuple
from xml.etree.ElementTree import ParseError

from openpyxl import load_workbook
from openpyxl.utils.exceptions import InvalidFileException

from codes.releases.rows import Damaged

# The first bytes of every zip file, and so of every xlsx.
ZIP = b"PK\x03\x04"
# The end-of-file mark of old systems, which publishers still leave behind the last row (openpyxl shows it in words).
END_MARKS = ("\x1a", "_x001A_")
# How much of a file is shown to the parsers to tell whether it is theirs.
PREVIEW_BYTES = 16_384
PREVIEW_ROWS = 20
# A longer field than any publisher prints: a quote that is never closed would swallow the file.
csv.field_size_limit(1_000_000)


class Line(NamedTuple):
    """One row of a table: its line in the file, counted from 1, and its cells, stripped of blanks at both ends."""

    number: int
    cells: list[str]


def decoded(data: bytes, name: str, encodings: tuple[str, ...] = ("utf-8-sig", "cp1252")) -> str:
    """The text of `data` in the first encoding that fits; Damaged names the line of the first byte that does not."""
    failure = None
    for encoding in encodings:
        try:
            return data.decode(encoding)
        except UnicodeDecodeError as error:
            failure = failure or error
    line = data.count(b"\n", 0, failure.start) + 1
    raise Damaged(name, line, f"byte 0x{data[failure.start]:02x} is not {' or '.join(encodings)} text")


def text_lines(
    stream: BinaryIO, name: str, encodings: tuple[str, ...] = ("utf-8-sig", "cp1252")
) -> Iterator[tuple[int, str]]:
    """(line number, text without its line end), one line at a time; Damaged where a line cannot be decoded."""
    for number, data in enumerate(stream, start=1):
        if b"\0" in data:
            raise Damaged(name, number, "a NUL byte: this is not a text file")
        for encoding in encodings:
            try:
                text = data.decode(encoding if number == 1 else encoding.removesuffix("-sig"))
                break
            except UnicodeDecodeError:
                continue
        else:
            raise Damaged(name, number, f"not {' or '.join(encodings)} text")
        text = text.rstrip("\r\n")
        if text not in END_MARKS:
            yield number, text


def table(
    stream: BinaryIO, name: str, *, delimiter: str = ",", encodings: tuple[str, ...] = ("utf-8-sig", "cp1252")
) -> Iterator[Line]:
    """The rows of a csv, tsv or xlsx file (its first sheet), told apart by their first bytes; blank rows are left out.

    Quoted fields may hold line ends; a row has the number of its first line.
    """
    data = stream.read()
    if data.startswith(ZIP):
        yield from _sheet(data, name)
        return
    text = decoded(data, name, encodings)
    if "\0" in text:
        raise Damaged(name, text.count("\n", 0, text.index("\0")) + 1, "a NUL byte: this is not a text file")
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    before = 0
    try:
        for cells in reader:
            number, before = before + 1, reader.line_num
            if line := _line(number, cells):
                yield line
    except csv.Error as error:
        raise Damaged(name, before + 1, f"the row cannot be read: {error}") from None


def _sheet(data: bytes, name: str) -> Iterator[Line]:
    """The first sheet of a workbook."""
    try:
        workbook = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
        sheet = workbook.worksheets[0]
        # Workbooks that state their size wrongly are read to their end.
        sheet.reset_dimensions()
        for number, cells in enumerate(_quietly(sheet.iter_rows(values_only=True)), start=1):
            if line := _line(number, [cell_text(cell) for cell in cells]):
                yield line
    except (
        zipfile.BadZipFile, zlib.error, InvalidFileException, ParseError,
        KeyError, IndexError, ValueError, TypeError, AttributeError, EOFError, OSError, RuntimeError,
    ) as error:  # fmt: skip
        if isinstance(error, Damaged):
            raise
        raise Damaged(name, 1, f"the workbook cannot be read: {str(error) or type(error).__name__}") from None


def _quietly(rows: Iterator) -> Iterator:
    """The same, without openpyxl's remarks on page headers and styles, which are nothing to us."""
    while True:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", UserWarning)
            cells = next(rows, None)
        if cells is None:
            return
        yield cells


def _line(number: int, cells: list[str]) -> Line | None:
    cells = [cell.strip() for cell in cells]
    while cells and cells[-1] in ("", *END_MARKS):
        cells.pop()
    return Line(number, cells) if cells and cells[0] not in END_MARKS else None


def cell_text(cell: object) -> str:
    """A workbook's cell as a csv file would print it: whole numbers without a point, dates as YYYY-MM-DD."""
    if cell is None:
        return ""
    if isinstance(cell, datetime):
        return cell.date().isoformat()
    if isinstance(cell, float):
        # What a workbook adds in binary fractions, 0.1 + 0.2, no publisher meant.
        return format(round(cell, 8), "f").rstrip("0").rstrip(".")
    return str(cell)


def preview(stream: BinaryIO, name: str) -> str:
    """The beginning of a file as text, for `looks`: of a workbook its first rows with a tab between the cells.

    "" where it is no text and no workbook (a PDF, a broken zip).
    """
    head = stream.read(PREVIEW_BYTES)
    if not head.startswith(ZIP):
        return "" if b"\0" in head else head.decode("latin-1").removeprefix("\xef\xbb\xbf")
    try:
        rows = _sheet(head + stream.read(), name)
        return "\n".join("\t".join(line.cells) for line, _ in zip(rows, range(PREVIEW_ROWS), strict=False))
    except Damaged:
        return ""


# Fields. Each raises Damaged that names the file, the line and the field.


def a_date(text: str, name: str, line: int, field: str) -> date:
    """A day printed as YYYYMMDD, YYYY-MM-DD, M/D/YYYY or YYYY/MM/DD."""
    if found := re.fullmatch(r"([0-9]{4})([0-9]{2})([0-9]{2})|([0-9]{4})[-/]([0-9]{1,2})[-/]([0-9]{1,2})", text):
        year, month, day = (int(part) for part in found.groups() if part)
    elif found := re.fullmatch(r"([0-9]{1,2})/([0-9]{1,2})/([0-9]{4})", text):
        month, day, year = (int(part) for part in found.groups())
    else:
        raise Damaged(name, line, f"{shown(text)} is not a date", field)
    try:
        return date(year, month, day)
    except ValueError:
        raise Damaged(name, line, f"{shown(text)} is not a day of the calendar", field) from None


def a_number(text: str, name: str, line: int, field: str) -> Decimal:
    """A decimal number, also with thousands commas, a dollar sign or without a leading zero (".5")."""
    plain = text.replace(",", "").removeprefix("$").strip()
    if not re.fullmatch(r"-?([0-9]{1,12}(\.[0-9]{0,12})?|\.[0-9]{1,12})", plain):
        raise Damaged(name, line, f"{shown(text)} is not a number", field)
    try:
        return Decimal(plain)
    except InvalidOperation:
        raise Damaged(name, line, f"{shown(text)} is not a number", field) from None


def a_whole_number(text: str, name: str, line: int, field: str) -> int:
    """A whole number from 0 on, of at most nine digits."""
    if not re.fullmatch(r"[0-9]{1,9}", text):
        raise Damaged(name, line, f"{shown(text)} is not a whole number", field)
    return int(text)


PROCEDURE = re.compile(r"[0-9A-V][0-9]{4}|[0-9]{4}[FTUMA]")


def a_procedure(text: str, name: str, line: int, field: str) -> str:
    """A CPT, HCPCS Level II or CDT code number: five characters."""
    if not PROCEDURE.fullmatch(text):
        raise Damaged(name, line, f"{shown(text)} is not shaped like a procedure code", field)
    return text


def shown(text: str) -> str:
    """A field's content in a message: quoted, and cut where it is long."""
    return repr(text if len(text) <= 40 else f"{text[:37]}...")
