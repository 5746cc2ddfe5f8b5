"""The code page: addresses, status, sections."""

from datetime import date

import pytest

from codes.models import Note, Relation, Section
from tests.builders import a_code, a_full_code, a_release

pytestmark = pytest.mark.django_db


def test_it_works(guest):
    release = a_release(name="ICD-10-CM April 2026")
    code = a_code("Q11.9", descriptor="Blue fever", release=release)
    page = guest.get("/icd10cm/Q11.9/")
    assert page.status_code == 200
    assert "Valid for billing, FY 2026" in page.text
    assert "Blue fever" in page.text
    assert "Official Description" in page.text
    assert code.system_facts.copyright in page.text


@pytest.mark.parametrize(
    ("typed", "status"),
    [
        ("/icd10cm/q11.9/", 301),
        ("/icd10cm/Q119/", 301),
        ("/icd10cm/q1.19/", 301),
        ("/icd10cm/%20Q11.9%20/", 301),
        ("/icd10cm/Q11.9.-/", 301),
    ],
)
def test_any_spelling_leads_to_the_one_address(guest, typed, status):
    a_code("Q11.9")
    response = guest.get(typed)
    assert (response.status_code, response.headers["Location"]) == (status, "/icd10cm/Q11.9/")


@pytest.mark.parametrize("typed", ["/cpt/99901-50/", "/cpt/9990150/", "/cpt/99901%20LT/", "/cpt/99901-50-LT/"])
def test_a_modifier_behind_the_code_is_left_out(guest, typed):
    a_code("99901", "cpt")
    assert guest.get(typed).headers["Location"] == "/cpt/99901/"


def test_an_unknown_code_names_the_near_ones(guest):
    a_code("Q11.8")
    a_code("Q12.0")
    page = guest.get("/icd10cm/Q11.9/")
    assert page.status_code == 404
    assert "Q11.8" in page.text
    assert "Q12.0" in page.text


def test_a_section_has_no_code_page(guest):
    a_code("Q00-Q99", kind="section")
    assert guest.get("/icd10cm/Q00-Q99/").status_code in (301, 404)


def test_a_heading_says_to_choose_a_longer_code(guest):
    heading = a_code("Q11", kind="heading")
    a_code("Q11.9", parent=heading)
    page = guest.get(heading.url)
    assert "Header: choose a longer code" in page.text
    assert "Q11.9" in page.text


def test_a_deleted_code_names_its_replacement(guest):
    old = a_code("99901", "cpt", status="deleted", effective_to=date(2009, 12, 31))
    new = a_code("99902", "cpt", effective_from=date(2010, 1, 1))
    Relation.objects.create(code=old, kind="replaced_by", target=new)
    page = guest.get(old.url)
    assert "Deleted 1 January 2010 → 99902" in page.text


def test_own_words_never_stand_under_official_description(guest):
    code = a_code("99901", "cpt", title="Own title", common_language="Own words")
    page = guest.get(code.url).text
    official = page.split("Official Description")[1].split("Common Language Description")[0]
    assert "needs a CPT licence" in official
    assert "Own words" not in official


def test_a_reader_sees_the_sections_in_order_and_no_empty_one(member):
    page = member.get(a_full_code().url).text
    headings = [
        "Official Description",
        "Common Language Description",
        "At a glance",
        "Notes",
        "Clinical context",
        "When to use it",
        "Documentation",
        "Modifiers",
        "Related codes",
        "Medicare coverage and payers",
        "Sources and dates",
    ]
    places = [page.index(f">{heading}</h2>") for heading in headings]
    assert places == sorted(places)
    bare = member.get(a_code("Q55.5").url).text
    assert "Clinical context" not in bare
    assert "Register to view content" not in bare


def test_notes_are_inherited_from_what_stands_above(member):
    chapter = a_code("3", kind="chapter", descriptor="Fevers")
    heading = a_code("Q11", kind="heading", parent=chapter)
    code = a_code("Q11.9", parent=heading)
    Note.objects.create(code=chapter, kind="excludes1", position=0, text="green things (Q50.-)")
    Note.objects.create(code=heading, kind="inclusion_term", position=0, text="Not inherited")
    Note.objects.create(code=heading, kind="code_first", position=1, text="the cause <b>")
    page = member.get(code.url).text
    assert 'From <a href="/browse/icd10cm/3/">' in page
    assert '<a class="code" href="/icd10cm/Q50/">Q50</a>' in page
    assert "the cause &lt;b&gt;" in page
    assert "Not inherited" not in page


def test_of_seventh_characters_the_nearest_definition_counts_and_only_for_headings(member, guest):
    top = a_code("Q11", kind="heading")
    middle = a_code("Q11.1", kind="heading", parent=top)
    low = a_code("Q11.11", kind="heading", parent=middle)
    code = a_code("Q11.111A", parent=low)
    Note.objects.create(code=top, kind="seventh_character", position=0, text="Z - far")
    Note.objects.create(code=middle, kind="seventh_character", position=0, text="A - near")
    Note.objects.create(code=middle, kind="seventh_character", position=1, text="D - near")
    page = member.get(low.url).text
    assert "A - near" in page
    assert "Z - far" not in page
    assert "A - near" not in member.get(code.url).text


def test_a_guest_is_told_as_many_notes_as_a_reader_sees(guest, member_user):
    top = a_code("Q11", kind="heading")
    middle = a_code("Q11.1", kind="heading", parent=top)
    low = a_code("Q11.11", kind="heading", parent=middle)
    for code in (top, middle, low):
        for position, kind in enumerate(["inclusion_term", "excludes1", "seventh_character"]):
            Note.objects.create(code=code, kind=kind, position=position, text=f"{kind} {code.value}")
    told = guest.get(low.url).text
    guest.force_login(member_user)
    page = guest.get(low.url).text
    seen = page.count("<li>excludes1") + page.count("<li>inclusion_term") + page.count("<li>seventh_character")
    assert seen == 5
    assert "5 that apply" in told


@pytest.mark.parametrize(
    ("today", "told"), [(date(2026, 9, 30), False), (date(2026, 10, 1), True), (date(2027, 5, 1), True)]
)
def test_a_release_that_a_new_fiscal_year_has_overtaken_is_told(guest, monkeypatch, today, told):
    from codes import page

    monkeypatch.setattr(page, "localdate", lambda: today)
    code = a_code("Q11.9", release=a_release(effective=date(2026, 4, 1)))
    answer = guest.get(code.url).text
    assert "Valid for billing, FY 2026" in answer
    assert ("FY 2027 release not loaded yet" in answer) is told


def test_written_text_is_never_run(member):
    body = "<script>alert(1)</script> [x](javascript:alert(1)) **bold** [y](/cpt/99902/) <b onclick=x>"
    code = a_code("99901", "cpt")
    Section.objects.create(code=code, kind="documentation", body=body)
    page = member.get(code.url).text
    assert "<script>alert" not in page
    assert 'href="javascript' not in page
    assert "<b onclick" not in page
    assert "<strong>bold</strong>" in page
    assert 'href="/cpt/99902/"' in page


def test_search_engines_are_told_nothing_that_is_locked(guest):
    code = a_code("99901", "cpt", title="</script><b>", common_language="metered words")
    head = guest.get(code.url).text.split("</head>")[0]
    assert '"isAccessibleForFree": false' in head
    assert "metered words" not in head
    assert "</script><b>" not in head


def test_browse_leads_from_chapter_to_code(guest):
    chapter = a_code("3", kind="chapter", descriptor="Fevers")
    section = a_code("Q00-Q99", kind="section", parent=chapter)
    heading = a_code("Q11", kind="heading", parent=section)
    a_code("Q11.9", parent=heading)
    assert "/browse/icd10cm/3/" in guest.get("/browse/icd10cm/").text
    assert "/browse/icd10cm/Q00-Q99/" in guest.get("/browse/icd10cm/3/").text
    assert "/browse/icd10cm/Q11/" in guest.get("/browse/icd10cm/Q00-Q99/").text
    assert "/icd10cm/Q11.9/" in guest.get("/browse/icd10cm/Q11/").text
    assert guest.get("/browse/icd10cm/Q11.9/").url == "/icd10cm/Q11.9/"
    assert guest.get("/browse/icd10pcs/").status_code == 404
