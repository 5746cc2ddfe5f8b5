"""Favourites, private notes and My codes: a reader's own things."""

import json
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.actions import close_account, everything_about
from accounts.models import Grant, OpenedPage
from codes import shelf
from codes.models import Favourite, PrivateNote
from codes.models.shelf import LONGEST_NOTE
from tests.builders import a_code, a_reader

pytestmark = pytest.mark.django_db
HX = {"HX-Request": "true"}


def star(browser, code, wanted="yes", **fields):
    return browser.post(f"/my/favourites/{code.system}/{code.value}/", {"wanted": wanted} | fields)


def write(browser, code, text, **fields):
    return browser.post(f"/my/notes/{code.system}/{code.value}/", {"text": text} | fields)


def values(user):
    return list(Favourite.objects.filter(user=user).values_list("code__value", flat=True))


def kept_note(user):
    return PrivateNote.objects.filter(user=user).values_list("text", flat=True).first()


class TestFavourites:
    def test_it_works(self, member, member_user):
        code = a_code()
        member.get(code.url)
        response = star(member, code)
        assert (response.status_code, response.url) == (302, code.url)
        assert values(member_user) == ["Q01.1"]
        assert 'aria-pressed="true"' in member.get(code.url).text
        star(member, code, "no")
        assert values(member_user) == []
        assert 'aria-pressed="false"' in member.get(code.url).text

    def test_asking_twice_is_the_same_as_once(self, member, member_user):
        code = a_code()
        for _ in range(2):
            star(member, code)
        assert values(member_user) == ["Q01.1"]
        for _ in range(2):
            star(member, code, "no")
        assert values(member_user) == []

    def test_a_code_that_is_not_open_may_be_a_favourite(self, member, member_user):
        for i in range(5):
            member.get(a_code(f"Q{i:02d}.2").url)
        code = a_code()
        wall = member.get(code.url)
        assert wall.status_code == 403
        assert "Add to favourites" in wall.text
        star(member, code)
        assert values(member_user) == ["Q01.1"]
        assert OpenedPage.objects.count() == 5

    def test_htmx_gets_the_star_alone(self, member):
        code = a_code()
        answer = member.post(f"/my/favourites/icd10cm/{code.value}/", {"wanted": "yes"}, headers=HX)
        assert answer.text.strip().startswith('<form id="star"')
        assert "ICD-10-CM Q01.1 is now among your favourites." in answer.text
        assert 'aria-pressed="true"' in answer.text
        assert "<textarea" not in answer.text

    def test_each_reader_has_their_own(self, member, member_user):
        code, other = a_code(), Client()
        other.force_login(a_reader())
        star(other, code)
        assert values(member_user) == []
        assert 'aria-pressed="false"' in member.get(code.url).text


class TestNotes:
    def test_it_works(self, member, member_user):
        code = a_code()
        member.get(code.url)
        assert write(member, code, "Ask for\r\nthe side\r\n").url == code.url
        assert kept_note(member_user) == "Ask for\nthe side"
        assert "Ask for<br>the side" in member.get(code.url).text
        write(member, code, "Changed")
        assert kept_note(member_user) == "Changed"
        write(member, code, " \r\n ")
        assert PrivateNote.objects.count() == 0

    def test_a_page_that_is_not_open_takes_none(self, member, member_user):
        code = a_code()
        assert write(member, code, "Words").status_code == 403
        assert "Open it first" in write(member, code, "Words").text
        assert (kept_note(member_user), OpenedPage.objects.count()) == (None, 0)

    def test_a_member_without_limit_writes_anywhere(self, member, member_user):
        Grant.objects.create(user=member_user, until=timezone.localdate(), reason="audit")
        write(member, a_code(), "Words")
        assert (kept_note(member_user), OpenedPage.objects.count()) == ("Words", 0)

    def test_ones_own_note_stays_ones_own_when_the_page_is_closed_again(self, member, member_user, settings):
        code = a_code()
        member.get(code.url)
        write(member, code, "Mine")
        settings.VIEWS_PERIOD = "day"
        OpenedPage.objects.update(opened_at=timezone.now() - timedelta(days=2))
        assert "Mine</textarea>" in member.get(f"/my/notes/icd10cm/{code.value}/").text
        write(member, code, "Still mine")
        assert kept_note(member_user) == "Still mine"
        write(member, code, "")
        assert kept_note(member_user) is None
        assert write(member, code, "Again").status_code == 403

    def test_a_page_that_a_guest_opened_counts_after_signing_in(self, guest):
        code, user = a_code(), a_reader()
        guest.get(code.url)
        guest.force_login(user)
        write(guest, code, "Words")
        assert kept_note(user) == "Words"

    @pytest.mark.parametrize(
        "text",
        [
            "<script>alert(1)</script>",
            "<style>*{display:none}</style>",
            '<img src=x onerror="alert(1)">',
            "</textarea><script>alert(1)</script>",
            '"><b onmouseover=alert(1)>x',
        ],
    )
    def test_markup_is_shown_as_text(self, member, member_user, text):
        code = a_code()
        member.get(code.url)
        write(member, code, text)
        assert kept_note(member_user) == text
        for address in (code.url, "/my/", f"/my/notes/icd10cm/{code.value}/"):
            page = member.get(address).text
            assert text not in page
            for never in ("<script>alert", "<style>", "<img", "<b on"):
                assert never not in page

    def test_marks_that_nobody_sees_are_left_out(self, member, member_user):
        code = a_code()
        member.get(code.url)
        write(member, code, "a\u202eb\u2066c\x00d\x1b[31m\te\u200f")
        assert kept_note(member_user) == "abcd[31m\te"

    def test_ten_thousand_characters_are_kept_with_their_line_ends(self, member, member_user):
        code = a_code()
        member.get(code.url)
        text = "\n".join(["x" * 99] * 100)
        assert len(text) == LONGEST_NOTE - 1
        write(member, code, text.replace("\n", "\r\n"))
        assert kept_note(member_user) == text

    def test_one_more_is_refused_with_what_was_typed(self, member, member_user):
        code = a_code()
        member.get(code.url)
        answer = write(member, code, "y" * (LONGEST_NOTE + 1))
        assert answer.status_code == 400
        assert "holds up to 10000 characters; this one has 10001" in answer.text
        assert "y" * (LONGEST_NOTE + 1) in answer.text
        fragment = member.post(f"/my/notes/icd10cm/{code.value}/", {"text": "y" * 10_001}, headers=HX)
        assert "this one has 10001" in fragment.text
        assert "y" * 10_001 in fragment.text
        assert kept_note(member_user) is None

    @pytest.mark.parametrize(("size", "status"), [(1_000_000, 400), (5_000_000, 413)])
    def test_a_megabyte_is_refused(self, member, member_user, size, status):
        code = a_code()
        member.get(code.url)
        assert write(member, code, "z" * size).status_code == status
        assert kept_note(member_user) is None


class TestWhoMay:
    def test_a_guest_is_led_to_the_sign_in_and_back_to_the_code(self, guest):
        code = a_code()
        for answer in (star(guest, code), write(guest, code, "Words"), guest.get("/my/notes/icd10cm/Q01.1/")):
            assert answer.url == "/accounts/login/?next=/icd10cm/Q01.1/"
        answer = guest.post("/my/favourites/icd10cm/Q01.1/", {"wanted": "yes"}, headers=HX)
        assert answer.headers["HX-Redirect"] == "/accounts/login/?next=/icd10cm/Q01.1/"
        assert guest.get("/my/").url == "/accounts/login/?next=/my/"
        assert (Favourite.objects.count(), PrivateNote.objects.count()) == (0, 0)

    def test_a_guest_sees_no_box(self, guest):
        assert "yours" not in guest.get(a_code().url).text.split("<main")[1]

    def test_what_has_no_page_can_be_no_favourite(self, member):
        chapter = a_code("Q00-Q99", kind="section")
        assert star(member, chapter).status_code == 404
        assert member.post("/my/favourites/icd10cm/Q99.9/", {"wanted": "yes"}).status_code == 404
        assert member.get("/my/favourites/icd10cm/Q01.1/").status_code == 405

    @pytest.mark.parametrize("elsewhere", ["https://example.org/", "//example.org/", "javascript:alert(1)", "x"])
    def test_saving_leads_to_pages_of_ours_only(self, member, elsewhere):
        code = a_code()
        assert star(member, code, next=elsewhere).url == code.url
        assert star(member, code, next="/my/?read=2").url == "/my/?read=2"

    def test_a_form_of_another_site_is_refused(self, member_user):
        strict = Client(enforce_csrf_checks=True)
        strict.force_login(member_user)
        assert star(strict, a_code()).status_code == 403


class TestMyCodes:
    def lists(self, page):
        """The values in each list of My codes."""
        parts = page.text.split("<h2 id=")[1:]
        return [[each.split("<")[0] for each in part.split('<span class="code">')[1:]] for part in parts]

    def test_it_works(self, member, member_user):
        first, second = a_code("Q01.1"), a_code("Q02.1")
        member.get(first.url)
        member.get(second.url)
        star(member, first)
        star(member, second)
        write(member, first, "Ask for the side " * 40)
        page = member.get("/my/")
        assert self.lists(page) == [["Q02.1", "Q01.1"], ["Q01.1"], ["Q02.1", "Q01.1"]]
        assert "Ask for the side Ask" in page.text
        assert "…" in page.text
        assert ("Ask for the side " * 12) not in page.text
        assert "noindex" in page.text
        assert page.headers["Cache-Control"].startswith("max-age=0, no-cache, no-store")

    def test_the_code_read_last_is_first(self, member, member_user):
        for i in range(3):
            member.get(a_code(f"Q0{i}.1").url)
        an_hour_ago = timezone.now() - timedelta(hours=1)
        OpenedPage.objects.update(opened_at=an_hour_ago, read_at=an_hour_ago)
        member.get("/icd10cm/Q01.1/")
        assert self.lists(member.get("/my/"))[2] == ["Q01.1", "Q02.1", "Q00.1"]

    def test_each_list_is_paged_by_itself(self, member, member_user):
        codes = [a_code(f"Q{i:02d}.1") for i in range(45)]
        for code in codes:
            star(member, code)
        first, second, third = (self.lists(member.get(f"/my/?favourites={i}"))[0] for i in (1, 2, 3))
        assert first + second + third == [code.value for code in reversed(codes)]
        assert (len(first), len(second), len(third)) == (20, 20, 5)
        assert "favourites=3" in member.get("/my/?favourites=2&read=1").text
        for odd in ("0", "-1", "x", "99999999999999999999"):
            assert member.get(f"/my/?favourites={odd}").status_code == 200

    def test_official_cpt_words_stand_on_the_codes_own_page_only(self, member):
        code = a_code("99901", "cpt", descriptor="Licensed words", title="Ours")
        member.get(code.url)
        star(member, code)
        page = member.get("/my/").text
        assert "Licensed words" not in page
        assert "Ours" in page

    def test_pages_of_the_ledger_that_are_no_codes_are_left_out(self, member, member_user):
        member.get(a_code().url)
        meter = OpenedPage.objects.get().meter
        OpenedPage.objects.create(meter=meter, page="elsewhere/1")
        OpenedPage.objects.create(meter=meter, page="plain")
        assert self.lists(member.get("/my/"))[2] == ["Q01.1"]

    def test_it_costs_the_same_for_one_code_and_for_many(self, member, member_user):
        def statements():
            with CaptureQueriesContext(connection) as queries:
                member.get("/my/")
            return len(queries)

        Grant.objects.create(user=member_user, until=timezone.localdate(), reason="audit")
        member.get("/my/")
        code = a_code()
        member.get(code.url)
        star(member, code)
        write(member, code, "Words")
        few = statements()
        for i in range(30):
            other = a_code(f"Q{i:02d}.9")
            member.get(other.url)
            star(member, other)
            write(member, other, "Words")
        assert statements() == few <= 7


def test_star_and_note_together_cost_one_statement(member_user, django_assert_num_queries):
    code = a_code()
    PrivateNote.objects.create(user=member_user, code=code, text="Words")
    with django_assert_num_queries(1):
        assert shelf.yours(member_user, code) == shelf.Yours(favourite=False, note="Words")


def test_both_are_in_the_export_and_leave_with_the_account(member, member_user):
    code = a_code()
    member.get(code.url)
    star(member, code)
    write(member, code, "Words")
    stored = json.loads(json.dumps(everything_about(member_user), default=str))
    assert [each["code"] for each in stored["favourites"]] == ["ICD-10-CM Q01.1"]
    assert [(each["code"], each["text"]) for each in stored["private notes"]] == [("ICD-10-CM Q01.1", "Words")]
    assert "last read" in stored["pages opened"][0]
    close_account(user=member_user)
    assert (Favourite.objects.count(), PrivateNote.objects.count()) == (0, 0)
