"""Drug price: Medicare's payment limit for a drug of Part B, from the quarterly file of average sales prices."""

from codes.fact_queries import BILLED
from codes.sections.paid import Fact, compared_from, dollars, filled, percent, remarks, source_of
from codes.sections.parts import PageSection, Part

HEADING = "Drug price"
WHAT = "list of drug prices"
COUNTED = f"(%(system)s IN {BILLED} AND EXISTS (SELECT FROM codes_drugprice x WHERE x.value = %(value)s))"
# "1" marks the factors whose furnishing fee CMS has put into the limit.
CLOTTING = "1"


def draw(subject):
    """{remarks, facts}."""
    found = subject.facts.drug_price
    if found is None:
        return None
    said = remarks(found.reach, subject.day, WHAT)
    if found.row is None and not said:
        said = [f"{found.reach.name} does not name this code."]
    content = {"remarks": said, "facts": facts_of(found.row) if found.row else []}
    return PageSection("drug_price", HEADING, content, source_of(found.reach))


def facts_of(row):
    """What is filled, in reading order."""
    facts = [
        ("Dosage", row.dosage),
        ("Payment limit", limit_of(row)),
        ("Coinsurance", percent(row.coinsurance) if row.coinsurance is not None else ""),
        ("Vaccine", of_wholesale_price(row.vaccine_limit, row.vaccine_awp)),
        ("Blood product", of_wholesale_price(row.blood_limit, row.blood_awp)),
        ("Clotting factor", clotting(row.clotting_factor)),
        ("Note", row.notes),
    ]
    return filled(Fact(*fact) for fact in facts)


def limit_of(row):
    if row.payment_limit is None:
        return "None is published"
    return f"{dollars(row.payment_limit)} for {row.dosage}" if row.dosage else dollars(row.payment_limit)


def of_wholesale_price(limit, share):
    """A limit that is a share of the average wholesale price: "$98.16, 95 % of the average wholesale price"."""
    rule = f"{percent(share)} of the average wholesale price" if share is not None else ""
    return ", ".join(part for part in (dollars(limit) if limit is not None else "", rule) if part)


def clotting(text):
    return "Yes: the limit includes the furnishing fee" if text == CLOTTING else text


def told(subject, there):
    return "" if there else None


def compared(subject):
    """The same facts."""
    found = subject.facts.drug_price
    if found is None:
        return None
    facts = facts_of(found.row) if found.row else []
    return [*((fact.label, fact.text) for fact in facts), compared_from(found.reach, subject.day, WHAT)]


PARTS = [Part("drug_price", HEADING, draw, COUNTED, told, compared)]
