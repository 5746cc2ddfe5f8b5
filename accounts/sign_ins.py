"""Where an account is signed in: what its sessions say of themselves.

Each holds since when, with what browser in words, and the day on which it was last used; nothing of the address.
"""

import hashlib
import hmac
from dataclasses import dataclass
from datetime import UTC, date, datetime

from django.conf import settings
from django.contrib.auth import HASH_SESSION_KEY
from django.utils import timezone
from django.utils.crypto import constant_time_compare

from accounts.browsers import described_of

SINCE, BROWSER, SEEN = "signed_in_at", "browser", "seen_on"
# Of those that were used last; whoever has more may end them all at once.
SHOWN = 100


@dataclass(frozen=True)
class SignIn:
    """One session of an account. `handle` names it in a form: who reads the form cannot use the session."""

    handle: str
    browser: str
    since: datetime | None
    seen: date | None
    here: bool


def note(request):
    """Let the session of somebody who has just signed in say so."""
    request.session[SINCE] = timezone.now().timestamp()
    request.session[BROWSER] = described_of(request)
    note_day(request.session)


def note_day(session):
    """Let the session say that it is used today: written once a day."""
    today = timezone.localdate().isoformat()
    if session.get(SEEN) != today:
        session[SEEN] = today


def of(user, *, here=None):
    """The SignIns of a user that hold, the one with the session key `here` first, then the one that was used last."""
    rows = user.sessions.filter(expire_date__gt=timezone.now()).order_by("-expire_date")[:SHOWN]
    held = [(row.session_key, row.get_decoded()) for row in rows]
    found = [sign_in_of(key, data, here) for key, data in held if holds(data, user)]
    return sorted(found, key=lambda s: (s.here, s.seen or date.min, s.since or datetime.min.replace(tzinfo=UTC)))[::-1]


def holds(data, user):
    """Whether a session was begun with the password that the account has now, be it under an earlier SECRET_KEY."""
    hashes = [user.get_session_auth_hash(), *user.get_session_auth_fallback_hash()]
    return any(constant_time_compare(data.get(HASH_SESSION_KEY, ""), each) for each in hashes)


def sign_in_of(key, data, here):
    since, seen = data.get(SINCE), data.get(SEEN)
    return SignIn(
        handle=handle_of(key),
        browser=data.get(BROWSER, "A browser"),
        since=datetime.fromtimestamp(since, UTC) if since else None,
        seen=date.fromisoformat(seen) if seen else None,
        here=key == here,
    )


def handle_of(key):
    return hmac.new(settings.SECRET_KEY.encode(), b"handle of " + key.encode(), hashlib.sha256).hexdigest()[:32]


def data_of(user):
    """For the file of an account's data."""
    return {"signed in": [{"with": s.browser, "since": s.since, "last used": s.seen} for s in of(user)]}
