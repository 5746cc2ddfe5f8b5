"""When each publisher's next release takes effect, and what that says of the one that is loaded."""

from dataclasses import dataclass
from datetime import date, timedelta

QUARTERLY = (1, 4, 7, 10)
# The months on whose first day a release takes effect. ICD-10: the fiscal year, and the update of April after section
# 1886(d)(5)(K)(vii) of the Social Security Act. NCCI, HCPCS, relative values, OPPS and drug prices (42 CFR 414.904)
# follow the calendar's quarters; the AMA's CPT the year.
MONTHS = {
    "icd10cm": (4, 10),
    "icd10pcs": (4, 10),
    "hcpcs": QUARTERLY,
    "cpt": (1,),
    "place-of-service": (),
    "ncci-ptp": QUARTERLY,
    "ncci-add-on": QUARTERLY,
    "mue": QUARTERLY,
    "fees": QUARTERLY,
    "opps": QUARTERLY,
    "drug-prices": QUARTERLY,
    "gems": (),
    "coverage": (),
}
# CMS made the mappings of fiscal year 2018 and then no more.
FINAL = frozenset({"gems"})
# Made anew all the time, without dates: due when older than so many days.
KEEPS = {"coverage": 31}


@dataclass(frozen=True)
class Standing:
    """How a source stands: `state` is "never loaded", "current", "due" or "final".

    `date` is the day since when it is due, or on which it will be; of a source never loaded the newest release's; None
    where the publisher sets none. `words` say it in one line.
    """

    state: str
    date: date | None
    words: str


def due_dates(source: str, day: date) -> tuple[date | None, date | None]:
    """The days on which the newest release by `day` took effect and the next one will; (None, None) without a calendar.

    KeyError for a source that is none of ours.
    """
    dates = [date(year, month, 1) for year in (day.year - 1, day.year, day.year + 1) for month in MONTHS[source]]
    if not dates:
        return None, None
    return max(d for d in dates if d <= day), min(d for d in dates if d > day)


def standing(source: str, effective: date | None, day: date) -> Standing:
    """How the release of `effective` (None: there is none) stands on `day`."""
    if effective is None:
        return never_loaded(due_dates(source, day)[0])
    if source in FINAL:
        return Standing("final", None, "final: the publisher makes no newer one")
    since = due_after(source, effective)
    if since is None:
        return Standing("current", None, "current: the publisher sets no date for the next one")
    if since > day:
        return Standing("current", since, f"current, due again on {in_words(since)}")
    return Standing("due", since, f"due since {in_words(since)} ({days(day - since)})")


def never_loaded(newest):
    words = f"never loaded; the newest is of {in_words(newest)}" if newest else "never loaded"
    return Standing("never loaded", newest, words)


def due_after(source, effective):
    """The day from which a release of `effective` is due to be replaced; None where no such day is set."""
    if source in KEEPS:
        return effective + timedelta(days=KEEPS[source] + 1)
    return due_dates(source, effective)[1]


def in_words(day: date) -> str:
    """As in "1 October 2026"."""
    return f"{day.day} {day:%B %Y}"


def days(time):
    return "today" if not time.days else f"{time.days} day{'s' if time.days != 1 else ''}"
