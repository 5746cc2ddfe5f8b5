"""What happens when somebody signs in: the pages opened as a guest go along."""

from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts import meter


@receiver(user_logged_in)
def carry_guest_pages(sender, request, user, **kwargs):
    """Claim the guest's meter of this browser for the account."""
    if request is None or not hasattr(request, "session"):
        return
    guest = request.session.pop(meter.READER, None)
    request.session.pop(meter.REMAINING, None)
    if guest:
        meter.claim(guest=guest, user=user)
