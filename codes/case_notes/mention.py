"""One phrase of a note that a code may stand for."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Mention:
    """Words between `start` and `end` of a note that a code may stand for.

    `kind`: diagnosis, procedure, supply, or coded where `code` is the value of the one code that a list has for it.
    `status` is how it is meant ("" for present), `because` the words that say so. `section` and `side` as told.
    `query` are the words to be searched for, `row` the row of the index that has a phrase of the same words, or -1;
    `rows` those that have its name.
    """

    start: int
    end: int
    kind: str
    status: str = ""
    because: str = ""
    section: str = ""
    side: str = ""
    code: str = ""
    group: str = ""
    query: str = ""
    row: int = -1
    rows: frozenset = frozenset()
