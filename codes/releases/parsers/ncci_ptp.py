"""The NCCI procedure-to-procedure edits, the code pairs that CMS does not pay together, published each quarter."""

import io
import re
from collections.abc import Callable, Iterator
from datetime import date
from itertools import chain
from typing import BinaryIO

from codes.releases import reading
from codes.releases.rows import Damaged, PtpEditRow

# How each heading begins; what follows it in some is a legend ("0=not allowed").
COLUMNS = (
    "Column 1",
    "Column 2",
    "*=in existence prior to 1996",
    "Effective Date",
    "Deletion Date",
    "Modifier",
    "PTP Edit Rationale",
)
_LOOKS = re.compile(r'Column 1\s*\tColumn 2\s*\t"?\*\s*=\s*in existence')
_SETTINGS = {"practitioner": r"ccipra|practitioner", "hospital": r"ccioph|hospital"}
_PREAMBLE = 20  # lines in which the header is looked for; the publisher's stands in line 3
_MANY = 100_000  # different texts of one column that are remembered
_LONGEST = 200  # the longest rationale in print has 55 letters


def looks(name: str, head: str) -> bool:
    """Whether this is the list of edits, practitioner or hospital; not the lists of additions and deletions."""
    return bool(_LOOKS.search(head))


def parse(stream: BinaryIO, name: str) -> Iterator[PtpEditRow]:
    """Every edit in the publisher's order, from the tab-separated text (not zipped) or the workbook.

    Whether the edits are for practitioners or for hospitals stands in the file's name alone. Columns and signs are
    explained in the file's own header: `*` in the third column for edits older than 1996, `*` as deletion date for
    edits in force. A pair may recur with other dates. CMS also publishes edits that were never in force, deleted on
    the date on which they began or before it and with the modifier indicator 9; they come out as printed. Memory stays
    constant for the text. Damaged names the file, the line and the column.
    """
    setting = setting_of(name)
    ones, twos, befores, effectives, deletions, modifiers, rationales = map(_Meanings, _MEANINGS)
    row = None
    for number, cells in _below_header(_lines(stream, name), name):
        try:
            # No call per field: a cell met before costs one look into a dict.
            one, two, before, effective, deletion, modifier, rationale = cells
            row = PtpEditRow(
                setting,
                ones[one],
                twos[two],
                befores[before],
                effectives[effective],
                deletions[deletion],
                modifiers[modifier],
                rationales[rationale],
                number,
            )
            last = rationale
        except ValueError as error:
            if _is_blank(cells):
                continue
            raise _located(error, cells, name, number) from None
        yield row
    if row is None:
        raise Damaged(name, 1, "no edit below the header")
    _refuse_cut(last, rationales, name, row.line)


def setting_of(name: str) -> str:
    """practitioner or hospital, by the names that CMS gives its files ("ccipra-v322r0-f1.txt"); Damaged if neither."""
    found = [setting for setting, names in _SETTINGS.items() if re.search(names, name, re.IGNORECASE)]
    if len(found) != 1:
        wanted = "the file's name says neither ccipra nor ccioph" if not found else "the file's name says both"
        raise Damaged(name, 1, f"cannot tell whether practitioner or hospital: {wanted}")
    return found[0]


class _Meanings(dict):
    """What the texts of one column mean, each worked out once: millions of rows have few different texts."""

    def __init__(self, meaning: Callable[[str], object]) -> None:
        super().__init__()
        self._meaning = meaning

    def __missing__(self, text: str) -> object:
        if len(self) >= _MANY:  # no published file comes near; a damaged one must not fill the memory
            self.clear()
        meaning = self[text] = self._meaning(text)
        return meaning


# Meanings of the columns. Their Damaged does not know file and line yet.


def _code(field: str) -> Callable[[str], str]:
    return lambda text: reading.a_procedure(text.strip(), "", 0, field)


def _effective(text: str) -> date:
    return reading.a_date(text.strip(), "", 0, COLUMNS[3])


def _deletion(text: str) -> date | None:
    return None if text.strip() == "*" else reading.a_date(text.strip(), "", 0, COLUMNS[4])


def _sign(known: dict, field: str) -> Callable[[str], object]:
    def meaning(text: str) -> object:
        if text.strip() not in known:
            signs = ", ".join(sign or "blank" for sign in known)
            raise Damaged("", 0, f"{reading.shown(text.strip())} is none of {signs}", field)
        return known[text.strip()]

    return meaning


def _rationale(text: str) -> str:
    rationale = text.strip()
    if not rationale.isprintable() or not 0 < len(rationale) <= _LONGEST:
        raise Damaged("", 0, f"{reading.shown(rationale)} is not a rationale", COLUMNS[6])
    return rationale


_MEANINGS = (
    _code(COLUMNS[0]),
    _code(COLUMNS[1]),
    _sign({"": False, "*": True}, COLUMNS[2]),
    _effective,
    _deletion,
    _sign({"0": 0, "1": 1, "9": 9}, COLUMNS[5]),
    _rationale,
)


def _refuse_cut(last: str, rationales: dict, name: str, number: int) -> None:
    # Every line of the text ends with a line end. One without it, with words that no other line has, is a cut one.
    if not last.endswith("\n") and last.strip() not in (text.strip() for text in rationales if text.endswith("\n")):
        raise Damaged(name, number, "the last line is cut", COLUMNS[6])


def _is_blank(cells: list[str]) -> bool:
    return "".join(cells).strip() in ("", *reading.END_MARKS)


def _located(error: ValueError, cells: list[str], name: str, number: int) -> Damaged:
    if isinstance(error, Damaged):
        return Damaged(name, number, error.reason, error.field)
    return Damaged(name, number, f"{len(cells)} columns instead of {len(COLUMNS)}")


def _lines(stream: BinaryIO, name: str) -> Iterator[tuple[int, list[str]]]:
    """(line, cells) of the text or of the workbook, told apart by their first bytes."""
    first = stream.readline()
    if first.startswith(reading.ZIP):
        return _sheet_lines(io.BytesIO(first + stream.read()), name)
    return _text_lines(chain([first], stream), name)


def _sheet_lines(stream: BinaryIO, name: str) -> Iterator[tuple[int, list[str]]]:
    for number, cells in reading.table(stream, name):
        cells = cells + [""] * (len(COLUMNS) - len(cells))
        yield number, [*cells[:-1], cells[-1] + "\n"]  # complete, as a line of text with its line end is


def _text_lines(lines: Iterator[bytes], name: str) -> Iterator[tuple[int, list[str]]]:
    # Not reading.text_lines: a call per line and per field would triple the time.
    for number, line in enumerate(lines, start=1):
        try:
            yield number, line.decode().split("\t")
        except UnicodeDecodeError:
            yield number, _cp1252(line, name, number).split("\t")


def _cp1252(line: bytes, name: str, number: int) -> str:
    try:
        return line.decode("cp1252")
    except UnicodeDecodeError:
        raise Damaged(name, number, "not utf-8 or cp1252 text") from None


def _below_header(lines: Iterator[tuple[int, list[str]]], name: str) -> Iterator[tuple[int, list[str]]]:
    """The lines below the header, whose headings run over several lines of which only the first has a first cell."""
    number, header = _first_of_header(lines, name)
    headings = [[cell] for cell in header]
    for below, cells in lines:
        if cells[0].strip():
            _check(headings, name, number)
            return chain([(below, cells)], lines)
        for heading, cell in zip(headings, cells, strict=False):
            heading.append(cell)
    _check(headings, name, number)
    return iter(())


def _first_of_header(lines: Iterator[tuple[int, list[str]]], name: str) -> tuple[int, list[str]]:
    for number, cells in lines:
        if _plain(cells[0]) == _plain(COLUMNS[0]):
            return number, cells
        if number >= _PREAMBLE:
            break
    raise Damaged(name, 1, "no header that begins with Column 1")


def _check(headings: list[list[str]], name: str, number: int) -> None:
    for column, heading in zip(COLUMNS, headings, strict=False):
        if not _plain("".join(heading)).startswith(_plain(column)):
            raise Damaged(name, number, f"the heading is {reading.shown(' '.join(heading).strip())}", column)
    if len(headings) != len(COLUMNS):
        raise Damaged(name, number, f"the header has {len(headings)} columns instead of {len(COLUMNS)}")


def _plain(heading: str) -> str:
    return "".join(heading.split()).casefold()
