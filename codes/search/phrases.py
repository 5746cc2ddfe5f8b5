"""The phrases by which codes are found: descriptors, inclusion terms and the entries of the publishers' indexes.

A phrase leads to one code. Its essential words are what it says; optional ones, printed in brackets, may be said too.
"""

import re
from dataclasses import dataclass
from enum import IntEnum

from codes.search.tokens import EMPTY, printed_words, stem, words


class Source(IntEnum):
    """Where a phrase stands."""

    DESCRIPTOR = 0
    TITLE = 1
    INCLUSION_TERM = 2
    INDEX = 3
    EXTERNAL_CAUSE = 4
    DRUG = 5
    NEOPLASM = 6
    PCS_INDEX = 7
    SAID = 8


TABLES = {
    "index": Source.INDEX,
    "external_cause": Source.EXTERNAL_CAUSE,
    "drug": Source.DRUG,
    "neoplasm": Source.NEOPLASM,
    "pcs_index": Source.PCS_INDEX,
}
BRACKETS = re.compile(r"[(\[][^()\[\]]*[)\]]")


@dataclass(frozen=True, slots=True)
class Phrase:
    """One phrase: `code` the key of a row, `origin` the key of the note or index entry that it stands in, or 0."""

    code: int
    source: Source
    origin: int
    essential: tuple
    optional: tuple


def phrase(code, source, origin, text, more=""):
    """A Phrase of a printed text; `more` are essential words that stand beside it, such as a table's column."""
    outer, inner = text, []
    while found := BRACKETS.search(outer):
        inner.append(found[0])
        outer = outer[: found.start()] + " " + outer[found.end() :]
    essential = kept(printed_words(f"{outer} {more}"))
    if not essential:
        return Phrase(code, source, origin, kept(printed_words(text)), ())
    essential, other_forms = (
        without_other_forms(essential) if Source.INDEX <= source <= Source.PCS_INDEX else (essential, ())
    )
    said_too = (*other_forms, *kept(printed_words(" ".join(inner))), *whole_numbers(essential))
    optional = dict.fromkeys(word for word in said_too if word not in essential)
    return Phrase(code, source, origin, essential, tuple(optional))


def whole_numbers(found):
    """ "31.0" may be said as 31."""
    return [word.partition(".")[0] for word in found if "." in word]


def kept(found):
    """The words that say something, each once, in their order."""
    return tuple(dict.fromkeys(word for word in found if word not in EMPTY))


def without_other_forms(essential):
    """An index prints forms of its main term side by side, "Failure, failed": the first is essential, others not."""
    first = essential[0]
    others = tuple(word for word in essential[1:4] if len(first) > 4 and word[:5] == first[:5])
    return tuple(word for word in essential if word not in others), others


# The publishers' indexes


def led_to(terms):
    """{key of an entry: (system, value, whole)} of entries that name a code or lead, by "see", to one that does.

    `terms` is a list of rows with id, system, table, term, value, whole and see.
    """
    found = {term.id: (term.system, term.value, term.whole) for term in terms if term.value}
    heads = by_head(terms)
    for term in terms:
        if not term.value and (target := followed(term, heads, 3)):
            found[term.id] = (target.system, target.value, target.whole)
    return found


def by_head(terms):
    """{(system, stem of the first word): [(entry, stems of its essential words, all stems)]}, the shortest first."""
    heads = {}
    for term in terms:
        if term.table in ("index", "external_cause", "pcs_index"):
            said = phrase(0, TABLES[term.table], 0, term.term)
            essential = {stem(word) for word in said.essential}
            entry = (term, essential, essential | {stem(word) for word in said.optional})
            heads.setdefault((term.system, stem(said.essential[0]) if said.essential else ""), []).append(entry)
    for entries in heads.values():
        entries.sort(key=lambda entry: (len(entry[1]), len(entry[2])))
    return heads


def followed(term, heads, steps):
    """The entry with a value that `see` leads to in at most so many steps, or None."""
    while steps and term and not term.value:
        term, steps = seen(term, heads), steps - 1
    return term if term and term.value else None


def seen(term, heads):
    """The entry that says the target of `see` and least besides, or None."""
    wanted = [stem(word) for word in words(term.see.removesuffix(", by site")) if word not in EMPTY]
    if not wanted:
        return None
    entries = [entry for entry in heads.get((term.system, wanted[0]), ()) if entry[0] is not term]
    for of_entry in (1, 2):
        if found := next((entry[0] for entry in entries if entry[of_entry].issuperset(wanted)), None):
            return found
    return None
