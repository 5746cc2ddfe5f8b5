"""What a sign-in leaves behind, and what ends the others."""

from allauth.account.signals import password_changed, password_reset, password_set
from allauth.mfa.signals import authenticator_removed
from django.contrib.auth.signals import user_logged_in
from django.dispatch import receiver

from accounts import sign_ins, tries
from accounts.security_actions import end_sign_ins


@receiver(user_logged_in)
def say_when_and_with_what(sender, request, **kwargs):
    if request is not None and hasattr(request, "session"):
        sign_ins.note(request)


@receiver([password_changed, password_set, password_reset, authenticator_removed])
def end_the_others(sender, request, user, **kwargs):
    """Whoever was in with the old password, or with a passkey that was lost, is out at once.

    Django ends them too when the password changes, but each at its own next request, and not for a passkey.
    """
    end_sign_ins(user=user, but=request.session.session_key if request.user == user else None)


@receiver(password_reset)
def begin_anew(sender, request, user, **kwargs):
    """A password set by letter has to be tried at once; the second factor is still asked for, and counts on."""
    tries.forget(*map(tries.password_of, {user.email, *user.emailaddress_set.values_list("email", flat=True)}))
