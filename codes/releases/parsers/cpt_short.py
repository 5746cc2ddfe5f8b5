"""The medium and the short CPT descriptors, MEDU.txt and SHORTU.txt of the AMA: one layout, two kinds."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from codes.releases.parsers._cpt import CODE, a_code, a_text, data_sample, given_once, lines_after_notice
from codes.releases.rows import Damaged, DescriptorRow

# The AMA's limits, in characters.
_LONGEST = {"short": 28, "medium": 48}
_FIELDS = {"short": "Short Descriptor", "medium": "Medium Descriptor"}
_NAMES = {"short": re.compile("short"), "medium": re.compile("medu|medium")}
_LINE = re.compile(rf"{CODE} (?=.*[A-Za-z])[^ \t][^\t]{{0,{_LONGEST['medium'] - 1}}} *")


def looks(name: str, head: str) -> bool:
    """Whether the lines beneath the notice are a code, one blank and words of up to 48 characters in all."""
    lines = data_sample(head)
    return bool(lines) and all(map(_LINE.fullmatch, lines))


def parse(stream: BinaryIO, name: str = "SHORTU.txt") -> Iterator[DescriptorRow]:
    """One descriptor for each code: code in columns 1-5, text from 7 on. UTF-8, else cp1252.

    The kind is told by the file's name. Where it begins neither as the short nor as the medium one's does, the longest
    text decides: up to 28 characters short, up to 48 medium.
    """
    lines = lines_after_notice(stream, name)
    kind = _kind(name, lines)
    field = _FIELDS[kind]
    first: dict[str, int] = {}
    for line, printed in lines:
        value = a_code(printed[:5], name, line)
        given_once(first, value, name, line)
        if printed[5:6] != " ":
            raise Damaged(name, line, "no blank in column 6", field)
        text = a_text(printed[6:], name, line, field)
        if len(text) > _LONGEST[kind]:
            raise Damaged(name, line, f"{len(text)} characters where {_LONGEST[kind]} are the most", field)
        yield DescriptorRow(value, kind, text, None, line)


def _kind(name: str, lines: list[tuple[int, str]]) -> str:
    base = name.rpartition("/")[2].lower()
    for kind, pattern in _NAMES.items():
        if pattern.match(base):
            return kind
    longest = max(len(text[6:].strip()) for _, text in lines)
    return "short" if longest <= _LONGEST["short"] else "medium"
