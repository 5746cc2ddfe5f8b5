"""The reads of a code page that are more than one table each."""

from collections import defaultdict
from dataclasses import dataclass, field

from django.db import connection

from codes.models import Code, Note

LINE = "c.id, c.system, c.value, c.kind, c.billable, c.status, c.short_descriptor, c.descriptor, c.title"

# Ancestors from the nearest up, neighbours under the same parent, children, the codes before and behind
# in the publisher's order, and what replaces a deleted code.
PLACE = f"""
WITH RECURSIVE up AS (
    SELECT id, parent_id, 0 AS height FROM codes_code WHERE id = %(id)s
    UNION ALL SELECT p.id, p.parent_id, up.height + 1 FROM codes_code p JOIN up ON p.id = up.parent_id
)
SELECT {LINE}, 'ancestor' AS part, up.height AS place FROM up JOIN codes_code c ON c.id = up.id WHERE up.height > 0
UNION ALL
SELECT {LINE}, 'sibling', c.position FROM codes_code c WHERE c.parent_id = %(parent)s
UNION ALL
SELECT {LINE}, 'child', c.position FROM codes_code c WHERE c.parent_id = %(id)s
UNION ALL
(SELECT {LINE}, 'previous', 0 FROM codes_code c WHERE c.system = %(system)s AND c.position < %(position)s
    AND c.kind IN ('code', 'heading') ORDER BY c.position DESC LIMIT 1)
UNION ALL
(SELECT {LINE}, 'next', 0 FROM codes_code c WHERE c.system = %(system)s AND c.position > %(position)s
    AND c.kind IN ('code', 'heading') ORDER BY c.position LIMIT 1)
UNION ALL
SELECT {LINE}, 'replacement', r.position FROM codes_relation r JOIN codes_code c ON c.id = r.target_id
    WHERE r.code_id = %(id)s AND r.kind = 'replaced_by'
ORDER BY part, place
"""

# All that editors wrote beside the descriptors, in one statement: (part, name, text, more, url, day).
TEXTS = """
SELECT 'section' AS part, s.kind AS name, s.body AS text, s.source AS more, '' AS url,
    coalesce(s.as_of, s.edited_at::date) AS day, 0 AS position, s.id AS id
    FROM codes_section s WHERE s.code_id = %(id)s
UNION ALL
SELECT 'modifier', m.value, u.when, m.name, m.meaning, NULL, u.position, u.id
    FROM codes_modifieruse u JOIN codes_modifier m ON m.id = u.modifier_id WHERE u.code_id = %(id)s
UNION ALL
SELECT 'payer', p.payer, p.text, '', '', NULL, p.position, p.id FROM codes_payernote p WHERE p.code_id = %(id)s
UNION ALL
SELECT 'source', s.title, '', '', s.url, s.as_of, 0, s.id FROM codes_source s WHERE s.code_id = %(id)s
ORDER BY part, position, id
"""

# What a reader who may not see the sections is told of them: that they are there, and how much.
AMOUNTS = """
SELECT
    (SELECT count(*) FROM codes_note n WHERE n.kind <> 'seventh_character' AND (n.code_id = %(id)s
        OR (n.code_id = ANY (%(ancestors)s) AND n.kind <> 'inclusion_term')))
    + (SELECT count(*) FROM codes_note n WHERE n.kind = 'seventh_character' AND n.code_id = (
        SELECT f.code_id FROM codes_note f WHERE f.kind = 'seventh_character' AND f.code_id = ANY (%(seventh)s)
        ORDER BY array_position(%(seventh)s, f.code_id) LIMIT 1)),
    (SELECT array_agg(s.kind) FROM codes_section s WHERE s.code_id = %(id)s),
    (SELECT count(*) FROM codes_modifieruse u WHERE u.code_id = %(id)s),
    (SELECT count(*) FROM codes_relation r WHERE r.code_id = %(id)s),
    (SELECT count(*) FROM codes_payernote p WHERE p.code_id = %(id)s),
    (SELECT count(*) FROM codes_source s WHERE s.code_id = %(id)s)
"""


@dataclass
class Place:
    """Where a code stands: lists of codes by what they are to it."""

    ancestors: list = field(default_factory=list)
    siblings: list = field(default_factory=list)
    children: list = field(default_factory=list)
    replacements: list = field(default_factory=list)
    previous: Code | None = None
    next: Code | None = None


def place_of(code):
    """The Place of a code, in one statement."""
    parameters = {"id": code.pk, "parent": code.parent_id, "system": code.system, "position": code.position}
    parts = defaultdict(list)
    for line in Code.objects.raw(PLACE, parameters):
        parts[line.part].append(line)
    return Place(
        ancestors=parts["ancestor"][::-1],
        siblings=parts["sibling"],
        children=parts["child"],
        replacements=parts["replacement"],
        previous=next(iter(parts["previous"]), None),
        next=next(iter(parts["next"]), None),
    )


def texts_of(code):
    """What editors wrote about a code: {part: [row]}, each row a dict with name, text, more, url and day."""
    parts = defaultdict(list)
    with connection.cursor() as cursor:
        cursor.execute(TEXTS, {"id": code.pk})
        for part, name, text, more, url, day, *_ in cursor.fetchall():
            parts[part].append({"name": name, "text": text, "more": more, "url": url, "day": day})
    return parts


def notes_of(code, ancestors):
    """The notes at a code and those that it inherits, the nearest first within each kind.

    Inclusion terms name the code itself and are not inherited. Of 7th characters the nearest definition counts,
    and only where one is still to be chosen (ICD-10-CM Official Guidelines, section I.A.5).
    """
    near = {key: height for height, key in enumerate([code.pk, *(above.pk for above in reversed(ancestors))])}
    notes = sorted(Note.objects.filter(code__in=near).order_by("position"), key=lambda note: near[note.code_id])
    choosing = seventh_from(code, ancestors)
    defined = next((n.code_id for n in notes if n.kind == Note.Kind.SEVENTH and n.code_id in choosing), None)
    return [note for note in notes if counts(note, code, defined)]


def counts(note, code, defined):
    """Whether a note applies to `code`; `defined` is the key of the code that defines its 7th characters."""
    if note.kind == Note.Kind.SEVENTH:
        return note.code_id == defined
    return note.code_id == code.pk or note.kind != Note.Kind.INCLUSION_TERM


def seventh_from(code, ancestors):
    """The keys of the codes whose 7th characters may be those of `code`, the nearest first."""
    above = [ancestor.pk for ancestor in reversed(ancestors)] if code.kind == Code.Kind.HEADING else []
    return [code.pk, *above]


@dataclass(frozen=True)
class Amounts:
    """How much each section holds, without a word of it."""

    notes: int
    sections: frozenset
    modifiers: int
    relations: int
    payers: int
    sources: int


def amounts_of(code, ancestors):
    """The Amounts of a code, in one statement."""
    with connection.cursor() as cursor:
        cursor.execute(
            AMOUNTS,
            {
                "id": code.pk,
                "ancestors": [above.pk for above in ancestors],
                "seventh": seventh_from(code, ancestors),
            },
        )
        notes, sections, *counts = cursor.fetchone()
    return Amounts(notes, frozenset(sections or ()), *counts)
