"""Up to three codes for what a note says, the likeliest first, chosen by the search's own ranking."""

import re
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from codes.case_notes import limits, phrases, supplies
from codes.search import ranking
from codes.search.index import ACTIVE, BILLABLE, GONE, SYSTEM_NUMBERS

# Rows of a ranking that are looked at.
READ = 40
# Chapters of external causes and encounters.
OF_WHOLE_PHRASES = "VWXYZ"
POISONED = re.compile(r"poison|overdos|toxic|adverse|ingest|intoxic|underdos|\bod\b", re.IGNORECASE)


@dataclass(frozen=True)
class Candidate:
    """A row of the index with its score and the row of the phrase that fits best (-1: none)."""

    row: int
    score: float
    phrase: int


class Chooser:
    """Ranks the codes for the mentions of one note; the same words are ranked once."""

    def __init__(self, index, reader):
        self.index, self.reader = index, reader
        self.ranked, self.left, self.cut = {}, limits.MOST_RANKED, False

    @cached_property
    def masks(self):
        index = self.index
        usable = (index.flags & ACTIVE > 0) & (index.flags & GONE == 0)
        names = supplies.kept.of(index)
        of = {key: usable & (index.system == SYSTEM_NUMBERS[key]) for key in ("icd10cm", "icd10pcs")}
        chapters = {"obstetric": b"O", "newborn": b"P"}
        of_chapter = {key: of["icd10cm"] & np.char.startswith(index.bare, first) for key, first in chapters.items()}
        return of_chapter | {
            "diagnosis": of["icd10cm"],
            "procedure": of["icd10pcs"],
            "thing": names.things_mask,
            "drug": names.drugs_mask,
        }

    def candidates(self, kind, query, row=-1, rows=frozenset()):
        """The Candidates for these words, [] where nothing fits well; of too long a note the next best.

        `row` is a code that has a phrase of these words: it, or another of its category, fits whatever it scores.
        `rows` are those that a thing or drug may have, where they are known.
        """
        key = (kind, " ".join(query.casefold().split()), row)
        if key not in self.ranked:
            if self.left <= 0:
                self.cut = True
                return self.said(row, query)
            self.left -= 1
            self.ranked[key] = self.rank(kind, query, row, rows)
        return self.ranked[key]

    def kin(self, one, other, length=3):
        """Whether two Candidates are of one category, or alike in so many characters."""
        return bytes(self.index.bare[one.row])[:length] == bytes(self.index.bare[other.row])[:length]

    def rank(self, kind, query, row, rows):
        read = self.reader.read(query)
        ranked = self.ordered(kind, query, read, self.masks[kind], row)
        if rows and not (ranked and ranked[0].score >= limits.WHOLE_NAME and kind == "thing"):
            allowed = np.zeros(len(self.index.key), dtype=bool)
            allowed[list(rows)] = True
            named = self.ordered(kind, query, read, allowed & self.masks[kind])
            ranked = ranked if kind == "thing" and not best(named, self.index, LEAST[kind]) else named
        kin = row >= 0 and ranked and self.kin(ranked[0], Candidate(row, 0, -1))
        found = best(ranked, self.index, 0 if kin else LEAST[kind])
        return [self.of_encounter(each) for each in found or self.said(row, query)]

    def of_encounter(self, candidate):
        """A code that wants nothing but its seventh character, as the likeliest of those that have one."""
        if self.index.system[candidate.row] != SYSTEM_NUMBERS["icd10cm"]:
            return candidate
        below = phrases.kept.of(self.index).below(candidate.row)
        longest = bool(below) and all(len(self.index.bare[row].rstrip(b"\0")) == 7 for row in below)
        same = longest and len({bytes(self.index.bare[row])[:6] for row in below}) == 1
        return replace(candidate, row=min(below)) if same else candidate

    def said(self, row, query):
        """The code that has a phrase of these very words, unranked."""
        found = [Candidate(row, 0, -1)] if row >= 0 else []
        return [each for each in found if self.is_meant(each, query, row)]

    def ordered(self, kind, query, read, allowed, row=-1):
        """The Candidates that the filter leaves, the best first."""
        found = ranking.ranked(self.index, read, allowed)
        first = slice(0, READ)
        values = zip(
            found.rows[first].tolist(), found.scores[first].tolist(), found.phrases[first].tolist(), strict=True
        )
        meant = [each for each in (Candidate(*value) for value in values) if self.is_meant(each, query, row)]
        if kind not in ("thing", "drug"):
            return meant
        return named_first(self.index, read, meant) if kind == "thing" else without_brands(self.index, read, meant)

    def is_meant(self, candidate, query, row):
        """Encounters and external causes are meant where the words are theirs; a drug's name is no poisoning."""
        bare = self.index.bare[candidate.row].decode()
        if self.index.system[candidate.row] != SYSTEM_NUMBERS["icd10cm"]:
            return True
        if bare[0] in OF_WHOLE_PHRASES:
            return row >= 0 and chr(self.index.bare[row][0]) in OF_WHOLE_PHRASES
        return not ("T36" <= bare[:3] <= "T50") or bool(POISONED.search(query))


def named_first(index, read, found):
    """Things whose descriptors begin with what is asked for first; equals in the order of their values."""
    asked, says = stems_of(read), index.idf * index.soft

    def rank(each):
        said = words_at(index, each)
        first = (said[said & 1 > 0] >> 1)[: supplies.FIRST].tolist()
        begins = sum(says[number] for number in first if number in asked) / max(sum(says[first]), 1)
        likely = limits.BEGINS * begins + limits.COMMON_THING * index.prior[each.row]
        return -round(each.score + likely, 2), bytes(index.bare[each.row])

    return sorted(found, key=rank)


def without_brands(index, read, found):
    """Drugs of which a brand in brackets is not named behind those without one."""
    asked = stems_of(read)

    def rank(each):
        said = words_at(index, each)
        unsaid = (said[said & 1 == 0] >> 1).tolist()
        return -round(each.score - limits.OTHER_BRAND * any(number not in asked for number in unsaid), 2)

    return sorted(found, key=rank)


def stems_of(read):
    """The rows of all stems that a Query asks for."""
    return {number for concept in read.concepts for way in concept.ways for term in way.terms for number in term.forms}


def words_at(index, each):
    """The words of the descriptor of a Candidate: rows of their stems, doubled, plus one where they must be said."""
    phrase = index.phrases_at[each.row]
    return index.said[index.said_at[phrase] : index.said_at[phrase + 1]]


LEAST = {
    "diagnosis": limits.GOOD_DIAGNOSIS,
    "obstetric": limits.GOOD_OF_CHAPTER,
    "newborn": limits.GOOD_OF_CHAPTER,
    "procedure": limits.GOOD_PROCEDURE,
    "thing": limits.GOOD_SUPPLY,
    "drug": limits.GOOD_DRUG,
}


def best(found, index, least):
    """The first few Candidates that are near the best; a code that may be billed before the heading above it."""
    if not found or found[0].score < least:
        return []
    first = found[0].row
    near = [each for each in found if each.score >= limits.NEAR_BEST * found[0].score]
    if not index.flags[first] & BILLABLE:
        under = [e for e in found if below(index, e.row, first) and e.score >= limits.NEAR_HEADER * found[0].score]
        near = [*under, *(each for each in near if each not in under)]
    return near[: limits.CANDIDATES]


def below(index, row, heading):
    """Whether a billable code stands below a heading: its value begins so."""
    return bool(index.flags[row] & BILLABLE) and bytes(index.bare[row]).startswith(bytes(index.bare[heading]))


def rows_by_value(index, values):
    """{value: row} of these codes; five characters without a dot are HCPCS, all others ICD-10-CM."""
    bare = {(system_of(value), value.replace(".", "").encode()): value for value in values}
    systems = {SYSTEM_NUMBERS[key]: key for key in ("icd10cm", "hcpcs")}
    wanted = np.isin(index.bare, np.array([each for _, each in bare], dtype=index.bare.dtype))
    found = ((systems.get(int(index.system[row])), bytes(index.bare[row]), int(row)) for row in np.flatnonzero(wanted))
    return {bare[system, value]: row for system, value, row in found if (system, value) in bare}


def system_of(value):
    return "hcpcs" if len(value) == 5 and "." not in value else "icd10cm"
