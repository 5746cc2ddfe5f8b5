"""What a reader searched for: remembered, listed, switched off, deleted."""

from datetime import UTC, datetime, timedelta
from threading import Barrier, Thread

import pytest
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.actions import close_account, everything_about
from codes.models import SearchedFor, SearchesOff
from codes.search_history import KEPT, PAGE, remember, switch
from tests.builders import a_reader

pytestmark = pytest.mark.django_db
LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)


def texts(user):
    return [row.text for row in SearchedFor.objects.filter(user=user)]


def statements(work):
    with CaptureQueriesContext(connection) as queries:
        work()
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


class TestRemember:
    def test_it_works(self, member_user):
        remember(user=member_user, text="broken hip")
        remember(user=member_user, text="broken hip", system="icd10cm")
        remember(user=member_user, text="  heart \n  attack ")
        assert [(row.text, row.system) for row in SearchedFor.objects.all()] == [
            ("heart attack", ""),
            ("broken hip", "icd10cm"),
            ("broken hip", ""),
        ]

    def test_the_same_text_moves_up_as_it_was_typed_last(self, member_user):
        remember(user=member_user, text="broken hip")
        SearchedFor.objects.update(searched_at=LONG_AGO)
        remember(user=member_user, text="cough")
        remember(user=member_user, text="Broken  HIP")
        assert texts(member_user) == ["Broken HIP", "cough"]

    def test_it_is_one_statement_however_many_there_are(self, member_user):
        for text in ("one", "two", "two"):
            assert statements(lambda text=text: remember(user=member_user, text=text)) == 1

    @pytest.mark.parametrize("text", ["", "  \n ", "\x00\u202e"])
    def test_nothing_is_remembered_of_nothing(self, member_user, text):
        assert statements(lambda: remember(user=member_user, text=text)) == 0

    def test_nothing_is_remembered_of_guests(self):
        assert statements(lambda: remember(user=AnonymousUser(), text="broken hip")) == 0
        assert SearchedFor.objects.count() == 0

    def test_what_is_too_long_is_cut(self, member_user):
        remember(user=member_user, text="x" * 10_000)
        remember(user=member_user, text="y" * 199 + " zz")
        assert texts(member_user) == ["y" * 199, "x" * 200]

    def test_a_system_that_is_none_is_left_out(self, member_user):
        remember(user=member_user, text="hip", system="'; DROP TABLE codes_code --" * 9)
        assert SearchedFor.objects.get().system == ""

    def test_the_newest_two_hundred_are_kept(self, member_user):
        other = a_reader()
        remember(user=other, text="theirs")
        SearchedFor.objects.bulk_create(
            SearchedFor(user=member_user, text=f"text {i}", searched_at=LONG_AGO + timedelta(days=i))
            for i in range(KEPT)
        )
        remember(user=member_user, text="newest")
        assert texts(member_user) == ["newest", *(f"text {i}" for i in range(KEPT - 1, 0, -1))]
        remember(user=member_user, text="text 1")
        assert texts(member_user)[:2] == ["text 1", "newest"]
        assert SearchedFor.objects.filter(user=member_user).count() == KEPT
        assert texts(other) == ["theirs"]

    def test_where_it_is_off_nothing_is_written(self, member_user):
        remember(user=member_user, text="before")
        switch(user=member_user, on=False)
        remember(user=member_user, text="meanwhile")
        assert texts(member_user) == ["before"]
        switch(user=member_user, on=True)
        remember(user=member_user, text="after")
        assert texts(member_user) == ["after", "before"]


@pytest.mark.django_db(transaction=True)
def test_many_at_once_neither_double_nor_fail(member_user):
    barrier, failed = Barrier(8), []

    def search(number):
        try:
            barrier.wait()
            for i in range(10):
                remember(user=member_user, text=f"text {(number + i) % 8}")
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=search, args=(number,)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    assert sorted(texts(member_user)) == [f"text {i}" for i in range(8)]


class TestPage:
    def test_it_works(self, member, member_user):
        remember(user=member_user, text="<b>hip & knee</b>", system="icd10cm")
        page = member.get("/my/searches/").text
        assert "What you search for while signed in is remembered" in page
        assert "&lt;b&gt;hip &amp; knee&lt;/b&gt;" in page
        assert 'href="/search/?q=%3Cb%3Ehip+%26+knee%3C%2Fb%3E&amp;system=icd10cm"' in page
        assert 'href="/my/searches/"' in member.get("/my/").text

    def test_a_page_of_them(self, member, member_user):
        for i in range(PAGE + 1):
            remember(user=member_user, text=f"text {i}")
        assert "text 0" not in member.get("/my/searches/").text
        assert "text 0" in member.get("/my/searches/?page=2").text
        assert "No more of them" in member.get("/my/searches/?page=999999999").text
        assert statements(lambda: member.get("/my/searches/")) == 4

    def test_it_is_switched_off_and_on(self, member, member_user):
        remember(user=member_user, text="hip")
        for _ in range(2):
            page = member.post("/my/searches/", {"remember": "no"}, follow=True).text
            assert "Searches are not remembered. What was remembered before stays until you delete it." in page
        assert SearchesOff.objects.count() == 1
        page = member.post("/my/searches/", {"remember": "yes"}, follow=True).text
        assert "Stop remembering searches" in page

    def test_one_is_deleted(self, member, member_user):
        for text in ("hip", "knee"):
            remember(user=member_user, text=text)
        hip = SearchedFor.objects.get(text="hip")
        assert "The search is deleted" in member.post("/my/searches/", {"delete": hip.pk}, follow=True).text
        assert texts(member_user) == ["knee"]

    def test_all_are_deleted(self, member, member_user):
        other = a_reader()
        for user in (member_user, other):
            remember(user=user, text="hip")
        assert "None yet" in member.post("/my/searches/", {"delete": "all"}, follow=True).text
        assert (texts(member_user), texts(other)) == ([], ["hip"])

    def test_nobody_deletes_or_sees_anothers(self, member, member_user):
        other = a_reader()
        remember(user=other, text="theirs alone")
        member.post("/my/searches/", {"delete": SearchedFor.objects.get().pk})
        assert texts(other) == ["theirs alone"]
        assert "theirs alone" not in member.get("/my/searches/").text

    @pytest.mark.parametrize("asked", [{}, {"delete": "x"}, {"delete": "9" * 400}, {"remember": "²"}, {"delete": "²"}])
    def test_what_is_no_wish_changes_nothing(self, member, member_user, asked):
        remember(user=member_user, text="hip")
        assert member.post("/my/searches/", asked).status_code == 302
        assert texts(member_user) == ["hip"]

    def test_a_guest_is_led_to_the_sign_in(self, guest):
        for answer in (guest.get("/my/searches/"), guest.post("/my/searches/", {"delete": "all"})):
            assert answer.url == "/accounts/login/?next=/my/searches/"

    def test_a_form_of_elsewhere_is_refused(self, member_user):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(member_user)
        assert browser.post("/my/searches/", {"delete": "all"}).status_code == 403


def test_they_stand_in_the_file_of_the_account_and_go_with_it(member_user):
    remember(user=member_user, text="hip", system="icd10cm")
    switch(user=member_user, on=False)
    told = everything_about(member_user)
    assert told["searches remembered"] is False
    assert [(each["text"], each["system"]) for each in told["searches"]] == [("hip", "icd10cm")]
    close_account(user=member_user)
    assert (SearchedFor.objects.count(), SearchesOff.objects.count()) == (0, 0)


def test_readers_are_told(guest):
    assert "What you search for while signed in is remembered" in guest.get("/how-views-work/").text


class TestConstraints:
    def test_one_search_per_text(self, member_user):
        SearchedFor.objects.create(user=member_user, text="Hip")
        with pytest.raises(IntegrityError, match="one_search_per_text"):
            SearchedFor.objects.create(user=member_user, text="hIP")

    def test_search_length(self, member_user):
        with pytest.raises(IntegrityError, match="search_length"):
            SearchedFor.objects.create(user=member_user, text="")
