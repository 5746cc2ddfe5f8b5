"""The page of a case note: what is shown, chosen, handed over and saved, and that nothing else is kept of it."""

import html
import logging
import re

import pytest
from django.db import connection
from django.db.utils import IntegrityError
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import policy
from accounts.actions import close_account, everything_about
from codes.case_notes import saved, views
from codes.case_notes.limits import LONGEST_NOTE
from codes.models import CaseNote
from tests.builders import a_reader
from tests.case_notes.builders import code_set

pytestmark = pytest.mark.django_db
PAGE, KEPT = "/case-note/", "/case-note/saved/"
NOTE = "Patient: Harold Vexley\nHPI: no barking wheedle.\nA/P: zebrine fluxion"
# Statements of a note that is read: the index, the codes, the index entries. The rate is counted in the cache.
MOST = 4


@pytest.fixture(autouse=True)
def codes():
    code_set()


def text_of(page):
    """What the page says in its main part, in one line."""
    main = page.text.split("<main", 1)[1].split("</main>", 1)[0]
    return " ".join(html.unescape(re.sub(r"<[^>]*>", " ", main)).split())


def post(client, note, status=200, address=PAGE, **asked):
    page = client.post(address, {"note": note} | asked)
    assert page.status_code == status
    return page


def radios(page):
    """{name: value} of what is chosen on the page."""
    return dict(re.findall(r'type="radio" name="([^"]*)" value="(\w+)" checked', page.text))


def digest(page):
    return re.search(r'name="read" value="(\w+)"', page.text)[1]


def accepted(page):
    listed = page.text.partition("data-accepted")[2]
    return re.findall(r'<span class="code">([^<]*)</span>', listed.partition("</ol>")[0])


def test_it_works(guest):
    page = post(guest, NOTE)
    assert '<mark class="proposed" id="mark-2"><a href="#entry-1">zebrine fluxion</a></mark>' in page.text
    assert '<a href="#mark-2">“zebrine fluxion”</a>' in page.text
    assert "barking wheedle<span" in page.text
    assert accepted(page) == ["Q11.9"]


def test_the_form_and_an_example(guest):
    assert "Leave out what tells who the patient is." in guest.get(PAGE).text
    assert views.EXAMPLE.split("\n")[0] in html.unescape(guest.get(PAGE, {"example": "1"}).text)
    assert guest.head(PAGE).status_code == 200


def test_identifiers_are_masked_in_all_that_is_shown(guest):
    page = post(guest, NOTE)
    assert "Vexley" not in page.text
    assert "Masked: 1 × name" in text_of(page)


def test_identifiers_are_masked_in_a_note_that_is_refused(guest):
    page = post(guest, NOTE + "x" * LONGEST_NOTE, status=400)
    assert "Vexley" not in page.text
    assert "A note may have up to 20,000 characters" in text_of(page)


def test_it_is_never_stored_by_anybody_on_the_way(guest):
    for page in (guest.get(PAGE), post(guest, NOTE), post(guest, "", status=400)):
        assert "no-store" in page.headers["Cache-Control"]


def test_a_choice_is_kept_for_the_same_note(guest):
    page = post(guest, NOTE)
    ((name, _),) = radios(page).items()
    rejected = post(
        guest, html.unescape(NOTE.replace("Harold Vexley", "⟦name⟧")), read=digest(page), **{name: "reject"}
    )
    assert radios(rejected) == {name: "reject"}
    assert accepted(rejected) == []
    assert "None yet. Accept a code above." in text_of(rejected)


def test_a_choice_is_forgotten_with_another_note(guest):
    page = post(guest, NOTE)
    ((name, _),) = radios(page).items()
    other = post(guest, NOTE + " today", read=digest(page), **{name: "reject"})
    assert accepted(other) == ["Q11.9"]


@pytest.mark.parametrize("value", ["", "maybe", "accept\0"])
def test_an_odd_choice_is_none(guest, value):
    page = post(guest, NOTE)
    ((name, _),) = radios(page).items()
    masked = NOTE.replace("Harold Vexley", "⟦name⟧")
    assert accepted(post(guest, masked, read=digest(page), **{name: value})) == []


def test_the_accepted_codes_are_handed_to_the_claim_check(guest):
    page = post(guest, "A/P: zebrine fluxion; barking wheedle")
    claim = html.unescape(re.search(r'name="claim" value="([^"]*)"', page.text)[1])
    assert claim == "Q11.9\nR05.9"
    assert guest.post("/claims/", {"claim": claim}).status_code == 200


def test_the_accepted_codes_are_one_step_from_a_list(member):
    page = post(member, "A/P: zebrine fluxion; barking wheedle")
    form = page.text.partition('action="/lists/collect/"')[2].partition("</form>")[0]
    codes = html.unescape(re.search(r'<textarea name="codes" hidden>([^<]*)<', form)[1])
    assert codes == "icd10cm,Q11.9\nicd10cm,R05.9\n"
    assert "wheedle" not in form
    name = re.search(r'name="name" value="(Case note of [^"]*)"', form)[1]
    made = member.post("/lists/collect/", {"codes": codes, "list": "new", "name": name}, follow=True)
    assert f"2 codes put into your list “{name}”." in html.unescape(made.text)


def test_a_guest_is_led_to_log_in_with_the_codes_alone(guest):
    form = post(guest, NOTE).text.partition('action="/lists/collect/"')[2].partition("</form>")[0]
    assert "Log in and add to a code list" in form
    assert "Q11.9" in form
    assert "fluxion" not in form


def test_the_same_code_is_told_once_with_its_places(guest):
    page = post(guest, "A/P: zebrine fluxion. Zebrine fluxion again.")
    assert page.text.count('id="entry-') == 1
    assert text_of(page).count("“zebrine fluxion” , “Zebrine fluxion”") == 1


def test_a_note_without_findings_says_so(guest):
    assert "No phrase of this note was found to have a code." in text_of(post(guest, "well"))


def test_it_costs_few_statements(guest):
    post(guest, NOTE)
    with CaptureQueriesContext(connection) as queries:
        post(guest, NOTE + "\n" + "zebrine fluxion, barking wheedle. " * 100)
    assert sum(not re.search('SAVEPOINT|"cache"', query["sql"]) for query in queries) <= MOST


@pytest.mark.parametrize(
    "note",
    [
        "a\0b zebrine fluxion",
        "😀 zebrine fluxion 😀",
        "\u202ezebrine fluxion\u202c \u05d0\u05d1",
        "<script>alert(1)</script> zebrine fluxion",
        "'; DROP TABLE codes_code; -- zebrine fluxion",
        "{{ 7 }} {% load %} zebrine fluxion",
        "zebrine fluxion " * 1200,
        "⟦⟧⟦name zebrine fluxion",
        "a" * LONGEST_NOTE,
        "\r\n".join(["zebrine fluxion"] * 50),
    ],
    ids=["nul", "emoji", "rtl", "html", "sql", "template", "long", "marks", "one word", "lines"],
)
def test_odd_notes_are_read(guest, note):
    page = post(guest, note)
    assert "<script>alert" not in page.text
    assert ("zebrine fluxion" in page.text) == ("zebrine" in note)


@pytest.mark.parametrize("note", ["", "   \n\t ", "\0\u202e"])
def test_an_empty_note_is_refused(guest, note):
    assert "Paste or type a note first." in text_of(post(guest, note, status=400))


def test_a_novel_is_refused(guest):
    assert post(guest, "zebrine fluxion " * 70_000, status=400)


def test_other_methods_and_a_missing_field(guest):
    assert guest.put(PAGE).status_code == 405
    assert guest.post(PAGE).status_code == 400
    assert Client(enforce_csrf_checks=True).post(PAGE, {"note": NOTE}).status_code == 403


class TestTooOften:
    @pytest.fixture(autouse=True)
    def one_a_minute(self, monkeypatch):
        monkeypatch.setattr(policy, "CASE_NOTES", "1/m,9/h")

    def test_it_is_refused_with_the_time_to_wait(self, guest):
        post(guest, NOTE)
        page = post(guest, NOTE, status=429)
        assert 1 <= int(page.headers["Retry-After"]) <= 60
        assert re.search(r"The note was not read. That was a lot .* in (\d+ seconds|1 minute);", text_of(page))
        assert "no-store" in page.headers["Cache-Control"]

    def test_nothing_that_was_typed_is_lost(self, guest, monkeypatch):
        page = post(guest, NOTE)
        ((name, _),) = radios(page).items()
        masked = NOTE.replace("Harold Vexley", "⟦name⟧")
        page = post(guest, masked, status=429, read=digest(page), **{name: "reject"})
        assert html.escape(masked.splitlines()[1]) in page.text
        kept = dict(re.findall(r'type="hidden" name="(read|c[^"]*)" value="([^"]*)"', page.text))
        monkeypatch.setattr(policy, "CASE_NOTES", "9/m")
        assert accepted(post(guest, masked, **kept)) == []

    def test_nobody_is_named(self, guest):
        post(guest, NOTE)
        assert "Vexley" not in post(guest, NOTE, status=429).text

    def test_saving_counts_too(self, member):
        post(member, NOTE)
        assert member.post(KEPT, {"note": NOTE}).status_code == 429
        assert CaseNote.objects.count() == 0

    def test_what_is_no_note_counts_not(self, guest):
        for _ in range(3):
            post(guest, "", status=400)
        post(guest, NOTE)


class TestNothingIsLogged:
    def test_of_a_note(self, guest, caplog, capsys):
        with caplog.at_level(logging.DEBUG):
            post(guest, NOTE)
            post(guest, "", status=400)
        out = capsys.readouterr()
        assert not [word for word in ("Vexley", "zebrine") if word in caplog.text + out.out + out.err]

    def test_of_a_note_that_fails(self, guest, caplog, monkeypatch, settings, mailoutbox):
        def broken(note):
            raise RuntimeError("broken")

        settings.ADMINS = [("Office", "office@example.org")]
        monkeypatch.setattr(views, "read", broken)
        guest.raise_request_exception = False
        with caplog.at_level(logging.INFO):
            page = post(guest, NOTE, status=500)
        told = caplog.text + page.text + "".join(letter.body for letter in mailoutbox)
        assert "Vexley" not in told
        assert "zebrine" not in told

    def test_nothing_is_stored(self, guest, member):
        post(member, NOTE)
        assert CaseNote.objects.count() == 0


class TestSaved:
    def test_it_works(self, member, member_user):
        answer = member.post(KEPT, {"note": NOTE})
        note = CaseNote.objects.get()
        assert (note.user, note.codes) == (member_user, ["icd10cm/Q11.9"])
        assert "Vexley" not in note.text
        assert answer.url == f"{KEPT}{note.pk}/"
        page = member.get(answer.url)
        assert "Q11.9" in page.text
        assert "masked </span>name</span>" in page.text
        assert "no-store" in page.headers["Cache-Control"]

    def test_with_the_choices_that_were_made(self, member):
        page = post(member, NOTE)
        masked = NOTE.replace("Harold Vexley", "⟦name⟧")
        ((name, _),) = radios(page).items()
        member.post(KEPT, {"note": masked, "read": digest(page), name: "reject"})
        assert CaseNote.objects.get().codes == []

    def test_what_is_refused_is_not_saved(self, member):
        assert member.post(KEPT, {"note": " "}).status_code == 400
        assert CaseNote.objects.count() == 0

    def test_a_guest_signs_in_first(self, guest):
        assert guest.post(KEPT, {"note": NOTE}).url.startswith("/accounts/login/")
        assert guest.get(f"{KEPT}1/").url.startswith("/accounts/login/")
        assert CaseNote.objects.count() == 0

    def test_no_more_than_may_be(self, member, member_user, monkeypatch):
        monkeypatch.setattr(saved, "KEPT", 1)
        saved.keep(user=member_user, text="one", codes=[])
        page = member.post(KEPT, {"note": NOTE}, follow=True)
        assert "as many as there may be" in text_of(page) + page.text
        assert CaseNote.objects.count() == 1

    def test_it_is_masked_whoever_writes(self, member_user):
        assert saved.keep(user=member_user, text="Mr. Vexley", codes=[]).text == "Mr. ⟦name⟧"

    def test_it_is_seen_and_deleted_by_its_reader_alone(self, member, member_user):
        other = saved.keep(user=a_reader(), text="theirs", codes=[])
        own = saved.keep(user=member_user, text="mine", codes=[])
        assert member.get(f"{KEPT}{other.pk}/").status_code == 404
        member.post(f"{KEPT}{other.pk}/delete/")
        listed = text_of(member.get(KEPT))
        assert ("mine" in listed, "theirs" in listed) == (True, False)
        member.post(f"{KEPT}{own.pk}/delete/")
        assert list(CaseNote.objects.values_list("text", flat=True)) == ["theirs"]
        assert member.get(f"{KEPT}{own.pk}/delete/").status_code == 405

    def test_a_code_that_is_gone_is_left_out(self, member, member_user):
        note = saved.keep(user=member_user, text="mine", codes=[("icd10cm", "Q99.9"), ("icd10cm", "Q11.9")])
        assert [code.value for code in saved.codes_of(note)] == ["Q11.9"]

    def test_it_goes_with_the_account_and_stands_in_its_data(self, member_user):
        saved.keep(user=member_user, text="mine", codes=[("icd10cm", "Q11.9")])
        assert [(n["text"], n["codes"]) for n in everything_about(member_user)["case notes"]] == [
            ("mine", ["icd10cm/Q11.9"])
        ]
        close_account(user=member_user)
        assert CaseNote.objects.count() == 0

    def test_an_empty_note_is_none(self, member_user):
        with pytest.raises(IntegrityError, match="case_note_length"):
            CaseNote.objects.create(user=member_user, text="")

    def test_a_note_has_no_more_codes_than_may_be(self, member_user):
        with pytest.raises(IntegrityError, match="case_note_codes"):
            CaseNote.objects.create(user=member_user, text="mine", codes=["icd10cm/Q11.9"] * 301)
