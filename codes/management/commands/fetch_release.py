"""Fetch a release from its publisher and load it."""

import argparse
import shlex
import time
from pathlib import Path

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.utils.timezone import localdate

from codes.releases.addresses import (
    TITLES,
    BadAddresses,
    NoAddress,
    NoSuchRelease,
    is_seen,
    names_of_files,
    page_of,
    period_of,
    read_addresses,
)
from codes.releases.fetch import PAUSES, FetchFailed, first_of

SOURCES = "\n".join(f"  {source:17}{title}" for source, title in TITLES.items())
EXAMPLES = f"""
sources:
{SOURCES}

examples:
  manage.py fetch_release hcpcs
      the newest release that has begun by today
  manage.py fetch_release mue --year 2026 --quarter 2
      the release of 1 April 2026
  manage.py fetch_release icd10cm --year 2027
      fiscal year 2027, from 1 October 2026 on; with --quarter 2 its update of 1 April 2027
  manage.py fetch_release fees --dry-run
      which files would be fetched, from where and under which name they would be loaded
  manage.py fetch_release opps --from https://www.cms.gov/files/zip/another-name.zip
      CMS gave the file another name: its address is on the page that --dry-run shows

An interrupted download goes on where it broke off. Files that are there already and have not changed are not
fetched again. If one file cannot be had, none is loaded. A table of your own addresses may be named in the setting
RELEASE_ADDRESSES (its form is that of codes/releases/addresses.toml). CMS's pages lead to the NCCI and fee schedule
files through the AMA's licence (cms.gov/license/ama?file=ADDRESS), to which you agree by fetching them: it is the
address behind file= that answers with the file. CPT itself is licensed: load your own files with load_release.
"""


class Command(BaseCommand):
    help = "Fetch the files of a release from its publisher and load them with load_release."

    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = super().create_parser(prog_name, subcommand, epilog=EXAMPLES, **kwargs)
        # Keeps the lines of the examples, and Django's order of the options.
        parser.formatter_class = type("Formatter", (parser.formatter_class, argparse.RawDescriptionHelpFormatter), {})
        return parser

    def add_arguments(self, parser):
        parser.add_argument("source", choices=sorted(TITLES), metavar="SOURCE", help="One of the sources below.")
        parser.add_argument(
            "--year", type=int, help="The year's first release; the fiscal year for ICD-10 (default: the newest)."
        )
        parser.add_argument("--quarter", type=int, choices=[1, 2, 3, 4], help="The release of this calendar quarter.")
        parser.add_argument(
            "--from",
            dest="addresses",
            nargs="+",
            action="extend",
            default=[],
            metavar="ADDRESS",
            help="Fetch all files of the release from these addresses instead of the publisher's usual ones.",
        )
        parser.add_argument(
            "--folder", type=Path, help="Where the files are kept (default: var/releases/SOURCE in the checkout)."
        )
        parser.add_argument("--once", action="store_true", help="Try each address once (default: four times).")
        parser.add_argument("--no-load", "--keep-only", action="store_true", help="Fetch the files, load nothing.")
        parser.add_argument("--dry-run", action="store_true", help="Say what would be fetched; fetch and load nothing.")

    def handle(self, *, source, year, quarter, addresses, folder, once, no_load, dry_run, **options):
        self.began = time.monotonic()
        self.pauses = () if once else PAUSES
        folder = folder or settings.BASE_DIR / "var" / "releases" / source
        try:
            own = read_addresses(getattr(settings, "RELEASE_ADDRESSES", ""))
            period = period_of(source, localdate(), year=year, quarter=quarter)
            files = [[address] for address in addresses] or names_of_files(source, period.effective, own)
        except (BadAddresses, NoAddress, NoSuchRelease) as error:
            raise CommandError(str(error)) from error
        if dry_run:
            usual = not addresses and not is_seen(source, period.effective, own)
            self.show(period, files, page_of(source, own), usual)
            return
        paths = self.fetch(files, folder, page_of(source, own))
        self.stdout.write(f"{period.name}: {len(paths)} file{'s' if len(paths) > 1 else ''} in {folder}")
        if no_load:
            self.stdout.write(f"Load with: {by_hand(source, period, paths)}")
        else:
            self.load(source, period, paths)

    def show(self, period, files, page, guessed):
        """The addresses, one line each, those that are tried when there is nothing under the first one indented."""
        self.stdout.write(f"{period.name}, effective {period.effective}")
        for first, *others in files:
            self.stdout.write(f"  {first}")
            for other in others:
                self.stdout.write(f"    or {other}")
        if guessed:
            self.stdout.write("These names follow the pattern of earlier releases: this release's may differ.")
        self.stdout.write(f"The publisher's page: {page}")

    def fetch(self, files, folder, page):
        """All files of the release or none."""
        paths = []
        try:
            for names in files:
                paths.append(first_of(names, folder, tell=self.say, pauses=self.pauses))
        except FetchFailed as failure:
            hint = f"; the publisher's names are on {page}: give them with --from" if failure.missing else ""
            raise CommandError(f"{failure}{hint}") from failure
        except OSError as error:
            raise CommandError(f"{folder}: {error.strerror or error}") from error
        except KeyboardInterrupt:
            raise CommandError("stopped: the next run goes on where this one broke off", returncode=130) from None
        if len(set(paths)) < len(paths):
            raise CommandError(f"two of the addresses gave files of one name in {folder}: fetch them into two folders")
        return paths

    def load(self, source, period, paths):
        call_command(
            "load_release",
            source,
            *map(str, paths),
            effective=period.effective,
            name=period.name,
            stdout=self.stdout,
            stderr=self.stderr,
        )

    def say(self, step):
        """One line for each step, with the seconds since the start."""
        self.stderr.write(f"{time.monotonic() - self.began:6.1f} s  {step}")


def by_hand(source, period, paths):
    """The command that loads what has been fetched."""
    words = ["manage.py", "load_release", source, *map(str, paths), "--effective", str(period.effective)]
    return shlex.join([*words, "--name", period.name])
