"""What `manage.py check` says of an embedding model that is configured; without one it asks nothing."""

from django.conf import settings
from django.core.checks import Warning
from django.db import DatabaseError

from codes.embeddings import store


def check_embeddings(app_configs=None, **kwargs):
    """Warnings where the database has no pgvector, or where vectors are missing or of other words."""
    if not settings.EMBEDDING_MODEL:
        return []
    try:
        if fault := store.missing():
            return [Warning(f"EMBEDDING_MODEL is set, and {fault}", id="codes.W001")]
        due = len(store.due())
    except DatabaseError:
        # It is away, or has no tables yet: others say so.
        return []
    told = f"{due:,} codes have no vector of the configured model: manage.py build_embeddings computes them"
    return [Warning(told, id="codes.W002")] if due else []
