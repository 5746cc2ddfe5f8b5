"""The CPT descriptors for clinicians, many to a code: ClinicianDescriptor.txt of the AMA."""

from collections.abc import Iterator
from typing import BinaryIO

from codes.releases.parsers._cpt import a_code, a_text, given_once, has_header, rows_beneath_header
from codes.releases.parsers._fields import shaped
from codes.releases.rows import DescriptorRow

_ID = "Clinician Descriptor Id"
_TEXT = "Clinician Descriptor"
_COLUMNS = {"CPT Code": "CPT Code", _ID: "Clinician Descriptor ?Id", _TEXT: _TEXT}


def looks(name: str, head: str) -> bool:
    """Whether there is a header with the code and a clinician descriptor."""
    return has_header(head, (_COLUMNS["CPT Code"], _COLUMNS[_TEXT]))


def parse(stream: BinaryIO, name: str = "ClinicianDescriptor.txt") -> Iterator[DescriptorRow]:
    """The clinician descriptors in the order of the file, from a table with tabs.

    A descriptor's id may stand beside several codes, and only once beside each.
    """
    first: dict[tuple[str, str], int] = {}
    for line, texts in rows_beneath_header(stream, name, _COLUMNS):
        value = a_code(texts["CPT Code"], name, line)
        shaped(texts[_ID], "[0-9]{1,18}", "a descriptor's number", name, line, _ID)
        given_once(first, (value, texts[_ID]), name, line, _ID)
        yield DescriptorRow(value, "clinician", a_text(texts[_TEXT], name, line, _TEXT), None, line)
