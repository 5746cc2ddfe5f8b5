"""Suggestions while somebody types: which codes, how they are grouped, a reader's own searches, what it costs."""

import html
import re

import pytest
from django.test import Client

from accounts.models import OpenedPage, Session
from codes.models import Note
from codes.search_history import remember, switch
from tests.builders import a_code, a_reader
from tests.search.lists import invented_lists  # noqa: F401
from tests.test_query_counts import statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented_lists")]
ADDRESS = "/search/suggest/"
MARK = "zzplantedzz"


@pytest.fixture(autouse=True)
def codes():
    a_code("Q11", kind="heading", descriptor="Blue fever")
    a_code("Q11.0", descriptor="Blue fever with spots")
    a_code("Q12.0", descriptor="Blue fever of old", status="deleted", billable=False)
    a_code("99901", "cpt", title="Washing of a blue ear in fever")


def suggest(client, text="blue fever", **asked):
    answer = client.get(ADDRESS, {"q": text} | asked)
    assert answer.status_code == 200
    return answer


def groups(answer):
    """{label: [what each line says]}, in their order."""
    parts = re.split(r'role="group" aria-label="([^"]*)"', answer.text)[1:]
    return {label: [said for said, _ in options(part)] for label, part in zip(parts[::2], parts[1::2], strict=True)}


def options(text):
    """[(what it says, where it leads)] of each line but the last."""
    found = re.findall(r'<a (?:class="suggested-search" )?role="option" tabindex="-1" href="([^"]*)">(.*?)</a>', text)
    return [(plain(said), html.unescape(url)) for url, said in found]


def plain(text):
    return " ".join(html.unescape(re.sub(r"<[^>]*>", "", text)).split())


def last(answer):
    return [
        (plain(said), html.unescape(url))
        for url, said in re.findall(r'"suggested-all".*?href="([^"]*)">(.*?)</a>', answer.text)
    ]


def values(answer):
    return re.findall(r'<span class="code">([^<]*)</span>', answer.text)


# Codes


def test_it_works(guest):
    answer = suggest(guest)
    found = groups(answer)
    assert {label: sorted(lines) for label, lines in found.items()} == {
        "ICD-10-CM": [
            "Q11 Blue fever Header",
            "Q11.0 Blue fever with spots Billable",
            "Q12.0 Blue fever of old Deleted",
        ],
        "CPT": ["99901 Washing of a blue ear in fever Active"],
    }
    assert 'data-told="4 codes suggested"' in answer.text
    assert ("Q11 Blue fever Header", "/icd10cm/Q11/") in options(answer.text)


def test_the_browser_keeps_it_for_a_minute_and_nobody_else_does(guest):
    headers = suggest(guest).headers
    assert headers["Cache-Control"] == "private, max-age=60"
    assert headers["X-Robots-Tag"] == "noindex"
    assert "unsafe" not in headers["Content-Security-Policy"]


def test_the_last_line_leads_to_the_page(guest):
    assert last(suggest(guest, " Blue   fever ")) == [("All results for “Blue fever”", "/search/?q=Blue+fever")]
    answer = suggest(guest, "xylophone", system="icd10cm")
    assert last(answer) == [("Search for “xylophone”", "/search/?q=xylophone&system=icd10cm")]
    assert 'data-told="No code is suggested"' in answer.text


def test_an_unfinished_word(guest):
    assert set(values(suggest(guest, "spo"))) == {"Q11.0"}


def test_the_beginning_of_a_code_in_order(guest):
    assert values(suggest(guest, "q1")) == ["Q11", "Q11.0", "Q12.0"]
    assert values(suggest(guest, "q11")) == ["Q11", "Q11.0"]
    assert values(suggest(guest, "Q11.0")) == ["Q11.0"]


def test_a_code_with_a_modifier_is_that_code(guest):
    assert values(suggest(guest, "99901-50")) == ["99901"]
    assert "99901" not in values(suggest(guest, "99909-50"))


def test_twelve_at_most_and_one_system_leaves_room_for_others(guest):
    for number in range(20):
        a_code(f"R{number:02d}.1", descriptor="Purple rash")
    for number in range(3):
        a_code(f"J000{number}", "hcpcs", descriptor="Remedy for a purple rash")
    found = groups(suggest(guest, "purple rash"))
    assert {label: len(lines) for label, lines in found.items()} == {"ICD-10-CM": 9, "HCPCS Level II": 3}
    assert len(values(suggest(guest, "R"))) == 12


def test_filters_hold_for_suggestions_too(guest):
    assert values(suggest(guest, system="cpt")) == ["99901"]
    assert values(suggest(guest, system="icd10cm", billable="1")) == ["Q11.0"]
    urls = [url for _, url in options(suggest(guest, "spots", on="2026-01-05").text)]
    assert urls == ["/icd10cm/Q11.0/?on=2026-01-05"]


def test_they_are_free_and_leave_no_session(guest):
    suggest(guest)
    suggest(guest, "")
    assert (OpenedPage.objects.count(), Session.objects.count()) == (0, 0)


def test_nothing_locked_is_told(guest):
    code = a_code("99902", "cpt", title="", descriptor=MARK, common_language=MARK)
    Note.objects.create(code=a_code("Q13.0", descriptor="Red fever"), kind="inclusion_term", position=0, text=MARK)
    for text in (code.value, "9990", MARK, "red"):
        assert MARK not in suggest(guest, text).text.replace(f"“{MARK}”", "").replace(f"?q={MARK}", "")


# A reader's own searches


def test_an_empty_box_offers_the_newest_eight(member, member_user):
    for number in range(10):
        remember(user=member_user, text=f"search {number}", system="cpt" if number == 9 else "")
    remember(user=a_reader(), text="of somebody else")
    answer = suggest(member, "")
    wanted = [("search 9 in CPT", "/search/?q=search+9&system=cpt")]
    wanted += [(f"search {number}", f"/search/?q=search+{number}") for number in range(8, 1, -1)]
    assert options(answer.text) == wanted
    assert last(answer) == [("See, delete or switch off your searches", "/my/searches/")]
    assert "no-store" in answer.headers["Cache-Control"]
    assert "private" in answer.headers["Cache-Control"]


def test_guests_and_who_switched_it_off_get_none(guest, member_user):
    remember(user=member_user, text="blue fever")
    assert suggest(guest, "").text.strip() == ""
    guest.force_login(member_user)
    assert "blue fever" in suggest(guest, "").text
    switch(user=member_user, on=False)
    assert suggest(guest, "").text.strip() == ""


# What it costs

TEXTS = ["b", "bl", "blue fever", "fevver blu", "q1", "Q11.0", "99901-50", "zzz", "hot and blue", "b/s"]


@pytest.mark.parametrize("text", TEXTS)
def test_codes_cost_at_most_four_statements(guest, member_user, text):
    suggest(guest)
    reader = Client()
    reader.force_login(member_user)
    for number in range(40):
        a_code(f"R{number:02d}.1", descriptor="Blue fever of the toe")
    suggest(guest)  # reads what changed into the index
    for client in (guest, reader):
        assert statements(client, f"{ADDRESS}?q={text}") <= 4


def test_what_looks_like_a_code_and_is_none_costs_one_more(guest):
    a_code("R01.1", descriptor="Fever h1n1 of hens")
    assert values(suggest(guest, "h1n1")) == ["R01.1"]
    assert statements(guest, f"{ADDRESS}?q=h1n1") <= 5


def test_own_searches_cost_one_beside_the_session_and_the_user(guest, member, member_user):
    remember(user=member_user, text="blue fever")
    assert statements(member, f"{ADDRESS}?q=") == 3
    assert statements(Client(), f"{ADDRESS}?q=") == 0
