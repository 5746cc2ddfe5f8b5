"""The order files' parser: each rule on invented codes."""

from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.releases.parsers.order_file import looks_cm, looks_pcs, parse_cm, parse_pcs
from codes.releases.rows import CodeRow, Damaged
from tests.releases.parsers.builders import as_bytes
from tests.releases.parsers.damage import assert_cuts_are_damage, damaged, quickly, reads_or_is_damage


def a_line(number: int, code: str, flag: str | int, short: str = "Wobble", long: str = "") -> str:
    return f"{number:05} {code:<7} {flag} {short:<60} {long or short}\r\n"


CM = "".join(
    [
        a_line(1, "Q90", 0, "Wobble"),
        a_line(2, "Q900", 1, "Left wobb", "Left wobble"),
        a_line(4, "Q901", 0, "Right wobble"),
        a_line(5, "Q901XXA", 1, "Right wobble, first visit"),
        a_line(6, "Q9B", 1, "Roll"),
    ]
)
PCS = "".join(
    [
        a_line(1, "0W0", 0, "Wobbling, Turning"),
        a_line(2, "0W01XZZ", 1, "Turn Wobble Open", "Turning of Wobble, Open Approach"),
        a_line(3, "XH2", 0, "Rolling"),
        a_line(7, "XH20XZ5", 1, "Roll"),
    ]
)


def read_cm(text: str | bytes) -> list[CodeRow]:
    return list(parse_cm(BytesIO(as_bytes(text)), "invented.txt"))


def read_pcs(text: str | bytes) -> list[CodeRow]:
    return list(parse_pcs(BytesIO(as_bytes(text)), "invented.txt"))


def test_cm():
    visit = "Right wobble, first visit"
    assert read_cm(CM) == [
        CodeRow("Q90", None, 1, "heading", False, "Wobble", "Wobble", line=1),
        CodeRow("Q90.0", "Q90", 2, "code", True, "Left wobb", "Left wobble", line=2),
        CodeRow("Q90.1", "Q90", 3, "heading", False, "Right wobble", "Right wobble", line=3),
        CodeRow("Q90.1XXA", "Q90.1", 4, "code", True, visit, visit, line=4),
        CodeRow("Q9B", None, 5, "code", True, "Roll", "Roll", line=5),
    ]


def test_pcs():
    assert read_pcs(PCS) == [
        CodeRow("0W0", None, 1, "heading", False, "Wobbling, Turning", "Wobbling, Turning", line=1),
        CodeRow("0W01XZZ", "0W0", 2, "code", True, "Turn Wobble Open", "Turning of Wobble, Open Approach", line=2),
        CodeRow("XH2", None, 3, "heading", False, "Rolling", "Rolling", line=3),
        CodeRow("XH20XZ5", "XH2", 4, "code", True, "Roll", "Roll", line=4),
    ]


def test_rows_come_while_the_file_is_read():
    rows = parse_cm(BytesIO(CM.encode() + b"no line\r\n"), "invented.txt")
    assert next(rows).value == "Q90"
    with pytest.raises(Damaged, match="line 6"):
        list(rows)


@pytest.mark.parametrize(
    "text",
    [CM.replace("\r\n", "\n"), "\ufeff" + CM, CM + "\r\n \r\n", CM + "\x1a", CM + "\x1a\r\n"],
    ids=["line feeds", "byte order mark", "blank lines", "end mark", "end mark with line end"],
)
def test_what_editors_leave_changes_nothing(text):
    assert read_cm(text) == read_cm(CM)


def test_letters_are_utf_8():
    assert [row.descriptor for row in read_cm(a_line(1, "Q90", 1, "Wöbble"))] == ["Wöbble"]
    with pytest.raises(Damaged, match="^invented.txt, line 2: not utf-8-sig text$"):
        read_cm(a_line(1, "Q90", 1).encode() + a_line(2, "Q91", 1, "Wöbble").encode("cp1252"))


def test_the_longest_header_is_the_parent():
    lines = [("Q90", 0), ("Q901", 0), ("Q9011", 0), ("Q90111", 0), ("Q901112", 1), ("Q9013", 1), ("Q902", 1)]
    text = "".join(a_line(number, code, flag) for number, (code, flag) in enumerate(lines, start=1))
    assert [row.parent for row in read_cm(text)] == [None, "Q90", "Q90.1", "Q90.11", "Q90.111", "Q90.1", "Q90"]


def test_full_descriptions():
    short, long = "s" * 60, "l" * 300
    assert read_cm(a_line(1, "Q90", 1, short, long)) == [CodeRow("Q90", None, 1, "code", True, short, long, line=1)]


ODD = [
    (a_line(9, "Q9", 1), "9, Code: 'Q9' is not shaped like a code"),
    (a_line(9, "Q9.1", 1), "9, Code: 'Q9.1' is not shaped like a code"),
    (a_line(9, " Q91", 1), "9, Code: ' Q91' is not shaped like a code"),
    (a_line(9, "Q9 1", 1), "9, Code: 'Q9 1' is not shaped like a code"),
    (a_line(9, "q91", 1), "9, Code: 'q91' is not shaped like a code"),
    (a_line(9, "", 1), "9, Code: '' is not shaped like a code"),
    (a_line(9, "Q91XXXA", 0), "9, Code: 'Q91XXXA' is not shaped like a header"),
    (a_line(9, "Q91", 2), "9, Header flag: '2' is neither 0 .header. nor 1 .valid."),
    (a_line(9, "Q91", " "), "9, Header flag: ' ' is neither"),
    (a_line(9, "Q911", 1), "9, Code: no header stands before Q911"),
    (a_line(9, "Q9B1", 1), "9, Code: no header stands before Q9B1"),
    (a_line(9, "Q900", 1), "9, Code: Q900 is already on line 2"),
    (a_line(6, "Q91", 1), "9, Order number: 00006 does not rise above 00006"),
    (a_line(9, "Q91", 1).replace("00009", "0009A"), "9, Order number: '0009A' is not a number of five digits"),
    (a_line(9, "Q91", 1).replace("00009", "0009²"), "9, Order number: '0009²' is not a number"),
    (a_line(9, "Q91", 1).replace("00009", "    9"), "9, Order number: '    9' is not a number"),
    (a_line(9, "Q91", 1, " ", "Roll"), "9, Short description: empty"),
    (a_line(9, "Q91", 1, "Roll", " "), "9, Long description: empty"),
    (a_line(9, "Q91", 1, " Roll"), "9, Short description: does not begin in its first column"),
    (a_line(9, "Q91", 1, "Roll", " Roll"), "9, Long description: does not begin in its first column"),
    (a_line(9, "Q91", 1, "s" * 61), "9: character 77 is 's', not the blank between two fields"),
    (a_line(9, "Q91", 1)[1:], "9: character 6 is 'Q', not the blank"),
    (a_line(9, "Q91     ", 1), "9: character 16 is '1', not the blank"),
    (a_line(9, "Q91XXXAB", 1), "9: character 14 is 'B', not the blank"),
    (a_line(9, "Q91", 1)[:77] + "\r\n", "9, Long description: the line ends before character 78"),
    ("Q91     Wobble\r\n", "9, Long description: the line ends before character 78"),
    (a_line(9, "Q91", 1).rstrip(), "9: the last line has no line end: the file is cut"),
    (a_line(9, "Q91", 1, "Wob\0ble"), "9: a NUL byte: this is not a text file"),
]


@pytest.mark.parametrize(("line", "reason"), ODD)
def test_damage(line, reason):
    filled = CM + "\r\n" * 3
    with pytest.raises(Damaged, match=f"^invented.txt, line {reason}"):
        read_cm(filled + line)


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        (a_line(9, "0W01XZ", 1), "Code: '0W01XZ' is not shaped like a code"),
        (a_line(9, "0W01XOZ", 1), "Code: '0W01XOZ' is not shaped like a code"),
        (a_line(9, "0W9", 1), "Code: '0W9' is not shaped like a code"),
        (a_line(9, "0W91XZZ", 0), "Code: '0W91XZZ' is not shaped like a header"),
        (a_line(9, "0I9", 0), "Code: '0I9' is not shaped like a header"),
        (a_line(9, "0W91XZZ", 1), "Code: no header stands before 0W91XZZ"),
        (a_line(9, "0W0", 0), "Code: 0W0 is already on line 1"),
    ],
)
def test_damage_of_pcs(line, reason):
    with pytest.raises(Damaged, match=f"^invented.txt, line 5, {reason}"):
        read_pcs(PCS + line)


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\xef\xbb\xbf\r\n"])
def test_a_file_without_codes_is_damage(data):
    for read in (read_cm, read_pcs):
        with pytest.raises(Damaged, match="^invented.txt, line 1: no codes"):
            read(data)


def test_every_cut_within_a_line_is_damage():
    assert_cuts_are_damage(read_cm, CM, [length for length in range(1, len(CM)) if CM[length - 1] != "\n"])


ADDENDA = "Add:         1 Q9001   Wobble                                                       Wobble\r\n"


def test_looks():
    assert (looks_cm("a.txt", CM), looks_pcs("a.txt", CM)) == (True, False)
    assert (looks_cm("a.txt", PCS), looks_pcs("a.txt", PCS)) == (False, True)


def test_the_name_tells_where_the_first_line_cannot():
    either = a_line(1, "B00", 0)
    assert (looks_cm("order.txt", either), looks_pcs("order.txt", either)) == (True, False)
    assert (looks_cm("ICD10PCS.txt", either), looks_pcs("ICD10PCS.txt", either)) == (False, True)


@pytest.mark.parametrize(
    "head",
    [
        "",
        ADDENDA,
        ADDENDA.replace("1 Q9001  ", "0W01XZZ"),
        "Q900    Wobble\r\nQ901    Roll\r\n",
        "Q900  0019  10000\r\n",
        "00001\tQ90\t0\tWobble\r\n",
        "00001 Q90     2 Wobble",
        "<?xml version='1.0'?><ICD10CM.tabular>",
        "%PDF-1.7",
    ],
)
def test_what_is_no_order_file(head):
    assert not looks_cm("icd10cm_order_2099.txt", head)
    assert not looks_pcs("icd10pcs_order_2099.txt", head)


@quickly
@given(damaged(CM.encode(), PCS.encode()))
def test_damaged_bytes_are_read_or_are_damage(data):
    for parse in (parse_cm, parse_pcs):
        assert reads_or_is_damage(parse, data, "invented.txt")


@quickly
@given(st.lists(st.sampled_from(CM.splitlines(keepends=True) + PCS.splitlines(keepends=True)), max_size=8))
def test_lines_in_any_order_are_read_or_are_damage(lines):
    for parse in (parse_cm, parse_pcs):
        assert reads_or_is_damage(parse, "".join(lines).encode(), "invented.txt")
