"""How far a download is: a bar on a terminal, lines elsewhere."""

import sys
import time

from tqdm import tqdm

# Where there is no terminal: a line for every tenth, yet not several in a second, and at least one in ten seconds.
LINE_PAUSE, LINE_AT_LEAST = 1, 10


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
