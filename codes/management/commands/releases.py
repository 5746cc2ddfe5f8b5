"""What is loaded and what is due."""

import argparse
import json

from django.core.management.base import BaseCommand, CommandError

from codes import standing

HEADS = ["SOURCE", "LOADED", "EFFECTIVE", "AGE", "LOADED ON", "STANDING"]
EXAMPLES = """
examples:
  manage.py releases
      every source: what is loaded, since when it is in force, how old it is, and whether a newer release is out
  manage.py releases --due
      only what is due, with the command that loads it
  manage.py releases --check --due
      for a monitor: ends with status 1 if anything is due, else with 0
  manage.py releases --json
      the same for programs

A source is due when its publisher's calendar has a newer release than the loaded one. What was never loaded is not due:
not every site needs every source. The calendars are in codes/releases/due.py.
"""


class Command(BaseCommand):
    help = "Show what is loaded of every source and what is due."

    def create_parser(self, prog_name, subcommand, **kwargs):
        parser = super().create_parser(prog_name, subcommand, epilog=EXAMPLES, **kwargs)
        parser.formatter_class = type("Formatter", (parser.formatter_class, argparse.RawDescriptionHelpFormatter), {})
        return parser

    def add_arguments(self, parser):
        parser.add_argument("--due", action="store_true", help="Only what is due.")
        parser.add_argument("--check", action="store_true", help="End with status 1 if anything is due.")
        parser.add_argument("--json", action="store_true", help="As JSON: a list with one object for each source.")

    def handle(self, *, due, check, json, **options):
        everything = standing.loaded()
        missed = [each for each in everything if each.is_due]
        shown = missed if due else everything
        self.stdout.write(as_json(shown) if json else "\n".join(as_table(shown)))
        if check and missed:
            sources = ", ".join(each.source.key for each in missed)
            raise CommandError(f"due: {sources}", returncode=1)


def as_table(sources):
    """The lines: one for each source, what is older beneath it, and at the end the commands that load what is due."""
    if not sources:
        return ["Nothing is due."]
    rows = [HEADS, *(cells(each) for each in sources)]
    # The last column may be as long as it is.
    widths = [max(len(row[column]) for row in rows) for column in range(len(HEADS) - 1)] + [0]
    lines = [line(HEADS, widths)]
    for each in sources:
        lines += [line(cells(each), widths), *older_lines(each)]
    missed = [each for each in sources if each.is_due]
    return [*lines, *(["", "Load what is due with:"] if missed else []), *(f"  {each.command}" for each in missed)]


def line(row, widths):
    return "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()


def cells(loaded):
    release = loaded.release
    if release is None:
        return [loaded.source.key, "-", "-", "-", "-", loaded.standing.words]
    age = f"{loaded.age} d" if loaded.age >= 0 else f"in {-loaded.age} d"
    return [
        loaded.source.key,
        release.name,
        str(release.effective),
        age,
        f"{release.loaded_at:%Y-%m-%d}",
        loaded.standing.words,
    ]


def older_lines(loaded):
    return [f"  still of {day}: {', '.join(parts)}" for day, parts in loaded.older.items()]


def as_json(sources):
    return json.dumps([plain(each) for each in sources], indent=2, default=str)


def plain(loaded):
    """One source as JSON has it; dates as YYYY-MM-DD."""
    release = loaded.release
    return {
        "source": loaded.source.key,
        "title": loaded.source.title,
        "loaded": release
        and {
            "name": release.name,
            "effective": release.effective,
            "loaded_at": release.loaded_at.isoformat(),
            "age_in_days": loaded.age,
        },
        "older_parts": {str(day): parts for day, parts in loaded.older.items()},
        "state": loaded.standing.state,
        "date": loaded.standing.date,
        "words": loaded.standing.words,
        "command": loaded.command if loaded.is_due else None,
    }
