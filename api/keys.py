"""API keys: making one, and finding whose one is.

A key is 256 random bits, so nobody finds it by trying, and a plain SHA-256 of it may be kept: salt and a slow hash
protect passwords, which people choose and use again, and would cost each request some hundred milliseconds.
"""

import hashlib
import secrets
from dataclasses import dataclass

from django.contrib.auth import get_user_model
from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from accounts import policy
from api.models import ApiKey

# By which scanners for leaked secrets may know a key of ours.
MARK = "ca_"
SHOWN = 10


class TooManyKeys(Exception):
    """The account has as many keys as it may have."""


@dataclass(frozen=True)
class NewKey:
    """A key that was just made: `secret` is shown once."""

    row: ApiKey
    secret: str


def digest_of(secret):
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def make(*, user, name):
    """The NewKey of an account. Raises TooManyKeys."""
    # One at a time for each account, so that the limit holds for requests at once.
    get_user_model().objects.select_for_update(no_key=True).get(pk=user.pk)
    if ApiKey.objects.filter(user=user).count() >= policy.API_KEYS_PER_ACCOUNT:
        raise TooManyKeys
    secret = MARK + secrets.token_urlsafe(32)
    row = ApiKey.objects.create(user=user, name=name, beginning=secret[:SHOWN], digest=digest_of(secret))
    return NewKey(row, secret)


@transaction.atomic
def revoke(*, user, pk):
    """Delete a key of an account, which opens nothing from then on; returns it, or None where there is none."""
    row = ApiKey.objects.select_for_update().filter(user=user, pk=pk).first()
    if row:
        row.delete()
    return row


def find(secret):
    """The ApiKey with its user, or None; notes the day of use, once a day. One statement, two on the first of a day."""
    if not secret.startswith(MARK) or not secret.isascii():
        return None
    keys = ApiKey.objects.filter(digest=digest_of(secret))
    found = keys.filter(user__is_active=True).select_related("user").first()
    today = localdate()
    if found and found.last_used != today:
        keys.filter(Q(last_used=None) | Q(last_used__lt=today)).update(last_used=today)
    return found


def data_of(user):
    """The keys of an account without their secrets, for the file of its data."""
    keys = ApiKey.objects.filter(user=user)
    return {
        "API keys": [
            {"name": key.name, "begins with": key.beginning, "made": key.created_at, "last used": key.last_used}
            for key in keys
        ]
    }
