"""FHIR R4 terminology: the open code systems for programs that speak FHIR (http://hl7.org/fhir/R4/terminology-service.html)."""
