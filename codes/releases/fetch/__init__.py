"""Fetching a published file: it goes on where it broke off, and has its name only when it is whole and sound."""

from codes.releases.fetch.downloading import PAUSES, download, first_of
from codes.releases.fetch.failures import FetchFailed

__all__ = ["PAUSES", "FetchFailed", "download", "first_of"]
