"""Goes through the steps of the Dockerfile in a clean folder and opens the site, as production would.

A throw-away PostgreSQL stands in for the database; nothing of the .venv or of var/ is used. The steps here
and those of the Dockerfile are held together by tests/test_production_steps.py.
"""

import contextlib
import os
import secrets
import shlex
import shutil
import socket
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.request
from pathlib import Path

from codeahead import local_postgres

CHECKOUT = Path(__file__).resolve().parent.parent
HOST = "check.example"

# The RUN lines of the Dockerfile that concern the site, word for word.
BUILD = (
    "python -m venv .venv",
    ".venv/bin/pip install -qq --no-cache-dir --disable-pip-version-check --require-hashes -r requirements.txt",
    "SECRET_KEY=build DATABASE_URL=postgresql://build ALLOWED_HOSTS=build EMAIL_URL=dummymail:// "
    "DEFAULT_FROM_EMAIL=build@localhost CSRF_TRUSTED_ORIGINS=https://build "
    ".venv/bin/python manage.py collectstatic --no-input",
)
# Its HEALTHCHECK and CMD.
HEALTH = (
    ".venv/bin/python",
    "-c",
    "import os, urllib.request as web; "
    "web.urlopen(web.Request('http://127.0.0.1:' + os.environ.get('PORT', '8000') + '/healthz', "
    "headers={'Host': os.environ['ALLOWED_HOSTS'].split(',')[0].lstrip('.')}))",
)
SERVE = (".venv/bin/gunicorn",)
# The migrate service of compose.yaml.
MIGRATE = (".venv/bin/python", "manage.py", "migrate", "--no-input")
CHECK = (".venv/bin/python", "manage.py", "check", "--deploy", "--fail-level", "WARNING")


class StepFailed(Exception):
    """A step ended badly; the message names it."""


def bare_environment():
    """What a container has: a path to `python`, and how to reach packages from here."""
    kept = {name: value for name, value in os.environ.items() if name.startswith(("PIP_", "SSL_"))}
    folders = [str(Path(sys.executable).parent), "/usr/local/bin", "/usr/bin", "/bin"]
    return kept | {"PATH": ":".join(folders), "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUNBUFFERED": "1"}


def production_environment(database_url, port):
    return bare_environment() | {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "DATABASE_URL": database_url,
        "ALLOWED_HOSTS": HOST,
        "EMAIL_URL": "smtp+tls://check:check@127.0.0.1:1",
        "DEFAULT_FROM_EMAIL": f"office@{HOST}",
        "CSRF_TRUSTED_ORIGINS": f"https://{HOST}",
        "PORT": str(port),
        # The image listens to its network; here nobody but this machine is to reach it.
        "GUNICORN_CMD_ARGS": f"--bind 127.0.0.1:{port}",
        "WEB_CONCURRENCY": "1",
    }


def copy_checkout(folder):
    """Copies what git knows or would add, as it stands in the working tree."""
    listing = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    names = subprocess.run(listing, cwd=CHECKOUT, check=True, capture_output=True, text=True).stdout
    for name in filter(None, names.split("\0")):
        if (CHECKOUT / name).is_file():
            (folder / name).parent.mkdir(parents=True, exist_ok=True)
            shutil.copy2(CHECKOUT / name, folder / name)


def step(words, folder, environment):
    """Runs one step, shown as it could be typed, and raises StepFailed with its exit code."""
    print(f"$ {words if isinstance(words, str) else shlex.join(words)}", flush=True)
    done = subprocess.run(words, shell=isinstance(words, str), cwd=folder, env=environment)
    if done.returncode:
        raise StepFailed(f"that step failed with exit code {done.returncode}")


def free_port():
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@contextlib.contextmanager
def serving(folder, environment):
    """The site, served until the end of the block."""
    print(f"$ {shlex.join(SERVE)}", flush=True)
    with subprocess.Popen(SERVE, cwd=folder, env=environment) as server:
        try:
            yield server
        finally:
            server.terminate()


def fetch(port, path):
    """The status of a page as the proxy would ask for it; None while nobody listens."""
    headers = {"Host": HOST, "X-Forwarded-Proto": "https"}
    request = urllib.request.Request(f"http://127.0.0.1:{port}{path}", headers=headers)
    try:
        with urllib.request.urlopen(request, timeout=30) as response:
            return response.status
    except urllib.error.HTTPError as error:
        with error:
            return error.code
    except urllib.error.URLError:
        return None


def wait_for_the_server(server, port):
    for _ in range(300):
        if fetch(port, "/healthz"):
            return
        if server.poll() is not None:
            raise StepFailed("the server ended")
        time.sleep(0.1)
    raise StepFailed("the server does not answer")


def open_pages(port):
    for path in ("/healthz", "/readyz", "/"):
        status = fetch(port, path)
        print(f"GET {path}: {status}", flush=True)
        if status != 200:
            raise StepFailed(f"{path} did not answer 200")


def check_everything(folder):
    print(f"Copying the checkout to {folder}", flush=True)
    copy_checkout(folder)
    for line in BUILD:
        step(line, folder, bare_environment())
    print("Starting a throw-away PostgreSQL", flush=True)
    with local_postgres.throwaway() as url:
        port = free_port()
        environment = production_environment(url, port)
        step(CHECK, folder, environment)
        step(MIGRATE, folder, environment)
        with serving(folder, environment) as server:
            wait_for_the_server(server, port)
            step(HEALTH, folder, environment)
            open_pages(port)


def main():
    try:
        with tempfile.TemporaryDirectory(prefix="codeahead-production-") as folder:
            check_everything(Path(folder))
    except (StepFailed, local_postgres.PostgresFailed) as error:
        sys.exit(f"Production check: {error}")
    print("Production check: all steps went well")


if __name__ == "__main__":
    main()
