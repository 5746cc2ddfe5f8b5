"""Who may read and write replies on a code: whoever has its page open."""

from django.utils.timezone import localdate

from accounts import meter


def may_read(user, code):
    """Whether the page of `code` is open to `user`, by the ledger or without limit. Takes no view."""
    if not user.is_authenticated:
        return False
    if user.is_staff or user.grants.filter(until__gte=localdate()).exists():
        return True
    return meter.open_pages(f"user:{user.pk}").filter(page=f"{code.system}/{code.value}").exists()
