"""The ICD-10-PCS tables' parser: each rule on invented tables."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.pcs_tables import looks, parse
from codes.releases.rows import AxisRow, Damaged
from tests.releases.parsers.builders import as_bytes, line_of
from tests.releases.parsers.damage import (
    assert_cuts_are_damage,
    damage_of,
    damaged,
    quickly,
    reads_or_is_damage,
    swapped,
)

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<ICD10PCS.tabular>\n<version>2099</version>\n<title>Invented</title>\n'
TAIL = "</ICD10PCS.tabular>\n"


def an_axis(position: int, characters: str, more: str = "", values: int | None = None) -> str:
    labels = "".join(f'<label code="{character}">Label {character}</label>\n' for character in characters)
    values = len(characters) if values is None else values
    return f'<axis pos="{position}" values="{values}">\n<title>Axis {position}</title>\n{labels}{more}</axis>\n'


def a_row(four: str, five: str = "0", six: str = "Z", seven: str = "Z", codes: int | None = None) -> str:
    axes = "".join(an_axis(position, characters) for position, characters in enumerate((four, five, six, seven), 4))
    codes = len(four) * len(five) * len(six) * len(seven) if codes is None else codes
    return f'<pcsRow codes="{codes}">\n{axes}</pcsRow>\n'


def a_table(prefix: str, *rows: str, more: str = "") -> str:
    axes = an_axis(1, prefix[0]) + an_axis(2, prefix[1]) + an_axis(3, prefix[2], more)
    return f"<pcsTable>\n{axes}{''.join(rows)}</pcsTable>\n"


def a_file(*tables: str) -> str:
    return HEAD + "".join(tables) + TAIL


def read(xml: str | bytes) -> list[AxisRow]:
    return list(parse(BytesIO(as_bytes(xml)), "invented.xml"))


def test_it_works():
    definition = "<definition>Turning \n round</definition>\n"
    xml = a_file(a_table("0W1", a_row("12"), a_row("3", five="04"), more=definition), a_table("XH2", a_row("1")))
    rows = read(xml)
    assert rows[:11] == [
        AxisRow("0W1", 0, 1, "Axis 1", "0", "Label 0", "", 0, 8),
        AxisRow("0W1", 0, 2, "Axis 2", "W", "Label W", "", 0, 12),
        AxisRow("0W1", 0, 3, "Axis 3", "1", "Label 1", "Turning round", 0, 16),
        AxisRow("0W1", 1, 4, "Axis 4", "1", "Label 1", "", 2, 23),
        AxisRow("0W1", 1, 4, "Axis 4", "2", "Label 2", "", 2, 24),
        AxisRow("0W1", 1, 5, "Axis 5", "0", "Label 0", "", 2, 28),
        AxisRow("0W1", 1, 6, "Axis 6", "Z", "Label Z", "", 2, 32),
        AxisRow("0W1", 1, 7, "Axis 7", "Z", "Label Z", "", 2, 36),
        AxisRow("0W1", 2, 4, "Axis 4", "3", "Label 3", "", 2, 42),
        AxisRow("0W1", 2, 5, "Axis 5", "0", "Label 0", "", 2, 46),
        AxisRow("0W1", 2, 5, "Axis 5", "4", "Label 4", "", 2, 47),
    ]
    assert [(row.prefix, row.row, row.position, row.codes) for row in rows[13:]] == [
        ("XH2", 0, 1, 0),
        ("XH2", 0, 2, 0),
        ("XH2", 0, 3, 0),
        ("XH2", 1, 4, 1),
        ("XH2", 1, 5, 1),
        ("XH2", 1, 6, 1),
        ("XH2", 1, 7, 1),
    ]


def test_rows_come_table_by_table():
    rows = parse(BytesIO(a_file(a_table("0W1", a_row("1")), a_table("0W1", a_row("1"))).encode()), "invented.xml")
    assert [next(rows).prefix for _ in range(7)] == ["0W1"] * 7
    with pytest.raises(Damaged):
        next(rows)


def test_letters_escapes_and_comments():
    label = '<label code="2">Wöb<!-- why -->ble &amp;\n\troll</label>'
    xml = a_file(a_table("0W1", a_row("12"))).replace('<label code="2">Label 2</label>', label)
    assert [row.label for row in read(xml) if row.character == "2"] == ["Wöbble & roll"]


def test_a_character_has_another_label_in_another_row():
    xml = a_file(a_table("XW0", a_row("1"), a_row("1", seven="9").replace("Label 1", "Other")))
    assert [row.label for row in read(xml) if row.position == 4] == ["Label 1", "Other"]


GOOD = a_table("0W1", a_row("1"))
TWO = an_axis(3, "1").replace("<axis", "<axis id='here'", 1)


@pytest.mark.parametrize(
    ("xml", "field", "reason"),
    [
        (a_file(GOOD, GOOD.replace("<pcsTable", "<pcsTable id='here'")), "pcsTable", "table 0W1 is already on line 5"),
        (a_file("<pcsTable id='here'/>"), "pos", "the axes are (), not ('1', '2', '3')"),
        (a_file(a_table("0W1").replace("<pcsTable", "<pcsTable id='here'")), "pcsTable", "table 0W1 without a row"),
        (
            a_file(GOOD.replace("<pcsTable", "<pcsTable id='here'").replace('pos="2"', 'pos="3"')),
            "pos",
            "the axes are ('1', '3', '3'), not ('1', '2', '3')",
        ),
        (
            a_file(GOOD.replace("<pcsRow", "<pcsRow id='here'").replace('pos="6"', 'pos="5"')),
            "pos",
            "the axes are ('4', '5', '5', '7'), not ('4', '5', '6', '7')",
        ),
        (
            a_file(f"<pcsTable id='here'>{an_axis(1, '0')}{an_axis(2, 'WX')}{an_axis(3, '1')}{a_row('1')}</pcsTable>"),
            "axis",
            "characters 1 to 3 have not one label each",
        ),
        (a_file(a_table("0W1", a_row("1"), TWO)), "axis", "an axis among the rows"),
        (a_file(a_table("0W1", a_row("12", codes=3))), "codes", "3 are announced and 2 are here"),
        (a_file(GOOD.replace(' codes="1"', "")), "codes", "'' is not a whole number"),
        (a_file(GOOD.replace('codes="1"', 'codes="one"')), "codes", "'one' is not a whole number"),
        (a_file(a_table("0W1", a_row("", codes=0))), "values", "0 are announced and 0 are here"),
        (a_file(GOOD.replace('pos="7" values="1"', 'pos="7" values="2"')), "values", "2 are announced and 1 are here"),
        (a_file(a_table("0W1", a_row("11"))), "code", "character 1 is already on line 21"),
        (a_file(a_table("0W1", a_row("O"))), "code", "'O' is not a character of a code"),
        (a_file(a_table("0W1", a_row("o"))), "code", "'o' is not a character of a code"),
        (a_file(GOOD.replace('<label code="1">', "<label>", 1)), "code", "'' is not a character of a code"),
        (
            a_file(a_table("0W1", a_row("12"), a_row("21", codes=2))),
            "pcsRow",
            "0W120ZZ is already on line 18",
        ),
        (
            a_file(a_table("0W1", (a_row("1") * 2).replace("\n", ""))),
            "pcsRow",
            "0W110ZZ is already on line 18",
        ),
        (a_file(GOOD.replace("Label 0", " ", 1)), "label", "empty"),
        (a_file(GOOD.replace("Label 0", "<b>0</b>", 1)), "label", "<b> is not in the layout"),
        (a_file(GOOD.replace("Axis 4", "")), "title", "empty"),
        (a_file(GOOD.replace("<title>Axis 4</title>", "")), "axis", "not one title and at most one definition"),
        (a_file(GOOD.replace("<title>Axis 4", "<title>a</title><title>b")), "axis", "not one title and at most one"),
        (a_file(GOOD.replace("<title>Axis 4", "<name/><title>Axis 4")), "axis", "<name> is not in the layout"),
        (a_file(GOOD, "<here/>"), "ICD10PCS.tabular", "<here> is not in the layout"),
        (a_file(GOOD, "here"), "pcsTable", "'here' stands outside its element"),
        (a_file(GOOD.replace("</pcsRow>", "here</pcsRow>")), "axis", "'here' stands outside its element"),
    ],
)
def test_damage(xml, field, reason):
    error = damage_of(read, xml)
    assert (error.file, error.field) == ("invented.xml", field)
    assert error.reason.startswith(reason)
    assert 1 < error.line <= xml.count("\n")
    if "id='here'" in xml:
        assert error.line == line_of(xml, "id='here'")


def test_damage_is_told_in_words():
    xml = a_file(GOOD, a_table("0W2", a_row("7", codes=2)))
    line = line_of(xml, 'codes="2"')
    assert str(damage_of(read, xml)) == f"invented.xml, line {line}, codes: 2 are announced and 1 are here"


def test_a_file_without_tables_is_damage():
    with pytest.raises(Damaged, match="^invented.xml, line 1: no pcsTable"):
        read(a_file())


def test_looks():
    assert looks("any", a_file())
    assert looks("any", '<ICD10PCS.tabular xmlns:x="y">')
    assert not looks("icd10pcs_tables_2099.xml", "<?xml version='1.0'?><ICD10CM.tabular>")
    assert not looks("icd10pcs_tables_2099.xml", "<ICD10PCS.definitions>")
    assert not looks("icd10pcs_tables_2099.xml", "")


WHOLE = a_file(
    a_table("0W1", a_row("12"), a_row("3"), more="<definition>Ü</definition>"), a_table("XH2", a_row("1"))
).encode()


def test_every_truncation_is_damage():
    assert_cuts_are_damage(read, WHOLE, range(0, WHOLE.rindex(b">") + 1, 3))


@quickly
@given(damaged(WHOLE))
def test_damaged_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.xml")


@quickly
@given(swapped(WHOLE.splitlines(keepends=True)))
def test_lines_that_change_places_are_read_or_are_damage(lines):
    assert reads_or_is_damage(parse, b"".join(lines), "invented.xml")
