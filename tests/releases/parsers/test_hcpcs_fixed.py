"""The HCPCS Level II contractor file: each rule on invented lines, which give the rows that the table gives."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers._hcpcs import COLUMNS
from codes.releases.parsers.hcpcs_fixed import POSITIONS, looks, parse
from codes.releases.rows import Damaged
from tests.releases.parsers.builders import head_of
from tests.releases.parsers.damage import (
    assert_cuts_are_damage,
    damage_of,
    edited,
    flipped,
    quickly,
    reads_or_is_damage,
    swapped,
)
from tests.releases.parsers.hcpcs_records import ROWS, a_code, a_modifier, expected, more_of, numbered

# The fields in the order of the record layout, each with its width.
LAYOUT = [
    *(("HCPC", 5), ("SEQNUM", 5), ("RECID", 1), ("LONG DESCRIPTION", 80), ("SHORT DESCRIPTION", 28)),
    *((column, 2) for column in numbered("PRICE", 4)),
    ("MULT_PI", 1),
    *((column, 6) for column in numbered("CIM", 3)),
    *((column, 8) for column in numbered("MCM", 3)),
    ("STATUTE", 10),
    *((column, 3) for column in numbered("LABCERT", 8)),
    *((column, 5) for column in numbered("XREF", 5)),
    *(("COV", 1), ("ASC_GRP", 2), ("ASC_DT", 8), ("OPPS", 3), ("OPPS_PI", 1), ("OPPS_DT", 8), ("PROCNOTE", 4)),
    *(("BETOS", 3), ("FILLER", 1)),
    *((column, 1) for column in numbered("TOS", 5)),
    *(("ANEST_BU", 3), ("ADD DT", 8), ("ACT EFF DT", 8), ("TERM DT", 8), ("ACTION CD", 1)),
]
DISCLAIMER = [
    "***Disclaimers\t\t",
    "\t\t",
    "*In some instances a wobble is a wobble.\xa0",
    "\xa0\xa0 But not a brand of wobble.\xa0",
    "",
    "",
]


def a_line(row, width=320):
    row = row | {"SEQNUM": f"{int(row['SEQNUM']) * 10:05}", "ANEST_BU": f"{row.get('ANEST_BU', ''):>3}"}
    return "".join(row.get(column, "").ljust(size) for column, size in LAYOUT).ljust(width)


def a_file(rows, width=320, above=()):
    lines = [*above, *(a_line(row, width) for row in rows)]
    return "".join(f"{line}\r\n" for line in lines).encode("cp1252")


def read(data):
    return list(parse(BytesIO(data), "invented.txt"))


def test_every_column_stands_where_the_layout_has_it():
    places, end = {}, 0
    for column, size in LAYOUT:
        places[column] = (end + 1, end + size)
        end += size
    assert end == 293
    assert {column: places[column] for column in COLUMNS} == POSITIONS


@pytest.mark.parametrize("width", [320, 293])
def test_whole_rows_as_the_table_gives_them(width):
    assert read(a_file(ROWS, width)) == expected(1, 2, 4, 5, 7)


def test_the_disclaimer_at_the_head():
    assert read(a_file(ROWS, above=DISCLAIMER)) == expected(7, 8, 10, 11, 13)


def test_empty_lines_and_the_old_end_mark():
    data = a_file(ROWS).replace(b"\r\nJ9902", b"\r\n\r\nJ9902") + b"\r\n\x1a"
    assert read(data) == expected(1, 2, 5, 6, 8)


def test_pieces_are_joined_with_a_blank_even_where_one_fills_its_field():
    long = ("wobble " * 12)[:80]
    rows = [a_code(**{"LONG DESCRIPTION": long}), more_of(**{"LONG DESCRIPTION": long}), more_of(SEQNUM="0030")]
    assert read(a_file(rows))[0].descriptor == f"{long} {long} with a handle"


def test_pieces_of_a_modifier():
    rows = [a_modifier(), more_of("   ZX", RECID="8")]
    assert read(a_file(rows))[0].descriptor == "Wobbled with the left hand with a handle"


@pytest.mark.parametrize("width", [320, 316, 293, 91])
def test_a_continuation_may_lack_blanks_at_its_end(width):
    data = a_file([a_code()]) + a_line(more_of())[:width].encode()
    assert read(data)[0].descriptor == "Wobble board, each with a handle"


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (a_line(a_code("A9902"))[:-1], "319 characters wide, not 320"),
        (a_line(a_code("A9902")) + " ", "321 characters wide, not 320"),
        (a_line(a_code("A9902"), 293), "293 characters wide, not 320"),
        (a_line(more_of())[:90], "90 characters wide, not 320"),
        (a_line(more_of()) + " ", "321 characters wide, not 320"),
        (" ", "1 characters wide, not 320"),
        ("*** Notes", "9 characters wide, not 320"),
        (a_line(a_code("A9902"))[:-1] + ".", "FILLER: not blank"),
        (a_line(a_code("A9902", FILLER="x")), "FILLER: not blank"),
        (a_line(more_of(COV="C")), "a continuation is blank behind position 91"),
        (a_line(more_of(FILLER="x")), "a continuation is blank behind position 91"),
        (a_line(a_code(RECID="5")), "RECID: '5' is no record type"),
        (a_line(more_of(RECID="8")), "RECID: a continuation without a first record"),
        (a_line(more_of("A9902")), "HCPC: goes on with 'A9901'"),
        (a_line(more_of(SEQNUM="0030")), "SEQNUM: 300 is out of sequence"),
        (a_line(a_code()), "HCPC: A9901 is already on line 1"),
        (a_line(a_code("99213")), "HCPC: 99213 is CPT: CPT rows do not belong into a HCPCS Level II file"),
        (a_line(a_code("A9902", COV="X")), "COV: 'X' is not in the record layout"),
        (a_line(a_code("A9902", TOS5="*")), "TOS5: '*' is not in the record layout"),
        (a_line(a_code("A9902", **{"TERM DT": "20250230"})), "TERM DT: '20250230' is not a day of the calendar"),
        (a_line(a_code("A9902", **{"ACTION CD": " "})), "ACTION CD: is empty"),
    ],
)
def test_damage_names_file_line_and_column(line, reason):
    data = a_file([a_code()]) + f"{line}\r\n".encode()
    damage = str(damage_of(read, data))
    assert damage.startswith("invented.txt, line 2")
    assert damage.endswith(reason)


def test_a_first_line_of_another_width_is_damage():
    with pytest.raises(Damaged, match="invented.txt, line 1: 300 characters wide, not 320 or 293"):
        read(a_file([a_code()], width=300))


def test_a_continuation_without_a_first_record_is_damage():
    with pytest.raises(Damaged, match="invented.txt, line 1, RECID: a continuation without a first record"):
        read(a_file([more_of()]))


def test_a_byte_of_no_encoding_is_damage():
    with pytest.raises(Damaged, match="invented.txt, line 2: not utf-8-sig or cp1252 text"):
        read(a_file([a_code(), a_code("A9902")]).replace(b"A9902", b"A99\x812"))


@pytest.mark.parametrize("data", [b"", b"\r\n", a_file([], above=DISCLAIMER), a_file(ROWS, above=["*Wobbles"])])
def test_a_file_without_codes_is_damage(data):
    # In the last one nothing parts the disclaimer from the codes.
    with pytest.raises(Damaged, match="invented.txt, line 1: no codes"):
        read(data)


@pytest.mark.parametrize("width", [320, 293])
@pytest.mark.parametrize("above", [(), DISCLAIMER])
def test_looks(width, above):
    assert looks("any.bin", head_of(a_file(ROWS, width, above)))


@pytest.mark.parametrize(
    "head",
    [
        "",
        "%PDF-1.7",
        "HCPC\tSEQNUM\tRECID\tLONG DESCRIPTION\tSHORT DESCRIPTION",
        a_line(a_code())[:200],
        a_line(a_code(), 300),
        a_line(more_of()),
        a_line(a_code("99213")),
        "   ZX             ADD          Left hand                      Wobbled with the left hand",
    ],
)
def test_looks_at_foreign_files(head):
    assert not looks("HCPC2099_CONTR_ANWEB.txt", head)


WHOLE = a_file(ROWS, above=DISCLAIMER)


def test_a_cut_last_line_is_damage():
    start = WHOLE.rindex(b"V9904")
    assert_cuts_are_damage(read, WHOLE, range(start + 1, start + 320), "line 13: .* characters wide")


@quickly
@given(flipped(WHOLE))
def test_flipped_bytes_give_rows_or_damage(data):
    assert reads_or_is_damage(parse, data, "invented.txt")


@quickly
@given(edited(WHOLE))
def test_bytes_put_in_or_taken_out_give_rows_or_damage(data):
    assert reads_or_is_damage(parse, data, "invented.txt")


@quickly
@given(swapped(ROWS))
def test_lines_in_another_order_give_rows_or_damage(rows):
    assert reads_or_is_damage(parse, a_file(rows), "invented.txt")
