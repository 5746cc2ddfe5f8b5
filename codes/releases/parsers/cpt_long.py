"""The long CPT descriptors with a tab behind the code: LONGULT.txt, and LONGUT.txt in capitals, of the AMA."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from codes.releases.parsers._cpt import CODE, a_code, a_text, data_sample, given_once, lines_after_notice
from codes.releases.rows import Damaged, DescriptorRow

_FIELD = "Long Descriptor"
_LINE = re.compile(rf"{CODE}\t[^\t]*[A-Za-z][^\t]*")


def looks(name: str, head: str) -> bool:
    """Whether every line beneath the notice is a code, a tab and words, and "long" is in the file's name.

    The name counts because the AMA puts lists of a few codes into the same layout, such as OrthopoxvirusCodes.txt.
    """
    lines = data_sample(head)
    return "long" in name.rpartition("/")[2].lower() and bool(lines) and all(map(_LINE.fullmatch, lines))


def parse(stream: BinaryIO, name: str = "LONGULT.txt") -> Iterator[DescriptorRow]:
    """One long descriptor for each code; UTF-8, else cp1252. Quotes are part of the descriptor.

    The layout is that of the AMA's own reader: whatever stands above the last blank line is its notice.
    """
    first: dict[str, int] = {}
    for line, printed in lines_after_notice(stream, name):
        value, tab, text = printed.rstrip().partition("\t")
        a_code(value, name, line)
        given_once(first, value, name, line)
        if "\t" in text:
            raise Damaged(name, line, "a second tab", _FIELD)
        yield DescriptorRow(value, "long", a_text(text, name, line, _FIELD), None, line)
