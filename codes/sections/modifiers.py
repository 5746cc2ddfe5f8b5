"""The modifiers that go with a code, and when to use them."""

from codes.sections.parts import OURS, PageSection, Part, told_as

HEADING = "Modifiers"


def draw(subject):
    rows = subject.texts["modifier"]
    return PageSection("modifiers", HEADING, rows, OURS) if rows else None


COUNTED = "(SELECT count(*) FROM codes_modifieruse u WHERE u.code_id = %(id)s)"
PARTS = [Part("modifiers", HEADING, draw, COUNTED, told_as("", words="{} that apply"))]
