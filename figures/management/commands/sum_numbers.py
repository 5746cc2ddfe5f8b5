"""Sum what was opened, refused and registered, by days."""

from datetime import date

from django.core.management.base import BaseCommand, CommandError

from figures.actions import TooLong, sum_finished_days


class Command(BaseCommand):
    help = "Write the totals of all days that are over, and drop raw rows after thirty days. Again changes nothing."

    def add_arguments(self, parser):
        parser.add_argument("--since", type=date.fromisoformat, help="Sum all days from this one on again.")

    def handle(self, *, since, **options):
        try:
            summed = sum_finished_days(since=since)
        except TooLong as reason:
            raise CommandError(str(reason)) from None
        if summed.first is None:
            self.stdout.write("nothing to sum")
        else:
            self.stdout.write(f"summed {summed.first} to {summed.last}; {summed.dropped} raw rows dropped")
