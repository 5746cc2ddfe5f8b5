"""Asking the FHIR interface, and reading its answers; each is held against R4."""

import json

from django.test import Client

from tests.api.fhir.shapes import faults, faults_of_result

BASE = "/api/fhir/"
CM, PCS = "http://hl7.org/fhir/sid/icd-10-cm", "http://www.cms.gov/Medicare/Coding/ICD10"
HCPCS, CPT = "http://www.cms.gov/Medicare/Coding/HCPCSReleaseCodeSets", "http://www.ama-assn.org/go/cpt"
POS = "https://www.cms.gov/Medicare/Coding/place-of-service-codes/Place_of_Service_Code_Set"
ICD9 = "http://hl7.org/fhir/sid/icd-9-cm"


def get(address, status=200, **sent):
    response = Client().get(BASE + address, sent)
    assert response.status_code == status, response.text
    assert response.headers["Content-Type"] == "application/fhir+json; charset=utf-8"
    resource = response.json()
    operation = address.rpartition("$")[2] if "$" in address and status == 200 and "expand" not in address else ""
    assert (faults_of_result(operation, resource) if operation else faults(resource)) == []
    return resource


def post(address, *parameters, status=200):
    body = {"resourceType": "Parameters", "parameter": list(parameters)}
    response = Client(enforce_csrf_checks=True).post(
        BASE + address, json.dumps(body), content_type="application/fhir+json"
    )
    assert response.status_code == status, response.text
    assert faults(response.json()) == []
    return response.json()


def told(resource):
    """{name: value} of the parameters of a result, properties and matches as lists of pairs."""
    found = {}
    for each in resource["parameter"]:
        if each["name"] == "property":
            found.setdefault("property", []).append(tuple(value(one) for one in each["part"]))
        elif each["name"] == "match":
            found.setdefault("match", []).append({one["name"]: value(one) for one in each["part"]})
        elif "part" in each:
            found[each["name"]] = {one["name"]: value(one) for one in each["part"]}
        else:
            found[each["name"]] = value(each)
    return found


def value(parameter):
    return next(content for key, content in parameter.items() if key.startswith("value"))


def words(resource):
    assert resource["resourceType"] == "OperationOutcome"
    (issue,) = resource["issue"]
    return issue["code"], issue["diagnostics"]


def contains(resource):
    return [each["code"] for each in resource["expansion"].get("contains", [])]
