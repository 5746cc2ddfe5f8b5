"""The words of a sentence as the search reads them: each concept with the stems that its ways are printed with."""

from dataclasses import dataclass
from functools import cache, cached_property

from codes.case_notes import limits
from codes.case_notes.tables import rows
from codes.search.query import Reader, Word


@dataclass(frozen=True)
class Said:
    """A concept of the words from `first` up to `last` (places in the sentence)."""

    first: int
    last: int
    concept: object

    @cached_property
    def forms(self):
        """{row of a stem: weight} of all ways, the surest weight of each."""
        found = {}
        for way in self.concept.ways:
            for term in way.terms:
                for number, weight in term.forms.items():
                    found[number] = max(found.get(number, 0), weight * way.weight)
        return found

    @cached_property
    def words_of_ways(self):
        """[[(rows of the stems of a word, what the word says)]] of all ways, or [] where each is one word."""
        if all(len(way.terms) == 1 for way in self.concept.ways):
            return []
        return [[(term.forms.keys(), term.idf) for term in way.terms] for way in self.concept.ways]

    def is_whole_in(self, numbers):
        """Whether the stems of a phrase say enough of one way: "lymphatic" is no sentinel lymph node biopsy."""
        if not self.words_of_ways:
            return True
        return any(
            sum(idf for forms, idf in way if not numbers.isdisjoint(forms)) >= limits.WHOLE_WAY * sum(i for _, i in way)
            for way in self.words_of_ways
        )


class NoteReader(Reader):
    """Reads all sentences of a note: each word once, no beginnings of words, few corrections, none of names."""

    def __init__(self, index):
        super().__init__(index)
        self.read_words, self.left = {}, limits.MOST_CORRECTED

    def begun(self, word):
        return set()

    def word(self, word, *, begun=False):
        if word not in self.read_words:
            self.read_words[word] = self.new_word(word)
        return self.read_words[word]

    def new_word(self, word):
        if self.vocabulary.has(word) or self.thesaurus.says(word):
            return Word(word, ())
        if len(word) < limits.SHORTEST_CORRECTED or not word.isalpha() or self.left <= 0:
            return Word(word, ())
        self.left -= 1
        return super().word(word, begun=False)

    def sentence(self, words):
        """The Saids of the words of a sentence; no concept reaches over a comma or an "and"."""
        found = []
        for first, last in pieces(words):
            rest = [self.word(same().get(word.text, word.text)) for word in words[first:last]]
            place = 0
            while place < len(rest):
                length, concept = self.next_concept(rest[place:])
                if concept is not None:
                    found.append(Said(first + place, first + place + length, concept))
                place += length
        return found


def pieces(words):
    """(first, last) of the words between commas, "and"s, and before "on": one thing comes on another."""
    first = 0
    for place, word in enumerate(words):
        if place > first and (word.item != words[first].item or word.text in ("and", "or", "on")):
            yield first, place
            first = place + (word.text in ("and", "or"))
    if first < len(words):
        yield first, len(words)


@cache
def same():
    """{word of a note: the word that stands for it in print}."""
    return dict(rows("same"))
