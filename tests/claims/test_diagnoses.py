"""What the notes of ICD-10-CM say of diagnoses that stand together, of their order, and of the patient."""

import pytest

from codes.claims import Age, Sex
from tests.builders import a_code
from tests.claims.builders import a_diagnosis, checked, found, lists

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world():
    lists()


# Excludes 1


def test_a_note_above_a_code_excludes_another():
    category = a_diagnosis("Q11", ("excludes1", "invented ailment (Q12.-)"), kind="heading")
    a_diagnosis("Q11.9", parent=category)
    a_diagnosis("Q12.1")
    (finding,) = checked("Q11.9\nQ12.1").findings
    assert (finding.rule, finding.severity, finding.lines) == ("excludes1", "error", (1, 2))
    assert finding.text == "Excludes 1 at Q11, above Q11.9, names Q12.1: “invented ailment (Q12.-)”."
    assert finding.source.manual.endswith("section I.A.12.a")


def test_both_ways_it_is_one_finding():
    a_diagnosis("Q11.9", ("excludes1", "one (Q12.1)"))
    a_diagnosis("Q12.1", ("excludes1", "other (Q11.9)"))
    assert [each[1] for each in found("Q12.1\nQ11.9")] == [(1, 2)]


def test_a_note_that_names_its_own_range_means_others():
    a_diagnosis("Q11.9", ("excludes1", "all of them (Q00-Q99)"))
    a_diagnosis("Q12.1")
    assert found("Q11.9\nQ12.1") == []


def test_a_note_with_a_condition_is_to_be_read():
    a_diagnosis("Q11.9", ("excludes1", "see categories Q12-Q13 with something else"))
    a_diagnosis("Q12.1")
    (finding,) = checked("Q11.9\nQ12.1").findings
    assert (finding.severity, finding.fix) == ("note", "Read the note: it may mean less.")


def test_other_notes_exclude_nothing():
    a_diagnosis("Q11.9", ("excludes2", "one (Q12.1)"), ("includes", "other (Q12.1)"))
    a_diagnosis("Q12.1")
    assert found("Q11.9\nQ12.1") == []


# Order


def test_what_is_coded_first_stands_ahead():
    a_diagnosis("Q21.1", ("code_first", "invented cause (Q22.-)"))
    a_diagnosis("Q22.1")
    assert found("Q22.1\nQ21.1") == []
    assert found("Q21.1\nQ22.1") == [
        ("error", (1, 2), "Q22.1 (line 2) goes ahead of Q21.1. Code first: “invented cause (Q22.-)” (Q21.1).")
    ]


def test_a_manifestation_cannot_be_first():
    words = "Invented ailment in diseases classified elsewhere"
    a_diagnosis("Q21.1", ("code_first", "underlying disease, if known, such as: (Q22.-)"), descriptor=words)
    a_diagnosis("Q29.9")
    assert [(severity, lines) for severity, lines, _ in found("Q21.1\nQ29.9")] == [("error", (1,))]
    assert found("Q29.9\nQ21.1")[0][:2] == ("warning", (2,))


def test_a_code_first_note_with_an_if_asks_nothing_of_a_code_alone():
    a_diagnosis("Q21.1", ("code_first", "any cause, if applicable (Q22.-)"))
    a_diagnosis("Q21.2", ("code_first", "the cause (Q22.-)"))
    assert found("Q21.1") == []
    assert [each[0] for each in found("Q21.2")] == ["warning"]


def test_what_is_used_additionally_stands_behind_or_is_missed():
    a_diagnosis("Q21.1", ("use_additional", "code to identify the stage (Q22.1-Q22.9)"))
    a_diagnosis("Q22.1")
    a_diagnosis("Q29.9")
    assert found("Q21.1\nQ22.1") == []
    assert found("Q22.1\nQ21.1")[0][:2] == ("note", (1, 2))
    assert found("Q29.9\nQ21.1") == [
        (
            "note",
            (2,),
            "Q21.1 asks for a further code where it applies; none is on the claim. "
            "Use additional: “code to identify the stage (Q22.1-Q22.9)” (Q21.1).",
        )
    ]


def test_code_first_and_use_additional_of_one_pair_are_told_once():
    a_diagnosis("Q21.1", ("code_first", "cause (Q22.-)"))
    a_diagnosis("Q22.1", ("use_additional", "code for the effect (Q21.-)"))
    assert [each[:2] for each in found("Q21.1\nQ22.1")] == [("error", (1, 2))]


def test_headers_are_mended_first():
    a_diagnosis("Q21", ("code_first", "cause (Q22.-)"), kind="heading")
    assert [each[0] for each in found("Q21", "sequence")] == []


# Sex and age

MATERNAL = "CODES ARE FOR USE ONLY ON MATERNAL RECORDS, NEVER ON NEWBORN RECORDS"
NEWBORN = "Codes are for use on newborn records only, never on maternal records"


@pytest.fixture
def chapters():
    mother = a_diagnosis("15", ("note", MATERNAL), kind="chapter")
    child = a_diagnosis("16", ("note", NEWBORN), kind="chapter")
    other = a_diagnosis("17", ("note", "Codes are not for use on maternal records"), kind="chapter")
    for value, parent in (("O20.1", mother), ("P20.1", child), ("Q20.1", other)):
        a_diagnosis(value, parent=a_code(value[:3], kind="heading", parent=parent))


def test_maternal_records(chapters):
    assert found("O20.1", sex=Sex.MALE) == [
        (
            "warning",
            (1,),
            "O20.1 is for maternal records, and the patient is male. "
            "“Codes are for use only on maternal records, never on newborn records” (chapter 15)",
        )
    ]
    assert [each[0] for each in found("O20.1", age=Age(0, 5))] == ["error"]
    assert found("O20.1", sex=Sex.FEMALE, age=Age(30)) == []
    assert found("O20.1") == []


def test_newborn_records(chapters):
    assert [each[0] for each in found("P20.1", age=Age(30))] == ["note"]
    assert [each[0] for each in found("P20.1", age=Age(0, 29))] == ["note"]
    assert found("P20.1", age=Age(0, 28)) == []
    assert found("P20.1", age=Age(0)) == []


def test_mother_and_child_on_one_claim(chapters):
    assert [each[:2] for each in found("O20.1\nP20.1")] == [("error", (1, 2))]
    assert [each[:2] for each in found("O20.1\nQ20.1")] == [("warning", (1, 2))]
    assert found("P20.1\nQ20.1") == []


def test_ages_in_a_note():
    notes = [("note", f"{kind} codes are for use for persons {ages} years of age") for kind, ages in
             (("BMI adult", "20"), ("BMI pediatric", "2-19"))]  # fmt: skip
    category = a_diagnosis("Z68", *notes, kind="heading")
    a_diagnosis("Z68.1", parent=category, descriptor="Invented mass, adult")
    a_diagnosis("Z68.5", parent=category, descriptor="Invented mass, pediatric")
    assert [each[1] for each in found("Z68.1\nZ68.5", age=Age(30))] == [(2,)]
    assert [each[1] for each in found("Z68.1\nZ68.5", age=Age(19))] == [(1,)]
    assert found("Z68.1", age=Age(20)) == []


def test_words_of_the_description():
    a_diagnosis("Q31.1", descriptor="Invented ailment of female elbow")
    a_diagnosis("Q31.2", descriptor="Invented ailment, male and female")
    a_diagnosis("Q31.3", descriptor="Invented ailment of newborn")
    a_diagnosis("Q31.4", descriptor="Personal history of ailment of newborn female")
    assert found("Q31.1\nQ31.2\nQ31.3\nQ31.4", sex=Sex.MALE, age=Age(40)) == [
        ("warning", (1,), "Q31.1 says “female” in its description, and the patient is male."),
        ("warning", (3,), "Q31.3 says “newborn” in its description; the patient is older than 28 days."),
    ]
    assert found("Q31.1\nQ31.3", sex=Sex.FEMALE, age=Age(0, 3)) == []
