"""Measures with codes of their own."""

import pytest

from codes.case_notes.coded import measured, of_bmi, of_weeks, trimester
from codes.case_notes.text import sentences


def codes(note):
    return [mention.code for sentence in sentences(note) for mention in measured(sentence)]


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ("BMI 33.4", ["Z68.33"]),
        ("BMI: 41", ["Z68.41"]),
        ("body mass index of 18.2", ["Z68.1"]),
        ("BMI 333", []),
        ("29w2d", ["Z3A.29"]),
        ("at 38 weeks gestation", ["Z3A.38"]),
        ("pain for 3 weeks", []),
        ("99w2d", []),
    ],
)
def test_measured(note, wanted):
    assert codes(note) == wanted


def test_bounds():
    assert [of_bmi(v) for v in (19.9, 20, 39.9, 44.9, 45, 50, 60, 70)] == [
        *("Z68.1", "Z68.20", "Z68.39", "Z68.41", "Z68.42", "Z68.43", "Z68.44", "Z68.45")
    ]
    assert [of_weeks(n) for n in (7, 8, 42, 43)] == ["Z3A.01", "Z3A.08", "Z3A.42", "Z3A.49"]
    assert [trimester(n) for n in (13, 14, 27, 28)] == ["first", "second", "second", "third"]
