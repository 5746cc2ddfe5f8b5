"""What the files of payment localities share, which CMS publishes with the physician fee schedule."""

import re
from collections.abc import Iterator
from typing import NamedTuple

from codes.releases.parsers._fields import folded, once, shaped
from codes.releases.parsers._table import Header, records, the_only
from codes.releases.reading import Line
from codes.releases.rows import AnesthesiaRow, Damaged, LocalityRow


class Head(NamedTuple):
    """A column head as the publisher prints it, and what it is known by: in small letters, without footnote marks."""

    heading: str
    pattern: str


def columns(rows: Iterator[Line], heads: dict[str, Head], anchor: str, name: str) -> tuple[Header, dict[str, str]]:
    """Where each attribute stands, and its head as printed.

    Reads `rows` to the end of the header: the first row with the head of `anchor`. Damaged where there is none, where a
    column is missing or stands twice.
    """
    for line in rows:
        plain = [folded(cell.lower().replace("*", " ")) for cell in line.cells]
        if any(re.fullmatch(heads[anchor].pattern, cell) for cell in plain):
            places = {attribute: _place(head, plain, name, line.number) for attribute, head in heads.items()}
            printed = {attribute: line.cells[place] for attribute, place in places.items()}
            return Header(line.number, places, len(plain)), printed
    raise Damaged(name, 1, "no row of column heads", heads[anchor].heading)


def _place(head: Head, plain: list[str], name: str, line: int) -> int:
    places = [place for place, cell in enumerate(plain) if re.fullmatch(head.pattern, cell)]
    return the_only(places, head.heading, name, line)


def entries(rows: Iterator[Line], header: Header, name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, text by attribute) of what stands beneath the column heads, without the footnotes."""
    return records(header, (row for row in rows if not is_footnote(row.cells)), name)


def is_footnote(cells: list[str]) -> bool:
    """Whether a row is a sentence in the first column, where else a number stands, with nothing beside it."""
    return len(cells) == 1 and not cells[0].isdigit()


def a_contractor(text: str, name: str, line: int, field: str) -> str:
    """The five digits of a Medicare administrative contractor; leading zeros that a spreadsheet lost are put back."""
    return shaped(text, "[0-9]{4,5}", "a contractor's number", name, line, field).zfill(5)


def a_locality(text: str, name: str, line: int, field: str) -> str:
    """The two digits of a locality; a leading zero that a spreadsheet lost is put back."""
    return shaped(text, "[0-9]{1,2}", "a locality's number", name, line, field).zfill(2)


def a_name(text: str, name: str, line: int, field: str) -> str:
    """A locality's name without footnote marks."""
    if not (plain := text.rstrip("* ")):
        raise Damaged(name, line, "no name", field)
    return plain


def listed_once(lines: dict, row: LocalityRow | AnesthesiaRow, name: str) -> None:
    """Keeps the line of a locality in `lines`; Damaged names both where it stands on two."""
    what = f"locality {row.number} of contractor {row.contractor}"
    once(lines, (row.contractor, row.number), what, name, row.line)
