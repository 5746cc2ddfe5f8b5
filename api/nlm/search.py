"""One search: its parameters read and checked, and the answer as its clients expect it."""

import json

from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse

from api import problems
from api.nlm import query, terms
from api.nlm.tables import CODE_FIELD, NAME, TABLES
from api.open_data import open_data
from codes.models import Code
from codes.plain_text import cleaned
from codes.search.places import placed
from codes.systems import SYSTEMS

USUAL, MOST = 7, 500
# `offset` and `count` together reach so far; more results than TOTAL are not counted.
FARTHEST, TOTAL = 7_500, 10_000
# No table has half as many: without it one request could ask for each name a hundred thousand times.
MOST_FIELDS = 20


@open_data
def search(request, table):
    """[total, codes, extra fields or null, display strings of each code], and the code systems if asked for."""
    table = TABLES[table]
    try:
        asked = Asked(request, table)
        answer = asked.answer(*asked.found())
    except problems.Problem as problem:
        return problems.answer(request, problem.status, problem.detail)
    text = json.dumps(answer, ensure_ascii=False, separators=(",", ":"))
    return HttpResponse(text, content_type="application/json")


def sent(request):
    """{name: text} of the address and of the form that is posted, which counts more. Raises Problem."""
    try:
        return request.GET.dict() | request.POST.dict()
    except RequestDataTooBig:
        raise problems.Problem(413) from None


class Asked:
    """The parameters of a search, read and checked. Raises Problem."""

    def __init__(self, request, table):
        self.sent, self.table = sent(request), table
        if "terms" not in self.sent:
            raise problems.Problem(400, "The parameter terms is missing: send the text to search for, it may be empty.")
        # Each word may be a beginning without saying so.
        self.terms = self.text("terms").replace("*", " ")
        self.number, self.offset = self.page_size(), self.whole("offset", 0)
        if self.offset + self.number > FARTHEST:
            raise problems.Problem(400, f"offset and count together may not exceed {FARTHEST:,}.")

    def text(self, name):
        return cleaned(self.sent.get(name, ""))

    def names(self, name, usual=()):
        """The fields that a parameter lists."""
        named = [each.strip() for each in self.text(name).split(",") if each.strip()]
        if len(named) > MOST_FIELDS:
            raise problems.Problem(400, f"{name} lists more than {MOST_FIELDS} fields.")
        return named or list(usual)

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
        rows = Code.objects.with_pages().only(*self.table.columns)
        narrowed = {"by": by, "only": self.narrowing(), "rows": rows, "most": TOTAL}
        return placed(self.terms, self.table.filters, self.offset, self.number, **narrowed)

    def narrowing(self):
        """The Q of `q`, or None."""
        try:
            return query.read(self.text("q"), self.term)
        except query.UnreadableError as error:
            raise problems.Problem(400, str(error)) from None

    def term(self, name, text):
        known = self.table.fields
        if name == "_exists_":
            return known[text].matches("*") if text in known else terms.NOTHING
        if name:
            return known[name].matches(text) if name in known else terms.NOTHING
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
