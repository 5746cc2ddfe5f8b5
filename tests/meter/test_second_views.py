"""Every way to a second free view that we could think of: each is closed, or told in docs/metering.md with the reason.

A guest has opened the free page. What is asked for next is another code, whose common language description holds a mark
that no answer may have.
"""

import pytest
from django.test import Client

from accounts.models import Meter, OpenedPage
from tests.builders import a_code

pytestmark = pytest.mark.django_db
MARK = "zzplantedzz"


@pytest.fixture
def reader():
    """A guest who has opened the one free page."""
    browser = Client()
    assert browser.get(a_code("Q01.1", common_language="The free page").url).status_code == 200
    return browser


@pytest.fixture
def second():
    return a_code("Q02.1", common_language=f"Words {MARK}")


def told(response):
    """Whether an answer says what only an open page says."""
    body = b"".join(response) if response.streaming else response.content
    return MARK in body.decode("utf-8", "replace") or MARK in str(response.headers)


def assert_closed(response):
    assert not told(response)
    assert list(OpenedPage.objects.values_list("page", flat=True)) == ["icd10cm/Q01.1"]


def test_it_works(reader, second):
    assert told(Client().get(second.url))
    OpenedPage.objects.filter(page="icd10cm/Q02.1").delete()
    wall = reader.get(second.url)
    assert wall.status_code == 403
    assert_closed(wall)


# The address


@pytest.mark.parametrize(
    "address",
    [
        "/icd10cm/Q02.1",
        "/icd10cm/Q02.1//",
        "/icd10cm//Q02.1/",
        "//icd10cm/Q02.1/",
        "/ICD10CM/Q02.1/",
        "/icd10cm/q02.1/",
        "/icd10cm/Q021/",
        "/icd10cm/q021",
        "/icd10cm/%51%30%32%2E%31/",
        "/icd10cm/%2551%2530%2532%252E%2531/",
        "/%69cd10cm/Q02.1/",
        "/icd10cm/Q02.1%20/",
        "/icd10cm/%20Q02.1/",
        "/icd10cm/Q02.1./",
        "/icd10cm/Q02..1/",
        "/icd10cm/Q02.1%00/",
        "/icd10cm/Q02.1%0A/",
        "/icd10cm/Q02.1%0D%0AX-Y:1/",
        "/icd10cm/Q02.1;session=x/",
        "/icd10cm/Q02.1%3Bx/",
        "/icd10cm/./Q02.1/",
        "/icd10cm/Q01.1/../Q02.1/",
        "/icd10cm/Q01.1/%2e%2e/Q02.1/",
        "/icd10cm/Q02.1/#Q01.1",
        "/icd10cm/Ｑ02.1/",
        "/icd10cm/Q０2.1/",
        "/icd10cm/Q02%E2%80%A41/",
        "/icd10cm/Q02.1-50/",
        "/icd10cm/Q02.1/?on=2020-01-01",
        "/icd10cm/Q02.1/?on=2999-01-01",
        "/icd10cm/Q02.1/?on=nothing",
        "/icd10cm/Q02.1/?print=1",
        "/icd10cm/Q02.1/?format=json",
        "/icd10cm/Q02.1/?_=1",
        "/icd10cm/Q02.1/?page=2",
        "/icd10cm/Q02.1/amp/",
        "/icd10cm/Q02.1/print/",
        "/icd10cm/Q02.1.json",
        "/icd10cm/Q01.1/Q02.1/",
        "/search/?q=Q02.1",
        "/search/?q=q021",
        "/search/results.csv?q=Q02.1",
        "/search/suggest/?q=Q02.1",
        "/compare/Q02.1/",
        "/compare/Q01.1/Q02.1/",
        "/compare/Q02.1/Q01.1/",
        "/compare/?code=Q01.1&code=Q02.1",
        "/choose/icd10cm/Q02.1/",
        "/browse/icd10cm/Q02.1/",
        "/api/v1/codes/icd10cm/Q02.1",
        "/api/v1/codes/icd10cm/q021",
        "/api/v1/codes/icd10cm/Q02.1?on=2020-01-01",
        "/api/v1/hierarchy/icd10cm/Q02.1",
        "/api/v1/search?q=Q02.1",
        "/api/icd10cm/v3/search?terms=Q02.1&ef=code,name,common_language",
        "/api/fhir/CodeSystem/$lookup?system=http://hl7.org/fhir/sid/icd-10-cm&code=Q02.1&property=*",
    ],
)
@pytest.mark.parametrize("follow", [False, True])
def test_other_ways_to_write_an_address(reader, second, address, follow):
    assert_closed(reader.get(address, follow=follow))


@pytest.mark.parametrize("part", ["fees/", "edits/", "edits.csv", "crosswalks/", "coverage/", "history/", "replies/"])
@pytest.mark.parametrize("headers", [{}, {"HX-Request": "true"}, {"HX-Request": "true", "HX-Boosted": "true"}])
def test_fragments(reader, second, part, headers):
    assert_closed(reader.get(f"{second.url}{part}", headers=headers))


# The request


@pytest.mark.parametrize(
    "headers",
    [
        {"Accept": "application/json"},
        {"Accept": "text/plain"},
        {"Accept": "text/csv"},
        {"Accept": "application/ld+json"},
        {"Accept": "*/*;q=0"},
        {"Accept-Encoding": "gzip"},
        {"Range": "bytes=0-99999"},
        {"Range": "bytes=-99999", "If-Range": '"x"'},
        {"If-None-Match": "*"},
        {"If-None-Match": '"anything"', "If-Modified-Since": "Thu, 01 Jan 2099 00:00:00 GMT"},
        {"If-Match": "*"},
        {"If-Unmodified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"},
        {"Cache-Control": "only-if-cached"},
        {"Cache-Control": "no-cache", "Pragma": "no-cache"},
        {"X-HTTP-Method-Override": "HEAD"},
        {"X-Original-URL": "/icd10cm/Q01.1/"},
        {"X-Rewrite-URL": "/icd10cm/Q01.1/"},
        {"X-Forwarded-Host": "testserver.invalid", "X-Forwarded-Proto": "https"},
        {"X-Forwarded-For": "198.51.100.77"},
        {"X-Real-IP": "198.51.100.77", "True-Client-IP": "198.51.100.77", "CF-Connecting-IP": "198.51.100.77"},
        {"Forwarded": "for=198.51.100.77"},
        {"Via": "1.1 google"},
        {"Referer": "https://www.google.com/search?q=Q02.1"},
        {"Referer": "https://news.google.com/", "From": "googlebot(at)googlebot.com"},
        {"Save-Data": "on"},
        {"Sec-Fetch-Mode": "no-cors", "Sec-Fetch-Dest": "image"},
        {"Sec-Fetch-Site": "same-origin", "Sec-Fetch-Dest": "empty", "X-Requested-With": "XMLHttpRequest"},
        {"Authorization": "Bearer nothing"},
        {"Authorization": "Basic YTpi"},
        {"User-Agent": ""},
        {"User-Agent": "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"},
        {"User-Agent": "facebookexternalhit/1.1"},
        {"User-Agent": "Twitterbot/1.0"},
        {"User-Agent": "Slackbot-LinkExpanding 1.0"},
        {"User-Agent": "Mozilla/5.0 (compatible; archive.org_bot)"},
    ],
    ids=str,
)
def test_what_a_request_may_say_of_itself(reader, second, headers, monkeypatch):
    monkeypatch.setattr("socket.gethostbyaddr", no_such_name)
    wall = reader.get(second.url, headers=headers)
    assert wall.status_code == 403
    assert_closed(wall)


def no_such_name(address):
    raise OSError("no such name")


@pytest.mark.parametrize("name", ["Sec-Purpose", "Purpose", "X-Moz", "X-Purpose"])
@pytest.mark.parametrize(
    "value", ["prefetch", "prefetch;prerender", "PREFETCH", "prerender", "preview", "prefetch;x=1"]
)
def test_loading_ahead_shows_nothing(reader, second, name, value):
    answer = reader.get(second.url, headers={name: value})
    assert answer.status_code in (403, 503)
    assert answer.headers.get("Cache-Control", "") != "public"
    assert_closed(answer)


@pytest.mark.parametrize("method", ["head", "post", "put", "patch", "delete", "options", "trace"])
@pytest.mark.parametrize("override", [{}, {"X-HTTP-Method-Override": "GET"}, {"X-Method-Override": "GET"}])
def test_other_methods(reader, second, method, override):
    answer = getattr(reader, method)(second.url, headers=override)
    assert_closed(answer)
    if method == "head":
        assert answer.content == b""


def test_a_form_that_names_another_method(reader, second):
    assert_closed(reader.post(second.url, {"_method": "GET"}))
    assert_closed(reader.generic("get", second.url))
    assert_closed(reader.generic("GET ", second.url))


@pytest.mark.parametrize("host", ["evil.example", "testserver.evil.example", "testserver:99999", "@testserver", ""])
def test_another_host(reader, second, host):
    assert_closed(reader.get(second.url, headers={"Host": host}))


# What is kept of an answer


def test_a_wall_and_an_open_page_are_kept_nowhere_and_have_no_etag(reader, second):
    for url in (second.url, "/icd10cm/Q01.1/"):
        answer = reader.get(url)
        assert answer.headers["Cache-Control"] == "private, no-store"
        assert "Cookie" in answer.headers["Vary"]
        assert not {"ETag", "Last-Modified", "Age", "Accept-Ranges", "Content-Location"} & set(answer.headers)


def test_going_back_in_the_browser_is_a_request_like_any_other(reader, second):
    assert reader.get("/icd10cm/Q01.1/").status_code == 200
    assert_closed(reader.get(second.url))
    assert reader.get("/icd10cm/Q01.1/").status_code == 200


# Cookies


def test_one_cookie_in_two_browsers_is_one_reader(reader, second):
    copy = Client()
    copy.cookies.load({name: morsel.value for name, morsel in reader.cookies.items()})
    assert_closed(copy.get(second.url))
    assert Meter.objects.count() == 1


def test_a_cookie_from_before_the_page_was_opened_is_the_same_reader(second):
    browser, early = Client(), Client()
    session = browser.session
    session["seen"] = True
    session.save()
    early.cookies.load({name: morsel.value for name, morsel in browser.cookies.items()})
    browser.get(a_code("Q01.1").url)
    assert_closed(early.get(second.url))


@pytest.mark.parametrize("value", ["a" * 32, "0" * 32, "../../x", "'; --", "", "é", "x" * 4000])
def test_a_forged_cookie_is_a_new_guest_and_counted_as_one(reader, second, value, monkeypatch):
    monkeypatch.setattr("accounts.policy.NEW_GUESTS_PER_NETWORK_AND_DAY", 1)
    forger = Client()
    forger.cookies.load({"session": value})
    answer = forger.get(second.url)
    assert answer.status_code == 403
    assert_closed(answer)


def test_two_cookies_of_one_name(reader, second):
    key = reader.cookies["session"].value
    for header in (f"session={key}; session=x", f"session=x; session={key}"):
        answer = Client().get(second.url, headers={"Cookie": header})
        # The one that counts is this reader's or none: then it is a guest like any new one.
        assert answer.status_code in (200, 403)
    assert OpenedPage.objects.filter(meter__reader=reader.session["reader"]).count() == 1
