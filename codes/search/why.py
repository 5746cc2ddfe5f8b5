"""Why a code was found, in words.

The entries of an index are public and stand on no code page; of inclusion terms, which stand in a locked section, it is
said only that one fits.
"""

from codes.models import IndexTerm
from codes.search.phrases import Source

NAMES = {
    Source.INDEX: "Index",
    Source.EXTERNAL_CAUSE: "Index of external causes",
    Source.DRUG: "Table of drugs",
    Source.NEOPLASM: "Table of neoplasms",
    Source.PCS_INDEX: "Index",
}
OWN = {
    Source.DESCRIPTOR: "words of the descriptor",
    Source.TITLE: "words of our own title",
    Source.INCLUSION_TERM: "a term included here",
    Source.SAID: "what people call it",
}
ELSEWHERE = "words of headings above it and of its other names"
LONGEST = 120


def reasons(index, query, phrases):
    """A line for each of these phrases (rows of the index, -1 for none)."""
    sources = [Source(int(index.source[row])) if row >= 0 else None for row in phrases]
    origins = [int(index.origin[row]) if row >= 0 else 0 for row in phrases]
    entries = IndexTerm.objects.only("term", "column").in_bulk(
        {origin for source, origin in zip(sources, origins, strict=True) if source in NAMES}
    )
    return [line(source, entries.get(origin)) for source, origin in zip(sources, origins, strict=True)]


def line(source, entry):
    if source is None:
        return ELSEWHERE
    if source in OWN:
        return OWN[source]
    return f"{NAMES[source]}: {shortened(entry)}" if entry else NAMES[source]


def shortened(entry):
    text = f"{entry.term}: {entry.column}" if entry.column else entry.term
    return text if len(text) <= LONGEST else f"{text[: LONGEST - 1].rstrip(' ,(')}…"
