"""Whether the site is up, and what it says when its database is not."""

import os
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.db import OperationalError, connection
from django.test import Client, RequestFactory

from tests.builders import a_code

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def test_it_works(client):
    assert client.get("/healthz").text == "ok\n"


@pytest.mark.django_db
def test_ready_when_the_database_is(client):
    assert (client.get("/readyz").status_code, client.get("/readyz").text) == (200, "ready\n")


@pytest.mark.django_db
def test_a_full_disk_is_a_plain_503():
    code = a_code()

    def no_room(execute, sql, *rest):
        if "take_view" in sql:
            raise OperationalError('could not extend file "base/1/2": No space left on device')
        return execute(sql, *rest)

    with connection.execute_wrapper(no_room):
        response = Client(raise_request_exception=False).get(code.url)
    assert (response.status_code, response.headers["Retry-After"]) == (503, "30")
    assert "space" not in response.text


def refuse(*args):
    raise OperationalError("server closed the connection unexpectedly")


@pytest.mark.django_db
def test_a_database_that_goes_away_is_a_plain_503():
    code = a_code()
    browser = Client(raise_request_exception=False)
    with connection.execute_wrapper(refuse):
        for address in (code.url, "/", "/search/?q=x"):
            response = browser.get(address)
            assert response.status_code == 503
            assert "Traceback" not in response.text
        assert browser.get("/readyz").status_code == 503
        assert browser.get("/healthz").status_code == 200
    assert browser.get(code.url).status_code == 200


def in_a_worker(task):
    """Run `task(get)` as a web worker does: one thread, its own kept connection, every request through WSGI."""
    application = WSGIHandler()

    def get(address):
        answer = {}
        environ = RequestFactory().get(address).environ | {"REMOTE_ADDR": "127.0.0.1"}
        response = application(environ, lambda status, headers: answer.update(status=int(status[:3])))
        response.close()
        return answer["status"]

    def work():
        try:
            return task(get)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        return pool.submit(work).result()


def cut():
    """End this thread's database connection from the server's side, as a restart would."""
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [connection.connection.info.backend_pid])
    other.close()


@pytest.mark.django_db(transaction=True)
def test_a_connection_cut_between_requests_is_not_noticed():
    code = a_code()

    def task(get):
        before = get(code.url)
        cut()
        return before, get(code.url)

    assert in_a_worker(task) == (200, 200)


@pytest.mark.django_db(transaction=True)
def test_a_connection_cut_in_mid_request_is_a_503_and_the_next_request_works():
    code = a_code()

    def cut_first(execute, sql, *rest):
        if "take_view" in sql:
            cut()
        return execute(sql, *rest)

    def task(get):
        get(code.url)
        with connection.execute_wrapper(cut_first):
            during = get(code.url)
        return during, get(code.url)

    assert in_a_worker(task) == (503, 200)


def manage(*arguments, **environment):
    """manage.py as a process, with only the named environment."""
    return subprocess.run(
        [sys.executable, os.path.join(ROOT, "manage.py"), *arguments],
        env={"PATH": os.environ["PATH"], "SECRET_KEY": "x", **environment},
        capture_output=True,
        text=True,
    )


PRODUCTION = {
    "CODEAHEAD_LOCAL": "0",
    "ALLOWED_HOSTS": "codeahead.example",
    "EMAIL_URL": "smtp://localhost:25",
    "DEFAULT_FROM_EMAIL": "office@codeahead.example",
    "SECRET_KEY": "0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ!?",
}


@pytest.mark.parametrize(
    ("environment", "says"),
    [
        ({}, "DATABASE_URL is not set"),
        ({"DATABASE_URL": "mysql://x/y"}, "DATABASE_URL must begin with postgresql://"),
        ({"DATABASE_URL": "postgresql://x@127.0.0.1:1/none"}, "Database: "),
    ],
)
def test_a_missing_or_wrong_database_is_one_plain_line(environment, says):
    result = manage("migrate", **PRODUCTION, **environment)
    assert result.returncode != 0
    assert says in result.stderr
    assert "Traceback" not in result.stderr
    assert len(result.stderr.strip().splitlines()) == 1


@pytest.mark.parametrize("name", ["SECRET_KEY", "ALLOWED_HOSTS", "EMAIL_URL", "DEFAULT_FROM_EMAIL"])
def test_what_production_needs_is_missed_by_name(name):
    environment = PRODUCTION | {"DATABASE_URL": "postgresql://x@127.0.0.1:1/none", name: ""}
    result = manage("check", **environment)
    assert f"{name} is not set" in result.stderr


def test_the_deployment_check_is_clean():
    environment = PRODUCTION | {"DATABASE_URL": "postgresql://x@127.0.0.1:1/none"}
    result = manage("check", "--deploy", "--fail-level", "WARNING", **environment)
    assert result.returncode == 0, result.stderr
    assert "no issues" in result.stdout
