"""The editors' Markdown sections, in the order of Section.Kind: what is written about the code, then what it shares."""

import json
from functools import partial
from typing import NamedTuple

from django.utils.formats import date_format

from codes.markdown import rendered
from codes.models import Code, Section
from codes.models.shared import HOLDS, span
from codes.queries import SHARED
from codes.sections.parts import OURS, PageSection, Part


class Shared(NamedTuple):
    """A text that serves many codes: `where` as in "all of E11", `url` leads there, `told` says who stands for it."""

    where: str
    url: str
    title: str
    told: str
    html: str


def draw(subject, *, kind):
    """{own, shared}: the HTML of the code's own text or "", and the Shared texts."""
    own = next((row for row in subject.texts["section"] if row["name"] == kind), None)
    shared = [shared_text(row) for row in subject.texts["shared"] if row["name"] == kind][:SHARED]
    if own is None and not shared:
        return None
    origin = f"{own['more'] or OURS} · {date_format(own['day'])}" if own else ""
    return PageSection("prose", kind.label, {"own": rendered(own["text"]) if own else "", "shared": shared}, origin)


def shared_text(row):
    more = json.loads(row["more"])
    reviewed = f"reviewed by {more['reviewer']}" if more["reviewer"] else ""
    told = ", ".join(part for part in (more["source"], reviewed or OURS, date_format(row["day"])) if part)
    return Shared(where(more), row["url"], more["title"], told, rendered(row["text"]))


def where(more):
    """As in "all of E11", "all of Chapter 4" or "64490 to 64495"."""
    if more["first"] != more["last"]:
        return span(more["first"], more["last"])
    chapter = more["kind"] == Code.Kind.CHAPTER and more["first"].isdigit()
    return f"all of {'Chapter ' if chapter else ''}{more['first']}"


def told(subject, there):
    return "" if there else None


def counted(kind):
    """Whether there is a text of the code's own or one that it shares."""
    return f"""(EXISTS (SELECT FROM codes_section s WHERE s.code_id = %(id)s AND s.kind = '{kind.value}')
    OR EXISTS (SELECT FROM codes_sharedtext s WHERE s.state = 'published' AND s.system = %(system)s
        AND s.kind = '{kind.value}' AND {HOLDS.format("s")}))"""


PARTS = [Part(kind.value, kind.label, partial(draw, kind=kind), counted(kind), told) for kind in Section.Kind]
