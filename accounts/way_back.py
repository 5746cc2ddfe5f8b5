"""The way back from signing in or registering to the page that somebody did it for."""

from urllib.parse import quote


def back_to(address):
    """The end of a link to signing in that leads back to a metered page, "" for no page.

    Whoever signs in for a page means to open it: it then takes a view.
    """
    return f"?next={quote(address)}" if address else ""
