"""Letters about drafts: to writers, what became of theirs; to the reviewers' address, what waits.

A letter that cannot be sent is noted in the log and changes nothing: the desk shows the same.
"""

import logging

from django.conf import settings
from django.core.mail import EmailMessage
from django.template.loader import render_to_string

log = logging.getLogger(__name__)
HEADERS = {"Auto-Submitted": "auto-generated"}


def waiting(draft, by):
    """To the reviewers' address, if the operator has set one: a draft waits."""
    if settings.REVIEWERS_EMAIL:
        write("waiting", draft, by, [settings.REVIEWERS_EMAIL])


def returned(draft, by):
    """To the writer: what is to be mended."""
    write("returned", draft, by, addresses(draft.writer, but=by))


def published(draft, by):
    """To the writer: readers see it."""
    write("published", draft, by, addresses(draft.writer, but=by))


def turned_back(draft, by):
    """To the writer and the reviewer: it was not published as scheduled."""
    write("turned_back", draft, by, addresses(draft.writer, draft.reviewer))


def addresses(*people, but=None):
    """Of those who can still sign in, each once."""
    found = [person.email for person in people if person and person != but and person.is_active]
    return list(dict.fromkeys(found))


def write(kind, draft, by, recipients):
    """One letter to each, so that nobody reads another's address."""
    context = {"draft": draft, "code": draft.code, "by": by.name if by else ""}
    subject = " ".join(render_to_string(f"codes/email/draft_{kind}_subject.txt", context).split())
    text = render_to_string(f"codes/email/draft_{kind}_message.txt", context)
    for recipient in recipients:
        try:
            EmailMessage(subject, text, to=[recipient], headers=HEADERS).send()
        except OSError as error:
            log.warning("no letter about %s (%s): %s", draft.code, kind, type(error).__name__)
