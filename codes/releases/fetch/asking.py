"""Asking the server for a file, or for what is missing of one (RFC 9110, 13.1 and 14.2)."""

import re
import urllib.request
from urllib.error import HTTPError

from codes.releases.fetch.failures import FetchFailed
from codes.releases.fetch.kept import clean_name

# Seconds without a byte after which a connection counts as broken.
TIMEOUT = 60
AGENT = "CodeAhead/0.1 (fetches published code sets)"


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
    """Ask for the rest of a part, or for a whole file only if it is another one."""
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


def name_of(answer, kept):
    """The name that the server gives the file, else the address's."""
    return clean_name(answer.headers.get_filename() or kept.name)
