"""CodeSystem/$lookup: what is told of a code."""

from datetime import date

import pytest

from codes.models import Change, Code
from tests.api.fhir.asking import CM, CPT, HCPCS, POS, get, post, told, words
from tests.builders import a_code, a_release

pytestmark = pytest.mark.django_db


def test_it_works(codes):
    assert told(get("CodeSystem/$lookup", system=CM, code="Q11.0")) == {
        "name": "ICD-10-CM",
        "version": "2026-04-01",
        "display": "Blue fever with spots",
        "designation": {"language": "en-US", "value": "Blue fev w spots"},
        "property": [
            ("status", "active"),
            ("inactive", False),
            ("kind", "code"),
            ("billable", True),
            ("parent", "Q11"),
        ],
    }


def test_a_header_names_what_stands_below_it_and_no_section_above(codes):
    assert told(get("CodeSystem/$lookup", system=CM, code="Q11"))["property"] == [
        ("status", "active"),
        ("inactive", False),
        ("kind", "heading"),
        ("billable", False),
        ("notSelectable", True),
        ("child", "Q11.0"),
        ("child", "Q11.9"),
    ]


def test_a_code_that_ended_names_what_replaced_it(codes):
    assert told(get("CodeSystem/$lookup", system=CM, code="Q12.0"))["property"] == [
        ("status", "retired"),
        ("inactive", True),
        ("kind", "code"),
        ("billable", False),
        ("deprecationDate", "2026-03-31"),
        ("replacedBy", "Q12.01"),
        ("replacedBy", "Q12.02"),
    ]


def test_properties_may_be_chosen(codes):
    response = get("CodeSystem/$lookup", system=CM, code="Q11", property=["kind", "child", "nothing", "display"])
    assert told(response)["property"] == [("kind", "heading"), ("child", "Q11.0"), ("child", "Q11.9")]
    assert len(told(get("CodeSystem/$lookup", system=CM, code="Q11", property="display"))["property"]) == 7


def test_a_coding_is_looked_up(codes):
    coding = {"name": "coding", "valueCoding": {"system": CM, "code": "Q11.9", "version": "2026-04-01"}}
    assert told(post("CodeSystem/$lookup", coding))["display"] == "Blue fever with stripes"
    assert told(post("CodeSystem/$lookup", {"name": "system", "valueUri": CM}, {"name": "code", "valueCode": "Q11"}))


@pytest.mark.parametrize("system", ["urn:oid:2.16.840.1.113883.6.90", f"{CM}|2026-04-01"])
def test_other_names_of_a_system(codes, system):
    assert told(get("CodeSystem/$lookup", system=system, code="Q11"))["name"] == "ICD-10-CM"


def test_a_code_as_of_a_day(codes):
    later = a_release("icd10cm", effective=date(2026, 10, 1), parts=["tabular"])
    code = Code.objects.get(value="Q11.0")
    Code.objects.filter(pk=code.pk).update(release=later, descriptor="Blue fever, spotted")
    changed = {"code": code, "system": "icd10cm", "value": "Q11.0", "field": "descriptor"}
    Change.objects.create(release=later, kind="revised", before="Blue fever with spots", after="…", **changed)
    asked = {"system": CM, "code": "Q11.0"}
    assert told(get("CodeSystem/$lookup", **asked))["display"] == "Blue fever, spotted"
    for older in ({"date": "2026-05-01"}, {"version": "2026-04-01"}):
        found = told(get("CodeSystem/$lookup", **asked, **older))
        assert (found["display"], found["version"]) == ("Blue fever with spots", "2026-04-01")
    refused = get("CodeSystem/$lookup", 422, **asked, date="2020-01-01")
    assert words(refused)[0] == "not-supported"
    assert "begin with" in words(refused)[1]


def test_modifiers_and_places_are_codes_too():
    a_code("Z1", "hcpcs", kind="modifier", descriptor="Left side")
    a_code("11", "pos", kind="place", descriptor="Shop")
    assert told(get("CodeSystem/$lookup", system=HCPCS, code="Z1"))["display"] == "Left side"
    assert told(get("CodeSystem/$lookup", system=POS, code="11"))["display"] == "Shop"


@pytest.mark.parametrize(
    ("sent", "status", "issue", "said"),
    [
        ({"code": "Q11"}, 400, "required", "address of the code system is missing"),
        ({"system": CM}, 400, "required", "No code is given"),
        ({"system": "http://example.org", "code": "Q11"}, 404, "not-found", "is not known here"),
        ({"system": CM, "code": "Q99"}, 404, "not-found", "is not a code of ICD-10-CM here"),
        ({"system": CM, "code": "q119"}, 404, "not-found", "it is printed Q11.9"),
        ({"system": CM, "code": "Q10-Q19"}, 404, "not-found", "is not a code"),
        ({"system": CM, "code": "Q11", "version": "2019"}, 404, "not-found", "there are: 2026-04-01"),
        ({"system": CM, "code": "Q11", "date": "yesterday"}, 400, "invalid", "date is not a day"),
        ({"system": CM, "code": "Q11", "date": "2026-02-30"}, 400, "invalid", "date is not a day"),
        ({"system": CM, "code": ["Q11", "Q12"]}, 400, "invalid", "more than once"),
        ({"system": CM, "code": "Q" * 2000}, 400, "invalid", "code is not a text of up to"),
        ({"coding": "Q11"}, 400, "invalid", "coding is not a coding"),
        ({"system": CPT, "code": "99901"}, 404, "not-supported", "CPT needs a licence"),
    ],
)
def test_what_cannot_be_looked_up(codes, sent, status, issue, said):
    a_code("99901", "cpt")
    code, told_words = words(get("CodeSystem/$lookup", status, **sent))
    assert code == issue
    assert said in told_words
