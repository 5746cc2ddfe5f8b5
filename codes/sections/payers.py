"""Medicare coverage and payers: what payers look at for a code, and the coverage documents that name it."""

from itertools import groupby
from typing import NamedTuple

from codes.fact_queries import NAMED, STANDING
from codes.models import CoverageDocument
from codes.sections.paid import remarks, source_of
from codes.sections.parts import OURS, PageSection, Part, plural

HEADING = "Medicare coverage and payers"
WHAT = "list of coverage documents"
KINDS = {
    CoverageDocument.Kind.LCD: "Local coverage determinations",
    CoverageDocument.Kind.ARTICLE: "Articles on billing and coding",
}
ROLES = {
    "procedure": "It applies to this code",
    "supports": "This code supports medical necessity",
    "does_not_support": "This code does not support medical necessity",
}
# Payers that editors wrote about, documents, and whether any table of codes names the code at all.
COUNTED = f"""ARRAY[(SELECT count(*) FROM codes_payernote p WHERE p.code_id = %(id)s),
    (SELECT count(*) FROM ({STANDING}) d),
    (SELECT count(*) FROM (SELECT FROM codes_coveragecode c WHERE {NAMED} LIMIT 1) known)]"""


class Line(NamedTuple):
    """A coverage document and, in words, what the code is to it."""

    document: CoverageDocument
    roles: list


def draw(subject):
    return section(subject.facts.coverage, subject)


def section(covered, subject):
    """{notes, kinds, remarks, number, shown, all}; `all` is the address of the whole list where not all is shown."""
    notes = subject.texts["payer"]
    if not notes and covered is None:
        return None
    shown = len(covered.documents) if covered else 0
    content = {
        "notes": notes,
        "kinds": kinds(covered.documents) if covered else [],
        "remarks": remarks(covered.reach, subject.day, WHAT) if covered else [],
        "number": covered.number if covered else 0,
        "shown": shown,
        "all": f"{subject.today.url}coverage/" if covered and shown < covered.number else "",
    }
    return PageSection("payers", HEADING, content, source(notes, covered))


def source(notes, covered):
    """Ours, the publisher's, or both."""
    return " · ".join(part for part in (OURS if notes else "", source_of(covered.reach) if covered else "") if part)


def kinds(documents):
    """[(label, [Line])], determinations first."""
    grouped = groupby(documents, key=lambda pair: pair[0].kind)
    return [(KINDS[kind], [line(*pair) for pair in pairs]) for kind, pairs in grouped]


def line(document, roles):
    return Line(document, [ROLES[role] for role in roles])


def told(subject, amounts):
    """As "2 payers, 5 documents"."""
    payers, documents, known = amounts
    words = [plural(number, word) for number, word in ((payers, "payer"), (documents, "document")) if number]
    return ", ".join(words) if words or known else None


PARTS = [Part("payers", HEADING, draw, COUNTED, told)]
