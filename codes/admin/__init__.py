"""The editors' desk: codes with their texts, conflicts to decide, releases read-only."""

from codes.admin import code, conflict, release  # noqa: F401
