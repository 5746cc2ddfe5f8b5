"""Search: an exact code, the beginning of a code, or words in official text and synonyms."""

from dataclasses import dataclass, field

from django.contrib.postgres.search import SearchQuery, SearchRank
from django.db.models import F, Q, Value
from django.db.models.functions import Length

from codes import notation
from codes.models import Code

PER_PAGE = 50
LONGEST = 200
# Ranking reads every match it is given: the very common words are cut in the publisher's order first.
RANKED = 4_000
# Matches in the descriptor count ten times those in a synonym; 1|2: long texts count for less.
WEIGHTS = [0.05, 0.0, 0.1, 1.0]


@dataclass(frozen=True)
class Found:
    """The answer to a search: `exact` a code to open at once, else a page of codes and how they were found."""

    exact: Code | None = None
    codes: list = field(default_factory=list)
    how: str = ""
    more: bool = False


def find(text, *, page=1):
    """Search for what a reader typed; `page` counts from 1."""
    text = " ".join(text.replace("\0", "").split())[:LONGEST]
    if not text:
        return Found()
    if code := exact(text):
        return Found(exact=code)
    if notation.is_prefix(text) and (codes := listed(Code.objects.with_pages().starting_with(text), page)):
        return found(codes, f"codes beginning with {text.upper()}")
    for how, query in word_queries(text):
        if codes := listed(by_words(query), page):
            return found(codes, how)
    return Found()


def exact(text):
    """The code that `text` names, in the likeliest of its readings, or None."""
    readings = notation.readings(text)
    if not readings:
        return None
    wanted = Q()
    for reading in readings:
        wanted |= Q(system=reading.system, value=reading.value)
    codes = {(code.system, code.value): code for code in Code.objects.with_pages().filter(wanted).listed()}
    return next((codes[r.system, r.value] for r in readings if (r.system, r.value) in codes), None)


def listed(codes, page):
    """One page of codes and one more, which tells that there is a further page."""
    if not codes.ordered:
        codes = codes.order_by("bare", "system")
    start = (page - 1) * PER_PAGE
    return list(codes.listed()[start : start + PER_PAGE + 1])


def found(codes, how):
    return Found(codes=codes[:PER_PAGE], how=how, more=len(codes) > PER_PAGE)


def word_queries(text):
    """(how, query) from the strictest to the loosest: all words, the beginnings of all, any of them."""
    words = [word for word in "".join(c if c.isalnum() else " " for c in text).split() if word]
    if not words:
        return
    yield "all words", SearchQuery(text, config="english", search_type="plain")
    start = " & ".join(f"{word.lower()}:*" for word in words)
    yield "words beginning so", SearchQuery(start, config="simple", search_type="raw")
    if len(words) > 1:
        yield "any of the words", SearchQuery(" | ".join(words), config="english", search_type="raw")


def by_words(query, among=None):
    """Matches with the best first: by fit, then the shorter text, then the publisher's order."""
    among = Code.objects.with_pages() if among is None else among
    matches = among.filter(search=query).order_by("system", "position").values("pk")[:RANKED]
    rank = SearchRank(F("search"), query, weights=WEIGHTS, cover_density=True, normalization=Value(2))
    return (
        Code.objects.filter(pk__in=matches)
        .annotate(rank=rank, long=Length("descriptor"))
        .order_by("-rank", "long", "system", "position")
    )


def near(system, text, number=4):
    """Codes that stand around where `text` would stand, for a page that does not exist."""
    reading = notation.read_in(system, text)
    value = reading.value if reading else text.strip().upper()
    codes = Code.objects.in_system(system).with_pages().listed()
    before = codes.filter(value__lt=value).order_by("-value")[:number]
    after = codes.filter(value__gt=value).order_by("value")[:number]
    return [*reversed(before), *after]


def keys(text, number=500):
    """The primary keys of what `text` finds, chapters and sections included: for the editors' list."""
    text = " ".join(text.replace("\0", "").split())[:LONGEST]
    if code := exact(text):
        return [code.pk]
    if notation.is_prefix(text):
        found = list(Code.objects.starting_with(text).order_by("bare").values_list("pk", flat=True)[:number])
        if found:
            return found
    for _, query in word_queries(text):
        if found := list(by_words(query, Code.objects.all()).values_list("pk", flat=True)[:number]):
            return found
    return []
