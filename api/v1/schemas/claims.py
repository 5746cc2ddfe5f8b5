"""A claim as it is sent, and what was found in it."""

from datetime import date
from typing import Annotated, Any, Literal

from ninja import Schema
from pydantic import BeforeValidator, Field

from api.v1.schemas.common import Day, Strict, whole
from codes.claims.claim import MOST_MODIFIERS, MOST_UNITS
from codes.claims.parsing import LONGEST, MOST_LINES


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
    register_to_see: list[dict[str, Any]] = Field(description="What is not checked without a key, or under your plan.")
