"""The section of drug prices."""

from datetime import date

import pytest

from tests.builders import a_code
from tests.fact_builders import a_drug_price
from tests.page_parts import facts, locked, remarks, said, section, source

pytestmark = pytest.mark.django_db
DAY = "?on=2025-02-01"


@pytest.fixture
def code():
    return a_code("V9901", "hcpcs")


def read(client, address=f"/hcpcs/V9901/{DAY}"):
    page = client.get(address)
    assert page.status_code == 200
    return section(page, "Drug price")


def test_it_works(member, code):
    a_drug_price()
    found = read(member)
    assert source(found) == "CMS · Invented prices · effective 1 January 2025"
    assert remarks(found) == []
    assert facts(found) == [("Dosage", "10 MG"), ("Payment limit", "$32.423 for 10 MG"), ("Coinsurance", "20 %")]
    rule = "As a general rule the limit is the average sales price plus 6 percent, with the patient’s share and before"
    assert f"{rule} sequestration." in said(found)


@pytest.mark.parametrize(
    ("fields", "told"),
    [
        (
            {"vaccine_awp": 95, "vaccine_limit": "98.16"},
            ("Vaccine", "$98.16, 95 % of the average wholesale price"),
        ),
        ({"blood_awp": 95, "blood_limit": "10.615"}, ("Blood product", "$10.615, 95 % of the average wholesale price")),
        ({"clotting_factor": "1"}, ("Clotting factor", "Yes: the limit includes the furnishing fee")),
        ({"clotting_factor": "see note"}, ("Clotting factor", "see note")),
        ({"notes": "Inflation-adjusted coinsurance"}, ("Note", "Inflation-adjusted coinsurance")),
    ],
)
def test_each_further_column_is_told_where_it_is_filled(member, code, fields, told):
    a_drug_price(**fields)
    assert facts(read(member))[3:] == [told]


def test_a_drug_without_coinsurance_costs_the_patient_nothing(member, code):
    a_drug_price(coinsurance=0)
    assert facts(read(member))[2] == ("Coinsurance", "0 %")


def test_a_drug_without_a_limit_says_so(member, code):
    a_drug_price(payment_limit=None, coinsurance=None)
    assert facts(read(member)) == [("Dosage", "10 MG"), ("Payment limit", "None is published")]


def test_a_limit_without_a_dosage_is_told_alone(member, code):
    a_drug_price(dosage="")
    assert facts(read(member))[0] == ("Payment limit", "$32.423")


def test_a_code_that_was_never_priced_has_no_section(member, code):
    a_drug_price("V9902")
    assert read(member) == ""


def test_a_day_before_the_first_release_says_so(member, code):
    a_drug_price()
    told = (
        "No list of drug prices is loaded for 1 May 2019. The first one that is loaded took effect on 1 January 2025."
    )
    assert remarks(read(member, "/hcpcs/V9901/?on=2019-05-01")) == [told]


def test_a_list_that_does_not_name_the_drug_says_so(member, code):
    a_drug_price(until=date(2025, 1, 15))
    assert remarks(read(member)) == ["Invented prices does not name this code."]


def test_the_next_quarter_is_due(member, code):
    a_drug_price()
    told = "A newer list of drug prices has been due since 1 April 2025 and is not loaded: this may have changed."
    assert remarks(read(member, "/hcpcs/V9901/?on=2025-04-01")) == [told]


def test_a_guest_sees_the_heading_only(guest, code):
    a_drug_price()
    page = guest.get(f"/hcpcs/V9901/{DAY}")
    assert locked(page, "Drug price") == ""
    assert "32.423" not in page.text


def test_a_guest_is_told_nothing_of_no_section(guest, code):
    assert locked(guest.get("/hcpcs/V9901/"), "Drug price") is None
