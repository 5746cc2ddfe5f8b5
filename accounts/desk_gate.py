"""What whoever works at the desk has to show beside their rights: a second factor, and who they are, twice a day."""

import time
from functools import update_wrapper

from allauth.account.authentication import get_authentication_records
from allauth.account.decorators import reauthentication_required
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.shortcuts import redirect

from accounts import policy, sign_ins

NEEDED = "The desk asks for a second factor. Set up an authenticator app or a passkey first."


def gated(view):
    """A view of the desk that asks whoever signed in too long ago to show who they are; a form goes on afterwards."""
    asking = reauthentication_required(enabled=is_stale)(view)

    def gate(request, *args, **kwargs):
        if settings.DESK_SECOND_FACTOR and not is_mfa_enabled(request.user):
            messages.warning(request, NEEDED)
            return redirect("mfa_index")
        return asking(request, *args, **kwargs)

    return update_wrapper(gate, view)


def is_stale(request):
    """Whether whoever is signed in last showed who they are longer than DESK_SIGN_IN ago."""
    shown = [request.session.get(sign_ins.SINCE, 0), *(each["at"] for each in get_authentication_records(request))]
    return time.time() - max(shown) > policy.DESK_SIGN_IN.total_seconds()
