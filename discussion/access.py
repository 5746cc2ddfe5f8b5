"""Who may read and write replies on a code: whoever has its page open."""

from accounts import meter


def may_read(user, code):
    """Whether the page of `code` is open to `user`, by the ledger or without limit. Takes no view."""
    return user.is_authenticated and meter.is_open(user, f"{code.system}/{code.value}")
