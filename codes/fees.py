"""What Medicare pays under the physician fee schedule, and the words for the schedule's indicators.

The formula and the meanings are those of the record layout that CMS publishes with each release of the relative value
file (RVU25A, "National Physician Fee Schedule Relative Value File, Calendar Year 2025"). Imaging services may be capped
at the hospital outpatient amount (OPPSCAP), therapy and second procedures reduced: neither is reckoned here.
A `fee` and a `locality` are rows of the published files or stored ones, which have the same fields.
"""

from decimal import ROUND_HALF_UP, Decimal
from typing import NamedTuple

from codes.releases.rows import FeeRow, LocalityRow

CENT = Decimal("0.01")
# "Only RVUs associated with status codes of A, R, or T, are used for Medicare payment."
PAID_BY_UNITS = frozenset("ART")


class Term(NamedTuple):
    """One line of the sum: relative value units times the locality's index, neither rounded."""

    label: str
    units: Decimal
    index: Decimal
    product: Decimal


def payment(fee: FeeRow, locality: LocalityRow, *, facility: bool) -> Decimal | None:
    """The fee schedule amount in US dollars, or None where there is none: `without_amount` says why.

    ((work × work GPCI) + (PE × PE GPCI) + (MP × MP GPCI)) × conversion factor, with the practice expense of the
    facility or of the non-facility setting. Nothing is rounded but the last product, half a cent up: so CMS comes to
    its own locality amounts in OPPSCAP. The amount is what participating physicians are allowed, before
    coinsurance and adjustments.
    """
    return _amount(fee, arithmetic(fee, locality, facility=facility), facility=facility)


def national_payment(fee: FeeRow, *, facility: bool) -> Decimal | None:
    """The national amount in US dollars, with every GPCI at 1; None as for `payment`."""
    return _amount(fee, arithmetic(fee, None, facility=facility), facility=facility)


def arithmetic(fee: FeeRow, locality: LocalityRow | None, *, facility: bool) -> list[Term]:
    """The three products of the formula, to be added and multiplied by the conversion factor.

    Without a locality every index is 1. The terms are there for unpaid codes too, whose units Medicare does not use.
    """
    one = Decimal(1)
    practice = fee.facility_pe if facility else fee.non_facility_pe
    parts = (
        ("Work", fee.work, locality.work_gpci if locality else one),
        ("Practice expense", practice, locality.pe_gpci if locality else one),
        ("Malpractice", fee.malpractice, locality.malpractice_gpci if locality else one),
    )
    return [Term(label, units, index, units * index) for label, units, index in parts]


def payable(fee: FeeRow) -> bool:
    """Whether the relative value units make a payment: status A, R or T, and units to reckon with.

    A restricted service (R) without units is priced by the contractor, as every service of status C is.
    """
    return fee.status in PAID_BY_UNITS and bool(fee.non_facility_total or fee.facility_total)


def without_amount(fee: FeeRow, *, facility: bool) -> str:
    """Why there is no amount in this setting, in words; "" where there is one."""
    if fee.status not in PAID_BY_UNITS:
        return STATUS.get(fee.status, "")
    if not payable(fee):
        return "Priced by the contractor"
    return NOT_IN_THIS_SETTING if _not_in_setting(fee, facility=facility) else ""


def _not_in_setting(fee: FeeRow, *, facility: bool) -> bool:
    return fee.facility_na if facility else fee.non_facility_na


def _amount(fee: FeeRow, terms: list[Term], *, facility: bool) -> Decimal | None:
    if not payable(fee) or _not_in_setting(fee, facility=facility):
        return None
    return (sum(term.product for term in terms) * fee.conversion_factor).quantize(CENT, ROUND_HALF_UP)


# The published meaning of each indicator, shortened. The parser takes no indicator that is not here.

NOT_IN_THIS_SETTING = "Rarely or never performed in this setting"

STATUS = {
    "A": "Active: paid separately under the fee schedule, if covered",
    "B": "Bundled: payment is always part of the payment for other services",
    "C": "Priced by the contractor, generally case by case after review of documentation",
    "D": "Deleted at the beginning of the year",
    "E": "Excluded from the fee schedule by regulation",
    "F": "Deleted or discontinued, without a grace period",
    "G": "Not valid for Medicare, with a grace period: Medicare uses another code",
    "H": "Deleted modifier: the component had its own line in the year before",
    "I": "Not valid for Medicare: Medicare uses another code",
    "J": "Anesthesia service: no relative values, paid by base units and time",
    "M": "Measurement code, for reporting only",
    "N": "Not covered by Medicare",
    "P": "Bundled or excluded: no separate payment under the fee schedule",
    "Q": "Therapy functional information, for reporting only",
    "R": "Restricted coverage: special coverage instructions apply",
    "T": "Paid only if nothing else under the fee schedule is billed by the same provider that day",
    "X": "Excluded by statute: not a physician service under the fee schedule",
}

PCTC = {
    "0": "Physician service: modifiers 26 and TC do not apply",
    "1": "Diagnostic test or radiology service: modifiers 26 and TC apply",
    "2": "Professional component only: modifiers 26 and TC do not apply",
    "3": "Technical component only: modifiers 26 and TC do not apply",
    "4": "Global test only: modifiers 26 and TC do not apply",
    "5": "Incident to a physician's service: not paid for hospital inpatients or outpatients",
    "6": "Interpretation by a laboratory physician: modifier TC does not apply",
    "7": "Physical therapy service: not paid to an independent therapist for hospital patients",
    "8": "Physician interpretation: paid only for an abnormal smear of a hospital inpatient",
    "9": "Does not apply",
}

GLOBAL_DAYS = {
    "000": "Endoscopic or minor procedure: related care on the day of the procedure is included",
    "010": "Minor procedure: related care on the day and in the 10 days after is included",
    "090": "Major surgery: the day before and the 90 days after are included",
    "MMM": "Maternity: the usual global period does not apply",
    "XXX": "The global concept does not apply",
    "YYY": "The contractor decides on the global period",
    "ZZZ": "Always included in the global period of another service",
}

# Shares of the global package, 0.10 is ten percent.
PORTIONS = {
    "preoperative": "Care before the surgery",
    "intraoperative": "The surgery, with postoperative work in the hospital",
    "postoperative": "Care in the office after discharge",
}

MULTIPLE_PROCEDURE = {
    "0": "No reduction for multiple procedures",
    "1": "Reduction in force before 1995: 100, 50, 25, 25, 25 percent, then by report",
    "2": "Standard reduction: 100, 50, 50, 50, 50 percent, then by report",
    "3": "Endoscopy rules: reduced with others that have the same base procedure",
    "4": "Imaging in the same session: reduced for the second and later procedures",
    "5": "Therapy: 50 percent reduction of the practice expense",
    "6": "Cardiovascular tests: 25 percent reduction of the second and later technical components",
    "7": "Ophthalmology tests: 20 percent reduction of the second and later technical components",
    "9": "Does not apply",
}

BILATERAL = {
    "0": "150 percent does not apply: 100 percent for both sides together",
    "1": "150 percent for both sides",
    "2": "150 percent does not apply: the relative values are already for both sides",
    "3": "150 percent does not apply: 100 percent for each side",
    "9": "Does not apply",
}

ASSISTANT = {
    "0": "Not paid unless documentation shows medical necessity",
    "1": "Not paid, by statute",
    "2": "May be paid",
    "9": "Does not apply",
}

CO_SURGEONS = {
    "0": "Not permitted",
    "1": "May be paid with documentation of the need for two surgeons",
    "2": "Permitted without documentation if the two are of different specialties",
    "9": "Does not apply",
}

TEAM = {
    "0": "Not permitted",
    "1": "May be paid with documentation of the need for a team; paid by report",
    "2": "Permitted; paid by report",
    "9": "Does not apply",
}

SUPERVISION = {
    "01": "General supervision by a physician",
    "02": "Direct supervision by a physician",
    "03": "Personal supervision by a physician",
    "04": "General supervision, unless by a qualified independent or clinical psychologist",
    "05": "General supervision, unless by a qualified audiologist",
    "06": "By a physician or a physical therapist certified in clinical electrophysiology",
    "09": "Does not apply",
    "21": "By a certified technician under general supervision, otherwise direct supervision",
    "22": "By a technician with real-time contact online with a physician",
    "66": "By a physician or a physical therapist certified for this procedure",
    "6A": "As 66; such a therapist may also supervise another, but only the certified one may bill",
    "77": "By a certified physical therapist; by another, or a certified technician, under supervision",
    "7A": "As 77; a certified therapist may also supervise another, but only the certified one may bill",
}

# The families 01 to 11 have not been in use since 2011.
IMAGING_FAMILY = {
    "01": "Ultrasound of chest, abdomen and pelvis, not obstetrical",
    "02": "CT and CTA of chest, abdomen and pelvis",
    "03": "CT and CTA of head, brain, orbit, face and neck",
    "04": "MRI and MRA of chest, abdomen and pelvis",
    "05": "MRI and MRA of head, brain and neck",
    "06": "MRI and MRA of the spine",
    "07": "CT of the spine",
    "08": "MRI and MRA of the lower extremities",
    "09": "CT and CTA of the lower extremities",
    "10": "MR and MRI of the upper extremities and joints",
    "11": "CT and CTA of the upper extremities",
    "88": "Technical and professional component are reduced with other imaging",
    "99": "Does not apply",
}
