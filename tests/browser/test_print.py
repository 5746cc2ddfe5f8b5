"""A code page on paper: a sheet of two pages, and the ways to hand a page on."""

import re

import pytest
from playwright.sync_api import expect

from codes.models import Code, Note
from tests.browser.steps import log_in
from tests.builders import a_code, a_release
from tests.edit_builders import a_limit, a_ptp_release, an_edit
from tests.fact_builders import a_fee, a_mapping, an_outpatient_payment

# A page object of a PDF, not the tree of pages.
PAGE = re.compile(rb"/Type\s*/Page\b")
SENTENCE = "The reed is turned against the wing until it no longer wobbles, and what was found is written down. "


@pytest.fixture
def a_long_procedure(demo_content):
    """The demo's 64493 with all that is published of a busy code."""
    release = a_ptp_release()
    for i in range(60):
        an_edit("64493", f"9{i:04d}", rationale="Standards of invented practice for wobbling", release=release)
    a_limit("64493")
    for modifier in ("", "26", "TC"):
        a_fee("64493", modifier=modifier)
    an_outpatient_payment("64493")
    return Code.objects.get(value="64493")


@pytest.fixture
def a_long_diagnosis(site):
    """A diagnosis with forty notes and thirty mappings."""
    code = a_code("E11.9", descriptor="Blue fever of the left wing", release=a_release())
    kinds = ["includes", "excludes1", "excludes2", "use_additional", "note"]
    for i in range(40):
        Note.objects.create(code=code, kind=kinds[i % 5], position=i, text=f"{SENTENCE} (Q{i:02d}.-)")
    for i in range(30):
        a_mapping(f"999.{i:02d}", "E11.9")
    return code


@pytest.fixture
def reader_page(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    return page


def pages_of(page, address, paper):
    page.goto(address)
    page.evaluate("document.fonts.ready")
    return len(PAGE.findall(page.pdf(format=paper)))


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_long_procedure_is_a_sheet_of_two_pages(reader_page, a_long_procedure, paper):
    assert pages_of(reader_page, "/cpt/64493/", paper) == 2


@pytest.mark.parametrize("paper", ["A4", "Letter"])
def test_a_long_diagnosis_is_a_sheet_of_at_most_two_pages(reader_page, a_long_diagnosis, paper):
    assert pages_of(reader_page, "/icd10cm/E11.9/", paper) <= 2


def test_the_sheet_says_what_it_is_and_shows_no_way_about_the_site(reader_page, a_long_procedure):
    page = reader_page
    page.goto("/cpt/64493/?on=2026-11-01")
    page.emulate_media(media="print")
    line = page.locator(".print-line")
    expect(line).to_be_visible()
    expect(line).to_contain_text("/cpt/64493/?on=2026-11-01 · Printed ")
    expect(page.get_by_role("heading", level=1)).to_contain_text("64493")
    expect(page.get_by_role("list", name="Status")).to_be_visible()
    for hidden in (".site-head", ".site-foot", ".crumbs", ".side-left", ".side-right", ".acts", "#replies"):
        expect(page.locator(hidden).first).to_be_hidden()
    # Of a long table the beginning.
    table = page.get_by_role("region", name="Table of modifiers").get_by_role("row")
    assert sum(row.is_visible() for row in table.all()) == 1 + 6


def test_the_sheet_says_the_day_of_printing(reader_page):
    page = reader_page
    page.goto("/icd10cm/A00.0/")
    page.evaluate("document.querySelector('time[data-printed]').textContent = 'the day of loading'")
    page.evaluate("window.dispatchEvent(new Event('beforeprint'))")
    expected = page.evaluate("new Date().toLocaleDateString('en-GB', {day: 'numeric', month: 'long', year: 'numeric'})")
    assert page.locator("time[data-printed]").text_content() == expected


def test_the_print_button_prints(reader_page):
    page = reader_page
    page.add_init_script("window.print = () => { window.printed = true; }")
    page.goto("/icd10cm/A00.0/")
    page.get_by_role("button", name="Print").click()
    assert page.evaluate("window.printed") is True


class TestSharing:
    def address(self, page):
        return page.url.split("/icd10cm")[0] + "/icd10cm/A00.0/?on=2026-11-01"

    def test_the_address_is_copied_with_the_day(self, reader_page):
        page = reader_page
        page.context.grant_permissions(["clipboard-read", "clipboard-write"])
        page.add_init_script("Object.defineProperty(navigator, 'share', {value: undefined})")
        page.goto("/icd10cm/A00.0/?on=2026-11-01&utm_source=x")
        page.get_by_role("button", name="Share").click()
        expect(page.get_by_role("button", name="Link copied")).to_be_visible()
        assert page.evaluate("navigator.clipboard.readText()") == self.address(page)

    def test_the_systems_own_way_comes_first(self, reader_page):
        page = reader_page
        page.add_init_script(
            "Object.defineProperty(navigator, 'share', {value: async (what) => { window.shared = what.url; }})"
        )
        page.goto("/icd10cm/A00.0/?on=2026-11-01")
        page.get_by_role("button", name="Share").click()
        page.wait_for_function("window.shared")
        assert page.evaluate("window.shared") == self.address(page)

    def test_without_both_there_is_a_field_to_copy_from(self, reader_page):
        page = reader_page
        page.add_init_script(
            "Object.defineProperty(navigator, 'share', {value: undefined});"
            "Object.defineProperty(navigator, 'clipboard', {value: undefined});"
        )
        page.goto("/icd10cm/A00.0/?on=2026-11-01")
        page.get_by_role("button", name="Share").click()
        field = page.get_by_label("Address of this page")
        expect(field).to_be_focused()
        expect(field).to_have_value(self.address(page))

    def test_without_javascript_there_are_no_such_buttons(self, new_page):
        page = new_page(java_script_enabled=False)
        page.goto("/icd10cm/A00.0/")
        for name in ("Copy", "Share", "Print"):
            expect(page.get_by_role("button", name=name)).to_be_hidden()
        expect(page.get_by_role("main").get_by_role("link", name="Compare", exact=True)).to_be_visible()
