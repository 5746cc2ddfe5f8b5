"""Embedding models for tests: a real one of hashed letters, and those that do what a model should not."""

import math
import zlib

# The texts that `ngrams` was asked for, in their order.
ASKED = []


def ngrams(texts, dimensions=64):
    """Vectors of how often each three letters stand in a text: alike for words that are spelt alike."""
    ASKED.extend(texts)
    return [of_letters(f" {text.casefold()} ", dimensions) for text in texts]


def of_letters(text, dimensions):
    found = [0.0] * dimensions
    for first in range(len(text) - 2):
        found[zlib.crc32(text[first : first + 3].encode()) % dimensions] += 1.0
    return found


def wider(texts):
    return ngrams(texts, 96)


def broken(texts):
    raise RuntimeError(f"no memory for {texts[0]}")


def short(texts):
    return ngrams(texts)[1:]


def flat(texts):
    return [1.0 for _ in texts]


def ragged(texts):
    return [[1.0] * number for number, _ in enumerate(texts, start=1)]


def empty(texts):
    return [[] for _ in texts]


def enormous(texts):
    return [[1.0] * 2_001 for _ in texts]


def not_numbers(texts):
    return [[1.0, math.nan] for _ in texts]


def infinite(texts):
    return [[1.0, math.inf] for _ in texts]


def too_large(texts):
    return [[1.0, 1e300] for _ in texts]


def nothing(texts):
    return None


def silent(texts):
    """Vectors that say nothing."""
    return [[0.0] * 64 for _ in texts]


number = 7
