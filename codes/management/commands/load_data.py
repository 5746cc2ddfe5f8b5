"""Fetch and load the newest release of everything that can be reached."""

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from codes.releases.addresses import TITLES

# CPT is licensed: its files are the operator's own.
LICENSED = {"cpt"}


class Command(BaseCommand):
    help = (
        "Fetch the newest release of every source from its publisher and load it, one after the other. What is loaded "
        "already stays; what cannot be reached is named in one line at the end."
    )

    def handle(self, **options):
        failures = {}
        for source in [source for source in TITLES if source not in LICENSED]:
            self.stdout.write(f"{TITLES[source]}…")
            try:
                call_command("fetch_release", source, once=True, stdout=self.stdout, stderr=self.stderr)
            except CommandError as error:
                failures[source] = str(error)
                self.stderr.write(f"  {error}")
        self.stdout.write(summary(failures))


def summary(failures):
    """One line: what was not loaded, by the reason."""
    if not failures:
        return "Everything is loaded. CPT is licensed: load your own files with manage.py load_release cpt FILE…"
    return f"Not loaded: {', '.join(failures)} (manage.py fetch_release SOURCE tells why and tries again)."
