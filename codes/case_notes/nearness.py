"""Where the operator's embedding model joins in: what it puts near a phrase is ranked beside what the search found."""

from dataclasses import replace

import numpy as np

from codes.case_notes import limits
from codes.embeddings import nearest
from codes.search.index import GONE

# Whose candidates the note as a whole has put in order.
OF_CHAPTERS = {"obstetric", "newborn"}
# In place of the phrase that says why a code was found.
NEAR = -2
WHY = {NEAR: "near in meaning, by the embedding model"}


def joined(found, index):
    """The same with the rows of each condition in the order of both; as they are where no model is configured."""
    keys = nearest(text_of(one) for one in found if is_ranked(one))
    if not keys:
        return found
    near = rows_near(keys, index)
    return [replace(one, rows=fused(one.rows, near[text_of(one)])) if is_ranked(one) else one for one in found]


def is_ranked(one):
    """Whether the candidates are those of a present condition as the search ranked them."""
    return one.mention.kind == "diagnosis" and one.group == "diagnoses" and one.note not in OF_CHAPTERS


def text_of(one):
    return f"{one.mention.query} {one.mention.side}".strip()


def rows_near(keys, index):
    """{text: rows of the index} of {text: keys of codes}."""
    wanted = np.array(sorted({key for each in keys.values() for key in each}), dtype=np.int64)
    rows = np.flatnonzero(np.isin(index.key, wanted) & (index.flags & GONE == 0)).tolist()
    row_of = {int(index.key[row]): row for row in rows}
    return {text: [row_of[key] for key in each if key in row_of] for text, each in keys.items()}


def fused(rows, near):
    """The (row, phrase)s in the order of both by reciprocal rank, and where there is room the nearest code of all.

    One code alone: of those that were only near hardly any was right (decision 0022). After Cormack, Clarke, Büttcher:
    *Reciprocal rank fusion outperforms Condorcet and individual rank learning methods*, SIGIR 2009.
    """
    worth = {row: 1 / (limits.FUSED + rank) for rank, (row, _) in enumerate(rows, start=1)}
    for rank, row in enumerate(near, start=1):
        if row in worth:
            worth[row] += 1 / (limits.FUSED + rank)
    ordered = sorted(rows, key=lambda each: -worth[each[0]])
    others = [(row, NEAR) for row in near if row not in worth]
    return (*ordered, *others[:1])[: limits.CANDIDATES]
