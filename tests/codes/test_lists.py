"""The free lists: systems, what stands at one place, modifiers, places of service."""

import re
from datetime import date

import pytest

from accounts.models import OpenedPage
from codes import lists
from tests.builders import a_code, a_modifier, a_release

pytestmark = pytest.mark.django_db


def values(page):
    """The codes of a browsed list, numbers without words included."""
    main = page.text.split('<main id="main"')[1].split("</main>")[0]
    rows = main.partition('class="results"')[2].partition('class="pagination"')[0]
    numbers = main.partition('class="numbers"')[2].partition('class="pagination"')[0]
    listed = re.findall(r'<span class="code">([^<]*)', rows)
    return listed + re.findall(r'<a class="code" href="[^"]*">([^<]*)', numbers)


def ranges(page):
    return re.findall(r'<a class="code" href="\?page=\d+"[^>]*>([^<]*)', page.text)


def rows(page):
    """The rows of the tables of modifiers or places, as lists of texts."""
    found = re.findall(r'<tr id="([^"]*)">(.*?)</tr>', page.text, re.DOTALL)
    return [[anchor, *cells(row)] for anchor, row in found]


def cells(row):
    return [
        " ".join(re.sub(r"<[^>]*>", " ", cell).split())
        for cell in re.findall(r"<t[hd][^>]*>(.*?)</t[hd]>", row, re.DOTALL)
    ]


# Modifiers and places of service


def test_it_works(guest):
    release = a_release("hcpcs", name="Quarter")
    a_modifier("50", title="Both sides", common_language="Our meaning")
    a_modifier("ZL", "hcpcs", descriptor="Invented side", release=release, effective_from=date(1999, 1, 1))
    ended = {"status": "deleted", "effective_from": date(2001, 1, 1), "effective_to": date(2009, 12, 31)}
    a_modifier("ZA", "hcpcs", descriptor="Gone", release=release, **ended)
    page = guest.get("/modifiers/")
    assert rows(page) == [
        ["cpt-50", "50", "Both sides Our meaning", "Active", "", ""],
        ["hcpcs-ZA", "ZA", "Gone", "Deleted", "1 January 2001", "31 December 2009"],
        ["hcpcs-ZL", "ZL", "Invented side", "Active", "1 January 1999", ""],
    ]
    assert re.findall(r'class="source">([^<]*)', page.text) == ["In our own words", "CMS · Quarter"]
    assert OpenedPage.objects.count() == 0


def test_places_of_service(guest):
    release = a_release("pos", name="May", parts=["places"])
    words = {"short_descriptor": "Kiosk", "descriptor": "A box by the road"}
    a_code("98", "pos", kind="place", release=release, effective_from=date(2003, 10, 1), **words)
    page = guest.get("/places-of-service/")
    assert rows(page) == [["pos-98", "98", "Kiosk A box by the road", "Active", "1 October 2003", ""]]
    assert "CMS · May" in page.text
    assert "public domain" in page.text


def test_official_words_of_a_licence_are_in_no_list(guest):
    release = a_release("cpt", name="Licensed", parts=["modifiers"])
    words = {"descriptor": "Licensed words", "short_descriptor": "Licensed name"}
    a_modifier("77", title="", release=release, **words)
    a_modifier("78", title="Our name", release=release, **words)
    page = guest.get("/modifiers/")
    assert [row[:3] for row in rows(page)] == [["cpt-77", "77", ""], ["cpt-78", "78", "Our name"]]
    assert "Licensed words" not in page.text
    assert rows(guest.get("/modifiers/?q=licensed")) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [("zl", ["ZL"]), ("LEFT side", ["ZL"]), ("side", ["50", "ZL"]), ("  ", ["50", "ZL"]), ("nothing", []), ("<b>", [])],
)
def test_a_list_is_filtered_by_all_words(guest, text, found):
    a_modifier("50", title="Either side")
    a_modifier("ZL", "hcpcs", descriptor="The left side")
    page = guest.get("/modifiers/", {"q": text})
    assert [row[1] for row in rows(page)] == found
    assert ("No modifier matches" in page.text) is (not found)
    assert "<b>”" not in page.text


def test_empty_lists_say_so(guest):
    assert "No modifiers are loaded yet." in guest.get("/modifiers/").text
    assert "No places of service are loaded yet." in guest.get("/places-of-service/").text


@pytest.mark.parametrize(
    ("address", "leads"),
    [
        ("/hcpcs/ZL/", "/modifiers/#hcpcs-ZL"),
        ("/hcpcs/zl/", "/modifiers/#hcpcs-ZL"),
        ("/hcpcs/ZL/?on=2020-01-01", "/modifiers/#hcpcs-ZL"),
        ("/pos/98/", "/places-of-service/#pos-98"),
        ("/browse/hcpcs/ZL/", "/modifiers/#hcpcs-ZL"),
        ("/browse/pos/98/", "/places-of-service/#pos-98"),
        ("/browse/pos/", "/places-of-service/"),
        ("/icd10pcs/0/", "/browse/icd10pcs/0/"),
    ],
)
def test_what_has_no_page_leads_to_its_list(guest, address, leads):
    a_modifier("ZL", "hcpcs")
    a_code("98", "pos", kind="place")
    a_code("0", "icd10pcs", kind="chapter")
    response = guest.get(address)
    assert (response.status_code in (301, 302), response.url) == (True, leads)
    assert guest.get(leads.split("#")[0]).status_code == 200


def test_modifiers_and_places_are_not_browsed(guest):
    a_modifier("ZL", "hcpcs")
    assert guest.get("/browse/hcpcs/").status_code == 404
    a_code("V9901", "hcpcs")
    assert values(guest.get("/browse/hcpcs/")) == ["V9901"]


# Systems


def test_the_systems_and_the_lists_are_named_on_home_and_browse(guest):
    a_release("icd10cm", name="Order", parts=["order"])
    a_release("icd10cm", name="Conversion table", parts=["conversion"])
    a_release("pos", name="May", parts=["places"])
    a_release("", source="mue", name="Limits", parts=["limits practitioner"])
    for address in ("/", "/browse/"):
        boxes = re.findall(r'<h[23]><a href="([^"]*)">.*?</h[23]>(.*?)</li>', guest.get(address).text, re.DOTALL)
        told = [(url, re.findall(r'class="quiet">([^<]*)', rest)) for url, rest in boxes]
        assert told == [("/browse/icd10cm/", ["Order"]), ("/modifiers/", []), ("/places-of-service/", ["May"])]


def test_numbers_of_cms_files_make_a_system(guest):
    a_code("99901", "cpt", title="", billable=False)
    page = guest.get("/browse/").text
    assert '<a href="/browse/cpt/">CPT</a>' in page
    assert "Numbers named in CMS files" not in page
    assert "Named in CMS files" in page


def test_a_system_names_its_releases(guest):
    code = a_code(release=a_release(name="Order 2026", effective=date(2025, 10, 1)))
    older = a_release(name="Order 2025", effective=date(2024, 10, 1))
    a_release(name="Undone", undone_at="2026-01-01T00:00Z")
    page = guest.get("/browse/icd10cm/").text
    told = page.split("Loaded:")[1].split("</p>")[0]
    assert re.sub(r"<[^>]*>", "", told).split(". ")[0].strip() == (
        "Order 2026, effective 1 October 2025; Order 2025, effective 1 October 2024"
    )
    assert f'href="/releases/{older.pk}/"' in told
    assert 'href="/releases/"' in told
    assert code.value in page


# Long lists


@pytest.fixture
def short_pages(monkeypatch):
    monkeypatch.setattr(lists, "PER_PAGE", 4)


def test_a_long_list_is_read_page_by_page(guest, short_pages):
    parent = a_code("Q00", kind="heading")
    for i in range(10):
        a_code(f"Q00.{i}", parent=parent)
    first, second, last = (guest.get(f"/browse/icd10cm/Q00/?page={page}") for page in (1, 2, 3))
    assert values(first) == ["Q00.0", "Q00.1", "Q00.2", "Q00.3"]
    assert values(second) == ["Q00.4", "Q00.5", "Q00.6", "Q00.7"]
    assert values(last) == ["Q00.8", "Q00.9"]
    for page in (first, second, last):
        assert ranges(page) == ["Q00.0–Q00.3", "Q00.4–Q00.7", "Q00.8–Q00.9"]
    steps = [re.findall(r'rel="(prev|next)" href="\?page=(\d)"', page.text) for page in (first, second, last)]
    assert steps == [[("next", "2")], [("prev", "1"), ("next", "3")], [("prev", "2")]]
    assert re.findall(r'href="\?page=(\d)" aria-current="page"', second.text) == ["2"]


@pytest.mark.parametrize(("asked", "first"), [("0", "Q00.0"), ("-1", "Q00.0"), ("x", "Q00.0"), ("9" * 20, "Q00.4")])
def test_an_odd_page_is_the_first_or_the_last(guest, short_pages, asked, first):
    parent = a_code("Q00", kind="heading")
    for i in range(6):
        a_code(f"Q00.{i}", parent=parent)
    assert values(guest.get(f"/browse/icd10cm/Q00/?page={asked}"))[0] == first


def test_a_short_list_has_no_pages(guest):
    a_code("Q00", kind="heading")
    page = guest.get("/browse/icd10cm/").text
    assert 'class="ranges"' not in page
    assert 'class="pagination"' not in page


def test_numbers_without_a_chapter_stand_behind_the_groups(guest, short_pages):
    a_code("99900-99909", "cpt", kind="chapter", title="Invented services", position=5)
    for i in range(6):
        a_code(f"9990{i}", "cpt", title="", billable=False, position=i + 1)
    first, second = guest.get("/browse/cpt/"), guest.get("/browse/cpt/?page=2")
    assert values(first) == ["99900-99909", "99900", "99901", "99902"]
    assert values(second) == ["99903", "99904", "99905"]
    assert ranges(first) == ["99900–99902", "99903–99905"]
    assert "Numbers named in CMS files" in second.text
    assert "No licensed list is loaded" in first.text


def test_a_number_that_an_editor_described_is_listed_with_its_title(guest):
    a_code("99901", "cpt", title="Washing of an ear", billable=False)
    page = guest.get("/browse/cpt/").text
    assert "Washing of an ear" in page
    assert '<span class="chip ">Named in CMS files</span>' in page
    assert 'class="numbers"' not in page


def test_categories_keep_the_publishers_order(guest):
    a_code("Q01", kind="heading", position=1)
    a_code("Q02", position=2)
    a_code("Q03", kind="heading", position=3)
    assert values(guest.get("/browse/icd10cm/")) == ["Q01", "Q02", "Q03"]


def test_icd10pcs_leads_from_section_to_code(guest):
    section = a_code("0", "icd10pcs", kind="chapter", descriptor="Invented section")
    body_system = a_code("0Z", "icd10pcs", kind="section", descriptor="Invented system", parent=section)
    table = a_code("0ZB", "icd10pcs", kind="heading", descriptor="Invented table", parent=body_system)
    a_code("0ZB0ZZZ", "icd10pcs", descriptor="Invented procedure", parent=table)
    assert 'href="/browse/icd10pcs/0/"' in guest.get("/browse/icd10pcs/").text
    assert "Section 0" in guest.get("/browse/icd10pcs/").text
    assert 'href="/browse/icd10pcs/0Z/"' in guest.get("/browse/icd10pcs/0/").text
    assert 'href="/browse/icd10pcs/0ZB/"' in guest.get("/browse/icd10pcs/0Z/").text
    page = guest.get("/browse/icd10pcs/0ZB/").text
    assert 'href="/icd10pcs/0ZB0ZZZ/"' in page
    assert "Section 0" in page
    assert "Open the code page of 0ZB" in page


@pytest.mark.parametrize(
    ("fields", "chip"),
    [
        ({"effective_to": date(2000, 1, 1)}, "Deleted"),
        ({"effective_from": date(2999, 1, 1)}, "Not yet in effect"),
        ({"status": "deleted", "effective_to": date(2999, 1, 1)}, "Active"),
        ({}, "Active"),
    ],
)
def test_lists_count_the_publishers_dates(guest, fields, chip):
    a_code("V9901", "hcpcs", **fields)
    assert f">{chip}</span>" in guest.get("/browse/hcpcs/").text
