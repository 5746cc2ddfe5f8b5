"""The medium and short descriptors: each rule on an invented file."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.cpt_short import looks, parse
from codes.releases.rows import Damaged, DescriptorRow
from tests.releases.parsers.builders import as_bytes
from tests.releases.parsers.cpt_files import HEADS, NOTICE, others_than
from tests.releases.parsers.damage import damaged, quickly, reads_or_is_damage


def read(file: str | bytes, name: str = "SHORTU.txt") -> list[DescriptorRow]:
    return list(parse(BytesIO(as_bytes(file)), name))


FILE = NOTICE + f"99901 {'INVENTED ONE':28}\r\n9990T {'INVENTED TWO':28}\r\n"


@pytest.mark.parametrize(("name", "kind"), [("SHORTU.txt", "short"), ("MEDU.txt", "medium")])
def test_it_works(name, kind):
    assert read(FILE, name) == [
        DescriptorRow("99901", kind, "INVENTED ONE", None, 6),
        DescriptorRow("9990T", kind, "INVENTED TWO", None, 7),
    ]


@pytest.mark.parametrize(
    ("name", "longest", "kind"),
    [
        ("shortu.TXT", 5, "short"),
        ("CPT/Primary/Medu.txt", 5, "medium"),
        ("Short/MEDU.txt", 28, "medium"),
        ("Medium descriptors.txt", 5, "medium"),
        ("codes.txt", 28, "short"),
        ("codes.txt", 29, "medium"),
        ("medical.txt", 28, "short"),
    ],
)
def test_the_kind_is_told_by_the_name_or_else_by_the_longest_text(name, longest, kind):
    assert {row.kind for row in read(f"99901 X\n99902 {'X' * longest}\n", name)} == {kind}


def test_the_padding_may_be_wide():
    file = f"99901 {'INVENTED ONE':74}\r\n99902 {'INVENTED TWO':74}\r\n"
    assert [row.text for row in read(file, "codes.txt")] == ["INVENTED ONE", "INVENTED TWO"]


@pytest.mark.parametrize(
    ("name", "lines", "damage"),
    [
        ("SHORTU.txt", "9990 INVENTED", "line 7, CPT Code: '9990 ' is not shaped"),
        ("SHORTU.txt", "99902\tINVENTED", "line 7, Short Descriptor: no blank in column 6"),
        ("MEDU.txt", "99902XINVENTED", "line 7, Medium Descriptor: no blank in column 6"),
        ("SHORTU.txt", "99902 ", "line 7, Short Descriptor: empty"),
        ("SHORTU.txt", "99902 " + "X" * 29, "line 7, Short Descriptor: 29 characters where 28 are the most"),
        ("MEDU.txt", "99902 " + "X" * 49, "line 7, Medium Descriptor: 49 characters where 48 are the most"),
        ("codes.txt", "99902 " + "X" * 49, "line 7, Medium Descriptor: 49 characters where 48 are the most"),
        ("SHORTU.txt", "99901 AGAIN", "line 7, CPT Code: 99901 is already on line 6"),
        ("SHORTU.txt", "\n99902 INVENTED", "line 7: a blank line among the codes"),
    ],
)
def test_damage(name, lines, damage):
    with pytest.raises(Damaged, match=f"^{name}, {damage}"):
        read(NOTICE + "99901 INVENTED\n" + lines, name)


def test_a_padded_file_that_ends_within_a_line_is_damage():
    with pytest.raises(Damaged, match=r"^SHORTU.txt, line 7: the file ends within this line"):
        read(FILE[:-20])


@pytest.mark.parametrize("file", ["", "\r\n"])
def test_an_empty_file_is_damage(file):
    with pytest.raises(Damaged, match=r"^SHORTU.txt, line 1: no codes"):
        read(file)


@pytest.mark.parametrize("name", ["SHORTU.txt", "MEDU.txt"])
def test_it_looks_like_its_own(name):
    assert looks(name, HEADS[name])
    assert looks("whatever", HEADS[name])


@others_than("SHORTU.txt", "MEDU.txt")
def test_it_does_not_look_like_others(name):
    assert not looks(name, HEADS[name])
    assert not looks("SHORTU.txt", HEADS[name])


@quickly
@given(damaged(FILE.encode()))
def test_damaged_files_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "SHORTU.txt")
    assert reads_or_is_damage(parse, data, "MEDU.txt")
