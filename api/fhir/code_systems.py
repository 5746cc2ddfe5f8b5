"""The code systems as resources: what they are, without their codes (http://hl7.org/fhir/R4/codesystem.html)."""

from django.db.models import Count

from api.fhir import known
from api.fhir.outcomes import Refused, fhir
from codes.models import Code

HL7 = "http://hl7.org/fhir/concept-properties"
# What the properties of a code mean; the first group is defined by HL7.
MEANINGS = {
    "status": ("code", f"{HL7}#status", "active, retired (it has ended) or draft (it has not begun)."),
    "inactive": ("boolean", f"{HL7}#inactive", "Whether the code has ended."),
    "effectiveDate": ("dateTime", f"{HL7}#effectiveDate", "The first date of service, where it is published."),
    "deprecationDate": ("dateTime", f"{HL7}#deprecationDate", "The last date of service."),
    "parent": ("code", f"{HL7}#parent", "The code that stands directly above."),
    "child": ("code", f"{HL7}#child", "A code that stands directly below."),
    "notSelectable": ("boolean", f"{HL7}#notSelectable", "On headers: a longer code is to be chosen."),
    "kind": ("code", "", "code, heading, modifier or place."),
    "billable": ("boolean", "", "Whether the code may stand in a claim."),
    "replacedBy": ("code", "", "What the publisher put in the place of a code that has ended."),
}
# Parameters that do not narrow a search.
UNCOUNTED = {"_format", "_pretty", "_summary", "_elements", "_count", "_total", "_sort"}


@fhir("GET")
def search(request):
    """A Bundle of the code systems; `url` and `_id` narrow it."""
    sent = {name: request.GET.get(name) for name in request.GET if name not in UNCOUNTED}
    if unknown := set(sent) - {"url", "_id"}:
        raise Refused(400, f"CodeSystem is searched by url and _id, not by {', '.join(sorted(unknown))[:200]}.")
    systems = [system for system in known.open_systems() if fits(system, sent)]
    base = request.build_absolute_uri("/api/fhir/CodeSystem")
    entries = [
        {"fullUrl": f"{base}/{each['id']}", "resource": each, "search": {"mode": "match"}}
        for each in resources(systems)
    ]
    link = [{"relation": "self", "url": request.build_absolute_uri()}]
    bundle = {"resourceType": "Bundle", "type": "searchset", "total": len(entries), "link": link}
    return bundle | ({"entry": entries} if entries else {})


def fits(system, sent):
    address = sent.get("url", system.fhir).partition("|")[0]
    return known.BY_ADDRESS.get(address) == system.key and sent.get("_id", system.key) == system.key


@fhir("GET")
def read(request, key):
    """One CodeSystem."""
    return resources([known.system_called(key)])[0]


def resources(systems):
    """The CodeSystem of each System, in two statements."""
    listed = known.releases(systems) if systems else {}
    numbers = counts(systems) if systems else {}
    return [resource(system, next(iter(listed[system.key]), None), numbers.get(system.key, 0)) for system in systems]


def counts(systems):
    """{key: how many codes it has}."""
    rows = Code.objects.filter(system__in=[system.key for system in systems])
    found = {}
    for system, kind, number in rows.values_list("system", "kind").annotate(Count("pk")):
        if kind in known.kinds_of(known.SYSTEMS[system]):
            found[system] = found.get(system, 0) + number
    return found


def resource(system, release, number):
    told = {
        "resourceType": "CodeSystem",
        "id": system.key,
        "url": system.fhir,
        "name": "".join(part for part in system.label.title() if part.isalnum()),
        "title": release.label if release else system.label,
        "status": "active" if release and release.official else "draft",
        "publisher": system.publisher,
        "description": system.title,
        "copyright": system.copyright,
        "caseSensitive": True,
        "valueSet": f"{system.fhir}?fhir_vs",
        "compositional": False,
        "versionNeeded": False,
        "content": "not-present",
        "count": number,
        "property": [defined(name, *meaning) for name, meaning in MEANINGS.items()],
    }
    if release:
        told |= {"version": known.version(release), "date": release.effective.isoformat()}
    return told | ({"hierarchyMeaning": "is-a"} if system.key in known.HIERARCHIES else {})


def defined(name, kind, address, words):
    return {"code": name} | ({"uri": address} if address else {}) | {"description": words, "type": kind}
