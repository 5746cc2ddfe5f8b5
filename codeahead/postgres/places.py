"""Where a server lives: its data, the folder of its socket, and the pointer from the one to the other."""

import dataclasses
import hashlib
import os
import tempfile
from pathlib import Path
from urllib.parse import quote

from codeahead.postgres.account import account_of, can_enter

NAME = "codeahead"  # of the role and of the database
ROOT = Path(__file__).resolve().parent.parent.parent
DATA = ROOT / "var" / "postgres"


@dataclasses.dataclass(frozen=True)
class Server:
    """Where one server lives: its data directory, the folder of its socket, and the account that runs it.

    The account is (user number, group number), or None for our own.
    """

    data: Path
    sockets: Path
    account: tuple[int, int] | None

    @property
    def url(self):
        return address(self.sockets)

    @property
    def log(self):
        return self.data / "server.log"


def address(sockets):
    """The address of the server whose socket is in the folder `sockets`, for any client."""
    return f"postgresql://{NAME}@/{NAME}?host={quote(str(sockets))}"


def asked_for(data):
    """The data directory that the caller means: var/postgres where none is named."""
    return Path(data or DATA).resolve()


def temporary_folder():
    """A short one: the path of a Unix socket may have about a hundred letters."""
    return Path("/tmp") if os.access("/tmp", os.W_OK | os.X_OK) else Path(tempfile.gettempdir())


def sockets_of(asked):
    """The folder of the socket: one for each data directory, so that two checkouts never meet."""
    return temporary_folder() / f"codeahead-{hashlib.sha256(os.fsencode(asked)).hexdigest()[:12]}"


def pointer_of(asked):
    """The file that says: the data lie beside the socket, where the server's account cannot reach `asked`."""
    return asked.with_name(asked.name + ".moved")


def server_of(asked):
    """The server of the data directory `asked`, as it stands or as it would be made."""
    sockets = sockets_of(asked)
    data = sockets / "data" if pointer_of(asked).exists() else asked
    return Server(data, sockets, account_of(data))


def reachable_server(asked):
    """As `server_of`; new data are put beside the socket where the server's account cannot reach `asked`.

    Root's own folder is closed to others, and opening it is not for us to do.
    """
    server = server_of(asked)
    if server.account and not (asked / "PG_VERSION").exists() and not can_enter(server, asked.parent):
        pointer_of(asked).write_text(f"{server.sockets / 'data'}\n")
        return server_of(asked)
    return server
