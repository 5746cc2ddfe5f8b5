"""The worker: what has to be done every minute and every day, for ever."""

import logging
import time

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import InterfaceError, OperationalError, close_old_connections

from codeahead import logs

MINUTE, DAY = 60, 24 * 60 * 60
log = logging.getLogger(__name__)
EVERY_MINUTE = ["publish_due"]
EVERY_DAY = ["housekeeping", "due_letter"]


class Command(BaseCommand):
    help = (
        "Publish drafts as scheduled, every minute; do the housekeeping and tell the operators what is due, now and "
        "every 24 hours, until stopped: what the worker of compose.yaml does."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do it all once and end.")

    def handle(self, *, once, **options):
        daily = time.monotonic()
        while True:
            # The connection of a while ago may be gone.
            close_old_connections()
            today = time.monotonic() >= daily
            for job in EVERY_MINUTE + (EVERY_DAY if today else []):
                self.run(job)
            if once:
                return
            daily += DAY if today else 0
            time.sleep(MINUTE)

    def run(self, job):
        """A job that could not do its work says so and is done again when it is due; the others go on."""
        with logs.job(job):
            try:
                call_command(job, stdout=self.said(log.info, self.stdout), stderr=self.said(log.warning, self.stderr))
            except CommandError as error:
                self.said(log.error, self.stderr).write(f"{job}: {error}")
            except (OperationalError, InterfaceError):
                # The one line that manage.py makes of it says all.
                raise
            except Exception:
                # Python would print the values in the error's words.
                log.exception("%s failed", job)
                raise SystemExit(1) from None

    def said(self, level, stream):
        """Where a job writes to: the log where lines are JSON, else the terminal."""
        return Said(level) if settings.LOG_FORMAT == "json" else stream


class Said:
    """What a command writes, as lines of the log."""

    def __init__(self, level):
        self.level = level

    def write(self, text):
        for line in filter(None, map(str.strip, text.splitlines())):
            self.level("%s", line)

    def flush(self):
        """For whoever takes it for a file."""
