"""The letter that tells the operators which releases are due."""

from contextlib import contextmanager, suppress

from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db import connection
from django.template.loader import render_to_string

from codes import actions, standing
from codes.models import DueNotice

# Any fixed number but that of the loader: two workers must not write the same letter at once.
LOCK = 7_204_112


class NotSent(Exception):
    """No letter could be handed over; the text says why."""


def tell_operators(*, day=None):
    """Write to every operator what has become due by `day` (default: today) since the last letter.

    Returns (the sources told of, the letters taken, the operators). What was told is remembered once a letter has been
    taken, so that a letter that could not be sent is written again the next time. Raises NotSent where none was taken.
    """
    with alone() as mine:
        news = newly_due(day) if mine else []
        if not news:
            return [], 0, 0
        operators = list(get_user_model().objects.filter(is_superuser=True, is_active=True).order_by("pk"))
        taken = send(letters(news, operators))
        actions.remember_notices(dues=[(each.source.key, each.standing.date) for each in news])
        return [each.source.key for each in news], taken, len(operators)


def newly_due(day=None):
    """What is due of the sources in use and has not been told: a list of standing.Loaded."""
    due = [each for each in standing.loaded(day) if each.is_due]
    told = DueNotice.objects.told([each.source.key for each in due])
    return [each for each in due if (each.source.key, each.standing.date) not in told]


def letters(news, operators):
    """One to each, so that no operator reads another's address."""
    subject = render_to_string("codes/email/due_subject.txt", {"news": news}).strip()
    text = render_to_string("codes/email/due_message.txt", {"news": news})
    headers = {"Auto-Submitted": "auto-generated"}
    return [EmailMessage(subject, text, to=[operator.email], headers=headers) for operator in operators]


def send(letters):
    """Hand the letters over, one at a time: one bad address must not keep the others from theirs. Returns how many."""
    if not letters:
        raise NotSent("there is no operator to write to: no active superuser")
    server = get_connection()
    try:
        server.open()
    except OSError as error:
        raise NotSent(f"the mail server is away ({type(error).__name__})") from error
    taken = sum(is_taken(letter, server) for letter in letters)
    with suppress(OSError):
        server.close()
    if not taken:
        raise NotSent("the mail server took no letter")
    return taken


def is_taken(letter, server):
    """Whether the server took it; smtplib's errors are OSErrors too."""
    letter.connection = server
    try:
        return letter.send() > 0
    except OSError:
        return False


@contextmanager
def alone():
    """Whether nobody else is at the same work; a lock of the session, which ends with a killed process."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(%s)", [LOCK])
        mine = cursor.fetchone()[0]
        try:
            yield mine
        finally:
            if mine:
                cursor.execute("SELECT pg_advisory_unlock(%s)", [LOCK])
