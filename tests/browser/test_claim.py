"""Checking a claim in a browser: paste, read, mend, clean; with and without JavaScript, as a guest and as a reader."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import lines, log_in
from tests.browser.test_accessibility import faults
from tests.claims.builders import practitioners_edits
from tests.edit_builders import an_edit

PASTED = "64493 x1\n64494\nA00.0\nA00\n"


@pytest.fixture(autouse=True)
def edits(demo_content):
    an_edit("64493", "64494", release=practitioners_edits())


def paste(page, text, **fields):
    page.goto("/claims/")
    send(page, "Check", text, **fields)


def send(page, button, text, **fields):
    page.get_by_label("Lines of the claim").fill(text)
    for label, value in fields.items():
        page.get_by_label(label.replace("_", " ")).fill(value)
    with page.expect_navigation():
        page.get_by_role("button", name=button, exact=True).click()


def result(page):
    return page.locator(".claim-summary h2").inner_text()


def chips(page):
    """The state of each line."""
    return lines(page.locator(".claim-line .chip"))


def paste_read_and_mend(page):
    paste(page, PASTED, Date_of_service="2026-11-02")
    assert result(page) == "2 to mend"
    assert chips(page) == ["To mend", "To mend", "Nothing to mend", "To mend"]
    expect(page.locator("#line-2")).to_contain_text("Beside 64493 (line 1), 64494 (line 2) is not paid")
    expect(page.locator("#line-4")).to_contain_text("A00 is a header and not a code for billing.")
    page.locator("#line-1").get_by_role("link", name="line 2").click()
    assert page.url.endswith("#line-2")
    send(page, "Check again", "64493\n64494-59\nA00.0")
    assert result(page) == "Nothing to mend in what was checked"
    assert page.get_by_label("Date of service").input_value() == "2026-11-02"
    expect(page.locator(".claim-summary")).to_contain_text("Not checked")


def test_paste_read_mend_clean(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    paste_read_and_mend(page)


def test_it_works_without_javascript(new_page, member_user):
    page = new_page(java_script_enabled=False)
    log_in(page, member_user)
    paste_read_and_mend(page)


def test_the_findings_as_a_file(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    paste(page, PASTED, Date_of_service="2026-11-02")
    with page.expect_download() as download:
        page.get_by_role("button", name="Findings as CSV").click()
    assert download.value.suggested_filename == "claim-check.csv"
    assert "is not paid" in download.value.path().read_text(encoding="utf-8")


def test_a_guest_is_told_what_is_open_and_what_is_not(page):
    paste(page, PASTED)
    assert result(page) == "1 to mend"
    expect(page.get_by_role("heading", name="Register to view content")).to_be_visible()
    assert lines(page.locator(".locked li"))[0] == "NCCI pair edits 1 pair of codes"
    expect(page.get_by_role("main")).not_to_contain_text("is not paid")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("link", name="Register free account").click()


def test_by_keyboard(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    page.goto("/claims/")
    page.get_by_label("Lines of the claim").focus()
    page.keyboard.type("A00.0")
    page.keyboard.press("Tab")
    expect(page.get_by_label("Date of service")).to_be_focused()
    page.get_by_role("button", name="Check", exact=True).focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert result(page) == "Nothing to mend"


def test_what_is_wrong_stands_at_its_field(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    paste(page, "A00.0", Place_of_service="1")
    expect(page.get_by_role("alert")).to_contain_text("The claim was not checked.")
    expect(page.get_by_label("Place of service")).to_have_accessible_description(
        "A place of service has two digits, as 11."
    )
    assert page.get_by_label("Lines of the claim").input_value() == "A00.0"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible(new_page, member_user, scheme):
    page = new_page(color_scheme=scheme)
    page.goto("/claims/")
    found = faults(page, "form as guest")
    paste(page, PASTED)
    found += faults(page, "answer as guest")
    log_in(page, member_user)
    page.goto("/claims/")
    found += faults(page, "form as reader")
    paste(page, PASTED + "99999 x0\n64495-50 x3\nA00.0", Date_of_service="2026-11-02")
    found += faults(page, "answer as reader")
    paste(page, "A00.0", Place_of_service="1")
    found += faults(page, "wrong form")
    assert not found, "\n".join(["", *found])
