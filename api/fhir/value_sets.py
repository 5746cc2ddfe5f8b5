"""The value sets that a code system implies: all codes, those that may be billed, a code with all that stands below it.

http://hl7.org/fhir/R4/codesystem.html says how such a value set is called.
"""

from dataclasses import dataclass

from api.fhir import known
from api.fhir.outcomes import Refused
from codes.models import Code
from codes.systems import System

ALL, BILLABLE, BELOW = "", "billable", "isa/"
# Below a code stand the codes above which it is found.
UNDER = """
WITH RECURSIVE under AS (
    SELECT id FROM codes_code WHERE id = %s
    UNION ALL SELECT c.id FROM codes_code c JOIN under u ON c.parent_id = u.id
) SELECT id FROM under
"""


@dataclass(frozen=True)
class ValueSet:
    """`rule` is what stands behind "fhir_vs=": ALL, BILLABLE or BELOW with a code; `top` is that code."""

    system: System
    rule: str = ALL
    top: Code | None = None

    @property
    def url(self):
        return f"{self.system.fhir}?fhir_vs" + (f"={self.rule}" if self.rule else "")

    @property
    def title(self):
        if self.top:
            return f"{self.top.value} of {self.system.label} and what stands below it"
        return f"Codes of {self.system.label}" + (" that may be billed" if self.rule == BILLABLE else "")

    def holds(self, code):
        if self.rule == BILLABLE:
            return code.kind == Code.Kind.CODE and (code.billable or code.effective_to is not None)
        return self.top is None or self.top.value in known.lines_up(self.system, [code.value]).get(code.value, ())

    def keys_below(self):
        """The primary keys of the top code and of all below it."""
        return [row.pk for row in Code.objects.raw(UNDER, [self.top.pk])]


def of(wanted, key=None):
    """The ValueSet that is asked for by its key or its address. Raises Refused."""
    if "valueSet" in wanted or "context" in wanted:
        raise Refused(422, "A value set is named by its url: valueSet and context are not supported.", "not-supported")
    url = wanted.text("url")
    if not url and not key:
        raise Refused(400, "The url of the value set is missing.", "required")
    found = ValueSet(known.system_called(key)) if key else implied(url)
    if version := wanted.text("valueSetVersion") or known.version_in(url):
        check_newest(found.system, version)
    return found


def check_newest(system, version):
    """A value set is told as it stands. Raises Refused for an earlier version, and for what is none."""
    listed = known.releases([system])[system.key]
    if known.version_of(listed, version) != listed[0]:
        newest = known.version(listed[0])
        raise Refused(422, f"Value sets are told in version {newest}; for an earlier day send date.", "not-supported")


def implied(url):
    """The ValueSet of an address such as <code system>?fhir_vs=billable. Raises Refused."""
    address, _, query = url.partition("?")
    name, _, rule = query.partition("|")[0].partition("=")
    if name != "fhir_vs":
        raise Refused(404, f"The value set {url[:200]} is not known here: value sets are <code system>?fhir_vs.")
    system = known.system_at(address)
    if rule in (ALL, BILLABLE):
        return ValueSet(system, rule)
    if rule.startswith(BELOW) and system.key in known.HIERARCHIES:
        top, _ = known.find(system, rule.removeprefix(BELOW))
        if top is not None:
            return ValueSet(system, rule, top)
    raise Refused(404, f"The value set {url[:200]} is not known here.")
