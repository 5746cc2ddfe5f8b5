"""The editors' desk: codes with their texts, releases read-only."""

from codes.admin import code, release, text  # noqa: F401
