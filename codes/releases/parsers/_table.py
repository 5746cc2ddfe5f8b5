"""Tables below a row of column heads, whatever their form: where the columns stand, and the rows beneath them."""

from collections.abc import Callable, Iterable, Iterator
from typing import NamedTuple

from codes.releases.parsers._fields import folded
from codes.releases.reading import ZIP, Line
from codes.releases.rows import Damaged


class Header(NamedTuple):
    """The row of column heads: its line, where each column stands in it, and how many cells it has."""

    line: int
    places: dict[str, int]
    width: int


def the_only(places: list[int], column: str, name: str, line: int) -> int:
    """The one place where the header has a column; Damaged where it has none such, or several."""
    if len(places) != 1:
        how_many = f"{len(places)} such columns" if places else "no such column"
        raise Damaged(name, line, f"the header has {how_many}", column)
    return places[0]


def plain(heading: str) -> str:
    """A heading as it is compared: blanks and line ends folded, in small letters."""
    return folded(heading).casefold()


def a_header(columns: Iterable[str], row: Line, name: str) -> Header:
    """The columns by their headings, among others that are not read; Damaged where one is missing or stands twice."""
    headings, places = [plain(cell) for cell in row.cells], {}
    for column in columns:
        found = [place for place, heading in enumerate(headings) if heading == plain(column)]
        places[column] = the_only(found, column, name, row.number)
    return Header(row.number, places, len(headings))


def a_header_below(columns: tuple[str, ...], rows: Iterable[Line], name: str) -> Header:
    """The header below a banner: the first of the `rows` with the first of the columns. Reads them to its end."""
    for row in rows:
        if plain(columns[0]) in map(plain, row.cells):
            return a_header(columns, row, name)
    raise Damaged(name, 1, "no header with this column", columns[0])


def a_whole_header(column_of: Callable[[str], str | None], columns: Iterable[str], row: Line, name: str) -> Header:
    """The columns of a layout that has no others: `column_of` tells which one a heading stands for, None for none."""
    headings = [column_of(cell) for cell in row.cells]
    if None in headings:
        raise Damaged(name, row.number, "the layout has no such column", row.cells[headings.index(None)])
    return a_header(dict.fromkeys([*columns, *headings]), Line(row.number, headings), name)


def records(header: Header, rows: Iterable[Line], name: str) -> Iterator[tuple[int, dict[str, str]]]:
    """(line, text by column) of each row beneath the header; the empty cells that a row may lack at its end are ""."""
    for row in rows:
        cells = padded(row, header.width, name)
        yield row.number, {column: cells[place] for column, place in header.places.items()}


def padded(row: Line, width: int, name: str) -> list[str]:
    """The row's cells, `width` of them; Damaged where it has more."""
    if len(row.cells) > width:
        raise Damaged(name, row.number, f"{len(row.cells)} cells beneath {width} columns")
    return row.cells + [""] * (width - len(row.cells))


def refuse_cut(data: bytes, width: int, name: str) -> None:
    """Damaged where the last line of a csv file is cut, of a publisher who prints every row with all its commas.

    Such a line has no line end, and fewer commas than the `width` of the header.
    """
    last = data.rpartition(b"\n")[2]
    if not data.startswith(ZIP) and last.strip(b" \x1a") and last.count(b",") < width - 1:
        raise Damaged(name, data.count(b"\n") + 1, "the last line is cut")
