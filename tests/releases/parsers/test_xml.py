"""How every XML file is read: safely, whole or not at all, and with the true line of each element."""

import importlib
from io import BytesIO

import pytest

from codes.releases.parsers._xml import children, line_of, words, xml_root
from codes.releases.rows import Damaged
from tests.releases.parsers import builders
from tests.releases.parsers.builders import as_bytes
from tests.releases.parsers.damage import damage_of

# The root of each parser's files.
ROOTS = {
    "icd10cm_index": "ICD10CM.index",
    "icd10cm_table": "ICD10CM.index",
    "icd10cm_tabular": "ICD10CM.tabular",
    "pcs_definitions": "ICD10PCS.definitions",
    "pcs_index": "ICD10PCS.index",
    "pcs_tables": "ICD10PCS.tabular",
    "place_of_service": "CodeSystem",
}
every_parser = pytest.mark.parametrize("parser", ROOTS)


def reader(parser: str):
    parse = importlib.import_module(f"codes.releases.parsers.{parser}").parse
    return lambda xml: list(parse(BytesIO(as_bytes(xml)), "invented.xml"))


def root(xml: str | bytes, tag: str = "a"):
    return xml_root(BytesIO(as_bytes(xml)), "invented.xml", tag)


def test_it_works():
    found = root('<?xml version="1.0"?>\n<a>\n<b>wöb<!-- why -->ble &amp;\n roll</b>\n<?why?><c/></a>\n')
    assert [(part.tag, part.text, line_of(part)) for part in found] == [("b", "wöbble &\n roll", 3), ("c", None, 5)]
    assert words(found[0], "invented.xml") == "wöbble & roll"


def test_namespaces_are_part_of_the_tag():
    assert root('<a xmlns="b"/>', "{b}a").tag == "{b}a"
    assert damage_of(root, '<a xmlns="b"/>').reason == "the root is <{b}a>, not <a>"


@every_parser
@pytest.mark.parametrize(
    ("xml", "reason"),
    [
        ("", "line 1: Document is empty"),
        (" \n", "line [12]: ."),
        ("no XML", "line 1: Start tag expected"),
        (b"\xff\xfe", "line 1: ."),
        (b"\x00" * 9, "line 1: ."),
        ("<?xml version='1.0' encoding='x-0'?><a/>", "line 1: Unsupported encoding"),
        ("<a>\n<b>", "line 2: Premature end of data"),
        ("<a>\n\n</b>", "line 3: Opening and ending tag mismatch"),
        ("<a>\n&undefined;</a>", "line 2: Entity 'undefined' not defined"),
        ("\n<a/>", "line 2: the root is <a>, not <"),
    ],
    ids=range(10),
)
def test_what_is_no_such_file_is_damage(parser, xml, reason):
    with pytest.raises(Damaged, match=f"^invented.xml, {reason}"):
        reader(parser)(xml)


@every_parser
def test_damage_in_the_words_of_the_parser_of_xml_names_the_place_once(parser):
    assert "column" not in str(damage_of(reader(parser), "<a>\n<b></a>"))


@every_parser
def test_a_doctype_is_damage(parser):
    tag = ROOTS[parser]
    with pytest.raises(Damaged, match="^invented.xml, line 2: a DOCTYPE is not in the layout$"):
        reader(parser)(f"<!DOCTYPE {tag} []>\n<{tag}/>")


@every_parser
@pytest.mark.parametrize("place", ["<a>&e;</a>", "<a b='&e;'/>"])
def test_entities_are_neither_expanded_nor_fetched(parser, place, tmp_path):
    secret, tag = tmp_path / "secret", ROOTS[parser]
    secret.write_text("secret")
    for entity in ('"secret"', f'SYSTEM "{secret.as_uri()}"'):
        damage = damage_of(reader(parser), f"<!DOCTYPE {tag} [<!ENTITY e {entity}>]>\n<{tag}>{place}</{tag}>")
        assert "secret" not in str(damage)


@every_parser
@pytest.mark.parametrize("place", ["<a>&e9;</a>", "<a b='&e9;'/>"])
def test_an_entity_bomb_is_damage(parser, place):
    bomb, tag = "".join(f"<!ENTITY e{n} '{f'&e{n - 1};' * 10}'>" for n in range(1, 10)), ROOTS[parser]
    with pytest.raises(Damaged):
        reader(parser)(f"<!DOCTYPE {tag} [<!ENTITY e0 'boom'>{bomb}]><{tag}>{place}</{tag}>")


@every_parser
@pytest.mark.parametrize("depth", [300, 20_000])
def test_endless_nesting_is_damage(parser, depth):
    with pytest.raises(Damaged, match="depth"):
        reader(parser)(f"<{ROOTS[parser]}>" + "<a>" * depth)


@every_parser
def test_the_addenda_are_damage(parser):
    # Nobody has seen addenda of the other publishers as XML: there the namespace or the layout is at fault.
    with pytest.raises(Damaged, match="^invented.xml, line 1: (this is the addenda|the root is <CodeSystem>)"):
        reader(parser)(f'<{ROOTS[parser]} isAddenda="true"/>')


@pytest.mark.parametrize("parser", ["icd10cm_tabular", "pcs_definitions", "pcs_index", "pcs_tables"])
def test_text_outside_the_elements_is_damage(parser):
    with pytest.raises(Damaged, match="line 1, .*: 'wobble' stands outside its element"):
        reader(parser)(f"<{ROOTS[parser]}>wobble</{ROOTS[parser]}>")


def test_text_beside_the_notes_of_the_tabular_list_is_damage():
    chapter = "<chapter><name>1</name><desc>d</desc><includes>wobble<note>roll</note></includes></chapter>"
    damage = damage_of(reader("icd10cm_tabular"), f"<ICD10CM.tabular>{chapter}</ICD10CM.tabular>")
    assert str(damage) == "invented.xml, line 1, includes: 'wobble' stands outside its element"


@pytest.mark.parametrize(
    "odd",
    [
        "<b here=''/>\n\n",
        "<b here=''>wobble\n</b>",
        "<b\nhere=''>wobble\n</b>\n\n",
        "<b here=''><c>\nwobble</c>\n</b>",
        "<b here=''><c/><c>\n</c></b>",
    ],
)
@pytest.mark.parametrize("before", [0, 65_530, 65_533, 65_534, 70_000])
def test_lines_are_counted_in_files_as_long_as_the_real_ones(odd, before):
    xml = "<a>" + "\n" * before + odd + "</a>"
    assert line_of(root(xml)[0]) == builders.line_of(xml, "here")


def test_children_hold_no_text_and_no_other_element():
    parts = root("<a>\n<b/>\n<c/>\n</a>")
    assert [part.tag for part in children(parts, "invented.xml", "b", "c")] == ["b", "c"]
    with pytest.raises(Damaged, match="^invented.xml, line 3, a: <c> is not in the layout$"):
        list(children(parts, "invented.xml", "b"))
    with pytest.raises(Damaged, match="^invented.xml, line 3, a: <c> is no line$"):
        list(children(parts, "invented.xml", "b", otherwise="is no line"))
    with pytest.raises(Damaged, match="^invented.xml, line 2, b: 'wobble' stands outside its element$"):
        list(children(root("<a>\n<b/>wobble<c/></a>"), "invented.xml", "b", "c"))


@pytest.mark.parametrize(("xml", "reason"), [("<a> \n</a>", "empty"), ("<a>roll<b/></a>", "<b> is not in the layout")])
def test_words_are_text_alone(xml, reason):
    assert str(damage_of(lambda xml: words(root(xml), "invented.xml"), xml)) == f"invented.xml, line 1, a: {reason}"
