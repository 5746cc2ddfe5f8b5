"""Granting, changing and taking back, with the line in the audit trail; what a payment provider would call."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import IntegrityError, connection

from accounts import member_actions, plans
from accounts.actions import close_account, everything_about
from accounts.models import AuditEntry, Grant, Plan
from tests.accounts.builders import a_day, a_grant, a_plan, an_organisation, terms_of
from tests.builders import a_reader

pytestmark = pytest.mark.django_db


def trail():
    """What the audit trail says, the oldest line first."""
    lines = AuditEntry.objects.order_by("pk")
    return [(line.who, line.role, line.act, line.about, line.before, line.after) for line in lines]


@pytest.fixture
def boss():
    return a_reader(email="boss@example.org", is_staff=True)


def test_it_works(boss, member_user):
    plan, until = a_plan(name="A"), a_day(30)
    grant = member_actions.grant(user=member_user, plan=plan, until=until, by=boss, reason="Invoice 7")
    assert (grant.granted_by, grant.reason, terms_of(member_user)[0]) == (boss, "Invoice 7", "A")
    told = {"plan": "A", "from": None, "until": until.isoformat()}
    assert trail() == [("boss@example.org", "staff", "granted", member_user.email, None, told)]


def test_an_organisation_is_granted_a_plan_too(boss):
    organisation = an_organisation(name="Clinic")
    member_actions.grant(organisation=organisation, plan=a_plan(), until=a_day(), by=boss)
    assert [line[3] for line in trail()] == ["Clinic"]


@pytest.mark.parametrize("whose", ["nobody", "both"])
def test_a_grant_is_of_one_of_them(boss, member_user, whose):
    fields = {"user": member_user, "organisation": an_organisation()} if whose == "both" else {}
    with pytest.raises(IntegrityError):
        member_actions.grant(plan=a_plan(), until=a_day(), by=boss, **fields)
    assert trail() == []


def test_a_change_is_told_with_before_and_after(boss, member_user):
    grant = a_grant(member_user, plan={"name": "A"}, until=a_day(1))
    member_actions.change_grant(grant=grant, by=boss, until=a_day(9), plan=a_plan(name="B"))
    (line,) = trail()
    assert line[2] == "grant changed"
    assert (line[4]["plan"], line[4]["until"]) == ("A", a_day(1).isoformat())
    assert (line[5]["plan"], line[5]["until"]) == ("B", a_day(9).isoformat())
    member_actions.change_grant(grant=grant, by=boss, reason="Told otherwise")
    assert len(trail()) == 1


def test_taking_back_ends_it_at_once_and_is_told_once(boss, member_user):
    grant = a_grant(member_user)
    for _ in range(2):
        member_actions.take_back(grant=grant, by=boss)
    assert terms_of(member_user)[0] == ""
    assert [line[2] for line in trail()] == ["grant taken back"]


# By reference, as a payment provider would


def paid(user, reference="invoice 1", **fields):
    defaults = {"plan": Plan.objects.first() or a_plan(), "until": a_day(30)}
    return member_actions.grant(user=user, reference=reference, **(defaults | fields))


def test_the_same_reference_again_changes_nothing(member_user):
    first = paid(member_user)
    assert paid(member_user, until=a_day(99)) == first
    first.refresh_from_db()
    assert (first.until, Grant.objects.count()) == (a_day(30), 1)
    assert [line[:3] for line in trail()] == [("A program", "program", "granted")]


def test_a_call_that_comes_late_does_not_bring_back_what_was_taken_back(boss, member_user):
    member_actions.take_back(grant=paid(member_user), by=boss)
    paid(member_user)
    assert terms_of(member_user)[0] == ""


def test_somebody_elses_reference_is_a_mistake(member_user):
    paid(member_user)
    with pytest.raises(ValueError, match="somebody else"):
        paid(a_reader())
    assert Grant.objects.count() == 1


def test_without_a_reference_each_call_is_a_grant_of_its_own(member_user):
    paid(member_user, reference=""), paid(member_user, reference="")
    assert Grant.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_calls_at_once_with_one_reference_are_one_grant():
    user, plan = a_reader(), a_plan()
    barrier = Barrier(12)

    def call(_):
        barrier.wait(timeout=60)
        try:
            return paid(user, plan=plan).pk
        finally:
            connection.close()

    with ThreadPoolExecutor(12) as pool:
        assert len(set(pool.map(call, range(12)))) == 1
    assert (Grant.objects.count(), AuditEntry.objects.count()) == (1, 1)


# Plans


def test_what_happens_to_plans_is_told(boss):
    plan = Plan(name="A", views=5)
    member_actions.save_plan(plan=plan, by=boss)
    plan.views = 7
    member_actions.save_plan(plan=plan, by=boss)
    member_actions.save_plan(plan=plan, by=boss)
    member_actions.delete_plan(plan=plan, by=boss)
    lines = trail()
    assert [(line[2], line[3]) for line in lines] == [("plan made", "A"), ("plan changed", "A"), ("plan deleted", "A")]
    assert (lines[1][4]["views"], lines[1][5]["views"]) == (5, 7)


# What is stored


def test_the_file_of_my_data_tells_plans_seats_and_decisions(boss, member_user):
    from tests.accounts.builders import a_seat

    grant = member_actions.grant(user=member_user, plan=a_plan(name="A"), until=a_day(3), by=boss, reason="Invoice")
    a_seat(an_organisation(name="Clinic"), member_user)
    member_actions.ask(user=member_user, why="Audit", how_long=7)
    told = everything_about(member_user)
    assert [(g["plan"], g["until"], g["reason"]) for g in told["grants"]] == [("A", grant.until, "Invoice")]
    assert [each["organisation"] for each in told["seats"]] == ["Clinic"]
    assert [(r["why"], r["for how long"]) for r in told["requests for more views"]] == [("Audit", "For a week")]
    assert [each["what"] for each in told["decisions"]] == ["Granted a plan"]
    assert told["views"] == {"limit": None, "used": 0}


def test_a_closed_account_is_nobody_in_the_audit_trail(boss, member_user):
    grant = member_actions.grant(user=member_user, plan=a_plan(), until=a_day(), by=boss, reason="For Jane Doe")
    member_actions.take_back(grant=grant, by=boss)
    addresses = [member_user.email, boss.email]
    close_account(user=member_user)
    assert [line[3] for line in trail()] == ["a closed account"] * 2
    close_account(user=boss)
    assert [line[0] for line in trail()] == ["a closed account"] * 2
    stored = str(list(AuditEntry.objects.values()))
    assert [word for word in [*addresses, "Jane"] if word in stored] == []
    assert Grant.objects.count() == 0


def test_the_plans_sections_are_those_of_the_page():
    from codes import sections
    from codes.checks import sections_of_plans

    assert [key for key, _ in plans.sections()] == [part.key for part in sections.ORDER] + ["replies"]
    a_plan(name="A", sections=["fees", "replies"]), a_plan(name="B")
    assert sections_of_plans(databases=["default"]) == sections_of_plans() == []
    a_plan(name="C", sections=["fees", "nothing"])
    assert [each.msg for each in sections_of_plans(databases=["default"])] == [
        "The plan C names no section of the code page: nothing"
    ]
