"""The groups of the desk: what each may open in the admin, address by address."""

import pytest
from django.contrib.admin import site
from django.contrib.auth.models import Group
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Grant, User
from codes import roles
from codes.models import Change, Code, Conflict
from tests.builders import a_code, a_reader, a_release
from tests.codes.desk import a_draft, browser, somebody

pytestmark = pytest.mark.django_db
PEOPLE = ("editor", "reviewer", "operator")
# What the editor, the reviewer and the operator get: 200, or 403. What is not named here is for superusers.
LISTS = {
    "codes.code": (200, 200, 403),
    "codes.draft": (200, 200, 403),
    "codes.conflict": (403, 200, 403),
    "codes.sharedtext": (200, 200, 403),
    "codes.release": (403, 403, 200),
    "codes.change": (403, 403, 200),
    "discussion.reply": (200, 200, 403),
    "discussion.mistake": (200, 200, 403),
    "discussion.closeddiscussion": (403, 200, 403),
    "accounts.user": (403, 403, 200),
    "accounts.meter": (403, 403, 200),
    "accounts.plan": (403, 403, 200),
    "accounts.grant": (403, 403, 200),
    "accounts.organisation": (403, 403, 200),
    "accounts.moreviews": (403, 403, 200),
    "accounts.auditentry": (403, 403, 200),
}
NOBODY = (403, 403, 403)
# The same for adding a row by hand.
ADDED = {
    "accounts.user": (403, 403, 200),
    "accounts.plan": (403, 403, 200),
    "accounts.grant": (403, 403, 200),
    "accounts.organisation": (403, 403, 200),
    "codes.sharedtext": (200, 200, 403),
    "discussion.closeddiscussion": (403, 200, 403),
}


@pytest.fixture
def people():
    return [browser(somebody(role)) for role in PEOPLE]


def answers(people, address, method="get", data=None):
    return tuple(getattr(client, method)(address, data or {}).status_code for client in people)


def test_every_list_of_the_admin(people):
    expected, found = {}, {}
    for model in site._registry:
        label = model._meta.label_lower
        expected[label] = LISTS.get(label, NOBODY)
        found[label] = answers(people, reverse(f"admin:{label.replace('.', '_')}_changelist"))
    assert found == expected


def test_every_list_has_somebody_who_opens_it():
    assert set(LISTS) <= {model._meta.label_lower for model in site._registry}


def test_the_desk_itself(people):
    assert answers(people, "/admin/") == (200, 200, 200)
    assert answers([browser(a_reader())], "/admin/") == (302,)


def test_what_is_added_and_deleted_by_hand(people):
    for model in site._registry:
        name = f"admin:{model._meta.app_label}_{model._meta.model_name}"
        expected = ADDED.get(model._meta.label_lower, NOBODY)
        assert answers(people, reverse(f"{name}_add")) == expected, model
        if model in (User, Code):
            row = a_reader() if model is User else a_code()
            assert answers(people, reverse(f"{name}_delete", args=[row.pk])) == NOBODY


@pytest.mark.parametrize("page", ["change/", "compare/", "versions/", "history/", "preview/"])
def test_the_pages_of_a_code(people, page):
    draft = a_draft(state="in_review")
    assert answers(people, f"/admin/codes/code/{draft.code_id}/{page}") == (200, 200, 403)


@pytest.mark.parametrize(
    ("act", "state", "after"),
    [
        ("send", "writing", ["in_review", "in_review", "writing"]),
        ("publish", "in_review", ["in_review", "published", "in_review"]),
        ("schedule", "in_review", ["in_review", "scheduled", "in_review"]),
        ("return", "in_review", ["in_review", "returned", "in_review"]),
        ("discard", "in_review", ["in_review", "discarded", "in_review"]),
    ],
)
def test_what_each_does_with_somebody_elses_draft(people, act, state, after):
    found = []
    for number, client in enumerate(people):
        draft = a_draft(a_code(f"9990{number}", "cpt"), state=state)
        data = {"draft": draft.token, "publish_at": "2126-01-01T10:00", "reviewers_note": "Mend it."}
        if act == "schedule":
            from django.utils import timezone

            data["publish_at"] = f"{timezone.now() + timezone.timedelta(days=1):%Y-%m-%dT%H:%M}"
        client.post(f"/admin/codes/code/{draft.code_id}/draft/{act}/", data)
        draft.refresh_from_db()
        found.append(draft.state)
    assert found == after


def test_who_decides_conflicts(people):
    code, release = a_code(held=["descriptor"]), a_release()
    for client, status in zip(people, (403, 302, 403), strict=True):
        change = Change.objects.create(
            release=release, code=code, system=code.system, value=code.value, kind="conflict", field="descriptor"
        )
        answer = client.post(f"/admin/codes/conflict/{change.pk}/resolve/", {"take": "no"})
        assert (answer.status_code, Conflict.objects.get(pk=change.pk).resolution) == (
            status,
            "kept" if status == 302 else "",
        )


def test_releases_and_meters_are_looked_at(people):
    release = a_release()
    assert answers(people, f"/admin/codes/release/{release.pk}/change/") == (403, 403, 200)
    assert answers(people, f"/admin/codes/release/{release.pk}/change/", "post", {"name": "x"}) == NOBODY


def test_an_operator_looks_after_members_and_their_grants(people):
    *_, operator = people
    member = a_reader()
    address = f"/admin/accounts/user/{member.pk}/change/"
    assert answers(people, address) == (403, 403, 200)
    data = {
        "email": member.email,
        "name": "New name",
        "is_active": "on",
        "is_staff": "on",
        "is_superuser": "on",
        "groups": [Group.objects.get(name="reviewer").pk],
        "grants-TOTAL_FORMS": "1",
        "grants-INITIAL_FORMS": "0",
        "grants-0-user": member.pk,
        "grants-0-until": "2126-01-01",
        "grants-0-reason": "Paid by invoice",
    }
    assert operator.post(address, data).status_code == 302
    member.refresh_from_db()
    assert (member.name, member.is_staff, member.is_superuser, list(member.groups.all())) == (
        "New name",
        *[False] * 2,
        [],
    )
    assert Grant.objects.get().reason == "Paid by invoice"


@pytest.mark.parametrize("whose", ["superuser", "reviewer", "own"])
def test_an_operator_cannot_take_over_an_account_of_the_desk(whose):
    operator = somebody("operator")
    other = {"own": operator, "reviewer": somebody("reviewer"), "superuser": somebody("editor", is_superuser=True)}[
        whose
    ]
    client, address = browser(operator), f"/admin/accounts/user/{other.pk}/"
    assert client.get(f"{address}change/").status_code == 200
    assert client.post(f"{address}change/", {"email": "mine@example.org"}).status_code == 403
    assert client.post(f"{address}password/", {"password1": "x", "password2": "x"}).status_code == 403


def test_every_migrate_puts_the_groups_right():
    editor, reviewer = (Group.objects.get(name=name) for name in ("editor", "reviewer"))
    editor.permissions.set(reviewer.permissions.all())
    Group.objects.filter(name="operator").delete()
    call_command("migrate", verbosity=0)
    for name, rights in roles.ROLES.items():
        group = Group.objects.get(name=name)
        found = {f"{right.content_type.app_label}.{right.codename}" for right in group.permissions.all()}
        assert found == rights
