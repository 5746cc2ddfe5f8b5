"""Code lists, searches and API keys in the browser: begun, filled, changed, compared, shared, with the keyboard too."""

import pytest
from playwright.sync_api import expect

from codelists.models import CodeList
from codes.search_history import remember
from tests.browser import axe
from tests.browser.steps import follow, lines, log_in, submit
from tests.browser.test_accessibility import faults
from tests.codelists.builders import contents


@pytest.fixture
def reader_page(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    return page


def codes(page):
    return lines(page.locator("main li .code"))


def begin(page, name, text):
    """A list with the codes of a text."""
    page.goto("/lists/new/")
    page.get_by_label("Name").fill(name)
    submit(page, "Begin")
    follow(page, "Add codes")
    page.locator("textarea").fill(text)
    submit(page, "Look over")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Save").click()


def test_a_list_is_begun_from_the_page_of_a_code(reader_page):
    page = reader_page
    page.goto("/icd10cm/A00.0/")
    page.get_by_role("link", name="Add to a list").click()
    page.get_by_label("Name of the new list").fill("Gut")
    page.get_by_label("Note").fill("Ask where they travelled")
    submit(page, "Add")
    expect(page.get_by_role("status")).to_contain_text("ICD-10-CM A00.0 stands in your list “Gut”.")
    page.goto("/icd10cm/A00.1/")
    page.get_by_role("link", name="Add to a list").click()
    expect(page.get_by_label("List", exact=True)).to_have_value(str(CodeList.objects.get().pk))
    submit(page, "Add")
    assert contents(CodeList.objects.get()) == [("A00.0", "Ask where they travelled"), ("A00.1", "")]


def test_what_is_pasted_is_looked_over_before_it_is_saved(reader_page):
    page = reader_page
    begin(page, "Gut", "A00.0\tfirst\na001\nA00.5\n")
    expect(page.get_by_role("status")).to_contain_text("Saved as version 2. 1 line left out.")
    assert codes(page) == ["A00.0", "A00.1"]


def test_a_file_is_looked_over_and_saved_without_sending_it_again(reader_page):
    page = reader_page
    begin(page, "Gut", "A00.0")
    follow(page, "Add codes")
    file = {"name": "codes.csv", "mimeType": "text/csv", "buffer": b"code,note\nA00.1,second\nA00.7,none\n"}
    page.get_by_label("Or a CSV file").set_input_files(file)
    page.get_by_label("These take their place").check()
    submit(page, "Look over")
    expect(page.get_by_role("status")).to_contain_text("1 code to save, 1 line left out.")
    expect(page.get_by_role("row", name="3 A00.7")).to_contain_text("Left out. No such code is in the loaded releases.")
    with page.expect_navigation():
        page.get_by_role("button", name="Save 1 code").click()
    assert codes(page) == ["A00.1"]


def test_versions_are_edited_compared_and_restored(reader_page):
    page = reader_page
    begin(page, "Gut", "A00.0\tfirst\nA00.1")
    follow(page, "Edit notes, remove codes")
    page.get_by_label("Note on A00.0").fill("second")
    page.get_by_label("Remove A00.1").check()
    submit(page, "Save")
    assert codes(page) == ["A00.0"]
    page.get_by_role("link", name="All versions").click()
    submit(page, "Show the difference")
    assert lines(page.locator("main h2")) == ["Removed (1)", "Note changed (1)"]
    expect(page.get_by_role("main")).to_contain_text("Before: first")
    page.get_by_role("link", name="Gut, version 2").click()
    submit(page, "Restore this version")
    expect(page.get_by_role("status")).to_contain_text("Version 2 is restored as version 4.")
    assert codes(page) == ["A00.0", "A00.1"]


def test_a_list_is_shared_read_without_an_account_copied_and_closed(reader_page, new_page):
    page, other = reader_page, new_page()
    begin(page, "Gut", "A00.0\tfirst")
    page.get_by_role("button", name="Share by link").click()
    link = page.get_by_label("Link", exact=True).input_value()
    other.goto(link)
    assert codes(other) == ["A00.0"]
    expect(other.get_by_role("main")).to_contain_text("first")
    with other.expect_navigation():
        other.get_by_role("button", name="Copy to my lists").click()
    assert "/accounts/login/" in other.url
    page.goto(link)
    submit(page, "Copy to my lists")
    expect(page.get_by_role("status")).to_contain_text("The list is copied.")
    page.go_back()
    page.goto(f"/lists/{CodeList.objects.exclude(token=None).get().pk}/")
    with page.expect_navigation():
        page.get_by_role("button", name="Stop sharing").click()
    assert other.goto(link).status == 404


def test_the_keyboard_is_enough(reader_page):
    page = reader_page
    page.goto("/lists/new/")
    page.get_by_label("Name").focus()
    page.keyboard.type("Gut")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("link", name="Add codes").focus()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.locator("textarea").focus()
    page.keyboard.type("A00.0")
    for _ in range(3):
        page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Look over")).to_be_focused()
    with page.expect_navigation():
        page.keyboard.press("Enter")
    page.get_by_role("button", name="Save 1 code").focus()
    with page.expect_navigation():
        page.keyboard.press("Space")
    assert codes(page) == ["A00.0"]


def test_it_works_without_javascript(new_page, member_user):
    page = new_page(java_script_enabled=False)
    log_in(page, member_user)
    begin(page, "Gut", "A00.0")
    page.get_by_label("Valid on").fill("2020-01-01")
    page.locator(".day-form button").click()
    expect(page.get_by_role("main")).to_contain_text("as they stood on 1 January 2020")
    with page.expect_download() as download:
        page.get_by_role("link", name="Export as CSV").click()
    assert download.value.suggested_filename == "gut-2.csv"


def test_searches_are_switched_off_and_deleted(reader_page, member_user):
    page = reader_page
    for text in ("hip", "knee"):
        remember(user=member_user, text=text)
    page.goto("/my/")
    page.get_by_role("link", name="what you searched for").click()
    with page.expect_navigation():
        page.get_by_role("button", name="Delete the search for hip").click()
    assert lines(page.locator(".searched .title")) == ["knee"]
    submit(page, "Stop remembering searches")
    expect(page.get_by_role("main")).to_contain_text("Searches are not remembered.")
    submit(page, "Delete all searches")
    expect(page.get_by_role("main")).to_contain_text("None yet.")


def test_a_key_is_made_shown_once_and_revoked(reader_page):
    page = reader_page
    page.goto("/account/api-keys/")
    page.get_by_label("What it is for").fill("night job")
    submit(page, "Make a key")
    secret = page.locator(".secret").inner_text()
    answer = page.request.get("/api/v1/lists", headers={"Authorization": f"Bearer {secret}"})
    assert (answer.status, answer.json()) == (200, {"lists": []})
    page.goto("/account/api-keys/")
    expect(page.get_by_role("main")).not_to_contain_text(secret)
    with page.expect_navigation():
        page.get_by_role("button", name="Revoke night job").click()
    expect(page.get_by_role("status")).to_contain_text("is revoked. It opens nothing any more.")
    assert page.request.get("/api/v1/lists", headers={"Authorization": f"Bearer {secret}"}).status == 401


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible(new_page, member_user, scheme):
    page = new_page(color_scheme=scheme)
    log_in(page, member_user)
    begin(page, "Gut " * 20, f"A00.0\t{'Words ' * 60}\nA00.1")
    pk = CodeList.objects.get().pk
    page.get_by_role("button", name="Share by link").click()
    remember(user=member_user, text="word " * 40)
    page.goto(f"/lists/{pk}/import/")
    page.locator("textarea").fill("A00.0\nA00.5\nA00.0")
    submit(page, "Look over")
    found = faults(page, "report of an import")
    page.goto("/account/api-keys/")
    page.get_by_label("What it is for").fill("x" * 80)
    submit(page, "Make a key")
    found += faults(page, "a new key")
    shared = f"/lists/shared/{CodeList.objects.get().token}/"
    parts = ["", "edit/", "order/", "import/", "details/", "versions/", "delete/", "?version=1", "?on=2020-01-01"]
    addresses = ["/lists/", "/lists/new/", "/lists/add/icd10cm/A00.1/", shared, "/my/searches/", "/api/"]
    addresses.append("/search/?q=elbow")
    addresses += [f"/lists/{pk}/{part}" for part in parts]
    addresses += [f"/lists/compare/?one={pk}&one_version=1&other={pk}&other_version=2", "/lists/compare/"]
    for address in addresses:
        page.goto(address)
        axe.load(page)
        found += faults(page, address)
    assert not found, "\n".join(["", *found])
