"""Whatever staff do at the desk is written down: every action of every table, forms, passwords, rights, deletions."""

import pytest
from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from django.contrib import admin
from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import Group
from django.test import RequestFactory
from django.urls import reverse
from django.utils import timezone

from accounts.models import Grant, Meter, MoreViews, Organisation, Plan, User
from codes.models import Code
from codes.models.conflict import Conflict
from discussion.models import ClosedDiscussion, Mistake, Reply
from tests.accounts.builders import a_grant, a_plan, an_organisation
from tests.builders import a_code, a_reader
from tests.codes.desk import a_draft, browser
from tests.codes.test_conflicts import held_code, load
from tests.discussion.builders import a_mistake, a_reply

pytestmark = pytest.mark.django_db


def a_conflict(boss):
    held_code(boss)
    load(2, descriptor="Green fever")
    return Conflict.objects.get()


ROWS = {
    Group: lambda boss: Group.objects.create(name="invented"),
    User: lambda boss: a_reader(),
    Meter: lambda boss: Meter.objects.create(reader="guest:invented"),
    Plan: lambda boss: a_plan(),
    Grant: lambda boss: a_grant(a_reader()),
    Organisation: lambda boss: an_organisation(),
    MoreViews: lambda boss: MoreViews.objects.create(user=a_reader(), why="Invented", how_long=7),
    Code: lambda boss: a_code(),
    Conflict: a_conflict,
    Reply: lambda boss: a_reply(a_code("99901", "cpt")),
    ClosedDiscussion: lambda boss: ClosedDiscussion.objects.create(code=a_code("99901", "cpt"), closed_by=boss),
    Mistake: lambda boss: a_mistake(a_code("99901", "cpt")),
    EmailAddress: lambda boss: a_reader().emailaddress_set.get(),
    Authenticator: lambda boss: Authenticator.objects.create(user=a_reader(), type="totp", data={}),
}
# How Django calls the rows of grants in the form of an account.
GRANTS = Grant._meta.get_field("user").remote_field.get_accessor_name()
# These show a form first; what it sends is written down by its own view.
ASKING = {("codes.code", "write_about")}


def named(model):
    return f"{model._meta.app_label}.{model._meta.model_name}"


def all_actions():
    """(model, action) of everything that is registered, as a superuser has it."""
    request = RequestFactory().get("/")
    request.user = User(is_staff=True, is_superuser=True)
    return [(model, action) for model, desk in admin.site._registry.items() for action in desk.get_actions(request)]


@pytest.fixture
def boss():
    return a_reader(email="boss@example.org", name="Boss", is_staff=True, is_superuser=True)


@pytest.fixture
def desk(boss):
    return browser(boss)


def entries(boss):
    return list(LogEntry.objects.filter(user=boss).order_by("pk").values_list("object_repr", "change_message"))


@pytest.mark.parametrize(("model", "action"), all_actions(), ids=lambda value: getattr(value, "__name__", value))
def test_every_action_on_chosen_rows_is_written_down(desk, boss, model, action):
    row = ROWS[model](boss)
    before = len(entries(boss))
    fields = {"action": action, "_selected_action": [row.pk], "post": "yes", "state": "all"}
    answer = desk.post(reverse(f"admin:{named(model).replace('.', '_')}_changelist") + query_for(model), fields)
    assert answer.status_code in (200, 302)
    told = entries(boss)[before:]
    if (named(model), action) in ASKING:
        assert told == []
    else:
        assert len(told) == 1
        assert str(row.pk) in told[0][1] or action in ("delete_selected", "open_sign_in", "sign_out")


def query_for(model):
    return "?state=all" if model is Reply else ""


def test_it_works(desk, boss):
    """An action that Django does not know of names the rows."""
    reply = a_reply(a_code("99901", "cpt"))
    desk.post("/admin/discussion/reply/?state=all", {"action": "hide", "_selected_action": [reply.pk]})
    assert entries(boss) == [("discussion_reply_changelist", f"hide: {reply.pk}")]


def test_a_form_that_comes_back_and_a_page_that_is_looked_at_write_nothing(desk, boss):
    for address in ("/admin/", "/admin/accounts/user/", "/admin/codes/code/"):
        desk.get(address)
    assert desk.post("/admin/accounts/user/add/", {"email": "none"}).status_code == 200
    assert entries(boss) == []


def test_accounts_made_changed_given_a_password_and_deleted(desk, boss):
    fields = {"email": "new@example.org", "usable_password": "true", "password1": "invented words 1"}
    fields |= {"password2": "invented words 1", f"{GRANTS}-TOTAL_FORMS": "0", f"{GRANTS}-INITIAL_FORMS": "0"}
    desk.post("/admin/accounts/user/add/", fields)
    user = User.objects.get(email="new@example.org")
    desk.post(
        f"/admin/accounts/user/{user.pk}/password/", {"password1": "other words 22", "password2": "other words 22"}
    )
    desk.post(f"/admin/accounts/user/{user.pk}/delete/", {"post": "yes"})
    told = entries(boss)
    made, changed, deleted = (message for _, message in told)
    assert (made, deleted) == ('[{"added": {}}]', "")
    assert changed.lower() == '[{"changed": {"fields": ["password"]}}]'
    assert "words" not in str(told)


def test_rights_and_grants_are_written_with_the_field(desk, boss):
    user = a_reader(name="Reader")
    until = timezone.localdate() + timezone.timedelta(days=9)
    fields = {"email": user.email, "name": "Reader", "is_active": "on", "is_staff": "on"}
    rows = {"TOTAL_FORMS": "1", "INITIAL_FORMS": "0", "0-until": str(until), "0-reason": "Trial"}
    rows = {f"{GRANTS}-{name}": value for name, value in rows.items()}
    answer = desk.post(f"/admin/accounts/user/{user.pk}/change/", fields | rows)
    assert answer.status_code == 302, answer.context["errors"]
    ((_, message),) = entries(boss)
    assert "Staff" in message
    assert "grant" in message


def test_buttons_of_the_editors_desk_are_written_down(desk, boss):
    draft = a_draft(by=boss)
    desk.post(f"/admin/codes/code/{draft.code_id}/draft/discard/", {"draft": draft.token})
    assert entries(boss) == [("codes_code_act", "discard")]


def test_the_log_itself_is_read_by_superusers_and_changed_by_nobody(desk, boss):
    LogEntry.objects.create(user=boss, action_flag=2, object_repr="invented", change_message="hide: 1")
    assert "hide: 1" in desk.get("/admin/admin/logentry/").text
    entry = LogEntry.objects.get()
    assert desk.post(f"/admin/admin/logentry/{entry.pk}/delete/", {"post": "yes"}).status_code == 403
    staff = browser(a_reader(is_staff=True))
    assert staff.get("/admin/admin/logentry/").status_code == 403
