"""The conversion table's parser: each shape of a row, on invented codes and in each form of the file."""

from datetime import date, datetime
from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.releases.parsers.icd10cm_conversion import looks, parse
from codes.releases.rows import Damaged, ReplacementRow
from tests.releases.parsers.builders import as_csv, as_xlsx, head_of
from tests.releases.parsers.damage import TEXT, damage_of, damaged, quickly, reads_or_is_damage

BANNER = [
    "An invented office has changed its codes.\nUnless otherwise specified the day is October 1 of the year listed."
]
HEADER = ["Current code assignment", "Effective", "Previous Code(s) Assignment"]
FALL = date(2098, 10, 1)


def a_table(*rows: list) -> bytes:
    return as_csv([BANNER, HEADER, *rows])


def read(data: bytes) -> list[ReplacementRow]:
    return list(parse(BytesIO(data), "invented"))


def pairs(previous: str, current: str = "Q99.9", effective: str = "2098") -> list[str]:
    rows = read(a_table([current, effective, previous], ["Q00", "2098", "Q01"]))
    assert {(row.replaced_by, row.effective, row.line) for row in rows[:-1]} <= {("Q99.9", FALL, 4)}
    return [row.value for row in rows[:-1]]


ROWS = [
    ["Q90.A1 ", 2098, "Q90.8"],
    ["Q90.A2XA", 2098, " Q90.8XXA, Q90.9XXA"],
    ["Q91", datetime(2099, 4, 1), "None"],
    ["Q92.0", datetime(2099, 4, 1), "Q92"],
    [None, None, None],
]
READ = [
    ReplacementRow("Q90.8", "Q90.A1", FALL, 3),
    ReplacementRow("Q90.8XXA", "Q90.A2XA", FALL, 4),
    ReplacementRow("Q90.9XXA", "Q90.A2XA", FALL, 4),
    ReplacementRow("Q92", "Q92.0", date(2099, 4, 1), 6),
]
PRINTED = [
    BANNER,
    HEADER,
    *([cell.strftime("%-m/%-d/%Y") if isinstance(cell, datetime) else cell for cell in row] for row in ROWS),
]


def test_a_workbook():
    assert read(as_xlsx([BANNER, HEADER, *ROWS])) == READ


@pytest.mark.parametrize("delimiter", [",", "\t"])
def test_a_text_file_gives_the_same_rows(delimiter):
    # Its banner has two lines.
    expected = [ReplacementRow(row.value, row.replaced_by, row.effective, row.line + 1) for row in READ]
    assert read(as_csv(PRINTED, delimiter=delimiter)) == expected


def test_columns_are_found_by_their_heading():
    rows = [["note", *reversed(row)] for row in ([field.upper() for field in HEADER], *ROWS[:-1])]
    assert read(as_xlsx([BANNER, *rows])) == READ


@pytest.mark.parametrize(
    ("previous", "values"),
    [
        ("None", []),
        ("none", []),
        ("Q90", ["Q90"]),
        ("Q90.8", ["Q90.8"]),
        ("Q908XXA", ["Q90.8XXA"]),
        ("Q90.8 and Q91", ["Q90.8", "Q91"]),
        ("Q90.8 AND Q91.1XXA", ["Q90.8", "Q91.1XXA"]),
        ("Q90.8 & Q91", ["Q90.8", "Q91"]),
        ("Q90.8; Q91", ["Q90.8", "Q91"]),
        ("Q90.8,Q91", ["Q90.8", "Q91"]),
        ("Q90.8 and Q91 and Q92", ["Q90.8", "Q91", "Q92"]),
        ("Q90.1, Q90.2, Q90.4 and Q90.5", ["Q90.1", "Q90.2", "Q90.4", "Q90.5"]),
        ("Q90.1, Q90.2, and Q90.4", ["Q90.1", "Q90.2", "Q90.4"]),
        ("Q90.101-Q90.104; Q90.109", ["Q90.101", "Q90.102", "Q90.103", "Q90.104", "Q90.109"]),
        ("Q90.20 - Q90.22 and Q91.30", ["Q90.20", "Q90.21", "Q90.22", "Q91.30"]),
        ("Q90.898A-Q90.899A", ["Q90.898A", "Q90.899A"]),
        ("Q90.890D-Q90.899S", ["Q90.890D-Q90.899S"]),
        ("Q90.01-Q90.9", ["Q90.01-Q90.9"]),
        ("Q90-Q91.9", ["Q90-Q91.9"]),
        ("Q90-Q99", ["Q90-Q99"]),
        ("Codes in Categories Q90-Q92", ["Q90-Q92"]),
        ("Codes in Category Q90", ["Q90"]),
        ("Q89.09 AND Code from categories Q90-Q98", ["Q89.09", "Q90-Q98"]),
        ("Q90.- and Q91.88", ["Q90", "Q91.88"]),
        ("Q90.89 and a code from Q91-", ["Q90.89", "Q91"]),
        ("Q90.8-", ["Q90.8"]),
    ],
)
def test_each_shape_of_previous_codes(previous, values):
    assert pairs(previous) == values


def test_a_current_code_without_its_dot():
    assert pairs("Q90", current="Q999") == ["Q90"]


@pytest.mark.parametrize(
    ("effective", "day"),
    [("2025", date(2025, 10, 1)), ("2025-04-01", date(2025, 4, 1)), ("4/1/2025", date(2025, 4, 1))],
)
def test_a_year_is_its_october(effective, day):
    assert [row.effective for row in read(a_table(["Q90", effective, "Q91"]))] == [day]


def test_a_pair_printed_twice_comes_once():
    rows = read(a_table(["Q90", "2098", "Q91"], ["Q90", "2098", "Q91, Q92"], ["Q93", "2098", "Q91"]))
    assert [(row.value, row.replaced_by, row.line) for row in rows] == [
        ("Q91", "Q90", 4),
        ("Q92", "Q90", 5),
        ("Q91", "Q93", 6),
    ]


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (["", "2098", "Q91"], "Current code assignment", "'' is not shaped like a code"),
        (["Q9", "2098", "Q91"], "Current code assignment", "'Q9' is not shaped like a code"),
        (["Q90.12345", "2098", "Q91"], "Current code assignment", "'Q90.12345' is not shaped like a code"),
        (["Q90-", "2098", "Q91"], "Current code assignment", "'Q90-' is not shaped like a code"),
        (["Q90", "", "Q91"], "Effective", "'' is not a date"),
        (["Q90", "98", "Q91"], "Effective", "'98' is not a date"),
        (["Q90", "1898", "Q91"], "Effective", "'1898' is not a date"),
        (["Q90", "2/30/2098", "Q91"], "Effective", "'2/30/2098' is not a day of the calendar"),
        (["Q90", "2098"], "Previous Code(s) Assignment", "'' is not shaped like a code"),
        (["Q90", "2098", "Q91,"], "Previous Code(s) Assignment", "'' is not shaped like a code"),
        (["Q90", "2098", "Q91 Q92"], "Previous Code(s) Assignment", "'Q91 Q92' is not shaped like a code"),
        (["Q90", "2098", "see Q91"], "Previous Code(s) Assignment", "'see Q91' is not shaped like a code"),
        (["Q90", "2098", "-"], "Previous Code(s) Assignment", "'-' is not shaped like a code"),
        (["Q90", "2098", "Q91-Q9"], "Previous Code(s) Assignment", "'Q9' is not shaped like a code"),
        (["Q90", "2098", "Q91.2-Q91.1"], "Previous Code(s) Assignment", "the range Q91.2-Q91.1 does not rise"),
        (["Q90", "2098", "Q90"], "Previous Code(s) Assignment", "Q90 is given as its own previous code"),
        (["Q94", "2097", "Q95"], "Effective", "Q95 to Q94 is on line 4 from another day"),
    ],
)
def test_damage(row, field, reason):
    assert str(damage_of(read, a_table(["Q94", "2098", "Q95"], row))) == f"invented, line 5, {field}: {reason}"


@pytest.mark.parametrize("field", HEADER[1:])
def test_a_missing_or_doubled_heading_is_damage(field):
    missing = ["Other" if name == field else name for name in HEADER]
    for header, how_many in ((missing, "no such column"), ([*HEADER, field], "2 such columns")):
        damage = damage_of(read, as_csv([BANNER, header, ["Q90", "2098", "Q91"]]))
        assert str(damage) == f"invented, line 3, {field}: the header has {how_many}"


@pytest.mark.parametrize("data", [b"", as_csv([BANNER]), as_csv([BANNER, ["Q90", "2098", "Q91"]]), b"%PDF-1.7\n"])
def test_a_file_without_headings_is_damage(data):
    with pytest.raises(Damaged, match="^invented, line 1, Current code assignment: no header with this column"):
        read(data)


@pytest.mark.parametrize("data", [a_table(), a_table(["Q90", "2098", "None"])])
def test_a_file_without_codes_is_damage(data):
    with pytest.raises(Damaged, match="^invented, line 1: no codes"):
        read(data)


@pytest.mark.parametrize("data", [b"PK\x03\x04 no workbook", b'"open\nquote', b"a\0b"])
def test_what_is_no_table_is_damage(data):
    with pytest.raises(Damaged, match="^invented, line 1: "):
        read(data)


@pytest.mark.parametrize(
    "data",
    [as_xlsx([BANNER, HEADER, *ROWS]), a_table(), as_csv([BANNER, HEADER], delimiter="\t"), as_csv([HEADER])],
    ids=range(4),
)
def test_looks(data):
    assert looks("any", head_of(data))


@pytest.mark.parametrize("head", ["", "Current code assignment\tEffective", "A000    0010 10000", "<ICD10CM.tabular>"])
def test_what_is_no_conversion_table(head):
    assert not looks("ICD-10-CM-CONVERSION-TABLE.xlsx", head)


WHOLE = [
    as_csv(PRINTED),
    as_csv(PRINTED, delimiter="\t"),
    as_xlsx([BANNER, HEADER, *ROWS]),
]


@quickly
@given(damaged(*WHOLE))
def test_damaged_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented")


CELLS = st.sampled_from(["Q90", "Q91.1XXA", "2098", "4/1/2098", "None", "Q92-Q93", "Q90.-", "", "and", "-", *HEADER])


@quickly
@given(st.lists(st.lists(CELLS | TEXT, max_size=4), max_size=5))
def test_cells_in_any_place_are_read_or_are_damage(rows):
    assert reads_or_is_damage(parse, a_table(*rows), "invented")
