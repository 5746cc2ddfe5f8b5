"""FHIR R4: forms of answers and requests, and what no program should send."""

import json

import pytest
from django.db import OperationalError
from django.test import Client
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from accounts import policy
from tests.api.fhir.shapes import faults

pytestmark = pytest.mark.django_db
BASE = "/api/fhir/"
CM = "http://hl7.org/fhir/sid/icd-10-cm"
LOOKUP = BASE + "CodeSystem/$lookup"
OPERATIONS = ["CodeSystem/$lookup", "CodeSystem/$validate-code", "CodeSystem/$subsumes", "ValueSet/$expand"]
OPERATIONS += ["ValueSet/$validate-code", "ConceptMap/$translate"]


def issue(response):
    """The type of the one issue of a refusal, which must be R4."""
    assert response.headers["Content-Type"].startswith("application/fhir+json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    resource = response.json()
    assert resource["resourceType"] == "OperationOutcome"
    assert faults(resource) == []
    return resource["issue"][0]["code"]


@pytest.mark.parametrize(
    ("accept", "media"),
    [
        ("application/fhir+json", "application/fhir+json"),
        ("application/json", "application/json"),
        ("*/*", "application/fhir+json"),
        ("", "application/fhir+json"),
        ("application/fhir+xml;q=0.5, application/fhir+json; fhirVersion=4.0", "application/fhir+json"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "application/fhir+json"),
    ],
)
def test_it_works_in_the_form_that_is_accepted(accept, media):
    response = Client().get(BASE + "metadata", headers={"Accept": accept})
    assert response.status_code == 200
    assert response.headers["Content-Type"] == f"{media}; charset=utf-8"
    assert response.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize(
    ("wanted", "status"),
    [("json", 200), ("application/fhir+json", 200), ("application/fhir json", 200), ("text/json", 200)]
    + [("xml", 406), ("application/fhir+xml", 406), ("ttl", 406)],
)
def test_the_form_may_stand_in_the_address(wanted, status):
    response = Client().get(BASE + "metadata", {"_format": wanted}, headers={"Accept": "application/json"})
    assert response.status_code == status


def test_a_form_that_there_is_not():
    for response in (
        Client().get(BASE + "metadata", headers={"Accept": "application/fhir+xml"}),
        Client().get(BASE + "metadata?_format=xml"),
    ):
        assert response.status_code == 406
        assert issue(response) == "not-supported"


def test_pretty():
    assert "\n" in Client().get(BASE + "metadata?_pretty=true").text
    assert "\n" not in Client().get(BASE + "metadata").text


@pytest.mark.parametrize(
    ("method", "address", "allowed"),
    [
        ("put", "metadata", "GET, HEAD, POST, OPTIONS"),
        ("delete", "CodeSystem/icd10cm", "GET, HEAD, POST, OPTIONS"),
        ("post", "metadata", "GET, OPTIONS"),
        ("post", "CodeSystem", "GET, OPTIONS"),
        ("patch", "CodeSystem/$lookup", "GET, HEAD, POST, OPTIONS"),
    ],
)
def test_other_methods_are_refused(method, address, allowed):
    response = getattr(Client(), method)(BASE + address)
    assert (response.status_code, response.headers["Allow"]) == (405, allowed)
    assert issue(response) == "not-supported"


def test_head_and_options():
    assert Client().head(BASE + "metadata").status_code == 200
    response = Client().options(BASE + "metadata", headers={"Origin": "https://example.org"})
    assert (response.status_code, response.headers["Access-Control-Allow-Origin"]) == (204, "*")


@pytest.mark.parametrize(
    "address", ["", "nothing", "Patient/1", "CodeSystem/", "ValueSet/$expan", "CodeSystem/$lookup/"]
)
def test_there_is_nothing_at_other_addresses(address):
    response = Client().get(BASE + address)
    assert (response.status_code, issue(response)) == (404, "not-found")


@pytest.mark.parametrize(
    ("address", "status", "code"),
    [
        (LOOKUP + "?code=%00", 400, "invalid"),
        (BASE + "x" * 2000, 414, "too-long"),
        (LOOKUP + "?code=" + "x" * 9000, 414, "too-long"),
    ],
)
def test_what_is_refused_before_it_comes_here_is_an_outcome_too(address, status, code):
    response = Client().get(address)
    assert (response.status_code, issue(response)) == (status, code)


def test_a_foreign_host():
    response = Client().get(BASE + "metadata", headers={"Host": "evil.example"})
    assert (response.status_code, issue(response)) == (400, "invalid")


@pytest.mark.parametrize(
    ("body", "kind", "status", "code"),
    [
        ("{}", "text/plain", 415, "not-supported"),
        ("code=Q11", "application/x-www-form-urlencoded", 415, "not-supported"),
        ("{", "application/fhir+json", 400, "structure"),
        (" ", "application/fhir+json", 400, "structure"),
        (b"\xff\xfe", "application/fhir+json", 400, "structure"),
        ("[" * 100_000, "application/fhir+json", 400, "structure"),
        ("1" * 10_000, "application/fhir+json", 400, "structure"),
        ("[]", "application/fhir+json", 400, "structure"),
        ('"Parameters"', "application/json", 400, "structure"),
        ('{"resourceType": "Patient"}', "application/fhir+json", 400, "structure"),
        ('{"resourceType": "Parameters"}', "application/fhir+json", 400, "required"),
        ('{"resourceType": "Parameters", "parameter": {}}', "application/json", 400, "structure"),
        ('{"resourceType": "Parameters", "parameter": [1]}', "application/json", 400, "structure"),
        ('{"resourceType": "Parameters", "parameter": [{"name": "code"}]}', "application/json", 400, "structure"),
        ('{"resourceType": "Parameters", "parameter": [{"valueCode": "Q"}]}', "application/json", 400, "structure"),
        ("x" * 1_100_000, "application/fhir+json", 413, "too-long"),
    ],
)
def test_a_request_that_cannot_be_read(body, kind, status, code):
    response = Client().post(LOOKUP, body, content_type=kind)
    assert (response.status_code, issue(response)) == (status, code)


ODD = [None, True, 7, 1.5, [], {}, ["x"], {"coding": 1}, {"coding": []}, {"coding": [1]}, {"code": 1}, {"system": {}}]
ODD += ["", "\0", "\ud800", "x" * 5000, {"system": CM, "code": "\ud800"}, {"coding": [{"code": "Q"}] * 99}]


@pytest.mark.parametrize("operation", OPERATIONS)
@pytest.mark.parametrize("odd", ODD, ids=range(len(ODD)))
def test_values_of_the_wrong_type(operation, odd):
    for name in (
        "code",
        "coding",
        "codeableConcept",
        "url",
        "system",
        "date",
        "count",
        "activeOnly",
        "codeA",
        "codingA",
    ):
        good = {"system": CM, "code": "Q11", "url": f"{CM}?fhir_vs"} | {name: odd}
        listed = [{"name": each, "valueString": value} for each, value in good.items()]
        body = json.dumps({"resourceType": "Parameters", "parameter": listed})
        response = Client().post(BASE + operation, body, content_type="application/fhir+json")
        assert response.status_code in (200, 400, 404, 422)
        assert faults(response.json()) == []


TEXTS = st.text(max_size=20) | st.sampled_from([CM, f"{CM}?fhir_vs", "Q11", "-1", "true", "2026-04-01", "isa/Q11", "|"])
NAMES = [
    "system",
    "code",
    "url",
    "display",
    "version",
    "date",
    "filter",
    "count",
    "offset",
    "activeOnly",
    "codeA",
    "codeB",
]
NAMES += ["targetsystem", "reverse", "property", "_format", "_pretty", "coding", "mode", "_id"]


@examples(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(NAMES), TEXTS), st.sampled_from([*OPERATIONS, "metadata", "CodeSystem"]))
def test_whatever_is_asked_is_answered_in_r4(sent, address):
    response = Client().get(BASE + address, sent)
    assert response.status_code in (200, 400, 404, 406, 422)
    if response.headers["Content-Type"].startswith("application/"):
        assert faults(response.json()) == []


@pytest.mark.parametrize("blank", ["\xa0", "\u2003", "\u2028", "\u3000"])
def test_a_blank_that_strings_of_fhir_do_not_take(blank):
    response = Client().get(BASE + "ValueSet/$expand", {"url": f"0{blank}0"})
    assert (response.status_code, issue(response)) == (404, "not-found")
    assert "The value set 0 0 is not known" in response.text


def test_a_network_asks_so_often_in_a_minute(monkeypatch):
    monkeypatch.setattr(policy, "OPEN_DATA_REQUESTS_PER_MINUTE", 1)
    assert Client().get(BASE + "metadata").status_code == 200
    response = Client().get(BASE + "metadata")
    assert (response.status_code, issue(response)) == (429, "throttled")
    assert int(response.headers["Retry-After"]) >= 1


@pytest.mark.parametrize(
    ("error", "status", "code"),
    [(ValueError("secret"), 500, "exception"), (OperationalError("secret"), 503, "transient")],
)
def test_a_fault_of_ours_tells_nothing_of_the_inside(monkeypatch, error, status, code):
    def fail(*args):
        raise error

    monkeypatch.setattr("api.fhir.capability.statement", fail)
    response = Client(raise_request_exception=False).get(BASE + "metadata")
    assert (response.status_code, issue(response)) == (status, code)
    assert "secret" not in response.text
