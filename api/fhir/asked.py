"""The parameters of an operation, from an address or from a Parameters resource that was sent."""

import json
import re
from dataclasses import dataclass
from datetime import date

from django.core.exceptions import RequestDataTooBig

from api.fhir.outcomes import FHIR_JSON, JSON, Refused
from codes.plain_text import cleaned

LONGEST = 1_000
# Half of a character, which JSON can write and PostgreSQL cannot hold.
LONE_SURROGATE = re.compile("[\ud800-\udfff]")
DAY = re.compile(r"(\d{4}-\d{2}-\d{2})(T.*)?", re.ASCII)


@dataclass(frozen=True)
class Coding:
    """A code of a system; `display` and `version` may be empty."""

    system: str
    code: str
    display: str = ""
    version: str = ""


class Asked:
    """What was asked: `values` are lists by name, of strings from an address, of any JSON from a resource."""

    def __init__(self, values):
        self.values = values

    def __contains__(self, name):
        return name in self.values

    def one(self, name):
        """The one value of a parameter, or None. Raises Refused."""
        found = self.values.get(name, [])
        if len(found) > 1:
            raise Refused(400, f"{name} is given more than once.")
        return found[0] if found else None

    def text(self, name):
        return self.as_text(name, self.one(name))

    def texts(self, name):
        return [self.as_text(name, value) for value in self.values.get(name, [])]

    def as_text(self, name, value):
        if value is None:
            return ""
        if not isinstance(value, str) or len(value) > LONGEST or LONE_SURROGATE.search(value):
            raise Refused(400, f"{name} is not a text of up to {LONGEST:,} characters.")
        return cleaned(value)

    def flag(self, name):
        value = self.one(name)
        if value in (True, "true"):
            return True
        if value in (None, False, "false", ""):
            return False
        raise Refused(400, f"{name} is neither true nor false.")

    def whole(self, name, usual):
        """A whole number of 0 or more."""
        value = self.one(name)
        if value is None or value == "":
            return usual
        if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= 9:
            return int(value)
        if isinstance(value, int) and not isinstance(value, bool) and 0 <= value < 10**9:
            return value
        raise Refused(400, f"{name} is not a whole number.")

    def day(self, name):
        """The day of a date or a point in time, or None."""
        text = self.text(name)
        if not text:
            return None
        try:
            return date.fromisoformat(DAY.fullmatch(text)[1])
        except (TypeError, ValueError):
            raise Refused(400, f"{name} is not a day such as 2025-10-01.") from None

    def codings(self, system="system"):
        """The Codings asked about: one of `code`, or those of `coding` or `codeableConcept`. Raises Refused.

        `system` names the parameter that gives the system of `code`.
        """
        if self.text("code"):
            return [Coding(self.text(system), self.text("code"), self.text("display"), self.text("version"))]
        if "coding" in self:
            return [self.coding("coding", self.one("coding"))]
        if "codeableConcept" in self:
            concept = self.one("codeableConcept")
            listed = concept.get("coding") if isinstance(concept, dict) else None
            if not isinstance(listed, list) or not 0 < len(listed) <= 20:
                raise Refused(400, "codeableConcept has no list of codings.")
            return [self.coding("codeableConcept", each) for each in listed]
        raise Refused(400, "No code is given: send system and code, or a coding.", "required")

    def coding(self, name, value):
        if not isinstance(value, dict):
            raise Refused(400, f"{name} is not a coding: send it in a Parameters resource.")
        parts = ("system", "code", "display", "version")
        found = Coding(*(self.as_text(f"{name}.{part}", value.get(part)) for part in parts))
        if not found.code:
            raise Refused(400, f"{name} has no code.", "required")
        return found


def asked(request):
    """The Asked of a request: of its query, or of the Parameters resource that it sends. Raises Refused."""
    if request.method != "POST":
        return Asked(dict(request.GET.lists()))
    if request.content_type not in (FHIR_JSON, JSON):
        raise Refused(415, "")
    return Asked(parameters(read(request)))


def read(request):
    try:
        return json.loads(request.body)
    except RequestDataTooBig:
        raise Refused(413, "") from None
    except (ValueError, RecursionError):
        raise Refused(400, "The request is not JSON.", "structure") from None


def parameters(resource):
    """{name: [values]} of a Parameters resource."""
    if not isinstance(resource, dict) or resource.get("resourceType") != "Parameters":
        raise Refused(400, "The request is not a Parameters resource.", "structure")
    listed = resource.get("parameter", [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise Refused(400, "parameter is not a list of parameters.", "structure")
    found = {}
    for each in listed:
        values = [value for key, value in each.items() if key.startswith("value") or key in ("resource", "part")]
        if not isinstance(each.get("name"), str) or len(values) != 1:
            raise Refused(400, "A parameter has no name, or not exactly one value.", "structure")
        found.setdefault(each["name"], []).extend(values)
    return found
