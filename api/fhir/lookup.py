"""CodeSystem/$lookup: what is open of one code (http://hl7.org/fhir/R4/codesystem-operation-lookup.html)."""

from api.fhir import known
from api.fhir.asked import asked
from api.fhir.outcomes import Refused, fhir
from api.fhir.told import parameters, part, value
from codes.as_of import has_begun, is_over
from codes.models import Code

# The properties and the type of each; what they mean stands in the CodeSystem resource.
PROPERTIES = {
    "status": "Code",
    "inactive": "Boolean",
    "kind": "Code",
    "billable": "Boolean",
    "notSelectable": "Boolean",
    "effectiveDate": "DateTime",
    "deprecationDate": "DateTime",
    "parent": "Code",
    "child": "Code",
    "replacedBy": "Code",
}
# Parts of the answer that may be asked for under the same name.
PARTS = {"name", "version", "display", "designation", "code", "system", "lang.en", "*"}


@fhir("GET", "POST")
def lookup(request):
    """The names, dates, standing and place of a code. As of a day with `date`."""
    wanted = asked(request)
    coding = only(wanted.codings())
    system = known.system_at(coding.system)
    day = wanted.day("date")
    listed = known.releases([system])[system.key]
    release = known.version_of(listed, coding.version or known.version_in(coding.system) or wanted.text("version"))
    code, there = known.find(system, coding.code, day or day_of(release, listed))
    if not there:
        raise Refused(404, known.missing(system, coding.code) if code is None else f"{code.value} was no code then.")
    return answer(system, in_force(listed, day) if day else release, code, day, set(wanted.texts("property")))


def only(codings):
    if len(codings) > 1:
        raise Refused(400, "One coding is looked up at a time.")
    return codings[0]


def day_of(release, listed):
    """The day of which an older release is read; None for the newest, which is as the code stands."""
    return None if release is None or release == listed[0] else release.effective


def in_force(listed, day):
    """The release that is in force on a day; before the first, the first."""
    return next((release for release in listed if release.effective <= day), listed[-1] if listed else None)


def answer(system, release, code, day, names):
    told = properties_of(code, day, names)
    return parameters(
        value("name", "String", system.label),
        value("version", "String", known.version(release)),
        value("display", "String", known.display_of(code) or code.value),
        designation(code, system),
        *(part("property", value("code", "Code", name), value("value", kind, each)) for name, kind, each in told),
    )


def designation(code, system):
    """The publisher's short words, where they are open and others than the display."""
    if not system.official_text or code.short_descriptor in ("", known.display_of(code)):
        return None
    return part("designation", value("language", "Code", "en-US"), value("value", "String", code.short_descriptor))


def properties_of(code, day, names):
    """[(name, type, value)]; all of them where none is named."""
    chosen = [name for name in PROPERTIES if not names - PARTS or "*" in names or name in names]
    around = known.around(code) if {"child", "replacedBy"} & set(chosen) else {}
    facts = facts_of(code, day) | around
    return [(name, PROPERTIES[name], each) for name in chosen for each in listed(facts[name])]


def facts_of(code, day):
    over = is_over(code, day) if day else code.status == Code.Status.DELETED
    begun = has_begun(code, day) if day else True
    above = code.parent if code.parent and code.parent.kind in (Code.Kind.HEADING, Code.Kind.CODE) else None
    return {
        "status": "retired" if over else "active" if begun else "draft",
        "inactive": over,
        "kind": code.kind,
        "billable": code.billable,
        "notSelectable": True if code.kind == Code.Kind.HEADING else None,
        "effectiveDate": code.effective_from and code.effective_from.isoformat(),
        "deprecationDate": code.effective_to and code.effective_to.isoformat(),
        "parent": above and above.value,
    }


def listed(each):
    if isinstance(each, list):
        return each
    return [] if each is None else [each]
