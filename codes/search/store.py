"""The index as it is kept in the database and held by each process.

`build_index` writes a new one; each search asks with one small statement whether the one at hand still fits.
"""

import hashlib
import io
import logging
import threading
from pathlib import Path

import numpy as np
from django.db import connection, transaction

from codes.models import Code, SearchDue, SearchIndex, SearchPart
from codes.search import reads
from codes.search.changes import changed
from codes.search.index import Builder, Index

log = logging.getLogger(__name__)

# So many codes that changed are joined to the index at hand; with more of them due it is searched as it is, until it is
# built again.
FEW = 300
MOST = 3_000
BUILDING = ["index.py", "phrases.py", "reads.py", "thesaurus.py", "tokens.py", "weights.py"]
# (newest index, how many codes are due, the newest of them).
STATE = """
SELECT (SELECT max(id) FROM codes_searchindex), (SELECT count(*) FROM codes_searchdue),
    (SELECT max(id) FROM codes_searchdue)
"""


def build_if_due():
    """Build the index anew if there is none, if it was made with other word lists, or if many codes are due.

    Returns the SearchIndex, or None where nothing was to be done.
    """
    newest, due, _ = state_now()
    if newest is None:
        many = Code.objects.all()[FEW : FEW + 1].exists()
        return build_index() if many else None
    outdated = not SearchIndex.objects.filter(pk=newest, made_with=made_with()).exists()
    return build_index() if outdated or due > FEW else None


@transaction.atomic
def build_index():
    """Build the index of all that is loaded and keep it in place of the one before; returns the SearchIndex."""
    due = list(SearchDue.objects.values_list("pk", flat=True))
    index = built()
    kept = SearchIndex.objects.create(made_with=made_with(), codes=len(index.key), phrases=len(index.owner))
    SearchPart.objects.bulk_create(
        (SearchPart(index=kept, name=name, data=packed(values)) for name, values in index.arrays().items()),
        batch_size=1,
    )
    SearchIndex.objects.exclude(pk=kept.pk).delete()
    SearchDue.objects.filter(pk__in=due).delete()
    return kept


def mark_due(keys):
    """Note that the searchable words of these codes (primary keys) were written: the next search reads them anew."""
    SearchDue.objects.bulk_create(SearchDue(code_id=key) for key in keys)


def made_with():
    """A digest of the word lists and of the modules that make phrases and weights of what is loaded."""
    here = Path(__file__).parent
    files = [*sorted((here / "words").glob("*.tsv")), *(here / name for name in BUILDING)]
    return hashlib.sha256(b"".join(file.read_bytes() for file in files)).hexdigest()


def built():
    """The Index of all that is loaded."""
    rows = reads.codes()
    return Builder(rows, reads.phrases(rows)).build()


def packed(values):
    file = io.BytesIO()
    np.save(file, values, allow_pickle=False)
    return file.getvalue()


def unpacked(data):
    return np.load(io.BytesIO(data), allow_pickle=False)


class Held:
    """The index that a process holds, and the state of the database that it shows."""

    def __init__(self):
        self.state = self.index = self.base = None
        self.lock = threading.Lock()

    def current(self):
        """The Index of what is in the database now, in one statement where nothing changed."""
        state = state_now()
        if state != self.state:
            with self.lock:
                if state != self.state:
                    self.index = self.read(state)
                    self.state = state
        return self.index

    def read(self, state):
        newest, due, _ = state
        if newest is None:
            return built()
        if self.base is None or self.base[0] != newest:
            self.base = newest, loaded(newest)
        if due > MOST:
            log.warning("%s codes changed since the search index was built: manage.py build_search", due)
        return with_due(self.base[1]) if 0 < due <= MOST else self.base[1]


def state_now():
    with connection.cursor() as cursor:
        cursor.execute(STATE)
        return cursor.fetchone()


def loaded(pk):
    """The Index that is kept under this key."""
    parts = SearchPart.objects.filter(index=pk).values_list("name", "data")
    return Index(**{name: unpacked(data) for name, data in parts})


def with_due(index):
    """The same with the codes that changed since it was built."""
    keys = set(SearchDue.objects.values_list("code_id", flat=True))
    rows = reads.codes(keys)
    return changed(index, keys, rows, reads.some_phrases(rows), reads.said_above(rows))


held = Held()
