"""Letters about replies and mistakes.

None quotes a reply or names its writer: it may reach somebody to whom the page is closed by then.
"""

import logging
from contextlib import suppress

from django.conf import settings
from django.core import signing
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from accounts.models import User
from discussion import policy
from discussion.models import Mistake, Reply

log = logging.getLogger(__name__)
SALT = "discussion.letters"
BY_MACHINE = {"Auto-Submitted": "auto-generated"}


def home_of(request):
    """The address of this site as "https://host", for the links in letters."""
    return f"{request.scheme}://{request.get_host()}"


def tell_of(keys, home):
    """Write about new replies (by key) to the writers answered and to those who follow the codes."""
    replies = Reply.objects.shown().filter(pk__in=keys).select_related("code", "writer", "answers")
    send([letter for reply in replies for letter in letters_about(reply, home)])


def letters_about(reply, home):
    """One letter to each, so that nobody reads another's address."""
    return [letter_about(reply, reader, home) for reader in readers_of(reply)]


def readers_of(reply):
    """Who gets a letter: the writer answered if he asked for it, then the followers; never the writer himself."""
    asked = Q(follows__code=reply.code)
    answered = reply.answers.writer_id if reply.answers and reply.answers.letters else None
    people = User.objects.filter(asked | Q(pk=answered), is_active=True).exclude(pk=reply.writer_id).distinct()
    return sorted(people[: policy.MOST_LETTERS], key=lambda person: person.pk != answered)


def letter_about(reply, reader, home):
    stop = home + reverse("reply-letters", args=[token_of(reader, reply.code)])
    context = {
        "code": reply.code,
        "by_editor": reply.writer is not None and reply.writer.is_staff,
        "answered": bool(reply.answers) and reply.answers.writer_id == reader.pk,
        "address": home + reply.get_absolute_url(),
        "stop": stop,
    }
    # RFC 8058: the reader's mail program stops the letters with one POST.
    headers = {"List-Unsubscribe": f"<{stop}>", "List-Unsubscribe-Post": "List-Unsubscribe=One-Click"}
    return letter("reply", context, reader.email, headers)


def token_of(reader, code):
    """A signed name of (reader, code) that stops the letters without signing in; it does not expire."""
    return signing.dumps([reader.pk, code.pk], salt=SALT)


def named_by(token):
    """The keys (reader, code) that a token names; None where it is not ours."""
    try:
        return signing.loads(token, salt=SALT)
    except signing.BadSignature:
        return None


def tell_editors(key, home):
    """Write to the editors that a mistake was reported."""
    mistake = Mistake.objects.select_related("code").get(pk=key)
    address = home + reverse("admin:discussion_mistake_change", args=[key])
    send([letter("mistake", {"mistake": mistake, "address": address}, settings.EDITORS_EMAIL)])


def send_answer(key, home):
    """Send the editors' answer to whoever reported the mistake; whether it was sent is kept."""
    mistake = Mistake.objects.select_related("code", "reporter").get(pk=key)
    if not mistake.address:
        return
    context = {"mistake": mistake, "address": home + mistake.code.url}
    if send([letter("answer", context, mistake.address)]):
        Mistake.objects.filter(pk=key).update(sent_at=timezone.now())


def letter(name, context, to, headers=None):
    """The letter of the templates discussion/email/{name}_subject.txt and _message.txt."""
    subject = render_to_string(f"discussion/email/{name}_subject.txt", context).strip()
    text = render_to_string(f"discussion/email/{name}_message.txt", context)
    return EmailMessage(subject, text, to=[to], headers=BY_MACHINE | (headers or {}))


def send(letters):
    """Hand the letters over, one at a time: one bad address must not keep the others from theirs. Returns how many."""
    if not letters:
        return 0
    server = get_connection()
    try:
        server.open()
    except OSError as error:
        log.error("%d letters were not sent, the mail server is away: %s", len(letters), type(error).__name__)
        return 0
    taken = sum(is_taken(each, server) for each in letters)
    with suppress(OSError):
        server.close()
    return taken


def is_taken(each, server):
    """Whether the server took it; smtplib's errors are OSErrors too."""
    each.connection = server
    try:
        return each.send() > 0
    except OSError as error:
        log.error("a letter was not taken: %s", type(error).__name__)
        return False
