"""The process of a server: started, told from others by its command line, and stopped."""

import contextlib
import os
import shlex
import signal
import subprocess
import time
from pathlib import Path

from codeahead.postgres.account import run
from codeahead.postgres.cluster import options
from codeahead.postgres.errors import PostgresFailed, last_lines

PATIENCE = 120  # seconds for a start or a stop on a slow machine
# No process can have this number: a stale postmaster.pid is marked with it.
NOBODYS_PID = 2_147_483_647


def launch(server, binaries, more):
    """Starts a server that outlives us, with `more` settings than usual.

    Raises PostgresFailed with the last words of its log.
    """
    if server.log.exists():
        server.log.replace(server.log.with_suffix(".log.before"))
    command = [binaries / "pg_ctl", "start", "-w", "-t", PATIENCE, "-D", server.data, "-l", server.log]
    command += ["-o", shlex.join(options(server, more))]
    deadline = time.monotonic() + PATIENCE
    while (attempt := run(server, *command, check=False)).returncode:
        why = log_tail(server) or last_lines(attempt.stdout + attempt.stderr)
        # The workers of a killed server need a moment to notice that it is gone.
        if "shared memory block" not in why or time.monotonic() > deadline:
            raise PostgresFailed(f"PostgreSQL did not start: {why}")
        time.sleep(0.2)


def log_tail(server):
    """The last words of the server's log in one line; empty where there is none."""
    try:
        return last_lines(server.log.read_text(errors="replace"))
    except OSError:
        return ""


def healthy(server):
    """Whether the server of exactly these data runs, is ready and holds its socket."""
    pid = running(server)
    holds_socket = pid == _pid_in(server, server.sockets / ".s.PGSQL.5432.lock")
    return pid is not None and holds_socket and (server.sockets / ".s.PGSQL.5432").exists() and is_ready(server)


def is_ready(server):
    """Whether the last line of postmaster.pid, PostgreSQL's word on how far it has come, says so."""
    with contextlib.suppress(OSError):
        return (server.data / "postmaster.pid").read_text().split()[-1:] == ["ready"]
    return False


def running(server):
    """The process number of the server of exactly these data, or None."""
    return _pid_in(server, server.data / "postmaster.pid")


def _pid_in(server, file):
    """The number in a lock file of PostgreSQL, if that process is a server on our socket; else None."""
    try:
        number = int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return number if _is_ours(server, number) else None


def _is_ours(server, pid):
    """Whether the process `pid` is a PostgreSQL on our socket: a number alone may long be someone else's."""
    program, _, settings = command_line(pid).partition(" -D ")
    return program.endswith("postgres") and f'unix_socket_directories="{server.sockets}"' in settings


def command_line(pid):
    """The command line of a process in one line; empty where there is none."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True).stdout


def forget_stale(server):
    """Makes lock files of a killed server name no process: PostgreSQL takes any living one for a server.

    postmaster.pid keeps its other lines; by them PostgreSQL sees whether workers of that server live on.
    """
    postmaster = server.data / "postmaster.pid"
    if postmaster.exists():
        lines = postmaster.read_text().split("\n")
        postmaster.write_text("\n".join([str(NOBODYS_PID), *lines[1:]]))
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (server.sockets / name).unlink(missing_ok=True)


def stop(server):
    """Stops what is on our socket, also a server without its data; says whether there was any.

    Raises PostgresFailed where it does not stop.
    """
    files = (server.data / "postmaster.pid", server.sockets / ".s.PGSQL.5432.lock")
    pids = {pid for file in files if (pid := _pid_in(server, file))}
    for pid in pids:
        # Fast shutdown first; then immediate, after which the next start recovers.
        if not _end(server, pid, signal.SIGINT) and not _end(server, pid, signal.SIGQUIT):
            raise PostgresFailed(f"PostgreSQL (process {pid}) does not stop: {log_tail(server)}")
    return bool(pids)


def _end(server, pid, how):
    """Sends one signal and waits; says whether the process is gone."""
    deadline = time.monotonic() + PATIENCE / 2
    with contextlib.suppress(ProcessLookupError):
        if _is_ours(server, pid):
            os.kill(pid, how)
    while _is_ours(server, pid) and time.monotonic() < deadline:
        time.sleep(0.05)
    return not _is_ours(server, pid)
