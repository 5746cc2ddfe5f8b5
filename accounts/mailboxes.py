"""A mailbox has one account, however its address is written, and however many ask at once."""

from contextlib import contextmanager

from django.db import connection, transaction

from accounts.models import User

# Whoever asks for the same mailbox waits until this transaction ends. The first number sets these locks apart.
LOCK = "SELECT pg_advisory_xact_lock(20261122, hashtext(mailbox_of(%s)))"


@contextmanager
def alone(address):
    """A transaction in which nobody else gives the mailbox of an address to an account."""
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute(LOCK, [address])
        yield


def is_another_accounts(address, user):
    """Whether an account other than the user's has an address of this mailbox that it confirmed."""
    others = User.objects.of_mailbox(address).exclude(pk=user.pk)
    return others.filter(emailaddress__verified=True).exists()
