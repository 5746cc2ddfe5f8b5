"""Addendum B's parser: each rule on invented codes and amounts."""

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.addendum_b import looks, parse
from codes.releases.rows import Damaged, OutpatientRow
from tests.releases.parsers.builders import as_csv, as_xlsx, head_of, in_order, with_cell
from tests.releases.parsers.damage import assert_cuts_are_damage, edited, flipped, quickly, reads_or_is_damage, spoiled

NAME = "invented.csv"
BANNER = [["", "Addendum of nobody"], ["", "Nobody's words. All rights, reserved."], ["", "Wobble."], ["", "Roll."]]
HEADER = [
    "HCPCS Code",
    "Short Descriptor",
    "SI",
    "APC",
    "Relative Weight",
    "Payment Rate",
    "National Unadjusted Copayment",
    "Minimum Unadjusted Copayment",
    "IRA Coinsurance percentage ",
    "Adjusted Beneficiary Copayment",
    "Drug and Device Pass-Through Expiration during Calendar Year",
    "Note",
    "* Indicates a Change",
]
NAMES = [heading.strip() for heading in HEADER]
CODES = [
    ["0102T", "Wobble, left", "E1", "", " ", "", "", "", "", "", "", "", ""],
    ["12345", "Wobble", "J1", "5001", "12.3456", "$1,234.560", "$99.00", "$246.91", "", "$200.00", "", "Capped.", "*"],
    ["G9990", "Roll", "K", "9001", "", "$12.345", ".", "$2.47", "15.139%", "$0.00", "*", "", ""],
]


def a_row(*values, line: int, **others) -> OutpatientRow:
    blank = {"apc": "", "pass_through_until": "", "note": "", "changed": False}
    amounts = ("relative_weight", "payment", "national_copayment", "minimum_copayment")
    blank |= dict.fromkeys((*amounts, "inflation_coinsurance", "adjusted_copayment"))
    texts = ("pass_through_until", "note", "changed", "apc")
    others = {name: value if name in texts else Decimal(value) for name, value in others.items()}
    return OutpatientRow(*values, **(blank | others), line=line)


ROWS = [
    a_row("0102T", "Wobble, left", "E1", line=6),
    a_row(
        "12345",
        "Wobble",
        "J1",
        apc="5001",
        relative_weight="12.3456",
        payment="1234.56",
        national_copayment="99",
        minimum_copayment="246.91",
        adjusted_copayment="200",
        note="Capped.",
        changed=True,
        line=7,
    ),
    a_row(
        "G9990",
        "Roll",
        "K",
        apc="9001",
        payment="12.345",
        minimum_copayment="2.47",
        inflation_coinsurance="15.139",
        adjusted_copayment="0",
        pass_through_until="*",
        line=8,
    ),
]


def a_csv(*codes: list[str], header: list[str] = HEADER) -> bytes:
    return as_csv([*(line + [""] * (len(header) - 2) for line in BANNER), header, *codes], encoding="cp1252")


def a_workbook(*codes: list) -> bytes:
    return as_xlsx([*BANNER, HEADER, *codes])


def read(data: bytes) -> list[OutpatientRow]:
    return list(parse(BytesIO(data), NAME))


WHOLE = a_csv(*CODES)


def test_csv():
    assert read(WHOLE) == ROWS


def test_workbook():
    assert read(a_workbook(*CODES)) == ROWS


def test_workbook_with_numbers():
    number = [12345, "Wobble", "J1", 5001, 12.3456, 1234.56, 99, 246.91, 0.15139, 200, None, "Capped.", "*"]
    [row] = read(a_workbook(number))
    assert row == a_row(
        "12345",
        "Wobble",
        "J1",
        apc="5001",
        relative_weight="12.3456",
        payment="1234.56",
        national_copayment="99",
        minimum_copayment="246.91",
        inflation_coinsurance="15.139",
        adjusted_copayment="200",
        note="Capped.",
        changed=True,
        line=6,
    )


def test_hard_spaces_of_old_systems():
    [row] = read(a_csv(["G9990ÿ", "Roll, 2 mgÿ", *CODES[0][2:]]))
    assert (row.value, row.descriptor) == ("G9990", "Roll, 2 mg")


def test_columns_are_found_by_their_headings():
    header, *codes = in_order([0, *reversed(range(1, 13))], HEADER, *CODES)
    assert read(a_csv(*codes, header=header)) == ROWS


def test_releases_before_2023_lack_columns_and_name_others_at_length():
    header, *codes = in_order([*range(8), 11, 12], HEADER, *CODES)
    header[-2:] = ["Note: Actual copayments would be lower", "* Indicates a Change from the Previous Quarter"]
    _, row, _ = read(a_csv(*codes, header=header))
    assert (row.minimum_copayment, row.note, row.changed) == (Decimal("246.91"), "Capped.", True)
    assert (row.inflation_coinsurance, row.adjusted_copayment, row.pass_through_until) == (None, None, "")


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        (0, "1234", "'1234' is not shaped like a procedure code"),
        (0, "", "'' is not shaped"),
        (2, "", "'' is not a status indicator"),
        (2, "e1", "'e1' is not a status indicator"),
        (2, "J12", "'J12' is not a status indicator"),
        (3, "501", "'501' is not four digits"),
        (4, "heavy", "'heavy' is not a number"),
        (4, "-1", "'-1' is out of range"),
        (5, "$1,234.5x", "is not a number"),
        (5, "$1234567890", "is out of range"),
        (6, "..", "'..' is not a number"),
        (7, "free", "'free' is not a number"),
        (8, "15.139", "'15.139' is not a percentage"),
        (8, "101%", "'101%' is not a percentage"),
        (8, "-1%", "'-1%' is not a percentage"),
        (8, "%", "'' is not a number"),
        (9, "free", "'free' is not a number"),
        (10, "x" * 41, "is not one line of at most 40 characters"),
        (12, "yes", "'yes' is not an asterisk or empty"),
    ],
)
def test_damaged_fields(column, cell, reason):
    field = NAMES[column].replace("*", r"\*")
    damaged = with_cell(CODES[1], column, cell)
    for data in (a_csv(CODES[0], damaged), a_workbook(CODES[0], damaged)):
        with pytest.raises(Damaged, match=f"^{NAME}, line 7, {field}: .*{reason}"):
            read(data)


def test_a_row_with_more_columns():
    with pytest.raises(Damaged, match=f"^{NAME}, line 6: 14 cells beneath 13 columns"):
        read(a_csv([*CODES[1], "more"]))


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ([*HEADER[:4], *HEADER[5:]], ", line 5, Relative Weight: the header has no such column"),
        (HEADER[:12], r", line 5, \* Indicates a Change: the header has no such column"),
        ([*HEADER, "SI"], ", line 5, SI: the header has 2 such columns"),
        ([*HEADER, "Note: again"], ", line 5, Note: the header has 2 such columns"),
        ([*HEADER, "Wobble Rate"], ", line 5, Wobble Rate: the layout has no such column"),
        (["Code", *HEADER[1:]], ", line 1: no header that begins with HCPCS Code"),
    ],
)
def test_a_header_of_another_layout(header, says):
    with pytest.raises(Damaged, match=f"^{NAME}{says}"):
        read(a_csv(*CODES, header=header))


@pytest.mark.parametrize("data", [b"", b"\n", a_csv(), b"no table", b"PK\x03\x04 no zip", b"a\0b"])
def test_no_codes(data):
    with pytest.raises(Damaged, match=f"^{NAME}, line [15]: "):
        read(data)


def test_every_cut_in_the_last_line_is_damage():
    assert_cuts_are_damage(read, WHOLE, range(WHOLE.rindex(b"G9990") + 1, len(WHOLE) - 3), f"^{NAME}, line 8")


@pytest.mark.parametrize("end", [b"", b"\r\n\x1a", b"\r\n,,,,,,,,,,,,\r\n"])
def test_a_whole_last_line(end):
    assert read(WHOLE.removesuffix(b"\r\n") + end) == ROWS


def test_looks():
    assert looks("x", head_of(WHOLE))
    assert looks("x", head_of(a_workbook(*CODES)))
    assert not looks("addendum-b.csv", "APC,Group Title,SI,Relative Weight,Payment Rate\n5001,Wobbles,T,1.0,$1.00\n")
    assert not looks("addendum-b.csv", "")


@quickly
@given(flipped(WHOLE))
def test_flipped_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, NAME)


@quickly
@given(edited(WHOLE))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, NAME)


@quickly
@given(spoiled(CODES))
def test_swapped_cells_are_read_or_are_damage(codes):
    assert reads_or_is_damage(parse, a_csv(*codes), NAME)
