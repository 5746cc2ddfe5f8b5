"""The meter under requests at once: PostgreSQL decides, whatever the processes interleave."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client

from accounts.models import Network, OpenedPage
from tests.builders import a_code, a_reader

pytestmark = pytest.mark.django_db(transaction=True)


def at_once(number, cookies, url_of):
    """The statuses of `number` GET requests that start together, each on a connection of its own."""
    barrier = Barrier(number)

    def one(i):
        browser = Client()
        browser.cookies.load(cookies)
        barrier.wait(timeout=60)
        try:
            return browser.get(url_of(i)).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(number) as pool:
        return Counter(pool.map(one, range(number)))


def cookie_of(client):
    """The session cookie of a browser that has a session, as it would send it."""
    return {settings.SESSION_COOKIE_NAME: client.cookies[settings.SESSION_COOKIE_NAME].value}


def a_guest_cookie():
    """The cookie of a guest who has a session and has opened nothing."""
    from accounts.sessions import SessionStore

    session = SessionStore()
    session["seen"] = True
    session.create()
    return {settings.SESSION_COOKIE_NAME: session.session_key}


def test_fifty_codes_at_once_open_exactly_one_for_a_guest():
    codes = [a_code(f"Q{i:02d}.1") for i in range(50)]
    assert at_once(50, a_guest_cookie(), lambda i: codes[i].url) == {200: 1, 403: 49}
    assert OpenedPage.objects.count() == 1
    assert Network.objects.get().guests == 1


def test_one_code_fifty_times_at_once_takes_one_view():
    code = a_code()
    assert at_once(50, a_guest_cookie(), lambda i: code.url) == {200: 50}
    assert OpenedPage.objects.count() == 1


def test_two_hundred_at_once_open_exactly_five_for_a_registered_reader():
    codes = [a_code(f"Q{i % 100:02d}.{i // 100}") for i in range(200)]
    browser = Client()
    browser.force_login(a_reader())
    assert at_once(200, cookie_of(browser), lambda i: codes[i].url) == {200: 5, 403: 195}
    assert OpenedPage.objects.count() == 5


def test_claims_at_once_pass_the_pages_to_one_account():
    from accounts import meter

    guest = Client()
    guest.get(a_code().url)
    name = guest.session[meter.READER]
    users = [a_reader() for _ in range(8)]
    barrier = Barrier(len(users))

    def claim(user):
        barrier.wait(timeout=60)
        try:
            return meter.claim(guest=name, user=user)
        finally:
            connection.close()

    with ThreadPoolExecutor(len(users)) as pool:
        assert sorted(pool.map(claim, users)) == [0] * 7 + [1]
