"""A name for each request, which its answer and all its log lines carry."""

import re
from secrets import token_hex

from django.conf import settings
from django.core.signals import request_finished

from codeahead.logs import CURRENT

HEADER = "X-Request-ID"
# What a proxy may name a request: nothing that could end a log line or pass for something else.
PLAIN = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]{7,63}\Z")


class RequestIds:
    """Outermost: whatever answers, and whatever fails, has the request's name."""

    def __init__(self, get_response):
        self.get_response = get_response
        request_finished.connect(forget, dispatch_uid="request_ids")

    def __call__(self, request):
        request.id = given(request) or token_hex(8)
        CURRENT.set(request.id)
        response = self.get_response(request)
        response.headers[HEADER] = request.id
        return response


def given(request):
    """The name that the operator's proxy gave, "" without one. Nobody else names requests (REQUEST_ID_HEADER)."""
    header = settings.REQUEST_ID_HEADER
    sent = request.headers.get(header, "") if header else ""
    return sent if PLAIN.match(sent) else ""


def forget(**kwargs):
    """What is logged between two requests belongs to none. Runs when the last byte was sent."""
    CURRENT.set("")
