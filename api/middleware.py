"""The API at the edge: whose key it is, how many requests are left, and every error as a problem document."""

from http import HTTPStatus

from django.conf import settings
from django.contrib.sessions.backends.base import SessionBase

from api import keys, limits, plain_http, problems

# What is counted and answers with problem documents. The page of the API is not, and the open
# interfaces beside it have an edge of their own (`open_edge`).
VERSIONS = ("/api/v1/",)
# The description does not change with who reads it and is not counted.
UNCOUNTED = ("/api/v1/openapi.json",)


def is_api(request):
    return request.path_info.startswith(VERSIONS)


class Problems:
    """Turns whatever refuses a request to the API, from the web server's limits to a fault of ours, into a problem
    document; outermost, so that nothing answers around it."""

    # Of the headers of a refusal these are kept.
    KEPT = ("Allow", "Retry-After", "RateLimit-", "WWW-Authenticate", "Cache-Control", "Vary")

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_api(request):
            return self.get_response(request)
        response = self.refusal(request) or self.get_response(request)
        if response.status_code >= 400 and not problems.is_told(response):
            response = self.told(request, response)
        response.headers.setdefault("Cache-Control", "private, no-store")
        return response

    def refusal(self, request):
        return problems.answer(request, 403, plain_http.WORDS) if plain_http.is_plain(request) else None

    def told(self, request, response):
        status = response.status_code if response.status_code in set(HTTPStatus) else 500
        told = problems.answer(request, status)
        for name, value in response.headers.items():
            if name.startswith(self.KEPT):
                told.headers[name] = value
        told.cookies = response.cookies
        return told


class NoSession(SessionBase):
    """The session of a request with a key: it may be written and is never kept, and no cookie is set for it."""

    def is_empty(self):
        return True


class KeysAndLimits:
    """Lets a key name the reader in place of a session, and counts the request; before the meter asks who reads."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        if not is_api(request):
            return self.get_response(request)
        request.api_key = None
        refusal = self.read_key(request)
        allowed = None
        if request.path_info not in UNCOUNTED:
            allowed = limits.count_network(request) if refusal else limits.count(request)
            if not allowed.granted:
                refusal = problems.answer(request, 429, name="limit-reached")
        response = refusal or self.get_response(request)
        for name, value in (allowed.headers if allowed else {}).items():
            response.headers[name] = str(value)
        return response

    def read_key(self, request):
        """Let the key's account read; the refusal of a key that is none, else None."""
        sent = request.headers.get("Authorization", "")
        if not sent:
            return None
        scheme, _, secret = sent.partition(" ")
        key = keys.find(secret.strip()) if scheme.lower() == "bearer" else None
        if key is None:
            detail = "This is no key of an account here. It may have been revoked."
            return problems.answer(request, 401, detail, headers={"WWW-Authenticate": "Bearer"})
        request.api_key, request.user, request.session = key, key.user, NoSession()
        request.COOKIES.pop(settings.SESSION_COOKIE_NAME, None)
        return None
