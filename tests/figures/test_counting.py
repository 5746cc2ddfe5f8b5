"""What is noted and summed: every view, wall and registration once, and nothing of who it was."""

from datetime import UTC, date, datetime, time, timedelta

import pytest
from allauth.account.models import EmailAddress
from allauth.account.signals import email_confirmed
from django.core.management import CommandError, call_command
from django.db import DataError, IntegrityError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts import meter, policy
from accounts.models import Grant, Meter, OpenedPage, User
from figures import actions, counting, walls
from figures.models import DailyTotal, Event
from tests.accounts.builders import a_grant, a_seat, an_organisation
from tests.accounts.test_account_pages import register
from tests.builders import NUMBERS, a_code, a_reader

pytestmark = pytest.mark.django_db
TODAY = timezone.now().date()
YESTERDAY = TODAY - timedelta(days=1)


def at(day, hour=12):
    return datetime.combine(day, time(hour), UTC)


def opened(page, day=YESTERDAY, user=None, hour=12, **fields):
    """A row of the ledger, of a new guest unless a user is named."""
    reader = f"user:{user.pk}" if user else f"guest:{next(NUMBERS)}"
    its_meter, _ = Meter.objects.get_or_create(reader=reader, defaults={"user": user})
    return OpenedPage.objects.create(meter=its_meter, page=page, opened_at=at(day, hour), **fields)


def totals(**fields):
    rows = DailyTotal.objects.filter(**fields).order_by("day", "kind", "reader", "page")
    return [(row.day, row.kind, row.reader, row.page, row.number) for row in rows]


def all_pages(day=YESTERDAY):
    return [(kind, reader, number) for _, kind, reader, _, number in totals(day=day, page="")]


def now():
    return [(kind, reader, number) for _, kind, reader, number in counting.not_summed_yet()]


def events():
    rows = Event.objects.order_by("day", "kind", "reader", "page", "times")
    return [(row.day, row.kind, row.reader, row.page, row.times) for row in rows]


def yesterday_it_was():
    """All that was noted today happened a day earlier."""
    Event.objects.update(day=YESTERDAY)


# Views


def test_it_works():
    member, staff, registered = a_reader(), a_reader(is_staff=True), a_reader()
    Grant.objects.create(user=member, until=YESTERDAY, granted_at=at(YESTERDAY), reason="Trial")
    for page, user in [
        ("a/1", None),
        ("a/1", None),
        ("a/2", None),
        ("a/1", registered),
        ("a/3", member),
        ("a/1", staff),
    ]:
        opened(page, user=user)
    opened("a/1", TODAY)
    actions.sum_finished_days()
    assert totals() == [
        (YESTERDAY, "view", "guest", "", 3),
        (YESTERDAY, "view", "guest", "a/1", 2),
        (YESTERDAY, "view", "guest", "a/2", 1),
        (YESTERDAY, "view", "member", "", 1),
        (YESTERDAY, "view", "member", "a/3", 1),
        (YESTERDAY, "view", "registered", "", 1),
        (YESTERDAY, "view", "registered", "a/1", 1),
        (YESTERDAY, "view", "staff", "", 1),
        (YESTERDAY, "view", "staff", "a/1", 1),
    ]
    assert now() == [("view", "guest", 1)]


def seated(taken, **grant):
    """A reader with a seat, taken on a day, in an organisation with a grant."""
    user, organisation = a_reader(), an_organisation()
    a_seat(organisation, user, taken_at=at(taken))
    a_grant(organisation=organisation, granted_at=at(YESTERDAY), until=TODAY, **grant)
    return user


def test_a_seat_makes_a_member():
    before = TODAY - timedelta(days=2)
    opened("a/1", user=seated(before))
    opened("a/2", user=seated(TODAY))
    actions.sum_finished_days()
    assert all_pages() == [("view", "member", 1), ("view", "registered", 1)]


def test_a_grant_counts_from_its_first_day_until_it_is_taken_back():
    later, ended = a_reader(), a_reader()
    a_grant(later, granted_at=at(TODAY - timedelta(days=9)), since=TODAY)
    a_grant(ended, granted_at=at(TODAY - timedelta(days=9)), taken_back_at=at(TODAY - timedelta(days=2)))
    opened("a/1", user=later)
    opened("a/1", TODAY - timedelta(days=2), user=ended)
    opened("a/2", user=ended)
    actions.sum_finished_days()
    assert all_pages(TODAY - timedelta(days=2)) == [("view", "member", 1)]
    assert all_pages() == [("view", "registered", 2)]


def test_a_grant_of_another_day_makes_no_member():
    user = a_reader()
    Grant.objects.create(user=user, until=YESTERDAY - timedelta(days=1), reason="Over")
    Grant.objects.create(user=user, until=TODAY, granted_at=at(TODAY), reason="Later")
    opened("a/1", user=user)
    actions.sum_finished_days()
    assert all_pages() == [("view", "registered", 1)]


def test_a_view_counts_once_for_whoever_carries_it_over(guest):
    guest.get(a_code().url)
    guest.force_login(a_reader())
    assert OpenedPage.objects.count() == 2
    assert now() == [("view", "guest", 1)]


def test_reading_again_and_what_is_given_back_count_nothing(guest):
    code = a_code()
    assert guest.get(f"{code.url}?on=nothing").status_code == 400
    assert now() == []
    guest.get(code.url)
    guest.get(code.url)
    assert now() == [("view", "guest", 1)]


def test_midnight_is_that_of_utc():
    opened("a/1", YESTERDAY, hour=0)
    opened("a/2", YESTERDAY, hour=23)
    opened("a/3", TODAY, hour=0)
    actions.sum_finished_days()
    assert all_pages() == [("view", "guest", 2)]


def test_a_page_opened_again_in_a_new_period_counts_on_both_days(member, member_user, settings):
    settings.VIEWS_PERIOD = "day"
    code = a_code()
    opened("icd10cm/Q01.1", YESTERDAY, user=member_user)
    assert member.get(code.url).status_code == 200
    assert OpenedPage.objects.count() == 1
    assert now() == [("view", "registered", 1)] * 2
    actions.sum_finished_days()
    assert all_pages() == [("view", "registered", 1)]


def test_reading_again_later_moves_no_view(member, member_user):
    code = a_code()
    opened("icd10cm/Q01.1", YESTERDAY, user=member_user, read_at=at(YESTERDAY))
    member.get(code.url)
    assert events() == []


def test_what_a_closed_account_opened_stays_counted(member_user):
    opened("a/1", YESTERDAY, user=member_user)
    opened("a/2", YESTERDAY, user=member_user, carried=True)
    opened("a/3", TODAY, user=member_user)
    actions.sum_finished_days()
    before = totals()
    User.objects.filter(pk=member_user.pk).delete()
    assert [row for row in events() if row[0] == YESTERDAY] == [(YESTERDAY, "view", "registered", "a/1", 1)]
    assert now() == [("view", "registered", 1)]
    actions.sum_finished_days(since=YESTERDAY)
    assert totals() == before


# Walls


def test_walls_are_counted_as_met_and_once_for_each_reader_and_page(guest):
    first, second, third = a_code("Q00.1"), a_code("Q01.1"), a_code("Q02.1")
    guest.get(first.url)
    for code in (second, second, second, third):
        assert guest.get(code.url).status_code == 403
    other = Client()
    other.get(first.url)
    other.get(second.url)
    assert now() == [("view", "guest", 2), ("wall", "guest", 5), ("wall once", "guest", 3)]
    assert events() == [
        (TODAY, "wall", "guest", "icd10cm/Q01.1", 1),
        (TODAY, "wall", "guest", "icd10cm/Q01.1", 3),
        (TODAY, "wall", "guest", "icd10cm/Q02.1", 1),
    ]


def test_walls_of_registered_readers(member):
    codes = [a_code(f"Q{number:02d}.1") for number in range(policy.REGISTERED_VIEWS + 1)]
    for code in codes:
        member.get(code.url)
    member.get(f"{codes[-1].url}?on=2020-01-01")
    assert now() == [("view", "registered", 5), ("wall", "registered", 2), ("wall once", "registered", 1)]


def test_who_the_fence_keeps_out_is_one_reader_for_each_network(monkeypatch):
    monkeypatch.setattr(policy, "NEW_GUESTS_PER_NETWORK_AND_DAY", 0)
    code = a_code()
    for address in ("192.0.2.1", "192.0.2.2", "198.51.100.1"):
        assert Client().get(code.url, REMOTE_ADDR=address).status_code == 403
    assert now() == [("wall", "guest", 3), ("wall once", "guest", 2)]


def test_in_a_comparison_each_closed_column_is_a_wall(guest):
    for value in ("Q01.1", "Q01.2", "Q01.3"):
        a_code(value)
    guest.get("/compare/Q01.1/Q01.2/Q01.3/")
    assert now() == [("view", "guest", 1), ("wall", "guest", 2), ("wall once", "guest", 2)]


def test_free_answers_are_no_walls(guest):
    code, other = a_code("Q01.1"), a_code("Q02.1")
    guest.get(code.url)
    guest.head(other.url)
    guest.get(other.url, headers={"Sec-Purpose": "prefetch"})
    guest.get("/icd10cm/Q99.9/")
    guest.get("/icd10cm/q021/")
    assert events() == []


def test_without_anybody_who_counts_the_meter_works_alike(guest, settings):
    settings.VIEW_NOTED = ""
    guest.get(a_code("Q01.1").url)
    assert guest.get(a_code("Q02.1").url).status_code == 403
    assert events() == []


def test_marks_are_blanked_when_a_day_is_summed_and_tell_the_same(guest):
    guest.get(a_code("Q01.1").url)
    guest.get(a_code("Q02.1").url)
    assert [len(event.mark) for event in Event.objects.all()] == [64]
    yesterday_it_was()
    actions.sum_finished_days()
    before = totals()
    assert set(Event.objects.values_list("mark", flat=True)) == {""}
    actions.sum_finished_days(since=YESTERDAY)
    assert totals() == before
    assert all_pages() == [("wall", "guest", 1), ("wall once", "guest", 1)]


def test_the_mark_of_another_day_has_another_key(monkeypatch):
    one = walls.key_of_today()
    tomorrow = timezone.now() + timedelta(days=1)
    monkeypatch.setattr(walls.timezone, "now", lambda: tomorrow)
    assert walls.key_of_today() != one


# Registrations


def test_a_registration_after_a_wall(guest):
    guest.get(a_code("Q01.1").url)
    guest.get(a_code("Q02.1").url)
    assert guest.session[meter.WALL_MET] == TODAY.isoformat()
    register(guest)
    assert now() == [
        ("registration", "guest", 1),
        ("registration after a wall", "guest", 1),
        ("view", "guest", 1),
        ("wall", "guest", 1),
        ("wall once", "guest", 1),
    ]
    assert meter.WALL_MET not in guest.session


def test_a_registration_without_a_wall(guest):
    guest.get(a_code("Q01.1").url)
    register(guest)
    assert now() == [("registration", "guest", 1), ("view", "guest", 1)]


def test_a_wall_of_long_ago_is_none(guest):
    guest.get(a_code("Q01.1").url)
    session = guest.session
    session[meter.WALL_MET] = (TODAY - timedelta(days=31)).isoformat()
    session.save()
    register(guest)
    assert now() == [("registration", "guest", 1), ("view", "guest", 1)]


def test_what_is_not_confirmed_is_no_registration(guest):
    guest.post("/accounts/signup/", {"email": "new@example.org", "password1": "a long enough one", "password2": "no"})
    assert now() == []


def test_a_second_address_is_no_registration(guest):
    register(guest)
    address = EmailAddress.objects.create(user=User.objects.get(), email="second@example.org", verified=True)
    email_confirmed.send(EmailAddress, request=None, email_address=address)
    assert now() == [("registration", "guest", 1)]


# Summing


def test_summing_again_changes_nothing():
    for day in (1, 3, 40):
        opened("a/1", TODAY - timedelta(days=day))
    actions.sum_finished_days()
    before, keys = totals(), set(DailyTotal.objects.values_list("pk", flat=True))
    actions.sum_finished_days()
    assert totals() == before
    actions.sum_finished_days(since=TODAY - timedelta(days=5))
    assert totals() == before
    assert len(keys) == len(before) == 6


def test_what_was_given_back_after_midnight_is_taken_out_the_next_time():
    opened("a/1")
    late = opened("a/2", hour=23)
    actions.sum_finished_days()
    late.delete()
    actions.sum_finished_days()
    assert all_pages() == [("view", "guest", 1)]


def test_raw_rows_are_dropped_after_thirty_days_and_totals_kept():
    old, kept = TODAY - timedelta(days=31), TODAY - timedelta(days=30)
    for day in (old, kept):
        Event.objects.create(day=day, kind="wall", reader="guest", page="a/1", times=2)
    assert actions.sum_finished_days() == actions.Summed(old, YESTERDAY, 1)
    assert events() == [(kept, "wall", "guest", "a/1", 2)]
    assert all_pages(old) == all_pages(kept) == [("wall", "guest", 2), ("wall once", "guest", 1)]
    opened("a/9")
    actions.sum_finished_days()
    assert all_pages(old) == [("wall", "guest", 2), ("wall once", "guest", 1)]
    with pytest.raises(CommandError, match="are dropped"):
        call_command("sum_numbers", "--since", old.isoformat())
    assert all_pages(old) == [("wall", "guest", 2), ("wall once", "guest", 1)]


def test_days_that_nobody_summed_are_not_lost():
    days = [TODAY - timedelta(days=number) for number in (100, 50, 1)]
    for day in days:
        Event.objects.create(day=day, kind="registration", reader="guest")
    actions.sum_finished_days()
    assert [day for day, *_ in totals()] == days


def test_the_last_totals_of_a_quiet_site_stay():
    last = TODAY - timedelta(days=95)
    DailyTotal.objects.create(day=last, kind="wall", reader="guest", number=7)
    assert actions.sum_finished_days() == actions.Summed(last + timedelta(days=1), YESTERDAY, 0)
    assert all_pages(last) == [("wall", "guest", 7)]


def test_rows_of_single_pages_stand_on_the_first_once_their_month_is_over():
    month = (TODAY - timedelta(days=70)).replace(day=1)
    for day in (1, 2, 2, 28):
        opened("a/1", month.replace(day=day))
    opened("a/2", month.replace(day=2))
    actions.sum_finished_days()
    assert totals(day__month=month.month).count((month, "view", "guest", "a/1", 4)) == 1
    assert [row for row in totals() if row[3]] == [
        (month, "view", "guest", "a/1", 4),
        (month, "view", "guest", "a/2", 1),
    ]
    assert [(day.day, number) for day, _, _, page, number in totals(page="")] == [(1, 1), (2, 3), (28, 1)]


def test_housekeeping_sums_before_guests_are_forgotten(capsys):
    day = TODAY - timedelta(days=100)
    opened("a/1", day)
    Meter.objects.update(created_at=at(day))
    call_command("housekeeping")
    assert Meter.objects.count() == 0
    assert all_pages(day) == [("view", "guest", 1)]


def test_the_command_says_what_it_did(capsys):
    call_command("sum_numbers")
    assert capsys.readouterr().out == "nothing to sum\n"
    opened("a/1")
    call_command("sum_numbers")
    assert capsys.readouterr().out == f"summed {YESTERDAY} to {YESTERDAY}; 0 raw rows dropped\n"


def test_a_sum_that_fails_leaves_what_was(monkeypatch):
    opened("a/1")
    actions.sum_finished_days()
    before = totals()
    monkeypatch.setattr(actions, "FOLD", "SELECT 1 / 0")
    with pytest.raises(DataError), transaction.atomic():
        actions.sum_finished_days()
    assert totals() == before


# What may stand there


def test_no_column_can_name_anybody(guest):
    """The columns, and what is in them after a wall and a registration."""
    columns = [[field.name for field in model._meta.get_fields()] for model in (Event, DailyTotal)]
    assert columns == [
        ["id", "day", "kind", "reader", "page", "mark", "times"],
        ["id", "day", "kind", "reader", "page", "number"],
    ]
    guest.get(a_code("Q01.1").url)
    guest.get(a_code("Q02.1").url)
    who = [guest.session.session_key, guest.session[meter.READER].partition(":")[2], "127.0.0"]
    register(guest)
    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(e::text, ' ') FROM figures_event e")
        stored = cursor.fetchone()[0]
    assert [name for name in [*who, "new@example.org"] if name in stored] == []


@pytest.mark.parametrize(
    ("model", "fields", "constraint"),
    [
        (Event, {"kind": "view", "page": ""}, "views_and_walls_have_a_page"),
        (Event, {"kind": "registration", "page": "a/1"}, "views_and_walls_have_a_page"),
        (Event, {"kind": "view", "page": "a/1", "mark": "m"}, "only_walls_have_a_mark"),
        (Event, {"kind": "wall", "page": "a/2", "mark": "m"}, "one_event_of_a_mark"),
        (DailyTotal, {"kind": "view", "number": 0}, "totals_are_of_something"),
        (DailyTotal, {"kind": "wall", "number": 1}, "one_total_of_a_day"),
    ],
)
def test_constraints(model, fields, constraint):
    day = date(2026, 1, 5)
    Event.objects.create(day=day, kind="wall", reader="guest", page="a/2", mark="m")
    DailyTotal.objects.create(day=day, kind="wall", reader="guest", number=1)
    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        model.objects.create(day=day, reader="guest", **fields)
