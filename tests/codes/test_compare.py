"""Codes side by side."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import policy
from accounts.models import Grant, OpenedPage
from codes import compare
from codes.models import Note
from tests.builders import a_code, a_full_code, a_modifier, a_reader, a_release
from tests.fact_builders import a_fee, an_outpatient_payment
from tests.test_query_counts import a_published_code

pytestmark = pytest.mark.django_db
MARK = "zzlockedzz"


def opened():
    return list(OpenedPage.objects.order_by("pk").values_list("page", flat=True))


def columns(page):
    """The code in the head of each column."""
    return re.findall(r'<th scope="col"><a class="code" href="/\w+/([^/"]+)/', page.text)


def rows(page):
    """{label: [text of each cell]}, and the labels that are marked as differing."""
    found, differing = {}, []
    for row in re.findall(r"<tr class=.*?</tr>", page.text, re.DOTALL):
        label = re.search(r'<th scope="row">(.*?)</th>', row, re.DOTALL)
        if label:
            name = plain(label[1].split("<span")[0])
            found[name] = [plain(cell) for cell in re.findall(r"<td>(.*?)</td>", row, re.DOTALL)]
            differing += [name] if "(differs)" in label[1] else []
    return found, differing


def plain(html):
    return " ".join(re.sub(r"<[^>]*>", " ", html).split()).removeprefix("— nothing")


def headings(page):
    return re.findall(r'<th scope="rowgroup"[^>]*><span>(.*?)</span>', page.text)


@pytest.fixture
def codes():
    """Two codes of one system that differ in a fact, and one of another system."""
    first = a_code("99901", "cpt", service_type="Wobble", unit_of_service="Each", common_language="Ours one")
    second = a_code("99902", "cpt", service_type="Wobble", unit_of_service="Per side", common_language="Ours two")
    third = a_code("Q01.1", descriptor="Blue fever")
    for position, kind in enumerate(["excludes1", "excludes1", "includes"]):
        Note.objects.create(code=third, kind=kind, position=position, text=f"Words {MARK}")
    return [first, second, third]


class TestTable:
    def test_it_works(self, member, codes):
        page = member.get("/compare/99901/99902/Q01.1/")
        assert page.status_code == 200
        assert columns(page) == ["99901", "99902", "Q01.1"]
        found, differing = rows(page)
        assert found["Official Description"][2].startswith("Blue fever")
        assert [text[:8] for text in found["Common Language Description"]] == ["Ours one", "Ours two", ""]
        assert found["Service"] == ["Wobble", "Wobble", ""]
        assert found["Unit of service"] == ["Each", "Per side", ""]
        assert found["Excludes 1: never with this code"] == ["", "", "2"]
        assert headings(page)[:2] == ["At a glance", "Notes"]
        assert MARK not in page.text
        assert "noindex" in page.text
        assert differing == ["Unit of service"]

    def test_only_facts_that_differ_are_marked_and_not_by_colour_alone(self, member, codes):
        found, differing = rows(member.get("/compare/99901/99902/"))
        assert "Unit of service" in differing
        assert "Service" not in differing
        assert "Official Description" not in differing

    def test_that_a_code_says_nothing_differs_from_another_of_its_system_alone(self, member, codes):
        a_code("99903", "cpt", service_type="Wobble")
        found, differing = rows(member.get("/compare/99901/99903/Q01.1/"))
        assert found["Unit of service"] == ["Each", "", ""]
        assert "Unit of service" in differing
        assert "Excludes 1: never with this code" not in differing

    def test_the_columns_stand_in_the_order_of_the_address(self, member, codes):
        assert columns(member.get("/compare/Q01.1/99902/99901/")) == ["Q01.1", "99902", "99901"]

    def test_one_code_alone_waits_for_another(self, member, codes):
        page = member.get("/compare/99901/")
        assert columns(page) == ["99901"]
        assert "Add a code" in page.text
        assert "Only what differs" not in page.text

    def test_the_words_that_need_a_licence_stand_under_their_own_heading(self, member):
        a_code("99903", "cpt", descriptor="Licensed words", title="Ours")
        page = member.get("/compare/99903/")
        assert rows(page)[0]["Official Description"][0].startswith("Licensed words CPT is a registered trademark")
        assert "Licensed words" not in page.text.split("<tbody>")[0]

    def test_every_column_may_be_removed_and_one_more_added(self, member, codes):
        page = member.get("/compare/99901/99902/Q01.1/").text
        assert 'href="/compare/99902/Q01.1/">Remove' in page
        assert 'href="/compare/99901/99902/">Remove' in page
        added = member.get("/compare/", {"code": ["99901", "99902", "q011"]})
        assert added.url == "/compare/99901/99902/Q01.1/"

    def test_four_leave_no_room(self, member, codes):
        a_code("99904", "cpt")
        page = member.get("/compare/99901/99902/Q01.1/99904/")
        assert len(columns(page)) == 4
        assert "Four codes are the most." in page.text
        assert "Add a code" not in page.text

    def test_as_of_a_day(self, member):
        old = a_release("icd10cm", effective="2025-10-01")
        code = a_code("Q02.2", release=a_release("icd10cm", effective="2026-04-01"), descriptor="Now")
        from codes.models import Change

        name = {"code": code, "system": "icd10cm", "value": "Q02.2"}
        Change.objects.create(
            release=code.release, kind="revised", field="descriptor", before="Then", after="Now", **name
        )
        assert old.pk < code.release.pk
        page = member.get("/compare/Q02.2/?on=2025-12-01")
        assert rows(page)[0]["Official Description"][0].startswith("Then")
        assert "As of 1 December 2025" in page.text
        assert "/icd10cm/Q02.2/?on=2025-12-01" in page.text

    def test_characters_of_a_procedure_code(self, member):
        a_published_code("icd10pcs", "0ZB0ZZZ")
        assert rows(member.get("/compare/0ZB0ZZZ/"))[0]["Axis"] != []


class TestAddresses:
    @pytest.mark.parametrize(
        ("typed", "address"),
        [
            ("q011/99901", "/compare/Q01.1/99901/"),
            ("99901-50/99902", "/compare/99901/99902/"),
            ("99901/99901", "/compare/99901/"),
            ("99901, 99902", "/compare/99901/99902/"),
            ("99901%2099902", "/compare/99901/99902/"),
            ("99901//99902", "/compare/99901/99902/"),
        ],
    )
    def test_any_spelling_leads_to_the_one_address_and_costs_nothing(self, guest, codes, typed, address):
        response = guest.get(f"/compare/{typed}/?on=2026-01-01")
        assert (response.status_code, response.headers["Location"]) == (302, f"{address}?on=2026-01-01")
        assert opened() == []

    def test_what_is_printed_so_is_meant_before_what_could_be_spelled_so(self, member):
        a_code("V99.01", "icd10cm", descriptor="A diagnosis")
        a_code("V9901", "hcpcs")
        assert columns(member.get("/compare/V99.01/V9901/")) == ["V99.01", "V9901"]
        assert compare.may_be("V99.01")[0] == ("icd10cm", "V99.01")
        assert compare.may_be("V9901")[0] == ("hcpcs", "V9901")

    def test_what_exists_is_meant_before_what_does_not(self, member):
        a_code("V99.01", "icd10cm")
        assert member.get("/compare/V9901/").headers["Location"] == "/compare/V99.01/"

    def test_more_than_four_are_refused(self, member, codes):
        for i in range(3, 6):
            a_code(f"9990{i}", "cpt")
        page = member.get("/compare/99901/99902/99903/99904/99905/")
        assert page.status_code == 400
        assert "These are more than four codes" in page.text
        assert 'value="99905"' in page.text
        assert opened() == []

    def test_an_unknown_code_is_named_and_nothing_is_taken(self, member, codes):
        a_modifier("50")
        for address in ("/compare/99901/99999/", "/compare/99901/nonsense/", "/compare/?code=99901&code=99999"):
            page = member.get(address)
            assert page.status_code == 404
            assert "There is no code page for" in page.text
        assert member.get("/compare/<script>/").status_code == 404
        assert "<script>/" not in member.get("/compare/<script>/").text
        assert opened() == []

    def test_no_day_is_told_and_given_back(self, member, codes):
        page = member.get("/compare/99901/99902/?on=2026-02-30")
        assert page.status_code == 400
        assert "no day of the calendar" in page.text
        assert opened() == []

    def test_the_form_stands_empty(self, guest):
        page = guest.get("/compare/")
        assert page.status_code == 200
        assert page.text.count('name="code"') == 4
        assert guest.get("/compare/?code=&code=+").status_code == 200

    def test_a_long_text_is_no_list_of_codes(self, guest):
        assert guest.get("/compare/", {"code": "x" * 3000}).status_code == 404
        assert guest.get("/compare/", {"code": ["99999 " * 60] * 9}).status_code in (404, 400)

    def test_a_chapter_is_not_compared(self, guest):
        a_code("Q00-Q99", kind="section")
        assert guest.get("/compare/Q00-Q99/").status_code == 404


class TestMeter:
    def test_each_code_counts_once_in_the_order_of_the_address(self, member, codes):
        member.get("/compare/Q01.1/99901/")
        assert opened() == ["icd10cm/Q01.1", "cpt/99901"]
        member.get("/compare/99901/Q01.1/")
        assert len(opened()) == 2
        assert member.get("/cpt/99901/").status_code == 200
        assert len(opened()) == 2

    def test_what_is_open_stays_open_and_the_rest_is_wall(self, member, codes):
        a_full_code("99911", MARK)
        for i in range(4):
            member.get(a_code(f"Q8{i}.1").url)
        page = member.get("/compare/99901/99911/")
        assert page.status_code == 200
        assert columns(page) == ["99901", "99911"]
        assert "0 code page views remaining." in page.text
        assert "Your code pages are used up" in page.text
        assert MARK not in page.text
        assert rows(page)[0]["Service"] == ["Wobble", "Not open to you"]
        assert len(opened()) == policy.REGISTERED_VIEWS

    def test_nothing_left_at_all_is_a_403(self, member, codes):
        for i in range(5):
            member.get(a_code(f"Q8{i}.1").url)
        page = member.get("/compare/99901/99902/")
        assert page.status_code == 403
        assert "Ours one" not in page.text
        assert page.headers["Cache-Control"] == "private, no-store"

    def test_a_guest_sees_what_guests_see_of_the_first_and_a_wall_for_the_others(self, guest):
        a_full_code("99911", MARK)
        a_full_code("99921", MARK)
        page = guest.get("/compare/99911/99921/")
        assert page.status_code == 200
        found, differing = rows(page)
        assert found["Common Language Description"] == [f"Open words {MARK}", "Not open to you"]
        assert found["Notes"] == ["2 that apply", "Not open to you"]
        assert "Register to view content" in page.text
        assert page.text.count(MARK) == 1
        assert differing == []
        assert opened() == ["cpt/99911"]
        assert "You have opened your free page." in page.text

    def test_head_and_prefetch_are_free(self, guest, codes):
        assert guest.head("/compare/99901/99902/").status_code == 200
        assert guest.head("/compare/99901/99999/").status_code == 404
        assert guest.head("/compare/q011/").status_code == 302
        assert guest.get("/compare/99901/99902/", headers={"Sec-Purpose": "prefetch"}).status_code == 503
        assert guest.post("/compare/99901/99902/").status_code == 405
        assert opened() == []

    def test_a_comparison_that_fails_is_given_back_whole(self, member, codes, monkeypatch):
        from codes import compare_views

        member.get("/cpt/99902/")
        member.raise_request_exception = False
        with monkeypatch.context() as patch:
            patch.setattr(compare_views, "compared", lambda *args: 1 / 0)
            assert member.get("/compare/99901/99902/Q01.1/").status_code == 500
        assert opened() == ["cpt/99902"]
        assert member.get("/compare/99901/99902/Q01.1/").status_code == 200

    def test_a_search_engine_sees_a_first_visit(self, codes, monkeypatch):
        from accounts import crawlers

        monkeypatch.setattr(crawlers, "dns_agrees", lambda address, domains: True)
        robot = Client(HTTP_USER_AGENT="Mozilla/5.0 (compatible; Googlebot/2.1)")
        page = robot.get("/compare/99901/99902/")
        assert (page.status_code, opened()) == (200, [])
        assert "Ours one" in page.text
        assert "Ours two" not in page.text

    def test_a_fenced_guest_meets_the_wall(self, guest, codes, monkeypatch):
        monkeypatch.setattr(policy, "NEW_GUESTS_PER_NETWORK_AND_DAY", 0)
        page = guest.get("/compare/99901/99902/")
        assert page.status_code == 403
        assert "used up for today" in page.text
        assert opened() == []


def statements(client, address, status=200):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == status
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


@pytest.mark.parametrize("day", ["", "?on=2020-01-01"])
def test_it_costs_at_most_six_statements_and_six_for_each_column(member, member_user, day):
    Grant.objects.create(user=member_user, until="2999-01-01", reason="audit")
    a_full_code("99911")
    a_published_code("hcpcs", "V9901", attributes={"cross_references": ["V9902", "LT"]})
    a_published_code("icd10pcs", "0ZB0ZZZ")
    a_code("Q01.1", parent=a_code("Q01", kind="heading"), release=a_release())
    parts = ["99911", "V9901", "0ZB0ZZZ", "Q01.1"]
    for number in (1, 2, 4):
        address = f"/compare/{'/'.join(parts[:number])}/{day}"
        assert statements(member, address) <= 6 + 6 * number
        assert statements(member, address) <= 6 + 6 * number


def test_a_walled_comparison_is_cheap(guest, member_user):
    reader = a_reader()
    guest.force_login(reader)
    for i in range(5):
        guest.get(a_code(f"Q8{i}.1").url)
    for i in range(4):
        a_code(f"Q0{i}.1")
    assert statements(guest, "/compare/Q00.1/Q01.1/Q02.1/Q03.1/", 403) <= 10


def test_limits_fees_and_hospital_payment_stand_side_by_side(member):
    for value, facility in (("99901", "0.55"), ("99902", "0.65")):
        a_code(value, "cpt")
        a_fee(value, facility_pe=facility)
        an_outpatient_payment(value)
    page = member.get("/compare/99901/99902/")
    found, differing = rows(page)
    assert [heading for heading in headings(page) if heading in ("Fees", "Hospital outpatient")] == [
        "Fees",
        "Hospital outpatient",
    ]
    assert found["National, non-facility"] == ["$109.20", "$109.20"]
    assert found["National, facility"] == ["$78.00", "$82.00"]
    assert "included (000)" in found["Global days"][0]
    assert found["APC"][0] == found["APC"][1] != ""
    assert found["Published"][0].startswith("CMS · Invented addendum")
    assert differing == ["National, facility"]
