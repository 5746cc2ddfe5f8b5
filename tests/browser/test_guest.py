"""The way of a guest: one code page, what stands behind registration, the wall."""

from html import unescape

import pytest
from playwright.sync_api import expect

from codes.models import Code
from tests.browser.steps import GUEST_BANNER, follow, headings, lines, look_up, views_left

pytestmark = pytest.mark.usefixtures("demo_content")
LOCKED = [
    "At a glance 5 facts",
    "Clinical context",
    "When to use it",
    "Documentation",
    "Modifiers 6 that apply",
    "Related codes 2, with the reason",
    "Medicare coverage and payers 2 payers",
    "Sources and dates 3 sources",
]


def locked_texts(code):
    """What stands behind registration on the page of `code`: each line of each text."""
    texts = [code.unit_of_service, code.service_type]
    for rows, field in [
        (code.sections, "body"),
        (code.modifier_uses, "when"),
        (code.relations, "why"),
        (code.payer_notes, "text"),
    ]:
        texts += rows.values_list(field, flat=True)
    return [line.strip("-* ") for text in texts for line in text.splitlines() if line]


def told(page, answer, texts):
    """Those of `texts` that reached the browser, in the answer or in the page that was made of it."""
    sent = unescape(answer.text() + page.content())
    return [text for text in texts if text in sent]


def test_a_guest_opens_one_code_page_and_then_meets_the_wall(page):
    page.goto("/")
    look_up(page, "64475")
    assert page.url.endswith("/cpt/64475/")
    expect(page.get_by_role("list", name="Status")).to_contain_text("Deleted 1 January 2010 → 64493")
    expect(page.get_by_role("region", name="Common Language Description")).to_contain_text("facet joint")
    crumbs = page.get_by_role("navigation", name="Breadcrumb")
    assert lines(crumbs.get_by_role("link")) == ["CPT", "10000-69999", "61000-64999", "64400-64530"]
    assert views_left(page) == GUEST_BANNER

    look_up(page, "sacroiliac")
    follow(page, "64451")
    expect(page.get_by_role("heading", name="You have opened your free page")).to_be_visible()
    expect(page.get_by_role("main")).to_contain_text("64451")
    assert headings(page) == ["You have opened your free page"]

    follow(page, "64475", exact=True)
    expect(page.get_by_role("region", name="Common Language Description")).to_contain_text("facet joint")


def test_a_guest_sees_which_sections_there_are_and_not_a_word_of_them(page):
    answer = page.goto("/cpt/64475/")
    locked = page.locator(".locked")
    expect(locked).to_contain_text("Register to view content")
    expect(locked).to_contain_text("Create a free account to unlock this content")
    assert lines(locked.get_by_role("listitem")) == LOCKED
    assert told(page, answer, locked_texts(Code.objects.get(value="64475"))) == []


def test_the_wall_is_a_403_that_tells_nothing_and_the_open_page_stays_open(page):
    assert page.goto("/cpt/64475/").status == 200
    wall = page.goto("/cpt/64493/")
    assert wall.status == 403
    code = Code.objects.get(value="64493")
    assert told(page, wall, [code.common_language, *locked_texts(code)]) == []
    assert page.goto("/cpt/64475/").status == 200
