"""Every page works without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import (
    GUEST_BANNER,
    code_in_the_last_letter,
    confirm,
    fill_registration,
    follow,
    look_up,
    submit,
    views_left,
)


@pytest.fixture
def plain_page(new_page):
    return new_page(java_script_enabled=False)


def test_search_and_the_code_page_work(plain_page):
    page = plain_page
    page.goto("/")
    look_up(page, "sinistral quiver")
    follow(page, "A00.0")
    expect(page.get_by_role("region", name="Official Description")).to_contain_text("Wobble of left elbow")
    assert views_left(page) == GUEST_BANNER
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    expect(page.get_by_role("group", name="Colours")).to_be_hidden()


def test_registration_works(plain_page):
    page = plain_page
    page.goto("/accounts/signup/")
    fill_registration(page, "reader@example.org")
    submit(page, "Register free account")
    confirm(page, code_in_the_last_letter(page))
    expect(page.get_by_role("heading", name="Your account", level=1)).to_be_visible()
