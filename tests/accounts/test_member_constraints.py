"""Facts about plans, grants and seats are held by PostgreSQL: each constraint is broken once."""

from pathlib import Path

import pytest
from django.db import IntegrityError, connection, transaction
from django.utils import timezone

from accounts import audit, membership
from accounts.models import AuditEntry, MoreViews, Seat
from tests.accounts.builders import a_day, a_grant, a_plan, a_seat, an_organisation
from tests.builders import a_reader

pytestmark = pytest.mark.django_db


def breaks(name, make):
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        make()


def test_plans():
    a_plan(is_default=True)
    breaks("one_default_plan", lambda: a_plan(is_default=True))
    breaks("a_plan_names_sections_or_opens_all", lambda: a_plan(sections=[]))
    breaks("no_limit_has_no_period", lambda: a_plan(period="day"))
    a_plan(), a_plan(views=0, period="month", sections=["fees"])


def test_grants():
    reader, organisation = a_reader(), an_organisation()
    breaks("a_grant_is_of_a_reader_or_an_organisation", a_grant)
    breaks("a_grant_is_of_a_reader_or_an_organisation", lambda: a_grant(reader, organisation=organisation))
    breaks("a_grant_ends_after_it_begins", lambda: a_grant(reader, since=a_day(2), until=a_day(1)))
    a_grant(reader, reference="order 1")
    breaks("one_grant_for_a_reference", lambda: a_grant(organisation=organisation, reference="order 1"))
    a_grant(reader, since=a_day(1), until=a_day(1)), a_grant(reader), a_grant(reader)


def test_organisations_and_seats():
    breaks("an_organisation_has_a_seat", lambda: an_organisation(seats=0))
    organisation, reader = an_organisation(), a_reader()
    a_seat(organisation, reader)
    breaks("one_seat_for_a_reader", lambda: a_seat(organisation, reader, email="other@example.org"))
    breaks("one_seat_for_an_address", lambda: a_seat(organisation, email=reader.email.upper()))
    breaks("a_seat_is_taken_by_a_reader", lambda: a_seat(organisation, a_reader(), taken_at=None))
    breaks("a_seat_is_taken_by_a_reader", lambda: a_seat(organisation, taken_at=timezone.now()))
    a_seat(organisation), a_seat(organisation), a_seat(an_organisation(), reader)


def test_requests():
    asked = {"user": a_reader(), "why": "Audit", "how_long": 7}
    MoreViews.objects.create(**asked)
    breaks("one_open_request_for_a_reader", lambda: MoreViews.objects.create(**asked))
    breaks("an_answer_has_its_day", lambda: MoreViews.objects.create(state="refused", **asked))
    breaks("an_answer_has_its_day", lambda: MoreViews.objects.update(answered_at=timezone.now()))
    MoreViews.objects.create(**asked, state="refused", answered_at=timezone.now())


def a_line(**fields):
    reader = fields.pop("user", None) or a_reader()
    return audit.note(audit.Act.GRANTED, by=a_reader(is_staff=True), user=reader, after={"plan": "A"}, **fields)


@pytest.mark.parametrize("change", [{"act": "refused"}, {"after": None}, {"at": timezone.now()}, {"of_reader": False}])
def test_a_line_of_the_audit_trail_is_not_changed(change):
    line = a_line()
    breaks("the_audit_trail_is_only_added_to", lambda: AuditEntry.objects.filter(pk=line.pk).update(**change))


def test_a_line_of_the_audit_trail_is_given_to_nobody_else_and_not_deleted():
    line, other = a_line(), a_reader()
    name = "the_audit_trail_is_only_added_to"
    breaks(name, lambda: AuditEntry.objects.update(by=other))
    breaks(name, lambda: AuditEntry.objects.update(user=other))
    breaks(name, line.delete)
    AuditEntry.objects.update(by=None, user=None)
    breaks(name, lambda: AuditEntry.objects.update(by=other))


def test_every_constraint_is_broken_here():
    models = [each for each in vars(membership).values() if hasattr(each, "_meta") and hasattr(each, "objects")]
    names = {constraint.name for model in models for constraint in model._meta.constraints}
    assert len(names) >= 11
    here = Path(__file__).read_text()
    assert sorted(name for name in names if f'"{name}"' not in here) == []


def test_what_was_granted_before_there_were_plans_is_granted_without_limit():
    """The migration, on rows as the version before wrote them."""
    from importlib import import_module

    from django.apps import apps

    from accounts.models import Plan

    reader = a_reader()
    grant = a_grant(reader, plan={"views": 3})
    Plan.objects.filter(name="Without limit").delete()
    migration = import_module("accounts.migrations.0006_members")
    with connection.schema_editor(atomic=False) as editor:
        migration.without_limit_as_before(apps, editor)
    grant.refresh_from_db()
    assert (grant.plan.name, grant.plan.views, grant.plan.sections) == ("Without limit", None, None)
    assert Seat.objects.count() == 0
