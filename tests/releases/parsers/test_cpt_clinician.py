"""The clinician descriptors: each rule on an invented table."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.cpt_clinician import looks, parse
from codes.releases.rows import Damaged, DescriptorRow
from tests.releases.parsers.builders import as_bytes, as_xlsx, head_of
from tests.releases.parsers.cpt_files import CLINICIAN, HEADS, NOTICE, a_table, others_than
from tests.releases.parsers.damage import damaged, quickly, reads_or_is_damage

ONE = ("1000001", "99901", "10000001", 'Invented "service" one')
MORE = ("1000001", "99901", "10000002", "Invented service one with more")
TWO = ("1000002", "9990T", "10000002", "Invented service two")


def read(file: str | bytes) -> list[DescriptorRow]:
    return list(parse(BytesIO(as_bytes(file)), "ClinicianDescriptor.txt"))


def test_it_works():
    assert read(a_table(CLINICIAN, ONE, MORE, TWO, notice="")) == [
        DescriptorRow("99901", "clinician", 'Invented "service" one', None, 2),
        DescriptorRow("99901", "clinician", "Invented service one with more", None, 3),
        DescriptorRow("9990T", "clinician", "Invented service two", None, 4),
    ]


def test_a_notice_may_stand_above():
    assert [row.line for row in read(a_table(CLINICIAN, ONE, TWO))] == [7, 8]


def test_a_workbook_gives_the_same_rows():
    assert read(as_xlsx([CLINICIAN, ONE, MORE, TWO])) == read(a_table(CLINICIAN, ONE, MORE, TWO, notice=""))


@pytest.mark.parametrize(
    ("row", "damage"),
    [
        (("1", "1000001", "10000003", "Invented"), "line 8, CPT Code: '1000001' is not shaped like a CPT code"),
        (("1", "99902", "Invented", "10000003"), "line 8, Clinician Descriptor Id: 'Invented' is not a descriptor's"),
        (("1", "99902", "", "Invented"), "line 8, Clinician Descriptor Id: '' is not a descriptor's number"),
        (("1", "99901", "10000001", "Again"), "line 8, Clinician Descriptor Id: 99901 10000001 is already on line 7"),
        (("1", "99902", "10000003", ""), "line 8, Clinician Descriptor: empty"),
        (("1", "99902", "10000003"), "line 8, Clinician Descriptor: empty"),
        (("1", "99902", "10000003", "Invented", "more"), "line 8: 5 cells beneath 4 columns"),
    ],
)
def test_damage(row, damage):
    with pytest.raises(Damaged, match=f"^ClinicianDescriptor.txt, {damage}"):
        read(a_table(CLINICIAN, ONE, row))


@pytest.mark.parametrize(
    ("file", "damage"),
    [
        ("", "line 1, CPT Code: no header"),
        (NOTICE, "line 1, CPT Code: no header"),
        (a_table(CLINICIAN), "line 6: no row beneath the header"),
        (
            a_table(("Concept Id", "CPT Code", "Clinician Descriptor"), ONE),
            "line 6, Clinician Descriptor Id: the header has no",
        ),
        (a_table(CLINICIAN[:3], ONE[:3]), "line 6, Clinician Descriptor: the header has no such"),
    ],
)
def test_a_file_without_header_or_rows_is_damage(file, damage):
    with pytest.raises(Damaged, match=f"^ClinicianDescriptor.txt, {damage}"):
        read(file)


@pytest.mark.parametrize("name", ["ClinicianDescriptor.txt", "CLINICIANDESCRIPTOR.TXT", "whatever"])
def test_it_looks_like_its_own(name):
    assert looks(name, HEADS["ClinicianDescriptor.txt"])
    assert looks(name, head_of(as_xlsx([CLINICIAN, ONE])))


@others_than("ClinicianDescriptor.txt")
def test_it_does_not_look_like_others(name):
    assert not looks(name, HEADS[name])
    assert not looks("ClinicianDescriptor.txt", HEADS[name])


@quickly
@given(damaged(a_table(CLINICIAN, ONE, MORE, TWO).encode()))
def test_damaged_files_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "ClinicianDescriptor.txt")
