"""How many requests a caller may send: so many in each minute of the clock, counted by PostgreSQL in one statement."""

from dataclasses import dataclass
from datetime import timedelta

from django.db import connection
from django.utils import timezone

from accounts import policy
from accounts.address import network_name
from api.models import Minute

# Requests at once wait for the row one after the other, and each counts on what the one before has written. A minute
# never runs backwards: whoever waited beyond its end counts in the next. The moment is that of the statement's turn.
COUNT = """
INSERT INTO api_minute AS m (caller, began, requests)
VALUES (%(caller)s, date_trunc('minute', clock_timestamp()), 1)
ON CONFLICT (caller) DO UPDATE SET
    requests = CASE WHEN excluded.began > m.began THEN 1 ELSE least(m.requests, %(most)s) + 1 END,
    began = greatest(m.began, excluded.began)
RETURNING requests, ceil(extract(epoch FROM began + interval '1 minute' - clock_timestamp()))::int
"""


@dataclass(frozen=True)
class Allowed:
    """What is left of a caller's minute after this request; `seconds` until the next one begins."""

    granted: bool
    limit: int
    remaining: int
    seconds: int

    @property
    def headers(self):
        told = {"RateLimit-Limit": self.limit, "RateLimit-Remaining": self.remaining, "RateLimit-Reset": self.seconds}
        return told if self.granted else told | {"Retry-After": self.seconds}


def count(request):
    """Count a request of whoever sends it: an account, or else a network. The Allowed."""
    if request.user.is_authenticated:
        return count_for(f"user:{request.user.pk}", policy.API_REQUESTS_PER_MINUTE)
    return count_network(request)


def count_network(request):
    """Count a request for the network it came from; its name changes with the day and is kept for a day."""
    return count_for(f"network:{network_name(request)}", policy.API_GUEST_REQUESTS_PER_MINUTE)


def count_for(caller, most):
    with connection.cursor() as cursor:
        cursor.execute(COUNT, {"caller": caller, "most": most})
        requests, seconds = cursor.fetchone()
    return Allowed(requests <= most, most, max(most - requests, 0), max(seconds, 1))


def forget_old_minutes():
    """Delete what was counted before the last hour; how many callers."""
    deleted, _ = Minute.objects.filter(began__lt=timezone.now() - timedelta(hours=1)).delete()
    return deleted
