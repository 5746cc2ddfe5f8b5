"""Plans, grants, organisations and seats for tests, with good defaults."""

from datetime import timedelta

from django.utils import timezone

from accounts import plans
from accounts.models import Grant, Organisation, Plan, Seat
from tests.builders import NUMBERS, a_reader


def a_day(days=0):
    """Today, or so many days from it."""
    return timezone.localdate() + timedelta(days=days)


def a_plan(**fields):
    """A plan that opens every page and section unless it is said otherwise."""
    return Plan.objects.create(**({"name": f"Plan {next(NUMBERS)}"} | fields))


def a_grant(user=None, *, plan=None, organisation=None, until=None, **fields):
    """A grant that holds today; `plan` is a Plan or the fields of a new one."""
    plan = plan if isinstance(plan, Plan) else a_plan(**(plan or {}))
    until = until or a_day(30)
    given = {"user": user, "organisation": organisation, "plan": plan, "until": until, "reason": "Invoice"}
    return Grant.objects.create(**(given | fields))


def an_organisation(**fields):
    """An organisation of two seats with a manager."""
    defaults = {"name": f"Organisation {next(NUMBERS)}", "seats": 2}
    if "manager" not in fields:
        defaults["manager"] = a_reader()
    return Organisation.objects.create(**(defaults | fields))


def a_seat(organisation, user=None, **fields):
    """A seat that a reader has, or one that is offered."""
    email = user.email if user else f"invited{next(NUMBERS)}@example.org"
    seat = {"organisation": organisation, "user": user, "email": email, "taken_at": timezone.now() if user else None}
    return Seat.objects.create(**(seat | fields))


def terms_of(user):
    """(plan, views, period, sections) of what holds for a reader."""
    found = plans.terms_of(user)
    return found.plan, found.views, found.period, found.sections
