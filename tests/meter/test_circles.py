"""Ways to further free views that lead through cookies, accounts, mailboxes and clocks."""

import re
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import meter, policy
from accounts.forms import SignupForm
from accounts.models import Meter, Network, OpenedPage, User
from tests.builders import PASSWORD, a_code, a_reader

pytestmark = pytest.mark.django_db


@pytest.fixture
def codes():
    return [a_code(f"Q{i:02d}.1") for i in range(20)]


def statuses(browser, codes):
    return [browser.get(code.url).status_code for code in codes]


def log_in(browser, user):
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert browser.session.get("_auth_user_id") == str(user.pk)


def log_out(browser):
    browser.post("/accounts/logout/")
    assert "_auth_user_id" not in browser.session


# Cookies that are dropped


def test_dropped_cookies_are_new_guests_until_the_networks_number_is_reached(codes, monkeypatch):
    monkeypatch.setattr(policy, "NEW_GUESTS_PER_NETWORK_AND_DAY", 3)
    assert [Client().get(code.url).status_code for code in codes[:6]] == [200, 200, 200, 403, 403, 403]
    assert Network.objects.get().guests == 3
    assert Meter.objects.count() == 3


@pytest.mark.parametrize(
    "claimed", ["198.51.100.{}", "198.51.{}.1, 203.0.113.9", "unknown, 10.0.0.{}", "::ffff:10.{}.0.1"]
)
def test_an_address_that_is_only_claimed_is_not_another_network(codes, monkeypatch, settings, claimed):
    monkeypatch.setattr(policy, "NEW_GUESTS_PER_NETWORK_AND_DAY", 1)
    settings.TRUSTED_PROXIES = 1
    said = [
        Client().get(codes[i].url, headers={"X-Forwarded-For": f"{claimed.format(i)}, 192.0.2.{i}"}) for i in range(4)
    ]
    assert [each.status_code for each in said] == [200, 403, 403, 403]


def test_the_interface_for_programs_counts_its_guests_too(codes, monkeypatch):
    monkeypatch.setattr(policy, "NEW_GUESTS_PER_NETWORK_AND_DAY", 2)
    urls = [f"/api/v1/codes{code.url}".rstrip("/") for code in codes[:4]]
    assert [Client().get(url).status_code for url in urls] == [200, 200, 403, 403]


# Logging out and in


def test_a_guest_is_the_same_guest_after_an_account_was_used(codes):
    browser = Client()
    user = a_reader()
    assert statuses(browser, codes[:2]) == [200, 403]
    log_in(browser, user)
    log_out(browser)
    assert statuses(browser, codes[1::-1]) == [403, 200]


@pytest.mark.parametrize("way", ["/accounts/logout/", "/admin/logout/"])
def test_whichever_way_leads_out(codes, way):
    browser = Client()
    browser.get(codes[0].url)
    browser.force_login(a_reader(is_staff=True))
    browser.post(way)
    assert "_auth_user_id" not in browser.session
    assert statuses(browser, codes[1::-1]) == [403, 200]


def test_a_circle_of_logging_out_and_in_opens_one_page_as_a_guest(codes):
    browser, user = Client(), a_reader()
    opened = []
    for code in codes:
        opened.append(browser.get(code.url).status_code)
        log_in(browser, user)
        log_out(browser)
    assert opened == [200] + [403] * 19
    assert meter.standing(user)[1] == 0


def test_two_accounts_in_one_browser_have_their_views_and_no_more(codes):
    browser, one, other = Client(), a_reader(), a_reader()
    assert statuses(browser, codes[:2]) == [200, 403]
    log_in(browser, one)
    assert statuses(browser, codes[:8]) == [200] * 6 + [403] * 2
    log_out(browser)
    log_in(browser, other)
    # What the browser opened as a guest is the first account's; the second one pays for it like for any other.
    assert statuses(browser, codes[:8]) == [200] * 5 + [403] * 3
    assert OpenedPage.objects.filter(carried=True).count() == 1


def test_pages_of_new_guests_are_carried_to_an_account_a_few_times_only(codes):
    user = a_reader()
    for code in codes[:10]:
        browser = Client()
        assert browser.get(code.url).status_code == 200
        log_in(browser, user)
    limit, used, pages = meter.standing(user)
    assert (used, [page.carried for page in pages]) == (0, [True] * policy.CARRIED_PAGES)
    assert len(statuses(browser, codes)) - statuses(browser, codes).count(403) == policy.CARRIED_PAGES + limit


def test_pages_that_are_carried_count_in_their_period(codes, settings):
    settings.VIEWS_PERIOD = "month"
    user = a_reader()
    for number, code in enumerate(codes[:5]):
        browser = Client()
        browser.get(code.url)
        log_in(browser, user)
        if number == 2:
            OpenedPage.objects.update(opened_at=timezone.now() - timedelta(days=40))
    assert len(meter.standing(user)[2]) == 2
    assert OpenedPage.objects.filter(meter__user=user, carried=True).count() == 5


# Mailboxes


def sign_up(email):
    """Who has an account after somebody asked for one with this address; the letter that was sent."""
    mail.outbox.clear()
    answer = Client().post("/accounts/signup/", {"email": email, "password1": PASSWORD, "password2": PASSWORD})
    assert answer.status_code == 302
    return User.objects.filter(email__iexact=email).exists(), mail.outbox[0]


@pytest.mark.parametrize(
    ("has", "asks"),
    [
        ("reader@example.org", "reader+2@example.org"),
        ("reader+1@example.org", "reader+2@example.org"),
        ("reader+1@example.org", "Reader@Example.org"),
        ("an.editor@gmail.com", "aneditor@gmail.com"),
        ("aneditor@gmail.com", "a.n.editor+x@googlemail.com"),
    ],
)
def test_a_mailbox_has_one_account_however_its_address_is_written(has, asks):
    a_reader(email=has)
    made, letter = sign_up(asks)
    assert (made, letter.to) == (False, [asks.lower()])
    assert "already" in letter.body.lower()


@pytest.mark.parametrize(
    ("has", "asks"),
    [
        ("an.editor@example.org", "aneditor@example.org"),
        ("reader@example.org", "reader@example.com"),
        ("reader-1@example.org", "reader-2@example.org"),
        ("+1@example.org", "+2@example.org"),
    ],
)
def test_another_mailbox_may_have_an_account(has, asks):
    a_reader(email=has)
    assert sign_up(asks)[0]


def change_address(browser, address):
    """Ask for another address and confirm it; what the account's address is then."""
    cache.clear()
    mail.outbox.clear()
    browser.post("/accounts/email/", {"action_add": "", "email": address})
    letter = next(letter for letter in mail.outbox if letter.to == [address])
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", letter.body, re.MULTILINE)[1]
    page = browser.post("/accounts/confirm-email/", {"code": code}, follow=True)
    return page.context["user"].email, page.text


def signed_up(email):
    """The browser of a new account, which has just shown its password."""
    browser = Client()
    mail.outbox.clear()
    browser.post("/accounts/signup/", {"email": email, "password1": PASSWORD, "password2": PASSWORD})
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    browser.post("/accounts/confirm-email/", {"code": code})
    log_out(browser)
    log_in(browser, User.objects.get(email=email))
    return browser


def test_two_mailboxes_have_two_accounts_whichever_way_addresses_are_changed():
    """One that moved to a further spelling of a mailbox would free its own for a new account, again and again."""
    first = signed_up("one@example.org")
    assert change_address(first, "other@example.org")[0] == "other@example.org"
    second = signed_up("one@example.org")
    address, page = change_address(second, "other+1@example.org")
    assert address == "one@example.org"
    assert "already confirmed by a different account" in page
    assert User.objects.count() == 2
    # Another spelling of one's own is nobody else's.
    assert change_address(second, "one+new@example.org")[0] == "one+new@example.org"


@pytest.mark.django_db(transaction=True)
def test_registering_at_once_with_spellings_of_one_mailbox_makes_one_account(monkeypatch):
    spellings = [f"reader+{number}@example.org" for number in range(8)]
    barrier, look = Barrier(len(spellings)), SignupForm.validate_unique_email

    def look_and_wait(form, value):
        found = look(form, value)
        barrier.wait(timeout=60)
        return found

    def ask(email):
        browser = Client(REMOTE_ADDR=f"198.51.100.{spellings.index(email) + 1}")
        try:
            fields = {"email": email, "password1": PASSWORD, "password2": PASSWORD}
            return browser.post("/accounts/signup/", fields).status_code
        finally:
            connection.close()

    monkeypatch.setattr(SignupForm, "validate_unique_email", look_and_wait)
    with ThreadPoolExecutor(len(spellings)) as pool:
        assert set(pool.map(ask, spellings)) == {302}
    assert User.objects.count() == 1


# Clocks


@pytest.mark.parametrize("period", ["day", "month"])
@pytest.mark.parametrize("ahead", [timedelta(days=1, minutes=5), timedelta(days=40), -timedelta(days=40)])
def test_a_web_server_whose_clock_is_wrong_opens_no_more(codes, settings, monkeypatch, period, ahead):
    """Views are written with the time of PostgreSQL: against another clock's midnight none of them might count."""
    settings.VIEWS_PERIOD = period
    true_now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: true_now() + ahead)
    browser = Client()
    browser.get(codes[0].url)
    user = a_reader()
    assert statuses(browser, codes[:3]) == [200, 403, 403]
    log_in(browser, user)
    assert statuses(browser, codes[:9]) == [200] * 6 + [403] * 3


def test_a_new_period_begins_at_midnight_utc(codes, settings):
    settings.VIEWS_PERIOD = "day"
    browser = Client()
    assert statuses(browser, codes[:2]) == [200, 403]
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    OpenedPage.objects.update(opened_at=midnight)
    assert statuses(browser, codes[:2]) == [200, 403]
    OpenedPage.objects.update(opened_at=midnight - timedelta(microseconds=1))
    assert statuses(browser, codes[1:3]) == [200, 403]


def test_the_period_does_not_follow_the_time_zone_of_the_connection(codes, settings):
    from django.db import connection

    settings.VIEWS_PERIOD = "day"
    browser = Client()
    assert statuses(browser, codes[:2]) == [200, 403]
    midnight = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    OpenedPage.objects.update(opened_at=midnight)
    for zone in ("Pacific/Kiritimati", "Pacific/Pago_Pago"):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('TimeZone', %s, true)", [zone])
        assert statuses(browser, codes[:2]) == [200, 403]
