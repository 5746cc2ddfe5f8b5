"""The folders and lock files around a server: made, checked and removed."""

import contextlib
import fcntl
import os
import shutil
import stat

from codeahead.postgres.account import user_name
from codeahead.postgres.errors import PostgresFailed


@contextlib.contextmanager
def lock(asked):
    """Lets one process at a time start, stop or remove the server; yields the lock's file."""
    path = asked.with_name(asked.name + ".lock")
    path.parent.mkdir(parents=True, exist_ok=True)
    while True:
        with open(os.open(path, os.O_RDONLY | os.O_CREAT, 0o644)) as file:
            fcntl.flock(file, fcntl.LOCK_EX)
            # `destroy` removes the file: whoever waited for the old one waits again for the new one.
            if _same_file(file, path):
                yield path
                return


def _same_file(file, path):
    with contextlib.suppress(FileNotFoundError):
        return os.path.samestat(os.fstat(file.fileno()), path.stat())
    return False


def make_sockets(server):
    """Makes the folder of the socket, open to the server's account and root only.

    Raises PostgresFailed where someone else has put one there.
    """
    with contextlib.suppress(FileExistsError):
        server.sockets.mkdir(mode=0o700)
    if server.account and server.sockets.lstat().st_uid == 0:
        os.chown(server.sockets, *server.account, follow_symlinks=False)
    if not is_sound(server):
        raise PostgresFailed(
            f"{server.sockets} belongs to {user_name(server.sockets.lstat().st_uid)} or is open to others; "
            "remove it and try again"
        )


def is_sound(server):
    """Whether the folder of the socket is as we make it: anybody may put one into the temporary folder."""
    try:
        facts = server.sockets.lstat()
    except FileNotFoundError:
        return False
    owner = server.account[0] if server.account else os.geteuid()
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == owner and not facts.st_mode & 0o077


def remove_unfinished(path):
    """Removes what killed attempts at making `path` left."""
    for folder in path.parent.glob(f"{path.name}.new-*"):
        shutil.rmtree(folder, ignore_errors=True)
