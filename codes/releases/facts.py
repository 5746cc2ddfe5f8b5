"""Which table holds which rows of the published files, and what tells one row from another."""

from dataclasses import dataclass, field, fields
from operator import attrgetter

from codes import models as m
from codes.models.published import Versioned
from codes.releases import rows as r

SETTINGS = {"practitioner": m.Setting.PRACTITIONER, "hospital": m.Setting.HOSPITAL, "dme": m.Setting.DME}
# Of a row type: what is not a column of its table.
NO_COLUMNS = {"line", "descriptor", "codes"}


@dataclass(frozen=True)
class Facts:
    """One table of published rows.

    `key` tells rows of one release apart; `scope` names the columns whose values a load replaces (a file of
    practitioner limits leaves the hospital's alone); `numbers` the columns that name procedure codes; `label` what
    readers call such a row in a history, and `plural` many of them. `adapt` gives for a column the function that
    turns the row's value
    into the table's. `twice` says what CMS itself prints twice: nothing, rows with one key that differ otherwise
    ("key"), or whole rows
    ("row").
    """

    row: type
    model: type
    key: tuple[str, ...]
    label: str
    plural: str
    scope: tuple[str, ...] = ()
    numbers: tuple[str, ...] = ()
    adapt: dict = field(default_factory=dict)
    fixed: dict = field(default_factory=dict)
    twice: str = ""
    mass_end: float = 0.25

    @property
    def table(self):
        return self.model._meta.db_table

    @property
    def versioned(self):
        return issubclass(self.model, Versioned)

    @property
    def row_columns(self):
        return [f.name for f in fields(self.row) if f.name not in NO_COLUMNS]

    @property
    def columns(self):
        """The table's columns in the order of the rows' fields, the fixed ones behind."""
        return [self.column_of(name) for name in self.row_columns] + list(self.fixed)

    @property
    def payload(self):
        return [column for column in self.columns if column not in {self.column_of(name) for name in self.key}]

    @property
    def keys(self):
        return [self.column_of(name) for name in self.key]

    @property
    def described(self):
        return any(f.name == "descriptor" for f in fields(self.row))

    def column_of(self, name):
        return self.model._meta.get_field(name).column if name not in self.fixed else name

    def nullable(self, column):
        return next(f for f in self.model._meta.concrete_fields if f.column == column).null

    def values(self, row):
        """The values of a row in the order of `columns`."""
        values = list(self._getter(row)) if len(self.row_columns) > 1 else [self._getter(row)]
        for position, function in self._adapters:
            values[position] = function(values[position])
        return [*values, *self.fixed.values()]

    def __post_init__(self):
        # Set once: these are asked for millions of rows.
        object.__setattr__(self, "_getter", attrgetter(*self.row_columns))
        adapters = [(self.row_columns.index(name), function) for name, function in self.adapt.items()]
        object.__setattr__(self, "_adapters", adapters)


PTP_EDITS = Facts(
    r.PtpEditRow,
    m.PtpEdit,
    ("setting", "column_one", "column_two", "effective"),
    "NCCI edit",
    "NCCI edits",
    scope=("setting",),
    numbers=("column_one", "column_two"),
    adapt={"setting": SETTINGS.__getitem__},
    twice="key",
    # Ended edits stay in the file with their date: what is missing from it was forgotten.
    mass_end=0.05,
)
ADD_ON_EDITS = Facts(
    r.AddOnEditRow,
    m.AddOnEdit,
    ("add_on", "primary", "effective"),
    "Add-on code edit",
    "add-on code edits",
    numbers=("add_on", "primary"),
)
UNIT_LIMITS = Facts(
    r.UnitLimitRow,
    m.UnitLimit,
    ("setting", "value"),
    "Unit limit",
    "unit limits",
    scope=("setting",),
    numbers=("value",),
    adapt={"setting": SETTINGS.__getitem__},
)
FEES = Facts(
    r.FeeRow,
    m.Fee,
    ("value", "modifier", "qualifying"),
    "Physician fee",
    "physician fees",
    scope=("qualifying",),
    numbers=("value",),
)
LOCALITIES = Facts(r.LocalityRow, m.Locality, ("contractor", "number"), "Locality", "localities")
COUNTIES = Facts(
    r.CountiesRow, m.LocalityCounties, ("contractor", "number", "state", "area"), "Counties", "lists of counties"
)
ANESTHESIA = Facts(
    r.AnesthesiaRow,
    m.AnesthesiaFactor,
    ("contractor", "number"),
    "Anesthesia conversion factor",
    "anesthesia conversion factors",
)
OUTPATIENT = Facts(
    r.OutpatientRow,
    m.OutpatientPayment,
    ("value",),
    "Hospital outpatient payment",
    "hospital outpatient payments",
    numbers=("value",),
)
DRUG_PRICES = Facts(r.DrugPriceRow, m.DrugPrice, ("value",), "Drug price", "drug prices", numbers=("value",))
CROSSWALKS = Facts(
    r.CrosswalkRow,
    m.Crosswalk,
    ("source_system", "source", "target_system", "target", "scenario", "choice_list"),
    "Crosswalk",
    "mappings",
    scope=("source_system", "target_system"),
)
COVERAGE_DOCUMENTS = Facts(
    r.CoverageDocumentRow, m.CoverageDocument, ("number",), "Coverage document", "coverage documents"
)
COVERAGE_CODES = Facts(
    r.CoverageCodeRow,
    m.CoverageCode,
    ("number", "version", "role", "group", "value"),
    "Coverage document's code",
    "codes of coverage documents",
    scope=("role",),
)
AXES = Facts(
    r.AxisRow, m.Axis, ("prefix", "row", "position", "character"), "Table of characters", "labels of characters"
)
DEFINITIONS = Facts(
    r.DefinitionRow, m.Definition, ("section", "axis", "label"), "Definition", "definitions", twice="key"
)


def index_terms(system):
    """The index entries of one code system."""
    return Facts(
        r.IndexRow,
        m.IndexTerm,
        ("system", "table", "term", "column", "value", "see", "see_also"),
        "Index term",
        "index entries",
        scope=("system", "table"),
        fixed={"system": system},
        twice="row",
    )


def replacements(system):
    """What replaced the codes of one system."""
    return Facts(
        r.ReplacementRow,
        m.Replacement,
        ("system", "value", "replaced_by", "effective"),
        "Replacement",
        "replacements",
        scope=("system",),
        fixed={"system": system},
    )
