"""A case note is pasted, its candidates accepted and rejected, the list copied and handed over."""

import pytest
from playwright.sync_api import expect

from accounts import policy
from codelists.models import CodeList
from codes.models import CaseNote
from tests.browser import axe
from tests.browser.steps import PASSWORD, lines, log_in, submit
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


@pytest.mark.parametrize("scripts", [True, False])
def test_a_guest_logs_in_and_keeps_the_accepted_codes_in_a_list(new_page, member_user, scripts):
    page = new_page(java_script_enabled=scripts)
    read_note(page)
    choose(page, "Z85.3", "Reject")
    if not scripts:
        with page.expect_navigation():
            page.get_by_role("button", name="Show the accepted list").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Log in and add to a code list").click()
    assert "fluxion" not in page.content()
    page.get_by_label("Email").fill(member_user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    submit(page, "Log in")
    expect(page.get_by_role("heading", name="Add 2 codes to a list")).to_be_visible()
    if scripts:
        assert faults(page, "codes for a list") == []
    page.get_by_label("Name of the new list").fill("Monday")
    with page.expect_navigation():
        page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_role("heading", name="Monday", level=1)).to_be_visible()
    assert lines(page.locator("main .code")) == ["E11.9", "Q11.9"]


def test_a_reader_keeps_the_accepted_codes_in_a_list_in_one_step(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    for _ in range(2):
        read_note(page)
        page.get_by_label("Code list", exact=True).select_option(index=page.locator("#collect-list option").count() - 1)
        choose(page, "Z85.3", "Reject")
        with page.expect_navigation():
            page.get_by_role("button", name="Add to the list").click()
        expect(page.get_by_text("2 codes put into your list")).to_be_visible()
    assert CodeList.objects.count() == 1


def test_who_sends_too_often_is_asked_to_wait(new_page, monkeypatch):
    monkeypatch.setattr(policy, "CASE_NOTES", "1/m")
    page = new_page()
    read_note(page)
    read_note(page)
    expect(page.get_by_role("alert")).to_contain_text("That was a lot in a short time.")
    expect(page.get_by_label("Case note")).to_have_value(NOTE.replace("Harold Vexley", "⟦name⟧"))
    assert faults(page, "refused") == []
