"""Letters through a real SMTP server, and what happens when there is none."""

import re
import socket
import time

import pytest
from aiosmtpd.controller import Controller
from django.core.cache import cache

from accounts.models import User
from tests.builders import PASSWORD, a_reader

pytestmark = pytest.mark.django_db
NEW = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
CODE = re.compile(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", re.MULTILINE)


class Postbox:
    """Keeps what the server is handed: (sender, recipients, text)."""

    def __init__(self):
        self.letters = []

    async def handle_DATA(self, server, session, envelope):  # noqa: N802 - aiosmtpd's name
        self.letters.append((envelope.mail_from, envelope.rcpt_tos, envelope.content.decode()))
        return "250 kept"


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def smtp(settings):
    """Settings for a mail server at a free port of this machine, where nothing listens yet."""
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", free_port()
    settings.EMAIL_TIMEOUT = 5
    settings.DEFAULT_FROM_EMAIL = "CodeAhead <office@codeahead.example>"
    return settings


@pytest.fixture
def postbox(smtp):
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=smtp.EMAIL_PORT)
    server.start()
    yield box
    server.stop()


def test_it_works(guest, postbox):
    guest.post("/accounts/signup/", NEW)
    ((sender, recipients, text),) = postbox.letters
    assert (sender, recipients) == ("office@codeahead.example", ["new@example.org"])
    assert "CodeAhead" in text
    guest.post("/accounts/confirm-email/", {"code": CODE.search(text)[1]})
    assert guest.get("/account/").status_code == 200


def test_a_mail_server_that_is_away_is_told_and_the_letter_can_be_asked_for_again(guest, smtp):
    page = guest.post("/accounts/signup/", NEW, follow=True)
    assert page.status_code == 200
    assert "Our mail server did not take the letter" in page.text
    cache.clear()  # one letter in ten seconds is the limit
    box = Postbox()
    server = Controller(box, hostname="127.0.0.1", port=smtp.EMAIL_PORT)
    server.start()
    try:
        guest.post("/accounts/confirm-email/", {"action": "resend"})
    finally:
        server.stop()
    assert [recipients for _, recipients, _ in box.letters] == [["new@example.org"]]


def test_a_new_password_by_code(guest, postbox):
    user = a_reader()
    guest.post("/accounts/password/reset/", {"email": user.email})
    code = CODE.search(postbox.letters[-1][2])[1]
    guest.post("/accounts/password/reset/confirm/", {"code": code})
    new = {"password1": "another long password", "password2": "another long password"}
    guest.post("/accounts/password/reset/complete/", new)
    user.refresh_from_db()
    assert user.check_password("another long password")


def test_a_new_address_counts_once_it_is_confirmed(guest, postbox):
    user = a_reader(email="old@example.org")
    guest.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    guest.post("/accounts/email/", {"email": "newer@example.org", "action_add": "1"})
    assert User.objects.get().email == "old@example.org"
    to_new = [text for _, recipients, text in postbox.letters if recipients == ["newer@example.org"]]
    guest.post("/accounts/confirm-email/", {"code": CODE.search(to_new[-1])[1]})
    assert User.objects.get().email == "newer@example.org"


def test_a_new_password_by_the_old_one(guest):
    user = a_reader()
    guest.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    fields = {"oldpassword": PASSWORD, "password1": "another long password", "password2": "another long password"}
    guest.post("/accounts/password/change/", fields)
    user.refresh_from_db()
    assert user.check_password("another long password")


READER = {"email": "reader@example.org"}
WAYS = {
    "registering": ("/accounts/signup/", NEW, "/accounts/confirm-email/"),
    "a new password": ("/accounts/password/reset/", READER, "/accounts/password/reset/confirm/"),
    "signing in": ("/accounts/login/code/", READER, "/accounts/login/code/confirm/"),
}


@pytest.mark.parametrize(("minutes", "works"), [(9.5, True), (10.5, False)])
@pytest.mark.parametrize("way", WAYS)
def test_codes_of_letters_end_after_ten_minutes(guest, postbox, monkeypatch, way, minutes, works):
    ask, fields, confirm = WAYS[way]
    a_reader(**READER)
    guest.post(ask, fields)
    began = time.time
    monkeypatch.setattr(time, "time", lambda: began() + minutes * 60)
    answer = guest.post(confirm, {"code": CODE.search(postbox.letters[-1][2])[1]})
    went_on = answer.status_code == 302 and answer.url.startswith(("/account/", "/accounts/password/reset/complete/"))
    assert went_on == works
