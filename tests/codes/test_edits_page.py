"""The page of all NCCI edits of a code: filters, pages, the file, who may read it and what it costs."""

import csv
import io
import re
from datetime import date

import pytest
from django.test import Client
from django.utils.timezone import localdate

from accounts import policy
from accounts.models import OpenedPage
from codes.models import PtpEdit
from tests.builders import a_code, a_reader
from tests.codes.test_edits_section import rows_of
from tests.edit_builders import a_limit, a_ptp_release, an_edit, edits_of_every_kind
from tests.test_query_counts import statements

pytestmark = pytest.mark.django_db
PAGE = "/cpt/99901/edits/"
FILE = "/cpt/99901/edits.csv"
MARK = "zzplantedzz"


@pytest.fixture
def code():
    return a_code("99901", "cpt", title="Invented service")


@pytest.fixture
def many(code):
    """99901 in column one with 120 codes and in column two with 60 between them."""
    release, pairs = a_ptp_release(), []
    rule = an_edit("99901", "98000", release=release).rationale
    for number in range(1, 120):
        pairs.append(("99901", f"98{number:03d}"))
    for number in range(60):
        pairs.append((f"97{number:03d}", "99901"))
    rows = {"release": release, "rationale": rule, "setting": 1, "before_1996": False, "modifier_indicator": 1}
    PtpEdit.objects.bulk_create(
        PtpEdit(column_one=one, column_two=two, effective=date(2020, 1, 1), **rows) for one, two in pairs
    )


def others(page):
    return [row[0].split()[0] for row in rows_of(page)]


def step(page, name):
    """The address behind Previous or Next; None where there is none."""
    found = re.search(rf'rel="{name}" href="([^"]*)"', page.text)
    return found and PAGE + found[1].replace("&amp;", "&")


def number(page):
    return re.search(r"<strong>([\d,]+) edits?</strong>", page.text)[1]


def lines(response):
    return list(csv.reader(io.StringIO(b"".join(response).decode())))


def test_it_works(member, code):
    an_edit("99901", "99902", modifier_indicator=0)
    page = member.get(PAGE)
    assert page.status_code == 200
    assert rows_of(page) == [["99902", "column one", "0 never", "since 1 Jan 2020", "Invented rule"]]
    assert number(page) == "1"
    assert "Back to CPT 99901" in page.text
    assert '<meta name="robots" content="noindex">' in page.text


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["97001", "98001", "98002"]),
        ("?q=98", ["98001", "98002"]),
        ("?q=98002", ["98002"]),
        ("?q=+98-002+", ["98001", "98002"]),
        ("?q=v", []),
        ("?setting=hospital", ["98003", "V9804"]),
        ("?setting=hospital&q=v98", ["V9804"]),
        ("?column=one", ["98001", "98002"]),
        ("?column=two", ["97001"]),
        ("?state=ended", ["98005"]),
        ("?state=all", ["97001", "98001", "98002", "98005", "98006", "98007"]),
        ("?state=all&column=two&q=97", ["97001"]),
        ("?setting=dme&column=three&state=none&q=%C3%A9&after=nothing&before=98001.2020-02-30.1", None),
    ],
)
def test_filters(member, code, query, found):
    an_edit("97001", "99901")
    an_edit("99901", "98001")
    an_edit("99901", "98002")
    an_edit("99901", "98003", setting=2)
    an_edit("99901", "V9804", setting=2)
    an_edit("99901", "98005", deletion=date(2021, 1, 1))
    an_edit("99901", "98006", effective=date(2999, 1, 1))
    an_edit("99901", "98007", modifier_indicator=9, deletion=date(2999, 1, 1))
    an_edit("99902", "98001")
    found = ["97001", "98001", "98002"] if found is None else found
    page = member.get(PAGE + query)
    assert others(page) == found
    assert number(page) == str(len(found))
    assert [line[2] for line in lines(member.get(FILE + query))[1:]] == found


def test_the_day_is_kept(member, code):
    an_edit("99901", "98001", deletion=date(2022, 12, 31))
    page = member.get(f"{PAGE}?on=2022-12-31&q=98")
    assert others(page) == ["98001"]
    assert "NCCI edits of 99901 on 31 December 2022" in page.text
    assert '<input type="hidden" name="on" value="2022-12-31">' in page.text
    assert 'href="/cpt/99901/?on=2022-12-31">Back to' in page.text
    assert "edits.csv?on=2022-12-31&amp;q=98" in page.text
    assert others(member.get(f"{PAGE}?on=2023-01-01&state=ended")) == ["98001"]
    assert member.get(f"{PAGE}?on=2022-02-30").status_code == 400


def walked(member, page, name):
    """The pages from one on, by the steps of that name; more than ten would be a circle."""
    found = [page]
    while (address := step(found[-1], name)) and len(found) < 10:
        found.append(member.get(address))
    return found


def test_pages_lead_to_each_other_and_lose_nothing(member, many):
    everything = [f"97{n:03d}" for n in range(60)] + [f"98{n:03d}" for n in range(120)]
    forwards = walked(member, member.get(PAGE), "next")
    assert [code for page in forwards for code in others(page)] == everything
    assert [number(page) for page in forwards] == ["180"] * 4
    backwards = walked(member, forwards[-1], "prev")
    assert [code for page in backwards[::-1] for code in others(page)] == everything
    assert others(backwards[-1]) == everything[:50]


def test_pages_keep_the_filters(member, many):
    page = member.get(f"{PAGE}?column=one&q=98")
    assert number(page) == "120"
    assert "column=one" in step(page, "next")
    assert others(member.get(step(page, "next"))) == [f"98{n:03d}" for n in range(50, 100)]


def test_dates_of_one_pair_may_stand_on_two_pages(member, code):
    for year in range(1960, 2020):
        an_edit("99901", "98001", effective=date(year, 1, 1), deletion=date(year, 12, 31))
    first = member.get(f"{PAGE}?state=all")
    second = member.get(step(first, "next"))
    years = [row[3][6:10] for row in rows_of(first) + rows_of(second)]
    assert years == [str(year) for year in range(1960, 2020)]


def test_htmx_gets_the_list_alone(member, code):
    an_edit("99901", "99902")
    answer = member.get(f"{PAGE}?q=99", headers={"HX-Request": "true"})
    assert others(answer) == ["99902"]
    assert "<html" not in answer.text
    assert '<div id="live" hx-swap-oob="innerHTML">1 edit</div>' in answer.text
    assert "HX-Request" in answer.headers["Vary"]
    whole = member.get(f"{PAGE}?q=99")
    assert "HX-Request" in whole.headers["Vary"]
    assert "hx-swap-oob" not in whole.text


def test_a_code_without_edits_says_so_and_one_of_another_system_has_no_page(member, code):
    assert "No such edit is in the file." in member.get(PAGE).text
    a_code("Q01.1")
    assert member.get("/icd10cm/Q01.1/edits/").status_code == 404
    assert member.get("/icd10cm/Q01.1/edits.csv").status_code == 404


def test_official_words_of_a_licence_do_not_stand_beside_other_codes(member, code):
    a_code("99902", "cpt", title="", descriptor=f"Official {MARK}")
    an_edit("99901", "99902")
    assert MARK not in member.get(PAGE).text


def test_another_spelling_leads_to_the_code_page(member, code):
    assert member.get("/cpt/99901-50/edits/").headers["Location"] == "/cpt/99901/"


# The file


def test_the_file_has_numbers_dates_and_indicators_only(member, code):
    an_edit("99901", "98002", modifier_indicator=0, rationale=MARK)
    an_edit("97001", "99901", deletion=localdate())
    answer = member.get(FILE)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["Content-Disposition"] == 'attachment; filename="99901-edits.csv"'
    assert lines(answer) == [
        ["code", "column", "other_code", "setting", "effective", "deletion", "modifier_indicator"],
        ["99901", "2", "97001", "practitioner", "2020-01-01", str(localdate()), "1"],
        ["99901", "1", "98002", "practitioner", "2020-01-01", "", "0"],
    ]


def test_the_file_has_all_pages_from_wherever_it_is_asked_for(member, many):
    second = step(member.get(PAGE), "next")
    assert len(lines(member.get(FILE + second.removeprefix(PAGE)))) == 181


# The meter


def opened():
    return sorted(OpenedPage.objects.values_list("page", flat=True))


def test_the_page_and_the_file_cost_the_view_of_their_code_and_nothing_more(code):
    an_edit("99901", "99902")
    reader = Client()
    reader.force_login(a_reader())
    for address in (PAGE, f"{PAGE}?q=9", FILE, code.url):
        assert reader.get(address).status_code == 200
    assert opened() == ["cpt/99901"]


@pytest.mark.parametrize("address", [PAGE, FILE, f"{PAGE}?q=99", f"{FILE}?state=all"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}])
def test_a_guest_gets_the_headings_and_no_edit(guest, code, address, headers):
    an_edit("99901", "99902", rationale=MARK)
    a_limit(rationale=MARK)
    answer = guest.get(address, headers=headers)
    assert answer.status_code == 403
    assert "Register to view content" in answer.text
    assert "1 edit, unit limits" in answer.text
    assert MARK not in answer.text
    assert "99902" not in answer.text


def test_a_reader_sees_what_the_crawl_plants(member, code):
    edits_of_every_kind(MARK)
    page = member.get(code.url).text
    assert [word for word in ("Rule", "Reason", "Instruction") if f"{word} {MARK}" not in page] == []
    assert f"Rule {MARK}" in member.get(PAGE).text


@pytest.mark.parametrize("address", [PAGE, FILE])
def test_a_reader_with_nothing_left_meets_the_wall(code, address):
    an_edit("99901", "99902", rationale=MARK)
    reader = Client()
    reader.force_login(a_reader())
    for i in range(policy.REGISTERED_VIEWS):
        reader.get(a_code(f"Q{i:02d}.1").url)
    answer = reader.get(address)
    assert answer.status_code == 403
    assert "You have opened all your code pages" in answer.text
    assert "99902" not in answer.text


# What it costs


def test_it_costs_the_same_however_many_edits_there_are(member, code):
    an_edit("99901", "99902")
    addresses = [PAGE, f"{PAGE}?q=98&state=all", f"{PAGE}?on=2022-12-31"]
    member.get(PAGE)
    few = [statements(member, address) for address in addresses]
    for i in range(120):
        an_edit("99901", f"98{i:03d}")
    assert [statements(member, address) for address in addresses] == few
    assert max(few) <= 7
