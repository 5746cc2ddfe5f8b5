"""What goes in and out of the API, as its description tells it."""

from datetime import date, datetime
from typing import Annotated, Any, Literal

from ninja import Path, Query, Schema
from pydantic import BeforeValidator, ConfigDict, Field

from codelists import policy
from codes.as_of import DAY
from codes.claims.claim import MOST_MODIFIERS, MOST_UNITS
from codes.claims.parsing import LONGEST, MOST_LINES

# The keys of the code systems, as in addresses.
System = Literal["icd10cm", "cpt", "hcpcs", "icd10pcs", "pos"]
SystemPath = Annotated[System, Path(description="The code system.", examples=["icd10cm"])]
ValuePath = Annotated[str, Path(description="The code as printed, with its dot.", examples=["E11.9"])]


def as_written(day):
    """A day as 2025-05-01: the library would read numbers and moments as well."""
    if not isinstance(day, str) or not DAY.fullmatch(day):
        raise ValueError("write the day as 2025-05-01")
    return day


def whole(number):
    """JSON knows one kind of number: 2.0 is 2."""
    return int(number) if isinstance(number, float) and number.is_integer() else number


Day = Annotated[date, Field(strict=False), BeforeValidator(as_written)]
OnDay = Annotated[
    date,
    Query(description="The date of service; today without it.", examples=["2025-05-01"]),
    BeforeValidator(as_written),
]
PageNumber = Annotated[int, Query(ge=1, le=100_000, description="Which page of the list.")]
# A key of ours, within what the database can hold.
Key = Annotated[int, Path(ge=1, le=2**62)]


class Strict(Schema):
    """What is sent to us: nothing is guessed and nothing unknown is left out unseen."""

    model_config = ConfigDict(extra="forbid", strict=True)


# Codes


class Line(Schema):
    """A code as it stands in lists. title is never the official CPT description."""

    system: str
    value: str
    title: str
    kind: str = Field(description="chapter, section, heading, code, modifier or place.")
    status: list[str] = Field(description="As in Billable, Header, Deleted.")
    url: str


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
    """A section that registered readers see: its heading, and how much there is of it."""

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


# Search


class Result(Line):
    """A code that was found, and why; of CPT without the reason, unless official words may go out."""

    why: str
    score: float | None = Field(description="1 is a code of which all is said and nothing besides.")


class Results(Schema):
    """One page of results."""

    exact: bool = Field(description="Whether the text is the one code that was found.")
    results: list[Result]
    total: int | None = Field(description="Null where the text is the beginning of codes.")
    after: str = Field(description="What continues behind this page; empty at the end.")


# Checking a claim


class ServiceIn(Strict):
    """One service or diagnosis."""

    code: Annotated[str, Field(min_length=1, max_length=40, description="In any spelling.")]
    modifiers: Annotated[list[Annotated[str, Field(max_length=2)]], Field(max_length=MOST_MODIFIERS)] = []
    units: Annotated[int, Field(ge=1, le=MOST_UNITS), BeforeValidator(whole)] = 1


class AgeIn(Strict):
    """The age of the patient on that day; days for newborns."""

    years: Annotated[int, Field(ge=0, le=130), BeforeValidator(whole)]
    days: Annotated[int, Field(ge=0, le=50_000), BeforeValidator(whole)] | None = None


class ClaimIn(Strict):
    """A claim; nothing of it is kept."""

    text: Annotated[str, Field(max_length=LONGEST, description="Lines as they are pasted, 99213-25 x1.")] = ""
    lines: Annotated[list[ServiceIn], Field(max_length=MOST_LINES, description="The same in parts.")] = []
    date: Annotated[Day | None, Field(description="The date of service; today without it.")] = None
    place: Annotated[str, Field(pattern=r"^([0-9]{2})?$", description="The place of service, as 11.")] = ""
    setting: Literal["practitioner", "hospital"] = "practitioner"
    locality: Annotated[
        str, Field(pattern=r"^([0-9]{5}-[0-9]{2})?$", description="A Medicare locality, as 10112-00.")
    ] = ""
    sex: Literal["female", "male", ""] = ""
    age: AgeIn | None = None


class Source(Schema):
    """What a finding rests on: the loaded release with its date, and the place in the publisher's manual."""

    release: str
    effective: date | None
    url: str
    manual: str


class Finding(Schema):
    """What is the matter, at which lines, and what mends it."""

    rule: str
    heading: str
    severity: str = Field(description="error, warning or note.")
    lines: list[int]
    text: str
    fix: str
    replacements: list[str]
    source: Source


class ClaimLine(Schema):
    """A line as it was read. Its title is never the official CPT description."""

    line: int
    text: str
    system: str
    code: str
    title: str
    modifiers: list[str]
    units: int | None


class Checked(Schema):
    """The answer to a claim."""

    claim: dict[str, Any]
    summary: dict[str, Any]
    lines: list[ClaimLine]
    findings: list[Finding]
    fees: dict[str, Any]
    checked_against: list[dict[str, Any]]
    register_to_see: list[dict[str, Any]] = Field(description="Without a key: what else would be checked.")


# The hierarchy


class CodeSystem(Schema):
    """A code system and the newest release that is loaded of it; empty where none is."""

    key: str
    label: str
    title: str
    publisher: str
    copyright: str
    release: str


class CodeSystems(Schema):
    """The code systems."""

    systems: list[CodeSystem]


class Top(Schema):
    """One page of what stands at the top of a system."""

    children: list[Line]
    page: int
    pages: int


class Level(Top):
    """A code, what stands above it from the top down, and one page of what stands directly below."""

    code: Line
    ancestors: list[Line]


# Changes


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


# Lists

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
