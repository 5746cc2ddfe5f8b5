"""The ICD-10-CM conversion table, in which NCHS lists each new code with the codes used before it, read into rows."""

import re
from collections.abc import Iterator
from datetime import date
from io import BytesIO
from typing import BinaryIO

from codes.releases.parsers._fields import folded
from codes.releases.parsers._table import a_header_below, records
from codes.releases.reading import a_date, shown, table
from codes.releases.rows import Damaged, ReplacementRow

_CURRENT = "Current code assignment"
_EFFECTIVE = "Effective"
_PREVIOUS = "Previous Code(s) Assignment"
_HEADER = (_CURRENT, _EFFECTIVE, _PREVIOUS)

# The publisher leaves the dot out now and then (W453XXA).
_CODE = re.compile(r"([A-Z][0-9A-Z]{2})(?:\.?([0-9A-Z]{1,4}))?")
# "I63.-" and "R11-" stand for all codes that begin so.
_STEM = re.compile(r"(.+?)\.?-")
_RANGE = re.compile(r"([^ -]+) ?- ?([^ -]+)")
_LAST_DIGIT = re.compile(r"(.*?)([0-9])([A-Z]?)")
_BETWEEN = re.compile(r" ?[,;&] ?(?:and )?| and ", re.IGNORECASE)
# "Codes in Categories T15-T19", "Code from categories T36-T50", "a code from R11-"
_WORDS = re.compile(r"(?:a )?codes? (?:in|from) (?:categor(?:y|ies) )?", re.IGNORECASE)
_NONE = "none"
_YEAR = re.compile(r"20[0-9]{2}")


def looks(name: str, head: str) -> bool:
    """Whether the three column headings stand in the file's beginning."""
    words = folded(head.replace('"', " ")).lower()
    return all(field.lower() in words for field in _HEADER)


def parse(stream: BinaryIO, name: str) -> Iterator[ReplacementRow]:
    """A row for each pair of a previous and a current code; a current code without a previous one has none.

    `value` is a code as printed; where the publisher names several in short, it is the beginning of those codes (the
    printed "-" left out) or a range as printed ("T15-T19"). A range of codes that differ in one digit is written
    out, gaps included: only the release of that time tells which of them it held.
    `effective` is what the banner of the table says: a day as printed, and for a year its October 1.
    A pair that the publisher prints twice comes once. Damaged names file, line and field.
    """
    seen: dict[tuple[str, str], ReplacementRow] = {}
    for line, record in _records(stream, name):
        for row in _rows(record, name, line):
            before = seen.setdefault((row.value, row.replaced_by), row)
            if before.effective != row.effective:
                reason = f"{row.value} to {row.replaced_by} is on line {before.line} from another day"
                raise Damaged(name, row.line, reason, _EFFECTIVE)
            if before is row:
                yield row
    if not seen:
        raise Damaged(name, 1, "no codes")


def _records(stream: BinaryIO, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    data = stream.read()
    # A tab stands in the text form alone; a workbook is told apart before this matters.
    rows = table(BytesIO(data), name, delimiter="\t" if b"\t" in data else ",")
    return records(a_header_below(_HEADER, rows, name), rows, name)


def _rows(record: dict[str, str], name: str, line: int) -> Iterator[ReplacementRow]:
    current, effective, previous = (folded(record[field]) for field in _HEADER)
    replaced_by = _a_code(current, name, line, _CURRENT)
    day = _effective(effective, name, line)
    for value in _previous(previous, name, line):
        if value == replaced_by:
            raise Damaged(name, line, f"{value} is given as its own previous code", _PREVIOUS)
        yield ReplacementRow(value, replaced_by, day, line)


def _effective(text: str, name: str, line: int) -> date:
    """A year is the calendar year of the October 1 on which the fiscal year after it begins."""
    if _YEAR.fullmatch(text):
        return date(int(text), 10, 1)
    return a_date(text, name, line, _EFFECTIVE)


def _previous(text: str, name: str, line: int) -> list[str]:
    if text.lower() == _NONE:
        return []
    return [value for part in _BETWEEN.split(text) for value in _values(_WORDS.sub("", part), name, line)]


def _values(text: str, name: str, line: int) -> list[str]:
    """The codes of one part: a code, the beginning of some, or a range."""
    if found := _RANGE.fullmatch(text):
        first, last = (_a_code(end, name, line, _PREVIOUS) for end in found.groups())
        return _between(first, last, name, line)
    stem = _STEM.fullmatch(text)
    return [_a_code(stem[1] if stem else text, name, line, _PREVIOUS)]


def _between(first: str, last: str, name: str, line: int) -> list[str]:
    if first >= last:
        raise Damaged(name, line, f"the range {first}-{last} does not rise", _PREVIOUS)
    low, high = _LAST_DIGIT.fullmatch(first), _LAST_DIGIT.fullmatch(last)
    # A range of categories is the publisher's own section, and stays one.
    if "." not in first or not (low and high) or (low[1], low[3]) != (high[1], high[3]):
        return [f"{first}-{last}"]
    return [f"{low[1]}{digit}{low[3]}" for digit in range(int(low[2]), int(high[2]) + 1)]


def _a_code(text: str, name: str, line: int, field: str) -> str:
    """A code with its dot."""
    found = _CODE.fullmatch(text)
    if not found:
        raise Damaged(name, line, f"{shown(text)} is not shaped like a code", field)
    return ".".join(part for part in found.groups() if part)
