"""An index with codes that changed since it was built: their old phrases no longer count, the new ones do."""

from dataclasses import replace

import numpy as np

from codes.search.index import GONE, Builder


def changed(index, keys, rows, phrases, above):
    """The Index with the codes of these keys as `rows`, `phrases` and `above` (see Builder) now say.

    What stands below a changed heading keeps the heading's old words until the whole index is built again.
    """
    index = without(index, keys)
    return joined(index, Builder(rows, phrases, above).build()) if rows else index


def without(index, keys):
    """The same arrays with these codes marked as gone."""
    old = np.isin(index.key, np.array(sorted(keys), dtype=np.int64))
    return replace(index, flags=index.flags | np.where(old, GONE, 0).astype(np.uint8))


BY_CODE = ["key", "bare", "system", "flags", "chapter", "begins", "ends", "prior"]
BY_PHRASE = ["source", "origin"]


def joined(index, fresh):
    """Both as one Index: the rows of `fresh` stand behind those of `index`."""
    new, number_of = numbered(index, fresh)
    idf = np.concatenate([index.idf, np.full(len(new), index.idf.max(initial=1.0), dtype=np.float32)])
    soft = np.concatenate([index.soft, fresh.soft[new]])
    said = number_of[fresh.said >> 1] * 2 + (fresh.said & 1)
    bagged, bagged_at = joined_bags(index, fresh, number_of, len(idf))
    return replace(
        index,
        **{name: np.concatenate([getattr(index, name), getattr(fresh, name)]) for name in (*BY_CODE, *BY_PHRASE)},
        family=np.concatenate([index.family, fresh.family + index.family.max(initial=-1) + 1]),
        owner=np.concatenate([index.owner, fresh.owner + np.int32(len(index.key))]),
        phrases_at=behind(index.phrases_at, fresh.phrases_at),
        norm=np.concatenate([index.norm, norms(said, fresh.said_at, idf * soft)]),
        stem=np.concatenate([index.stem, fresh.stem[new]]),
        idf=idf,
        soft=soft,
        bagged=bagged,
        bagged_at=bagged_at,
        said=np.concatenate([index.said, said]),
        said_at=behind(index.said_at, fresh.said_at),
        **joined_words(index, fresh, number_of),
    )


def numbered(index, fresh):
    """(rows of the stems that only `fresh` has, the row in the joined index of each of its stems)."""
    known = [index.stem_number(text.decode()) for text in fresh.stem.tolist()]
    new = np.array([row for row, number in enumerate(known) if number is None], dtype=np.int64)
    numbers = np.array([-1 if number is None else number for number in known], dtype=np.int32)
    numbers[new] = np.arange(len(index.stem), len(index.stem) + len(new))
    return new, numbers


def joined_bags(index, fresh, number_of, stems):
    """The bags with the new codes at the end of each stem's."""
    owners = np.repeat(number_of, np.diff(fresh.bagged_at))
    order = np.argsort(owners, kind="stable")
    at = np.append(index.bagged_at, np.full(stems - len(index.stem), index.bagged_at[-1]))
    bagged = np.insert(index.bagged, at[owners[order] + 1], fresh.bagged[order] + np.int32(len(index.key)))
    return bagged, at + np.searchsorted(owners[order], np.arange(stems + 1))


def behind(starts, more):
    return np.concatenate([starts, more[1:] + starts[-1]]).astype(starts.dtype)


def norms(said, said_at, weight):
    total = np.concatenate([[0.0], np.cumsum(np.where(said & 1, weight[said >> 1], 0), dtype=np.float64)])
    return (total[said_at[1:]] - total[said_at[:-1]]).astype(np.float32)


def joined_words(index, fresh, number_of):
    """The vocabulary of both; a word that both have is printed as often as in both."""
    words = np.concatenate([index.word, fresh.word])
    word, first, place = np.unique(words, return_index=True, return_inverse=True)
    count = np.bincount(place, weights=np.concatenate([index.word_count, fresh.word_count]), minlength=len(word))
    stems = np.concatenate([index.word_stem, number_of[fresh.word_stem]])
    return {"word": word, "word_stem": stems[first].astype(np.int32), "word_count": count.astype(np.int32)}
