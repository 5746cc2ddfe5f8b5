"""The word lists of this package, read once: tab-separated files in `tables/`, each with its columns in its head."""

from functools import cache
from pathlib import Path

from codes.search.tokens import stem, words

FOLDER = Path(__file__).parent / "tables"


def rows(name):
    """The rows of a list as lists of cells."""
    lines = (FOLDER / f"{name}.tsv").read_text(encoding="utf-8").splitlines()
    return [line.split("\t") for line in lines if line and not line.startswith("#")]


@cache
def column(name):
    """The first cells of the rows of a list."""
    return frozenset(row[0] for row in rows(name))


def key_of(text):
    """What is the same for "Ear tubes" and "ear tube": the stems of the words."""
    return tuple(stem(word) for word in words(text))


@cache
def phrases(name):
    """{stems of a phrase: [the further cells of each of its rows]}."""
    found = {}
    for text, *cells in rows(name):
        found.setdefault(key_of(text), []).append(cells)
    return found


@cache
def longest(name):
    """The number of words in the longest phrase of a list."""
    return max(map(len, phrases(name)))
