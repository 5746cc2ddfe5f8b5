"""The ranking: how well what a query asks for fits each code.

A code is as good as its best phrase. A phrase is good if it says all that is asked for and little else; what the code's
other phrases and the headings above it say counts too, but less. Among equals the likelier code comes first.
First the codes are found that say enough anywhere, then the phrases of these alone are compared.
"""

from dataclasses import dataclass

import numpy as np

from codes.search.index import GONE

# How much of what is asked for a code must say, measured against the best code, and at all.
ENOUGH = 0.4
LEAST = 0.3
# Of codes whose phrases are compared.
MOST = 5_000
# The parts of a score; they were chosen on queries that are kept apart from those that judge (docs/search.md).
POWER = 1.0
ALL = 0.8
TERSE = 0.35
BAG = 0.4
PRIOR = 0.1
# Further codes of one family step back, so that ten sides of one fracture do not hide what else is meant.
STEP_BACK = 0.96
MOST_STEPS = 12
# How sure each kind of phrase is, as codes.search.phrases.Source numbers them.
SURE = np.array([1.0, 1.0, 1.0, 1.0, 0.9, 0.82, 0.97, 0.9, 0.97], dtype=np.float32)


@dataclass(frozen=True)
class Ranked:
    """Rows of codes, the best first, with their scores and the phrase that fits each best (-1: none of its own)."""

    rows: np.ndarray
    scores: np.ndarray
    phrases: np.ndarray


NOTHING = Ranked(np.zeros(0, np.int64), np.zeros(0, np.float32), np.zeros(0, np.int64))


def ranked(index, query, allowed=None, most=MOST):
    """The Ranked codes of a Query, `most` of them; `allowed` is a mask of the codes that the filters leave."""
    if not query.concepts or not len(index.key):
        return NOTHING
    whole = sum(concept.weight for concept in query.concepts)
    bags = covered(query, len(index.key), lambda term: term_in_bags(index, term)) / whole
    bags *= (index.flags & GONE) == 0 if allowed is None else allowed
    codes = candidates(bags, most)
    if not len(codes):
        return NOTHING
    fit, best = fits(index, query, codes, whole)
    total = bags[codes] ** ALL * (BAG + (1 - BAG) * fit) + PRIOR * index.prior[codes]
    return spread(index, codes, total, best)


def candidates(bags, most):
    """The rows of the codes that say enough: of many, those that say most, the likelier first."""
    best = float(bags.max(initial=0))
    if best < LEAST:
        return np.zeros(0, np.int64)
    codes = np.flatnonzero(bags >= ENOUGH * best)
    if len(codes) > most:
        codes = np.sort(codes[np.argsort(-bags[codes], kind="stable")[:most]])
    return codes


def covered(query, length, parts):
    """How much of what is asked for each of `length` rows says: the sum over the concepts of their best way."""
    total = np.zeros(length, dtype=np.float32)
    for concept in query.concepts:
        best = np.zeros(length, dtype=np.float32)
        for way in concept.ways:
            np.maximum(best, way_of(way, length, parts), out=best)
        best *= np.float32(concept.weight)
        total += best
    return total


def way_of(way, length, parts):
    if len(way.terms) == 1:
        return parts(way.terms[0]) * np.float32(way.weight)
    whole = sum(term.idf for term in way.terms)
    total = np.zeros(length, dtype=np.float32)
    for term in way.terms:
        part = parts(term)
        part *= np.float32(term.idf / whole)
        total += part
    # A way of several words that is said by half means less than half: the power of 1.5, which a root makes quickly.
    total *= np.sqrt(total)
    total *= np.float32(way.weight)
    return total


def term_in_bags(index, term):
    """The weight of a term in each code: stems that stand side by side in the index are read at once."""
    found = np.zeros(len(index.key), dtype=np.float32)
    for weight in sorted(set(term.forms.values())):
        for first, last in runs(sorted(number for number, own in term.forms.items() if own == weight)):
            found[index.having(first, last)] = weight
    return found


def runs(numbers):
    """[(first, last)] of the numbers that follow one another."""
    found = []
    for number in numbers:
        if found and found[-1][1] == number - 1:
            found[-1][1] = number
        else:
            found.append([number, number])
    return found


def fits(index, query, codes, whole):
    """(score of the best phrase, its row) of each of these codes."""
    phrases, owners = gathered(index.phrases_at, codes)
    stems, holders = gathered(index.said_at, phrases)
    said = index.said[stems]
    numbers, essential = said >> 1, said & 1
    at = np.searchsorted(holders, np.arange(len(phrases)))

    def term_in_phrases(term):
        weights = np.zeros(len(index.stem), dtype=np.float32)
        weights[list(term.forms)] = list(term.forms.values())
        return np.maximum.reduceat(weights[numbers], at)

    cover = covered(query, len(phrases), term_in_phrases) / whole
    own = np.zeros(len(index.stem), dtype=np.float32)
    asked = list({n for concept in query.concepts for way in concept.ways for term in way.terms for n in term.forms})
    own[asked] = (index.idf * index.soft)[asked]
    terse = np.add.reduceat(own[numbers] * essential, at) / np.maximum(index.norm[phrases], 0.1)
    fit = cover**POWER * (1 - TERSE + TERSE * np.minimum(terse, 1)) * SURE[index.source[phrases]]
    return best_of(fit, phrases, owners, len(codes))


def gathered(starts, rows):
    """(places, the position in `rows` that each is of) of all that stands between the starts of these rows."""
    first, count = starts[rows].astype(np.int64), (starts[rows + 1] - starts[rows]).astype(np.int64)
    ends = np.cumsum(count)
    places = np.arange(ends[-1] if len(ends) else 0) + np.repeat(first - (ends - count), count)
    return places, np.repeat(np.arange(len(rows)), count)


def best_of(fit, phrases, owners, codes):
    """(highest fit, its phrase) of each code; 0 and -1 where it has no phrase."""
    fit = fit.astype(np.float32)
    score, best = np.zeros(codes, dtype=np.float32), np.full(codes, -1, dtype=np.int64)
    if not len(owners):
        return score, best
    # The phrases of one code stand side by side.
    first = np.flatnonzero(np.diff(owners, prepend=-1))
    of_code = owners[first]
    score[of_code] = np.maximum.reduceat(fit, first)
    fits_best = np.flatnonzero((fit == score[owners]) & (fit > 0))[::-1]
    best[owners[fits_best]] = phrases[fits_best]
    return score, best


def spread(index, codes, total, phrases):
    """Ranked, each further code of a family set back."""
    order = np.lexsort((codes, -total))
    codes, total, phrases = codes[order], total[order], phrases[order]
    total = total * STEP_BACK ** np.minimum(further(index.family[codes]), MOST_STEPS)
    order = np.lexsort((codes, -total))
    return Ranked(codes[order], total[order], phrases[order])


def further(families):
    """How many of the same family stand before each."""
    order = np.argsort(families, kind="stable")
    first = np.searchsorted(families[order], families[order])
    count = np.empty(len(families), dtype=np.int64)
    count[order] = np.arange(len(families)) - first
    return count
