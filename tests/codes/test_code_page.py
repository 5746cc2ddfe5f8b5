"""The code page: addresses, status, sections."""

import re
from datetime import date

import pytest

from codes import kept, queries, status
from codes.models import Axis, Change, Definition, Note, Relation, Replacement, Section
from tests.builders import a_code, a_full_code, a_modifier, a_release

pytestmark = pytest.mark.django_db


def a_change(code, release, field, before="", after="", kind="revised"):
    name, words = {"system": code.system, "value": code.value}, {"before": before, "after": after}
    return Change.objects.create(release=release, code=code, kind=kind, field=field, **name, **words)


def section(page, heading):
    """The HTML of one section of a page; "" where there is none."""
    _, _, behind = page.text.partition(f">{heading}</h2>")
    return behind.split("</section>")[0]


def facts(page):
    """The facts of At a glance as texts, without markup."""
    rows = re.findall(r"<dt>(.*?)</dt><dd>(.*?)</dd>", section(page, "At a glance"))
    return [(label, re.sub(r"<[^>]*>", "", text)) for label, text in rows]


def locked(page, heading):
    """How much a guest is told of a locked section; None where it is not named."""
    found = re.search(rf'class="heading">{heading}</span>(?:\s*<span class="amount">([^<]*))?', page.text)
    return found and (found[1] or "")


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
    code = a_full_code()
    a_change(code, a_release(), "descriptor", "Then", "Now")
    page = member.get(code.url).text
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
        "History of changes",
        "Sources and dates",
    ]
    places = [page.index(f">{heading}</h2>") for heading in headings]
    assert places == sorted(places)
    bare = member.get(a_code("Q55.5").url).text
    assert "Clinical context" not in bare
    assert "History of changes" not in bare
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
    monkeypatch.setattr(status, "localdate", lambda: today)
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


# Status


@pytest.mark.parametrize("system", ["icd10cm", "icd10pcs"])
def test_both_icd10_systems_are_valid_by_fiscal_year(guest, monkeypatch, system):
    monkeypatch.setattr(status, "localdate", lambda: date(2026, 11, 1))
    code = a_code("0ZZ0ZZZ", system, release=a_release(system, effective=date(2025, 10, 1)))
    page = guest.get(code.url).text
    assert "Valid for billing, FY 2026" in page
    assert "FY 2027 release not loaded yet" in page


def test_an_announced_end_is_told_until_it_has_come(editor, monkeypatch):
    code = a_code("Z9901", "hcpcs", effective_to=date(2026, 12, 31))
    monkeypatch.setattr(status, "localdate", lambda: date(2026, 12, 31))
    assert "Ends 31 December 2026" in editor.get(code.url).text
    for module in (status, kept):
        monkeypatch.setattr(module, "localdate", lambda: date(2027, 1, 1))
    page = editor.get(code.url).text
    assert "Deleted 1 January 2027" in page
    assert "Ends 31" not in page


def test_a_code_that_is_still_to_come_is_not_active(editor, monkeypatch):
    code = a_code("Z9901", "hcpcs", effective_from=date(2027, 1, 1))
    monkeypatch.setattr(status, "localdate", lambda: date(2026, 12, 31))
    page = editor.get(code.url).text
    assert "In effect from 1 January 2027" in page
    assert "Active" not in page


# Replacements


def a_replacement(old, new, effective=date(2025, 10, 1)):
    return Replacement.objects.create(
        release=a_release(), system=old.system, value=old.value, replaced_by=new.value, effective=effective
    )


def test_a_deleted_code_names_what_its_publisher_put_in_its_place(guest):
    old = a_code("Q01.1", status="deleted", effective_to=date(2025, 9, 30))
    first, second, earlier = a_code("Q01.2"), a_code("Q01.3"), a_code("Q01.4")
    for new in (second, first):
        a_replacement(old, new)
    a_replacement(old, earlier, date(2020, 10, 1))
    Relation.objects.create(code=old, kind="replaced_by", target=second)
    chips = re.findall(r'class="chip bad" href="([^"]*)">([^<]*)', guest.get(old.url).text)
    assert chips == [("/icd10cm/Q01.3/", "Deleted 1 October 2025 → Q01.3"), ("/icd10cm/Q01.2/", "→ Q01.2")]


@pytest.mark.parametrize("kind", ["code", "heading"])
def test_a_previous_code_that_lives_on_has_no_replacement(guest, kind):
    old = a_code("Q01", kind=kind)
    a_replacement(old, a_code("Q02"))
    assert "→ Q02" not in guest.get(old.url).text


# At a glance

ATTRIBUTES = {
    "coverage": "C",
    "pricing": ["51", "57"],
    "statute": "1833(zz)",
    "cross_references": ["V9902", "99901", "LT", "V9909"],
}


def test_the_publishers_facts_of_a_hcpcs_code(member):
    release = a_release("hcpcs", name="Quarter")
    code = a_code("V9901", "hcpcs", attributes=ATTRIBUTES, release=release)
    a_code("V9902", "hcpcs")
    a_code("99901", "cpt")
    a_modifier("LT", "hcpcs")
    page = member.get(code.url)
    assert facts(page) == [
        ("Coverage", "Carrier judgment (C)"),
        ("Statute", "1833(zz)"),
        ("Pricing", "Drugs (51); Other carrier priced (57)"),
        ("Cross reference", "V9902, 99901, LT, V9909"),
    ]
    glance = section(page, "At a glance")
    links = re.findall(r'<a class="code" href="([^"]*)">([^<]*)', glance)
    assert links == [("/hcpcs/V9902/", "V9902"), ("/cpt/99901/", "99901"), ("/modifiers/#hcpcs-LT", "LT")]
    assert "CMS · Quarter" in glance


def test_our_facts_and_the_publishers_name_their_sources(member):
    release = a_release("hcpcs", name="Quarter")
    code = a_code("V9901", "hcpcs", attributes={"coverage": "C"}, service_type="Ours", release=release)
    glance = section(member.get(code.url), "At a glance")
    assert re.findall(r'class="(?:source|table-note)">([^<]*)', glance) == ["CodeAhead", "CMS · Quarter"]


def test_a_guest_is_told_how_many_facts_there_are(guest, member_user):
    code = a_code("V9901", "hcpcs", attributes=ATTRIBUTES, service_type="Ours")
    told = locked(guest.get(code.url), "At a glance")
    guest.force_login(member_user)
    assert told == f"{len(facts(guest.get(code.url)))} facts" == "5 facts"


# ICD-10-PCS


def a_table(prefix="0ZB", rows=2):
    """A table of invented labels: the same characters mean something else in each of its rows."""
    release = a_release("icd10pcs")
    titles = ["Section", "Body System", "Operation", "Body Part", "Approach", "Device", "Qualifier"]

    def label(row, position, character, words):
        title = titles[position - 1]
        Axis.objects.create(
            release=release, prefix=prefix, row=row, position=position, title=title, character=character, label=words
        )

    for position, character in enumerate(prefix, start=1):
        label(0, position, character, f"Invented {titles[position - 1].lower()}")
    for row in range(1, rows + 1):
        label(row, 4, str(row), f"Part {row}")
        for position in (5, 6, 7):
            label(row, position, "Z", f"{titles[position - 1]} of row {row}")
    return release


def meanings(page):
    rows = re.findall(r'class="code">(.)</th><td[^>]*>([^<]*)</td>\s*<td>([^<]*)', section(page, "At a glance"))
    return [" ".join(row) for row in rows]


def test_the_seven_characters_have_the_labels_of_their_row(member):
    release = a_table()
    page = member.get(a_code("0ZB2ZZZ", "icd10pcs", release=release).url)
    assert meanings(page) == [
        "0 1. Section Invented section",
        "Z 2. Body System Invented body system",
        "B 3. Operation Invented operation",
        "2 4. Body Part Part 2",
        "Z 5. Approach Approach of row 2",
        "Z 6. Device Device of row 2",
        "Z 7. Qualifier Qualifier of row 2",
    ]
    assert f"CMS · {release}" in section(page, "At a glance")


def test_a_table_has_three_characters_and_other_systems_none(member):
    a_table()
    assert len(meanings(member.get(a_code("0ZB", "icd10pcs", kind="heading").url))) == 3
    assert meanings(member.get(a_code("0ZB9ZZZ", "icd10pcs").url))[3:] == []
    assert section(member.get(a_code("0ZB2Z", "cpt").url), "At a glance") == ""


def test_labels_are_defined_in_their_section_on_their_axis(member):
    release = a_table()

    def define(section, axis, label, **texts):
        Definition.objects.create(release=release, section=section, axis=axis, label=label, **texts)

    define("1", "Operation", "Invented operation", definition="Of another section")
    define("0", "Operation", "Invented operation", definition="Meant so", explanation="For this", includes="washing")
    define("0", "Approach", "Part 2", definition="Of another axis")
    define("0", "Device", "Device of row 2 in Invented body system", includes="A trade name")
    define("0", "Qualifier", "Qualifier of row 2", includes="x" * 300)
    glance = section(member.get(a_code("0ZB2ZZZ", "icd10pcs").url), "At a glance")
    told = ["Meant so", "For this", "Includes: washing", "Includes: A trade name", "<summary>Includes</summary>"]
    assert [words for words in told if words not in glance] == []
    assert "another" not in glance


def test_a_guest_is_told_how_many_characters_are_explained(guest):
    a_table()
    code = a_code("0ZB2ZZZ", "icd10pcs")
    page = guest.get(code.url)
    assert locked(page, "At a glance") == "7 facts"
    assert "Approach of row" not in page.text


# CPT numbers without a licensed list


def a_number(value="99901", **fields):
    """A number that a file of CMS names, as the loader writes it."""
    release = a_release("", source="mue", name="Limits", parts=["limits practitioner"])
    return a_code(value, "cpt", **({"title": "", "billable": False, "release": release} | fields))


def test_a_number_that_cms_names_has_a_page(member):
    page = member.get(a_number().url)
    assert "<title>CPT 99901 · CodeAhead</title>" in page.text
    assert '"name": "CPT 99901"' in page.text
    assert re.findall(r'<span class="chip[^>]*">([^<]*)</span></li>', page.text) == ["Named in CMS files"]
    official = section(page, "Official Description")
    assert "An official descriptor needs a CPT licence" in official
    assert "our own words" not in official
    assert "Limits" in section(page, "Sources and dates")


def test_short_words_under_a_licence_stand_on_the_page_alone(member, guest):
    code = a_number(short_descriptor="Licensed short words")
    assert "Licensed short words" in member.get(code.url).text
    for address in ("/browse/cpt/", "/search/?q=9990", "/cpt/99900/"):
        page = guest.get(address).text
        assert "99901" in page
        assert "Licensed short words" not in page


def test_official_words_of_a_licence_never_stand_beside_other_codes(member):
    licensed = {"descriptor": "Licensed words", "short_descriptor": "Licensed short"}
    heading = a_code("99900-99909", "cpt", kind="heading", **licensed)
    code = a_code("99901", "cpt", parent=heading, title="")
    other = a_code("99902", "cpt", parent=heading, **licensed)
    modifier = a_modifier("77", title="", **licensed)
    code.relations.create(kind="see_instead", target=other, why="Because")
    code.modifier_uses.create(modifier=modifier, when="Then")
    page = member.get(code.url).text
    assert "Because" in page
    assert "Then" in page
    assert "Licensed" not in page
    assert "Licensed words" in member.get(other.url).text


def test_the_publishers_words_for_patients_are_not_called_ours(member):
    release = a_release("cpt", parts=["consolidated"])
    code = a_code("99901", "cpt", common_language="Patient words", release=release)
    words = section(member.get(code.url), "Common Language Description")
    assert "Written by our editors" not in words
    assert "American Medical Association" in words
    code.held = ["common_language"]
    code.save()
    assert "Written by our editors" in section(member.get(code.url), "Common Language Description")


# History of changes


def test_the_history_of_a_code_release_by_release(member):
    code = a_code()
    older, newer = (a_release(name=f"Order {y}", effective=date(y, 10, 1)) for y in (2024, 2025))
    a_change(code, older, "descriptor", "blue fever", "green fever")
    a_change(code, newer, "effective_to", "", "2026-09-30")
    a_change(code, newer, "notes", "includes: a", "includes: b", kind="notes")
    history = section(member.get(code.url), "History of changes")
    assert re.findall(r'<a class="release" href="([^"]*)">([^<]*)', history) == [
        (f"/releases/{newer.pk}/", "Order 2025"),
        (f"/releases/{older.pk}/", "Order 2024"),
    ]
    assert "<del>blue</del> fever" in history
    assert "<ins>green</ins> fever" in history
    assert history.index("30 September 2026") < history.index("<ins>b</ins>") < history.index("green")


def test_of_a_long_history_the_newest_is_shown(member, monkeypatch):
    monkeypatch.setattr("codes.sections.history.MOST", 2)
    code = a_code()
    for year in (2023, 2024):
        a_change(code, a_release(effective=date(year, 10, 1)), "descriptor", "old", str(year))
    assert "older ones" not in section(member.get(code.url), "History of changes")
    a_change(code, a_release(effective=date(2025, 10, 1)), "descriptor", "old", "2025")
    history = section(member.get(code.url), "History of changes")
    assert "older ones" in history
    assert re.findall(r"<ins>(\d+)</ins>", history) == ["2025", "2024"]


def test_a_guest_is_told_as_many_changes_as_a_reader_sees(guest, member_user):
    code = a_code()
    release, first = a_release(), a_release(first=True)
    for field, kind in [("descriptor", "revised"), ("notes", "notes"), ("kind", "ended"), ("kind", "added")]:
        a_change(code, release, field, "locked then", "locked now", kind=kind)
    a_change(code, release, "descriptor", kind="conflict")
    a_change(code, first, "descriptor", "Sample", "Official")
    page = guest.get(code.url)
    assert locked(page, "History of changes") == "3 changes"
    assert "locked then" not in page.text
    guest.force_login(member_user)
    assert section(guest.get(code.url), "History of changes").count('class="change"') == 3


# Place


def test_of_many_neighbours_the_nearest_are_shown(member):
    parent = a_code("0ZB", "icd10pcs", kind="heading")
    codes = [a_code(f"0ZB{i:04d}", "icd10pcs", parent=parent, position=10_000 + i) for i in range(100)]
    page = member.get(codes[50].url)
    tree = page.text.split('class="tree"')[1].split("</nav>")[0]
    shown = re.findall(r'class="code">([^<]*)', tree)
    assert shown == [code.value for code in codes[50 - queries.BEFORE : 50 + queries.BEHIND + 1]]
    assert '<a href="/browse/icd10pcs/0ZB/">Browse all</a>' in tree
    tree = member.get(parent.url).text.split('class="tree"')[1].split("</nav>")[0]
    assert len(re.findall(r'class="code">', tree)) == queries.CHILDREN
