"""What is noted as it happens: who confirms an address has registered; what a closed account opened stays counted."""

from datetime import date

from allauth.account.signals import email_confirmed
from django.db.models.signals import pre_delete
from django.dispatch import receiver
from django.utils import timezone

from accounts import meter
from accounts.models import Meter
from figures import actions, policy


@receiver(email_confirmed)
def note_registration(sender, request, email_address, **kwargs):
    """An account's first confirmed address: afterwards it has signed in."""
    if email_address.user.last_login is None:
        actions.note_registration(after_wall=met_a_wall(request))


def met_a_wall(request):
    """Whether this browser met a wall as a guest within AFTER_WALL_WITHIN; forgets it."""
    session = getattr(request, "session", {})
    day = session.pop(meter.WALL_MET, None)
    return day is not None and timezone.now().date() - date.fromisoformat(day) <= policy.AFTER_WALL_WITHIN


@receiver(pre_delete, sender=Meter)
def keep_views(sender, instance, **kwargs):
    """Count what an account opened before it is deleted; of guests only those go who opened nothing for long."""
    if instance.user_id:
        actions.keep_views_of(meter=instance)
