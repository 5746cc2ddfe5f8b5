"""The word lists of case notes: their form, and that each code is one."""

import re

import pytest

from codes.case_notes.candidates import system_of
from codes.case_notes.coded import PLACES, of_side
from codes.case_notes.operations import OF_LINE, OPEN_WORD
from codes.case_notes.past import PRESENT, family, personal, ranges
from codes.case_notes.tables import FOLDER, rows
from codes.systems import HCPCS, ICD10CM

STATUSES = {"negated", "history", "family", "uncertain", "hypothetical", "planned", "pseudo", "ends"}


@pytest.mark.parametrize("path", sorted(FOLDER.glob("*.tsv")), ids=lambda path: path.stem)
def test_a_list_has_a_head_no_line_twice_and_the_same_columns(path):
    lines = path.read_text(encoding="utf-8").splitlines()
    kept = [line for line in lines if not line.startswith("#")]
    assert lines[0].startswith("# ")
    assert len(kept) == len(set(kept))
    assert len({line.count("\t") for line in kept}) == 1
    assert all(line.split("\t")[0].strip() for line in kept)


@pytest.mark.parametrize("name", ["statuses", "drugs", "allergies"])
def test_codes_have_the_shape_of_codes_on_every_side(name):
    values = {of_side(row[-1], side) for row in rows(name) for side in ("right", "left", "bilateral", "")}
    systems = {"icd10cm": ICD10CM, "hcpcs": HCPCS}
    assert [value for value in values if not systems[system_of(value)].pattern.fullmatch(value)] == []


def test_the_past_has_codes_for_each_range():
    for first, last, *codes, over in ranges():
        assert first <= last
        assert all(ICD10CM.pattern.fullmatch(code) for code in codes if code not in ("", PRESENT))
        assert over in ("", "over")


def test_triggers_say_what_is_known():
    assert {row[1] for row in rows("triggers")} <= STATUSES
    assert {row[2] for row in rows("triggers")} == {"", "before", "after"}
    assert {row[3] for row in rows("triggers")} == {"", "clause", "item", "beside"}


def test_operations_leave_open_what_the_sentence_can_tell():
    kinds = {row[0] for row in rows("parts")} | {"side", *OF_LINE}
    named = {name for row in rows("procedures") for name, _ in OPEN_WORD.findall(row[1])}
    assert named == kinds


def test_a_side_is_the_character_of_a_code():
    assert [of_side("Z96.65[1239]", side) for side in ("right", "left", "bilateral", "")] == [
        "Z96.651",
        "Z96.652",
        "Z96.653",
        "Z96.659",
    ]
    # There is none for both.
    assert of_side("Z98.4[12-9]", "bilateral") == "Z98.49"
    assert all(re.fullmatch(r".{4}", found[1]) for row in rows("statuses") if (found := PLACES.search(row[-1])))


@pytest.mark.parametrize(
    ("value", "said", "wanted"),
    [
        ("C50.919", True, "Z85.3"),
        ("C50.919", False, "Z85.3"),
        ("I82.409", False, "Z86.718"),
        ("E11.9", True, PRESENT),
        ("K80.20", True, "Z87.19"),
        ("K80.20", False, PRESENT),
        ("Z00.00", True, ""),
        ("Z00.00", False, PRESENT),
    ],
)
def test_personal_history(value, said, wanted):
    assert personal(value, said=said) == wanted


def test_family_history():
    assert [family(value) for value in ("C50.919", "E11.9", "S72.001A", "Z00.00")] == ["Z80.3", "Z83.3", "", ""]
