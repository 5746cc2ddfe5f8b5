"""Which release of a source is meant, and at which addresses its publisher keeps the files (addresses.toml)."""

import re
import tomllib
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from codes.releases.due import FINAL, MONTHS, due_dates, in_words

TABLE = Path(__file__).with_suffix(".toml")
TITLES = {
    "icd10cm": "ICD-10-CM",
    "icd10pcs": "ICD-10-PCS",
    "hcpcs": "HCPCS Level II",
    "cpt": "CPT",
    "place-of-service": "Place of service codes",
    "ncci-ptp": "NCCI procedure-to-procedure edits",
    "ncci-add-on": "NCCI add-on code edits",
    "mue": "Medically unlikely edits",
    "fees": "Physician fee schedule",
    "opps": "OPPS Addendum B",
    "drug-prices": "Part B drug payment limits",
    "gems": "General equivalence mappings",
    "coverage": "Medicare coverage documents",
}
# Their year is the fiscal one: from October of the year before.
FISCAL = frozenset({"icd10cm", "icd10pcs", "gems"})
GEMS = date(2017, 10, 1)
MONTH_NAMES = [
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
ABOUT = {"page", "seen", "licensed"}
PLACEHOLDER = re.compile(r"\{(\w*)\}")


class NoSuchRelease(ValueError):
    """The publisher has no such release; the text says which there are."""


class NoAddress(ValueError):
    """There is no address to fetch from; the text says why."""


class BadAddresses(ValueError):
    """The operator's table of addresses cannot be used; the text says why."""


@dataclass(frozen=True)
class Period:
    """One release: the first date of service and what readers see, as in "HCPCS Level II January 2026"."""

    effective: date
    name: str


def period_of(source: str, day: date, *, year: int | None = None, quarter: int | None = None) -> Period:
    """The newest release that has begun by `day`; with `year` that year's first, with `quarter` that quarter's.

    The year of ICD-10 is the fiscal one: 2027 is the release of 1 October 2026, and with quarter 2 the update of
    1 April 2027. A source without a calendar is dated `day`. Raises NoSuchRelease.
    """
    if source in FINAL:
        return final_period(source, year, quarter)
    if not MONTHS[source]:
        return undated_period(source, day, year, quarter)
    if year is None:
        effective = newest(source, day, quarter)
    else:
        effective = one_of(source, releases_of_year(source, year), quarter)[0]
    return Period(effective, name_of(source, effective))


def final_period(source, year, quarter):
    if year not in (None, fiscal_year(GEMS)) or quarter not in (None, quarter_of(GEMS)):
        raise NoSuchRelease(f"{source}: the only release is that of {fiscal_year(GEMS)}")
    return Period(GEMS, name_of(source, GEMS))


def undated_period(source, day, year, quarter):
    if year or quarter:
        raise NoSuchRelease(f"{source}: the publisher's file has no year or quarter, only its state of today")
    return Period(day, name_of(source, day))


def newest(source, day, quarter):
    if quarter is None:
        return due_dates(source, day)[0]
    dates = [date(year, month, 1) for year in (day.year, day.year - 1) for month in reversed(MONTHS[source])]
    return one_of(source, [begun for begun in dates if begun <= day], quarter)[0]


def releases_of_year(source, year):
    """The days on which the releases of a year take effect, in order."""
    if not 2000 <= year <= 2099:
        raise NoSuchRelease(f"{source}: {year} is no year of a release")
    if source in FISCAL:
        return [date(year - 1, 10, 1), date(year, 4, 1)]
    return [date(year, month, 1) for month in MONTHS[source]]


def one_of(source, dates, quarter):
    """Those of `dates` in the quarter."""
    found = [day for day in dates if quarter in (None, quarter_of(day))]
    if not found:
        there = " or ".join(str(each) for each in sorted({quarter_of(day) for day in dates}))
        raise NoSuchRelease(f"{source}: there is no release in quarter {quarter}, only in {there}")
    return found


def quarter_of(day):
    return (day.month + 2) // 3


def fiscal_year(day):
    """The federal fiscal year, which begins on 1 October of the calendar year before."""
    return day.year + (day.month >= 10)


def name_of(source, effective):
    title = TITLES[source]
    if source == "cpt":
        return f"{title} {effective.year}"
    if source in FINAL:
        return f"{title} {fiscal_year(effective)}"
    if source in FISCAL and effective.month == 10:
        return f"{title} FY {fiscal_year(effective)}"
    if not MONTHS[source]:
        return f"{title} {in_words(effective)}"
    return f"{title} {effective:%B %Y}"


def addresses_of(source: str, day: date, overrides: dict | None = None) -> list[str]:
    """The addresses of the files of the release that was the newest on `day`, each under its likeliest name.

    `overrides` is the operator's table (see `read_addresses`), which goes before the built-in one. Raises NoAddress.
    """
    return [names[0] for names in names_of_files(source, day, overrides)]


def names_of_files(source: str, day: date, overrides: dict | None = None) -> list[list[str]]:
    """For each file of the release the addresses under which it may be found, the likeliest first. Raises NoAddress."""
    effective = period_of(source, day).effective
    placeholders = placeholders_of(effective)
    files, _ = files_of(source, effective, overrides)
    return [[PLACEHOLDER.sub(lambda found: placeholders[found[1]], name) for name in names] for names in files]


def is_seen(source: str, day: date, overrides: dict | None = None) -> bool:
    """Whether the names were found in use for this very release, or are the operator's; False: a pattern only."""
    effective = period_of(source, day).effective
    _, seen = files_of(source, effective, overrides)
    return seen


def page_of(source: str, overrides: dict | None = None) -> str:
    """The publisher's page that lists its files."""
    return (overrides or {}).get(source, {}).get("page") or built_in()[source]["page"]


def files_of(source, effective, overrides):
    """(the templates of the names of each file, whether they are known to be right) for one release."""
    keys = (effective.isoformat(), MONTH_NAMES[effective.month - 1], "files")
    mine, ours = (overrides or {}).get(source, {}), built_in()[source]
    for table in (mine, ours):
        for key in keys:
            if key in table:
                known = table is mine or key == keys[0] or is_known(table.get("seen", []), effective)
                return [names if isinstance(names, list) else [names] for names in table[key]], known
    raise NoAddress(f"{source}: {ours.get('licensed', 'there is no address for this release')}")


def is_known(seen, effective):
    return seen is True or effective.isoformat() in seen


def placeholders_of(effective):
    quarter = quarter_of(effective)
    month = MONTH_NAMES[effective.month - 1]
    return {
        "year": str(effective.year),
        "yy": f"{effective:%y}",
        "fiscal_year": str(fiscal_year(effective)),
        "quarter": str(quarter),
        "letter": "abcd"[quarter - 1],
        "month": month,
        "mon": month[:3],
        "mm": f"{effective:%m}",
        # NCCI counts from 1996 as version 2: 2025 quarter 4 is 31.3, 2026 quarter 1 is 32.0.
        "version": f"{effective.year - 1994}{quarter - 1}",
    }


@cache
def built_in():
    return tomllib.loads(TABLE.read_text(encoding="utf-8"))


def read_addresses(path: str | Path) -> dict:
    """The operator's table, checked; an empty path is an empty table. Raises BadAddresses naming what is wrong."""
    if not path:
        return {}
    try:
        table = tomllib.loads(Path(path).read_text(encoding="utf-8"))
    except OSError as error:
        raise BadAddresses(f"{path}: {error.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadAddresses(f"{path}: {error}") from None
    if problem := next(problems(table), None):
        raise BadAddresses(f"{path}: {problem}")
    return table


def problems(table):
    """What is wrong with a table of addresses, in words."""
    for source, entries in table.items():
        if source not in TITLES:
            yield f"[{source}] is no source: choose from {', '.join(sorted(TITLES))}"
        elif not isinstance(entries, dict):
            yield f"{source} must be a table, as in [{source}]"
        else:
            for key, files in entries.items():
                yield from (f"[{source}] {key}: {problem}" for problem in entry_problems(key, files))


def entry_problems(key, files):
    if key in ABOUT:
        return
    if key != "files" and key not in MONTH_NAMES and not is_day(key):
        yield "is neither files nor a month nor a day, as in 2026-10-01"
    elif not isinstance(files, list) or not files:
        yield "must be a list of addresses"
    else:
        for names in files:
            yield from name_problems(names if isinstance(names, list) else [names])


def name_problems(names):
    if not names or not all(isinstance(name, str) for name in names):
        yield "a file must be an address or a list of addresses"
        return
    known = placeholders_of(GEMS)
    for name in names:
        yield from (f"{{{word}}} is no placeholder" for word in PLACEHOLDER.findall(name) if word not in known)


def is_day(text):
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
