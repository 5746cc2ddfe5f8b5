"""What a reader does to code lists: each a keyword-only function, one transaction."""

import secrets

from django.contrib.auth import get_user_model
from django.db import transaction
from django.utils import timezone

from codelists import policy
from codelists.differences import difference
from codelists.models import CodeList, Entry, Version
from codelists.places import places


class Refused(Exception):
    """A limit of `policy` is reached; the text says which, for the reader."""


@transaction.atomic
def create(*, owner, name, description="", entries=None, what="Begun"):
    """A list with its first version; `entries` as {(system, value): note} in their order. Raises Refused."""
    # One at a time for each reader, so that the limit holds for requests at once.
    get_user_model().objects.select_for_update(no_key=True).get(pk=owner.pk)
    if CodeList.objects.of(owner).count() >= policy.LISTS_PER_READER:
        raise Refused(f"You have {policy.LISTS_PER_READER} lists, as many as there may be. Delete one first.")
    entries = entries or {}
    check_size(entries)
    made = CodeList.objects.create(owner=owner, name=name, description=description)
    Version.objects.create(list=made, number=1, made_by=owner, what=what, added=len(entries))
    rewrite(made, {}, entries, number=1)
    return made


@transaction.atomic
def describe(*, code_list, name, description):
    """Another name and description; they are not versioned."""
    CodeList.objects.filter(pk=code_list.pk).update(name=name, description=description, changed_at=timezone.now())


@transaction.atomic
def add(*, code_list, by, entries, what="Added"):
    """Put codes behind those of a list, {(system, value): note}.

    One that stands there already keeps its place, and by an empty note its note too.
    Returns the Version, or None where nothing changed. Raises Refused.
    """
    return save(code_list, by, lambda now: now | {key: note or now.get(key, "") for key, note in entries.items()}, what)


@transaction.atomic
def edit(*, code_list, by, notes=None, removed=(), what="Edited"):
    """Take `removed` codes out and give others of the list other notes. Returns as `add`."""
    notes = notes or {}

    def edited(now):
        return {key: notes.get(key, note) for key, note in now.items() if key not in removed}

    return save(code_list, by, edited, what)


@transaction.atomic
def replace(*, code_list, by, entries, what="Replaced"):
    """Let a list hold these codes in this order and no others. Returns as `add`."""
    return save(code_list, by, lambda now: entries, what)


@transaction.atomic
def arrange(*, code_list, by, keys, what="Put in order"):
    """Put the codes of a list into the order of `keys`; those that are not named follow. Returns as `add`."""
    return save(code_list, by, lambda now: {key: now[key] for key in [*keys, *now] if key in now}, what)


@transaction.atomic
def sort(*, code_list, by):
    """Put the codes of a list into the order of their systems and values. Returns as `add`."""
    return save(code_list, by, lambda now: dict(sorted(now.items())), "Sorted by code")


@transaction.atomic
def restore(*, code_list, by, number):
    """Let a list hold what an earlier version held, as a new version. Returns as `add`."""
    entries = entries_of(code_list, number)
    return save(code_list, by, lambda now: entries, f"Version {number} restored")


@transaction.atomic
def share(*, code_list, wanted):
    """Let whoever has the link read a list, or no longer; each time it is wanted anew the link is another one."""
    token = secrets.token_urlsafe(32) if wanted else None
    CodeList.objects.filter(pk=code_list.pk).update(token=token)
    return token


@transaction.atomic
def copy(*, code_list, owner, name="", what="Copied from a shared list"):
    """A list of one's own that begins with what another one holds now, under its name or another. Raises Refused."""
    entries = entries_of(code_list, code_list.version)
    words = {"name": name or code_list.name, "description": code_list.description}
    return create(owner=owner, entries=entries, what=what, **words)


@transaction.atomic
def delete(*, code_list):
    """Delete a list with all its versions; the link to it leads nowhere."""
    code_list.delete()


# How a version is made


def entries_of(code_list, number):
    """{(system, value): note} of one version, in its order."""
    return {entry.key: entry.note for entry in Entry.objects.filter(list=code_list).at(number)}


def save(code_list, by, wanted, what):
    """Make a version of what `wanted` makes of {(system, value): note} of now; None where that is the same."""
    # One at a time for each list: two savings at once are two versions, the second built on the first.
    kept = CodeList.objects.select_for_update(no_key=True).get(pk=code_list.pk)
    standing = {entry.key: entry for entry in Entry.objects.filter(list=kept).standing()}
    before = {key: entry.note for key, entry in standing.items()}
    after = wanted(dict(before))
    differs = difference(before, after)
    if not differs:
        return None
    check_size(after)
    if kept.version >= policy.VERSIONS_PER_LIST:
        raise Refused(f"This list has {policy.VERSIONS_PER_LIST:,} versions, as many as there may be. Copy it first.")
    number = kept.version + 1
    rewrite(kept, standing, after, number=number)
    CodeList.objects.filter(pk=kept.pk).update(version=number, changed_at=timezone.now())
    code_list.version = number
    return Version.objects.create(list=kept, number=number, made_by=by, what=what, **differs.counts)


def check_size(entries):
    if len(entries) > policy.ENTRIES_PER_LIST:
        raise Refused(f"A list holds up to {policy.ENTRIES_PER_LIST:,} codes; this would be {len(entries):,}.")


def rewrite(code_list, standing, after, *, number):
    """Let version `number` hold `after`: whose note and place stay goes on, the others end and are written anew."""
    now = places({key: entry.position for key, entry in standing.items()}, list(after))
    wanted = {key: (note, now[key]) for key, note in after.items()}
    goes_on = {key for key, entry in standing.items() if wanted.get(key) == (entry.note, entry.position)}
    ended = [entry.pk for key, entry in standing.items() if key not in goes_on]
    Entry.objects.filter(pk__in=ended).update(until=number - 1)
    Entry.objects.bulk_create(
        Entry(list=code_list, system=key[0], value=key[1], note=note, position=position, since=number)
        for key, (note, position) in wanted.items()
        if key not in goes_on
    )
