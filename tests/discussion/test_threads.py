"""What a reader sees of the replies on a code: in one statement, bounded, and never a word too much."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from discussion import policy
from discussion.threads import amount_of, discussion_of
from tests.builders import a_code, a_reader
from tests.discussion.builders import a_reply, an_answer


def seen(code, reader, **options):
    """[(text, [texts of answers])] of the threads."""
    threads = discussion_of(code, reader, **options).threads
    return [(line.text, [each.text for each in line.answers]) for line in threads]


def test_it_works(code, member_user):
    new = a_reply(code, text="newer")
    old = a_reply(code, text="older")
    an_answer(old, text="second")
    an_answer(old, text="first")
    a_reply(a_code("99902", "cpt"))
    assert seen(code, member_user) == [("newer", []), ("older", ["first", "second"])]
    assert amount_of(code) == discussion_of(code, member_user).amount == 4
    assert [line.pk for line in discussion_of(code, member_user).threads] == [new.pk, old.pk]


def test_what_waits_is_its_writers_alone_and_what_is_hidden_is_nobodys(code, member_user):
    a_reply(code, text="mine waits", state="waiting", writer=member_user)
    a_reply(code, text="other waits", state="waiting")
    a_reply(code, text="mine is hidden", state="hidden", writer=member_user)
    assert seen(code, member_user) == [("mine waits", [])]
    assert seen(code, a_reader()) == [] != seen(code, member_user)
    assert amount_of(code) == 0


@pytest.mark.parametrize("state", ["waiting", "hidden", "withdrawn"])
def test_what_is_gone_keeps_its_place_for_the_answers_without_a_word_or_a_name(code, member_user, state):
    gone = {"writer": None, "text": ""} if state == "withdrawn" else {"text": "gone words"}
    top = a_reply(code, state=state, **gone)
    an_answer(top, text="answer", writer=member_user)
    assert seen(code, member_user) == [(None, ["answer"])]
    (line,) = discussion_of(code, member_user).threads
    assert line.name in ("A reader", "A former reader")


def test_a_page_has_fifty_threads_and_ten_answers_of_each(code, member_user, monkeypatch):
    monkeypatch.setattr(policy, "THREADS_ON_A_PAGE", 3)
    tops = [a_reply(code) for _ in range(7)]
    for _ in range(4):
        an_answer(tops[0])
    first = discussion_of(code, member_user, answers=2)
    assert [line.pk for line in first.threads] == [top.pk for top in tops[:3]]
    assert (len(first.threads[0].answers), first.threads[0].not_drawn, first.older) == (2, 2, True)
    second, third = (discussion_of(code, member_user, page=page) for page in (2, 3))
    assert [line.pk for line in second.threads] == [top.pk for top in tops[3:6]]
    assert ([line.pk for line in third.threads], third.older) == ([tops[6].pk], False)
    (alone,) = discussion_of(code, member_user, thread=tops[0].pk).threads
    assert (alone.pk, len(alone.answers), alone.not_drawn) == (tops[0].pk, 4, 0)


@pytest.mark.parametrize("number", [0, 1, 30])
def test_one_statement_for_none_and_for_many(code, member_user, number):
    for _ in range(number):
        an_answer(a_reply(code))
    with CaptureQueriesContext(connection) as queries:
        discussion_of(code, member_user)
    assert len(queries) == 1


def test_the_code_page_costs_one_statement_more_for_replies(member, guest, code, member_user, monkeypatch):
    member.get(code.url)
    member.get(code.url)
    with CaptureQueriesContext(connection) as queries:
        member.get(code.url)
    assert sum("discussion_" in query["sql"] for query in queries) == 1
    guest.logout()
    guest.get(code.url)
    with CaptureQueriesContext(connection) as queries:
        guest.get(code.url)
    assert sum("discussion_" in query["sql"] for query in queries) == 1
