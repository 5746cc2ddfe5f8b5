"""An embedding model that is made of our own words alone, to measure with where there is no other.

    EMBEDDING_MODEL=benchmarks.latent.vectors manage.py build_embeddings

Latent semantic analysis (Deerwester, Dumais, Furnas, Landauer, Harshman: *Indexing by latent semantic analysis*, J Am
Soc Inf Sci 41, 1990) of what the search's index says of ICD-10-CM: words that stand in like company lie near one
another. It is made at the first use in a process, from the index at hand: after a release all vectors are others.
"""

from functools import cache

import numpy as np

DIMENSIONS, SPARE, ROUNDS = 256, 32, 4
# Entries that are multiplied at a time.
CHUNK = 20_000


def vectors(texts):
    """A row of numbers for each text."""
    return np.array([vector(text) for text in texts])


def vector(text):
    from codes.search.tokens import printed_words, stem

    number_of, weight, space = model()
    known = [number for word in printed_words(text) if (number := number_of(stem(word))) is not None]
    return (weight[known, None] * space[known]).sum(axis=0)


@cache
def model():
    """(number of a stem by its letters, weight of each stem, its place in the space)."""
    from codes.search.store import held

    index = held.current()
    weight = (index.idf * index.soft).astype(np.float32)
    rows, stems = said(index)
    return index.stem_number, weight, space_of(rows, stems, weight, len(weight))


def said(index):
    """(family, stem) of all that is said of ICD-10-CM, each pair once; the families numbered from 0."""
    phrase = np.repeat(np.arange(len(index.owner)), np.diff(index.said_at))
    code = index.owner[phrase]
    mine = index.system[code] == 0
    pairs = np.unique(index.family[code][mine].astype(np.int64) * len(index.stem) + (index.said[mine] >> 1))
    rows, stems = pairs // len(index.stem), pairs % len(index.stem)
    return np.unique(rows, return_inverse=True)[1], stems


def space_of(rows, stems, weight, size):
    """The right singular vectors of the matrix of families and stems, by subspace iteration from a fixed beginning."""
    values = weight[stems]
    values = values / np.sqrt(np.bincount(rows, weights=values**2))[rows].astype(np.float32)
    back = np.lexsort((rows, stems))
    right = np.random.default_rng(1).standard_normal((size, DIMENSIONS + SPARE), dtype=np.float32)
    for _ in range(ROUNDS):
        left = np.linalg.qr(product(rows, stems, values, right, rows.max() + 1))[0]
        right = np.linalg.qr(product(stems[back], rows[back], values[back], left, size))[0]
    _, _, turn = np.linalg.svd(product(rows, stems, values, right, rows.max() + 1), full_matrices=False)
    return (right @ turn.T)[:, :DIMENSIONS]


def product(rows, columns, values, factor, size):
    """A matrix of entries that are ordered by row, times `factor`."""
    found = np.zeros((size, factor.shape[1]), dtype=np.float32)
    for first in range(0, len(rows), CHUNK):
        part = slice(first, first + CHUNK)
        at = np.flatnonzero(np.diff(rows[part], prepend=-1))
        found[rows[part][at]] += np.add.reduceat(values[part, None] * factor[columns[part]], at)
    return found
