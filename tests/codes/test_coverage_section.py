"""The section of Medicare coverage and payers: editors' notes, and the documents that name a code."""

import re
from datetime import date

import pytest

from codes import fact_queries
from codes.models import PayerNote
from tests.builders import a_code
from tests.fact_builders import a_document, an_entry
from tests.page_parts import items, locked, remarks, said, section, source

pytestmark = pytest.mark.django_db
HEADING = "Medicare coverage and payers"
DAY = "?on=2025-01-20"


@pytest.fixture
def code():
    return a_code("99901", "cpt")


def read(client, address=f"/cpt/99901/{DAY}"):
    page = client.get(address)
    assert page.status_code == 200
    return section(page, HEADING)


def documents(found):
    """What each document says."""
    return items(found.partition('<ul class="documents"')[2])


def test_it_works(member, code):
    a_document("L99901", names=["99901"], title="Invented determination")
    a_document("A99901", names=["99901", "99902"], title="Invented article")
    a_document("A99902", names=["99902"])
    found = read(member)
    assert source(found) == "CMS · Invented coverage · effective 1 January 2025"
    assert items(found, "h3") == ["Local coverage determinations", "Articles on billing and coding"]
    more = "Invented Contractor · effective 1 January 2025 It applies to this code."
    assert documents(found) == [f"L99901 Invented determination {more}", f"A99901 Invented article {more}"]
    assert '<a href="https://example.org/L99901" rel="noopener nofollow">' in found


def test_a_diagnosis_is_told_its_role(member):
    a_code("Q01.1")
    a_document("A99901", names=["Q01.1"], role="supports")
    a_document("A99902", names=["Q01.1"], role="does_not_support")
    found = read(member, f"/icd10cm/Q01.1/{DAY}")
    roles = [line.rsplit("2025 ", 1)[1] for line in documents(found)]
    assert roles == ["This code supports medical necessity.", "This code does not support medical necessity."]


def test_several_groups_of_one_document_are_one_line(member, code):
    a_document("A99901", names=["99901"])
    an_entry("A99901", "99901", group=2)
    assert len(documents(read(member))) == 1


def test_a_modifier_or_a_diagnosis_of_the_same_spelling_is_another_thing(member, code):
    a_document("A99901", names=["99901"], role="modifier")
    a_document("A99902", names=["99901"], role="supports")
    assert read(member) == ""


@pytest.mark.parametrize(
    "fields",
    [
        {"until": date(2025, 1, 10)},
        {"since": date(2025, 1, 21)},
        {"effective": date(2025, 1, 21)},
        {"retired": date(2025, 1, 19)},
    ],
)
def test_a_document_that_does_not_stand_on_the_day_is_left_out(member, code, fields):
    a_document("A99901", names=["99901"], **fields)
    a_document("A99902", names=["99901"], title="Standing", retired=date(2025, 1, 20))
    assert [line.split()[0] for line in documents(read(member))] == ["A99902"]


def test_the_newest_table_that_is_no_newer_than_the_document_counts(member, code):
    a_document("A99901", names=["99902"], version=5, code_version=4)
    an_entry("A99901", "99901", version=2)
    an_entry("A99901", "99901", version=6)
    a_document("A99902", names=["99901"], version=5, code_version=4)
    a_document("A99903", names=["99901"], version=5, code_version=7)
    assert [line.split()[0] for line in documents(read(member))] == ["A99902", "A99903"]


def test_many_documents_are_counted_and_lead_to_all(member, code):
    for number in range(fact_queries.MOST + 3):
        a_document(f"A9{number:04d}", names=["99901"])
    found = read(member)
    assert len(documents(found)) == fact_queries.MOST
    assert '<a href="/cpt/99901/coverage/">All 43 documents</a>' in found
    whole = read(member, f"/cpt/99901/coverage/{DAY}")
    assert len(documents(whole)) == 43
    assert "All 43" not in whole


def test_a_document_without_an_address_is_not_linked(member, code):
    a_document("A99901", names=["99901"], url="")
    assert "<a " not in read(member)


def test_editors_notes_stand_as_before(member, code):
    PayerNote.objects.create(code=code, payer="Invented payer", text="Pays on Fridays")
    found = read(member)
    assert source(found) == "CodeAhead"
    assert re.search(r"<dt>Invented payer</dt><dd>Pays on Fridays</dd>", found)


def test_notes_and_documents_name_both_sources(member, code):
    PayerNote.objects.create(code=code, payer="Invented payer", text="Pays on Fridays")
    a_document("A99901", names=["99901"])
    assert source(read(member)) == "CodeAhead · CMS · Invented coverage · effective 1 January 2025"


def test_documents_without_codes_make_no_section(member, code):
    a_document("A99901")
    assert read(member) == ""
    assert member.get("/cpt/99901/coverage/").status_code == 404


def test_a_day_before_the_first_list_says_so(member, code):
    a_document("A99901", names=["99901"])
    found = read(member, "/cpt/99901/?on=2019-05-01")
    first = "The first one that is loaded took effect on 1 January 2025."
    assert remarks(found) == [f"No list of coverage documents is loaded for 1 May 2019. {first}"]


def test_a_list_that_is_a_month_old_says_so(member, code):
    a_document("A99901", names=["99901"])
    assert remarks(read(member)) == []
    assert "has been due since 2 February 2025" in said(read(member, "/cpt/99901/?on=2025-02-02"))


def test_a_guest_sees_the_heading_and_the_amounts_only(guest, code):
    PayerNote.objects.create(code=code, payer="Invented payer", text="Pays on Fridays")
    a_document("A99901", names=["99901"])
    a_document("L99901", names=["99901"])
    page = guest.get(f"/cpt/99901/{DAY}")
    assert locked(page, HEADING) == "1 payer, 2 documents"
    assert "Invented document" not in page.text
    refused = guest.get(f"/cpt/99901/coverage/{DAY}")
    assert refused.status_code == 403
    assert "Invented document" not in refused.text


@pytest.mark.parametrize(("on", "told"), [(DAY, "1 document"), ("?on=2019-05-01", "")])
def test_a_guest_is_told_of_the_documents_of_the_day(guest, code, on, told):
    a_document("A99901", names=["99901"])
    assert locked(guest.get(f"/cpt/99901/{on}"), HEADING) == told


def test_a_guest_is_told_nothing_of_no_section(guest, code):
    assert locked(guest.get("/cpt/99901/"), HEADING) is None
