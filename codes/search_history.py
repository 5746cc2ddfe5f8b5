"""What a reader searched for: remembered unless switched off, listed, deleted."""

from dataclasses import dataclass

from django.db import connection, transaction
from django.utils.http import urlencode

from codes.models import SearchedFor, SearchesOff
from codes.models.searches import LONGEST_SEARCH
from codes.plain_text import cleaned
from codes.systems import SYSTEMS

# The newest two hundred of a reader are kept.
KEPT = 200
# The lines on one page.
PAGE = 50

# The reader's row is locked, so that of two searches at once one waits and neither holds what the other needs. What was
# just written is not among what is deleted: all parts of a statement see the rows as they were before it.
REMEMBER = """
WITH reader AS (
    SELECT id FROM accounts_user u WHERE id = %(user)s
        AND NOT EXISTS (SELECT FROM codes_searchesoff o WHERE o.user_id = u.id)
    FOR NO KEY UPDATE OF u
), written AS (
    INSERT INTO codes_searchedfor (user_id, text, system) SELECT id, %(text)s, %(system)s FROM reader
    ON CONFLICT (user_id, lower(text), system)
    DO UPDATE SET text = excluded.text, searched_at = statement_timestamp()
)
DELETE FROM codes_searchedfor WHERE id IN (
    SELECT s.id FROM codes_searchedfor s JOIN reader ON reader.id = s.user_id
    WHERE NOT (lower(s.text) = lower(%(text)s) AND s.system = %(system)s)
    ORDER BY s.searched_at DESC, s.id DESC OFFSET %(others)s
)
"""


@dataclass(frozen=True)
class Searched:
    """A page of a reader's history: `lines` as {pk, text, system_label, url, when}, and the pages around it."""

    lines: list
    number: int
    more: bool

    @property
    def previous(self):
        return self.number - 1 if self.number > 1 else None

    @property
    def next(self):
        return self.number + 1 if self.more else None


def remember(*, user, text, system=""):
    """Note that a reader searched for `text`; `system` is a system's key where the search was narrowed to one.

    One statement; none for a guest or an empty text. Spaces are joined, what is longer than LONGEST_SEARCH is cut,
    the same text in whatever case moves up, and beyond KEPT the oldest goes. Where the reader switched
    the history off nothing is written.
    """
    line = " ".join(cleaned(text).split())[:LONGEST_SEARCH].strip()
    if not line or not user.is_authenticated:
        return
    parameters = {"user": user.pk, "text": line, "system": system if system in SYSTEMS else "", "others": KEPT - 1}
    with connection.cursor() as cursor:
        cursor.execute(REMEMBER, parameters)


def is_on(user):
    """Whether the searches of a reader are remembered."""
    return not SearchesOff.objects.filter(user=user).exists()


@transaction.atomic
def switch(*, user, on):
    """Remember a reader's searches from now on, or no longer; what is remembered already stays."""
    if on:
        SearchesOff.objects.filter(user=user).delete()
    else:
        SearchesOff.objects.bulk_create([SearchesOff(user=user)], ignore_conflicts=True)


@transaction.atomic
def forget(*, user, pk=None):
    """Delete one search of a reader, or without `pk` all of them."""
    searches = SearchedFor.objects.filter(user=user)
    (searches if pk is None else searches.filter(pk=pk)).delete()


def page(user, number):
    """The Searched of a reader, the newest first, in one statement."""
    rows = list(SearchedFor.objects.filter(user=user)[(number - 1) * PAGE : number * PAGE + 1])
    return Searched([line(row) for row in rows[:PAGE]], number, len(rows) > PAGE)


def line(row):
    asked = {"q": row.text} | ({"system": row.system} if row.system else {})
    label = SYSTEMS[row.system].label if row.system in SYSTEMS else ""
    url = f"/search/?{urlencode(asked)}"
    return {"pk": row.pk, "text": row.text, "system_label": label, "url": url, "when": row.searched_at}


def data_of(user):
    """All that is remembered, as plain values for the file of the account's data."""
    rows = SearchedFor.objects.filter(user=user)
    return {
        "searches remembered": is_on(user),
        "searches": [{"text": row.text, "system": row.system, "when": row.searched_at} for row in rows],
    }
