"""From guest to registered reader: the letter, five more pages with everything in them, the wall after them."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.steps import (
    code_in_the_last_letter,
    confirm,
    fill_registration,
    follow,
    headings,
    lines,
    look_up,
    submit,
    views_left,
)

FIVE = ["64493", "64494", "64495", "64490", "64451"]
SECTIONS = [
    "Official Description",
    "Common Language Description",
    "At a glance",
    "Clinical context",
    "When to use it",
    "Documentation",
    "Modifiers",
    "Related codes",
    "Medicare coverage and payers",
    "Sources and dates",
    "Replies",
]


def register(page, email):
    """By the link on a locked page, with the code of the letter that comes."""
    follow(page, "Register free account")
    fill_registration(page, email)
    submit(page, "Register free account")
    confirm(page, code_in_the_last_letter(page))


@pytest.mark.usefixtures("demo_content")
def test_a_guest_registers_and_reads_five_more_pages(page):
    page.goto("/cpt/64475/")
    register(page, "reader@example.org")
    # Back where they came from, with everything open.
    expect(page).to_have_url(re.compile("/cpt/64475/$"))
    assert headings(page) == SECTIONS
    page.get_by_role("link", name="Account", exact=True).click()
    expect(page.get_by_role("heading", name="Your account", level=1)).to_be_visible()
    assert views_left(page) == "5 code page views remaining. Reading a page again is free."
    expect(page.get_by_role("main")).to_contain_text("as a guest: costs no view")

    for left, value in zip([4, 3, 2, 1, 0], FIVE, strict=True):
        look_up(page, value)
        assert headings(page) == SECTIONS
        words = "1 code page view" if left == 1 else f"{left} code page views"
        assert views_left(page) == f"{words} remaining. Reading a page again is free."
    expect(page.get_by_role("region", name="Modifiers").get_by_role("table")).to_be_visible()

    look_up(page, "64635")
    expect(page.get_by_role("heading", name="You have opened all your code pages")).to_be_visible()
    assert sorted(lines(page.locator(".wall").get_by_role("listitem"))) == sorted(["64475", *FIVE])
    follow(page, "64475", exact=True)
    assert headings(page) == SECTIONS


def test_a_wrong_code_is_said_to_be_wrong(page):
    page.goto("/icd10cm/A00.0/")
    follow(page, "Register free account")
    fill_registration(page, "reader@example.org")
    submit(page, "Register free account")
    confirm(page, "WRONG1")
    expect(page.get_by_role("main")).to_contain_text("Incorrect code")
