"""Pair edits, unit limits and add-on codes between the lines of a claim."""

from datetime import date

import pytest

from codes.claims import Setting
from codes.claims.rules import RULES
from tests.builders import a_modifier
from tests.claims.builders import RELEASED, checked, found, lists, practitioners_edits, services
from tests.edit_builders import a_limit, a_ptp_release, an_add_on, an_add_on_release, an_edit

pytestmark = pytest.mark.django_db
BESIDE = "Beside 99901 (line 1), 99902 (line 2)"
REASON = "Reason given: Invented rule."


@pytest.fixture(autouse=True)
def world():
    lists()
    services("99901", "99902", "99903")
    for value in ("XS", "LT"):
        a_modifier(value, "hcpcs", descriptor="Invented")


@pytest.fixture
def release():
    return practitioners_edits()


# Pairs


def test_a_pair_that_allows_a_modifier_and_has_none(release):
    an_edit("99901", "99902", release=release)
    (finding,) = checked("99901\n99902").findings
    assert (finding.rule, finding.severity, finding.lines) == ("ncci", "error", (2, 1))
    assert finding.text == (
        f"{BESIDE} is not paid: it is column two of the pair, and line 2 has no modifier that NCCI recognizes. "
        f"One is allowed (indicator 1). {REASON}"
    )
    assert finding.fix.startswith("Take 99902 away.")
    assert (finding.source.name, finding.source.effective) == ("NCCI edits October 2026", RELEASED)
    assert (finding.source.url, finding.source.manual) == (f"/releases/{release.pk}/", RULES["ncci"].manual)


@pytest.mark.parametrize("modifier", ["59", "25", "XS", "LT"])
def test_a_modifier_on_column_two_bypasses_it(release, modifier):
    an_edit("99901", "99902", release=release)
    assert found(f"99901\n99902-{modifier}") == [
        (
            "note",
            (2, 1),
            f"{BESIDE} is column two of the pair. Modifier {modifier} bypasses the edit (indicator 1). {REASON}",
        )
    ]


def test_a_modifier_that_ncci_does_not_recognize_bypasses_nothing(release):
    an_edit("99901", "99902", release=release)
    assert [each[0] for each in found("99901\n99902-50")] == ["error"]


def test_59_on_column_one_counts_since_july_2019(release):
    an_edit("99901", "99902", release=release, effective=date(2010, 1, 1))
    assert found("99901-59\n99902", day=date(2019, 7, 1)) == [
        ("note", (2, 1), f"{BESIDE} is column two of the pair. Modifier 59 stands on column one. {REASON}")
    ]
    assert [each[0] for each in found("99901-59\n99902", day=date(2019, 6, 30))] == ["error"]
    assert [each[0] for each in found("99901-25\n99902")] == ["error"]


def test_a_pair_that_allows_none(release):
    an_edit("99901", "99902", release=release, modifier_indicator=0)
    assert found("99901\n99902-59") == [
        (
            "error",
            (2, 1),
            f"{BESIDE} is not paid: it is column two of the pair, and no modifier is allowed (indicator 0). {REASON}",
        )
    ]


def test_of_two_rows_for_one_pair_the_firmer_counts(release):
    an_edit("99901", "99902", release=release)
    an_edit("99901", "99902", release=release, modifier_indicator=0)
    assert ["indicator 0" in each[2] for each in found("99901\n99902-59")] == [True]


@pytest.mark.parametrize(
    "fields",
    [
        {"modifier_indicator": 9},
        {"deletion": date(2026, 11, 1)},
        {"effective": date(2026, 11, 3)},
        {"setting": 2},
    ],
)
def test_pairs_that_are_not_in_force(release, fields):
    an_edit("99901", "99902", release=release, **fields)
    assert found("99901\n99902") == []


def test_the_last_day_of_a_pair_counts(release):
    an_edit("99901", "99902", release=release, deletion=date(2026, 11, 2))
    assert len(found("99901\n99902")) == 1


def test_lines_of_one_code_are_told_together_by_whether_they_are_bypassed(release):
    an_edit("99901", "99902", release=release)
    answer = found("99901\n99902\n99902-59\n99902 50\n99901-LT", "ncci")
    assert [(severity, lines) for severity, lines, _ in answer] == [("error", (2, 4, 1, 5)), ("note", (3, 1, 5))]
    assert answer[0][2].startswith("Beside 99901 (lines 1, 5), 99902 (lines 2, 4) is not paid")
    assert "lines 2, 4 have no modifier" in answer[0][2]


def test_hospitals_have_edits_of_their_own():
    an_edit("99901", "99902", setting=2, release=a_ptp_release("hospital", effective=RELEASED))
    assert found("99901\n99902") == []
    assert len(found("99901\n99902", setting=Setting.HOSPITAL)) == 1


def test_the_other_way_round_is_another_pair(release):
    an_edit("99902", "99901", release=release)
    assert [each[1] for each in found("99901\n99902")] == [(1, 2)]


# Unit limits


def test_a_limit_for_each_line():
    a_limit("99901", units=2, indicator=1, since=RELEASED)
    assert found("99901 x3\n99901-59 x2\n99901-25 x2") == [
        (
            "error",
            (1,),
            "99901 has 3 units on the line; the limit is 2 for each line (indicator 1). Reason given: Invented reason.",
        )
    ]


@pytest.mark.parametrize(("indicator", "severity"), [(2, "error"), (3, "warning")])
def test_a_limit_for_the_day(indicator, severity):
    a_limit("99901", units=3, indicator=indicator, since=RELEASED)
    assert found("99901 x3") == []
    assert found("99901 x2\n99901-59 x2") == [
        (
            severity,
            (1, 2),
            "99901 has 4 units on lines 1, 2 together; the limit is 3 for all lines of the day "
            f"(indicator {indicator}). Reason given: Invented reason.",
        )
    ]


def test_what_the_indicators_mean_is_said():
    a_limit("99901", units=1, indicator=2, since=RELEASED)
    a_limit("99902", units=1, indicator=3, since=RELEASED)
    assert [each.fix.split(":")[0] for each in checked("99901 x2\n99902 x2").findings] == [
        "The limit follows from law, policy or the code itself",
        "The limit is what is usual",
    ]


def test_limits_are_of_the_day_and_of_the_setting():
    a_limit("99901", units=1, since=RELEASED)
    assert found("99901 x2", day=date(2026, 9, 30)) == []
    assert found("99901 x2", setting=Setting.HOSPITAL) == []
    assert "Unit limits" in checked("99901 x2", day=date(2026, 9, 30)).not_checked
    assert "Unit limits" not in checked("99901 x2").not_checked


def test_units_that_are_none_are_not_counted():
    a_limit("99901", units=1, indicator=2, since=RELEASED)
    assert found("99901 x0\n99901-59", "units") == []


# Add-on codes


@pytest.fixture
def add_ons():
    return an_add_on_release(effective=RELEASED)


def test_an_add_on_code_without_its_primary(add_ons):
    for primary in ("99801", "99802"):
        an_add_on(add_ons, "99902", primary, since=RELEASED)
    (finding,) = checked("99901\n99902").findings
    assert (finding.severity, finding.lines) == ("error", (2,))
    assert finding.text == "99902 is an add-on code, and none of its primary codes is on the claim."
    assert finding.fix == "It is paid only beside one of: 99801, 99802."


def test_an_add_on_code_beside_its_primary(add_ons):
    an_add_on(add_ons, "99902", "99901", since=RELEASED)
    an_add_on(add_ons, "99902", "99801", since=RELEASED)
    assert found("99902\n99901") == []


def test_an_add_on_code_whose_primaries_the_contractor_knows(add_ons):
    an_add_on(add_ons, "99902", "", edit_type=2, since=RELEASED)
    assert found("99901\n99902") == [("note", (2,), "99902 is an add-on code.")]
    assert found("99902\n99902-59", "add-on") == [("error", (1, 2), "99902 is an add-on code, and it stands alone.")]


def test_an_add_on_code_with_further_primaries_of_the_contractor(add_ons):
    an_add_on(add_ons, "99902", "99801", edit_type=3, since=RELEASED)
    (finding,) = checked("99901\n99902").findings
    assert (finding.severity, finding.fix) == (
        "warning",
        "CMS lists 99801; the Medicare contractor may accept others (type 3).",
    )


def test_an_add_on_edit_that_is_over_asks_nothing(add_ons):
    an_add_on(add_ons, "99902", "99801", since=RELEASED, deletion=date(2026, 11, 1))
    assert found("99901\n99902") == []
