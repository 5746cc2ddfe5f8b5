"""Releases and what they changed."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class Release(Schema):
    """One load of a publisher's files."""

    id: int
    name: str
    system: str
    effective: date
    loaded_at: datetime
    official: bool
    url: str


class Releases(Schema):
    """Releases, the newest first."""

    releases: list[Release]
    page: int
    more: bool


class Change(Schema):
    """What a release changed. Of texts that are not open to everybody before and after are empty."""

    system: str
    value: str
    kind: str = Field(description="added, revised, ended or notes.")
    field: str
    before: str
    after: str


class DatedChange(Change):
    """A change of one code, with the release that made it."""

    release: str
    effective: date
    url: str


class ChangesOfCode(Schema):
    """The changes of one code, the newest first."""

    changes: list[DatedChange]


class ChangesOfRelease(Schema):
    """One page of the changes of a release."""

    release: Release
    changes: list[Change]
    page: int
    more: bool
