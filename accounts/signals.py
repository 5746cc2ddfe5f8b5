"""What happens when somebody signs in or out: the pages opened as a guest go along, the guest stays the same."""

from django.contrib.auth.signals import user_logged_in, user_logged_out
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
        request.session[meter.GUEST_BEFORE] = guest
        meter.claim(guest=guest, user=user)


@receiver(user_logged_out)
def be_the_same_guest(sender, request, **kwargs):
    """Let the middleware give the browser its guest back: what the session holds is deleted after this."""
    if request is not None and hasattr(request, "session"):
        request.guest_before = request.session.get(meter.GUEST_BEFORE)
