"""What editors and operators write: each a keyword-only function, one transaction."""

from django.db import transaction
from django.utils import timezone

from codes.models import Change, Code, Conflict, DueNotice, Stamp
from codes.search import mark_due

DESCRIPTORS = ("descriptor", "short_descriptor", "common_language")


class Undecidable(Exception):
    """A conflict cannot be decided so; the text says why."""


@transaction.atomic
def edit_code(*, code, changed, by, reviewer=None, reason=""):
    """Save what an editor changed in a code: `changed` the names of its fields, `reason` what the history says of it.

    The state before the first edit is kept in the history. A descriptor written by hand is held against releases, and
    the publisher's words for it are kept; one taken out of `held` gets them back. Returns the names of those, each
    with whether the publisher has any words for it.
    """
    written = Code.objects.select_for_update(of=["self"], no_key=True).get(pk=code.pk)
    keep_baseline(written)
    written._change_reason = reason or None
    before = written.held
    held = [name for name in code.held if name in DESCRIPTORS] if "held" in changed else before
    hold(written, {*held, *(name for name in changed if name in DESCRIPTORS)})
    # The form may be older than the last release: what the editor left alone stays as it is now.
    for name in changed:
        if name != "held":
            setattr(written, name, getattr(code, name))
    given_back = {name: give_back(written, name) for name in before if name not in written.held}
    written.reviewer, written.reviewed_at = reviewer, timezone.now() if reviewer else None
    sign(written, by)
    settle(code=written, fields=given_back, resolution=Change.Resolution.TAKEN, by=by)
    code.refresh_from_db()
    return given_back


def hold(code, names):
    """Hold these descriptors and no others, and keep what the publisher says where one was not held before."""
    code.published |= {name: getattr(code, name) for name in names if name not in code.held}
    code.held = sorted(names)


def give_back(code, name):
    """Let releases write a descriptor again, from the words that they have for it; False where they have none."""
    code.held = [held for held in code.held if held != name]
    words = code.published.pop(name, "")
    if words:
        setattr(code, name, words)
    return bool(words)


def sign(code, by):
    """Save the code as edited by somebody."""
    if code.status == Code.Status.DELETED:
        code.billable = False
    code.editor, code.edited_at = by, timezone.now()
    code._history_user = by
    code.save()
    mark_due([code.pk])


@transaction.atomic
def resolve_conflict(*, change, take, by):
    """Decide a conflict: `take` the publisher's words in place of the editor's, or keep these.

    Taken words are the publisher's newest, and releases write the descriptor again. Older conflicts over the same
    descriptor are decided with it. Raises Undecidable where it has been decided before, or where there is nothing left
    to decide.
    """
    code = Code.objects.select_for_update(of=["self"]).get(pk=change.code_id)
    conflict = decidable(Conflict.objects.select_related("release").get(pk=change.pk), code)
    if take:
        keep_baseline(code)
        code.published[conflict.field] = code.published.get(conflict.field) or conflict.after
        give_back(code, conflict.field)
        code._change_reason = f"Took the publisher's {conflict.descriptor}: {conflict.release}"[:100]
        sign(code, by)
    resolution = Change.Resolution.TAKEN if take else Change.Resolution.KEPT
    settle(code=code, fields=[conflict.field], resolution=resolution, by=by)


def decidable(conflict, code):
    """The conflict, as long as it can be decided."""
    if conflict.resolution:
        who = f" by {conflict.resolved_by}" if conflict.resolved_by else ""
        raise Undecidable(f"{code}: decided already{who}. {conflict.get_resolution_display()}.")
    if conflict.field not in code.held:
        raise Undecidable(f"{code}: no editor holds its {conflict.descriptor} any more.")
    later = Conflict.objects.filter(code=code, field=conflict.field, pk__gt=conflict.pk)
    if newest := later.select_related("release").first():
        raise Undecidable(f"{code}: {newest.release} has newer words for its {conflict.descriptor}. Decide on those.")
    return conflict


def settle(*, code, fields, resolution, by):
    """Mark the open conflicts over these descriptors of a code as decided."""
    found = Change.objects.filter(kind=Change.Kind.CONFLICT, code=code, field__in=fields, resolution="")
    found.update(resolution=resolution, resolved_at=timezone.now(), resolved_by=by)


@transaction.atomic
def remember_notices(*, dues):
    """Keep that the operators were told of these: pairs of a source and the day since when it is due."""
    DueNotice.objects.bulk_create([DueNotice(source=source, due=due) for source, due in dues], ignore_conflicts=True)


@transaction.atomic
def sweep_stamps():
    """Put one new stamp in the place of all others; a state that was named once is never named again."""
    newest = Stamp.objects.create()
    Stamp.objects.filter(pk__lt=newest.pk).delete()


def keep_baseline(code):
    """Write the loaded state as the first entry of the history, so that the first edit shows what it changed."""
    if code.history.exists():
        return
    loaded = Code.objects.select_related("release").get(pk=code.pk)
    moment = loaded.release.loaded_at if loaded.release else timezone.now()
    Code.history.bulk_history_create([loaded], default_date=moment, default_change_reason="As loaded")
    # The library signs it with whoever is editing; nobody of them loaded it.
    code.history.update(history_user=None)
