"""Operations in the words of ICD-10-PCS, with what their sentence tells."""

import pytest

from codes.case_notes.coded import coded_in
from codes.case_notes.text import sentences
from codes.case_notes.triggers import scopes

FIXED = "with internal fixation device"
NAILED = "with intramedullary internal fixation device"
SCOPE = "via natural or artificial opening endoscopic"


def queries(note):
    found = [m for s in sentences(note) for m in coded_in(s, scopes(s), list(s.words))]
    return [" ".join(m.query.split()) for m in found if m.kind == "procedure"]


@pytest.mark.parametrize(
    ("note", "wanted"),
    [
        ("Procedure: ORIF right distal radius", f"reposition {{side}} radius {FIXED} open"),
        (
            "Procedure: ORIF of the intertrochanteric fracture with nail",
            f"reposition {{side}} upper femur {NAILED} open",
        ),
        ("Procedure: CRPP supracondylar humerus", f"reposition {{side}} humeral shaft {FIXED} percutaneous"),
        ("EGD with biopsy of the antrum was performed", f"excision of stomach pylorus {SCOPE} diagnostic"),
        ("Procedure: EGD with biopsy", f"excision of stomach {SCOPE} diagnostic"),
        ("polyp of the cecum removed by cold snare", f"excision of cecum {SCOPE}"),
        ("excisional debridement of the left heel to muscle performed", "excision of {side} foot muscle open"),
        ("excisional debridement of sacral wound done", "excision of {side} back subcutaneous tissue and fascia open"),
        ("mechanical ventilation for 5 days, tolerated", "respiratory ventilation greater than 96 consecutive hours"),
        ("intubated, mechanical ventilation 12 hours", "respiratory ventilation less than 24 consecutive hours"),
        ("laparoscopic appendectomy done", "resection of appendix percutaneous endoscopic approach"),
        ("open cholecystectomy done", "resection of gallbladder open approach"),
    ],
)
def test_what_the_sentence_tells(note, wanted):
    assert queries(note)[-1] == wanted


def test_without_the_bone_there_is_none():
    assert queries("Procedure: ORIF") == []


@pytest.mark.parametrize(
    "note",
    ["thoracentesis planned", "no thoracentesis performed", "discussed thoracentesis", "thoracentesis in 2015, done"],
)
def test_what_was_not_done_now_is_none(note):
    assert queries(note) == []
