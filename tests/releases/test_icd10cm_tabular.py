"""The tabular list's parser: each rule on an invented list."""

from io import BytesIO

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codes.releases.parsers.icd10cm_tabular import parse, release_name
from codes.releases.rows import CodeRow, Damaged, NoteRow

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular>
<version>2099</version>
<introduction><introSection type="title"><title>Invented</title></introSection></introduction>
"""
TAIL = "</ICD10CM.tabular>\n"

ENCOUNTERS = """<sevenChrNote><note>One of these is added to each code</note></sevenChrNote>
<sevenChrDef><extension char="A">first visit</extension>
<extension char="S">late effect</extension></sevenChrDef>"""
STAGES = '<sevenChrDef><extension char="0">early</extension></sevenChrDef>'
EXCEPT_NOTE = "<sevenChrNote><note>Added to each code, except as noted below</note></sevenChrNote>"


def a_diag(value: str, *parts: str, desc: str = "Wobble") -> str:
    return f"<diag>\n<name>{value}</name>\n<desc>{desc}</desc>\n" + "\n".join(parts) + "\n</diag>\n"


def a_section(value: str, *parts: str) -> str:
    return f'<section id="{value}">\n<desc>Wobbles ({value})</desc>\n' + "\n".join(parts) + "</section>\n"


def a_chapter(*parts: str, value: str = "1") -> str:
    return f"<chapter>\n<name>{value}</name>\n<desc>Chapter {value}</desc>\n" + "\n".join(parts) + "</chapter>\n"


def a_list(*chapters: str) -> str:
    return HEAD + "".join(chapters) + TAIL


def a_list_of(*diags: str) -> str:
    return a_list(a_chapter(a_section("A00-A09", *diags)))


def read(xml: str | bytes) -> list[CodeRow]:
    return parse(BytesIO(xml.encode() if isinstance(xml, str) else xml), name="invented.xml")


def read_diags(*diags: str) -> list[CodeRow]:
    return [row for row in read(a_list_of(*diags)) if row.kind in ("heading", "code")]


def codes(*diags: str) -> list[str]:
    return [row.value for row in read_diags(*diags) if row.billable]


def line_of(xml: str, text: str) -> int:
    assert xml.count(text) == 1
    return xml[: xml.index(text)].count("\n") + 1


def short_name(value: str) -> str:
    return "list" if "\n" in value else value


def test_it_works():
    xml = a_list(
        a_chapter(a_section("A00-A09", a_diag("A00", a_diag("A00.1", desc="Left wobble")), a_diag("A09"))),
        a_chapter(a_section("B10-B19"), value="2"),
    )
    assert read(xml) == [
        CodeRow("1", None, 1, "chapter", False, "", "Chapter 1", ()),
        CodeRow("A00-A09", "1", 2, "section", False, "", "Wobbles (A00-A09)", ()),
        CodeRow("A00", "A00-A09", 3, "heading", False, "", "Wobble", ()),
        CodeRow("A00.1", "A00", 4, "code", True, "", "Left wobble", ()),
        CodeRow("A09", "A00-A09", 5, "code", True, "", "Wobble", ()),
        CodeRow("2", None, 6, "chapter", False, "", "Chapter 2", ()),
        CodeRow("B10-B19", "2", 7, "section", False, "", "Wobbles (B10-B19)", ()),
    ]


def test_rows_cannot_be_changed():
    row = read(a_list_of())[0]
    with pytest.raises(AttributeError):
        row.value = "2"


def test_a_section_of_one_category_is_written_as_a_range():
    rows = read(a_list(a_chapter(a_section("B20", a_diag("B20")))))
    assert [(row.value, row.parent, row.kind) for row in rows] == [
        ("1", None, "chapter"),
        ("B20-B20", "1", "section"),
        ("B20", "B20-B20", "code"),
    ]
    assert rows[1].descriptor == "Wobbles (B20)"


def test_the_section_index_adds_nothing():
    index = '<sectionIndex><sectionRef first="A00" last="A09" id="A00-A09">Wobbles</sectionRef></sectionIndex>'
    assert read(a_list(a_chapter(index, index, a_section("A00-A09")))) == read(a_list_of())


def test_whitespace_is_folded():
    diag = a_diag(" A00\n", "<includes><note>\tone \n  two </note></includes>", desc=" Left \n\t wobble ")
    [row] = read_diags(diag)
    assert row == CodeRow("A00", "A00-A09", 3, "code", True, "", "Left wobble", (NoteRow("includes", "one two"),))


def test_accents_and_escapes_are_kept():
    assert read_diags(a_diag("A00", desc="Wöbble &amp; &lt;roll&gt;"))[0].descriptor == "Wöbble & <roll>"


def test_comments_are_no_text():
    xml = a_list_of(a_diag("A00", "<!-- why -->", "<?why?>", desc="Wob<!-- why -->ble"))
    assert [(row.value, row.descriptor) for row in read(xml)][2:] == [("A00", "Wobble")]


@pytest.mark.parametrize(
    ("tag", "kind"),
    [
        ("inclusionTerm", "inclusion_term"),
        ("includes", "includes"),
        ("excludes1", "excludes1"),
        ("excludes2", "excludes2"),
        ("codeFirst", "code_first"),
        ("useAdditionalCode", "use_additional"),
        ("codeAlso", "code_also"),
        ("notes", "note"),
        ("sevenChrNote", "seventh_character"),
    ],
)
@pytest.mark.parametrize("place", [0, 1, 2])
def test_each_kind_of_note_at_each_level(tag, kind, place):
    note = f"<{tag}><note>one</note><note>two</note></{tag}>"
    notes = [note if at == place else "" for at in range(3)]
    rows = read(a_list(a_chapter(notes[0], a_section("A00-A09", notes[1], a_diag("A00", notes[2])))))
    expected = (NoteRow(kind, "one"), NoteRow(kind, "two"))
    assert [row.notes for row in rows] == [expected if at == place else () for at in range(3)]


def test_notes_keep_the_order_of_the_publisher():
    [row] = read_diags(
        a_diag(
            "A00",
            "<excludes2><note>e</note></excludes2>",
            "<useAdditionalCode><note>u</note></useAdditionalCode>",
            "<includes><note>i</note></includes>",
            "<useAdditionalCode><note>again</note></useAdditionalCode>",
        )
    )
    assert [(note.kind, note.text) for note in row.notes] == [
        ("excludes2", "e"),
        ("use_additional", "u"),
        ("includes", "i"),
        ("use_additional", "again"),
    ]


def test_an_empty_note_is_left_out():
    [row] = read_diags(a_diag("A00", "<includes><note> </note><note/></includes>", "<notes/>"))
    assert row.notes == ()


def test_tables_and_retired_codes_are_left_out():
    table = "<visualImpairment><visCategory><value>1</value></visCategory></visualImpairment>"
    retired = '<deactivated from="A01" thru="A02"><desc>Old</desc></deactivated>'
    rows = read(a_list(a_chapter(a_section("A00-A09", retired, a_diag("A00", table)))))
    assert [(row.value, row.notes) for row in rows[1:]] == [("A00-A09", ()), ("A00", ())]


def test_7th_characters_become_codes():
    heading, first, late = read_diags(a_diag("A00.121", ENCOUNTERS))
    assert (heading.kind, heading.billable) == ("heading", False)
    assert heading.notes == (
        NoteRow("seventh_character", "One of these is added to each code"),
        NoteRow("seventh_character", "A - first visit"),
        NoteRow("seventh_character", "S - late effect"),
    )
    assert first == CodeRow("A00.121A", "A00.121", 4, "code", True, "", "Wobble, first visit", ())
    assert late == CodeRow("A00.121S", "A00.121", 5, "code", True, "", "Wobble, late effect", ())


@pytest.mark.parametrize(
    ("value", "code"),
    [
        ("A00", "A00.XXX0"),
        ("A00.1", "A00.1XX0"),
        ("A00.12", "A00.12X0"),
        ("A00.1X2", "A00.1X20"),
        ("A00.123", "A00.1230"),
    ],
)
def test_placeholders_fill_up_to_the_7th_character(value, code):
    assert [(row.value, row.parent) for row in read_diags(a_diag(value, STAGES)) if row.billable] == [(code, value)]


def test_a_code_of_seven_characters_takes_no_more():
    assert codes(a_diag("A00", STAGES, a_diag("A00.1234"), a_diag("A00.2"))) == ["A00.1234", "A00.2XX0"]


def test_7th_characters_are_inherited_until_a_nearer_definition():
    nearer = a_diag("A00.2", STAGES, a_diag("A00.21", a_diag("A00.211")))
    far = a_diag("A00", ENCOUNTERS, a_diag("A00.1", a_diag("A00.11")), nearer, a_diag("A00.3"))
    assert codes(far, a_diag("A01")) == [
        "A00.11XA",
        "A00.11XS",
        "A00.2110",
        "A00.3XXA",
        "A00.3XXS",
        "A01",
    ]


@pytest.mark.parametrize("place", ["chapter", "section"])
def test_7th_characters_above_the_categories(place):
    section = a_section("A00-A09", STAGES if place == "section" else "", a_diag("A00"))
    rows = read(a_list(a_chapter(STAGES if place == "chapter" else "", section, a_section("A10-A19"))))
    assert [row.value for row in rows] == ["1", "A00-A09", "A00", "A00.XXX0", "A10-A19"]


@pytest.mark.parametrize("odd", ["<sevenChrNote><note>n</note></sevenChrNote>", "<sevenChrDef/>"])
def test_a_7th_character_note_alone_defines_nothing(odd):
    assert codes(a_diag("A00", odd)) == ["A00"]
    assert codes(a_diag("A00", STAGES, a_diag("A00.1", odd))) == ["A00.1XX0"]


def test_a_note_among_the_7th_characters_follows_its_own():
    heading, first, late = read_diags(
        a_diag(
            "A00",
            '<sevenChrDef><extension char="1"> up\n</extension><note>\tstanding</note>'
            '<extension char="2">down</extension></sevenChrDef>',
        )
    )
    assert [note.text for note in heading.notes] == ["1 - up", "standing", "2 - down"]
    assert [first.descriptor, late.descriptor] == ["Wobble, up", "Wobble, down"]


def an_exception(words: str) -> str:
    return f"<notes><note>{words}</note></notes>"


def test_an_exception_in_words_leaves_codes_out():
    words = "7th characters B and C do not apply to codes in category A00 with 6th character 7 - so, or 8 - not."
    three = "".join(f'<extension char="{character}">{character}</extension>' for character in "ABC")
    diags = [a_diag(value) for value in ("A00.1X6", "A00.1X7", "A00.1X8", "A00.7")]
    assert codes(a_diag("A00", EXCEPT_NOTE, f"<sevenChrDef>{three}</sevenChrDef>", an_exception(words), *diags)) == [
        "A00.1X6A",
        "A00.1X6B",
        "A00.1X6C",
        "A00.1X7A",
        "A00.1X8A",
        "A00.7XXA",
        "A00.7XXB",
        "A00.7XXC",
    ]


def test_an_exception_of_one_character():
    words = "7th character S does not apply to codes in subcategory A00.1 with 6th character 7 - so"
    assert codes(a_diag("A00.117", ENCOUNTERS, an_exception(words))) == ["A00.117A"]


def test_damage_names_file_line_and_reason():
    xml = a_list_of("<diag>\n<desc>Nameless</desc></diag>")
    with pytest.raises(Damaged) as raised:
        read(xml)
    line = line_of(xml, "Nameless") - 1
    assert str(raised.value) == f"invented.xml, line {line}: a diag without a name"
    assert (raised.value.file, raised.value.line, raised.value.reason) == (
        "invented.xml",
        line,
        "a diag without a name",
    )


@pytest.mark.parametrize(
    ("xml", "marker", "reason"),
    [
        (a_list_of("<diag id='here'><name> </name><desc>d</desc></diag>"), "here", "a diag without a name"),
        (a_list_of("<diag id='here'><name>A00</name></diag>"), "here", "a diag without a descriptor"),
        (a_list_of("<diag id='here'><name>A0-0</name></diag>"), "here", "'A0-0' is not shaped like a code"),
        (a_list_of("<diag id='here'><name>A00.12345</name></diag>"), "here", "not shaped like a code"),
        (a_list("<chapter id='here'><desc>d</desc></chapter>"), "here", "a chapter without a name"),
        (a_list(a_chapter("<section here=''><desc>d</desc></section>")), "here", "a section without an id"),
        (a_list(a_chapter("<section id='here'></section>")), "here", "a section without a descriptor"),
        (a_list(a_chapter("<here/>")), "here", "<here> is not in the layout"),
        (a_list(a_chapter(), "<here/>"), "here", "<here> is not in the layout"),
        (a_list(a_chapter("<includes><here/></includes>")), "here", "<here> is no line of text"),
        (
            a_list(a_chapter("<includes><note>here <b>two</b></note></includes>")),
            "here",
            "<note> is no line of text",
        ),
        (
            a_list(a_chapter("<includes><extension>here</extension></includes>")),
            "here",
            "<extension> is no line",
        ),
        (
            a_list_of(f"<diag id='here'><name>A00</name><desc>d</desc>{STAGES}{STAGES}</diag>"),
            "here",
            "A00.XXX0 is",
        ),
        (a_list(a_chapter("<diag id='here'/>")), "here", "<diag> is not in the layout"),
        (
            a_list(a_chapter(a_section("A00-A09", "<section id='here'/>"))),
            "here",
            "<section> is not in the layout",
        ),
        (
            a_list_of(a_diag("A00", "<diag id='here'><name>A01.1</name></diag>")),
            "here",
            "A01.1 stands below A00",
        ),
        (
            a_list_of(a_diag("A00", "<sevenChrDef><extension>here</extension></sevenChrDef>")),
            "here",
            "an extension without a 7th character",
        ),
        (
            a_list_of(a_diag("A00", '<sevenChrDef><extension char="AB">here</extension></sevenChrDef>')),
            "here",
            "an extension without a 7th character",
        ),
        (
            a_list_of(a_diag("A00", '<sevenChrDef>\n<extension char="A"/></sevenChrDef>')),
            'char="A"',
            "7th character A without a text",
        ),
        (
            a_list_of(a_diag("A00"), "<diag id='here'><name>A00</name><desc>d</desc></diag>"),
            "here",
            "A00 is already on line 10",
        ),
        (
            a_list_of(f"<diag id='here'><name>A00</name><desc>d</desc>{EXCEPT_NOTE}", STAGES, "</diag>"),
            "here",
            "7th characters with an exception that no note explains",
        ),
        ("<here/>", "here", "the root is <here>, not <ICD10CM.tabular>"),
        ('<ICD10CM.tabular isAddenda="true"/>', "true", "this is the addenda"),
        (
            "\n<!DOCTYPE ICD10CM.tabular [\n<!ENTITY a 'b'>\n]>\n<ICD10CM.tabular here=''/>",
            "here",
            "a DOCTYPE",
        ),
        (a_list_of("here &undefined;"), "here", "Entity 'undefined' not defined"),
        (a_list_of("</here>"), "here", "tag mismatch"),
    ],
    ids=short_name,
)
def test_damage(xml, marker, reason):
    with pytest.raises(Damaged) as raised:
        read(xml)
    assert (raised.value.file, raised.value.line) == ("invented.xml", line_of(xml, marker))
    assert reason in raised.value.reason


def test_a_code_that_a_7th_character_makes_again_is_damage():
    twice = "<diag id='here'><name>A00.1</name><desc>d</desc>" + STAGES + "</diag>"
    xml = a_list_of(a_diag("A00.1XX0"), twice)
    with pytest.raises(Damaged) as raised:
        read(xml)
    assert raised.value.line == line_of(xml, "here")
    assert raised.value.reason == f"A00.1XX0 is already on line {line_of(xml, 'A00.1XX0') - 1}"


@pytest.mark.parametrize(
    "odd",
    [
        "<section here=''>\n\n<desc>d</desc></section>",
        "<section here=''><desc>d\n</desc></section>",
        "<section here=''/>\n\n",
        "<section id='A00'><desc>d</desc><diag here=''>\n<name/></diag></section>",
        "<sevenChrDef><extension here=''>\none\n</extension></sevenChrDef>",
        "<here>\n</here>",
    ],
)
def test_lines_are_counted_in_files_as_long_as_the_real_one(odd):
    xml = a_list(a_chapter("<includes>\n</includes>\n" * 40_000, odd))
    with pytest.raises(Damaged) as raised:
        read(xml)
    assert raised.value.line == line_of(xml.replace("</here>", ""), "here") > 80_000


@pytest.mark.parametrize(
    "xml", ["", " \n", "no XML", b"\xff\xfe", b"\x00" * 9, b"<?xml version='1.0' encoding='x-0'?><a/>"]
)
def test_what_is_no_xml_is_damage(xml):
    with pytest.raises(Damaged, match="^invented.xml, line [0-9]+: ."):
        read(xml)


def test_a_list_without_chapters_is_damage():
    with pytest.raises(Damaged, match="line 1: no chapter"):
        read(a_list())


def test_entities_are_neither_expanded_nor_fetched(tmp_path):
    secret = tmp_path / "secret"
    secret.write_text("secret")
    for entity in (f'SYSTEM "{secret.as_uri()}"', '"secret"'):
        xml = a_list_of(a_diag("A00", desc="&e;"))
        with pytest.raises(Damaged, match="a DOCTYPE is not in the layout"):
            read(xml.replace("<ICD10CM", f"<!DOCTYPE ICD10CM.tabular [<!ENTITY e {entity}>]>\n<ICD10CM", 1))


@pytest.mark.parametrize("place", ["<a>&e9;</a>", "<a b='&e9;'/>"])
def test_an_entity_bomb_is_damage(place):
    bomb = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10))
    xml = f"<!DOCTYPE ICD10CM.tabular [<!ENTITY e0 'boom'>{bomb}]><ICD10CM.tabular>{place}</ICD10CM.tabular>"
    with pytest.raises(Damaged):
        read(xml)


@pytest.mark.parametrize("before", [0, 70_000])
@pytest.mark.parametrize("depth", [200, 2000, 20_000])
@pytest.mark.parametrize("tag", ["diag", "section", "chapter", "includes"])
def test_endless_nesting_is_damage(tag, depth, before):
    opened = "".join(f"<{tag} id='A{n}-'><name>A00.{n}</name><desc>d</desc>" for n in range(depth))
    for nest in (opened, f"<{tag}>" * depth):
        with pytest.raises(Damaged):
            read(a_list(a_chapter("\n" * before + nest + f"</{tag}>" * depth)))


def test_the_release_is_named_in_the_file():
    assert release_name(BytesIO(a_list().encode())) == "2099"


@pytest.mark.parametrize(
    "xml", [a_list().replace("2099", " "), "<ICD10CM.tabular/>", "<other/>", "", HEAD[:70]], ids=short_name
)
def test_a_file_without_a_release_is_damage(xml):
    with pytest.raises(Damaged, match="^invented.xml, line"):
        release_name(BytesIO(xml.encode()), name="invented.xml")


WHOLE = a_list(
    a_chapter(
        "<includes><note>wöbbles</note></includes>",
        a_section("A00", a_diag("A00", ENCOUNTERS, a_diag("A00.1"))),
        a_section("A01-A09", a_diag("A01", STAGES, "<notes><note>n</note></notes>"), a_diag("A02")),
    )
).encode()


def reads_or_is_damage(data: bytes) -> bool:
    try:
        return bool(read(data))
    except Damaged:
        return True


def test_every_truncation_is_damage():
    end = WHOLE.rindex(b">")
    for length in range(end + 1):
        with pytest.raises(Damaged):
            read(WHOLE[:length])


@settings(max_examples=500, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.dictionaries(st.integers(0, len(WHOLE) - 1), st.integers(0, 255), min_size=1, max_size=6))
def test_flipped_bytes_are_read_or_are_damage(flips):
    data = bytearray(WHOLE)
    for at, byte in flips.items():
        data[at] = byte
    assert reads_or_is_damage(bytes(data))


@settings(max_examples=300, deadline=None)
@given(st.binary(max_size=80), st.integers(0, len(WHOLE)), st.integers(0, 40))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(piece, at, gone):
    assert reads_or_is_damage(WHOLE[:at] + piece + WHOLE[at + gone :])
