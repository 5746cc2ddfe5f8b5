"""Download of one published file: it goes on where it broke off, and has its name only when it is whole and sound."""

import fcntl
import http.client
import json
import os
import re
import ssl
import sys
import time
import urllib.request
import zipfile
import zlib
from collections.abc import Callable, Iterable
from contextlib import contextmanager
from ipaddress import ip_address
from pathlib import Path
from urllib.error import HTTPError, URLError
from urllib.parse import quote, unquote, urlsplit, urlunsplit

from tqdm import tqdm

# Seconds before the second, third and fourth try.
PAUSES = (2, 8, 30)
# Seconds without a byte after which a connection counts as broken.
TIMEOUT = 60
# No publisher's file comes near it.
LIMIT = 2 * 1024**3
CHUNK = 256 * 1024
AGENT = "CodeAhead/0.1 (fetches published code sets)"
# Where there is no terminal: a line for every tenth, yet not several in a second, and at least one in ten seconds.
LINE_PAUSE, LINE_AT_LEAST = 1, 10
WEB_PAGE = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.I | re.S)
ZIP = b"PK\x03\x04"
HOST = re.compile(r"[\w.:-]+", re.ASCII)
NOT_IN_NAMES = re.compile(r"[^\w.()+ -]", re.ASCII)
OWN_SUFFIXES = re.compile(r"(\.(part|fetch))+$", re.I)


class FetchFailed(Exception):
    """The file could not be had; one line. `missing`: the server has no file there, so another name may be right."""

    def __init__(self, url: str, reason: str, *, missing: bool = False):
        self.url, self.reason, self.missing = url, one_line(reason), missing
        super().__init__(f"{url}: {self.reason}")


class Interrupted(Exception):
    """A failure that may pass: the next try goes on where this one broke off."""


def first_of(urls: Iterable[str], folder: Path, **how) -> Path:
    """The file under the first of its names at which there is one (see `download`)."""
    failures = []
    for url in urls:
        try:
            return download(url, folder, **how)
        except FetchFailed as failure:
            failures.append(failure)
            if not failure.missing:
                raise
    first = failures[0]
    more = len(failures) - 1
    others = f" (nor is it under {more} other name{'s' if more > 1 else ''})" if more else ""
    raise FetchFailed(first.url, first.reason + others, missing=True)


def download(
    url: str,
    folder: Path,
    *,
    tell: Callable[[str], None] = lambda line: None,
    opener=None,
    pauses: Iterable[float] = PAUSES,
    limit: int = LIMIT,
) -> Path:
    """Fetch one file into `folder` and return its path; FetchFailed in one line for whatever stands against it.

    Only https is fetched, and http from this very machine. A part that a broken or killed run has left (`.part`)
    is gone on with if the server says that the file is still the same one, and a whole file that is there is not
    fetched again then. A zip is read to its end before it gets its name. `tell` hears one line at a time where
    stderr is no terminal, which would show a bar; `pauses` are the seconds before each further try; `limit` counts
    bytes.
    """
    url = proper(url)
    opener = opener or opener_for(url)
    folder.mkdir(parents=True, exist_ok=True)
    kept = Kept(folder, url)
    with alone_in(folder, url):
        for pause in (*pauses, None):
            try:
                return attempt(opener, kept, tell, limit)
            except Interrupted as error:
                if pause is None:
                    raise FetchFailed(url, str(error)) from None
                tell(f"{kept.name}: {error}; trying again in {pause} s")
                time.sleep(pause)
            except OSError as error:
                raise FetchFailed(url, f"cannot be written to {folder}: {error.strerror or error}") from None
    raise AssertionError("the last pause is None")


def proper(url: str) -> str:
    """The address as it goes over the wire; FetchFailed where it is none that may be fetched."""
    try:
        parts = urlsplit(url.strip())
        host, _ = parts.hostname or "", parts.port
    except ValueError:
        raise FetchFailed(url, "is no address") from None
    if parts.username or parts.password:
        raise FetchFailed(f"{parts.scheme}://{host}", "names and passwords are not sent")
    if not may_fetch(parts.scheme, host):
        raise FetchFailed(url, "only https addresses are fetched")
    path = quote(parts.path, safe="/%:@!$&'()*+,;=~")
    return urlunsplit((parts.scheme, parts.netloc, path, quote(parts.query, safe="/%:@!$&'()*+,;=~?"), ""))


def may_fetch(scheme: str, host: str) -> bool:
    """Over plain http anybody on the way could change the codes; within one machine nobody is on the way."""
    return bool(HOST.fullmatch(host)) and (scheme == "https" or (scheme == "http" and is_this_machine(host)))


def is_this_machine(host):
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


class SafeRedirects(urllib.request.HTTPRedirectHandler):
    """Follows to https only; from this machine also to this machine, under the same host name."""

    def redirect_request(self, request, answer, code, message, headers, new):
        here, there = urlsplit(request.full_url), urlsplit(new)
        same = there.hostname == here.hostname and may_fetch(there.scheme, there.hostname or "")
        if there.scheme != "https" and not same:
            answer.close()
            raise FetchFailed(request.full_url, f"redirects to {new}, which is not https")
        return super().redirect_request(request, answer, code, message, headers, new)


def opener_for(url):
    """What opens addresses: http, https and nothing else, through the operator's proxy but for this machine."""
    proxies = {} if is_this_machine(urlsplit(url).hostname) else None
    opener = urllib.request.OpenerDirector()
    for handler in (
        urllib.request.ProxyHandler(proxies),
        urllib.request.HTTPHandler(),
        urllib.request.HTTPSHandler(),
        SafeRedirects(),
        urllib.request.HTTPDefaultErrorHandler(),
        urllib.request.HTTPErrorProcessor(),
        urllib.request.UnknownHandler(),
    ):
        opener.add_handler(handler)
    return opener


@contextmanager
def alone_in(folder, url):
    """Two runs that write one `.part` would spoil it."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(handle)
        raise FetchFailed(url, f"another run is fetching into {folder}") from None
    try:
        yield
    finally:
        os.close(handle)


class Kept:
    """What is there of a file: its part, and beside it a note of which state of which file that is."""

    def __init__(self, folder, url):
        self.folder, self.url, self.name = folder, url, clean_name(unquote(urlsplit(url).path))
        self.part = folder / f"{self.name}.part"
        self.note = folder / f"{self.name}.fetch"

    def known(self):
        """The note, empty where there is none of this address."""
        try:
            note = json.loads(self.note.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return note if isinstance(note, dict) and note.get("url") == self.url else {}

    def size(self):
        return self.part.stat().st_size if self.part.exists() else 0

    def whole(self):
        """The finished file, or None where it is not there or not as it was left."""
        note = self.known()
        path = self.folder / clean_name(note.get("name") or self.name)
        return path if "size" in note and path.is_file() and path.stat().st_size == note["size"] else None

    def forget(self):
        self.part.unlink(missing_ok=True)
        self.note.unlink(missing_ok=True)

    def begin(self, state):
        """Empty the part first: a run killed in between must not take old bytes for new ones."""
        self.part.write_bytes(b"")
        self.write({"url": self.url, **state})

    def finish(self, name):
        path = self.folder / name
        size = self.size()
        os.replace(self.part, path)
        self.write({**self.known(), "name": name, "size": size})
        return path

    def write(self, note):
        new = self.note.with_name(f"{self.note.name}.part")
        new.write_text(json.dumps(note), encoding="utf-8")
        os.replace(new, self.note)


def clean_name(text: str) -> str:
    """A file name out of what a server or an address calls it: no folders, nothing hidden, none of our own suffixes."""
    name = NOT_IN_NAMES.sub("_", text.replace("\\", "/").rstrip("/").rsplit("/", 1)[-1])
    return OWN_SUFFIXES.sub("", name[-120:].strip(" .")).strip(" .") or "file"


def attempt(opener, kept, tell, limit):
    """One try, from the first byte that is missing; Interrupted where another may help."""
    try:
        answer = ask(opener, kept)
    except HTTPError as error:
        with error:
            if error.code == 304 and kept.whole():
                tell(f"{kept.whole().name}: unchanged")
                return kept.whole()
            raise failure_of(kept.url, error) from None
    except (URLError, OSError, http.client.HTTPException) as error:
        raise failure_of_connection(kept.url, error) from None
    with answer:
        name = name_of(answer, kept)
        begun = kept.size() if answer.status == 206 else 0
        total = total_of(answer, begun)
        refuse(answer, kept.url, total, limit)
        if not begun:
            kept.begin(state_of(answer))
        with Progress(name, total, begun, tell) as progress:
            store(answer, kept, begun, total, limit, progress)
    check(kept, name)
    return kept.finish(name)


def ask(opener, kept):
    """The server's answer: 206 with the rest of the part, or 200 with the whole file."""
    headers = headers_for(kept)
    try:
        answer = open_with(opener, kept.url, headers)
    except HTTPError as error:
        if error.code != 416:
            raise
        error.close()
    else:
        if answer.status == 200 or (answer.status == 206 and continues(answer, kept)):
            return answer
        answer.close()
        if "Range" not in headers:
            raise FetchFailed(kept.url, f"answers {answer.status} {answer.reason}")
    kept.forget()
    answer = open_with(opener, kept.url, {})
    if answer.status != 200:
        answer.close()
        raise FetchFailed(kept.url, f"answers {answer.status} {answer.reason}")
    return answer


def open_with(opener, url, headers):
    request = urllib.request.Request(url, headers={"User-Agent": AGENT, "Accept-Encoding": "identity", **headers})
    return opener.open(request, timeout=TIMEOUT)


def headers_for(kept):
    """Ask for the rest of a part, or for a whole file only if it is another one; RFC 9110, 13.1 and 14.2."""
    note, have = kept.known(), kept.size()
    etag, modified = note.get("etag", ""), note.get("modified", "")
    same = modified if etag.startswith("W/") else etag or modified
    if have and same:
        return {"Range": f"bytes={have}-", "If-Range": same}
    if not have and kept.whole():
        return {"If-None-Match": etag} if etag else {"If-Modified-Since": modified} if modified else {}
    return {}


def continues(answer, kept):
    """Whether the bytes that are sent follow those that are there, of the same state of the file."""
    sent = re.match(r"bytes (\d+)-", answer.headers.get("Content-Range", ""))
    note = kept.known()
    same = all(note.get(key, "") == value for key, value in state_of(answer).items() if value)
    return bool(sent) and int(sent[1]) == kept.size() > 0 and same


def state_of(answer):
    return {"etag": answer.headers.get("ETag", ""), "modified": answer.headers.get("Last-Modified", "")}


def total_of(answer, begun):
    """The bytes of the whole file, None where the server does not say."""
    if answer.status == 206 and (found := re.search(r"/(\d+)\s*$", answer.headers.get("Content-Range", ""))):
        return int(found[1])
    length = answer.headers.get("Content-Length", "")
    return begun + int(length) if re.fullmatch("[0-9]+", length) else None


def refuse(answer, url, total, limit):
    """Whatever can be told before a byte is stored."""
    if answer.headers.get_content_type() in ("text/html", "application/xhtml+xml"):
        raise a_web_page(url)
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise FetchFailed(url, f"is sent packed as {answer.headers['Content-Encoding']}, which was not asked for")
    if total is not None and total > limit:
        raise too_large(url, limit)


def a_web_page(url):
    hint = "; --from wants the address behind file=" if "/license/" in url else ""
    return FetchFailed(url, f"the address answers with a web page, not a file{hint}", missing=True)


def too_large(url, limit):
    return FetchFailed(url, f"is larger than {in_bytes(limit)}")


def store(answer, kept, begun, total, limit, progress):
    """Add what the server sends to the part; Interrupted where it ends too early."""
    done = begun
    with kept.part.open("ab") as part:
        while chunk := read(answer, done):
            done += len(chunk)
            if done > limit:
                kept.forget()
                raise too_large(kept.url, limit)
            part.write(chunk)
            progress(done)
        part.flush()
        os.fsync(part.fileno())
    if total is not None and done != total:
        raise Interrupted(f"the connection ended after {done:,} of {total:,} bytes")


def read(answer, done):
    try:
        return answer.read1(CHUNK)
    except (OSError, http.client.HTTPException) as error:
        raise Interrupted(f"the connection broke after {done:,} bytes ({words_of(error)})") from None


def check(kept, name):
    """Refuse a web page that passes for a file, and a zip that cannot be read to its end; neither is kept."""
    with kept.part.open("rb") as part:
        head = part.read(2048)
    problem = None
    if WEB_PAGE.match(head):
        problem = a_web_page(kept.url)
    elif not head:
        problem = FetchFailed(kept.url, "the file is empty")
    elif head.startswith(ZIP) or name.lower().endswith((".zip", ".xlsx")):
        damage = damage_of_zip(kept.part)
        problem = FetchFailed(kept.url, f"the zip is damaged: {damage}") if damage else None
    if problem:
        kept.forget()
        raise problem


def damage_of_zip(path):
    """What keeps a zip from being read to its end, None where nothing does."""
    try:
        with zipfile.ZipFile(path) as archive:
            bad = archive.testzip()
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, RuntimeError, NotImplementedError, ValueError) as error:
        return str(error) or type(error).__name__
    return f"{bad} has the wrong check sum" if bad else None


def name_of(answer, kept):
    """The name that the server gives the file, else the address's."""
    return clean_name(answer.headers.get_filename() or kept.name)


def failure_of(url, error):
    """What an answer other than a file means."""
    words = f"answers {error.code} {error.reason}"
    if error.code >= 500 or error.code in (408, 429):
        return Interrupted(words)
    return FetchFailed(url, words, missing=error.code in (404, 410))


def failure_of_connection(url, error):
    reason = getattr(error, "reason", error)
    if isinstance(reason, ssl.SSLCertVerificationError):
        return FetchFailed(url, f"its certificate is not accepted ({reason.verify_message})")
    return Interrupted(f"cannot be reached ({words_of(reason)})")


def words_of(error):
    return one_line(getattr(error, "strerror", None) or str(error) or type(error).__name__)


def one_line(text):
    return " ".join(str(text).split())


def in_bytes(number: int) -> str:
    """As in "21.3 MB"."""
    for unit, size in (("GB", 1e9), ("MB", 1e6), ("kB", 1e3)):
        if number >= size:
            return f"{number / size:.1f} {unit}"
    return f"{number} bytes"


class Progress:
    """A bar on a terminal, lines elsewhere."""

    def __init__(self, name, total, begun, tell):
        self.name, self.total, self.tell = name, total, tell
        self.at, self.done, self.shown = time.monotonic(), begun, begun
        self.bar = None
        if sys.stderr.isatty():
            self.bar = tqdm(total=total, initial=begun, desc=name, unit="B", unit_scale=True, file=sys.stderr)
        elif begun:
            tell(f"{name}: going on after {in_bytes(begun)}")

    def __enter__(self):
        return self

    def __exit__(self, kind, error, traceback):
        if self.bar is not None:
            self.bar.close()
        elif kind is None:
            self.tell(f"{self.name}: {in_bytes(self.done)}")

    def __call__(self, done):
        if self.bar is not None:
            self.bar.update(done - self.done)
        self.done = done
        if self.bar is None and self.is_time():
            self.at, self.shown = time.monotonic(), done
            self.tell(f"{self.name}: {self.words()}")

    def is_time(self):
        since = time.monotonic() - self.at
        a_tenth = bool(self.total) and (self.done - self.shown) * 10 >= self.total
        return self.done != self.total and (since >= LINE_AT_LEAST or (a_tenth and since >= LINE_PAUSE))

    def words(self):
        if not self.total:
            return in_bytes(self.done)
        return f"{self.done * 100 // self.total} % of {in_bytes(self.total)}"
