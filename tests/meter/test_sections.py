"""A plan that opens some sections: they are to be seen wherever a code is told of, and no other one is anywhere."""

import re

import pytest
from django.test import Client

from accounts import plans
from api import keys
from codes import kept, sections
from codes.claims import Claim, Setting, check, read
from codes.claims.rules import LOCKED, RULES, closed_to, told_of
from codes.models import Change
from discussion.access import REPLIES
from tests.accounts.builders import a_grant, a_plan
from tests.builders import a_code, a_full_code, a_reader
from tests.claims.builders import DAY
from tests.discussion.builders import a_reply, sent
from tests.page_parts import locked, said
from tests.test_locked_text import MARK, planted, published, room_for_the_crawl
from tests.test_query_counts import anew, statements

pytestmark = pytest.mark.django_db
__all__ = ["planted", "published", "room_for_the_crawl"]
KEYS = [part.key for part in sections.ORDER]
DESCRIPTIONS = {"Official Description", "Common Language Description"}


def member_of(*opened):
    """The browser of a reader whose plan opens these sections."""
    user, browser = a_reader(), Client()
    a_grant(user, plan={"sections": list(opened)})
    browser.force_login(user)
    return browser


def parts_of(page):
    """{heading: HTML} of the sections of a page, and the HTML without them."""
    found = re.findall(r'<section class="section metered[^"]*".*?</section>', page.text, re.S)
    rest = page.text
    for each in found:
        rest = rest.replace(each, "")
    return {said(re.search(r"<h2[^>]*>(.*?)</h2>", each)[1]): each for each in found}, rest


# The code page


@pytest.mark.parametrize("address", ["/cpt/99901/", "/hcpcs/V9901/", "/icd10pcs/0ZB0ZZZ/"])
def test_each_section_is_opened_by_itself(planted, published, address):
    headings = dict(sections.named())
    whole, _ = parts_of(member_of(*KEYS, REPLIES).get(address))
    for key in KEYS:
        page = member_of(key).get(address)
        found, rest = parts_of(page)
        assert set(found) - DESCRIPTIONS == {headings[key]} & set(whole)
        assert MARK not in rest
        assert [h for h in whole if h not in found and h != "Replies" and locked(page, h) is None] == []


def test_what_a_plan_leaves_closed_is_listed_as_for_guests(planted):
    guest, member = Client(), member_of("notes")
    told = guest.get(planted.url)
    page = member.get(planted.url)
    assert "Register to view content" in told.text and "Register" not in page.text.replace("Registered", "")
    assert "Not in your plan" in page.text and "/more-views/" in page.text
    assert locked(page, "Modifiers") == locked(told, "Modifiers") == "1 that apply"
    assert locked(told, "Notes") is not None and locked(page, "Notes") is None


def test_the_plan_of_every_registered_reader_may_leave_sections_closed(planted):
    a_plan(sections=["notes"], is_default=True)
    browser = Client()
    browser.force_login(a_reader())
    assert set(parts_of(browser.get(planted.url))[0]) - DESCRIPTIONS == {"Notes"}


def test_drawn_pages_of_different_plans_are_kept_apart(planted, monkeypatch):
    drawn = []
    draw = kept.draw
    monkeypatch.setattr(kept, "draw", lambda *args, **options: drawn.append(1) or draw(*args, **options))
    readers = [member_of("notes"), member_of("payers"), member_of("notes", "payers"), member_of("payers", "notes")]
    seen = [set(parts_of(browser.get(planted.url))[0]) - DESCRIPTIONS for browser in readers]
    payers = "Medicare coverage and payers"
    assert seen == [{"Notes"}, {payers}, {"Notes", payers}, {"Notes", payers}]
    assert len(drawn) == 3


def test_a_guest_and_a_member_of_a_plan_that_opens_nothing_are_kept_apart(planted):
    member, guest = member_of("nothing"), Client()
    assert "Not in your plan" in member.get(planted.url).text
    assert "Register to view content" in guest.get(planted.url).text


def test_the_history_of_a_code_is_a_section_of_its_own(planted, published):
    """It tells what changed in sections that may be closed: who opens it in a plan gives that too."""
    assert Change.objects.filter(code=planted).exists()
    assert MARK not in member_of("sources").get("/hcpcs/V9901/").text.replace(f"Source {MARK}", "")
    assert MARK in parts_of(member_of("history").get("/hcpcs/V9901/"))[0]["History of changes"]


# Pages of one section


PAGES = {"edits/": "edits", "edits.csv": "edits", "fees/": "fees", "crosswalks/": "crosswalks", "coverage/": "payers"}


@pytest.mark.parametrize(("tail", "key"), PAGES.items())
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_page_of_one_section_is_for_who_may_see_it(planted, published, tail, key, headers):
    others = member_of(*(set(KEYS) - {key}))
    refused = others.get(f"/cpt/99901/{tail}", headers=headers)
    assert refused.status_code == 403
    assert "This part of the page is not in your plan." in refused.text
    assert member_of(key).get(f"/cpt/99901/{tail}", headers=headers).status_code in (200, 404)


def test_replies_are_a_section_too(planted):
    reader, others = member_of(REPLIES), member_of(*KEYS)
    assert f"Reply {MARK}" in reader.get(planted.url).text
    page = others.get(planted.url)
    assert f"Reply {MARK}" not in page.text and locked(page, "Replies") == "2"
    assert reader.get(f"/discussion/{planted.system}/{planted.value}/").status_code == 200
    assert others.get(f"/discussion/{planted.system}/{planted.value}/").status_code == 403
    assert others.get(f"/discussion/{planted.system}/{planted.value}/reply/").status_code == 302
    assert others.post(f"/discussion/{planted.system}/{planted.value}/reply/", sent()).status_code == 403
    assert reader.get(f"/discussion/{planted.system}/{planted.value}/reply/").status_code == 200


# Codes side by side


def test_a_comparison_tells_the_facts_of_open_sections(planted, published):
    address = "/compare/99901/V9901/"
    whole, glance, other = (member_of(*opened).get(address).text for opened in (KEYS, ["glance"], ["notes"]))
    assert f"Service {MARK}" in whole and "Not in your plan" not in whole
    assert f"Service {MARK}" in glance and "Not in your plan" in glance
    assert MARK not in other.replace(f"Open words {MARK}", "") and "Not in your plan" in other
    for text, heading in ((glance, "Drug price"), (other, "At a glance")):
        facts, _, closed = text.partition("Not in your plan")
        assert heading in closed and heading not in facts


# The API


def test_the_api_answers_with_open_sections_alone(planted):
    user = a_reader()
    a_grant(user, plan={"sections": ["notes"]})
    headers = {"Authorization": f"Bearer {keys.make(user=user, name='Key').secret}"}
    answer = Client().get("/api/v1/codes/cpt/99901", headers=headers).json()
    assert {each["heading"] for each in answer["sections"]} == DESCRIPTIONS | {"Notes"}
    assert {"At a glance", "Modifiers", "Sources and dates"} <= {each["heading"] for each in answer["locked"]}


# Claims


def test_the_api_says_whose_views_are_used_up(planted):
    a_plan(name="Clinic", views=1, period="month", is_default=True)
    a_code("Q01.1")
    guest, member = Client(), Client()
    member.force_login(a_reader())
    for browser in (guest, member):
        assert browser.get("/api/v1/codes/icd10cm/Q01.1").status_code == 200
    said = [browser.get("/api/v1/codes/cpt/99901").json()["detail"] for browser in (guest, member)]
    assert "With a key of a free account you get 1 more view a month." in said[0]
    assert said[1].startswith("Your plan “Clinic” opens 1 code page a month, and yours are all used.")


@pytest.mark.parametrize("setting", Setting)
def test_a_claim_is_checked_by_the_rules_whose_sections_are_open(setting):
    """Each rule that tells what a section holds is left out for whom that section is closed."""
    assert all(rule.open or told_of(rule, setting) for rule in RULES.values())
    assert set().union(*(told_of(rule, setting) for rule in RULES.values())) <= set(KEYS)
    for key, rule in RULES.items():
        for section in told_of(rule, setting):
            assert key in closed_to(frozenset(KEYS) - {section}, setting)
        assert key not in closed_to(frozenset(told_of(rule, setting)), setting)
    assert closed_to(None, setting) == frozenset()
    assert closed_to(frozenset(), setting) == LOCKED


def test_what_a_plan_leaves_closed_is_not_found_in_a_claim(published_claim):
    claim = Claim(read(published_claim), DAY)
    whole, member, guest = (check(claim, sections=each) for each in (None, frozenset({"notes"}), frozenset()))
    assert {finding.rule for finding in whole.findings} >= {"units", "indicators"} and whole.fees.estimates
    assert not {finding.rule for finding in member.findings} & {"ncci", "units", "add-on", "indicators"}
    assert not member.fees.estimates
    headings = {RULES[key].heading for key in ("units", "add-on", "indicators", "fees")}
    assert {each.heading for each in member.locked} == headings
    assert not headings & {each.heading for each in member.checkings}
    assert guest.checkings == ()


def test_the_page_and_the_api_ask_what_the_plan_opens(published_claim):
    user = a_reader()
    a_grant(user, plan={"sections": ["notes"]})
    browser = Client()
    browser.force_login(user)
    page = browser.post("/claims/", {"claim": published_claim})
    assert page.status_code == 200 and "Not in your plan" in page.text and "Register to view" not in page.text
    headers = {"Authorization": f"Bearer {keys.make(user=user, name='Key').secret}"}
    answer = Client().post("/api/v1/claims/check", {"text": published_claim}, "application/json", headers=headers)
    assert {each["rule"] for each in answer.json()["register_to_see"]} >= {"Unit limits", "Fee estimate"}
    assert not {each["rule"] for each in answer.json()["findings"]} & {"units", "indicators"}


@pytest.fixture
def published_claim():
    """A line with too many units of a code that is not paid with modifier 26."""
    from tests.edit_builders import a_limit
    from tests.fact_builders import a_fee

    a_code("99901", "cpt")
    a_limit("99901", units=1, since=plans.date(2015, 1, 1))
    a_fee("99901")
    return "99901-26 x9"


# What it costs


@pytest.mark.parametrize("opened", [{"sources"}, {"edits"}, set(KEYS) - {"sources"}, set(KEYS) - {"glance", "notes"}])
def test_a_page_of_some_sections_costs_no_more_than_a_whole_one_may(opened):
    code, browser = a_full_code(), member_of(*opened)
    a_reply(code)
    assert anew(browser, code.url) <= 14
    assert anew(browser, code.url) <= 14
    assert statements(browser, code.url) <= 5
