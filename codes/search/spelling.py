"""Misspelt words, corrected against the words that are printed and those that the thesaurus knows."""

import math

from rapidfuzz import process
from rapidfuzz.distance import OSA

from codes.search.thesaurus import thesaurus

# (longest word, letters that may be wrong); no word of any code is longer than the last.
ALLOWED = ((3, 0), (5, 1), (8, 2), (40, 3))
MOST = 4
# What a correction counts at best, and less for each wrong letter beyond the first.
SURE, LESS = 0.9, 0.08
SHORTEST_PART = 3
# A printed word of so many letters that is printed so seldom may be meant for one that is printed so much oftener.
LONG, RARE, MUCH, DOUBTED = 5, 8, 5, 0.86
# How often a word counts as printed that only the thesaurus has.
SAID = 3


class Vocabulary:
    """Words with how often each is printed."""

    def __init__(self, words, counts):
        self.count = dict(zip((word.decode() for word in words.tolist()), counts.tolist(), strict=True))
        self.printed = frozenset(self.count)
        for word in thesaurus().single:
            self.count.setdefault(word, SAID)
        self.by_length = {}
        for word in self.count:
            if word.isalpha():
                self.by_length.setdefault(len(word), []).append(word)

    def has(self, word):
        """Whether somebody prints a word so."""
        return word in self.printed

    def corrected(self, word):
        """[((word, …), weight)] of what a misspelt word may be, the likeliest first; [] where nothing is near."""
        if not word.isalpha():
            return self.letters_and_digits(word)
        found = sorted(self.near(word), key=lambda pair: self.unlikeness(word, *pair))[:MOST]
        corrections = [((other,), SURE - LESS * (distance - 1)) for other, distance in found]
        parts = self.parted(word)
        if parts and (not found or found[0][1] > 1):
            corrections.insert(0, (parts, SURE))
        return corrections

    def commoner(self, word):
        """[((other,), weight)] of a much commoner word with one other letter, for a rare one that may be misspelt."""
        if len(word) < LONG or self.count.get(word, 0) > RARE:
            return []
        found = [(other, self.count[other]) for other, distance in self.near(word) if distance == 1]
        other, count = max(found, key=lambda pair: pair[1], default=("", 0))
        return [((other,), DOUBTED)] if count >= MUCH * self.count[word] else []

    def near(self, word):
        """[(word, distance)] of the words with few enough wrong letters."""
        wrong = next((letters for longest, letters in ALLOWED if len(word) <= longest), 0)
        if not wrong:
            return []
        lengths = range(len(word) - wrong, len(word) + wrong + 1)
        among = [other for length in lengths for other in self.by_length.get(length, ())]
        found = process.extract(word, among, scorer=OSA.distance, score_cutoff=wrong, limit=40)
        return [(other, distance) for other, distance, _ in found]

    def unlikeness(self, word, other, distance):
        """The first letter is seldom wrong, and a common word is meant more often than a rare one."""
        return distance + 0.7 * (word[0] != other[0]) - 0.25 * math.log10(self.count[other])

    def parted(self, word):
        """Two known words written as one, or None: a known phrase, or that whose rarer word is the commonest."""
        cuts = range(SHORTEST_PART, len(word) - SHORTEST_PART + 1)
        pairs = [(word[:cut], word[cut:]) for cut in cuts if word[:cut] in self.count and word[cut:] in self.count]
        known = thesaurus().of
        return max(pairs, key=lambda pair: (known(pair) is not None, min(map(self.count.get, pair))), default=None)

    def letters_and_digits(self, word):
        """ "covid19" → covid, 19: letters and the digits behind them, where the letters are known."""
        letters = word.rstrip("0123456789.")
        if letters != word and letters in self.count:
            return [((letters, word[len(letters) :]), SURE)]
        return []
