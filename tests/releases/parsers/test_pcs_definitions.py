"""The ICD-10-PCS definitions' parser: each rule on invented definitions."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.pcs_definitions import looks, parse
from codes.releases.rows import Damaged, DefinitionRow
from tests.releases.parsers.builders import as_bytes
from tests.releases.parsers.damage import (
    assert_cuts_are_damage,
    damage_of,
    damaged,
    quickly,
    reads_or_is_damage,
    swapped,
)

HEAD = """<?xml version="1.0" encoding="utf-8"?>
<ICD10PCS.definitions>
<version>2099</version>
<title>Invented</title>
"""
TAIL = "</ICD10PCS.definitions>\n"


def a_section(code: str, *axes: str) -> str:
    return f'<section code="{code}">\n<title>Wobbling</title>\n{"".join(axes)}</section>\n'


def an_axis(title: str, *terms: str, position: str = "3") -> str:
    return f'<axis pos="{position}">\n<title>{title}</title>\n{"".join(terms)}</axis>\n'


def a_term(*parts: tuple[str, str]) -> str:
    return "<terms>\n" + "".join(f"<{tag}>{text}</{tag}>\n" for tag, text in parts) + "</terms>\n"


def an_aggregation(*aggregates: str) -> str:
    return f"<deviceAggregation>\n{''.join(aggregates)}</deviceAggregation>\n"


def an_aggregate(device: str = "Clip, Round", operation: str = "Turning", *systems: str, parent: str = "Clip") -> str:
    within = "".join(f"<bodySys>{system}</bodySys>\n" for system in systems or ["Left System"])
    return (
        f"<aggregate>\n<device>{device}</device>\n<operation>{operation}</operation>\n{within}"
        f'<parent value="M">{parent}</parent>\n</aggregate>\n'
    )


def a_file(*parts: str) -> str:
    return HEAD + "".join(parts) + TAIL


def read(xml: str | bytes) -> list[DefinitionRow]:
    return list(parse(BytesIO(as_bytes(xml)), "invented.xml"))


def read_terms(*terms: str) -> list[DefinitionRow]:
    return read(a_file(a_section("0", an_axis("Operation", *terms))))


TURN = a_term(("title", "Turn"), ("definition", "Going\n round"), ("explanation", "Not back"), ("includes", "Spin"))


def test_it_works():
    roll = a_term(("title", "Roll"), ("definition", "Rolling on"))
    assert read(a_file(a_section("0", an_axis("Operation", TURN, roll)), a_section("X", an_axis("Type", TURN)))) == [
        DefinitionRow("0", "Operation", "Turn", "Going round", "Not back", "Spin", 10),
        DefinitionRow("0", "Operation", "Roll", "Rolling on", "", "", 17),
        DefinitionRow("X", "Type", "Turn", "Going round", "Not back", "Spin", 27),
    ]


def test_several_includes_are_joined():
    [row] = read_terms(a_term(("title", "Bone"), ("includes", "Head, of bone"), ("includes", "Neck")))
    assert row == DefinitionRow("0", "Operation", "Bone", "", "", "Head, of bone; Neck", 10)


def test_labels_of_one_entry_have_a_row_each():
    rows = read_terms(a_term(("title", "Wing, Left"), ("title", "Wing, Right"), ("includes", "Feather")))
    assert rows == [
        DefinitionRow("0", "Operation", "Wing, Left", "", "", "Feather", 10),
        DefinitionRow("0", "Operation", "Wing, Right", "", "", "Feather", 11),
    ]


def test_an_explanation_alone():
    [row] = read_terms(a_term(("title", "Bone"), ("explanation", "As above")))
    assert (row.definition, row.explanation, row.includes) == ("", "As above", "")


def test_a_label_may_stand_on_several_axes():
    axes = [an_axis("Operation", TURN), an_axis("Approach", TURN, position="5")]
    assert [(row.axis, row.label) for row in read(a_file(a_section("0", *axes)))] == [
        ("Operation", "Turn"),
        ("Approach", "Turn"),
    ]


def test_the_device_aggregation():
    aggregates = [an_aggregate("Clip, Round", "Turning", "Left System", "Right System"), an_aggregate(operation="Rest")]
    assert read(a_file(an_aggregation(*aggregates))) == [
        DefinitionRow("", "Device Aggregation", "Clip, Round", "M Clip", "Turning: Left System; Right System", "", 6),
        DefinitionRow("", "Device Aggregation", "Clip, Round", "M Clip", "Rest: Left System", "", 13),
    ]


def in_terms(text: str) -> str:
    return a_file(a_section("0", an_axis("Operation", f"<terms id='here'>\n{text}</terms>")))


@pytest.mark.parametrize(
    ("xml", "line", "field", "reason"),
    [
        (a_file(a_section("O")), 5, "code", "'O' is not the character of a section"),
        (a_file(a_section("00")), 5, "code", "'00' is not the character of a section"),
        (a_file(a_section("0").replace(' code="0"', "")), 5, "code", "'' is not the character of a section"),
        (a_file(a_section("0", "<terms/>")), 7, "section", "<terms> is not in the layout"),
        (a_file("<axis/>"), 5, "ICD10PCS.definitions", "<axis> is not in the layout"),
        (a_file("wobble"), 4, "title", "'wobble' stands outside"),
        (a_file(a_section("0", an_axis("Operation", position="8"))), 7, "pos", "'8' is not a character's position"),
        (a_file(a_section("0", an_axis(" ", TURN))), 8, "title", "empty"),
        (a_file(a_section("0", an_axis("a</title><title>b"))), 7, "axis", "not one title"),
        (a_file(a_section("0", an_axis("Operation", "<other/>"))), 9, "axis", "<other> is not in the layout"),
        (in_terms("<definition>d</definition>"), 9, "title", "terms without a title"),
        (in_terms("<title>Turn</title>"), 9, "terms", "Turn is not defined"),
        (in_terms("<title>Turn</title>\n<definition> </definition>"), 11, "definition", "empty"),
        (in_terms("<title>Turn</title>\n<definition><b/></definition>"), 11, "definition", "<b> is not in the layout"),
        (in_terms("<title>t</title><definition>d</definition><definition>d</definition>"), 9, "terms", "more than one"),
        (in_terms("<title>t</title><explanation>e</explanation><explanation>e</explanation>"), 9, "terms", "more than"),
        (in_terms("<title>t</title>\n<note>n</note>"), 11, "terms", "<note> is not in the layout"),
        (a_file(a_section("0", an_axis("Operation", TURN, TURN))), 17, "title", "Turn is already on line 10"),
        (a_file(an_aggregation("<device/>")), 6, "deviceAggregation", "<device> is not in the layout"),
        (a_file(an_aggregation("<aggregate/>")), 6, "aggregate", "not one device, operation and parent"),
        (
            a_file(an_aggregation(an_aggregate().replace("<bodySys>Left System</bodySys>", ""))),
            6,
            "aggregate",
            "not one device, operation and parent, with a body system",
        ),
        (
            a_file(an_aggregation(an_aggregate().replace('value="M"', ""))),
            10,
            "value",
            "'' is not the character of a device",
        ),
        (a_file(an_aggregation(an_aggregate(), an_aggregate())), 12, "device", "Clip, Round is already on line 6"),
        (a_file(), 1, "", "no definitions"),
        (a_file(a_section("0"), an_aggregation()), 1, "", "no definitions"),
    ],
)
def test_damage(xml, line, field, reason):
    error = damage_of(read, xml)
    assert (error.file, error.line, error.field) == ("invented.xml", line, field)
    assert error.reason.startswith(reason)


def test_damage_is_told_in_words():
    with pytest.raises(Damaged, match="^invented.xml, line 9, terms: Turn is not defined$"):
        read(in_terms("<title>Turn</title>"))


def test_looks():
    assert looks("any", a_file())
    assert not looks("icd10pcs_definitions_2099.xml", "<ICD10PCS.tabular>")
    assert not looks("icd10pcs_definitions_2099.xml", "")


WHOLE = a_file(
    a_section("0", an_axis("Operation", TURN, a_term(("title", "A"), ("title", "B"), ("includes", "Ü")))),
    an_aggregation(an_aggregate()),
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
