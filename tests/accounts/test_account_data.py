"""The file of an account's data and its deletion are whole: every relation to an account is named here."""

import json
from datetime import date

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.contrib.auth import get_user_model
from django.contrib.auth.models import Group, Permission
from django.db.models import CASCADE, DO_NOTHING, SET_NULL
from django.test import Client

from accounts.actions import close_account
from accounts.models import AuditEntry, DailyUse, MoreViews
from api import keys
from codelists import actions
from codes.models import CaseNote, Draft, Favourite, PrivateNote, SearchedFor, SearchesOff, SharedText, TextImport
from discussion.models import Follow, Mistake, Reply, ReplyReport
from tests.accounts.builders import a_grant, a_seat, an_organisation
from tests.builders import PASSWORD, a_code, a_reader

pytestmark = pytest.mark.django_db
# What the file tells, and under which heading.
TOLD = {
    "account.EmailAddress.user": "e-mail addresses",
    "accounts.AuditEntry.user": "decisions",
    "accounts.DailyUse.user": "limits of a day",
    "accounts.Grant.user": "grants",
    "accounts.Meter.claimed_by": "pages opened",
    "accounts.Meter.user": "pages opened",
    "accounts.MoreViews.user": "requests for more views",
    "accounts.Organisation.manager": "organisations managed",
    "accounts.Seat.user": "seats",
    "accounts.Session.user": "signed in",
    "accounts.User_groups.user": "rights",
    "accounts.User_user_permissions.user": "rights",
    "api.ApiKey.user": "API keys",
    "codelists.CodeList.owner": "code lists",
    "codelists.Version.made_by": "code lists",
    "codes.CaseNote.user": "case notes",
    "codes.Draft.writer": "drafts",
    "codes.Favourite.user": "favourites",
    "codes.PrivateNote.user": "private notes",
    "codes.SearchedFor.user": "searches",
    "codes.SearchesOff.user": "searches",
    "codes.SharedText.writer": "shared texts",
    "codes.TextImport.by": "imports of texts",
    "discussion.Follow.reader": "codes followed",
    "discussion.Mistake.reporter": "mistakes reported",
    "discussion.Reply.writer": "replies",
    "discussion.ReplyReport.reader": "replies reported",
    "mfa.Authenticator.user": "second factor",
}
SIGNED = "the signature under what is published, which all readers see"
ACT = "what staff did to what others wrote: a record of the desk, about the other"
HISTORY = "who changed a published text: a record of the desk"
NOT_TOLD = {
    "accounts.AuditEntry.by": ACT,
    "accounts.Grant.granted_by": ACT,
    "accounts.MoreViews.answered_by": ACT,
    "admin.LogEntry.user": HISTORY,
    "codes.Change.resolved_by": ACT,
    "codes.Code.editor": SIGNED,
    "codes.Code.reviewer": SIGNED,
    "codes.Draft.published_by": ACT,
    "codes.Draft.reviewer": ACT,
    "codes.HistoricalCode.editor": HISTORY,
    "codes.HistoricalCode.history_user": HISTORY,
    "codes.HistoricalCode.reviewer": HISTORY,
    "codes.HistoricalModifierUse.history_user": HISTORY,
    "codes.HistoricalPayerNote.history_user": HISTORY,
    "codes.HistoricalRelation.history_user": HISTORY,
    "codes.HistoricalSection.editor": HISTORY,
    "codes.HistoricalSection.history_user": HISTORY,
    "codes.HistoricalSource.history_user": HISTORY,
    "codes.Section.editor": SIGNED,
    "codes.SharedText.reviewer": ACT,
    "discussion.ClosedDiscussion.closed_by": ACT,
    "discussion.Mistake.answered_by": ACT,
    "discussion.Reply.decided_by": ACT,
    "trust.HistoricalPage.history_user": HISTORY,
}


def relations():
    """{"app.Model.field": field} of every column that names an account."""
    fields = [
        (model, field)
        for model in apps.get_models(include_auto_created=True)
        for field in model._meta.local_fields
        if field.related_model is get_user_model()
    ]
    return {f"{model._meta.label}.{field.name}": field for model, field in fields}


def test_every_relation_to_an_account_is_told_or_named_with_a_reason():
    assert sorted(relations()) == sorted([*TOLD, *NOT_TOLD])


def test_no_relation_keeps_an_account_from_being_closed():
    kept = {name for name, field in relations().items() if field.remote_field.on_delete not in (CASCADE, SET_NULL)}
    assert kept == {"codes.HistoricalCode.editor", "codes.HistoricalCode.reviewer", "codes.HistoricalSection.editor"}
    assert all(relations()[name].remote_field.on_delete is DO_NOTHING for name in kept)


@pytest.fixture
def somebody():
    """An account with a row for each heading of TOLD, and the browser that it is signed in with."""
    user, browser, code = a_reader(name="Some Body"), Client(), a_code("Q01.1")
    browser.get(a_code("Q02.2").url)
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    browser.get(code.url)
    in_accounts(user)
    in_codes(user, code)
    in_discussion(user, code)
    keys.make(user=user, name="A key")
    actions.create(owner=user, name="A list", description="of codes")
    return user, browser


def in_accounts(user):
    DailyUse.objects.create(user=user, rule="claim lines", day=date(2026, 1, 1), amount=7)
    a_grant(user, until=date(2020, 1, 1), reason="A reason")
    AuditEntry.objects.create(act="granted", role="staff", user=user, of_reader=True)
    MoreViews.objects.create(user=user, why="A wish", how_long=30)
    a_seat(an_organisation(manager=user), user)
    Authenticator.objects.create(user=user, type="recovery_codes", data={"seed": "secret seed", "used_mask": 0})
    user.groups.add(Group.objects.create(name="A group"))
    user.user_permissions.add(Permission.objects.get(codename="view_meter"))


def in_codes(user, code):
    CaseNote.objects.create(user=user, text="A case")
    Draft.objects.create(writer=user, code=code, content={}, base={})
    Favourite.objects.create(user=user, code=code)
    PrivateNote.objects.create(user=user, code=code, text="A note")
    SearchedFor.objects.create(user=user, text="A search")
    SearchesOff.objects.create(user=user)
    SharedText.objects.create(writer=user, title="A text", kind="guideline", body="Text", first="1", last="2")
    TextImport.objects.create(by=user, name="A file", wishes={})


def in_discussion(user, code):
    Follow.objects.create(reader=user, code=code)
    Mistake.objects.create(reporter=user, code=code, section="Notes", wrong="A mistake")
    Reply.objects.create(writer=user, code=code, text="A reply", state="shown")
    other = Reply.objects.create(writer=a_reader(), code=code, text="Of somebody else", state="shown")
    ReplyReport.objects.create(reader=user, reply=other, why="advertising")


def test_every_heading_tells_what_there_is(somebody):
    user, browser = somebody
    told = json.loads(browser.get("/account/data.json").content)
    assert sorted(heading for heading in set(TOLD.values()) if not told.get(heading)) == []
    assert told["searches remembered"] is False
    assert {page["page"]: page["as a guest"] for page in told["pages opened"]} == {
        "icd10cm/Q01.1": False,
        "icd10cm/Q02.2": True,
    }
    text = json.dumps(told)
    words = ["A reason", "A group", "A case", "A note", "A search", "A text", "A file", "A mistake", "A reply", "A key"]
    assert [word for word in [*words, "A list", "Some Body"] if word not in text] == []


def test_the_file_holds_no_secret_and_nothing_of_others(somebody):
    user, browser = somebody
    text = browser.get("/account/data.json").text
    keys_of_sessions = user.sessions.values_list("session_key", flat=True)
    secrets = ["secret seed", user.password, *keys_of_sessions, "Of somebody else"]
    assert [secret for secret in secrets if secret in text] == []


def test_closing_leaves_no_row_that_names_the_account(somebody):
    user, _ = somebody
    key = user.pk
    rows = {name: field.model._default_manager.filter(**{field.name: key}) for name, field in relations().items()}
    assert sorted(name for name in TOLD if not rows[name].exists()) == []
    close_account(user=user)
    assert [name for name, found in rows.items() if found.exists()] == []
