"""What coders paste, read as lines: every form, and nothing that it fails on."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from codes.claims.claim import MOST_UNITS
from codes.claims.parsing import LONGEST, MOST_LINES, RefusedError, of_parts, read


def short(text):
    """[(first reading, modifiers, units)] of the lines."""
    return [(line.readings[0].value if line.readings else "", line.modifiers, line.units) for line in read(text)]


@pytest.mark.parametrize(
    ("text", "value", "modifiers", "units"),
    [
        ("99213", "99213", (), 1),
        ("99213-25 x1", "99213", ("25",), 1),
        ("64493,50,2", "64493", ("50",), 2),
        ("64493,,10", "64493", (), 10),
        ("64493,,50", "64493", (), 50),
        ("J1745 JZ 10 units", "J1745", ("JZ",), 10),
        ("J1745 JZ 50 units", "J1745", ("JZ",), 50),
        ("J1745 JZ units: 50", "J1745", ("JZ",), 50),
        ("J1745 10", "J1745", (), 10),
        ("99213\t25\t\t2", "99213", ("25",), 2),
        ("99213-25-59 LT", "99213", ("25", "59", "LT"), 1),
        ("99213:25:59", "99213", ("25", "59"), 1),
        ("99213 25/59 2", "99213", ("25", "59"), 2),
        ("99213 x 3", "99213", (), 3),
        ("99213 ×3", "99213", (), 3),
        ("99213 -25", "99213", ("25",), 1),
        ("99213 X1", "99213", (), 1),
        ("99213-X1", "99213", ("X1",), 1),
        ("1. 99213", "99213", (), 1),
        ("99213 qty 10000", "99213", (), 10000),
        ("99213 1.0", "99213", (), 1),
        ("99213 $125.00 A B", "99213", (), 1),
        ('"99213","25","2"', "99213", ("25",), 2),
        ("９９２１３-25", "99213", ("25",), 1),
        ("99213\u202e-25\u200b", "99213", ("25",), 1),
        ("99213 50 22 ", "99213", ("50", "22"), 1),
        ("0001u", "0001U", (), 1),
    ],
)
def test_a_service(text, value, modifiers, units):
    assert short(text) == [(value, modifiers, units)]
    assert read(text)[0].problems == ()


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("E11.9", ["E11.9"]),
        ("e119", ["E11.9"]),
        ("E119, I10", ["E11.9", "I10"]),
        ("S72001A", ["S72.001A"]),
        ("S72.001A x10.00xa", ["S72.001A", "X10.00XA"]),
        ("Dx: E1140 I10", ["E11.40", "I10"]),
        ("ICD-10-CM: E11.9", ["E11.9"]),
    ],
)
def test_diagnoses(text, values):
    lines = read(text)
    assert [next(r.value for r in line.readings if r.system == "icd10cm") for line in lines] == values
    assert all(line.plain for line in lines)


def test_a_code_without_its_dot_keeps_its_other_readings():
    assert [(each.system, each.value) for each in read("J1140")[0].readings] == [
        ("hcpcs", "J1140"),
        ("icd10cm", "J11.40"),
    ]
    assert [(each.system, each.modifier) for each in read("9921325")[0].readings][0] == ("cpt", "25")


def test_rows_of_a_spreadsheet_with_its_heads():
    text = "CPT\tMod\tUnits\tDx\tCharge\n99213\t25\t50\tE11.9\t120\n99214\t\t22\tE11.9\t80"
    assert short(text) == [("99213", ("25",), 50), ("E11.9", (), 1), ("99214", (), 22)]


def test_diagnoses_beside_services_count_once():
    assert short("99213 E11.9 I10\n99214 I10\nI10") == [
        ("99213", (), 1),
        ("E11.9", (), 1),
        ("I10", (), 1),
        ("99214", (), 1),
        ("I10", (), 1),
    ]


def test_the_day_of_a_line():
    assert read("99213 2026-05-01")[0].day == read("99213 5/1/2026")[0].day == date(2026, 5, 1)
    assert [each.text for each in read("99213 2026-02-30")[0].problems] == ["2026-02-30 is no day of the calendar."]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("99213 x0", f"0 units: units are from 1 to {MOST_UNITS:,}."),
        ("99213 -1", f"“-1” units: units are whole numbers from 1 to {MOST_UNITS:,}."),
        ("99213 x-1", f"“-1” units: units are whole numbers from 1 to {MOST_UNITS:,}."),
        ("99213 x1.5", f"“1.5” units: units are whole numbers from 1 to {MOST_UNITS:,}."),
        ("99213 1e9", f"“1E9” units: units are whole numbers from 1 to {MOST_UNITS:,}."),
        ("99213 1000000000", f"1000000000 units: units are from 1 to {MOST_UNITS:,}."),
        ("hello there", "There is no code in “HELLO THERE”."),
        ("🦄", "There is no code in “🦄”."),
        ("'; DROP TABLE codes_code --", "There is no code in “'; DROP TABLE CODES_CODE --”."),
        ("99213 office visit", "Not read: “OFFICE”, “VISIT”."),
        ("99213 2 3", "Not read: “3”."),
    ],
)
def test_what_cannot_be_read_is_told(text, problem):
    (line,) = read(text)
    assert [each.text for each in line.problems] == [problem]
    assert (line.units is None) == ("units" in problem)


def test_a_long_row_is_cut_and_told():
    (line,) = read("99213 " + "A" * 300)
    assert line.problems[0].text == "Only the first 200 characters of the line were read."
    assert len(line.text) <= 60


def test_more_than_is_checked_at_once_is_refused():
    assert len(read("99213\n" * MOST_LINES)) == MOST_LINES
    with pytest.raises(RefusedError, match="more than 1,000 lines"):
        read("99213\n" * (MOST_LINES + 1))
    with pytest.raises(RefusedError, match="60,001 characters"):
        read("9" * (LONGEST + 1))


def test_a_spreadsheet_that_names_diagnoses_again_and_again_is_not_too_long():
    assert len(read("99213,E11.9\n" * (MOST_LINES - 1))) == MOST_LINES


def test_parts_that_are_given_apart():
    line = of_parts(3, "64493", ["50"], 2)
    assert (line.number, line.readings[0].value, line.modifiers, line.units) == (3, "64493", ("50",), 2)
    assert [each.text for each in of_parts(1, "nothing").problems] == ["“NOTHING” is no code."]
    assert of_parts(1, "64493", [], 1.5).units is None
    assert of_parts(1, "64493", ["\0\u202eLT"], 1).modifiers == ("LT",)


@settings(max_examples=300, deadline=None)
@given(
    st.lists(
        st.sampled_from(["99213", "E11.9", "25", "x", "-", ",", "\t", "\n", "1e9", "\0", "🦄", "units", "\u202e", "."])
    )
)
def test_pieces_in_any_order_are_lines(pieces):
    numbers_run("".join(pieces))
    numbers_run(" ".join(pieces))


@settings(max_examples=200, deadline=None)
@given(st.text(max_size=200))
def test_any_text_is_lines(text):
    numbers_run(text)


def numbers_run(text):
    lines = read(text)
    assert [line.number for line in lines] == list(range(1, len(lines) + 1))
    assert all(line.units is None or 1 <= line.units <= MOST_UNITS for line in lines)
    assert all("\0" not in line.text for line in lines)
