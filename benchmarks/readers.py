"""Two hundred readers at once against gunicorn, while PostgreSQL is restarted and a worker is killed.

Each reader has two tabs with one cookie: first views, pages read again, and walls. Afterwards what every reader was
shown, the counter in the session and the ledger are held against each other. Everything is on the loopback and bounded
in time.
"""

import argparse
import http.client
import os
import random
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import threading
import time
from collections import Counter, defaultdict
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from benchmarks.site import percentile

ROOT = Path(__file__).resolve().parent.parent
CODES = 400
# So long after the database or a worker is back may answers still tell that it was away, in seconds.
AFTERWARDS = 5.0
GUEST, REGISTERED = "guest", "registered"


@dataclass
class Reader:
    """One reader with a cookie; `opened` are the codes that were shown, in whichever tab."""

    kind: str
    number: int
    limit: int
    cookie: str = ""
    opened: set = field(default_factory=set)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @property
    def headers(self):
        """Each guest is in a network of its own: the fence is not what is measured."""
        address = f"10.{self.number // 250}.{self.number % 250}.7"
        return {"X-Forwarded-For": address} | ({"Cookie": f"session={self.cookie}"} if self.cookie else {})


@dataclass
class Log:
    """What came of the requests: [(when, seconds, what was done, status)], status 0 where the connection broke."""

    port: int
    rows: list = field(default_factory=list)

    def ask(self, reader, address, what):
        """The status of one request, noted; a first cookie is kept."""
        started = time.monotonic()
        try:
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30)
            connection.request("GET", address, headers=reader.headers)
            answer = connection.getresponse()
            answer.read()
            status = answer.status
            self.keep_cookie(reader, answer)
            connection.close()
        except (OSError, http.client.HTTPException):
            status = 0
        self.rows.append((started, time.monotonic() - started, what, status))
        return status

    def keep_cookie(self, reader, answer):
        for header in answer.headers.get_all("Set-Cookie", []):
            name, _, value = header.partition(";")[0].partition("=")
            if name == "session" and value and not reader.cookie:
                reader.cookie = value


def tab(reader, log, codes, until, dice):
    """One tab of a reader: half of the time a page that is open, else another code."""
    while time.monotonic() < until:
        with reader.lock:
            opened = sorted(reader.opened)
        if opened and dice.random() < 0.5:
            code, what = dice.choice(opened), "read again"
        else:
            code, what = dice.choice(codes), "another code"
        if log.ask(reader, f"/icd10cm/{code}/", what) == 200:
            with reader.lock:
                reader.opened.add(code)
        time.sleep(dice.uniform(0.05, 0.5))


def visit(reader, log, codes, until):
    """The first page alone, which gives a guest the cookie; then two tabs at once."""
    dice = random.Random(reader.number)
    while not reader.opened and time.monotonic() < until:
        code = dice.choice(codes)
        if log.ask(reader, f"/icd10cm/{code}/", "first view") == 200:
            reader.opened.add(code)
    second = threading.Thread(target=tab, args=(reader, log, codes, until, random.Random(-reader.number)))
    second.start()
    tab(reader, log, codes, until, dice)
    second.join()


# The servers


@contextmanager
def servers(workers):
    """(data directory, port, gunicorn's process) of a PostgreSQL of its own and the site before it."""
    from codeahead import local_postgres

    folder = Path(tempfile.mkdtemp(prefix="codeahead-readers-"))
    folder.chmod(0o755)
    data = folder / "postgres"
    try:
        url = local_postgres.start(data)
        os.environ |= {"DATABASE_URL": url, "CODEAHEAD_LOCAL": "1", "SECRET_KEY": "for-benchmarks-only"}
        os.environ |= {"DJANGO_SETTINGS_MODULE": "codeahead.settings", "TRUSTED_PROXIES": "1", "LOG_LEVEL": "CRITICAL"}
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate", verbosity=0)
        with gunicorn(port, workers, folder / "gunicorn.log") as process:
            yield data, port, process
    finally:
        from django.db import connections

        connections.close_all()
        local_postgres.destroy(data)
        shutil.rmtree(folder)


@contextmanager
def gunicorn(port, workers, log):
    command = [sys.executable, "-m", "gunicorn", "--bind", f"127.0.0.1:{port}", "--access-logfile", "/dev/null"]
    environment = os.environ | {"WEB_CONCURRENCY": str(workers)}
    with log.open("wb") as out:
        process = subprocess.Popen(command, cwd=ROOT, env=environment, stdout=out, stderr=out)
    try:
        deadline = time.monotonic() + 60
        while not answers(port):
            if time.monotonic() > deadline or process.poll() is not None:
                raise SystemExit(f"gunicorn did not start:\n{log.read_text()}")
            time.sleep(0.2)
        yield process
    finally:
        process.terminate()
        process.wait(30)


def answers(port):
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
    try:
        connection.request("GET", "/healthz")
        return connection.getresponse().status == 200
    except OSError:
        return False


def workers_of(process):
    """The process numbers of gunicorn's workers."""
    return [int(pid) for pid in Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()]


def disturb(data, process, start, seconds):
    """[(begin, end)] of the troubles: PostgreSQL is restarted after a third of the time, a worker killed after two."""
    from codeahead import local_postgres

    time.sleep(max(start + seconds / 3 - time.monotonic(), 0))
    began = time.monotonic()
    local_postgres.stop(data)
    local_postgres.start(data)
    restarted = (began, time.monotonic())
    time.sleep(max(start + 2 * seconds / 3 - time.monotonic(), 0))
    killed = time.monotonic()
    os.kill(workers_of(process)[0], signal.SIGKILL)
    return {"PostgreSQL restarted": restarted, "worker killed": (killed, killed)}


# Who reads what


def content():
    """The values of invented codes."""
    from codes.models import Code

    values = [f"Q{number // 10:02d}.{number % 10}" for number in range(CODES)]
    Code.objects.bulk_create(
        Code(system="icd10cm", value=value, descriptor=f"Invented ailment {value}", billable=True, position=place)
        for place, value in enumerate(values)
    )
    return values


def readers(number):
    """Three guests to two registered readers, the latter signed in."""
    from django.test import Client

    from accounts import policy
    from accounts.models import User

    found = []
    for place in range(number):
        if place % 5 < 3:
            found.append(Reader(GUEST, place, policy.GUEST_VIEWS))
            continue
        browser = Client(SERVER_NAME="localhost")
        browser.force_login(User.objects.create_user(f"reader{place}@example.org"))
        found.append(Reader(REGISTERED, place, policy.REGISTERED_VIEWS, browser.cookies["session"].value))
    return found


# What came of it


def wrong(rows, troubles):
    """The answers that nothing explains: a 503 or a broken connection is explained by a trouble at the time."""

    def explained(started, seconds):
        return any(begin - 30 < started and started + seconds > begin and started < end + AFTERWARDS
                   for begin, end in troubles.values())  # fmt: skip

    return Counter(
        (what, status)
        for started, seconds, what, status in rows
        if status not in (200, 403) and not (status in (0, 503) and explained(started, seconds))
    )


def compared(everybody, log):
    """Counter of what does not hold for how many readers: shown, session and ledger against each other."""
    from django.db import connections

    from accounts.models import OpenedPage
    from accounts.sessions import SessionStore

    # Ours went with the restart.
    connections.close_all()
    faults = Counter()
    for reader in everybody:
        if not reader.opened:
            faults["never shown a page"] += 1
            continue
        # The newest page of the session: requests at once may have written their counters in any order.
        log.ask(reader, f"/icd10cm/{min(reader.opened)}/", "last")
        session = SessionStore(reader.cookie)
        name = f"user:{session['_auth_user_id']}" if reader.kind == REGISTERED else session["reader"]
        ledger = {page.removeprefix("icd10cm/") for page in
                  OpenedPage.objects.filter(meter__reader=name).values_list("page", flat=True)}  # fmt: skip
        faults["shown more than the limit"] += len(reader.opened) > reader.limit
        faults["more in the ledger than the limit"] += len(ledger) > reader.limit
        faults["shown and not in the ledger"] += bool(reader.opened - ledger)
        faults["counter is not what the ledger leaves"] += session["views_remaining"] != reader.limit - len(ledger)
    return +faults


def show(log, seconds, everybody):
    by_kind, statuses = defaultdict(list), defaultdict(Counter)
    for _, took, what, status in log.rows:
        by_kind[what].append(took * 1000)
        statuses[what][status] += 1
    number = len(log.rows)
    print(f"{number:,} requests in {seconds:.0f} s by {len(everybody)} readers: {number / seconds:.0f} a second")
    print(f"{'':14} {'p50':>7} {'p95':>7} {'p99':>7} ms   statuses (0: broken off)")
    for what, times in by_kind.items():
        shares = " ".join(f"{percentile(times, share):7.0f}" for share in (0.5, 0.95, 0.99))
        print(f"{what:14} {shares}      {dict(sorted(statuses[what].items()))}")
    for kind in (GUEST, REGISTERED):
        shown = Counter(len(reader.opened) for reader in everybody if reader.kind == kind)
        print(f"{kind}: pages shown, and to how many readers: {dict(sorted(shown.items()))}")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--readers", type=int, default=200)
    parser.add_argument("--seconds", type=float, default=60)
    parser.add_argument("--workers", type=int, default=os.cpu_count())
    asked = parser.parse_args()
    with servers(asked.workers) as (data, port, process):
        codes, everybody, log = content(), readers(asked.readers), Log(port)
        start = time.monotonic()
        until = start + asked.seconds
        threads = [threading.Thread(target=visit, args=(each, log, codes, until)) for each in everybody]
        for thread in threads:
            thread.start()
        troubles = disturb(data, process, start, asked.seconds)
        for thread in threads:
            thread.join()
        show(log, asked.seconds, everybody)
        for what, (begin, end) in troubles.items():
            print(f"{what} after {begin - start:.0f} s, for {end - begin:.1f} s")
        unexplained, faults = wrong(log.rows, troubles), compared(everybody, log)
        print(f"answers that nothing explains: {dict(unexplained) or 'none'}")
        print(f"readers of whom the three counts differ: {dict(faults) or 'none'}")
    sys.exit(bool(unexplained or faults))


if __name__ == "__main__":
    main()
