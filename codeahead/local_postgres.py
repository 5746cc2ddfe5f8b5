"""A private PostgreSQL for this checkout, kept in var/postgres and reached over a Unix socket only.

Settings ask for its address (`url`), `make run` starts it (`start`), tests get one of their own that ends
with them (`throwaway`). It needs the standard library only, so that it also works outside the .venv; its inside
is in `codeahead/postgres`.
"""

import argparse
import contextlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

from codeahead.postgres import places, process
from codeahead.postgres.binaries import binaries_for
from codeahead.postgres.cluster import CARELESS, initialise, make_database
from codeahead.postgres.errors import PostgresFailed, PostgresNotFound, in_one_line, last_lines
from codeahead.postgres.folders import is_sound, lock, make_sockets, remove_unfinished

__all__ = ["PostgresFailed", "PostgresNotFound", "destroy", "running", "start", "stop", "throwaway", "url"]

# It runs apart (-I), with nothing of the caller's folder, PYTHONPATH or user site, and so is told where we are.
KEEPER = "import sys; sys.path.insert(0, sys.argv[1]); from codeahead.postgres.keeper import main; main()"


def url(data: str | Path | None = None) -> str:
    """The address of the server for the data directory `data` (var/postgres), running or not."""
    return places.address(places.sockets_of(places.asked_for(data)))


def start(data: str | Path | None = None, *, fsync: bool = True) -> str:
    """Sees to it that the server runs and has its database, and returns its address.

    Does nothing where it runs already; several processes may call it at once. Raises PostgresNotFound or
    PostgresFailed.
    """
    asked = places.asked_for(data)
    with lock(asked):
        server = places.reachable_server(asked)
        make_sockets(server)
        binaries = binaries_for(server)
        if not process.healthy(server):
            process.stop(server)
            initialise(server, binaries)
            process.forget_stale(server)
            process.launch(server, binaries, {} if fsync else CARELESS)
        make_database(server, binaries)
    return server.url


def stop(data: str | Path | None = None) -> bool:
    """Stops the server and says whether one was running; the data stay.

    Raises PostgresFailed where it does not stop or its data belong to someone else.
    """
    asked = places.asked_for(data)
    with lock(asked):
        return process.stop(places.server_of(asked))


def destroy(data: str | Path | None = None) -> None:
    """Stops the server and removes its data, socket and lock; leaves a folder that is no database alone.

    Raises PostgresFailed as `stop` does.
    """
    asked = places.asked_for(data)
    with lock(asked) as file:
        server = places.server_of(asked)
        process.stop(server)
        if (server.data / "PG_VERSION").exists():
            shutil.rmtree(server.data)
        remove_unfinished(server.data)
        if is_sound(server):
            shutil.rmtree(server.sockets)
        places.pointer_of(asked).unlink(missing_ok=True)
        file.unlink(missing_ok=True)


def running(data: str | Path | None = None) -> int | None:
    """The process number of the running server, or None.

    Raises PostgresFailed where its data belong to someone else.
    """
    return process.running(places.server_of(places.asked_for(data)))


@contextlib.contextmanager
def throwaway() -> Iterator[str]:
    """The address of a new, careless, fast server that ends with the block.

    A keeper process owns it and ends it as well when the caller is killed outright. Raises PostgresFailed,
    with the keeper's own words, where the server does not start.
    """
    keeper = subprocess.Popen(
        [sys.executable, "-I", "-c", KEEPER, str(places.ROOT), str(os.getpid())],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        # Ctrl-C reaches the tests, which then end the block in their own order.
        start_new_session=True,
    )
    with keeper:  # closes its stdin, upon which it tidies up, and waits for it
        answer = keeper.stdout.readline().strip()
        if not answer.startswith("postgresql://"):
            raise PostgresFailed(last_lines(answer + "\n" + keeper.stdout.read()))
        yield answer


HELP = """\
start    start it if it is not running, making it first if there is none; prints its address
stop     stop it; the data stay
status   say whether it runs (exit code 0) or not (3)
url      print its address, running or not
destroy  stop it and remove it with all its data

Connect with any client:  psql "$(python -m codeahead.local_postgres url)"
"""


def _arguments():
    parser = argparse.ArgumentParser(
        prog="python -m codeahead.local_postgres",
        description="The private PostgreSQL of this checkout, on a Unix socket only.",
        epilog=HELP,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("command", choices=["start", "stop", "status", "url", "destroy"])
    parser.add_argument("--data", metavar="DIR", help="another data directory than var/postgres")
    parser.add_argument("--no-fsync", action="store_true", help="faster; a power cut may destroy the data")
    return parser.parse_args()


def _status(data):
    pid = running(data)
    print(f"running as process {pid}: {url(data)}" if pid else "not running")
    return 0 if pid else 3


def _command(arguments):
    """Does what the command line says and returns the exit code."""
    if arguments.command == "status":
        return _status(arguments.data)
    if arguments.command == "start":
        print(start(arguments.data, fsync=not arguments.no_fsync))
    elif arguments.command == "url":
        print(url(arguments.data))
    elif arguments.command == "stop":
        print("stopped" if stop(arguments.data) else "was not running")
    else:
        destroy(arguments.data)
    return 0


def main():
    try:
        sys.exit(_command(_arguments()))
    except (PostgresFailed, OSError) as error:
        sys.exit(in_one_line(error))


if __name__ == "__main__":
    main()
