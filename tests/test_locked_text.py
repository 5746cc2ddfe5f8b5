"""Locked text never leaves the server: a mark is planted in every locked section and sought on every address."""

import re

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import URLPattern, get_resolver
from django.utils import timezone

from accounts import policy
from codes.models import Axis, Change, Code, Definition, Section, SharedText
from codes.releases.demo import load_demo
from tests.builders import a_code, a_full_code, a_reader, a_release
from tests.discussion.builders import a_mistake, a_reply, an_answer
from tests.edit_builders import edits_of_every_kind
from tests.fact_builders import facts_of_every_kind

pytestmark = pytest.mark.django_db
MARK = "zzplantedzz"
# What an address may hold, by the names of its parameters; KEY stands for the planted code's primary key.
KEY = "{key}"
VALUES = {
    "system": ["cpt", "icd10cm", "hcpcs", "icd10pcs", "pos"],
    "value": ["99901", "99902", "99901-50", "99999", "Q01.1", "V9901", "0ZB0ZZZ"],
    "name": ["nothing"],
    "section": ["cpt", "pages", "releases"],
    "object_id": ["1", KEY],
    "id": ["1"],
    "key": ["nothing"],
    "pk": ["1"],
    "uidb36": ["1"],
    "content_type_id": ["1"],
    "token": ["nothing"],
    "version": ["1"],
    "codes": ["99901", "99901/99902", "99902/99901", "Q01.1/99901/V9901/0ZB0ZZZ", "99901-50", "99901/99999"],
}
DESK = list(dict.fromkeys(model._meta.app_label for model in admin.site._registry))
# The regular expressions that Django's admin and the history library use, filled in by hand.
EXPRESSIONS = {
    "([^/]+)/history/([^/]+)/": [KEY + "/history/1/"],
    f"(?P<app_label>{'|'.join(DESK)})/": [f"{label}/" for label in DESK],
    "(?P<url>.*)": ["nowhere"],
}
QUERIES = ["", "?q=99901", f"?q={MARK[:-2]}", "?q=written", "?q=invented", "?page=2", "?q=invented&page=2", "?next=/"]
DAYS = ["?on=2020-01-01", "?on=2999-01-01", "?on=nothing"]
TURNS = [{}, {"Accept": "application/json"}, {"HX-Request": "true"}, {"X-Requested-With": "XMLHttpRequest"}]


def patterns(resolver, prefix=""):
    """Every address of the URL configuration, as text with <parameters>."""
    for entry in resolver.url_patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLPattern):
            yield route
        else:
            yield from patterns(entry, route)


def filled(route):
    """Every way in which one route is filled in."""
    found = ["/" + re.sub(r"(^|/)\^", r"\1", route).replace("$", "").replace("\\Z", "")]
    for expression, endings in EXPRESSIONS.items():
        found = [each.replace(expression, end) for each in found for end in (endings if expression in each else [""])]
    for parameter, values in VALUES.items():
        token = re.compile(rf"<(?:\w+:)?{parameter}>")
        found = [
            token.sub(lambda _, value=value: value, each)
            for each in found
            for value in (values if token.search(each) else [""])
        ]
    return found


def addresses():
    """Every address of the site with each parameter filled in."""
    return sorted({address for route in patterns(get_resolver()) for address in filled(route)})


def crawl(client):
    """(address, body and headers) of each answer."""
    key = str(Code.objects.get(system="cpt", value="99901").pk)
    known = [address.replace(KEY, key) for address in addresses()]
    for address in [*known, "/sitemap.xml", "/robots.txt", "/feed/", "/api/v1/search?q=99901"]:
        if "logout" in address:
            continue
        for query in QUERIES if address == "/" or address.startswith("/search/") else QUERIES[:1]:
            yield address + query, client.get(address + query)
    for address in PLANTED:
        for day in DAYS:
            yield address + day, client.get(address + day)
        for part in ("fees/?locality=99901-07", "fees/?locality=", "crosswalks/?on=2020-01-01", "coverage/?page=2"):
            yield address + part, client.get(address + part, headers={"HX-Request": "true"})
        for part in ("edits/", "edits.csv", "edits/?q=9&state=all", "edits.csv?setting=hospital&state=ended"):
            yield address + part, client.get(address + part, headers={"HX-Request": "true"})
    for address in COMPARED:
        for day in DAYS:
            yield address + day, client.get(address + day)
        yield f"HEAD {address}", client.head(address)
    yield "/compare/?code=", client.get("/compare/", {"code": ["99901", "V9901", "99999"]})
    for address in ("/modifiers/", "/places-of-service/"):
        yield address, client.get(address, {"q": MARK[:-2]})
    for headers in TURNS[1:]:
        yield "/cpt/99901/", client.get("/cpt/99901/", headers=headers)
    yield "HEAD", client.head("/cpt/99901/")
    yield "POST", client.post("/cpt/99901/")


def leaks(client):
    client.raise_request_exception = False
    return [
        address
        for address, answer in crawl(client)
        if MARK in (b"".join(answer) if answer.streaming else answer.content).decode("utf-8", "replace")
        or MARK in str(answer.headers)
    ]


@pytest.fixture(autouse=True)
def room_for_the_crawl(monkeypatch):
    """A crawl sends the API more requests than anybody may."""
    monkeypatch.setattr(policy, "API_GUEST_REQUESTS_PER_MINUTE", 100_000)
    monkeypatch.setattr(policy, "API_REQUESTS_PER_MINUTE", 100_000)


@pytest.fixture
def planted():
    code = a_full_code(mark=MARK)
    code.common_language = "Open to whoever has opened the page"
    code.save()
    for kind in Section.Kind:
        words = {"title": f"Title {MARK}", "body": f"Shared {MARK}", "source": f"From {MARK}"}
        where = {"system": "cpt", "first": "99900", "last": "99901", "published_at": timezone.now()}
        SharedText.objects.create(kind=kind, state="published", **words, **where)
    # Under the key that the crawl puts into addresses.
    reply = a_reply(code, pk=1, text=f"Reply {MARK}", writer=a_reader(name=f"Name {MARK}"))
    an_answer(reply, pk=2, text=f"Answer {MARK}")
    a_mistake(code, wrong=f"Wrong {MARK}")
    return code


PLANTED = ["/cpt/99901/", "/hcpcs/V9901/", "/icd10pcs/0ZB0ZZZ/"]
# What stands side by side: an open code first or last, and codes that are walled for who opened one.
COMPARED = ["/compare/99901/99902/", "/compare/99902/99901/", "/compare/Q01.1/99901/V9901/0ZB0ZZZ/"]


@pytest.fixture
def published():
    """Codes with the mark in what their publishers say of them, and in what releases changed of it."""
    cpt, hcpcs = Code.objects.get(value="99901"), a_code("V9901", "hcpcs", attributes={"statute": MARK})
    pcs = a_code("0ZB0ZZZ", "icd10pcs", release=a_release("icd10pcs"))
    release = a_release("icd10pcs")
    for position, character in enumerate("0ZB0ZZZ", start=1):
        row, label = (0, "Invented") if position < 4 else (1, f"Label {MARK}")
        axis = {"row": row, "position": position, "title": "Axis", "character": character, "label": label}
        Axis.objects.create(release=release, prefix="0ZB", **axis)
    meaning = {"definition": f"Meaning {MARK}", "explanation": MARK, "includes": MARK}
    Definition.objects.create(release=release, section="0", axis="Axis", label="Invented", **meaning)
    for code in (cpt, hcpcs, pcs):
        for field in ("notes", "attributes.statute", "Unit limit practitioner"):
            name = {"code": code, "system": code.system, "value": code.value}
            words = {"before": f'"Was {MARK}"', "after": f'"Is {MARK}"'}
            Change.objects.create(release=a_release(code.system), kind="revised", field=field, **name, **words)
    facts_of_every_kind(MARK)
    edits_of_every_kind(MARK)


def test_the_crawl_reaches_what_it_should():
    found = addresses()
    assert {*PLANTED, *COMPARED, "/modifiers/", "/places-of-service/"} <= set(found)
    assert {"/api/v1/codes/cpt/99901", "/api/v1/hierarchy/cpt/99901", "/lists/1/", "/lists/shared/nothing/"} <= set(
        found
    )
    assert {"/", "/search/", "/cpt/99901/", "/browse/cpt/99901/", "/how-views-work/", "/account/"} <= set(found)
    assert [address for address in found if set("<>()[]^$\\") & set(address)] == []
    assert len(found) > len(list(patterns(get_resolver())))


@pytest.mark.parametrize("address", PLANTED)
@pytest.mark.parametrize("day", ["", "?on=2020-01-01"])
def test_what_publishers_say_and_changed_is_locked_too(planted, published, address, day):
    guest, reader = Client(), Client()
    page = guest.get(address + day)
    assert page.status_code == 200
    assert "Register to view content" in page.text
    assert "At a glance" in page.text
    assert "History of changes" in page.text
    assert leaks(guest) == []
    reader.force_login(a_reader())
    text = reader.get(address + day).text
    glance, history = (text.split(f">{heading}</h2>")[1] for heading in ("At a glance", "History of changes"))
    assert MARK in glance.split("</section>")[0]
    assert MARK in history.split("</section>")[0]


def test_a_guest_on_an_open_page_sees_headings_and_amounts_only(planted):
    guest = Client()
    page = guest.get(planted.url)
    assert page.status_code == 200
    assert "Register to view content" in page.text
    assert "Create a free account to unlock this content" in page.text
    for heading in ("At a glance", "Notes", "Clinical context", "When to use it", "Documentation", "Modifiers"):
        assert heading in page.text
    assert leaks(guest) == []


def test_a_walled_guest_is_told_nothing(planted):
    guest = Client()
    guest.get(a_code("Q07.1").url)
    assert guest.get(planted.url).status_code == 403
    assert "Open to whoever" not in guest.get(planted.url).text
    assert leaks(guest) == []


def test_a_walled_reader_is_told_nothing(planted):
    reader = Client()
    reader.force_login(a_reader())
    for i in range(policy.REGISTERED_VIEWS):
        reader.get(a_code(f"Q{i:02d}.1").url)
    assert reader.get(planted.url).status_code == 403
    assert leaks(reader) == []


def test_a_search_engine_sees_what_a_guest_sees(planted, monkeypatch):
    from accounts import crawlers

    monkeypatch.setattr(crawlers, "dns_agrees", lambda address, domains: True)
    robot = Client(HTTP_USER_AGENT="Mozilla/5.0 (compatible; Googlebot/2.1)")
    page = robot.get(planted.url)
    assert page.status_code == 200
    assert "Open to whoever" in page.text
    assert leaks(robot) == []


def test_an_error_tells_nothing_of_what_it_was_about(planted, monkeypatch):
    """The page fails with the locked text in hand: in the exception, and in the frames above it."""
    from codes import kept

    def fail(*args):
        raise ValueError(f"cannot draw {planted.sections.first().body} {MARK}")

    monkeypatch.setattr(kept, "page_for", fail)
    response = Client(raise_request_exception=False).get(planted.url)
    assert response.status_code == 500
    assert MARK not in response.text


def test_a_reader_with_the_page_open_sees_every_mark(planted):
    """The crawl could not fail if the marks were nowhere to be seen."""
    reader = Client()
    reader.force_login(a_reader())
    text = reader.get(planted.url).text
    for word in ("Service", "Unit", "Note", "Term", "When", "Why", "Payer", "Pays", "Source", "Written documentation",
                 "Shared", "Title", "From", "Reply", "Name", "Answer"):  # fmt: skip
        assert f"{word} {MARK}" in text
    assert leaks(reader) != []


def test_the_demo_pages_are_locked_too():
    load_demo()
    guest = Client()
    page = guest.get("/cpt/64493/")
    assert "Register to view content" in page.text
    assert "<table" not in page.text


def test_columns_of_a_comparison_are_open_to_a_guest_one_by_one(planted, published):
    a_code("Q01.1")
    guest, reader = Client(), Client()
    page = guest.get("/compare/V9901/99901/")
    assert page.status_code == 200
    assert "Register to view content" in page.text
    assert leaks(guest) == []
    reader.force_login(a_reader())
    assert MARK in reader.get("/compare/99901/V9901/").text


def test_columns_that_a_reader_may_not_open_are_told_nothing(planted, published):
    a_code("Q01.1")
    reader = Client()
    reader.force_login(a_reader())
    for i in range(policy.REGISTERED_VIEWS - 1):
        reader.get(a_code(f"Q{i + 10}.1").url)
    page = reader.get("/compare/99902/99901/V9901/0ZB0ZZZ/")
    assert page.status_code == 200
    assert "so this one is not open to you" in page.text
    assert leaks(reader) == []
