"""What is refused: web pages in place of files, files that are too large, zips that cannot be read to their end."""

import re
import zipfile
import zlib

from codes.releases.fetch.failures import FetchFailed
from codes.releases.fetch.progress import in_bytes

WEB_PAGE = re.compile(rb"(\xef\xbb\xbf)?\s*(<\?xml[^>]*>\s*)?(<!--.*?-->\s*)*<(!doctype\s+html|html)\b", re.I | re.S)
ZIP = b"PK\x03\x04"


def refuse(answer, url, total, limit):
    """Whatever can be told before a byte is stored."""
    if answer.headers.get_content_type() in ("text/html", "application/xhtml+xml"):
        raise a_web_page(url)
    if answer.headers.get("Content-Encoding", "identity") != "identity":
        raise FetchFailed(url, f"is sent packed as {answer.headers['Content-Encoding']}, which was not asked for")
    if total is not None and total > limit:
        raise too_large(url, limit)


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


def a_web_page(url):
    hint = "; --from wants the address behind file=" if "/license/" in url else ""
    return FetchFailed(url, f"the address answers with a web page, not a file{hint}", missing=True)


def too_large(url, limit):
    return FetchFailed(url, f"is larger than {in_bytes(limit)}")
