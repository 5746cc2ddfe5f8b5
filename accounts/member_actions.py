"""Who gets which plan: each a keyword-only function, one transaction with its line in the audit trail.

`grant` is where a payment provider would be joined: see docs/members.md.
"""

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit, letters, policy
from accounts.models import Grant, MoreViews, Plan, User


class Refused(Exception):
    """It is not done; the text says why, in words for whoever asked."""


# Grants


@transaction.atomic
def grant(*, plan, until, user=None, organisation=None, since=None, by=None, reason="", reference=""):
    """Give a plan to a reader or an organisation, from `since` (None: at once) until a day, both included.

    `by` is the member of staff, None where a program does it. With a `reference`, which is what the other side calls
    this grant, the same call again gives the grant that there is and changes nothing, even where it was taken back or
    changed by staff since then, and even for calls at once. Raises ValueError where it is somebody else's reference.
    """
    given = Grant(plan=plan, until=until, user=user, organisation=organisation, since=since)
    given.granted_by, given.reason, given.reference = by, reason, reference
    try:
        with transaction.atomic():
            given.save(force_insert=True)
    except IntegrityError:
        # PostgreSQL keeps one of a reference, also of calls at once.
        known = Grant.objects.filter(reference=reference).exclude(reference="").first()
        if known is None:
            raise
        return same(known, user, organisation)
    audit.note(audit.Act.GRANTED, by=by, **whose(given), after=audit.of_grant(given))
    return given


def same(known, user, organisation):
    if (known.user_id, known.organisation_id) != (user and user.pk, organisation and organisation.pk):
        raise ValueError("the reference is that of somebody else's grant")
    return known


def whose(given):
    return {"user": given.user, "organisation": given.organisation, "plan": given.plan}


@transaction.atomic
def change_grant(*, grant, by, **changes):
    """Change plan, since, until or reason of a grant that stands."""
    before = Grant.objects.select_for_update(of=["self"], no_key=True).get(pk=grant.pk)
    for name, value in changes.items():
        setattr(grant, name, value)
    grant.save(update_fields=list(changes))
    if audit.of_grant(before) != audit.of_grant(grant):
        told = {"before": audit.of_grant(before), "after": audit.of_grant(grant)}
        audit.note(audit.Act.GRANT_CHANGED, by=by, **whose(grant), **told)


@transaction.atomic
def take_back(*, grant, by=None):
    """End a grant at this moment; one that was taken back before is left as it is."""
    found = Grant.objects.select_for_update(of=["self"], no_key=True).get(pk=grant.pk)
    if found.taken_back_at is None:
        found.taken_back_at = timezone.now()
        found.save(update_fields=["taken_back_at"])
        audit.note(audit.Act.GRANT_TAKEN_BACK, by=by, **whose(found), before=audit.of_grant(found))


# Requests for more views


@transaction.atomic
def ask(*, user, why, how_long):
    """Ask for more views. Raises Refused with one open already, or after REQUESTS_FOR_MORE of them."""
    # One at a time for each account, so that the number holds for requests at once.
    User.objects.select_for_update(no_key=True).get(pk=user.pk)
    asked = MoreViews.objects.filter(user=user)
    if asked.filter(state=MoreViews.State.OPEN).exists():
        raise Refused("Your last request is not answered yet. Withdraw it to write another one.")
    if asked.filter(asked_at__gt=timezone.now() - policy.REQUESTS_COUNT_FOR).count() >= policy.REQUESTS_FOR_MORE:
        days = policy.REQUESTS_COUNT_FOR.days
        raise Refused(f"That is {policy.REQUESTS_FOR_MORE} requests in {days} days. Please answer our last letter.")
    return MoreViews.objects.create(user=user, why=why, how_long=how_long)


@transaction.atomic
def withdraw(*, user):
    """Take the open request back; whether there was one."""
    mine = MoreViews.objects.filter(user=user, state=MoreViews.State.OPEN)
    return bool(mine.update(state=MoreViews.State.WITHDRAWN, answered_at=timezone.now()))


@transaction.atomic
def grant_request(*, request, plan, until, by, words, home):
    """Answer a request with a plan until a day; the reader gets a letter. Raises Refused where it is answered."""
    asked = opened(request)
    given = grant(plan=plan, until=until, user=asked.user, by=by, reason="Asked for more views")
    close(asked, MoreViews.State.GRANTED, by, words, given)
    transaction.on_commit(lambda: letters.tell_of_grant(asked, home))
    return given


@transaction.atomic
def refuse_request(*, request, by, words, home):
    """Answer a request with a refusal; the reader gets a letter. Raises Refused where it is answered."""
    asked = opened(request)
    close(asked, MoreViews.State.REFUSED, by, words)
    audit.note(audit.Act.REFUSED, by=by, user=asked.user)
    transaction.on_commit(lambda: letters.tell_of_refusal(asked, home))


def opened(request):
    """The request as it stands, locked."""
    asked = MoreViews.objects.select_for_update(of=["self"]).select_related("user").get(pk=request.pk)
    if asked.state != MoreViews.State.OPEN:
        raise Refused(f"It is answered already, or was withdrawn: {asked.get_state_display().lower()}.")
    return asked


def close(asked, state, by, words, given=None):
    asked.state, asked.answer, asked.grant = state, words, given
    asked.answered_by, asked.answered_at = by, timezone.now()
    asked.save()


# Plans


@transaction.atomic
def save_plan(*, plan, by):
    """Make or change a plan. Whoever has it reads by it from the next page on."""
    before = Plan.objects.select_for_update(no_key=True).filter(pk=plan.pk).first()
    plan.save()
    if before is None:
        audit.note(audit.Act.PLAN_MADE, by=by, plan=plan, after=audit.of_plan(plan))
    elif audit.of_plan(before) != audit.of_plan(plan):
        told = {"before": audit.of_plan(before), "after": audit.of_plan(plan)}
        audit.note(audit.Act.PLAN_CHANGED, by=by, plan=plan, **told)


@transaction.atomic
def delete_plan(*, plan, by):
    """Delete a plan that was never given; PostgreSQL keeps one that was."""
    audit.note(audit.Act.PLAN_DELETED, by=by, plan=plan, before=audit.of_plan(plan))
    plan.delete()
