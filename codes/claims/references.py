"""The codes that a note of ICD-10-CM names in its words: single ones, categories with a dash, ranges, characters.

`(J35.0-)`, `(E08.3-, E09.3-)`, `(V01-V99)`, `M05.00-M06.9`, `(T36-T50 with fifth or sixth character 5)`,
`(S82.- with 7th character B)`, `(E08-E13 with .620)`, `(I69. with final characters -23)`. A text in brackets that names
codes with a condition that is none of these is `vague`: what it names may be less than it seems.
"""

import re
from dataclasses import dataclass
from functools import lru_cache

VALUE = r"[A-Z][0-9][0-9A-Z](?![A-Za-z0-9])(?:\.(?:[0-9A-Z]{1,4})?)?"
RANGE = re.compile(rf"\b({VALUE})(-(?![A-Z]))?(?:\s*(?:-|–| to )\s*({VALUE})(-)?)?")
PLACES = {
    "third": 3,
    "fourth": 4,
    "4th": 4,
    "fifth": 5,
    "5th": 5,
    "sixth": 6,
    "6th": 6,
    "six": 6,
    "seventh": 7,
    "7th": 7,
}
ORDINALS = "|".join(PLACES)
CHARACTER = re.compile(
    rf"\bwith (?:a )?({ORDINALS}|final)(?: (?:or|to) ({ORDINALS}))?[- ]characters?,? ?[-.]?"
    r"([0-9A-Z]{1,2})(?:-([0-9A-Z]))?(?![0-9A-Za-z])"
)
SUBCLASS = re.compile(r"\bwith \.([0-9A-Z]{1,4})(?:-?\.([0-9A-Z]{1,4}))?")
CONDITION = re.compile(r"\bwith\b")


@dataclass(frozen=True)
class Reference:
    """Codes from `first` to `last`, each without its dot and each the beginning of what it names."""

    first: str
    last: str

    def names(self, bare):
        return self.first <= bare[: len(self.first)] and bare[: len(self.last)] <= self.last


@dataclass(frozen=True)
class Named:
    """What one note names: a code is named where a reference holds it, and its characters are those asked for."""

    references: tuple[Reference, ...] = ()
    places: tuple[int, ...] = ()
    characters: frozenset = frozenset()
    ending: tuple[str, ...] = ()
    behind: tuple[str, ...] = ()
    vague: bool = False

    def names(self, value):
        """Whether the note names a code, by its value as printed."""
        bare = value.replace(".", "")
        return any(reference.names(bare) for reference in self.references) and self.has_characters(bare)

    def has_characters(self, bare):
        if self.places:
            return any(bare[place - 1 : place] in self.characters for place in self.places if len(bare) >= place)
        if self.ending:
            return bare.endswith(self.ending)
        return not self.behind or any(bare[3:].startswith(each) for each in self.behind)


@lru_cache(maxsize=20_000)
def named_in(text):
    """The Named of a note's text; without references where it names no code."""
    found = tuple(reference(match) for match in RANGE.finditer(text))
    if not found:
        return Named()
    if (match := CHARACTER.search(text)) and match[1] != "final":
        places = tuple(PLACES[each] for each in match.group(1, 2) if each)
        if len(match[3]) == 1:
            return Named(found, places=places, characters=frozenset(between(match[3], match[4])))
        # Two characters at two places: the pair stands where the first of them does.
        return Named(found, behind=(match[3],)) if places[0] == 4 else Named(found, vague=True)
    if match:
        return Named(found, ending=(match[3],))
    if match := SUBCLASS.search(text):
        return Named(found, behind=tuple(between(match[1], match[2])))
    return Named(found, vague=bool(CONDITION.search(text[text.find(found[0].first[:3]) :])))


def reference(match):
    first = match[1].replace(".", "")
    last = match[3].replace(".", "") if match[3] else first
    return Reference(first, last)


def between(first, last):
    """The characters or two figures from one to another: 1 to 4; 51 to 52."""
    if not last or not (first.isdigit() and last.isdigit()):
        return [first]
    return [str(each).zfill(len(first)) for each in range(int(first), int(last) + 1)]
