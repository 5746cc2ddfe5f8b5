"""Small files in the publishers' forms, from invented rows."""

import csv
from collections.abc import Iterable, Sequence
from io import BytesIO, StringIO

from openpyxl import Workbook

from codes.releases.reading import preview


def as_csv(rows: Iterable[Sequence], *, encoding: str = "utf-8", **how: str) -> bytes:
    """A csv file with Windows line ends; what the encoding lacks is a question mark."""
    text = StringIO(newline="")
    csv.writer(text, **how).writerows(rows)
    return text.getvalue().encode(encoding, "replace")


def as_xlsx(rows: Iterable[Sequence]) -> bytes:
    """A workbook; an empty text is an empty cell."""
    book, file = Workbook(), BytesIO()
    for row in rows:
        book.active.append([None if cell == "" else cell for cell in row])
    book.save(file)
    return file.getvalue()


def as_bytes(file: str | bytes) -> bytes:
    return file.encode() if isinstance(file, str) else file


def head_of(file: str | bytes, name: str = "any.name") -> str:
    """What `looks` is shown of a file."""
    return preview(BytesIO(as_bytes(file)), name)


def with_cell(row: Sequence[str], place: int, cell: str) -> list[str]:
    """The row with another text in one place."""
    return [*row[:place], cell, *row[place + 1 :]]


def in_order(places: Sequence[int], *rows: Sequence[str]) -> list[list[str]]:
    """The rows with these of their cells, in this order."""
    return [[row[place] for place in places] for row in rows]


def line_of(text: str, marker: str) -> int:
    """The line of a text on which a marker stands, counted from 1; it stands there once."""
    assert text.count(marker) == 1
    return text[: text.index(marker)].count("\n") + 1


def an_element(tag: str, *parts: str, title: str = "", attributes: str = "") -> str:
    """An element of one of the XML files, its title and each of its parts on a line of their own."""
    opened = f"<{tag} {attributes}>" if attributes else f"<{tag}>"
    return "\n".join([opened, *([f"<title>{title}</title>"] if title else []), *parts, f"</{tag}>"]) + "\n"
