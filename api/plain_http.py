"""Requests of programs over plain http are refused and not led to https: a key that went out unencrypted should be
noticed on the first day, not never.
"""

from django.conf import settings

WORDS = "The interfaces answer over https alone. If a key was sent with this, revoke it: others may have read it."


def is_plain(request):
    """Whether a request came without encryption to a site that has it."""
    return settings.SECURE_SSL_REDIRECT and not request.is_secure()
