"""Log lines name nobody, whatever was sent, and say to which request they belong."""

import io
import json
import logging
import re
from datetime import timedelta
from types import SimpleNamespace

import pytest
from django.core.management import call_command
from django.core.management.base import CommandError
from django.test import Client

from api import keys
from codeahead import logs
from codeahead.logs import JsonLines, NoPerson, without_persons
from codeahead.server_log import ServerLog
from tests.builders import PASSWORD, a_code, a_reader
from tests.test_locked_text import crawl

MAIL, WORDS, NETWORK = "planted.person+x@mail.example.org", "plantedwords", "203.0.113.77"
TOKEN = "pl4ntedTokenOfASharedLinkThatOpensAList_0-Z"


def a_record(message, *args, traceback=False):
    try:
        raise ValueError(f"the owner is reader@example.org with {WORDS}")
    except ValueError as error:
        info = (type(error), error, error.__traceback__) if traceback else None
    return logging.LogRecord("x", logging.INFO, "x", 1, message, args, info)


def formatted(message, *args, traceback=False):
    return NoPerson("%(message)s").format(a_record(message, *args, traceback=traceback))


@pytest.fixture(params=[NoPerson, JsonLines])
def logged(request):
    """Everything that is logged from here on, as production or as a terminal would show it."""
    stream = io.StringIO()
    handler = logging.StreamHandler(stream)
    handler.setFormatter(request.param())
    loggers = [logging.getLogger(name) for name in ("", "django", "django.server", "gunicorn.access")]
    for logger in loggers:
        logger.addHandler(handler)
    yield stream
    for logger in loggers:
        logger.removeHandler(handler)


def test_it_works():
    assert formatted("letter to %s sent", "a.reader+tag@mail.example.org") == "letter to <email> sent"


def test_a_traceback_is_cleaned_too():
    text = formatted("failed", traceback=True)
    assert "Traceback" in text
    assert "example.org" not in text


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (f"Not Found: /lists/shared/{TOKEN}/", "Not Found: /lists/shared/<secret>/"),
        ("Error handling request GET /search/?q=low+back&page=2", "Error handling request GET /search/"),
        ("from 203.0.113.77, 2001:db8::17 and 127.0.0.1", "from <address>, <address> and 127.0.0.1"),
        ("at 12:30:45 E11.9 of 2026.10.01", "at 12:30:45 E11.9 of 2026.10.01"),
        ("Invalid request from ip=203.0.113.77: 'Cookie: session=x'", "Invalid request"),
        ("to%40somebody a%40example.org", "to%40somebody <email>"),
        ("session 0abcdefghijklmnopqrstuvwxyz01234", "session <secret>"),
        ("test_a_name_that_is_long_0012", "test_a_name_that_is_long_0012"),
        ("SuspiciousFileOperation ACCOUNT_PREVENT_ENUMERATION", "SuspiciousFileOperation ACCOUNT_PREVENT_ENUMERATION"),
    ],
)
def test_what_is_left_out(text, told):
    assert without_persons(text) == told


def test_a_line_of_production_is_one_json_object():
    line = JsonLines().format(a_record("sent\nto %s", "a@example.org", traceback=True))
    assert "\n" not in line
    told = json.loads(line)
    (error,) = told.pop("error")
    assert re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}\+00:00", told.pop("time"))
    assert told == {"level": "INFO", "logger": "x", "message": "sent\nto <email>"}
    assert error["kind"] == "builtins.ValueError"
    assert error["at"] == [f"tests/test_logs.py:{a_record.__code__.co_firstlineno + 2} a_record"]


def test_what_led_to_an_error_is_told_without_its_words():
    try:
        try:
            int(WORDS)
        except ValueError as cause:
            raise RuntimeError(WORDS) from cause
    except RuntimeError as error:
        told = logs.told(error)
    assert [each["kind"] for each in told] == ["builtins.RuntimeError", "builtins.ValueError"]
    assert WORDS not in str(told)


# Requests


def planted_requests(user):
    """Personal data in every place where a request can hold some."""
    secret = keys.make(user=user, name="Planted").secret
    headers = {"X-Forwarded-For": NETWORK, "Referer": f"https://x.example/?q={WORDS}", "User-Agent": WORDS}
    browser = Client(raise_request_exception=False, headers=headers, REMOTE_ADDR=NETWORK)
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    session = browser.cookies["session"].value
    browser.get("/account/")
    list(crawl(browser))
    for query in (f"?q={WORDS}", f"?q={MAIL}", f"?next=//{MAIL}", f"?q={TOKEN}"):
        for address in ("/search/", "/", "/cpt/99901/", "/nowhere/", "/api/v1/search", "/admin/"):
            browser.get(address + query)
    for address in (f"/lists/shared/{TOKEN}/", f"/discussion/letters/{TOKEN}/", f"/cpt/{MAIL}/", f"/{NETWORK}/"):
        browser.get(address)
    browser.post("/accounts/logout/")
    browser.post("/accounts/login/", {"login": MAIL, "password": WORDS})
    browser.post("/accounts/signup/", {"email": MAIL, "password1": WORDS + "12", "password2": WORDS + "12"})
    browser.post("/accounts/password/reset/", {"email": MAIL})
    browser.post("/discussion/cpt/99901/mistake/", {"wrong": WORDS, "address": MAIL})
    browser.get("/api/v1/search?q=x", headers={"Authorization": f"Bearer {secret}"})
    browser.get("/api/v1/search?q=x", headers={"Authorization": f"Bearer {TOKEN}"})
    browser.get("/", HTTP_HOST=f"{WORDS}.example")
    Client(enforce_csrf_checks=True).post("/accounts/login/", {"login": MAIL, "password": WORDS})
    return [MAIL, WORDS, NETWORK, TOKEN, secret, session, user.email, user.name]


@pytest.mark.django_db
@pytest.mark.parametrize("logged", [JsonLines], indirect=True)
def test_nothing_of_a_reader_is_in_the_lines_of_many_requests(logged, monkeypatch):
    monkeypatch.setattr("accounts.policy.API_GUEST_REQUESTS_PER_MINUTE", 100_000)
    a_code("99901", "cpt")
    planted = planted_requests(a_reader(email="planted.reader@example.net", name="Planted Name"))
    lines = logged.getvalue()
    assert len(lines.splitlines()) > 100
    assert "Not Found: /nowhere/" in lines
    assert [each for each in planted if each and each in lines] == []


@pytest.mark.django_db
def test_nothing_is_told_of_a_reader_whose_page_fails(logged, monkeypatch):
    from codes import kept

    def fail(*args):
        raise ValueError(f"{MAIL} of {NETWORK} asked")

    monkeypatch.setattr(kept, "page_for", fail)
    answer = Client(raise_request_exception=False).get(a_code().url + f"?q={WORDS}")
    lines = logged.getvalue()
    assert (answer.status_code, answer.headers["X-Request-ID"] in lines) == (500, True)
    assert "ValueError" in lines
    assert [each for each in (MAIL, WORDS, NETWORK) if each in lines] == []


@pytest.mark.django_db
def test_sign_ins_are_logged_without_their_names(logged):
    user, browser = a_reader(), Client()
    browser.post("/accounts/login/", {"login": user.email, "password": "wrong"})
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    browser.post("/accounts/logout/")
    lines = logged.getvalue()
    assert [words in lines for words in ("a sign-in failed", "signed in, reader", "signed out")] == [True] * 3
    assert user.email not in lines


# Request ids


@pytest.mark.django_db
def test_nobody_outside_names_a_request(guest):
    assert guest.get("/", headers={"X-Request-ID": "from-outside-1"}).headers["X-Request-ID"] != "from-outside-1"


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("sent", "taken"), [("proxy-0123abcd", True), ("short", False), ("a\tb" * 8, False), ("x" * 65, False), ("", False)]
)
def test_the_operators_proxy_does_where_settings_name_its_header(guest, settings, sent, taken):
    settings.REQUEST_ID_HEADER = "X-Request-ID"
    name = guest.get("/", headers={"X-Request-ID": sent}).headers["X-Request-ID"]
    assert (name == sent) == taken
    assert len(name) >= 8


@pytest.mark.django_db
def test_the_lines_of_a_request_carry_its_name_and_those_after_it_none(logged, guest):
    answer = guest.get("/nowhere/")
    name = answer.headers["X-Request-ID"]
    answer.close()
    logging.getLogger("codes").warning("between two requests")
    of_it, after = logged.getvalue().splitlines()
    assert name in of_it
    assert name not in after


def test_the_lines_of_a_job_carry_its_run(logged):
    with logs.job("housekeeping"):
        logging.getLogger("codes").warning("swept")
    logging.getLogger("codes").warning("idle")
    during, after = logged.getvalue().splitlines()
    assert re.search(r"housekeeping-[0-9a-f]{8}", during)
    assert "housekeeping" not in after


# The server's and the worker's own lines


@pytest.fixture
def server_log():
    """gunicorn's logger as production has it; `said` is what it wrote."""
    from gunicorn.config import Config

    cfg = Config()
    cfg.set("accesslog", "-")
    log = ServerLog(cfg)
    log.said = io.StringIO()
    for handler in log.access_log.handlers + log.error_log.handlers:
        handler.setStream(log.said)
    yield log
    for each in (log.access_log, log.error_log):
        each.handlers.clear()


def accessed(server_log, path, headers=()):
    environ = {"REQUEST_METHOD": "GET", "PATH_INFO": path, "QUERY_STRING": f"q={WORDS}", "REMOTE_ADDR": NETWORK}
    environ |= {"RAW_URI": f"{path}?q={WORDS}", "SERVER_PROTOCOL": "HTTP/1.1", "HTTP_COOKIE": f"session={TOKEN}"}
    resp = SimpleNamespace(status="200 OK", sent=12, headers=list(headers))
    server_log.access(resp, SimpleNamespace(headers=[("COOKIE", TOKEN)]), environ, timedelta(milliseconds=7))
    return server_log.said.getvalue()


def test_an_access_line_tells_the_request_and_nothing_of_the_reader(server_log):
    line = accessed(server_log, "/cpt/64493/", [("X-Request-ID", "0123456789abcdef")])
    told = json.loads(line)
    told.pop("time")
    assert told == {
        "level": "INFO",
        "logger": "gunicorn.access",
        "message": "GET /cpt/64493/ 200 12 7ms",
        "request": "0123456789abcdef",
        "method": "GET",
        "path": "/cpt/64493/",
        "status": 200,
        "bytes": 12,
        "ms": 7,
    }


@pytest.mark.parametrize("path", [f"/lists/shared/{TOKEN}/", f"/cpt/{MAIL}/", f'/a\n{{}}"/{NETWORK}/', "/cpt/%s%d/"])
def test_a_path_can_neither_tell_of_somebody_nor_make_lines(server_log, path):
    line = accessed(server_log, path)
    assert len(line.splitlines()) == 1
    assert json.loads(line)["status"] == 200
    assert [each for each in (MAIL, WORDS, NETWORK, TOKEN) if each in line] == []


def test_what_gunicorn_cannot_read_is_not_quoted(server_log):
    server_log.warning(f"Invalid request from ip={NETWORK}: Invalid HTTP header: 'Cookie {TOKEN}'")
    assert json.loads(server_log.said.getvalue())["message"] == "Invalid request"


@pytest.mark.django_db
@pytest.mark.parametrize("fault", [None, CommandError(f"away for {MAIL}"), ValueError(f"{MAIL} {WORDS}")])
def test_the_workers_jobs_speak_in_lines_of_the_log(logged, settings, monkeypatch, capsys, fault):
    from codeahead.management.commands import run_periodic

    settings.LOG_FORMAT = "json"

    def work(job, stdout, stderr):
        stdout.write("3 forgotten\n")
        if fault:
            raise fault

    monkeypatch.setattr(run_periodic, "call_command", work)
    if isinstance(fault, ValueError):
        with pytest.raises(SystemExit):
            call_command("run_periodic", "--once")
    else:
        call_command("run_periodic", "--once")
    said, lines = capsys.readouterr(), logged.getvalue()
    assert said.out == ""
    assert MAIL not in lines
    assert all(re.search(r"(publish_due|housekeeping|due_letter)-[0-9a-f]{8}", line) for line in records(lines))
    assert "3 forgotten" in lines


def records(lines):
    """The lines but for those of a traceback."""
    return [line for line in lines.splitlines() if line.startswith(("{", "3 "))]
