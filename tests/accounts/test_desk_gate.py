"""The desk asks for a second factor and, twice a day, who it is."""

import re
import time

import pytest
from allauth.account.internal.flows.login import AUTHENTICATION_METHODS_SESSION_KEY as SHOWN
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.contrib.admin.models import LogEntry
from django.test import Client

from accounts import policy, sign_ins
from accounts.models import Session, User
from tests.builders import PASSWORD, a_reader

pytestmark = pytest.mark.django_db
HALF_A_DAY = policy.DESK_SIGN_IN.total_seconds()


@pytest.fixture
def boss():
    return a_reader(email="boss@example.org", is_staff=True, is_superuser=True)


@pytest.fixture
def desk(boss):
    browser = Client()
    browser.force_login(boss)
    return browser


def showed_long_ago(browser, seconds=HALF_A_DAY + 60):
    session = browser.session
    session[sign_ins.SINCE] -= seconds
    session[SHOWN] = [{"method": "password", "at": time.time() - seconds}]
    session.save()


def asked_who(answer):
    return answer.status_code == 302 and answer.url.startswith("/accounts/reauthenticate/")


def test_it_works(desk):
    assert desk.get("/admin/").status_code == 200


@pytest.mark.parametrize("address", ["/admin/", "/admin/accounts/user/", "/admin/codes/code/add/", "/admin/numbers/"])
def test_who_showed_themselves_long_ago_is_asked_again(desk, address):
    showed_long_ago(desk)
    assert asked_who(desk.get(address))


def test_within_half_a_day_nobody_is_asked(desk):
    showed_long_ago(desk, HALF_A_DAY - 60)
    assert desk.get("/admin/").status_code == 200


def test_a_session_that_tells_nothing_is_asked(desk):
    session = desk.session
    del session[sign_ins.SINCE]
    session.save()
    assert asked_who(desk.get("/admin/"))


def test_a_form_is_not_lost_and_is_done_once(desk):
    showed_long_ago(desk)
    asked = desk.post("/admin/auth/group/add/", {"name": "Night shift"})
    assert asked_who(asked) and not LogEntry.objects.exists()
    done = desk.post(asked.url, {"password": PASSWORD, "next": "/admin/auth/group/add/"})
    assert (done.status_code, done.url) == (302, "/admin/auth/group/")
    assert [each.object_repr for each in LogEntry.objects.all()] == ["Night shift"]


def test_a_form_that_waits_holds_nothing_about_its_sender(desk):
    showed_long_ago(desk)
    typed = {"email": "new@example.org", "usable_password": "true", "password1": PASSWORD, "password2": PASSWORD}
    headers = {"User-Agent": "Planted agent", "X-Forwarded-For": "198.51.100.7", "Referer": "https://planted.example/"}
    asked = desk.post("/admin/accounts/user/add/", typed, headers=headers, REMOTE_ADDR="198.51.100.8")
    assert asked_who(asked)
    kept = str(dict(desk.session))
    assert "new%40example.org" in kept
    told = [
        "198.51.100",
        "Planted",
        "planted.example",
        PASSWORD,
        "password1",
        "Cookie",
        "csrftoken",
        desk.cookies["session"].value,
    ]
    assert [each for each in told if each in kept] == []
    done = desk.post(asked.url, {"password": PASSWORD, "next": "/admin/accounts/user/add/"})
    assert done.status_code == 200 and not User.objects.filter(email="new@example.org").exists()
    assert 'value="new@example.org"' in done.text


def test_a_wrong_password_leads_nowhere(desk):
    showed_long_ago(desk)
    asked = desk.get("/admin/")
    assert desk.post(asked.url, {"password": "an invented wrong one"}).status_code == 200
    assert asked_who(desk.get("/admin/"))


def test_readers_are_not_asked(desk):
    reader, browser = a_reader(), Client()
    browser.force_login(reader)
    showed_long_ago(browser)
    assert browser.get("/account/").status_code == 200


def test_without_a_second_factor_the_way_leads_to_it(desk, settings):
    settings.DESK_SECOND_FACTOR = True
    answer = desk.get("/admin/", follow=True)
    assert answer.redirect_chain == [("/accounts/2fa/", 302)]
    assert "The desk asks for a second factor" in answer.text
    assert desk.post("/admin/auth/group/add/", {"name": "Night shift"}).url == "/accounts/2fa/"


def test_with_one_the_desk_is_open(desk, boss, settings):
    settings.DESK_SECOND_FACTOR = True
    TOTP.activate(boss, generate_totp_secret())
    assert desk.get("/admin/").status_code == 200


def test_readers_need_none(settings, member):
    settings.DESK_SECOND_FACTOR = True
    assert member.get("/account/").status_code == 200


def test_an_account_is_signed_out_everywhere_by_staff(desk, boss):
    reader = a_reader()
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(reader)
    chosen = {"action": "sign_out", "_selected_action": [reader.pk, boss.pk]}
    page = desk.post("/admin/accounts/user/", chosen, follow=True)
    assert "2 accounts are signed out, in 2 browsers." in page.text
    assert not Session.objects.filter(user=reader).exists()
    assert [browser.get("/account/").status_code for browser in browsers] == [302, 302]
    assert desk.get("/admin/").status_code == 200
    assert set(LogEntry.objects.values_list("change_message", flat=True)) == {"Signed the account out everywhere."}


def test_what_staff_did_stays_when_their_account_is_closed(desk, boss):
    desk.post("/admin/auth/group/add/", {"name": "Night shift"})
    session = desk.session
    session[SHOWN] = [{"method": "password", "at": time.time()}]
    session.save()
    desk.post("/account/close/")
    assert not User.objects.filter(email="boss@example.org").exists()
    line = LogEntry.objects.get()
    assert (line.object_repr, line.user.name, line.user.is_active) == ("Night shift", "Former staff", False)
    assert not line.user.has_usable_password()
    assert not Authenticator.objects.filter(user=line.user).exists()


def test_closing_a_reader_makes_no_former_staff(member):
    session = member.session
    session[SHOWN] = [{"method": "password", "at": time.time()}]
    session.save()
    member.post("/account/close/")
    assert not User.objects.exists()


def test_another_address_is_asked_for_the_password(member, member_user):
    showed_long_ago(member, 3600)
    asked = member.post("/accounts/email/", {"action_add": "", "email": "other@example.org"})
    assert asked_who(asked)
    assert re.search("other@example.org", str(list(member_user.emailaddress_set.values_list("email")))) is None
