"""A claim as it is checked: its lines, its day and what else is said of it; no patient is named."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from codes.notation import Notation

MOST_UNITS = 999_999
MOST_MODIFIERS = 4


class Setting(StrEnum):
    """Who bills: the edits, the limits and the way of payment differ."""

    PRACTITIONER = "practitioner"
    HOSPITAL = "hospital"


class Sex(StrEnum):
    """As the claim form has it."""

    FEMALE = "female"
    MALE = "male"
    UNKNOWN = ""


@dataclass(frozen=True)
class Age:
    """On the day of service: whole years, and days where they were given (of the newborn)."""

    years: int
    days: int | None = None

    @property
    def is_newborn(self):
        """Within the perinatal period, which ends 28 days after birth; None where years alone do not say."""
        if self.years:
            return False
        return None if self.days is None else self.days <= 28


@dataclass(frozen=True)
class Problem:
    """What could not be read of a line, in words, and whether the line is wrong for it or only poorer."""

    text: str
    fatal: bool = False


@dataclass(frozen=True)
class Line:
    """One service or diagnosis as it was typed.

    `number` counts the lines of a claim from 1; `readings` are the codes that the text may stand for, the likeliest
    first, none where it is no code. `modifiers` are upper case, in their order. `units` is a whole number from 1 on,
    None where what was typed is none. `day` is set where the line itself names one.
    """

    number: int
    text: str
    readings: tuple[Notation, ...] = ()
    modifiers: tuple[str, ...] = ()
    units: int | None = 1
    day: date | None = None
    problems: tuple[Problem, ...] = ()

    @property
    def plain(self):
        """Whether it is a code and nothing else, as diagnoses are."""
        return not self.modifiers and self.units == 1 and self.day is None


@dataclass(frozen=True)
class Claim:
    """What is checked: up to `parsing.MOST_LINES` lines of one patient, one day and one who bills.

    `place` is a place of service ("11") or "", `locality` a Medicare payment locality ("10112-00") or "" for national
    amounts.
    """

    lines: tuple[Line, ...]
    day: date
    place: str = ""
    setting: Setting = Setting.PRACTITIONER
    locality: str = ""
    sex: Sex = Sex.UNKNOWN
    age: Age | None = None
    remarks: tuple[str, ...] = field(default=())
