"""The drug prices' parser: each rule on invented drugs."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.drug_prices import COLUMNS, looks, parse, period
from codes.releases.rows import Damaged, DrugPriceRow
from tests.releases.parsers.builders import as_csv, as_xlsx, head_of, in_order, with_cell
from tests.releases.parsers.damage import assert_cuts_are_damage, edited, flipped, quickly, reads_or_is_damage, spoiled

NAME = "invented.csv"
PERIOD = "Effective January 1, 2099 through March 31, 2099"
BANNER = ["Payment Allowance Limits of Nobody", "", PERIOD, "", "Note 1: Wobble.", "Note 2: Roll, or not."]
DRUGS = [
    ["J9990", "Wobbling drug, inj", "0.5 MG", "1,234.560", "20.000", "", "", "", "", "", "See\nbelow"],
    ["12345", "Rolling vaccine", "1\xa0ML", "98.16", "0.000", "95", "98.160", "", "", "", ""],
    ["P9990", "Wobbling blood", "50 ML", "10.615", "20.000", "", "", "95", "10.615", "1", ""],
    ["A9990", "Glowing wobble", "1 microWobble", "N/A", "18.879", "", "", "", "", "", "Priced, by hand"],
]


def a_row(*values, line: int, **others) -> DrugPriceRow:
    names = ("payment_limit", "coinsurance", "vaccine_awp", "vaccine_limit", "blood_awp", "blood_limit")
    texts = {"clotting_factor": "", "notes": ""} | {
        name: others.pop(name) for name in list(others) if name not in names
    }
    return DrugPriceRow(
        *values, **texts, **{name: others.get(name) and Decimal(others[name]) for name in names}, line=line
    )


def rows() -> list[DrugPriceRow]:
    vaccine = {"vaccine_awp": "95", "vaccine_limit": "98.16"}
    blood = {"blood_awp": "95", "blood_limit": "10.615", "clotting_factor": "1"}
    by_hand = {"coinsurance": "18.879", "notes": "Priced, by hand"}
    return [
        a_row(
            "J9990",
            "Wobbling drug, inj",
            "0.5 MG",
            payment_limit="1234.56",
            coinsurance="20",
            notes="See\nbelow",
            line=8,
        ),
        a_row("12345", "Rolling vaccine", "1 ML", payment_limit="98.16", coinsurance="0", **vaccine, line=10),
        a_row("P9990", "Wobbling blood", "50 ML", payment_limit="10.615", coinsurance="20", **blood, line=11),
        a_row("A9990", "Glowing wobble", "1 microWobble", **by_hand, line=12),
    ]


def a_csv(*drugs: list[str], header: tuple[str, ...] = COLUMNS, banner: list[str] = BANNER) -> bytes:
    return as_csv([*([line] + [""] * (len(header) - 1) for line in banner), header, *drugs], encoding="cp1252")


def a_workbook(*drugs: list) -> bytes:
    return as_xlsx([*([line] for line in BANNER), COLUMNS, *drugs])


def read(data: bytes) -> list[DrugPriceRow]:
    return list(parse(BytesIO(data), NAME))


WHOLE = a_csv(*DRUGS)


def test_csv():
    assert read(WHOLE) == rows()


def test_workbook():
    assert read(a_workbook(*DRUGS)) == [replace(row, line=line) for line, row in enumerate(rows(), start=8)]


def test_workbook_with_numbers():
    [row] = read(a_workbook([12345, "Rolling vaccine", "1 ML", 98.16, 0, 95, 98.16, "", "", "", ""]))
    assert row == a_row(
        "12345",
        "Rolling vaccine",
        "1 ML",
        payment_limit="98.16",
        coinsurance="0",
        vaccine_awp="95",
        vaccine_limit="98.16",
        line=8,
    )


def test_columns_are_found_by_their_headings():
    header, *drugs = in_order([0, *reversed(range(1, 11))], COLUMNS, *DRUGS)
    assert read(a_csv(*drugs, header=[header[0], *(heading.upper() for heading in header[1:])])) == rows()


@pytest.mark.parametrize(
    ("column", "cell", "reason"),
    [
        (0, "1234", "'1234' is not shaped like a procedure code"),
        (0, "", "'' is not shaped"),
        (3, "dear", "'dear' is not a number"),
        (3, "-1", "'-1' is out of range"),
        (3, "99999999999", "is out of range"),
        (4, "N/A", "'N/A' is not a number"),
        (4, "120", "'120' is out of range"),
        (5, "95%", "'95%' is not a number"),
        (6, "dear", "'dear' is not a number"),
        (7, "101", "'101' is out of range"),
        (8, "-5", "'-5' is out of range"),
    ],
)
def test_damaged_fields(column, cell, reason):
    damaged = with_cell(DRUGS[1], column, cell)
    for data in (a_csv(DRUGS[2], damaged), a_workbook(DRUGS[2], damaged)):
        with pytest.raises(Damaged, match=f"^{NAME}, line 9, {COLUMNS[column]}: .*{reason}"):
            read(data)


def test_a_row_with_more_columns():
    with pytest.raises(Damaged, match=f"^{NAME}, line 8: 12 cells beneath 11 columns"):
        read(a_csv([*DRUGS[1], "more"]))


@pytest.mark.parametrize(
    ("header", "says"),
    [
        ((*COLUMNS[:4], *COLUMNS[5:]), ", line 7, Co-insurance Percentage: the header has no such column"),
        ((*COLUMNS, "Notes"), ", line 7, Notes: the header has 2 such columns"),
        ((*COLUMNS, "Wobble Limit"), ", line 7, Wobble Limit: the layout has no such column"),
        (("Code", *COLUMNS[1:]), ", line 1: no header that begins with HCPCS Code"),
    ],
)
def test_a_header_of_another_layout(header, says):
    with pytest.raises(Damaged, match=f"^{NAME}{says}"):
        read(a_csv(*DRUGS, header=header))


@pytest.mark.parametrize("data", [b"", b"\n", a_csv(), b"no table", b"PK\x03\x04 no zip", b"a\0b"])
def test_no_drugs(data):
    with pytest.raises(Damaged, match=f"^{NAME}, line [17]: "):
        read(data)


def test_every_cut_in_the_last_line_is_damage():
    whole = a_csv(*DRUGS[:3])
    assert_cuts_are_damage(read, whole, range(whole.rindex(b"P9990") + 1, len(whole) - 3), f"^{NAME}, line 11")


@pytest.mark.parametrize("end", [b"", b"\r\n\x1a", b"\r\n,,,,,,,,,,\r\n"])
def test_a_whole_last_line(end):
    assert read(WHOLE.removesuffix(b"\r\n") + end) == rows()


def test_looks():
    assert looks("x", head_of(WHOLE))
    assert looks("x", head_of(a_workbook(*DRUGS)))
    assert not looks("asp.csv", "_2099_CODE,Short Description,LABELER NAME,NDC2,Drug Name,HCPCS dosage,PKG SIZE\n")
    assert not looks("asp.csv", "Drug Generic (Trade) Name,Dosage,Payment Limit\n")
    assert not looks("asp.csv", "")


@pytest.mark.parametrize(
    ("banner", "days"),
    [
        (PERIOD, (date(2099, 1, 1), date(2099, 3, 31))),
        ("effective october 1, 2098 through  DECEMBER 31, 2098", (date(2098, 10, 1), date(2098, 12, 31))),
        ("Effective soon", None),
        ("", None),
    ],
)
def test_period(banner, days):
    assert period(BytesIO(a_csv(*DRUGS, banner=[BANNER[0], banner])), NAME) == days


def test_period_of_a_workbook():
    assert period(BytesIO(a_workbook(*DRUGS)), NAME) == (date(2099, 1, 1), date(2099, 3, 31))


def test_a_period_is_read_above_the_header_alone():
    assert period(BytesIO(a_csv([PERIOD], banner=[BANNER[0]])), NAME) is None
    assert period(BytesIO(b"Wobble\n"), NAME) is None


@pytest.mark.parametrize(
    ("banner", "reason"),
    [
        ("Effective Wobble 1, 2099 through March 31, 2099", "'Wobble' is not a month"),
        ("Effective February 30, 2099 through March 31, 2099", "February 30, 2099 is not a day of the calendar"),
        ("Effective April 1, 2099 through March 31, 2099", "ends before it begins"),
    ],
)
def test_a_damaged_period(banner, reason):
    with pytest.raises(Damaged, match=f"^{NAME}, line 2: .*{reason}"):
        period(BytesIO(a_csv(*DRUGS, banner=[BANNER[0], banner])), NAME)


def period_and_rows(stream: BytesIO, name: str) -> list:
    """Both readings of a file."""
    return [period(stream, name), *parse(BytesIO(stream.getvalue()), name)]


@quickly
@given(flipped(WHOLE))
def test_flipped_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(period_and_rows, data, NAME)


@quickly
@given(edited(WHOLE))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(period_and_rows, data, NAME)


@quickly
@given(spoiled(DRUGS))
def test_swapped_cells_are_read_or_are_damage(drugs):
    assert reads_or_is_damage(parse, a_csv(*drugs), NAME)
