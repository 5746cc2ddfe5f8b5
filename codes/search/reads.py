"""What the search is built from, read from the database: all of it, or what a few codes say since they changed."""

from collections import namedtuple

from django.db import connection

from codes.search.phrases import TABLES, Source, led_to, phrase
from codes.search.thesaurus import said_of_codes
from codes.search.weights import likelihood
from codes.systems import ICD10PCS

# Numbers without words are found by their beginning alone. Official words that need a licence are there only where the
# operator's files brought them: codes are found by them, and no list shows them.
ROWS = """
WITH RECURSIVE wanted AS (
    SELECT * FROM codes_code WHERE kind IN ('code', 'heading', 'modifier', 'place') {among}
), above AS (
    SELECT id, id AS reached, parent_id FROM wanted
    UNION ALL SELECT a.id, p.id, p.parent_id FROM above a JOIN codes_code p ON p.id = a.parent_id
)
SELECT c.id, c.system, c.value, c.bare, c.kind, c.billable, c.status, c.effective_from, c.effective_to, c.parent_id,
    a.reached AS top, c.attributes->'pricing'->>0 AS pricing, c.title,
    coalesce(nullif(c.descriptor, ''), c.short_descriptor) AS descriptor
FROM wanted c JOIN above a ON a.id = c.id AND a.parent_id IS NULL
WHERE c.title <> '' OR c.descriptor <> '' OR c.short_descriptor <> ''
"""
AMONG = "AND id = ANY (%(keys)s)"
HEADINGS = """
WITH RECURSIVE above AS (
    SELECT id, parent_id FROM codes_code WHERE id = ANY (%(keys)s)
    UNION ALL SELECT a.id, p.parent_id FROM above a JOIN codes_code p ON p.id = a.parent_id
)
SELECT a.id, a.parent_id AS heading FROM above a JOIN codes_code p ON p.id = a.parent_id AND p.kind = 'heading'
"""
TERMS = 'SELECT id, system, "table", term, "column", value, whole, see FROM codes_indexterm'
TERMS_OF = f"{TERMS} WHERE (system, value) IN (SELECT * FROM unnest(%(systems)s::text[], %(values)s::text[]))"
INCLUSIONS = "SELECT id, code_id, text FROM codes_note WHERE kind = 'inclusion_term'"
INCLUSIONS_OF = f"{INCLUSIONS} AND code_id = ANY (%(keys)s)"
# An index entry that names the beginning of more codes than these says too little about each.
MOST_BEGUN = 16


def rows(statement, **parameters):
    """All rows of a statement as named tuples."""
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        Row = namedtuple("Row", [column.name for column in cursor.description])
        return [Row(*row) for row in cursor.fetchall()]


def codes(keys=None):
    """The rows of all codes that have words, or of those with these keys."""
    if keys is None:
        return rows(ROWS.format(among=""))
    return rows(ROWS.format(among=AMONG), keys=list(keys))


def phrases(found):
    """All phrases of all codes."""
    return [*phrases_of(found, rows(INCLUSIONS)), *indexed(found, rows(TERMS)), *said(found)]


def some_phrases(found):
    """The phrases of a few codes, without those that an index leads to by way of another entry."""
    keys = [row.id for row in found]
    named = {"systems": [row.system for row in found], "values": [row.value for row in found]}
    return [*phrases_of(found, rows(INCLUSIONS_OF, keys=keys)), *indexed(found, rows(TERMS_OF, **named))]


def said_above(found):
    """{key of a code: words of the headings above it}."""
    pairs = rows(HEADINGS, keys=[row.id for row in found])
    headings = codes({pair.heading for pair in pairs})
    said = {}
    for one in some_phrases(headings):
        said.setdefault(one.code, set()).update((*one.essential, *one.optional))
    above = {}
    for pair in pairs:
        above.setdefault(pair.id, set()).update(said.get(pair.heading, ()))
    return above


def phrases_of(found, notes):
    """What codes say themselves: official words, our own title, inclusion terms."""
    for row in found:
        if row.descriptor:
            yield phrase(row.id, Source.DESCRIPTOR, 0, row.descriptor)
        if row.title and row.title != row.descriptor:
            yield phrase(row.id, Source.TITLE, 0, row.title)
    keys = {row.id for row in found}
    for note in notes:
        if note.code_id in keys:
            yield phrase(note.code_id, Source.INCLUSION_TERM, note.id, note.text)


def indexed(found, terms):
    """What the publishers' indexes say of codes."""
    by_value = {(row.system, row.bare): row.id for row in found}
    begun, targets = beginnings(found), led_to(terms)
    for term in terms:
        if term.id not in targets:
            continue
        system, value, whole = targets[term.id]
        bare = value.replace(".", "")
        exact = by_value.get((system, bare))
        keys = [exact] if exact else [] if whole else begun.get((system, bare), [])
        for key in keys if len(keys) <= MOST_BEGUN else []:
            yield phrase(key, TABLES[term.table], term.id, term.term, term.column)


def said(found):
    """What people say for codes and categories, from our own list; for a category also at its likeliest code."""
    by_value = {(row.system, row.value): row for row in found}
    below = billable_below(found)
    for text, system, value in said_of_codes():
        if row := by_value.get((system, value)):
            yield phrase(row.id, Source.SAID, 0, text)
            if row.id in below:
                yield phrase(below[row.id], Source.SAID, 0, text)


def billable_below(found):
    """{key of a heading: key of the likeliest billable code below it}."""
    rows_by_key = {row.id: row for row in found}
    best = {}
    for row in found:
        if not row.billable:
            continue
        worth, above = (likelihood(row, 0), "unspecified" in row.descriptor), row.parent_id
        while above in rows_by_key:
            best[above] = max(best.get(above, (worth, row.id)), (worth, row.id))
            above = rows_by_key[above].parent_id
    return {above: key for above, (_, key) in best.items()}


def beginnings(found):
    """{(system, beginning): keys of the codes} of ICD-10-PCS, whose tables have no rows for what they begin with."""
    begun = {}
    for row in found:
        if row.system == ICD10PCS.key and len(row.bare) == 7:
            for length in (4, 5, 6):
                begun.setdefault((row.system, row.bare[:length]), []).append(row.id)
    return begun
