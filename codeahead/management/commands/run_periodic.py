"""The worker: daily housekeeping, for ever."""

import time

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import close_old_connections

DAY = 24 * 60 * 60


class Command(BaseCommand):
    help = "Run the daily housekeeping now and every 24 hours until stopped: what the worker of compose.yaml does."

    def add_arguments(self, parser):
        parser.add_argument("--once", action="store_true", help="Run it once and end.")

    def handle(self, *, once, **options):
        while True:
            # The connection of yesterday may be gone.
            close_old_connections()
            call_command("housekeeping", stdout=self.stdout)
            if once:
                return
            time.sleep(DAY)
