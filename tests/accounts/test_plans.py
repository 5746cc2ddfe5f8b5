"""What holds for a reader: plans, grants, seats; the best of them, its period, its end, and what happens between."""

from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.db.models import ProtectedError
from django.test import Client
from django.utils import timezone

from accounts import meter, plans
from accounts.models import Grant, OpenedPage, Plan
from tests.accounts.builders import a_day, a_grant, a_plan, a_seat, an_organisation, terms_of
from tests.builders import a_code, a_reader
from tests.test_query_counts import statements

pytestmark = pytest.mark.django_db
FREE = ("", 5, "never", None)


@pytest.fixture
def codes():
    return [a_code(f"Q{i:02d}.1") for i in range(20)]


def statuses(browser, codes):
    return [browser.get(code.url).status_code for code in codes]


def test_it_works(member, member_user, codes):
    a_grant(member_user, plan={"name": "Seven", "views": 7})
    assert statuses(member, codes[:8]) == [200] * 7 + [403]
    wall = member.get(codes[7].url).text
    assert "Your plan “Seven” opens 7 code pages, and yours are all used. They stay open to you." in wall
    assert 'href="/more-views/"' in wall


def test_without_a_grant_the_rule_holds_as_ever(member_user):
    assert terms_of(member_user) == FREE


def test_a_grant_without_a_plan_is_one_without_limit(member_user):
    Grant.objects.create(user=member_user, until=a_day(), reason="As before there were plans")
    assert terms_of(member_user) == ("Without limit", None, "never", None)
    assert Plan.objects.filter(name="Without limit").count() == 1


# Days


@pytest.mark.parametrize(
    ("since", "until", "holds"),
    [
        (None, 0, True),
        (0, 0, True),
        (-9, 0, True),
        (0, 9, True),
        (None, -1, False),
        (-9, -1, False),
        (1, 9, False),
    ],
)
def test_a_grant_holds_from_its_first_day_to_its_last(member_user, since, until, holds):
    a_grant(member_user, plan={"name": "A"}, since=None if since is None else a_day(since), until=a_day(until))
    assert terms_of(member_user)[0] == ("A" if holds else "")


def test_one_that_was_taken_back_holds_no_more(member_user):
    a_grant(member_user, taken_back_at=timezone.now())
    assert terms_of(member_user) == FREE


@pytest.mark.parametrize("ahead", [timedelta(days=2), -timedelta(days=2)])
def test_the_days_are_those_of_postgresql_in_utc(member_user, monkeypatch, ahead):
    """Neither a web server whose clock is wrong nor the time zone of its connection moves midnight."""
    a_grant(member_user, plan={"name": "A"}, since=a_day(), until=a_day())
    true_now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: true_now() + ahead)
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])
        assert terms_of(member_user)[0] == "A"


def test_a_grant_that_ends_while_its_reader_reads(member, member_user, codes, monkeypatch):
    """The page that was granted is drawn whole; the next one is asked for under what holds then."""
    from codes import kept

    grant = a_grant(member_user, until=a_day())
    assert statuses(member, codes[:6]) == [200] * 6
    draw = kept.draw

    def midnight(*args, **options):
        Grant.objects.filter(pk=grant.pk).update(until=a_day(-1))
        return draw(*args, **options)

    monkeypatch.setattr(kept, "draw", midnight)
    assert "Sources and dates" in member.get(codes[6].url).text
    assert statuses(member, codes[:8]) == [200] * 7 + [403]
    assert meter.standing(member_user)[:2] == (5, 7)


# Periods


def test_views_of_a_plan_count_in_its_own_period(member, member_user, codes, settings):
    settings.VIEWS_PERIOD = "never"
    a_grant(member_user, plan={"views": 2, "period": "day"})
    assert statuses(member, codes[:3]) == [200, 200, 403]
    assert "0 code page views remaining today." in member.get(codes[0].url).text
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    OpenedPage.objects.update(opened_at=midnight)
    assert statuses(member, codes[:3]) == [200, 200, 403]
    OpenedPage.objects.update(opened_at=midnight - timedelta(microseconds=1))
    assert statuses(member, codes[2:5]) == [200, 200, 403]


def test_months_begin_on_the_first(member_user):
    a_grant(member_user, plan={"views": 20, "period": "month"})
    browser = Client()
    browser.force_login(member_user)
    browser.get(a_code().url)
    first = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    for opened_at, used in ((first, 1), (first - timedelta(microseconds=1), 0)):
        OpenedPage.objects.update(opened_at=opened_at)
        assert meter.standing(member_user)[:2] == (20, used)


def test_the_periods_of_readers_are_their_own(member, member_user, codes, settings):
    """A guest's count does not start anew with a member's plan, nor a member's with VIEWS_PERIOD."""
    settings.VIEWS_PERIOD = "day"
    a_grant(member_user, plan={"views": 1, "period": "never"})
    guest = Client()
    assert (statuses(member, codes[:2]), statuses(guest, codes[:2])) == ([200, 403], [200, 403])
    OpenedPage.objects.update(opened_at=timezone.now() - timedelta(days=1, minutes=1))
    assert (statuses(member, codes[1:3]), statuses(guest, codes[1:3])) == ([403, 403], [200, 403])


def test_a_failed_page_is_given_back_in_every_period(member, member_user, codes, monkeypatch):
    from codes import kept

    a_grant(member_user, plan={"views": 1, "period": "day"})
    member.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(kept, "page_for", lambda *args: 1 / 0)
        assert member.get(codes[0].url).status_code == 500
    assert statuses(member, codes[:2]) == [200, 403]


# The best of several


A, B = {"name": "A"}, {"name": "B"}


@pytest.mark.parametrize(
    ("one", "other", "best"),
    [
        (A | {"views": 10}, B, ("B", None, "never", None)),
        (A | {"views": 10}, B | {"views": 11}, ("B", 11, "never", None)),
        (A | {"views": 300}, B | {"views": 1, "period": "day"}, ("B", 1, "day", None)),
        (A | {"views": 13}, B | {"views": 1, "period": "month"}, ("A", 13, "never", None)),
        (A | {"views": 20, "period": "month"}, B | {"views": 1, "period": "day"}, ("B", 1, "day", None)),
        (A | {"sections": ["fees"]}, B | {"views": 10}, ("B", 10, "never", None)),
        (A | {"sections": ["fees"], "views": 9}, B | {"sections": ["edits"]}, ("B", None, "never", {"edits"})),
        (A | {"sections": ["fees"]}, B | {"sections": ["edits", "fees"]}, ("A", None, "never", {"edits", "fees"})),
    ],
)
def test_of_several_grants_the_best_one_counts(member_user, one, other, best):
    """All sections before some, then more pages; of plans that open as many the sections are taken together."""
    a_grant(member_user, plan=one, until=a_day(9))
    a_grant(member_user, plan=other, until=a_day(9))
    assert terms_of(member_user) == best


def test_when_the_best_one_ends_the_next_one_holds(member, member_user, codes):
    a_grant(member_user, plan={"name": "Six", "views": 6})
    best = a_grant(member_user, plan={"name": "Seven", "views": 7}, until=a_day())
    assert statuses(member, codes[:8]) == [200] * 7 + [403]
    best.until = a_day(-1)
    best.save()
    assert terms_of(member_user)[0] == "Six"
    assert statuses(member, codes[:8]) == [200] * 7 + [403]


def test_a_grant_replaces_the_free_account_also_where_it_is_less(member_user):
    a_grant(member_user, plan={"name": "A", "views": 2})
    assert terms_of(member_user)[1] == 2


# Seats


def test_a_seat_shares_what_its_organisation_has(member, member_user, codes):
    organisation = an_organisation(name="Clinic")
    a_grant(organisation=organisation, plan={"name": "Shared", "views": 6})
    assert terms_of(member_user) == FREE
    seat = a_seat(organisation, member_user)
    assert statuses(member, codes[:7]) == [200] * 6 + [403]
    assert plans.terms_of(member_user).organisation == "Clinic"
    seat.delete()
    assert terms_of(member_user) == FREE


def test_an_offered_seat_and_the_manager_have_nothing(member_user):
    organisation = an_organisation()
    a_grant(organisation=organisation)
    a_seat(organisation, email=member_user.email)
    assert (terms_of(member_user), terms_of(organisation.manager)) == (FREE, FREE)


def test_everybody_with_a_seat_has_views_of_their_own(codes):
    organisation = an_organisation()
    a_grant(organisation=organisation, plan={"views": 1})
    for _ in range(2):
        browser, user = Client(), a_reader()
        a_seat(organisation, user)
        browser.force_login(user)
        assert statuses(browser, codes[:2]) == [200, 403]


# The plan of every registered reader


def test_the_default_plan_takes_the_place_of_the_built_in_rule(guest, member_user, codes):
    a_plan(name="Registered", views=2, period="month", is_default=True)
    page = guest.get(codes[0].url).text
    assert "Register free account to get 2 more views a month." in page
    assert "2 code pages a month more, every section readable" in guest.get("/accounts/signup/").text
    assert "2 code pages a month more, with every section readable" in guest.get("/how-views-work/").text
    assert terms_of(member_user) == ("Registered", 2, "month", None)
    guest.force_login(member_user)
    assert statuses(guest, codes[:4]) == [200] * 3 + [403]


def test_a_grant_goes_before_the_default_plan(member_user):
    a_plan(name="Registered", views=200, is_default=True)
    a_grant(member_user, plan={"name": "A", "views": 9})
    assert terms_of(member_user)[0] == "A"


def test_the_guests_rule_is_not_a_plans(guest, codes):
    a_plan(views=None, is_default=True)
    assert statuses(guest, codes[:2]) == [200, 403]
    assert "Register free account to open every code page." in guest.get(codes[1].url).text


def test_a_search_engine_is_told_what_registering_brings(codes, monkeypatch):
    from accounts import crawlers

    monkeypatch.setattr(crawlers, "dns_agrees", lambda address, domains: True)
    a_plan(views=9, is_default=True)
    robot = Client(HTTP_USER_AGENT="Mozilla/5.0 (compatible; Googlebot/2.1)")
    assert "Register free account to get 9 more views." in robot.get(codes[0].url).text


# Plans in use


def test_a_plan_that_is_changed_holds_from_the_next_page_on(member, member_user, codes):
    plan = a_plan(views=5)
    a_grant(member_user, plan=plan)
    assert statuses(member, codes[:4]) == [200] * 4
    Plan.objects.filter(pk=plan.pk).update(views=3)
    assert statuses(member, codes[:5]) == [200] * 4 + [403]
    Plan.objects.filter(pk=plan.pk).update(views=None)
    assert statuses(member, codes[:9]) == [200] * 9


def test_a_plan_that_was_granted_is_not_deleted(member_user):
    grant = a_grant(member_user)
    with pytest.raises(ProtectedError):
        grant.plan.delete()
    grant.delete()
    grant.plan.delete()


# What it costs


def test_grants_and_seats_cost_no_statement_more(member, member_user, codes):
    """The terms are read with the page."""
    member.get(codes[0].url)
    before = statements(member, codes[0].url)
    organisation = an_organisation()
    a_seat(organisation, member_user)
    for number in range(20):
        a_grant(member_user, plan={"views": 30 + number})
        a_grant(organisation=organisation, plan={"views": 30 + number, "period": "day"})
    member.get(codes[0].url)
    assert statements(member, codes[0].url) == before <= 5
