"""People at the desk, and drafts of invented words."""

from django.contrib.auth.models import Group
from django.test import Client

from codes import draft_actions, drafts
from codes.models import Draft
from tests.builders import NUMBERS, a_code, a_reader
from tests.codes.test_admin import address, form_of


def somebody(role, **fields):
    """A member of staff in the group `role`."""
    number = next(NUMBERS)
    defaults = {"email": f"{role}{number}@example.org", "name": f"{role.capitalize()} {number}", "is_staff": True}
    user = a_reader(**(defaults | fields))
    user.groups.add(Group.objects.get(name=role))
    return user


def browser(user):
    client = Client()
    client.force_login(user)
    return client


def with_words(code, content=None, **fields):
    """What stands at a code, with other values in its own fields."""
    content = content or drafts.content_of(code)
    return content | {"code": content["code"] | fields}


def a_draft(code=None, by=None, state="writing", **fields):
    """An open draft, by default one with a title of its own that waits for nothing."""
    code = code or a_code("99901", "cpt")
    by = by or somebody("editor")
    draft = draft_actions.begin_draft(code=code, content=with_words(code, **(fields or {"title": "Drafted"})), by=by)
    if state == "in_review":
        return draft_actions.send_to_review(draft=draft, token=draft.token, by=by)
    return draft


def fresh(row):
    """The row as it is in the database now."""
    return type(row).objects.get(pk=row.pk)


def only_draft():
    return Draft.objects.get()


def fill(client, code, **changes):
    """The form as `client` sees it, sent with these changes; names with dashes are written with two underscores."""
    data = form_of(client.get(address(code)))
    return client.post(address(code), data | {name.replace("__", "-"): value for name, value in changes.items()})
