"""ValueSet/$expand: the codes of a value set, page by page."""

from datetime import date

import pytest

from tests.api.fhir.asking import CM, CPT, HCPCS, POS, contains, get, post, words
from tests.builders import a_code, a_release

pytestmark = pytest.mark.django_db


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
    if "date" in sent:
        a_release("icd10cm", effective=date(2025, 10, 1), parts=["tabular"])
    assert contains(get("ValueSet/$expand", url=f"{CM}?fhir_vs{query}", **sent)) == found


def test_the_total_counts_what_the_page_leaves_out(codes):
    assert get("ValueSet/$expand", url=f"{CM}?fhir_vs", count=0)["expansion"]["total"] == 4
    assert get("ValueSet/$expand", url=f"{CM}?fhir_vs=isa/Q11", count=1, filter="blue")["expansion"]["total"] == 3


def test_a_value_set_is_told_in_its_newest_version_only(codes):
    a_release("icd10cm", effective=date(2025, 10, 1), parts=["tabular"])
    url = f"{CM}?fhir_vs"
    for newest in ({"url": f"{url}|2026-04-01"}, {"url": url, "valueSetVersion": "2026-04-01"}):
        assert get("ValueSet/$expand", **newest)["version"] == "2026-04-01"
    for older in ({"url": f"{url}=billable|2025-10-01"}, {"url": url, "valueSetVersion": "2025-10-01"}):
        refused = words(get("ValueSet/$expand", 422, **older))
        assert refused == ("not-supported", "Value sets are told in version 2026-04-01; for an earlier day send date.")


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
        ({"url": f"{CM}?fhir_vs", "date": "2026-03-31"}, 422, "not-supported"),
        ({"url": f"{CM}?fhir_vs|1999-01-01"}, 404, "not-found"),
        ({"url": f"{CM}?fhir_vs", "valueSetVersion": "1999-01-01"}, 404, "not-found"),
    ],
)
def test_what_cannot_be_expanded(codes, sent, status, issue):
    assert words(get("ValueSet/$expand", status, **sent))[0] == issue
