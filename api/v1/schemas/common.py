"""What several of them need: systems, days, numbers, and a code as a line of a list."""

from datetime import date
from typing import Annotated, Literal

from ninja import Path, Query, Schema
from pydantic import BeforeValidator, ConfigDict, Field

from codes.as_of import DAY
from codes.systems import SYSTEMS

# The keys of the code systems, as in addresses.
System = Literal[tuple(SYSTEMS)]
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
Key = Annotated[int, Path(ge=1, le=2**62, description="Its id, as the list of them tells it.")]


class Strict(Schema):
    """What is sent to us: nothing is guessed and nothing unknown is left out unseen."""

    model_config = ConfigDict(extra="forbid", strict=True)


class Line(Schema):
    """A code as it stands in lists. title is never the official CPT description."""

    system: str
    value: str
    title: str
    kind: str = Field(description="chapter, section, heading, code, modifier or place.")
    status: list[str] = Field(description="As in Billable, Header, Deleted.")
    url: str
