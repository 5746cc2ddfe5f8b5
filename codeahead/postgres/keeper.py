"""The process that owns a throw-away server and ends it with its caller; run as a program by `throwaway`."""

import contextlib
import ctypes
import os
import select
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from codeahead.postgres.account import account_of, as_account
from codeahead.postgres.binaries import binaries_for
from codeahead.postgres.cluster import CARELESS, initialise, make_database, options
from codeahead.postgres.errors import PostgresFailed, in_one_line
from codeahead.postgres.places import Server, temporary_folder
from codeahead.postgres.process import PATIENCE, is_ready, log_tail

PR_SET_PDEATHSIG = 1


def keep(parent):
    """Runs a throw-away server, tells its address, and ends it when `parent` closes our stdin or is gone."""
    folder = Path(tempfile.mkdtemp(prefix="codeahead-test-", dir=temporary_folder()))
    server = Server(folder / "data", folder, account_of(folder / "data"))
    try:
        if server.account:
            os.chown(folder, *server.account)
        binaries = binaries_for(server)
        initialise(server, binaries)
        with _child(server, binaries) as postgres:
            try:
                _wait_until_ready(server, postgres)
                make_database(server, binaries)
                print(server.url, flush=True)
                _wait_for_the_end(parent)
            finally:
                postgres.send_signal(signal.SIGQUIT)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextlib.contextmanager
def _child(server, binaries):
    """A server in the foreground as our child, waited for at the end."""
    log = os.open(server.log, os.O_WRONLY | os.O_CREAT, 0o644)
    try:
        with subprocess.Popen(
            [binaries / "postgres", "-D", server.data, *options(server, CARELESS)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=_end_with_parent,
            **as_account(server),
        ) as process:
            yield process
    finally:
        os.close(log)


def _end_with_parent():
    """On Linux the kernel ends this process with its parent, also when the keeper itself is killed."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, signal.SIGQUIT)


def _wait_until_ready(server, postgres):
    deadline = time.monotonic() + PATIENCE
    while not is_ready(server):
        if postgres.poll() is not None or time.monotonic() > deadline:
            raise PostgresFailed(f"PostgreSQL did not start: {log_tail(server)}")
        time.sleep(0.02)


def _wait_for_the_end(parent):
    """Returns when stdin is closed or `parent` is no longer our parent (a fork of it may keep stdin open)."""
    while os.getppid() == parent:
        readable, _, _ = select.select([sys.stdin], [], [], 0.5)
        if readable:
            return


def main():
    """Keeps a server for the process whose number is the last word of the command line."""
    try:
        keep(int(sys.argv[-1]))
    except (PostgresFailed, OSError) as error:
        sys.exit(in_one_line(error))
