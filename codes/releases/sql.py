"""The statements that write codes, in the order in which they are run.

`stage` holds the rows of the files, `stage_note` their notes, `touched` the codes whose searchable words changed. All
three vanish with the transaction. Parameters: release, system, source, effective, first, noted.
"""

STAGE = """
DROP TABLE IF EXISTS stage, stage_note;
CREATE TEMPORARY TABLE stage (
    value text NOT NULL, parent text, position integer, kind text, billable boolean, status text,
    effective_from date, effective_to date, short_descriptor text, descriptor text, common_language text,
    attributes jsonb
) ON COMMIT DROP;
CREATE TEMPORARY TABLE stage_note (value text, position integer, kind text, text text) ON COMMIT DROP
"""
TOUCHED = "DROP TABLE IF EXISTS touched; CREATE TEMPORARY TABLE touched (id bigint) ON COMMIT DROP"
COPY_CODES = """
COPY stage (value, parent, position, kind, billable, status, effective_from, effective_to, short_descriptor,
    descriptor, common_language, attributes) FROM STDIN
"""
COPY_NOTES = "COPY stage_note (value, position, kind, text) FROM STDIN"
# The stage is never updated: an index made over updated rows cannot be used in the same transaction.
STAGED = """
CREATE UNIQUE INDEX ON stage (value);
CREATE INDEX ON stage_note (value);
ANALYZE stage; ANALYZE stage_note
"""

# A load ends only what is of a kind that its files hold: without the file of modifiers no modifier ends.
KINDS = """
(c.kind IN (SELECT kind FROM stage)
    OR (c.kind IN ('code', 'heading') AND EXISTS (SELECT FROM stage WHERE kind IN ('code', 'heading'))))
"""
COUNT_ENDING = f"""
SELECT count(*), count(*) FILTER (WHERE NOT EXISTS (SELECT FROM stage s WHERE s.value = c.value))
FROM codes_code c JOIN codes_release r ON r.id = c.release_id
WHERE c.system = %(system)s AND c.status = 'active' AND r.source = %(source)s
    AND c.kind NOT IN ('chapter', 'section') AND {KINDS}
"""

# Taking back. What later releases added goes, unless something of somebody's hangs on it (`free`); what they ended,
# brought back and revised is as before. Places and order are in the file; a code that is not has none.
UNDO = [
    "INSERT INTO touched SELECT code_id FROM codes_change WHERE release_id = %(undone)s AND code_id IS NOT NULL",
    """
UPDATE codes_code c SET kind = h.before, billable = (h.before = 'code' AND c.status = 'active') FROM codes_change h
WHERE h.code_id = c.id AND h.release_id = %(undone)s AND h.kind = 'ended' AND h.field = 'kind'
""",
    """
UPDATE codes_code c SET status = 'active', effective_to = nullif(h.before, '')::date, billable = (c.kind = 'code')
FROM codes_change h
WHERE h.code_id = c.id AND h.release_id = %(undone)s AND h.kind = 'ended' AND h.field IN ('', 'status')
""",
    """
UPDATE codes_code c SET status = 'deleted', billable = false, effective_to = nullif(h.before, '')::date
FROM codes_change h
WHERE h.code_id = c.id AND h.release_id = %(undone)s AND h.kind = 'added' AND h.field = 'status'
""",
    """
UPDATE codes_code c SET attributes = (c.attributes - h.keys) || coalesce(h.before, '{}')
FROM (SELECT code_id, array_agg(substr(field, 12)) AS keys,
          jsonb_object_agg(substr(field, 12), before::jsonb) FILTER (WHERE before <> '') AS before
      FROM codes_change WHERE release_id = %(undone)s AND kind = 'revised' AND field LIKE 'attributes.%%'
      GROUP BY code_id) h
WHERE h.code_id = c.id
""",
    *(
        f"""
UPDATE codes_code c SET {field} = h.before FROM codes_change h
WHERE h.code_id = c.id AND h.release_id = %(undone)s AND h.kind = 'revised' AND h.field = '{field}'
    AND NOT '{field}' = ANY (c.held)
"""
        for field in ("descriptor", "short_descriptor", "common_language")
    ),
    *(
        f"""
UPDATE codes_code c SET {field} = nullif(h.before, '')::date FROM codes_change h
WHERE h.code_id = c.id AND h.release_id = %(undone)s AND h.kind = 'revised' AND h.field = '{field}'
"""
        for field in ("effective_from", "effective_to")
    ),
    # Chapters and sections have no changes: what such a release deleted of them it found standing.
    """
UPDATE codes_code c SET status = 'active', effective_to = NULL, release_id = %(release)s
WHERE c.release_id = %(undone)s AND c.kind IN ('chapter', 'section') AND c.status = 'deleted'
""",
    # A change of notes kept them all, a kind and a text on each line.
    """
DELETE FROM codes_note n USING codes_change h
WHERE n.code_id = h.code_id AND h.release_id = %(undone)s AND h.kind = 'notes'
""",
    """
INSERT INTO codes_note (code_id, position, kind, text)
SELECT h.code_id, l.position - 1, split_part(l.line, ': ', 1), substr(l.line, strpos(l.line, ': ') + 2)
FROM codes_change h, unnest(string_to_array(nullif(h.before, ''), E'\\n')) WITH ORDINALITY l (line, position)
WHERE h.release_id = %(undone)s AND h.kind = 'notes'
""",
]
# A code that the file has too is new in it: it is written again with its own words and first day.
GONE = """
DROP TABLE IF EXISTS gone;
CREATE TEMPORARY TABLE gone ON COMMIT DROP AS
SELECT c.id FROM codes_code c
WHERE c.system = %(system)s
    AND (c.id IN (SELECT h.code_id FROM codes_change h
                  WHERE h.release_id = ANY (%(releases)s) AND h.kind = 'added' AND h.field = '')
        OR NOT EXISTS (SELECT FROM stage s WHERE s.value = c.value)
            AND (%(everything)s AND c.release_id IN (SELECT r.id FROM codes_release r WHERE r.source = %(source)s)
                OR c.kind IN ('chapter', 'section') AND c.status = 'active' AND c.release_id = ANY (%(releases)s)))
"""
UNDO_ADDED = """
UPDATE codes_code c SET parent_id = NULL WHERE c.parent_id IN (SELECT id FROM gone);
DELETE FROM codes_note n USING gone WHERE n.code_id = gone.id;
UPDATE codes_change h SET code_id = NULL FROM gone WHERE h.code_id = gone.id;
DELETE FROM codes_code c USING gone WHERE c.id = gone.id;
DROP TABLE gone
"""
# A code that somebody wrote about stays, and begins when this file is in force.
BEGIN_AGAIN = """
UPDATE codes_code c SET effective_from = CASE WHEN NOT %(first)s THEN %(effective)s::date END
FROM codes_change h JOIN codes_release r ON r.id = h.release_id
WHERE h.code_id = c.id AND h.release_id = ANY (%(releases)s) AND h.kind = 'added' AND h.field = ''
    AND c.effective_from = r.effective
"""
# What stays of releases that are taken back belongs to the one that takes them back.
CLAIM_CODES = "UPDATE codes_code c SET release_id = %(release)s WHERE c.release_id = ANY (%(releases)s)"

# A descriptor that an editor holds stays. That the publisher's words have changed since is kept as a conflict.
NOTE_CONFLICTS = """
INSERT INTO codes_change (release_id, code_id, system, value, kind, field, before, after, resolution)
SELECT %(release)s, c.id, c.system, c.value, 'conflict', f.field, f.before, f.after, ''
FROM codes_code c JOIN stage s ON c.system = %(system)s AND c.value = s.value,
LATERAL (VALUES ('descriptor', c.descriptor, s.descriptor),
                ('short_descriptor', c.short_descriptor, s.short_descriptor),
                ('common_language', c.common_language, s.common_language)) f (field, before, after)
WHERE f.field = ANY (c.held) AND f.before <> f.after AND f.after <> ''
    AND c.published ->> f.field IS DISTINCT FROM f.after
"""

# A code that becomes a header, or the reverse, counts as its publisher counts it: one ended and one added. A code that
# comes back is added. What else differs is a revision, words that a file is the first to hold excepted. Chapters and
# sections are no codes and have no history. What the publisher did in a release (its action) is no property of the
# code.
NOTE_CHANGES = """
INSERT INTO codes_change (release_id, code_id, system, value, kind, field, before, after, resolution)
SELECT %(release)s, c.id, c.system, c.value, f.change, f.field, f.before, f.after, ''
FROM codes_code c JOIN stage s ON c.system = %(system)s AND c.value = s.value,
LATERAL (VALUES
    ('ended', 'kind', c.kind, s.kind, c.kind <> s.kind),
    ('added', 'kind', c.kind, s.kind, c.kind <> s.kind),
    ('added', 'status', coalesce(c.effective_to::text, ''), 'active', c.status = 'deleted' AND s.status = 'active'),
    ('ended', 'status', coalesce(c.effective_to::text, ''), coalesce(s.effective_to::text, ''),
        c.status = 'active' AND s.status = 'deleted'),
    ('revised', 'effective_from', coalesce(c.effective_from::text, ''), coalesce(s.effective_from::text, ''),
        s.effective_from IS NOT NULL AND c.effective_from IS DISTINCT FROM s.effective_from),
    ('revised', 'effective_to', coalesce(c.effective_to::text, ''), coalesce(s.effective_to::text, ''),
        c.status = s.status AND c.effective_to IS DISTINCT FROM s.effective_to),
    ('revised', 'descriptor', c.descriptor, s.descriptor,
        c.descriptor <> s.descriptor AND c.descriptor <> '' AND s.descriptor <> ''
        AND NOT 'descriptor' = ANY (c.held)),
    ('revised', 'short_descriptor', c.short_descriptor, s.short_descriptor,
        c.short_descriptor <> s.short_descriptor AND c.short_descriptor <> '' AND s.short_descriptor <> ''
        AND NOT 'short_descriptor' = ANY (c.held)),
    ('revised', 'common_language', c.common_language, s.common_language,
        s.common_language NOT IN ('', c.common_language) AND NOT 'common_language' = ANY (c.held))
) f (change, field, before, after, differs)
WHERE f.differs AND c.kind NOT IN ('chapter', 'section')
UNION ALL
SELECT %(release)s, c.id, c.system, c.value, 'revised', 'attributes.' || k.key,
    coalesce((c.attributes -> k.key)::text, ''), coalesce((s.attributes -> k.key)::text, ''), ''
FROM codes_code c JOIN stage s ON c.system = %(system)s AND c.value = s.value AND c.attributes <> s.attributes,
LATERAL (SELECT jsonb_object_keys(c.attributes || s.attributes)) k (key)
WHERE c.attributes -> k.key IS DISTINCT FROM s.attributes -> k.key AND k.key NOT IN ('action', 'action_effective')
"""

# The words that the file has and the code may take.
TAKEN = """
    CASE WHEN '{0}' = ANY (c.held) OR s.{0} = '' THEN c.{0} ELSE s.{0} END
"""
DESCRIPTOR, SHORT, COMMON = map(TAKEN.format, ("descriptor", "short_descriptor", "common_language"))
# The publisher's words for what an editor holds; what this file has no words for stays as it was.
PUBLISHED = """(
    SELECT coalesce(jsonb_object_agg(f.field, coalesce(nullif(f.words, ''), c.published ->> f.field, '')), '{}')
    FROM (VALUES ('descriptor', s.descriptor), ('short_descriptor', s.short_descriptor),
        ('common_language', s.common_language)) f (field, words)
    WHERE f.field = ANY (c.held))"""
REVISE = f"""
WITH revised AS (
    UPDATE codes_code c SET
        descriptor = {DESCRIPTOR}, short_descriptor = {SHORT}, common_language = {COMMON},
        attributes = s.attributes, billable = s.billable, kind = s.kind, status = s.status,
        effective_from = coalesce(s.effective_from, c.effective_from), effective_to = s.effective_to,
        release_id = %(release)s,
        published = {PUBLISHED}
    FROM stage s
    WHERE c.system = %(system)s AND c.value = s.value AND (
        (c.descriptor, c.short_descriptor, c.common_language, c.attributes, c.billable, c.kind, c.status,
        c.effective_to)
        IS DISTINCT FROM
        ({DESCRIPTOR}, {SHORT}, {COMMON}, s.attributes, s.billable, s.kind, s.status, s.effective_to)
        OR (s.effective_from IS NOT NULL AND c.effective_from IS DISTINCT FROM s.effective_from)
        OR (c.held <> '{{}}' AND c.published IS DISTINCT FROM {PUBLISHED}))
    RETURNING c.id
)
INSERT INTO touched SELECT id FROM revised
"""

# What the very first release of a source brings was valid before it: only later codes begin on its date.
ADD = """
WITH new AS (
    INSERT INTO codes_code (system, value, position, kind, billable, status, effective_from, effective_to,
        short_descriptor, descriptor, common_language, attributes, published, title, service_type, sites_of_service,
        global_days, unit_of_service, role, held, release_id)
    SELECT %(system)s, s.value, s.position, s.kind, s.billable, s.status,
        coalesce(s.effective_from, CASE WHEN NOT %(first)s AND s.kind IN ('code', 'heading', 'modifier')
                                        THEN %(effective)s::date END),
        s.effective_to, s.short_descriptor, s.descriptor, s.common_language, s.attributes, '{}', '', '', '{}', '', '',
        '', '{}', %(release)s
    FROM stage s LEFT JOIN codes_code c ON c.system = %(system)s AND c.value = s.value WHERE c.id IS NULL
    RETURNING id, system, value, kind
), noted AS (
    INSERT INTO codes_change (release_id, code_id, system, value, kind, field, before, after, resolution)
    SELECT %(release)s, id, system, value, 'added', '', '', '', '' FROM new
    WHERE %(noted)s AND kind NOT IN ('chapter', 'section')
)
INSERT INTO touched SELECT id FROM new
"""

# The day on which a code of another source ended (a sample, a bare number) is not known from this file.
END = f"""
WITH over AS (
    UPDATE codes_code c SET status = 'deleted', billable = false, release_id = %(release)s,
        effective_to = CASE WHEN r.source = %(source)s
            THEN greatest(least(%(effective)s::date - 1, c.effective_to), c.effective_from) ELSE c.effective_to END
    FROM codes_code old LEFT JOIN codes_release r ON r.id = old.release_id
    WHERE old.id = c.id AND c.system = %(system)s AND c.status = 'active' AND {KINDS}
        AND NOT EXISTS (SELECT FROM stage s WHERE s.value = c.value)
    RETURNING c.id, c.system, c.value, c.kind, old.effective_to AS before, c.effective_to AS after
)
INSERT INTO codes_change (release_id, code_id, system, value, kind, field, before, after, resolution)
SELECT %(release)s, id, system, value, 'ended', '', coalesce(before::text, ''), coalesce(after::text, ''), ''
FROM over WHERE %(noted)s AND kind NOT IN ('chapter', 'section')
"""
# The groups of a sample, once nothing stands under them.
DROP_SAMPLE_GROUPS = """
DELETE FROM codes_code c USING codes_release r
WHERE r.id = c.release_id AND NOT r.official AND c.system = %(system)s AND c.kind IN ('chapter', 'section')
    AND NOT EXISTS (SELECT FROM codes_code below WHERE below.parent_id = c.id)
    AND NOT EXISTS (SELECT FROM stage s WHERE s.value = c.value)
"""

# Place and order are the publisher's; they move with every release and are no revision of the code. A file without
# chapters and sections leaves what stands beneath them where it is; a new category finds its section by its range.
ORDER = """
UPDATE codes_code c SET position = s.position, release_id = %(release)s,
    parent_id = coalesce(p.id, CASE WHEN s.kind IN ('heading', 'code') THEN c.parent_id END)
FROM stage s LEFT JOIN codes_code p ON p.system = %(system)s AND p.value = s.parent
WHERE c.system = %(system)s AND c.value = s.value AND (c.position, c.parent_id, c.release_id) IS DISTINCT FROM
    (s.position, coalesce(p.id, CASE WHEN s.kind IN ('heading', 'code') THEN c.parent_id END), %(release)s)
"""
FIND_SECTIONS = """
UPDATE codes_code c SET parent_id = (
    SELECT g.id FROM codes_code g
    WHERE g.system = c.system AND g.kind = 'section' AND g.value ~ '^[A-Z][0-9A-Z]{2}-[A-Z][0-9A-Z]{2}$'
        AND left(c.value, 3) BETWEEN left(g.value, 3) AND right(g.value, 3)
    ORDER BY left(g.value, 3) DESC, right(g.value, 3) LIMIT 1)
WHERE c.system = %(system)s AND c.parent_id IS NULL AND c.kind IN ('heading', 'code')
    AND EXISTS (SELECT FROM codes_code g WHERE g.system = c.system AND g.kind = 'section')
"""

# Notes. Which codes' notes differ is found first: the change keeps them before and after.
OLD_NOTES = """
DROP TABLE IF EXISTS other_notes;
CREATE TEMPORARY TABLE other_notes ON COMMIT DROP AS
SELECT c.id, coalesce(string_agg(o.text, E'\\n' ORDER BY o.position), '') AS before,
    coalesce(string_agg(o.fresh, E'\\n' ORDER BY o.position), '') AS after
FROM codes_code c JOIN stage s ON c.system = %(system)s AND c.value = s.value
JOIN LATERAL (
    SELECT coalesce(n.position, f.position) AS position, n.kind || ': ' || n.text AS text,
        f.kind || ': ' || f.text AS fresh
    FROM (SELECT * FROM codes_note WHERE code_id = c.id) n
    FULL JOIN (SELECT * FROM stage_note WHERE value = s.value) f ON f.position = n.position
) o ON true
GROUP BY c.id HAVING bool_or(o.text IS DISTINCT FROM o.fresh)
"""
NOTE_NOTES = """
INSERT INTO codes_change (release_id, code_id, system, value, kind, field, before, after, resolution)
SELECT %(release)s, c.id, c.system, c.value, 'notes', 'notes', o.before, o.after, ''
FROM other_notes o JOIN codes_code c ON c.id = o.id
WHERE c.kind NOT IN ('chapter', 'section')
    AND NOT EXISTS (SELECT FROM codes_change h WHERE h.code_id = c.id AND h.release_id = %(release)s
                                    AND h.kind = 'added' AND h.field = '')
"""
DROP_NOTES = "DELETE FROM codes_note n USING other_notes o WHERE n.code_id = o.id"
ADD_NOTES = """
WITH written AS (
    INSERT INTO codes_note (code_id, position, kind, text)
    SELECT c.id, s.position, s.kind, s.text
    FROM other_notes o JOIN codes_code c ON c.id = o.id JOIN stage_note s ON s.value = c.value
)
INSERT INTO touched SELECT id FROM other_notes
"""

# The search reads what was touched anew.
DUE_IN_SEARCH = "INSERT INTO codes_searchdue (code_id) SELECT DISTINCT t.id FROM touched t JOIN codes_code c USING (id)"
TOUCH_INDEXED = """
INSERT INTO touched SELECT c.id FROM codes_code c WHERE (c.system, c.value) IN (SELECT system, value FROM {table})
"""
TOUCH_INDEXED_BY = """
INSERT INTO touched SELECT c.id FROM codes_code c
WHERE (c.system, c.value) IN (SELECT t.system, t.value FROM codes_indexterm t WHERE t.release_id = %s)
"""

# Numbers that CMS's files name, where no licensed list of codes is loaded: a page with what is public about them.
BARE = """
INSERT INTO codes_code (system, value, position, kind, billable, status, short_descriptor, descriptor, common_language,
    attributes, published, title, service_type, sites_of_service, global_days, unit_of_service, role, held, release_id)
SELECT 'cpt', n.value, 0, 'code', false, 'active', '', '', '', '{}', '{}', '', '', '{}', '', '', '', '{}', %(release)s
FROM (SELECT DISTINCT value FROM numbers WHERE value ~ '^[0-9]{4}[0-9FTUMA]$') n
WHERE NOT EXISTS (SELECT FROM codes_code c WHERE c.system = 'cpt' AND c.value = n.value)
"""
# As the book stands: the numbers, then each letter's.
ORDER_BARE = """
UPDATE codes_code c SET position = o.place FROM (
    SELECT id, row_number() OVER (ORDER BY value !~ '^[0-9]{5}$', right(value, 1) !~ '[0-9]',
        CASE WHEN value ~ '[A-Z]$' THEN right(value, 1) END, value) AS place
    FROM codes_code WHERE system = 'cpt' AND kind = 'code'
) o WHERE o.id = c.id AND c.position <> o.place
"""


def drop_bare(numbers, free):
    """The statement that removes the pages of numbers which no table names any more: `numbers` are (table, column)."""
    unnamed = ' AND NOT EXISTS (SELECT FROM {0} t WHERE t."{1}" = c.value)'
    named = "".join(unnamed.format(table, column) for table, column in numbers)
    return f"""
WITH bare AS (
    SELECT c.id FROM codes_code c JOIN codes_release r ON r.id = c.release_id
    WHERE c.system = 'cpt' AND r.system = '' AND r.id = ANY (%(releases)s) AND {free} {named}
), unnamed AS (
    UPDATE codes_change h SET code_id = NULL FROM bare WHERE h.code_id = bare.id
)
DELETE FROM codes_code c USING bare WHERE c.id = bare.id
"""


BARE_WORDS = """
UPDATE codes_code c SET short_descriptor = n.descriptor
FROM (SELECT DISTINCT ON (value) value, descriptor FROM numbers WHERE descriptor <> '' ORDER BY value, descriptor) n,
    codes_release r
WHERE c.system = 'cpt' AND c.value = n.value AND r.id = c.release_id AND r.source <> 'cpt'
    AND c.short_descriptor <> n.descriptor
"""
