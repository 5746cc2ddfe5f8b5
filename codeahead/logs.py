"""Log lines without personal data: readable ones for a terminal, and one JSON object a line for production."""

import json
import logging
import re
import traceback
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from ipaddress import ip_address
from pathlib import Path
from secrets import token_hex

HOUSE = Path(__file__).resolve().parent.parent
# What the lines of a request, or of a job of the worker, have in common.
CURRENT = ContextVar("request", default="")

EMAIL = re.compile(r"[\w.+-]+(?:@|%40)[\w-]+\.[\w.-]+")
# What comes behind the path of an address: a query may hold whatever a reader searched for.
QUERY = re.compile(r"(/[^\s?\"']*)\?[^\s\"']*")
ADDRESS = re.compile(r"(?<![\w.:])(?:\d{1,3}(?:\.\d{1,3}){3}|[0-9A-Fa-f:]*:[0-9A-Fa-f:.]*:[0-9A-Fa-f.]*)(?![\w:])")
# Keys, cookies and the tokens of shared links are long and mix letters with digits or capitals; names of ours do not.
SECRET = re.compile(r"(?<![\w-])[\w-]{20,}(?::[\w:-]+)?")
NAME = re.compile(r"[a-z0-9]+([_-][a-z0-9]+)+|_*[A-Z0-9_]+|([A-Z][a-z]+)+|[a-z]{,31}")
# gunicorn quotes what it could not read, and that may be a header.
QUOTED = re.compile(r"^(Invalid request) from .*", re.DOTALL)
# What an access line tells, beside what every line does.
TOLD = ("method", "path", "status", "bytes", "ms")
# These errors speak of servers and files and not of readers; all others may quote what a reader sent.
PLAIN_ERRORS = ("OperationalError", "InterfaceError", "ImproperlyConfigured")


def without_persons(text):
    """`text` without e-mail addresses, network addresses, queries, keys and tokens."""
    text = QUOTED.sub(r"\1", text)
    text = EMAIL.sub("<email>", QUERY.sub(r"\1", text))
    return SECRET.sub(masked, ADDRESS.sub(hidden, text))


def masked(found):
    """<secret> for what is no name in any of the manners in which code is written."""
    return found[0] if NAME.fullmatch(found[0]) else "<secret>"


def hidden(found):
    """<address> for an address of the network; this machine's own tells of nobody."""
    try:
        address = ip_address(found[0])
    except ValueError:
        return found[0]
    return found[0] if address.is_loopback or address.is_unspecified else "<address>"


@contextmanager
def job(name):
    """Everything that is logged within belongs to this one run of a job."""
    before = CURRENT.set(f"{name}-{token_hex(4)}")
    try:
        yield
    finally:
        CURRENT.reset(before)


class NoPerson(logging.Formatter):
    """Lines to read: the finished ones, tracebacks included, are cleaned, whoever wrote them."""

    def format(self, record):
        text, current = without_persons(super().format(record)), CURRENT.get()
        return f"{text} [{current}]" if current else text


class JsonLines(logging.Formatter):
    """One JSON object a line: time, level, logger, message; the request; of an access line what it tells."""

    def format(self, record):
        line = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": without_persons(record.getMessage()),
        }
        if request := getattr(record, "request_id", "") or CURRENT.get():
            line["request"] = request
        line |= {name: getattr(record, name) for name in TOLD if hasattr(record, name)}
        if record.exc_info and record.exc_info[1]:
            line["error"] = told(record.exc_info[1])
        return json.dumps(line, default=str)


def told(error):
    """An error with what led to it, the innermost first: its kind and the places, never the values in its words."""
    chain, seen = [], set()
    while error is not None and id(error) not in seen:
        seen.add(id(error))
        chain.append(kind_and_places(error))
        error = error.__cause__ or error.__context__
    return chain


def kind_and_places(error):
    kind, frames = type(error), traceback.extract_tb(error.__traceback__)
    told = {"kind": f"{kind.__module__}.{kind.__qualname__}", "at": [place(frame) for frame in frames]}
    if kind.__name__ in PLAIN_ERRORS:
        told["says"] = without_persons(str(error).strip())
    return told


def place(frame):
    path = Path(frame.filename)
    name = path.relative_to(HOUSE) if path.is_relative_to(HOUSE) else frame.filename.rpartition("site-packages/")[2]
    return f"{name}:{frame.lineno} {frame.name}"
