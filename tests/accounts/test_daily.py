"""Limits of a day: what is used never adds up to more, however many requests ask at once."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.db import IntegrityError, connection
from django.utils.timezone import localdate

from accounts import actions, policy
from accounts.daily import Allowance, claim_lines, take_claim_lines
from accounts.models import DailyUse
from tests.builders import a_reader


@pytest.fixture
def limit(monkeypatch):
    monkeypatch.setattr(policy, "CLAIM_LINES_PER_DAY", 10)
    return 10


@pytest.mark.django_db
def test_it_works(limit):
    reader = a_reader()
    assert take_claim_lines(reader, 4) == Allowance(True, 10, 6)
    assert take_claim_lines(reader, 6) == Allowance(True, 10, 0)
    assert take_claim_lines(reader, 1) == Allowance(False, 10, 0)
    assert claim_lines(reader) == Allowance(True, 10, 0)


@pytest.mark.django_db
def test_what_is_too_much_uses_nothing(limit):
    reader = a_reader()
    assert take_claim_lines(reader, 11) == Allowance(False, 10, 10)
    take_claim_lines(reader, 7)
    assert take_claim_lines(reader, 4) == Allowance(False, 10, 3)
    assert take_claim_lines(reader, 3) == Allowance(True, 10, 0)


@pytest.mark.django_db
def test_readers_have_a_limit_each_and_a_new_one_each_day(limit):
    first, second = a_reader(), a_reader()
    take_claim_lines(first, 10)
    assert take_claim_lines(second, 10).granted
    DailyUse.objects.update(day=localdate() - timedelta(days=1))
    assert claim_lines(first) == Allowance(True, 10, 10)
    assert take_claim_lines(first, 11) == Allowance(False, 10, 10)
    assert take_claim_lines(first, 2) == Allowance(True, 10, 8)
    assert DailyUse.objects.filter(user=first).count() == 1


@pytest.mark.django_db
def test_who_opens_every_page_has_none(limit):
    staff = a_reader(is_staff=True)
    assert take_claim_lines(staff, 1000) == claim_lines(staff) == Allowance(True)
    assert DailyUse.objects.count() == 0


@pytest.mark.django_db
def test_one_row_for_each_reader_and_rule():
    row = {"user": a_reader(), "rule": DailyUse.Rule.CLAIM_LINES, "day": localdate(), "amount": 1}
    DailyUse.objects.create(**row)
    with pytest.raises(IntegrityError, match="one_daily_use_of_a_rule"):
        DailyUse.objects.create(**row)


@pytest.mark.django_db
def test_it_is_among_a_readers_data_and_ends_with_the_account(limit):
    reader = a_reader()
    take_claim_lines(reader, 4)
    told = actions.everything_about(reader)["limits of a day"]
    assert told == [{"rule": "claim lines", "day": localdate(), "used": 4}]
    actions.close_account(user=reader)
    assert DailyUse.objects.count() == 0


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("number", [1, 3])
def test_forty_at_once_are_granted_exactly_what_there_is(limit, number):
    reader, barrier = a_reader(), Barrier(40)

    def take(_):
        barrier.wait(timeout=60)
        try:
            return take_claim_lines(reader, number).granted
        finally:
            connection.close()

    with ThreadPoolExecutor(40) as pool:
        granted = sum(pool.map(take, range(40)))
    assert granted == limit // number
    assert DailyUse.objects.get().amount == granted * number
