"""Suggestions under the search box by keyboard, mouse and touch; the filters of the search page."""

import re
from urllib.parse import parse_qs, urlsplit

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.steps import GUEST_BANNER, lines, log_in, views_left

ELBOWS = ["A00", "A00.0", "A00.1", "A00.9"]


def box(page):
    return page.get_by_role("combobox", name="Search codes")


def options(page):
    return page.get_by_role("listbox", name="Suggestions").get_by_role("option")


def marked(page):
    """What is marked in the list; it must be what the box says is active."""
    found = page.locator(".suggestions [aria-selected=true]")
    if found.count() == 0:
        assert box(page).get_attribute("aria-activedescendant") is None
        return ""
    assert box(page).get_attribute("aria-activedescendant") == found.get_attribute("id")
    return lines(found)[0]


def type_in(page, text):
    """Type letter by letter and wait for the list."""
    box(page).press_sequentially(text)
    expect(box(page)).to_have_attribute("aria-expanded", "true")


@pytest.fixture
def asked(page):
    """The texts for which suggestions were asked, in their order."""
    texts = []

    def note(request):
        if "/search/suggest/" in request.url:
            texts.append(parse_qs(urlsplit(request.url).query).get("q", [""])[0])

    page.on("request", note)
    return texts


@pytest.fixture
def browse(page):
    page.goto("/browse/")
    return page


# By keyboard


def test_slash_words_arrows_and_enter_lead_to_a_code(browse):
    page = browse
    page.keyboard.press("/")
    type_in(page, "elbow")
    expect(page.get_by_role("group", name="ICD-10-CM").get_by_role("option")).to_have_count(4)
    expect(options(page).last).to_have_text("All results for “elbow”")
    expect(page.locator("#live")).to_have_text("4 codes suggested")
    assert marked(page) == ""
    first, second, *_, last = lines(options(page))
    page.keyboard.press("ArrowDown")
    assert marked(page) == first
    page.keyboard.press("ArrowDown")
    assert marked(page) == second
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    assert marked(page) == ""
    page.keyboard.press("ArrowUp")
    assert marked(page) == last
    page.keyboard.press("ArrowDown")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith(f"/icd10cm/{first.split()[0]}/")
    assert views_left(page) == GUEST_BANNER


def test_enter_alone_searches_and_a_whole_code_opens_its_page(browse):
    page = browse
    type_in(page, "wobble")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Results for “wobble”")).to_be_visible()
    box(page).fill("a000")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/icd10cm/A00.0/")


def test_the_last_line_leads_to_all_results(browse):
    page = browse
    type_in(page, "wobble")
    page.keyboard.press("ArrowUp")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/search/?q=wobble")


def test_escape_closes_the_list_and_then_empties_the_box(browse, asked):
    page = browse
    type_in(page, "wobble")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_attribute("aria-expanded", "false")
    expect(page.locator(".suggestions")).to_be_hidden()
    expect(box(page)).to_have_value("wobble")
    page.keyboard.press("ArrowDown")
    expect(page.locator(".suggestions")).to_be_visible()
    assert asked.count("wobble") == 1
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(box(page)).to_have_value("")


def test_home_and_end_move_in_the_text(browse):
    page = browse
    type_in(page, "obble")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Home")
    assert marked(page) == ""
    page.keyboard.type("w")
    page.keyboard.press("End")
    page.keyboard.type("s")
    expect(box(page)).to_have_value("wobbles")


def test_tab_goes_on_and_closes_the_list(browse):
    page = browse
    type_in(page, "wobble")
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Tab")
    expect(page.get_by_role("button", name="Search")).to_be_focused()
    expect(page.locator(".suggestions")).to_be_hidden()
    assert page.url.endswith("/browse/")


def test_what_is_typed_fast_is_asked_once(browse, asked):
    page = browse
    box(page).press_sequentially("wobble", delay=5)
    expect(options(page).first).to_be_visible()
    assert asked[-1] == "wobble"
    assert len(asked) <= 2
    before = len(asked)
    box(page).press_sequentially("  ")
    page.keyboard.press("Backspace")
    page.wait_for_timeout(300)
    assert len(asked) == before


def test_a_late_answer_does_not_replace_a_newer_one(browse):
    page = browse
    waiting = []
    page.route("**/search/suggest/?q=wobble", lambda route: waiting.append(route))
    box(page).press_sequentially("wobble")
    page.wait_for_timeout(300)
    box(page).press_sequentially(" knee")
    expect(options(page).first).to_contain_text("A05")
    for route in waiting:
        route.abort()
    page.wait_for_timeout(200)
    expect(options(page).first).to_contain_text("A05")
    assert len(waiting) == 1


def test_nothing_found_is_told(browse):
    page = browse
    type_in(page, "qwertyuiop")
    expect(page.locator("#live")).to_have_text("No code is suggested")
    assert lines(options(page)) == ["Search for “qwertyuiop”"]


# By mouse and by touch


def test_a_click_in_the_list_leads_to_the_code(browse):
    page = browse
    type_in(page, "wobble knee")
    options(page).first.click()
    page.wait_for_url("**/icd10cm/A05/")
    page.go_back()
    expect(page.locator(".suggestions")).to_be_hidden()


def test_a_click_elsewhere_closes_the_list(browse):
    page = browse
    type_in(page, "wobble")
    page.mouse.click(5, 500)
    expect(page.locator(".suggestions")).to_be_hidden()


@pytest.mark.parametrize("path", ["/", "/browse/", "/search/"])
def test_on_a_phone(new_page, path):
    page = new_page(viewport={"width": 390, "height": 700}, has_touch=True, is_mobile=True)
    page.goto(path)
    box(page).tap()
    type_in(page, "wobble")
    wide = page.evaluate("[document.documentElement.scrollWidth, innerWidth]")
    assert wide[0] <= 390, wide
    area = page.locator(".suggestions").bounding_box()
    assert area["x"] >= 0
    assert area["x"] + area["width"] <= 390
    assert options(page).first.bounding_box()["height"] >= 44
    options(page).first.tap()
    page.wait_for_url("**/icd10cm/**")


# For everybody


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("path", ["/", "/browse/"])
def test_axe_finds_nothing_with_the_list_open(new_page, scheme, path):
    page = new_page(color_scheme=scheme)
    page.goto(path)
    page.keyboard.press("/")
    type_in(page, "wobble")
    page.keyboard.press("ArrowDown")
    axe.load(page)
    assert axe.violations(page) == []


def test_a_reader_is_offered_own_searches(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    for text in ("wobble", "drift"):
        page.goto(f"/search/?q={text}")
    page.goto("/browse/")
    box(page).focus()
    page.wait_for_timeout(300)
    expect(page.locator(".suggestions")).to_be_hidden()
    box(page).click()
    expect(options(page)).to_have_text(["drift", "wobble", "See, delete or switch off your searches"])
    expect(page.locator("#live")).to_have_text("2 searches of yours")
    page.keyboard.press("ArrowDown")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/search/?q=drift")


def test_a_guest_is_offered_nothing_before_typing(browse, asked):
    page = browse
    box(page).click()
    page.keyboard.press("ArrowDown")
    page.wait_for_timeout(300)
    expect(page.locator(".suggestions")).to_be_hidden()
    assert asked == []


# The search page


def codes(page):
    return sorted(lines(page.locator(".results .code")))


def test_filters_are_applied_in_place(page):
    page.goto("/search/?q=elbow")
    assert codes(page) == ELBOWS
    system = page.get_by_label("Code system")
    system.focus()
    system.select_option("icd10cm")
    expect(page.get_by_label("Chapter")).to_be_visible()
    expect(system).to_be_focused()
    page.get_by_label("Billable only").check()
    expect(page.locator(".results .code")).to_have_count(3)
    expect(page.locator("#live")).to_have_text("3 codes")
    assert codes(page) == ELBOWS[1:]
    assert parse_qs(urlsplit(page.url).query) == {"q": ["elbow"], "system": ["icd10cm"], "billable": ["1"]}
    page.get_by_role("link", name=re.compile("Billable only")).click()
    page.wait_for_url(lambda url: "billable" not in url)
    assert codes(page) == ELBOWS


def test_the_box_is_narrowed_as_the_results_are(page):
    page.goto("/search/?q=wobble")
    page.get_by_label("Billable only").check()
    page.wait_for_url("**/search/?q=wobble&billable=1")
    box(page).fill("elbow")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/search/?q=elbow&billable=1")
    page.get_by_label("Billable only").uncheck()
    page.wait_for_url("**/search/?q=elbow")
    box(page).fill("wobble")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert page.url.endswith("/search/?q=wobble")


def test_filters_work_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/search/?q=elbow")
    page.get_by_label("Billable only").check()
    with page.expect_navigation():
        page.get_by_role("button", name="Show").click()
    assert codes(page) == ELBOWS[1:]


def test_on_a_phone_the_filters_are_folded(new_page):
    page = new_page(viewport={"width": 390, "height": 800})
    page.goto("/search/?q=elbow")
    expect(page.get_by_label("Billable only")).to_be_hidden()
    page.get_by_text("Narrow the results").click()
    page.get_by_label("Billable only").check()
    expect(page.locator(".results .code")).to_have_count(3)
    expect(page.get_by_label("Billable only")).to_be_visible()
    expect(page.get_by_text("Narrow the results")).to_have_text("Narrow the results (1)")


def test_the_next_search_stays_narrowed_and_so_do_its_suggestions(page, asked):
    page.goto("/search/?q=wobble&system=icd10cm&billable=1")
    box(page).fill("")
    type_in(page, "elbow")
    assert [line.split()[0] for line in sorted(lines(options(page)))[:-1]] == ELBOWS[1:]
    page.keyboard.press("Escape")
    with page.expect_navigation():
        page.keyboard.press("Enter")
    assert codes(page) == ELBOWS[1:]
