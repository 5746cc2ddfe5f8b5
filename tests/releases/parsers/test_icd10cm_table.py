"""The parser of the tables of drugs and of neoplasms: each rule on an invented table."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.icd10cm_table import looks, parse
from codes.releases.rows import Damaged, IndexRow
from tests.releases.parsers.builders import an_element, as_bytes, line_of
from tests.releases.parsers.damage import (
    assert_cuts_are_damage,
    damage_of,
    edited,
    flipped,
    quickly,
    reads_or_is_damage,
)

DRUGS = ("Substance", "Poisoning Accidental", "Adverse effect")
NEOPLASMS = ("Neoplasm", "Malignant Primary", "Benign")


def a_table(*mains: str, heads: tuple[str, ...] = DRUGS) -> str:
    heading = "".join(f'<head col="{n}">{head}</head>\n' for n, head in enumerate(heads, start=1))
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.index>\n<version>2099</version>\n'
        f"<indexHeading>\n{heading}</indexHeading>\n<letter>\n<title>W</title>\n"
        + "".join(mains)
        + "</letter>\n</ICD10CM.index>\n"
    )


def a_main(title: str, *parts: str) -> str:
    return an_element("mainTerm", *parts, title=title)


def a_term(level: int, title: str, *parts: str) -> str:
    return an_element("term", *parts, title=title, attributes=f'level="{level}"')


def a_cell(column: int, text: str) -> str:
    return f'<cell col="{column}">{text}</cell>'


def read(xml: str | bytes) -> list[IndexRow]:
    return list(parse(BytesIO(as_bytes(xml)), "invented.xml"))


def test_it_works():
    xml = a_table(
        a_main(
            "Wobblin<nemod>(salts)</nemod>",
            a_cell(2, "T99.1X1"),
            a_cell(3, "T99.1X5"),
            a_term(1, "slow", "<seeAlso>Rollin</seeAlso>", a_cell(2, "T99.2X1"), a_cell(3, "--")),
        ),
        a_main("Wonderin", "<see>Wobblin</see>"),
    )
    assert read(xml) == [
        IndexRow("drug", "Wobblin (salts)", "Poisoning Accidental", "T99.1X1", True, "", "", 13),
        IndexRow("drug", "Wobblin (salts)", "Adverse effect", "T99.1X5", True, "", "", 14),
        IndexRow("drug", "Wobblin (salts), slow", "", "", False, "", "Rollin", 17),
        IndexRow("drug", "Wobblin (salts), slow", "Poisoning Accidental", "T99.2X1", True, "", "", 18),
        IndexRow("drug", "Wonderin", "", "", False, "Wobblin", "", 25),
    ]


def test_the_neoplasms():
    site = a_term(1, "leaf", "<manif>under the tongue</manif>", a_cell(2, "C99.8-"), a_cell(3, "-"))
    note = a_term(1, "see elsewhere")
    assert read(a_table(a_main("Neoplasm", a_cell(3, "D99"), site, note), heads=NEOPLASMS)) == [
        IndexRow("neoplasm", "Neoplasm", "Benign", "D99", True, "", "", 13),
        IndexRow("neoplasm", "Neoplasm, leaf [under the tongue]", "Malignant Primary", "C99.8", False, "", "", 17),
        IndexRow("neoplasm", "Neoplasm, see elsewhere", "", "", False, "", "", 22),
    ]


def test_the_columns_are_told_by_their_numbers():
    xml = a_table(a_main("W", a_cell(3, "T99"), a_cell(2, "T98")))
    assert [(row.column, row.value) for row in read(xml)] == [
        ("Adverse effect", "T99"),
        ("Poisoning Accidental", "T98"),
    ]


@pytest.mark.parametrize(
    ("xml", "marker", "field", "reason"),
    [
        (a_table(a_main("W", a_cell(2, "here"))), "here", "cell", "'here' is not shaped like a code"),
        (a_table(a_main("W", a_cell(2, ""))), '<cell col="2">', "cell", "'' is not shaped like a code"),
        (a_table(a_main("W", a_cell(2, "-<b here=''/>"))), "here", "cell", "'-' is not shaped like a code"),
        (a_table(a_main("W", a_cell(4, "T99"))), '<cell col="4"', "cell", "no column '4' is headed"),
        (a_table(a_main("W", a_cell(1, "T99"))), '<cell col="1"', "cell", "no column '1' is headed"),
        (a_table(a_main("W", a_cell(2, "T99"), a_cell(2, "T98"))), "T98", "cell", "a second cell of column 2"),
        (a_table(a_main("W", "<cell>here</cell>")), "here", "col", "a cell without a column"),
        (a_table().replace('col="3"', 'col="2"'), "Adverse", "head", "a second heading of column 2"),
        (a_table(heads=("Wobble",)), "<ICD10CM.index>", "head", "headed 'Wobble', not Substance or Neoplasm"),
        (a_table(heads=()), "<ICD10CM.index>", "head", "headed '', not Substance"),
        (a_table(heads=("Substance", "")), 'col="2"', "head", "an empty head"),
        (a_table(a_main("W", "<code>here</code>")), "here", "mainTerm", "<code> is not in the layout"),
        (a_table(a_main("W", "<see>V</see>", "<see>here</see>")), "here", "see", "a second <see>"),
        (a_table(a_main("W", a_term(2, "here"))), 'level="2"', "level", "level '2' at depth 1"),
        (a_table(a_main("W", a_cell(2, "T99") + "here")), "here", "cell", "'here' stands outside its element"),
    ],
    ids=range(15),
)
def test_damage(xml, marker, field, reason):
    error = damage_of(read, xml)
    assert (error.file, error.line, error.field) == ("invented.xml", line_of(xml, marker), field)
    assert reason in error.reason


def test_damage_in_words():
    with pytest.raises(Damaged, match=r"^invented.xml, line 13, cell: 'X' is not shaped like a code$"):
        read(a_table(a_main("W", a_cell(2, "X"))))


def test_a_table_without_entries_is_damage():
    with pytest.raises(Damaged, match="^invented.xml, line 1: no entry"):
        read(a_table())


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        (a_table(), True),
        (a_table(heads=NEOPLASMS), True),
        (a_table(heads=("Wobble", "Benign")), False),
        (a_table().replace("index>", 'index isAddenda="true">', 1), False),
        (a_table().replace("indexHeading", "heading"), False),
        (a_table().replace("CM.index", "PCS.index"), False),
        ("", False),
    ],
)
def test_looks(head, ours):
    assert looks("any.xml", head) is ours


WHOLE = a_table(
    a_main(
        "Wöbblin<nemod>(salts)</nemod>", a_cell(2, "T99.1X1"), a_term(1, "slow", a_cell(2, "T99-"), a_cell(3, "--"))
    ),
    a_main("Wonderin", "<see>Wobblin</see>"),
).encode()


def test_every_truncation_is_damage():
    assert_cuts_are_damage(read, WHOLE, range(WHOLE.rindex(b">") + 1))


@quickly
@given(flipped(WHOLE))
def test_flipped_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.xml")


@quickly
@given(edited(WHOLE))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.xml")
