"""CodeSystem/$subsumes: whether one code stands above another (http://hl7.org/fhir/R4/codesystem-operation-subsumes.html)."""

from api.fhir import known
from api.fhir.asked import asked
from api.fhir.outcomes import Refused, fhir
from api.fhir.told import parameters, value


@fhir("GET", "POST")
def subsumes(request):
    """The outcome for `codeA` and `codeB` of a system, or for two codings, in the hierarchy as it stands."""
    wanted = asked(request)
    address, a, b = pair(wanted)
    system = known.system_at(address)
    if system.key not in known.HIERARCHIES:
        raise Refused(422, f"{system.label} has no hierarchy.", "not-supported")
    above = known.lines_up(system, [a, b])
    for code in (a, b):
        if code not in above:
            raise Refused(404, known.missing(system, code))
    return parameters(value("outcome", "Code", relation(a, b, above)))


def pair(wanted):
    """(address of the system, code A, code B). Raises Refused."""
    a, b = wanted.text("codeA"), wanted.text("codeB")
    if a and b:
        return wanted.text("system"), a, b
    if "codingA" not in wanted or "codingB" not in wanted:
        raise Refused(400, "Send system, codeA and codeB, or codingA and codingB.", "required")
    one, other = wanted.coding("codingA", wanted.one("codingA")), wanted.coding("codingB", wanted.one("codingB"))
    if one.system != other.system:
        raise Refused(400, "Both codings must be of one code system.")
    return one.system, one.code, other.code


def relation(a, b, above):
    if a == b:
        return "equivalent"
    if a in above[b]:
        return "subsumes"
    return "subsumed-by" if b in above[a] else "not-subsumed"
