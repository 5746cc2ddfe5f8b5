"""The long descriptors behind a tab: each rule on an invented file."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.cpt_long import looks, parse
from codes.releases.rows import Damaged, DescriptorRow
from tests.releases.parsers.builders import as_bytes
from tests.releases.parsers.cpt_files import HEADS, NOTICE, others_than
from tests.releases.parsers.damage import damaged, quickly, reads_or_is_damage


def read(file: str | bytes) -> list[DescriptorRow]:
    return list(parse(BytesIO(as_bytes(file)), "LONGULT.txt"))


ONE = DescriptorRow("99901", "long", "Invented service one", None, 6)
TWO = DescriptorRow("9990T", "long", "Invented service two", None, 7)
FILE = NOTICE + "99901\tInvented service one\r\n9990T\tInvented service two\r\n"


def test_it_works():
    assert read(FILE) == [ONE, TWO]


def test_it_works_without_a_notice():
    assert [(row.value, row.line) for row in read("99901\tInvented one\n99902\tInvented two")] == [
        ("99901", 1),
        ("99902", 2),
    ]


def test_blank_lines_and_an_end_mark_at_the_end_are_nothing():
    assert read(FILE + "\r\n  \r\n\x1a") == [ONE, TWO]


@pytest.mark.parametrize("suffix", "0FTUMA")
def test_each_shape_of_code(suffix):
    assert [row.value for row in read(f"9990{suffix}\tInvented\n")] == [f"9990{suffix}"]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252"])
def test_both_encodings(encoding):
    [row] = read("99901\tInvénted – “service” µ\n".encode(encoding))
    assert (row.value, row.text) == ("99901", "Invénted – “service” µ")


@pytest.mark.parametrize("text", ['"Invented" service', 'the 2" invented', '"Invented, service"', "Invented ''one'"])
def test_quotes_are_part_of_the_descriptor(text):
    assert [row.text for row in read(f"99901\t{text}\n99902\tInvented\n")] == [text, "Invented"]


def test_blanks_are_folded():
    assert [row.text for row in read("99901\t  Invented \xa0 service  \n")] == ["Invented service"]


@pytest.mark.parametrize(
    ("lines", "damage"),
    [
        ("9990\tInvented", "line 7, CPT Code: '9990' is not shaped"),
        ("99901X\tInvented", "line 7, CPT Code: '99901X' is not shaped"),
        ("9990B\tInvented", "line 7, CPT Code: '9990B' is not shaped"),
        ("9990t\tInvented", "line 7, CPT Code: '9990t' is not shaped"),
        ("D9990\tInvented", "line 7, CPT Code: 'D9990' is not shaped"),
        ("٩٩٩٠٢\tInvented", "line 7, CPT Code: '٩٩٩٠٢' is not shaped"),
        ("99902 Invented", "line 7, CPT Code: '99902 Invented' is not shaped"),
        ("more of the notice", "line 7, CPT Code: 'more of the notice' is not shaped"),
        ("99902", "line 7, Long Descriptor: empty"),
        ("99902\t \t", "line 7, Long Descriptor: empty"),
        ("99902\tInvented\t1", "line 7, Long Descriptor: a second tab"),
        ("99902\tOne\n99902\tTwo", "line 8, CPT Code: 99902 is already on line 7"),
        ("\n99902\tInvented", "line 7: a blank line among the codes"),
        ("9990\x00\tInvented", "line 7: a NUL byte"),
    ],
)
def test_damage(lines, damage):
    with pytest.raises(Damaged, match=f"^LONGULT.txt, {damage}"):
        read(NOTICE + "99901\tInvented\n" + lines)


def test_a_byte_that_is_no_text_is_damage():
    with pytest.raises(Damaged, match=r"^LONGULT.txt, line 1: not utf-8"):
        read(b"99901\tInv\x81nted\n")


@pytest.mark.parametrize("file", ["", "\n\n", "\x1a"])
def test_an_empty_file_is_damage(file):
    with pytest.raises(Damaged, match=r"^LONGULT.txt, line 1: no codes"):
        read(file)


def test_a_notice_alone_is_damage():
    with pytest.raises(Damaged, match=r"^LONGULT.txt, line 3, CPT Code: 'Write to the house,' is not shaped"):
        read(NOTICE)


@pytest.mark.parametrize("name", ["LONGULT.txt", "longut.TXT", "CPT/Primary/LongULT.txt", "cpt-long-2026.txt"])
def test_it_looks_like_its_own(name):
    assert looks(name, HEADS["LONGULT.txt"])


@others_than("LONGULT.txt")
def test_it_does_not_look_like_others(name):
    assert not looks(name, HEADS[name])
    assert not looks("LONGULT.txt", HEADS[name]) or name == "OrthopoxvirusCodes.txt"


@quickly
@given(damaged(FILE.encode()))
def test_damaged_files_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "LONGULT.txt")
