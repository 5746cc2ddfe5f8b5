"""Guided choice in a browser: from a heading to the code by keyboard, by pointer, and without JavaScript."""

import pytest
from playwright.sync_api import expect

from tests.browser.steps import follow, lines
from tests.browser.test_accessibility import faults
from tests.browser.test_keyboard import press_enter, press_tab, tab_to
from tests.guided_builders import a_creased_sleeve, a_table


@pytest.fixture(autouse=True)
def creased_sleeve(site):
    a_creased_sleeve()


def given(page):
    return lines(page.locator(".guided-given li"))


def test_a_coder_arrives_at_the_code_by_keyboard(page):
    page.goto("/icd10cm/Q72.0/")
    tab_to(page, "Choose a billable code")
    press_enter(page)
    tab_to(page, "Right 9 codes")
    press_enter(page)
    # The next answer is the next thing, and the head of the page stays in view.
    assert press_tab(page) == "Hem (lower) 6 codes"
    expect(page.get_by_role("heading", level=1)).to_be_in_viewport()
    press_enter(page)
    assert press_tab(page) == "Stitched 3 codes"
    press_enter(page)
    assert press_tab(page) == "A Initial encounter for closed crease 1 code"
    press_enter(page)
    assert given(page) == [
        "Hem (lower) or unspecified part of cuff? Hem (lower) Take back hem (lower)",
        "Stitched or Unstitched? Stitched Take back Stitched",
        "Which side? Right Take back right",
        "Which encounter? Initial encounter for closed crease Take back initial encounter for closed crease",
    ]
    assert press_tab(page) == "Open the page of Q72.021A"
    press_enter(page)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Q72.021A")


def test_answers_are_taken_back_and_asked_in_another_order(page):
    page.goto("/choose/icd10cm/Q72.0/")
    page.get_by_text("Or answer first: Which encounter?").click()
    follow(page, "Sequela")
    follow(page, "Left")
    assert page.url.endswith("/choose/icd10cm/Q72.0/?side=left&encounter=S#question")
    expect(page.get_by_role("heading", name="3 codes are left")).to_be_visible()
    follow(page, "Take back sequela")
    expect(page.get_by_role("heading", name="9 codes are left")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="3 codes are left")).to_be_visible()
    follow(page, "Start over")
    expect(page.get_by_role("heading", name="27 codes are left")).to_be_visible()


def test_it_works_without_javascript(new_page):
    page = new_page(java_script_enabled=False)
    page.goto("/choose/icd10cm/Q72.0/")
    for answer in ("Unspecified", "Hem (lower)", "Unstitched", "Sequela"):
        follow(page, answer)
    expect(page.get_by_role("region", name="Your code: Q72.026S")).to_contain_text("Payers often refuse")
    expect(page.get_by_role("button", name="Copy")).to_be_hidden()
    follow(page, "Open the page of Q72.026S")
    expect(page.get_by_role("heading", level=1)).to_contain_text("Q72.026S")


def test_a_procedure_is_put_together_character_by_character(page):
    a_table()
    page.goto("/choose/icd10pcs/0ZT/")
    for answer in ("Hem", "Folded"):
        follow(page, answer)
    expect(page.get_by_role("region", name="Your code: 0ZT341Z")).to_be_visible()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_pages_are_accessible(new_page, scheme):
    a_table()
    page, found = new_page(color_scheme=scheme), []
    queries = ["", "?kind=Q72.021&side=right", "?kind=Q72.021&side=unspecified&encounter=A", "?side=middle"]
    addresses = [f"/choose/icd10cm/Q72.0/{query}" for query in queries]
    addresses += ["/choose/icd10pcs/0ZT/", "/choose/icd10pcs/0ZT/?body-part=1&device=1-zip", "/choose/cpt/99999/"]
    for address in [*addresses, "/icd10cm/Q72.0/"]:
        page.goto(address)
        found += faults(page, address)
    assert not found, "\n".join(["", *found])
