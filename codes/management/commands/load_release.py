"""Load one published release."""

import argparse
import time
from datetime import date
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError
from django.db import DataError, IntegrityError
from tqdm import tqdm

from codes.models import Release
from codes.releases.loader import Options, Refused
from codes.releases.reader import Watch
from codes.releases.rows import Damaged
from codes.releases.run import load_release
from codes.releases.sources import SOURCES

EXAMPLES = """
sources:
{sources}

examples:
  manage.py load_release icd10cm icd10cm-order-2026.zip icd10cm-table-index-2026.zip --effective 2025-10-01
  manage.py load_release hcpcs HCPC2025_OCT_ANWEB.xlsx --effective 2025-10-01 --name "HCPCS October 2025"
  manage.py load_release ncci-ptp ccipra-f1.zip ccipra-f2.zip ccipra-f3.zip ccipra-f4.zip --effective 2026-07-01
  manage.py load_release fees rvu25a.zip --effective 2025-01-01 --dry-run

Each FILE is a published file, the publisher's zip, a gz or a folder. Files are known by their content; of a table
that lies there in several forms (csv, txt, xlsx) one is read. Everything is checked and written in one transaction:
readers see the old release until the new one is whole, and a load that fails or is killed changes nothing. The same
files again change nothing. What a load did stands under Releases in the admin and at /releases/.
"""


# A year typed with a digit too few or too many would stand in the way of all later releases.
YEARS = range(1960, 2200)
LONGEST_NAME = Release._meta.get_field("name").max_length


def a_date(text):
    """A day as YYYY-MM-DD."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day as YYYY-MM-DD") from None
    if day.year not in YEARS:
        raise argparse.ArgumentTypeError(f"{text!r} is not a day of the years {YEARS[0]} to {YEARS[-1]}")
    return day


def a_name(text):
    """A release's name."""
    if len(text) > LONGEST_NAME:
        raise argparse.ArgumentTypeError(f"longer than {LONGEST_NAME} characters")
    return text


def in_one_line(message):
    return " ".join(str(message).split())


class Progress(Watch):
    """Shows each step with the seconds since the start; on a terminal with a bar for the file being read."""

    def __init__(self, stream):
        self.stream, self.began = stream, time.monotonic()

    def step(self, text):
        self.stream.write(f"{time.monotonic() - self.began:6.1f} s  {text}")

    def reading(self, member, stream):
        self.step(f"reading {member.name}")
        if not self.stream.isatty() or member.origin.endswith(".gz"):
            return stream
        bar = tqdm(total=member.size, unit="B", unit_scale=True, leave=False, file=self.stream._out)
        return Counted(stream, bar)


class Counted:
    """A stream that moves a bar as it is read."""

    def __init__(self, stream, bar):
        self.stream, self.bar = stream, bar

    def read(self, size=-1):
        data = self.stream.read(size)
        self.bar.update(len(data))
        return data

    def __getattr__(self, name):
        return getattr(self.stream, name)

    def __iter__(self):
        for line in self.stream:
            self.bar.update(len(line))
            yield line
        self.bar.close()


class Command(BaseCommand):
    help = "Load a release from the publisher's files: a code system, edits, limits, fees, prices, mappings, coverage."

    def create_parser(self, *args, **options):
        """The sources and examples stand behind the options, as they are typed."""
        sources = "\n".join(f"  {source.key:<18}{source.what}" for source in SOURCES.values())
        parser = super().create_parser(*args, epilog=EXAMPLES.format(sources=sources), **options)
        parser.formatter_class = type("Help", (parser.formatter_class, argparse.RawDescriptionHelpFormatter), {})
        return parser

    def add_arguments(self, parser):
        parser.add_argument("source", metavar="SOURCE", choices=sorted(SOURCES), help="Which set of files; see below.")
        parser.add_argument("files", metavar="FILE", type=Path, nargs="+", help="The publisher's files.")
        parser.add_argument(
            "--effective", type=a_date, required=True, metavar="YYYY-MM-DD", help="The first date of service."
        )
        parser.add_argument(
            "--name",
            type=a_name,
            default="",
            help="What readers see (default: made of source and date, as 'ICD-10-CM FY 2027').",
        )
        parser.add_argument("--dry-run", action="store_true", help="Report what would change and change nothing.")
        parser.add_argument(
            "--allow-mass-end",
            action="store_true",
            help="Load even if more than 5 %% of the codes, or a quarter of the edits, limits or fees, would end.",
        )
        parser.add_argument(
            "--back",
            action="store_true",
            help="Go back: load an earlier release than the one loaded, and take back what later ones changed.",
        )

    def handle(self, *, source, files, effective, name, dry_run, allow_mass_end, back, **options):
        chosen = Options(dry_run=dry_run, allow_mass_end=allow_mass_end, back=back)
        try:
            report = load_release(
                source, files, effective=effective, name=name, options=chosen, watch=Progress(self.stderr)
            )
        except (Damaged, Refused) as error:
            raise CommandError(in_one_line(error)) from error
        except OSError as error:
            raise CommandError(in_one_line(f"{error.filename or files[0]}: {error.strerror or error}")) from error
        except (DataError, IntegrityError) as error:
            # What no parser has noticed, the database does not take.
            raise CommandError(in_one_line(f"{files[0]}: {str(error).splitlines()[0]}")) from error
        self.tell(report, name or files[0].name, dry_run)

    def tell(self, report, name, dry_run):
        if report.same:
            self.stdout.write(f"{name}: {report}")
            return
        self.stdout.write(f"{name}:{' (dry run: nothing was written)' if dry_run else ''}")
        for label, amount in report.lines:
            shown = f"{amount:>12,}" if isinstance(amount, int) else f"{amount:>12}"
            self.stdout.write(f"{shown}  {label}")
