"""`manage.py` as a process of its own on the database of the tests, and what the server knows of it."""

import os
import signal
import subprocess
import sys
import time
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import quote

from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[2]
NAME = "a load under test"
# How long to wait for what must happen: a fence for a test that hangs, no measure.
PATIENCE = 60


def database_url():
    """The address of the database of the tests, as DATABASE_URL has it."""
    settings = connection.settings_dict
    who = quote(settings["USER"]) + (f":{quote(settings['PASSWORD'])}" if settings["PASSWORD"] else "")
    if settings["HOST"].startswith("/"):
        return f"postgresql://{who}@/{settings['NAME']}?host={settings['HOST']}"
    return f"postgresql://{who}@{settings['HOST']}:{settings['PORT']}/{settings['NAME']}"


def start(*words):
    """`manage.py WORDS` as a process, its output in pipes."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), *map(str, words)],
        env={**os.environ, "DATABASE_URL": database_url(), "PGAPPNAME": NAME},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def run(*words):
    """(exit status, standard output, standard error) of `manage.py WORDS`."""
    with start(*words) as process:
        out, err = process.communicate(timeout=PATIENCE)
    return process.returncode, out, err


def load_words(source, paths, effective, *options):
    return ["load_release", source, *paths, f"--effective={effective}", *options]


@contextmanager
def holding(table):
    """Let nobody write the table meanwhile; others may read it."""
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("BEGIN")
            cursor.execute(f"LOCK TABLE {table} IN SHARE MODE")
            yield
    finally:
        other.close()


def wait_until(what):
    """Ask until it is so; the test fails where it never becomes so."""
    end = time.monotonic() + PATIENCE
    while not what():
        assert time.monotonic() < end, f"never: {what.__name__}"
        time.sleep(0.01)


def sessions(**columns):
    """How many sessions of the process the server has, with these columns of pg_stat_activity."""
    wanted = "".join(f" AND {column} = %s" for column in columns)
    with connection.cursor() as cursor:
        sql = (
            "SELECT count(*) FROM pg_stat_activity "
            f"WHERE datname = current_database() AND application_name = %s{wanted}"
        )
        cursor.execute(sql, [NAME, *columns.values()])
        return cursor.fetchone()[0]


def is_held():
    """Whether the process waits for a lock."""
    return sessions(wait_event_type="Lock") > 0


def has_begun():
    return sessions() > 0


def is_gone():
    """Whether the server has ended the session, and with it undone what was not finished."""
    return not sessions()


def end_sessions():
    """End the process's sessions on the server's side."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = %s", [NAME])


def end(process, how=signal.SIGKILL):
    """Send a signal and wait; returns (exit status, standard error)."""
    process.send_signal(how)
    _, err = process.communicate(timeout=PATIENCE)
    return process.returncode, err
