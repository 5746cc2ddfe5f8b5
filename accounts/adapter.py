"""How allauth sees the visitor, and what happens when a letter cannot be sent."""

import logging
from functools import partial
from smtplib import SMTPException

from allauth.account.adapter import DefaultAccountAdapter
from allauth.core import context
from django.contrib import messages
from django.db import transaction

from accounts import known_browsers, mailboxes, tries
from accounts.address import client_address
from accounts.browsers import described_of

log = logging.getLogger(__name__)


class AccountAdapter(DefaultAccountAdapter):
    """Counts rate limits by the address that our own proxies saw, failed passwords by accounts/tries.py, and tells
    readers by letter of a sign-in from a new browser.
    """

    sorry = "Our mail server did not take the letter. Ask for it again in a few minutes."

    def get_client_ip(self, request):
        return client_address(request)

    def get_http_user_agent(self, request):
        return described_of(request)

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

    def confirm_email(self, request, email_address):
        """Let an address count once its owner has shown that letters arrive; whether it does.

        Who changes to another way of writing a mailbox that has an account would else free their own for a further one.
        """
        with mailboxes.alone(email_address.email):
            if mailboxes.is_another_accounts(email_address.email, email_address.user):
                context = {"email": email_address.email}
                self.add_message(request, messages.ERROR, "account/messages/email_confirmation_failed.txt", context)
                return False
            return super().confirm_email(request, email_address)

    def post_login(self, request, user, *, signup, **kwargs):
        response = super().post_login(request, user, signup=signup, **kwargs)
        if not signup and not known_browsers.knows(request, user):
            self.send_notification_mail("account/email/new_browser", user, {"request": request})
        known_browsers.remember(request, response, user)
        return response

    def send_notification_mail(self, *args, **kwargs):
        """Tell of something that was done, once it is done; a letter that is not taken is not the reader's concern."""
        transaction.on_commit(partial(self.tell, self.request, *args, **kwargs))

    def tell(self, request, *args, **kwargs):
        """Send the letter as part of a request that may be over."""
        with context.request_context(request):
            quiet = type(self)()
            quiet.sorry = ""
            super(AccountAdapter, quiet).send_notification_mail(*args, **kwargs)

    def send_mail(self, template_prefix, email, context):
        """Send a letter; a mail server that is away is told to the reader, who can ask for the letter again."""
        try:
            super().send_mail(template_prefix, email, context)
        except (OSError, SMTPException) as error:
            log.error("a letter could not be sent: %s", error)
            if self.request and self.sorry:
                messages.error(self.request, self.sorry)
