"""What Medicare would pay for the lines of a claim, step by step.

Practitioners: the formula of `codes.fees`, changed by modifiers and by the rank among several procedures (Medicare
Claims Processing Manual, chapter 12, sections 20.4.3 and 40). Drugs: the quarterly payment limit. Outpatient hospitals:
the rate of Addendum B, before packaging and the wage index. All amounts include the patient's share.
"""

from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from codes import fees as schedule
from codes.claims.claim import Setting
from codes.claims.findings import Estimate, Fees, Step
from codes.claims.places import FACILITIES
from codes.fact_queries import Reach
from codes.sections.fees import in_capitals_no_more
from codes.sections.outpatient import status_of
from codes.sections.paid import dollars, number, overtaken

ONE, HALF = Decimal(1), Decimal("0.5")
# An assistant is paid 16 percent, one who is no physician 85 percent of that; each of two surgeons 62.5 percent.
ASSISTANTS = {"80": "0.16", "81": "0.16", "82": "0.16", "AS": "0.136"}
CO_SURGEON = Decimal("0.625")
BILATERAL = {"1": Decimal("1.5"), "3": Decimal(2)}
# Which portions of a global package a modifier leaves.
PORTIONS = {
    "54": ("preoperative", "intraoperative"),
    "55": ("postoperative",),
    "56": ("preoperative",),
    "78": ("intraoperative",),
}
BY_REPORT = ("22", "52", "53", "66")
PACKAGES = ("010", "090")
RANKED = "2"
# Reductions that need more than the claim says.
NOT_RECKONED = {"3": "endoscopies", "4": "imaging", "5": "therapy", "6": "cardiovascular tests", "7": "eye tests"}
SHARE = "Amounts include the patient’s share; sequestration is not taken off."


@dataclass
class Sum:
    """The sum of one line while it grows; `ranked` where it takes part in the reduction for several procedures."""

    line: object
    amount: Decimal | None = None
    steps: list = field(default_factory=list)
    why: str = ""
    ranked: bool = False

    def times(self, factor, label):
        self.amount *= factor
        self.steps.append(Step(label, dollars(cents(self.amount))))

    def answer(self):
        amount = cents(self.amount) if self.amount is not None else None
        return Estimate(self.line.number, amount, tuple(self.steps), self.why)


def cents(amount):
    return amount.quantize(schedule.CENT, ROUND_HALF_UP)


def estimate(case):
    """The Fees of a Case; without services there are none."""
    if not case.services:
        return Fees()
    if case.claim.setting == Setting.HOSPITAL:
        return hospital(case)
    sums = [of_line(case, line) for line in case.services]
    rank([each for each in sums if each.ranked and each.amount is not None])
    for each in sums:
        times_units(each)
    answers = tuple(each.answer() for each in sums)
    amounts = [each.amount for each in answers if each.amount is not None]
    return Fees(
        estimates=answers,
        total=sum(amounts, Decimal()) if amounts else None,
        where=where(case),
        sources=sources(case, ("fees", "fees not qualifying"), ("drug-prices", "prices")),
        remarks=tuple(remarks(case)),
    )


def sources(case, *parts):
    found = (case.of(*part) for part in parts)
    return tuple(each.source for each in found if each)


# Practitioners


def of_line(case, line):
    """The Sum of one unit of a line, modifiers taken into account."""
    found = Sum(line)
    fee = row_of(case, line)
    facility = case.claim.place in FACILITIES
    if line.line.units is None:
        found.why = "The units are not known."
    elif fee and (amount := of_unit(case, fee, facility=facility)) is not None:
        part = f", modifier {fee.modifier}" if fee.modifier else ""
        found.amount = amount
        found.steps = [Step(f"One unit, {'facility' if facility else 'non-facility'}{part}", dollars(amount))]
        modify(found, fee)
    else:
        by_drug_price(case, found, fee, facility=facility)
    return found


def row_of(case, line):
    """The line of the schedule: that of 26, TC or 53 where there is one, else the whole service."""
    fees = case.payments.fees
    own = (fees.get((line.value, each)) for each in ("26", "TC", "53") if each in line.modifiers)
    return next((fee for fee in own if fee), None) or fees.get((line.value, ""))


def of_unit(case, fee, *, facility):
    if case.payments.locality:
        return schedule.payment(fee, case.payments.locality, facility=facility)
    return schedule.national_payment(fee, facility=facility)


def by_drug_price(case, found, fee, *, facility):
    """A drug by its payment limit; else why there is no amount."""
    drug = case.payments.drugs.get(found.line.value)
    if drug and drug.payment_limit is not None:
        found.amount = drug.payment_limit
        dosage = f" ({drug.dosage.lower()})" if drug.dosage else ""
        found.steps = [Step(f"Payment limit of one unit{dosage}", dollars(drug.payment_limit))]
    elif fee is None:
        found.why = "The fee schedule of the day does not name it."
    elif fee.status == "J":
        found.why = "Anesthesia: paid by base units and time."
    else:
        found.why = schedule.without_amount(fee, facility=facility)


def modify(found, fee):
    """The modifiers that change what one unit is paid."""
    modifiers = found.line.modifiers
    if "50" in modifiers and fee.bilateral in BILATERAL:
        factor = BILATERAL[fee.bilateral]
        found.times(factor, f"× {factor * 100:.0f} % for both sides (bilateral indicator {fee.bilateral})")
    for each, names in PORTIONS.items():
        if each in modifiers and fee.global_days in PACKAGES:
            share = sum((getattr(fee, name) for name in names), Decimal())
            found.times(share, f"× {number(share * 100, least=0)} % of the global package, modifier {each}")
    for each, share in ASSISTANTS.items():
        if each in modifiers and fee.assistant in ("0", "2"):
            found.times(
                Decimal(share), f"× {number(Decimal(share) * 100, least=0)} % for the assistant, modifier {each}"
            )
    if "62" in modifiers and fee.co_surgeons in ("1", "2"):
        found.times(CO_SURGEON, "× 62.5 % for each of two surgeons, modifier 62")
    for each in BY_REPORT:
        if each in modifiers and fee.modifier != each:
            found.steps.append(Step(f"Modifier {each}: the contractor decides, nothing is reckoned", ""))
    found.ranked = fee.multiple_procedure == RANKED


def rank(sums):
    """The reduction for several procedures: 100 percent of the dearest, 50 percent of each further one.

    Each unit counts as a procedure. From the sixth on Medicare pays by report; 50 percent is reckoned there too.
    """
    number_of = sum(each.line.line.units for each in sums)
    before = 0
    for each in sorted(sums, key=lambda each: (-each.amount, each.line.number)):
        units = each.line.line.units
        if number_of > 1:
            share = HALF * units + (HALF if before == 0 else 0)
            each.times(
                share, f"× {ranks(before, units)} of {number_of:,} procedures by amount: {shares(before, units)}"
            )
        before += units


def ranks(before, units):
    return f"number {before + 1:,}" if units == 1 else f"numbers {before + 1:,} to {before + units:,}"


def shares(before, units):
    """ "100 %", "50 % each", "100 %, then 50 % each"."""
    if before:
        return "50 %" if units == 1 else "50 % each"
    return "100 %" if units == 1 else "100 %, then 50 % each"


def times_units(found):
    """The units of a line, where its rank has not counted them."""
    units = found.line.line.units
    counted = any("procedures by amount" in step.label for step in found.steps)
    if found.amount is not None and units > 1 and not counted:
        found.times(Decimal(units), f"× {units:,} units")


def where(case):
    locality = case.payments.locality
    place = in_capitals_no_more(locality.name) if locality else "National amounts"
    return f"{place}, {'facility' if case.claim.place in FACILITIES else 'non-facility'}"


def remarks(case):
    """What is to be known of the estimate as a whole."""
    released = case.of("fees", "fees not qualifying")
    if not released:
        yield "No fee schedule is loaded for the day of service."
    elif late := overtaken(Reach(released.origin, effective=released.effective), case.day, "fee schedule"):
        yield late
    if case.claim.locality and not case.payments.locality:
        yield "The locality is not one of the day of service: national amounts are shown."
    if not case.claim.place:
        yield "Without a place of service the non-facility amounts are shown."
    fees = (case.payments.fees.get((line.value, "")) for line in case.services)
    kinds = {NOT_RECKONED[fee.multiple_procedure] for fee in fees if fee and fee.multiple_procedure in NOT_RECKONED}
    if kinds:
        yield f"Reductions for several services of one kind are not reckoned: {', '.join(sorted(kinds))}."
    yield SHARE


# Outpatient hospitals


def hospital(case):
    """The rate of each line alone: what is packaged depends on the whole claim, so there is no total."""
    return Fees(
        estimates=tuple(of_outpatient(case, line) for line in case.services),
        where="Outpatient hospital, national rates",
        sources=sources(case, ("opps", "payments"), ("drug-prices", "prices")),
        remarks=(
            "Packaging, discounts for several procedures and the wage index are not reckoned: there is no total.",
            SHARE,
        ),
    )


def of_outpatient(case, line):
    row, found = case.payments.outpatient.get(line.value), Sum(line)
    if row is None:
        found.why = "Addendum B of the day does not name it."
    elif row.payment is None or line.line.units is None:
        found.why = f"{status_of(row.status_indicator)}." if line.line.units else "The units are not known."
    else:
        found.amount = row.payment
        found.steps = [Step(f"One unit. {status_of(row.status_indicator)}", dollars(row.payment))]
        times_units(found)
    return found.answer()
