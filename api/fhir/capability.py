"""What this server can (http://hl7.org/fhir/R4/capabilitystatement.html, http://hl7.org/fhir/R4/terminologycapabilities.html)."""

from api.fhir import known
from api.fhir.outcomes import FHIR_JSON, JSON, Refused, fhir

# By resource: its operations, with the name of HL7's definition of each.
OPERATIONS = {
    "CodeSystem": {
        "lookup": "CodeSystem-lookup",
        "validate-code": "CodeSystem-validate-code",
        "subsumes": "CodeSystem-subsumes",
    },
    "ValueSet": {"expand": "ValueSet-expand", "validate-code": "ValueSet-validate-code"},
    "ConceptMap": {"translate": "ConceptMap-translate"},
}
EXPANSION = ("filter", "count", "offset", "activeOnly", "date", "includeDesignations")
# The day on which this description last changed.
WRITTEN = "2026-11-22"
WORDS = (
    "Open code systems of US medical billing, read only. No key is needed; CPT is not part of it unless it is listed."
)


@fhir("GET")
def metadata(request):
    """The CapabilityStatement; the TerminologyCapabilities with mode=terminology."""
    mode = request.GET.get("mode", "full")
    if mode not in ("full", "normative", "terminology"):
        raise Refused(400, "mode is full, normative or terminology.")
    return terminology(request) if mode == "terminology" else statement(request)


def common(request):
    base = request.build_absolute_uri("/api/fhir")
    return {
        "status": "active",
        "date": WRITTEN,
        "publisher": "CodeAhead",
        "description": WORDS,
        "kind": "instance",
        "software": {"name": "CodeAhead"},
        "implementation": {"description": "CodeAhead FHIR terminology", "url": base},
    }


def statement(request):
    formats = {"fhirVersion": "4.0.1", "format": [FHIR_JSON, JSON, "json"]}
    rest = {
        "mode": "server",
        "documentation": WORDS,
        "security": {"cors": True, "description": "Open: nobody signs in."},
        "resource": [told(kind, operations) for kind, operations in OPERATIONS.items()],
    }
    base = request.build_absolute_uri("/api/fhir/metadata")
    names = {"url": base, "name": "CodeAheadTerminology", "title": "CodeAhead FHIR terminology"}
    return {"resourceType": "CapabilityStatement"} | names | common(request) | formats | {"rest": [rest]}


def told(kind, operations):
    defined = [
        {"name": name, "definition": f"http://hl7.org/fhir/OperationDefinition/{address}"}
        for name, address in operations.items()
    ]
    if kind != "CodeSystem":
        return {"type": kind, "operation": defined}
    searched = [{"name": "url", "type": "uri"}, {"name": "_id", "type": "token"}]
    reading = [{"code": "read"}, {"code": "search-type"}]
    return {"type": kind, "interaction": reading, "searchParam": searched, "operation": defined}


def terminology(request):
    systems = known.open_systems()
    listed = known.releases(systems)
    address = request.build_absolute_uri("/api/fhir/metadata?mode=terminology")
    names = {"url": address, "name": "CodeAheadTerminologyCapabilities", "title": "CodeAhead FHIR terminology"}
    return {
        "resourceType": "TerminologyCapabilities",
        **names,
        **common(request),
        "lockedDate": False,
        "codeSystem": [code_system(system, listed[system.key]) for system in systems],
        "expansion": {
            "hierarchical": False,
            "paging": True,
            "incomplete": False,
            "parameter": [{"name": name} for name in EXPANSION],
            "textFilter": "Words in any order, the last one unfinished, or the beginning of a code.",
        },
        "codeSearch": "all",
        "validateCode": {"translations": False},
        "translation": {"needsMap": False},
        "closure": {"translation": False},
    }


def code_system(system, releases):
    versions = [
        {"code": known.version(release), "isDefault": place == 0, "compositional": False}
        for place, release in enumerate(releases)
    ]
    told = {"uri": system.fhir, "subsumption": system.key in known.HIERARCHIES}
    return told | ({"version": versions} if versions else {})
