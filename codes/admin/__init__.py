"""The editors' desk: codes with their texts, shared texts, drafts, conflicts to decide, releases read-only."""

from codes.admin import code, conflict, draft, release, shared  # noqa: F401
