"""Where shared texts hold: what an editor types as a range, and which codes lie in it."""

from django.db import connection

from codes.changes import as_printed
from codes.models import Code

# How many codes are counted before the answer is "more than".
MOST = 10_000
# The codes that a range holds for: those between its ends, and all below a row that both ends name.
HELD = """
WITH RECURSIVE below AS (
    SELECT c.id FROM codes_code c WHERE c.system = %(system)s AND c.value = %(first)s AND %(first)s = %(last)s
    UNION ALL SELECT c.id FROM codes_code c JOIN below b ON c.parent_id = b.id
),
held AS (
    SELECT c.id, c.kind, c.position, c.value FROM codes_code c
    WHERE c.system = %(system)s AND c.bare COLLATE "C" >= %(bare_first)s
        AND left(c.bare, length(%(bare_last)s)) COLLATE "C" <= %(bare_last)s
    UNION SELECT c.id, c.kind, c.position, c.value FROM below b JOIN codes_code c ON c.id = b.id
)
SELECT {} FROM held WHERE kind IN ('code', 'heading')
"""


def ends(system, first, last):
    """The ends of a range as they are kept, from what an editor typed; `last` may be empty."""
    first, last = as_printed(first, system), as_printed(last or first, system)
    return first, last


def held(what, system, first, last):
    parameters = {"system": system, "first": first, "last": last}
    parameters |= {"bare_first": first.replace(".", ""), "bare_last": last.replace(".", "")}
    with connection.cursor() as cursor:
        cursor.execute(HELD.format(what[0]) + what[1], parameters)
        return cursor.fetchall()


def number_of(system, first, last):
    """How many code pages a range holds for, counted no further than MOST + 1."""
    return len(held(("1", f" LIMIT {MOST + 1}"), system, first, last))


def example_of(system, first, last):
    """A code that the range holds for, one that can be billed rather than a heading; None where there is none."""
    rows = held(("id", " ORDER BY kind = 'heading', position, value LIMIT 1"), system, first, last)
    return Code.objects.filter(pk=rows[0][0]).first() if rows else None


def holds_for(text, code):
    """Whether a text is shown on a code."""
    above = {each.value for each in Code.objects.ancestors_of(code)} | {code.value}
    first, last, bare = (value.replace(".", "") for value in (text.first, text.last, code.value))
    by_place = text.first == text.last and text.first in above
    return text.system == code.system and (by_place or (first <= bare and bare[: len(last)] <= last))
