"""What is suggested under the search box while somebody types."""

from dataclasses import dataclass

from codes import notation
from codes.labels import lines
from codes.models import SearchedFor
from codes.search import exact, find
from codes.search_history import line
from codes.search_page.results import on_the_day

# So many are shown, of one system only so many where others have some too; they are taken from among so many.
MOST, MOST_OF_ONE, AMONG = 12, 8, 30
# Of a reader's own searches.
RECENT = 8


@dataclass(frozen=True)
class Suggested:
    """`groups` is [(label of a system, its lines)], the system of the best result first; `number` how many lines."""

    groups: list
    number: int


def suggested(asked):
    """The Suggested of an Asked. Four statements at most, five where a beginning of a code is none."""
    codes = chosen(codes_for(asked))
    groups = {}
    for code, shown in zip(codes, lines(codes, with_system=False), strict=True):
        shown["url"] = on_the_day(asked, shown["url"])
        groups.setdefault(code.get_system_display(), []).append(shown)
    return Suggested(list(groups.items()), len(codes))


def codes_for(asked):
    """The best codes for what was typed so far; a code with a modifier behind it is that code."""
    if any(reading.modifier for reading in notation.readings(asked.text)) and (code := exact(asked.text)):
        return [code]
    found = find(asked.text, filters=asked.filters, number=AMONG, typing=True)
    return [result.code for result in found.results]


def chosen(codes):
    """The first of these codes, so that one system leaves some room for the others."""
    first, more, of_system = [], [], {}
    for code in codes:
        of_system[code.system] = of_system.get(code.system, 0) + 1
        (first if of_system[code.system] <= MOST_OF_ONE else more).append(code)
    kept = {code.pk for code in [*first, *more][:MOST]}
    return [code for code in codes if code.pk in kept]


def recent(user):
    """The newest searches of a reader as {text, system_label, url}; none where the history is switched off."""
    if not user.is_authenticated:
        return []
    return [line(row) for row in SearchedFor.objects.filter(user=user, user__searches_off=None)[:RECENT]]
