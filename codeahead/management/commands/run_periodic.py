"""The worker: what has to be done every day, for ever."""

import time

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import close_old_connections

DAY = 24 * 60 * 60
JOBS = ["housekeeping", "due_letter"]


class Command(BaseCommand):
    help = (
        "Do the housekeeping and tell the operators what is due, now and every 24 hours until stopped: what the worker "
        "of compose.yaml does."
    )

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Do it once and end.")

    def handle(self, *, once, **options):
        while True:
            # The connection of yesterday may be gone.
            close_old_connections()
            for job in JOBS:
                self.run(job)
            if once:
                return
            time.sleep(DAY)

    def run(self, job):
        """A job that could not do its work says so and is done again tomorrow; the others go on."""
        try:
            call_command(job, stdout=self.stdout, stderr=self.stderr)
        except CommandError as error:
            self.stderr.write(f"{job}: {error}")
