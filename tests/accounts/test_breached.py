"""Passwords that stand in a list of breached ones are refused, and a list that cannot be used stops the start."""

import hashlib
import io
import random
import re

import pytest
from django.core import mail
from django.core.exceptions import ImproperlyConfigured
from django.core.management import CommandError, call_command

from accounts import breached
from accounts.models import User
from tests.builders import PASSWORD, a_reader

BREACHED = "an invented breached one"
SAID = "This password has come out in a break-in somewhere"


def digest(password):
    return hashlib.sha1(password.encode()).hexdigest().upper()


def a_list(path, passwords, *, length=40, line="{}:{}\r\n"):
    rows = sorted(digest(password)[:length] for password in passwords)
    path.write_bytes("".join(line.format(row, i + 1) for i, row in enumerate(rows)).encode())
    return str(path)


@pytest.fixture
def listed(settings, tmp_path):
    settings.BREACHED_PASSWORDS = a_list(tmp_path / "list.txt", [BREACHED, *(f"number {i}" for i in range(500))])


@pytest.mark.parametrize("number", [1, 2, 3, 10, 1000])
@pytest.mark.parametrize("shape", [{}, {"length": 16}, {"line": "{}:{}\n"}, {"line": "{}\n"}])
def test_each_password_of_a_list_is_found_and_no_other(tmp_path, number, shape):
    passwords = [f"password {i}" for i in range(number)]
    path = a_list(tmp_path / "list.txt", passwords, **shape)
    assert breached.fault_of(path) == ""
    assert [p for p in passwords if not breached.is_listed(p, path)] == []
    assert [i for i in range(number) if breached.is_listed(f"other {i}", path)] == []


def test_a_password_costs_few_short_reads(tmp_path, monkeypatch):
    path = a_list(tmp_path / "list.txt", [f"password {i}" for i in range(20_000)])
    places = []
    line_at = breached.line_at
    monkeypatch.setattr(breached, "line_at", lambda file, place: places.append(place) or line_at(file, place))
    assert breached.is_listed("password 7", path)
    assert len(places) <= 21


def test_the_last_line_may_end_without_an_end(tmp_path):
    rows = sorted(digest(f"password {i}") for i in range(5))
    path = tmp_path / "list.txt"
    path.write_text("\n".join(f"{row}:3" for row in rows))
    assert all(breached.is_listed(f"password {i}", str(path)) for i in range(5))


def fields(password):
    return {"password1": password, "password2": password}


@pytest.mark.django_db
def test_registering_with_one_is_refused(guest, listed):
    page = guest.post("/accounts/signup/", {"email": "new@example.org"} | fields(BREACHED))
    assert SAID in page.text
    assert (User.objects.count(), mail.outbox) == (0, [])
    assert guest.post("/accounts/signup/", {"email": "new@example.org"} | fields(PASSWORD)).status_code == 302


@pytest.mark.django_db
def test_changing_to_one_is_refused(guest, listed):
    user = a_reader()
    guest.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert SAID in guest.post("/accounts/password/change/", {"oldpassword": PASSWORD} | fields(BREACHED)).text
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.django_db
def test_setting_one_by_letter_is_refused(guest, listed):
    user = a_reader()
    guest.post("/accounts/password/reset/", {"email": user.email})
    code = re.search(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    guest.post("/accounts/password/reset/confirm/", {"code": code})
    assert SAID in guest.post("/accounts/password/reset/complete/", fields(BREACHED)).text
    user.refresh_from_db()
    assert user.check_password(PASSWORD)


@pytest.mark.django_db
def test_staff_setting_one_is_refused(editor, listed):
    user = a_reader()
    assert SAID in editor.post(f"/admin/accounts/user/{user.pk}/password/", fields(BREACHED)).text


@pytest.mark.django_db
def test_without_a_list_the_common_ones_are_refused(guest):
    page = guest.post("/accounts/signup/", {"email": "new@example.org"} | fields("qwertyuiop"))
    assert "This password is too common." in page.text


@pytest.mark.django_db
def test_a_list_that_goes_away_passes_nothing(guest, settings, tmp_path):
    settings.BREACHED_PASSWORDS = str(tmp_path / "nowhere.txt")
    guest.raise_request_exception = False
    answer = guest.post("/accounts/signup/", {"email": "new@example.org"} | fields(PASSWORD))
    assert (answer.status_code, User.objects.count()) == (500, 0)


def shuffled(path, number):
    rows = [digest(f"password {i}") for i in range(number)]
    random.Random(1).shuffle(rows)
    path.write_text("".join(f"{row}:1\n" for row in rows))


UNUSABLE = {
    "missing": (lambda path: None, "it cannot be read"),
    "a folder": (lambda path: path.mkdir(), "it cannot be read"),
    "empty": (lambda path: path.write_text(""), "it is empty"),
    "by count": (lambda path: shuffled(path, 50), "it is not sorted by hash"),
    "long and by count": (lambda path: shuffled(path, 40_000), "it is not sorted by hash"),
    "words": (lambda path: path.write_text("password\nqwerty\n"), "a line of the list"),
    "two lengths": (lambda path: path.write_text("A" * 40 + ":1\n" + "B" * 20 + ":1\n"), "not of one length"),
}


@pytest.mark.parametrize("fault", UNUSABLE)
def test_a_list_that_cannot_be_used_stops_the_start(settings, tmp_path, fault):
    make, why = UNUSABLE[fault]
    settings.BREACHED_PASSWORDS = str(tmp_path / "list.txt")
    make(tmp_path / "list.txt")
    with pytest.raises(ImproperlyConfigured, match=why):
        breached.demand_list()
    with pytest.raises(CommandError, match=f"(?s)accounts.E001.*{why}"):
        call_command("check", tag=["security"], stderr=io.StringIO())


def test_what_gunicorn_serves_asks_for_the_list(settings, tmp_path):
    import runpy

    settings.BREACHED_PASSWORDS = str(tmp_path / "nowhere.txt")
    with pytest.raises(ImproperlyConfigured, match="BREACHED_PASSWORDS names"):
        runpy.run_module("codeahead.wsgi")


def test_a_list_that_can_be_used_is_none_of_the_checks(settings, tmp_path):
    settings.BREACHED_PASSWORDS = a_list(tmp_path / "list.txt", [f"password {i}" for i in range(40_000)])
    assert breached.fault_of(settings.BREACHED_PASSWORDS) == ""
    breached.demand_list()
