"""The codes that a note's words name."""

import pytest

from codes.claims.references import named_in


@pytest.mark.parametrize(
    ("text", "named", "others"),
    [
        ("invented ailment (Q35.0-)", ["Q35.0", "Q35.01", "Q35.09A"], ["Q35.1", "Q35"]),
        ("one and another (Q89.4-, Q28.31-)", ["Q89.42", "Q28.319"], ["Q28.3", "Q28.32"]),
        ("a range (V01-V99)", ["V01", "V99.XXXA", "V50.1"], ["W01"]),
        ("letters in a range (C00-C96)", ["C7A.1", "C4A.9"], ["C97"]),
        ("a range of codes (M05.00-M06.9)", ["M05.00", "M05.9", "M06.9", "M06.99"], ["M05", "M07.0"]),
        ("without brackets Q72.4", ["Q72.4", "Q72.41"], ["Q72.3"]),
        ("subcategories S06.1- to S06.6-, and S06.81-", ["S06.1X0A", "S06.6X9S", "S06.811A"], ["S06.7", "S06.82"]),
        (
            "adverse effect (T36-T50 with fifth or sixth character 5)",
            ["T36.0X5A", "T38.3X5A"],
            ["T36.0X1A", "T51.0X5A"],
        ),
        ("open (S82.- with 7th character B)", ["S82.001B"], ["S82.001A", "S82.0"]),
        ("sequelae (I69. with final characters -23)", ["I69.023", "I69.923"], ["I69.020"]),
        ("in diabetes (E08-E13 with .620)", ["E11.620", "E13.620"], ["E11.621", "E11.62"]),
        ("angiopathy (E08-E13 with .51-.52)", ["E11.51", "E10.52"], ["E11.59"]),
        ("salicylates (T39.0-, with sixth character 1-4)", ["T39.011A", "T39.094A"], ["T39.015A"]),
    ],
)
def test_what_a_note_names(text, named, others):
    found = named_in(text)
    assert not found.vague
    assert [value for value in named if not found.names(value)] == []
    assert [value for value in others if found.names(value)] == []


@pytest.mark.parametrize("text", ["code to condition", "disorders of:", "", "vitamins B and D"])
def test_a_note_that_names_no_code(text):
    assert named_in(text).references == ()


def test_a_condition_that_is_not_understood_is_vague():
    assert named_in("see categories Q08-Q10 with something else").vague
