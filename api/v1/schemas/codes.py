"""One code as its page shows it."""

from datetime import date
from typing import Any

from ninja import Schema
from pydantic import Field

from api.v1.schemas.common import Line


class Views(Schema):
    """The meter after this request; null where the account has no limit."""

    limit: int | None
    used: int
    remaining: int | None


class AsOf(Schema):
    """How far the code is known on the day that was asked for."""

    day: date
    known: bool = Field(description="Off where neither the releases nor the publisher's dates reach back to the day.")
    begun: bool = Field(description="Off where a later release brought the code.")
    note: str


class Section(Schema):
    """One section of the code page. What content holds depends on key, as the page shows it; keys may be added."""

    key: str
    heading: str
    source: str
    content: Any


class Locked(Schema):
    """A section that is closed to this reader: its heading, and how much there is of it."""

    heading: str
    amount: str


class Place(Schema):
    """Where a code stands."""

    ancestors: list[Line]
    children: list[Line] = Field(description="The first sixty; all of them are under hierarchy.")
    previous: Line | None
    next: Line | None
    replaced_by: list[Line]


class Code(Schema):
    """A code as its page shows it to this reader."""

    system: str
    value: str
    kind: str
    billable: bool
    description: str = Field(description="The official description; empty for CPT unless the site may pass it on.")
    title: str = Field(description="Our own short title, where there is one.")
    effective_from: date | None
    effective_to: date | None
    status: list[str]
    release: str
    copyright: str
    url: str
    as_of: AsOf | None
    place: Place
    sections: list[Section]
    locked: list[Locked]
    views: Views
