"""What is left when the database goes away while a page is drawn."""

import pytest
from django.db import OperationalError, connection, connections
from django.test import Client

from accounts import meter
from accounts.models import OpenedPage
from codes import kept
from tests.builders import a_code, a_reader

pytestmark = pytest.mark.django_db(transaction=True)


def cut_off(*args, **options):
    """End this connection as a restart of PostgreSQL does, and go on as if nothing had been."""
    connection.ensure_connection()
    backend = connection.connection.info.backend_pid
    other = connections.create_connection("default")
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_terminate_backend(%s)", [backend])
    finally:
        other.close()
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")


@pytest.fixture
def cut_page(monkeypatch):
    """Ask for a page of which the connection is lost while it is drawn."""

    def ask(browser, url):
        with monkeypatch.context() as patch:
            patch.setattr(kept, "page_of", cut_off)
            answer = browser.get(url)
        connection.close()
        assert answer.status_code == 503
        assert answer.headers["Retry-After"] == "30"
        assert "zzplantedzz" not in answer.text

    return ask


def test_a_page_that_is_cut_off_shows_nothing_and_stays_open(cut_page):
    """The view was written before the page was drawn: it counts, and opening the page again is free."""
    code = a_code("Q01.1", common_language="Words zzplantedzz")
    user, browser = a_reader(), Client(raise_request_exception=False)
    browser.force_login(user)
    cut_page(browser, code.url)
    assert "zzplantedzz" in browser.get(code.url).text
    assert meter.standing(user)[1] == 1


def test_a_guest_whose_session_could_not_be_kept_is_a_new_guest_with_one_page(cut_page):
    code, other = a_code("Q01.1", common_language="Words zzplantedzz"), a_code("Q02.1")
    browser = Client(raise_request_exception=False)
    cut_page(browser, code.url)
    assert [browser.get(each.url).status_code for each in (code, other)] == [200, 403]
    assert OpenedPage.objects.count() == 2


def test_a_view_that_cannot_be_taken_shows_nothing(monkeypatch):
    code = a_code("Q01.1", common_language="Words zzplantedzz")

    def away(*args, **kwargs):
        raise OperationalError("the database is away")

    monkeypatch.setattr("accounts.meter.readings", away)
    answer = Client(raise_request_exception=False).get(code.url)
    assert answer.status_code == 503
    assert "zzplantedzz" not in answer.text
    assert OpenedPage.objects.count() == 0
