"""How the words of a search were read: what was misspelt, abbreviated, unknown, or beyond what is read."""

import re
from dataclasses import dataclass

from codes.search.query import MOST_WORDS
from codes.search.tokens import plain, words

# Lists of words by which something else is read than what was typed.
MEANT = ("abbreviations", "brands", "lay")
# Of the lines that tell of them, and of the meanings in each.
MOST_MEANT, MOST_MEANINGS = 3, 2


@dataclass(frozen=True)
class Reading:
    """How a text was read.

    `instead` is the text with its misspelt words put right, "" where there are none, and `misspelt` are those words.
    `meant` gives [(as typed, [what it means], whether it counts as typed too)], and `unknown` words that no code
    prints. `too_long` says that only the beginning was read.
    """

    instead: str = ""
    misspelt: tuple = ()
    meant: tuple = ()
    unknown: tuple = ()
    too_long: bool = False

    @property
    def told(self):
        """Whether there is anything to tell."""
        return any((self.misspelt, self.meant, self.unknown, self.too_long))


def reading_of(asked, found):
    """The Reading of what was asked for."""
    query = found.query
    return Reading(
        instead=put_right(asked.text, query.corrections) if query.corrections else "",
        misspelt=tuple(typed for typed, _ in query.corrections),
        meant=tuple(meanings(asked.text, query.concepts))[:MOST_MEANT],
        unknown=query.unknown,
        too_long=asked.cut or len(words(asked.text)) > MOST_WORDS,
    )


def put_right(text, corrections):
    """The text in lower case with its misspelt words replaced."""
    right = plain(text)
    for wrong, instead in corrections:
        right = re.sub(rf"(?<![a-z0-9]){re.escape(wrong)}(?![a-z0-9])", lambda _, word=instead: word, right)
    return right


def meanings(text, concepts):
    """(as typed, [what it was read as], whether it was also read as it stands) of abbreviations and the like."""
    for concept in concepts:
        # A list may name codes for words that mean no more than they say.
        meant = [" ".join(way.words) for way in concept.ways if way.kind in MEANT and way.words != concept.said]
        if meant:
            as_it_stands = any(way.kind == "said" for way in concept.ways)
            yield as_typed(text, concept.said), meant[:MOST_MEANINGS], as_it_stands


def as_typed(text, said):
    """The words `said` as they stand in the text: ["s", "p"] → "s/p"."""
    found = re.search(r"(?<![a-z0-9])" + r"[^a-z0-9]{1,3}".join(map(re.escape, said)) + r"(?![a-z0-9])", text, re.I)
    return found[0] if found else " ".join(said)
