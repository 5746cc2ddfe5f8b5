"""A case note is pasted, its candidates accepted and rejected, the list copied and handed over."""

import pytest
from playwright.sync_api import expect

from codes.models import CaseNote
from tests.browser import axe
from tests.browser.steps import lines, log_in
from tests.browser.test_accessibility import faults
from tests.case_notes.builders import code_set

NOTE = (
    "Patient: Harold Vexley, 71M\nHPI: no barking wheedle.\nPMH: glazed ferrule. h/o ochre quillwort of breast\n"
    "A/P: zebrine fluxion, possible lunar divot"
)


@pytest.fixture(autouse=True)
def codes(site):
    code_set()


def read_note(page, note=NOTE):
    page.goto("/case-note/")
    page.get_by_label("Case note").fill(note)
    with page.expect_navigation():
        page.get_by_role("button", name="Find codes").click()


def accepted(page):
    return lines(page.get_by_role("region", name="Accepted codes").locator(".results .code"))


def choose(page, code, what):
    page.get_by_role("group", name=code).get_by_label(what).check(force=True)


def test_a_journey(new_page):
    page = new_page(permissions=["clipboard-read", "clipboard-write"])
    read_note(page)
    assert lines(page.locator(".note-body mark.proposed")) == [
        "glazed ferrule",
        "ochre quillwort of breast",
        "zebrine fluxion",
    ]
    assert lines(page.locator(".note-body mark.denied")) == ["barking wheedle (said not to be)"]
    assert "Vexley" not in page.content()
    assert accepted(page) == ["E11.9", "Q11.9", "Z85.3"]
    # Nothing is sent while one chooses.
    page.route("**/*", lambda route: route.abort())
    choose(page, "Z85.3", "Reject")
    choose(page, "L97.909", "Accept")
    assert accepted(page) == ["E11.9", "Q11.9", "L97.909"]
    page.get_by_role("button", name="Copy the codes").click()
    expect(page.get_by_role("button", name="Copied")).to_be_visible()
    assert page.evaluate("navigator.clipboard.readText()") == "E11.9\nQ11.9\nL97.909"
    page.unroute("**/*")
    with page.expect_navigation():
        page.get_by_role("button", name="Check as a claim").click()
    expect(page.get_by_role("heading", name="Check a claim", level=1)).to_be_visible()
    assert page.get_by_label("Lines of the claim").input_value() == "E11.9\nQ11.9\nL97.909"


def test_from_the_mark_to_the_candidate_and_back(new_page):
    page = new_page()
    read_note(page)
    page.locator("mark a", has_text="zebrine fluxion").click()
    expect(page.locator(":target")).to_contain_text("Q11.9")
    page.locator(":target").get_by_role("link", name="“zebrine fluxion”").click()
    expect(page.locator("mark:target")).to_have_text("zebrine fluxion")


def test_the_keyboard_is_enough(new_page):
    page = new_page()
    read_note(page)
    accept = page.get_by_role("group", name="L97.909").get_by_label("Accept")
    accept.focus()
    page.keyboard.press("Space")
    expect(accept).to_be_checked()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_role("group", name="L97.909").get_by_label("Reject")).to_be_checked()
    expect(page.locator("#live")).to_have_text("3 codes accepted")


def test_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    read_note(page)
    choose(page, "Z85.3", "Reject")
    choose(page, "L97.909", "Accept")
    with page.expect_navigation():
        page.get_by_role("button", name="Show the accepted list").click()
    assert accepted(page) == ["E11.9", "Q11.9", "L97.909"]
    expect(page.get_by_role("button", name="Copy the codes")).to_be_hidden()
    with page.expect_navigation():
        page.get_by_role("button", name="Check as a claim").click()
    assert page.get_by_label("Lines of the claim").input_value() == "E11.9\nQ11.9\nL97.909"


def test_a_reader_saves_and_deletes_a_note(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    read_note(page)
    choose(page, "Z85.3", "Reject")
    with page.expect_navigation():
        page.get_by_role("button", name="Save masked note and codes").click()
    assert lines(page.locator(".results .code")) == ["E11.9", "Q11.9"]
    expect(page.locator(".note-body")).to_contain_text("masked name")
    with page.expect_navigation():
        page.get_by_role("button", name="Read it again").click()
    expect(page.get_by_role("heading", name="Accepted codes")).to_be_visible()
    page.goto("/case-note/saved/")
    assert faults(page, "case notes") == []
    with page.expect_navigation():
        page.get_by_role("button", name="Delete").click()
    assert CaseNote.objects.count() == 0


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_page, scheme):
    page = new_page(color_scheme=scheme)
    page.goto("/case-note/")
    assert faults(page, "form") == []
    read_note(page)
    assert faults(page, "answer") == []
    for summary in page.locator("details > summary").all():
        summary.click()
    axe.load(page)
    assert axe.violations(page) == []
