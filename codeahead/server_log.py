"""gunicorn's own lines in the form of all others: no address, no query, no header of a reader."""

from gunicorn.glogging import Logger

from codeahead.logs import JsonLines, NoPerson, without_persons


class ServerLog(Logger):
    """What gunicorn logs: requests, and its workers' coming and going."""

    formatter = JsonLines()

    def setup(self, cfg):
        super().setup(cfg)
        for log in (self.error_log, self.access_log):
            for handler in log.handlers:
                handler.setFormatter(self.formatter)

    def access(self, resp, req, environ, request_time):
        """Method, path, status, bytes and milliseconds; the name that the site gave the request."""
        told = {
            "method": environ.get("REQUEST_METHOD", ""),
            "path": path_of(environ),
            "status": int(str(resp.status).split(None, 1)[0]),
            "bytes": getattr(resp, "sent", None),
            "ms": int(request_time.total_seconds() * 1000),
            "request_id": named(resp),
        }
        line = "{method} {path} {status} {bytes} {ms}ms"
        self.access_log.info(line.format(**told), extra=told)


class ReadableServerLog(ServerLog):
    """The same, to be read by eye."""

    formatter = NoPerson("%(asctime)s %(levelname)s %(name)s %(message)s")


def path_of(environ):
    """The path in one line, without what may be secret in it; static files are named by their content."""
    path = environ.get("PATH_INFO", "").encode("unicode_escape").decode("ascii")
    return path if path.startswith("/static/") else without_persons(path.partition("?")[0])


def named(resp):
    headers = resp.headers.items() if hasattr(resp.headers, "items") else resp.headers
    return next((value for name, value in headers if name.lower() == "x-request-id"), "")
