"""The geographic practice cost indices (GPCI, Addendum E) that CMS publishes with the physician fee schedule."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import BinaryIO

from codes.releases.parsers._fields import shaped
from codes.releases.parsers._locality import (
    Head,
    a_contractor,
    a_locality,
    a_name,
    columns,
    entries,
    is_footnote,
    listed_once,
)
from codes.releases.reading import a_number, shown, table, text_lines
from codes.releases.rows import Damaged, LocalityRow

_HEADER = re.compile(r"Locality Name.*\bPW GPCI.*\bPE GPCI.*\bMP GPCI", re.I)
# In the text form the heads run into each other, and none is whole: its columns are known by their order.
_FIXED_HEADER = re.compile(rb"^Medicare Admi\S* +State +Locality .*GPCI\d{4} MP GPCI", re.M)
_BETWEEN = re.compile(r" {2,}")

# In the first release of 2026 the work index stands twice, with and without the floor of 1.0 that the law sets: payment
# goes by the one with it.
_HEADS = {
    "contractor": Head("Medicare Administrative Contractor (MAC)", r".*contractor.*"),
    "state": Head("State", r"state"),
    "number": Head("Locality Number", r"locality number"),
    "name": Head("Locality Name", r"locality name"),
    "work_gpci": Head("PW GPCI", r"(\d{4} )?pw gpci( \(with 1\.0 floor\))?"),
    "pe_gpci": Head("PE GPCI", r"(\d{4} )?pe gpci"),
    "malpractice_gpci": Head("MP GPCI", r"(\d{4} )?mp gpci"),
}
_INDICES = ("work_gpci", "pe_gpci", "malpractice_gpci")
# 1.0 is the national mean; no locality has come near this, so that a lost decimal point shows.
_HIGHEST = 10


def looks(name: str, head: str) -> bool:
    """Whether this is the file of indices, in any form: by its column heads."""
    return bool(_HEADER.search(head))


def parse(stream: BinaryIO, name: str = "GPCI") -> Iterator[LocalityRow]:
    """One row per payment locality; csv, xlsx and text give the same rows.

    Titles and footnotes are left out, and the footnote marks behind a name (ALASKA*). Damaged names file, line and
    column, and both lines where a locality stands twice.
    """
    data = stream.read()
    first: dict[tuple[str, str], int] = {}
    for line, cells, heads in _fixed(data, name) if _FIXED_HEADER.search(data) else _table(data, name):
        row = _row(cells, heads, name, line)
        listed_once(first, row, name)
        yield row
    if not first:
        raise Damaged(name, 1, "no localities")


def _table(data: bytes, name: str) -> Iterator[tuple[int, dict[str, str], dict[str, str]]]:
    rows = table(BytesIO(data), name)
    header, printed = columns(rows, _HEADS, "number", name)
    for line, cells in entries(rows, header, name):
        yield line, cells, printed


def _fixed(data: bytes, name: str) -> Iterator[tuple[int, dict[str, str], dict[str, str]]]:
    printed = {attribute: head.heading for attribute, head in _HEADS.items()}
    below = False
    for line, text in text_lines(BytesIO(data), name):
        cells = _BETWEEN.split(text.strip())
        if below and text.strip() and not is_footnote(cells):
            if len(cells) != len(_HEADS):
                raise Damaged(name, line, f"not {len(_HEADS)} columns but {len(cells)}")
            yield line, dict(zip(_HEADS, cells, strict=True)), printed
        below = below or bool(_HEADER.search(text))


def _row(cells: dict[str, str], heads: dict[str, str], name: str, line: int) -> LocalityRow:
    return LocalityRow(
        contractor=a_contractor(cells["contractor"], name, line, heads["contractor"]),
        state=shaped(cells["state"], "[A-Z]{2}", "a state's abbreviation", name, line, heads["state"]),
        number=a_locality(cells["number"], name, line, heads["number"]),
        name=a_name(cells["name"], name, line, heads["name"]),
        **{index: _index(cells[index], name, line, heads[index]) for index in _INDICES},
        line=line,
    )


def _index(text: str, name: str, line: int, field: str) -> Decimal:
    index = a_number(text, name, line, field)
    if not 0 < index < _HIGHEST:
        raise Damaged(name, line, f"{shown(text)} is not an index between 0 and {_HIGHEST}", field)
    return index
