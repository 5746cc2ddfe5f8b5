"""Vectors of the codes' words by the operator's own embedding model, kept with pgvector; off unless one is configured.

`nearest` finds the codes near some texts, `build` computes the vectors that are missing or of other words.
"""

from codes.embeddings.model import ModelFailed
from codes.embeddings.nearest import nearest
from codes.embeddings.store import Unavailable, build

__all__ = ["ModelFailed", "Unavailable", "build", "nearest"]
