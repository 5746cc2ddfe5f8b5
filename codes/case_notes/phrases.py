"""Which phrases of the search index a sentence says: all or nearly all of their words, near one another.

The index tells which words a phrase has; here it is turned round, for the phrases of ICD-10-CM, so that a sentence is
compared with those alone that share a telling word with it.
"""

import threading
from dataclasses import dataclass

import numpy as np

from codes.case_notes import limits
from codes.search.index import ACTIVE, BILLABLE, GONE, SYSTEM_NUMBERS
from codes.search.phrases import Source
from codes.search.tokens import stem

# The table of drugs names poisonings, and no note means those by the name of a drug.
SOURCES = [source for source in Source if source not in (Source.DRUG, Source.PCS_INDEX)]
# A word that stands in more phrases than these finds none by itself.
COMMON = 6_000


@dataclass(frozen=True)
class Hit:
    """A phrase that a sentence says: the row of the phrase, the places of its words, how much they say together."""

    phrase: int
    places: tuple
    weight: float


class Lookup:
    """The phrases of ICD-10-CM by the stems that they have."""

    def __init__(self, index):
        self.index = index
        active = (index.flags & ACTIVE > 0) & (index.flags & GONE == 0) & (index.system == SYSTEM_NUMBERS["icd10cm"])
        wanted = active[index.owner] & np.isin(index.source, SOURCES)
        counts = np.diff(index.said_at)
        mine = np.flatnonzero(np.repeat(wanted, counts) & (index.said & 1 > 0))
        owners = np.repeat(np.arange(len(counts), dtype=np.int32), counts)[mine]
        stems = index.said[mine] >> 1
        order = np.argsort(stems, kind="stable")
        self.owners, self.at = owners[order], np.searchsorted(stems[order], np.arange(len(index.stem) + 1))
        self.billable = np.flatnonzero(active & (index.flags & BILLABLE > 0))
        self.billable = self.billable[np.argsort(index.bare[self.billable], kind="stable")]
        self.says = (index.idf * index.soft).astype(np.float32)
        self.own = threading.local()

    def having(self, stem):
        return self.owners[self.at[stem] : self.at[stem + 1]]

    def below(self, row):
        """The rows of billable codes of ICD-10-CM that begin with the value of a row and are longer."""
        bare = self.index.bare[row]
        values = self.index.bare[self.billable]
        first, last = np.searchsorted(values, [bare, bare + b"~"])
        return [int(each) for each in self.billable[first:last] if each != row]

    def rows_of(self, words):
        """The rows of the stems of these words."""
        return [number for word in words if (number := self.index.stem_number(stem(word))) is not None]

    def hits(self, saids, assumed=()):
        """The Hits of the Saids of a sentence, those that say most first; `assumed` stems are said elsewhere."""
        weights, where = dict.fromkeys(assumed, 1), {}
        for said in saids:
            for number, weight in said.forms.items():
                weights[number] = max(weights.get(number, 0), weight)
                where.setdefault(number, []).append(said)
        found = [self.hit(phrase, weight, where) for phrase, weight in self.terse(where, weights)]
        return sorted(filter(None, found), key=lambda hit: (-self.worth(hit), len(hit.places), hit.phrase))

    def terse(self, stems, weights):
        """[(phrase of which nearly all is said, how much that is)], at most MOST_PHRASES, the most telling first.

        Each has one of `stems` that is not common; `weights` are those of all stems.
        """
        rare = [found for number in stems if 0 < len(found := self.having(number)) <= COMMON]
        if not rare:
            return []
        total, touched = self.scratch(), np.concatenate(rare)
        for number, weight in weights.items():
            total[self.having(number)] += weight * self.says[number]
        said = total[touched]
        for number in weights:
            total[self.having(number)] = 0
        good = said >= limits.TERSE * self.index.norm[touched]
        found = dict(zip(touched[good].tolist(), said[good].tolist(), strict=True))
        return sorted(found.items(), key=lambda each: -each[1])[: limits.MOST_PHRASES]

    def scratch(self):
        """An array of noughts, one number for each phrase; whoever fills it empties it again."""
        if not hasattr(self.own, "total"):
            self.own.total = np.zeros(len(self.index.norm), dtype=np.float32)
        return self.own.total

    def worth(self, hit):
        """What a hit says; what is printed before what only people say."""
        return hit.weight * (limits.ONLY_SAID if self.index.source[hit.phrase] == Source.SAID else 1)

    def hit(self, phrase, weight, where):
        """The Hit of a phrase with its words as near one another as they stand, or None where that is far apart."""
        index = self.index
        numbers = index.said[index.said_at[phrase] : index.said_at[phrase + 1]].tolist()
        wanted = [where[number >> 1] for number in numbers if number & 1 and (number >> 1) in where]
        printed = {number >> 1 for number in numbers}
        saids = [said for said in nearest(wanted) if said.is_whole_in(printed)]
        places = sorted({place for said in saids for place in range(said.first, said.last)})
        gaps = [after - before - 1 for before, after in zip(places, places[1:], strict=False)]
        if not places or max(gaps, default=0) > limits.WIDEST_GAP:
            return None
        # A word that is printed as several says no more than itself.
        own = sum({said.first: said.concept.weight for said in saids}.values())
        return Hit(phrase, tuple(places), min(weight, own))


def nearest(wanted):
    """One of each list of Saids, so that they stand near one another."""
    if not wanted:
        return []
    rarest = min(wanted, key=len)
    tries = [[min(each, key=lambda said: abs(said.first - middle.first)) for each in wanted] for middle in rarest]
    return min(tries, key=lambda saids: max(s.last for s in saids) - min(s.first for s in saids))


class Kept:
    """The Lookup of the index at hand."""

    def __init__(self):
        self.lookup, self.lock = None, threading.Lock()

    def of(self, index):
        with self.lock:
            if self.lookup is None or self.lookup.index is not index:
                self.lookup = Lookup(index)
            return self.lookup


kept = Kept()
