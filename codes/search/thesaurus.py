"""What people say and what publishers print: abbreviations, lay words, brands and words of one meaning.

The lists are tab-separated files in `codes/search/words/`; their README gives the form of each.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

from codes.search.tokens import EMPTY, asked_words, printed_words, stem, words
from codes.systems import HCPCS

FOLDER = Path(__file__).parent / "words"
# How much a meaning counts beside the word itself, the first meaning of a list first.
FIRST, STEP, LEAST = 0.97, 0.06, 0.7
DROPPED = "-"
SHORT = 4


@dataclass(frozen=True)
class Meaning:
    """Other words for a phrase, and how sure it is that they are meant; `kind` is the list that it stands in."""

    words: tuple
    weight: float
    kind: str


@dataclass(frozen=True)
class Thesaurus:
    """Meanings by phrase: `exact` by its words, `loose` by the stems of those that say something, in any order.

    `single` are all words that stand in phrases.
    """

    exact: dict
    loose: dict
    single: frozenset

    def of(self, said):
        """The meanings of these words together; None where they are no entry. [] says: drop them."""
        exact, loose = self.exact.get(tuple(said)), self.loose.get(key_of(said))
        # The letters of an abbreviation have no stem: "lue" is not "lues". And "had a stroke" is not "stroke".
        if exact is not None and (len(said) == 1 and len(said[0]) <= SHORT or told_apart(exact)):
            return exact
        return None if exact is None and loose is None else [*(exact or ()), *(loose or ())]

    def says(self, word):
        return word in self.single


def told_apart(meanings):
    """Whether these are of lay words that only little words tell from others."""
    return any(meaning.kind == "lay" for meaning in meanings)


def key_of(said):
    """What is the same for "bitten by a bug" and "bug bitten": the stems of the words that say something, sorted."""
    return tuple(sorted(stem(word) for word in said if word not in EMPTY))


def lines(name):
    """The rows of a list as lists of cells; [] where there is no such file."""
    path = FOLDER / f"{name}.tsv"
    if not path.exists():
        return []
    rows = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines())
    return [row for row in rows if row[0].strip() and not row[0].startswith("#") and len(row) > 1]


@cache
def thesaurus():
    """The lists of the repository, read once."""
    exact, loose, single = {}, {}, set()
    for name in ("abbreviations", "brands"):
        for said, printed, *_ in lines(name):
            single.update(words(said))
            add(exact, tuple(asked_words(said)), printed.split("|"), name)
    for said, printed, *_ in lines("lay"):
        single.update(words(said))
        into, key = (exact, tuple(asked_words(said))) if said in little_apart() else (loose, key_of(asked_words(said)))
        add(into, key, printed.split("|"), "lay")
    for row in lines("equivalents"):
        for said in row:
            single.update(words(said))
            add(loose, key_of(asked_words(said)), [other for other in row if other != said], "equivalents", step=0)
    return Thesaurus(exact, loose, frozenset(single))


def add(into, key, printed, kind, step=STEP):
    if not key:
        return
    meanings = into.setdefault(key, [])
    for place, text in enumerate(printed):
        other = tuple(printed_words(text))
        if other and text.strip() != DROPPED and other not in [meaning.words for meaning in meanings]:
            meanings.append(Meaning(other, max(FIRST - place * step, LEAST), kind))


@cache
def little_apart():
    """The lay words that only little words tell from others: "had a stroke" beside "stroke"."""
    every = {said: asked_words(said) for said, *_ in lines("lay")}
    whole = {key_of(found) for found in every.values() if not EMPTY.intersection(found)}
    return {said for said, found in every.items() if EMPTY.intersection(found) and key_of(found) in whole}


@cache
def said_of_codes():
    """[(what people say, system, value)] of the lay words that lead to one code or category."""
    rows = [row for row in lines("lay") if len(row) > 2 and row[0] not in little_apart()]
    pairs = [(said, value) for said, _, values, *_ in rows for value in values.split()]
    return [(said, "hcpcs" if HCPCS.pattern.fullmatch(value) else "icd10cm", value) for said, value in pairs]


@cache
def common():
    """{(system, value): weight 1 to 3} of the codes that are billed most."""
    return {(system, value): int(weight) for system, value, weight in lines("common")}
