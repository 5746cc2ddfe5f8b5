"""The consolidated list: each rule on an invented table."""

import csv
from datetime import date
from io import BytesIO, StringIO

import pytest
from hypothesis import given

from codes.releases.parsers.cpt_consolidated import looks, parse
from codes.releases.rows import Damaged, DescriptorRow
from tests.releases.parsers.builders import as_bytes, as_xlsx, head_of
from tests.releases.parsers.cpt_files import CONSOLIDATED, HEADS, NOTICE, a_table, others_than
from tests.releases.parsers.damage import damaged, quickly, reads_or_is_damage

NEW_YEAR = date(2099, 1, 1)
ONE = (
    "1000001",
    "99901",
    'Invented "service" one, 2" wide',
    "INVENTED SERVICE ONE",
    "INVENTED ONE",
    "Invented, in plain words",
    "Inventado, en español",
    "20990101",
    "",
    "",
    "",
)
TWO = ("1000002", "9990U", "Invented test", "INV TEST", "TEST", "", "", "", "Test", "Laboratory", "Maker")
ROWS_OF_ONE = [
    DescriptorRow("99901", "long", 'Invented "service" one, 2" wide', NEW_YEAR, 7),
    DescriptorRow("99901", "medium", "INVENTED SERVICE ONE", NEW_YEAR, 7),
    DescriptorRow("99901", "short", "INVENTED ONE", NEW_YEAR, 7),
    DescriptorRow("99901", "consumer", "Invented, in plain words", NEW_YEAR, 7),
    DescriptorRow("99901", "consumer_spanish", "Inventado, en español", NEW_YEAR, 7),
]
ROWS = [
    *ROWS_OF_ONE,
    DescriptorRow("9990U", "long", "Invented test", None, 8),
    DescriptorRow("9990U", "medium", "INV TEST", None, 8),
    DescriptorRow("9990U", "short", "TEST", None, 8),
]


def a_list(*rows: tuple, header: tuple = CONSOLIDATED, notice: str = NOTICE) -> str:
    return a_table(header, *rows, notice=notice)


def in_commas(*rows: tuple, notice: str = NOTICE, quoting=csv.QUOTE_MINIMAL) -> str:
    file = StringIO(notice, newline="")
    file.seek(0, 2)
    csv.writer(file, quoting=quoting).writerows((CONSOLIDATED, *rows))
    return file.getvalue()


def a_row(**cells: str) -> tuple:
    return tuple(cells.get(column.replace(" ", "_"), cell) for column, cell in zip(CONSOLIDATED, TWO, strict=True))


def read(file: str | bytes, name: str = "ConsolidatedCodeList.txt") -> list[DescriptorRow]:
    return list(parse(BytesIO(as_bytes(file)), name))


def values(rows: list[DescriptorRow]) -> list[tuple]:
    return [(row.value, row.kind, row.text, row.effective) for row in rows]


def test_it_works():
    assert read(a_list(ONE, TWO)) == ROWS


@pytest.mark.parametrize("quoting", [csv.QUOTE_MINIMAL, csv.QUOTE_ALL])
def test_commas_give_the_same_rows(quoting):
    assert read(in_commas(ONE, TWO, quoting=quoting), "ConsolidatedCodeList.csv") == ROWS


def test_a_csv_file_with_tabs_gives_the_same_rows():
    assert read(a_list(ONE, TWO), "ConsolidatedCodeList.csv") == ROWS


@pytest.mark.parametrize("make", [a_list, in_commas])
def test_the_notice_may_be_missing(make):
    assert values(read(make(ONE, TWO, notice=""))) == values(ROWS)


def test_a_workbook_gives_the_same_rows():
    file = as_xlsx([CONSOLIDATED, ONE, TWO])
    assert values(read(file)) == values(ROWS)
    assert looks("ConsolidatedCodeList.xlsx", head_of(file))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_both_encodings(encoding):
    assert read(a_list(ONE, TWO).encode(encoding)) == ROWS


@pytest.mark.parametrize(
    "text", ['"Invented"', 'the 2" invented', '"Invented" and "more"', '"unclosed', 'a ""doubled"" one', "'single'"]
)
def test_quotes_survive_in_both_forms(text):
    row = a_row(Long=text)
    for file in (a_list(row, ONE), in_commas(row, ONE)):
        assert [row.text for row in read(file) if row.kind == "long"] == [text, ONE[2]]


def test_a_quoted_field_over_two_lines_keeps_the_lines_right():
    rows = read(in_commas(a_row(Long="Invented\r\nservice"), ONE))
    assert [(row.text, row.line) for row in rows if row.kind == "long"] == [("Invented service", 7), (ONE[2], 9)]


def test_columns_are_found_by_their_names_and_others_are_not_read():
    order = [7, 6, 5, 4, 3, 2, 1, 0]
    header = tuple(CONSOLIDATED[at].upper() for at in order)
    assert sorted(values(read(a_list(tuple(ONE[at] for at in order), header=header)))) == sorted(values(ROWS_OF_ONE))


def test_cut_rows_blank_rows_and_a_tab_at_each_end_are_read():
    file = a_list(ONE) + "\r\n\t\t\t\r\n" + "\t".join(TWO[:5]) + "\r\n"
    assert values(read(file)) == values(ROWS)
    assert read(a_list((*ONE, ""), (*TWO, ""))) == ROWS


@pytest.mark.parametrize(
    ("row", "damage"),
    [
        (a_row(CPT_Code="9990"), "CPT Code: '9990' is not shaped like a CPT code"),
        (a_row(CPT_Code="A9990"), "CPT Code: 'A9990' is not shaped"),
        (a_row(CPT_Code=""), "CPT Code: '' is not shaped"),
        (a_row(CPT_Code="99901"), "CPT Code: 99901 is already on line 7"),
        (a_row(Long=""), "Long: empty"),
        (a_row(Current_Descriptor_Effective_Date="20990230"), "Current Descriptor Effective Date: '20990230' is not a"),
        (a_row(Current_Descriptor_Effective_Date="soon"), "Current Descriptor Effective Date: 'soon' is not a date"),
    ],
)
def test_damage(row, damage):
    for make in (a_list, in_commas):
        with pytest.raises(Damaged, match=f"^ConsolidatedCodeList.txt, line 8, {damage}"):
            read(make(ONE, row))


@pytest.mark.parametrize("make", [a_list, in_commas])
def test_a_cell_too_many_is_damage(make):
    with pytest.raises(Damaged, match=r"^ConsolidatedCodeList.txt, line 7: 12 cells beneath 11 columns"):
        read(make(("1", "99901", "Invented", *ONE[2:]), TWO))
    with pytest.raises(Damaged, match=r"^ConsolidatedCodeList.txt, line 8: 12 cells beneath 11 columns"):
        read(make((*ONE, ""), (*TWO, "more")))


def test_a_quote_that_is_never_closed_is_damage_in_commas():
    with pytest.raises(Damaged, match=r"^ConsolidatedCodeList.txt, line 8: the row cannot be read: unexpected end"):
        read(in_commas(ONE) + '1,99902,"Invented,I,I\r\n')


@pytest.mark.parametrize("column", ["Long", "Medium", "Short", "Consumer", "Spanish Consumer", CONSOLIDATED[7]])
def test_a_header_without_a_column_or_with_two_of_it_is_damage(column):
    header = tuple("Other" if name == column else name for name in CONSOLIDATED)
    with pytest.raises(Damaged, match=f"^ConsolidatedCodeList.txt, line 6, {column}: the header has no such column"):
        read(a_list(ONE, header=header))
    header = tuple(column if name == "Test Name" else name for name in CONSOLIDATED)
    with pytest.raises(Damaged, match=f"^ConsolidatedCodeList.txt, line 6, {column}: the header has 2 such columns"):
        read(a_list(ONE, header=header))


@pytest.mark.parametrize("file", ["", NOTICE, "1\t99901\tInvented\n", b"%PDF-1.7 \xe2\xe3", b"PK\x03\x04 broken"])
def test_a_file_without_a_header_is_damage(file):
    with pytest.raises(Damaged, match=r"^ConsolidatedCodeList.txt, line 1(, CPT Code: no header|: the workbook)"):
        read(file)


def test_a_header_alone_is_damage():
    with pytest.raises(Damaged, match=r"^ConsolidatedCodeList.txt, line 6: no row beneath the header"):
        read(a_list())


@pytest.mark.parametrize("make", [a_list, in_commas])
def test_a_file_that_ends_within_a_row_is_damage(make):
    with pytest.raises(Damaged, match=r"^ConsolidatedCodeList.txt, line 8: the file ends within this row"):
        read(make(ONE, TWO).partition("INV TEST")[0])
    assert read(make(ONE, TWO).rstrip("\r\n")) == ROWS


@pytest.mark.parametrize("name", ["ConsolidatedCodeList.txt", "consolidatedcodelist.CSV", "whatever"])
def test_it_looks_like_its_own(name):
    assert looks(name, HEADS["ConsolidatedCodeList.txt"])
    assert looks(name, head_of(in_commas(ONE)))


@others_than("ConsolidatedCodeList.txt")
def test_it_does_not_look_like_others(name):
    assert not looks(name, HEADS[name])
    assert not looks("ConsolidatedCodeList.txt", HEADS[name])


@quickly
@given(damaged(a_list(ONE, TWO).encode()))
def test_damaged_files_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "ConsolidatedCodeList.txt")


@quickly
@given(damaged(in_commas(ONE, TWO, quoting=csv.QUOTE_ALL).encode()))
def test_damaged_files_with_commas_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "ConsolidatedCodeList.txt")


@quickly
@given(damaged(as_xlsx([CONSOLIDATED, ONE, TWO])))
def test_damaged_workbooks_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "ConsolidatedCodeList.txt")
