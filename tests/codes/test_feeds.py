"""The Atom feeds: valid, stable, only what is open, and nothing sent twice."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from lxml import etree

from accounts.models import Session
from codes import feeds
from codes.models import Change, Code, Release
from codes.systems import SYSTEMS
from tests.builders import a_code, a_release

pytestmark = pytest.mark.django_db
ATOM = "{http://www.w3.org/2005/Atom}"
MARK = "zzplantedzz"
ADDRESS = "/feeds/icd10cm.atom"


def a_change(release, value, kind="added", field="", before="", after=""):
    code = Code.objects.filter(system=release.system, value=value).first()
    return Change.objects.create(
        release=release,
        code=code,
        system=release.system,
        value=value,
        kind=kind,
        field=field,
        before=before,
        after=after,
    )


def feed(client, address=ADDRESS, **headers):
    response = client.get(address, **headers)
    assert response.status_code == 200
    return etree.fromstring(response.content)


def titles(root):
    return [entry.findtext(f"{ATOM}title") for entry in root.iter(f"{ATOM}entry")]


def one(root, name):
    """The text of the one element of this name."""
    (found,) = root.findall(ATOM + name)
    return found.text


@pytest.fixture
def release():
    """A release with a change of each kind."""
    release = a_release(name="Blue release", read=1234, added=1, revised=2, ended=1, effective=date(2026, 4, 1))
    a_code("Q01.1", descriptor="Fever <of> the ear & nose")
    a_change(release, "Q01.1")
    a_change(release, "Q02.1", "revised", "descriptor", "Blue <fever>", "Green <fever>")
    a_change(release, "Q03.1", "ended", "", "", "2026-03-31")
    a_change(release, "Q04", "ended", "kind", "code", "heading")
    a_change(release, "Q04", "added", "kind", "code", "heading")
    return release


def test_it_works(guest, release):
    assert titles(feed(guest)) == [
        "Blue release",
        "Q01.1: Added",
        "Q02.1 revised: Official description",
        "Q03.1: Ended, last date of service 31 March 2026",
        "Q04: Became a header",
    ]


def test_it_is_atom(guest, release):
    """What RFC 4287 demands of a feed and of each entry (sections 4.1.1 and 4.1.2)."""
    response = guest.get(ADDRESS)
    assert response.headers["Content-Type"] == "application/atom+xml; charset=utf-8"
    root = etree.fromstring(response.content)
    assert root.tag == f"{ATOM}feed"
    assert one(root, "title") == "ICD-10-CM: changes"
    assert one(root, "rights") == SYSTEMS["icd10cm"].copyright
    assert root.findtext(f"{ATOM}author/{ATOM}name") == "CodeAhead"
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {"alternate": "http://testserver/releases/", "self": f"http://testserver{ADDRESS}"}
    for element in [root, *root.findall(f"{ATOM}entry")]:
        assert one(element, "title")
        assert one(element, "id").startswith("tag:testserver,")
        assert datetime.fromisoformat(one(element, "updated")) == release.loaded_at
    for entry in root.findall(f"{ATOM}entry"):
        assert [link.get("rel") for link in entry.findall(f"{ATOM}link")] == ["alternate"]
        assert one(entry, "summary")
        assert entry.find(f"{ATOM}summary").get("type") == "html"


def test_a_release_has_its_counts_and_a_code_its_words(guest, release):
    """A summary is HTML inside XML: what stands in it is escaped twice."""
    whole, added, revised, *_ = [one(entry, "summary") for entry in feed(guest).iter(f"{ATOM}entry")]
    assert whole == "Effective 1 April 2026. 1,234 read, 1 added, 2 revised, 1 ended."
    assert added == "Fever &lt;of&gt; the ear &amp; nose. Blue release."
    assert revised == "Official description: Blue &lt;fever&gt; → Green &lt;fever&gt;. Blue release."


def test_links_lead_to_pages_that_are_not_metered(guest, release):
    links = [entry.find(f"{ATOM}link").get("href") for entry in feed(guest).iter(f"{ATOM}entry")]
    assert links[:2] == [
        f"http://testserver/releases/{release.pk}/",
        f"http://testserver/releases/{release.pk}/?prefix=Q01.1",
    ]
    assert {guest.get(link).status_code for link in links} == {200}


def test_ids_are_stable_and_each_its_own(guest, release):
    def ids():
        root = feed(guest)
        return [one(element, "id") for element in (root, *root.iter(f"{ATOM}entry"))]

    first = ids()
    a_change(a_release(effective=date(2026, 10, 1)), "Q01.1", "ended")
    later = ids()
    assert set(first) < set(later)
    assert len(set(later)) == len(later) == len(first) + 2
    assert len({one(feed(guest, f"/feeds/{system}.atom"), "id") for system in SYSTEMS}) == len(SYSTEMS)


def test_the_newest_release_stands_first_and_others_do_not(guest, release):
    newer = a_release(name="Newer", effective=date(2026, 10, 1))
    a_change(newer, "Q04", "added", "status", "2026-03-31", "active")
    a_change(a_release(name="Undone", undone_at=timezone.now()), "Q05")
    a_change(a_release(name="First", first=True, read=9, effective=date(2025, 4, 1)), "Q06", "revised", "descriptor")
    a_change(a_release("hcpcs", name="Elsewhere"), "G9901")
    assert titles(feed(guest)) == [
        "Newer",
        "Q04: Reinstated",
        "Blue release",
        "Q01.1: Added",
        "Q02.1 revised: Official description",
        "Q03.1: Ended, last date of service 31 March 2026",
        "Q04: Became a header",
        "First",
    ]


def test_it_holds_no_more_codes_than_it_should(guest, monkeypatch):
    monkeypatch.setattr(feeds, "CODES", 3)
    older = a_release(name="Older", effective=date(2025, 4, 1), added=2)
    newer = a_release(name="Newer", effective=date(2026, 4, 1), revised=2)
    oldest = a_release(name="Oldest", effective=date(2024, 4, 1), added=2)
    for release in (older, oldest):
        a_change(release, "Q01.1")
        a_change(release, "Q02.1")
    for value in ("Q01.1", "Q02.1"):
        for field in ("descriptor", "short_descriptor", "effective_to"):
            a_change(newer, value, "revised", field)
    assert [title.split(" ")[0] for title in titles(feed(guest))] == [
        "Newer",
        "Q01.1",
        "Q02.1",
        "Older",
        "Q01.1:",
        "Oldest",
    ]


def test_locked_fields_are_not_in_it(guest):
    release = a_release("hcpcs", name="Blue release")
    a_code("G9901", "hcpcs", common_language=MARK, title="Open")
    for field in ("notes", "common_language", "attributes.coverage", f"Physician fee {MARK}"):
        a_change(release, "G9901", "revised", field, MARK, MARK)
    a_change(release, "G9902", "conflict", "descriptor", MARK, MARK)
    assert titles(feed(guest, "/feeds/hcpcs.atom")) == ["Blue release"]


def test_of_cpt_only_the_numbers(guest):
    release = a_release("cpt", name="Blue release")
    a_code("99901", "cpt", descriptor=MARK, short_descriptor=MARK, title=MARK)
    a_change(release, "99901", "revised", "descriptor", MARK, MARK)
    a_change(release, "99902")
    response = guest.get("/feeds/cpt.atom")
    assert MARK not in response.text
    root = etree.fromstring(response.content)
    assert titles(root) == ["Blue release", "99901 revised: Official description", "99902: Added"]


@pytest.mark.parametrize("system", SYSTEMS)
def test_an_empty_feed_is_valid_too(guest, system):
    root = feed(guest, f"/feeds/{system}.atom")
    assert (titles(root), bool(one(root, "updated"))) == ([], True)


def test_there_is_none_for_a_system_that_is_none_of_ours(guest):
    assert guest.get("/feeds/icd9cm.atom").status_code == 404


def test_what_the_reader_has_is_not_sent_again(guest, release):
    first = guest.get(ADDRESS)
    assert first.headers["Last-Modified"]
    for header in ({"if-none-match": first.headers["ETag"]}, {"if-modified-since": first.headers["Last-Modified"]}):
        again = guest.get(ADDRESS, headers=header)
        assert (again.status_code, again.content) == (304, b"")
        assert again.headers["Cache-Control"] == "public, max-age=300"


@pytest.mark.parametrize("what", ["loaded", "taken back"])
def test_what_has_changed_is_sent(guest, release, what):
    Release.objects.update(loaded_at=datetime(2026, 4, 2, tzinfo=UTC))
    first = guest.get(ADDRESS)
    if what == "loaded":
        a_release()
    else:
        Release.objects.update(undone_at=timezone.now() + timedelta(seconds=5))
    for header in ({"if-none-match": first.headers["ETag"]}, {"if-modified-since": first.headers["Last-Modified"]}):
        assert guest.get(ADDRESS, headers=header).status_code == 200


def test_after_a_release_was_taken_back_the_feed_is_sent_once(guest, release):
    a_release(undone_at=timezone.now() + timedelta(seconds=5))
    moment = guest.get(ADDRESS).headers["Last-Modified"]
    assert guest.get(ADDRESS, headers={"if-modified-since": moment}).status_code == 304


def test_it_leaves_no_cookie_and_may_be_kept(member, release):
    answer = member.get(ADDRESS)
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in answer.headers.get("Vary", "")
    before = Session.objects.count()
    member.cookies.clear()
    assert member.get(ADDRESS).cookies == {}
    assert Session.objects.count() == before


def test_head_and_post(guest, release):
    assert guest.head(ADDRESS).content == b""
    assert guest.post(ADDRESS).status_code == 405


def test_it_costs_the_same_for_one_change_and_for_many(guest, release):
    def statements():
        with CaptureQueriesContext(connection) as queries:
            guest.get(ADDRESS)
        return sum("SAVEPOINT" not in query["sql"] for query in queries)

    few = statements()
    for i in range(30):
        a_change(a_release(effective=date(2026, 10, 1), added=1), f"Q{i + 10}.1")
    assert statements() == few == 5
