"""Related codes: the tree of what stands above and below a code, whose facts they are, and what guests are told."""

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate

from codes.models import AddOnEdit, Relation, Replacement
from codes.queries import place_of
from codes.sections import related
from codes.sections.parts import Subject
from tests.builders import a_code, a_release
from tests.edit_builders import an_add_on, an_add_on_release

pytestmark = pytest.mark.django_db
TODAY = localdate()
HEADING = "Related codes"


@pytest.fixture
def release():
    return an_add_on_release()


@pytest.fixture
def code():
    return a_code("99901", "cpt", title="Invented service")


def a_relation(code, kind, target, why=""):
    return Relation.objects.create(code=code, kind=kind, target=target, why=why)


def a_replacement(old, new, effective=date(2025, 10, 1), system="icd10cm"):
    release = a_release(system, name="Conversions FY 2026")
    return Replacement.objects.create(release=release, system=system, value=old, replaced_by=new, effective=effective)


def drawn(code, day=TODAY):
    return related.draw(Subject(code=code, today=code, day=day, place=place_of(code), asked={}))


def tree(section):
    """{label: [values]} of what stands above a code, and of what stands below it."""
    above, below = ([(branch.label, [kin.value for kin in branch.kin]) for branch in section.content[side]] for side in
                    ("above", "below"))  # fmt: skip
    return dict(above), dict(below)


def html_of(page):
    _, _, behind = page.text.partition(f">{HEADING}</h2>")
    return behind.split("</section>")[0]


def text_of(page):
    return " ".join(re.sub(r"<[^>]*>", " ", html_of(page)).split())


def told(page):
    found = re.search(rf'class="heading">{HEADING}</span>(?:\s*<span class="amount">([^<]*))?', page.text)
    return found and (found[1] or "")


def test_it_works(member, code, release):
    a_code("99902", "cpt", title="Primary service", descriptor="Official words")
    a_code("V9903", "hcpcs", descriptor="Add-on service")
    an_add_on(release, "99901", "99902")
    an_add_on(release, "V9903", "99901", edit_type=3)
    page = member.get(code.url)
    assert text_of(page) == (
        "CMS, Add-on edits October 2026 "
        "Primary codes Type 1: paid only beside a primary code that CMS lists. 99902 Primary service "
        "99901 this code "
        "Add-on codes Type 3: paid beside a primary code that CMS lists, or another that the Medicare contractor "
        "accepts. V9903 Add-on service"
    )
    assert 'href="/hcpcs/V9903/"' in html_of(page)
    assert html_of(page).count("<ul") == html_of(page).count("</ul>") == 4
    assert "role=" not in html_of(page)


def test_what_editors_relate_stands_first_with_its_reason(member, code, release):
    other, last = a_code("99905", "cpt", title="Fifth"), a_code("99903", "cpt", title="Third")
    for value in ("99902", "99903"):
        an_add_on(release, "99901", value)
    a_relation(code, "primary", other, "First reason")
    a_relation(code, "primary", last, "Second reason")
    a_relation(code, "see_instead", other, "Third reason")
    assert tree(drawn(code)) == ({"Primary codes": ["99905", "99903", "99902"]}, {"See instead": ["99905"]})
    text = text_of(member.get(code.url))
    assert text.startswith("CodeAhead · CMS, Add-on edits October 2026 Primary codes 3")
    assert "99905 Fifth First reason our editors" in text
    assert "99903 Third Second reason Type 1 · CMS and our editors" in text
    assert "99902 Type 1 · CMS" in text
    assert text.endswith("See instead 99905 Fifth Third reason")


def test_only_our_editors_need_no_origin_at_each_code(member, code):
    a_relation(code, "add_on", a_code("99902", "cpt", title="Second"), "A reason")
    assert text_of(member.get(code.url)) == "CodeAhead 99901 this code Add-on codes 99902 Second A reason"


def test_where_the_contractors_decide_that_is_said(member, code, release):
    an_add_on(release, "99901", "", edit_type=2, special_instruction="Invented instruction")
    text = text_of(member.get(code.url))
    assert "Type 2: CMS lists no primary codes; the Medicare contractor decides which it accepts." in text
    assert "Codes that the Medicare contractor decides on CMS’s instruction: Invented instruction" in text
    assert told(Client().get(code.url)) == ""
    an_add_on(release, "99901", "99902", edit_type=3)
    an_add_on(release, "99901", "99903", edit_type=3)
    assert "Primary codes 2 Type 2" in text_of(member.get(code.url))
    assert told(Client().get(code.url)) == "2 codes"


def test_different_types_are_told_at_each_code(member, code, release):
    an_add_on(release, "99902", "99901", edit_type=1)
    an_add_on(release, "99903", "99901", edit_type=3)
    text = text_of(member.get(code.url))
    assert "99902 Type 1 · CMS" in text
    assert "99903 Type 3 · CMS" in text


def test_of_many_the_first_are_shown_and_the_others_folded(member, code, release, monkeypatch):
    for number in range(40):
        an_add_on(release, "99901", f"98{number:03d}")
    page = html_of(member.get(code.url))
    shown, _, folded = page.partition("<details>")
    assert re.findall(r"98\d{3}", shown) == [f"98{n:03d}" for n in range(30)]
    assert re.findall(r"98\d{3}", folded) == [f"98{n:03d}" for n in range(30, 40)]
    assert "<summary>10 more</summary>" in folded


def test_what_is_beyond_all_bounds_is_counted(code, release, member):
    rows = ({"release": release, "since": date(2026, 10, 1), "add_on": "99901", "edit_type": 1} for _ in range(310))
    AddOnEdit.objects.bulk_create(AddOnEdit(primary=f"98{n:03d}", **row) for n, row in enumerate(rows))
    page = member.get(code.url)
    assert "10 more are not shown." in text_of(page)
    assert len(re.findall(r"98\d{3}", text_of(page))) == 300
    assert told(Client().get(code.url)) == "310 codes"


# As of a day


def test_add_on_edits_are_those_of_the_day(code, release):
    an_add_on(release, "99901", "99902", since=date(2026, 1, 1), until=date(2026, 9, 30))
    an_add_on(release, "99901", "99903", since=date(2026, 1, 1), effective=date(2026, 8, 1))
    an_add_on(release, "99901", "99904", since=date(2026, 1, 1), deletion=date(2026, 7, 31))

    def primaries(day):
        return tree(drawn(code, day))[0].get("Primary codes")

    assert primaries(date(2026, 7, 31)) == ["99902", "99904"]
    assert primaries(date(2026, 8, 1)) == ["99902", "99903"]
    assert primaries(date(2026, 10, 1)) == ["99903"]


def test_an_overtaken_release_is_told(member, code):
    old = an_add_on_release(date(2024, 7, 1), "Add-on edits July 2024")
    an_add_on(old, "99901", "99902", since=date(2024, 7, 1))
    due = "A newer release of add-on code edits has been due since 1 October 2024 and is not loaded"
    assert due in text_of(member.get(code.url))
    assert "has been due" not in text_of(member.get(f"{code.url}?on=2024-09-30"))


def test_a_day_before_the_first_release_is_told(member, guest, code, release):
    an_add_on(release, "99901", "99902")
    assert text_of(member.get(f"{code.url}?on=2019-05-01")) == (
        "No release of add-on code edits is loaded for 1 May 2019."
    )
    assert told(Client().get(f"{code.url}?on=2019-05-01")) == ""


def test_an_edit_that_ended_leaves_nothing(code, release):
    an_add_on(release, "99901", "99902", since=date(2026, 1, 1), until=date(2026, 9, 30))
    assert drawn(code) is None


# What replaced what


def test_a_deleted_code_leads_to_what_replaced_it_and_back(member):
    old = a_code("Q01.1", status="deleted", effective_to=date(2025, 9, 30))
    new = a_code("Q01.2")
    a_replacement("Q01.1", "Q01.2")
    assert text_of(member.get(old.url)) == (
        "CDC/NCHS and CMS, Conversions FY 2026 Q01.1 this code "
        "Replaced by Q01.2 Invented ailment Q01.2 From 1 October 2025"
    )
    assert text_of(member.get(new.url)) == (
        "CDC/NCHS and CMS, Conversions FY 2026 "
        "Coded before as Q01.1 Invented ailment Q01.1 From 1 October 2025 Q01.2 this code"
    )


def test_a_code_that_lives_on_was_not_replaced():
    old = a_code("Q01.1")
    a_replacement("Q01.1", "Q01.2")
    a_replacement("Q01.1", "Q01.3", date(2026, 10, 1))
    a_replacement("Q01.1", "Q01.3", date(2024, 10, 1))
    section = drawn(old)
    assert tree(section) == ({}, {"Newer codes for part of it": ["Q01.3", "Q01.2"]})
    assert section.content["below"][0].kin[0].since == date(2026, 10, 1)


def test_the_same_number_in_another_system_is_another_code():
    a_replacement("V9901", "V9902", system="icd10cm")
    assert drawn(a_code("V9901", "hcpcs")) is None


# Guests


def test_a_guest_is_told_how_many_there_are_and_not_which(code, release):
    other = a_code("99902", "cpt", title="Locked title")
    a_relation(code, "primary", other, "Locked reason")
    assert told(Client().get(code.url)) == "1, with the reason"
    an_add_on(release, "99901", "99902")
    an_add_on(release, "99901", "99903", special_instruction="Locked instruction")
    page = Client().get(code.url)
    assert told(page) == "2 codes"
    for words in ("Locked reason", "Locked instruction", "99903"):
        assert words not in page.text


@pytest.mark.parametrize("make", [lambda r: None, lambda r: an_add_on(r, "99903", "99902")])
def test_a_code_without_relatives_has_no_such_section(code, release, make):
    make(release)
    assert drawn(code) is None
    assert told(Client().get(code.url)) is None


# What it costs


def test_the_section_is_two_statements_however_many_there_are(code, release):
    def cost():
        with CaptureQueriesContext(connection) as queries:
            drawn(code)
        return len(queries)

    an_add_on(release, "99901", "98999")
    few = cost()
    for number in range(60):
        an_add_on(release, "99901", f"98{number:03d}")
        an_add_on(release, f"97{number:03d}", "99901")
    # The place of this test's subject, the texts that all sections share, and the relatives.
    assert (few, cost()) == (3, 3)
