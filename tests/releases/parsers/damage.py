"""What tests do to small whole files, and what a parser owes then: rows, or Damaged that names file and line."""

from collections.abc import Callable, Iterable
from io import BytesIO

import pytest
from hypothesis import settings
from hypothesis import strategies as st

from codes.releases.rows import Damaged

# Each example reads a whole file, and there are many such tests.
quickly = settings(max_examples=100, deadline=None)
# What can stand in a cell of every form: no control characters.
TEXT = st.text(st.characters(codec="utf-8", exclude_categories=["C"]), max_size=6)


def reads_or_is_damage(parse: Callable, data: bytes, name: str) -> bool:
    """Whether `parse` gives rows, or Damaged that names the file and a line; any other exception is a bug."""
    try:
        return bool(list(parse(BytesIO(data), name)))
    except Damaged as damaged:
        return damaged.file == name and damaged.line > 0


def damage_of(read: Callable, data: object) -> Damaged:
    """The Damaged that reading `data` ends in; the test fails where there is none."""
    with pytest.raises(Damaged) as raised:
        read(data)
    return raised.value


def assert_cuts_are_damage(read: Callable, whole: bytes, lengths: Iterable[int], match: str = ".") -> None:
    """Damaged, in the words of `match`, for the first bytes of a file up to each of the lengths."""
    for length in lengths:
        with pytest.raises(Damaged, match=match):
            read(whole[:length])


@st.composite
def flipped(draw: Callable, *wholes: bytes) -> bytes:
    """One of the files with up to six bytes changed."""
    data = bytearray(draw(st.sampled_from(wholes)))
    place = st.integers(0, len(data) - 1)
    for at, byte in draw(st.lists(st.tuples(place, st.integers(0, 255)), min_size=1, max_size=6)):
        data[at] = byte
    return bytes(data)


@st.composite
def edited(draw: Callable, *wholes: bytes) -> bytes:
    """One of the files with a piece put in, taken out, or put in the place of another."""
    whole = draw(st.sampled_from(wholes))
    at, gone = draw(st.integers(0, len(whole))), draw(st.integers(0, 60))
    return whole[:at] + draw(st.binary(max_size=40)) + whole[at + gone :]


@st.composite
def cut(draw: Callable, *wholes: bytes) -> bytes:
    """The beginning of one of the files."""
    whole = draw(st.sampled_from(wholes))
    return whole[: draw(st.integers(0, len(whole)))]


@st.composite
def swapped(draw: Callable, things: list) -> list:
    """The things, lines or cells, of which up to four pairs have changed places."""
    things, place = list(things), st.integers(0, len(things) - 1)
    for one, other in draw(st.lists(st.tuples(place, place), max_size=4)):
        things[one], things[other] = things[other], things[one]
    return things


@st.composite
def mixed(draw: Callable, *wholes: bytes) -> bytes:
    """One of the files with lines, cells or words that have changed places."""
    between = draw(st.sampled_from([b"\n", b"\t", b",", b" "]))
    return between.join(draw(swapped(draw(st.sampled_from(wholes)).split(between))))


def damaged(*wholes: bytes) -> st.SearchStrategy[bytes]:
    """One of the files, damaged in one of these ways."""
    return flipped(*wholes) | edited(*wholes) | cut(*wholes) | mixed(*wholes)


@st.composite
def spoiled(draw: Callable, rows: list[list[str]]) -> list[list[str]]:
    """The rows of a table with cells that have changed places, and one that may have another text."""
    cells = iter(draw(swapped([cell for row in rows for cell in row])))
    rows = [[next(cells) for _ in row] for row in rows]
    row = draw(st.sampled_from(rows))
    row[draw(st.integers(0, len(row) - 1))] = draw(st.sampled_from(row) | TEXT)
    return rows
