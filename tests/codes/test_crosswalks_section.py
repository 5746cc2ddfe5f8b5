"""The section of crosswalks: mappings in both directions, and codes that are needed together."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from codes import fact_queries
from tests.builders import a_code
from tests.fact_builders import a_mapping, together
from tests.page_parts import items, locked, said, section, source

pytestmark = pytest.mark.django_db


@pytest.fixture
def code():
    return a_code("Q01.1")


def read(client, address="/icd10cm/Q01.1/"):
    page = client.get(address)
    assert page.status_code == 200
    return section(page, "Crosswalks")


def directions(found):
    """{heading: what stands below it}."""
    return {
        said(head): said(body)
        for head, body in re.findall(r"<h3>(.*?)</h3>(.*?)(?=<h3>|<p class=\"table-note|$)", found, re.S)
    }


def test_it_works(member, code):
    a_mapping("Q01.1", "901.1", approximate=False)
    a_mapping("Q01.1", "901.2")
    a_mapping("901.3", "Q01.1")
    found = read(member)
    assert source(found) == "CMS · Invented gems · effective 1 October 2017"
    assert directions(found) == {
        "To ICD-9-CM": "Exact match 901.1 Approximate match 901.2",
        "From ICD-9-CM": "Approximate match 901.3",
    }
    assert "until fiscal year 2018 and no later" in said(found)


def test_a_code_that_corresponds_to_none_says_so(member, code):
    a_mapping("Q01.1", "")
    assert directions(read(member)) == {"To ICD-9-CM": "No code corresponds."}


def test_codes_needed_together_stand_together(member, code):
    together("Q01.1", 1, ["901.1"], ["902.1", "902.2"])
    together("Q01.1", 2, ["901.1"], ["903.1"])
    told = "Only together, one code of each list: 901.1 one of 902.1 , 902.2 901.1 903.1"
    assert directions(read(member)) == {"To ICD-9-CM": told}


def test_what_an_old_code_needs_beside_this_one_is_named_and_linked(member, code):
    a_code("Q02.1", descriptor="Invented companion")
    together("901.3", 1, ["Q01.1"], ["Q02.1"])
    together("901.4", 1, ["Q01.1"], ["Q09.8", "Q09.9"])
    together("901.5", 1, ["Q07.1"], ["Q07.2"])
    found = read(member)
    told = "Only together, one code of each list: 901.3 corresponds to Q01.1 Q02.1 Invented companion"
    assert directions(found) == {"From ICD-9-CM": f"{told} 901.4 corresponds to Q01.1 one of Q09.8 , Q09.9"}
    assert '<a class="code" href="/icd10cm/Q02.1/">Q02.1</a>' in found
    assert "/icd10cm/Q09.8/" not in found


def test_old_codes_have_no_page_to_link_to(member, code):
    a_mapping("901.3", "Q01.1")
    assert '<li class="code">901.3</li>' in read(member)


def test_a_long_choice_list_is_cut_with_a_count(member, code):
    together("901.3", 1, ["Q01.1"], [f"Q20.{i:02d}" for i in range(15)])
    assert "Q20.11 and 3 more" in said(read(member))
    assert "Q20.12" not in read(member)


def test_procedures_are_mapped_too(member):
    a_code("0ZB0ZZZ", "icd10pcs")
    a_mapping("90.1", "0ZB0ZZZ", source_system="icd9pcs", target_system="icd10pcs")
    told = {"From ICD-9-CM procedures": "Approximate match 90.1"}
    assert directions(read(member, "/icd10pcs/0ZB0ZZZ/")) == told


def test_a_code_with_many_shows_the_first_and_leads_to_all(member, code):
    for number in range(fact_queries.MOST + 5):
        a_mapping(f"9{number:02d}.1", "Q01.1")
    found = read(member)
    assert len(items(found)) == fact_queries.MOST
    assert '<a href="/icd10cm/Q01.1/crosswalks/">All 45 mappings</a>' in found
    whole = read(member, "/icd10cm/Q01.1/crosswalks/")
    assert len(items(whole)) == 45
    assert "All 45" not in whole


def test_combinations_are_counted_once_and_bounded_too(member, guest, code):
    for number in range(fact_queries.MOST + 5):
        together(f"9{number:02d}.1", 1, ["Q01.1"], ["Q02.1"])
    found = read(member)
    assert found.count("corresponds to") == fact_queries.MOST
    assert "All 45 mappings" in found


def test_the_page_of_crosswalks_is_not_there_without_one(member, code):
    assert read(member) == ""
    assert member.get("/icd10cm/Q01.1/crosswalks/").status_code == 404


def test_a_procedure_code_asks_for_no_crosswalks(member):
    a_code("99901", "cpt")
    with CaptureQueriesContext(connection) as queries:
        member.get("/cpt/99901/")
    assert [query for query in queries if "codes_crosswalk" in query["sql"]] == []


def test_a_guest_sees_the_heading_and_the_amount_only(guest, code):
    a_mapping("Q01.1", "901.1")
    a_mapping("901.3", "Q01.1")
    together("901.4", 1, ["Q01.1"], ["Q02.1"])
    page = guest.get("/icd10cm/Q01.1/")
    assert locked(page, "Crosswalks") == "3 mappings"
    assert "901." not in page.text
    refused = guest.get("/icd10cm/Q01.1/crosswalks/")
    assert refused.status_code == 403
    assert "901." not in refused.text


def test_a_guest_is_told_nothing_of_no_section(guest, code):
    assert locked(guest.get("/icd10cm/Q01.1/"), "Crosswalks") is None
