"""Addresses of the FHIR interface."""

from django.urls import path

from api.fhir import capability, code_systems, expand, lookup, subsumes, translate, validate_code
from api.fhir.outcomes import Refused, fhir


@fhir("GET", "POST")
def nothing(request, name=""):
    """What no address of FHIR is."""
    raise Refused(404, "There is nothing at this address. metadata tells what there is.")


urlpatterns = [
    path("metadata", capability.metadata, name="fhir-metadata"),
    path("CodeSystem", code_systems.search, name="fhir-code-systems"),
    path("CodeSystem/$lookup", lookup.lookup, name="fhir-lookup"),
    path("CodeSystem/$validate-code", validate_code.in_code_system, name="fhir-validate-code"),
    path("CodeSystem/$subsumes", subsumes.subsumes, name="fhir-subsumes"),
    path("CodeSystem/<slug:key>", code_systems.read, name="fhir-code-system"),
    path("CodeSystem/<slug:key>/$validate-code", validate_code.in_code_system, name="fhir-validate-code-of"),
    path("ValueSet/$expand", expand.expand, name="fhir-expand"),
    path("ValueSet/$validate-code", validate_code.in_value_set, name="fhir-validate-member"),
    path("ValueSet/<slug:key>/$expand", expand.expand, name="fhir-expand-of"),
    path("ValueSet/<slug:key>/$validate-code", validate_code.in_value_set, name="fhir-validate-member-of"),
    path("ConceptMap/$translate", translate.translate, name="fhir-translate"),
    path("", nothing, name="fhir"),
    path("<path:name>", nothing, name="fhir-nothing"),
]
