"""How many requests a caller may send: exact for requests at once, told in headers, forgotten afterwards."""

from datetime import timedelta
from threading import Barrier, Thread

import pytest
from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import policy
from accounts.models import OpenedPage
from api import keys, limits
from api.models import Minute
from tests.builders import a_code, a_reader

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def few(monkeypatch):
    monkeypatch.setattr(policy, "API_REQUESTS_PER_MINUTE", 3)
    monkeypatch.setattr(policy, "API_GUEST_REQUESTS_PER_MINUTE", 2)


def a_minute_later():
    Minute.objects.update(began=timezone.now() - timedelta(minutes=2))


def test_it_works(program):
    answers = [program.get("/api/v1/systems") for _ in range(5)]
    assert [answer.status_code for answer in answers] == [200, 200, 200, 429, 429]
    assert [answer.headers["RateLimit-Remaining"] for answer in answers] == ["2", "1", "0", "0", "0"]
    refused = answers[-1]
    assert refused.headers["RateLimit-Limit"] == "3"
    assert 1 <= int(refused.headers["Retry-After"]) == int(refused.headers["RateLimit-Reset"]) <= 60
    assert refused.json()["type"] == "http://testserver/api/#limit-reached"
    a_minute_later()
    assert program.get("/api/v1/systems").headers["RateLimit-Remaining"] == "2"


def test_all_keys_of_an_account_count_together(program, member_user):
    other = Client(headers={"Authorization": f"Bearer {keys.make(user=member_user, name='y').secret}"})
    told = [browser.get("/api/v1/systems").status_code for browser in (program, other, program, other)]
    assert told == [200, 200, 200, 429]


def test_accounts_count_apart(program):
    other = Client(headers={"Authorization": f"Bearer {keys.make(user=a_reader(), name='y').secret}"})
    for _ in range(4):
        program.get("/api/v1/systems")
    assert other.get("/api/v1/systems").status_code == 200


def test_the_guests_of_a_network_count_together():
    told = [Client().get("/api/v1/systems", REMOTE_ADDR=f"192.0.2.{i}").status_code for i in range(3)]
    assert told == [200, 200, 429]
    assert Client().get("/api/v1/systems", REMOTE_ADDR="198.51.100.1").status_code == 200
    assert all("192.0.2" not in minute.caller for minute in Minute.objects.all())


def test_a_signed_in_browser_counts_as_its_account(member, program):
    for _ in range(3):
        member.get("/api/v1/systems")
    assert program.get("/api/v1/systems").status_code == 429


def test_wrong_keys_count_for_their_network():
    browser = Client(headers={"Authorization": "Bearer ca_wrong"})
    assert [browser.get("/api/v1/systems").status_code for _ in range(3)] == [401, 401, 429]


def test_what_is_refused_takes_no_view(program):
    a_code()
    for _ in range(3):
        program.get("/api/v1/systems")
    assert program.get("/api/v1/codes/icd10cm/Q01.1").status_code == 429
    assert OpenedPage.objects.count() == 0


def test_what_leads_nowhere_counts_too(guest):
    assert [guest.get("/api/v1/nowhere").status_code for _ in range(3)] == [404, 404, 429]


def test_the_description_and_the_pages_are_not_counted(guest):
    for address in ("/api/v1/openapi.json", "/api/", "/"):
        for _ in range(4):
            answer = guest.get(address)
            assert answer.status_code == 200
            assert "RateLimit-Limit" not in answer.headers
    assert Minute.objects.count() == 0


def test_a_minute_never_runs_backwards():
    """Of two requests at the turn of a minute the one that waited counts in the minute that has begun."""
    ahead = timezone.now().replace(second=0, microsecond=0) + timedelta(minutes=1)
    Minute.objects.create(caller="user:1", began=ahead, requests=3)
    assert limits.count_for("user:1", 3).granted is False
    assert Minute.objects.get().began == ahead


@pytest.mark.django_db(transaction=True)
def test_it_is_exact_for_requests_at_once():
    barrier, granted = Barrier(20), []

    def ask():
        barrier.wait()
        granted.extend(limits.count_for("user:1", 25).granted for _ in range(3))
        connection.close()

    # All within one minute.
    threads = [Thread(target=ask) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    minute = Minute.objects.get()
    began = minute.began
    assert len(granted) == 60
    if timezone.now() - began < timedelta(minutes=1) and minute.requests == 26:
        assert sum(granted) == 25
    else:
        assert 25 <= sum(granted) <= 50


def test_housekeeping_forgets_them():
    limits.count_for("user:1", 5)
    limits.count_for("user:2", 5)
    Minute.objects.filter(caller="user:1").update(began=timezone.now() - timedelta(hours=2))
    call_command("housekeeping")
    assert [minute.caller for minute in Minute.objects.all()] == ["user:2"]
