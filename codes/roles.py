"""The groups of the people at the desk, and exactly what each may do; every `migrate` puts them right again."""

from functools import reduce
from operator import or_

from django.apps import apps as all_apps
from django.db.models import Q


def rights(app, models, *acts):
    """As in {"codes.view_code", "codes.change_code"}."""
    return {f"{app}.{act}_{model}" for model in models for act in acts}


WRITES = (
    {"codes.view_code", "codes.change_code", "codes.view_draft"}
    | rights("codes", ["section", "modifieruse", "relation", "payernote", "source"], "view", "add", "change", "delete")
    | rights("codes", ["sharedtext"], "view", "add", "change")
)  # fmt: skip
# Replies and mistakes that readers write of.
MODERATES = rights("discussion", ["reply", "mistake"], "view", "change")
ROLES = {
    # Writes drafts, moderates and answers readers.
    "editor": WRITES | MODERATES,
    # Reviews and publishes what others wrote, decides conflicts, closes discussions.
    "reviewer": WRITES
    | MODERATES
    | {"codes.review_draft"}
    | rights("discussion", ["closeddiscussion"], "view", "add", "delete"),
    # Looks after releases, members and numbers.
    "operator": (
        rights("codes", ["release", "change"], "view")
        | rights("accounts", ["user"], "view", "add", "change")
        | rights("accounts", ["grant"], "view", "add", "change", "delete")
        | rights("accounts", ["plan", "organisation"], "view", "add", "change", "delete")
        | rights("accounts", ["seat"], "view", "add", "delete")
        | rights("accounts", ["moreviews"], "view", "change")
        | rights("accounts", ["meter", "openedpage", "auditentry"], "view")
        | rights("figures", ["dailytotal"], "view")
    ),
}  # fmt: skip


def keep(*, using, apps=all_apps, **signal):
    """Give each group exactly its rights. Called after every `migrate`, when the rights of all models are there."""
    try:
        Group, Permission = apps.get_model("auth", "Group"), apps.get_model("auth", "Permission")
    except LookupError:
        return
    for name, names in ROLES.items():
        group, _ = Group.objects.using(using).get_or_create(name=name)
        group.permissions.set(Permission.objects.using(using).filter(reduce(or_, map(named, sorted(names)))))


def named(right):
    app, _, codename = right.partition(".")
    return Q(content_type__app_label=app, codename=codename)
