"""How often something may be sent: so many times in a minute or an hour, counted with the library's own counter.

Its public face knows only the rates of signing in, so it is called from below.
"""

import math
import time

from allauth.core.internal import ratelimit
from django.core.cache import cache

from accounts.address import network_name


class TooOften(Exception):
    """A rate is used up; `seconds` until it grants the next one."""

    def __init__(self, seconds):
        super().__init__(f"again in {seconds} s")
        self.seconds = seconds


def count(request, action, rates):
    """Count one sending of `action` by each of `rates`, such as "10/m,60/h"; raises TooOften.

    Such a rate is that of the account, and of the network for whoever has none; "10/h/user" and "60/h/key" say whose
    they are. Each has an action of its own, as the library keeps one history for an action.
    """
    key = network_name(request)
    for each in rates.split(","):
        told, own = whose(request, each), f"{action} {each}"
        if ratelimit.consume(request, action=own, config={own: told}, key=key, limit_get=True) is None:
            raise TooOften(seconds_left(request, own, ratelimit.parse_rate(told), key))


def whose(request, rate):
    if rate.count("/") == 2:
        return rate
    return f"{rate}/{'user' if request.user.is_authenticated else 'key'}"


def seconds_left(request, action, rate, key):
    """Until the oldest of those that count is forgotten; at least one, and the whole period where none is told."""
    history = cache.get(ratelimit.get_cache_key(request, action=action, rate=rate, key=key), [])
    left = history[-1] + rate.duration - time.time() if history else rate.duration
    return max(1, math.ceil(left))
