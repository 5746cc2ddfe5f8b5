"""One search from what was typed to a page of codes, each with the reason why it was found."""

from dataclasses import dataclass

import numpy as np

from codes import notation
from codes.models import Code
from codes.plain_text import cleaned
from codes.search import by_code, ranking
from codes.search.filters import Filters
from codes.search.query import Query, Reader
from codes.search.store import held
from codes.search.why import reasons

PER_PAGE = 50
# Of what is typed, in characters.
LONGEST = 200
EVERYTHING = Filters()
# Of codes that are compared while somebody types.
TYPED = 1_500
# Words of so many letters begin so many others that what they find is kept beside the index.
SHORT = 2


@dataclass(frozen=True)
class Result:
    """A code with the reason why it was found, and its score: 1 is a code of which all is said and nothing besides."""

    code: Code
    why: str = ""
    score: float | None = None


@dataclass(frozen=True)
class Found:
    """The answer to a search.

    `exact` is the one code that was named, to be opened at once. `results` is a page of Results, `after` what
    continues behind it ("" at the end), `total` how many there are (None where they are not counted) and
    `beginning` says that they begin with what was typed. `query` tells how the words were read.
    """

    exact: Code | None = None
    results: tuple = ()
    after: str = ""
    total: int | None = None
    beginning: bool = False
    query: Query = Query()


def find(text, *, filters=EVERYTHING, after="", number=PER_PAGE, typing=False):
    """Search for what a reader typed; returns a Found with at most `number` results behind `after`.

    `typing` says that the last word may not be finished; then no reasons are given. Five statements at most.
    """
    text = typed(text)
    if not text:
        return Found(total=0)
    if not typing and (code := by_code.exact(text)):
        return Found(exact=code, results=(Result(code, "the code itself"),), total=1)
    if notation.is_prefix(text) and (found := beginning(text, filters, after, number)):
        return found
    return by_words(text, filters, after, number, typing)


def typed(text):
    """What was typed, in one line."""
    return " ".join(cleaned(text[: 10 * LONGEST]).split())[:LONGEST]


def beginning(text, filters, after, number):
    """The codes that begin with what was typed, as a Found, or None."""
    if filters.chapter:
        codes = beginning_in_chapter(text, filters, after, number + 1)
    else:
        codes = by_code.beginning(text, filters, after=after, number=number + 1)
    if not codes:
        return None
    last = codes[number - 1] if len(codes) > number else None
    results = tuple(Result(code, f"begins with {text.upper()}") for code in codes[:number])
    return Found(results=results, after=f"{bare(last)} {last.system}" if last else "", beginning=True)


def beginning_in_chapter(text, filters, after, number):
    """The same among the codes of one chapter, which the index knows of each code."""
    index = held.current()
    start = text.upper().replace(".", "").replace(" ", "").encode()
    left = filters.allowed(index) & (index.bare >= start) & (index.bare < start + b"\x7f")
    rows = np.flatnonzero(left & (index.bare > after.partition(" ")[0].encode()))
    keys = index.key[rows[np.argsort(index.bare[rows], kind="stable")[:number]]].tolist()
    codes = Code.objects.filter(pk__in=keys).listed().in_bulk()
    return [codes[key] for key in keys if key in codes]


def bare(code):
    return code.value.replace(".", "")


def by_words(text, filters, after, number, typing):
    index, query, ranked = fitting(text, filters, typing)
    start = behind(ranked, index, after)
    page = slice(start, start + number)
    keys = index.key[ranked.rows[page]].tolist()
    codes = Code.objects.filter(pk__in=keys).listed().in_bulk()
    whys = [""] * len(keys) if typing else reasons(index, query, ranked.phrases[page])
    found = zip(keys, whys, ranked.scores[page].tolist(), strict=True)
    results = tuple(Result(codes[key], why, score) for key, why, score in found if key in codes)
    more = start + number < len(ranked.rows)
    last = start + number - 1
    following = f"{ranked.scores[last]:.6f} {keys[-1]}" if more else ""
    return Found(results=results, after=following, total=len(ranked.rows), query=query)


def fitting(text, filters=EVERYTHING, typing=False):
    """(Index, Query, Ranked) of a text: of what is being typed fewer codes are compared, and its beginnings kept."""
    index = held.current()
    short = typing and len(text) <= SHORT and filters == EVERYTHING
    if not short or text not in index.begun:
        query = Reader(index, typing=typing).read(text)
        ranked = ranking.ranked(index, query, filters.allowed(index), most=TYPED if typing else ranking.MOST)
        if not short:
            return index, query, ranked
        index.begun[text] = query, ranked
    return index, *index.begun[text]


def behind(ranked, index, after):
    """The place behind the code that `after` names as "score key"; where it is gone, behind its score."""
    score, _, key = after.partition(" ")
    try:
        score, key = float(score), int(key)
    except ValueError:
        return 0
    places = (index.key[ranked.rows] == key).nonzero()[0]
    return int(places[0]) + 1 if len(places) else int((ranked.scores >= score).sum())
