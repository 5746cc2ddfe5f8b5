"""Who may read and write replies on a code: whoever has its page open, and a plan that opens its replies."""

from accounts import meter

# How plans name the replies among the sections of a code page.
REPLIES = "replies"


def sections():
    """[(key, heading)] of what a plan may open or leave closed."""
    return [(REPLIES, "Replies")]


def may_read(user, code):
    """Whether the replies on `code` are open to `user`, by the ledger or without limit. Takes no view."""
    return user.is_authenticated and meter.is_open(user, f"{code.system}/{code.value}", REPLIES)
