"""$validate-code: whether a code is one, on a day, is called so, and is in a value set."""

from datetime import date

import pytest

from codes.models import Change
from tests.api.fhir.asking import CM, HCPCS, get, post, told
from tests.builders import a_code, a_release

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("sent", "result", "message"),
    [
        ({"code": "Q11.0"}, True, None),
        ({"code": "Q11.0", "display": "BLUE fever  with spots"}, True, None),
        ({"code": "Q11.0", "display": "Blue fev w spots"}, True, None),
        ({"code": "Q11.0", "display": "Red fever"}, False, "“Red fever” is not what Q11.0 is called."),
        ({"code": "Q11"}, True, "A header: not valid for billing, choose a longer code."),
        ({"code": "Q12.0"}, False, "Q12.0 ended on 31 March 2026. Replaced by Q12.01, Q12.02."),
        ({"code": "Q12.0", "date": "2026-03-31"}, True, None),
        ({"code": "Q99"}, False, "Q99 is not a code of ICD-10-CM here."),
        ({"code": "Q110"}, False, "Q110 is not a code of ICD-10-CM as printed; it is printed Q11.0."),
    ],
)
def test_whether_a_code_is_valid(codes, sent, result, message):
    if "date" in sent:
        a_release("icd10cm", effective=date(2025, 10, 1), parts=["tabular"])
    for name in ("url", "system"):
        found = told(get("CodeSystem/$validate-code", **sent, **{name: CM}))
        assert (found["result"], found.get("message")) == (result, message)
    assert told(get("CodeSystem/icd10cm/$validate-code", **sent))["result"] is result


def test_a_code_that_begins_later_or_was_brought_later():
    a_code("V9901", "hcpcs", effective_from=date(2999, 1, 1))
    found = told(get("CodeSystem/$validate-code", url=HCPCS, code="V9901"))
    assert (found["result"], found["message"]) == (False, "V9901 begins on 1 January 2999.")
    first, later = (a_release("icd10cm", effective=date(2025, month, 1), parts=["tabular"]) for month in (4, 10))
    code = a_code("Q21.0", release=later)
    Change.objects.create(release=later, code=code, system="icd10cm", value="Q21.0", kind="added")
    asked = {"url": CM, "code": "Q21.0"}
    assert told(get("CodeSystem/$validate-code", **asked, date="2025-10-01"))["result"] is True
    assert told(get("CodeSystem/$validate-code", **asked, date="2025-05-01"))["message"] == "Q21.0 was no code then."
    assert told(get("CodeSystem/$validate-code", **asked, version="2025-04-01"))["result"] is False


def test_of_several_codings_one_valid_one_is_enough(codes):
    codings = [{"system": CM, "code": "Q99"}, {"system": CM, "code": "Q11.0"}]
    concept = {"name": "codeableConcept", "valueCodeableConcept": {"coding": codings}}
    assert told(post("CodeSystem/$validate-code", concept))["display"] == "Blue fever with spots"
    concept = {"name": "codeableConcept", "valueCodeableConcept": {"coding": codings[:1]}}
    assert told(post("CodeSystem/$validate-code", concept))["result"] is False


@pytest.mark.parametrize(
    ("url", "code", "result"),
    [
        (f"{CM}?fhir_vs", "Q11", True),
        (f"{CM}?fhir_vs", "Q12.0", False),
        (f"{CM}?fhir_vs=billable", "Q11.0", True),
        (f"{CM}?fhir_vs=billable", "Q11", False),
        (f"{CM}?fhir_vs=isa/Q11", "Q11.0", True),
        (f"{CM}?fhir_vs=isa/Q11.0", "Q11", False),
        (f"{CM}?fhir_vs|2026-04-01", "Q11", True),
    ],
)
def test_whether_a_code_is_in_a_value_set(codes, url, code, result):
    assert told(get("ValueSet/$validate-code", url=url, code=code))["result"] is result
    assert told(get("ValueSet/$validate-code", url=url, code=code, system=CM))["result"] is result
    assert told(get("ValueSet/$validate-code", url=url, code=code, system=HCPCS))["result"] is False
