"""Words of a text as the search compares them: no case, no accents, stems instead of endings."""

import re
import threading
import unicodedata
from functools import lru_cache

import snowballstemmer

# "b12", "h1n1" and "7.5" as one word each.
WORD = re.compile(r"(?:no_)?(?:[a-z]*\d[a-z0-9]*(?:\.\d+)?|[a-z]+)")
# What is said not to be: the words behind "without" up to the next break, the one behind "not".
WITHOUT = re.compile(r"\bwithout\b,?([^,;:()\[\]]*?)(?=[,;:()\[\]]|\bwith\b|\bwithout\b|$)")
NOT = re.compile(r"\bnot ([a-z]+)")
NEGATED = "no_"
APOSTROPHES = re.compile("['’ʼ`´]s?\\b")

# "stage iii" is stage 3; elsewhere such letters are words, or nobody knows what.
NUMERALS = ["i", "ii", "iii", "iv", "v", "vi", "vii", "viii", "ix", "x", "xi", "xii", "xiii"]
ROMAN = re.compile(rf"\b(type|stage|grade|class|factor|bipolar|degree|category) ({'|'.join(NUMERALS)})\b")
# Words behind which "a" is a name and not the article.
LETTERED = {"vitamin", "hepatitis", "hep", "influenza", "flu", "type", "group", "hemophilia", "strep", "class"}
# Words that name nothing: neither a query nor a descriptor is told from another by them.
EMPTY_WORDS = """
an the of in on at to for from by with and or as is are was be been being am my i me we our you your his her
he she it its this that these those have has had having got get getting do does did so very really some any
there nec nos etc patient patients what which how when who whose can could would should
"""
EMPTY = frozenset(EMPTY_WORDS.split())
_stemmer = snowballstemmer.stemmer("english")
# It keeps the word that it works on: two threads at once would spoil each other's.
_stemming = threading.Lock()


def plain(text):
    """`text` in lower case without accents: "Sjögren’s" → "sjogrens"."""
    apart = unicodedata.normalize("NFKD", text.casefold())
    plainer = APOSTROPHES.sub("", "".join(c for c in apart if not unicodedata.combining(c)))
    return ROMAN.sub(lambda found: f"{found[1]} {NUMERALS.index(found[2]) + 1}", plainer)


def words(text):
    """The words of a text in their order, digits joined to letters kept so: "Type 2, B12" → ["type", "2", "b12"]."""
    return WORD.findall(plain(text))


def asked_words(text):
    """The words of what was typed, articles left out: "hit by a car" → ["hit", "by", "car"]."""
    found = words(text)
    pairs = zip(["", *found], found, strict=False)
    return [word for before, word in pairs if word != "a" or before in LETTERED]


def printed_words(text):
    """The words of a printed text, those that it denies marked: "without coma" → ["no_coma"]."""
    denied = WITHOUT.sub(lambda found: f" {marked(found[1])} ", plain(text))
    return WORD.findall(NOT.sub(lambda found: f" {NEGATED}{found[1]} ", denied))


def marked(text):
    return " ".join(word if word in EMPTY else f"{NEGATED}{word}" for word in WORD.findall(text))


@lru_cache(maxsize=200_000)
def stem(word):
    """What is common to the forms of a word: "fractures" and "fractured" → "fractur"; numbers as they are."""
    if word.startswith(NEGATED):
        return NEGATED + stem(word.removeprefix(NEGATED))
    # The stemmer takes "-iti-" for an ending: "esophagitis" is not "esophageal".
    whole = not word.isalpha() or len(word) < 3 or word.endswith("itis")
    if whole:
        return word
    with _stemming:
        return _stemmer.stemWord(word)
