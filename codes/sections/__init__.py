"""The sections of a code page, one module each; `ORDER` is the order in which they stand on the page.

A module gives `PARTS`, a list of Part: how a section is drawn from a Subject, and what of it is counted for readers who
may not see it. A module asks the database at most once for each Subject, and reads in a bounded way however many rows a
code has.
"""

from codes.sections import (
    crosswalks,
    drug_price,
    edits,
    fees,
    glance,
    history,
    modifiers,
    notes,
    outpatient,
    payers,
    prose,
    related,
    sources,
)

ORDER = [
    *glance.PARTS,
    *notes.PARTS,
    *prose.PARTS,
    *modifiers.PARTS,
    *related.PARTS,
    *edits.PARTS,
    *fees.PARTS,
    *outpatient.PARTS,
    *drug_price.PARTS,
    *crosswalks.PARTS,
    *payers.PARTS,
    *history.PARTS,
    *sources.PARTS,
]


def named():
    """[(key, heading)] of what a plan may open or leave closed; the two descriptions stand open on every open page."""
    return [(part.key, part.heading) for part in ORDER]
