"""The section of fees: amounts reckoned by hand, the locality, the indicators, and what is not known."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from codes.models import Fee
from codes.sections import fees
from tests.builders import a_code
from tests.fact_builders import a_fee, a_locality, an_anesthesia_factor, an_unpaid_fee, of_source
from tests.page_parts import facts, items, locked, remarks, said, section, source, tables

pytestmark = pytest.mark.django_db
DAY = "?on=2025-02-01"
HERE = "&locality=99901-07"


@pytest.fixture
def code():
    return a_code("99901", "cpt")


def read(client, address=f"/cpt/99901/{DAY}"):
    """The section of fees on a page."""
    page = client.get(address)
    assert page.status_code == 200
    return section(page, "Fees")


def test_it_works(member, code):
    a_fee()
    found = read(member)
    assert source(found) == "CMS · Invented schedule · effective 1 January 2025"
    assert remarks(found) == []
    # 2.73 × 40 and 1.95 × 40
    amounts, units = tables(found)
    assert amounts == [["No modifier", "$109.20", "$78.00"]]
    assert units == [["No modifier", "1.30", "1.33", "0.55", "0.10", "2.73", "1.95"]]


def test_each_modifier_has_a_row(member, code):
    for modifier in ("TC", "", "53", "26"):
        a_fee(modifier=modifier)
    labels = [row[0] for row in tables(read(member))[0]]
    assert labels == ["No modifier", "26 professional", "53 not completed", "TC technical"]


def test_qualifying_participants_have_a_row_and_a_factor_of_their_own(member, code):
    a_fee()
    a_fee(qualifying=True, conversion_factor=41)
    found = read(member)
    # 2.73 × 41 and 1.95 × 41
    rows = [["No modifier", "$109.20", "$78.00"], ["No modifier, qualifying participants", "$111.93", "$79.95"]]
    assert tables(found)[0] == rows
    assert facts(found)[-1] == ("Conversion factor", "$40.00; $41.00 for qualifying participants")


def test_a_setting_without_an_amount_says_why(member, code):
    a_fee(facility_na=True)
    assert tables(read(member))[0] == [["No modifier", "$109.20", "Rarely or never performed in this setting"]]


def test_the_indicators_are_told_in_words(member, code):
    a_fee(preoperative="0.10", intraoperative="0.80", postoperative="0.10")
    assert facts(read(member)) == [
        ("Status", "Active: paid separately under the fee schedule, if covered (A)"),
        ("Global days", "Endoscopic or minor procedure: related care on the day of the procedure is included (000)"),
        ("PC/TC", "Physician service: modifiers 26 and TC do not apply (0)"),
        ("Multiple procedure", "Standard reduction: 100, 50, 50, 50, 50 percent, then by report (2)"),
        ("Bilateral", "150 percent for both sides (1)"),
        ("Assistant at surgery", "May be paid (2)"),
        ("Co-surgeons", "Not permitted (0)"),
        ("Team", "Not permitted (0)"),
        (
            "Portions",
            "Care before the surgery: 10 %; The surgery, with postoperative work in the hospital: 80 %; "
            "Care in the office after discharge: 10 %",
        ),
        ("Conversion factor", "$40.00"),
    ]
    assert "Does not apply: Supervision, Imaging family." in said(read(member))


def test_an_indicator_that_differs_is_told_for_each_modifier(member, code):
    a_fee()
    a_fee(modifier="26")
    a_fee(modifier="TC", supervision="01")
    told = dict(facts(read(member)))["Supervision"]
    assert told == "no modifier and 26: Does not apply (09); TC: General supervision by a physician (01)"


def test_the_endoscopic_base_is_linked_where_it_is_loaded(member, code):
    a_fee(endoscopic_base="99950")
    assert '<span class="code">99950</span>' in read(member)
    a_code("99950", "cpt")
    assert '<a class="code" href="/cpt/99950/">99950</a>' in read(member)


def test_what_is_not_paid_says_why_once(member, code):
    an_unpaid_fee()
    an_unpaid_fee(modifier="26")
    found = read(member)
    words = "No amount under the physician fee schedule. Excluded by statute: not a physician service"
    assert said(found).count(words) == 1
    assert tables(found) == []
    assert "<select" not in found


def test_units_of_what_medicare_does_not_pay_are_shown_without_an_amount(member, code):
    a_fee(status="N")
    found = read(member)
    assert "No amount under the physician fee schedule. Not covered by Medicare." in said(found)
    assert tables(found) == [[["No modifier", "1.30", "1.33", "0.55", "0.10", "2.73", "1.95"]]]


def test_imaging_says_that_its_cap_is_not_reckoned(member, code):
    fee = a_fee()
    assert "cap of imaging" not in read(member)
    Fee.objects.filter(pk=fee.pk).update(opps_non_facility_pe="1.5")
    assert "nor the cap of imaging at the hospital outpatient amount" in read(member, f"/cpt/99901/fees/{DAY}")


# The locality


def test_a_locality_shows_its_amounts_and_the_arithmetic(member, code):
    a_fee()
    a_locality()
    found = read(member, f"/cpt/99901/fees/{DAY}{HERE}")
    amounts, arithmetic, _ = tables(found)
    assert amounts == [["No modifier", "$105.59", "$77.35", "$109.20", "$78.00"]]
    assert arithmetic == [
        ["Work", "1.30 × 1.012 = 1.3156", "1.30 × 1.012 = 1.3156"],
        ["Practice expense", "1.33 × 0.905 = 1.20365", "0.55 × 0.905 = 0.49775"],
        ["Malpractice", "0.10 × 1.204 = 0.1204", "0.10 × 1.204 = 0.1204"],
        ["Sum", "2.63965", "1.93375"],
        ["Conversion factor", "× $40.00 = $105.586", "× $40.00 = $77.35"],
        ["Amount", "$105.59", "$77.35"],
    ]
    assert "Rest of Nowhere, counties: First County, Second County." in said(found)
    assert "Indices: work 1.012, practice expense 0.905, malpractice 1.204 (Invented schedule)." in said(found)


def test_only_settings_that_are_paid_are_reckoned(member, code):
    a_fee(facility_na=True)
    a_locality()
    amounts, arithmetic, _ = tables(read(member, f"/cpt/99901/fees/{DAY}{HERE}"))
    why = "Rarely or never performed in this setting"
    assert amounts == [["No modifier", "$105.59", why, "$109.20", "none"]]
    assert arithmetic[-1] == ["Amount", "$105.59"]


def test_the_picker_names_the_localities_of_the_day_by_state(member, code):
    a_fee()
    a_locality()
    a_locality("99902", "01", name="NYC SUBURBS/LONG ISLAND (KINGS CNTY)")
    a_locality("99903", "00", name="GONE", until=date(2025, 1, 31))
    found = read(member)
    assert items(found, "option") == ["National amounts", "NYC Suburbs/Long Island (Kings County)", "Rest of Nowhere"]
    assert '<optgroup label="Invented State">' in found
    assert 'action="/cpt/99901/fees/"' in found
    assert '<input type="hidden" name="on" value="2025-02-01">' in found


def test_the_picker_of_today_names_no_day(member, code):
    a_fee()
    a_locality()
    assert 'name="on"' not in read(member, "/cpt/99901/")


def test_the_choice_holds_on_all_code_pages(member, code):
    a_code("99902", "cpt")
    a_fee("99901")
    a_fee("99902")
    a_locality()
    member.get(f"/cpt/99901/fees/{DAY}{HERE}")
    found = read(member, f"/cpt/99902/{DAY}")
    assert tables(found)[0] == [["No modifier", "$105.59", "$77.35", "$109.20", "$78.00"]]
    assert '<option value="99901-07" selected>' in found
    assert tables(read(member, f"/cpt/99902/fees/{DAY}"))[0][0][1] == "$105.59"


def test_choosing_national_amounts_forgets_it(member, code):
    a_fee()
    a_locality()
    member.get(f"/cpt/99901/fees/{DAY}{HERE}")
    assert member.session["locality"] == "99901-07"
    member.get(f"/cpt/99901/fees/{DAY}&locality=")
    assert "locality" not in member.session
    assert tables(read(member))[0] == [["No modifier", "$109.20", "$78.00"]]


@pytest.mark.parametrize("asked", ["00000-00", "nothing", "99901-07%0A", "99901-07%27", "9" * 200])
def test_an_unknown_locality_is_ignored_and_not_remembered(member, code, asked):
    a_fee()
    a_locality()
    found = read(member, f"/cpt/99901/fees/{DAY}&locality={asked}")
    assert tables(found)[0] == [["No modifier", "$109.20", "$78.00"]]
    assert "locality" not in member.session


def test_the_session_is_written_only_when_the_choice_changes(member, code):
    a_fee()
    a_locality()
    member.get(f"/cpt/99901/fees/{DAY}{HERE}")
    with CaptureQueriesContext(connection) as queries:
        member.get(f"/cpt/99901/fees/{DAY}{HERE}")
    assert [query for query in queries if 'UPDATE "accounts_session"' in query["sql"]] == []


def test_htmx_gets_the_amounts_alone(member, code):
    a_fee()
    a_locality()
    answer = member.get(f"/cpt/99901/fees/{DAY}{HERE}", headers={"HX-Request": "true"})
    assert "<html" not in answer.text
    assert tables(answer.text)[0] == [["No modifier", "$105.59", "$77.35", "$109.20", "$78.00"]]
    assert '<div id="live" hx-swap-oob="innerHTML">Amounts of Rest of Nowhere</div>' in answer.text
    assert "HX-Request" in answer.headers["Vary"]
    assert "HX-Request" in member.get(f"/cpt/99901/fees/{DAY}").headers["Vary"]


# Anesthesia


def test_anesthesia_is_paid_by_units_and_time(member, code):
    an_unpaid_fee(status="J")
    an_anesthesia_factor()
    found = read(member)
    assert facts(found)[:2] == [
        ("Conversion factor", "$20.3178 a unit, national"),
        ("Base units", "Not known here: CMS lists them in a file of its own"),
    ]
    assert "(base units + time units) × the anesthesia conversion factor" in said(found)


def test_anesthesia_in_a_locality_has_the_factor_of_the_locality(member, code):
    an_unpaid_fee(status="J")
    an_anesthesia_factor()
    an_anesthesia_factor("99901", "07", "22.37")
    a_locality()
    found = read(member, f"/cpt/99901/fees/{DAY}{HERE}")
    assert facts(found)[0] == ("Conversion factor", "$22.37 a unit, of the locality")


def test_base_units_that_the_publisher_says_are_reckoned(member):
    a_code("V9901", "hcpcs", attributes={"anesthesia_units": "5"})
    an_unpaid_fee("V9901", status="J")
    an_anesthesia_factor()
    # 5 × 20.3178 = 101.589
    told = facts(read(member, f"/hcpcs/V9901/{DAY}"))
    assert told[1:3] == [("Base units", "5"), ("Base units alone", "5 × $20.3178 = $101.59")]


def test_a_factor_that_is_not_loaded_is_said_to_be_missing(member, code):
    an_unpaid_fee(status="J")
    assert facts(read(member))[0] == ("Conversion factor", "Not loaded")


# What is not known


def test_a_code_that_no_schedule_names_has_no_section(member, code):
    a_fee("99902")
    assert read(member) == ""
    assert member.get("/cpt/99901/fees/").status_code == 404


def test_a_day_before_the_first_release_says_so(member, code):
    a_fee()
    found = read(member, "/cpt/99901/?on=2019-05-01")
    first = "No fee schedule is loaded for 1 May 2019. The first one that is loaded took effect on 1 January 2025."
    assert remarks(found) == [first]
    assert tables(found) == []


def test_a_schedule_that_does_not_name_the_code_says_so(member, code):
    a_fee(until=date(2025, 1, 15))
    assert remarks(read(member)) == ["Invented schedule does not name this code."]


def test_a_schedule_that_is_overtaken_says_so(member, code):
    a_fee()
    words = "A newer fee schedule has been due since 1 April 2025 and is not loaded: this may have changed."
    assert remarks(read(member, "/cpt/99901/?on=2025-03-31")) == []
    assert remarks(read(member, "/cpt/99901/?on=2025-04-01")) == [words]


def test_amounts_are_those_of_the_day(member, code):
    of_source("fees", date(2026, 1, 1))
    a_fee(until=date(2025, 12, 31))
    a_fee(conversion_factor=50, since=date(2026, 1, 1), release=of_source("fees", date(2026, 1, 1)))
    assert tables(read(member, "/cpt/99901/?on=2025-12-31"))[0] == [["No modifier", "$109.20", "$78.00"]]
    # 2.73 × 50 and 1.95 × 50
    assert tables(read(member, "/cpt/99901/?on=2026-01-01"))[0] == [["No modifier", "$136.50", "$97.50"]]


def test_a_release_that_was_taken_back_is_no_source(member, code):
    a_fee()
    later = of_source("fees", date(2025, 1, 20))
    later.name, later.undone_at = "Taken back", later.loaded_at
    later.save()
    assert source(read(member)) == "CMS · Invented schedule · effective 1 January 2025"


# Who may read it, and what it costs


def test_a_guest_sees_the_heading_and_the_amount_only(guest, code):
    a_fee()
    a_fee(modifier="26")
    page = guest.get(f"/cpt/99901/{DAY}")
    assert locked(page, "Fees") == "2 lines, by locality"
    assert "109.20" not in page.text
    refused = guest.get(f"/cpt/99901/fees/{DAY}")
    assert refused.status_code == 403
    assert "Register to view content" in refused.text
    assert "109.20" not in refused.text


def test_a_guest_is_told_of_a_section_without_a_line_on_the_day(guest, code):
    a_fee()
    assert locked(guest.get("/cpt/99901/?on=2019-05-01"), "Fees") == ""


def test_a_guest_is_told_nothing_of_no_section(guest, code):
    assert locked(guest.get("/cpt/99901/"), "Fees") is None


def test_the_page_of_fees_costs_the_view_of_its_code_and_no_more(member, member_user, code):
    from accounts.models import OpenedPage

    a_fee()
    member.get(f"/cpt/99901/fees/{DAY}")
    member.get(f"/cpt/99901/fees/{DAY}")
    member.get("/cpt/99901/")
    assert list(OpenedPage.objects.values_list("page", flat=True)) == ["cpt/99901"]


def test_a_diagnosis_asks_for_no_fees(member):
    a_code("Q01.1")
    with CaptureQueriesContext(connection) as queries:
        member.get("/icd10cm/Q01.1/")
    assert [query for query in queries if "codes_fee" in query["sql"]] == []


def test_the_section_asks_once_for_fees_and_localities(member, code):
    a_fee()
    a_locality()
    tomorrow = localdate() + timedelta(days=1)
    with CaptureQueriesContext(connection) as queries:
        member.get(f"/cpt/99901/fees/?on={tomorrow}")
    assert sum("codes_locality " in query["sql"] for query in queries) == 1


@pytest.mark.parametrize(
    ("printed", "written"),
    [
        ("REST OF STATE", "Rest of State"),
        ("DC + MD/VA SUBURBS", "DC + MD/VA Suburbs"),
        ("EXCEPT PRINCE GEORGE'S", "Except Prince George's"),
        ("Los Angeles", "Los Angeles"),
    ],
)
def test_names_in_capitals_are_written_as_names(printed, written):
    assert fees.in_capitals_no_more(printed) == written
