"""Log lines without personal data."""

import logging
import re

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


class NoPerson(logging.Formatter):
    """Replaces email addresses in the finished lines, tracebacks included, whoever wrote them."""

    def format(self, record):
        return EMAIL.sub("<email>", super().format(record))
