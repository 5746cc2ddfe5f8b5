"""The code systems that the site knows, as constants."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class System:
    """One code system: `pattern` matches a code as printed; `copyright` stands under its official text.

    `official_text` is off where the official words need a licence of the operator's.
    """

    key: str
    label: str
    publisher: str
    copyright: str
    pattern: re.Pattern
    fhir: str
    title: str
    official_text: bool = True


ICD10CM = System(
    key="icd10cm",
    label="ICD-10-CM",
    publisher="CDC/NCHS and CMS",
    copyright="ICD-10-CM is published by CDC/NCHS and CMS: a work of the US government, in the public domain.",
    pattern=re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?"),
    fhir="http://hl7.org/fhir/sid/icd-10-cm",
    title="Diagnoses",
)
ICD10PCS = System(
    key="icd10pcs",
    label="ICD-10-PCS",
    publisher="CMS",
    copyright="ICD-10-PCS is published by CMS: a work of the US government, in the public domain.",
    pattern=re.compile(r"[0-9B-DF-HX][0-9A-HJ-NP-Z]{6}"),
    fhir="http://www.cms.gov/Medicare/Coding/ICD10",
    title="Inpatient procedures",
)
CPT = System(
    key="cpt",
    label="CPT",
    publisher="American Medical Association",
    copyright="CPT is a registered trademark of the American Medical Association.",
    pattern=re.compile(r"\d{4}[0-9FTUMA]"),
    fhir="http://www.ama-assn.org/go/cpt",
    title="Procedures and services",
    official_text=False,
)
HCPCS = System(
    key="hcpcs",
    label="HCPCS Level II",
    publisher="CMS",
    copyright="HCPCS Level II is published by CMS: a work of the US government, in the public domain.",
    pattern=re.compile(r"[A-CEG-V]\d{4}"),
    fhir="http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets",
    title="Supplies, drugs and services",
)
PLACES = System(
    key="pos",
    label="Place of service",
    publisher="CMS",
    copyright="The place of service code set is published by CMS: a work of the US government, in the public domain.",
    pattern=re.compile(r"\d{2}"),
    fhir="https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set",
    title="Where a service is given",
)
SYSTEMS = {system.key: system for system in (ICD10CM, CPT, HCPCS, ICD10PCS, PLACES)}
CHOICES = [(system.key, system.label) for system in SYSTEMS.values()]
