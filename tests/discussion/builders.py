"""Replies and forms for tests; every word here is invented."""

from datetime import timedelta

from django.utils import timezone

from accounts.models import Meter, OpenedPage
from discussion.fences import stamp
from discussion.models import Mistake, Reply
from tests.builders import NUMBERS, a_reader


def a_reply(code, writer="somebody", text=None, **fields):
    """A shown reply, each a minute older than the one made before; of a new reader unless one is given."""
    number = next(NUMBERS)
    writer = a_reader(name=f"Reader {number}") if writer == "somebody" else writer
    text = f"Invented words {number}" if text is None else text
    fields = {"state": "shown", "written_at": timezone.now() - timedelta(days=1, minutes=number)} | fields
    return Reply.objects.create(code=code, writer=writer, text=text, **fields)


def an_answer(reply, **fields):
    return a_reply(reply.code, answers=reply, **fields)


def a_mistake(code, **fields):
    fields = {"section": "Modifiers", "wrong": "Invented fault", "email": "guest@example.org"} | fields
    return Mistake.objects.create(code=code, **fields)


def opened_by(user, code):
    """Let the page of `code` be open to a registered reader."""
    meter, _ = Meter.objects.get_or_create(reader=f"user:{user.pk}", defaults={"user": user})
    OpenedPage.objects.create(meter=meter, page=f"{code.system}/{code.value}")


def sent(text="Invented words", **fields):
    """What the form for a reply posts."""
    return {"opened": stamp(), "website": "", "name": "Ann Coder", "text": text} | fields


def told(**fields):
    """What the form for a mistake posts."""
    return {"opened": stamp(), "website": "", "section": "Modifiers", "wrong": "Invented fault"} | fields
