"""What is published about codes beside the lists of codes, with good defaults; every code and amount is invented."""

from datetime import date
from decimal import Decimal

from codes.models import (
    AnesthesiaFactor,
    CoverageCode,
    CoverageDocument,
    Crosswalk,
    DrugPrice,
    Fee,
    Locality,
    LocalityCounties,
    OutpatientPayment,
    Release,
)
from tests.builders import a_release

# All that is built here stands from this day on.
SINCE = date(2025, 1, 1)
PARTS = {
    "fees": ["fees not qualifying", "localities", "counties", "anesthesia"],
    "opps": ["payments"],
    "drug-prices": ["prices"],
    "gems": ["mappings icd10cm icd9cm"],
    "coverage": ["documents", "codes"],
}
NAMES = {"fees": "Invented schedule", "opps": "Invented addendum", "drug-prices": "Invented prices"}


def of_source(source, since=SINCE):
    """The release of a source on a day, made once."""
    found = Release.objects.filter(source=source, effective=since).first()
    name = NAMES.get(source, f"Invented {source}")
    return found or a_release("", source=source, name=name, effective=since, parts=PARTS[source])


def published(model, source, fields, since=SINCE):
    fields = {"release": of_source(source, since), "since": since} | fields
    return model.objects.create(**fields)


def a_fee(value="99901", **fields):
    """A line that is paid: 1.30 work, 1.33 or 0.55 practice expense, 0.10 malpractice, at $40."""
    units = {"work": "1.30", "non_facility_pe": "1.33", "facility_pe": "0.55", "malpractice": "0.10"}
    units |= {"non_facility_total": "2.73", "facility_total": "1.95", "conversion_factor": "40"}
    units |= {"preoperative": "0", "intraoperative": "0", "postoperative": "0"}
    defaults = {"value": value, "qualifying": False, "status": "A", "non_facility_na": False, "facility_na": False}
    defaults |= {"pctc": "0", "global_days": "000", "multiple_procedure": "2", "bilateral": "1", "assistant": "2"}
    defaults |= {"co_surgeons": "0", "team": "0", "supervision": "09", "imaging_family": "99"}
    return published(Fee, "fees", defaults | {name: Decimal(each) for name, each in units.items()} | fields)


def an_unpaid_fee(value="99901", **fields):
    """A line without units that the fee schedule does not pay."""
    none = dict.fromkeys(("work", "non_facility_pe", "facility_pe", "malpractice"), 0)
    none |= {"non_facility_total": 0, "facility_total": 0, "status": "X"}
    none |= {"pctc": "9", "global_days": "XXX", "multiple_procedure": "9", "bilateral": "9", "assistant": "9"}
    return a_fee(value, **(none | {"co_surgeons": "9", "team": "9"} | fields))


def a_locality(contractor="99901", number="07", **fields):
    """A locality with its counties; indices 1.012, 0.905 and 1.204."""
    counties = fields.pop("counties", "FIRST COUNTY, SECOND COUNTY")
    key = {"contractor": contractor, "number": number}
    indices = {"work_gpci": Decimal("1.012"), "pe_gpci": Decimal("0.905"), "malpractice_gpci": Decimal("1.204")}
    county = {"state": "INVENTED STATE", "area": "STATEWIDE", "counties": counties}
    published(LocalityCounties, "fees", key | county)
    return published(Locality, "fees", key | {"state": "ZZ", "name": "REST OF NOWHERE"} | indices | fields)


def an_anesthesia_factor(contractor="", number="", factor="20.3178"):
    fields = {"contractor": contractor, "number": number, "name": "NATIONAL", "conversion_factor": Decimal(factor)}
    return published(AnesthesiaFactor, "fees", fields)


def an_outpatient_payment(value="99901", **fields):
    defaults = {"value": value, "status_indicator": "T", "apc": "5443", "relative_weight": Decimal("9.9843")}
    defaults |= {"payment": Decimal("890.29"), "minimum_copayment": Decimal("178.06"), "changed": False}
    return published(OutpatientPayment, "opps", defaults | fields)


def a_drug_price(value="V9901", **fields):
    defaults = {"value": value, "dosage": "10 MG", "payment_limit": Decimal("32.423"), "coinsurance": Decimal("20")}
    return published(DrugPrice, "drug-prices", defaults | fields)


def a_mapping(source, target, **fields):
    """One line between ICD-9-CM and ICD-10-CM; which is which, the source's dot and letter do not say."""
    systems = ("icd10cm", "icd9cm") if source[:1] == "Q" else ("icd9cm", "icd10cm")
    defaults = {"approximate": True, "no_map": not target, "combination": False, "scenario": 0, "choice_list": 0}
    names = {"source_system": systems[0], "source": source, "target_system": systems[1], "target": target}
    return Crosswalk.objects.create(release=of_source("gems", date(2017, 10, 1)), **(defaults | names | fields))


def together(source, scenario, *lists):
    """A combination: one code of each list is needed."""
    for position, targets in enumerate(lists, start=1):
        for target in targets:
            a_mapping(source, target, combination=True, scenario=scenario, choice_list=position)


def a_document(number="A99901", *, names=(), role="procedure", code_version=None, **fields):
    """A coverage document that names codes."""
    defaults = {"number": number, "kind": "lcd" if number[0] == "L" else "article", "version": 3}
    defaults |= {"title": f"Invented document {number}", "contractor": "Invented Contractor", "effective": SINCE}
    defaults |= {"url": f"https://example.org/{number}"}
    document = published(CoverageDocument, "coverage", defaults | fields)
    for value in names:
        an_entry(number, value, role=role, version=code_version or document.version)
    return document


def an_entry(number, value, *, role="procedure", version=3, group=1):
    """One code in the tables of a document."""
    key = {"number": number, "version": version, "role": role, "value": value, "group": group}
    return CoverageCode.objects.create(release=of_source("coverage"), **key)


def facts_of_every_kind(mark):
    """Facts of the codes 99901, V9901 and 0ZB0ZZZ with a mark wherever a table takes words."""
    a_fee("99901")
    # Every registered reader may choose a locality for a claim: its name is none of what a code's page locks.
    a_locality(counties=f"COUNTY {mark}")
    an_outpatient_payment("99901", note=f"Note {mark}", pass_through_until=f"Until {mark}")
    an_outpatient_payment("V9901", note=f"Note {mark}")
    a_drug_price("V9901", notes=f"Note {mark}", dosage=f"Dosage {mark}")
    a_document("L99901", names=["99901", "V9901"], title=f"Title {mark}", contractor=f"Contractor {mark}")
