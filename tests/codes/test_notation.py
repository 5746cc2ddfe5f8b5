"""What readers type, read as codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.notation import Notation, is_prefix, readings


def test_it_works():
    assert readings("e119") == [Notation("icd10cm", "E11.9")]


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("E11.9", [("icd10cm", "E11.9", "")]),
        (" e 11.9 ", [("icd10cm", "E11.9", "")]),
        ("E1.19", [("icd10cm", "E11.9", "")]),
        ("E11.", [("icd10cm", "E11", "")]),
        ("E11.-", [("icd10cm", "E11", "")]),
        ("s72001a", [("icd10cm", "S72.001A", "")]),
        ("64493", [("cpt", "64493", "")]),
        ("64493-50", [("cpt", "64493", "50")]),
        ("64493 lt", [("cpt", "64493", "LT")]),
        ("6449350", [("cpt", "64493", "50")]),
        ("64493-50-lt", [("cpt", "64493", "50")]),
        ("0213t", [("cpt", "0213T", "")]),
        ("j3490", [("hcpcs", "J3490", ""), ("icd10cm", "J34.90", "")]),
        ("0DTJ4ZZ", [("icd10pcs", "0DTJ4ZZ", "")]),
        ("diabetes", []),
        ("", []),
        ("D0120", [("icd10cm", "D01.20", "")]),
    ],
)
def test_readings(typed, expected):
    found = [(r.system, r.value, r.modifier) for r in readings(typed)]
    assert [reading for reading in found if reading in expected] == expected
    if not expected:
        assert found == []


@given(st.text(max_size=200))
def test_anything_typed_is_read_without_an_error(text):
    for reading in readings(text):
        assert reading.value == reading.value.upper()
    is_prefix(text)


@pytest.mark.parametrize(
    ("text", "expected"), [("E11", True), ("644", True), ("e11.", True), ("heart", False), ("", False)]
)
def test_prefixes(text, expected):
    assert is_prefix(text) is expected
