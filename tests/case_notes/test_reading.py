"""Whole notes: which codes are proposed, which are offered, and what is told of the others."""

import pytest

from codes.case_notes import limits
from codes.case_notes.reading import read
from tests.builders import a_code
from tests.case_notes.builders import code_set

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes():
    code_set()


def told(note):
    """[(words, group, proposed, value of the first candidate, remark)] of each finding."""
    found = []
    for f in read(note).findings:
        first = f.choices[0].code.value if f.choices else ""
        found.append((note[f.mention.start : f.mention.end], f.group, f.proposed, first, f.note))
    return found


def test_it_works():
    assert told("A/P: Zebrine fluxion.") == [("Zebrine fluxion", "diagnoses", True, "Q11.9", "")]


def test_a_code_that_is_billable_stands_before_the_header_and_there_are_three_at_most():
    (finding,) = read("A/P: zebrine fluxion").findings
    assert finding.choices[0].code.value == "Q11.9"
    assert len(finding.choices) <= limits.CANDIDATES
    assert all(choice.why for choice in finding.choices)


def test_words_beside_one_another_in_any_order_and_inflection():
    assert told("A/P: fluxion, zebrine")[0][3] == "Q11.9"


@pytest.mark.parametrize("note", ["Patient is well.", "Normal exam, alert.", "pain", "the right knee", "Vitals stable"])
def test_common_words_are_no_finding(note):
    assert told(note) == []


@pytest.mark.parametrize(
    "note",
    ["No zebrine fluxion.", "Denies zebrine fluxion", "negative for zebrine fluxion", "zebrine fluxion ruled out"],
)
def test_what_is_denied_has_no_codes(note):
    assert [(group, proposed, value) for _, group, proposed, value, _ in told(note)] == [("", False, "")]


def test_a_denial_ends_at_but():
    assert [each[2] for each in told("No zebrine fluxion but barking wheedle.")] == [False, True]


def test_what_is_uncertain_is_offered_and_not_proposed():
    assert told("A/P: possible zebrine fluxion") == [("zebrine fluxion", "diagnoses", False, "Q11.9", "uncertain")]


def test_a_history_has_its_own_code():
    assert told("h/o ochre quillwort of the breast")[0][1:] == ("history", True, "Z85.3", "history")
    assert told("PMH: ochre quillwort of breast")[0][1:] == ("history", True, "Z85.3", "past")


def test_a_lasting_condition_stays_present():
    assert told("PMH: glazed ferrule")[0][1:] == ("diagnoses", True, "E11.9", "")
    assert told("h/o glazed ferrule")[0][1:] == ("diagnoses", True, "E11.9", "chronic")


def test_a_history_without_a_code_is_only_told():
    assert told("h/o barking wheedle") == [("barking wheedle", "", False, "", "")]


def test_a_relatives_condition_has_the_code_of_a_family_history():
    assert told("FH: mother ochre quillwort of breast")[0][1:] == ("history", True, "Z80.3", "family")
    assert told("Mother had ochre quillwort of breast.")[0][1:] == ("history", True, "Z80.3", "family")


def test_the_side_is_carried_from_beside():
    assert told("A/P: zebrine fluxion, R knee")[0][3] == "Q11.1"
    assert told("A/P: zebrine fluxion L knee")[0][3] == "Q11.2"


def test_two_conditions_that_the_index_joins():
    assert told("A/P: glazed ferrule. Lunar divot.") == [
        ("glazed ferrule", "diagnoses", False, "E11.9", "replaced"),
        ("Lunar divot", "diagnoses", True, "L97.909", ""),
        ("Lunar divot", "diagnoses", True, "E11.622", "joined"),
    ]


def test_hypertension_stands_not_beside_what_it_did_to_the_heart():
    proposed = [value for _, _, yes, value, _ in told("A/P: taut mangle; slack bellows") if yes]
    assert proposed == ["I50.9", "I11.0"]
    proposed = {
        value for _, _, yes, value, _ in told("A/P: taut mangle; slack bellows; clogged sieve, third grade") if yes
    }
    assert proposed == {"I50.9", "N18.30", "I13.0"}


def test_a_symptom_outside_the_assessment_is_not_proposed_where_there_is_a_diagnosis():
    note = "HPI: barking wheedle.\nA/P: zebrine fluxion"
    assert [(value, proposed, remark) for _, _, proposed, value, remark in told(note)] == [
        ("R05.9", False, "symptom"),
        ("Q11.9", True, ""),
    ]
    assert told("HPI: barking wheedle")[0][2] is True


def test_what_was_thought_before_an_operation_is_not_proposed():
    note = "Preop dx: zebrine fluxion\nPostop dx: barking wheedle"
    assert [(value, proposed) for _, _, proposed, value, _ in told(note)] == [("Q11.9", False), ("R05.9", True)]


@pytest.mark.parametrize(
    ("note", "group", "value"),
    [
        ("Allergies: penicillin (hives)", "history", "Z88.0"),
        ("Meds: metformin 500 bid", "history", "Z79.84"),
        ("Former smoker", "history", "Z87.891"),
        ("s/p cholecystectomy 2009", "history", "Z90.49"),
        ("Tdap given today", "procedures", "Z23"),
        ("BMI 33.4", "diagnoses", "Z68.33"),
        ("Procedure: laparoscopic appendectomy", "procedures", "0DTJ4ZZ"),
        ("Order: full widget mask", "supplies", "E0999"),
        ("fabulomab 20 mg IV", "supplies", "J0999"),
    ],
)
def test_what_the_lists_know(note, group, value):
    assert [each[1:4] for each in told(note)] == [(group, True, value)]


@pytest.mark.parametrize(
    "note",
    [
        "Discussed metformin",
        "Never a smoker",
        "No allergies to penicillin",
        "Procedure: none",
        "appendectomy planned",
        "fabulomab 20 mg po daily",
        "Full widget mask was lost",
    ],
)
def test_what_is_only_named_is_not_proposed(note):
    assert [each for each in told(note) if each[2]] == []


def test_without_codes_nothing_is_found(monkeypatch):
    from codes.case_notes import reading
    from codes.search.index import Builder

    monkeypatch.setattr(reading.held, "current", lambda: Builder([], []).build())
    assert read("zebrine fluxion").findings == []


def test_a_long_note_is_cut_and_says_so(monkeypatch):
    monkeypatch.setattr(limits, "MOST_RANKED", 1)
    reading = read("A/P: zebrine fluxion. Barking wheedle.")
    assert (len(reading.findings), reading.cut) == (2, True)


@pytest.mark.parametrize(
    ("note", "value"),
    [
        ("A/P: zebrine fluxion without crags", "Q11.3"),
        ("A/P: zebrine fluxion due to amiodarone", "Q11.5"),
        ("A/P: zebrine fluxion secondary to metformin", "Q11.5"),
        ("A/P: zebrine fluxion due to weather", "Q11.9"),
    ],
)
def test_what_is_told_behind_a_finding_makes_it_more_exact(note, value):
    assert told(note)[0][3] == value


def test_a_word_alone_in_running_text_is_offered_where_no_code_says_just_this(monkeypatch):
    monkeypatch.setattr(limits, "RARE", 0)
    monkeypatch.setattr(limits, "SAYS_JUST_THIS", 2)
    a_code("K59.89", descriptor="Gurgling")
    assert told("HPI: gurgling")[0][2:] == (False, "K59.89", "unclear")
    assert told("A/P: gurgling")[0][2] is True


@pytest.mark.parametrize("note", ["flu vaccine UTD", "flu vaccine recommended", "declined flu vaccine"])
def test_a_vaccine_that_was_not_given_is_no_service(note):
    assert [each[3] for each in told(note) if each[3] == "Z23"] == []


def test_a_vaccine_is_no_disease():
    assert [each[1:4] for each in told("A/P: zebrine fluxion vaccine")] == [("", False, "")]


def test_an_injury_of_a_region_stands_not_beside_one_that_is_named():
    assert [each[1:] for each in told("A/P: calamity of ochre wrist; shattered twig of ochre wrist")] == [
        ("diagnoses", False, "S69.91XA", "replaced"),
        ("diagnoses", True, "S62.001A", ""),
    ]
    assert told("A/P: calamity of ochre wrist")[0][2] is True


def test_a_plan_alone_states_no_diagnosis_but_at_the_beginning_of_a_line():
    note = "A: zebrine fluxion\nPlan:\nbarking wheedle - tea\nsee about barking wheedle"
    assert [(words, proposed) for words, _, proposed, _, _ in told(note)] == [
        ("zebrine fluxion", True),
        ("barking wheedle", True),
        ("barking wheedle", False),
    ]


def test_looking_is_not_coded_beside_what_was_done():
    note = "Procedures: colonoscopy. Polyp of the ascending colon removed by cold snare."
    assert [(each[2], each[3], each[4]) for each in told(note)] == [
        (False, "0DJD8ZZ", "inspection"),
        (True, "0DBK8ZZ", ""),
    ]
    assert [each[2:4] for each in told("Procedures: colonoscopy")] == [(True, "0DJD8ZZ")]


def test_a_service_may_have_a_code_of_hcpcs():
    assert told("Medicare AWV subsequent")[0][1:4] == ("procedures", True, "G0439")


def test_a_state_that_says_nothing_is_offered():
    a_code("Z98.890", descriptor="Something was done")
    assert told("PSH: carpal tunnel release")[0][1:] == ("history", False, "Z98.890", "vague")


class TestSupplies:
    def test_what_belongs_to_a_thing_is_read_with_it(self):
        assert told("Order: widget bunk with rungs and mattress") == [
            ("widget bunk with rungs and mattress", "supplies", True, "E0997", "")
        ]
        assert told("Order: widget bunk, widget mask")[1][:4] == ("widget mask", "supplies", True, "E0999")

    def test_what_stands_behind_a_comma_may_tell_which(self):
        assert told("Order: widget bunk, rungs")[0][:4] == ("widget bunk, rungs", "supplies", True, "E0997")

    @pytest.mark.parametrize(
        ("size", "value"), [("4x4", "A6998"), ("6 x 6", "A6999"), ("10 x 10 cm", "A6998"), ("15x15 cm", "A6999")]
    )
    def test_the_size_of_a_dressing_tells_which(self, size, value):
        assert told(f"Order: floss dressing {size} daily")[0][3] == value

    def test_a_brand_that_is_not_named_steps_back(self):
        assert told("quaverine 40 mg IM")[0][3] == "J0997"
        assert told("zippo quaverine 40 mg IM")[0][3] == "J0998"

    @pytest.mark.parametrize("note", ["lidocaine 1% injected", "Order: widgeted"])
    def test_what_is_none(self, note):
        assert [each for each in told(note) if each[1] == "supplies"] == []

    def test_a_condition_is_no_thing_by_its_other_name(self):
        """Hypertension is high blood pressure, and the last word of that is the name of a thing here."""
        a_code("Q12.0", descriptor="Hypertension of snouts")
        a_code("E0996", "hcpcs", title="", descriptor="Pressure gadget, blood")
        assert told("A/P:\n3. Hypertension of snouts")[0][1:3] == ("diagnoses", True)
        assert [each[3] for each in told("Plan: hypertension") if each[1] == "supplies"] == []
        assert told("Order: blood pressure gadget")[0][1:4] == ("supplies", True, "E0996")
