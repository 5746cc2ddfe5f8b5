"""The list of a code's NCCI edits: filtered while one types, by keyboard alone, and without JavaScript."""

import re
from datetime import date

import pytest
from playwright.sync_api import expect

from tests.browser import axe
from tests.browser.steps import log_in
from tests.builders import a_code
from tests.edit_builders import a_limit, a_ptp_release, an_add_on, an_add_on_release, an_edit

ADDRESS = "/cpt/99901/edits/"


@pytest.fixture
def edits(site):
    """99901 with sixty pairs, one of them ended; with a limit and codes to stand in its family."""
    a_code("99901", "cpt", title="Invented service")
    release = a_ptp_release()
    for number in range(59):
        an_edit("99901", f"98{number:03d}", release=release)
    an_edit("97001", "99901", release=release, deletion=date(2021, 1, 1))
    a_limit()
    add_ons = an_add_on_release()
    for number in range(40):
        an_add_on(add_ons, f"98{number:03d}", "99901", edit_type=1 + number % 3)


@pytest.fixture
def reader(new_page, edits, member_user):
    page = new_page()
    log_in(page, member_user)
    return page


def codes(page):
    return page.locator("table.edits tbody th .code")


def test_the_list_is_filtered_while_one_types(reader):
    reader.goto(ADDRESS)
    expect(codes(reader)).to_have_count(50)
    box = reader.get_by_label("Other code begins with")
    box.press_sequentially("9805")
    expect(codes(reader)).to_have_count(9)
    expect(reader.locator("#live")).to_have_text("9 edits")
    expect(box).to_be_focused()
    expect(box).to_have_value("9805")
    expect(reader).to_have_url(re.compile("q=9805"))
    box.fill("")
    reader.get_by_role("combobox", name="On ").select_option("ended")
    expect(codes(reader)).to_have_text(["97001"])
    expect(reader).to_have_url(re.compile("state=ended"))
    reader.reload()
    expect(codes(reader)).to_have_text(["97001"])


def test_the_filtered_list_leads_on(reader):
    reader.goto(ADDRESS)
    reader.get_by_label("99901 is in").select_option("one")
    expect(reader).to_have_url(re.compile("column=one"))
    reader.get_by_role("link", name="Next").click()
    expect(codes(reader)).to_have_count(9)
    expect(reader.get_by_label("99901 is in")).to_have_value("one")
    with reader.expect_download() as started:
        reader.get_by_role("link", name="Download as CSV").click()
    assert started.value.suggested_filename == "99901-edits.csv"


def test_it_is_a_plain_form_without_javascript(new_page, edits, member_user):
    page = new_page(java_script_enabled=False)
    log_in(page, member_user)
    page.goto(ADDRESS)
    page.get_by_label("Other code begins with").fill("9805")
    page.get_by_role("form", name="Filter the edits").get_by_role("button", name="Show").press("Enter")
    expect(codes(page)).to_have_count(9)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(new_page, edits, member_user, scheme):
    page = new_page(color_scheme=scheme)
    log_in(page, member_user)
    for address in (f"{ADDRESS}?state=all", "/cpt/99901/", f"{ADDRESS}?q=none"):
        page.goto(address)
        axe.load(page)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert axe.violations(page) == []
            assert page.evaluate("document.documentElement.scrollWidth") <= width
