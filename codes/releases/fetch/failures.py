"""Why a file could not be had, in one line."""

import ssl


class FetchFailed(Exception):
    """The file could not be had; one line. `missing`: the server has no file there, so another name may be right."""

    def __init__(self, url: str, reason: str, *, missing: bool = False):
        self.url, self.reason, self.missing = url, one_line(reason), missing
        super().__init__(f"{url}: {self.reason}")


class Interrupted(Exception):
    """A failure that may pass: the next try goes on where this one broke off."""


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
