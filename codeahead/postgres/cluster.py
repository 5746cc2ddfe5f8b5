"""What a server is made of: its data directory, its database and its settings."""

import os
import tempfile
from pathlib import Path

from codeahead.postgres.account import run
from codeahead.postgres.binaries import version_of
from codeahead.postgres.errors import PostgresFailed
from codeahead.postgres.folders import remove_unfinished
from codeahead.postgres.places import NAME

SETTINGS = {
    "listen_addresses": "",
    "port": "5432",
    "unix_socket_permissions": "0777",  # the folder around the socket is 0700
    "max_connections": "300",  # tests open two hundred at once
    "timezone": "UTC",
    "log_timezone": "UTC",
}
# What a power cut destroys is made anew anyway.
CARELESS = {"fsync": "off", "full_page_writes": "off", "synchronous_commit": "off"}


def options(server, more):
    """The server's settings as words of its command line; by the folder of the socket we know it again."""
    settings = SETTINGS | {"unix_socket_directories": f'"{server.sockets}"'} | more
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def initialise(server, binaries):
    """Makes the data directory if there is none; a killed attempt leaves nothing that looks finished.

    Raises PostgresFailed where something else is in its place.
    """
    if (server.data / "PG_VERSION").exists():
        return
    if server.data.exists() and any(server.data.iterdir()):
        raise PostgresFailed(f"{server.data} holds something else than PostgreSQL's data; move it away")
    remove_unfinished(server.data)
    unfinished = Path(tempfile.mkdtemp(prefix=f"{server.data.name}.new-", dir=server.data.parent))
    if server.account:
        os.chown(unfinished, *server.account)
    _initdb(server, binaries, unfinished)
    unfinished.rename(server.data)


def _initdb(server, binaries, folder):
    initdb = [binaries / "initdb", f"--pgdata={folder}", f"--username={NAME}", "--encoding=UTF8"]
    initdb += ["--auth-local=trust", "--auth-host=reject"]
    if version_of(server, binaries) >= 17:
        run(server, *initdb, "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    # Older ones ask the operating system, which may not know C.UTF-8.
    elif run(server, *initdb, "--locale=C.UTF-8", check=False).returncode:
        run(server, *initdb, "--locale=C")


def make_database(server, binaries):
    """Makes the database in a running server if there is none. Raises PostgresFailed."""
    ask = (binaries / "psql", "-XAtq", "-h", server.sockets, "-U", NAME, "-d", "postgres", "-c")
    if not run(server, *ask, f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'").stdout.strip():
        run(server, *ask, f"CREATE DATABASE {NAME}")
