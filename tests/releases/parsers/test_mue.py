"""The medically unlikely edits' parser: each rule on invented limits."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.mue import looks, parse
from codes.releases.rows import Damaged, UnitLimitRow
from tests.releases.parsers.builders import as_csv, as_xlsx, head_of, in_order, with_cell
from tests.releases.parsers.damage import assert_cuts_are_damage, edited, flipped, quickly, reads_or_is_damage, spoiled

NAME = "invented.csv"
NOTICE = ["Nobody® is a trademark of nobody.\n\nNobody is liable, for nothing.", "", "", ""]
PRACTITIONER, HOSPITAL = "Practitioner Services MUE Values", "Outpatient Hospital Services MUE Values"
DME = "DME Supplier Services MUE Values"
HEADER = ["HCPCS/\nCPT Code", PRACTITIONER, "MUE Adjudication Indicator", "MUE Rationale"]
LIMITS = [
    ["0102T", "1", "2 Date of Service Edit: Policy", "Wobbling policy"],
    ["12345", "0", "3 Date of Service Edit: Clinical", "Wobbling: Data"],
    ["G9990", "99999", "1 Line Edit", "Number of wobbles, counted"],
]


def rows(setting: str = "practitioner", first: int = 6) -> list[UnitLimitRow]:
    return [
        UnitLimitRow(setting, "0102T", 1, 2, "Wobbling policy", first),
        UnitLimitRow(setting, "12345", 0, 3, "Wobbling: Data", first + 1),
        UnitLimitRow(setting, "G9990", 99999, 1, "Number of wobbles, counted", first + 2),
    ]


def a_csv(*limits: list[str], header: list[str] = HEADER) -> bytes:
    return as_csv([NOTICE, header, *limits], encoding="latin-1", lineterminator="\n")


def a_workbook(*limits: list, header: list[str] = HEADER) -> bytes:
    return as_xlsx([NOTICE, header, *limits])


def read(data: bytes) -> list[UnitLimitRow]:
    return list(parse(BytesIO(data), NAME))


WHOLE = a_csv(*LIMITS)


def test_csv():
    assert read(WHOLE) == rows()


def test_csv_in_utf_8_with_windows_line_ends():
    assert read(WHOLE.decode("latin-1").replace("\n", "\r\n").encode("utf-8-sig")) == rows()


def test_workbook():
    assert read(a_workbook(*LIMITS)) == rows(first=3)
    assert read(a_workbook(["12345", 0, "3 Date of Service Edit: Clinical", "Wobbling: Data"]))[0].units == 0


@pytest.mark.parametrize(("heading", "setting"), [(PRACTITIONER, "practitioner"), (HOSPITAL, "hospital"), (DME, "dme")])
def test_the_heading_of_the_values_tells_the_setting(heading, setting):
    assert read(a_csv(*LIMITS, header=with_cell(HEADER, 1, heading))) == rows(setting)


def test_columns_are_found_by_their_headings():
    header, *limits = in_order([3, 0, 2, 1], HEADER, *LIMITS)
    assert read(a_csv(*limits, header=header)) == rows()


@pytest.mark.parametrize(
    ("column", "cell", "field", "reason"),
    [
        (0, "1234", "HCPCS/ CPT Code", "'1234' is not shaped like a procedure code"),
        (0, "", "HCPCS/ CPT Code", "'' is not shaped"),
        (1, "", PRACTITIONER, "'' is not a whole number"),
        (1, "1.5", PRACTITIONER, "'1.5' is not a whole number"),
        (1, "-1", PRACTITIONER, "'-1' is not a whole number"),
        (2, "", "MUE Adjudication Indicator", "'' is not one of 1, 2, 3"),
        (2, "4 Wobble Edit", "MUE Adjudication Indicator", "'4 Wobble Edit' is not one of 1, 2, 3"),
        (2, "12 Wobble Edit", "MUE Adjudication Indicator", "'12 Wobble Edit' is not"),
        (3, "", "MUE Rationale", "'' is not a rationale"),
        (3, "x" * 201, "MUE Rationale", "is not a rationale"),
    ],
)
def test_damaged_fields(column, cell, field, reason):
    with pytest.raises(Damaged, match=f"^{NAME}, line 7, {field}: .*{reason}"):
        read(a_csv(LIMITS[0], with_cell(LIMITS[0], column, cell)))
    with pytest.raises(Damaged, match=f"^{NAME}, line 3, {field}: .*{reason}"):
        read(a_workbook(with_cell(LIMITS[0], column, cell)))


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ([HEADER[0], "MUE Values", *HEADER[2:]], ", line 4: the header has 0 of the columns Practitioner Services"),
        ([*HEADER[:2], HOSPITAL, *HEADER[2:]], ", line 4: the header has 2 of the columns"),
        ([*HEADER[:2], "Indicator", HEADER[3]], ", line 4, MUE Adjudication Indicator: the header has no such column"),
        (HEADER[:3], ", line 4, MUE Rationale: the header has no such column"),
        ([*HEADER, HEADER[3]], ", line 4, MUE Rationale: the header has 2 such columns"),
        (HEADER[1:], ", line 1, HCPCS/ CPT Code: no header with this column"),
    ],
)
def test_a_header_of_another_layout(header, says):
    with pytest.raises(Damaged, match=f"^{NAME}{says}"):
        read(a_csv(*LIMITS, header=header))


def test_a_row_with_more_columns():
    with pytest.raises(Damaged, match=f"^{NAME}, line 6: 5 cells beneath 4 columns"):
        read(a_csv([*LIMITS[0], "more"]))


@pytest.mark.parametrize("data", [b"", b"\n", a_csv(), b"no table", b"PK\x03\x04 no zip", b"a\0b"])
def test_no_limits(data):
    with pytest.raises(Damaged, match=f"^{NAME}, line (1|4|1, HCPCS/ CPT Code): "):
        read(data)


def test_every_cut_before_the_rationale_is_damage():
    start = WHOLE.rindex(b"G9990")
    assert_cuts_are_damage(read, WHOLE, range(start + 1, WHOLE.index(b'"Number')), f"^{NAME}, line 8")


def test_looks():
    assert looks("x", head_of(WHOLE))
    assert looks("x", head_of(a_workbook(*LIMITS, header=with_cell(HEADER, 1, DME))))
    assert not looks("MCR_MUE_x.csv", "HCPCS Code,Short Descriptor,SI,APC\n12345,Wobble,T,5001\n")
    assert not looks("MCR_MUE_x.csv", "")


@quickly
@given(flipped(WHOLE))
def test_flipped_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, NAME)


@quickly
@given(edited(WHOLE))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, NAME)


@quickly
@given(spoiled(LIMITS))
def test_swapped_cells_are_read_or_are_damage(limits):
    assert reads_or_is_damage(parse, a_csv(*limits), NAME)
