"""The parser of the place-of-service codes, in both forms: each rule on an invented list."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.place_of_service import looks, looks_table, parse, parse_table
from codes.releases.rows import CodeRow, Damaged, LeftOut
from tests.releases.parsers.builders import as_bytes, as_csv, as_xlsx, line_of
from tests.releases.parsers.damage import (
    assert_cuts_are_damage,
    cut,
    damage_of,
    edited,
    flipped,
    quickly,
    reads_or_is_damage,
    spoiled,
)

HEADER = ["Place of Service Code(s)", "Place of Service Name", "Place of Service Description"]


def a_concept(code: str = "01", display: str = "Meadow", definition: str = "A place outdoors.") -> str:
    parts = {"code": code, "display": display, "definition": definition}
    return "<concept>\n" + "".join(f'<{part} value="{value}"/>\n' for part, value in parts.items()) + "</concept>\n"


def a_system(*concepts: str) -> str:
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n<CodeSystem xmlns="http://hl7.org/fhir">\n<id value="Invented"/>\n'
        '<url value="https://example.org/Place_of_Service_Code_Set"/>\n<content value="complete"/>\n'
        + "".join(concepts)
        + "</CodeSystem>\n"
    )


def read(xml: str | bytes) -> list[CodeRow]:
    return list(parse(BytesIO(as_bytes(xml)), "invented.xml"))


def a_csv(*rows: list[str], header: list[str] = HEADER) -> bytes:
    return as_csv([header, *rows])


def read_table(data: bytes, name: str = "invented.csv") -> list[CodeRow | LeftOut]:
    return list(parse_table(BytesIO(data), name))


def a_place(value: str, position: int, place: str, definition: str, line: int, since: date | None = None) -> CodeRow:
    return CodeRow(value, None, position, "place", False, place, definition, effective_from=since, line=line)


def test_it_works():
    xml = a_system(
        a_concept("01", "Meadow", "A place  outdoors.&#13;&#10; (Effective October 1, 2003)"), a_concept("99", "Other")
    )
    assert read(xml) == [
        a_place("01", 1, "Meadow", "A place outdoors. (Effective October 1, 2003)", 6, date(2003, 10, 1)),
        a_place("99", 2, "Other", "A place outdoors.", 11),
    ]


@pytest.mark.parametrize(
    ("remarks", "day"),
    [
        ("", None),
        ("(Effective January 2, 2003)", date(2003, 1, 2)),
        ("(effective January 2, 2003) ", date(2003, 1, 2)),
        ("(Effective October 1, 2003) (Revised, effective April 1, 2004)", date(2003, 10, 1)),
        ("(Effective January 1, 2017) (Description change effective January 1, 2022.)", date(2017, 1, 1)),
        ("(This code is effective January 1, 2022, and available to all April 1, 2022.)", date(2022, 1, 1)),
        ("(Description change effective January 1, 2016)", None),
        ("(Available for use immediately with a final effective date of May 1, 2010)", None),
        ("(Available for use effective January 1, 2013 but no later than May 1, 2013)", None),
        ("(Effective January 1, 2003) (Effective January 1, 2004)", None),
        ("(Effective 2003)", None),
    ],
)
def test_the_day_is_read_where_one_remark_tells_it(remarks, day):
    [row] = read(a_system(a_concept(definition=f"A place. {remarks}")))
    assert (row.effective_from, row.descriptor) == (day, f"A place. {remarks}".strip())


@pytest.mark.parametrize(
    ("xml", "marker", "field", "reason"),
    [
        (a_system(a_concept("1")), "<concept>", "code", "'1' is not two digits"),
        (a_system(a_concept(" ")), "<concept>", "code", "no code"),
        (a_system(a_concept(display="")), "<concept>", "display", "no display"),
        (a_system(a_concept().replace("definition", "here")), "here", "concept", "<here> is not in the layout"),
        (a_system(a_concept().replace("</c", a_concept("02") + "</c", 1)), '"02"', "concept", "<concept> is not in"),
        (a_system(a_concept().replace("<d", "<code value='02'/>\n<d", 1)), "02", "code", "a second code"),
        (
            a_system(a_concept(definition="(Effective June 31, 2003)")),
            "<concept>",
            "definition",
            "'June 31, 2003' is no",
        ),
        (a_system(a_concept(definition="(Effective Juno 1, 2003)")), "<concept>", "definition", "not a day of the"),
        (a_system().replace("Place_of", "Time_of"), "<CodeSystem", "url", "this is another code system"),
        (a_system().replace("complete", "fragment"), "<CodeSystem", "content", "not the complete code system"),
        (a_system().replace("content", "kontent"), "<CodeSystem", "content", "no content"),
        (a_system().replace("CodeSystem", "ValueSet"), "<ValueSet ", "", "the root is <{http://hl7.org/fhir}ValueSet>"),
        (a_system().replace(' xmlns="http://hl7.org/fhir"', ""), "<CodeSystem>", "", "the root is <CodeSystem>"),
        (a_system("</here>"), "here", "", "tag mismatch"),
    ],
    ids=range(14),
)
def test_damage(xml, marker, field, reason):
    error = damage_of(read, xml)
    line = line_of(xml, marker) - (marker == '"02"')
    assert (error.file, error.line, error.field) == ("invented.xml", line, field)
    assert reason in error.reason


def test_a_code_that_stands_twice_is_damage():
    with pytest.raises(Damaged, match="^invented.xml, line 11, code: 01 is already on line 6$"):
        read(a_system(a_concept(), a_concept()))


def test_a_system_without_concepts_is_damage():
    with pytest.raises(Damaged, match="^invented.xml, line 1: no concept$"):
        read(a_system())


ROWS = [
    ["01", "Meadow", "A place\noutdoors. (Effective October 1, 2003)"],
    ["02-04", "Unassigned", "N/A"],
    ["05", "Unassigned", "N/A"],
    ["06 – 08 Unassigned"],
    ["99", "Other", "Any other  place."],
]
PLACES = [
    a_place("01", 1, "Meadow", "A place outdoors. (Effective October 1, 2003)", 2, date(2003, 10, 1)),
    LeftOut("unassigned place of service", "02-04", 4),
    LeftOut("unassigned place of service", "05", 5),
    LeftOut("unassigned place of service", "06-08", 6),
    a_place("99", 2, "Other", "Any other place.", 7),
]


def test_the_table():
    assert read_table(a_csv(*ROWS)) == PLACES


def test_a_workbook_gives_the_same_rows():
    rows = read_table(as_xlsx([HEADER, [1, *ROWS[0][1:]], *ROWS[1:4], [99, *ROWS[4][1:]]]), "invented.xlsx")
    assert [(row.value, getattr(row, "descriptor", "")) for row in rows] == [
        (row.value, getattr(row, "descriptor", "")) for row in PLACES
    ]
    assert [row.line for row in rows] == [2, 3, 4, 5, 6]


def test_columns_are_found_by_their_headings_below_a_banner():
    data = b"Place of Service Code Set\n\n" + a_csv(
        ["Meadow", "x", "A place.", "01"], header=[*HEADER[1:2], "", HEADER[2], HEADER[0]]
    )
    assert read_table(data) == [a_place("01", 1, "Meadow", "A place.", 4)]


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (["A1", "Meadow", "A place."], HEADER[0], "'A1' is not two digits"),
        (["", "Meadow", "A place."], HEADER[0], "'' is not two digits"),
        (["2019-10-12", "Meadow", "A place."], HEADER[0], "is not two digits"),
        (["27-30", "Meadow", "A place."], HEADER[0], "the range '27-30' is not unassigned"),
        (["27", "", "A place."], HEADER[1], "a code without a name"),
        (["27", "Meadow"], HEADER[2], "a code without a description"),
        (["27", "Meadow", "(Effective June 31, 2003)"], HEADER[2], "not a day of the calendar"),
        (["01", "Meadow", "A place."], HEADER[0], "01 is already on line 2"),
        (["27", "Meadow", "A place.", "more"], "", "4 cells beneath 3 columns"),
    ],
)
def test_damage_of_the_table(row, field, reason):
    error = damage_of(read_table, a_csv(["01", "Meadow", "A place."], row))
    assert (error.file, error.line, error.field) == ("invented.csv", 3, field)
    assert reason in error.reason


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (a_csv(["01", "Meadow", "A place."], header=HEADER[:2]), f"line 1, {HEADER[2]}: the header has no such column"),
        (b"01,Meadow,A place.\n", f"line 1, {HEADER[0]}: no header"),
        (b"", f"line 1, {HEADER[0]}: no header"),
        (a_csv(["01", "Meadow", "A place."], header=[*HEADER, HEADER[1]]), f"{HEADER[1]}: the header has 2 such"),
        (a_csv(["05", "Unassigned", "N/A"]), "line 1: no place of service"),
        (a_csv(["01", "Meadow", "A place."])[:-4].replace(b"A pla", b'"A pla'), "the row cannot be read"),
    ],
    ids=range(6),
)
def test_a_table_that_is_none_is_damage(data, message):
    assert message in str(damage_of(read_table, data))


@pytest.mark.parametrize(
    ("head", "code_system", "table"),
    [
        (a_system(), True, False),
        (a_system().replace("Place_of", "Time_of"), False, False),
        (a_system().replace("CodeSystem", "ValueSet"), False, False),
        (a_csv(["01"]).decode(), False, True),
        ("Place of Service  Name\tPlace of Service Code(s)\tPlace of Service\nDescription", False, True),
        ("Place of Service Code(s),Place of Service Name\n", False, False),
        ("", False, False),
    ],
    ids=range(7),
)
def test_looks(head, code_system, table):
    assert (looks("any", head), looks_table("any", head)) == (code_system, table)


WHOLE = a_system(a_concept("01", "Mëadow", "A place. (Effective October 1, 2003)"), a_concept("99", "Other")).encode()
WHOLE_TABLE = a_csv(*ROWS)


def test_every_truncation_is_damage():
    assert_cuts_are_damage(read, WHOLE, range(WHOLE.rindex(b">") + 1))


@quickly
@given(flipped(WHOLE))
def test_flipped_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.xml")


@quickly
@given(edited(WHOLE), edited(WHOLE_TABLE) | cut(WHOLE_TABLE))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(xml, table):
    assert reads_or_is_damage(parse, xml, "invented.xml")
    assert reads_or_is_damage(parse_table, table, "invented.csv")


@quickly
@given(spoiled(ROWS))
def test_swapped_cells_are_read_or_are_damage(rows):
    assert reads_or_is_damage(parse_table, a_csv(*rows), "invented.csv")
