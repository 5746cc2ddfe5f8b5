"""Facts that must hold are held by the database: each constraint is broken once."""

from pathlib import Path

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from discussion.models import ClosedDiscussion, Follow, Mistake, Reply, ReplyReport
from tests.builders import a_reader
from tests.discussion.builders import a_mistake, a_reply

MODELS = (Reply, ReplyReport, Follow, ClosedDiscussion, Mistake)


def breaks(name, make):
    with pytest.raises(IntegrityError, match=f'"{name}"'), transaction.atomic():
        make()


def test_replies(code):
    breaks("a_reply_is_short", lambda: a_reply(code, text="x" * 5001))
    breaks("only_withdrawn_replies_are_empty", lambda: a_reply(code, text=""))
    breaks("only_withdrawn_replies_are_empty", lambda: a_reply(code, text="x", state="withdrawn", writer=None))
    breaks("only_withdrawn_replies_are_empty", lambda: a_reply(code, text="", state="withdrawn"))
    breaks("a_reply_has_a_known_state", lambda: a_reply(code, state="lost"))
    reply = a_reply(code)
    breaks("no_answer_to_itself", lambda: Reply.objects.filter(pk=reply.pk).update(answers=reply))


def test_reports_and_follows(code):
    reader = a_reader()
    report = {"reply": a_reply(code), "reader": reader, "why": "rude"}
    ReplyReport.objects.create(**report)
    breaks("one_report_per_reader", lambda: ReplyReport.objects.create(**report))
    Follow.objects.create(reader=reader, code=code)
    breaks("a_code_is_followed_once", lambda: Follow.objects.create(reader=reader, code=code))


def test_mistakes(code):
    decided = {"answered_at": timezone.now()}
    breaks("a_mistake_is_told_shortly", lambda: a_mistake(code, wrong="x" * 5001))
    breaks("a_mistake_is_told_shortly", lambda: a_mistake(code, right="x" * 5001))
    breaks("a_mistake_says_what_is_wrong", lambda: a_mistake(code, wrong=""))
    breaks("a_reporter_has_one_address", lambda: a_mistake(code, reporter=a_reader()))
    for fields in (
        {"state": "answered"} | decided,
        {"state": "answered", "answer": "x"},
        {"state": "closed"},
        {"state": "closed", "answer": "x"} | decided,
        {"state": "open", "answer": "x"},
        decided,
    ):
        breaks("answered_mistakes_have_an_answer", lambda fields=fields: a_mistake(code, **fields))


def test_every_constraint_is_broken_somewhere_here():
    named = {constraint.name for model in MODELS for constraint in model._meta.constraints}
    tested = Path(__file__).read_text()
    assert [name for name in sorted(named) if f'breaks("{name}"' not in tested] == []
