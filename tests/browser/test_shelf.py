"""Favourites and private notes beside a code page, with JavaScript and without."""

import pytest
from playwright.sync_api import expect

from codes.models import Favourite, PrivateNote
from tests.browser import axe
from tests.browser.steps import lines, log_in, submit
from tests.browser.test_accessibility import faults

NASTY = '<img src=x onerror="alert(1)"><script>alert(2)</script>\n\u202egnirts'


@pytest.fixture
def reader_page(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    return page


def yours(page):
    return page.get_by_role("region", name="Yours")


def test_the_star_is_set_in_place_and_keeps_the_focus(reader_page):
    page = reader_page
    page.goto("/icd10cm/A00.0/")
    star = yours(page).get_by_role("button", name="Favourite")
    expect(star).to_have_attribute("aria-pressed", "false")
    star.focus()
    page.keyboard.press("Enter")
    expect(star).to_have_attribute("aria-pressed", "true")
    expect(star).to_be_focused()
    expect(page.locator("#live")).to_have_text("ICD-10-CM A00.0 is now among your favourites.")
    page.keyboard.press("Space")
    expect(star).to_have_attribute("aria-pressed", "false")
    assert Favourite.objects.count() == 0


def test_a_note_is_written_in_place(reader_page):
    page = reader_page
    page.goto("/icd10cm/A00.0/")
    yours(page).get_by_text("Add a private note").click()
    yours(page).get_by_label("Private note").fill("Ask for the side\nbefore billing")
    yours(page).get_by_role("button", name="Save note").click()
    expect(yours(page).locator(".note-text")).to_have_text("Ask for the side\nbefore billing", use_inner_text=True)
    assert page.url.endswith("/icd10cm/A00.0/")
    page.reload()
    yours(page).get_by_text("Edit your note").click()
    yours(page).get_by_label("Private note").fill("")
    yours(page).get_by_role("button", name="Save note").click()
    expect(yours(page).get_by_text("Add a private note")).to_be_visible()
    assert PrivateNote.objects.count() == 0


def test_what_is_written_is_never_run(reader_page):
    page, dialogs = reader_page, []
    page.on("dialog", lambda dialog: (dialogs.append(dialog.message), dialog.dismiss()))
    page.goto("/icd10cm/A00.0/")
    yours(page).get_by_text("Add a private note").click()
    yours(page).get_by_label("Private note").fill(NASTY)
    yours(page).get_by_role("button", name="Save note").click()
    expect(yours(page).locator(".note-text")).to_contain_text('<img src=x onerror="alert(1)">')
    for address in ("/icd10cm/A00.0/", "/my/", "/my/notes/icd10cm/A00.0/"):
        page.goto(address)
        assert page.locator("main img, aside img").count() == 0
    assert dialogs == []
    assert "\u202e" not in PrivateNote.objects.get().text


def test_my_codes_lists_what_was_kept(reader_page):
    page = reader_page
    for value in ("A00.0", "A00.1"):
        page.goto(f"/icd10cm/{value}/")
        star = yours(page).get_by_role("button", name="Favourite")
        star.click()
        expect(star).to_have_attribute("aria-pressed", "true")
    page.get_by_role("navigation", name="Account").get_by_role("link", name="My codes").click()
    favourites = page.get_by_role("region", name="Favourites")
    rows = page.locator("section", has=page.get_by_role("heading", name="Favourites")).locator("li .code")
    assert lines(rows) == ["A00.1", "A00.0"]
    with page.expect_navigation():
        favourites.get_by_role("button", name="Remove A00.1 from your favourites").click()
    assert lines(rows) == ["A00.0"]
    expect(page.get_by_role("status")).to_contain_text("A00.1 is no longer among your favourites.")


def test_it_works_without_javascript(new_page, member_user):
    page = new_page(java_script_enabled=False)
    log_in(page, member_user)
    page.goto("/icd10cm/A00.0/?on=2026-11-01")
    with page.expect_navigation():
        yours(page).get_by_role("button", name="Favourite").click()
    assert page.url.endswith("/icd10cm/A00.0/?on=2026-11-01")
    expect(yours(page).get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    yours(page).get_by_text("Add a private note").click()
    yours(page).get_by_label("Private note").fill("Words")
    with page.expect_navigation():
        yours(page).get_by_role("button", name="Save note").click()
    expect(yours(page).locator(".note-text")).to_have_text("Words")
    page.goto("/my/")
    page.get_by_role("link", name="Edit your note on A00.0").click()
    page.get_by_label("Private note").fill("Other words")
    submit(page, "Save note")
    assert page.url.endswith("/my/")
    expect(page.get_by_role("main")).to_contain_text("Other words")


def test_the_star_leaves_alone_what_is_being_written(reader_page):
    page = reader_page
    page.goto("/icd10cm/A00.0/")
    yours(page).get_by_text("Add a private note").click()
    yours(page).get_by_label("Private note").fill("Half a sent")
    yours(page).get_by_role("button", name="Favourite").click()
    expect(yours(page).get_by_role("button", name="Favourite")).to_have_attribute("aria-pressed", "true")
    assert yours(page).get_by_label("Private note").input_value() == "Half a sent"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible(new_page, member_user, scheme):
    page = new_page(color_scheme=scheme)
    log_in(page, member_user)
    page.goto("/icd10cm/A00.0/")
    yours(page).get_by_role("button", name="Favourite").click()
    yours(page).get_by_text("Add a private note").click()
    yours(page).get_by_label("Private note").fill("Words " * 400)
    yours(page).get_by_role("button", name="Save note").click()
    expect(yours(page).locator(".note-text")).to_be_visible()
    yours(page).get_by_text("Edit your note").click()
    found = faults(page, "code page with a note")
    for address in ("/my/", "/my/notes/icd10cm/A00.0/", "/my/notes/icd10cm/A00.1/"):
        page.goto(address)
        axe.load(page)
        found += faults(page, address)
    assert not found, "\n".join(["", *found])
