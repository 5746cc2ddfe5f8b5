"""The publishers' calendars."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from codes.releases.due import MONTHS, Standing, due_dates, standing

TODAY = date(2026, 11, 22)
QUARTERLY = ["hcpcs", "ncci-ptp", "ncci-add-on", "mue", "fees", "opps", "drug-prices"]
DATED = [*QUARTERLY, "icd10cm", "icd10pcs", "cpt"]


def test_every_source_has_its_place():
    assert sorted(MONTHS) == sorted([*DATED, "place-of-service", "gems", "coverage"])


@pytest.mark.parametrize("source", QUARTERLY)
@pytest.mark.parametrize(
    ("day", "last", "next"),
    [
        (date(2026, 1, 1), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 3, 31), date(2026, 1, 1), date(2026, 4, 1)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 7, 1)),
        (date(2026, 9, 30), date(2026, 7, 1), date(2026, 10, 1)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2027, 1, 1)),
    ],
)
def test_quarterly(source, day, last, next):
    assert due_dates(source, day) == (last, next)


@pytest.mark.parametrize("source", ["icd10cm", "icd10pcs"])
@pytest.mark.parametrize(
    ("day", "last", "next"),
    [
        (date(2026, 3, 31), date(2025, 10, 1), date(2026, 4, 1)),
        (date(2026, 4, 1), date(2026, 4, 1), date(2026, 10, 1)),
        (date(2026, 9, 30), date(2026, 4, 1), date(2026, 10, 1)),
        (date(2026, 12, 31), date(2026, 10, 1), date(2027, 4, 1)),
    ],
)
def test_fiscal_year_and_april_update(source, day, last, next):
    assert due_dates(source, day) == (last, next)


def test_cpt_is_yearly():
    assert due_dates("cpt", TODAY) == (date(2026, 1, 1), date(2027, 1, 1))
    assert due_dates("cpt", date(2027, 1, 1)) == (date(2027, 1, 1), date(2028, 1, 1))


@pytest.mark.parametrize("source", ["place-of-service", "coverage", "gems"])
def test_without_a_calendar(source):
    assert due_dates(source, TODAY) == (None, None)


def test_no_such_source():
    with pytest.raises(KeyError):
        due_dates("icd9", TODAY)


@given(st.sampled_from(DATED), st.dates(date(1990, 1, 1), date(2090, 1, 1)))
def test_a_day_lies_between_its_dates(source, day):
    last, next = due_dates(source, day)
    assert last <= day < next
    assert due_dates(source, next - timedelta(days=1))[0] == last
    assert due_dates(source, next)[0] == next


def words(source, effective, day=TODAY):
    return standing(source, effective, day)


def test_never_loaded():
    assert words("hcpcs", None) == Standing(
        "never loaded", date(2026, 10, 1), "never loaded; the newest is of 1 October 2026"
    )


@pytest.mark.parametrize("source", ["place-of-service", "coverage", "gems"])
def test_never_loaded_without_a_calendar(source):
    assert words(source, None) == Standing("never loaded", None, "never loaded")


def test_due():
    assert words("icd10cm", date(2026, 4, 1)) == Standing(
        "due", date(2026, 10, 1), "due since 1 October 2026 (52 days)"
    )


def test_due_since_the_first_release_that_was_missed():
    assert words("hcpcs", date(2026, 1, 1)) == Standing("due", date(2026, 4, 1), "due since 1 April 2026 (235 days)")


@pytest.mark.parametrize(("after", "said"), [(0, "today"), (1, "1 day"), (2, "2 days")])
def test_the_first_days(after, said):
    day = date(2026, 10, 1) + timedelta(days=after)
    assert words("fees", date(2026, 7, 1), day).words == f"due since 1 October 2026 ({said})"


def test_current():
    assert words("mue", date(2026, 10, 1)) == Standing(
        "current", date(2027, 1, 1), "current, due again on 1 January 2027"
    )


def test_current_to_the_last_day():
    assert words("mue", date(2026, 7, 1), date(2026, 9, 30)).state == "current"


def test_loaded_ahead():
    assert words("hcpcs", date(2027, 1, 1)) == Standing(
        "current", date(2027, 4, 1), "current, due again on 1 April 2027"
    )


def test_a_correction_within_the_quarter_is_as_current_as_the_release():
    assert words("fees", date(2026, 5, 1), date(2026, 6, 30)).date == date(2026, 7, 1)


def test_the_mappings_are_final():
    assert words("gems", date(2017, 10, 1)) == Standing("final", None, "final: the publisher makes no newer one")


def test_places_have_no_date():
    assert words("place-of-service", date(2024, 5, 2)) == Standing(
        "current", None, "current: the publisher sets no date for the next one"
    )


@pytest.mark.parametrize(("age", "state"), [(0, "current"), (31, "current"), (32, "due")])
def test_coverage_keeps_a_month(age, state):
    assert words("coverage", TODAY - timedelta(days=age)).state == state


def test_coverage_in_words():
    assert words("coverage", date(2026, 9, 30)) == Standing(
        "due", date(2026, 11, 1), "due since 1 November 2026 (21 days)"
    )


@given(
    st.sampled_from(sorted(MONTHS)),
    st.none() | st.dates(date(1990, 1, 1), date(2090, 1, 1)),
    st.dates(date(1990, 1, 1), date(2090, 1, 1)),
)
def test_every_standing_is_one_of_four_in_one_line(source, effective, day):
    found = standing(source, effective, day)
    assert found.state in ("never loaded", "current", "due", "final")
    assert found.words.startswith(found.state) and "\n" not in found.words
    assert (found.state == "due") == (found.date is not None and effective is not None and found.date <= day)
