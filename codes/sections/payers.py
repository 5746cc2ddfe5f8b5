"""Medicare coverage and payers: what payers look at for a code."""

from codes.sections.parts import OURS, PageSection, Part, told_as

HEADING = "Medicare coverage and payers"


def draw(subject):
    rows = subject.texts["payer"]
    return PageSection("payers", HEADING, rows, OURS) if rows else None


COUNTED = "(SELECT count(*) FROM codes_payernote p WHERE p.code_id = %(id)s)"
PARTS = [Part(HEADING, draw, COUNTED, told_as("payer"))]
