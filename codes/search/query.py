"""What a text asks for: concepts, each with the several ways in which a publisher may print it.

A concept is a word or a phrase that is known as one. Its ways are lists of terms; a term is a word with its forms: the
stems that it may stand for, each with a weight from 0 to 1.
"""

import re
from dataclasses import dataclass, replace

from codes.search.thesaurus import FIRST, SHORT, thesaurus
from codes.search.tokens import EMPTY, NEGATED, asked_words, stem

MOST_WORDS = 24
# A word of a text that is still being typed stands for those that begin with it.
BEGUN = 0.93
MOST_BEGUN = 400
# A word that shares no more than its stem with what is printed may be misspelt.
BY_STEM = 0.9
# A phrase for which people mean something else is seldom meant as it is said.
AS_SAID = 0.95
# Nor are the letters of an abbreviation a word.
AS_LETTERS = 0.8
# What is said not to be is seldom meant where it is printed as what is.
DENYING = frozenset(["no", "not", "without"])
NOT_DENIED = 0.4
WITHOUT = re.compile(r"\bw/o\b")
# From so many letters on, a word that nobody prints is taken for the beginning of one.
CUT_SHORT = 4
# Words that stand in between may be left out of a phrase of at most so many.
LONGEST_PHRASE = 6
# A side may stand anywhere: a "broken left wrist" is a broken wrist.
SIDES = frozenset(["left", "right", "bilateral", "both", "lt", "rt"])


@dataclass(frozen=True)
class Term:
    """`forms` is {row of a stem: weight}; `idf` how much the word says."""

    forms: dict
    idf: float


@dataclass(frozen=True)
class Way:
    """One way to print a concept: all its terms, how sure it is, the words for a reader, and which list says so."""

    terms: tuple
    weight: float
    words: tuple
    kind: str = "said"


@dataclass(frozen=True)
class Concept:
    """What one or several words of the query mean; `weight` is what they say together."""

    said: tuple
    ways: tuple
    weight: float


@dataclass(frozen=True)
class Query:
    """`concepts` in the order of the text; `corrections` [(typed, read as)]; `unknown` words that nobody prints."""

    concepts: tuple = ()
    corrections: tuple = ()
    unknown: tuple = ()
    dropped: tuple = ()


@dataclass(frozen=True)
class Word:
    """A word as it was typed, and what it is read as: [(words, weight)], the likeliest first."""

    typed: str
    readings: tuple

    known: bool = True

    @property
    def read(self):
        return (self.typed,) if self.known else self.readings[0][0]


class Reader:
    """Reads one text against one index; `typing` says that the last word may not be finished."""

    def __init__(self, index, *, typing=False):
        self.index, self.typing = index, typing
        self.thesaurus, self.vocabulary = thesaurus(), index.vocabulary
        self.corrections, self.unknown, self.dropped = [], [], []

    def read(self, text):
        said = asked_words(WITHOUT.sub("without ", text.casefold()))[:MOST_WORDS]
        last = len(said) - 1
        rest = [self.word(word, begun=self.typing and place == last) for place, word in enumerate(said)]
        rest, concepts = self.sides_first(rest), []
        while rest:
            length, concept = self.next_concept(rest)
            if length == 1 and len(rest) > 1 and rest[0].typed in DENYING:
                length, concept = self.denied(rest[1:])
            concepts += [concept] if concept else []
            rest = rest[length:]
        return Query(tuple(concepts), tuple(self.corrections), tuple(self.unknown), tuple(self.dropped))

    def denied(self, rest):
        """(how many words, the Concept of what is said not to be), the word that denies it counted."""
        length, concept = self.next_concept(rest)
        if concept is None:
            return length + 1, None
        ways = [replace(way, terms=tuple(self.denied_term(term) for term in way.terms)) for way in concept.ways]
        return length + 1, replace(concept, ways=tuple(ways))

    def denied_term(self, term):
        forms = {number: weight * NOT_DENIED for number, weight in term.forms.items()}
        for number, weight in term.forms.items():
            denied = self.index.stem_number(NEGATED + self.index.stem[number].decode())
            if denied is not None:
                forms[denied] = weight
        return Term(forms, term.idf)

    # Words

    def word(self, word, *, begun):
        """A Word; what nobody prints or says is corrected, unless it is still being typed and so begins a word."""
        if word in EMPTY or self.thesaurus.says(word) or ((begun or len(word) >= CUT_SHORT) and self.begun(word)):
            return Word(word, ())
        if self.vocabulary.has(word):
            return Word(word, tuple(self.vocabulary.commoner(word)))
        readings = self.vocabulary.corrected(word)
        if readings:
            self.corrections.append((word, " ".join(readings[0][0])))
        return Word(word, tuple(readings), known=not readings)

    def begun(self, word):
        """The stems of the commonest words that begin so."""
        rows = self.index.beginning(word)
        counts, stems = self.index.word_count[rows], self.index.word_stem[rows]
        if len(stems) > MOST_BEGUN:
            stems = stems[counts.argsort()[::-1][:MOST_BEGUN]]
        return set(stems.tolist())

    def sides_first(self, rest):
        """The Words with the sides that stand among them first, but for those that belong to a known phrase there."""
        among = [place for place in range(1, len(rest) - 1) if rest[place].typed in SIDES]
        moved = [place for place in among if not self.is_of_phrase(rest, place)]
        return [rest[place] for place in moved] + [word for place, word in enumerate(rest) if place not in moved]

    def is_of_phrase(self, rest, place):
        """Whether a phrase that is known holds this Word and others: "left bundle branch block"."""
        for first in range(max(place - LONGEST_PHRASE + 1, 0), place + 1):
            for behind in range(max(place, first + 1) + 1, min(first + LONGEST_PHRASE, len(rest)) + 1):
                if self.thesaurus.of([word for token in rest[first:behind] for word in token.read]) is not None:
                    return True
        return False

    # Concepts

    def next_concept(self, rest):
        """(how many words, their Concept or None): the longest phrase that is known, else one word."""
        unfinished = self.typing and len(rest) == 1 and len(rest[0].typed) < 3
        for length in range(min(LONGEST_PHRASE, len(rest)), 0, -1):
            said = [word for token in rest[:length] for word in token.read]
            meanings = None if unfinished else self.thesaurus.of(said)
            if meanings is not None:
                return length, self.concept(tuple(said), meanings)
        if len(rest) > 1 and (joined := self.joined(rest[0].typed, rest[1].typed)):
            return 2, joined
        return 1, None if rest[0].typed in EMPTY else self.single(rest[0], last=len(rest) == 1)

    def concept(self, said, meanings):
        """A phrase that the thesaurus knows: as it is said, where all of it is printed, and all that it may mean."""
        if not meanings:
            self.dropped += said
            return None
        ways = [self.way(said, literal(said, meanings))] if all(map(self.is_printed, said)) else []
        ways += [self.way(meaning.words, meaning.weight, meaning.kind) for meaning in meanings]
        return concept_of(said, ways)

    def is_printed(self, word):
        """Whether a word or a form of it is printed; of a short one only itself counts: "lue" is not "lues"."""
        short = len(word) <= SHORT and not self.vocabulary.has(word)
        return word in EMPTY or (not short and self.index.stem_number(stem(word)) is not None)

    def way(self, said, weight, kind="said"):
        terms = [self.term(word) for word in said if word not in EMPTY]
        return Way(tuple(term for term in terms if term), weight, tuple(said), kind)

    def term(self, word):
        """A word that is printed, with single words of the same meaning; None where nobody prints any of them."""
        forms = {}
        for meaning in self.thesaurus.of([word]) or ():
            if meaning.kind == "equivalents" and len(meaning.words) == 1:
                self.add(forms, meaning.words[0], FIRST)
        self.add(forms, word, 1.0)
        return self.made(forms)

    def add(self, forms, word, weight):
        number = self.index.stem_number(stem(word))
        if number is not None:
            forms[number] = max(weight, forms.get(number, 0))

    def made(self, forms):
        """A Term says as much as the likeliest of its forms."""
        if not forms:
            return None
        best = max(forms.values())
        return Term(forms, min(float(self.index.idf[number]) for number, weight in forms.items() if weight == best))

    def single(self, token, *, last):
        """One word that is no entry: printed, begun, or misspelt."""
        forms = {}
        if token.known:
            self.add(forms, token.typed, 1.0)
        if (self.typing and last) or (not forms and len(token.typed) > 2):
            for number in self.begun(token.typed):
                forms.setdefault(number, BEGUN)
        term = self.made(forms)
        ways = [Way((term,), 1.0, (token.typed,))] if term else []
        ways += [way for reading in token.readings for way in self.read_as(*reading)]
        # What shares no more than its stem with a printed word: after the corrections, which are the likelier.
        if not term and self.is_printed(token.typed):
            ways.append(self.way((token.typed,), BY_STEM))
        made = concept_of((token.typed,), ways)
        if made is None:
            self.unknown.append(token.typed)
        return made

    def read_as(self, other, weight):
        """The ways of a corrected word, its meanings in the thesaurus among them."""
        meanings = self.thesaurus.of(list(other)) or ()
        ways = [self.way(other, weight, "spelling")] if all(map(self.is_printed, other)) else []
        return ways + [self.way(m.words, weight * m.weight, m.kind) for m in meanings]

    def joined(self, first, second):
        """Two words that are printed as one: "gall bladder"."""
        number = self.index.stem_number(stem(first + second))
        if number is None or first in EMPTY or second in EMPTY or min(len(first), len(second)) < 3:
            return None
        one = Way((Term({number: 1.0}, float(self.index.idf[number])),), FIRST, (first + second,))
        return concept_of((first, second), [self.way((first, second), 1.0), one])


def literal(said, meanings):
    """How likely words are meant as they are said for which the thesaurus has these meanings."""
    kinds = {meaning.kind for meaning in meanings}
    if kinds <= {"equivalents"}:
        return 1.0
    return AS_LETTERS if "abbreviations" in kinds and max(map(len, said)) <= SHORT else AS_SAID


def concept_of(said, ways):
    """The Concept of those ways that can be printed, or None; it says what its first way does.

    It does not say more for being printed in many words than for being said in a few.
    """
    ways = tuple(way for way in ways if way.terms)
    if not ways:
        return None
    said_by = [sum(term.idf for term in way.terms) for way in ways]
    return Concept(said, ways, max(min(said_by[0], 1.6 * min(said_by)), 0.1))
