"""The operator's desk: plans, grants, organisations, requests, and the audit trail to be looked at."""

import pytest
from django.contrib.auth.models import Group
from django.core import mail
from django.test import Client

from accounts.models import AuditEntry, Grant, MoreViews, OpenedPage, Organisation, Plan, Seat
from tests.accounts.builders import a_day, a_grant, a_plan, a_seat, an_organisation, terms_of
from tests.builders import a_code, a_reader
from tests.test_query_counts import statements

pytestmark = pytest.mark.django_db


@pytest.fixture
def operator():
    user = a_reader(email="operator@example.org", is_staff=True)
    user.groups.add(Group.objects.get(name="operator"))
    browser = Client()
    browser.force_login(user)
    return browser


def inline(prefix, *rows, initial=0):
    """What an inline posts."""
    told = {f"{prefix}-TOTAL_FORMS": len(rows), f"{prefix}-INITIAL_FORMS": initial}
    return told | {f"{prefix}-{n}-{name}": value for n, row in enumerate(rows) for name, value in row.items()}


def acts():
    return list(AuditEntry.objects.order_by("pk").values_list("act", flat=True))


# Plans


def test_a_plan_is_made_changed_and_deleted(operator):
    page = operator.get("/admin/accounts/plan/add/").text
    assert "NCCI edits and unit limits" in page and "Replies" in page
    made = {"name": "Fees alone", "says": "Fees.", "views": "20", "period": "month", "sections": ["fees", "edits"]}
    assert operator.post("/admin/accounts/plan/add/", made).status_code == 302
    plan = Plan.objects.get(name="Fees alone")
    assert (plan.views, plan.period, plan.sections, plan.is_default) == (20, "month", ["fees", "edits"], False)
    address = f"/admin/accounts/plan/{plan.pk}/"
    assert operator.post(f"{address}change/", made | {"sections": [], "views": "30"}).status_code == 302
    plan.refresh_from_db()
    assert (plan.views, plan.sections) == (30, None)
    assert operator.post(f"{address}delete/", {"post": "yes"}).status_code == 302
    assert acts() == ["plan made", "plan changed", "plan deleted"]
    assert set(AuditEntry.objects.values_list("by__email", flat=True)) == {"operator@example.org"}


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"views": "", "period": "day"}, "Without a limit there is no count that could start anew."),
        ({"sections": ["nothing"]}, "nothing is not one of the available choices"),
        ({"is_default": "on"}, "Another plan is for every registered reader already."),
        ({"views": "-1"}, "greater than or equal to 0"),
    ],
)
def test_a_plan_that_cannot_be_is_refused(operator, wrong, words):
    a_plan(is_default=True)
    answer = operator.post("/admin/accounts/plan/add/", {"name": "A", "views": "5", "period": "never"} | wrong)
    assert answer.status_code == 200 and words in answer.text
    assert not Plan.objects.filter(name="A").exists()


def test_a_plan_that_is_held_is_not_deleted(operator):
    grant = a_grant(a_reader())
    address = f"/admin/accounts/plan/{grant.plan_id}/delete/"
    assert "would require deleting the following protected related objects" in operator.get(address).text
    operator.post(address, {"post": "yes"})
    assert Plan.objects.filter(pk=grant.plan_id).exists()
    assert acts() == []


# Grants


def test_a_grant_is_given_changed_and_taken_back_on_the_page_of_a_reader(operator):
    member, plan = a_reader(), a_plan(name="A")
    address = f"/admin/accounts/user/{member.pk}/change/"
    person = {"email": member.email, "is_active": "on"}
    row = {"user": member.pk, "plan": plan.pk, "until": a_day(3), "reason": "Invoice"}
    operator.post(address, person | inline("grants", row))
    grant = Grant.objects.get()
    assert (grant.plan, grant.until, grant.granted_by.email) == (plan, a_day(3), "operator@example.org")
    changed = row | {"id": grant.pk, "until": a_day(9)}
    operator.post(address, person | inline("grants", changed, initial=1))
    grant.refresh_from_db()
    assert grant.until == a_day(9)
    operator.post(address, person | inline("grants", changed | {"DELETE": "on"}, initial=1))
    assert terms_of(member)[0] == "" and Grant.objects.count() == 1
    assert acts() == ["granted", "grant changed", "grant taken back"]
    assert "Invoice" not in operator.get(address).text


def test_a_grant_is_given_to_a_reader_or_an_organisation(operator):
    member, organisation, plan = a_reader(), an_organisation(), a_plan()
    row = {"plan": plan.pk, "until": a_day(3), "reason": "Invoice"}
    address = "/admin/accounts/grant/add/"
    assert operator.post(address, row | {"user": member.pk}).status_code == 302
    assert operator.post(address, row | {"organisation": organisation.pk}).status_code == 302
    for wrong in ({}, {"user": member.pk, "organisation": organisation.pk}):
        assert "one of them" in operator.post(address, row | wrong).text
    answer = operator.post(address, row | {"user": member.pk, "since": a_day(4)})
    assert "The last day lies before the first." in answer.text
    assert Grant.objects.count() == 2 and acts() == ["granted"] * 2


def test_a_grant_is_found_changed_and_taken_back_in_the_list(operator):
    member = a_reader()
    grant = a_grant(member, reference="invoice-7")
    assert member.email in operator.get("/admin/accounts/grant/", {"q": "invoice-7"}).text
    address = f"/admin/accounts/grant/{grant.pk}/"
    row = {"plan": grant.plan_id, "until": a_day(99), "reason": "Longer", "user": a_reader().pk}
    assert operator.post(f"{address}change/", row).status_code == 302
    grant.refresh_from_db()
    assert (grant.until, grant.reason, grant.user) == (a_day(99), "Longer", member)
    operator.post(f"{address}delete/", {"post": "yes"})
    grant.refresh_from_db()
    assert grant.taken_back_at
    operator.post(f"{address}change/", row | {"until": a_day(200)})
    grant.refresh_from_db()
    assert grant.until == a_day(99)
    assert acts() == ["grant changed", "grant taken back"]


# Organisations


def test_an_organisation_with_its_seats(operator, django_capture_on_commit_callbacks):
    manager, member, plan = a_reader(), a_reader(), a_plan(name="Shared")
    made = {"name": "Clinic", "seats": "2", "manager": manager.pk}
    rows = inline("given", {"user": member.pk}, {"email": "new@example.org"})
    grants = inline("grants", {"plan": plan.pk, "until": a_day(3), "reason": "Invoice"})
    with django_capture_on_commit_callbacks(execute=True):
        assert operator.post("/admin/accounts/organisation/add/", made | rows | grants).status_code == 302
    clinic = Organisation.objects.get()
    assert (clinic.manager, terms_of(member)[0]) == (manager, "Shared")
    assert [letter.to for letter in mail.outbox] == [["new@example.org"]]
    assert acts() == ["organisation made", "granted", "seat given", "seat offered"]
    address = f"/admin/accounts/organisation/{clinic.pk}/change/"
    assert "2" in operator.get("/admin/accounts/organisation/").text
    seat = Seat.objects.get(user=member)
    back = inline("given", {"id": seat.pk, "organisation": clinic.pk, "DELETE": "on"}, initial=1)
    assert operator.post(address, made | back | inline("grants")).status_code == 302
    assert terms_of(member)[0] == "" and Seat.objects.count() == 1
    assert operator.post(address, made | {"seats": "9"} | inline("given") | inline("grants")).status_code == 302
    assert acts()[4:] == ["seat taken back", "organisation changed"]


@pytest.mark.parametrize(
    ("rows", "words"),
    [
        ([{"email": "new@example.org"}], "There are 2 seats, and 2 are given."),
        ([{}], ""),
        ([{"user": "own", "email": "new@example.org"}], "one of them"),
    ],
)
def test_the_desk_gives_no_more_seats_than_there_are(operator, rows, words):
    clinic, own = an_organisation(seats=2), a_reader()
    a_seat(clinic), a_seat(clinic, a_reader())
    rows = [{name: own.pk if value == "own" else value for name, value in row.items()} for row in rows]
    made = {"name": clinic.name, "seats": "2"} | inline("given", *rows) | inline("grants")
    answer = operator.post(f"/admin/accounts/organisation/{clinic.pk}/change/", made)
    assert Seat.objects.count() == 2
    assert words in answer.text if words else answer.status_code == 302


def test_there_are_not_fewer_seats_than_are_given(operator):
    clinic = an_organisation(seats=2)
    a_seat(clinic), a_seat(clinic)
    made = {"name": clinic.name, "seats": "1"} | inline("given") | inline("grants")
    answer = operator.post(f"/admin/accounts/organisation/{clinic.pk}/change/", made)
    assert "2 seats are given. Take some back first." in answer.text


def test_an_organisation_is_deleted_with_its_seats(operator):
    clinic = an_organisation(name="Clinic")
    a_seat(clinic, a_reader())
    browser = Client()
    browser.force_login(a_reader(is_staff=True, is_superuser=True))
    browser.post(f"/admin/accounts/organisation/{clinic.pk}/delete/", {"post": "yes"})
    assert (Organisation.objects.count(), Seat.objects.count(), acts()) == (0, 0, ["organisation deleted"])


# Requests


@pytest.fixture
def asked():
    reader = a_reader(email="asks@example.org")
    browser = Client()
    browser.force_login(reader)
    for number in range(3):
        browser.get(a_code(f"Q{number:02d}.1").url)
    browser.post("/more-views/", {"why": "A yearly audit", "how_long": "31"})
    return MoreViews.objects.get()


def test_requests_wait_on_the_desk_with_what_was_opened_as_a_number(operator, asked):
    assert "1 request</a> for more views to be answered" in operator.get("/admin/").text
    listed = operator.get("/admin/accounts/moreviews/").text
    assert "asks@example.org" in listed and "A yearly audit" in listed and "For a month" in listed
    assert '<td class="field-number">3</td>' in listed
    page = operator.get(f"/admin/accounts/moreviews/{asked.pk}/change/").text
    assert f'value="{a_day(31)}"' in page and "Free account: 5 code pages" in page
    assert all(opened not in listed + page for opened in OpenedPage.objects.values_list("page", flat=True))


def test_it_is_granted_on_the_desk(operator, asked, django_capture_on_commit_callbacks):
    address, plan = f"/admin/accounts/moreviews/{asked.pk}/change/", a_plan(name="A")
    answer = {"decision": "grant", "plan": plan.pk, "until": a_day(31), "answer": "With pleasure."}
    with django_capture_on_commit_callbacks(execute=True):
        assert operator.post(address, answer).status_code == 302
    assert terms_of(asked.user)[0] == "A"
    assert len(mail.outbox) == 1
    assert "was changed successfully" in operator.get("/admin/").text
    assert "asks@example.org" not in operator.get("/admin/accounts/moreviews/").text
    assert "asks@example.org" in operator.get("/admin/accounts/moreviews/?state=granted").text
    assert "With pleasure." in operator.get(address).text and 'name="decision"' not in operator.get(address).text
    assert operator.post(address, answer).status_code == 403


def test_it_is_refused_on_the_desk(operator, asked, django_capture_on_commit_callbacks):
    address = f"/admin/accounts/moreviews/{asked.pk}/change/"
    with django_capture_on_commit_callbacks(execute=True):
        assert "Say why." in operator.post(address, {"decision": "refuse"}).text
        assert operator.post(address, {"decision": "refuse", "answer": "Sorry."}).status_code == 302
    asked.refresh_from_db()
    assert (asked.state, asked.answered_by.email, len(mail.outbox)) == ("refused", "operator@example.org", 1)


@pytest.mark.parametrize("wrong", [{"plan": ""}, {"until": ""}, {"until": "2020-01-01"}, {"decision": ""}])
def test_half_an_answer_is_refused(operator, asked, wrong):
    answer = {"decision": "grant", "plan": a_plan().pk, "until": a_day(31), "answer": ""}
    assert operator.post(f"/admin/accounts/moreviews/{asked.pk}/change/", answer | wrong).status_code == 200
    asked.refresh_from_db()
    assert asked.state == "open"


# The trail


def test_the_audit_trail_is_looked_at_and_not_written(operator):
    member = a_reader(email="somebody@example.org")
    operator.post(
        "/admin/accounts/grant/add/", {"user": member.pk, "plan": a_plan(name="A").pk, "until": a_day(), "reason": "x"}
    )
    line, address = AuditEntry.objects.get(), "/admin/accounts/auditentry/"
    listed = operator.get(address, {"q": "somebody@example.org"}).text
    assert "Granted a plan" in listed and "operator@example.org" in listed and f"until: {a_day()}" in listed
    assert operator.get(f"{address}{line.pk}/change/").status_code == 200
    boss = Client()
    boss.force_login(a_reader(is_staff=True, is_superuser=True))
    for browser in (operator, boss):
        assert browser.get(f"{address}add/").status_code == 403
        assert browser.post(f"{address}{line.pk}/change/", {"act": "refused"}).status_code == 403
        assert browser.post(f"{address}{line.pk}/delete/", {"post": "yes"}).status_code == 403
    member.delete()
    assert "a closed account" in operator.get(address).text


def test_a_superuser_deletes_an_account_with_all_that_hangs_on_it(asked):
    boss, browser = a_reader(is_staff=True, is_superuser=True), Client()
    browser.force_login(boss)
    a_grant(asked.user)
    a_seat(an_organisation(), asked.user)
    browser.post(f"/admin/accounts/user/{asked.user_id}/delete/", {"post": "yes"})
    assert (MoreViews.objects.count(), Grant.objects.count(), Seat.objects.count()) == (0, 0, 0)


@pytest.mark.parametrize("name", ["plan", "grant", "organisation", "moreviews", "auditentry"])
def test_nobody_but_the_operator_looks_at_it(name):
    browser = Client()
    for group in ("editor", "reviewer"):
        user = a_reader(is_staff=True)
        user.groups.add(Group.objects.get(name=group))
        browser.force_login(user)
        assert browser.get(f"/admin/accounts/{name}/").status_code == 403


@pytest.mark.parametrize("name", ["plan", "grant", "organisation", "moreviews", "auditentry"])
def test_lists_cost_the_same_for_one_row_and_for_many(operator, name):
    def fill():
        reader, clinic = a_reader(), an_organisation()
        grant = a_grant(reader)
        a_grant(organisation=clinic), a_seat(clinic, reader)
        MoreViews.objects.create(user=reader, why="x", how_long=7)
        from accounts import audit

        audit.note(audit.Act.GRANTED, by=a_reader(is_staff=True), user=reader, after=audit.of_grant(grant))

    fill()
    operator.get(f"/admin/accounts/{name}/")
    few = statements(operator, f"/admin/accounts/{name}/")
    for _ in range(20):
        fill()
    assert statements(operator, f"/admin/accounts/{name}/") == few
