"""Walls met: noted in the statement in which the meter refuses, so that a refused page costs no statement more."""

import hmac

from django.conf import settings
from django.db.models import Func, JSONField, Value
from django.utils import timezone


class NoteWall(Func):
    """`note_wall(view, …)`: gives `view`, the meter's answer, back as it is, and notes it where it refuses."""

    function = "note_wall"
    output_field = JSONField()


def noted(view, *, reader, user, page, network):
    """The meter's answer as an expression that notes refusals; see settings.VIEW_NOTED.

    Of `reader` and `network` nothing is stored but a hash with the day's key, together with the page.
    """
    return NoteWall(view, Value(reader), user, page, Value(network), Value(key_of_today()))


def key_of_today():
    day = timezone.now().date().isoformat()
    return hmac.digest(settings.SECRET_KEY.encode(), b"walls of " + day.encode(), "sha256").hex()
