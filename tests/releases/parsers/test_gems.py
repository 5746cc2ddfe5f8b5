"""The parser of the general equivalence mappings: each rule on an invented file."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.releases.parsers.gems import looks, parse
from codes.releases.rows import CrosswalkRow, Damaged
from tests.releases.parsers.builders import as_bytes
from tests.releases.parsers.damage import cut, damage_of, edited, flipped, quickly, reads_or_is_damage, spoiled

I9 = "2099_I9gem.txt"
I10 = "2099_I10gem.txt"
TO_PCS = "gem_i9pcs.txt"
FROM_PCS = "gem_pcsi9.txt"


def read(text: str | bytes, name: str = I9) -> list[CrosswalkRow]:
    return list(parse(BytesIO(as_bytes(text)), name))


def codes(line: str, name: str) -> tuple[str, str]:
    [row] = read(line, name)
    return row.source, row.target


def test_it_works():
    assert read("9991  Z991    00000\n9992  Z9921XA 10111\n9992  Z9922   10112\n9993  NoDx    11000\n") == [
        CrosswalkRow("icd9cm", "999.1", "icd10cm", "Z99.1", False, False, False, 0, 0, 1),
        CrosswalkRow("icd9cm", "999.2", "icd10cm", "Z99.21XA", True, False, True, 1, 1, 2),
        CrosswalkRow("icd9cm", "999.2", "icd10cm", "Z99.22", True, False, True, 1, 2, 3),
        CrosswalkRow("icd9cm", "999.3", "icd10cm", "", True, True, False, 0, 0, 4),
    ]


@pytest.mark.parametrize(
    ("name", "line", "systems"),
    [
        (I9, "9991  Z991    00000", ("icd9cm", "icd10cm")),
        (I10, "Z991    9991  00000", ("icd10cm", "icd9cm")),
        (TO_PCS, "9991  9ZZ9ZZ9 00000", ("icd9pcs", "icd10pcs")),
        (FROM_PCS, "9ZZ9ZZ9 9991  00000", ("icd10pcs", "icd9pcs")),
        ("GEMS/2099_I9GEM.TXT", "9991  Z991    00000", ("icd9cm", "icd10cm")),
    ],
)
def test_the_name_tells_the_direction(name, line, systems):
    [row] = read(line, name)
    assert (row.source_system, row.target_system) == systems


@pytest.mark.parametrize(
    ("name", "line", "printed"),
    [
        (I9, "999   Z99     00000", ("999", "Z99")),
        (I9, "V9999 Z999    00000", ("V99.99", "Z99.9")),
        (I9, "V99   Z999    00000", ("V99", "Z99.9")),
        (I9, "E9991 Y999    00000", ("E999.1", "Y99.9")),
        (I9, "E999  Y99     00000", ("E999", "Y99")),
        (I10, "C4A9999 99999 00000", ("C4A.9999", "999.99")),
        (I10, "Z999    v9999 10000", ("Z99.9", "V99.99")),
        (TO_PCS, "9999  0ZZ9ZZZ 00000", ("99.99", "0ZZ9ZZZ")),
        (TO_PCS, "99    NoPCS   11000", ("99", "")),
        (FROM_PCS, "0000099 999   00000", ("0000099", "99.9")),
        (I10, "Z999    NODX  11000", ("Z99.9", "")),
    ],
)
def test_codes_are_printed_with_their_dot(name, line, printed):
    assert codes(line, name) == printed


def test_line_ends_and_blanks_do_not_matter():
    line = "9991  Z991    00000"
    assert read(f"\ufeff{line}\r\n") == read(line) == read(f"{line}  \n\x1a")


@pytest.mark.parametrize(
    ("text", "line", "field", "reason"),
    [
        ("9991  Z991    00000\n9992 Z992", 2, "", "'9992 Z992' is not a source, a target and five digits"),
        ("9991  Z991    0000", 1, "", "five digits"),
        ("9991  Z991    20000", 1, "", "five digits"),
        ("9991  Z991    00000\n\n9992  Z992    00000", 2, "", "'' is not a source"),
        ("9991  Z991    00000 more", 1, "", "five digits"),
        ("9991  NoDx    10000", 1, "no map", "no map is 0, but the target 'NoDx'"),
        ("9991  Z991    01000", 1, "no map", "no map is 1, but the target 'Z991'"),
        ("9991  Z991    00010", 1, "combination", "00010: scenario and choice list"),
        ("9991  Z991    10101", 1, "combination", "10101: scenario and choice list"),
        ("9991  Z991    10110", 1, "combination", "10110: scenario and choice list"),
        ("9991  NoDx    11111", 1, "combination", "11111: scenario and choice list"),
        ("Z991    9991  00000", 1, "source", "'Z991' is not shaped like an ICD-9-CM diagnosis code"),
        ("9991  9991    00000", 1, "target", "'9991' is not shaped like an ICD-10-CM code"),
        ("9991  9ZZ9ZZ9 00000", 1, "target", "'9ZZ9ZZ9' is not shaped like an ICD-10-CM code"),
        ("9991  Z991    00000\n9991  Z991    10000", 2, "", "999.1 to Z99.1 is already on line 1"),
        ("9991  NoDx    11000\n9991  NoDx    11000", 2, "", "999.1 to none is already on line 1"),
        ("9991  Z991    00000\n\0", 2, "", "a NUL byte"),
        ("", 1, "", "no line"),
    ],
)
def test_damage(text, line, field, reason):
    error = damage_of(read, text)
    assert (error.file, error.line, error.field) == (I9, line, field)
    assert reason in error.reason


@pytest.mark.parametrize(
    ("name", "line", "field"),
    [
        (I10, "9991  Z991    00000", "source"),
        (TO_PCS, "V991  9ZZ9ZZ9 00000", "source"),
        (TO_PCS, "9991  Z991    00000", "target"),
        (TO_PCS, "9991  9ZZ9IZ9 00000", "target"),
        (FROM_PCS, "9991  9ZZ9ZZ9 00000", "source"),
        (FROM_PCS, "9ZZ9ZZ9 V991  00000", "target"),
    ],
)
def test_codes_that_do_not_fit_the_direction_are_damage(name, line, field):
    with pytest.raises(Damaged, match=f"^{name}, line 1, {field}: .* is not shaped like an ICD-"):
        read(line, name)


def test_a_name_without_direction_is_damage():
    with pytest.raises(Damaged, match="^mapping.txt, line 1: the file's name tells no direction"):
        read("9991  Z991    00000", "mapping.txt")


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        ("9991  Z991    00000\n9992  NoDx    11000\r\n9993  Z993    10000\n99", True),
        ("9ZZ9ZZ9 9991  00000", True),
        ("00001 Z99     0 Wobble                    Wobble", False),
        ("9991  Z991    00000\nwords", False),
        ("code,name\n", False),
        ("", False),
    ],
)
def test_looks(head, ours):
    assert looks("any.txt", head) is ours


ROWS = [["9991", "Z991", "00000"], ["E9992", "Z9921XA", "10111"], ["V993", "NoDx", "11000"], ["99", "Z999", "10000"]]
WHOLE = "".join(f"{source:<5} {target:<7} {flags}\n" for source, target, flags in ROWS).encode()


@quickly
@given(flipped(WHOLE) | cut(WHOLE), st.sampled_from([I9, I10, TO_PCS, FROM_PCS]))
def test_flipped_and_cut_bytes_are_read_or_are_damage(data, name):
    assert reads_or_is_damage(parse, data, name)


@quickly
@given(edited(WHOLE))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, I9)


@quickly
@given(spoiled(ROWS))
def test_swapped_cells_are_read_or_are_damage(rows):
    assert reads_or_is_damage(parse, "".join(" ".join(row) + "\n" for row in rows).encode(), I9)
