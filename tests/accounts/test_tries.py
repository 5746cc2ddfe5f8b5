"""Failed passwords and codes: the waiting doubles, exactly, and nobody is locked out for good."""

import re
from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal.auth import TOTP
from django.conf import settings
from django.core import mail
from django.core.management import call_command
from django.db import IntegrityError, connection
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts import policy, tries
from accounts.models import FailedTries, Session
from tests.builders import PASSWORD, a_reader

pytestmark = pytest.mark.django_db
CLOSED = "Too many failed tries. Try again in "
DOOR = tries.Door("an invented door")


@pytest.fixture(autouse=True)
def no_other_limits(settings):
    """Thirty sign-ins a minute from one address are allauth's limit, and would stop the tests first."""
    settings.ACCOUNT_RATE_LIMITS = False


def log_in(browser, address, password):
    return browser.post("/accounts/login/", {"login": address, "password": password})


def fail(browser, address, times):
    return [log_in(browser, address, "wrong") for _ in range(times)][-1]


def told(response):
    """What the answer says of waiting, or ""."""
    found = re.search(rf"{CLOSED}([^.]+)\.", response.text)
    return found[1] if found else ""


def let_time_pass(**time):
    gone = timedelta(**time)
    FailedTries.objects.update(closed_until=F("closed_until") - gone, failed_at=F("failed_at") - gone)


def test_it_works(guest):
    user = a_reader()
    assert told(fail(guest, user.email, policy.FREE_TRIES)) == ""
    assert told(log_in(guest, user.email, PASSWORD)) == "a minute"
    let_time_pass(minutes=1)
    assert log_in(guest, user.email, PASSWORD).status_code == 302


def test_the_waiting_doubles_up_to_an_hour():
    waits = []
    for _ in range(policy.FREE_TRIES + 8):
        assert tries.take(DOOR)
        closed_until = FailedTries.objects.get().closed_until
        waits.append(round((closed_until - timezone.now()).total_seconds() / 60) if closed_until else 0)
        let_time_pass(hours=1)
    assert waits == [0, 0, 0, 0, 1, 2, 4, 8, 16, 32, 60, 60, 60]


def test_a_closed_door_counts_nothing():
    for _ in range(20):
        tries.take(DOOR)
    assert FailedTries.objects.get().failures == policy.FREE_TRIES


@pytest.mark.parametrize(
    ("minutes", "words"), [(0.5, "a minute"), (1.5, "2 minutes"), (7.2, "8 minutes"), (59.5, "an hour")]
)
def test_the_waiting_is_told_in_words(minutes, words):
    until = timezone.now() + timedelta(minutes=minutes)
    FailedTries.objects.create(name=DOOR.name, failures=9, closed_until=until, failed_at=timezone.now())
    with pytest.raises(tries.Closed, match=f"Try again in {words}\\."):
        tries.knock(DOOR)


def test_a_right_password_in_time_begins_anew(guest):
    user = a_reader()
    for _ in range(3):
        assert told(fail(guest, user.email, policy.FREE_TRIES - 1)) == ""
        assert log_in(guest, user.email, PASSWORD).status_code == 302
        guest.post("/accounts/logout/")


def test_a_day_without_failures_begins_anew():
    for _ in range(policy.FREE_TRIES):
        tries.take(DOOR)
    let_time_pass(days=1, minutes=1)
    assert tries.take(DOOR)
    assert FailedTries.objects.get().failures == 1


def test_the_answers_do_not_tell_who_has_an_account():
    user = a_reader()
    answers = []
    for address in (user.email, "nobody@example.org"):
        browser = Client()
        pages = [log_in(browser, address, "wrong") for _ in range(policy.FREE_TRIES + 1)]
        texts = [re.sub(r'value="[^"]*"', "", page.text).replace(address, "") for page in pages]
        answers.append([(page.status_code, text) for page, text in zip(pages, texts, strict=True)])
    assert answers[0] == answers[1]
    assert CLOSED in answers[0][-1][1]


@pytest.mark.parametrize("spelling", ["READER@example.org", "\u017fomebody@example.org", "somebody@EXAMPLE.org"])
def test_one_address_is_one_door_however_it_is_written(spelling):
    same = {"READER@example.org": "reader@example.org"}.get(spelling, "somebody@example.org")
    assert tries.password_of(spelling) == tries.password_of(same)


def test_addresses_wait_apart(guest):
    user, other = a_reader(), a_reader()
    fail(guest, user.email, policy.FREE_TRIES)
    assert log_in(guest, other.email, PASSWORD).status_code == 302


def test_a_network_waits_too_whatever_the_addresses(guest, monkeypatch):
    monkeypatch.setattr(policy, "FREE_TRIES_PER_NETWORK", 3)
    user = a_reader()
    for i in range(3):
        assert told(log_in(guest, f"nobody{i}@example.org", "wrong")) == ""
    assert told(log_in(guest, user.email, PASSWORD)) == "a minute"
    elsewhere = Client(REMOTE_ADDR="198.51.100.7")
    assert log_in(elsewhere, user.email, PASSWORD).status_code == 302


def test_signing_in_oneself_does_not_open_the_network_for_guessing(guest, monkeypatch):
    monkeypatch.setattr(policy, "FREE_TRIES_PER_NETWORK", 4)
    own = a_reader()
    for i in range(4):
        assert log_in(Client(), own.email, PASSWORD).status_code == 302
        assert told(log_in(guest, f"nobody{i}@example.org", "wrong")) == ""
    assert told(log_in(guest, "nobody9@example.org", "wrong")) == "a minute"


def test_a_try_at_a_closed_address_does_not_count_for_the_network(guest):
    fail(guest, "nobody@example.org", policy.FREE_TRIES + 20)
    assert sorted(FailedTries.objects.values_list("failures", flat=True)) == [policy.FREE_TRIES] * 2


def test_who_is_locked_out_comes_in_by_letter(guest):
    user = a_reader()
    fail(Client(), user.email, policy.FREE_TRIES + 3)
    guest.post("/accounts/login/code/", {"email": user.email})
    code = re.search(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    assert guest.post("/accounts/login/code/confirm/", {"code": code}).status_code == 302
    assert guest.get("/account/").status_code == 200


def test_a_password_set_by_letter_opens_at_once(guest):
    user = a_reader()
    fail(Client(), user.email, policy.FREE_TRIES + 3)
    guest.post("/accounts/password/reset/", {"email": user.email})
    code = re.search(r"^ {4}(\S+)$", mail.outbox[-1].body, re.MULTILINE)[1]
    guest.post("/accounts/password/reset/confirm/", {"code": code})
    new = {"password1": "another long password", "password2": "another long password"}
    guest.post("/accounts/password/reset/complete/", new)
    assert log_in(guest, user.email, "another long password").status_code == 302


def test_strangers_do_not_stop_somebody_who_is_signed_in(guest):
    user = a_reader()
    log_in(guest, user.email, PASSWORD)
    fail(Client(), user.email, policy.FREE_TRIES + 3)
    assert guest.post("/accounts/reauthenticate/", {"password": PASSWORD}).status_code == 302


def test_the_password_that_is_asked_for_again_is_counted(guest):
    user = a_reader()
    log_in(guest, user.email, PASSWORD)
    new = {"password1": "another long password", "password2": "another long password"}
    for _ in range(policy.FREE_TRIES):
        guest.post("/accounts/password/change/", new | {"oldpassword": "wrong"})
    assert told(guest.post("/accounts/reauthenticate/", {"password": PASSWORD})) == "a minute"
    assert told(guest.post("/accounts/password/change/", new | {"oldpassword": PASSWORD})) == "a minute"


def with_a_second_factor():
    user = a_reader()
    TOTP.activate(user, "JBSWY3DPEHPK3PXP")
    return user, RecoveryCodes.activate(user).generate_codes()


def test_codes_of_app_and_paper_are_counted_together(guest):
    user, codes = with_a_second_factor()
    log_in(guest, user.email, PASSWORD)
    for i in range(policy.FREE_TRIES):
        page = guest.post("/accounts/2fa/authenticate/", {"code": f"00000{i}" if i % 2 else f"0000000{i}"})
        assert told(page) == ""
    elsewhere = Client()
    log_in(elsewhere, user.email, PASSWORD)
    assert told(elsewhere.post("/accounts/2fa/authenticate/", {"code": codes[0]})) == "a minute"
    let_time_pass(minutes=1)
    assert elsewhere.post("/accounts/2fa/authenticate/", {"code": codes[0]}).status_code == 302
    assert not FailedTries.objects.filter(failures__gt=0).exists()


def test_a_new_password_does_not_open_the_second_factor(guest):
    user, _ = with_a_second_factor()
    for _ in range(policy.FREE_TRIES):
        tries.take(tries.second_factor_of(user))
    guest.post("/accounts/password/reset/", {"email": user.email})
    assert tries.closed(user)[1] is not None


@pytest.mark.parametrize("code", ["\u00e9\u00e9\u00e9", "\u0660\u0661\u0662\u0663\u0664\u0665"])
def test_letters_that_no_code_has_are_a_wrong_code(guest, code):
    user, _ = with_a_second_factor()
    log_in(guest, user.email, PASSWORD)
    assert "Incorrect code." in guest.post("/accounts/2fa/authenticate/", {"code": code}).text
    other = Client()
    other.post("/accounts/login/code/", {"email": a_reader().email})
    assert "Incorrect code." in other.post("/accounts/login/code/confirm/", {"code": code}).text


def test_the_desk_is_signed_in_to_by_the_same_door(guest):
    staff = a_reader(is_staff=True, is_superuser=True)
    assert guest.get("/admin/login/").status_code == 302
    assert guest.post("/admin/login/", {"username": staff.email, "password": PASSWORD}).url.startswith(
        "/accounts/login/"
    )
    fail(guest, staff.email, policy.FREE_TRIES)
    assert told(log_in(guest, staff.email, PASSWORD)) == "a minute"


def test_staff_open_what_is_closed(editor, guest):
    user = a_reader()
    fail(Client(), user.email, policy.FREE_TRIES)
    assert f"{policy.FREE_TRIES}, closed until" in editor.get(f"/admin/accounts/user/{user.pk}/change/").text
    done = editor.post("/admin/accounts/user/", {"action": "open_sign_in", "_selected_action": [user.pk]}, follow=True)
    assert "The sign-in of 1 accounts is open." in done.text
    assert log_in(Client(), user.email, PASSWORD).status_code == 302


def test_staff_do_not_open_the_accounts_of_the_desk(guest, editor_user):
    from django.contrib.auth.models import Permission

    helper = a_reader(is_staff=True)
    helper.user_permissions.set(Permission.objects.filter(codename__in=["view_user", "change_user"]))
    fail(Client(), editor_user.email, policy.FREE_TRIES)
    guest.force_login(helper)
    guest.post("/admin/accounts/user/", {"action": "open_sign_in", "_selected_action": [editor_user.pk]})
    assert tries.closed(editor_user)[1] is not None


def test_what_is_kept_names_nobody_and_is_forgotten(guest, caplog):
    user = a_reader(email="somebody@example.org")
    fail(guest, user.email, policy.FREE_TRIES + 1)
    rows = FailedTries.objects.values_list("name", flat=True)
    assert all(re.fullmatch("[0-9a-f]{64}", name) for name in rows)
    assert "somebody" not in caplog.text
    let_time_pass(days=1, minutes=1)
    call_command("housekeeping")
    assert FailedTries.objects.count() == 0


def test_failures_are_counted_up():
    with pytest.raises(IntegrityError, match="failures_are_counted_up"):
        FailedTries.objects.create(name="x", failures=-1, failed_at=timezone.now())


def at_once(number, ask):
    """What `number` calls answer that start together, each on a connection of its own."""
    barrier = Barrier(number)

    def one(i):
        barrier.wait(timeout=60)
        try:
            return ask(i)
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return Counter(pool.map(one, range(number)))


def a_browser(cookies):
    browser = Client()
    browser.cookies.load(cookies)
    return browser


@pytest.mark.django_db(transaction=True)
def test_sixty_tries_at_once_are_no_more_than_five(monkeypatch):
    assert at_once(60, lambda i: tries.take(DOOR)) == {True: policy.FREE_TRIES, False: 60 - policy.FREE_TRIES}


@pytest.mark.django_db(transaction=True)
def test_sixty_passwords_at_once_are_no_more_than_five_looked_at(monkeypatch):
    from accounts.models import User

    user, looked_at = a_reader(), []
    check = User.check_password
    monkeypatch.setattr(User, "check_password", lambda self, raw: looked_at.append(raw) or check(self, raw))
    found = at_once(60, lambda i: bool(told(log_in(Client(), user.email, f"wrong {i}"))))
    assert (found, len(looked_at)) == ({True: 55, False: 5}, 5)


@pytest.mark.django_db(transaction=True)
def test_forty_codes_at_once_are_no_more_than_five_looked_at():
    """The session counts wrong codes too, but requests at once read the same session before any has written it."""
    user, browser = a_reader(), Client()
    browser.post("/accounts/login/code/", {"email": user.email})
    cookie = {settings.SESSION_COOKIE_NAME: browser.cookies[settings.SESSION_COOKIE_NAME].value}

    def ask(i):
        page = a_browser(cookie).post("/accounts/login/code/confirm/", {"code": f"WRNG-{i:04d}"})
        return "looked at" if "Incorrect code." in page.text else "stopped"

    assert at_once(40, ask)["looked at"] <= policy.FREE_TRIES
    assert FailedTries.objects.get().failures <= policy.FREE_TRIES


def test_a_network_asks_for_passkeys_so_often(guest, settings, monkeypatch):
    monkeypatch.setattr(policy, "PASSKEY_SIGN_INS", "3/m,5/h")
    ask = {"path": "/accounts/2fa/webauthn/login/", "headers": {"Accept": "application/json"}}
    assert [Client().get(**ask).status_code for _ in range(4)] == [200, 200, 200, 429]
    refused = Client().get(**ask)
    assert int(refused.headers["Retry-After"]) <= 60 and "use another way" in refused.json()["detail"]
    assert Session.objects.count() == 3
    assert Client().get(**ask, REMOTE_ADDR="198.51.100.9").status_code == 200
