"""The account that runs a server, and how programs are run as it."""

import contextlib
import os
import pwd
import subprocess
from pathlib import Path

from codeahead.postgres.errors import PostgresFailed, last_lines


def account_of(data):
    """Who runs the server: the owner of the data; for root, whom PostgreSQL refuses, an unprivileged user.

    Returns (user number, group number), or None for our own account. Raises PostgresFailed where the data are
    someone else's or there is no unprivileged user.
    """
    if data.exists():
        facts = data.stat()
        if facts.st_uid == os.geteuid() and facts.st_uid != 0:
            return None
        if os.geteuid() != 0:
            owner = user_name(facts.st_uid)
            raise PostgresFailed(f"{data} belongs to {owner}; run this as {owner} or as root")
        if facts.st_uid != 0:
            return facts.st_uid, facts.st_gid
    return _unprivileged() if os.geteuid() == 0 else None


def _unprivileged():
    for name in ("postgres", "nobody"):
        with contextlib.suppress(KeyError):
            user = pwd.getpwnam(name)
            return user.pw_uid, user.pw_gid
    raise PostgresFailed("PostgreSQL does not run as root, and there is neither a user postgres nor nobody")


def user_name(number):
    """The name of a user as it is told to people, also where the number has none."""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


def _environment():
    """Ours, without what would send PostgreSQL's programs elsewhere or make them speak another language."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "HOME": "/"}


def as_account(server):
    """How `subprocess` runs a program as the server's account, from a folder that it can read."""
    options = {"cwd": "/", "env": _environment(), "umask": 0o077}
    if server.account:
        user, group = server.account
        options |= {"user": user, "group": group, "extra_groups": []}
    return options


def run(server, *command, check=True):
    """Runs a program as the server's account and returns the finished process, its words as text.

    Raises PostgresFailed where the program fails, unless `check` is off.
    """
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        **as_account(server),
    )
    if check and done.returncode:
        raise PostgresFailed(f"{Path(command[0]).name} failed: {last_lines(done.stdout + done.stderr)}")
    return done


def can_enter(server, folder):
    """Whether the server's account can reach `folder`."""
    return run(server, "/bin/sh", "-c", 'cd "$1"', "sh", folder, check=False).returncode == 0
