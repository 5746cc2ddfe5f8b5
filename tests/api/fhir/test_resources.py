"""What the server tells of itself and its code systems; what never goes out; how much is asked of the database."""

import json

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from codes.models import Code, Note, Section
from tests.api.fhir.asking import BASE, CM, CPT, HCPCS, PCS, POS, contains, get, told, words
from tests.builders import a_code, a_reader

pytestmark = pytest.mark.django_db


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
