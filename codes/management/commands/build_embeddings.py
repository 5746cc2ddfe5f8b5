"""Compute the vectors of the codes' words with the operator's embedding model."""

import argparse
import time

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from tqdm import tqdm

from codes.embeddings import ModelFailed, Unavailable, build

HELP = """
Compute a vector for the words of each diagnosis that may be billed, with the model that EMBEDDING_MODEL names, and keep
it in a pgvector column with its index. The case note page then ranks by nearness too.

What is computed: the line that names the code in lists, and nothing else. Vectors of words that did not change are
left alone, so run it after each release, or from cron with --if-due. Each batch is kept at once: what was stopped goes
on where it stood. Readers are served all the while.
"""
EXAMPLES = """
examples:
  EMBEDDING_MODEL=ourmodel.vectors manage.py build_embeddings
  manage.py build_embeddings --if-due      in cron, or behind each load: says so and ends well if there is nothing to do
  manage.py build_embeddings --anew        the same name now stands for another model

EMBEDDING_MODEL is the dotted path of a function that takes a list of texts and gives a list of as many vectors, all
of one length. It runs on this machine. docs/operating.md tells the rest.
"""
# Without a terminal a line as often as this, in seconds.
SILENCE = 10


class Command(BaseCommand):
    help = HELP

    def create_parser(self, *args, **options):
        parser = super().create_parser(*args, epilog=EXAMPLES, **options)
        parser.formatter_class = type("Help", (parser.formatter_class, argparse.RawDescriptionHelpFormatter), {})
        return parser

    def add_arguments(self, parser):
        parser.add_argument("--if-due", action="store_true", help="No error where no model is configured.")
        parser.add_argument("--anew", action="store_true", help="Compute all of them, whatever is kept.")

    def handle(self, *, if_due, anew, **options):
        if not settings.EMBEDDING_MODEL:
            if if_due:
                self.stdout.write("no embedding model is configured")
                return
            raise CommandError("EMBEDDING_MODEL is not set: it names the function that makes vectors of texts")
        try:
            computed = build(anew=anew, progress=self.progress)
        except ModelFailed as error:
            raise CommandError(f"{error}: {error.__cause__}" if error.__cause__ else str(error)) from error
        except Unavailable as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"vectors: {computed:,} computed" if computed else "the vectors are up to date")

    def progress(self, batches):
        """The batches one by one: with a bar on a terminal, else with a line now and then."""
        if self.stderr.isatty():
            yield from tqdm(batches, unit="batch", leave=False, file=self.stderr._out)
            return
        begun = told = time.monotonic()
        done, every = 0, sum(map(len, batches))
        for batch in batches:
            yield batch
            done += len(batch)
            if time.monotonic() - told > SILENCE:
                told = time.monotonic()
                self.stderr.write(f"{told - begun:6.0f} s  {done:,} of {every:,} codes")
