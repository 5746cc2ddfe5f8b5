"""The long descriptors in lines of 80: each rule on an invented file."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.cpt_fixed import looks, parse
from codes.releases.rows import Damaged, DescriptorRow
from tests.releases.parsers.builders import as_bytes
from tests.releases.parsers.cpt_files import HEADS, NOTICE, others_than
from tests.releases.parsers.damage import damaged, quickly, reads_or_is_damage

WORDS = "Invented services, " * 12


def a_line(value: str, sequence: int, text: str) -> str:
    return f"{value}{sequence:02} {text:72}\r\n"


def cut(text: str, value: str = "99901") -> str:
    """The lines of a text that is broken after 72 characters wherever that is."""
    starts = range(0, len(text), 72)
    return "".join(a_line(value, number, text[start : start + 72]) for number, start in enumerate(starts, start=1))


def read(file: str | bytes) -> list[DescriptorRow]:
    return list(parse(BytesIO(as_bytes(file)), "LONGULF.txt"))


FILE = (
    NOTICE
    + a_line("99901", 1, "Invented service one, which goes on")
    + a_line("99901", 2, "over two lines;")
    + a_line("99901", 3, "and a third")
    + a_line("9990T", 1, "Invented service two")
)


def test_it_works():
    assert read(FILE) == [
        DescriptorRow("99901", "long", "Invented service one, which goes on over two lines; and a third", None, 6),
        DescriptorRow("9990T", "long", "Invented service two", None, 9),
    ]


def test_the_padding_may_be_missing():
    bare = "".join(f"{line.rstrip()}\n" for line in FILE.splitlines())
    assert read(bare) == read(FILE) == read(bare.rstrip("\n"))


def test_a_file_broken_between_words_has_a_blank_at_each_break():
    full = "Invented".ljust(68, ".") + " one"
    file = a_line("99901", 1, full) + a_line("99901", 2, "two words") + a_line("99901", 3, "three")
    assert [row.text for row in read(file)] == [f"{full} two words three"]


def test_a_file_broken_within_words_has_them_whole():
    assert [WORDS[at : at + 2] for at in (71, 143, 215)] == ["ce", "er", "ed"]
    assert [row.text for row in read(cut(WORDS) + cut("Invented", "99902"))] == [WORDS.strip(), "Invented"]


@pytest.mark.parametrize("blank_at", [71, 72])
def test_a_blank_at_a_break_is_kept_once(blank_at):
    text = "x" * blank_at + " " + "y" * 80
    assert [row.text for row in read(cut(text))] == [text]


@pytest.mark.parametrize(
    ("lines", "damage"),
    [
        ("999 01 Invented", "line 7, CPT Code: '999 0' is not shaped"),
        ("99902 1 Invented", "line 7, Sequence Number: ' 1' is not a number of two digits"),
        ("9990201Invented", "line 7, Sequence Number: no blank in column 8"),
        ("9990202 Invented", "line 7, Sequence Number: 02 where 01 is due"),
        ("9990200 Invented", "line 7, Sequence Number: 00 where 01 is due"),
        ("9990103 Invented", "line 7, Sequence Number: 03 where 02 is due"),
        ("9990201 Invented\n9990102 again", "line 8, Sequence Number: 02 where 01 is due"),
        ("9990101 Invented", "line 7, CPT Code: 99901 is already on line 6"),
        ("9990201 Invented\n9990101 again", "line 8, CPT Code: 99901 is already on line 6"),
        ("9990201 " + "x" * 73, "line 7, Long Descriptor: longer than 80"),
        ("9990201 ", "line 7, Long Descriptor: empty"),
        ("9990201", "line 7, Sequence Number: no blank"),
        ("\n9990201 Invented", "line 7: a blank line among the codes"),
    ],
)
def test_damage(lines, damage):
    with pytest.raises(Damaged, match=f"^LONGULF.txt, {damage}"):
        read(NOTICE + a_line("99901", 1, "Invented") + lines + "\n")


def test_a_padded_file_that_ends_within_a_line_is_damage():
    with pytest.raises(Damaged, match=r"^LONGULF.txt, line 9: the file ends within this line"):
        read(FILE[:-70])


@pytest.mark.parametrize("file", ["", "\r\n"])
def test_an_empty_file_is_damage(file):
    with pytest.raises(Damaged, match=r"^LONGULF.txt, line 1: no codes"):
        read(file)


@pytest.mark.parametrize("name", ["LONGULF.txt", "longuf.TXT", "whatever"])
def test_it_looks_like_its_own(name):
    assert looks(name, HEADS["LONGULF.txt"])


@others_than("LONGULF.txt")
def test_it_does_not_look_like_others(name):
    assert not looks(name, HEADS[name])
    assert not looks("LONGULF.txt", HEADS[name])


@quickly
@given(damaged(FILE.encode()))
def test_damaged_files_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "LONGULF.txt")
