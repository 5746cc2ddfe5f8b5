"""Which accounts a browser has signed in to before: it says so itself, in a signed cookie. Nothing is stored here.

A keyed hash stands for each account, so that the cookie tells nothing to whoever reads it.
"""

from django.conf import settings
from django.core import signing
from django.utils.crypto import salted_hmac

from accounts import policy

COOKIE = f"{settings.COOKIE_PREFIX}known_browser"
SALT = "accounts.known_browsers"


def knows(request, user):
    """Whether somebody signed in to this account in this browser before."""
    return mark_of(user) in marks(request)


def remember(request, response, user):
    """Let the browser say so the next time: for another BROWSER_KNOWN, the accounts signed in to last."""
    mark = mark_of(user)
    kept = [mark, *(other for other in marks(request) if other != mark)][: policy.ACCOUNTS_PER_BROWSER]
    set_cookie(response, kept)


def forget(request, response, user):
    """Let the browser forget an account."""
    set_cookie(response, [mark for mark in marks(request) if mark != mark_of(user)])


def set_cookie(response, marks):
    if not marks:
        response.delete_cookie(COOKIE)
        return
    response.set_cookie(
        COOKIE,
        signing.dumps(marks, salt=SALT),
        max_age=policy.BROWSER_KNOWN,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def marks(request):
    """What the cookie holds; nothing if it is not ours."""
    try:
        return signing.loads(request.COOKIES.get(COOKIE, ""), salt=SALT, max_age=policy.BROWSER_KNOWN)
    except signing.BadSignature:
        return []


def mark_of(user):
    return salted_hmac(SALT, str(user.pk), algorithm="sha256").hexdigest()[:32]
