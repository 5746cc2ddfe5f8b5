"""The index of phrases: arrays that tell which phrases have a word, built from phrases and read by the ranking.

Codes are numbered from the likeliest to the unlikeliest, so that among equals the lower number is the better; the
phrases of one code stand side by side.
"""

from array import array
from dataclasses import dataclass, field, fields
from functools import cached_property

import numpy as np

from codes.search.spelling import Vocabulary
from codes.search.tokens import stem
from codes.search.weights import likelihood, softness
from codes.systems import SYSTEMS

BILLABLE, ACTIVE, HEADER, GONE = 1, 2, 4, 8
SYSTEM_NUMBERS = {key: number for number, key in enumerate(SYSTEMS)}
NEVER, EVER = -(2**31), 2**31 - 1


@dataclass(frozen=True)
class Index:
    """Arrays by code, by phrase and by stem; texts as sorted arrays of bytes.

    By code (C rows): key, bare, system (place in SYSTEMS), flags, chapter (key of the row at the top), begins and ends
    (ordinal days), prior (0 to 1), family (number of the codes that differ in their last characters only).
    `phrases_at` where its phrases begin.
    By phrase (P rows): owner (row of its code), source, origin, norm (weight of its essential words), `said_at` where
    its stems begin in `said`, which holds twice the row of a stem, and one more where the word is essential.
    By stem (S rows, in alphabetical order): stem, idf, soft, `bagged_at` where its codes begin in `bagged`, the rows of
    codes that have it in any phrase of theirs or of a heading above them.
    By word (W rows, in alphabetical order): word, word_stem, word_count.
    `begun` keeps what was found for the shortest beginnings of words.
    """

    key: np.ndarray
    bare: np.ndarray
    system: np.ndarray
    flags: np.ndarray
    chapter: np.ndarray
    begins: np.ndarray
    ends: np.ndarray
    prior: np.ndarray
    family: np.ndarray
    phrases_at: np.ndarray
    owner: np.ndarray
    source: np.ndarray
    origin: np.ndarray
    norm: np.ndarray
    stem: np.ndarray
    idf: np.ndarray
    soft: np.ndarray
    bagged: np.ndarray
    bagged_at: np.ndarray
    said: np.ndarray
    said_at: np.ndarray
    word: np.ndarray
    word_stem: np.ndarray
    word_count: np.ndarray
    begun: dict = field(default_factory=dict, init=False, compare=False, repr=False)
    _stems: dict = field(default_factory=dict, init=False, compare=False, repr=False)

    def __post_init__(self):
        self._stems.update({text.decode(): number for number, text in enumerate(self.stem.tolist())})

    def arrays(self):
        """{name: array} of all that must be kept."""
        return {f.name: getattr(self, f.name) for f in fields(self) if f.init}

    def stem_number(self, stemmed):
        """The row of a stem, or None."""
        return self._stems.get(stemmed)

    def having(self, first, last):
        """The rows of codes that have one of the stems from `first` to `last`, some of them several times."""
        return self.bagged[self.bagged_at[first] : self.bagged_at[last + 1]]

    def beginning(self, prefix):
        """The rows of words that begin so."""
        low, high = np.searchsorted(self.word, [prefix.encode(), prefix.encode() + b"\x7f"])
        return slice(int(low), int(high))

    @cached_property
    def vocabulary(self):
        return Vocabulary(self.word, self.word_count)


class Builder:
    """Takes rows of codes and their phrases, gives an Index.

    `above` is {key of a code: words of headings above it that are not among the rows}.
    """

    def __init__(self, rows, phrases, above=None):
        self.rows, self.phrases, self.above = rows, list(phrases), above or {}
        self.stems, self.counts = {}, {}

    def build(self):
        rows = self.in_order()
        place = {row.id: number for number, row in enumerate(rows)}
        phrases = sorted((p for p in self.phrases if p.code in place), key=lambda p: place[p.code])
        said, said_at, essential = self.numbered(phrases)
        owner = np.array([place[p.code] for p in phrases], dtype=np.int32)
        pairs = [pairs_of(said, np.repeat(owner, np.diff(said_at)), len(rows)), self.said_above(place)]
        stems = [text.encode() for text in self.stems]
        idf = idf_of(said, np.repeat(groups(rows)[owner], np.diff(said_at)), len(stems), rows)
        soft = np.array([softness(text) for text in self.stems], dtype=np.float32)
        bagged, bagged_at = bags(rows, place, np.concatenate(pairs), len(stems))
        word, word_stem, word_count = self.vocabulary()
        return Index(
            **self.by_code(rows),
            phrases_at=np.searchsorted(owner, np.arange(len(rows) + 1)).astype(np.int32),
            owner=owner,
            source=np.array([p.source for p in phrases], dtype=np.uint8),
            origin=np.array([p.origin for p in phrases], dtype=np.int64),
            norm=summed(np.where(essential, (idf * soft)[said], 0), said_at).astype(np.float32),
            stem=np.array(stems, dtype="S") if stems else np.array([], dtype="S1"),
            idf=idf,
            soft=soft,
            bagged=bagged,
            bagged_at=bagged_at,
            said=said * 2 + essential.astype(np.int32),
            said_at=said_at,
            word=word,
            word_stem=word_stem,
            word_count=word_count,
        )

    def in_order(self):
        """Rows from the likeliest to the unlikeliest, each with its `prior`."""
        indexed = {}
        for phrase in self.phrases:
            indexed[phrase.code] = indexed.get(phrase.code, 0) + 1
        self.prior = {row.id: likelihood(row, indexed.get(row.id, 0) - 1) for row in self.rows}
        return sorted(self.rows, key=lambda row: (-self.prior[row.id], row.system, row.bare))

    def numbered(self, phrases):
        """(stems by phrase, where each phrase begins, whether essential), stems numbered as they come."""
        said, starts, essential = array("i"), array("i", [0]), array("b")
        for phrase in phrases:
            seen = set()
            for words, weight in ((phrase.essential, 1), (phrase.optional, 0)):
                for word in words:
                    number = self.number(word)
                    if number not in seen:
                        seen.add(number)
                        said.append(number)
                        essential.append(weight)
            starts.append(len(said))
        return np.array(said, np.int32), np.array(starts, np.int64), np.array(essential, np.int8).astype(bool)

    def number(self, word):
        counted = self.counts.get(word)
        if counted is None:
            counted = self.counts[word] = [self.stems.setdefault(stem(word), len(self.stems)), 0]
        counted[1] += 1
        return counted[0]

    def said_above(self, place):
        said = [(self.number(word), place[key]) for key, words in self.above.items() if key in place for word in words]
        numbers, holders = zip(*said, strict=True) if said else ((), ())
        return pairs_of(np.array(numbers, dtype=np.int64), np.array(holders, dtype=np.int64), len(place))

    def vocabulary(self):
        ordered = sorted(self.counts)
        words = np.array([word.encode() for word in ordered], dtype="S") if ordered else np.array([], dtype="S1")
        numbers = np.array([self.counts[word][0] for word in ordered], dtype=np.int32)
        return words, numbers, np.array([self.counts[word][1] for word in ordered], dtype=np.int32)

    def by_code(self, rows):
        return {
            "key": np.array([row.id for row in rows], dtype=np.int64),
            "bare": np.array([row.bare.encode() for row in rows], dtype="S8"),
            "system": np.array([SYSTEM_NUMBERS[row.system] for row in rows], dtype=np.uint8),
            "flags": np.array([flags(row) for row in rows], dtype=np.uint8),
            "chapter": np.array([row.top or 0 for row in rows], dtype=np.int64),
            "begins": np.array([day(row.effective_from, NEVER) for row in rows], dtype=np.int32),
            "ends": np.array([day(row.effective_to, EVER) for row in rows], dtype=np.int32),
            "prior": np.array([self.prior[row.id] for row in rows], dtype=np.float32),
            "family": families(rows),
        }


def day(when, otherwise):
    return when.toordinal() if when else otherwise


def flags(row):
    return BILLABLE * row.billable | ACTIVE * (row.status == "active") | HEADER * (row.kind == "heading")


def families(rows):
    """Numbers of the groups of codes that differ in side, encounter and the like only."""
    seen = {}
    return np.array([seen.setdefault((row.system, row.bare[:5]), len(seen)) for row in rows], dtype=np.int32)


def groups(rows):
    """Numbers of the groups in which a word is counted once: the thousand sides and encounters of a category."""
    seen = {}
    return np.array([seen.setdefault((row.system, row.bare[:4]), len(seen)) for row in rows], dtype=np.int64)


def idf_of(said, group, stems, rows):
    """How rare each stem is among the groups of codes; `group` is the group that each place of `said` is in."""
    every = int(groups(rows).max(initial=0)) + 1
    found = np.bincount(np.unique(said.astype(np.int64) * every + group) // every, minlength=stems)
    return np.log1p(every / np.maximum(found, 1)).astype(np.float32)


def pairs_of(stems, holders, size):
    """Pairs of a stem and the row of a code as single numbers, each once."""
    return np.unique(stems.astype(np.int64) * size + holders)


def bags(rows, place, pairs, stems):
    """(rows of codes, where each stem's begin): what any phrase of a code or of the headings above it says."""
    size = max(len(rows), 1)
    pairs = np.unique(pairs)
    numbers, holders = pairs // size, pairs % size
    order = np.argsort(holders, kind="stable")
    numbers, at = numbers[order], np.searchsorted(holders[order], np.arange(len(rows) + 1))
    every = [pairs]
    for above, under in below(rows, place).items():
        every.append((numbers[at[above] : at[above + 1], None] * size + under[None, :]).ravel())
    found = np.unique(np.concatenate(every))
    return (found % size).astype(np.int32), np.searchsorted(found // size, np.arange(stems + 1)).astype(np.int64)


def below(rows, place):
    """{row of a heading: rows of all that stands below it}."""
    found = {}
    parents = {row.id: row.parent_id for row in rows}
    for row in rows:
        above = row.parent_id
        while above in place:
            found.setdefault(place[above], []).append(place[row.id])
            above = parents[above]
    return {above: np.array(under, dtype=np.int64) for above, under in found.items()}


def summed(values, starts):
    """The sum of the values of each run."""
    total = np.concatenate([[0.0], np.cumsum(values, dtype=np.float64)])
    return total[starts[1:]] - total[starts[:-1]]
