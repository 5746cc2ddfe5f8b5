"""The add-on code edits' parser: each rule on invented codes."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings

from codes.releases.parsers.ncci_add_on import COLUMNS, looks, parse
from codes.releases.rows import AddOnEditRow, Damaged
from tests.releases.parsers.builders import as_xlsx, head_of, with_cell
from tests.releases.parsers.damage import assert_cuts_are_damage, edited, flipped, quickly, reads_or_is_damage, spoiled

NAME = "AOC_V2099Q1-MCR.txt"
NOTICE = "Nobody's codes are copyright of nobody."
EDITS = [
    ["1", "0102T", "", "12345", "", "2013091", "", ""],
    ["2", "G9990", "", "CCCCC", "", "2020366", "", "Wobbled by contractors"],
    ["3", "23456", "2022365", "0101A", "2021365", "2013001", "2023365", "(Roll only)"],
]
ROWS = [
    AddOnEditRow("0102T", "12345", 1, date(2013, 4, 1), None, "", 2),
    AddOnEditRow("G9990", "", 2, date(2020, 12, 31), None, "Wobbled by contractors", 3),
    AddOnEditRow("23456", "0101A", 3, date(2013, 1, 1), date(2021, 12, 31), "(Roll only)", 4),
]
SHORT = b"primary_code\tadd_on_code\taoc_edit_type\n12345\t0102T\t1\nCCCCC\tG9990\t2\n"


def a_line(edit: list[str]) -> str:
    return "".join(cell.ljust(width) for cell, width in zip(edit, (1, 5, 7, 5, 7, 7, 7, 0), strict=True))


def a_text(*edits: list[str], notice: str = f"{NOTICE}\r\n") -> bytes:
    return (notice + "".join(a_line(edit) + "\r\n" for edit in edits)).encode()


def a_workbook(*rows: list) -> bytes:
    return as_xlsx(rows)


def read(data: bytes) -> list[AddOnEditRow]:
    return list(parse(BytesIO(data), NAME))


WHOLE = a_text(*EDITS)


def test_text():
    assert a_line(EDITS[1]) == "2G9990       CCCCC       2020366       Wobbled by contractors"
    assert read(WHOLE) == ROWS


def test_text_without_a_notice():
    assert [row.line for row in read(a_text(*EDITS, notice=""))] == [1, 2, 3]


def test_text_with_a_long_notice_and_blank_lines():
    assert [row.line for row in read(a_text(*EDITS, notice="One\r\n\r\nTwo\r\n") + b"\r\n\x1a")] == [4, 5, 6]


def test_text_without_blanks_at_the_ends_of_lines():
    assert read(a_text(*EDITS).replace(b"2013091       \r\n", b"2013091\r\n")) == ROWS


def test_workbook():
    assert read(a_workbook(COLUMNS, *EDITS)) == ROWS
    assert [row.line for row in read(a_workbook([NOTICE], COLUMNS, *EDITS))] == [3, 4, 5]


def test_workbook_with_numbers_other_headings_and_another_order():
    dates = ["AOC_DelDT_Julian", "Primary Code DelDT (Julian)", "AOC Edit EffDT Julian", "AOC Edit DelDT (Julian)"]
    headings = ["Add-on Code", "AOC Edit Type", "Primary Code", *dates, "Special Instruction Notes"]
    data = a_workbook(headings, [23456, 1, 12345, 2022365, "", 2013091, "", "Note"])
    assert read(data) == [AddOnEditRow("23456", "12345", 1, date(2013, 4, 1), date(2022, 12, 31), "Note", 2)]


def test_re_export():
    assert read(SHORT) == [
        AddOnEditRow("0102T", "12345", 1, None, None, "", 2),
        AddOnEditRow("G9990", "", 2, None, None, "", 3),
    ]


@pytest.mark.parametrize(
    ("ends", "deletion"),
    [
        (("", "", ""), None),
        (("2022001", "", ""), date(2022, 1, 1)),
        (("", "2022001", ""), date(2022, 1, 1)),
        (("", "", "2022001"), date(2022, 1, 1)),
        (("2022003", "2022002", "2022004"), date(2022, 1, 2)),
    ],
)
def test_an_edit_ends_with_the_first_of_its_codes(ends, deletion):
    add_on, primary, edit = ends
    [row] = read(a_text(["1", "0102T", add_on, "12345", primary, "2013091", edit, ""]))
    assert row.deletion == deletion


@pytest.mark.parametrize(
    ("column", "cell", "field", "reason"),
    [
        (0, "4", "AOC_Edit_Type", "'4' is not one of 1, 2, 3"),
        (1, "0102X", "Add-On_Code", "'0102X' is not shaped like a procedure code"),
        (1, "CCCCC", "Add-On_Code", "'CCCCC' is not shaped"),
        (2, "2022-01", "AOC_DelDT", r"'2022-01' is not a date \(YYYYDDD\)"),
        (3, "", "Primary_Code", "'' is not shaped"),
        (3, "CCCC", "Primary_Code", "'CCCC' is not shaped"),
        (4, "2023366", "Primary_Code_DelDT", "'2023366' is not a day of the calendar"),
        (5, "", "AOC_Edit_EffDT", "no date"),
        (5, "2022000", "AOC_Edit_EffDT", "not a day of the calendar"),
        (5, "0000000", "AOC_Edit_EffDT", "not a day of the calendar"),
        (5, "0001000", "AOC_Edit_EffDT", "not a day of the calendar"),
        (5, "9999366", "AOC_Edit_EffDT", "not a day of the calendar"),
        (6, "202299", "AOC_Edit_DelDT", "'202299' is not a date"),
    ],
)
def test_damaged_fields(column, cell, field, reason):
    damaged = with_cell(EDITS[0], column, cell)
    for data in (a_text(EDITS[0], damaged), a_workbook([NOTICE], COLUMNS, damaged)):
        with pytest.raises(Damaged, match=f"^{NAME}, line 3, {field}: .*{reason}"):
            read(data)


@pytest.mark.parametrize(
    ("line", "field"),
    [("1234\t0102T\t1", "Primary_Code"), ("12345\t\t1", "Add-On_Code"), ("12345\t0102T", "AOC_Edit_Type")],
)
def test_damaged_fields_of_the_re_export(line, field):
    with pytest.raises(Damaged, match=f"^{NAME}, line 4, {field}: "):
        read(SHORT + line.encode() + b"\n")


def test_a_line_of_the_re_export_with_more_columns():
    with pytest.raises(Damaged, match=f"^{NAME}, line 4: 4 cells beneath 3 columns"):
        read(SHORT + b"12345\t0102T\t1\t2\n")


@pytest.mark.parametrize(
    ("headings", "line", "says"),
    [
        (COLUMNS[:7], 1, ", Special_Instruction_Notes: the header has no such column"),
        ([*COLUMNS, "Payer"], 1, ", Payer: the layout has no such column"),
        ([*COLUMNS, "Primary Code"], 1, ", Primary_Code: the header has 2 such columns"),
        (COLUMNS[2:], 1, ": no header with Primary_Code, Add-On_Code, AOC_Edit_Type"),
        (["Primary_Code", "AOC_Edit_Type"], 1, ": no header with"),
    ],
)
def test_a_header_of_another_layout(headings, line, says):
    with pytest.raises(Damaged, match=f"^{NAME}, line {line}{says}"):
        read(a_workbook(headings, EDITS[0]))


def test_a_record_below_twenty_lines_of_something_else():
    with pytest.raises(Damaged, match=f"^{NAME}, line 21, AOC_Edit_Type: "):
        read(a_text(*EDITS, notice="Wobble\r\n" * 25))


@pytest.mark.parametrize(
    "data", [b"", b"\r\n", NOTICE.encode(), SHORT.split(b"\n")[0], a_workbook(COLUMNS)], ids=range(5)
)
def test_no_edits(data):
    with pytest.raises(Damaged, match=f"^{NAME}, line 1: "):
        read(data)


def test_every_cut_before_the_note_is_damage_or_leaves_whole_lines():
    start = WHOLE.index(b"3234")
    assert_cuts_are_damage(read, WHOLE, range(start + 1, start + 32), f"^{NAME}, line 4")


def test_looks():
    assert looks("x.txt", head_of(WHOLE))
    assert looks("x.txt", head_of(a_text(*EDITS, notice="").replace(b"2013091       \r\n", b"2013091\r\n")))
    assert looks("x.tsv", head_of(SHORT))
    assert looks("x.xlsx", head_of(a_workbook([NOTICE], COLUMNS, *EDITS)))
    assert not looks(NAME, "12345\tG9990\t\t20220101\t*\t1\tWobbling rule\n")
    assert not looks(NAME, "00001 A00     0 Wobble\n00002 A000    1 Left wobble\n")
    assert not looks(NAME, "HCPCS Code,Short Descriptor,SI,APC\n")
    assert not looks(NAME, "")


@quickly
@given(flipped(WHOLE, SHORT))
def test_flipped_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, NAME)


@quickly
@given(edited(WHOLE, SHORT))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, NAME)


@settings(quickly, max_examples=30)
@given(spoiled(EDITS))
def test_swapped_cells_are_read_or_are_damage(edits):
    assert reads_or_is_damage(parse, a_workbook(COLUMNS, *edits), NAME)
