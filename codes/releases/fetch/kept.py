"""What is there of a file in its folder: its part, the finished file, and a note of which state of it that is."""

import fcntl
import json
import os
import re
from contextlib import contextmanager
from urllib.parse import unquote, urlsplit

from codes.releases.fetch.failures import FetchFailed

NOT_IN_NAMES = re.compile(r"[^\w.()+ -]", re.ASCII)
OWN_SUFFIXES = re.compile(r"(\.(part|fetch))+$", re.I)


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
