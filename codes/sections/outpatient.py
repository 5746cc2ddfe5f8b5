"""Hospital outpatient: how the hospital outpatient prospective payment system pays a code (Addendum B)."""

from codes.fact_queries import BILLED
from codes.sections.paid import Fact, compared_from, dollars, filled, number, percent, remarks, source_of
from codes.sections.parts import PageSection, Part

HEADING = "Hospital outpatient"
WHAT = "release of Addendum B"
COUNTED = f"""(%(system)s IN {BILLED}
    AND EXISTS (SELECT FROM codes_outpatientpayment x WHERE x.value = %(value)s))"""
# Our own short words for the status indicators that CMS defines in Addendum D1 of the system's yearly rule. One that is
# not here is newer than this table and printed alone.
STATUS = {
    "A": "Paid under another fee schedule or payment system, not this one",
    "B": "Not recognized on a hospital outpatient claim; another code may be",
    "C": "Inpatient procedure: not paid for an outpatient",
    "D": "Discontinued",
    "E1": "Not covered, or not paid by Medicare for an outpatient",
    "E2": "Not paid: no price and no claims data are available",
    "F": "Paid at reasonable cost: corneal tissue, certain nurse anesthetist services, hepatitis B vaccines",
    "G": "Pass-through drug or biological: paid separately",
    "H": "Pass-through device: paid separately at cost, without a copayment",
    "H1": "Non-opioid device for pain after surgery: paid separately",
    "J1": "Comprehensive: one payment covers nearly all other services on the claim",
    "J2": "Comprehensive payment with certain other services, otherwise paid separately or packaged",
    "K": "Drug, biological or radiopharmaceutical without pass-through status: paid separately",
    "K1": "Non-opioid drug for pain after surgery: paid separately",
    "L": "Vaccine paid at reasonable cost, without deductible and coinsurance",
    "M": "Not billable to the Medicare contractor for this setting",
    "N": "Packaged: always part of the payment for other services",
    "P": "Partial hospitalization or intensive outpatient program: paid by the day",
    "Q1": "Packaged with a service of status S, T or V on the claim, otherwise paid separately",
    "Q2": "Packaged with a service of status T on the claim, otherwise paid separately",
    "Q3": "May be part of a composite payment, otherwise paid separately or packaged",
    "Q4": "Laboratory test: packaged with other hospital services on the claim, otherwise paid as a laboratory test",
    "R": "Blood or blood product: paid separately",
    "S": "Paid separately, without a reduction for multiple procedures",
    "T": "Paid separately; reduced where several such procedures are on the claim",
    "U": "Brachytherapy source: paid separately",
    "V": "Clinic or emergency department visit: paid separately",
    "Y": "Durable medical equipment: billed to the equipment contractor",
}
# As printed, "*" stands beside those whose pass-through status ends within the calendar year.
ENDS_THIS_YEAR = "*"


def draw(subject):
    """{remarks, facts, paid}."""
    found = subject.facts.outpatient
    if found is None:
        return None
    said = remarks(found.reach, subject.day, WHAT)
    if found.row is None and not said:
        said = [f"{found.reach.name} does not name this code."]
    content = {"remarks": said, "facts": facts_of(found.row) if found.row else [], "paid": is_paid(found.row)}
    return PageSection("outpatient", HEADING, content, source_of(found.reach))


def is_paid(row):
    return row is not None and row.payment is not None


def facts_of(row):
    """What is filled, in reading order."""
    amounts = [
        ("Payment rate", row.payment),
        ("National copayment", row.national_copayment),
        ("Minimum copayment", row.minimum_copayment),
        ("Copayment, adjusted", row.adjusted_copayment),
    ]
    coinsurance = row.inflation_coinsurance
    facts = [
        ("Status indicator", status_of(row.status_indicator)),
        ("APC", row.apc),
        ("Relative weight", number(row.relative_weight, least=4) if row.relative_weight is not None else ""),
        *((label, dollars(amount) if amount is not None else "") for label, amount in amounts),
        ("Coinsurance, adjusted", percent(coinsurance) if coinsurance is not None else ""),
        ("Pass-through", pass_through(row.pass_through_until)),
        ("Note", row.note.replace(";", "; ")),
    ]
    return filled(Fact(*fact) for fact in facts)


def status_of(indicator):
    """The indicator's meaning with the printed one behind it; one that we do not know alone."""
    return f"{STATUS[indicator]} ({indicator})" if indicator in STATUS else indicator


def pass_through(text):
    return "The status ends within this calendar year" if text == ENDS_THIS_YEAR else text


def told(subject, there):
    return "" if there else None


def compared(subject):
    """The same facts."""
    found = subject.facts.outpatient
    if found is None:
        return None
    facts = facts_of(found.row) if found.row else []
    return [*((fact.label, fact.text) for fact in facts), compared_from(found.reach, subject.day, WHAT)]


PARTS = [Part("outpatient", HEADING, draw, COUNTED, told, compared)]
