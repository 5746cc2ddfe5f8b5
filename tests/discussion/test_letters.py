"""Letters about replies through a real SMTP server, and stopping them."""

import email
import email.policy
import logging
import re

import pytest
from django.core import mail
from django.test import Client

from discussion.letters import named_by, token_of
from discussion.models import Follow, Reply
from tests.accounts.test_letters import postbox, smtp  # noqa: F401
from tests.builders import a_code, a_reader
from tests.discussion.builders import a_reply, opened_by, sent

POST = "/discussion/cpt/99901/reply/"
SECRET = "Words that no letter may hold"


def parsed(letters):
    """The letters that the server took, by recipient."""
    taken = {to: email.message_from_string(text, policy=email.policy.default) for _, (to,), text in letters}
    assert len(taken) == len(letters)
    return taken


def stop_address(letter):
    """As the letter's head gives it to mail programs, whatever the line that it stands on."""
    return re.fullmatch(r"<http://testserver(/.*)>", letter["List-Unsubscribe"].strip())[1]


@pytest.fixture
def asked(code):
    """A reader who wrote a reply and asked for letters about answers."""
    return a_reply(code, writer=a_reader("asked@example.org", name="Asking Reader"), letters=True)


@pytest.fixture
def writer(code):
    """A browser of a reader who is trusted already and has the page open."""
    reader = a_reader("writer@example.org", name="Ann Coder")
    a_reply(a_code("99999", "cpt"), writer=reader)
    opened_by(reader, code)
    browser = Client()
    browser.force_login(reader)
    return browser


@pytest.fixture
def follower(code):
    reader = a_reader("follower@example.org")
    Follow.objects.create(reader=reader, code=code)
    return reader


@pytest.mark.django_db(transaction=True)
def test_it_works(code, asked, writer, follower, postbox):  # noqa: F811
    Follow.objects.create(reader=a_reader("gone@example.org", is_active=False), code=code)
    writer.post(POST, sent(SECRET, answers=asked.pk, follow="on"))
    answer = Reply.objects.latest("pk")
    taken = parsed(postbox.letters)
    assert sorted(taken) == ["asked@example.org", "follower@example.org"]
    assert taken["asked@example.org"]["Subject"] == "CodeAhead: an answer to your reply on CPT 99901"
    assert taken["follower@example.org"]["Subject"] == "CodeAhead: a new reply on CPT 99901"
    for letter in taken.values():
        text = letter.get_content()
        assert "somebody has " in text
        assert f"http://testserver/cpt/99901/#reply-{answer.pk}" in text
        assert SECRET not in str(letter)
        assert "writer@example.org" not in str(letter)
        assert "Ann Coder" not in str(letter)
        assert letter["List-Unsubscribe-Post"] == "List-Unsubscribe=One-Click"
        assert stop_address(letter) in text


@pytest.mark.django_db(transaction=True)
def test_one_post_without_signing_in_stops_them(code, asked, writer, follower, postbox):  # noqa: F811
    writer.post(POST, sent("One", answers=asked.pk))
    for letter in parsed(postbox.letters).values():
        answer = Client(enforce_csrf_checks=True).post(stop_address(letter), {"List-Unsubscribe": "One-Click"})
        assert (answer.status_code, "No more letters about CPT 99901" in answer.text) == (200, True)
    writer.post(POST, sent("Two", answers=asked.pk))
    assert len(postbox.letters) == 2


def test_looking_at_the_link_stops_nothing_and_the_button_does(guest, code, follower):
    address = f"/discussion/letters/{token_of(follower, code)}/"
    assert "Stop these letters" in guest.get(address).text
    assert Follow.objects.count() == 1
    guest.post(address)
    assert Follow.objects.count() == 0


def test_it_stops_those_of_one_reader_about_one_code(guest, code, follower, asked):
    other = a_code("99902", "cpt")
    Follow.objects.create(reader=follower, code=other)
    Follow.objects.create(reader=asked.writer, code=code)
    guest.post(f"/discussion/letters/{token_of(follower, code)}/")
    assert {(f.reader, f.code) for f in Follow.objects.all()} == {(follower, other), (asked.writer, code)}


def test_a_token_that_is_not_ours_stops_nothing(guest, code, follower):
    token = token_of(follower, code)
    for wrong in ("nothing", token[:-1] + ("A" if token[-1] != "A" else "B"), f"X{token[1:]}"):
        assert guest.post(f"/discussion/letters/{wrong}/").status_code == 404
    assert Follow.objects.count() == 1
    assert named_by(token) == [follower.pk, code.pk]


def test_a_reply_that_waits_is_told_of_once_it_is_shown_and_only_once(
    code, asked, editor, django_capture_on_commit_callbacks
):
    from discussion.actions import decide, post_reply

    reader = a_reader(name="New Reader")
    with django_capture_on_commit_callbacks(execute=True):
        reply = post_reply(writer=reader, code=code, text="One", home="https://x", answers=asked)
    assert mail.outbox == []
    for show in (True, False, True):
        with django_capture_on_commit_callbacks(execute=True):
            decide(replies=[reply], show=show, by=reader, home="https://x")
    assert [letter.to for letter in mail.outbox] == [["asked@example.org"]]


def test_nobody_gets_a_letter_about_what_they_wrote_themselves(code, asked, django_capture_on_commit_callbacks):
    from discussion.actions import post_reply

    with django_capture_on_commit_callbacks(execute=True):
        post_reply(writer=asked.writer, code=code, text="One", home="https://x", answers=asked, follow=True)
    assert mail.outbox == []


def test_who_did_not_ask_gets_none(code, writer, django_capture_on_commit_callbacks):
    top = a_reply(code)
    with django_capture_on_commit_callbacks(execute=True):
        writer.post(POST, sent(answers=top.pk))
    assert mail.outbox == []


@pytest.mark.django_db(transaction=True)
def test_a_mail_server_that_is_away_keeps_no_reply_from_being_shown(code, asked, writer, smtp, caplog):  # noqa: F811
    with caplog.at_level(logging.ERROR):
        assert writer.post(POST, sent("One", answers=asked.pk)).status_code == 302
    assert Reply.objects.latest("pk").state == "shown"
    assert "1 letters were not sent" in caplog.text
    assert "example.org" not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_letter_that_is_not_taken_keeps_no_other_from_being_sent(code, asked, writer, follower, postbox):  # noqa: F811
    async def refuse(server, session, envelope, address, options):
        if address.startswith("asked"):
            return "550 no such person"
        envelope.rcpt_tos.append(address)
        return "250 ok"

    postbox.handle_RCPT = refuse
    writer.post(POST, sent("One", answers=asked.pk))
    assert sorted(parsed(postbox.letters)) == ["follower@example.org"]
