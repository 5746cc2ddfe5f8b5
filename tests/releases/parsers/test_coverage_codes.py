"""The parser of the code tables of coverage documents: each rule on an invented table."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.coverage_codes import looks, parse
from codes.releases.rows import CoverageCodeRow, Damaged, LeftOut
from tests.releases.parsers.builders import as_csv, as_xlsx, with_cell
from tests.releases.parsers.damage import cut, damage_of, edited, flipped, quickly, reads_or_is_damage, spoiled


def columns(header: str) -> list[str]:
    return header.split(",")


PROCEDURES = columns(
    "article_id,article_version,hcpc_code_id,hcpc_code_version,hcpc_code_group,range,last_updated,long_description,"
    "short_description"
)
COVERED = columns(
    "article_id,article_version,icd10_code_id,icd10_code_version,icd10_covered_group,range,last_updated,sort_order,"
    "description,asterisk"
)
NONCOVERED = [column.replace("covered", "noncovered") for column in COVERED[:-1]]
MODIFIERS = columns(
    "article_id,article_version,hcpc_modifier_code_id,hcpc_modifier_code_version,hcpc_modifier_group,last_updated,"
    "description"
)
LCD_PROCEDURES = [column.replace("article", "lcd") for column in PROCEDURES]
LCD_SUPPORT = [column.replace("article", "lcd").replace("covered", "support") for column in COVERED]
LCD_DONT_SUPPORT = [column.replace("article", "lcd").replace("noncovered", "dont_support") for column in NONCOVERED]
UPDATED = "2099-07-01 00:00:00"


def a_csv(header: list[str], *rows: list[str]) -> bytes:
    return as_csv([header, *rows])


def read(data: bytes, name: str = "invented.csv") -> list[CoverageCodeRow | LeftOut]:
    return list(parse(BytesIO(data), name))


ROWS = [
    ["99002", "12", "9999F", "102", "1", "N", UPDATED, "words", "words"],
    ["99002", "12", "J9999", "102", "2", "N", UPDATED, "words", "words"],
]


def test_it_works():
    assert read(a_csv(PROCEDURES, *ROWS)) == [
        CoverageCodeRow("A99002", 12, "procedure", "9999F", 1, 2),
        CoverageCodeRow("A99002", 12, "procedure", "J9999", 2, 3),
    ]


@pytest.mark.parametrize(
    ("header", "number", "code", "role"),
    [
        (PROCEDURES, "A99002", "J9999", "procedure"),
        (COVERED, "A99002", "Z99.9", "supports"),
        (NONCOVERED, "A99002", "Z99", "does_not_support"),
        (MODIFIERS, "A99002", "9Z", "modifier"),
        (LCD_PROCEDURES, "L99002", "J9999", "procedure"),
        (LCD_SUPPORT, "L99002", "Z99.9X1A", "supports"),
        (LCD_DONT_SUPPORT, "L99002", "Z99.9", "does_not_support"),
    ],
)
def test_each_table_has_its_role(header, number, code, role):
    row = ["99002", "12", code, "18", "3", *["words"] * (len(header) - 5)]
    assert read(a_csv(header, row)) == [CoverageCodeRow(number, 12, role, code, 3, 2)]
    assert read(a_csv(header[::-1], row[::-1])) == [CoverageCodeRow(number, 12, role, code, 3, 2)]
    assert read(a_csv([column.upper() for column in header], row))[0].role == role


@pytest.mark.parametrize(
    ("name", "role"),
    [
        ("all_lcd_csv/LCD_x_icd10_dont_support.csv", "does_not_support"),
        ("lcd_x_icd10_support.csv", "supports"),
        ("article_x_icd10_noncovered.csv", "does_not_support"),
        ("article_x_icd10_covered.csv", "supports"),
    ],
)
def test_the_name_tells_the_role_where_there_is_no_group(name, role):
    header = [column for column in LCD_SUPPORT if not column.endswith("group")]
    [row] = read(a_csv(header, ["99002", "12", "Z99.9", "18", *["words"] * 5]), name)
    assert row == CoverageCodeRow("L99002", 12, role, "Z99.9", 0, 2)


def test_a_workbook_gives_the_same_rows():
    numbers = [[int(cell) if cell.isdigit() else cell for cell in row] for row in ROWS]
    assert read(as_xlsx([PROCEDURES, *numbers]), "invented.xlsx") == read(a_csv(PROCEDURES, *ROWS))


def test_a_code_without_a_group_is_in_group_0():
    [row] = read(a_csv(PROCEDURES, with_cell(ROWS[0], 4, "")))
    assert row.group == 0


def test_a_code_listed_again_in_the_group_is_left_out():
    again = read(a_csv(PROCEDURES, *ROWS, ROWS[0], with_cell(ROWS[0], 4, "2")))
    assert again[2:] == [
        LeftOut("code listed again in the same group", "9999F", 4),
        CoverageCodeRow("A99002", 12, "procedure", "9999F", 2, 5),
    ]


def test_not_applicable_is_no_code():
    rows = read(a_csv(PROCEDURES, ["99002", "12", "XX000", *ROWS[0][3:]]))
    assert rows == [LeftOut("no code applies to the coverage document", "XX000", 2)]


def test_the_bytes_of_a_description_do_no_harm():
    assert len(read(a_csv(PROCEDURES, *ROWS).replace(b"words", b"w\x81\xffrds"))) == 2


@pytest.mark.parametrize(
    ("header", "at", "text", "reason"),
    [
        (PROCEDURES, 0, "A99002", "'A99002' is not the number of a document"),
        (PROCEDURES, 0, "", "'' is not the number"),
        (LCD_PROCEDURES, 0, "12", "'12' is not the number"),
        (PROCEDURES, 1, "x", "'x' is not a whole number"),
        (PROCEDURES, 1, "", "'' is not a whole number"),
        (PROCEDURES, 2, "Z99.9", "'Z99.9' is not shaped like a procedure code"),
        (PROCEDURES, 2, "", "'' is not shaped like a procedure code"),
        (COVERED, 2, "J9999", "'J9999' is not shaped like an ICD-10-CM code"),
        (NONCOVERED, 2, "Z99.", "'Z99.' is not shaped like an ICD-10-CM code"),
        (MODIFIERS, 2, "9", "'9' is not shaped like a modifier"),
        (PROCEDURES, 4, "one", "'one' is not a whole number"),
        (LCD_SUPPORT, 4, "-1", "'-1' is not a whole number"),
    ],
)
def test_damage(header, at, text, reason):
    row = ["99002", "12", "9Z" if header is MODIFIERS else "Z99" if "icd10_code_id" in header else "J9999", "18", "3"]
    rows = [one + ["words"] * (len(header) - 5) for one in (row, with_cell(row, at, text))]
    error = damage_of(read, a_csv(header, *rows))
    assert (error.file, error.line, error.field) == ("invented.csv", 3, header[at])
    assert reason in error.reason


@pytest.mark.parametrize("length", range(1, 6))
def test_a_row_that_ends_early_is_damage(length):
    with pytest.raises(Damaged, match="^invented.csv, line 3, hcpc_code_id: the row ends early$"):
        read(a_csv(PROCEDURES, ROWS[0], ROWS[1][:length]))


@pytest.mark.parametrize(
    ("header", "field", "reason"),
    [
        (PROCEDURES[1:], "article_id", "the header has none of article_id, lcd_id"),
        ([*PROCEDURES, "lcd_id"], "article_id", "the header has more than one of article_id, lcd_id"),
        (["article_id", *PROCEDURES[2:]], "article_version", "the header has no such column"),
        (PROCEDURES[:2] + PROCEDURES[3:], "hcpc_code_id", "the header has none of hcpc_code_id"),
        (PROCEDURES[:4] + PROCEDURES[5:], "hcpc_code_group", "the header has none of hcpc_code_group"),
        (COVERED[:4] + COVERED[5:], "icd10_covered_group", "the header has none of icd10_covered_group"),
        ([*COVERED, "icd10_noncovered_group"], "icd10_covered_group", "the header has more than one of"),
        ([*PROCEDURES, "article_version"], "article_version", "the header has 2 such columns"),
        ([*PROCEDURES, "HCPC_CODE_ID"], "hcpc_code_id", "the header has 2 such columns"),
    ],
)
def test_a_header_that_is_another_is_damage(header, field, reason):
    error = damage_of(read, a_csv(header, *ROWS))
    assert (error.file, error.line, error.field) == ("invented.csv", 1, field)
    assert error.reason.startswith(reason)


@pytest.mark.parametrize("data", [b"", a_csv(PROCEDURES)])
def test_a_table_without_codes_is_damage(data):
    with pytest.raises(Damaged, match="^invented.csv, line 1: no code$"):
        read(data)


@pytest.mark.parametrize(
    ("header", "ours"),
    [
        *((header, True) for header in (PROCEDURES, COVERED, NONCOVERED, MODIFIERS)),
        *((header, True) for header in (LCD_PROCEDURES, LCD_SUPPORT, LCD_DONT_SUPPORT)),
        (columns("article_id,article_version,hcpc_code_group,paragraph,last_updated"), False),
        (columns("article_id,article_version,code_table_row,hcpc_code_id,brand_name,last_updated"), False),
        (columns("article_id,article_version,icd10_pcs_code_id,icd10_pcs_code_group"), False),
        (columns("lcd_id,lcd_version,icd9_code_id,icd9_support_group"), False),
        (columns("lcd_id,lcd_version,icd10_code_id,description"), False),
        (columns("document_display_id,document_id,url"), False),
        ([""], False),
    ],
)
def test_looks(header, ours):
    assert looks("any.csv", ",".join(f'"{column}"' for column in header) + "\r\n1,2") is ours
    assert looks("any.xlsx", "\t".join(header) + "\n1\t2") is ours


def test_looks_at_the_name_where_there_is_no_group():
    head = "lcd_id,lcd_version,icd10_code_id,description\n"
    assert looks("lcd_x_icd10_dont_support.csv", head)


WHOLE = a_csv(PROCEDURES, *ROWS, ["99003", "1", "XX000", "102", "1", "N", UPDATED, "wörds", "wo\nrds"])


@quickly
@given(flipped(WHOLE) | cut(WHOLE))
def test_flipped_and_cut_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")


@quickly
@given(edited(WHOLE))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")


@quickly
@given(spoiled(ROWS))
def test_swapped_cells_are_read_or_are_damage(rows):
    assert reads_or_is_damage(parse, a_csv(PROCEDURES, *rows), "invented.csv")
