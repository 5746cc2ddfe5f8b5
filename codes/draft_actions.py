"""What is done with drafts: begun, saved, sent, returned, scheduled, published, discarded. One transaction each."""

from contextlib import contextmanager
from datetime import timedelta

from django.db import DatabaseError, transaction
from django.utils import timezone

from codes import draft_letters, draft_words, drafts, wording
from codes.actions import edit_code
from codes.drafts import TABLES, content_of, digest_of
from codes.models import Code, Draft, Section

State = Draft.State
# A draft is never begun for further ahead: by then somebody should have looked at it again.
FURTHEST = timedelta(days=366)


class Refused(Exception):
    """It cannot be done; the text says why."""


class Outdated(Refused):
    """The draft is not what it was when this was begun."""


class LiveChanged(Refused):
    """The live text has changed since the draft was begun: `moved` says how, `seen` names the text looked at."""

    def __init__(self, moved, seen):
        super().__init__("What is live has changed since this draft was begun.")
        self.moved, self.seen = moved, seen


@contextmanager
def undone():
    """A transaction of which nothing stays."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


# Writing


@transaction.atomic
def begin_draft(*, code, content, by, live=None, note=""):
    """A new draft of a code with a content of `content_of`'s shape, made from what was `live` (default: what is).

    Raises Outdated where a draft is open.
    """
    code = lock(code.pk)
    if found := Draft.objects.open().of_code(code.pk).select_related("writer").first():
        raise Outdated(f"{code}: {found.writer or 'somebody'} has an open draft.")
    base = live or content_of(code)
    content = drafts.whole(content, base)
    return Draft.objects.create(code=code, content=content, base=base, writer=by, writers=[by.pk], note=note)


@transaction.atomic
def save_draft(*, draft, token, content, by, live=None):
    """Keep new content of an open draft; `token` names the saving that it was made from. Raises Outdated.

    The same content again changes nothing: who only looks has not written. What a reviewer has approved and somebody
    has changed since is to be reviewed again.
    """
    draft = held(draft, token)
    live = live or content_of(draft.code)
    content = drafts.whole(content, live)
    if content == draft.content:
        return draft
    draft.base = drafts.rebased(draft, content, live)
    draft.content, draft.saved_at = content, timezone.now()
    draft.version += 1
    draft.writers = sorted({*draft.writers, by.pk})
    if draft.state == State.SCHEDULED:
        draft.state, draft.publish_at = State.IN_REVIEW, None
    draft.save()
    return draft


def keep(*, code, draft, shown, content, live, by):
    """Save the open draft of a code, or begin one where `draft` is None; not where the content is what was `shown`.

    Returns the draft, None where there is none. Raises Outdated where somebody was quicker.
    """
    if content == shown:
        return draft
    if draft:
        return save_draft(draft=draft, token=draft.token, content=content, live=live, by=by)
    return begin_draft(code=code, content=content, live=live, by=by)


def held(draft, token):
    """The draft as it is now, kept from others until the end of the transaction. Raises Outdated."""
    found = Draft.objects.select_for_update(of=["self"]).get(pk=draft.pk)
    if not found.is_open or found.token != token:
        raise Outdated("Somebody saved or decided on this draft meanwhile.")
    return found


@transaction.atomic
def restore(*, version, by):
    """Begin a draft that brings a version's words back. Raises Outdated where a draft is open."""
    code = version.code
    content = drafts.restored(version.content, content_of(code), code.published)
    return begin_draft(code=code, content=content, by=by, note=f"The words of {version.published_at:%Y-%m-%d %H:%M}.")


# Deciding


@transaction.atomic
def send_to_review(*, draft, token, by, note=""):
    """Ask for a review; the reviewers' address, if there is one, gets a letter."""
    draft = held(draft, token)
    if draft.state == State.SCHEDULED:
        raise Refused("This draft has been reviewed and is scheduled.")
    return moved(draft, State.IN_REVIEW, draft_letters.waiting, by=by, note=note_of(note) or draft.note)


@transaction.atomic
def return_draft(*, draft, token, by, note):
    """Give a draft back to its writer, who gets a letter; `note` says what to mend."""
    draft = reviewed(held(draft, token), by)
    if not note_of(note):
        raise Refused("Say in the note what is to be mended.")
    return moved(draft, State.RETURNED, draft_letters.returned, by=by, reviewers_note=note_of(note), publish_at=None)


def note_of(text):
    """What is kept of a note that somebody typed."""
    return drafts.plain(text)[: wording.OTHERWISE]


@transaction.atomic
def schedule(*, draft, token, by, at, seen=""):
    """Approve a draft, to be published at a moment to come; `seen` as for `publish`."""
    lock(draft.code_id)
    draft = reviewed(held(draft, token), by)
    now = timezone.now()
    if not now < at < now + FURTHEST:
        raise Refused("Choose a time that is still to come, within a year.")
    check_live(draft, seen)
    if seen:
        # What has changed meanwhile was looked at: only what changes from now on stands against it.
        draft.content, draft.base = content_published(draft), content_of(draft.code)
    return moved(draft, State.SCHEDULED, None, by=by, publish_at=at)


def content_published(draft):
    """What would stand if the draft were published now."""
    with undone():
        apply_content(code=draft.code, content=draft.content, base=draft.base, by=draft.writer)
        return content_of(draft.code)


@transaction.atomic
def discard(*, draft, token, by):
    """Give a draft up; it is kept, but nobody can go on with it."""
    draft = held(draft, token)
    if not (draft.is_written_by(by) or drafts.may_review(by)):
        raise Refused("Only who wrote it or a reviewer may discard a draft.")
    return moved(draft, State.DISCARDED, None, by=by, publish_at=None)


def reviewed(draft, by):
    """The draft, reviewed by somebody who may. Raises Refused."""
    if reason := drafts.why_not_published_by(draft, by):
        raise Refused(reason)
    draft.reviewer, draft.reviewed_at = by, timezone.now()
    return draft


def moved(draft, state, letter, *, by, **changes):
    """Save the draft in its new state and write the letter about it once that stands."""
    for name, value in ({"state": state} | changes).items():
        setattr(draft, name, value)
    draft.version += 1
    draft.save()
    if letter:
        transaction.on_commit(lambda: letter(draft, by), robust=True)
    return draft


# Publishing


@transaction.atomic
def publish(*, draft, token, by, seen=""):
    """Make a draft what readers see; its writer gets a letter unless it was they who published it.

    Where the live text has changed since the draft was begun, LiveChanged is raised: `seen` is what it carried, given
    back by whoever has looked at it and publishes all the same.
    """
    code = lock(draft.code_id)
    draft = reviewed(held(draft, token), by)
    check_live(draft, seen)
    return made_live(draft, code, by)


@transaction.atomic
def publish_scheduled(*, draft):
    """Publish a draft whose time has come, for the reviewer who approved it.

    Raises LiveChanged where it would overwrite what changed meanwhile, Refused where the reviewer may not publish it
    any more.
    """
    code = lock(draft.code_id)
    draft = held(draft, draft.token)
    if draft.reviewer is None or not draft.reviewer.is_active:
        raise Refused("The reviewer who approved it has left.")
    if reason := drafts.why_not_published_by(draft, draft.reviewer):
        raise Refused(reason)
    live = content_of(code)
    found = drafts.moved_under(draft, live)
    if found.overwritten:
        raise LiveChanged(found, digest_of(live))
    return made_live(draft, code, draft.reviewer)


@transaction.atomic
def turn_back(*, draft, reason):
    """Give a scheduled draft back to review; its writer and reviewer get a letter that says why."""
    draft = held(draft, draft.token)
    changes = {"publish_at": None, "reviewers_note": f"Not published as scheduled. {reason}"}
    return moved(draft, State.IN_REVIEW, draft_letters.turned_back, by=draft.reviewer, **changes)


def publish_due(*, now=None):
    """Publish all drafts whose time has come; what cannot be published goes back to review. Returns the numbers of
    both."""
    published = turned = 0
    for key in Draft.objects.due(now or timezone.now()).values_list("pk", flat=True):
        draft = Draft.objects.select_related("code", "reviewer", "writer").get(pk=key)
        try:
            publish_scheduled(draft=draft)
            published += 1
        except Outdated:
            # Somebody was quicker.
            continue
        except (Refused, DatabaseError) as reason:
            words = str(reason) if isinstance(reason, Refused) else "It does not fit what is live any more."
            turn_back(draft=draft, reason=words)
            turned += 1
    return published, turned


def lock(key):
    """The code, kept from other writers until the end of the transaction; before its draft, so that none waits for
    the other."""
    return Code.objects.select_for_update(of=["self"], no_key=True).get(pk=key)


def check_live(draft, seen):
    """Raise LiveChanged where the live text is neither what the draft was begun from nor what `seen` names."""
    live = content_of(draft.code)
    found = drafts.moved_under(draft, live)
    if found and digest_of(live) != seen:
        raise LiveChanged(found, digest_of(live))


def made_live(draft, code, by):
    """Write the draft into the tables and keep it as a version; before the first version, what stood until now."""
    live = content_of(code)
    if not Draft.objects.of_code(code.pk).versions().exists():
        keep_first(code, live)
    # Nobody who wrote it is named as its reviewer.
    reviewer = None if draft.is_written_by(by) else by
    writer = draft.writer or by
    apply_content(code=code, content=draft.content, base=draft.base, by=writer, reviewer=reviewer)
    draft.base, draft.content = live, content_of(code)
    changes = {"published_at": timezone.now(), "published_by": by, "publish_at": None, "reviewer": reviewer}
    return moved(draft, State.PUBLISHED, draft_letters.published, by=by, **changes)


def keep_first(code, live):
    """What stood before the first version, as a version of its own."""
    loaded = code.release.loaded_at if code.release else timezone.now()
    Draft.objects.create(
        code=code,
        state=State.PUBLISHED,
        content=live,
        base=live,
        writer=code.editor,
        note="What stood before the first draft.",
        published_at=code.edited_at or min(loaded, timezone.now()),
    )


# Into the tables


@transaction.atomic
def apply_content(*, code, content, base, by, reviewer=None):
    """Write into the tables what a content changes of its base, so that a release's newer words for the rest stay.

    Descriptors are held and given back as in `actions.edit_code`. `by` signs it, `reviewer` is who looked at it.
    """
    changed = write_fields(code, content["code"], base["code"])
    for name in TABLES:
        if name in content:
            write_rows(code, TABLES[name], content[name], base.get(name, []), by)
    reason = draft_words.reason(base, content)
    edit_code(code=code, changed=changed, by=by, reviewer=reviewer, reason=reason)


def write_fields(code, fields, base):
    """Set on `code` what differs from the base. Returns the names of what is written, for `edit_code`."""
    code.refresh_from_db()
    given_back = {*base["held"]} - {*fields.get("held", base["held"])}
    changed = [name for name, value in fields.items() if value != base.get(name) and name not in given_back]
    taken = {*fields.get("held", ())} - {*base["held"]}
    for name in changed:
        field = Code._meta.get_field(name)
        setattr(code, name, field.to_python(fields[name]))
    if "held" in changed:
        # A descriptor that was held or given back elsewhere meanwhile stays so.
        code.held = sorted({*Code.objects.values_list("held", flat=True).get(pk=code.pk), *taken} - given_back)
    return changed


def write_rows(code, table, rows, base, by):
    """Make the rows at a code what the content says, but for those that it leaves as they were in the base."""
    before = {row["id"]: row for row in base}
    wanted = {row["id"]: row for row in rows if before.get(row["id"]) != row}
    live = {row.pk: row for row in table.model.objects.filter(code=code)}
    for key in in_the_way(table, live, wanted, gone={*before} - {row["id"] for row in rows}):
        row = live.pop(key)
        row._history_user = by
        row.delete()
    for key, values in wanted.items():
        write_row(live.get(key) or table.model(pk=key, code=code), table, values, by)


def in_the_way(table, live, wanted, *, gone):
    """The keys of live rows to be taken out: those gone from the content, and those that bear the name of a row to be
    written, or another name than they are to bear (two rows may change names)."""
    names = {table.name_of(row): key for key, row in wanted.items()} if table.one_of_a_name else {}
    found = [key for key in live if key in gone]
    for key, row in live.items():
        name = table.name_of({column: getattr(row, column) for column in table.columns})
        renamed = table.one_of_a_name and key in wanted and table.name_of(wanted[key]) != name
        if key not in gone and (renamed or names.get(name, key) != key):
            found.append(key)
    return found


def write_row(row, table, values, by):
    for column in table.columns:
        setattr(row, column, row._meta.get_field(column).to_python(values[column]))
    if isinstance(row, Section):
        row.editor = by
    row._history_user = by
    row.save(force_insert=row._state.adding)
