"""What an operator names on the command line, opened: files, folders and archives, down to the published file."""

import gzip
import hashlib
import lzma
import os
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path, PurePosixPath
from typing import BinaryIO

from codes.releases import reading
from codes.releases.rows import Damaged

# Of one table in several forms the first of these is read.
PREFERRED = [".csv", ".txt", ".tsv", ".xml", ".xlsx"]
# An archive in an archive is a publisher's habit; one more is a trap.
DEEPEST = 2
# The largest published file is 140 MB: whatever unpacks to more than this is no release.
LARGEST = 4 * 1024**3


@dataclass(frozen=True)
class Member:
    """One file to read: `origin` the archive or folder that it came in, `size` its bytes as it lies there."""

    name: str
    origin: str
    size: int
    opened: Callable[[], BinaryIO]

    @property
    def stem(self):
        return PurePosixPath(self.name.lower()).stem.removesuffix(".txt")

    @property
    def suffix(self):
        return PurePosixPath(self.name.lower().removesuffix(".gz")).suffix

    @property
    def preference(self):
        return PREFERRED.index(self.suffix) if self.suffix in PREFERRED else len(PREFERRED)


def members(paths) -> list[Member]:
    """Every file that the paths name or hold; Damaged for a broken archive, OSError for a missing file."""
    return [member for path in paths for member in _members(Path(path))]


def digest_of(paths) -> str:
    """The SHA-256 of what the paths name: of the one file, or of the sorted digests of several."""
    digests = sorted(_digest(file) for path in paths for file in _files(Path(path)))
    return digests[0] if len(digests) == 1 else hashlib.sha256("".join(digests).encode()).hexdigest()


def _digest(path: Path) -> str:
    with path.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _files(path: Path) -> list[Path]:
    return sorted(_in_folder(path)) if path.is_dir() else [path]


def _in_folder(folder: Path) -> Iterator[Path]:
    # A folder within that may not be read is an error: passed over, a part of the release would be missing.
    for parent, _, names in os.walk(folder, onerror=_raise):
        yield from (Path(parent, name) for name in names if not name.startswith("."))


def _raise(error: OSError) -> None:
    raise error


def _members(path: Path) -> Iterator[Member]:
    for file in _files(path):
        with file.open("rb") as stream:
            head = stream.read(4)
        if head == reading.ZIP and file.suffix.lower() != ".xlsx":
            yield from _in_zip(file.name, lambda file=file: file.open("rb"), 1)
        elif head[:2] == b"\x1f\x8b":
            yield Member(file.name.removesuffix(".gz"), str(path), file.stat().st_size, _gz_opener(file))
        else:
            yield Member(file.name, str(file.parent), file.stat().st_size, lambda file=file: file.open("rb"))


def _gz_opener(file: Path):
    return lambda: gzip.open(file, "rb")


def _in_zip(name: str, opened: Callable[[], BinaryIO], depth: int) -> Iterator[Member]:
    with archive_errors(name), opened() as stream, zipfile.ZipFile(stream) as archive:
        entries = [entry for entry in archive.infolist() if _is_content(entry.filename)]
        _check_size(name, entries)
        for entry in entries:
            base = PurePosixPath(entry.filename.replace("\\", "/")).name
            if not base.lower().endswith(".zip"):
                yield Member(base, name, entry.file_size, _zip_opener(name, opened, entry.filename))
            elif depth == DEEPEST:
                raise Damaged(name, 1, f"{base} is an archive in an archive in an archive")
            else:
                yield from _in_zip(base, _zip_opener(name, opened, entry.filename), depth + 1)


def _is_content(filename: str) -> bool:
    """Whether it is a file; zipfile's own question fails on a damaged archive's entry without a name."""
    if filename.endswith("/"):
        return False
    parts = PurePosixPath(filename.replace("\\", "/")).parts
    return bool(parts) and "__MACOSX" not in parts and not parts[-1].startswith(".")


def _check_size(name: str, entries) -> None:
    size = sum(entry.file_size for entry in entries)
    if size > LARGEST:
        raise Damaged(name, 1, f"it would unpack to {size:,} bytes, more than any release has")


def _zip_opener(name: str, opened: Callable[[], BinaryIO], filename: str):
    return lambda: _ZipStream(opened(), filename)


class _ZipStream:
    """A member's stream that closes its archive with itself."""

    def __init__(self, stream, filename):
        with ExitStack() as opened:
            opened.enter_context(stream)
            archive = opened.enter_context(zipfile.ZipFile(stream))
            self._member = opened.enter_context(archive.open(filename))
            self._opened = opened.pop_all()

    def __getattr__(self, name):
        return getattr(self._member, name)

    def __iter__(self):
        return iter(self._member)

    def __enter__(self):
        return self

    def __exit__(self, *error):
        self.close()

    def close(self):
        self._opened.close()


# What damaged archives make the libraries raise.
_BROKEN = (zipfile.BadZipFile, zlib.error, lzma.LZMAError, struct.error, EOFError, gzip.BadGzipFile, UnicodeDecodeError)


@contextmanager
def archive_errors(name: str):
    """What goes wrong inside an archive, told with its name."""
    try:
        yield
    except _BROKEN as error:
        raise Damaged(name, 1, f"the archive is damaged or cut off: {error}") from None
    except (NotImplementedError, RuntimeError) as error:
        raise Damaged(name, 1, f"the archive cannot be read: {error}") from None
    except OSError as error:
        # An error of the disk names its file; without one it is a place or a stream that the archive states wrongly.
        if error.filename:
            raise
        raise Damaged(name, 1, f"it cannot be read: {error.strerror or error}") from None
