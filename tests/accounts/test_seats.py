"""Seats of an organisation: offered, taken, given, taken back; never more than there are."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import letters, policy, seat_actions
from accounts.actions import close_account
from accounts.member_actions import Refused
from accounts.models import AuditEntry, Seat
from tests.accounts.builders import a_grant, a_seat, an_organisation, terms_of
from tests.builders import a_reader
from tests.test_query_counts import statements

pytestmark = pytest.mark.django_db
HOME = "https://codes.example.org"
NEW = {"email": "new@example.org"}


def browser_of(user):
    browser = Client()
    browser.force_login(user)
    return browser


@pytest.fixture
def clinic():
    return an_organisation(name="Clinic", seats=2)


@pytest.fixture
def page(clinic):
    return f"/account/organisation/{clinic.pk}/"


@pytest.fixture
def manager(clinic):
    return browser_of(clinic.manager)


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("act", "role"))


def link():
    return re.search(r"http://testserver(/account/seat/\S+)", mail.outbox[-1].body)[1]


def test_it_works(clinic, page, manager, django_capture_on_commit_callbacks):
    a_grant(organisation=clinic, plan={"name": "Shared"})
    with django_capture_on_commit_callbacks(execute=True):
        assert manager.post(page, NEW).status_code == 302
    assert (mail.outbox[0].to, mail.outbox[0].subject) == (["new@example.org"], "CodeAhead: a seat for you from Clinic")
    user = a_reader(email="new@example.org")
    reader = browser_of(user)
    assert "Take the seat" in reader.get(link()).text
    assert terms_of(user)[0] == ""
    reader.post(link())
    assert terms_of(user)[0] == "Shared"
    assert "of Clinic" in reader.get("/account/").text
    shown = manager.get(page).text
    assert "1 of 2 seats given; Shared until" in shown and "Taken" in shown
    manager.post(page, {"take_back": Seat.objects.get().pk})
    assert terms_of(user)[0] == ""
    assert acts() == [("seat offered", "manager"), ("seat taken", "reader"), ("seat taken back", "manager")]


def test_only_its_manager_sees_the_page(page, guest, member):
    assert member.get(page).status_code == 404
    assert Client().get(page).url.startswith("/accounts/login/")
    assert member.post(page, NEW).status_code == 404
    assert Seat.objects.count() == 0


def test_a_manager_reaches_no_other_organisations_seats(page, manager):
    other = a_seat(an_organisation())
    for key in (other.pk, "x", "9" * 30, "٣"):
        assert manager.post(page, {"take_back": key}).status_code == 302
    assert Seat.objects.count() == 1


def test_there_are_no_more_seats_than_there_are(clinic, page, manager):
    a_seat(clinic), a_seat(clinic, a_reader())
    answer = manager.post(page, NEW)
    assert (answer.status_code, Seat.objects.count()) == (400, 2)
    assert "All 2 seats are given. Take one back first." in answer.text
    with pytest.raises(Refused):
        seat_actions.give(organisation=clinic, user=a_reader(), by=clinic.manager)
    clinic.seats = 1
    with pytest.raises(Refused):
        seat_actions.save_organisation(organisation=clinic, by=clinic.manager)


def test_an_address_is_offered_one_seat_and_nobody_is_told_who_has_an_account(clinic, page, manager):
    a_reader(email="known@example.org")
    known = manager.post(page, {"email": "known@example.org"})
    unknown = manager.post(page, {"email": "unknown@example.org"})
    assert (known.status_code, known.url) == (unknown.status_code, unknown.url)
    assert set(Seat.objects.values_list("user", "taken_at")) == {(None, None)}
    assert "already" in manager.post(page, {"email": "KNOWN@example.org"}).text


def test_what_is_no_address_is_refused(page, manager):
    for email in ("", "nobody", "a@b", "x" * 300 + "@example.org", "a@example.org\nBcc: b@example.org"):
        assert manager.post(page, {"email": email}).status_code == 400
    assert (Seat.objects.count(), mail.outbox) == (0, [])


def test_the_letters_of_a_day_have_an_end(clinic, page, manager, monkeypatch):
    """Offering and taking back again writes to no more people."""
    monkeypatch.setattr(policy, "SEAT_OFFERS_BEYOND", 1)
    for number in range(4):
        answer = manager.post(page, {"email": f"new{number}@example.org"})
        Seat.objects.all().delete()
    assert "That is all the letters for today." in answer.text
    assert AuditEntry.objects.filter(act="seat offered").count() == 3


# Taking one


def offered(clinic, **fields):
    seat = a_seat(clinic, **fields)
    return seat, f"/account/seat/{letters.token_of(seat)}/"


def test_a_guest_is_led_to_register_and_nothing_is_taken(clinic, guest):
    seat, address = offered(clinic)
    page = guest.get(address).text
    assert "/accounts/signup/?next=/account/seat/" in page and "A seat of Clinic" in page
    guest.post(address)
    seat.refresh_from_db()
    assert seat.user is None


def test_a_link_works_once(clinic, member):
    seat, address = offered(clinic)
    assert member.post(address).status_code == 302
    other = browser_of(a_reader())
    assert (other.get(address).status_code, other.post(address).status_code) == (404, 404)
    assert "does not stand any more" in other.get(address).text


def test_what_was_taken_back_or_forged_or_is_old_gives_nothing(clinic, member, monkeypatch):
    seat, address = offered(clinic)
    assert member.post(address.replace("/seat/", "/seat/x")).status_code == 404
    monkeypatch.setattr(policy, "SEAT_OFFER_KEPT", timedelta(seconds=-1))
    assert member.post(address).status_code == 404
    monkeypatch.undo()
    seat.delete()
    assert member.post(address).status_code == 404


def test_a_reader_has_one_seat_of_an_organisation(clinic, member, member_user):
    a_seat(clinic, member_user)
    seat, address = offered(clinic)
    assert "You have a seat of this organisation already." in member.post(address, follow=True).text
    seat.refresh_from_db()
    assert seat.user is None


def test_staff_give_a_seat_at_once_and_what_was_offered_is_taken_by_it(clinic):
    boss, user = a_reader(is_staff=True), a_reader()
    a_seat(clinic, email=user.email.upper()), a_seat(clinic)
    seat_actions.give(organisation=clinic, user=user, by=boss)
    assert (Seat.objects.count(), user.seats.count()) == (2, 1)
    assert acts() == [("seat given", "staff")]


# What is forgotten


def test_an_offer_that_nobody_took_is_forgotten_with_the_address(clinic):
    old, _, taken = a_seat(clinic), a_seat(clinic), a_seat(an_organisation(), a_reader())
    long_ago = timezone.now() - policy.SEAT_OFFER_KEPT - timedelta(minutes=1)
    Seat.objects.filter(pk__in=[old.pk, taken.pk]).update(offered_at=long_ago)
    assert seat_actions.forget_old_offers() == 1
    assert not Seat.objects.filter(pk=old.pk).exists() and Seat.objects.count() == 2
    assert acts() == [("seat lapsed", "program")]
    assert old.email not in str(list(AuditEntry.objects.values()))


def test_closing_an_account_frees_its_seat_and_its_organisation_stays(clinic):
    user = a_reader()
    a_seat(clinic, user)
    close_account(user=user)
    close_account(user=clinic.manager)
    clinic.refresh_from_db()
    assert (Seat.objects.count(), clinic.manager) == (0, None)


def test_the_page_costs_the_same_for_one_seat_and_for_many(page, manager, clinic):
    a_seat(clinic)
    manager.get(page)
    few = statements(manager, page)
    for _ in range(30):
        a_seat(clinic, a_reader())
    assert statements(manager, page) == few


# At once


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("way", ["offer", "give", "page"])
def test_requests_at_once_never_give_more_seats_than_there_are(way):
    clinic, boss = an_organisation(seats=5), a_reader(is_staff=True)
    readers = [a_reader() for _ in range(20)]
    browsers = [browser_of(clinic.manager) for _ in readers]
    barrier = Barrier(len(readers))

    def ask(number):
        reader = readers[number]
        barrier.wait(timeout=60)
        try:
            if way == "page":
                page = f"/account/organisation/{clinic.pk}/"
                return browsers[number].post(page, {"email": reader.email}).status_code == 302
            if way == "offer":
                seat_actions.offer(organisation=clinic, email=reader.email, by=boss, home=HOME)
            else:
                seat_actions.give(organisation=clinic, user=reader, by=boss)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(readers)) as pool:
        assert sorted(pool.map(ask, range(len(readers)))) == [False] * 15 + [True] * 5
    assert Seat.objects.count() == 5


@pytest.mark.django_db(transaction=True)
def test_of_readers_at_once_one_takes_the_seat():
    clinic = an_organisation()
    seat, readers = a_seat(clinic), [a_reader() for _ in range(8)]
    barrier = Barrier(len(readers))

    def take(reader):
        barrier.wait(timeout=60)
        try:
            seat_actions.take(seat=seat, user=reader)
        except Refused:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(len(readers)) as pool:
        assert sorted(pool.map(take, readers)) == [False] * 7 + [True]
