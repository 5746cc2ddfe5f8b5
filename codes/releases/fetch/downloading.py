"""Download of one file, with as many tries as it needs."""

import http.client
import os
import time
from collections.abc import Callable, Iterable
from pathlib import Path
from urllib.error import HTTPError, URLError

from codes.releases.fetch.asking import ask, name_of, state_of, total_of
from codes.releases.fetch.checks import check, refuse, too_large
from codes.releases.fetch.failures import (
    FetchFailed,
    Interrupted,
    failure_of,
    failure_of_connection,
    words_of,
)
from codes.releases.fetch.kept import Kept, alone_in
from codes.releases.fetch.network import opener_for, proper
from codes.releases.fetch.progress import Progress

# Seconds before the second, third and fourth try.
PAUSES = (2, 8, 30)
# No publisher's file comes near it.
LIMIT = 2 * 1024**3
CHUNK = 256 * 1024


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
