"""The CPT descriptors for patients: ConsumerDescriptor.txt of the AMA."""

from collections.abc import Iterator
from typing import BinaryIO

from codes.releases.parsers._cpt import a_code, a_text, given_once, has_header, rows_beneath_header
from codes.releases.rows import DescriptorRow

_TEXT = "Consumer Friendly Descriptor"
_COLUMNS = {"CPT Code": "CPT Code", _TEXT: "Consumer( Friendly)? Descriptor"}


def looks(name: str, head: str) -> bool:
    """Whether there is a header with the code and a consumer descriptor."""
    return has_header(head, _COLUMNS.values())


def parse(stream: BinaryIO, name: str = "ConsumerDescriptor.txt") -> Iterator[DescriptorRow]:
    """One consumer descriptor for each code, from a table with tabs."""
    first: dict[str, int] = {}
    for line, texts in rows_beneath_header(stream, name, _COLUMNS):
        value = a_code(texts["CPT Code"], name, line)
        given_once(first, value, name, line)
        yield DescriptorRow(value, "consumer", a_text(texts[_TEXT], name, line, _TEXT), None, line)
