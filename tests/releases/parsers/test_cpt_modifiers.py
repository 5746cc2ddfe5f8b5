"""The modifiers: each rule on an invented table."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.cpt_modifiers import looks, parse
from codes.releases.rows import CodeRow, Damaged, LeftOut
from tests.releases.parsers.builders import as_bytes, as_xlsx, head_of
from tests.releases.parsers.cpt_files import HEADS, MODIFIERS, NOTICE, a_table, others_than
from tests.releases.parsers.damage import damaged, quickly, reads_or_is_damage


def a_row(
    code: str = "22", level: str = "I", name: str = "More", text: str = "Invented", section: str = "All"
) -> tuple:
    return ("1000001", code, level, "20990101", name, text, section)


ROWS = (
    a_row("22", name="Invented more", text='Invented: "more" than once, and so on'),
    a_row("P1", name="Invented status", text="", section="Invented status"),
    a_row("E1", "II", section="HCPCS"),
    a_row("1P", name="Invented reason", section=""),
)


def read(file: str | bytes) -> list[CodeRow | LeftOut]:
    return list(parse(BytesIO(as_bytes(file)), "Modifiers.txt"))


def a_modifier(value: str, position: int, name: str, text: str, attributes: dict, line: int) -> CodeRow:
    return CodeRow(value, None, position, "modifier", False, name, text, attributes=attributes, line=line)


def test_it_works():
    more = 'Invented: "more" than once, and so on'
    assert read(a_table(MODIFIERS, *ROWS)) == [
        a_modifier("22", 1, "Invented more", more, {"section": "All"}, 7),
        a_modifier("P1", 2, "Invented status", "", {"section": "Invented status"}, 8),
        LeftOut("Level II modifier", "E1", 9),
        a_modifier("1P", 3, "Invented reason", "Invented", {}, 10),
    ]


def test_a_workbook_gives_the_same_rows():
    assert read(as_xlsx([MODIFIERS, *ROWS])) == read(a_table(MODIFIERS, *ROWS, notice=""))


def test_the_columns_are_found_by_their_names():
    header = ("Section", "Modifier Description", "Modifier Name", "Level I/II", "Modifier Code", "Concept Id")
    file = a_table(header, ("All", "Invented", "More", "I", "22", "1000001"), notice="")
    assert read(file) == read(a_table(MODIFIERS, a_row(), notice=""))


@pytest.mark.parametrize(("level", "kept"), [("I", 1), ("Level I", 1), ("1", 1), ("II", 0), ("level ii", 0), ("2", 0)])
def test_each_way_to_print_the_level(level, kept):
    assert [type(row) for row in read(a_table(MODIFIERS, a_row(level=level)))] == [CodeRow if kept else LeftOut]


def test_a_modifier_is_loaded_once_however_many_sections_print_it():
    first, again, other = read(a_table(MODIFIERS, a_row("25"), a_row("25", section="Centers"), a_row("27")))
    assert (first.value, first.position, first.attributes) == ("25", 1, {"section": "All"})
    assert again == LeftOut("modifier printed again in another section", "25", 8)
    assert (other.value, other.position) == ("27", 2)


@pytest.mark.parametrize(
    ("row", "damage"),
    [
        (a_row("2"), "line 8, Modifier Code: '2' is not shaped like a modifier"),
        (a_row("99901"), "line 8, Modifier Code: '99901' is not shaped like a modifier"),
        (a_row("e1", "II"), "line 8, Modifier Code: 'e1' is not shaped like a modifier"),
        (a_row("23", "III"), "line 8, Level I/II: 'III' is neither I nor II"),
        (a_row("23", ""), "line 8, Level I/II: '' is neither I nor II"),
        (a_row("23", name=""), "line 8, Modifier Name: empty"),
        (a_row("22"), "line 8, Modifier Code: 22 All is already on line 7"),
        ((*a_row("23"), "more"), "line 8: 8 cells beneath 7 columns"),
    ],
)
def test_damage(row, damage):
    with pytest.raises(Damaged, match=f"^Modifiers.txt, {damage}"):
        read(a_table(MODIFIERS, a_row(), row))


@pytest.mark.parametrize("column", MODIFIERS[2:3] + MODIFIERS[4:6])
def test_a_header_without_a_column_is_damage(column):
    header = tuple("Other" if name == column else name for name in MODIFIERS)
    with pytest.raises(Damaged, match=f"^Modifiers.txt, line 6, {column}: the header has no such column"):
        read(a_table(header, a_row()))


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("", "line 1, Modifier Code: no header"),
        (NOTICE, "line 1, Modifier Code: no header"),
        (a_table(MODIFIERS), "line 6: no row beneath the header"),
    ],
)
def test_a_file_without_header_or_rows_is_damage(file, damage):
    with pytest.raises(Damaged, match=f"^Modifiers.txt, {damage}"):
        read(file)


def test_a_file_that_ends_within_a_row_is_damage():
    with pytest.raises(Damaged, match=r"^Modifiers.txt, line 8: the file ends within this row"):
        read(a_table(MODIFIERS, a_row(), a_row("23", text="This is cut")).partition(" is cut")[0])


@pytest.mark.parametrize("name", ["Modifiers.txt", "MODIFIERS.TXT", "whatever"])
def test_it_looks_like_its_own(name):
    assert looks(name, HEADS["Modifiers.txt"])
    assert looks(name, head_of(as_xlsx([MODIFIERS, a_row()])))


@others_than("Modifiers.txt")
def test_it_does_not_look_like_others(name):
    assert not looks(name, HEADS[name])
    assert not looks("Modifiers.txt", HEADS[name])


@quickly
@given(damaged(a_table(MODIFIERS, *ROWS).encode()))
def test_damaged_files_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "Modifiers.txt")
