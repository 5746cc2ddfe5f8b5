"""Log lines without personal data."""

import logging
import re

EMAIL = re.compile(r"[\w.+-]+@[\w-]+\.[\w.-]+")


class NoPerson(logging.Filter):
    """Replaces e-mail addresses in the finished line, whoever wrote it."""

    def filter(self, record):
        message = record.getMessage()
        clean = EMAIL.sub("<e-mail>", message)
        if clean != message:
            record.msg, record.args = clean, None
        return True
