"""A reader's own pages."""

import json
from pathlib import Path

import pytest
from playwright.sync_api import expect

from accounts.models import User
from tests.browser.steps import follow, log_in, look_up, submit, views_left
from tests.builders import PASSWORD

NEW_PASSWORD = "another long enough one"


@pytest.fixture
def account_page(page, member_user):
    """The account page of somebody who has just logged in."""
    log_in(page, member_user)
    return page


def test_it_tells_what_is_left_and_what_is_open(account_page):
    page = account_page
    look_up(page, "A00.0")
    page.get_by_role("navigation", name="Account").get_by_role("link", name="Account").click()
    expect(page.get_by_role("region", name="Pages open to you").get_by_role("link")).to_contain_text(["A00.0"])
    assert views_left(page) == "4 code page views remaining. Reading a page again is free."


def test_a_narrow_screen_tells_what_is_left_too(account_page):
    page = account_page
    page.set_viewport_size({"width": 360, "height": 800})
    left = page.get_by_text("5 code page views remaining.").filter(visible=True)
    expect(left).to_have_count(1)


def test_a_new_password_opens_the_account(account_page, member_user):
    page = account_page
    follow(page, "Change password")
    page.get_by_label("Current Password").fill(PASSWORD)
    page.get_by_label("New Password", exact=True).fill(NEW_PASSWORD)
    page.get_by_label("New Password (again)").fill(NEW_PASSWORD)
    submit(page, "Change password")
    member_user.refresh_from_db()
    assert member_user.check_password(NEW_PASSWORD)
    assert page.goto("/account/").status == 200


def test_the_second_factor_shows_a_picture_and_a_secret(account_page):
    page = account_page
    follow(page, "Second factor")
    follow(page, "Switch on")
    expect(page.get_by_role("heading", name="Switch on the second factor")).to_be_visible()
    picture = page.get_by_role("img", name="QR code")
    assert picture.evaluate("image => image.complete && image.naturalWidth > 0")
    expect(page.locator("code.secret")).not_to_be_empty()


def test_my_data_comes_as_a_json_file(account_page, member_user):
    page = account_page
    with page.expect_download() as started:
        page.get_by_role("link", name="Download my data").click()
    data = json.loads(Path(started.value.path()).read_text(encoding="utf-8"))
    assert [address["address"] for address in data["e-mail addresses"]] == [member_user.email]
    assert started.value.suggested_filename == "codeahead-my-data.json"


def test_closing_the_account_deletes_it(account_page, member_user):
    page = account_page
    follow(page, "Close my account")
    submit(page, "Close my account")
    expect(page.get_by_role("status")).to_contain_text("Your account is closed")
    assert not User.objects.filter(pk=member_user.pk).exists()
