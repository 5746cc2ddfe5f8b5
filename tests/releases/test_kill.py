"""A load that is killed: at whatever moment, the database is as before, and the same load works afterwards."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from django.db import connection, connections

from codes.models import Code, Release, UnitLimit
from tests.releases import contents

pytestmark = pytest.mark.django_db(transaction=True)
ROOT = Path(__file__).resolve().parents[2]
HEAD = (
    '"An invented notice",,,\n"HCPCS/\nCPT Code",Practitioner Services MUE Values,MUE Adjudication Indicator,'
    "MUE Rationale\n"
)
# Where the load is held when it is killed: a table that another session has locked.
TABLES = ["codes_release", "codes_code", "codes_change", "codes_unitlimit"]


def limits(path, units):
    """A file of unit limits with as many rows as a load takes a moment for."""
    rows = "".join(f"A{number:04d},{units},3 Date of Service Edit: Clinical,CMS Policy\n" for number in range(3_000))
    path.write_text(HEAD + rows + f"99901,{units},1 Line Edit,CMS Policy\n")
    return path


def url():
    """The address of the test database, as another process names it."""
    settings = connection.settings_dict
    return f"postgresql://{settings['USER']}@/{settings['NAME']}?host={settings['HOST']}"


def load(path, effective):
    """Start `manage.py load_release` as an operator does, in a process of its own."""
    return subprocess.Popen(
        [sys.executable, str(ROOT / "manage.py"), "load_release", "mue", str(path), "--effective", effective],
        env={**os.environ, "DATABASE_URL": url()},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture
def loaded(tmp_path):
    """The first release of the limits."""
    done = load(limits(tmp_path / "first.csv", 2), "2099-01-01")
    _, errors = done.communicate(timeout=60)
    assert done.returncode == 0, errors
    return contents.checksums(), Release.objects.count(), contents.rows_of("codes_change", "to_jsonb(t)")


def state():
    return contents.checksums(), Release.objects.count(), contents.rows_of("codes_change", "to_jsonb(t)")


@pytest.fixture
def other():
    """A second session on the database."""
    second = connections["default"].copy()
    yield second
    second.close()


def wait_until(true, seconds=30):
    """Wait for something that other processes bring about."""
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, "it did not come about"
        time.sleep(0.05)


def sessions():
    """The sessions of loads on this database: (state, what they wait for)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT state, wait_event_type FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
        )
        return cursor.fetchall()


def waits_for_a_lock():
    return any(event == "Lock" for _, event in sessions())


@pytest.mark.parametrize("table", TABLES)
def test_killed_in_the_middle_of_its_writing_it_leaves_nothing(loaded, other, tmp_path, table):
    path = limits(tmp_path / "second.csv", 3)
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute(f"LOCK TABLE {table} IN SHARE ROW EXCLUSIVE MODE")
        process = load(path, "2099-04-01")
        wait_until(lambda: waits_for_a_lock() or process.poll() is not None)
        assert process.poll() is None, process.communicate()
        process.kill()
        process.communicate()
        other.rollback()
    wait_until(lambda: not sessions())
    assert state() == loaded
    again = load(path, "2099-04-01")
    _, errors = again.communicate(timeout=60)
    assert again.returncode == 0, errors
    assert set(UnitLimit.objects.current().values_list("units", flat=True)) == {3}
    assert Code.objects.get(value="99901").system == "cpt"


@pytest.mark.parametrize("moment", [0.2, 0.5, 0.8, 1.1, 1.4])
def test_killed_at_any_moment_it_leaves_all_or_nothing(loaded, tmp_path, moment):
    process = load(limits(tmp_path / "second.csv", 3), "2099-04-01")
    time.sleep(moment)
    process.kill()
    process.communicate()
    wait_until(lambda: not sessions())
    after = state()
    whole = set(UnitLimit.objects.current().values_list("units", flat=True)) == {3}
    assert after == loaded or (whole and Release.objects.count() == 2)


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM])
def test_stopped_by_its_operator_it_says_so_in_one_line(loaded, other, tmp_path, sent):
    other.set_autocommit(False)
    with other.cursor() as cursor:
        cursor.execute("LOCK TABLE codes_unitlimit IN SHARE ROW EXCLUSIVE MODE")
        process = load(limits(tmp_path / "second.csv", 3), "2099-04-01")
        wait_until(lambda: waits_for_a_lock() or process.poll() is not None)
        process.send_signal(sent)
        # The statement that waits ends with the session, at the latest when the lock is free.
        try:
            _, errors = process.communicate(timeout=20)
        finally:
            other.rollback()
    assert process.returncode not in (0, None)
    assert "Traceback" not in errors
    wait_until(lambda: not sessions())
    assert state() == loaded
