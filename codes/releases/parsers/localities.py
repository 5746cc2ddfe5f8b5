"""The counties of each payment locality (LOCCO) that CMS publishes with the physician fee schedule.

The csv and the xlsx are read. The text form is not: it cuts counties short and leaves out a state (California in 2025).
"""

import re
from collections.abc import Iterator
from typing import BinaryIO

from codes.releases.parsers._fields import shaped
from codes.releases.parsers._locality import Head, a_contractor, a_locality, a_name, columns, entries
from codes.releases.reading import table
from codes.releases.rows import CountiesRow, Damaged

_HEADER = re.compile(r"Locality Number *[,\t] *State *[,\t] *Fee Schedule Area *[,\t] *Counties", re.I)
_HEADS = {
    "contractor": Head("Medicare Administrative Contractor", r".*contractor.*"),
    "number": Head("Locality Number", r"locality number"),
    "state": Head("State", r"state"),
    "area": Head("Fee Schedule Area", r"fee schedule area"),
    "counties": Head("Counties", r"counties"),
}


def looks(name: str, head: str) -> bool:
    """Whether this is the table of counties as csv or xlsx: by its column heads."""
    return bool(_HEADER.search(head))


def parse(stream: BinaryIO, name: str = "LOCCO") -> Iterator[CountiesRow]:
    """One row per payment locality, counties as printed; csv and xlsx give the same rows.

    An empty state is the one above. A row that repeats another word for word (REST OF STATE of Missouri, "serviced by
    two carriers") is left out; one that says otherwise of the same locality is Damaged, as every bad field is.
    """
    rows = table(stream, name)
    header, printed = columns(rows, _HEADS, "area", name)
    first: dict[tuple[str, str], CountiesRow] = {}
    state = ""
    for line, cells in entries(rows, header, name):
        row = _row(cells, printed, state, name, line)
        state = row.state
        if _is_new(row, first, name):
            yield row
    if not first:
        raise Damaged(name, 1, "no localities")


def _row(cells: dict[str, str], heads: dict[str, str], above: str, name: str, line: int) -> CountiesRow:
    if not cells["counties"]:
        raise Damaged(name, line, "no counties", heads["counties"])
    return CountiesRow(
        contractor=a_contractor(cells["contractor"], name, line, heads["contractor"]),
        number=a_locality(cells["number"], name, line, heads["number"]),
        state=shaped(cells["state"] or above, r"[A-Z][A-Z /.-]+", "the name of a state", name, line, heads["state"]),
        area=a_name(cells["area"], name, line, heads["area"]),
        counties=cells["counties"],
        line=line,
    )


def _is_new(row: CountiesRow, first: dict[tuple[str, str], CountiesRow], name: str) -> bool:
    before = first.setdefault((row.contractor, row.number), row)
    if (before.state, before.area, before.counties) != (row.state, row.area, row.counties):
        twice = f"locality {row.number} of contractor {row.contractor} is already on line {before.line}"
        raise Damaged(name, row.line, f"{twice}, with other words")
    return before is row
