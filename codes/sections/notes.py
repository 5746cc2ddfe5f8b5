"""The publisher's notes at a code and those that it inherits."""

from typing import NamedTuple

from codes import queries
from codes.labels import label_of, listed_as
from codes.models import Note
from codes.sections.parts import PageSection, Part, published, told_as

HEADING = "Notes"
COUNTED = """(SELECT count(*) FROM codes_note n WHERE n.kind <> 'seventh_character' AND (n.code_id = %(id)s
        OR (n.code_id = ANY (%(ancestors)s) AND n.kind <> 'inclusion_term')))
    + (SELECT count(*) FROM codes_note n WHERE n.kind = 'seventh_character' AND n.code_id = (
        SELECT f.code_id FROM codes_note f WHERE f.kind = 'seventh_character' AND f.code_id = ANY (%(seventh)s)
        ORDER BY array_position(%(seventh)s, f.code_id) LIMIT 1))"""


class Above(NamedTuple):
    """Where an inherited note stands."""

    url: str
    label: str
    title: str


def draw(subject):
    kinds = by_kind(subject.today, subject.place.ancestors)
    return PageSection("notes", HEADING, kinds, published(subject.today)) if kinds else None


def by_kind(code, ancestors):
    """[(label, [(from, [text])])]: the notes of a code by kind; `from` is None or a line of the ancestor above."""
    notes = queries.notes_of(code, ancestors)
    above = {a.pk: Above(a.url, label_of(a), listed_as(a)) for a in ancestors}
    groups = []
    for kind in Note.Kind:
        origins = {}
        for note in notes:
            if note.kind == kind:
                origins.setdefault(above.get(note.code_id), []).append(note.text)
        if origins:
            groups.append((kind.label, list(origins.items())))
    return groups


def compared(subject):
    """How many notes there are of each kind."""
    kinds = by_kind(subject.today, subject.place.ancestors)
    return [(label, str(sum(len(texts) for _, texts in origins))) for label, origins in kinds]


PARTS = [Part("notes", HEADING, draw, COUNTED, told_as("", words="{} that apply"), compared)]
