"""The fee schedule's arithmetic: invented services, reckoned by hand to the cent."""

from dataclasses import replace
from decimal import Decimal

import pytest

from codes import fees
from codes.releases.rows import FeeRow, LocalityRow


def a_locality(work="1.012", pe="0.905", malpractice="1.204") -> LocalityRow:
    return LocalityRow("99901", "ZZ", "07", "INVENTED", Decimal(work), Decimal(pe), Decimal(malpractice))


def a_fee(**changes) -> FeeRow:
    amounts = {"work": "1.30", "non_facility_pe": "1.33", "facility_pe": "0.55", "malpractice": "0.10"}
    amounts |= {"non_facility_total": "2.73", "facility_total": "1.95", "conversion_factor": "40.0000"}
    amounts |= {"preoperative": "0", "intraoperative": "0", "postoperative": "0"}
    amounts |= {"opps_non_facility_pe": "0", "opps_facility_pe": "0", "opps_malpractice": "0"}
    values = {name: Decimal(amount) for name, amount in amounts.items()}
    values |= {"value": "99999", "modifier": "", "qualifying": False, "descriptor": "Wobble", "status": "A"}
    values |= {"not_used_for_medicare": "", "non_facility_na": False, "facility_na": False, "pctc": "0"}
    values |= {"global_days": "XXX", "multiple_procedure": "0", "bilateral": "0", "assistant": "0", "co_surgeons": "0"}
    values |= {"team": "0", "endoscopic_base": "", "supervision": "09", "calculation_flag": "0"}
    values |= {"imaging_family": "99", "price_indicator": ""}
    return FeeRow(**values | {k: Decimal(v) if k in amounts else v for k, v in changes.items()})


def test_it_works():
    # 1.30 × 1.012 = 1.3156; 1.33 × 0.905 = 1.20365; 0.10 × 1.204 = 0.1204; 2.63965 × 40 = 105.586
    assert fees.payment(a_fee(), a_locality(), facility=False) == Decimal("105.59")


def test_the_facility_has_its_own_practice_expense():
    # 0.55 × 0.905 = 0.49775; 1.3156 + 0.49775 + 0.1204 = 1.93375; × 40 = 77.35
    assert fees.payment(a_fee(), a_locality(), facility=True) == Decimal("77.35")


def test_the_national_amount_has_every_index_at_one():
    assert fees.national_payment(a_fee(), facility=False) == Decimal("109.20")
    assert fees.national_payment(a_fee(), facility=True) == Decimal("78.00")


def test_only_the_last_product_is_rounded():
    # Products rounded to 1.32, 1.20 and 0.12 would give 105.60, and dollars rounded one by one 52.62 + 48.15 + 4.82.
    assert fees.payment(a_fee(), a_locality(), facility=False) not in (Decimal("105.60"), Decimal("105.61"))
    # 1.001 × 1.001 = 1.002001; × 32.3465 = 32.4112253465
    fee = a_fee(work="1.001", non_facility_pe="0", malpractice="0", conversion_factor="32.3465")
    assert fees.payment(fee, a_locality(work="1.001"), facility=False) == Decimal("32.41")


@pytest.mark.parametrize(
    ("factor", "amount"),
    [("32.1249", "32.12"), ("32.1250", "32.13"), ("32.1350", "32.14"), ("32.1251", "32.13")],
)
def test_half_a_cent_is_rounded_up(factor, amount):
    fee = a_fee(work="1", non_facility_pe="0", malpractice="0", conversion_factor=factor)
    paid = fees.national_payment(fee, facility=False)
    assert (paid, str(paid)) == (Decimal(amount), amount)


def test_an_amount_has_two_places_though_it_is_whole():
    fee = a_fee(work="1", non_facility_pe="1", malpractice="0.5")
    assert str(fees.national_payment(fee, facility=False)) == "100.00"


@pytest.mark.parametrize("status", sorted(fees.STATUS))
def test_status_a_r_and_t_are_paid(status):
    fee = a_fee(status=status)
    assert fees.payable(fee) is (status in "ART")
    amount = Decimal("109.20") if status in "ART" else None
    assert fees.national_payment(fee, facility=False) == amount
    assert bool(fees.without_amount(fee, facility=False)) is (amount is None)


def test_a_service_that_the_contractor_prices_has_no_amount():
    fee = a_fee(status="C", work="0", non_facility_pe="0", facility_pe="0", malpractice="0")
    assert fees.payment(fee, a_locality(), facility=True) is None
    assert fees.without_amount(fee, facility=True).startswith("Priced by the contractor")


def test_a_restricted_service_without_units_is_not_free():
    nothing = dict.fromkeys(("work", "non_facility_pe", "facility_pe", "malpractice"), "0")
    fee = a_fee(status="R", **nothing, non_facility_total="0", facility_total="0")
    assert not fees.payable(fee)
    assert fees.payment(fee, a_locality(), facility=False) is None
    assert fees.without_amount(fee, facility=False) == "Priced by the contractor"


def test_na_is_no_amount_in_that_setting_alone():
    fee = a_fee(non_facility_na=True)
    assert fees.payment(fee, a_locality(), facility=False) is None
    assert fees.without_amount(fee, facility=False) == "Rarely or never performed in this setting"
    assert fees.payment(fee, a_locality(), facility=True) == Decimal("77.35")
    assert fees.without_amount(fee, facility=True) == ""
    assert fees.national_payment(replace(fee, facility_na=True), facility=True) is None


def test_the_arithmetic_is_shown_unrounded():
    assert fees.arithmetic(a_fee(), a_locality(), facility=False) == [
        ("Work", Decimal("1.30"), Decimal("1.012"), Decimal("1.31560")),
        ("Practice expense", Decimal("1.33"), Decimal("0.905"), Decimal("1.20365")),
        ("Malpractice", Decimal("0.10"), Decimal("1.204"), Decimal("0.12040")),
    ]


def test_the_arithmetic_without_a_locality_is_national():
    terms = fees.arithmetic(a_fee(), None, facility=True)
    assert [term.index for term in terms] == [1, 1, 1]
    assert sum(term.product for term in terms) == Decimal("1.95")


@pytest.mark.parametrize(
    "table",
    [
        fees.STATUS, fees.PCTC, fees.GLOBAL_DAYS, fees.PORTIONS, fees.MULTIPLE_PROCEDURE, fees.BILATERAL,
        fees.ASSISTANT, fees.CO_SURGEONS, fees.TEAM, fees.SUPERVISION, fees.IMAGING_FAMILY,
    ],
    ids=lambda table: next(iter(table.values())),
)  # fmt: skip
def test_every_indicator_has_words(table):
    assert all(words and words == words.strip() and not words.endswith(".") for words in table.values())
    assert len({len(indicator) for indicator in table}) == 1 or table is fees.PORTIONS


def test_the_portions_are_named_as_in_the_rows():
    assert all(hasattr(a_fee(), name) for name in fees.PORTIONS)
