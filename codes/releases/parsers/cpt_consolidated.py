"""The CPT codes with all their descriptors in one table: ConsolidatedCodeList.txt or .csv of the AMA."""

from collections.abc import Iterator
from datetime import date
from typing import BinaryIO

from codes.releases.parsers._cpt import a_code, given_once, has_header, rows_beneath_header
from codes.releases.reading import a_date
from codes.releases.rows import Damaged, DescriptorRow

_EFFECTIVE = "Current Descriptor Effective Date"
# The columns of descriptors, each with its kind.
_KINDS = {
    "Long": "long",
    "Medium": "medium",
    "Short": "short",
    "Consumer": "consumer",
    "Spanish Consumer": "consumer_spanish",
}
_COLUMNS = {column: column for column in ("CPT Code", *_KINDS, _EFFECTIVE)}


def looks(name: str, head: str) -> bool:
    """Whether there is a header with the code and its long descriptor."""
    return has_header(head, ("CPT Code", "Long"))


def parse(stream: BinaryIO, name: str = "ConsolidatedCodeList.txt") -> Iterator[DescriptorRow]:
    """Each descriptor of each code in the order of the columns; one that a code does not have is left out.

    The file has tabs or commas, which the header tells. `effective` is the day from which the code's descriptors read
    as they do, not that of the code. The tests, laboratories and manufacturers beside some codes are not read.
    """
    first: dict[str, int] = {}
    for line, texts in rows_beneath_header(stream, name, _COLUMNS):
        value = a_code(texts["CPT Code"], name, line)
        given_once(first, value, name, line)
        effective = _effective(texts[_EFFECTIVE], name, line)
        if not texts["Long"]:
            raise Damaged(name, line, "empty", "Long")
        for column, kind in _KINDS.items():
            if texts[column]:
                yield DescriptorRow(value, kind, texts[column], effective, line)


def _effective(text: str, name: str, line: int) -> date | None:
    return a_date(text, name, line, _EFFECTIVE) if text else None
