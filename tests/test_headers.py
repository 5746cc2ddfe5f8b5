"""What every answer tells the browser, over the whole URL configuration: pages, files, redirects, refusals, errors."""

import re

import pytest
from django.test import Client, override_settings

from tests.builders import a_code, a_reader
from tests.test_bad_requests import STRICT
from tests.test_locked_text import crawl, room_for_the_crawl

pytestmark = pytest.mark.django_db
__all__ = ["room_for_the_crawl"]
HSTS = "max-age=31536000; includeSubDomains; preload"
ALWAYS = {
    "X-Content-Type-Options": {"nosniff"},
    "Referrer-Policy": {"same-origin"},
    "Cross-Origin-Opener-Policy": {"same-origin"},
    # Open data may be read from any site.
    "Cross-Origin-Resource-Policy": {"same-origin", "cross-origin"},
    "X-Frame-Options": {"DENY"},
    "Strict-Transport-Security": {HSTS},
}
ODD = [
    "/search/?q=%00",
    "/%00",
    "/" + "x" * 2_000,
    "/static/nothing.css",
    "/favicon.ico",
    "/cpt",
]
ODD += ["/healthz", "/readyz", "/api/v1/openapi.json", "/api/nothing", "/cpt/99901/edits.csv", "/lists/1.csv"]


def https(**options):
    return Client(raise_request_exception=False, headers={"X-Forwarded-Proto": "https"}, **options)


@pytest.fixture(autouse=True)
def production():
    year = {"SECURE_HSTS_SECONDS": 31_536_000, "SECURE_HSTS_INCLUDE_SUBDOMAINS": True, "SECURE_HSTS_PRELOAD": True}
    with override_settings(SECURE_PROXY_SSL_HEADER=("HTTP_X_FORWARDED_PROTO", "https"), **year):
        yield


def lacking(address, answer):
    """[words] on what an answer does not say, or says otherwise."""
    headers, policy = answer.headers, answer.headers.get("Content-Security-Policy", "")
    found = [name for name, right in ALWAYS.items() if headers.get(name) not in right]
    found += [part for part in [*STRICT, "object-src 'none'", "base-uri 'none'"] if part not in policy]
    if "unsafe" in policy or "*" in policy:
        found.append("a loose policy")
    if "camera=()" not in headers.get("Permissions-Policy", ""):
        found.append("Permissions-Policy")
    return [f"{answer.status_code} {address}: {each}" for each in found]


def test_it_works():
    assert lacking("/", https().get("/")) == []


@pytest.mark.parametrize("who", ["guest", "staff"])
def test_every_answer_of_the_url_configuration(who):
    a_code("99901", "cpt")
    browser = https()
    if who != "guest":
        browser.force_login(a_reader(is_staff=who == "staff", is_superuser=who == "staff"))
    found, seen, names = [], set(), []
    for address, answer in crawl(browser):
        found += lacking(address, answer)
        seen.add(answer.status_code)
        names.append(answer.headers.get("X-Request-ID", ""))
    assert all(re.fullmatch("[0-9a-f]{16}", each) for each in names)
    assert len(set(names)) == len(names)
    assert found == []
    assert {200, 301, 302, 404} <= seen


def test_what_is_refused_before_any_view():
    answers = [(address, https().get(address)) for address in ODD]
    answers += [("foreign host", https().get("/", HTTP_HOST="evil.example"))]
    answers += [(method, https().generic(method, "/cpt/99901/")) for method in ("POST", "PUT", "OPTIONS", "TRACE")]
    answers += [("csrf", https(enforce_csrf_checks=True).post("/accounts/login/", {}))]
    answers += [("prefetch", https().get("/cpt/99901/", HTTP_SEC_PURPOSE="prefetch"))]
    assert [words for address, answer in answers for words in lacking(address, answer)] == []
    assert {400, 404, 405, 414} <= {answer.status_code for _, answer in answers}


def test_static_files():
    answer = https().get("/static/css/base.css")
    assert answer.status_code == 200
    assert lacking("/static/css/base.css", answer) == []
    # Else the file is found open in a later test.
    for close in answer._resource_closers:
        close()


def test_a_page_that_fails_and_a_database_that_is_away(monkeypatch):
    from django.db import OperationalError

    from codes import kept

    code = a_code()
    for fault, status in ((ValueError("x"), 500), (OperationalError("x"), 503)):

        def fail(*args, fault=fault):
            raise fault

        monkeypatch.setattr(kept, "page_for", fail)
        answer = https().get(code.url)
        assert answer.status_code == status
        assert lacking(code.url, answer) == []


def test_plain_http_is_sent_to_https_and_promises_nothing():
    with override_settings(SECURE_SSL_REDIRECT=True):
        answer = Client().get("/search/?q=x")
    assert (answer.status_code, answer.headers["Location"]) == (301, "https://testserver/search/?q=x")
    assert "Strict-Transport-Security" not in answer.headers


def test_pages_with_something_of_a_reader_are_kept_nowhere():
    browser = https()
    browser.force_login(a_reader())
    for address in ("/account/", a_code().url, "/my/", "/lists/"):
        assert "no-store" in browser.get(address).headers.get("Cache-Control", ""), address
