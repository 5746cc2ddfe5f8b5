"""Examples for the page of the API, keyed by operation. A test reads each with the schema that it is an example of."""

ON_PATH = {"system": "icd10cm", "value": "E11.9", "pk": "12", "version": "1"}
QUERIES = {
    "get_code": {"on": "2025-11-01"},
    "search": {"q": "broken hip", "system": "icd10cm", "number": "1"},
    "get_changes_of_release": {"kind": "added", "prefix": "E11"},
    "get_list": {"on": "2025-11-01"},
    "get_difference": {"version": "1", "other_version": "2"},
}

# Of the interfaces that need no key.
OPEN = {
    "nlm": [
        "/api/icd10cm/v3/search?terms=tuberc&maxList=2",
        "/api/icd10pcs/v3/search?terms=hip+replacement&q=code:0SR*",
        "/api/hcpcs/v3/search?terms=walker&ef=add_dt,obsolete",
    ],
    "fhir": [
        "/api/fhir/CodeSystem/$lookup?system=http://hl7.org/fhir/sid/icd-10-cm&code=E11.9",
        "/api/fhir/CodeSystem/$validate-code?url=http://hl7.org/fhir/sid/icd-10-cm&code=E11.9&date=2025-11-01",
        "/api/fhir/ValueSet/icd10cm/$expand?filter=broken+hip&count=10",
        "/api/fhir/ConceptMap/$translate?system=http://hl7.org/fhir/sid/icd-10-cm&code=E11.9",
    ],
}

LINE = {
    "system": "icd10cm",
    "value": "E11.9",
    "title": "Type 2 diabetes mellitus without complications",
    "kind": "code",
    "status": ["Billable"],
    "url": "/icd10cm/E11.9/",
}
ABOVE = LINE | {
    "value": "E11",
    "title": "Type 2 diabetes mellitus",
    "kind": "heading",
    "status": ["Header"],
    "url": "/icd10cm/E11/",
}
CHANGE = {
    "system": "icd10cm",
    "value": "E11.A",
    "kind": "added",
    "field": "",
    "before": "",
    "after": "",
}
RELEASE = {
    "id": 2,
    "name": "ICD-10-CM FY 2026",
    "system": "icd10cm",
    "effective": "2025-10-01",
    "loaded_at": "2025-09-20T08:00:00Z",
    "official": True,
    "url": "/releases/2/",
}
ENTRY = {
    "system": "icd10cm",
    "value": "E11.9",
    "note": "Ask for the last A1c",
    "title": "Type 2 diabetes mellitus without complications",
    "status": ["Billable"],
    "replaced_by": [],
}
LIST = {
    "id": 12,
    "name": "Diabetes clinic",
    "description": "",
    "version": 2,
    "size": 1,
    "created_at": "2025-11-02T09:00:00Z",
    "changed_at": "2025-11-03T09:00:00Z",
    "shared_at": None,
}
FULL = LIST | {"shown": 2, "entries": [ENTRY]}
VERSION = {
    "number": 2,
    "made_at": "2025-11-03T09:00:00Z",
    "what": "Added",
    "added": 1,
    "removed": 0,
    "changed": 0,
    "moved": 0,
}
ENTRIES = {"entries": [{"system": "icd10cm", "value": "e119", "note": "Ask for the last A1c"}]}

BODIES = {
    "check_claim": {
        "lines": [{"code": "G0439"}, {"code": "E11.0"}],
        "date": "2025-11-01",
        "place": "11",
    },
    "begin_list": {"name": "Diabetes clinic", **ENTRIES},
    "describe_list": {"name": "Diabetes, mornings"},
    "add_entries": ENTRIES,
    "replace_entries": ENTRIES,
}
ANSWERS = {
    "get_code": {
        "system": "icd10cm",
        "value": "E11.9",
        "kind": "code",
        "billable": True,
        "description": "Type 2 diabetes mellitus without complications",
        "title": "",
        "effective_from": None,
        "effective_to": None,
        "status": ["Valid for billing, FY 2026"],
        "release": "ICD-10-CM FY 2026",
        "copyright": "ICD-10-CM is published by CDC/NCHS and CMS: a work of the US government, in the public domain.",
        "url": "/icd10cm/E11.9/",
        "as_of": {"day": "2025-11-01", "known": True, "begun": True, "note": ""},
        "place": {"ancestors": [ABOVE], "children": [], "previous": None, "next": None, "replaced_by": []},
        "sections": [
            {
                "key": "official",
                "heading": "Official Description",
                "source": "CDC/NCHS and CMS · ICD-10-CM FY 2026",
                "content": {"text": "Type 2 diabetes mellitus without complications"},
            }
        ],
        "locked": [{"heading": "Notes", "amount": "9 that apply"}],
        "views": {"limit": 1, "used": 1, "remaining": 0},
    },
    "search": {
        "exact": False,
        "results": [
            LINE
            | {
                "value": "S72.009A",
                "title": "Fracture of unspecified part of neck of unspecified femur, init",
                "url": "/icd10cm/S72.009A/",
                "why": "broken hip: fracture of neck of femur",
                "score": 0.8,
            }
        ],
        "total": 312,
        "after": "0.800000 72177",
    },
    "check_claim": {
        "claim": {
            "date": "2025-11-01",
            "place": "11",
            "setting": "practitioner",
            "locality": "",
            "sex": "",
            "age": None,
        },
        "summary": {"clean": False, "errors": 1, "warnings": 0, "notes": 0, "not_checked": 0, "not_listed": 0},
        "lines": [
            {
                "line": 2,
                "text": "E11.0",
                "system": "icd10cm",
                "code": "E11.0",
                "title": "Type 2 diabetes mellitus with hyperosmolarity",
                "modifiers": [],
                "units": 1,
            }
        ],
        "findings": [
            {
                "rule": "header",
                "heading": "Header",
                "severity": "error",
                "lines": [2],
                "text": "E11.0 is a header: it is divided further and is not billed.",
                "fix": "Choose a code below it.",
                "replacements": [],
                "source": {
                    "release": "ICD-10-CM FY 2026",
                    "effective": "2025-10-01",
                    "url": "/releases/2/",
                    "manual": "ICD-10-CM Official Guidelines, section I.B.2",
                },
            }
        ],
        "fees": {"currency": "USD", "where": "", "total": None, "lines": [], "remarks": [], "sources": []},
        "checked_against": [],
        "register_to_see": [],
    },
    "get_systems": {
        "systems": [
            {
                "key": "icd10cm",
                "label": "ICD-10-CM",
                "title": "Diagnoses",
                "publisher": "CDC/NCHS and CMS",
                "copyright": "ICD-10-CM is published by CDC/NCHS and CMS: a work of the US government.",
                "release": "ICD-10-CM FY 2026",
            }
        ]
    },
    "get_top": {"children": [ABOVE | {"value": "4", "kind": "chapter", "status": []}], "page": 1, "pages": 1},
    "get_hierarchy": {"code": LINE, "ancestors": [ABOVE], "children": [], "page": 1, "pages": 1},
    "get_changes_of_code": {
        "changes": [
            CHANGE | {"release": "ICD-10-CM FY 2026", "effective": "2025-10-01", "url": "/releases/2/"},
        ]
    },
    "get_releases": {"releases": [RELEASE], "page": 1, "more": False},
    "get_changes_of_release": {"release": RELEASE, "changes": [CHANGE], "page": 1, "more": False},
    "get_lists": {"lists": [LIST]},
    "get_list": FULL,
    "get_versions": {"versions": [VERSION]},
    "get_difference": {"added": [ENTRY], "removed": [], "changed": [], "moved": []},
    "begin_list": FULL,
    "describe_list": FULL | {"name": "Diabetes, mornings"},
    "add_entries": FULL,
    "replace_entries": FULL,
    "restore_version": FULL | {"version": 3, "shown": 3},
    "share_list": {"shared_at": "https://codeahead.example/lists/shared/…/"},
}
