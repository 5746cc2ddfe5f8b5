"""Codes side by side in a browser: adding and removing, differences, narrow screens."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import lines, log_in
from tests.browser.test_accessibility import faults

pytestmark = pytest.mark.usefixtures("demo_content")


@pytest.fixture
def reader_page(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    return page


def heads(page):
    return lines(page.locator(".compare thead th > .code"))


def test_from_a_code_page_to_three_side_by_side(reader_page):
    page = reader_page
    page.goto("/cpt/64493/")
    page.get_by_role("main").get_by_role("link", name="Compare", exact=True).click()
    assert heads(page) == ["64493"]
    for typed in ("64494", "a00.0"):
        page.get_by_label("Add a code").fill(typed)
        with page.expect_navigation():
            page.keyboard.press("Enter")
    assert page.url.endswith("/compare/64493/64494/A00.0/")
    assert heads(page) == ["64493", "64494", "A00.0"]
    with page.expect_navigation():
        page.get_by_role("link", name="Remove 64493").click()
    assert heads(page) == ["64494", "A00.0"]


def test_differences_are_said_and_may_stand_alone(reader_page):
    page = reader_page
    page.goto("/compare/64493/64494/")
    expect(page.get_by_role("rowheader", name="Unit of service (differs)")).to_be_visible()
    same = page.get_by_role("rowheader", name="Service", exact=True)
    expect(same).to_be_visible()
    page.get_by_label("Only what differs").check()
    expect(same).to_be_hidden()
    expect(page.get_by_role("rowheader", name="Unit of service (differs)")).to_be_visible()
    # What every code has in its own words is not compared.
    expect(page.get_by_role("rowheader", name="Common Language Description")).to_be_hidden()


def test_on_a_narrow_screen_the_columns_scroll_and_the_labels_stay(reader_page):
    page = reader_page
    page.set_viewport_size({"width": 390, "height": 800})
    page.goto("/compare/64493/64494/64495/A00.0/")
    assert page.evaluate("document.documentElement.scrollWidth") == 390
    region = page.get_by_role("region", name="Comparison of codes")
    label = page.get_by_role("rowheader", name="Unit of service (differs)")
    before = label.bounding_box()["x"]
    region.focus()
    page.keyboard.press("End")
    region.evaluate("region => region.scrollLeft = 400")
    assert region.evaluate("region => region.scrollLeft") == 400
    assert abs(label.bounding_box()["x"] - before) < 2


def test_a_guest_meets_a_wall_in_the_second_column(page):
    page.goto("/compare/64493/64494/")
    expect(page.locator(".compare-wall")).to_have_count(1)
    expect(page.locator(".compare thead th").nth(1)).to_contain_text("You have opened your free page.")
    expect(page.get_by_role("rowgroup").filter(has_text="Register to view content")).to_contain_text("At a glance")


def test_it_works_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/compare/")
    page.get_by_label("Code 1").fill("64493")
    page.get_by_label("Code 2").fill("no code")
    with page.expect_navigation():
        page.get_by_role("main").get_by_role("button", name="Compare").click()
    expect(page.get_by_role("alert")).to_contain_text("There are no code pages for “no”, “code”.")
    assert page.get_by_label("Code 1").input_value() == "64493"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible(new_page, member_user, scheme):
    page = new_page(color_scheme=scheme)
    found = []
    for address in ("/compare/", "/compare/64493/99999/", "/compare/64493/64494/"):
        page.goto(address)
        found += faults(page, f"{address} as guest")
    log_in(page, member_user)
    for address in ("/compare/64493/", "/compare/64493/64494/A00.0/64495/", "/compare/64493/64494/?on=2020-01-01"):
        page.goto(address)
        found += faults(page, address)
    assert not found, "\n".join(["", *found])
