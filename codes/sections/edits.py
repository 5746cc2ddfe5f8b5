"""NCCI edits and unit limits: what Medicare does not pay beside a code, and how much of it on one day."""

from typing import NamedTuple
from urllib.parse import urlencode

from django.utils.formats import date_format
from django.utils.timezone import localdate

from codes import edits
from codes.models import Setting
from codes.sections.paid import overtaken
from codes.sections.parts import PageSection, Part, plural
from codes.systems import CPT, HCPCS

HEADING = "NCCI edits and unit limits"
# How many edits the code page itself shows.
FIRST = 20


class Row(NamedTuple):
    """How many edits of a setting are in force: each column's number and where those are listed."""

    setting: str
    columns: list


def has_edits(code):
    """Whether CMS makes such edits for codes of this system."""
    return code.system in (CPT.key, HCPCS.key)


def draw(subject):
    """{code, day, found, counts, all_url, limits: told_of_limits, edits: told_of_edits}."""
    if not has_edits(subject.code):
        return None
    found = edits.read(subject.code.value, subject.day, most=FIRST)
    if not (found.edits_ever or found.limits_ever):
        return None
    content = {
        "code": subject.code,
        "day": subject.day,
        "found": found,
        "counts": [row_of(subject, found, setting) for setting in edits.SETTINGS],
        "shown": found.number_of(edits.Asked()),
        "all_url": address(subject, state="all"),
    }
    return PageSection("edits", HEADING, content | told_of(found, subject.day), "CMS")


def row_of(subject, found, setting):
    key = edits.SETTINGS[setting]
    columns = [
        (found.numbers.get((key, side), 0), address(subject, setting=setting, column=name))
        for name, side in (("one", 1), ("two", 2))
    ]
    return Row(edits.CALLED[key], columns)


def address(subject, **chosen):
    """Where all edits of the code are listed, for the same day."""
    on = {} if subject.day == localdate() else {"on": subject.day.isoformat()}
    return f"{subject.code.url}edits/?{urlencode(on | chosen)}"


# What the releases do not tell


def told_of(found, day):
    """What the releases are and leave open.

    {limits_sources, limits_overtaken, no_limits, unreached, edits_sources, edits_overtaken}, each empty where there is
    nothing to say.
    """
    limits, pairs = of_part(found, "limits"), of_part(found, "edits")
    return {
        "limits_sources": whose(limits),
        "limits_overtaken": oldest(limits, day, "release of unit limits"),
        "no_limits": no_limits(found, limits, day),
        "unreached": [edits.CALLED[each] for each in Setting if each not in limits] if limits else [],
        "edits_sources": whose(pairs),
        "edits_overtaken": oldest(pairs, day, "release of NCCI edits"),
    }


def of_part(found, part):
    """{Setting: Source} of the releases of "limits" or "edits"."""
    named = {setting: f"{part} {setting.label}" for setting in Setting}
    return {setting: found.sources[name] for setting, name in named.items() if name in found.sources}


def whose(sources):
    """[(Source, for whom)]: a release that brought several settings stands there once."""
    found = {}
    for setting, source in sources.items():
        found.setdefault(source, []).append(edits.CALLED[setting])
    return [(source, " and ".join(whom)) for source, whom in found.items()]


def no_limits(found, reached, day):
    """Why there is no limit to show; "" where there is one."""
    if not reached:
        return f"No release of unit limits is loaded for {date_format(day)}."
    if found.limits:
        return ""
    whom = " and ".join(edits.CALLED[setting] for setting in reached)
    return f"No unit limit of this code is published for {whom}. CMS keeps some limits to itself."


def oldest(sources, day, what):
    """That a newer release than the oldest of these is out and not loaded; "" where none is."""
    first = min(sources.values(), key=lambda source: source.effective, default=None)
    return overtaken(first, day, what) if first else ""


def told(subject, amounts):
    """For guests: "1,204 edits, unit limits"; nothing of the kind is None."""
    number, limits, ever = amounts or (0, 0, 0)
    words = [plural(number, "edit")] if number else []
    return ", ".join([*words, *(["unit limits"] if limits else [])]) if ever else None


def compared(subject):
    """The limits and how many edits are in force, for the comparison of codes."""
    if not has_edits(subject.code):
        return None
    found = edits.read(subject.code.value, subject.day, most=0)
    limits = [(f"Most units, {limit.whom}", f"{limit.units:,} per {limit.per}") for limit in found.limits]
    counted = [(key, found.number_of(edits.Asked(setting=name))) for name, key in edits.SETTINGS.items()]
    numbers = [(f"NCCI edits, {edits.CALLED[key]}", f"{number:,}") for key, number in counted if number]
    return limits + numbers or None


PARTS = [Part("edits", HEADING, draw, edits.AMOUNTS, told, compared)]
