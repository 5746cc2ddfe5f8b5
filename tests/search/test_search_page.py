"""The search page: how the words were read, what is found, what narrows it, pages, the file."""

import csv
import html
import io
import re
from datetime import date

import pytest
from django.core.cache import caches
from django.test import Client
from django.utils.http import urlencode

from codes.models import Code, Note, SearchedFor
from tests.builders import a_code
from tests.search.lists import invented_lists  # noqa: F401
from tests.test_query_counts import statements

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented_lists")]
SEARCH, FILE = "/search/", "/search/results.csv"
MARK = "zzplantedzz"
MOST = 8


@pytest.fixture
def chapter():
    """A chapter of ICD-10-CM with a heading and two codes, and another one with a code."""
    first = a_code("1", kind="chapter", descriptor="Fevers")
    second = a_code("2", kind="chapter", descriptor="Colours")
    heading = a_code("Q11", kind="heading", descriptor="Blue fever", parent=first)
    a_code("Q11.0", descriptor="Blue fever with spots", parent=heading)
    a_code("Q11.9", descriptor="Blue fever of the ear", parent=heading, effective_from=date(2025, 10, 1))
    a_code("R11.9", descriptor="Blue fever feigned", parent=second)
    old = {"status": "deleted", "effective_to": date(2020, 9, 30)}
    a_code("Q12.0", descriptor="Blue fever of old", parent=first, **old)
    a_code("99901", "cpt", title="Washing of a blue ear in fever")
    return first


def text_of(page):
    """What a page says in its main part, in one line."""
    main = page.text.split("<main", 1)[1].split("</main>", 1)[0]
    main = re.sub(r"</?(a|strong|span)\b[^>]*>", "", main)
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def found(page):
    """The values of the results in order of the alphabet: their ranking is told in test_find.py."""
    listed = page.text.partition('<ol class="results"')[2].partition("</ol>")[0]
    return sorted(re.findall(r'<span class="code">([^<]*)</span>', listed))


def search(client, text="blue fever", status=200, **asked):
    page = client.get(SEARCH, {"q": text} | asked)
    assert page.status_code == status
    return page


def addresses(page, words):
    """Where the links lead that say so."""
    links = re.findall(r'<a [^>]*href="([^"]*)"[^>]*>(.*?)</a>', page.text)
    return [html.unescape(url) for url, said in links if words in " ".join(re.sub(r"<[^>]*>", "", said).split())]


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
    from codes import search_page

    monkeypatch.setattr(search_page, "MOST", 3)
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


# How the words were read


def test_a_misspelt_word(guest, chapter):
    page = search(guest, "Blue fevver")
    assert "Q11" in found(page)
    assert "No code prints “fevver”. Showing results for blue fever." in text_of(page)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("BF", "“BF” read as blue fever."),
        ("b/s", "“b/s” read as blue spots or blue fever."),
        ("Earol", "“Earol” read as washing of an ear."),
        ("Hot and blue", "“Hot and blue” read as blue fever."),
        ("blue ear", "“blue ear” also read as blue fever with spots."),
        ("blue fever", ""),
    ],
)
def test_what_words_were_read_as(guest, chapter, text, told):
    page = search(guest, text)
    assert told in text_of(page)
    assert ("read as" in text_of(page)) == bool(told)
    assert found(page)


def test_three_readings_at_most_are_told(guest, chapter):
    assert text_of(search(guest, "bf b/s earol bf b/s")).count("read as") == 3


def test_of_a_long_text_the_beginning_is_read(guest, chapter):
    assert "Only the beginning of a long text is read" in text_of(search(guest, "blue " * 25))
    assert "Only the beginning of a long text is read" in text_of(search(guest, "b" * 300))
    assert "Only the beginning" not in text_of(search(guest, "blue " * 24))


def test_what_was_typed_is_escaped(guest, chapter):
    page = search(guest, "<b>fevver</b> \"'><script>")
    assert "<script>" not in page.text.split("<main")[1]
    assert "&lt;script&gt;" in page.text


# What narrows the results


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
    assert '<div id="live" hx-swap-oob="innerHTML">5 codes</div>' in part.text
    assert "HX-Request" in part.headers["Vary"]
    assert "HX-Request" in search(guest).headers["Vary"]


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


# The file


def rows(client, **asked):
    answer = client.get(FILE, {"q": "blue fever"} | asked)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    heading, *lines = csv.reader(io.StringIO(answer.text))
    return [heading, *sorted(lines)]


def test_the_file_holds_the_results(guest, chapter):
    assert rows(guest, system="icd10cm", on="2020-09-01") == [
        ["system", "code", "title", "billable", "status", "why"],
        ["ICD-10-CM", "Q11", "Blue fever", "no", "active", "words of the descriptor"],
        ["ICD-10-CM", "Q11.0", "Blue fever with spots", "yes", "active", "words of the descriptor"],
        ["ICD-10-CM", "Q12.0", "Blue fever of old", "no", "deleted", "words of the descriptor"],
        ["ICD-10-CM", "R11.9", "Blue fever feigned", "yes", "active", "words of the descriptor"],
    ]


def test_the_page_names_the_file(guest, chapter):
    page = search(guest, system="icd10cm")
    assert addresses(page, "Download as CSV") == ["/search/results.csv?q=blue+fever&system=icd10cm"]


def test_official_words_that_need_a_licence_are_not_in_it(guest):
    a_code("99902", "cpt", title="", descriptor=f"Licensed {MARK}", short_descriptor=MARK)
    a_code("99903", "cpt", title="Ours", descriptor=f"Licensed {MARK}")
    assert [row[1:3] for row in rows(guest, q="9990")] == [["code", "title"], ["99903", "Ours"]]
    assert MARK not in guest.get(FILE, {"q": "99902"}).text
    assert MARK not in search(guest, "9990").text


def test_no_cell_is_a_formula(guest):
    a_code("R11.9", descriptor="=1+1 scarlet")
    assert rows(guest, q="scarlet")[1][2] == "'=1+1 scarlet"


def test_the_file_ends_after_five_hundred(guest):
    Code.objects.bulk_create(Code(system="icd10cm", value=f"R{i:03d}.1") for i in range(520))
    assert len(rows(guest, q="R")) == 501


def test_a_named_code_is_a_file_of_one(guest, chapter):
    assert [row[1] for row in rows(guest, q="Q11.0")] == ["code", "Q11.0"]


def test_without_a_text_the_file_is_empty(guest, chapter):
    assert len(rows(guest, q="")) == 1


# What locked sections say


def test_inclusion_terms_are_not_told(guest):
    code = a_code("Q13.0", descriptor="Red fever")
    Note.objects.create(code=code, kind="inclusion_term", position=0, text=f"Crimson {MARK}")
    for answer in (search(guest, "crimson"), guest.get(FILE, {"q": "crimson"})):
        assert "term included here" in answer.text
        assert MARK not in answer.text


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


# What nobody should type

ODD = {
    "operators": "fever AND (blue OR NOT green) + - ~ ^2 title:blue [a TO z] fever* b?ue field:{x}",
    "tsquery": "blue & fever | !green <-> spots:*AB",
    "unbalanced quotes": "\"blue 'fever “ear «",
    "brackets": "((((blue]]]]}}}",
    "regular expression": r"^(blue)+$ .* \d{9} (?P<x>a\1)",
    "like": "%_\\%_[a-z]%",
    "sql": "'; DROP TABLE codes_code; -- ' OR 1=1 UNION SELECT * FROM accounts_user",
    "backslashes": "\\" * 100,
    "emoji": "🤕🩺 blue 👩‍⚕️ fever",
    "right to left": "\u202eblue fever\u202c حمى זרקא",
    "control characters": "blue\x01\x02\x1b[31m\tfever\r\n",
    "accents": "blüe févér ｆｅｖｅｒ ﬁ ß İ",
    "lone surrogate": "blue \ud800 fever",
    "long word": "x" * 3_000,
    "many words": "fever " * 1_000,
    "digits": "9" * 200,
    "superscripts": "²³ ⅷ ①",
    "template": "{{ 7*7 }} {% debug %} ${jndi:x}",
    "markup": "<img src=x onerror=alert(1)>",
    "one letter": "b",
    "spaces": " \u00a0\u2003\u200b ",
}
ODD_URL = {name: text for name, text in ODD.items() if name != "lone surrogate"}


@pytest.mark.parametrize("name", ODD_URL)
@pytest.mark.parametrize("address", [SEARCH, FILE, "/search/suggest/"])
def test_odd_texts_are_answered(guest, chapter, name, address):
    assert guest.get(address, {"q": ODD[name]}).status_code == 200


@pytest.mark.parametrize("address", [SEARCH, FILE, "/search/suggest/"])
def test_what_is_no_text_is_refused_or_answered(guest, chapter, address):
    assert guest.get(address, {"q": "fever " * 10_000}).status_code == 414
    assert guest.get(address + "?q=%00").status_code == 400
    assert guest.get(address + "?q=%ff%fe%ed%a0%80fever").status_code == 200
    assert guest.get(address + "?q=a&q=fever").status_code == 200
    assert guest.get(address + "?q[]=a&q.x=1").status_code == 200
    assert guest.post(address, {"q": "fever"}).status_code == 405


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"system": "icd11"}, "There is no code system “icd11”."),
        ({"system": "x" * 500}, "There is no code system “xxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”."),
        ({"system": "icd10cm", "chapter": "icd10cm-99"}, "ICD-10-CM has no chapter “99”."),
        ({"system": "icd10cm", "chapter": "icd10cm-"}, "ICD-10-CM has no chapter “”."),
        ({"system": "icd10cm", "chapter": "' OR 1=1"}, "There is no chapter “' OR 1=1”."),
        ({"on": "2026-02-30"}, "“2026-02-30” is no day of the calendar: write 2026-03-31."),
        ({"on": "0000-00-00"}, "“0000-00-00” is no day"),
        ({"on": "yesterday"}, "“yesterday” is no day"),
        ({"on": "٢٠٢٦-٠١-٠١"}, "is no day"),
    ],
)
def test_filters_that_cannot_be_read_are_told(guest, chapter, asked, told):
    page = search(guest, status=400, **asked)
    assert told in text_of(page)
    assert found(page) == []
    answer = guest.get(FILE, {"q": "blue"} | asked)
    assert (answer.status_code, told in answer.text) == (400, True)
    assert guest.get("/search/suggest/", {"q": "blue"} | asked).status_code == 400


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "1899-12-31"])
def test_far_days_are_days(guest, chapter, on):
    assert search(guest, on=on).status_code == 200
    assert search(guest, "Q1", on=on, billable="1").status_code == 200


FAR = ["9" * 5_000, "nan 1", "inf 9999999999999999999999", "0.5 -1", "x", "Q11 '; --", "² ³"]


@pytest.mark.parametrize("after", FAR)
@pytest.mark.parametrize("text", ["blue fever", "Q1"])
def test_an_odd_place_to_go_on_from(guest, chapter, after, text):
    assert search(guest, text, after=after).status_code == 200


# What it costs


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
