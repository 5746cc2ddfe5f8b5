"""Whether a resource is FHIR R4: by HL7's JSON schema, and by the elements that HL7 requires and JSON cannot."""

import json
from functools import cache
from pathlib import Path

import jsonschema_rs

SCHEMA = Path(__file__).parents[2] / "vendor/fhir-r4/fhir.schema.json"
# By the path in a resource: what must be there (cardinality 1..1 or 1..* in HL7's definitions).
REQUIRED = {
    "OperationOutcome": ["issue"],
    "OperationOutcome.issue": ["severity", "code"],
    "Parameters.parameter": ["name"],
    "ValueSet": ["status"],
    "ValueSet.expansion": ["timestamp"],
    "ValueSet.expansion.parameter": ["name"],
    "CodeSystem": ["status", "content"],
    "CodeSystem.property": ["code", "type"],
    "CapabilityStatement": ["status", "date", "kind", "fhirVersion", "format"],
    "CapabilityStatement.implementation": ["description"],
    "CapabilityStatement.software": ["name"],
    "CapabilityStatement.rest": ["mode"],
    "CapabilityStatement.rest.resource": ["type"],
    "CapabilityStatement.rest.resource.interaction": ["code"],
    "CapabilityStatement.rest.resource.searchParam": ["name", "type"],
    "CapabilityStatement.rest.resource.operation": ["name", "definition"],
    "TerminologyCapabilities": ["status", "date", "kind"],
    "TerminologyCapabilities.implementation": ["description"],
    "TerminologyCapabilities.expansion.parameter": ["name"],
    "TerminologyCapabilities.validateCode": ["translations"],
    "TerminologyCapabilities.translation": ["needsMap"],
    "Bundle": ["type"],
    "Bundle.link": ["relation", "url"],
}
# The results of operations: name of a parameter, its type, whether it must be there (HL7's OperationDefinitions).
RESULTS = {
    "lookup": {"name": "String!", "version": "String", "display": "String!", "designation": "part", "property": "part"},
    "validate-code": {"result": "Boolean!", "message": "String", "display": "String"},
    "subsumes": {"outcome": "Code!"},
    "translate": {"result": "Boolean!", "message": "String", "match": "part"},
}
PARTS = {
    "designation": {"language": "Code", "use": "Coding", "value": "String!"},
    "match": {"equivalence": "Code", "concept": "Coding", "source": "Uri"},
}


@cache
def validator(kind):
    schema = json.loads(SCHEMA.read_text())
    # A rule for one kind of resource names what is wrong; a choice among them would only say that none fits.
    return jsonschema_rs.Draft6Validator({"$ref": f"#/definitions/{kind}", "definitions": schema["definitions"]})


def faults(resource):
    """What is not FHIR R4 in a resource, in words; [] for one that is."""
    kind = resource["resourceType"]
    wrong = [
        f"{'.'.join(map(str, error.instance_path))}: {error.message}" for error in validator(kind).iter_errors(resource)
    ]
    return [*wrong, *missing(resource, kind), *empty(resource, kind)]


def missing(element, path):
    if isinstance(element, list):
        return [fault for each in element for fault in missing(each, path)]
    if not isinstance(element, dict):
        return []
    if path == "Bundle.entry.resource":
        return faults(element)
    found = [f"{path}.{name} is missing" for name in REQUIRED.get(path, ()) if name not in element]
    return found + [fault for name, each in element.items() for fault in missing(each, f"{path}.{name}")]


def empty(element, path):
    """FHIR knows neither null nor empty texts, lists and objects."""
    if element is None or element in ("", [], {}):
        return [f"{path} is empty"]
    if isinstance(element, dict):
        return [fault for name, each in element.items() for fault in empty(each, f"{path}.{name}")]
    if isinstance(element, list):
        return [fault for each in element for fault in empty(each, path)]
    return []


def faults_of_result(operation, resource):
    """What is not as the operation's definition says."""
    listed = resource.get("parameter", [])
    found = faults(resource) + against(RESULTS[operation], listed)
    return found + [
        fault for each in listed if each["name"] in PARTS for fault in against(PARTS[each["name"]], each["part"])
    ]


def against(rules, listed):
    names = [each["name"] for each in listed]
    found = [f"{name} is missing" for name, rule in rules.items() if rule.endswith("!") and names.count(name) != 1]
    for each in listed:
        rule = rules.get(each["name"], "").rstrip("!")
        if (rule if rule == "part" else f"value{rule}") not in each:
            found.append(f"{each['name']} is no {rule or 'result of this operation'}")
    return found
