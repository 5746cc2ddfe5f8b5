"""The relative value file's parser: invented services in each form that CMS publishes."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.pprrvu import looks, parse, release_of
from codes.releases.rows import Damaged, FeeRow
from tests.releases.parsers import builders
from tests.releases.parsers.builders import head_of
from tests.releases.parsers.damage import cut, damage_of, edited, quickly, reads_or_is_damage, spoiled

# Each column: its heading, its words from the top of the header down, its width in the record behind so many blanks.
COLUMNS = [
    ("HCPCS", ["HCPCS"], 0, 5),
    ("MOD", ["MOD"], 0, 2),
    ("DESCRIPTION", ["DESCRIPTION"], 0, 50),
    ("STATUS CODE", ["STATUS", "CODE"], 0, 1),
    ("NOT USED FOR MEDICARE PAYMENT", ["NOT USED", "FOR", "MEDICARE ", "PAYMENT"], 0, 1),
    ("WORK RVU", ["WORK", "RVU"], 0, 6),
    ("NON-FAC PE RVU", ["NON-FAC", "PE RVU"], 1, 6),
    ("NON-FAC NA INDICATOR", ["NON-FAC", "NA", "INDICATOR"], 0, 2),
    ("FACILITY PE RVU", ["FACILITY", "PE RVU"], 1, 6),
    ("FACILITY NA INDICATOR", ["FACILITY ", "NA", "INDICATOR"], 0, 2),
    ("MP RVU", ["MP", "RVU"], 1, 5),
    ("NON-FACILITY TOTAL", ["NON-FACILITY", "TOTAL"], 1, 6),
    ("FACILITY TOTAL", ["FACILITY", "TOTAL"], 0, 6),
    ("PCTC IND", ["PCTC", "IND"], 0, 1),
    ("GLOB DAYS", ["GLOB", "DAYS"], 0, 3),
    ("PRE OP", ["PRE", "OP"], 0, 3),
    ("INTRA OP", ["INTRA", "OP"], 0, 3),
    ("POST OP", ["POST", "OP"], 0, 3),
    ("MULT PROC", ["MULT", "PROC"], 0, 1),
    ("BILAT SURG", ["BILAT", "SURG"], 0, 1),
    ("ASST SURG", ["ASST", "SURG"], 0, 1),
    ("CO- SURG", ["CO-", "SURG"], 0, 1),
    ("TEAM SURG", ["TEAM", "SURG"], 0, 1),
    ("PRIC IND", ["PRIC", "IND"], 0, 7),
    ("ENDO BASE", ["ENDO", "BASE"], 0, 5),
    ("CONV FACTOR", ["CONV", "FACTOR"], 0, 8),
    (
        "PHYSICIAN SUPERVISION OF DIAGNOSTIC PROCEDURES",
        ["PHYSICIAN", "SUPERVISION OF", "DIAGNOSTIC", "PROCEDURES"],
        1,
        2,
    ),
    ("CALCULATION FLAG", ["CALCULATION", "FLAG"], 0, 1),
    ("DIAGNOSTIC IMAGING FAMILY INDICATOR", ["DIAGNOSTIC", "IMAGING", "FAMILY", "INDICATOR"], 1, 2),
    (
        "NON-FACILITY PE USED FOR OPPS PAYMENT AMOUNT",
        ["NON-FACILITY", "PE USED", "FOR OPPS", "PAYMENT", "AMOUNT"],
        4,
        6,
    ),
    ("FACILITY PE USED FOR OPPS PAYMENT AMOUNT", ["FACILITY", "PE USED", "FOR OPPS", "PAYMENT", "AMOUNT"], 1, 6),
    ("MP USED FOR OPPS PAYMENT AMOUNT", ["MP USED", "FOR OPPS", "PAYMENT", "AMOUNT"], 1, 6),
]
HEADINGS = [heading for heading, *_ in COLUMNS]
TO_2025 = [heading for heading in HEADINGS if heading != "PRIC IND"]
TITLE = "2099 National Physician Fee Schedule Relative Value File October Release"

VALUES = (
    "9999T|26|Wobble, left|A||1.50|2.25||0.75|NA|0.25|4.00|2.50|1|090|0.10|0.70|0.20|2|1|0|1|2||12345|40.1234"
    "|6A|0|88|3.10|3.20|0.05"
)
ROW = dict(zip(HEADINGS, VALUES.split("|"), strict=True))
FEE = FeeRow(
    value="9999T",
    modifier="26",
    qualifying=False,
    descriptor="Wobble, left",
    status="A",
    not_used_for_medicare="",
    work=Decimal("1.50"),
    non_facility_pe=Decimal("2.25"),
    non_facility_na=False,
    facility_pe=Decimal("0.75"),
    facility_na=True,
    malpractice=Decimal("0.25"),
    non_facility_total=Decimal("4.00"),
    facility_total=Decimal("2.50"),
    pctc="1",
    global_days="090",
    preoperative=Decimal("0.10"),
    intraoperative=Decimal("0.70"),
    postoperative=Decimal("0.20"),
    multiple_procedure="2",
    bilateral="1",
    assistant="0",
    co_surgeons="1",
    team="2",
    endoscopic_base="12345",
    conversion_factor=Decimal("40.1234"),
    supervision="6A",
    calculation_flag="0",
    imaging_family="88",
    opps_non_facility_pe=Decimal("3.10"),
    opps_facility_pe=Decimal("3.20"),
    opps_malpractice=Decimal("0.05"),
    price_indicator="",
    line=0,
)
ZERO = {heading: "0.00" for heading in HEADINGS if heading.endswith((" RVU", " TOTAL", " OP", " AMOUNT"))}
PLAIN = ROW | ZERO | {
    "HCPCS": "V9998", "MOD": "", "DESCRIPTION": "", "STATUS CODE": "B", "NOT USED FOR MEDICARE PAYMENT": "+",
    "FACILITY NA INDICATOR": "", "PCTC IND": "9", "GLOB DAYS": "XXX", "MULT PROC": "9", "BILAT SURG": "9",
    "ENDO BASE": "", "PHYSICIAN SUPERVISION OF DIAGNOSTIC PROCEDURES": "09",
}  # fmt: skip
PLAIN_FEE = replace(
    FEE, value="V9998", modifier="", descriptor="", status="B", not_used_for_medicare="+", facility_na=False,
    pctc="9", global_days="XXX", multiple_procedure="9", bilateral="9", endoscopic_base="", supervision="09",
    **{name: Decimal(0) for name in FeeRow.__dataclass_fields__ if isinstance(getattr(FEE, name), Decimal)}
    | {"conversion_factor": FEE.conversion_factor},
)  # fmt: skip


def header(headings) -> list[list[str]]:
    """The five rows of column heads, each column's words standing at the bottom."""
    words = {heading: stack for heading, stack, *_ in COLUMNS}
    stacks = [[""] * (5 - len(words.get(h, [h]))) + words.get(h, [h]) for h in headings]
    return [list(row) for row in zip(*stacks, strict=True)]


def cells(rows, headings) -> list[list[str]]:
    titles = [[TITLE], ["No words of anybody's."], [], [" "], ["RELEASED 08/01/2099"]]
    return [["", "", *title] for title in titles] + header(headings) + [[row[h] for h in headings] for row in rows]


def as_csv(*rows, headings=TO_2025, end=b"\x1a,,,\r\n") -> bytes:
    return builders.as_csv(cells(rows, headings), encoding="latin-1") + end


def as_xlsx(*rows, headings=TO_2025) -> bytes:
    return builders.as_xlsx([map(number, row) for row in cells(rows, headings)])


def number(cell: str) -> str | float:
    # The workbook has relative values as numbers, and indicators as text.
    return float(cell) if re.fullmatch(r"[0-9]+[.][0-9]+", cell) else cell


def as_record(row) -> str:
    return "".join(" " * blanks + placed(heading, row, width) for heading, _, blanks, width in COLUMNS)


def placed(heading: str, row, width: int) -> str:
    cell = row[heading]
    if heading.endswith(" OP"):
        return cell[1:].rjust(width)
    return cell.ljust(width) if heading in ("HCPCS", "MOD", "DESCRIPTION", "ENDO BASE") else cell.rjust(width)


def as_text(*rows, end="\x1a") -> bytes:
    return "\r\n".join(["HDR NO WORDS OF ANYBODY'S", "HDR RESERVED.", *map(as_record, rows), end]).encode("latin-1")


FORMS = {"csv": as_csv, "xlsx": as_xlsx, "txt": as_text}
FIRST_LINE = {"csv": 11, "xlsx": 11, "txt": 3}


def read(data: bytes, name: str = "invented.csv") -> list[FeeRow]:
    return list(parse(BytesIO(data), name))


@pytest.mark.parametrize("form", FORMS)
def test_it_works(form):
    line = FIRST_LINE[form]
    rows = read(FORMS[form](ROW, PLAIN))
    assert rows == [replace(FEE, line=line), replace(PLAIN_FEE, line=line + 1)]


def test_the_record_has_the_published_places():
    record = as_record(ROW)
    assert (len(record), record[57], record[59:65], record[114:120], record[132:140]) == (
        171, "A", "  1.50", "021012", " 40.1234",
    )  # fmt: skip


def test_a_record_is_read_to_the_edges_of_its_fields():
    units = "111.11|222.22|NA|133.33|NA|44.44|377.77|288.88"
    amounts = "155.55|166.66|177.77"
    wide = f"9999T|26|{'Wobble' * 8}es|A|+|{units}|1|090|0.11|0.77|0.22|2|1|0|1|2||12345|123.4567|6A|0|88|{amounts}"
    row = dict(zip(HEADINGS, wide.split("|"), strict=True))
    assert without_lines(read(as_text(row))) == without_lines(read(as_csv(row)))


def without_lines(rows: list[FeeRow]) -> list[FeeRow]:
    return [replace(row, line=0) for row in rows]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("name", "indicator", "qualifying"),
    [
        ("PPRRVU2099_Jan_nonQPP", "9", False),
        ("PPRRVU2099_Jan_QPP", "1", True),
        ("pprrvu2099_jan_non_qp", "", False),
        ("PPRRVU99 QP Oct", "", True),
        ("PPRRVU2099_Oct", "", False),
        ("PPRRVU2099_Oct", "1", True),
        ("PPRRVU2099_Oct", "9", False),
        ("EQPPED", "", False),
    ],
)
def test_the_two_files_of_a_year_are_told_apart(form, name, indicator, qualifying):
    row = ROW | {"PRIC IND": indicator}
    data = as_text(row) if form == "txt" else FORMS[form](row, headings=HEADINGS)
    assert read(data, f"{name}.{form}") == [
        replace(FEE, qualifying=qualifying, price_indicator=indicator, line=FIRST_LINE[form])
    ]


def test_columns_are_found_by_their_heads():
    moved = [*reversed(TO_2025[3:]), "WHAT ELSE THERE MAY BE SOME DAY"]
    row = ROW | {moved[-1]: "7"}
    assert read(as_csv(row, headings=[*TO_2025[:3], *moved])) == [replace(FEE, line=11)]


def test_empty_amounts_are_none():
    row = ROW | dict.fromkeys(HEADINGS[-3:], "")
    nothing = {"opps_non_facility_pe": None, "opps_facility_pe": None, "opps_malpractice": None}
    assert read(as_csv(row)) == [replace(FEE, **nothing, line=11)]


def test_accents_are_read_as_latin_1():
    assert read(as_csv(ROW | {"DESCRIPTION": "Wöbble"}))[0].descriptor == "Wöbble"
    assert read(as_text(ROW | {"DESCRIPTION": "Wöbble"}))[0].descriptor == "Wöbble"


def test_a_total_may_part_from_its_sum_by_rounding():
    assert read(as_csv(ROW | {"FACILITY TOTAL": "2.52"}))


BAD = [
    ("HCPCS", "9999", "'9999' is not shaped like a procedure code"),
    ("HCPCS", "9999X", "not shaped like a procedure code"),
    ("HCPCS", "", "'' is not shaped"),
    ("MOD", "2", "'2' is not a modifier"),
    ("STATUS CODE", "Z", "'Z' is not an indicator of the record layout"),
    ("STATUS CODE", "", "'' is not an indicator"),
    ("NOT USED FOR MEDICARE PAYMENT", "-", "'-' is not"),
    ("WORK RVU", "1.5x", "'1.5x' is not a number"),
    ("WORK RVU", "", "'' is not a number"),
    ("NON-FAC PE RVU", "-2.25", "'-2.25' is less than nothing"),
    ("FACILITY NA INDICATOR", "NO", "'NO' is neither NA nor empty"),
    ("MP RVU", "0..25", "not a number"),
    ("NON-FACILITY TOTAL", "4.03", "4.03 is not the sum of work, practice expense and malpractice"),
    ("FACILITY TOTAL", "3.50", "is not the sum"),
    ("PCTC IND", "A", "not an indicator"),
    ("GLOB DAYS", "091", "'091' is not an indicator"),
    ("PRE OP", "0.x", "not a number"),
    ("MULT PROC", "8", "not an indicator"),
    ("BILAT SURG", "4", "not an indicator"),
    ("ASST SURG", "3", "not an indicator"),
    ("CO- SURG", "3", "not an indicator"),
    ("TEAM SURG", "3", "not an indicator"),
    ("PRIC IND", "?", "'?' is not a price indicator"),
    ("ENDO BASE", "1234", "not shaped like a procedure code"),
    ("CONV FACTOR", "0.0000", "the conversion factor is nought"),
    ("CONV FACTOR", "40.l234", "not a number"),
    ("PHYSICIAN SUPERVISION OF DIAGNOSTIC PROCEDURES", "99", "not an indicator"),
    ("CALCULATION FLAG", "x", "not a calculation flag"),
    ("DIAGNOSTIC IMAGING FAMILY INDICATOR", "12", "not an indicator"),
    ("MP USED FOR OPPS PAYMENT AMOUNT", "0,x", "not a number"),
    ("MP USED FOR OPPS PAYMENT AMOUNT", "", "empty beside amounts that are not"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("field", "text", "reason"), BAD, ids=lambda value: value)
def test_a_bad_field_is_damage(form, field, text, reason):
    bad = (ROW if "TOTAL" in field else PLAIN) | {field: text}
    data = as_text(ROW, bad) if form == "txt" else FORMS[form](ROW, bad, headings=HEADINGS)
    damage = damage_of(read, data)
    assert (damage.file, damage.line, damage.field) == ("invented.csv", FIRST_LINE[form] + 1, field)
    assert reason in damage.reason


def test_a_digit_of_another_script_is_damage():
    assert damage_of(read, as_xlsx(ROW | {"CALCULATION FLAG": "٣"})).reason == "'٣' is not a calculation flag"


def test_a_second_conversion_factor_is_damage():
    other = PLAIN | {"CONV FACTOR": "41.1234"}
    with pytest.raises(Damaged, match="^invented.csv, line 12, CONV FACTOR: not 40.1234 as on line 11$"):
        read(as_csv(ROW, other))


@pytest.mark.parametrize(("name", "indicator"), [("x_nonQPP.csv", "1"), ("x_QPP.csv", "9")])
def test_a_name_that_the_price_indicator_belies_is_damage(name, indicator):
    with pytest.raises(Damaged, match=f"^{name}, line 11, PRIC IND: the file's name says otherwise"):
        read(as_csv(ROW | {"PRIC IND": indicator}, headings=HEADINGS), name)


def test_both_price_indicators_in_one_file_are_damage():
    rows = [ROW | {"PRIC IND": "9"}, ROW | {"PRIC IND": "1"}]
    with pytest.raises(Damaged, match="^invented.csv, line 12, PRIC IND: not '9' as on line 11$"):
        read(as_csv(*rows, headings=HEADINGS))


@pytest.mark.parametrize("heading", TO_2025[1:])
def test_a_missing_column_is_damage(heading):
    damage = damage_of(read, as_csv(ROW, headings=[h for h in TO_2025 if h != heading]))
    assert (damage.line, damage.field, damage.reason) == (10, heading, "the header has no such column")


def test_a_column_that_stands_twice_is_damage():
    with pytest.raises(Damaged, match="line 10, MP RVU: the header has 2 such columns"):
        read(as_csv(ROW, headings=[*TO_2025, "MP RVU"]))


def test_a_file_of_two_practice_expenses_is_damage():
    old = {"NON-FAC PE RVU": "FULLY IMPLEMENTED NON-FAC PE RVU"}
    with pytest.raises(Damaged, match="line 10, NON-FAC PE RVU: the header has no such column"):
        read(as_csv(ROW | {old["NON-FAC PE RVU"]: "1"}, headings=[old.get(h, h) for h in TO_2025]))


def test_a_row_with_more_cells_than_heads_is_damage():
    data = as_csv(ROW, end=b"").replace(b",0.05\r\n", b",0.05,0.06\r\n")
    with pytest.raises(Damaged, match="^invented.csv, line 11: 32 cells beneath 31 columns"):
        read(data)


def test_a_record_that_is_cut_is_damage():
    with pytest.raises(Damaged, match="^invented.csv, line 4: the record ends after 170 of 171 characters"):
        read(as_text(ROW, ROW)[: -len("5\r\n\x1a")])


def test_a_record_that_goes_on_is_damage():
    with pytest.raises(Damaged, match="^invented.csv, line 3: the record goes on after 171 characters"):
        read(as_text(ROW).replace(b"  0.05\r", b"  0.05 1\r"))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "line 1, HCPCS: no row of column heads"),
        (b"a,b\r\n" * 60, "line 1, HCPCS: no row of column heads"),
        (as_csv(), "line 1: no rows"),
        (as_text(), "line 1: no rows"),
        (as_xlsx(ROW)[:300], "line 1: the workbook cannot be read"),
        (as_csv(ROW).replace(b"Wobble", b"Wob\0le"), "line 11: a NUL byte"),
    ],
    ids=range(6),
)
def test_what_is_no_such_file_is_damage(data, reason):
    with pytest.raises(Damaged, match=f"^invented.csv, {reason}"):
        read(data)


def test_it_knows_its_own_files():
    for data in (as_csv(ROW), as_csv(ROW, headings=HEADINGS), as_xlsx(ROW), as_text(ROW), as_text(PLAIN)):
        assert looks("any.name", head_of(data))


@pytest.mark.parametrize(
    "head",
    [
        "",
        "%PDF-1.6 National Physician Fee Schedule Relative Value File",
        TITLE,
        "HDR other\nrecords of other kinds",
        "HCPCS,MOD,PROCSTAT,CARRIER,LOCALITY,FACILITY PRICE,NON-FACILTY PRICE\n9999T,TC,C,99901,05,1.00,1.00",
        "9999TTC C 99901  05     1.00      1.00",
        "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2099 PW GPCI,2099 PE GPCI",
    ],
)
def test_it_does_not_know_others(head):
    assert not looks("PPRRVU25_JAN.csv", head)


@pytest.mark.parametrize(
    ("data", "name", "release"),
    [
        (as_csv(ROW), "x.csv", (2099, "October")),
        (as_xlsx(ROW), "x.xlsx", (2099, "October")),
        (as_text(ROW), "PPRRVU97_JAN.txt", (2097, "January")),
        (as_text(ROW), "PPRRVU2097_Jul_nonQPP.txt", (2097, "July")),
        (as_text(ROW), "PPRRVU97_XYZ.txt", None),
        (as_text(ROW), "x.txt", None),
        (b"", "", None),
    ],
    ids=range(7),
)
def test_the_release_is_named_in_the_title(data, name, release):
    assert release_of(BytesIO(data), name) == release


WHOLE = [make(ROW, PLAIN, PLAIN | {"HCPCS": "12345"}) for make in FORMS.values()]


@quickly
@given(edited(*WHOLE))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")


@quickly
@given(cut(*WHOLE))
def test_a_file_that_is_cut_is_read_or_is_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")


@quickly
@given(spoiled(cells([ROW, PLAIN], HEADINGS)[-2:]))
def test_cells_that_change_places_are_read_or_are_damage(rows):
    assert reads_or_is_damage(parse, builders.as_csv([*cells([], HEADINGS), *rows]), "invented.csv")
