"""What a page tells once ("You have signed in."), kept in a cookie of ours until it is shown."""

from django.conf import settings
from django.contrib.messages.storage.cookie import CookieStorage
from django.contrib.messages.storage.fallback import FallbackStorage
from django.contrib.messages.storage.session import SessionStorage


class Cookie(CookieStorage):
    """Signed, and bound to this host as the other cookies are."""

    cookie_name = f"{settings.COOKIE_PREFIX}messages"


class Notices(FallbackStorage):
    """What does not fit into the cookie goes to the session."""

    storage_classes = (Cookie, SessionStorage)
