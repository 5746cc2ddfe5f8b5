"""A publisher's web server on this machine, which can break off, ignore ranges, change its files and send others."""

import io
import re
import threading
import zipfile
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


def a_zip(**members):
    """The bytes of a zip, the same ones at any time; without arguments one of a single large member."""
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive:
        for name, text in (members or {"codes": bytes(range(256)) * 400}).items():
            archive.writestr(zipfile.ZipInfo(name), text)
    return stream.getvalue()


@dataclass
class Served:
    """One file. `cuts` are the byte counts after which the next answers break off, `statuses` what the next answers
    are instead of the file, `hold` a byte count after which the server waits for `go`."""

    body: bytes = field(default_factory=a_zip)
    type: str = "application/zip"
    etag: str = '"one"'
    modified: str = "Mon, 28 Sep 2026 10:00:00 GMT"
    ranges: bool = True
    if_range: bool = True
    length: bool = True
    cuts: list = field(default_factory=list)
    statuses: list = field(default_factory=list)
    redirect: str = ""
    headers: dict = field(default_factory=dict)
    hold: int | None = None
    go: threading.Event = field(default_factory=threading.Event)


class Publisher:
    """`files` by path; `asked` are the requests so far: (path, headers)."""

    def __init__(self, port):
        self.port, self.files, self.asked = port, {}, []

    def url(self, path, host="127.0.0.1"):
        return f"http://{host}:{self.port}{path}"

    def put(self, path, *args, **kwargs):
        """Serve a file; returns its address."""
        self.files[path] = Served(*args, **kwargs)
        return self.url(path)

    def ranges_asked(self):
        return [headers.get("Range") for _, headers in self.asked]


class Handler(BaseHTTPRequestHandler):
    publisher = None

    def log_message(self, *args):
        pass

    def do_GET(self):
        self.publisher.asked.append((self.path, dict(self.headers)))
        served = self.publisher.files.get(self.path.split("?")[0])
        if served is None:
            self.send_error(404)
        elif served.statuses:
            self.send_error(served.statuses.pop(0))
        elif served.redirect:
            self.answer(302, {"Location": served.redirect, "Content-Length": "0"})
        elif self.is_the_same(served):
            self.answer(304, {})
        else:
            self.send_file(served)

    def is_the_same(self, served):
        named = self.headers.get("If-None-Match") or self.headers.get("If-Modified-Since")
        return bool(named) and named in (served.etag, served.modified)

    def send_file(self, served):
        start = self.start_asked(served)
        if start and start >= len(served.body):
            self.answer(416, {"Content-Range": f"bytes */{len(served.body)}"})
            return
        piece = served.body[start:]
        headers = {"Content-Type": served.type, "ETag": served.etag, "Last-Modified": served.modified}
        if served.length:
            headers["Content-Length"] = str(len(piece))
        if start:
            headers["Content-Range"] = f"bytes {start}-{len(served.body) - 1}/{len(served.body)}"
        self.answer(206 if start else 200, {**headers, **served.headers})
        self.send_piece(served, piece)

    def start_asked(self, served):
        asked = re.fullmatch(r"bytes=(\d+)-", self.headers.get("Range", ""))
        state = self.headers.get("If-Range")
        if not asked or not served.ranges or (served.if_range and state not in (served.etag, served.modified)):
            return 0
        return int(asked[1])

    def send_piece(self, served, piece):
        if served.hold is not None:
            self.wfile.write(piece[: served.hold])
            self.wfile.flush()
            served.go.wait(30)
            piece = piece[served.hold :]
        with suppress(ConnectionError):
            self.wfile.write(piece[: served.cuts.pop(0)] if served.cuts else piece)

    def answer(self, status, headers):
        self.send_response(status)
        for name, value in headers.items():
            if value:
                self.send_header(name, value)
        self.end_headers()


@contextmanager
def a_publisher():
    handler = type("Handler", (Handler,), {})
    with ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        handler.publisher = Publisher(server.server_address[1])
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield handler.publisher
        finally:
            for served in handler.publisher.files.values():
                served.go.set()
            server.shutdown()
            thread.join()
