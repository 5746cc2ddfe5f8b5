"""The free lists: the systems, what stands at one place of a hierarchy, modifiers and places of service."""

from dataclasses import dataclass

from django.db import connection
from django.db.models import Case, Value, When

from codes.context import newest as newest_releases
from codes.labels import label_of, lines, listed_as
from codes.models import Code, Release
from codes.status import NAMED, line_chips
from codes.systems import CPT, HCPCS, PLACES, SYSTEMS

PER_PAGE = 300
# How many of a system's releases are named on its page; the others are on the page of releases.
RELEASES = 4

# Groups before the codes that stand beside them: numbers without a chapter have an order of their own.
GROUPS = [Code.Kind.CHAPTER, Code.Kind.SECTION]
GROUPS_FIRST = Case(When(kind__in=GROUPS, then=Value(0)), default=Value(1))
# The first and the last value of each page of one level, as the rows are ordered; of groups only where no codes follow.
RANGES = """
SELECT coalesce((array_agg(value ORDER BY place) FILTER (WHERE is_code))[1], min(value)),
    (array_agg(value ORDER BY place DESC))[1]
FROM (
    SELECT value, is_code, row_number() OVER (ORDER BY is_code, position, value) AS place
    FROM (
        SELECT c.value, c.position, c.kind IN ('heading', 'code') AS is_code FROM codes_code c
        WHERE c.system = %(system)s AND c.kind NOT IN ('modifier', 'place')
            AND (c.parent_id = %(parent)s OR %(parent)s::bigint IS NULL AND c.parent_id IS NULL)
    ) c
) c
GROUP BY (place - 1) / %(size)s ORDER BY min(place)
"""


def loaded_systems():
    """The systems of which there are codes to browse, then the lists: {label, title, url, release}."""
    releases = {release["system"]: release["label"] for release in newest_releases()}
    browsed = [s for s in SYSTEMS.values() if s != PLACES and (s.key in releases or has_bare_numbers(s))]
    systems = [
        # CPT without a release of its own: its numbers are those that CMS's files name.
        {"label": s.label, "title": s.title, "url": f"/browse/{s.key}/", "release": releases.get(s.key, NAMED)}
        for s in browsed
    ]
    modifiers = {"label": "Modifiers", "title": "Two characters behind a code", "url": "/modifiers/"}
    places = {"label": "Places of service", "title": PLACES.title, "url": "/places-of-service/"}
    return [*systems, modifiers, places | {"release": releases.get(PLACES.key, "")}]


def has_bare_numbers(system):
    return system == CPT and Code.objects.in_system(CPT.key).in_tree().exists()


def releases_of(system):
    """The newest releases that are loaded of a system."""
    return list(Release.objects.standing().filter(system=system).order_by("-effective", "-pk")[:RELEASES])


# One place of a hierarchy


@dataclass(frozen=True)
class Level:
    """One page of what stands directly at one place: `ranges` gives [(first, last)] of all its pages."""

    codes: list
    page: int
    ranges: list

    @property
    def has_previous(self):
        return self.page > 1

    @property
    def has_next(self):
        return self.page < len(self.ranges)

    @property
    def links(self):
        """The pages as {label, page, here}, where there are several."""
        found = [
            {"label": first if first == last else f"{first}–{last}", "page": number, "here": number == self.page}
            for number, (first, last) in enumerate(self.ranges, start=1)
        ]
        return found if len(found) > 1 else []


def level(system, parent, page):
    """The Level below `parent` (a code or None for the top of the system), in two statements whatever its length."""
    with connection.cursor() as cursor:
        parameters = {"system": system, "parent": parent and parent.pk, "size": PER_PAGE}
        cursor.execute(RANGES, parameters)
        ranges = cursor.fetchall()
    page = min(page, len(ranges) or 1)
    codes = Code.objects.in_system(system).in_tree().filter(parent=parent).order_by(GROUPS_FIRST, "position", "value")
    start = (page - 1) * PER_PAGE
    return Level(list(codes.listed()[start : start + PER_PAGE]), page, ranges)


def browse_lines(codes):
    """(lines, numbers): lines lead on downwards, a heading or code also to its page; numbers say no more than where."""
    below = [f"/browse/{code.system}/{code.value}/" if code.kind == Code.Kind.HEADING else "" for code in codes]
    found = [line | {"below": url} for line, url in zip(lines(codes, with_system=False), below, strict=True)]
    return [line for line in found if not is_number(line)], [line for line in found if is_number(line)]


def is_number(line):
    """Whether a line is of a number that CMS's files name and nobody describes."""
    return not line["title"] and any(chip["text"] == NAMED for chip in line["chips"])


def browse_crumbs(code):
    """The way from the system down to `code`, itself left out."""
    ancestors = Code.objects.ancestors_of(code)
    system = {"label": code.get_system_display(), "url": f"/browse/{code.system}/"}
    return [system] + [
        {"label": label_of(a), "url": f"/browse/{a.system}/{a.value}/", "title": listed_as(a)} for a in ancestors
    ]


# Modifiers and places of service


def modifiers(text):
    """The modifiers that `text` finds, system by system: [{system, sources, rows}]."""
    # By system, because there is no index of kinds.
    return groups(Code.objects.modifiers().filter(system__in=[CPT.key, HCPCS.key]), text)


def places(text):
    """The places of service that `text` finds, as `modifiers` gives its groups."""
    return groups(Code.objects.places().in_system(PLACES.key), text)


UNSHOWN = ["attributes", "published", "release__files", "release__report"]


def groups(codes, text):
    """The groups of a list in the order of the systems; a row is found if it has all words of `text`."""
    codes = list(codes.select_related("release").defer(*UNSHOWN).order_by("value"))
    words = text.casefold().split()
    found = []
    for system in SYSTEMS.values():
        own = [code for code in codes if code.system == system.key]
        rows = [row for row in map(row_of, own) if all(word in row["searched"] for word in words)]
        if rows:
            found.append({"system": system, "sources": sources_of(own), "rows": rows})
    return found


def row_of(code):
    """A line of the list; without a licence of the operator's no official words stand in it."""
    name, more = words_of(code)
    return {
        "anchor": f"{code.system}-{code.value}",
        "value": code.value,
        "name": name,
        "more": more,
        "chip": line_chips(code)[0],
        "effective_from": code.effective_from,
        "effective_to": code.effective_to,
        "searched": f"{code.value} {name} {more}".casefold(),
    }


def words_of(code):
    """(name, description) of a modifier or place."""
    if not code.system_facts.official_text:
        return code.title, code.common_language
    if code.kind == Code.Kind.PLACE:
        return code.short_descriptor or code.title, code.descriptor or code.common_language
    return code.descriptor or code.title, "" if code.descriptor else code.common_language


def sources_of(codes):
    """The releases that a group's rows are from; our own words have none."""
    return sorted({str(code.release) for code in codes if code.release})
