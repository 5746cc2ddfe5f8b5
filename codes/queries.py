"""The reads of a code page that are more than one table each."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date

from django.db import connection

from codes import pcs
from codes.changes import LICENSED
from codes.models import Change, Code, Note, Release, Section
from codes.models.shared import HOLDS
from codes.releases.sources import SOURCES

LINE = """c.id, c.system, c.value, c.kind, c.billable, c.status, c.effective_from, c.effective_to, c.short_descriptor,
    c.descriptor, c.title"""
# How many neighbours and children are shown: a table of ICD-10-PCS has up to two thousand codes.
BEFORE, BEHIND, CHILDREN = 5, 20, 60
# The parts of releases that list codes: an index alone does not say what is valid.
CODE_PARTS = sorted({part for source in SOURCES.values() for part in source.codes})

# Ancestors from the nearest up, neighbours under the same parent, children, the codes before and behind
# in the publisher's order, and what replaces a deleted code: what editors say, and what its publisher put in its place
# since it ended (a "previous code" of a conversion table may live on).
PLACE = f"""
WITH RECURSIVE up AS (
    SELECT id, parent_id, 0 AS height FROM codes_code WHERE id = %(id)s
    UNION ALL SELECT p.id, p.parent_id, up.height + 1 FROM codes_code p JOIN up ON p.id = up.parent_id
)
SELECT {LINE}, 'ancestor' AS part, up.height AS place FROM up JOIN codes_code c ON c.id = up.id WHERE up.height > 0
UNION ALL
(SELECT {LINE}, 'sibling', c.position FROM codes_code c WHERE c.parent_id = %(parent)s
    AND c.system = %(system)s AND c.position < %(position)s ORDER BY c.position DESC LIMIT {BEFORE})
UNION ALL
(SELECT {LINE}, 'sibling', c.position FROM codes_code c WHERE c.parent_id = %(parent)s
    AND c.system = %(system)s AND c.position >= %(position)s ORDER BY c.position LIMIT {BEHIND} + 1)
UNION ALL
(SELECT {LINE}, 'child', c.position FROM codes_code c WHERE c.parent_id = %(id)s
    ORDER BY c.position LIMIT {CHILDREN})
UNION ALL
(SELECT {LINE}, 'previous', 0 FROM codes_code c WHERE c.system = %(system)s AND c.position < %(position)s
    AND c.kind IN ('code', 'heading') ORDER BY c.position DESC LIMIT 1)
UNION ALL
(SELECT {LINE}, 'next', 0 FROM codes_code c WHERE c.system = %(system)s AND c.position > %(position)s
    AND c.kind IN ('code', 'heading') ORDER BY c.position LIMIT 1)
UNION ALL
SELECT {LINE}, 'replacement', r.position FROM codes_relation r JOIN codes_code c ON c.id = r.target_id
    WHERE r.code_id = %(id)s AND r.kind = 'replaced_by'
UNION ALL
SELECT {LINE}, 'replacement', 1000000 FROM codes_replacement x
    JOIN codes_code c ON c.system = x.system AND c.value = x.replaced_by
    WHERE x.system = %(system)s AND x.value = %(value)s AND %(deleted)s AND x.effective > %(ended)s
ORDER BY part, place, value
"""

# How a code is named beside others: official words stand there only where they need no licence of the operator's.
LISTED_AS = """CASE WHEN {0}.system = ANY (%(licensed)s) THEN {0}.title
    ELSE coalesce(nullif({0}.descriptor, ''), nullif({0}.title, ''), {0}.short_descriptor) END"""
ADDRESS = """CASE {0}.kind WHEN 'modifier' THEN '/modifiers/#' || {0}.system || '-' || {0}.value
    WHEN 'chapter' THEN '/browse/' || {0}.system || '/' || {0}.value || '/'
    WHEN 'section' THEN '/browse/' || {0}.system || '/' || {0}.value || '/'
    ELSE '/' || {0}.system || '/' || {0}.value || '/' END"""
# As many shared texts as one section shows: nobody reads more guidelines about one code. The nearest come first.
SHARED = 12
# All that editors wrote beside the descriptors, in one statement: (part, name, text, more, url, day), related codes
# under what they are to this one; the texts that it shares with others; and which of the codes that
# the publisher refers to are loaded.
TEXTS = f"""
SELECT 'section' AS part, s.kind AS name, s.body AS text, s.source AS more, '' AS url,
    coalesce(s.as_of, s.edited_at::date) AS day, 0 AS position, s.id AS id
    FROM codes_section s WHERE s.code_id = %(id)s
UNION ALL
SELECT 'modifier', m.value, u.when, {LISTED_AS.format("m")}, {ADDRESS.format("m")}, NULL, u.position, u.id
    FROM codes_modifieruse u JOIN codes_code m ON m.id = u.modifier_id WHERE u.code_id = %(id)s
UNION ALL
SELECT r.kind, t.value, r.why, {LISTED_AS.format("t")}, {ADDRESS.format("t")}, NULL, r.position, r.id
    FROM codes_relation r JOIN codes_code t ON t.id = r.target_id WHERE r.code_id = %(id)s
UNION ALL
SELECT 'payer', p.payer, p.text, '', '', NULL, p.position, p.id FROM codes_payernote p WHERE p.code_id = %(id)s
UNION ALL
SELECT 'source', s.title, '', '', s.url, s.as_of, 0, s.id FROM codes_source s WHERE s.code_id = %(id)s
UNION ALL
(SELECT 'shared', s.kind, s.body, jsonb_build_object('title', s.title, 'first', s.first, 'last', s.last,
        'source', s.source, 'reviewer', u.name, 'kind', a.kind)::text,
    coalesce({ADDRESS.format("a")}, ''), coalesce(s.as_of, s.published_at::date),
    row_number() OVER (PARTITION BY s.kind ORDER BY s.first DESC, s.last, s.id) AS place, s.id
    FROM codes_sharedtext s LEFT JOIN accounts_user u ON u.id = s.reviewer_id AND NOT u.id = ANY (s.writers)
    LEFT JOIN codes_code a ON a.system = s.system AND a.value = s.first AND a.id <> %(id)s
    WHERE s.state = 'published' AND s.system = %(system)s AND {HOLDS.format("s")}
    ORDER BY place LIMIT {SHARED * len(Section.Kind)})
UNION ALL
SELECT 'reference', c.value, '', '', {ADDRESS.format("c")}, NULL, 0, c.id
    FROM codes_code c WHERE c.system IN ('cpt', 'hcpcs') AND c.value = ANY (%(references)s)
"""
# Beside the texts of open sections, how much others hold.
AMOUNTS = """UNION ALL
SELECT 'amounts', '', jsonb_build_array({})::text, '', '', NULL, 0, 0
"""

# A code as it was on a day: what later releases of its source changed, the newest first; the release that was in force,
# and the first one. What the first one changed was our own sample.
AROUND = """
WITH standing AS (
    SELECT r.id, r.system, r.source, r.name, r.effective, r.official, r.loaded_at, r.first, r.parts
    FROM codes_release r WHERE r.source = %(source)s AND r.undone_at IS NULL
)
SELECT s.*, 'change' AS part, h.kind, h.field, h.before, h.id AS change
FROM standing s JOIN codes_change h ON h.release_id = s.id
WHERE h.system = %(system)s AND h.value = %(value)s AND s.effective > %(day)s AND NOT s.first
    AND h.kind IN ('added', 'revised', 'ended') AND h.field = ANY (%(fields)s)
UNION ALL
(SELECT s.*, 'first', '', '', '', 0 FROM standing s WHERE s.parts && %(parts)s ORDER BY s.effective, s.id LIMIT 1)
UNION ALL
(SELECT s.*, 'in_force', '', '', '', 0 FROM standing s WHERE s.parts && %(parts)s AND s.effective <= %(day)s
    ORDER BY s.effective DESC, s.id DESC LIMIT 1)
ORDER BY part, effective DESC, id DESC, change DESC
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
    parameters = {
        "id": code.pk,
        "parent": code.parent_id,
        "system": code.system,
        "value": code.value,
        "position": code.position,
        "deleted": code.status == Code.Status.DELETED,
        "ended": code.effective_to or date.min,
    }
    parts = defaultdict(list)
    for line in Code.objects.raw(PLACE, parameters):
        if line not in parts[line.part]:
            parts[line.part].append(line)
    return Place(
        ancestors=parts["ancestor"][::-1],
        siblings=parts["sibling"],
        children=parts["child"],
        replacements=parts["replacement"],
        previous=next(iter(parts["previous"]), None),
        next=next(iter(parts["next"]), None),
    )


@dataclass
class Around:
    """The releases around a day: the first and the one in force, None where there is none, and what later ones changed.

    Each change is the Release that made it, with the change's `kind`, `field` and `before`.
    """

    first: Release | None = None
    in_force: Release | None = None
    changes: list = field(default_factory=list)


def releases_around(code, day):
    """The Around of a code on a day, in one statement; without a release of its own there is none."""
    if code.release is None:
        return Around()
    parameters = {
        "source": code.release.source,
        "system": code.system,
        "value": code.value,
        "day": day,
        "fields": list(Change.OPEN),
        "parts": CODE_PARTS,
    }
    parts = defaultdict(list)
    for line in Release.objects.raw(AROUND, parameters):
        parts[line.part].append(line)
    return Around(
        first=next(iter(parts["first"]), None),
        in_force=next(iter(parts["in_force"]), None),
        changes=parts["change"],
    )


def texts_of(code, references=(), ancestors=(), amounts=None):
    """What editors wrote about a code: {part: [row]}, each row a dict with name, text, more, url and day.

    Related codes are under their Relation.Kind, with what they are called as `more`. The part "reference" holds those
    of `references` (values of codes and modifiers) that are loaded. The part "shared" holds the texts that hold for the
    code and others, under their kind; `more` is JSON with title, first, last, source, the reviewer's name,
    and the kind of the row that `first` names. With `amounts`, which are (subject, counted) of `amounts_of`, the part
    "amounts" holds them as one row, whose text is a JSON list.
    """
    parts = defaultdict(list)
    parameters = {"id": code.pk, "licensed": LICENSED, "references": list(references)} | held_by(code, ancestors)
    statement = TEXTS
    if amounts:
        subject, counted = amounts
        statement += AMOUNTS.format(", ".join(counted))
        parameters |= counting(subject)
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} ORDER BY part, position, id", parameters)
        for part, name, text, more, url, day, *_ in cursor.fetchall():
            parts[part].append({"name": name, "text": text, "more": more, "url": url, "day": day})
    return parts


def held_by(code, ancestors):
    """The parameters by which shared texts are found for a code: see `models.shared.HOLDS`."""
    above = [each.value for each in (*ancestors, code)]
    return {"system": code.system, "bare": code.value.replace(".", ""), "above": above}


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


def amounts_of(subject, counted):
    """How much sections hold, without a word of them: the value of each SQL expression of `counted`, in one statement.

    They may name the parameters id, system, value, day, ancestors (keys, the top first), seventh (keys of the codes
    whose 7th characters may count, the nearest first), pcs (the code's own value if it is of ICD-10-PCS), and bare and
    above (see `held_by`).
    """
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(counted)}", counting(subject))
        return cursor.fetchone()


def counting(subject):
    """The parameters of `amounts_of`."""
    code, ancestors = subject.today, subject.place.ancestors
    return {
        "id": code.pk,
        "system": code.system,
        "value": code.value,
        "day": subject.day,
        "ancestors": [above.pk for above in ancestors],
        "seventh": seventh_from(code, ancestors),
        "pcs": pcs.spelled(code),
    } | held_by(code, ancestors)
