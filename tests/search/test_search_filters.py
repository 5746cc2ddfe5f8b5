"""What narrows the results of the search page."""

import re

import pytest

from tests.builders import a_code
from tests.search.lists import invented_lists  # noqa: F401
from tests.search.pages import SEARCH, addresses, found, search, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented_lists")]


@pytest.mark.parametrize(
    ("asked", "wanted", "chips"),
    [
        ({"system": "cpt"}, ["99901"], ["CPT"]),
        ({"billable": "1"}, ["99901", "Q11.0", "Q11.9", "R11.9"], ["Billable only"]),
        ({"billable": "0", "active": "1"}, ["99901", "Q11", "Q11.0", "Q11.9", "R11.9"], ["Active only"]),
        ({"on": "2020-09-01"}, ["99901", "Q11", "Q11.0", "Q12.0", "R11.9"], ["Valid on 1 September 2020"]),
        ({"system": "icd10cm", "chapter": "icd10cm-2"}, ["R11.9"], ["ICD-10-CM", "Chapter 2"]),
        ({"system": "cpt", "chapter": "icd10cm-2"}, ["99901"], ["CPT"]),
        ({"chapter": "icd10cm-2"}, ["99901", "Q11", "Q11.0", "Q11.9", "Q12.0", "R11.9"], []),
        ({"billable": "1", "on": "2020-09-01", "system": "icd10cm"}, ["Q11.0", "Q12.0", "R11.9"], None),
    ],
)
def test_filters(guest, chapter, asked, wanted, chips):
    page = search(guest, **asked)
    assert found(page) == wanted
    if chips is not None:
        said = re.findall(r'<span class="unseen">Leave out </span>([^<]*) <span', page.text)
        assert [chip.strip() for chip in said] == chips


def test_each_chip_leaves_its_filter_out(guest, chapter):
    page = search(guest, system="icd10cm", chapter="icd10cm-1", billable="1")
    assert addresses(page, "Leave out ICD-10-CM") == ["/search/?q=blue+fever&billable=1"]
    assert addresses(page, "Leave out Chapter 1") == ["/search/?q=blue+fever&system=icd10cm&billable=1"]
    assert addresses(page, "Leave out Billable only") == ["/search/?q=blue+fever&system=icd10cm&chapter=icd10cm-1"]
    assert addresses(page, "Leave out all") == ["/search/?q=blue+fever"]


def test_the_form_keeps_what_is_chosen_and_offers_the_chapters_of_the_system(guest, chapter):
    page = search(guest, system="icd10cm", chapter="icd10cm-2", active="1", on="2026-01-05")
    options = re.findall(r'<option value="icd10cm-([^"]*)"( selected)?>([^<]*)<', page.text)
    assert options == [("1", "", "Chapter 1: Fevers"), ("2", " selected", "Chapter 2: Colours")]
    assert '<option value="icd10cm" selected>' in page.text
    assert re.search(r'name="active" value="1" checked', page.text)
    assert 'name="on" value="2026-01-05"' in page.text
    assert "icd10cm-" not in search(guest).text


def test_the_next_search_from_the_head_is_narrowed_too(guest, chapter):
    page = search(guest, system="icd10cm", billable="1").text.split("<main")[0]
    assert '<input type="hidden" name="system" value="icd10cm">' in page
    assert '<input type="hidden" name="billable" value="1">' in page


def test_a_beginning_in_a_chapter(guest, chapter):
    a_code("Q19.5")
    a_code("Q19.1", parent=chapter)
    a_code("Q19.2", parent=chapter)
    page = text_of(search(guest, "Q19", system="icd10cm", chapter="icd10cm-1"))
    assert "Q19.1" in page and "Q19.2" in page and "Q19.5" not in page


def test_htmx_gets_what_was_found_and_the_chapters(guest, chapter):
    part = guest.get(SEARCH, {"q": "blue fever", "system": "icd10cm"}, headers={"HX-Request": "true"})
    assert part.text.lstrip().startswith('<div class="search-found" id="search-found">')
    assert 'id="search-chapters" hx-swap-oob="true"' in part.text
    assert '<span id="narrowed-by" hx-swap-oob="innerHTML">(1)</span>' in part.text
    assert '<div id="live" hx-swap-oob="innerHTML">5 codes</div>' in part.text
    assert "HX-Request" in part.headers["Vary"]
    assert "HX-Request" in search(guest).headers["Vary"]
