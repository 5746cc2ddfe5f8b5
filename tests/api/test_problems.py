"""Every refusal is a problem document, whoever refuses; the page and the description of the API."""

import json

import pytest
from django.db import OperationalError
from django.test import Client
from django.utils.html import escape
from ninja import Schema

from accounts.models import OpenedPage
from api import problems
from api.description import api
from api.documentation import groups, type_of
from api.examples import ANSWERS, BODIES, OPEN, QUERIES
from api.parameters import known, path_of
from api.v1.schemas import changes, claims, codes, hierarchy, lists, search
from tests.builders import a_code
from tests.test_bad_requests import STRICT

pytestmark = pytest.mark.django_db
SCHEMAS = {
    name: each
    for module in (changes, claims, codes, hierarchy, lists, search)
    for name, each in vars(module).items()
    if isinstance(each, type) and issubclass(each, Schema)
}


def problem(answer, status):
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    told = json.loads(answer.content)
    assert (told["status"], set(told) >= {"type", "title", "detail"}) == (status, True)
    assert "Traceback" not in answer.text
    return told


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/api/v1/nowhere", 404),
        ("/api/v1/", 404),
        ("/api/v1/codes/icd10cm/Q%00", 400),
        ("/api/v1/codes/icd10cm/Q?on=%00", 400),
        ("/api/v1/codes/icd10cm/" + "Q" * 10_000, 414),
        ("/api/v1/codes/icd10cm/%FF%FE", 404),
        ("/api/v1/codes/icd10cm/..%2F..%2Fetc", 404),
        ("/api/v1/lists", 401),
    ],
)
def test_what_nobody_means(guest, address, status):
    problem(guest.get(address), status)


def test_a_body_that_is_too_large(guest):
    answer = guest.post("/api/v1/claims/check", json.dumps({"text": "9" * 1_200_000}), "application/json")
    assert problem(answer, 413)["detail"] == "The request is too large."


@pytest.mark.parametrize(
    ("method", "address", "unknown"),
    [
        ("get", "/api/v1/search?q=x&bilable=true", ["bilable"]),
        ("get", "/api/v1/search?Q=x&q=x&=&q[]=x", ["", "Q", "q[]"]),
        ("get", "/api/v1/codes/icd10cm/Q01.1?day=2025-01-01", ["day"]),
        ("get", "/api/v1/systems?" + "x" * 100, ["x" * 40]),
        ("head", "/api/v1/systems?x=1", []),
        ("post", "/api/v1/claims/check?date=2025-01-01", ["date"]),
    ],
)
def test_a_parameter_that_there_is_not(guest, method, address, unknown):
    a_code("Q01.1")
    answer = getattr(guest, method)(address)
    assert answer.status_code == 422
    if method != "head":
        found = problem(answer, 422)["errors"]
        assert found == [{"where": ["query", name], "what": "There is no such parameter"} for name in unknown]
    assert OpenedPage.objects.count() == 0


def test_every_operation_knows_its_parameters():
    """The routes of the addresses are those of the description."""
    names = known(api.get_openapi_schema(path_prefix=""))
    assert names["/lists/{pk}"] == {"GET": {"version", "on"}, "PATCH": set(), "DELETE": set()}
    assert {path_of(pattern) for pattern in api.urls[0]} == {*names, "/openapi.json", "/"}


def test_a_foreign_host(guest):
    problem(guest.get("/api/v1/systems", HTTP_HOST="evil.example"), 400)


@pytest.mark.parametrize("method", ["post", "put", "patch", "delete", "options", "trace"])
def test_a_method_that_is_not_taken(guest, method):
    answer = getattr(guest, method)("/api/v1/systems")
    problem(answer, 405)
    assert answer.headers["Allow"] == "GET"


def test_head_is_answered_as_get_without_its_body(guest):
    answer = guest.head("/api/v1/systems")
    assert (answer.status_code, answer.content) == (200, b"")
    assert guest.head("/api/v1/nowhere").status_code == 404


def test_a_database_that_is_away_is_a_503(guest, monkeypatch):
    from api import middleware

    def away(*args):
        raise OperationalError("the password is secret")

    monkeypatch.setattr(middleware.limits, "count", away)
    guest.raise_request_exception = False
    answer = guest.get("/api/v1/systems")
    problem(answer, 503)
    assert answer.headers["Retry-After"] == "30"
    assert "secret" not in answer.text


def test_what_was_sent_is_not_sent_back(guest):
    answer = guest.get("/api/v1/codes/icd10cm/Q01.1?on=zzsentzz")
    problem(answer, 422)
    assert "zzsentzz" not in answer.text


def test_pages_beside_the_api_stay_pages(guest):
    for address in ("/nowhere/", "/api/nowhere/"):
        answer = guest.get(address)
        assert (answer.status_code, answer.headers["Content-Type"]) == (404, "text/html; charset=utf-8")


def test_a_cookie_is_no_way_around_the_csrf_check(member_user):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member_user)
    problem(browser.post("/api/v1/lists", {"name": "x"}, content_type="application/json"), 401)


class TestThePage:
    def test_it_works(self, guest):
        page = guest.get("/api/")
        for words in (
            "Authorization: Bearer",
            "/api/v1/codes/{system}/{value}",
            "RateLimit-Remaining",
            "views-used-up",
        ):
            assert words in page.text
        assert all(part in page.headers["Content-Security-Policy"] for part in STRICT)
        main = page.text.split("<main")[1].split("</main>")[0]
        assert "<script" not in main
        assert " style=" not in main

    def test_every_operation_is_described_with_an_example(self):
        told = [operation for _, operations in groups(api.get_openapi_schema()) for operation in operations]
        assert {operation.key for operation in told} >= set(ANSWERS) | set(BODIES) | set(QUERIES)
        empty = {operation.key for operation in told if not operation.example_answer}
        assert empty == {"delete_list", "remove_entry", "stop_sharing"}
        assert all("{" not in operation.example_address for operation in told)
        assert all(operation.summary for operation in told)
        assert all(bool(operation.fields) == bool(operation.example_body) for operation in told)

    def test_the_interfaces_that_need_no_key_are_told_and_each_example_works(self, guest):
        page = guest.get("/api/").text
        a_code("E11.9")
        for address in (*OPEN["nlm"], *OPEN["fhir"]):
            assert f"http://testserver{escape(address)}\n" in page
            assert guest.get(address).status_code == 200

    @pytest.mark.parametrize(
        ("schema", "words"),
        [
            ({"type": "string"}, "text"),
            ({"type": "string", "maxLength": 1200}, "text, up to 1,200 characters"),
            ({"type": "string", "format": "date"}, "date"),
            ({"anyOf": [{"type": "string", "format": "date"}, {"type": "null"}]}, "date"),
            ({"type": "string", "enum": ["", "a", "b"]}, "one of a, b"),
            ({"type": "integer", "minimum": 1, "maximum": 1000}, "number from 1 to 1,000"),
            ({"type": "integer", "minimum": 1, "maximum": 2**62}, "number"),
            ({"type": "boolean"}, "true or false"),
            ({"type": "array", "items": {}}, "list"),
            ({"$ref": "#/components/schemas/Age"}, "object"),
        ],
    )
    def test_types_are_told_in_words(self, schema, words):
        assert type_of(schema) == words

    def test_every_named_problem_has_its_place_on_the_page(self, guest):
        page = guest.get("/api/").text
        assert all(f'id="{name}"' in page for name in problems.NAMED)

    def test_no_script_of_elsewhere_is_served(self, guest):
        for address in ("/api/v1/docs", "/api/docs"):
            assert guest.get(address).status_code == 404

    def test_examples_keep_to_their_schemas(self):
        described = api.get_openapi_schema()
        for path in described["paths"].values():
            for operation in path.values():
                key = operation["operationId"]
                answers = [each for status, each in operation["responses"].items() if 200 <= status < 300]
                content = answers[0].get("content")
                if content:
                    name = content["application/json"]["schema"]["$ref"].rpartition("/")[2]
                    SCHEMAS[name].model_validate(ANSWERS[key])
                if key in BODIES:
                    body = operation["requestBody"]["content"]["application/json"]["schema"]
                    SCHEMAS[body["$ref"].rpartition("/")[2]].model_validate(BODIES[key])

    def test_the_description_says_where_a_key_is_needed(self, guest):
        paths = guest.get("/api/v1/openapi.json").json()["paths"]
        assert paths["/api/v1/lists"]["get"]["security"] == [{"ApiKey": []}]
        assert paths["/api/v1/codes/{system}/{value}"]["get"]["security"] == [{}, {"ApiKey": []}]
        assert set(paths["/api/v1/codes/{system}/{value}"]["get"]["responses"]) >= {"200", "403", "404", "422", "429"}
