"""What publishers say of other codes beside one: its add-on or primary codes on a day, and what replaced what."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from django.db import connection

from codes.changes import LICENSED
from codes.queries import ADDRESS, LISTED_AS
from codes.systems import CPT, HCPCS

# Of one kind: a code of ICD-10-CM has replaced up to 13 others, a heading was replaced by up to 126 codes, an add-on
# code has up to 276 primary codes.
MOST = 300
ADD_ON_OF_THE_DAY = """a.since <= %(day)s AND (a.until IS NULL OR a.until >= %(day)s)
    AND (a.effective IS NULL OR a.effective <= %(day)s) AND (a.deletion IS NULL OR a.deletion >= %(day)s)"""
ADD_ON_EDITS = f"""(SELECT '{{part}}' AS part, a.{{other}} AS value, a.edit_type AS type, NULL::date AS since,
        a.special_instruction AS more, a.release_id, count(*) OVER () AS number
    FROM codes_addonedit a WHERE a.{{own}} = %(value)s AND {ADD_ON_OF_THE_DAY} ORDER BY a.{{other}} LIMIT {MOST})"""
REPLACEMENTS = f"""(SELECT '{{part}}', x.{{other}}, NULL, x.effective, '', x.release_id, count(*) OVER ()
    FROM codes_replacement x WHERE x.system = %(system)s AND x.{{own}} = %(value)s
    ORDER BY x.effective DESC, x.{{other}} LIMIT {MOST})"""
PARTS = [
    ADD_ON_EDITS.format(part="primary", own="add_on", other="primary"),
    ADD_ON_EDITS.format(part="add_on", own="primary", other="add_on"),
    REPLACEMENTS.format(part="replaced_by", own="value", other="replaced_by"),
    REPLACEMENTS.format(part="replaces", own="replaced_by", other="value"),
    # Whether add-on edits of this code are loaded for later days only.
    """(SELECT 'later', '', NULL, min(a.since), '', min(a.release_id), count(*) FROM codes_addonedit a
        WHERE (a.add_on = %(value)s OR a.primary = %(value)s) AND a.since > %(day)s HAVING count(*) > 0)""",
]
RELATIVES = f"""
SELECT f.part, f.value, f.type, f.since, f.more, f.number, r.source, r.name, r.effective,
    coalesce(c.url, ''), coalesce(c.title, '')
FROM ({" UNION ALL ".join(PARTS)}) f
JOIN codes_release r ON r.id = f.release_id
LEFT JOIN LATERAL (SELECT {ADDRESS.format("c")} AS url, {LISTED_AS.format("c")} AS title
    FROM codes_code c WHERE c.system = ANY (%(systems)s) AND c.value = f.value LIMIT 1) c ON true
ORDER BY f.part, f.since DESC NULLS LAST, f.value
"""
# For guests: [all that are related, those that editors relate, how many add-on edits beside them name no code or are of
# later days only].
AMOUNTS = f"""ARRAY[
    (SELECT count(*) FROM (
        SELECT r.kind, t.value FROM codes_relation r JOIN codes_code t ON t.id = r.target_id WHERE r.code_id = %(id)s
        UNION SELECT 'primary', a.primary FROM codes_addonedit a WHERE a.add_on = %(value)s AND a.primary <> ''
            AND {ADD_ON_OF_THE_DAY}
        UNION SELECT 'add_on', a.add_on FROM codes_addonedit a WHERE a.primary = %(value)s AND {ADD_ON_OF_THE_DAY}
        UNION SELECT 'replaced_by', x.replaced_by FROM codes_replacement x
            WHERE x.system = %(system)s AND x.value = %(value)s
        UNION SELECT 'replaces', x.value FROM codes_replacement x
            WHERE x.system = %(system)s AND x.replaced_by = %(value)s) related),
    (SELECT count(*) FROM codes_relation r WHERE r.code_id = %(id)s),
    (SELECT count(*) FROM codes_addonedit a
        WHERE (a.add_on = %(value)s AND a.primary = '' AND {ADD_ON_OF_THE_DAY})
            OR (a.add_on = %(value)s OR a.primary = %(value)s) AND a.since > %(day)s)]"""


@dataclass(frozen=True)
class Relative:
    """Another code as its publisher relates it: `value` is empty where the contractors decide which codes those are.

    `type` is CMS's type of an add-on edit, `since` the day of a replacement; `number` counts all of the same kind.
    `source`, `release` and `effective` are those of the release that says so.
    """

    value: str
    type: int | None
    since: date | None
    more: str
    number: int
    source: str
    release: str
    effective: date
    url: str
    title: str


def relatives_of(code, day):
    """{kind: [Relative]} of a code on a day, in one statement.

    The kinds are those of Relation, "replaces", and "later": one row where add-on edits are of later days only.
    """
    parameters = {
        "system": code.system,
        "value": code.value,
        "day": day,
        "systems": [CPT.key, HCPCS.key] if code.system in (CPT.key, HCPCS.key) else [code.system],
        "licensed": LICENSED,
    }
    found = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(RELATIVES, parameters)
        for part, *row in cursor.fetchall():
            found[part].append(Relative(*row))
    return found
