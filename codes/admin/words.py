"""Two wordings, side by side."""

import re
from difflib import SequenceMatcher
from itertools import groupby

# Comparing takes the square of the length: longer texts are compared line by line.
LONGEST = 10_000


def apart(one, other):
    """Where two texts differ: for each a list of (text, whether it stands on this side only), word by word."""
    if len(one) + len(other) > LONGEST:
        ours, theirs = one.splitlines(keepends=True), other.splitlines(keepends=True)
    else:
        ours, theirs = words(one), words(other)
    same = SequenceMatcher(None, ours, theirs, autojunk=False).get_matching_blocks()
    return (
        runs(ours, {place for start, _, size in same for place in range(start, start + size)}),
        runs(theirs, {place for _, start, size in same for place in range(start, start + size)}),
    )


def words(text):
    """Words, spaces and every other sign apart, so that a comma alone can differ."""
    return re.findall(r"\w+|\s+|[^\w\s]", text)


def runs(words, shared):
    """Neighbours of one kind put together; a space differs where the words on both its sides do."""
    alone = [place not in shared for place in range(len(words))]
    for place, word in enumerate(words):
        if word.isspace():
            alone[place] = 0 < place < len(words) - 1 and alone[place - 1] and alone[place + 1]
    marked = groupby(zip(words, alone, strict=True), key=lambda pair: pair[1])
    return [("".join(word for word, _ in run), differs) for differs, run in marked]
