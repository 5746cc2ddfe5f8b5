"""That somebody signed in, failed to or signed out, as log lines: when and in which request, never who."""

import logging

from django.contrib.auth import signals
from django.dispatch import receiver

log = logging.getLogger("codeahead.sign_in")


@receiver(signals.user_logged_in)
def succeeded(sender, user, **kwargs):
    log.info("signed in, %s", "staff" if user.is_staff else "reader")


@receiver(signals.user_login_failed)
def failed(sender, **kwargs):
    log.warning("a sign-in failed")


@receiver(signals.user_logged_out)
def ended(sender, user, **kwargs):
    if user is not None:
        log.info("signed out")
