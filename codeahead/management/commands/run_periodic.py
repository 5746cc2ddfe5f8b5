"""The worker: what has to be done every minute and every day, for ever."""

import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

MINUTE, DAY = 60, 24 * 60 * 60
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
        try:
            call_command(job, stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            self.stderr.write(f"{job}: {error}")
