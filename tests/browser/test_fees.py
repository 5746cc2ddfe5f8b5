"""Choosing a locality in a browser: in place with JavaScript, on a page of its own without."""

import pytest

from tests.browser import axe
from tests.browser.steps import log_in
from tests.builders import a_code
from tests.fact_builders import a_fee, a_locality, an_outpatient_payment, together

HERE = "Rest of Nowhere"


@pytest.fixture(autouse=True)
def published(site):
    a_code("99901", "cpt")
    a_fee()
    a_fee(modifier="26", facility_na=True)
    a_locality()
    an_outpatient_payment()


@pytest.fixture
def reader(new_page, member_user):
    page = new_page()
    log_in(page, member_user)
    return page


def choose(page):
    page.get_by_label("Medicare locality").select_option(HERE)
    page.locator(".picker").get_by_role("button", name="Show").click()


def amounts(page):
    return page.get_by_role("region", name="Table of amounts").locator("tbody tr").first.inner_text().split()


def test_the_amounts_change_in_place(reader):
    reader.goto("/cpt/99901/")
    assert amounts(reader) == ["No", "modifier", "$109.20", "$78.00"]
    choose(reader)
    reader.get_by_text(f"{HERE}, counties: First County").wait_for()
    assert reader.url.endswith("/cpt/99901/")
    assert amounts(reader) == ["No", "modifier", "$105.59", "$77.35", "$109.20", "$78.00"]
    assert reader.locator("#live").inner_text() == f"Amounts of {HERE}"
    assert reader.evaluate("document.activeElement.textContent") == "Show"
    reader.get_by_text("The arithmetic").click()
    assert reader.get_by_text("1.33 × 0.905 = 1.20365").first.is_visible()
    reader.reload()
    assert amounts(reader) == ["No", "modifier", "$105.59", "$77.35", "$109.20", "$78.00"]


def test_without_javascript_it_is_a_page(new_page, member_user):
    page = new_page(java_script_enabled=False)
    log_in(page, member_user)
    page.goto("/cpt/99901/?on=2025-02-01")
    choose(page)
    assert page.url.endswith("/cpt/99901/fees/?on=2025-02-01&locality=99901-07")
    assert amounts(page) == ["No", "modifier", "$105.59", "$77.35", "$109.20", "$78.00"]
    page.get_by_role("link", name="Back to CPT 99901").click()
    assert page.url.endswith("/cpt/99901/?on=2025-02-01")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_and_nothing_scrolls_sideways(new_page, member_user, scheme):
    a_code("Q01.1")
    together("901.1", 1, ["Q01.1"], ["Q02.1", "Q02.2"])
    page = new_page(color_scheme=scheme)
    log_in(page, member_user)
    for address in ("/cpt/99901/fees/?locality=99901-07", "/cpt/99901/?on=2019-01-01", "/icd10cm/Q01.1/"):
        page.goto(address)
        for details in page.locator("details.sums").all():
            details.evaluate("element => element.open = true")
        axe.load(page)
        for width in (360, 1280):
            page.set_viewport_size({"width": width, "height": 800})
            assert page.evaluate("document.documentElement.scrollWidth") <= width
            assert axe.violations(page) == []
