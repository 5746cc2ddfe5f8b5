"""The search page: what is found, page by page, what is remembered of it, what it costs."""

import re

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.http import urlencode

from codes.models import SearchedFor
from codes.search_page import results
from tests.builders import a_code
from tests.search.lists import invented_lists  # noqa: F401
from tests.search.pages import FILE, SEARCH, addresses, found, search, text_of
from tests.test_query_counts import statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented_lists")]


# What is found


def test_it_works(guest, chapter):
    page = search(guest)
    assert found(page) == ["99901", "Q11", "Q11.0", "Q11.9", "Q12.0", "R11.9"]
    assert "6 codes" in text_of(page)
    assert '<meta name="robots" content="noindex">' in page.text


def test_a_line_says_what_why_and_whether_it_is_billed(guest, chapter):
    page = text_of(search(guest, "blue spots", billable="1"))
    assert "1 code Download as CSV Q11.0 Blue fever with spots ICD-10-CMBillable Words of the descriptor" in page


def test_a_header_leads_to_the_choice_of_a_billable_code(guest, chapter):
    assert addresses(search(guest), "Choose a billable code below Q11") == ["/choose/icd10cm/Q11/"]


@pytest.mark.parametrize("text", ["Q11.0", "q110", "icd", "99901-50"])
def test_an_exact_code_leads_to_its_page(guest, chapter, text):
    answer = guest.get(SEARCH, {"q": text})
    wanted = {"Q11.0": "/icd10cm/Q11.0/", "q110": "/icd10cm/Q11.0/", "99901-50": "/cpt/99901/"}
    assert answer.headers.get("Location") == wanted.get(text)


def test_the_day_goes_with_it(guest, chapter):
    assert guest.get(SEARCH, {"q": "Q11.0", "on": "2026-01-05"}).url == "/icd10cm/Q11.0/?on=2026-01-05"
    assert '<a href="/icd10cm/Q11.0/?on=2026-01-05">' in search(guest, on="2026-01-05").text


def test_beginnings_are_counted(guest):
    for number in range(60):
        a_code(f"R{number:02d}.1")
    page = search(guest, "R")
    assert "60 codes Download up to 500 codes as CSV" in text_of(page)
    assert "Begins with R" in text_of(page)


def test_many_are_not_counted_to_the_end(guest, chapter, monkeypatch):
    monkeypatch.setattr(results, "MOST", 3)
    assert "3 codes or more" in text_of(search(guest))
    assert "3 codes or more" in text_of(search(guest, "Q1"))


def test_nothing_found(guest, chapter):
    page = search(guest, "xylophone")
    assert "“xylophone”: no code prints this word." in text_of(page)
    assert "Nothing matches. Check the spelling, try fewer words, or browse the chapters." in text_of(page)


def test_nothing_found_within_the_filters(guest, chapter):
    page = search(guest, "blue fever", system="hcpcs")
    assert "Nothing matches within what the results are narrowed to." in text_of(page)
    assert addresses(page, "Search everywhere") == ["/search/?q=blue+fever"]


def test_without_a_text_it_says_what_can_be_typed(guest):
    page = guest.get(SEARCH)
    examples = re.findall(r'<dt><a href="/search/\?q=([^"]*)"', page.text)
    assert len(examples) == 6
    assert "What you can type" in page.text
    assert "noindex" not in page.text


# Pages


def test_next_and_back(guest):
    for number in range(60):
        a_code(f"R{number:02d}.1", descriptor="Purple rash")
    first = search(guest, "purple", system="icd10cm")
    (following,) = addresses(first, "Next")
    assert following.startswith("/search/?q=purple&system=icd10cm&after=")
    second = guest.get(following)
    assert (len(found(first)), len(found(second))) == (50, 10)
    assert set(found(first)) & set(found(second)) == set()
    assert "60 codes, continued" in text_of(second)
    assert addresses(second, "Back to the first page") == ["/search/?q=purple&system=icd10cm"]
    assert addresses(second, "Next") == []


# The history of a reader


def searched():
    return list(SearchedFor.objects.order_by("pk").values_list("text", "system"))


def test_a_readers_searches_are_remembered(member, chapter):
    search(member, "Blue  fever", system="icd10cm")
    member.get(SEARCH, {"q": "Q11.0"})
    search(member, "xylophone")
    assert searched() == [("Blue fever", "icd10cm"), ("Q11.0", ""), ("xylophone", "")]


@pytest.mark.parametrize(
    "asked", [{"q": ""}, {"q": "blue", "after": "0.1 1"}, {"q": "blue", "system": "nothing"}, {"q": "blue", "on": "x"}]
)
def test_other_requests_are_not(member, chapter, asked):
    member.get(SEARCH, asked)
    member.get(FILE, {"q": "blue"})
    member.head(SEARCH, {"q": "blue"})
    member.get(SEARCH, {"q": "blue"}, headers={"Sec-Purpose": "prefetch"})
    assert searched() == []


def test_of_guests_nothing_is_remembered(guest, chapter):
    search(guest)
    assert searched() == []


def test_what_was_typed_is_not_logged(member, chapter, caplog):
    with caplog.at_level("DEBUG", logger="codes"), caplog.at_level("INFO", logger="django.request"):
        search(member, "secretword fever")
        search(member, "secretword", system="secretword", status=400)
        member.get(FILE, {"q": "secretword", "on": "secretword"})
        member.get("/search/suggest/", {"q": "secretword", "on": "secretword"})
    assert "secretword" not in caplog.text


# What it costs


MOST = 8
TEXTS = {"blue fever": 200, "fevver of the blue ear": 200, "Q1": 200, "h1n1": 200, "zzz": 200, "Q11.0": 302, "": 200}
NARROWED = {"system": "icd10cm", "chapter": "icd10cm-1", "billable": "1", "on": "2026-01-05"}


@pytest.mark.parametrize("text", TEXTS)
@pytest.mark.parametrize("asked", [{}, NARROWED])
def test_the_page_costs_at_most_eight(guest, member_user, chapter, text, asked):
    a_code("H11.1", descriptor="Fever h1n1 of hens")
    reader = Client()
    reader.force_login(member_user)
    for client in (guest, reader):
        client.get(SEARCH, {"q": "blue", "system": "icd10cm"})  # keeps the index, the chapters, the footer's releases
        assert statements(client, f"{SEARCH}?{urlencode({'q': text} | asked)}", TEXTS[text]) <= MOST


def test_more_codes_cost_no_more(guest, chapter):
    guest.get(SEARCH, {"q": "blue"})
    few = statements(guest, "/search/?q=blue&system=icd10cm"), statements(guest, "/search/results.csv?q=blue")
    for number in range(70):
        a_code(f"T{number:02d}.1", descriptor="Blue toe")
    guest.get(SEARCH, {"q": "blue"})
    caches["process"].set("chapters-icd10cm", None)
    many = statements(guest, "/search/?q=blue&system=icd10cm"), statements(guest, "/search/results.csv?q=blue")
    assert many[0] <= few[0] + 1
    assert many[1] == few[1]
