"""Code lists as they are sent, as they stand, and how two of them differ."""

from datetime import datetime
from typing import Annotated

from ninja import Schema
from pydantic import Field

from api.v1.schemas.common import Strict, System
from codelists import policy

# At least one letter or digit, so that something is left of it when unseen marks are taken out.
Name = Annotated[str, Field(min_length=1, max_length=policy.LONGEST_NAME, pattern=r"\w")]
Description = Annotated[str, Field(max_length=policy.LONGEST_DESCRIPTION)]


class EntryIn(Strict):
    """A code for a list, in any spelling."""

    system: System
    value: Annotated[str, Field(min_length=1, max_length=20)]
    note: Annotated[str, Field(max_length=policy.LONGEST_NOTE)] = ""


Entries = Annotated[list[EntryIn], Field(max_length=policy.ENTRIES_PER_LIST)]


class ListIn(Strict):
    """A list to begin."""

    name: Name
    description: Description = ""
    entries: Entries = []


class DetailsIn(Strict):
    """A list's other name or description; what is left out stays."""

    name: Name = ""
    description: Description = ""


class EntriesIn(Strict):
    """Codes for a list."""

    entries: Entries


class ListOut(Schema):
    """A list without its codes. shared_at is the address that anybody may read it at; null where there is none."""

    id: int
    name: str
    description: str
    version: int
    size: int
    created_at: datetime
    changed_at: datetime
    shared_at: str | None


class Lists(Schema):
    """Your lists, the last changed first."""

    lists: list[ListOut]


class EntryOut(Schema):
    """A code in a list, and how it stands today or on the day that was asked for."""

    system: str
    value: str
    note: str
    title: str
    status: list[str]
    replaced_by: list[str]


class FullList(ListOut):
    """A list with the codes of one version, which is shown, in the list's order."""

    shown: int
    entries: list[EntryOut]


class Version(Schema):
    """One saving of a list."""

    number: int
    made_at: datetime
    what: str
    added: int
    removed: int
    changed: int
    moved: int


class Versions(Schema):
    """The versions of a list, the newest first."""

    versions: list[Version]


class ChangedEntry(EntryOut):
    """A code whose note differs; before is the earlier note."""

    before: str


class MovedEntry(EntryOut):
    """A code that stands elsewhere in the order; was and place are counted from 1."""

    was: int
    place: int


class Difference(Schema):
    """What the second content has and the first has not, and the reverse."""

    added: list[EntryOut]
    removed: list[EntryOut]
    changed: list[ChangedEntry]
    moved: list[MovedEntry]


class Shared(Schema):
    """Where anybody may read a list."""

    shared_at: str
