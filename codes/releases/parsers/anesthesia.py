"""The anesthesia conversion factors (ANES) that CMS publishes with the physician fee schedule."""

import re
from collections.abc import Iterator
from decimal import Decimal
from io import BytesIO
from typing import BinaryIO

from codes.releases.parsers._locality import Head, a_contractor, a_locality, a_name, columns, entries, listed_once
from codes.releases.reading import a_number, shown, table, text_lines
from codes.releases.rows import AnesthesiaRow, Damaged

_HEADER = re.compile(r"Contractor *[,\t] *Locality *[,\t] *Locality Name *[,\t].*Anes CF", re.I)
# The text form has no heads, names of up to 40 characters, and the factor in cents without a point.
_RECORD = re.compile(r"([0-9]{5}) {7}([0-9]{2}) {4}(\S.{39}) +([0-9]{4,5}) *")
# Since 2026 there are two factors, as in the fee schedule itself: this is not the one of qualifying APM participants.
_HEADS = {
    "contractor": Head("Contractor", r"contractor"),
    "number": Head("Locality", r"locality( number)?"),
    "name": Head("Locality Name", r"locality name"),
    "factor": Head("Anes CF", r"(.*non-qualifying|(?!.*qualifying)).*anes cf.*"),
}
_NATIONAL = re.compile(r"\bof \$?([0-9]+\.[0-9]+)\W*$")
_HIGHEST = 1000


def looks(name: str, head: str) -> bool:
    """Whether these are anesthesia factors: by the column heads, in the text form by its first record."""
    return bool(_HEADER.search(head) or _RECORD.fullmatch(head.partition("\n")[0].rstrip("\r")))


def parse(stream: BinaryIO, name: str = "ANES") -> Iterator[AnesthesiaRow]:
    """The national factor, which stands in the column head, then one row per payment locality; US dollars per unit.

    The national row has "" for contractor and number and the name NATIONAL. csv and xlsx give the same rows, the
    text form the same factors: it has no national one and cuts names after 40 characters. Where there are two factors,
    it is the one of non-qualifying participants. Damaged names file, line and column.
    """
    data = stream.read()
    first: dict[tuple[str, str], int] = {}
    for row in _fixed(data, name) if _RECORD.match(data[:200].decode("latin-1")) else _table(data, name):
        listed_once(first, row, name)
        yield row
    if not first.keys() - {("", "")}:
        raise Damaged(name, 1, "no localities")


def _table(data: bytes, name: str) -> Iterator[AnesthesiaRow]:
    rows = table(BytesIO(data), name)
    header, printed = columns(rows, _HEADS, "name", name)
    yield _national(printed["factor"], name, header.line)
    for line, cells in entries(rows, header, name):
        yield _row(cells, printed, name, line)


def _national(head: str, name: str, line: int) -> AnesthesiaRow:
    if not (found := _NATIONAL.search(head)):
        raise Damaged(name, line, "no national factor in the column head", head)
    return AnesthesiaRow("", "", "NATIONAL", _factor(found[1], name, line, head), line=line)


def _fixed(data: bytes, name: str) -> Iterator[AnesthesiaRow]:
    printed = {attribute: head.heading for attribute, head in _HEADS.items()}
    for line, text in text_lines(BytesIO(data), name):
        if not text.strip():
            continue
        if not (found := _RECORD.fullmatch(text)):
            raise Damaged(name, line, f"{shown(text)} is not a record of this file")
        contractor, number, place, cents = found.groups()
        cells = {"contractor": contractor, "number": number, "name": place, "factor": f"{cents[:-2]}.{cents[-2:]}"}
        yield _row(cells, printed, name, line)


def _row(cells: dict[str, str], heads: dict[str, str], name: str, line: int) -> AnesthesiaRow:
    return AnesthesiaRow(
        contractor=a_contractor(cells["contractor"], name, line, heads["contractor"]),
        number=a_locality(cells["number"], name, line, heads["number"]),
        name=a_name(cells["name"], name, line, heads["name"]),
        conversion_factor=_factor(cells["factor"], name, line, heads["factor"]),
        line=line,
    )


def _factor(text: str, name: str, line: int, field: str) -> Decimal:
    factor = a_number(text, name, line, field)
    if not 0 < factor < _HIGHEST:
        raise Damaged(name, line, f"{shown(text)} is not a factor between 0 and {_HIGHEST} dollars", field)
    return factor
