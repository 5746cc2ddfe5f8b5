"""The operator's embedding model, a function that the settings name, and what must be true of its vectors."""

import numpy as np
from django.conf import settings
from django.utils.module_loading import import_string

# What pgvector can index.
MOST_DIMENSIONS = 2_000


class ModelFailed(Exception):
    """The model cannot be used. Its text never says what the model was asked, which may be of a case note."""


def vectors(texts):
    """What the model makes of a list of texts: an array with a row of finite 32-bit numbers for each.

    Raises ModelFailed.
    """
    try:
        # What is too large for 32 bits becomes infinite, and is refused as that.
        with np.errstate(over="ignore"):
            found = np.asarray(import_string(settings.EMBEDDING_MODEL)(texts), dtype=np.float32)
    except Exception as error:
        # It is the operator's: it may raise anything.
        raise ModelFailed(f"{settings.EMBEDDING_MODEL} failed with {type(error).__name__}") from error
    if fault := fault_of(found, len(texts)):
        raise ModelFailed(f"{settings.EMBEDDING_MODEL} gave {fault}")
    return found


def fault_of(found, wanted):
    """What is wrong with an array of vectors, or ""."""
    if found.ndim != 2 or len(found) != wanted:
        return f"an array of the shape {found.shape} for {wanted} texts"
    if not 0 < found.shape[1] <= MOST_DIMENSIONS:
        return f"vectors of {found.shape[1]} numbers; 1 to {MOST_DIMENSIONS:,} can be kept"
    return "" if np.isfinite(found).all() else "numbers that are infinite or none"


def as_text(vector):
    """A vector as pgvector reads it."""
    return f"[{','.join(map(str, vector.tolist()))}]"
