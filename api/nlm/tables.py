"""The tables and their fields, under the names of https://clinicaltables.nlm.nih.gov/apidoc/."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Q
from django.utils.timezone import localdate

from api.nlm import terms
from codes.models import Code
from codes.search import Filters
from codes.search.places import CODE, WORDS
from codes.systems import HCPCS, ICD10CM, ICD10PCS


@dataclass(frozen=True)
class Field:
    """A column of a table: its value of a code, the Q of a term of `q`, and in what its text is sought."""

    value: Callable
    matches: Callable
    sought: str = ""


@dataclass(frozen=True)
class Table:
    """One data set; `display` and `search` are the fields where the request names none.

    `columns` are what its fields read of a code.
    """

    filters: Filters
    fields: dict
    display: tuple
    search: tuple
    columns: tuple


def day(column):
    return lambda code: f"{getattr(code, column):%Y%m%d}" if getattr(code, column) else ""


def last_action(code):
    """Of a code's attributes this one day is open; whatever is no day stays here."""
    told = code.attributes.get("action_effective")
    return told.replace("-", "") if terms.is_day(told) else ""


def is_over(code):
    return code.status == Code.Status.DELETED or (code.effective_to is not None and code.effective_to < localdate())


def of_over(text):
    over = Q(status=Code.Status.DELETED) | Q(effective_to__lt=localdate())
    return {"true": over, "false": ~over, "*": Q()}.get(text.lower(), terms.NOTHING)


def of_name(text):
    short = Q(descriptor="") & terms.of_words("short_descriptor")(text)
    return terms.of_words("descriptor")(text) | short


CODE_FIELD = Field(lambda code: code.value, terms.of_code, CODE)
NAME = Field(lambda code: code.descriptor or code.short_descriptor, of_name, WORDS)
SHORT = Field(lambda code: code.short_descriptor, terms.of_words("short_descriptor"), WORDS)
LONG = Field(lambda code: code.descriptor, terms.of_words("descriptor"), WORDS)
UNKNOWN = Field(lambda code: None, lambda text: terms.NOTHING)
ICD_FIELDS = {"code": CODE_FIELD, "name": NAME}
HCPCS_FIELDS = {
    "code": CODE_FIELD,
    "short_desc": SHORT,
    "long_desc": LONG,
    "display": NAME,
    "add_dt": Field(day("effective_from"), terms.of_day("effective_from")),
    "term_dt": Field(day("effective_to"), terms.of_day("effective_to")),
    "act_eff_dt": Field(last_action, terms.of_written_day("attributes__action_effective")),
    "obsolete": Field(is_over, of_over),
    # Which codes are "not otherwise classified" stands in a list of CMS's that is not loaded.
    "is_noc": UNKNOWN,
}
ICD_COLUMNS = ("system", "value", "short_descriptor", "descriptor")
HCPCS_COLUMNS = (*ICD_COLUMNS, "status", "effective_from", "effective_to", "attributes")


def icd(system):
    """The codes that may be billed, as in the original."""
    names = ("code", "name")
    return Table(Filters(system=system.key, billable=True), ICD_FIELDS, names, names, ICD_COLUMNS)


# HCPCS holds also the codes that have ended: they are `obsolete`.
TABLES = {
    "icd10cm": icd(ICD10CM),
    "icd10pcs": icd(ICD10PCS),
    "hcpcs": Table(
        filters=Filters(system=HCPCS.key),
        fields=HCPCS_FIELDS,
        display=("code", "display"),
        search=("code", "short_desc", "long_desc"),
        columns=HCPCS_COLUMNS,
    ),
}
