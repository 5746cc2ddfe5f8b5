"""Build the index of the search."""

from django.core.management.base import BaseCommand

from codes.search import build_if_due, build_index


class Command(BaseCommand):
    help = (
        "Build the index that the search reads, from all codes and the publishers' indexes. Loading a release does so "
        "by itself: this is for a first start, for after an import of many titles, and for after a change of the word "
        "lists in codes/search/words. Readers search the index before until this one is whole."
    )

    def add_arguments(self, parser):
        parser.add_argument("--if-due", action="store_true", help="only if there is none, or if many codes changed")

    def handle(self, *, if_due, **options):
        kept = build_if_due() if if_due else build_index()
        self.stdout.write(f"search index: {kept}" if kept else "the search index is up to date")
