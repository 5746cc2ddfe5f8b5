"""The page where a claim is checked: who is told what, files, limits, what is typed wrong, and what it costs."""

import csv
import io
import json
import logging
from datetime import timedelta

import pytest
from django.core.cache import caches
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from accounts import policy
from accounts.models import DailyUse, Grant
from codes.claims.as_dict import COLUMNS
from codes.models import Note
from tests.builders import a_code, a_reader
from tests.claims.builders import lists, practitioners_edits, services
from tests.edit_builders import a_limit, an_edit, edits_of_every_kind
from tests.fact_builders import a_fee, facts_of_every_kind

pytestmark = pytest.mark.django_db
PAGE, CSV, JSON = "/claims/", "/claims.csv", "/claims.json"
MARK = "zzplantedzz"
DAY = "2026-11-02"


@pytest.fixture(autouse=True)
def world():
    lists()
    services("99901", "99902")
    a_code("Q01.1")


@pytest.fixture
def conflict():
    an_edit("99901", "99902", release=practitioners_edits())


def sent(client, text, address=PAGE, **fields):
    return client.post(address, {"claim": text, "day": DAY, **fields})


def test_it_works(member, conflict):
    page = sent(member, "99901\n99902\nQ01.1")
    assert page.status_code == 200
    assert "1 to mend" in page.text
    assert "Beside 99901 (line 1), 99902 (line 2) is not paid" in page.text
    assert "NCCI edits October 2026" in page.text
    assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")


def test_a_clean_claim_says_so_and_what_was_not_checked(member, conflict):
    a_fee("99901")
    page = sent(member, "99901\n99902-59\nQ01.1")
    assert "Nothing to mend in what was checked" in page.text
    assert '<section class="claim-summary "' in page.text
    assert "Unit limits" in page.text.split("Not checked")[1].split("</p>")[0]
    assert "$109.20" in page.text


def test_the_form_alone(guest, member_user):
    page = guest.get(PAGE)
    assert page.status_code == 200
    assert "An invented claim, with invented codes and limits." in page.text
    assert "id_locality" not in page.text
    assert guest.head(PAGE).status_code == 200
    guest.force_login(member_user)
    assert "id_locality" in guest.get(PAGE).text
    assert "99213-25" in guest.get(f"{PAGE}?example=1").context["form"]["claim"].value()


def test_what_is_pasted_comes_by_post_alone(member):
    assert sent(member, "99901").status_code == 200
    assert [member.get(address, {"claim": "99901"}).status_code for address in (PAGE, CSV, JSON)] == [200, 405, 405]
    assert 'id="line-1"' not in member.get(PAGE, {"claim": "99901"}).text


# Guests


def test_a_guest_is_told_open_facts_and_how_much_more_there_is(guest, conflict):
    a_fee("99901")
    page = sent(guest, "99901\n99902 ZZ\nQ01.1\nQ99.9")
    assert "2 to mend" in page.text
    assert "There is no modifier ZZ" in page.text
    assert "Q99.9 is not in ICD-10-CM FY 2027." in page.text
    assert "Register to view content" in page.text
    assert "1 pair of codes" in page.text
    assert "is not paid" not in page.text
    assert "$" not in page.text.split("<main")[1].split("</main>")[0]


def test_amounts_tell_a_guest_nothing_of_what_would_be_found(guest):
    """The same claim with and without an edit looks the same, so that nobody can ask for one pair after another."""
    sent(guest, "99901")
    without = sent(guest, "99901\n99902", JSON).json()
    an_edit("99901", "99902", release=practitioners_edits())
    a_limit("99901", units=0)
    assert sent(guest, "99901\n99902", JSON).json() == without


def test_nothing_locked_reaches_a_guest():
    services("98801", "98802")
    a_code("V9901", "hcpcs")
    facts_of_every_kind(MARK)
    edits_of_every_kind(MARK)
    code = a_code("Q02.1")
    for position, kind in enumerate(("excludes1", "code_first", "use_additional", "note")):
        Note.objects.create(code=code, kind=kind, position=position, text=f"{MARK} (Q01.1)")
    text = "Q02.1\nQ01.1\n99901 x99\nV9901 x99\n98801\n98802"
    fields = {"locality": "99901-07", "sex": "male", "age": "40"}
    guest, reader = Client(), Client()
    reader.force_login(a_reader())
    for setting in ("practitioner", "hospital"):
        for address in (PAGE, CSV, JSON):
            assert MARK not in sent(guest, text, address, setting=setting, **fields).text
            assert MARK in sent(reader, text, address, setting=setting, **fields).text


def test_a_guests_checks_are_not_counted(guest, monkeypatch):
    monkeypatch.setattr(policy, "CLAIM_LINES_PER_DAY", 0)
    assert sent(guest, "99901\n99902").status_code == 200
    assert DailyUse.objects.count() == 0


# The limit of the day


def test_lines_are_counted_for_the_day(member, member_user, monkeypatch):
    monkeypatch.setattr(policy, "CLAIM_LINES_PER_DAY", 5)
    assert "2 of your 5 lines for today are left." in sent(member, "99901\n99902\nQ01.1").text
    page = sent(member, "99902\n99901\nQ01.1")
    assert page.status_code == 429
    assert "The claim has 3 lines, and 2 of your 5 lines for today are left." in page.text
    assert 'id="line-1"' not in page.text
    assert sent(member, "99902\n99901").status_code == 200
    assert DailyUse.objects.get(user=member_user).amount == 5
    assert "0 of your 5 lines for today are left." in member.get(PAGE).text
    assert sent(member, "99901").status_code == 429
    assert sent(member, "99901", JSON).json()["errors"]["claim"][0].startswith("The claim has 1 lines, and 0 of")
    assert sent(member, "99901", CSV).headers["Content-Type"] == "text/plain; charset=utf-8"


def test_tomorrow_they_are_there_again(member, member_user, monkeypatch):
    monkeypatch.setattr(policy, "CLAIM_LINES_PER_DAY", 2)
    sent(member, "99901\n99902")
    DailyUse.objects.update(day=localdate() - timedelta(days=1))
    assert sent(member, "99902\n99901").status_code == 200
    assert (DailyUse.objects.get().day, DailyUse.objects.get().amount) == (localdate(), 2)


def test_the_same_lines_again_cost_nothing(member, member_user, monkeypatch):
    monkeypatch.setattr(policy, "CLAIM_LINES_PER_DAY", 2)
    granted = sent(member, "99901\n99902").context["granted"]
    assert sent(member, "99901\n99902", CSV, granted=granted).status_code == 200
    assert sent(member, "99901\r\n99902\r\n", JSON, granted=granted, place="11").status_code == 200
    assert sent(member, "99902", granted=granted).status_code == 429
    assert sent(member, "99901\n99902", granted="forged").status_code == 429
    assert DailyUse.objects.get().amount == 2


def test_a_mark_is_of_its_reader_and_its_day(member, monkeypatch):
    monkeypatch.setattr(policy, "CLAIM_LINES_PER_DAY", 2)
    granted = sent(member, "99901\n99902").context["granted"]
    other = Client()
    other.force_login(a_reader())
    sent(other, "99901\nQ01.1")
    assert sent(other, "99901\n99902", granted=granted).status_code == 429
    monkeypatch.setattr("codes.claims.views.localdate", lambda: localdate() + timedelta(days=1))
    assert sent(member, "99901\n99902", granted=granted).status_code == 429


def test_who_opens_every_page_checks_without_limit(member, member_user, monkeypatch):
    monkeypatch.setattr(policy, "CLAIM_LINES_PER_DAY", 0)
    assert sent(member, "99901").status_code == 429
    Grant.objects.create(user=member_user, until=localdate(), reason="invented")
    assert sent(member, "99901").status_code == 200
    assert DailyUse.objects.count() == 0


def test_a_check_that_fails_is_given_back(member, monkeypatch):
    def fail(*args, **options):
        raise ValueError("invented")

    member.raise_request_exception = False
    monkeypatch.setattr("codes.claims.views.check", fail)
    assert sent(member, "99901").status_code == 500
    assert DailyUse.objects.count() == 0


# Files


def test_csv(member, conflict):
    a_limit("99901", units=1)
    answer = sent(member, "99901 x2\n99902", CSV, place="98")
    assert answer.headers["Content-Disposition"] == 'attachment; filename="claim-check.csv"'
    rows = list(csv.reader(io.StringIO(answer.text)))
    assert rows[0] == COLUMNS
    assert [(row[0], row[1], row[2], row[3]) for row in rows[1:]] == [
        ("", "", "error", "Place of service"),
        ("2", "99902", "error", "NCCI pair edits"),
        ("1", "99901", "warning", "Unit limits"),
    ]
    assert rows[2][7:10] == ["2 1", "NCCI edits October 2026", "2026-10-01"]
    assert sent(member, "99901 x2\n99902", format="csv").text.splitlines()[0] == ",".join(COLUMNS)


def test_json(member, conflict):
    a_fee("99901")
    said = sent(member, "99901-26\n99902\nQ99.9", JSON, age="34", sex="female").json()
    assert list(said) == ["claim", "summary", "lines", "findings", "fees", "checked_against", "register_to_see"]
    assert said["claim"] == {
        "date": DAY,
        "place": "",
        "setting": "practitioner",
        "locality": "",
        "sex": "female",
        "age": {"years": 34, "days": None},
    }
    assert said["summary"]["errors"] == len([each for each in said["findings"] if each["severity"] == "error"]) == 3
    assert said["lines"][0] == {
        "line": 1,
        "text": "99901-26",
        "system": "cpt",
        "code": "99901",
        "title": "Invented service 99901",
        "modifiers": ["26"],
        "units": 1,
    }
    assert said["fees"]["lines"][0]["amount"] == said["fees"]["total"] == "109.20"
    assert said["register_to_see"] == []
    assert sent(member, "99901", format="json").json()["summary"]["errors"] == 0


def test_official_words_that_need_a_licence_stand_nowhere(member, member_user):
    code = services("99903")[0]
    type(code).objects.filter(pk=code.pk).update(descriptor=MARK, short_descriptor=MARK)
    for address in (PAGE, CSV, JSON):
        assert MARK not in sent(member, "99903 x0\n99903-ZZ", address).text


# What is typed wrong


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        ({"claim": ""}, "Paste or type at least one line."),
        ({"claim": "99901\n" * 1001}, "The claim has more than 1,000 lines, the most that are checked at once."),
        ({"claim": "9" * 60_001}, "A claim may have up to 60,000 characters; this one has 60001."),
        ({"day": "2026-02-30"}, "That is no day of the calendar: write it as 2026-05-01."),
        ({"day": "tomorrow"}, "That is no day of the calendar"),
        ({"place": "1"}, "A place of service has two digits, as 11."),
        ({"place": "١١"}, "A place of service has two digits, as 11."),
        ({"age": "old"}, "Write the age in years, as 34, or in days, as 10 d."),
        ({"age": "131"}, "The age is up to 130 years."),
        ({"locality": "nowhere"}, "Choose a locality of the list."),
        ({"setting": "moon"}, "Select a valid choice."),
        ({"sex": "x"}, "Select a valid choice."),
    ],
)
def test_a_form_that_is_wrong_is_a_clean_400(member, fields, words):
    form = {"claim": "99901", "day": DAY} | fields
    page = member.post(PAGE, form)
    assert page.status_code == 400
    assert words in page.text
    assert [member.post(address, form).status_code for address in (CSV, JSON)] == [400, 400]
    assert DailyUse.objects.count() == 0


@pytest.mark.parametrize(
    "text",
    [
        "\0",
        "99901\0-25",
        "🦄 x2",
        "\u202e99901\u202d",
        "'; DROP TABLE codes_code; --",
        "99901' OR '1'='1",
        "99901 x0\n99901 x-1\n99901 x1e9\n99901 x1.5\n99901 x999999999999999999999999",
        "99901 " + " ".join(f"Z{i}" for i in range(100)),
        "99901\n" * 1000,
        "Q01.1\n" * 1000,
        "E99.99 2026-13-45 $1.00",
        "٩٩٩٠١ x٣",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
        "<script>alert(1)</script>",
        "99901," * 500,
    ],
)
def test_odd_text_is_answered(editor, text):
    for address in (PAGE, CSV, JSON):
        assert sent(editor, text, address).status_code in (200, 400)
    assert "<script>alert" not in sent(editor, text).text


@pytest.mark.parametrize("day", ["0001-01-01", "1900-01-01", "9999-12-31"])
def test_far_days_are_answered(editor, day):
    assert editor.post(PAGE, {"claim": "99901-25 x2\nQ01.1\nV9999", "day": day, "place": "11"}).status_code == 200


def test_nothing_that_is_pasted_is_stored_or_logged(member, caplog, django_capture_on_commit_callbacks):
    text = "99901 Jane Nobody 1950-01-01\nMRN 555-444\nQ01.1"
    with caplog.at_level(logging.DEBUG), CaptureQueriesContext(connection) as queries:
        assert sent(member, text, place="99").status_code == 200
        assert sent(member, "99901 Jane Nobody", day="no day").status_code == 400
    logged = [record.getMessage() for record in caplog.records if not record.name.startswith("django.db")]
    assert [line for line in logged if "JANE" in line.upper() or "555" in line] == []
    writes = [query["sql"] for query in queries if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    assert [sql for sql in writes if "JANE" in sql.upper() or "99901" in sql] == []


# What it costs


def statements(client, text, **fields):
    """How many statements a request costs, savepoints of the surrounding test left out."""
    caches["process"].clear()
    with CaptureQueriesContext(connection) as queries:
        assert sent(client, text, **fields).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def test_a_claim_costs_at_most_twelve_statements_however_long(editor, member_user, guest, monkeypatch):
    monkeypatch.setattr(policy, "CLAIM_LINES_PER_DAY", 5000)
    services(*(f"97{i:03d}" for i in range(400)))
    many = "\n".join(["99901-25 x2", "99902", "Q01.1", "Q99.9", *(f"97{i:03d}-59" for i in range(400))])
    for i in range(200):
        a_code(f"Q{i // 10:02d}.{i % 10}9")
    many += "\n" + "\n".join(f"Q{i // 10:02d}.{i % 10}9" for i in range(200))
    few = "99901-25 x2\nQ01.1"
    assert statements(editor, few, place="11") == statements(editor, many, place="11") <= 12
    reader = Client()
    reader.force_login(member_user)
    assert statements(reader, few, place="11") == statements(reader, many, place="11") <= 12
    assert statements(Client(), few) == statements(Client(), many) <= 5


def test_many_findings_are_drawn_in_part_and_told(editor):
    text = "\n".join(["99901 ZA ZB ZC"] * 300)
    page = sent(editor, text)
    assert page.text.count("<strong>Modifiers</strong>") == 400
    assert "501 findings are not shown here: the files hold them." in page.text
    assert len(json.loads(sent(editor, text, JSON).text)["findings"]) == 901
