"""What everybody is told: whether codes, modifiers and places are valid on the day, and what stands twice."""

from datetime import date

import pytest

from codes.models import Change, Relation, Replacement
from tests.builders import a_code, a_modifier, a_release
from tests.claims.builders import DAY, checked, found, lists, services

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world():
    lists()


def test_it_works():
    services("99901")
    a_code("Q01.1")
    answer = checked("99901-25 x2\nQ01.1", place="11")
    assert answer.findings == ()
    assert [(line.value, line.modifiers, line.title) for line in answer.lines] == [
        ("99901", ("25",), "Invented service 99901"),
        ("Q01.1", (), "Invented ailment Q01.1"),
    ]


def test_unknown_codes_by_how_sure_the_list_makes():
    assert found("Q99.9\nV9999\n99999") == [
        ("error", (1,), "Q99.9 is not in ICD-10-CM FY 2027."),
        ("error", (2,), "V9999 is not in HCPCS October 2026."),
        ("warning", (3,), "99999 is not among the CPT numbers known here. No licensed list of CPT is loaded."),
    ]


def test_a_header_and_the_codes_below_it():
    parent = a_code("Q02", kind="heading")
    for end in range(8):
        a_code(f"Q02.{end}", parent=parent)
    (finding,) = checked("Q02").findings
    assert (finding.severity, finding.text) == ("error", "Q02 is a header and not a code for billing.")
    assert finding.replacements == ("Q02.0", "Q02.1", "Q02.2", "Q02.3", "Q02.4", "Q02.5")
    assert finding.fix.endswith("Below it: Q02.0, Q02.1, Q02.2, Q02.3, Q02.4, Q02.5 and 2 more.")
    assert (finding.source.name, finding.source.effective) == ("ICD-10-CM FY 2027", date(2026, 10, 1))


def test_a_deleted_code_with_what_replaces_it():
    gone = {"status": "deleted", "effective_to": date(2020, 9, 30)}
    a_code("Q03.1", **gone)
    new = a_code("Q03.2")
    Replacement.objects.create(
        release=a_release(), system="icd10cm", value="Q03.1", replaced_by="Q03.2", effective=date(2020, 10, 1)
    )
    old = services("99901")[0]
    type(old).objects.filter(pk=old.pk).update(billable=False, **gone)
    Relation.objects.create(code=old, kind="replaced_by", target=services("99902")[0])
    answer = checked("Q03.1\n99901")
    assert [(each.text, each.replacements) for each in answer.findings] == [
        ("Q03.1 was deleted on 1 October 2020.", (new.value,)),
        ("99901 was deleted on 1 October 2020.", ("99902",)),
    ]
    assert found("99901", "valid", day=date(2020, 9, 30)) == []


def test_cross_references_of_hcpcs_are_for_registered_readers():
    fields = {"status": "deleted", "effective_to": date(2020, 12, 31), "attributes": {"cross_references": ["V9902"]}}
    a_code("V9901", "hcpcs", **fields)
    (told,), (open_to_all,) = (checked("V9901", everything=each).findings for each in (True, False))
    assert told.replacements == ("V9902",)
    assert open_to_all.replacements == ()
    assert "V9902" not in str(open_to_all)


def test_a_code_that_begins_later():
    a_code("V9903", "hcpcs", effective_from=date(2027, 1, 1))
    assert found("V9903") == [
        ("error", (1,), "V9903 is not in effect yet on the day of service: it is in effect from 1 January 2027.")
    ]
    assert found("V9903", day=date(2027, 1, 1)) == []


def test_what_later_releases_changed_is_taken_back():
    """Q04.1 came with FY 2027; FY 2026 is loaded too."""
    a_release("icd10cm", name="ICD-10-CM FY 2026", effective=date(2025, 10, 1))
    newest = a_release("icd10cm", name="ICD-10-CM FY 2027 again", effective=date(2026, 10, 1))
    code = a_code("Q04.1", release=newest)
    Change.objects.create(release=newest, code=code, system="icd10cm", value="Q04.1", kind="added", field="")
    assert found("Q04.1") == []
    assert found("Q04.1", day=date(2026, 9, 30)) == [
        ("error", (1,), "Q04.1 is not in effect yet on the day of service.")
    ]


def test_before_the_first_list_nothing_is_known():
    a_code("Q05.1")
    assert found("Q05.1", day=date(2001, 1, 1)) == [
        ("note", (1,), "Whether Q05.1 was valid on 1 January 2001 is not known here: no list reaches back to it.")
    ]


def test_inpatient_procedures_are_for_inpatients():
    a_release("icd10pcs", effective=date(2026, 10, 1))
    a_code("0ZB0ZZZ", "icd10pcs")
    assert found("0ZB0ZZZ") == [
        ("warning", (1,), "0ZB0ZZZ is an inpatient procedure: ICD-10-PCS stands on hospital inpatient claims alone.")
    ]


def test_a_code_that_may_be_two():
    a_code("E1140", "hcpcs")
    a_code("E11.40")
    doubt = "E1140 may also stand for E11.40 (ICD-10-CM). Read as HCPCS Level II."
    assert found("E1140") == [("note", (1,), doubt)]
    a_code("Q01.1")
    assert found("Q01.1\nE1140") == [
        ("note", (2,), "E11.40 may also stand for E1140 (HCPCS Level II). Read as ICD-10-CM.")
    ]
    assert found("E11.40") == found("E1140 x2") == []


def test_lines_that_cannot_be_read_and_lines_of_another_day():
    services("99901")
    assert found("nothing here\n99901 x0\n99901 2026-01-05", "reading") == [
        ("error", (1,), "There is no code in “NOTHING HERE”."),
        ("error", (2,), "0 units: units are from 1 to 999,999."),
        (
            "warning",
            (3,),
            "The line is of 5 January 2026, the claim of 2 November 2026: it was checked as of the claim’s day.",
        ),
    ]


def test_a_diagnosis_carries_no_units():
    a_code("E11.40")
    assert found("E1140-50 x2") == [("warning", (1,), "E11.40 is a diagnosis: it carries neither modifiers nor units.")]


def test_modifiers():
    services("99901")
    a_code("XA", "hcpcs", kind="modifier", effective_from=date(2000, 1, 1))
    a_code("XB", "hcpcs", kind="modifier", status="deleted", effective_to=date(2018, 3, 31))
    a_code("XC", "hcpcs", kind="modifier", effective_from=date(2027, 1, 1))
    assert found(
        "99901-XA-25-80\n99901-XB\n99901-XC\n99901-ZZ\n99901-50-50\n99901-40\n99901-25-26-50-59-XA", "modifier"
    ) == [
        ("error", (2,), "Modifier XB is no longer valid on 2 November 2026: its last day was 31 March 2018."),
        ("error", (3,), "Modifier XC is not in effect yet on 2 November 2026."),
        ("error", (4,), "There is no modifier ZZ in HCPCS October 2026."),
        ("error", (5,), "Modifier 50 stands twice on the line."),
        ("error", (7,), "99901 has 5 modifiers: a line has room for 4."),
        ("warning", (6,), "Modifier 40 is not in the lists that are loaded here."),
    ]


def test_a_modifier_that_may_have_been_units():
    services("99901")
    (finding,) = checked("99901 40").findings
    assert finding.fix == "If 40 was meant as units, write x40."


def test_a_modifier_behind_the_code_without_a_sign():
    services("99901")
    a_modifier("LT", "hcpcs", descriptor="Invented side")
    assert checked("9990125").lines[0].modifiers == ("25",)


def test_places():
    services("99901")
    a_code("12", "pos", kind="place", billable=False, effective_from=date(2027, 1, 1))
    assert found("99901", place="11") == []
    assert found("99901", place="98") == [("error", (), "There is no place of service 98.")]
    assert found("99901", place="12") == [("error", (), "Place of service 12 is not valid on 2 November 2026.")]


def test_duplicates():
    services("99901")
    a_code("Q01.1")
    assert found("99901-50\n99901-59\n99901 50\nQ01.1\nQ01.1") == [
        ("warning", (1, 3), "99901 stands on 2 lines with the same modifiers: a payer takes that for a duplicate."),
        ("warning", (4, 5), "Diagnosis Q01.1 is named 2 times."),
    ]


def test_without_any_release_it_says_so():
    from codes.models import Release

    a_code("Q01.1")
    Release.objects.all().delete()
    answer = checked("Q99.9\nQ01.1", day=DAY)
    assert [each.text for each in answer.findings] == ["Q99.9 cannot be checked: no list of ICD-10-CM is loaded."]
    assert answer.not_checked == [
        "Valid on the day: ICD-10-CM",
        "Excludes 1",
        "Sequence of diagnoses",
        "Sex and age",
    ]
