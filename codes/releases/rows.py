"""The rows that release parsers give back, and the error for a file that cannot be trusted.

Every row knows the `line` it came from, counted from 1 as an editor counts (for a workbook: the row of the sheet).
Dates are `datetime.date`, amounts are `Decimal`, a text that the file does not hold is the empty string.
"""

from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class NoteRow:
    """One instruction of the publisher beneath a code.

    `kind` is inclusion_term, includes, excludes1, excludes2, code_first, use_additional, code_also,
    note or seventh_character.
    """

    kind: str
    text: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    """One line of a code system, as its publisher prints it.

    `value` has the printed dot, `parent` is the value one level up or None at the top, `position` counts
    the publisher's order from 1. `kind` is chapter, section, heading (needs a longer code), code (valid
    for billing), modifier or place. A descriptor the file does not hold is the empty string; `common_language` is
    the publisher's own text for patients, where the file has one. `attributes` holds what else the publisher says of
    the code, as printed: texts or lists of texts by name. `effective_to` is the last date of service.
    """

    value: str
    parent: str | None
    position: int
    kind: str
    billable: bool
    short_descriptor: str
    descriptor: str
    notes: tuple[NoteRow, ...] = ()
    attributes: dict = field(default_factory=dict)
    effective_from: date | None = None
    effective_to: date | None = None
    common_language: str = ""
    line: int = 0


@dataclass(frozen=True, slots=True)
class DescriptorRow:
    """One descriptor of one CPT code from a file of the operator's licence.

    `kind` is long, medium, short, consumer, consumer_spanish or clinician; a code may have several of the last.
    """

    value: str
    kind: str
    text: str
    effective: date | None = None
    line: int = 0


@dataclass(frozen=True, slots=True)
class IndexRow:
    """One entry of an index or of a table of terms.

    `table` is index, external_cause, drug, neoplasm or pcs_index; `term` the whole path, from the main term down, with
    ", " between levels; `column` the heading of the column in the drug and neoplasm tables. `value` is a code as
    printed, the beginning of one (the printed "-" left out, `whole` False), or "" where the entry leads to another
    term: then `see` or `see_also` names it.
    """

    table: str
    term: str
    column: str
    value: str
    whole: bool
    see: str
    see_also: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class ReplacementRow:
    """A code and the one that the publisher put in its place, from `effective` on."""

    value: str
    replaced_by: str
    effective: date
    line: int = 0


@dataclass(frozen=True, slots=True)
class AxisRow:
    """One label of one character of an ICD-10-PCS table.

    `prefix` is the table's first three characters; `row` counts the table's rows from 1 and is 0 for characters 1 to
    3, which all rows share; `position` is the character, 1 to 7. `codes` is the publisher's count of codes in
    the row, 0 where `row` is 0.
    """

    prefix: str
    row: int
    position: int
    title: str
    character: str
    label: str
    definition: str
    codes: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class DefinitionRow:
    """What a label of ICD-10-PCS means: `section` its first character, `axis` as printed ("Operation")."""

    section: str
    axis: str
    label: str
    definition: str
    explanation: str
    includes: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class PtpEditRow:
    """One NCCI procedure-to-procedure edit.

    `setting` is practitioner or hospital; `modifier_indicator` 0 not allowed, 1 allowed, 9 not applicable; `deletion`
    the publisher's deletion date, the last day on which the edit applied, or None.
    """

    setting: str
    column_one: str
    column_two: str
    before_1996: bool
    effective: date
    deletion: date | None
    modifier_indicator: int
    rationale: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class AddOnEditRow:
    """An add-on code and a primary code that it may stand beside; `edit_type` is 1, 2 or 3.

    `primary` is "" where the publisher leaves the primary codes to the contractors (printed as CCCCC).
    """

    add_on: str
    primary: str
    edit_type: int
    effective: date | None
    deletion: date | None
    special_instruction: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class UnitLimitRow:
    """One medically unlikely edit: `setting` is practitioner, hospital or dme; `units` per line or day.

    `indicator` is 1 line edit, 2 date of service edit: policy, 3 date of service edit: clinical.
    """

    setting: str
    value: str
    units: int
    indicator: int
    rationale: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class FeeRow:
    """One line of the national physician fee schedule relative value file.

    Relative value units are national and without unit, those used for the OPPS cap too; `conversion_factor` is in US
    dollars.
    A total or amount that the file leaves empty is None. `qualifying` tells the two files of a year from 2026 on apart:
    True for the conversion factor of qualifying APM participants. Indicators are as printed. `descriptor` is
    the AMA's or CMS's short descriptor: the loader decides whether it may be kept.
    """

    value: str
    modifier: str
    qualifying: bool
    descriptor: str
    status: str
    not_used_for_medicare: str
    work: Decimal
    non_facility_pe: Decimal
    non_facility_na: bool
    facility_pe: Decimal
    facility_na: bool
    malpractice: Decimal
    non_facility_total: Decimal
    facility_total: Decimal
    pctc: str
    global_days: str
    preoperative: Decimal
    intraoperative: Decimal
    postoperative: Decimal
    multiple_procedure: str
    bilateral: str
    assistant: str
    co_surgeons: str
    team: str
    endoscopic_base: str
    conversion_factor: Decimal
    supervision: str
    calculation_flag: str
    imaging_family: str
    opps_non_facility_pe: Decimal | None
    opps_facility_pe: Decimal | None
    opps_malpractice: Decimal | None
    price_indicator: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class LocalityRow:
    """One Medicare payment locality with its geographic practice cost indices (without unit, 1.0 is the mean).

    `contractor` has five digits, `number` two; `state` is the postal abbreviation.
    """

    contractor: str
    state: str
    number: str
    name: str
    work_gpci: Decimal
    pe_gpci: Decimal
    malpractice_gpci: Decimal
    line: int = 0


@dataclass(frozen=True, slots=True)
class CountiesRow:
    """The counties of one payment locality, as printed; `state` is the name in full."""

    contractor: str
    number: str
    state: str
    area: str
    counties: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class AnesthesiaRow:
    """The anesthesia conversion factor of one locality, in US dollars per unit."""

    contractor: str
    number: str
    name: str
    conversion_factor: Decimal
    line: int = 0


@dataclass(frozen=True, slots=True)
class OutpatientRow:
    """One line of Addendum B of the hospital outpatient prospective payment system; amounts in US dollars.

    `inflation_coinsurance` is a percentage of the payment (the Inflation Reduction Act's), None where not adjusted.
    """

    value: str
    descriptor: str
    status_indicator: str
    apc: str
    relative_weight: Decimal | None
    payment: Decimal | None
    national_copayment: Decimal | None
    minimum_copayment: Decimal | None
    inflation_coinsurance: Decimal | None
    adjusted_copayment: Decimal | None
    pass_through_until: str
    note: str
    changed: bool
    line: int = 0


@dataclass(frozen=True, slots=True)
class DrugPriceRow:
    """One Medicare Part B payment allowance limit in US dollars for one `dosage`; percentages as printed."""

    value: str
    descriptor: str
    dosage: str
    payment_limit: Decimal | None
    coinsurance: Decimal | None
    vaccine_awp: Decimal | None
    vaccine_limit: Decimal | None
    blood_awp: Decimal | None
    blood_limit: Decimal | None
    clotting_factor: str
    notes: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class CrosswalkRow:
    """One line of a general equivalence mapping.

    Systems are icd9cm, icd9pcs, icd10cm, icd10pcs; codes as printed, with their dot; `target` is "" where `no_map`.
    `scenario` and `choice_list` are the digits of a combination, 0 outside one.
    """

    source_system: str
    source: str
    target_system: str
    target: str
    approximate: bool
    no_map: bool
    combination: bool
    scenario: int
    choice_list: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class CoverageDocumentRow:
    """One local coverage document: `kind` is lcd or article; `number` as shown ("L36668", "A57554")."""

    number: str
    kind: str
    version: int
    title: str
    contractor: str
    effective: date | None
    retired: date | None
    updated: date | None
    note: str
    url: str
    line: int = 0


@dataclass(frozen=True, slots=True)
class CoverageCodeRow:
    """One code that a coverage document names.

    `role` is procedure (the document applies to it), supports, does_not_support (diagnoses) or modifier; `group` the
    document's own grouping, from 1, 0 where there is none.
    """

    number: str
    version: int
    role: str
    value: str
    group: int
    line: int = 0


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A row that is read and on purpose not loaded, such as a CDT code in a HCPCS file; `what` names its kind."""

    what: str
    value: str
    line: int = 0


class Damaged(ValueError):
    """A published file that does not keep its layout: nothing of it may be loaded.

    `field` names the column as the publisher prints it, "" where the whole line is at fault.
    """

    def __init__(self, file: str, line: int, reason: str, field: str = "") -> None:
        super().__init__(file, line, reason, field)
        self.file = file
        self.line = line
        self.reason = reason
        self.field = field

    def __str__(self) -> str:
        where = f"{self.file}, line {self.line}" + (f", {self.field}" if self.field else "")
        return f"{where}: {self.reason}"
