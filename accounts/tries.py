"""Failed tries at passwords and codes: after some, each further one has to wait twice as long. PostgreSQL decides.

A try is counted before it is made, and taken back when it was right: so tries at once are no more than tries one after
the other. What is kept is a keyed hash of what was tried and a number, for a day.
"""

import hashlib
import hmac
import math
import unicodedata
from dataclasses import dataclass

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import connection
from django.db.models import F
from django.utils import timezone

from accounts import policy
from accounts.address import network_name
from accounts.models import FailedTries

# A row that is being written is waited for, and the conditions are then asked of what was written.
COUNTED = "CASE WHEN t.failed_at < now() - %(forgotten)s THEN 1 ELSE t.failures + 1 END"
CLOSED_UNTIL = """CASE WHEN {failures} >= %(free)s THEN
    now() + least(%(longest)s, %(first)s * power(2, least({failures} - %(free)s, 20))) END"""
TAKE = f"""
INSERT INTO accounts_failedtries AS t (name, failures, closed_until, failed_at)
VALUES (%(name)s, 1, {CLOSED_UNTIL.format(failures=1)}, now())
ON CONFLICT (name) DO UPDATE SET
    failures = {COUNTED}, closed_until = {CLOSED_UNTIL.format(failures=COUNTED)}, failed_at = now()
WHERE t.closed_until IS NULL OR t.closed_until <= now()
RETURNING failures
"""


@dataclass(frozen=True)
class Door:
    """What is guessed at. A shared one is not opened for others by whoever gets in."""

    name: str
    free: int = policy.FREE_TRIES
    shared: bool = False


class Closed(ValidationError):
    """Too many failed tries: the next one has to wait."""


def password_of(address):
    """The password of whoever has an address, whether or not anybody has it: the answers must not differ.

    The ways of writing an address that PostgreSQL takes for the same one are one door.
    """
    return Door(hashed("password", unicodedata.normalize("NFKC", address).upper()))


def network_of(request):
    """All passwords tried from one network today."""
    return Door(hashed("network", network_name(request)), policy.FREE_TRIES_PER_NETWORK, shared=True)


def password_again_of(user):
    """The password that somebody who is signed in is asked for once more: strangers cannot close it."""
    return Door(hashed("password again", user.pk))


def second_factor_of(user):
    """The codes of app and paper, which are asked for after the first factor: strangers cannot close it."""
    return Door(hashed("second factor", user.pk))


def code_sent_to(session):
    """The code of a letter that was asked for in one browser: others cannot close it."""
    return Door(hashed("code", session.session_key))


def hashed(kind, what):
    return hmac.new(settings.SECRET_KEY.encode(), f"tries at {kind} {what}".encode(), hashlib.sha256).hexdigest()


def knock(*doors, instead=""):
    """Count a try at each door, before it is made. Raises Closed, and counts nothing, where one is closed."""
    for place, door in enumerate(doors):
        if not take(door):
            for taken in doors[:place]:
                give_back(taken)
            raise Closed(" ".join(["Too many failed tries.", f"Try again in {wait(door)}.", instead]).strip())


def let_in(*doors):
    """The try was right: it does not count, and what failed before is forgotten, but for others at a shared door."""
    for door in doors:
        if door.shared:
            give_back(door)
        else:
            forget(door)


def take(door):
    """Count a failure unless the door is closed; whether it was open."""
    limits = {"free": door.free, "first": policy.FIRST_WAIT, "longest": policy.LONGEST_WAIT}
    with connection.cursor() as cursor:
        cursor.execute(TAKE, {"name": door.name, "forgotten": policy.TRIES_FORGOTTEN_AFTER, **limits})
        return cursor.fetchone() is not None


def give_back(door):
    FailedTries.objects.filter(name=door.name, failures__gt=0).update(failures=F("failures") - 1, closed_until=None)


def forget(*doors):
    """Open the doors and forget what failed."""
    FailedTries.objects.filter(name__in=[door.name for door in doors]).delete()


def forget_old():
    FailedTries.objects.filter(failed_at__lt=timezone.now() - policy.TRIES_FORGOTTEN_AFTER).delete()


def wait(door):
    """How long a closed door stays closed, in words."""
    until = FailedTries.objects.filter(name=door.name).values_list("closed_until", flat=True).first()
    minutes = math.ceil((until - timezone.now()).total_seconds() / 60) if until else 1
    return "a minute" if minutes <= 1 else f"{minutes} minutes" if minutes < 60 else "an hour"


def doors_of(user):
    """What staff may open for an account: the passwords of its addresses, and what is asked for afterwards."""
    addresses = {user.email, *user.emailaddress_set.values_list("email", flat=True)}
    return [*map(password_of, addresses), password_again_of(user), second_factor_of(user)]


def closed(user):
    """The failures that the doors of an account count, and until when the last of them is closed, or None."""
    rows = FailedTries.objects.filter(name__in=[door.name for door in doors_of(user)])
    waits = [row.closed_until for row in rows if row.closed_until and row.closed_until > timezone.now()]
    return sum(row.failures for row in rows), max(waits, default=None)
