"""The section of NCCI edits and unit limits: what stands in it, as of which day, and how much of it guests are told."""

import re
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone
from django.utils.timezone import localdate

from codes import edits
from codes.queries import place_of
from codes.sections import edits as section_of_edits
from codes.sections.parts import Subject
from tests.builders import a_code
from tests.edit_builders import a_limit, a_ptp_release, an_edit

pytestmark = pytest.mark.django_db
TODAY = localdate()
HEADING = "NCCI edits and unit limits"


def subject_of(code, day=TODAY):
    return Subject(code=code, today=code, day=day, place=place_of(code), asked={})


def drawn(code, day=TODAY):
    return section_of_edits.draw(subject_of(code, day))


def text_of(page):
    """The section's text on a page, without markup; "" where there is none."""
    _, _, behind = page.text.partition(f">{HEADING}</h2>")
    return " ".join(re.sub(r"<[^>]*>", " ", behind.split("</section>")[0]).split())


def rows_of(page):
    """The cells of the table of edits on a page, as texts."""
    _, _, table = page.text.partition('class="edits"')
    rows = re.findall(r"<tr><th scope=\"row\">(.*?)</tr>", table.split("</table>")[0], re.DOTALL)
    cells = [re.split(r"</t[hd]>", row)[:5] for row in rows]
    return [[" ".join(re.sub(r"<[^>]*>", "", cell).split()) for cell in row] for row in cells]


def told(page):
    """How much a guest is told; None where the section is not named."""
    found = re.search(rf'class="heading">{HEADING}</span>(?:\s*<span class="amount">([^<]*))?', page.text)
    return found and (found[1] or "")


@pytest.fixture
def code():
    return a_code("99901", "cpt", title="Invented service")


def test_it_works(member, code):
    a_ptp_release()
    a_code("99801", "cpt", title="Ours", descriptor="Official words")
    a_code("V9903", "hcpcs", descriptor="Public words")
    an_edit("99901", "V9903", modifier_indicator=0)
    an_edit("99801", "99901", rationale="Another rule")
    an_edit("99901", "99802", before_1996=True, effective=date(1996, 1, 1))
    a_limit()
    page = member.get(code.url)
    assert rows_of(page) == [
        ["99801 Ours", "column two", "1 allowed", "since 1 Jan 2020", "Another rule"],
        ["99802", "column one", "1 allowed", "since before 1996", "Invented rule"],
        ["V9903 Public words", "column one", "0 never", "since 1 Jan 2020", "Invented rule"],
    ]
    text = text_of(page)
    assert "3 units per day for practitioners" in text
    assert "CMS’s reason: Invented reason. In the releases loaded here since 1 October 2026." in text
    assert "Limits of 2026-10-01 for practitioners, effective 1 October 2026." in text
    assert (
        "NCCI edits October 2026 for practitioners, effective 1 October 2026. The dates are those in CMS’s file."
        in text
    )
    assert "For practitioners 2 1 For outpatient hospitals 0 0" in text
    assert "has been due" not in text
    assert 'href="/hcpcs/V9903/"' in page.text


def test_a_pair_with_several_dates_stands_there_with_each(member, code):
    an_edit("99901", "99902")
    an_edit("99901", "99902", effective=date(2010, 1, 1), deletion=TODAY)
    an_edit("99901", "99902", setting=2)
    dates = [row[3] for row in rows_of(member.get(code.url))]
    assert dates == [f"1 Jan 2010 to {TODAY:%-d %b %Y}", "since 1 Jan 2020"]


def test_only_what_is_in_force_on_the_day_stands_there(member, code):
    an_edit("99901", "99902", deletion=date(2022, 12, 31))
    an_edit("99901", "99903", effective=date(2023, 1, 1))
    an_edit("99901", "99904", modifier_indicator=9, deletion=date(2020, 1, 1))
    an_edit("99901", "99905", effective=TODAY + timedelta(days=1))

    def others(day):
        return [row[0] for row in rows_of(member.get(f"{code.url}?on={day}"))]

    assert others("2019-12-31") == []
    assert others("2020-01-01") == ["99902"]
    assert others("2022-12-31") == ["99902"]
    assert others("2023-01-01") == ["99903"]
    assert others(TODAY + timedelta(days=1)) == ["99903", "99905"]
    assert "In force on 31 December 2022" in text_of(member.get(f"{code.url}?on=2022-12-31"))
    assert "edits/?on=2022-12-31&amp;setting=practitioner&amp;column=one" in (
        member.get(f"{code.url}?on=2022-12-31").text
    )


def test_of_many_edits_the_first_are_shown_and_all_are_counted(member, code):
    for number in range(25):
        an_edit("99901", f"98{number:03d}")
        an_edit(f"97{number:03d}", "99901")
    page = member.get(code.url)
    assert [row[0] for row in rows_of(page)] == [f"97{number:03d}" for number in range(20)]
    assert "The first 20 of 50 for practitioners" in text_of(page)
    assert "For practitioners 25 25" in text_of(page)


def test_each_setting_is_counted_and_leads_to_its_list(member, code):
    an_edit("99901", "99902", setting=2)
    page = member.get(code.url)
    assert rows_of(page) == []
    assert "For practitioners 0 0 For outpatient hospitals 1 0" in text_of(page)
    assert 'href="/cpt/99901/edits/?setting=hospital&amp;column=one">1</a>' in page.text


# Unit limits


@pytest.mark.parametrize(
    ("indicator", "words"),
    [
        (1, "3 units per claim line for practitioners Each line is held against the limit by itself."),
        (2, "3 units per day for practitioners Set by policy: more units on one day of service are not paid."),
        (3, "more units on one day of service may be paid if the record shows the need."),
    ],
)
def test_what_a_limit_means_is_said_in_words(member, code, indicator, words):
    a_limit(indicator=indicator)
    assert words in text_of(member.get(code.url))


def test_limits_of_each_setting_are_those_of_the_day(member, code):
    a_limit(units=1, since=date(2026, 1, 1), until=date(2026, 9, 30), indicator=1)
    a_limit(units=2)
    a_limit(units=40, setting=2)

    def limits(day):
        return [(limit.whom, limit.units) for limit in drawn(code, day).content["found"].limits]

    assert limits(date(2026, 9, 30)) == [("practitioners", 1)]
    assert limits(date(2026, 10, 1)) == [("practitioners", 2), ("outpatient hospitals", 40)]
    assert "No release for suppliers of equipment is loaded for this day." in text_of(member.get(code.url))
    on = text_of(member.get(f"{code.url}?on=2026-09-30"))
    assert "1 unit per claim line" in on
    assert "No release for outpatient hospitals or suppliers of equipment is loaded for this day." in on


def test_a_day_before_the_first_release_has_no_known_limit(member, code):
    a_limit()
    assert "No release of unit limits is loaded for 1 May 2019." in text_of(member.get(f"{code.url}?on=2019-05-01"))


def test_a_release_that_names_no_limit_is_told_as_that(member, code):
    an_edit("99901", "99902")
    a_limit("99999")
    text = text_of(member.get(code.url))
    assert "No unit limit of this code is published for practitioners. CMS keeps some limits to itself." in text


def test_a_release_that_was_taken_back_does_not_count(code):
    a_limit()
    a_ptp_release(undone_at=timezone.now())
    found = edits.read("99901", TODAY)
    assert list(found.sources) == ["limits practitioner"]


# What is not there, and how old it is


def test_an_overtaken_release_is_told(member, code):
    release = a_ptp_release(effective=date(2024, 7, 1), name="NCCI edits July 2024")
    a_ptp_release("hospital")
    an_edit("99901", "99902", release=release)
    a_limit(since=date(2026, 1, 1))
    edits_due = "A newer release of NCCI edits has been due since 1 October 2024 and is not loaded"
    limits_due = "A newer release of unit limits has been due since 1 April 2026 and is not loaded"
    today, then = text_of(member.get(code.url)), text_of(member.get(f"{code.url}?on=2024-09-30"))
    assert (edits_due in today, limits_due in today) == (True, True)
    assert "has been due" not in then
    assert edits_due in text_of(member.get(f"{code.url}?on=2024-10-01"))


def test_a_code_that_no_edit_names_is_told_as_that(member, code):
    a_limit()
    text = text_of(member.get(code.url))
    assert "No NCCI edit names this code." in text
    assert "All edits" not in text


def test_a_day_without_an_edit_in_force_is_told(member, code):
    an_edit("99901", "99902", deletion=date(2021, 1, 1))
    text = text_of(member.get(code.url))
    assert f"None is in force on {TODAY:%-d %B %Y}. All edits of 99901, ended ones too" in text


def test_without_a_release_of_edits_that_is_said(member, code):
    a_limit()
    assert "No release of NCCI edits is loaded." in text_of(member.get(code.url))


def test_a_code_without_edits_and_limits_has_no_such_section(member, guest, code):
    an_edit("99902", "99903")
    a_limit("99902")
    assert HEADING not in member.get(code.url).text
    assert HEADING not in Client().get(code.url).text


def test_other_systems_have_no_such_section_and_ask_for_none(django_assert_num_queries):
    diagnosis = a_code("Q01.1")
    an_edit("Q01.1", "99902")
    with django_assert_num_queries(0):
        subject = Subject(code=diagnosis, today=diagnosis, day=TODAY, place=None, asked={})
        assert section_of_edits.draw(subject) is None
        assert section_of_edits.compared(subject) is None
    assert HEADING not in Client().get(diagnosis.url).text


# Guests


@pytest.mark.parametrize(
    ("make", "amount"),
    [
        (lambda: [an_edit("99901", "99902"), an_edit("99903", "99901", setting=2), a_limit()], "2 edits, unit limits"),
        (lambda: [an_edit("99901", "99902")], "1 edit"),
        (lambda: [a_limit()], "unit limits"),
        (lambda: [an_edit("99901", "99902", deletion=date(2021, 1, 1))], ""),
        (lambda: [a_limit(until=date(2026, 10, 31))], ""),
    ],
)
def test_a_guest_is_told_how_much_there_is_and_not_a_word_of_it(guest, code, make, amount):
    make()
    page = guest.get(code.url)
    assert told(page) == amount
    for word in ("Invented rule", "Invented reason", "99902", "3 units"):
        assert word not in page.text
    reader = section_of_edits.draw(subject_of(code))
    assert reader is not None


def test_a_guest_is_told_of_the_day_asked_for(guest, code):
    an_edit("99901", "99902", deletion=date(2022, 12, 31))
    assert told(guest.get(f"{code.url}?on=2022-12-31")) == "1 edit"
    assert told(guest.get(f"{code.url}?on=2023-01-01")) == ""


# What it costs


def test_the_section_is_one_statement_however_many_edits_there_are(code):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            drawn(code)
        return [query["sql"] for query in queries if "codes_ptpedit" in query["sql"]], len(queries)

    an_edit("99901", "99902")
    few, statements = cost()
    for number in range(60):
        an_edit("99901", f"98{number:03d}")
        a_limit(f"98{number:03d}")
    many, same = cost()
    assert (len(few), len(many), statements, same) == (1, 1, 2, 2)


def test_the_comparison_has_the_limits_and_the_numbers(code):
    a_limit()
    a_limit(setting=2, units=1200, indicator=1)
    an_edit("99901", "99902", setting=2)
    assert section_of_edits.compared(subject_of(code)) == [
        ("Most units, practitioners", "3 per day"),
        ("Most units, outpatient hospitals", "1,200 per claim line"),
        ("NCCI edits, outpatient hospitals", "1"),
    ]
