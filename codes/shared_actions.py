"""What is done with texts that serve many codes: written, sent, returned, scheduled, published, withdrawn."""

from django.db import DatabaseError, transaction
from django.utils import timezone

from codes import draft_letters, drafts
from codes.draft_actions import FURTHEST, Outdated, Refused, note_of
from codes.models import SharedText

State = SharedText.State
SHOWN = (State.PUBLISHED, State.REPLACED)


@transaction.atomic
def save(*, text, words, by, token=""):
    """Keep words (a dict of SharedText.WORDS); returns the version that holds them.

    A new text where `text` is None; the next version where it was shown to readers; else this one, which `token` names
    as it was when it was opened. Raises Outdated. The same words again change nothing.
    """
    words = {name: drafts.plain(value) if isinstance(value, str) else value for name, value in words.items()}
    if text is None:
        return SharedText.objects.create(**words, writer=by, writers=[by.pk])
    if text.state in SHOWN:
        return text if words == words_of(text) else next_version(text, words, by)
    text = held(text, token)
    if words == words_of(text):
        return text
    for name, value in words.items():
        setattr(text, name, value)
    text.writers, text.saved_at = sorted({*text.writers, by.pk}), timezone.now()
    if text.state == State.SCHEDULED:
        text.state, text.publish_at = State.IN_REVIEW, None
    return written(text)


def words_of(text):
    return {name: getattr(text, name) for name in SharedText.WORDS}


def next_version(text, words, by, note=""):
    """Begin the version that follows one that was shown. Raises Outdated where one is open."""
    SharedText.objects.select_for_update().get(pk=text.line)
    if found := SharedText.objects.open().versions_of(text).select_related("writer").first():
        raise Outdated(f"{found.writer or 'Somebody'} has begun the next version of this text.")
    return SharedText.objects.create(**words, origin_id=text.line, writer=by, writers=[by.pk], note=note)


def held(text, token):
    """The version as it is now, kept from others until the end of the transaction. Raises Outdated."""
    found = SharedText.objects.select_for_update().get(pk=text.pk)
    if not found.is_open or found.token != token:
        raise Outdated("Somebody saved or decided on this text meanwhile.")
    return found


def written(text):
    text.version += 1
    text.save()
    return text


@transaction.atomic
def restore(*, version, by):
    """Begin the next version with the words of an earlier one. Raises Outdated where one is open."""
    when = version.published_at or version.saved_at
    return next_version(version, words_of(version), by, note=f"The words of {when:%Y-%m-%d %H:%M}.")


# Deciding


@transaction.atomic
def send_to_review(*, text, token, by, note=""):
    """Ask for a review; the reviewers' address, if there is one, gets a letter."""
    text = held(text, token)
    if text.state == State.SCHEDULED:
        raise Refused("This text has been reviewed and is scheduled.")
    return moved(text, State.IN_REVIEW, draft_letters.waiting, by=by, note=note_of(note) or text.note)


@transaction.atomic
def return_text(*, text, token, by, note):
    """Give a text back to its writer, who gets a letter; `note` says what to mend."""
    text = reviewed(held(text, token), by)
    if not note_of(note):
        raise Refused("Say in the note what is to be mended.")
    return moved(text, State.RETURNED, draft_letters.returned, by=by, reviewers_note=note_of(note), publish_at=None)


@transaction.atomic
def schedule(*, text, token, by, at):
    """Approve a text, to be published at a moment to come."""
    text = reviewed(held(text, token), by)
    now = timezone.now()
    if not now < at < now + FURTHEST:
        raise Refused("Choose a time that is still to come, within a year.")
    return moved(text, State.SCHEDULED, None, by=by, publish_at=at)


@transaction.atomic
def discard(*, text, token, by):
    """Give an open version up; what is shown stays."""
    text = held(text, token)
    if not (text.is_written_by(by) or drafts.may_review(by)):
        raise Refused("Only who wrote it or a reviewer may discard a text.")
    return moved(text, State.DISCARDED, None, by=by, publish_at=None)


@transaction.atomic
def publish(*, text, token, by):
    """Show a text to readers in place of its last version; its writer gets a letter unless it was they."""
    return made_live(reviewed(held(text, token), by), by)


@transaction.atomic
def withdraw(*, text, by):
    """Show a published text no longer; it stays among the versions."""
    if not drafts.may_review(by):
        raise Refused("Taking a text back is for reviewers.")
    text = SharedText.objects.select_for_update().get(pk=text.pk)
    if text.state != State.PUBLISHED:
        raise Outdated("This text is not shown any more.")
    return moved(text, State.REPLACED, None, by=by)


def reviewed(text, by):
    """The text, reviewed by somebody who may. Raises Refused."""
    if reason := drafts.why_not_published_by(text, by):
        raise Refused(reason)
    text.reviewer, text.reviewed_at = by, timezone.now()
    return text


def made_live(text, by):
    SharedText.objects.published().versions_of(text).update(state=State.REPLACED)
    return moved(text, State.PUBLISHED, draft_letters.published, by=by, published_at=timezone.now(), publish_at=None)


def moved(text, state, letter, *, by, **changes):
    """Save the text in its new state and write the letter about it once that stands."""
    for name, value in ({"state": state} | changes).items():
        setattr(text, name, value)
    text = written(text)
    if letter:
        transaction.on_commit(lambda: letter(text, by), robust=True)
    return text


# The schedule


@transaction.atomic
def publish_scheduled(*, text):
    """Publish a text whose time has come, for the reviewer who approved it. Raises Refused where they may not."""
    text = held(text, text.token)
    if text.reviewer is None or not text.reviewer.is_active:
        raise Refused("The reviewer who approved it has left.")
    return made_live(reviewed(text, text.reviewer), text.reviewer)


@transaction.atomic
def turn_back(*, text, reason):
    """Give a scheduled text back to review; its writer and reviewer get a letter that says why."""
    text = held(text, text.token)
    changes = {"publish_at": None, "reviewers_note": f"Not published as scheduled. {reason}"}
    return moved(text, State.IN_REVIEW, draft_letters.turned_back, by=text.reviewer, **changes)


def publish_due(*, now=None):
    """Publish all texts whose time has come; what cannot be published goes back to review. Returns both numbers."""
    published = turned = 0
    for text in SharedText.objects.due(now or timezone.now()).select_related("reviewer", "writer"):
        try:
            publish_scheduled(text=text)
            published += 1
        except Outdated:
            # Somebody was quicker.
            continue
        except (Refused, DatabaseError) as reason:
            turn_back(text=text, reason=str(reason) if isinstance(reason, Refused) else "It could not be written.")
            turned += 1
    return published, turned
