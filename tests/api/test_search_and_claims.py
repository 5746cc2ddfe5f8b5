"""Searching and checking claims by the API: the site's own functions, with the site's own limits."""

from datetime import date

import pytest
from django.test import Client

from accounts import policy
from accounts.models import Meter
from api.v1 import search
from codes.models import SearchedFor
from codes.search import Filters, Found, Result
from tests.builders import a_code, a_release

pytestmark = pytest.mark.django_db


def find(browser, query, status=200):
    answer = browser.get(f"/api/v1/search?{query}")
    assert answer.status_code == status
    return answer.json()


def check(browser, body, status=200):
    answer = browser.post("/api/v1/claims/check", body, content_type="application/json")
    assert answer.status_code == status, answer.text
    return answer.json()


class TestSearch:
    def test_a_code(self, guest):
        a_code()
        told = find(guest, "q=q011")
        assert (told["exact"], [each["value"] for each in told["results"]]) == (True, ["Q01.1"])
        assert told["results"][0]["title"] == "Invented ailment Q01.1"

    def test_it_is_free_and_remembered_by_nobody(self, program, member_user):
        a_code()
        find(program, "q=q011")
        assert (Meter.objects.count(), SearchedFor.objects.count()) == (0, 0)

    def test_what_is_asked_is_passed_on_and_the_answer_told(self, guest, monkeypatch):
        asked = {}

        def found(text, **options):
            asked.update(options, text=text)
            return Found(results=(Result(a_code(), "because", 0.5),), after="0.5 1", total=7)

        monkeypatch.setattr(search, "find", found)
        told = find(guest, "q=broken%20hip&system=icd10cm&billable=true&active=1&on=2025-05-01&number=3&after=0.6%202")
        assert asked.pop("filters") == Filters(system="icd10cm", billable=True, active=True, on=date(2025, 5, 1))
        assert asked == {"text": "broken hip", "number": 3, "after": "0.6 2"}
        assert (told["total"], told["after"], told["exact"]) == (7, "0.5 1", False)
        assert (told["results"][0]["why"], told["results"][0]["score"]) == ("because", 0.5)

    def test_a_reason_tells_no_official_words_that_need_a_licence(self, guest, monkeypatch):
        code = a_code("99901", "cpt", descriptor="Official words")
        monkeypatch.setattr(search, "find", lambda *args, **options: Found(results=(Result(code, "Official words"),)))
        assert "fficial" not in str(find(guest, "q=x"))

    @pytest.mark.parametrize(
        "query",
        [
            "",
            "q=",
            "q=" + "x" * 201,
            "q=x&system=snomed",
            "q=x&number=0",
            "q=x&number=51",
            "q=x&on=0",
            "q=x&on=1577836800",
        ],
    )
    def test_what_is_not_valid(self, guest, query):
        assert find(guest, query, 422)["type"].endswith("#not-valid")

    @pytest.mark.parametrize("text", ["%20", "%F0%9F%98%80", "%22", "'%20OR%201=1", "%E2%80%AE", "*:*", "a%20AND%20("])
    def test_odd_texts_find_what_they_find(self, guest, text):
        assert isinstance(find(guest, f"q={text}")["results"], list)


class TestClaims:
    @pytest.fixture(autouse=True)
    def codes(self):
        release = a_release()
        a_code("Q01", kind="heading", release=release)
        a_code("Q01.1", release=release)
        a_code("V9901", "hcpcs", release=a_release("hcpcs"))

    def test_it_works(self, program):
        body = {"text": "V9901 x2", "lines": [{"code": "q01"}, {"code": "V9999", "units": 3}], "date": "2026-05-01"}
        told = check(program, body)
        assert [(each["line"], each["code"], each["units"]) for each in told["lines"][:2]] == [
            (1, "V9901", 2),
            (2, "Q01", 1),
        ]
        assert told["claim"]["date"] == "2026-05-01"
        assert {2, 3} <= {line for each in told["findings"] for line in each["lines"]}
        assert told["summary"]["clean"] is False
        assert told["register_to_see"] == []

    def test_lines_count_as_on_the_site(self, program, monkeypatch):
        monkeypatch.setattr(policy, "CLAIM_LINES_PER_DAY", 3)
        check(program, {"lines": [{"code": "V9901"}] * 2})
        answer = program.post("/api/v1/claims/check", {"text": "V9901\nQ01.1"}, content_type="application/json")
        assert answer.status_code == 429
        assert answer.json()["detail"].startswith("The claim has 2 lines, and 1 of your 3 lines for today are left.")
        assert 1 <= int(answer.headers["Retry-After"]) <= 86_401
        check(program, {"lines": [{"code": "V9901"}]})

    def test_a_check_that_fails_gives_its_lines_back(self, program, monkeypatch):
        from api.v1 import claims

        monkeypatch.setattr(policy, "CLAIM_LINES_PER_DAY", 1)
        program.raise_request_exception = False
        with monkeypatch.context() as broken:
            broken.setattr(claims, "check", lambda *args, **options: 1 / 0)
            check(program, {"lines": [{"code": "V9901"}]}, 500)
        check(program, {"lines": [{"code": "V9901"}]})

    def test_a_guest_is_told_open_facts(self, guest, member_user):
        signed_in = Client()
        signed_in.force_login(member_user)
        for browser in (guest, signed_in):
            told = check(browser, {"lines": [{"code": "V9901"}, {"code": "Q01"}]})
            assert told["findings"]
            assert told["register_to_see"]
            assert told["fees"]["lines"] == []

    def test_nothing_sent_is_nothing_found(self, program):
        assert check(program, {})["lines"] == []

    @pytest.mark.parametrize(
        "body",
        [
            {"lines": [{"code": ""}]},
            {"lines": [{"code": "V9901", "units": 0}]},
            {"lines": [{"code": "V9901", "units": 1.5}]},
            {"lines": [{"code": "V9901", "units": "2"}]},
            {"lines": [{"code": "V9901", "modifiers": ["ABC"]}]},
            {"lines": [{"code": "V9901", "modifiers": ["AA"] * 5}]},
            {"lines": [{"code": "V9901"}] * 1_001},
            {"text": "x" * 60_001},
            {"text": "V9901\n" * 1_001},
            {"date": "2025-02-30"},
            {"date": 0},
            {"place": "1"},
            {"locality": "x"},
            {"age": {"years": -1}},
            {"patient": "John Doe"},
        ],
        ids=lambda body: str(body)[:45],
    )
    def test_what_is_not_valid(self, program, body):
        told = check(program, body, 422)
        assert told["type"].endswith("#not-valid")
        assert "John" not in str(told)

    @pytest.mark.parametrize("text", ["😀", "\0", "\u202eV9901", "'; DROP TABLE x", "V9901 -5", "V9901 x1e9", ",,,,"])
    def test_odd_lines_are_findings(self, program, text):
        assert check(program, {"text": text})["summary"] is not None
