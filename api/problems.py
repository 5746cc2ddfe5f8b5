"""Errors as problem documents (RFC 9457): what is wrong, in words, and nothing of the inside."""

import json
from http import HTTPStatus

from django.http import HttpResponse

MEDIA_TYPE = "application/problem+json"
# Said where the code that refuses says nothing itself.
WORDS = {
    400: "The request cannot be read.",
    401: "An API key is needed: send Authorization: Bearer and a key of yours.",
    403: "This is not open to you.",
    404: "There is nothing at this address.",
    405: "This address does not take that method; the Allow header names those that it takes.",
    413: "The request is too large.",
    414: "The address is too long.",
    429: "Too many requests: wait for as many seconds as Retry-After says.",
    500: "Something went wrong on our side. It is not your request.",
    503: "The site is not available at the moment. Please come back in a while.",
}
# Problems with a meaning of their own; the page of the API describes each under its name.
NAMED = {
    "views-used-up": "No views are left for this page",
    "limit-reached": "A limit is reached",
    "not-valid": "The request is not valid",
    "unknown-code": "A code is not loaded",
}


class Problem(Exception):
    """Stops an operation; becomes its answer."""

    def __init__(self, status, detail="", *, name="", **more):
        self.status, self.detail, self.name, self.more = status, detail, name, more
        super().__init__(detail)


def answer(request, status, detail="", *, name="", headers=None, **more):
    """The response: {type, title, status, detail} and whatever `more` holds."""
    told = {
        "type": request.build_absolute_uri(f"/api/#{name}") if name else "about:blank",
        "title": NAMED.get(name) or HTTPStatus(status).phrase,
        "status": status,
        "detail": detail or WORDS.get(status, ""),
    }
    return HttpResponse(json.dumps(told | more), status=status, content_type=MEDIA_TYPE, headers=headers)


def is_told(response):
    return response.headers.get("Content-Type", "").startswith(MEDIA_TYPE)
