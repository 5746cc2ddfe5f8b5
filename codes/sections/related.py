"""Related codes: primary and add-ons, what replaced a code, what to see instead; each link says why."""

from codes.models import Relation
from codes.sections.parts import OURS, PageSection, Part, told_as

HEADING = "Related codes"


def draw(subject):
    """[(label, [row])] by what the other code is to this one."""
    groups = [(kind.label, subject.texts[kind]) for kind in Relation.Kind if subject.texts[kind]]
    return PageSection("related", HEADING, groups, OURS) if groups else None


COUNTED = "(SELECT count(*) FROM codes_relation r WHERE r.code_id = %(id)s)"
PARTS = [Part(HEADING, draw, COUNTED, told_as("", words="{}, with the reason"))]
