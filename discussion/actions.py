"""What readers and editors do to replies and mistake reports: each a keyword-only function, one transaction.

`home` is the address of the site as "https://host", for the links in letters.
"""

from functools import partial

from django.db import transaction
from django.utils import timezone

from accounts.models import User
from discussion import letters as post
from discussion import policy
from discussion.models import ClosedDiscussion, Follow, Mistake, Reply, ReplyReport
from discussion.text import has_link


class Refused(Exception):
    """It cannot be done any more; the text says why."""


# Replies


@transaction.atomic
def post_reply(*, writer, code, text, home, answers=None, name="", letters=False, follow=False):
    """Write a reply, shown at once or waiting for an editor; the same words sent twice are one reply.

    `answers` is the reply answered. A `name` is kept for the account. Raises Refused where the thread takes no more.
    """
    # One at a time for each person: a second click finds what the first one wrote.
    person = User.objects.select_for_update().get(pk=writer.pk)
    if twin := written_just_now(person, code, answers, text):
        return twin
    if answers:
        check_open(answers)
    if name:
        person.name = name
        person.save(update_fields=["name"])
    state = Reply.State.SHOWN if is_trusted(person, text) else Reply.State.WAITING
    reply = Reply.objects.create(
        writer=person, code=code, answers=answers, text=text, state=state, letters=letters, written_at=timezone.now()
    )
    set_follow(reader=person, code=code, follow=follow)
    tell([reply], home)
    return reply


def written_just_now(writer, code, answers, text):
    """The reply with the same words at the same place, of the last minutes."""
    since = timezone.now() - policy.SAME_WITHIN
    return Reply.objects.filter(writer=writer, code=code, answers=answers, text=text, written_at__gte=since).first()


def check_open(thread):
    """Lock the reply that is answered, so that it cannot go meanwhile; Refused where it takes no answer."""
    found = Reply.objects.select_for_update().shown().threads().filter(pk=thread.pk).first()
    if found is None:
        raise Refused("The reply that you answer is no longer shown.")
    if found.answered_by.count() >= policy.MOST_ANSWERS:
        raise Refused(f"This reply has {policy.MOST_ANSWERS} answers and takes no more. Please write a new one.")


def is_trusted(writer, text):
    """Whether a reply is shown without an editor's look: not the first one of a person, and none with a link."""
    return writer.is_staff or (not has_link(text) and Reply.objects.shown().filter(writer=writer).exists())


def set_follow(*, reader, code, follow):
    if follow:
        Follow.objects.get_or_create(reader=reader, code=code)
    else:
        Follow.objects.filter(reader=reader, code=code).delete()


def tell(replies, home):
    """Send letters about those that are shown for the first time, once this transaction is kept."""
    news = [reply.pk for reply in replies if reply.state == Reply.State.SHOWN and reply.told_at is None]
    if news:
        Reply.objects.filter(pk__in=news).update(told_at=timezone.now())
        transaction.on_commit(partial(post.tell_of, news, home), robust=True)


@transaction.atomic
def withdraw(*, reply):
    """Take a reply back: its words are deleted. Where others have answered, an empty place keeps their answers."""
    found = Reply.objects.select_for_update().get(pk=reply.pk)
    if not found.answered_by.exists():
        found.delete()
        return
    found.text, found.writer, found.state, found.letters = "", None, Reply.State.WITHDRAWN, False
    found.reports = 0
    found.save()


@transaction.atomic
def report_reply(*, reply, reader, why):
    """Note that a reader reports a reply, once; so many reports hide it until an editor decides. False if known."""
    found = Reply.objects.select_for_update(of=["self"]).select_related("writer").get(pk=reply.pk)
    _, new = ReplyReport.objects.get_or_create(reply=found, reader=reader, defaults={"why": why})
    if not new:
        return False
    found.reports += 1
    by_staff = found.writer is not None and found.writer.is_staff
    if found.reports >= policy.HIDDEN_AFTER_REPORTS and found.state == Reply.State.SHOWN and not by_staff:
        found.state = Reply.State.WAITING
    found.save(update_fields=["reports", "state"])
    return True


@transaction.atomic
def decide(*, replies, show, by, home):
    """An editor shows or hides these replies; what readers reported of them is settled. Returns how many."""
    keys = [reply.pk for reply in replies]
    found = list(Reply.objects.select_for_update().filter(pk__in=keys).exclude(state=Reply.State.WITHDRAWN))
    state = Reply.State.SHOWN if show else Reply.State.HIDDEN
    decided = {"state": state, "reports": 0, "decided_by": by, "decided_at": timezone.now()}
    Reply.objects.filter(pk__in=[reply.pk for reply in found]).update(**decided)
    for reply in found:
        reply.state = state
    tell(found, home)
    return len(found)


@transaction.atomic
def close_discussions(*, codes, by):
    """Let nobody reply on these codes (by key) any more."""
    ClosedDiscussion.objects.bulk_create(
        [ClosedDiscussion(code_id=code, closed_by=by) for code in sorted(codes)], ignore_conflicts=True
    )


@transaction.atomic
def stop_letters(*, reader, code):
    """Send a reader (by key) no more letters about replies on a code (by key)."""
    Follow.objects.filter(reader_id=reader, code_id=code).delete()
    Reply.objects.filter(writer_id=reader, code_id=code).update(letters=False)


# Mistakes


@transaction.atomic
def report_mistake(*, code, reporter, home, email="", **told):
    """Note a mistake that somebody found, and write to the editors. `told`: section, wrong, right, source."""
    account = reporter if reporter.is_authenticated else None
    mistake = Mistake.objects.create(code=code, reporter=account, email="" if account else email, **told)
    transaction.on_commit(partial(post.tell_editors, mistake.pk, home), robust=True)
    return mistake


@transaction.atomic
def answer_mistake(*, mistake, answer, by, home):
    """Keep an editor's answer and send it to the reporter. Raises Refused where it has been decided before."""
    settle(mistakes=[mistake], state=Mistake.State.ANSWERED, by=by, answer=answer)
    transaction.on_commit(partial(post.send_answer, mistake.pk, home), robust=True)


@transaction.atomic
def close_mistakes(*, mistakes, by):
    """Close reports without an answer. Returns how many were open."""
    return settle(mistakes=mistakes, state=Mistake.State.CLOSED, by=by, strict=False)


def settle(*, mistakes, state, by, answer="", strict=True):
    found = Mistake.objects.open().filter(pk__in=[mistake.pk for mistake in mistakes])
    number = found.update(state=state, answer=answer, answered_by=by, answered_at=timezone.now())
    if strict and number < len(mistakes):
        raise Refused("This report has been decided already.")
    return number


@transaction.atomic
def forget_old_addresses():
    """Delete the addresses that guests left with reports decided ADDRESS_KEPT ago. Returns how many."""
    old = Mistake.objects.filter(answered_at__lt=timezone.now() - policy.ADDRESS_KEPT).exclude(email="")
    return old.update(email="")
