"""How allauth sees the visitor, and what happens when a letter cannot be sent."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages

from accounts import tries
from accounts.address import client_address

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Counts rate limits by the address that our own proxies saw, and failed passwords by
    accounts/tries.py.
    """

    def get_client_ip(self, request):
        return client_address(request)

    def authenticate(self, request, **credentials):
        """The user whose password it is, or None. Asked nothing while too many have failed."""
        doors = tries.network_of(request), tries.password_of(credentials.get("email", ""))
        tries.knock(*doors, instead="Or log in with a code that we send to your mailbox, or with a passkey.")
        user = super().authenticate(request, **credentials)
        if user:
            tries.let_in(*doors)
        return user

    def reauthenticate(self, user, password):
        """Whether somebody who is signed in knows the password too: counted apart from strangers' tries."""
        door = tries.password_again_of(user)
        tries.knock(door)
        right = user.check_password(password)
        if right:
            tries.let_in(door)
        return right

    def send_mail(self, template_prefix, email, context):
        """Send a letter; a mail server that is away is told to the reader, who can ask for the letter again."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.error("a letter could not be sent: %s", error)
            if self.request:
                sorry = "Our mail server did not take the letter. Ask for it again in a few minutes."
                messages.error(self.request, sorry)
