"""What ends sign-ins and opens what failed tries have closed: each a keyword-only function, one transaction."""

from django.db import transaction

from accounts import sign_ins, tries


@transaction.atomic
def end_sign_in(*, user, handle):
    """End the session of a user that a form named. Returns whether there was one."""
    keys = user.sessions.values_list("session_key", flat=True)
    found = [key for key in keys if sign_ins.handle_of(key) == handle]
    return bool(user.sessions.filter(session_key__in=found).delete()[0])


@transaction.atomic
def end_sign_ins(*, user, but=None):
    """End all sessions of a user, except the one with the session key `but`. Returns how many."""
    return user.sessions.exclude(session_key=but or "").delete()[0]


@transaction.atomic
def open_doors(*, user):
    """Let an account be signed in to at once, whatever failed before."""
    tries.forget(*tries.doors_of(user))
