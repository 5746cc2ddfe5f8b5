"""The NLM Clinical Table Search API (version 3) for ICD-10-CM, ICD-10-PCS and HCPCS Level II: what its widgets and
clients ask, answered in its form by our search. The parameters are those of https://clinicaltables.nlm.nih.gov/."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db.models import Q
from django.http import HttpResponse
from django.urls import path
from django.utils.timezone import localdate

from api import nlm_query, problems
from api.open_data import open_data
from codes.models import Code
from codes.plain_text import cleaned
from codes.search import Filters
from codes.search.places import CODE, WORDS, placed
from codes.systems import HCPCS, ICD10CM, ICD10PCS, SYSTEMS

USUAL, MOST = 7, 500
# `offset` and `count` together reach so far; more results than TOTAL are not counted.
FARTHEST, TOTAL = 7_500, 10_000


@dataclass(frozen=True)
class Field:
    """A column of a table: its value of a code, the Q of a term of `q`, and in what its text is sought."""

    value: Callable
    matches: Callable
    sought: str = ""


@dataclass(frozen=True)
class Table:
    """One data set; `display` and `search` are the fields where the request names none."""

    filters: Filters
    fields: dict
    display: tuple
    search: tuple = field(default=("code", "name"))


DAY = re.compile(r"(?P<year>[12]\d{3})-?(?:\*|(?P<month>\d{2})-?(?:\*|(?P<day>\d{2})))", re.ASCII)


def day(of):
    return lambda code: f"{getattr(code, of):%Y%m%d}" if getattr(code, of) else ""


def of_day(column):
    """Days as 20251001, their beginnings as 2025* or 202510*, and * for any."""

    def matches(text):
        if text == "*":
            return Q(**{f"{column}__isnull": False})
        found = DAY.fullmatch(text)
        if not found:
            return nlm_query.NOTHING
        return Q(**{f"{column}__{part}": int(digits) for part, digits in found.groupdict().items() if digits})

    return matches


def is_over(code):
    return code.status == Code.Status.DELETED or (code.effective_to is not None and code.effective_to < localdate())


def of_over(text):
    over = Q(status=Code.Status.DELETED) | Q(effective_to__lt=localdate())
    return {"true": over, "false": ~over, "*": Q()}.get(text.lower(), nlm_query.NOTHING)


def unknown(text):
    return nlm_query.NOTHING


def of_either(text):
    return nlm_query.of_words("descriptor")(text) | (Q(descriptor="") & nlm_query.of_words("short_descriptor")(text))


CODE_FIELD = Field(lambda code: code.value, nlm_query.of_code, CODE)
NAME = Field(lambda code: code.descriptor or code.short_descriptor, of_either, WORDS)
SHORT = Field(lambda code: code.short_descriptor, nlm_query.of_words("short_descriptor"), WORDS)
LONG = Field(lambda code: code.descriptor, nlm_query.of_words("descriptor"), WORDS)
# Which codes are "not otherwise classified", and since when CMS's last action holds, is not told in open facts.
UNKNOWN = Field(lambda code: None, unknown)
ICD = {"code": CODE_FIELD, "name": NAME}
HCPCS_FIELDS = {
    "code": CODE_FIELD,
    "short_desc": SHORT,
    "long_desc": LONG,
    "display": NAME,
    "add_dt": Field(day("effective_from"), of_day("effective_from")),
    "term_dt": Field(day("effective_to"), of_day("effective_to")),
    "act_eff_dt": UNKNOWN,
    "obsolete": Field(is_over, of_over),
    "is_noc": UNKNOWN,
}
# The ICD tables hold the codes that may be billed, HCPCS also those that have ended: they are `obsolete`.
TABLES = {
    "icd10cm": Table(Filters(system=ICD10CM.key, billable=True), ICD, ("code", "name")),
    "icd10pcs": Table(Filters(system=ICD10PCS.key, billable=True), ICD, ("code", "name")),
    "hcpcs": Table(Filters(system=HCPCS.key), HCPCS_FIELDS, ("code", "display"), ("code", "short_desc", "long_desc")),
}


@open_data
def search(request, table):
    """[total, codes, extra fields or null, display strings of each code], and the code systems if asked for."""
    table = TABLES[table]
    try:
        asked = Asked(request, table)
        total, codes = asked.found()
    except problems.Problem as problem:
        return problems.answer(request, problem.status, problem.detail)
    text = json.dumps(asked.answer(total, codes), ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json")


class Asked:
    """The parameters of a search, read and checked. Raises Problem."""

    def __init__(self, request, table):
        self.sent = request.GET.copy()
        for name in request.POST:
            self.sent[name] = request.POST.get(name)
        self.table = table
        if "terms" not in self.sent:
            raise problems.Problem(400, "The parameter terms is missing: send the text to search for, it may be empty.")
        self.terms, self.number, self.offset = self.text("terms"), self.page_size(), self.whole("offset", 0)
        if self.offset + self.number > FARTHEST:
            raise problems.Problem(400, f"offset and count together may not exceed {FARTHEST:,}.")

    def text(self, name):
        return cleaned(self.sent.get(name, ""))

    def names(self, name, usual=()):
        return [each.strip() for each in self.text(name).split(",") if each.strip()] or list(usual)

    def whole(self, name, usual):
        """A whole number of 0 or more."""
        text = self.text(name)
        if not text:
            return usual
        if not (text.isascii() and text.isdecimal() and len(text) <= 9):
            raise problems.Problem(400, f"{name} is not a whole number.")
        return int(text)

    def page_size(self):
        """`count` where it is sent, else `maxList`, which means as many as there may be if it is sent empty."""
        if self.text("count"):
            return min(self.whole("count", USUAL), MOST)
        return min(self.whole("maxList", MOST if "maxList" in self.sent else USUAL), MOST)

    def found(self):
        known = self.table.fields
        by = {known[name].sought for name in self.names("sf", self.table.search) if name in known}
        columns = ["system", "value", "status", "short_descriptor", "descriptor", "effective_from", "effective_to"]
        rows = Code.objects.with_pages().only(*columns)
        narrowed = {"by": by, "only": self.narrowing(), "rows": rows, "most": TOTAL}
        return placed(self.terms, self.table.filters, self.offset, self.number, **narrowed)

    def narrowing(self):
        """The Q of `q`, or None."""
        try:
            return nlm_query.read(self.text("q"), self.term)
        except nlm_query.UnreadableError as error:
            raise problems.Problem(400, str(error)) from None

    def term(self, name, text, phrase):
        known = self.table.fields
        if name == "_exists_":
            return known[text].matches("*") if text in known else nlm_query.NOTHING
        if name:
            return known[name].matches(text) if name in known else nlm_query.NOTHING
        return CODE_FIELD.matches(text) | NAME.matches(text)

    def answer(self, total, codes):
        code_field = self.text("cf") or "code"
        display = self.names("df", self.table.display)
        told = [
            total,
            [self.value(code, code_field) for code in codes],
            self.extra(codes),
            [[shown(self.value(code, name)) for name in display] for code in codes],
        ]
        return [*told, [SYSTEMS[code.system].fhir for code in codes]] if self.text("systems") else told

    def extra(self, codes):
        """{field or its alias: values in the order of the codes}, None where no further field is asked for."""
        pairs = [name.partition(":") for name in self.names("ef")]
        told = {alias or name: [self.value(code, name) for code in codes] for name, _, alias in pairs}
        return told or None

    def value(self, code, name):
        known = self.table.fields.get(name)
        return known.value(code) if known else None


def shown(value):
    """A value as a display string."""
    if value is None:
        return ""
    return str(value).lower() if isinstance(value, bool) else value


urlpatterns = [path(f"{name}/v3/search", search, {"table": name}, name=f"nlm-{name}") for name in TABLES]
