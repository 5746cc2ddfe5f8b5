"""The editors' Markdown sections, in the order of Section.Kind."""

from functools import partial

from django.utils.formats import date_format

from codes.markdown import rendered
from codes.models import Section
from codes.sections.parts import OURS, PageSection, Part


def draw(subject, *, kind):
    row = next((row for row in subject.texts["section"] if row["name"] == kind), None)
    if row is None:
        return None
    origin = f"{row['more'] or OURS} · {date_format(row['day'])}"
    return PageSection("prose", kind.label, rendered(row["text"]), origin)


def told(subject, there):
    return "" if there else None


def counted(kind):
    return f"(SELECT count(*) FROM codes_section s WHERE s.code_id = %(id)s AND s.kind = '{kind.value}')"


PARTS = [Part(kind.label, partial(draw, kind=kind), counted(kind), told) for kind in Section.Kind]
