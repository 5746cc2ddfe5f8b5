"""The indexes' parser: each rule on an invented index."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.icd10cm_index import looks, parse
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

INDEX = "ICD-10-CM INDEX TO DISEASES and INJURIES"
EXTERNAL = "ICD-10-CM EXTERNAL CAUSE of INJURIES INDEX"


def an_index(*mains: str, title: str = INDEX) -> str:
    return (
        '<?xml version="1.0" encoding="utf-8"?>\n<ICD10CM.index>\n<version>2099</version>\n'
        f"<title>{title}</title>\n<letter>\n<title>W</title>\n" + "".join(mains) + "</letter>\n</ICD10CM.index>\n"
    )


def a_main(title: str, *parts: str) -> str:
    return an_element("mainTerm", *parts, title=title)


def a_term(level: int, title: str, *parts: str) -> str:
    return an_element("term", *parts, title=title, attributes=f'level="{level}"')


def read(xml: str | bytes) -> list[IndexRow]:
    return list(parse(BytesIO(as_bytes(xml)), "invented.xml"))


def read_main(title: str, *parts: str) -> list[IndexRow]:
    return read(an_index(a_main(title, *parts)))


def test_it_works():
    xml = an_index(
        a_main("Wobble<nemod>(mild) (of hand)</nemod>", "<code>Q99.1</code>", a_term(1, "left", "<see>Wobble</see>")),
        a_main("Wonder", a_term(1, "small", a_term(2, "blue NEC", "<code>A00.-</code>"))),
    )
    assert read(xml) == [
        IndexRow("index", "Wobble (mild) (of hand)", "", "Q99.1", True, "", "", 9),
        IndexRow("index", "Wobble (mild) (of hand), left", "", "", False, "Wobble", "", 12),
        IndexRow("index", "Wonder, small, blue NEC", "", "A00", False, "", "", 22),
    ]


def test_the_title_tells_the_external_causes():
    [row] = read(an_index(a_main("Fall", "<code>W99</code>"), title=EXTERNAL))
    assert (row.table, row.value) == ("external_cause", "W99")


@pytest.mark.parametrize(
    ("printed", "term"),
    [
        ("Wobble<nemod>(mild)</nemod> NEC", "Wobble (mild) NEC"),
        ("Wobble<nemod>(mild)</nemod>, left", "Wobble (mild), left"),
        ("auto<nemod>(poly)</nemod>wobble", "auto (poly)wobble"),
        ("<nemod>(gastro)</nemod>wobble", "(gastro)wobble"),
        (" two\n  blanks\t", "two blanks"),
        ("Wöbble &amp; roll<!-- why -->", "Wöbble & roll"),
    ],
)
def test_a_term_is_as_printed(printed, term):
    assert [row.term for row in read_main(printed, "<code>A00</code>")] == [term]


@pytest.mark.parametrize(
    ("printed", "value", "whole"),
    [
        ("A00", "A00", True),
        ("A00-", "A00", False),
        ("A00.-", "A00", False),
        ("A00.1", "A00.1", True),
        (" A00.1- ", "A00.1", False),
        ("C4A.12", "C4A.12", True),
        ("S06.0X1A", "S06.0X1A", True),
    ],
)
def test_a_dash_says_that_the_code_goes_on(printed, value, whole):
    assert [(row.value, row.whole) for row in read_main("Wobble", f"<code>{printed}</code>")] == [(value, whole)]


def test_a_manifestation_is_a_row_of_its_own():
    rows = read_main("Wobble", "<seeAlso>Roll</seeAlso>", "<code>E99.1</code>", "<manif>F88.8- </manif>")
    assert rows == [
        IndexRow("index", "Wobble", "", "E99.1", True, "", "Roll", 10),
        IndexRow("index", "Wobble", "manifestation", "F88.8", False, "", "", 11),
    ]


@pytest.mark.parametrize(("tag", "word"), [("seecat", "category"), ("subcat", "subcategory")])
def test_a_category_is_the_beginning_of_codes(tag, word):
    [row] = read_main("Wobble", f"<{tag}>N99</{tag}>")
    assert row == IndexRow("index", "Wobble", "", "N99", False, word, "", 9)


def test_categories_that_the_publisher_split_are_no_whole_codes():
    [row] = read_main("Wobble", "<see>categories T98 and</see>", "<code>T99</code>")
    assert (row.value, row.whole, row.see) == ("T99", False, "categories T98 and")


def test_a_reference_beside_a_code_stands_on_its_row():
    [row] = read_main("Wobble", "<see>Roll</see>", "<seeAlso>Turn</seeAlso>", "<code>A00</code>")
    assert (row.value, row.whole, row.see, row.see_also) == ("A00", True, "Roll", "Turn")


def test_references_without_a_code_share_a_row():
    [row] = read_main("Wobble", "<see>Roll <nemod>(of)</nemod></see>", "<seeAlso>Turn</seeAlso>")
    assert row == IndexRow("index", "Wobble", "", "", False, "Roll (of)", "Turn", 9)


def test_an_instruction_in_the_title_is_kept():
    rows = read_main("Wobble", a_term(1, "fracture - omit code"))
    assert rows == [IndexRow("index", "Wobble, fracture - omit code", "", "", False, "", "", 10)]


def test_the_same_term_may_stand_twice():
    main = a_main("Wobble", "<code>A00</code>")
    assert [row.line for row in read(an_index(main, main))] == [9, 13]


@pytest.mark.parametrize(
    ("xml", "marker", "field", "reason"),
    [
        (an_index(a_main("W", "<code>here</code>")), "here", "code", "'here' is not shaped like a code"),
        (an_index(a_main("W", "<code here=''/>")), "here", "code", "'' is not shaped like a code"),
        (an_index(a_main("W", "<code>A00.12345</code>")), "12345", "code", "is not shaped like a code"),
        (an_index(a_main("W", "<code>A00<b here=''/></code>")), "here", "code", "is not shaped like a code"),
        (an_index(a_main("W", "<manif>site here</manif>")), "here", "manif", "is not shaped like a code"),
        (an_index(a_main("W", "<see here=''> </see>")), "here", "see", "an empty see"),
        (an_index(a_main("W", "<see>W <b>here</b></see>")), "here", "see", "<b> is not in the layout"),
        (an_index(a_main("W", "<code>A00</code>", "<code>here</code>")), "here", "code", "a second <code>"),
        (an_index(a_main("W", "<here/>")), "here", "mainTerm", "<here> is not in the layout"),
        (an_index("<here/>"), "here", "letter", "<here> is not in the layout"),
        (an_index().replace("</letter>", "</letter><here/>"), "here", "ICD10CM.index", "<here> is not in the layout"),
        (an_index(a_main("<nemod> </nemod>", "<code>A00</code>")), "nemod> <", "title", "an empty title"),
        (an_index("<mainTerm here=''/>"), "here", "title", "a mainTerm without a title"),
        (an_index(a_main("W", a_term(2, "here"))), 'level="2"', "level", "level '2' at depth 1"),
        (an_index(a_main("W", "<term here=''/>")), "here", "level", "level '' at depth 1"),
        (an_index(title="here"), "here", "title", "'here' names neither index"),
        (an_index().replace(f"<title>{INDEX}</title>", ""), "<ICD10CM.index>", "title", "'' names neither index"),
        (an_index(a_main("W", "<code>A00</code>here")), "here", "code", "'here' stands outside its element"),
        (an_index("here"), "<title>W", "title", "'here' stands outside its element"),
    ],
    ids=range(19),
)
def test_damage(xml, marker, field, reason):
    error = damage_of(read, xml)
    assert (error.file, error.line, error.field) == ("invented.xml", line_of(xml, marker), field)
    assert reason in error.reason


def test_damage_in_words():
    with pytest.raises(Damaged, match=r"^invented.xml, line 9, code: 'X' is not shaped like a code$"):
        read_main("W", "<code>X</code>")


@pytest.mark.parametrize(
    "xml", [an_index(), an_index(a_main("W").replace("<mainTerm>", "").replace("</mainTerm>", ""))]
)
def test_an_index_without_entries_is_damage(xml):
    with pytest.raises(Damaged, match="^invented.xml, line [0-9]"):
        read(xml)


def test_endless_nesting_is_damage():
    nest = "".join(f'<term level="{n}"><title>t</title>' for n in range(1, 2000))
    with pytest.raises(Damaged):
        read(an_index(a_main("W", nest + "</term>" * 1999)))


@pytest.mark.parametrize("part", ["<code>A00</code>", "<code>\nA00\n</code>", "<see><nemod>\n(of)</nemod>\nV</see>"])
def test_lines_are_counted_in_files_as_long_as_the_real_one(part):
    xml = an_index(a_main("W", "<seeAlso>W</seeAlso>" + "\n" * 70_000), a_main("V", part))
    assert [row.line for row in read(xml)] == [9, line_of(xml, part)]


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        (an_index(), True),
        (an_index(title=EXTERNAL), True),
        (an_index().replace("index>", "index isAddenda='false'>", 1), True),
        (an_index().replace("index>", 'index isAddenda="true">', 1), False),
        (an_index().replace("CM.index", "PCS.index"), False),
        (an_index().replace("<letter>", "<indexHeading/><letter>"), False),
        ("<ICD10CM.tabular>\n<title>INDEX TO DISEASES</title>", False),
        ("ICD-10-CM INDEX TO DISEASES", False),
        ("", False),
    ],
)
def test_looks(head, ours):
    assert looks("any.xml", head) is ours


WHOLE = an_index(
    a_main("Wöbble<nemod>(mild)</nemod>", "<code>Q99.1</code>", a_term(1, "left", "<see>Wobble</see>")),
    a_main("Wonder", "<subcat>A00.-</subcat>", a_term(1, "small", "<code>E99</code>", "<manif>F88.8-</manif>")),
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
