"""The consumer descriptors: each rule on an invented table."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.cpt_consumer import looks, parse
from codes.releases.rows import Damaged, DescriptorRow
from tests.releases.parsers.builders import as_bytes, as_xlsx, head_of
from tests.releases.parsers.cpt_files import CONSUMER, HEADS, NOTICE, a_table, others_than
from tests.releases.parsers.damage import damaged, quickly, reads_or_is_damage

ONE = ("1000001", "99901", 'Invented "service", in plain words')
TWO = ("1000002", "9990T", "Another, réally")


def read(file: str | bytes) -> list[DescriptorRow]:
    return list(parse(BytesIO(as_bytes(file)), "ConsumerDescriptor.txt"))


def test_it_works():
    assert read(a_table(CONSUMER, ONE, TWO, notice="")) == [
        DescriptorRow("99901", "consumer", 'Invented "service", in plain words', None, 2),
        DescriptorRow("9990T", "consumer", "Another, réally", None, 3),
    ]


def test_a_notice_may_stand_above():
    assert [row.line for row in read(a_table(CONSUMER, ONE, TWO))] == [7, 8]


def test_a_workbook_gives_the_same_rows():
    assert read(as_xlsx([CONSUMER, ONE, TWO])) == read(a_table(CONSUMER, ONE, TWO, notice=""))


def test_the_columns_are_found_by_their_names():
    file = a_table(("Consumer Descriptor", "CPT CODE", "concept id"), ONE[::-1], notice="")
    assert read(file) == read(a_table(CONSUMER, ONE, notice=""))


@pytest.mark.parametrize(
    ("row", "damage"),
    [
        (("1000002", "1000002", "Invented"), "line 8, CPT Code: '1000002' is not shaped like a CPT code"),
        (("1000002", "99901", "Again"), "line 8, CPT Code: 99901 is already on line 7"),
        (("1000002", "99902", " "), "line 8, Consumer Friendly Descriptor: empty"),
        (("1000002", "99902"), "line 8, Consumer Friendly Descriptor: empty"),
        (("1000002", "99902", "Invented", "more"), "line 8: 4 cells beneath 3 columns"),
    ],
)
def test_damage(row, damage):
    with pytest.raises(Damaged, match=f"^ConsumerDescriptor.txt, {damage}"):
        read(a_table(CONSUMER, ONE, row))


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("", "line 1, CPT Code: no header"),
        (NOTICE, "line 1, CPT Code: no header"),
        (a_table(CONSUMER), "line 6: no row beneath the header"),
        (a_table(CONSUMER[:2], ONE[:2]), "line 6, Consumer Friendly Descriptor: the header has no such column"),
    ],
)
def test_a_file_without_header_or_rows_is_damage(file, damage):
    with pytest.raises(Damaged, match=f"^ConsumerDescriptor.txt, {damage}"):
        read(file)


@pytest.mark.parametrize("name", ["ConsumerDescriptor.txt", "CONSUMERDESCRIPTOR.TXT", "whatever"])
def test_it_looks_like_its_own(name):
    assert looks(name, HEADS["ConsumerDescriptor.txt"])
    assert looks(name, head_of(as_xlsx([CONSUMER, ONE])))


@others_than("ConsumerDescriptor.txt")
def test_it_does_not_look_like_others(name):
    assert not looks(name, HEADS[name])
    assert not looks("ConsumerDescriptor.txt", HEADS[name])


@quickly
@given(damaged(a_table(CONSUMER, ONE, TWO).encode()))
def test_damaged_files_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "ConsumerDescriptor.txt")
