"""Which published files the site can load: for each source its system and its parser."""

import hashlib
from dataclasses import dataclass
from pathlib import Path

from codes.releases import icd10cm_tabular


@dataclass(frozen=True)
class Source:
    """`parse(stream, name)` gives the rows of one file; `system` is the code system that they belong to."""

    key: str
    system: str
    parse: object
    what: str


SOURCES = {
    source.key: source
    for source in (Source("icd10cm", "icd10cm", icd10cm_tabular.parse, "ICD-10-CM tabular XML (CDC/NCHS)"),)
}


def rows_of(source, path):
    """(rows, SHA-256) of one file; Damaged where it does not keep its layout, OSError where it cannot be read."""
    path = Path(path)
    with path.open("rb") as stream:
        digest = hashlib.file_digest(stream, "sha256").hexdigest()
        stream.seek(0)
        return list(source.parse(stream, path.name)), digest
