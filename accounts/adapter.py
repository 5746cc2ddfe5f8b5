"""How allauth sees the visitor, and what happens when a letter cannot be sent."""

import logging
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from django.contrib import messages

from accounts.address import client_address

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Counts rate limits by the address that our own proxies saw."""

    def get_client_ip(self, request):
        return client_address(request)

    def send_mail(self, template_prefix, email, context):
        """Send a letter; a mail server that is away is told to the reader, who can ask for the letter again."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.error("a letter could not be sent: %s", error)
            if self.request:
                sorry = "Our mail server did not take the letter. Ask for it again in a few minutes."
                messages.error(self.request, sorry)
