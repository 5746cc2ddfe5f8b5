"""What no reader types is answered with a clean 4xx."""

import pytest
from django.conf import settings
from django.test import Client

from tests.builders import a_code

pytestmark = pytest.mark.django_db
STRICT = ["default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"]
PAGES = ["/", "/search/?q=x", "/browse/", "/how-views-work/", "/casepilot/", "/accounts/login/", "/accounts/signup/"]
PAGES += ["/accounts/password/reset/", "/styleguide/", "/local/mail/", "/healthz", "/cpt/00000/", "/nowhere/"]


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/icd10cm/Q%00/", 400),
        ("/%00", 400),
        ("/search/?q=%00", 400),
        ("/icd10cm/" + "Q" * 10_000 + "/", 414),
        ("/search/?q=" + "x" * 10_000, 414),
        ("/icd10cm/%FF%FE/", 404),
        ("/icd10cm/..%2F..%2Fetc/", 404),
        ("/nowhere/", 404),
        ("/icd10cm/'; DROP TABLE codes_code --/", 404),
    ],
)
def test_odd_addresses(guest, address, status):
    assert guest.get(address).status_code == status


@pytest.mark.parametrize(
    "value", ["", "x", "\0", '"\\000"', "a" * 5_000, "' OR 1=1", "é", "zzzzzzzzzzzzzzzzzzzzzzzzzzzzzzzz"]
)
def test_broken_and_forged_session_cookies_are_a_new_guest(value):
    code = a_code()
    browser = Client()
    browser.cookies[settings.SESSION_COOKIE_NAME] = value
    assert browser.get(code.url).status_code == 200
    assert browser.cookies[settings.SESSION_COOKIE_NAME].value != value


@pytest.mark.parametrize("raw", ['session="\\000abc"; csrftoken="', "=;;=;", "session", "\x7f=\x01"])
def test_raw_cookie_headers_break_nothing(raw):
    assert Client().get(a_code().url, HTTP_COOKIE=raw).status_code == 200


def test_a_wrong_csrf_token_is_a_clean_403():
    browser = Client(enforce_csrf_checks=True)
    response = browser.post(
        "/accounts/login/", {"login": "a@example.org", "password": "x", "csrfmiddlewaretoken": "wrong"}
    )
    assert response.status_code == 403
    assert "Traceback" not in response.text


def test_nul_bytes_in_a_form_are_refused(guest):
    response = guest.post("/accounts/login/", {"login": "a\0@example.org", "password": "x\0"})
    assert response.status_code in (200, 400)


def test_a_foreign_host_is_refused(guest):
    assert guest.get("/", HTTP_HOST="evil.example").status_code == 400


@pytest.mark.parametrize("address", PAGES)
def test_every_page_has_the_strict_policy(guest, address):
    policy = guest.get(address).headers["Content-Security-Policy"]
    assert all(part in policy for part in STRICT)
    assert "unsafe" not in policy


def test_the_policy_holds_for_code_pages_and_refusals(guest):
    for response in (guest.get(a_code().url), guest.get("/search/?q=%00"), guest.get("/", HTTP_HOST="evil.example")):
        assert "script-src 'self'" in response.headers["Content-Security-Policy"]
