"""All stylesheets of a page as one file, for production: forty small ones cost a phone a second (benchmarks)."""

import re

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

# The sheets, in the order in which the template names them; what is for paper alone stays apart.
LISTED = settings.BASE_DIR / "templates" / "components" / "_styles.html"
NAMED = re.compile(r"""<link rel="stylesheet" href="{% static '(css/[^']+)' %}">""")
ONE = "css/site.css"


def sheets():
    """The names of the sheets that make one, in the order of the cascade."""
    return NAMED.findall(LISTED.read_text(encoding="utf-8"))


class OneSheetStorage(CompressedManifestStaticFilesStorage):
    """Static files with hashed names and compressed copies, and among them the one sheet."""

    # A script names those that it imports by their hashed names too, so that old and new ones never meet.
    support_js_module_import_aggregation = True

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            self.write_sheet(paths)
        yield from super().post_process(paths, dry_run=dry_run, **options)

    def write_sheet(self, paths):
        """Put the collected sheets behind one another. It lies where tokens.css lies, so that addresses in it hold."""
        whole = "\n".join(self.read(*paths[name]) for name in sheets())
        self.delete(ONE)
        self.save(ONE, ContentFile(whole.encode()))
        paths[ONE] = (self, ONE)

    @staticmethod
    def read(storage, path):
        with storage.open(path) as file:
            return file.read().decode()
