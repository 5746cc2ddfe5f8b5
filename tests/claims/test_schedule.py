"""What the fee schedule says against a line, and what is estimated for it, to the cent and with every step."""

from datetime import date
from decimal import Decimal

import pytest

from codes.claims import Setting
from tests.builders import a_code, a_modifier
from tests.claims.builders import checked, found, lists, services
from tests.fact_builders import a_drug_price, a_fee, a_locality, an_outpatient_payment, an_unpaid_fee

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def world():
    lists()
    services("99901", "99902", "99903")
    for value in ("LT", "RT", "TC", "AS"):
        a_modifier(value, "hcpcs", descriptor="Invented")


def told(text, **fields):
    """[(severity, text)] of the indicators."""
    return [(severity, said) for severity, _, said in found(text, "indicators", **fields)]


@pytest.mark.parametrize(
    ("line", "fee", "severity", "words"),
    [
        ("99901", {"status": "B"}, "warning", "99901: bundled"),
        ("99901", {"status": "D"}, "error", "99901: deleted at the beginning of the year (status D)"),
        ("99901", {"status": "P"}, "note", "99901: bundled or excluded"),
        ("99901-50", {"bilateral": "0"}, "warning", "Modifier 50 with 99901: 150 percent does not apply"),
        ("99901-50", {"bilateral": "2"}, "warning", "Modifier 50 with 99901: 150 percent does not apply"),
        ("99901-50", {"bilateral": "9"}, "error", "Modifier 50 with 99901: does not apply (9)"),
        ("99901-50-LT", {}, "warning", "Modifier 50 says both sides"),
        ("99901-50 x2", {}, "warning", "Modifier 50 on 99901 with 2 units"),
        ("99901-LT-RT", {}, "warning", "99901 has LT and RT on one line."),
        ("99901-26-TC", {"pctc": "1"}, "error", "99901 has 26 and TC"),
        ("99901-26", {"pctc": "0"}, "error", "Modifier 26 does not go with 99901"),
        ("99901-TC", {"pctc": "6"}, "error", "Modifier TC does not go with 99901"),
        ("99901-80", {"assistant": "0"}, "warning", "Assistant at surgery (80) with 99901: not paid unless"),
        ("99901-AS", {"assistant": "1"}, "error", "Assistant at surgery (AS) with 99901: not paid, by statute (1)."),
        ("99901-82", {"assistant": "9"}, "error", "Assistant at surgery (82)"),
        ("99901-62", {"co_surgeons": "0"}, "error", "Modifier 62 with 99901: not permitted (0)."),
        ("99901-62", {"co_surgeons": "1"}, "warning", "Modifier 62 with 99901: may be paid"),
        ("99901-66", {"team": "0"}, "error", "Modifier 66 with 99901"),
        ("99901-51", {"multiple_procedure": "0"}, "warning", "Modifier 51 with 99901: no reduction"),
        ("99901-54", {"global_days": "000"}, "warning", "Modifier 54 (surgery only) with 99901"),
    ],
)
def test_an_indicator_against_a_line(line, fee, severity, words):
    a_fee("99901", **fee)
    ((said, text),) = told(line)
    assert said == severity
    assert text.startswith(words)


@pytest.mark.parametrize(
    ("line", "fee"),
    [
        ("99901-50", {"bilateral": "1"}),
        ("99901-50", {"bilateral": "3"}),
        ("99901-26", {"pctc": "1"}),
        ("99901-26", {"pctc": "6"}),
        ("99901-80", {"assistant": "2"}),
        ("99901-62", {"co_surgeons": "2"}),
        ("99901-51", {"multiple_procedure": "2"}),
        ("99901-54", {"global_days": "090"}),
        ("99901", {"status": "X"}),
    ],
)
def test_what_the_indicators_allow(line, fee):
    a_fee("99901", **fee)
    assert told(line) == []


def test_a_place_where_it_is_not_performed():
    a_fee("99901", non_facility_na=True)
    a_code("22", "pos", kind="place", billable=False)
    assert told("99901", place="22") == []
    assert told("99901") == []
    assert told("99901", place="11") == [
        ("warning", "99901 is rarely or never performed in a non-facility setting, as place 11 is.")
    ]


def test_hospitals_ask_addendum_b():
    a_fee("99901", status="B")
    an_outpatient_payment("99901", status_indicator="E1", payment=None)
    assert told("99901-50", setting=Setting.HOSPITAL) == [
        ("warning", "99901: not covered, or not paid by Medicare for an outpatient (status E1).")
    ]


# The estimate


def sums(text, **fields):
    """[(amount, [step])] of each line."""
    return [
        (each.amount, [f"{step.label} = {step.result}" for step in each.steps])
        for each in checked(text, **fields).fees.estimates
    ]


def test_the_formula_nationally_and_in_a_locality():
    """(1.30 + 1.33 + 0.10) × 40; (1.3156 + 0.49775 + 0.1204) × 40 in a facility."""
    a_fee("99901")
    a_locality()
    a_code("22", "pos", kind="place", billable=False)
    assert sums("99901") == [(Decimal("109.20"), ["One unit, non-facility = $109.20"])]
    assert sums("99901", place="22", locality="99901-07") == [(Decimal("77.35"), ["One unit, facility = $77.35"])]
    answer = checked("99901", place="22", locality="99901-07")
    assert (answer.fees.where, answer.fees.total) == ("Rest of Nowhere, facility", Decimal("77.35"))


def test_units_and_both_sides():
    a_fee("99901", multiple_procedure="0")
    assert sums("99901-50 x2") == [
        (
            Decimal("327.60"),
            [
                "One unit, non-facility = $109.20",
                "× 150 % for both sides (bilateral indicator 1) = $163.80",
                "× 2 units = $327.60",
            ],
        )
    ]


def test_each_side_whole():
    a_fee("99901", multiple_procedure="0", bilateral="3")
    assert sums("99901-50")[0][0] == Decimal("218.40")


def test_the_parts_of_a_service():
    a_fee("99901", pctc="1", multiple_procedure="0")
    a_fee("99901", modifier="26", non_facility_pe=Decimal("0.33"), pctc="1", multiple_procedure="0")
    assert sums("99901-26") == [(Decimal("69.20"), ["One unit, non-facility, modifier 26 = $69.20"])]


def test_several_procedures_are_ranked_by_amount():
    """99902 is the dearest: whole; 99901 twice: half of each; 99903 takes no part."""
    a_fee("99901")
    a_fee("99902", work=Decimal("4"))
    a_fee("99903", multiple_procedure="0")
    assert sums("99901 x2\n99902\n99903") == [
        (
            Decimal("109.20"),
            [
                "One unit, non-facility = $109.20",
                "× numbers 2 to 3 of 3 procedures by amount: 50 % each = $109.20",
            ],
        ),
        (
            Decimal("217.20"),
            ["One unit, non-facility = $217.20", "× number 1 of 3 procedures by amount: 100 % = $217.20"],
        ),
        (Decimal("109.20"), ["One unit, non-facility = $109.20"]),
    ]
    assert checked("99901 x2\n99902\n99903").fees.total == Decimal("435.60")


def test_one_procedure_of_many_units():
    a_fee("99901")
    assert sums("99901 x3") == [
        (
            Decimal("218.40"),
            [
                "One unit, non-facility = $109.20",
                "× numbers 1 to 3 of 3 procedures by amount: 100 %, then 50 % each = $218.40",
            ],
        )
    ]


@pytest.mark.parametrize(
    ("modifier", "amount"),
    [("80", "17.47"), ("AS", "14.85"), ("62", "68.25"), ("54", "87.36"), ("55", "21.84"), ("78", "76.44")],
)
def test_shares(modifier, amount):
    portions = {"preoperative": Decimal("0.1"), "intraoperative": Decimal("0.7"), "postoperative": Decimal("0.2")}
    a_fee("99901", co_surgeons="2", global_days="090", **portions)
    assert sums(f"99901-{modifier}")[0][0] == Decimal(amount)


def test_what_a_contractor_decides_is_said_and_not_reckoned():
    a_fee("99901")
    assert sums("99901-52") == [
        (
            Decimal("109.20"),
            ["One unit, non-facility = $109.20", "Modifier 52: the contractor decides, nothing is reckoned = "],
        )
    ]


def test_a_drug_by_its_payment_limit():
    a_code("V9901", "hcpcs")
    an_unpaid_fee("V9901", status="E")
    a_drug_price("V9901")
    assert sums("V9901 10 units") == [
        (Decimal("324.23"), ["Payment limit of one unit (10 mg) = $32.423", "× 10 units = $324.23"])
    ]


def test_why_there_is_no_amount():
    an_unpaid_fee("99901", status="C")
    an_unpaid_fee("99902", status="J")
    answer = checked("99901\n99902\n99903\n99903 x0")
    assert [each.why for each in answer.fees.estimates] == [
        "Priced by the contractor, generally case by case after review of documentation",
        "Anesthesia: paid by base units and time.",
        "The fee schedule of the day does not name it.",
        "The units are not known.",
    ]
    assert answer.fees.total is None


def test_a_day_without_a_fee_schedule():
    a_fee("99901")
    answer = checked("99901", day=date(2024, 12, 31))
    assert answer.fees.total is None
    assert answer.fees.remarks[0] == "No fee schedule is loaded for the day of service."
    assert "Fee schedule indicators" in answer.not_checked


def test_a_locality_that_is_none():
    a_fee("99901")
    assert (
        "The locality is not one of the day of service: national amounts are shown."
        in checked("99901", locality="00000-00").fees.remarks
    )


def test_hospitals_are_shown_rates_without_a_total():
    an_outpatient_payment("99901", status_indicator="S")
    an_outpatient_payment("99902", status_indicator="N", payment=None)
    answer = checked("99901 x2\n99902\n99903", setting=Setting.HOSPITAL)
    assert [(each.amount, each.why) for each in answer.fees.estimates] == [
        (Decimal("1780.58"), ""),
        (None, "Packaged: always part of the payment for other services (N)."),
        (None, "Addendum B of the day does not name it."),
    ]
    assert answer.fees.total is None
