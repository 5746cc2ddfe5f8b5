"""Everything can be done by keyboard, and the focus can always be seen."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import GUEST_BANNER, views_left

FOCUSED = """() => {
  const element = document.activeElement;
  if (element === document.body) return {name: "", seen: true};
  const name = element.getAttribute("aria-label") ?? element.labels?.[0]?.textContent ?? element.textContent;
  const style = getComputedStyle(element);
  const seen = style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2;
  return {name: name.replace(/\\s+/g, " ").trim(), seen};
}"""


def press_tab(page):
    """The name of what has the focus after one more Tab; it must be seen to have it."""
    page.keyboard.press("Tab")
    focused = page.evaluate(FOCUSED)
    assert focused["seen"], f"nobody sees the focus on {focused['name']}"
    return focused["name"]


def tab_to(page, name, most=60):
    """Press Tab until `name` has the focus. Returns what had it on the way."""
    passed = []
    for _ in range(most):
        passed.append(press_tab(page))
        if passed[-1] == name:
            return passed
    raise AssertionError(f"{name} is not reached by Tab: {passed}")


def press_enter(page):
    with page.expect_navigation():
        page.keyboard.press("Enter")


def test_slash_puts_the_cursor_into_the_search_box(page):
    for path, label in [("/", "Code search"), ("/browse/", "Site search")]:
        page.goto(path)
        page.keyboard.press("/")
        box = page.get_by_role("search", name=label).get_by_role("combobox")
        expect(box).to_be_focused()
        page.keyboard.type("a/b")
        expect(box).to_have_value("a/b")


def test_the_skip_link_leads_past_the_head(page):
    page.goto("/browse/")
    assert press_tab(page) == "Skip to the page"
    expect(page.get_by_role("link", name="Skip to the page")).to_be_in_viewport()
    page.keyboard.press("Enter")
    expect(page.locator("main")).to_be_focused()
    assert press_tab(page) == "ICD-10-CM"


def test_the_focus_goes_through_the_page_in_reading_order(page):
    page.goto("/browse/icd10cm/A00/")
    assert tab_to(page, "A00.9 Wobble of elbow, unspecified") == [
        "Skip to the page",
        "CodeAhead",
        "Case2Code",
        "CasePilot",
        "CaseConsultant",
        "CareerCenter",
        "Search codes",
        "Search",
        "Log in",
        "Register free account",
        "ICD-10-CM",
        "Chapter 1",
        "A00-A09",
        "Open the code page of A00",
        "Choose a billable code",
        "A00.0 Wobble of left elbow",
        "A00.1 Wobble of right elbow, with afternoon drift of the sleeve and unspecified whistling of the cuff",
        "A00.9 Wobble of elbow, unspecified",
    ]


@pytest.mark.usefixtures("demo_content")
def test_a_guest_finds_reads_and_meets_the_wall_by_keyboard(page):
    page.goto("/")
    page.keyboard.press("/")
    page.keyboard.type("64475")
    press_enter(page)
    assert views_left(page) == GUEST_BANNER

    page.keyboard.press("/")
    page.keyboard.type("sacroiliac")
    press_enter(page)
    tab_to(page, "64451 Injection at the nerves of the sacroiliac joint under imaging")
    press_enter(page)
    expect(page.get_by_role("heading", name="You have opened your free page")).to_be_visible()
    tab_to(page, "64475")
    press_enter(page)
    expect(page.get_by_role("region", name="Common Language Description")).to_be_visible()

    tab_to(page, "Register free account")
    press_enter(page)
    expect(page.get_by_role("heading", name="Register free account", level=1)).to_be_visible()
