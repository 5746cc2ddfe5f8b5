"""Which phrases say enough to be a finding: words of every day, units and parts of the body alone do not."""

import re
from functools import cache

from codes.case_notes import limits
from codes.case_notes.tables import rows

# "2", "7.5", "4th".
NUMBER = re.compile(r"\d+(?:\.\d+)?(?:st|nd|rd|th)?")

# A vertebra, or the number of a cycle.
SPINE = re.compile(r"[ctls]\d{1,2}")


@cache
def ordinary():
    """{word: company or never}."""
    return dict(rows("ordinary"))


def says_something(hit, words, index):
    """Whether a Hit is a finding: a word that is none of the ordinary ones, or two that may be part of one.

    An encounter or an external cause is told by two words, none of them ordinary in itself.
    """
    own = [words[place].text for place in hit.places if not NUMBER.fullmatch(words[place].text)]
    kinds = ["never" if SPINE.fullmatch(word) else ordinary().get(word, "free") for word in own]
    if chr(index.bare[index.owner[hit.phrase]][0]) in "VWXYZ":
        return kinds.count("free") + kinds.count("company") > 1 and "free" in kinds
    if "free" in kinds:
        return len(own) > 1 or hit.weight >= limits.RARE
    return kinds.count("company") > 1 or ("company" in kinds and "part" in kinds)
