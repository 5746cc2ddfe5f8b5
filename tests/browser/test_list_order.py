"""Putting a code list in order in the browser: by keyboard, without JavaScript; from a search into a list and back."""

import pytest
from playwright.sync_api import expect

from codelists.models import CodeList
from codes.models import Code
from tests.browser.steps import follow, lines, log_in, submit
from tests.browser.test_keyboard import tab_to
from tests.codelists.builders import a_list, contents

VALUES = ["A00.0", "A00.1", "A00.9"]


@pytest.fixture
def code_list(site, member_user):
    """Three codes of the site."""
    return a_list(member_user, [Code.objects.get(value=value) for value in VALUES])


@pytest.fixture
def order_page(new_page, member_user, code_list):
    page = new_page()
    log_in(page, member_user)
    page.goto(code_list.get_absolute_url())
    follow(page, "Put in order")
    return page


def codes(page):
    return lines(page.locator(".list-order .code"))


def button(page, name):
    return page.get_by_role("button", name=name, exact=True)


def values(code_list):
    return [value for value, _ in contents(code_list)]


def test_codes_are_moved_by_keyboard_and_the_focus_stays_with_them(order_page, code_list):
    page = order_page
    tab_to(page, "Up A00.9")
    page.keyboard.press("Enter")
    assert codes(page) == ["A00.0", "A00.9", "A00.1"]
    expect(button(page, "Up A00.9")).to_be_focused()
    expect(page.locator("#live")).to_have_text("A00.9 is number 2 of 3")
    page.keyboard.press("Space")
    assert codes(page) == ["A00.9", "A00.0", "A00.1"]
    expect(button(page, "Up A00.9")).to_be_disabled()
    expect(button(page, "Down A00.9")).to_be_focused()
    page.keyboard.press("Enter")
    assert codes(page) == ["A00.0", "A00.9", "A00.1"]
    button(page, "To the top A00.1").press("Enter")
    assert codes(page) == ["A00.1", "A00.0", "A00.9"]
    assert values(code_list) == VALUES
    submit(page, "Save this order")
    expect(page.get_by_role("status")).to_contain_text("Saved as version 2.")
    assert values(code_list) == ["A00.1", "A00.0", "A00.9"]


def test_it_works_without_javascript(new_page, member_user, code_list):
    page = new_page(java_script_enabled=False)
    log_in(page, member_user)
    page.goto(f"/lists/{code_list.pk}/order/")
    submit(page, "Down A00.0")
    assert codes(page) == ["A00.1", "A00.0", "A00.9"]
    expect(button(page, "Down A00.0")).to_be_focused()
    submit(page, "To the top A00.9")
    assert codes(page) == ["A00.9", "A00.1", "A00.0"]
    expect(button(page, "Down A00.9")).to_be_focused()
    submit(page, "Save this order")
    assert values(code_list) == ["A00.9", "A00.1", "A00.0"]


def test_sorted_by_code_at_once(order_page, code_list):
    page = order_page
    button(page, "Down A00.0").click()
    submit(page, "Save this order")
    follow(page, "Put in order")
    submit(page, "Sort by code and save")
    assert values(code_list) == VALUES


def test_coming_back_to_the_page_moves_what_is_seen(order_page, code_list):
    page = order_page
    button(page, "To the top A00.9").click()
    page.goto("/lists/")
    page.go_back()
    shown = codes(page)
    button(page, f"Down {shown[0]}").click()
    submit(page, "Save this order")
    assert values(code_list) == [shown[1], shown[0], shown[2]]


def test_on_a_phone_the_buttons_that_save_do_not_hide_the_row(new_page, member_user, code_list):
    page = new_page(viewport={"width": 390, "height": 400})
    log_in(page, member_user)
    page.goto(f"/lists/{code_list.pk}/order/")
    tab_to(page, "Up A00.9")
    row, save = (found.bounding_box() for found in (button(page, "Up A00.9"), button(page, "Save this order")))
    assert row["y"] + row["height"] <= save["y"]
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


def test_from_a_search_into_a_list_and_back(new_page, member_user, code_list):
    page = new_page()
    log_in(page, member_user)
    page.goto("/search/?q=elbow&billable=1")
    found = lines(page.locator(".results .code"))
    page.get_by_role("link", name=f"Add {found[0]} to a list").click()
    page.get_by_label("List", exact=True).select_option("A new list")
    page.get_by_label("Name of the new list").fill("Gut")
    submit(page, "Add")
    expect(page.get_by_role("status")).to_contain_text("stands in your list “Gut”.")
    assert page.url.endswith("/search/?q=elbow&billable=1")
    assert values(CodeList.objects.get(name="Gut")) == [found[0]]
