"""ConceptMap/$translate: mappings between ICD-9 and ICD-10."""

import pytest

from tests.api.fhir.asking import CM, CPT, HCPCS, ICD9, PCS, get, told
from tests.fact_builders import a_mapping, together

pytestmark = pytest.mark.django_db


def test_a_code_is_translated():
    a_mapping("Q11.0", "780.1", approximate=False)
    a_mapping("Q11.0", "780.2")
    found = told(get("ConceptMap/$translate", system=CM, code="Q11.0"))
    source = "http://testserver/api/fhir/ConceptMap/gem-icd10cm-icd9cm"
    assert found == {
        "result": True,
        "match": [
            {"equivalence": "equivalent", "concept": {"system": ICD9, "code": "780.1"}, "source": source},
            {"equivalence": "inexact", "concept": {"system": ICD9, "code": "780.2"}, "source": source},
        ],
    }


def test_backwards_and_by_one_map():
    a_mapping("Q11.0", "780.1", approximate=False)
    a_mapping("780.1", "Q11.0")
    forward = told(get("ConceptMap/$translate", system=ICD9, code="780.1"))
    assert [each["equivalence"] for each in forward["match"]] == ["inexact"]
    back = told(get("ConceptMap/$translate", system=ICD9, code="780.1", reverse="true"))
    assert back["match"][0]["concept"] == {"system": CM, "code": "Q11.0"}
    assert [each["equivalence"] for each in back["match"]] == ["equivalent"]
    url = "http://testserver/api/fhir/ConceptMap/gem-icd10cm-icd9cm"
    assert told(get("ConceptMap/$translate", system=ICD9, code="780.1", url=url))["result"] is False
    assert told(get("ConceptMap/$translate", system=CM, code="Q11.0", url=url, targetsystem=ICD9))["result"] is True
    assert told(get("ConceptMap/$translate", system=CM, code="Q11.0", targetsystem=PCS))["result"] is False


def test_a_combination_is_named_whole():
    together("780.9", 1, ["Q11.0", "Q11.9"], ["Q21.0"])
    found = told(get("ConceptMap/$translate", system=f"{ICD9}/diagnosis", code="780.9"))
    assert found["message"] == "Combination 1 (ICD-10-CM), one of each: Q11.0 or Q11.9; and Q21.0."
    assert [each["equivalence"] for each in found["match"]] == ["wider"] * 3
    back = told(get("ConceptMap/$translate", system=CM, code="Q21.0", reverse="true"))
    assert [each["equivalence"] for each in back["match"]] == ["narrower"]


def a_mapping_of_procedures(source, target, **fields):
    """One line between procedures of ICD-9-CM and ICD-10-PCS, in the direction that the number of letters says."""
    systems = ("icd9pcs", "icd10pcs") if len(source) < 7 else ("icd10pcs", "icd9pcs")
    return a_mapping(source, target, source_system=systems[0], target_system=systems[1], **fields)


def test_procedures_are_translated():
    a_mapping_of_procedures("81.99", "0ZR00ZZ")
    a_mapping_of_procedures("0ZR00ZZ", "81.99", approximate=False)
    a_mapping_of_procedures("0ZR10ZZ", "81.98", combination=True, scenario=1, choice_list=1)
    a_mapping_of_procedures("0ZR10ZZ", "81.97", combination=True, scenario=1, choice_list=2)
    maps = "http://testserver/api/fhir/ConceptMap/gem-"
    for system in (ICD9, f"{ICD9}/procedure", "urn:oid:2.16.840.1.113883.6.104"):
        assert told(get("ConceptMap/$translate", system=system, code="81.99"))["match"] == [
            {
                "equivalence": "inexact",
                "concept": {"system": PCS, "code": "0ZR00ZZ"},
                "source": f"{maps}icd9pcs-icd10pcs",
            }
        ]
    assert told(get("ConceptMap/$translate", system=PCS, code="0zr00zz", targetsystem=ICD9))["match"] == [
        {"equivalence": "equivalent", "concept": {"system": ICD9, "code": "81.99"}, "source": f"{maps}icd10pcs-icd9pcs"}
    ]
    assert told(get("ConceptMap/$translate", system=PCS, code="0ZR10ZZ"))["message"] == (
        "Combination 1 (ICD-9-CM), one of each: 81.98; and 81.97."
    )
    assert told(get("ConceptMap/$translate", system=ICD9, code="81.99", targetsystem=CM))["result"] is False


def test_no_match_is_told_as_published():
    a_mapping("Q13.0", "")
    found = told(get("ConceptMap/$translate", system=CM, code="Q13.0"))
    assert (found["result"], found["message"]) == (False, "The mappings say that there is no such code.")
    assert [each["equivalence"] for each in found["match"]] == ["unmatched"]
    found = told(get("ConceptMap/$translate", system=CM, code="Q99.9"))
    assert (found["result"], found["message"]) == (False, "The mappings that are loaded have no line for Q99.9.")


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"code": "Q11"}, 400),
        ({"system": CM}, 400),
        ({"system": HCPCS, "code": "V9901"}, 404),
        ({"system": CPT, "code": "99901"}, 404),
        ({"system": CM, "code": "Q11", "targetsystem": "http://example.org"}, 404),
        ({"system": CM, "code": "Q11", "url": "http://example.org/ConceptMap/x"}, 404),
        ({"system": CM, "code": "Q11", "url": "http://testserver/api/fhir/ConceptMap/gem-icd10cm-cpt"}, 404),
        ({"system": CM, "code": "Q11", "reverse": "2"}, 400),
    ],
)
def test_what_cannot_be_translated(sent, status):
    get("ConceptMap/$translate", status, **sent)
