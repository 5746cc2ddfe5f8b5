"""How often something may be sent: by an account, by a network, and when again."""

import time

import pytest
from django.contrib.auth.models import AnonymousUser
from django.test import RequestFactory

from accounts import rates
from tests.builders import a_reader

pytestmark = pytest.mark.django_db


def sent(user=None, address="198.51.100.7"):
    request = RequestFactory().post("/", REMOTE_ADDR=address)
    request.user = user or AnonymousUser()
    return request


def refused(request, text):
    with pytest.raises(rates.TooOften) as often:
        rates.count(request, "test", text)
    return often.value.seconds


def test_it_works():
    reader = a_reader()
    for _ in range(2):
        rates.count(sent(reader), "test", "2/m")
    assert 1 <= refused(sent(reader), "2/m") <= 60


def test_each_account_has_its_own_wherever_it_is():
    rates.count(sent(a_reader()), "test", "1/m")
    other = a_reader(email="other@example.org")
    rates.count(sent(other), "test", "1/m")
    assert refused(sent(other, "203.0.113.1"), "1/m")


def test_guests_of_one_network_have_it_together():
    rates.count(sent(address="198.51.100.7"), "test", "1/m")
    assert refused(sent(address="198.51.100.99"), "1/m")
    rates.count(sent(address="203.0.113.1"), "test", "1/m")


def test_the_longer_of_two_holds_as_well(monkeypatch):
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now)
    for _ in range(2):
        rates.count(sent(), "test", "1/m,2/h")
        assert refused(sent(), "1/m,2/h") == 60
        now += 61
    assert refused(sent(), "1/m,2/h") == 3600 - 2 * 61
    now += 3600
    rates.count(sent(), "test", "1/m,2/h")


def test_each_action_is_counted_by_itself():
    rates.count(sent(), "test", "1/m")
    rates.count(sent(), "other", "1/m")


def test_whose_it_is_may_be_said():
    reader = a_reader()
    rates.count(sent(reader), "test", "9/h/user,1/h/key")
    assert refused(sent(a_reader(email="other@example.org")), "9/h/user,1/h/key")
