"""Small indexes for tests: rows of codes and what they say, every word invented."""

from collections import namedtuple

from codes.search.index import Builder
from codes.search.phrases import Source, phrase
from codes.search.query import Reader
from codes.search.ranking import ranked

FIELDS = {
    "system": "icd10cm",
    "kind": "code",
    "billable": True,
    "status": "active",
    "effective_from": None,
    "effective_to": None,
    "parent_id": None,
    "top": None,
    "pricing": None,
    "title": "",
    "descriptor": "",
}
Row = namedtuple("Row", ["id", "value", "bare", *FIELDS])


def a_row(key, value, **fields):
    return Row(**(FIELDS | {"id": key, "value": value, "bare": value.replace(".", "")} | fields))


def said(key, *texts, source=Source.DESCRIPTOR):
    return [phrase(key, source, 0, text) for text in texts]


def an_index(**texts):
    """An Index of codes by their bare value: `an_index(Q110="Blue fever")`."""
    rows = [a_row(number, value) for number, value in enumerate(texts, 1)]
    phrases = [one for number, text in enumerate(texts.values(), 1) for one in said(number, text)]
    return Builder(rows, phrases).build()


def values(index, text, *, typing=False, allowed=None):
    """The bare values that a text finds, the best first."""
    found = ranked(index, Reader(index, typing=typing).read(text), allowed)
    return [index.bare[row].decode() for row in found.rows]
