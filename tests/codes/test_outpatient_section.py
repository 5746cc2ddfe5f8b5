"""The section of hospital outpatient payments."""

from datetime import date

import pytest

from codes.sections.outpatient import STATUS, status_of
from tests.builders import a_code
from tests.fact_builders import an_outpatient_payment
from tests.page_parts import facts, locked, remarks, said, section, source

pytestmark = pytest.mark.django_db
DAY = "?on=2025-02-01"


@pytest.fixture
def code():
    return a_code("99901", "cpt")


def read(client, address=f"/cpt/99901/{DAY}"):
    page = client.get(address)
    assert page.status_code == 200
    return section(page, "Hospital outpatient")


def test_it_works(member, code):
    an_outpatient_payment()
    found = read(member)
    assert source(found) == "CMS · Invented addendum · effective 1 January 2025"
    assert remarks(found) == []
    assert facts(found) == [
        ("Status indicator", "Paid separately; reduced where several such procedures are on the claim (T)"),
        ("APC", "5443"),
        ("Relative weight", "9.9843"),
        ("Payment rate", "$890.29"),
        ("Minimum copayment", "$178.06"),
    ]
    assert "Not reckoned: sequestration and outliers." in said(found)


def test_all_that_is_filled_is_told(member, code):
    an_outpatient_payment(
        status_indicator="G",
        relative_weight=None,
        payment="29.381",
        national_copayment="31807.8200",
        adjusted_copayment="5.15",
        inflation_coinsurance="17.508",
        pass_through_until="*",
        note="First note;Second note.",
    )
    assert facts(read(member)) == [
        ("Status indicator", "Pass-through drug or biological: paid separately (G)"),
        ("APC", "5443"),
        ("Payment rate", "$29.381"),
        ("National copayment", "$31,807.82"),
        ("Minimum copayment", "$178.06"),
        ("Copayment, adjusted", "$5.15"),
        ("Coinsurance, adjusted", "17.508 %"),
        ("Pass-through", "The status ends within this calendar year"),
        ("Note", "First note; Second note."),
    ]


def test_without_a_payment_nothing_is_said_of_rates(member, code):
    nothing = dict.fromkeys(("payment", "relative_weight", "minimum_copayment"))
    an_outpatient_payment(status_indicator="N", apc="", **nothing)
    found = read(member)
    assert facts(found) == [("Status indicator", "Packaged: always part of the payment for other services (N)")]
    assert "rates" not in found


def test_an_indicator_that_is_newer_than_our_words_is_printed_alone(member, code):
    an_outpatient_payment(status_indicator="X9")
    assert facts(read(member))[0] == ("Status indicator", "X9")


def test_every_indicator_has_words_of_its_own():
    """Those of Addendum D1 for 2025."""
    assert " ".join(STATUS) == "A B C D E1 E2 F G H H1 J1 J2 K K1 L M N P Q1 Q2 Q3 Q4 R S T U V Y"
    assert len(set(STATUS.values())) == len(STATUS)
    assert status_of("V") == "Clinic or emergency department visit: paid separately (V)"


def test_a_code_that_was_never_listed_has_no_section(member, code):
    an_outpatient_payment("99902")
    assert read(member) == ""


def test_a_day_before_the_first_release_says_so(member, code):
    an_outpatient_payment()
    found = read(member, "/cpt/99901/?on=2019-05-01")
    told = (
        "No release of Addendum B is loaded for 1 May 2019. The first one that is loaded took effect on 1 January 2025."
    )
    assert (remarks(found), facts(found)) == ([told], [])


def test_a_release_that_does_not_list_the_code_says_so(member, code):
    an_outpatient_payment(until=date(2025, 1, 15))
    assert remarks(read(member)) == ["Invented addendum does not name this code."]


def test_a_release_that_is_overtaken_says_so(member, code):
    an_outpatient_payment()
    told = "A newer release of Addendum B has been due since 1 April 2025 and is not loaded: this may have changed."
    assert remarks(read(member, "/cpt/99901/?on=2025-04-01")) == [told]


def test_a_guest_sees_the_heading_only(guest, code):
    an_outpatient_payment()
    page = guest.get(f"/cpt/99901/{DAY}")
    assert locked(page, "Hospital outpatient") == ""
    assert "890.29" not in page.text


def test_a_guest_is_told_nothing_of_no_section(guest, code):
    assert locked(guest.get("/cpt/99901/"), "Hospital outpatient") is None
