"""A code as it was on a day: what later releases changed is taken back, and the publisher's own dates count."""

import re
from copy import copy
from dataclasses import dataclass, replace
from datetime import date

from django.utils.timezone import localdate

from codes import queries
from codes.models import Change, Code, Release
from codes.systems import ICD10CM, ICD10PCS

DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# The systems that change with the federal fiscal year.
FISCAL = (ICD10CM.key, ICD10PCS.key)


class NoDayError(ValueError):
    """What was asked for is no day of the calendar."""


@dataclass(frozen=True)
class AsOf:
    """`code` as it was on `day`; `today` is the row as it stands.

    `begun` is off where a later release brought the code. `known` is off where neither the releases nor the publisher's
    dates reach back to the day: `first` is the first release that is loaded. `asked` is off where the reader named no
    day and the newest release is not in force yet.
    """

    code: Code
    today: Code
    day: date
    asked: bool = True
    begun: bool = True
    known: bool = True
    first: Release | None = None

    @property
    def before_first(self):
        return self.first is not None and self.day < self.first.effective


def day_asked(text):
    """The day of an address's `on`, None where it is empty. Raises NoDayError."""
    if not text:
        return None
    if not DAY.fullmatch(text):
        raise NoDayError(text)
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise NoDayError(text) from None


def read_as_of(code, asked=None):
    """The AsOf of the day asked for; without one that of today where the newest release is still to come; else None.

    At most one statement.
    """
    if asked:
        return code_on(code, asked)
    today = localdate()
    if code.release is None or code.release.effective <= today:
        return None
    as_of = code_on(code, today)
    # Of a system that begins with that release nothing else is known.
    return None if as_of.first is None or as_of.before_first else replace(as_of, asked=False)


def code_on(code, day):
    """The AsOf of a code."""
    around = queries.releases_around(code, day)
    then = copy(code)
    brought_by = take_back(then, around.changes)
    then.release = brought_by or around.in_force or around.first or code.release
    first = around.first
    known = first is None or day >= first.effective or told_by_dates(then, day)
    return AsOf(code=then, today=code, day=day, begun=brought_by is None, known=known, first=first)


def take_back(code, changes):
    """Undo what later releases changed, the newest first; returns the release that brought the code, or None."""
    brought_by = None
    for change in changes:
        if change.field == "" and change.kind == Change.Kind.ADDED:
            brought_by = change
        elif change.field in ("", "status"):
            code.status = Code.Status.ACTIVE if change.kind == Change.Kind.ENDED else Code.Status.DELETED
            code.effective_to = as_date(change.before)
        elif change.field in ("effective_from", "effective_to"):
            setattr(code, change.field, as_date(change.before))
        elif change.field not in code.held:
            setattr(code, change.field, change.before)
    if changes:
        code.billable = code.kind == Code.Kind.CODE and code.status == Code.Status.ACTIVE
    return brought_by


def as_date(text):
    return date.fromisoformat(text) if text else None


def told_by_dates(code, day):
    """Whether the publisher's dates alone say how the code stood on a day."""
    return code.effective_from is not None or is_over(code, day)


def has_begun(code, day):
    return code.effective_from is None or code.effective_from <= day


def is_over(code, day):
    """Whether the last date of service is past; a code that was deleted on an unknown day is over."""
    if code.effective_to:
        return code.effective_to < day
    return code.status == Code.Status.DELETED


def fiscal_year(day):
    """The federal fiscal year of a day: it begins on 1 October of the year before."""
    return day.year + (day.month >= 10)
