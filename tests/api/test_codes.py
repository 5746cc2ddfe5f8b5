"""A code as JSON: the view of its page, and nothing that its reader may not read."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import policy
from accounts.models import Grant, OpenedPage
from codes.models import Change, Code
from tests.builders import a_code, a_full_code, a_release
from tests.edit_builders import edits_of_every_kind
from tests.fact_builders import facts_of_every_kind

pytestmark = pytest.mark.django_db
MARK, OFFICIAL = "zzplantedzz", "zzofficialzz"


def of(browser, value="Q01.1", system="icd10cm", query=""):
    return browser.get(f"/api/v1/codes/{system}/{value}{query}")


class TestViews:
    def test_it_works(self, program, member_user):
        parent = a_code("Q01", kind="heading")
        a_code(parent=parent, effective_from="2024-01-01")
        told = of(program).json()
        assert (told["system"], told["value"], told["billable"]) == ("icd10cm", "Q01.1", True)
        assert told["description"] == "Invented ailment Q01.1"
        assert told["effective_from"] == "2024-01-01"
        assert [line["value"] for line in told["place"]["ancestors"]] == ["Q01"]
        assert told["views"] == {"limit": 5, "used": 1, "remaining": 4}
        assert told["locked"] == []
        assert [page.page for page in OpenedPage.objects.filter(meter__user=member_user)] == ["icd10cm/Q01.1"]

    def test_it_is_the_view_of_the_page(self, program, member, member_user):
        a_code()
        member.get("/icd10cm/Q01.1/")
        assert of(program).json()["views"]["used"] == 1
        assert of(program).json()["views"]["used"] == 1
        assert OpenedPage.objects.count() == 1

    def test_with_nothing_left_it_is_a_403(self, program):
        for i in range(policy.REGISTERED_VIEWS):
            assert of(program, a_code(f"Q{i:02d}.2").value).status_code == 200
        code = a_code("Q07.1", common_language=MARK)
        answer = of(program, code.value)
        assert answer.status_code == 403
        assert answer.headers["Content-Type"] == "application/problem+json"
        problem = answer.json()
        assert problem["type"] == "http://testserver/api/#views-used-up"
        assert problem["views"] == {"limit": 5, "used": 5, "remaining": 0}
        assert MARK not in answer.text
        assert "Invented ailment" not in answer.text
        assert of(program, "Q00.2").status_code == 200

    def test_a_guest_is_known_by_the_session(self, guest):
        a_code()
        a_code("Q01.2")
        told = of(guest).json()
        assert told["views"] == {"limit": 1, "used": 1, "remaining": 0}
        assert guest.get("/icd10cm/Q01.1/").status_code == 200
        assert of(guest, "Q01.2").status_code == 403
        assert guest.get("/icd10cm/Q01.2/").status_code == 403
        assert "free account" in of(guest, "Q01.2").json()["detail"]

    def test_a_fenced_guest_is_told(self, guest, monkeypatch):
        monkeypatch.setattr(policy, "NEW_GUESTS_PER_NETWORK_AND_DAY", 0)
        a_code()
        assert "of your network" in of(guest).json()["detail"]

    def test_without_a_limit_the_views_are_null(self, program, member_user):
        Grant.objects.create(user=member_user, until="2999-01-01", reason="x")
        a_code()
        assert of(program).json()["views"] == {"limit": None, "used": 1, "remaining": None}

    def test_a_prefetch_is_not_answered_and_takes_nothing(self, program):
        a_code()
        answer = program.get("/api/v1/codes/icd10cm/Q01.1", headers={"Sec-Purpose": "prefetch"})
        assert answer.status_code == 503
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert OpenedPage.objects.count() == 0

    def test_head_takes_nothing(self, program):
        a_code()
        assert program.head("/api/v1/codes/icd10cm/Q01.1").status_code == 200
        assert program.head("/api/v1/codes/icd10cm/Q99.9").status_code == 404
        assert OpenedPage.objects.count() == 0

    @pytest.mark.parametrize("on", ["2025-02-30", "nothing", "", "2025", "99999-01-01"])
    def test_a_day_that_is_none_gives_the_view_back(self, program, on):
        a_code()
        answer = of(program, query=f"?on={on}")
        assert answer.status_code == 422
        assert answer.json()["errors"][0]["where"] == ["query", "on"]
        assert OpenedPage.objects.count() == 0

    def test_a_page_that_fails_gives_the_view_back_and_tells_nothing(self, program, monkeypatch):
        from api.v1 import codes

        def fail(*args):
            raise ValueError(f"inside {MARK}")

        monkeypatch.setattr(codes, "page_for", fail)
        a_code()
        program.raise_request_exception = False
        answer = of(program)
        assert answer.status_code == 500
        assert answer.headers["Content-Type"] == "application/problem+json"
        assert MARK not in answer.text
        assert "ValueError" not in answer.text
        assert OpenedPage.objects.count() == 0

    def test_another_spelling_is_named_and_takes_nothing(self, program):
        a_code()
        answer = of(program, "q011")
        assert (answer.status_code, answer.json()["spelled"]) == (404, "Q01.1")
        assert OpenedPage.objects.count() == 0

    @pytest.mark.parametrize("value", ["Q99.9", "'; DROP TABLE", "x" * 300, "%F0%9F%98%80", "%E2%80%AE"])
    def test_no_such_code(self, program, value):
        answer = of(program, value)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"] == "application/problem+json"

    def test_what_has_no_page_has_none_here(self, program):
        a_code("Q00-Q99", kind="section")
        assert of(program, "Q00-Q99").status_code == 404

    def test_it_costs_no_more_statements_than_the_page(self, program):
        a_full_code()
        of(program, "99901", "cpt")
        with CaptureQueriesContext(connection) as queries:
            assert of(program, "99901", "cpt").status_code == 200
        assert sum("SAVEPOINT" not in query["sql"] for query in queries) <= 14

    def test_nobody_between_keeps_it(self, program):
        a_code()
        assert of(program).headers["Cache-Control"] == "private, no-store"


@pytest.fixture
def planted():
    """A code with something in every section; the mark is in all that guests may not read."""
    code = a_full_code(mark=MARK)
    code.common_language = "Open to whoever has opened the page"
    code.save()
    facts_of_every_kind(MARK)
    edits_of_every_kind(MARK)
    return code


class TestLocked:
    def test_a_guest_gets_headings_and_amounts(self, guest, planted):
        answer = of(guest, "99901", "cpt")
        assert answer.status_code == 200
        assert MARK not in answer.text
        told = answer.json()
        assert [section["key"] for section in told["sections"]] == ["official", "common_language"]
        assert {"At a glance", "Notes", "Modifiers"} <= {each["heading"] for each in told["locked"]}

    def test_a_reader_gets_every_section_that_the_page_shows(self, program, planted):
        told = of(program, "99901", "cpt").json()
        keys = [section["key"] for section in told["sections"]]
        assert {"official", "common_language", "glance", "notes", "prose", "modifiers", "payers", "sources"} <= set(
            keys
        )
        assert MARK in json.dumps(told)

    @pytest.mark.parametrize(("system", "value"), [("cpt", "99901"), ("hcpcs", "V9901"), ("icd10pcs", "0ZB0ZZZ")])
    def test_every_section_of_every_system_can_be_told(self, program, planted, system, value):
        if system != "cpt":
            a_code(value, system, release=a_release(system), attributes={"statute": MARK})
        assert of(program, value, system).status_code == 200
        assert of(program, value, system, "?on=2020-01-01").status_code == 200


class TestOfficialWordsThatNeedALicence:
    @pytest.fixture
    def licensed(self):
        release = a_release("cpt", parts=["consolidated"])
        words = {"descriptor": f"Long {OFFICIAL}", "short_descriptor": f"SHORT {OFFICIAL}", "title": "Our title"}
        parent = a_code("99900", "cpt", kind="heading", release=release, **words)
        code = a_code("99901", "cpt", common_language=f"Patients {OFFICIAL}", parent=parent, release=release, **words)
        a_code("99902", "cpt", parent=parent, release=release, **words)
        for field in ("descriptor", "short_descriptor", "attributes.medium", "common_language"):
            named = {"code": code, "system": "cpt", "value": "99901", "field": field}
            Change.objects.create(
                release=a_release("cpt"), kind="revised", before=f'"Was {OFFICIAL}"', after=f'"Is {OFFICIAL}"', **named
            )
        edits_of_every_kind("x")
        return code

    def crawl(self, browser):
        release = Change.objects.first().release_id
        for address in (
            "codes/cpt/99901",
            "codes/cpt/99901?on=2020-01-01",
            "codes/cpt/99902",
            "codes/cpt/99900",
            "codes/cpt/99901/changes",
            "hierarchy/cpt",
            "hierarchy/cpt/99900",
            "hierarchy/cpt/99901",
            "releases",
            f"releases/{release}/changes",
        ):
            yield browser.get(f"/api/v1/{address}")
        yield browser.get("/api/v1/search?q=99901")
        yield browser.get("/api/v1/search?q=999")
        claim = {"text": "99901\n99902-50 x2"}
        yield browser.post("/api/v1/claims/check", claim, content_type="application/json")

    def test_they_go_out_nowhere(self, program, guest, licensed):
        for browser in (program, guest):
            answers = list(self.crawl(browser))
            assert all(answer.status_code in (200, 403) for answer in answers)
            assert [answer.request["PATH_INFO"] for answer in answers if OFFICIAL in answer.text] == []
        told = of(program, "99901", "cpt").json()
        assert (told["description"], told["title"]) == ("", "Our title")
        assert "common_language" not in [section["key"] for section in told["sections"]]

    def test_they_do_where_the_operator_allows_it(self, program, licensed, settings):
        settings.CPT_IN_API = True
        told = of(program, "99901", "cpt").json()
        assert told["description"] == f"Long {OFFICIAL}"
        assert "common_language" in [section["key"] for section in told["sections"]]
        assert OFFICIAL not in json.dumps(told["place"])

    def test_what_an_editor_wrote_goes_out(self, program, licensed):
        Code.objects.filter(value="99901").update(held=["common_language"], common_language="Our words")
        told = of(program, "99901", "cpt").json()
        assert "Our words" in json.dumps(told["sections"])


def test_a_browser_that_is_signed_in_reads_as_its_account(member):
    a_code()
    assert of(member).json()["views"]["limit"] == 5


def test_two_guests_are_two():
    a_code()
    a_code("Q01.2")
    assert [of(Client(), value).status_code for value in ("Q01.1", "Q01.2")] == [200, 200]
