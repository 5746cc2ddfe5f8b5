"""The HCPCS Level II table: each rule on an invented table, as csv and as a workbook."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given, settings

from codes.releases.parsers._hcpcs import ATTRIBUTES
from codes.releases.parsers.hcpcs_table import looks, parse
from codes.releases.rows import Damaged, LeftOut
from tests.releases.parsers import builders
from tests.releases.parsers.builders import head_of
from tests.releases.parsers.damage import (
    assert_cuts_are_damage,
    damage_of,
    edited,
    flipped,
    quickly,
    reads_or_is_damage,
    spoiled,
)
from tests.releases.parsers.hcpcs_records import (
    FULL_ATTRIBUTES,
    ROWS,
    a_code,
    a_modifier,
    expected,
    more_of,
    numbered,
)

HEADER = [
    *("HCPC", "SEQNUM", "RECID", "LONG DESCRIPTION", "SHORT DESCRIPTION", *numbered("PRICE", 4), "MULT_PI"),
    *(*numbered("CIM", 3), *numbered("MCM", 3), "STATUTE", *numbered("LABCERT", 8), *numbered("XREF", 5), "COV"),
    *("ASC_GRP", "ASC_DT", "OPPS", "OPPS_PI", "OPPS_DT", "PROCNOTE", "BETOS", *numbered("TOS", 5), "ANEST_BU"),
    *("ADD DT", "ACT EFF DT", "TERM DT", "ACTION CD"),
]
DISCLAIMER = [["***Disclaimers"], [], ["*Inclusion of a wobble, or its exclusion, says nothing."], []]


def cells_of(rows, header=HEADER):
    return [[row.get(column, "") for column in header] for row in rows]


def as_csv(rows, header=HEADER, above=()):
    return builders.as_csv([*above, header, *cells_of(rows, header)])


def as_xlsx(rows, header=HEADER, above=()):
    return builders.as_xlsx([*above, header, *cells_of(rows, header)])


def read(data, name="invented.csv"):
    return list(parse(BytesIO(data), name))


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_whole_rows_in_each_form(form):
    assert read(form(ROWS)) == expected(2, 3, 5, 6, 8)


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_the_disclaimer_above_the_header(form):
    assert read(form(ROWS, above=DISCLAIMER)) == expected(6, 7, 9, 10, 12)


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_columns_are_found_by_the_header(form):
    moved = ["NEW IN 2099", *(f" {column.title().replace(' ', '  ')}" for column in reversed(HEADER))]
    rows = [{f" {column.title().replace(' ', '  ')}": text for column, text in row.items()} for row in ROWS]
    assert read(form(rows, header=moved)) == expected(2, 3, 5, 6, 8)


def test_numbers_in_a_workbook():
    row = a_code(RECID=3, SEQNUM=10, TOS1=1, ASC_DT=20250101.0, **{"ADD DT": 19860101, "TERM DT": 20251231})
    [code] = read(as_xlsx([row]), "invented.xlsx")
    assert code.attributes == {"asc_date": "2025-01-01", "type_of_service": ["1"], "action": "N"}
    assert (code.effective_from, code.effective_to) == (date(1986, 1, 1), date(2025, 12, 31))


def test_every_attribute_has_its_place_in_the_full_row():
    assert list(FULL_ATTRIBUTES) == [attribute.key for attribute in ATTRIBUTES]


def test_empty_columns_are_not_attributes():
    [code] = read(as_csv([a_code()]))
    assert code.attributes == {"action": "N"}


def test_a_short_last_line_of_a_continuation_is_padded():
    text = as_csv([a_code()]) + b"A9901,0020,4,with a handle\r\n"
    assert read(text)[0].descriptor == "Wobble board, each with a handle"


@pytest.mark.parametrize(
    ("row", "field", "reason"),
    [
        (a_code("99213"), "HCPC", "99213 is CPT: CPT rows do not belong into a HCPCS Level II file"),
        (a_code("0001F"), "HCPC", "0001F is CPT"),
        (a_code("0999T"), "HCPC", "0999T is CPT"),
        (a_code("0999U"), "HCPC", "0999U is CPT"),
        (a_code("0999M"), "HCPC", "0999M is CPT"),
        (a_code("0999A"), "HCPC", "0999A is CPT"),
        (a_modifier("25"), "HCPC", "25 is CPT"),
        (a_modifier("1P"), "HCPC", "1P is CPT"),
        (a_code("ZX"), "HCPC", "'ZX' is not shaped like a HCPCS Level II code"),
        (a_code("W0001"), "HCPC", "'W0001' is not shaped"),
        (a_code("A99٣1"), "HCPC", "is not shaped"),
        (a_code(""), "HCPC", "'' is not shaped"),
        (a_modifier("A9905"), "HCPC", "'A9905' is not shaped like a HCPCS Level II modifier"),
        (a_modifier("D9905"), "HCPC", "'D9905' is not shaped like a HCPCS Level II modifier"),
        (a_code(RECID="5"), "RECID", "'5' is no record type"),
        (a_code(RECID=""), "RECID", "'' is no record type"),
        (a_code(SEQNUM="0020"), "SEQNUM", "20 is out of sequence"),
        (a_code(SEQNUM="first"), "SEQNUM", "'first' is not a whole number"),
        (a_code("A9901"), "HCPC", "A9901 is already on line 2"),
        (more_of("A9902"), "HCPC", "goes on with 'A9901'"),
        (more_of(RECID="8"), "RECID", "a continuation without a first record"),
        (more_of(SEQNUM="0030"), "SEQNUM", "30 is out of sequence"),
        (more_of(**{"LONG DESCRIPTION": ""}), "LONG DESCRIPTION", "is empty"),
        (more_of(COV="C"), "COV", "a continuation holds no details"),
        (more_of(**{"TERM DT": "20250101"}), "TERM DT", "a continuation holds no details"),
        *(
            (a_code("A9902", **{column: ""}), column, "is empty")
            for column in ("LONG DESCRIPTION", "SHORT DESCRIPTION")
        ),
        *((a_code("A9902", **{column: ""}), column, "is empty") for column in ("ADD DT", "ACTION CD")),
        (a_code("A9902", **{"ADD DT": "20250230"}), "ADD DT", "'20250230' is not a day of the calendar"),
        (a_code("A9902", **{"TERM DT": "never"}), "TERM DT", "'never' is not a date"),
        (a_code("A9902", **{"TERM DT": "19851231"}), "TERM DT", "1985-12-31 is before 1986-01-01"),
        (a_code("A9902", **{"ACT EFF DT": "2024"}), "ACT EFF DT", "'2024' is not a date"),
        (a_code("A9902", ASC_DT="1"), "ASC_DT", "'1' is not a date"),
        (a_code("A9902", PRICE4="5"), "PRICE4", "'5' is not in the record layout"),
        (a_code("A9902", MULT_PI="Z"), "MULT_PI", "'Z' is not in the record layout"),
        (a_code("A9902", STATUTE="12345678901"), "STATUTE", "is not in the record layout"),
        (a_code("A9902", COV="X"), "COV", "'X' is not in the record layout"),
        (a_code("A9902", CIM3="1234567"), "CIM3", "is not in the record layout"),
        (a_code("A9902", MCM2="123456789"), "MCM2", "is not in the record layout"),
        (a_code("A9902", LABCERT8="10"), "LABCERT8", "is not in the record layout"),
        (a_code("A9902", XREF5="A99011"), "XREF5", "is not in the record layout"),
        (a_code("A9902", ASC_GRP="Y"), "ASC_GRP", "is not in the record layout"),
        (a_code("A9902", PROCNOTE="88"), "PROCNOTE", "is not in the record layout"),
        (a_code("A9902", BETOS="ZZ"), "BETOS", "is not in the record layout"),
        (a_code("A9902", TOS5="**"), "TOS5", "is not in the record layout"),
        (a_code("A9902", ANEST_BU="many"), "ANEST_BU", "is not in the record layout"),
        (a_code("A9902", **{"ACTION CD": "Q"}), "ACTION CD", "'Q' is not in the record layout"),
    ],
)
@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_damage_names_file_line_and_column(form, row, field, reason):
    raised = damage_of(read, form([a_code(), row]))
    assert (raised.file, raised.line, raised.field) == ("invented.csv", 3, field)
    assert reason in raised.reason


def test_the_term_may_be_the_day_of_the_addition():
    [code] = read(as_csv([a_code(**{"TERM DT": "19860101"})]))
    assert code.effective_from == code.effective_to


def test_a_continuation_on_the_first_line_is_damage():
    with pytest.raises(Damaged, match="invented.csv, line 2, RECID: a continuation without a first record"):
        read(as_csv([more_of()]))


def test_a_continuation_of_another_modifier_is_damage():
    rows = [a_modifier(), a_modifier(SEQNUM="0020", RECID="8"), more_of("ZX", SEQNUM="0030")]
    with pytest.raises(Damaged, match="line 3, SHORT DESCRIPTION: a continuation holds no details"):
        read(as_csv(rows))
    rows[1] |= {"SHORT DESCRIPTION": "", "ADD DT": "", "ACTION CD": ""}
    with pytest.raises(Damaged, match="line 4, RECID: a continuation without a first record"):
        read(as_csv(rows))


def test_a_cdt_code_twice_is_damage():
    with pytest.raises(Damaged, match="line 3, HCPC: D9903 is already on line 2"):
        read(as_csv([a_code("D9903"), a_code("D9903")]))


def test_the_words_of_a_cdt_code_are_not_read():
    assert read(as_csv([a_code("D9903", **{"LONG DESCRIPTION": "", "ADD DT": "never"})])) == [
        LeftOut("CDT code", "D9903", 2)
    ]


@pytest.mark.parametrize("column", [column for column in HEADER if not column.startswith("OPPS")])
def test_a_missing_or_repeated_column_is_damage(column):
    without = [name for name in HEADER if name != column]
    missing = damage_of(read, as_csv(ROWS, header=without))
    reason = "not the header of the table" if column == "HCPC" else "the header has no such column"
    assert (missing.line, missing.field, missing.reason) == (1, column, reason)
    twice = damage_of(read, as_csv(ROWS, header=[*HEADER, column]))
    assert (twice.line, twice.field, twice.reason) == (1, column, "the header has 2 such columns")


def test_a_row_above_the_header_is_damage():
    with pytest.raises(Damaged, match="line 2, HCPC: not the header of the table"):
        read(as_csv(ROWS, above=[["***Disclaimers"], *cells_of([a_code()])]))


def test_a_row_wider_than_the_header_is_damage():
    text = as_csv([a_code()]).replace(b"Wobble board,each", b"Wobble, board, each") + b"A9902" + b",x" * 48 + b"\r\n"
    with pytest.raises(Damaged, match="line 3: 49 cells beneath 48 columns"):
        read(text)


@pytest.mark.parametrize("data", [b"", b"\n\n", b"***Disclaimers\n", as_xlsx([], header=["Wobbles"])], ids=range(4))
def test_a_file_without_a_header_is_damage(data):
    with pytest.raises(Damaged, match="line 1, HCPC: no header with this column"):
        read(data)


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
def test_a_table_without_rows_is_damage(form):
    with pytest.raises(Damaged, match="line 1: no codes"):
        read(form([]))


@pytest.mark.parametrize("form", [as_csv, as_xlsx])
@pytest.mark.parametrize("above", [(), DISCLAIMER])
def test_looks(form, above):
    assert looks("any.bin", head_of(form(ROWS, above=above)))


@pytest.mark.parametrize(
    "head",
    [
        "",
        "%PDF-1.7",
        "HCPCS/MOD\tTYPE OF CHANGE\tSHORT DESCRIPTION\tLONG DESCRIPTION",
        "HCPCS/MOD      TYPE OF CHANGE    SHORT DESCRIPTION              LONG DESCRIPTION",
        "HCPCS Code,Short Description,Payment Limit",
        "HCPC\tLONG DESCRIPTION\tSHORT DESCRIPTION\tADD DT",
        "   ZX001007Wobbled",
    ],
)
def test_looks_at_foreign_files(head):
    assert not looks("HCPC2099_JAN_ANWEB.xlsx", head)


def test_a_cut_last_line_is_damage():
    # Behind the action code nothing stands but the line end, and a row is whole with it.
    whole = as_csv([a_code(), a_code("A9902", **{"TERM DT": "20251231"})]).rstrip()
    start = whole.rindex(b"A9902")
    assert_cuts_are_damage(read, whole, range(start + 1, len(whole)))


@quickly
@given(edited(as_csv(ROWS, above=DISCLAIMER)))
def test_bytes_put_in_or_taken_out_give_rows_or_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")


@quickly
@given(spoiled(cells_of(ROWS)))
def test_swapped_and_spoiled_cells_give_rows_or_damage(rows):
    assert reads_or_is_damage(parse, builders.as_csv([HEADER, *rows]), "invented.csv")


@settings(quickly, max_examples=50)
@given(flipped(as_xlsx(ROWS)))
def test_a_spoiled_workbook_gives_rows_or_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")
