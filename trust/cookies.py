"""Every cookie that the site sets, and whatever else it leaves in a browser."""

from datetime import timedelta
from typing import NamedTuple

from django.conf import settings
from django.utils.module_loading import import_string

from accounts import known_browsers, policy


class Kept(NamedTuple):
    """Something in a reader's browser: its name, when it is put there, what for, and for how long."""

    name: str
    when: str
    what: str
    long: str


def cookies():
    """The cookies, by the names that the settings give them."""
    days = settings.SESSION_COOKIE_AGE // (60 * 60 * 24)
    return [
        Kept(
            settings.SESSION_COOKIE_NAME,
            "When you open a code page, or sign in.",
            "Knows this browser again: which page a guest has opened, how many views are left, who is signed in. "
            "It holds a random key; what belongs to it is on our server.",
            f"{days} days after it was last written, or until you sign out.",
        ),
        Kept(
            settings.CSRF_COOKIE_NAME,
            "With the first form that you see.",
            "Makes sure that a form you send was shown to you by this site and not by another.",
            "One year.",
        ),
        Kept(
            messages_cookie(),
            "After you have done something, such as signing out.",
            "Carries one sentence to the next page, such as “You have signed out.”",
            "Until it has been shown, or the browser is closed.",
        ),
        Kept(
            known_browsers.COOKIE,
            "When you have signed in.",
            "Lets us write to you when somebody signs in from a browser that your account has not been used in before.",
            f"{round(policy.BROWSER_KNOWN / timedelta(days=1))} days after the last sign-in.",
        ),
    ]


def messages_cookie():
    """The name of the cookie of the first storage that Django asks."""
    return import_string(settings.MESSAGE_STORAGE).storage_classes[0].cookie_name


def stored():
    """What pages keep in the browser's own storage; it never leaves the browser."""
    return [
        Kept(
            "theme",
            "When you choose light or dark at the foot of a page.",
            "Remembers the choice. It is not sent to us.",
            "Until you delete it in your browser.",
        ),
        Kept(
            "htmx-current-path-for-history",
            "With each page.",
            "The address of the page that is open, as a library that loads parts of pages notes it. Not sent to us.",
            "Until you close the tab.",
        ),
    ]
