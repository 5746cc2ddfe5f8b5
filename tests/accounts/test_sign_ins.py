"""Where an account is signed in, signing out there, and the letter about a new browser."""

import re
from datetime import timedelta

import pytest
from allauth.mfa.totp.internal.auth import TOTP
from django.core import mail
from django.db import transaction
from django.test import Client
from django.utils import timezone

from accounts import known_browsers, policy, sign_ins
from accounts.browsers import described
from accounts.models import Session
from tests.builders import PASSWORD, a_code, a_reader

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"
SAFARI = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605 Version/18.0 Mobile/15E148 Safari/604.1"
)
NEW = "CodeAhead: your account was opened in a new browser"


@pytest.fixture(autouse=True)
def commits(request, monkeypatch):
    """A test that is rolled back as a whole commits nothing: let letters go as if each action had been committed."""
    if "transactional_db" not in request.fixturenames:
        monkeypatch.setattr(transaction, "on_commit", lambda call: call())


def signed_in(user, agent=FIREFOX):
    browser = Client(headers={"User-Agent": agent})
    assert browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return browser


def is_in(browser):
    return browser.get("/account/").status_code == 200


def handles(page):
    return re.findall(r'name="end" value="(\w+)"', page.text)


def listed(page):
    return re.findall(r"<li><p><strong>(.+?)</strong>", page.text)


def test_it_works():
    user = a_reader()
    signed_in(user, SAFARI)
    page = signed_in(user).get("/account/sign-ins/")
    assert listed(page) == ["Firefox on Linux", "Safari on an iPhone"]
    assert page.text.count("This browser") == 1
    assert f"last used {timezone.localdate():%-d %B %Y}" in " ".join(page.text.split())


def test_it_needs_a_reader(guest):
    assert guest.get("/account/sign-ins/").url.startswith("/accounts/login/")
    assert guest.post("/account/sign-ins/", {"everywhere": "1"}).url.startswith("/accounts/login/")


def test_one_is_signed_out():
    user = a_reader()
    here, there, third = signed_in(user), signed_in(user, SAFARI), signed_in(user)
    page = here.get("/account/sign-ins/")
    there_at = listed(page).index("Safari on an iPhone")
    done = here.post("/account/sign-ins/", {"end": handles(page)[there_at]}, follow=True)
    assert "That browser is signed out." in done.text
    assert (is_in(here), is_in(there), is_in(third)) == (True, False, True)


def test_this_one_is_asked_for_signing_out():
    here = signed_in(a_reader())
    answer = here.post("/account/sign-ins/", {"end": handles(here.get("/account/sign-ins/"))[0]})
    assert answer.url == "/accounts/logout/"


def test_all_others_are_signed_out():
    user = a_reader()
    here, there, stranger = signed_in(user), signed_in(user), signed_in(a_reader())
    here.post("/account/sign-ins/", {"others": "1"})
    assert (is_in(here), is_in(there), is_in(stranger)) == (True, False, True)


def test_everywhere_is_here_too():
    user = a_reader()
    here, there = signed_in(user), signed_in(user)
    assert "You are signed out everywhere." in here.post("/account/sign-ins/", {"everywhere": "1"}, follow=True).text
    assert (is_in(here), is_in(there)) == (False, False)
    assert not Session.objects.filter(user=user).exists()


@pytest.mark.parametrize("handle", ["", "nothing", "0" * 32])
def test_an_unknown_handle_ends_nothing(handle):
    user = a_reader()
    here, there = signed_in(user), signed_in(user)
    assert here.post("/account/sign-ins/", {"end": handle}).status_code == 302
    assert (is_in(here), is_in(there)) == (True, True)


def test_nobody_ends_the_sign_ins_of_others():
    user = a_reader()
    there = signed_in(user)
    handle = handles(there.get("/account/sign-ins/"))[0]
    signed_in(a_reader()).post("/account/sign-ins/", {"end": handle})
    assert is_in(there)


def test_the_page_does_not_tell_what_opens_a_session():
    user = a_reader()
    signed_in(user)
    page = signed_in(user).get("/account/sign-ins/").text
    assert not any(key in page for key in Session.objects.values_list("session_key", flat=True))


def test_no_address_and_no_header_is_kept():
    user = a_reader()
    signed_in(user)
    held = Session.objects.get(user=user).get_decoded()
    assert held[sign_ins.BROWSER] == "Firefox on Linux"
    assert not any("127.0.0.1" in str(value) or FIREFOX in str(value) for value in held.values())


def test_the_day_is_written_once():
    user = a_reader()
    browser = signed_in(user)
    session = browser.session
    session[sign_ins.SEEN] = "2020-01-01"
    session.save()
    expires = Session.objects.get(user=user).expire_date
    browser.get("/account/")
    first = Session.objects.get(user=user)
    assert first.get_decoded()[sign_ins.SEEN] == timezone.localdate().isoformat()
    assert first.expire_date > expires
    browser.get("/account/")
    assert Session.objects.get(user=user).expire_date == first.expire_date


def test_a_guest_gets_no_day_and_no_session():
    guest = Client()
    guest.get("/")
    guest.get(a_code().url)
    assert [sign_ins.SEEN in row.get_decoded() for row in Session.objects.all()] == [False]


def test_a_new_password_ends_the_others_at_once():
    user = a_reader()
    here, there = signed_in(user), signed_in(user)
    new = {"oldpassword": PASSWORD, "password1": "another long password", "password2": "another long password"}
    here.post("/accounts/password/change/", new)
    assert Session.objects.filter(user=user).count() == 1
    assert (is_in(here), is_in(there)) == (True, False)


def test_a_password_set_by_letter_ends_all():
    user = a_reader()
    there, guest = signed_in(user), Client()
    guest.post("/accounts/password/reset/", {"email": user.email})
    code = re.search(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    guest.post("/accounts/password/reset/confirm/", {"code": code})
    new = {"password1": "another long password", "password2": "another long password"}
    guest.post("/accounts/password/reset/complete/", new)
    assert not Session.objects.filter(user=user).exists()
    assert not is_in(there)


def test_a_second_factor_that_is_switched_off_ends_the_others():
    user = a_reader()
    here, there = signed_in(user), signed_in(user)
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    here.post("/accounts/2fa/totp/deactivate/")
    assert (is_in(here), is_in(there)) == (True, False)


def test_sign_ins_with_a_former_password_are_not_listed():
    user = a_reader()
    signed_in(user)
    user.set_password("set by staff in the admin")
    user.save()
    assert sign_ins.of(user) == []


def test_a_letter_tells_of_a_new_browser():
    user = a_reader()
    signed_in(user)
    letter = mail.outbox[-1]
    assert (letter.to, letter.subject) == ([user.email], NEW)
    assert "With: Firefox on Linux" in letter.body
    assert "http://testserver/accounts/password/reset/" in letter.body
    assert "http://testserver/account/sign-ins/" in letter.body
    assert "127.0.0.1" not in letter.body


def test_the_letter_waits_for_the_commit(transactional_db):
    user = a_reader()
    with transaction.atomic():
        signed_in(user)
        assert mail.outbox == []
    assert [letter.subject for letter in mail.outbox] == [NEW]


def test_no_letter_tells_of_a_known_browser():
    user = a_reader()
    browser = signed_in(user)
    for _ in range(2):
        browser.post("/accounts/logout/")
        browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert [letter.subject for letter in mail.outbox] == [NEW]


def test_a_browser_is_known_to_each_account_apart():
    first, second = a_reader(), a_reader()
    browser = signed_in(first)
    for user in (second, first, second):
        browser.post("/accounts/logout/")
        browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert [letter.to for letter in mail.outbox] == [[first.email], [second.email]]


def test_no_letter_tells_of_the_browser_of_the_registration():
    browser = Client()
    new = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}
    browser.post("/accounts/signup/", new)
    code = re.search(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    browser.post("/accounts/confirm-email/", {"code": code})
    assert is_in(browser)
    browser.post("/accounts/logout/")
    browser.post("/accounts/login/", {"login": new["email"], "password": PASSWORD})
    assert is_in(browser)
    assert NEW not in [letter.subject for letter in mail.outbox]


def test_no_letter_tells_of_a_sign_in_that_was_not_finished():
    user = a_reader()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    Client().post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    Client().post("/accounts/login/", {"login": user.email, "password": "wrong"})
    assert mail.outbox == []


def test_the_cookie_is_shut_and_tells_no_name():
    user = a_reader()
    cookie = signed_in(user).cookies[known_browsers.COOKIE]
    assert (cookie["httponly"], cookie["samesite"]) == (True, "Lax")
    assert cookie["max-age"] == policy.BROWSER_KNOWN.total_seconds()
    assert user.email not in cookie.value


@pytest.mark.parametrize("value", ["", "nonsense", "WyJ4Il0:1abc:forged"])
def test_a_forged_cookie_is_no_known_browser(value):
    user, browser = a_reader(), Client()
    browser.cookies[known_browsers.COOKIE] = value
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert [letter.subject for letter in mail.outbox] == [NEW]


def test_a_cookie_that_is_too_old_is_none(monkeypatch):
    user = a_reader()
    browser = signed_in(user)
    monkeypatch.setattr(policy, "BROWSER_KNOWN", timedelta(seconds=-1))
    browser.post("/accounts/logout/")
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert len(mail.outbox) == 2


def test_a_browser_remembers_so_many_accounts():
    browser = Client()
    users = [a_reader() for _ in range(policy.ACCOUNTS_PER_BROWSER + 1)]
    for user in [*users, users[1], users[0]]:
        browser.post("/accounts/logout/")
        browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert [letter.to[0] for letter in mail.outbox] == [user.email for user in [*users, users[0]]]


def test_a_closed_account_is_forgotten_by_the_browser_too():
    browser = signed_in(a_reader())
    browser.post("/account/close/")
    assert browser.cookies[known_browsers.COOKIE].value == ""


def test_a_mail_server_that_is_away_does_not_stop_a_sign_in(settings, caplog):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    browser = signed_in(a_reader())
    assert "Our mail server" not in browser.get("/account/").text
    assert "a letter could not be sent" in caplog.text


def test_letters_tell_of_what_was_changed():
    user = a_reader()
    browser = signed_in(user)
    new = {"oldpassword": PASSWORD, "password1": "another long password", "password2": "another long password"}
    browser.post("/accounts/password/change/", new)
    assert mail.outbox[-1].subject == "CodeAhead: your password was changed"
    assert "With: Firefox on Linux" in mail.outbox[-1].body
    assert "127.0.0.1" not in mail.outbox[-1].body


@pytest.mark.parametrize(
    ("agent", "words"),
    [
        (FIREFOX, "Firefox on Linux"),
        (SAFARI, "Safari on an iPhone"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36 Edg/140.0", "Edge on Windows"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) Chrome/140.0 Safari/537.36", "Chrome on Windows"),
        ("Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) Version/18.0 Safari/605.1.15", "Safari on a Mac"),
        ("Mozilla/5.0 (Linux; Android 15) SamsungBrowser/28.0 Chrome/130 Safari/537", "Samsung Internet on Android"),
        ("Mozilla/5.0 (iPad; CPU OS 18_0 like Mac OS X) CriOS/140.0 Mobile Safari/604.1", "Chrome on an iPad"),
        ("Mozilla/5.0 (X11; CrOS x86_64) Chrome/140.0 Safari/537.36 OPR/120", "Opera on ChromeOS"),
        ("curl/8.0 <b>", "A browser"),
        ("", "A browser"),
    ],
)  # fmt: skip
def test_browsers_in_words(agent, words):
    assert described(agent) == words


def test_a_new_secret_key_ends_no_sign_in_while_the_earlier_one_is_known(settings):
    here = signed_in(a_reader())
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "an invented new key", [settings.SECRET_KEY]
    assert listed(here.get("/account/sign-ins/")) == ["Firefox on Linux"]
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "an invented third key", []
    assert not is_in(here)
