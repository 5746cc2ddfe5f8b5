"""The sources that the site can load: for each the forms that its files come in and what they are written to."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

from codes.releases import cpt, hcpcs, icd10cm, icd10pcs
from codes.releases import facts as tables
from codes.releases.parsers import (
    addendum_b,
    anesthesia,
    coverage_codes,
    coverage_documents,
    cpt_clinician,
    cpt_consolidated,
    cpt_consumer,
    cpt_fixed,
    cpt_long,
    cpt_modifiers,
    cpt_short,
    drug_prices,
    gems,
    gpci,
    hcpcs_fixed,
    hcpcs_table,
    icd10cm_conversion,
    icd10cm_index,
    icd10cm_table,
    icd10cm_tabular,
    localities,
    mue,
    ncci_add_on,
    ncci_ptp,
    order_file,
    pcs_definitions,
    pcs_index,
    pcs_tables,
    place_of_service,
    pprrvu,
)

MONTHS = [
    "January", "February", "March", "April", "May", "June",
    "July", "August", "September", "October", "November", "December",
]  # fmt: skip


@dataclass(frozen=True)
class Form:
    """One form of one published file: how it is known and read, and which part of its source it is.

    `period(stream, name)` gives the first and the last day that the file itself says it is for, or None.
    """

    part: str
    looks: Callable
    parse: Callable
    what: str
    period: Callable | None = None


@dataclass(frozen=True)
class Source:
    """`assemble({part: rows})` makes the codes of the parts named in `codes`; `facts` says where each part's rows go.

    A part in `places` is a table of its own and tells the assembly where codes stand. With `by_file` the assembly
    gets the rows by the name of their file instead, to name it where files contradict one another. An `undated`
    source is a list that its publisher changes at any time.
    """

    key: str
    title: str
    what: str
    forms: tuple[Form, ...]
    system: str = ""
    codes: frozenset[str] = frozenset()
    assemble: Callable | None = None
    facts: dict[str, tables.Facts] = field(default_factory=dict)
    places: frozenset[str] = frozenset()
    by_file: bool = False
    undated: bool = False

    def is_codes(self, part):
        return part in self.codes


def fee_period(stream, name):
    """The days that a relative value file is for: from its quarter on to the end of its year, or None."""
    stated = pprrvu.release_of(stream, name)
    if stated is None:
        return None
    year, month = stated
    return date(year, MONTHS.index(month) + 1, 1), date(year, 12, 31)


def _only(part):
    """The codes of a source with one part."""
    return lambda parts: parts[part]


ALL = [
    Source(
        "icd10cm",
        "ICD-10-CM",
        "order file, tabular list, alphabetic index, tables of drugs, neoplasms and external causes, conversion table",
        (
            Form("order", order_file.looks_cm, order_file.parse_cm, "order file of CMS"),
            Form("tabular", icd10cm_tabular.looks, icd10cm_tabular.parse, "tabular list (XML)"),
            Form("index", icd10cm_index.looks, icd10cm_index.parse, "alphabetic or external cause index (XML)"),
            Form("tables", icd10cm_table.looks, icd10cm_table.parse, "table of drugs or neoplasms (XML)"),
            Form("conversion", icd10cm_conversion.looks, icd10cm_conversion.parse, "conversion table (xlsx)"),
        ),
        system="icd10cm",
        codes=frozenset({"order", "tabular"}),
        assemble=lambda parts: icd10cm.assemble(parts.get("order", []), parts.get("tabular", [])),
        facts={
            "index": tables.index_terms("icd10cm"),
            "tables": tables.index_terms("icd10cm"),
            "conversion": tables.replacements("icd10cm"),
        },
    ),
    Source(
        "icd10pcs",
        "ICD-10-PCS",
        "order file, tables, definitions and index",
        (
            Form("order", order_file.looks_pcs, order_file.parse_pcs, "order file of CMS"),
            Form("tables", pcs_tables.looks, pcs_tables.parse, "tables (XML)"),
            Form("definitions", pcs_definitions.looks, pcs_definitions.parse, "definitions (XML)"),
            Form("index", pcs_index.looks, pcs_index.parse, "index (XML)"),
        ),
        system="icd10pcs",
        codes=frozenset({"order"}),
        places=frozenset({"tables"}),
        assemble=icd10pcs.assemble,
        facts={
            "tables": tables.AXES,
            "definitions": tables.DEFINITIONS,
            "index": tables.index_terms("icd10pcs"),
        },
    ),
    Source(
        "hcpcs",
        "HCPCS Level II",
        "codes and Level II modifiers, as a workbook, comma-separated or of fixed width",
        (
            Form("codes", hcpcs_table.looks, hcpcs_table.parse, "table (xlsx or csv)"),
            Form("codes", hcpcs_fixed.looks, hcpcs_fixed.parse, "contractor file of fixed width (txt)"),
        ),
        system="hcpcs",
        codes=frozenset({"codes"}),
        assemble=hcpcs.assemble,
    ),
    Source(
        "cpt",
        "CPT",
        "your licensed files: ConsolidatedCodeList, or LONGULT with MEDU and SHORTU; Consumer, Clinician, Modifiers",
        (
            Form("consolidated", cpt_consolidated.looks, cpt_consolidated.parse, "ConsolidatedCodeList"),
            Form("long", cpt_long.looks, cpt_long.parse, "LONGULT or LONGUT"),
            Form("long", cpt_fixed.looks, cpt_fixed.parse, "LONGULF"),
            Form("short", cpt_short.looks, cpt_short.parse, "MEDU or SHORTU"),
            Form("consumer", cpt_consumer.looks, cpt_consumer.parse, "ConsumerDescriptor"),
            Form("clinician", cpt_clinician.looks, cpt_clinician.parse, "ClinicianDescriptor"),
            Form("modifiers", cpt_modifiers.looks, cpt_modifiers.parse, "Modifiers"),
        ),
        system="cpt",
        codes=frozenset({"consolidated", "long", "short", "consumer", "clinician", "modifiers"}),
        by_file=True,
        assemble=cpt.assemble,
    ),
    Source(
        "place-of-service",
        "Place of service",
        "the place of service code set",
        (
            Form("places", place_of_service.looks, place_of_service.parse, "code system (FHIR XML)"),
            Form("places", place_of_service.looks_table, place_of_service.parse_table, "table (csv or xlsx)"),
        ),
        system="pos",
        codes=frozenset({"places"}),
        undated=True,
        assemble=_only("places"),
    ),
    Source(
        "ncci-ptp",
        "NCCI procedure-to-procedure edits",
        "practitioner and hospital edits, all parts of a setting in one command",
        (Form("edits", ncci_ptp.looks, ncci_ptp.parse, "procedure-to-procedure edits (txt or xlsx)"),),
        facts={"edits": tables.PTP_EDITS},
    ),
    Source(
        "ncci-add-on",
        "NCCI add-on code edits",
        "add-on codes and their primary codes",
        (Form("add-ons", ncci_add_on.looks, ncci_add_on.parse, "add-on code edits"),),
        facts={"add-ons": tables.ADD_ON_EDITS},
    ),
    Source(
        "mue",
        "Medically unlikely edits",
        "unit limits for practitioners, hospitals and DME suppliers",
        (Form("limits", mue.looks, mue.parse, "medically unlikely edits (csv or xlsx)"),),
        facts={"limits": tables.UNIT_LIMITS},
    ),
    Source(
        "fees",
        "Medicare physician fee schedule",
        "relative values, geographic indices, localities and anesthesia factors",
        (
            Form("fees", pprrvu.looks, pprrvu.parse, "PPRRVU relative value file (csv, txt or xlsx)", fee_period),
            Form("localities", gpci.looks, gpci.parse, "GPCI (csv, txt or xlsx)"),
            Form("counties", localities.looks, localities.parse, "LOCCO localities (csv or xlsx)"),
            Form("anesthesia", anesthesia.looks, anesthesia.parse, "ANES anesthesia factors (csv, txt or xlsx)"),
        ),
        facts={
            "fees": tables.FEES,
            "localities": tables.LOCALITIES,
            "counties": tables.COUNTIES,
            "anesthesia": tables.ANESTHESIA,
        },
    ),
    Source(
        "opps",
        "Hospital outpatient payments",
        "Addendum B of the outpatient prospective payment system",
        (Form("payments", addendum_b.looks, addendum_b.parse, "Addendum B (csv or xlsx)"),),
        facts={"payments": tables.OUTPATIENT},
    ),
    Source(
        "drug-prices",
        "Medicare Part B drug prices",
        "payment allowance limits (ASP)",
        (Form("prices", drug_prices.looks, drug_prices.parse, "ASP pricing file (csv or xlsx)", drug_prices.period),),
        facts={"prices": tables.DRUG_PRICES},
    ),
    Source(
        "gems",
        "General equivalence mappings",
        "mappings between ICD-9 and ICD-10",
        (Form("mappings", gems.looks, gems.parse, "general equivalence mapping (txt)"),),
        facts={"mappings": tables.CROSSWALKS},
    ),
    Source(
        "coverage",
        "Local coverage documents",
        "the list of documents, and the tables of the codes that they name",
        (
            Form("documents", coverage_documents.looks, coverage_documents.parse, "list of documents (csv)"),
            Form("codes", coverage_codes.looks, coverage_codes.parse, "article or LCD code table (csv)"),
        ),
        facts={"documents": tables.COVERAGE_DOCUMENTS, "codes": tables.COVERAGE_CODES},
        undated=True,
    ),
]
SOURCES = {source.key: source for source in ALL}
