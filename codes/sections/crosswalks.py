"""Crosswalks: the general equivalence mappings between ICD-9 and ICD-10, their flags in words."""

from itertools import groupby
from typing import NamedTuple

from codes.fact_queries import MAPPED
from codes.sections.paid import source_of
from codes.sections.parts import PageSection, Part, plural

HEADING = "Crosswalks"
LABELS = {"icd9cm": "ICD-9-CM", "icd9pcs": "ICD-9-CM procedures", "icd10cm": "ICD-10-CM", "icd10pcs": "ICD-10-PCS"}
EXACT, APPROXIMATE = "Exact match", "Approximate match"
# The lines of both directions; a combination counts once, however many codes it needs.
COUNTED = f"""CASE WHEN %(system)s IN {MAPPED} THEN (SELECT count(*) FILTER (WHERE NOT x.combination)
    + count(DISTINCT (x.source_system, x.source, x.scenario)) FILTER (WHERE x.combination) FROM (
        SELECT * FROM codes_crosswalk WHERE source_system = %(system)s AND source = %(value)s
        UNION ALL SELECT * FROM codes_crosswalk WHERE target_system = %(system)s AND target = %(value)s) x) END"""


class Target(NamedTuple):
    """One code of a mapping; `url` and `title` where it is loaded."""

    value: str
    url: str = ""
    title: str = ""


class Choice(NamedTuple):
    """One choice list: one of these codes is needed; `more` counts those that are not shown."""

    targets: list
    more: int


class Combination(NamedTuple):
    """Codes that are needed together, one of each choice; `source` is what they stand for."""

    source: str
    choices: list


class Direction(NamedTuple):
    """The mappings one way: single lines as (words, [Target]), combinations, and whether there is none at all."""

    heading: str
    lines: list
    combinations: list
    none: bool


def draw(subject):
    return section(subject.facts.crosswalks, subject.today)


def section(found, code):
    """{directions, number, more, all}: `more` where not all is shown, `all` the address of the whole list."""
    if found is None:
        return None
    directions = [away(found, code), back(found, code)]
    shown = len(found.away) + len(found.back) + sum(len(direction.combinations) for direction in directions)
    content = {
        "directions": [each for each in directions if each.lines or each.combinations or each.none],
        "number": found.number,
        "shown": shown,
        "more": shown < found.number,
        "all": f"{code.url}crosswalks/",
    }
    return PageSection("crosswalks", HEADING, content, source_of(found.reach))


def away(found, code):
    """From the code to ICD-9."""
    mapped = [row for row in found.away if not row["no_map"]]
    lists = [row for row in found.lists if row["source_system"] == code.system]
    system = other_system(found.away, lists, "target_system")
    lines = by_flag(mapped, "target")
    none = any(row["no_map"] for row in found.away)
    return Direction(f"To {LABELS.get(system, system)}", lines, combinations(lists, {}), none)


def back(found, code):
    """From ICD-9 to the code."""
    lists = [row for row in found.lists if row["target_system"] == code.system]
    system = other_system(found.back, lists, "source_system")
    lines = by_flag(found.back, "source")
    return Direction(f"From {LABELS.get(system, system)}", lines, combinations(lists, found.loaded), none=False)


def other_system(lines, lists, column):
    """The other side of a direction, "" where it has no line."""
    return next((row[column] for row in [*lines, *lists]), "")


def by_flag(rows, column):
    """[(words, [Target])]: exact ones first."""
    flags = ((EXACT, False), (APPROXIMATE, True))
    found = [(words, [Target(row[column]) for row in rows if row["approximate"] == flag]) for words, flag in flags]
    return [(words, targets) for words, targets in found if targets]


def combinations(rows, loaded):
    """The choice lists of each scenario of each source, in the publisher's order."""
    grouped = groupby(rows, key=lambda row: (row["source"], row["scenario"]))
    return [Combination(source, [choice(row, loaded) for row in lists]) for (source, _), lists in grouped]


def choice(row, loaded):
    targets = [Target(value, *loaded.get(value, ())) for value in row["targets"]]
    return Choice(targets, row["number"] - len(targets))


def told(subject, number):
    return plural(number, "mapping") if number else None


PARTS = [Part("crosswalks", HEADING, draw, COUNTED, told)]
