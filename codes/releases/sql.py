"""The statements of a load, in the order in which the loader runs them.

`stage` holds the rows of the file and `stage_note` their notes; both vanish with the transaction.
"""

STAGE = """
DROP TABLE IF EXISTS stage, stage_note;
CREATE TEMPORARY TABLE stage (
    value text NOT NULL, parent text, position integer, kind text, billable boolean,
    short_descriptor text, descriptor text
) ON COMMIT DROP;
CREATE TEMPORARY TABLE stage_note (value text, position integer, kind text, text text) ON COMMIT DROP
"""
COPY_CODES = "COPY stage (value, parent, position, kind, billable, short_descriptor, descriptor) FROM STDIN"
COPY_NOTES = "COPY stage_note (value, position, kind, text) FROM STDIN"
# The stage is never updated: an index made over updated rows cannot be used in the same transaction.
STAGED = """
CREATE UNIQUE INDEX ON stage (value);
CREATE INDEX ON stage_note (value);
ANALYZE stage; ANALYZE stage_note
"""

COUNT_ENDING = """
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT FROM stage s WHERE s.value = c.value))
FROM codes_code c JOIN codes_release r ON r.id = c.release_id
WHERE c.system = %(system)s AND c.status = 'active' AND r.source = %(source)s
"""

# A descriptor that an editor holds stays; that the release says something else is kept as a conflict.
NOTE_CONFLICTS = """
INSERT INTO codes_change (release_id, code_id, kind, field, before, after)
SELECT %(release)s, c.id, 'conflict', f.field, f.before, f.after
FROM codes_code c JOIN stage s ON c.system = %(system)s AND c.value = s.value,
LATERAL (VALUES ('descriptor', c.descriptor, s.descriptor),
                ('short_descriptor', c.short_descriptor, s.short_descriptor)) f (field, before, after)
WHERE f.field = ANY (c.held) AND f.before <> f.after
"""


def note_revision(field, before, after):
    """The statement that keeps what one field was and becomes, unless an editor holds it."""
    return f"""
INSERT INTO codes_change (release_id, code_id, kind, field, before, after)
SELECT %(release)s, c.id, 'revised', '{field}', {before}, {after}
FROM codes_code c JOIN stage s ON c.system = %(system)s AND c.value = s.value
WHERE {before} IS DISTINCT FROM {after} AND NOT '{field}' = ANY (c.held)
"""


NOTE_REVISIONS = [
    note_revision("descriptor", "c.descriptor", "s.descriptor"),
    note_revision("short_descriptor", "c.short_descriptor", "s.short_descriptor"),
    note_revision("billable", "c.billable::text", "s.billable::text"),
    note_revision("kind", "c.kind", "s.kind"),
    note_revision("status", "c.status", "'active'::text"),
]

REVISE = """
UPDATE codes_code c SET
    descriptor = CASE WHEN 'descriptor' = ANY (c.held) THEN c.descriptor ELSE s.descriptor END,
    short_descriptor = CASE WHEN 'short_descriptor' = ANY (c.held) THEN c.short_descriptor
                            ELSE s.short_descriptor END,
    billable = s.billable, kind = s.kind, status = 'active', effective_to = NULL, release_id = %(release)s
FROM stage s
WHERE c.system = %(system)s AND c.value = s.value AND (
    (c.descriptor <> s.descriptor AND NOT 'descriptor' = ANY (c.held))
    OR (c.short_descriptor <> s.short_descriptor AND NOT 'short_descriptor' = ANY (c.held))
    OR (c.billable, c.kind, c.status) IS DISTINCT FROM (s.billable, s.kind, 'active'))
"""

# What the very first release of a source brings was valid before it: only later codes begin on its date.
ADD = """
WITH new AS (
    INSERT INTO codes_code (system, value, position, kind, billable, status, effective_from, short_descriptor,
        descriptor, title, common_language, service_type, sites_of_service, global_days, unit_of_service, role,
        held, release_id)
    SELECT %(system)s, s.value, s.position, s.kind, s.billable, 'active',
        CASE WHEN EXISTS (SELECT FROM codes_release r WHERE r.system = %(system)s AND r.source = %(source)s
                          AND r.id <> %(release)s) THEN %(effective)s::date END,
        s.short_descriptor, s.descriptor, '', '', '', '{}', '', '', '', '{}', %(release)s
    FROM stage s LEFT JOIN codes_code c ON c.system = %(system)s AND c.value = s.value WHERE c.id IS NULL
    RETURNING id
)
INSERT INTO codes_change (release_id, code_id, kind, field, before, after)
SELECT %(release)s, id, 'added', '', '', '' FROM new
"""

END = """
WITH over AS (
    UPDATE codes_code c SET status = 'deleted', billable = false, release_id = %(release)s,
        effective_to = greatest(%(effective)s::date - 1, c.effective_from)
    FROM codes_release r
    WHERE r.id = c.release_id AND r.source = %(source)s AND c.system = %(system)s AND c.status = 'active'
        AND NOT EXISTS (SELECT FROM stage s WHERE s.value = c.value)
    RETURNING c.id
)
INSERT INTO codes_change (release_id, code_id, kind, field, before, after)
SELECT %(release)s, id, 'ended', '', '', '' FROM over
"""

# Place and order are the publisher's; they move with every release and are no revision of the code.
ORDER = """
UPDATE codes_code c SET position = s.position, parent_id = p.id, release_id = %(release)s
FROM stage s LEFT JOIN codes_code p ON p.system = %(system)s AND p.value = s.parent
WHERE c.system = %(system)s AND c.value = s.value
    AND (c.position, c.parent_id, c.release_id) IS DISTINCT FROM (s.position, p.id, %(release)s)
"""

DROP_NOTES = """
DELETE FROM codes_note n USING codes_code c
WHERE n.code_id = c.id AND c.system = %(system)s AND EXISTS (SELECT FROM stage s WHERE s.value = c.value)
    AND NOT EXISTS (SELECT FROM stage_note s WHERE s.value = c.value AND s.position = n.position
                    AND s.kind = n.kind AND s.text = n.text)
"""
ADD_NOTES = """
INSERT INTO codes_note (code_id, position, kind, text)
SELECT c.id, s.position, s.kind, s.text
FROM stage_note s JOIN codes_code c ON c.system = %(system)s AND c.value = s.value
ON CONFLICT (code_id, position) DO NOTHING
"""

# What a search finds: descriptors and our own title first, inclusion terms behind them; never what editors wrote
# in metered sections. D holds the words unstemmed, for an unfinished last word: "hypertensi" has no stem in common
# with "hypertension".
WORDS = """
setweight(to_tsvector('english', c.value || ' ' || c.descriptor || ' ' || c.title), 'A') ||
setweight(to_tsvector('simple', c.descriptor || ' ' || c.title), 'D') ||
setweight(to_tsvector('english', coalesce((
    SELECT string_agg(n.text, '; ' ORDER BY n.position) FROM codes_note n
    WHERE n.code_id = c.id AND n.kind = 'inclusion_term'), '')), 'B')
"""
SEARCH_OF_STAGED = f"""
UPDATE codes_code c SET search = {WORDS}
FROM stage s
WHERE c.system = %(system)s AND c.value = s.value AND c.search IS DISTINCT FROM {WORDS}
"""
SEARCH_OF_CODES = f"UPDATE codes_code c SET search = {WORDS} WHERE c.id = ANY (%s)"
