"""The way of a superuser who writes alone: find a code, write, preview, publish, and see it on the record."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from codes.models import Code
from tests.browser.steps import log_in, submit
from tests.builders import PASSWORD

pytestmark = pytest.mark.usefixtures("demo_content")
WORDS = "A needle calms the small joint of the lower back."
ADVICE = "Name the joint and the side."


def sign_in_through_admin(page, user):
    page.goto("/admin/")
    page.get_by_label("Email").fill(user.email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    submit(page, "Log in")


def find_in_admin(page, value):
    """From the desk to the form of one code, by the admin's own search."""
    page.get_by_role("main").get_by_role("rowheader").get_by_role("link", name="Codes", exact=True).click()
    page.locator("#searchbar").fill(value)
    page.get_by_role("button", name="Search").click()
    page.get_by_role("row").get_by_role("link", name=value, exact=True).click()
    expect(page.get_by_label("Common language description")).to_be_visible()


def write(page):
    page.get_by_label("Common language description").fill(WORDS)
    label = page.locator(".inline_label", has_text="Documentation")
    section = page.locator("#sections-group .inline-related").filter(has=label)
    section.get_by_label("Body").fill(ADVICE)


@pytest.fixture
def editor_page(page, editor_user):
    sign_in_through_admin(page, editor_user)
    return page


def previewed(page, who):
    """The preview that the form opens in a page of its own."""
    with page.context.expect_page() as opened:
        page.get_by_role("button", name=f"Preview as {who}").first.click()
    return opened.value


def test_who_reviews_their_own_previews_publishes_and_finds_it_in_the_history(editor_page):
    page = editor_page
    before = Code.objects.get(value="64493").common_language
    find_in_admin(page, "64493")
    write(page)

    preview = previewed(page, "reader")
    expect(preview.get_by_role("region", name="Common Language Description")).to_contain_text(WORDS)
    expect(preview.get_by_role("region", name="Documentation")).to_contain_text(ADVICE)
    assert Code.objects.get(value="64493").common_language == before
    preview.close()

    page.get_by_role("button", name="Publish now").first.click()
    expect(page.get_by_role("listitem").filter(has_text="Published: readers see it now.")).to_be_visible()
    page.goto("/cpt/64493/")
    expect(page.get_by_role("region", name="Common Language Description")).to_contain_text(WORDS)
    expect(page.get_by_role("region", name="Documentation")).to_contain_text(ADVICE)
    assert_in_history(page)


def assert_in_history(page):
    """Who changed what, and when, stands in the record's history in the admin."""
    page.goto(f"/admin/codes/code/{Code.objects.get(value='64493').pk}/history/")
    latest = page.locator("#change-history tbody tr").first
    expect(latest).to_contain_text("Changed: common language description")
    expect(latest).to_contain_text("Documentation")
    expect(latest).to_contain_text("Ed Itor")
    expect(latest).to_contain_text(str(timezone.now().year))


def test_a_preview_as_guest_locks_what_a_guest_may_not_read(editor_page):
    page = editor_page
    find_in_admin(page, "64493")
    write(page)
    preview = previewed(page, "guest")
    expect(preview.get_by_role("region", name="Common Language Description")).to_contain_text(WORDS)
    expect(preview.locator(".locked")).to_contain_text("Documentation")
    assert ADVICE not in preview.content()


def test_a_reader_has_no_desk(page, member_user):
    log_in(page, member_user)
    assert page.goto("/admin/").status == 403
