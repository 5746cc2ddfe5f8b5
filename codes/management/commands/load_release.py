"""Load one published release."""

import time
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from codes.releases.loader import Publication, Refused, load
from codes.releases.rows import Damaged
from codes.releases.sources import SOURCES, rows_of


def a_date(text):
    """A day as YYYY-MM-DD."""
    return date.fromisoformat(text)


class Command(BaseCommand):
    help = (
        "Load a release of a code system from the publisher's file. Everything is parsed and checked first; the "
        "tables are written in one transaction, so that readers see the old release until the new one is whole. "
        "The same file again changes nothing."
    )

    def add_arguments(self, parser):
        sources = "; ".join(f"{source.key}: {source.what}" for source in SOURCES.values())
        parser.add_argument("source", choices=sorted(SOURCES), help=sources)
        parser.add_argument("file", type=Path, help="The publisher's file.")
        parser.add_argument(
            "--effective", type=a_date, required=True, metavar="YYYY-MM-DD", help="The first date of service."
        )
        parser.add_argument("--name", help="What readers see, as in 'ICD-10-CM April 2026' (default: the file's name).")
        parser.add_argument("--dry-run", action="store_true", help="Report what would change and change nothing.")
        parser.add_argument(
            "--allow-mass-end",
            action="store_true",
            help="Load even if more than 5 %% of the codes would end.",
        )

    def handle(self, *, source, file, effective, name, dry_run, allow_mass_end, **options):
        self.began = time.monotonic()
        self.say(f"reading {file.name}")
        try:
            rows, digest = rows_of(SOURCES[source], file)
            publication = Publication(
                system=SOURCES[source].system,
                source=source,
                name=name or file.stem,
                effective=effective,
                file_name=file.name,
                sha256=digest,
            )
            report = load(rows, publication, dry_run=dry_run, allow_mass_end=allow_mass_end, tell=self.say)
        except (Damaged, Refused) as error:
            raise CommandError(str(error)) from error
        except OSError as error:
            raise CommandError(f"{file}: {error.strerror or error}") from error
        self.stdout.write(f"{publication.name}: {report}{' (dry run: nothing written)' if dry_run else ''}")

    def say(self, step):
        """One line for each step, with the seconds since the start."""
        self.stderr.write(f"{time.monotonic() - self.began:6.1f} s  {step}")
