"""The procedure-to-procedure edits' parser: each rule on invented pairs."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.ncci_ptp import looks, parse, setting_of
from codes.releases.rows import Damaged, PtpEditRow
from tests.releases.parsers.builders import as_xlsx, head_of, with_cell
from tests.releases.parsers.damage import edited, flipped, quickly, reads_or_is_damage, spoiled

NAME = "ccipra-invented.txt"
HEADER = [
    ["Nobody's copyright.  All rights reserved.", "", "", "", "", "", ""],
    ["Column1/Column2 Edits", "", "", "", "", "", ""],
    ["Column 1", "Column 2", "*=in existence", "Effective", "Deletion", "Modifier", "PTP Edit Rationale"],
    ["", "", "prior to 1996", "Date", "Date", "0=not allowed", ""],
    ["", "", "", "", "*=no data", "1=allowed", ""],
    ["", "", "", "", "", "9=not applicable", ""],
]
EDITS = [
    ["0101A", "0102T", "", "20220101", "20231231", "1", "Wobbling rule"],
    ["0101A", "99990", "*", "19960101", "*", "0", "Wobbling rule"],
    ["12345", "G9990", "", "20240229", "20240229", "9", "Rolling rule"],
]
ROWS = [
    PtpEditRow("practitioner", "0101A", "0102T", False, date(2022, 1, 1), date(2023, 12, 31), 1, "Wobbling rule", 7),
    PtpEditRow("practitioner", "0101A", "99990", True, date(1996, 1, 1), None, 0, "Wobbling rule", 8),
    PtpEditRow("practitioner", "12345", "G9990", False, date(2024, 2, 29), date(2024, 2, 29), 9, "Rolling rule", 9),
]


def a_text(*edits: list[str], header: list[list[str]] = HEADER) -> bytes:
    return "".join("\t".join(cells) + "\r\n" for cells in [*header, *edits]).encode()


def a_workbook(*edits: list, header: list[list[str]] = HEADER) -> bytes:
    return as_xlsx([*header, *edits])


def read(data: bytes, name: str = NAME) -> list[PtpEditRow]:
    return list(parse(BytesIO(data), name))


WHOLE = a_text(*EDITS)


def test_text():
    assert read(WHOLE) == ROWS


def test_unix_line_ends():
    assert read(WHOLE.replace(b"\r\n", b"\n")) == ROWS


def test_workbook():
    assert read(a_workbook(*EDITS)) == ROWS


def test_workbook_with_numbers_and_days():
    [row] = read(a_workbook([12345, 23456, None, 20220101, date(2023, 12, 31), 1, "Wobbling rule"]))
    assert (row.column_one, row.column_two) == ("12345", "23456")
    assert (row.effective, row.deletion, row.modifier_indicator) == (date(2022, 1, 1), date(2023, 12, 31), 1)


def test_workbook_whose_headings_stand_in_one_line():
    headings = [" ".join(lines).strip() for lines in zip(*HEADER[2:], strict=True)]
    assert [row.line for row in read(a_workbook(*EDITS, header=[HEADER[0], headings]))] == [3, 4, 5]


@pytest.mark.parametrize(
    ("name", "setting"),
    [
        ("ccipra-v999r0-f1.txt", "practitioner"),
        ("CCIOPH-V999R0-F1.TXT", "hospital"),
        ("medicare-ncci-2099q3-practitioner-ptp-edits-ccipra-v999r0-f1.txt", "practitioner"),
        ("medicare-ncci-2099q3-hospital-ptp-edits.xlsx", "hospital"),
    ],
)
def test_the_name_tells_the_setting(name, setting):
    assert setting_of(name) == setting
    assert {row.setting for row in read(WHOLE, name)} == {setting}


@pytest.mark.parametrize(("name", "says"), [("edits.txt", "neither ccipra nor ccioph"), ("ccipra-ccioph.txt", "both")])
def test_a_name_without_a_setting(name, says):
    with pytest.raises(Damaged, match=f"^{name}, line 1: cannot tell whether practitioner or hospital: .*{says}"):
        read(WHOLE, name)


@pytest.mark.parametrize("value", ["12345", "0123F", "0123T", "0123U", "0123M", "0123A", "A1234", "V1234"])
def test_code_shapes(value):
    [row] = read(a_text(with_cell(EDITS[0], 1, value)))
    assert row.column_two == value


def test_deletion_before_the_effective_date():
    [row] = read(a_text(with_cell(EDITS[0], 4, "20211231")))
    assert (row.effective, row.deletion) == (date(2022, 1, 1), date(2021, 12, 31))


@pytest.mark.parametrize("encoding", ["utf-8", "cp1252"])
def test_a_rationale_with_an_accent(encoding):
    data = a_text(EDITS[0], with_cell(EDITS[0], 6, "Règle")).decode().encode(encoding)
    assert [row.rationale for row in read(data)] == ["Wobbling rule", "Règle"]


@pytest.mark.parametrize("end", [b"\x1a", b"\r\n", b"\t\t\t\t\t\t\r\n", b"\t\t\t\t\t\t", b" \r\n\x1a"])
def test_blank_lines_at_the_end(end):
    assert read(WHOLE + end) == ROWS


@pytest.mark.parametrize(
    ("column", "cell", "field", "reason"),
    [
        (0, "1234", "Column 1", "'1234' is not shaped like a procedure code"),
        (0, "", "Column 1", "'' is not shaped"),
        (0, "W1234", "Column 1", "'W1234' is not shaped"),
        (1, "1234X", "Column 2", "'1234X' is not shaped"),
        (2, "x", r"\*=in existence prior to 1996", "'x' is none of blank, \\*"),
        (3, "*", "Effective Date", r"'\*' is not a date"),
        (3, "20230229", "Effective Date", "not a day of the calendar"),
        (4, "", "Deletion Date", "'' is not a date"),
        (4, "never", "Deletion Date", "'never' is not a date"),
        (5, "2", "Modifier", "'2' is none of 0, 1, 9"),
        (5, "", "Modifier", "'' is none of 0, 1, 9"),
        (6, "", "PTP Edit Rationale", "'' is not a rationale"),
        (6, "a\x00b", "PTP Edit Rationale", "is not a rationale"),
        (6, "x" * 201, "PTP Edit Rationale", "is not a rationale"),
    ],
)
def test_damaged_fields(column, cell, field, reason):
    with pytest.raises(Damaged, match=f"^{NAME}, line 8, {field}: .*{reason}"):
        read(a_text(EDITS[0], with_cell(EDITS[0], column, cell)))


def test_a_damaged_field_of_a_workbook():
    with pytest.raises(Damaged, match=f"^{NAME}, line 8, Modifier: '7' is none of 0, 1, 9"):
        read(a_workbook(EDITS[0], with_cell(EDITS[0], 5, "7")))


@pytest.mark.parametrize(("cells", "number"), [(EDITS[0][:6], 6), ([*EDITS[0], "more"], 8)])
def test_a_line_with_other_columns(cells, number):
    with pytest.raises(Damaged, match=f"^{NAME}, line 8: {number} columns instead of 7"):
        read(a_text(EDITS[0], cells))


def test_text_that_cannot_be_decoded():
    with pytest.raises(Damaged, match=f"^{NAME}, line 8: not utf-8 or cp1252 text"):
        read(WHOLE.replace(b"99990", b"9999\x81"))


def moved(first: int, second: int) -> list[list[str]]:
    header = [list(cells) for cells in HEADER]
    for cells in header[2:]:
        cells[first], cells[second] = cells[second], cells[first]
    return header


@pytest.mark.parametrize("form", [a_text, a_workbook])
@pytest.mark.parametrize(
    ("header", "line", "says"),
    [
        (moved(3, 4), 3, ", Effective Date: the heading is 'Deletion"),
        (moved(1, 5), 3, ", Column 2: the heading is 'Modifier"),
        (
            [*HEADER[:2], HEADER[2][:6], *[cells[:6] for cells in HEADER[3:]]],
            3,
            "(header has 6|heading is '')",
        ),
        ([*HEADER[:2], [*HEADER[2], "New"], *HEADER[3:]], 3, ": the header has 8 columns instead of 7"),
        (HEADER[:2], 1, ": no header that begins with Column 1"),
        (moved(0, 1), 1, ": no header that begins with Column 1"),
    ],
)
def test_a_header_of_another_layout(form, header, line, says):
    with pytest.raises(Damaged, match=f"^{NAME}, line {line}.*{says}"):
        read(form(*EDITS, header=header))


@pytest.mark.parametrize(
    "data", [b"", b"\r\n", a_text(), a_workbook(), b"no table", b"PK\x03\x04 no zip"], ids=range(6)
)
def test_no_edits(data):
    with pytest.raises(Damaged, match=f"^{NAME}, line 1: "):
        read(data)


def test_a_cut_line():
    with pytest.raises(Damaged, match=f"^{NAME}, line 9, PTP Edit Rationale: the last line is cut"):
        read(WHOLE[:-6])


def test_a_last_line_that_is_whole_without_its_line_end():
    again = a_text(*EDITS, EDITS[0])
    assert len(read(again.removesuffix(b"\r\n"))) == 4


def test_every_cut_is_damage_or_leaves_whole_lines():
    for length in range(len(WHOLE)):
        try:
            rows = read(WHOLE[:length])
        except Damaged:
            continue
        assert rows == ROWS[: len(rows)]


def test_rows_come_before_the_damage_behind_them():
    rows = parse(BytesIO(a_text(EDITS[0], with_cell(EDITS[0], 5, "7"))), NAME)
    assert next(rows) == ROWS[0]
    with pytest.raises(Damaged):
        next(rows)


def test_looks():
    additions = "Nobody's\t\t\nColumn 1\tColumn 2\tModifier Indicator\n12345\t23456\t1\n"
    assert looks("x.txt", head_of(WHOLE))
    assert looks("x.xlsx", head_of(a_workbook(*EDITS)))
    assert not looks(NAME, additions)
    assert not looks(NAME, "HCPCS Code,Short Descriptor,SI,APC\n12345,Wobble,T,5001\n")
    assert not looks(NAME, "")


@quickly
@given(flipped(WHOLE))
def test_flipped_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, NAME)


@quickly
@given(edited(WHOLE))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, NAME)


@quickly
@given(spoiled(EDITS))
def test_swapped_cells_are_read_or_are_damage(edits):
    assert reads_or_is_damage(parse, a_text(*edits), NAME)
