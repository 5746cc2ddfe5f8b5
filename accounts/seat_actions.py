"""Organisations and their seats: each a keyword-only function, one transaction with its line in the audit trail.

Whoever gives a seat locks the organisation, so that requests at once never give more than there are.
"""

from django.db import transaction
from django.utils import timezone

from accounts import audit, letters, policy
from accounts.member_actions import Refused
from accounts.models import AuditEntry, Organisation, Seat

Act, Role = AuditEntry.Act, AuditEntry.Role


def locked(organisation):
    """The organisation as it stands: whoever else gives or takes its seats waits until this transaction ends."""
    return Organisation.objects.select_for_update(no_key=True).get(pk=organisation.pk)


def have_room(organisation, more=1):
    """Refuse where there are not so many seats left."""
    if Seat.objects.filter(organisation=organisation).count() + more > organisation.seats:
        raise Refused(f"All {organisation.seats:,} seats are given. Take one back first.")


def role_of(by, organisation):
    return Role.STAFF if by.is_staff else Role.MANAGER


@transaction.atomic
def offer(*, organisation, email, by, home):
    """Offer a seat by letter to an address; it is kept for whoever takes it. Raises Refused.

    Nobody is told whether the address has an account.
    """
    organisation = locked(organisation)
    if Seat.objects.filter(organisation=organisation, email__iexact=email).exists():
        raise Refused("A seat is offered to this address already.")
    have_room(organisation)
    be_moderate(organisation)
    seat = Seat.objects.create(organisation=organisation, email=email)
    audit.note(Act.SEAT_OFFERED, by=by, role=role_of(by, organisation), organisation=organisation)
    transaction.on_commit(lambda: letters.offer_seat(seat, home))
    return seat


def be_moderate(organisation):
    """Refuse beyond the letters of a day; counted where it is told, so that taking back and offering again counts."""
    today = timezone.now().replace(hour=0, minute=0, second=0, microsecond=0)
    offered = AuditEntry.objects.filter(act=Act.SEAT_OFFERED, organisation=organisation.name, at__gte=today).count()
    if offered >= organisation.seats + policy.SEAT_OFFERS_BEYOND:
        raise Refused("That is all the letters for today. Please go on tomorrow.")


@transaction.atomic
def give(*, organisation, user, by):
    """Give a seat to an account at once, as staff do. Raises Refused."""
    organisation = locked(organisation)
    if Seat.objects.filter(organisation=organisation, user=user).exists():
        raise Refused("This reader has a seat already.")
    offered = Seat.objects.filter(organisation=organisation, user=None, email__iexact=user.email).first()
    if offered is None:
        have_room(organisation)
    seat = offered or Seat(organisation=organisation, email=user.email)
    sit_down(seat, user)
    audit.note(Act.SEAT_GIVEN, by=by, user=user, organisation=organisation)
    return seat


@transaction.atomic
def take(*, seat, user):
    """Take the seat that was offered by letter. Raises Refused."""
    organisation = locked(seat.organisation)
    seat = Seat.objects.filter(pk=seat.pk, user=None).first()
    if seat is None:
        raise Refused("This seat is taken, or it was taken back.")
    if Seat.objects.filter(organisation=organisation, user=user).exists():
        raise Refused("You have a seat of this organisation already.")
    sit_down(seat, user)
    audit.note(Act.SEAT_TAKEN, by=user, role=Role.READER, user=user, organisation=organisation)


def sit_down(seat, user):
    seat.user, seat.taken_at = user, timezone.now()
    seat.save()


@transaction.atomic
def take_back(*, seat, by):
    """Take a seat back, also one that was only offered: it is free for somebody else."""
    organisation = locked(seat.organisation)
    seat = Seat.objects.filter(pk=seat.pk).select_related("user").first()
    if seat:
        seat.delete()
        role = role_of(by, organisation)
        audit.note(Act.SEAT_TAKEN_BACK, by=by, role=role, user=seat.user, organisation=organisation)


@transaction.atomic
def forget_old_offers():
    """Free the seats that nobody took within SEAT_OFFER_KEPT, with the addresses. Returns how many."""
    old = Seat.objects.filter(user=None, offered_at__lt=timezone.now() - policy.SEAT_OFFER_KEPT)
    lapsed = list(old.select_for_update(of=["self"]).select_related("organisation"))
    for seat in lapsed:
        audit.note(Act.SEAT_LAPSED, by=None, organisation=seat.organisation)
        seat.delete()
    return len(lapsed)


@transaction.atomic
def save_organisation(*, organisation, by):
    """Make or change an organisation. Raises Refused where it would have fewer seats than are given."""
    before = Organisation.objects.select_for_update(no_key=True).filter(pk=organisation.pk).first()
    if before:
        have_room(organisation, more=0)
    organisation.save()
    told = {"by": by, "organisation": organisation, "after": audit.of_organisation(organisation)}
    if before is None:
        audit.note(Act.ORGANISATION_MADE, user=organisation.manager, **told)
    elif before.manager_id != organisation.manager_id or audit.of_organisation(before) != told["after"]:
        manager = organisation.manager if before.manager_id != organisation.manager_id else None
        audit.note(Act.ORGANISATION_CHANGED, user=manager, before=audit.of_organisation(before), **told)


@transaction.atomic
def delete_organisation(*, organisation, by):
    """Delete an organisation with its seats and grants."""
    audit.note(Act.ORGANISATION_DELETED, by=by, organisation=organisation, before=audit.of_organisation(organisation))
    organisation.delete()
