"""FHIR R4: what each operation answers, and that every answer is R4."""

import json
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from codes.models import Change, Code, Note, Replacement, Section
from tests.api.fhir_shapes import faults, faults_of_result
from tests.builders import a_code, a_reader, a_release
from tests.fact_builders import a_mapping, together

pytestmark = pytest.mark.django_db
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


@pytest.fixture
def release():
    return a_release("icd10cm", name="ICD-10-CM April 2026", effective=date(2026, 4, 1), parts=["tabular"])


@pytest.fixture
def codes(release):
    section = a_code("Q10-Q19", kind="section")
    top = a_code("Q11", kind="heading", descriptor="Blue fever", parent=section, release=release)
    short = {"short_descriptor": "Blue fev w spots"}
    a_code("Q11.0", descriptor="Blue fever with spots", parent=top, release=release, **short)
    a_code("Q11.9", descriptor="Blue fever with stripes", parent=top, release=release)
    ended = {"status": "deleted", "effective_to": date(2026, 3, 31)}
    a_code("Q12.0", descriptor="Green fever", release=release, **ended)
    for new in ("Q12.01", "Q12.02"):
        Replacement.objects.create(
            release=release, system="icd10cm", value="Q12.0", replaced_by=new, effective=date(2026, 4, 1)
        )


# $lookup


def test_it_works(codes):
    assert told(get("CodeSystem/$lookup", system=CM, code="Q11.0")) == {
        "name": "ICD-10-CM",
        "version": "2026-04-01",
        "display": "Blue fever with spots",
        "designation": {"language": "en-US", "value": "Blue fev w spots"},
        "property": [
            ("status", "active"),
            ("inactive", False),
            ("kind", "code"),
            ("billable", True),
            ("parent", "Q11"),
        ],
    }


def test_a_header_names_what_stands_below_it_and_no_section_above(codes):
    assert told(get("CodeSystem/$lookup", system=CM, code="Q11"))["property"] == [
        ("status", "active"),
        ("inactive", False),
        ("kind", "heading"),
        ("billable", False),
        ("notSelectable", True),
        ("child", "Q11.0"),
        ("child", "Q11.9"),
    ]


def test_a_code_that_ended_names_what_replaced_it(codes):
    assert told(get("CodeSystem/$lookup", system=CM, code="Q12.0"))["property"] == [
        ("status", "retired"),
        ("inactive", True),
        ("kind", "code"),
        ("billable", False),
        ("deprecationDate", "2026-03-31"),
        ("replacedBy", "Q12.01"),
        ("replacedBy", "Q12.02"),
    ]


def test_properties_may_be_chosen(codes):
    response = get("CodeSystem/$lookup", system=CM, code="Q11", property=["kind", "child", "nothing", "display"])
    assert told(response)["property"] == [("kind", "heading"), ("child", "Q11.0"), ("child", "Q11.9")]
    assert len(told(get("CodeSystem/$lookup", system=CM, code="Q11", property="display"))["property"]) == 7


def test_a_coding_is_looked_up(codes):
    coding = {"name": "coding", "valueCoding": {"system": CM, "code": "Q11.9", "version": "2026-04-01"}}
    assert told(post("CodeSystem/$lookup", coding))["display"] == "Blue fever with stripes"
    assert told(post("CodeSystem/$lookup", {"name": "system", "valueUri": CM}, {"name": "code", "valueCode": "Q11"}))


@pytest.mark.parametrize("system", ["urn:oid:2.16.840.1.113883.6.90", f"{CM}|2026-04-01"])
def test_other_names_of_a_system(codes, system):
    assert told(get("CodeSystem/$lookup", system=system, code="Q11"))["name"] == "ICD-10-CM"


def test_a_code_as_of_a_day(codes):
    later = a_release("icd10cm", effective=date(2026, 10, 1), parts=["tabular"])
    code = Code.objects.get(value="Q11.0")
    Code.objects.filter(pk=code.pk).update(release=later, descriptor="Blue fever, spotted")
    changed = {"code": code, "system": "icd10cm", "value": "Q11.0", "field": "descriptor"}
    Change.objects.create(release=later, kind="revised", before="Blue fever with spots", after="…", **changed)
    asked = {"system": CM, "code": "Q11.0"}
    assert told(get("CodeSystem/$lookup", **asked))["display"] == "Blue fever, spotted"
    for older in ({"date": "2026-05-01"}, {"version": "2026-04-01"}):
        found = told(get("CodeSystem/$lookup", **asked, **older))
        assert (found["display"], found["version"]) == ("Blue fever with spots", "2026-04-01")
    refused = get("CodeSystem/$lookup", 422, **asked, date="2020-01-01")
    assert words(refused)[0] == "not-supported"
    assert "begin with" in words(refused)[1]


def test_modifiers_and_places_are_codes_too():
    a_code("Z1", "hcpcs", kind="modifier", descriptor="Left side")
    a_code("11", "pos", kind="place", descriptor="Shop")
    assert told(get("CodeSystem/$lookup", system=HCPCS, code="Z1"))["display"] == "Left side"
    assert told(get("CodeSystem/$lookup", system=POS, code="11"))["display"] == "Shop"


@pytest.mark.parametrize(
    ("sent", "status", "issue", "said"),
    [
        ({"code": "Q11"}, 400, "required", "address of the code system is missing"),
        ({"system": CM}, 400, "required", "No code is given"),
        ({"system": "http://example.org", "code": "Q11"}, 404, "not-found", "is not known here"),
        ({"system": CM, "code": "Q99"}, 404, "not-found", "is not a code of ICD-10-CM here"),
        ({"system": CM, "code": "q119"}, 404, "not-found", "it is printed Q11.9"),
        ({"system": CM, "code": "Q10-Q19"}, 404, "not-found", "is not a code"),
        ({"system": CM, "code": "Q11", "version": "2019"}, 404, "not-found", "there are: 2026-04-01"),
        ({"system": CM, "code": "Q11", "date": "yesterday"}, 400, "invalid", "date is not a day"),
        ({"system": CM, "code": "Q11", "date": "2026-02-30"}, 400, "invalid", "date is not a day"),
        ({"system": CM, "code": ["Q11", "Q12"]}, 400, "invalid", "more than once"),
        ({"system": CM, "code": "Q" * 2000}, 400, "invalid", "code is not a text of up to"),
        ({"coding": "Q11"}, 400, "invalid", "coding is not a coding"),
        ({"system": CPT, "code": "99901"}, 404, "not-supported", "CPT needs a licence"),
    ],
)
def test_what_cannot_be_looked_up(codes, sent, status, issue, said):
    a_code("99901", "cpt")
    code, told_words = words(get("CodeSystem/$lookup", status, **sent))
    assert code == issue
    assert said in told_words


# $validate-code


@pytest.mark.parametrize(
    ("sent", "result", "message"),
    [
        ({"code": "Q11.0"}, True, None),
        ({"code": "Q11.0", "display": "BLUE fever  with spots"}, True, None),
        ({"code": "Q11.0", "display": "Blue fev w spots"}, True, None),
        ({"code": "Q11.0", "display": "Red fever"}, False, "“Red fever” is not what Q11.0 is called."),
        ({"code": "Q11"}, True, "A header: not valid for billing, choose a longer code."),
        ({"code": "Q12.0"}, False, "Q12.0 ended on 31 March 2026. Replaced by Q12.01, Q12.02."),
        ({"code": "Q12.0", "date": "2026-03-31"}, True, None),
        ({"code": "Q99"}, False, "Q99 is not a code of ICD-10-CM here."),
        ({"code": "Q110"}, False, "Q110 is not a code of ICD-10-CM as printed; it is printed Q11.0."),
    ],
)
def test_whether_a_code_is_valid(codes, sent, result, message):
    if "date" in sent:
        a_release("icd10cm", effective=date(2025, 10, 1), parts=["tabular"])
    for name in ("url", "system"):
        found = told(get("CodeSystem/$validate-code", **sent, **{name: CM}))
        assert (found["result"], found.get("message")) == (result, message)
    assert told(get("CodeSystem/icd10cm/$validate-code", **sent))["result"] is result


def test_a_code_that_begins_later_or_was_brought_later():
    a_code("V9901", "hcpcs", effective_from=date(2999, 1, 1))
    found = told(get("CodeSystem/$validate-code", url=HCPCS, code="V9901"))
    assert (found["result"], found["message"]) == (False, "V9901 begins on 1 January 2999.")
    first, later = (a_release("icd10cm", effective=date(2025, month, 1), parts=["tabular"]) for month in (4, 10))
    code = a_code("Q21.0", release=later)
    Change.objects.create(release=later, code=code, system="icd10cm", value="Q21.0", kind="added")
    asked = {"url": CM, "code": "Q21.0"}
    assert told(get("CodeSystem/$validate-code", **asked, date="2025-10-01"))["result"] is True
    assert told(get("CodeSystem/$validate-code", **asked, date="2025-05-01"))["message"] == "Q21.0 was no code then."
    assert told(get("CodeSystem/$validate-code", **asked, version="2025-04-01"))["result"] is False


def test_of_several_codings_one_valid_one_is_enough(codes):
    codings = [{"system": CM, "code": "Q99"}, {"system": CM, "code": "Q11.0"}]
    concept = {"name": "codeableConcept", "valueCodeableConcept": {"coding": codings}}
    assert told(post("CodeSystem/$validate-code", concept))["display"] == "Blue fever with spots"
    concept = {"name": "codeableConcept", "valueCodeableConcept": {"coding": codings[:1]}}
    assert told(post("CodeSystem/$validate-code", concept))["result"] is False


@pytest.mark.parametrize(
    ("url", "code", "result"),
    [
        (f"{CM}?fhir_vs", "Q11", True),
        (f"{CM}?fhir_vs", "Q12.0", False),
        (f"{CM}?fhir_vs=billable", "Q11.0", True),
        (f"{CM}?fhir_vs=billable", "Q11", False),
        (f"{CM}?fhir_vs=isa/Q11", "Q11.0", True),
        (f"{CM}?fhir_vs=isa/Q11.0", "Q11", False),
        (f"{CM}?fhir_vs|2026-04-01", "Q11", True),
    ],
)
def test_whether_a_code_is_in_a_value_set(codes, url, code, result):
    assert told(get("ValueSet/$validate-code", url=url, code=code))["result"] is result
    assert told(get("ValueSet/$validate-code", url=url, code=code, system=CM))["result"] is result
    assert told(get("ValueSet/$validate-code", url=url, code=code, system=HCPCS))["result"] is False


# $expand


def contains(resource):
    return [each["code"] for each in resource["expansion"].get("contains", [])]


def test_a_value_set_is_expanded(codes):
    found = get("ValueSet/$expand", url=f"{CM}?fhir_vs", count=2, offset=1)
    assert (found["url"], found["version"]) == (f"{CM}?fhir_vs", "2026-04-01")
    expansion = found["expansion"]
    assert (expansion["total"], expansion["offset"]) == (4, 1)
    assert expansion["contains"] == [
        {"system": CM, "code": "Q11.0", "display": "Blue fever with spots"},
        {"system": CM, "code": "Q11.9", "display": "Blue fever with stripes"},
    ]
    assert {"name": "version", "valueUri": f"{CM}|2026-04-01"} in expansion["parameter"]


def test_headers_and_codes_that_ended_are_marked(codes):
    first, *_, last = get("ValueSet/$expand", url=f"{CM}?fhir_vs")["expansion"]["contains"]
    assert (first["code"], first["abstract"]) == ("Q11", True)
    assert (last["code"], last["inactive"]) == ("Q12.0", True)


@pytest.mark.parametrize(
    ("query", "sent", "found"),
    [
        ("", {}, ["Q11", "Q11.0", "Q11.9", "Q12.0"]),
        ("", {"activeOnly": "true"}, ["Q11", "Q11.0", "Q11.9"]),
        ("", {"activeOnly": "true", "filter": "Q12"}, []),
        ("", {"filter": "Q11"}, ["Q11", "Q11.0", "Q11.9"]),
        ("", {"filter": "spo"}, ["Q11.0"]),
        ("", {"filter": "xylophone"}, []),
        ("", {"date": "2026-03-31", "filter": "Q12"}, ["Q12.0"]),
        ("", {"date": "2026-04-01", "filter": "Q12"}, []),
        ("", {"count": "0"}, []),
        ("", {"offset": "9"}, []),
        ("=billable", {}, ["Q11.0", "Q11.9"]),
        ("=isa/Q11", {}, ["Q11", "Q11.0", "Q11.9"]),
        ("=isa/Q11", {"filter": "Q1"}, ["Q11", "Q11.0", "Q11.9"]),
        ("=isa/Q11", {"filter": "strip"}, ["Q11.9"]),
        ("=isa/Q11.9", {}, ["Q11.9"]),
    ],
)
def test_what_an_expansion_holds(codes, query, sent, found):
    assert contains(get("ValueSet/$expand", url=f"{CM}?fhir_vs{query}", **sent)) == found


def test_the_total_counts_what_the_page_leaves_out(codes):
    assert get("ValueSet/$expand", url=f"{CM}?fhir_vs", count=0)["expansion"]["total"] == 4
    assert get("ValueSet/$expand", url=f"{CM}?fhir_vs=isa/Q11", count=1, filter="blue")["expansion"]["total"] == 3


def test_short_words_if_asked_for(codes):
    (found,) = get("ValueSet/$expand", url=f"{CM}?fhir_vs", filter="Q110", includeDesignations="true")["expansion"][
        "contains"
    ]
    assert found["designation"] == [{"language": "en-US", "value": "Blue fev w spots"}]


def test_a_value_set_by_its_id_and_by_post(codes):
    assert contains(get("ValueSet/icd10cm/$expand", filter="spots")) == ["Q11.0"]
    sent = {"name": "url", "valueUri": f"{CM}?fhir_vs"}, {"name": "count", "valueInteger": 1}
    assert contains(post("ValueSet/$expand", *sent)) == ["Q11"]


def test_places_of_service_are_found_by_their_words():
    a_code("11", "pos", kind="place", descriptor="Small shop")
    a_code("12", "pos", kind="place", descriptor="Large shop")
    url = f"{POS}?fhir_vs"
    assert contains(get("ValueSet/$expand", url=url)) == ["11", "12"]
    assert contains(get("ValueSet/$expand", url=url, filter="shop large")) == ["12"]
    assert contains(get("ValueSet/$expand", url=url, filter="11")) == ["11"]
    assert contains(get("ValueSet/$expand", url=url, filter="%")) == []


@pytest.mark.parametrize(
    ("sent", "status", "issue"),
    [
        ({}, 400, "required"),
        ({"url": "http://example.org/ValueSet/x"}, 404, "not-found"),
        ({"url": "http://example.org?fhir_vs"}, 404, "not-found"),
        ({"url": f"{CM}?fhir_vs=isa/Q99"}, 404, "not-found"),
        ({"url": f"{CM}?fhir_vs=refset/1"}, 404, "not-found"),
        ({"url": f"{HCPCS}?fhir_vs=isa/V9901"}, 404, "not-found"),
        ({"url": f"{CPT}?fhir_vs"}, 404, "not-supported"),
        ({"url": f"{CM}?fhir_vs", "count": "-1"}, 400, "invalid"),
        ({"url": f"{CM}?fhir_vs", "offset": "1" * 30}, 400, "invalid"),
        ({"url": f"{CM}?fhir_vs", "activeOnly": "perhaps"}, 400, "invalid"),
        ({"url": f"{CM}?fhir_vs", "context": "x"}, 422, "not-supported"),
    ],
)
def test_what_cannot_be_expanded(sent, status, issue):
    assert words(get("ValueSet/$expand", status, **sent))[0] == issue


# $subsumes


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("Q11", "Q11.0", "subsumes"),
        ("Q11.0", "Q11", "subsumed-by"),
        ("Q11", "Q11", "equivalent"),
        ("Q11.0", "Q11.9", "not-subsumed"),
    ],
)
def test_which_code_stands_above_which(codes, a, b, outcome):
    assert told(get("CodeSystem/$subsumes", system=CM, codeA=a, codeB=b))["outcome"] == outcome
    codings = [
        {"name": name, "valueCoding": {"system": CM, "code": code}} for name, code in (("codingA", a), ("codingB", b))
    ]
    assert told(post("CodeSystem/$subsumes", *codings))["outcome"] == outcome


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"system": CM, "codeA": "Q11"}, 400),
        ({"system": CM, "codeA": "Q11", "codeB": "Q99"}, 404),
        ({"system": HCPCS, "codeA": "V9901", "codeB": "V9902"}, 422),
        ({"codeA": "Q11", "codeB": "Q11.0"}, 400),
    ],
)
def test_what_cannot_be_compared(codes, sent, status):
    get("CodeSystem/$subsumes", status, **sent)


def test_codings_of_two_systems_cannot_be_compared(codes):
    codings = [("codingA", CM), ("codingB", HCPCS)]
    sent = [{"name": name, "valueCoding": {"system": system, "code": "Q11"}} for name, system in codings]
    assert words(post("CodeSystem/$subsumes", *sent, status=400))[1] == "Both codings must be of one code system."


# $translate


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


# Resources


def test_the_server_tells_what_it_can(codes):
    statement = get("metadata")
    assert (statement["resourceType"], statement["fhirVersion"]) == ("CapabilityStatement", "4.0.1")
    assert get("metadata", mode="full") == statement
    operations = {
        f"{each['type']}/${one['name']}" for each in statement["rest"][0]["resource"] for one in each["operation"]
    }
    assert operations == {
        "CodeSystem/$lookup", "CodeSystem/$validate-code", "CodeSystem/$subsumes",
        "ValueSet/$expand", "ValueSet/$validate-code", "ConceptMap/$translate",
    }  # fmt: skip
    for each in operations:
        assert Client().get(BASE + each).status_code == 400
    capabilities = get("metadata", mode="terminology")
    assert capabilities["codeSystem"][0] == {
        "uri": CM,
        "subsumption": True,
        "version": [{"code": "2026-04-01", "isDefault": True, "compositional": False}],
    }
    assert CPT not in json.dumps(capabilities)
    get("metadata", 400, mode="other")


def test_the_code_systems(codes):
    bundle = get("CodeSystem")
    assert (bundle["type"], bundle["total"]) == ("searchset", 4)
    assert [each["resource"]["url"] for each in bundle["entry"]] == [CM, HCPCS, PCS, POS]
    (entry,) = get("CodeSystem", url=CM)["entry"]
    assert entry["resource"] == get("CodeSystem/icd10cm")
    assert entry["fullUrl"] == "http://testserver/api/fhir/CodeSystem/icd10cm"
    told_system = entry["resource"]
    assert (told_system["version"], told_system["count"], told_system["content"]) == ("2026-04-01", 4, "not-present")
    assert told_system["title"] == "ICD-10-CM April 2026"
    assert get("CodeSystem", _id="hcpcs")["total"] == 1
    assert get("CodeSystem", url=CPT)["total"] == 0
    get("CodeSystem", 400, name="x")
    get("CodeSystem/nothing", 404)
    assert words(get("CodeSystem/cpt", 404))[0] == "not-supported"


def test_cpt_where_the_operator_allows_it(settings):
    a_code("99901", "cpt", title="Washing of an ear", descriptor="Licensed words")
    settings.CPT_IN_API = True
    assert told(get("CodeSystem/$lookup", system=CPT, code="99901"))["display"] == "Licensed words"
    assert contains(get("ValueSet/$expand", url=f"{CPT}?fhir_vs")) == ["99901"]
    assert CPT in json.dumps(get("metadata", mode="terminology"))


def test_locked_text_never_goes_out(codes):
    code = Code.objects.get(value="Q11.0")
    Code.objects.filter(pk=code.pk).update(common_language="zzplantedzz", attributes={"statute": "zzplantedzz"})
    Note.objects.create(code=code, kind="includes", position=0, text="zzplantedzz")
    Section.objects.create(code=code, kind=Section.Kind.values[0], body="zzplantedzz")
    asked = {"system": CM, "code": "Q11.0"}
    for resource in (
        get("CodeSystem/$lookup", **asked, property=["*", "notes", "attributes", "common_language"]),
        get("CodeSystem/$validate-code", url=CM, code="Q11.0", display="x"),
        get("ValueSet/$expand", url=f"{CM}?fhir_vs", includeDesignations="true"),
    ):
        assert "zzplantedzz" not in json.dumps(resource)
    assert contains(get("ValueSet/$expand", url=f"{CM}?fhir_vs", filter="zzplantedzz")) == []


@pytest.mark.parametrize(
    ("address", "sent", "most"),
    [
        ("metadata", {}, 0),
        ("metadata", {"mode": "terminology"}, 1),
        ("CodeSystem", {}, 2),
        ("CodeSystem/$lookup", {"system": CM, "code": "Q11"}, 3),
        ("CodeSystem/$lookup", {"system": CM, "code": "Q11", "date": "2026-05-01"}, 4),
        ("CodeSystem/$validate-code", {"url": CM, "code": "Q11.0"}, 1),
        ("CodeSystem/$validate-code", {"url": CM, "code": "Q11.0", "date": "2026-05-01"}, 2),
        ("CodeSystem/$subsumes", {"system": CM, "codeA": "Q11", "codeB": "Q11.0"}, 1),
        # The list of all codes is read once, its state each time.
        ("ValueSet/$expand", {"url": f"{CM}?fhir_vs"}, 4),
        ("ValueSet/$expand", {"url": f"{CM}?fhir_vs=isa/Q11", "filter": "Q1"}, 5),
        ("ValueSet/$validate-code", {"url": f"{CM}?fhir_vs=isa/Q11", "code": "Q11.0"}, 3),
        ("ConceptMap/$translate", {"system": CM, "code": "Q11"}, 1),
    ],
)
def test_statements_beside_the_one_that_counts_the_request(codes, address, sent, most):
    reader = Client()
    reader.force_login(a_reader())
    with CaptureQueriesContext(connection) as queries:
        response = reader.get(BASE + address, sent)
    assert response.status_code == 200
    assert "Cookie" not in response.headers["Vary"]
    assert not response.cookies
    assert sum("SAVEPOINT" not in query["sql"] for query in queries) <= most + 1
