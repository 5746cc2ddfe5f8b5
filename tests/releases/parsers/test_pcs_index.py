"""The ICD-10-PCS index' parser: each rule on an invented index."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.pcs_index import looks, parse
from codes.releases.rows import Damaged, IndexRow
from tests.releases.parsers.builders import an_element, as_bytes
from tests.releases.parsers.damage import (
    assert_cuts_are_damage,
    damage_of,
    damaged,
    quickly,
    reads_or_is_damage,
    swapped,
)

HEAD = '<?xml version="1.0" encoding="utf-8"?>\n<ICD10PCS.index>\n<version>2099</version>\n<title>Invented</title>\n'
TAIL = "</ICD10PCS.index>\n"


def a_main_term(*parts: str, title: str = "Wobble") -> str:
    return an_element("mainTerm", *parts, title=title)


def a_term(level: int, *parts: str, title: str = "") -> str:
    return an_element("term", *parts, title=title, attributes=f'level="{level}"').rstrip("\n")


def a_file(*terms: str) -> str:
    return f"{HEAD}<letter>\n<title>W</title>\n{''.join(terms)}</letter>\n{TAIL}"


def read(xml: str | bytes) -> list[IndexRow]:
    return list(parse(BytesIO(as_bytes(xml)), "invented.xml"))


def a_row(term: str, value: str = "", whole: bool = False, see: str = "", line: int = 0) -> IndexRow:
    return IndexRow("pcs_index", term, "", value, whole, see, "", line)


def read_below(*parts: str) -> list[tuple[str, str, bool, str]]:
    return [(row.term, row.value, row.whole, row.see) for row in read(a_file(a_main_term(*parts)))]


def test_it_works():
    xml = a_file(
        a_main_term(
            a_term(1, "<codes>0W0F</codes>", a_term(2, "<code>0W0F3ZZ</code>", title="Small"), title="Round"),
            a_term(1, "<see>Roll<codes>0W1F</codes></see>"),
        ),
        a_main_term("<use>Wing</use>", title="Woöble &amp; co"),
    )
    assert read(xml) == [
        a_row("Wobble, Round", "0W0F", line=11),
        a_row("Wobble, Round, Small", "0W0F3ZZ", whole=True, line=14),
        a_row("Wobble", "0W1F", see="Roll", line=18),
        a_row("Woöble & co", see="Wing", line=23),
    ]


@pytest.mark.parametrize(
    ("part", "value", "whole", "see"),
    [
        ("<code>0W0F3ZZ</code>", "0W0F3ZZ", True, ""),
        ("<codes>0W0F3Z</codes>", "0W0F3Z", False, ""),
        ("<codes>0W0</codes>", "0W0", False, ""),
        ("<tab>0W0</tab>", "0W0", False, ""),
        ("<see>Roll,\n  left</see>", "", False, "Roll, left"),
        ("<see>Roll <tab>0W0</tab> </see>", "0W0", False, "Roll"),
        ("<see>Roll<codes>0W0F</codes></see>", "0W0F", False, "Roll"),
        ("<see>Roll<code>0W0F3ZZ</code></see>", "0W0F3ZZ", True, "Roll"),
        ("<use>Wing, Left</use>", "", False, "Wing, Left"),
        ("<use>Wing<tab>0W0</tab></use>", "0W0", False, "Wing"),
    ],
)
def test_each_way_to_lead_on(part, value, whole, see):
    assert read_below(part) == [("Wobble", value, whole, see)]
    assert read_below(a_term(1, part)) == [("Wobble", value, whole, see)]
    assert read_below(a_term(1, part, title="Big")) == [("Wobble, Big", value, whole, see)]


def test_a_term_without_a_title_stands_for_the_one_above():
    below = a_term(1, a_term(2, "<code>0W0F3ZZ</code>", a_term(3, "<tab>0W0</tab>", title="Big")), title="Round")
    assert read_below(below) == [("Wobble, Round", "0W0F3ZZ", True, ""), ("Wobble, Round, Big", "0W0", False, "")]


def test_several_ways_from_one_term():
    assert read_below("<code>0W0F3ZZ</code>", "<see>Roll</see>", "<see>Turn</see>") == [
        ("Wobble", "0W0F3ZZ", True, ""),
        ("Wobble", "", False, "Roll"),
        ("Wobble", "", False, "Turn"),
    ]


def test_rows_come_term_by_term():
    rows = parse(BytesIO(a_file(a_main_term("<see>Roll</see>"), a_main_term("<here/>")).encode()), "invented.xml")
    assert next(rows).see == "Roll"
    with pytest.raises(Damaged):
        next(rows)


@pytest.mark.parametrize(
    ("parts", "line", "field", "reason"),
    [
        (["<code>0W0F3Z</code>"], 9, "code", "'0W0F3Z' is not shaped like its kind of code"),
        (["<code>0W0F3ZO</code>"], 9, "code", "'0W0F3ZO' is not shaped like its kind of code"),
        (["<code> </code>"], 9, "code", "empty"),
        (["<code>0W0F3ZZ<b/></code>"], 9, "code", "<b> is not in the layout"),
        (["<codes>0W0F3ZZ</codes>"], 9, "codes", "'0W0F3ZZ' is not shaped like its kind of code"),
        (["<codes>0W</codes>"], 9, "codes", "'0W' is not shaped like its kind of code"),
        (["<tab>0W0F</tab>"], 9, "tab", "'0W0F' is not shaped like its kind of code"),
        (["<see>Roll<tab>0W</tab></see>"], 9, "tab", "'0W' is not shaped like its kind of code"),
        (["<see> </see>"], 9, "see", "names no term"),
        (["<see><tab>0W0</tab></see>"], 9, "see", "names no term"),
        (["<use/>"], 9, "use", "names no term"),
        (["<see>Roll<tab>0W0</tab><tab>0W1</tab></see>"], 9, "see", "more than a term and its codes"),
        (["<see>Roll<tab>0W0</tab>, left</see>"], 9, "see", "more than a term and its codes"),
        (["<see>Roll<b>0W0</b></see>"], 9, "see", "more than a term and its codes"),
        (["<seeAlso>Roll</seeAlso>"], 9, "mainTerm", "<seeAlso> is not in the layout"),
        (["roll"], 8, "title", "'roll' stands outside its element"),
        ([], 7, "mainTerm", "'Wobble' leads nowhere"),
        ([a_term(1, title="Big")], 9, "term", "'Wobble, Big' leads nowhere"),
        ([a_term(1)], 9, "term", "'Wobble' leads nowhere"),
        ([a_term(2, "<see>Roll</see>")], 9, "level", "'2' is the level of a term 1 deep"),
        (["<term><see>Roll</see></term>"], 9, "level", "'' is the level of a term 1 deep"),
        ([a_term(1, "<title>b</title>", "<see>Roll</see>", title="a")], 9, "title", "a term with 2 titles"),
        ([a_term(1, "<title/>", "<see>Roll</see>")], 10, "title", "empty"),
    ],
)
def test_damage(parts, line, field, reason):
    assert str(damage_of(read, a_file(a_main_term(*parts)))) == f"invented.xml, line {line}, {field}: {reason}"


@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        (a_file(a_main_term("<see>Roll</see>", title="")), "line 7, title: a mainTerm with 0 titles"),
        (a_file("<term/>"), "line 7, letter: <term> is not in the layout"),
        (HEAD + "<mainTerm/>" + TAIL, "line 5, ICD10PCS.index: <mainTerm> is not in the layout"),
        (a_file(), "line 1: no mainTerm"),
        (HEAD + TAIL, "line 1: no mainTerm"),
    ],
)
def test_what_is_no_index_is_damage(xml, reason):
    with pytest.raises(Damaged, match=f"^invented.xml, {reason}"):
        read(xml)


@pytest.mark.parametrize("depth", [200, 2_000, 20_000])
def test_endless_nesting_is_damage(depth):
    opened = "".join(f'<term level="{level}">' for level in range(1, depth + 1))
    with pytest.raises(Damaged):
        read(a_file(a_main_term(opened + "</term>" * depth)))


def test_looks():
    assert looks("any", a_file())
    assert not looks("icd10pcs_index_2099.xml", "<ICD10CM.index>")
    assert not looks("icd10pcs_index_2099.xml", "")


WHOLE = a_file(
    a_main_term(a_term(1, "<codes>0W0F</codes>", a_term(2, "<code>0W0F3ZZ</code>"), title="Ü")),
    a_main_term("<see>Roll<tab>0W1</tab></see>"),
).encode()


def test_every_truncation_is_damage():
    assert_cuts_are_damage(read, WHOLE, range(WHOLE.rindex(b">") + 1))


@quickly
@given(damaged(WHOLE))
def test_damaged_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.xml")


@quickly
@given(swapped(WHOLE.splitlines(keepends=True)))
def test_lines_that_change_places_are_read_or_are_damage(lines):
    assert reads_or_is_damage(parse, b"".join(lines), "invented.xml")
