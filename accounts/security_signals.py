"""What a new password opens."""

from allauth.account.signals import password_reset
from django.dispatch import receiver

from accounts import tries


@receiver(password_reset)
def begin_anew(sender, request, user, **kwargs):
    """A password set by letter has to be tried at once; the second factor is still asked for, and counts on."""
    tries.forget(*map(tries.password_of, {user.email, *user.emailaddress_set.values_list("email", flat=True)}))
