"""A code page as of a day: later releases taken back, the publisher's dates counted, the meter as ever."""

import re
from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import OpenedPage
from codes import as_of, status
from codes.as_of import code_on
from codes.models import Change, Code, Relation, Section
from codes.queries import CODE_PARTS
from codes.releases import loader
from codes.releases.loader import Content, Publication
from codes.releases.rows import CodeRow
from codes.releases.sources import SOURCES
from tests.builders import a_code, a_full_code, a_release

pytestmark = pytest.mark.django_db
TODAY = date(2026, 3, 1)
FY25, FY26 = date(2024, 10, 1), date(2025, 10, 1)


@pytest.fixture(autouse=True)
def today(monkeypatch):
    monkeypatch.setattr(as_of, "localdate", lambda: TODAY)
    monkeypatch.setattr(status, "localdate", lambda: TODAY)


@pytest.fixture
def fy25():
    return a_release(name="Order 2025", effective=FY25, first=True)


@pytest.fixture
def fy26(fy25):
    return a_release(name="Order 2026", effective=FY26)


def a_change(release, code, kind="revised", field="descriptor", before="", after=""):
    name, words = {"system": code.system, "value": code.value}, {"before": before, "after": after}
    return Change.objects.create(release=release, code=code, kind=kind, field=field, **name, **words)


def chips(response):
    """The texts of the status line."""
    line = re.search(r'aria-label="Status">(.*?)</ul>', response.text, re.DOTALL)
    return re.findall(r'class="chip[^>]*>([^<]*)<', line[1])


def described(response):
    """(official description, its source)."""
    section = response.text.split("Official Description</h2>")[1].split("</section>")[0]
    words, source = re.search(r'class="official">([^<]*)', section), re.search(r'class="source">([^<]*)', section)
    return words and words[1], source and source[1]


def on(client, code, day):
    return client.get(f"{code.url}?on={day}")


# What a day shows


def load(number, effective, *rows):
    """One order file of invented codes, as the loader writes it."""
    rows = [CodeRow(v, None, i, kind, kind == "code", "", words) for i, (v, kind, words) in enumerate(rows, start=1)]
    filler = [CodeRow(f"R{i:02d}", None, 100 + i, "code", True, "", "Filler") for i in range(60)]
    publication = Publication(
        source="icd10cm", system="icd10cm", name=f"Order {number}", effective=effective, sha256=str(number)
    )
    loader.load(Content(codes=[*rows, *filler], code_parts=["order"]), publication)


def test_it_works(editor):
    load(1, FY25, ("Q01", "code", "Fever"), ("Q02", "code", "Old words"), ("Q03", "code", "Ends"))
    load(2, FY26, ("Q01", "heading", "Fever"), ("Q02", "code", "New words"), ("Q04", "code", "Comes"))
    seen = {}
    for code in Code.objects.filter(value__startswith="Q0"):
        for day in ("2025-09-30", "2025-10-01"):
            page = on(editor, code, day)
            seen[code.value, day] = (chips(page)[0], described(page))
    assert seen == {
        ("Q01", "2025-09-30"): ("Valid for billing, FY 2025", ("Fever", "CDC/NCHS and CMS · Order 1")),
        ("Q01", "2025-10-01"): ("Header: choose a longer code", ("Fever", "CDC/NCHS and CMS · Order 2")),
        ("Q02", "2025-09-30"): ("Valid for billing, FY 2025", ("Old words", "CDC/NCHS and CMS · Order 1")),
        ("Q02", "2025-10-01"): ("Valid for billing, FY 2026", ("New words", "CDC/NCHS and CMS · Order 2")),
        ("Q03", "2025-09-30"): ("Valid for billing, FY 2025", ("Ends", "CDC/NCHS and CMS · Order 1")),
        ("Q03", "2025-10-01"): ("Deleted 1 October 2025", ("Ends", "CDC/NCHS and CMS · Order 2")),
        ("Q04", "2025-09-30"): ("Not yet in effect on 30 September 2025", ("Comes", "CDC/NCHS and CMS · Order 2")),
        ("Q04", "2025-10-01"): ("Valid for billing, FY 2026", ("Comes", "CDC/NCHS and CMS · Order 2")),
    }


def test_releases_are_taken_back_newest_first(editor, fy26):
    april = a_release(effective=date(2026, 2, 1))
    code = a_code(descriptor="Third", release=april)
    a_change(fy26, code, before="First", after="Second")
    a_change(april, code, before="Second", after="Third")
    assert [described(on(editor, code, day))[0] for day in ("2025-09-30", "2025-10-01", "2026-02-01")] == [
        "First",
        "Second",
        "Third",
    ]


def test_a_code_that_came_back_was_over_before(editor, fy26):
    code = a_code(release=fy26)
    a_change(fy26, code, kind="added", field="status", before="2020-09-30", after="active")
    assert chips(on(editor, code, "2025-05-01")) == ["Deleted 1 October 2020"]
    Change.objects.update(before="")
    assert chips(on(editor, code, "2025-05-01")) == ["Deleted"]


def test_what_was_taken_back_or_is_of_another_source_does_not_count(editor, fy26):
    code = a_code(descriptor="Now", release=fy26)
    undone = a_release(effective=date(2025, 12, 1), undone_at=timezone.now())
    limits = a_release("", source="mue", effective=date(2025, 12, 1))
    for release in (undone, limits):
        a_change(release, code, before="Never", after="Now")
    a_change(fy26, code, kind="conflict", before="Ours", after="Theirs")
    a_change(fy26, code, kind="revised", field="attributes.x", before="1", after="2")
    assert described(on(editor, code, "2025-05-01"))[0] == "Now"


def test_what_the_first_release_found_was_our_own_sample(editor, fy25):
    code = a_code(descriptor="Official", release=fy25)
    a_change(fy25, code, before="Sample", after="Official")
    assert described(on(editor, code, "2024-05-01"))[0] == "Official"


def test_what_an_editor_holds_stays(editor, fy26):
    code = a_code(descriptor="The editor's", held=["descriptor"], release=fy26)
    a_change(fy26, code, before="Before", after="After")
    assert "The editor&#x27;s" in described(on(editor, code, "2025-05-01"))[0]


def test_before_the_first_release_what_was_valid_is_not_known(editor, fy26):
    code = a_code(descriptor="Words", release=fy26)
    page = on(editor, code, "2024-09-30")
    assert chips(page) == ["Not known on 30 September 2024"]
    assert (
        "The releases loaded here begin with FY 2025 (1 October 2024); what was valid before is not known here."
        in page.text
    )
    assert described(page) == ("Words", "CDC/NCHS and CMS · Order 2025")
    assert "The releases loaded here begin" not in on(editor, code, "2024-10-01").text


def test_an_index_alone_does_not_say_what_was_valid(editor, fy26):
    a_release(effective=date(2020, 10, 1), parts=["index index"], first=True)
    code = a_code(release=fy26)
    assert chips(on(editor, code, "2023-01-01")) == ["Not known on 1 January 2023"]


def test_the_publishers_own_dates_reach_further_back(editor):
    release = a_release("hcpcs", name="Quarter", effective=FY26, first=True)
    dates = {"effective_from": date(2019, 1, 1), "effective_to": date(2026, 6, 30)}
    code = a_code("Z9901", "hcpcs", release=release, descriptor="Invented", **dates)
    page = on(editor, code, "2020-01-01")
    assert chips(page) == ["Active since 1 January 2019", "Ends 30 June 2026"]
    assert (
        "begin with Quarter (1 October 2025). The dates are the publisher’s; how the code was described before is "
        "not known here." in page.text
    )
    assert chips(on(editor, code, "2018-12-31")) == ["Not yet in effect on 31 December 2018", "Ends 30 June 2026"]
    assert chips(on(editor, code, "2026-06-30")) == ["Active since 1 January 2019", "Ends 30 June 2026"]
    assert chips(on(editor, code, "2026-07-01")) == ["Deleted 1 July 2026"]


def test_a_code_that_ended_long_ago_is_over_on_any_later_day(editor):
    release = a_release("hcpcs", effective=FY26, first=True)
    code = a_code("Z9902", "hcpcs", release=release, status="deleted", effective_to=date(2009, 12, 31))
    assert chips(on(editor, code, "2015-01-01")) == ["Deleted 1 January 2010"]
    assert chips(on(editor, code, "2005-01-01")) == ["Not known on 1 January 2005", "Ends 31 December 2009"]


def test_a_later_end_is_told_on_a_day_on_which_the_code_stood(editor, fy26):
    ended = a_code(release=fy26, status="deleted", effective_to=date(2025, 9, 30))
    new = a_code("Q09.9")
    a_change(fy26, ended, kind="ended", field="", before="", after="2025-09-30")
    Relation.objects.create(code=ended, kind="replaced_by", target=new)
    assert chips(on(editor, ended, "2025-05-01")) == ["Valid for billing, FY 2025", "Ends 30 September 2025"]
    assert chips(on(editor, ended, "2025-10-01")) == ["Deleted 1 October 2025 → Q09.9"]
    assert chips(editor.get(ended.url)) == ["Deleted 1 October 2025 → Q09.9"]


def test_a_fiscal_year_whose_release_is_missing_is_told_of_any_day(editor, fy25):
    code = a_code(release=fy25)
    assert chips(on(editor, code, "2025-09-30")) == ["Valid for billing, FY 2025"]
    assert chips(on(editor, code, "2027-10-01")) == ["Valid for billing, FY 2025", "FY 2028 release not loaded yet"]


def test_a_release_loaded_ahead_is_not_read_before_its_day(editor, fy26):
    ahead = a_release(name="Order 2027", effective=date(2026, 10, 1))
    code = a_code(descriptor="Next year's", release=ahead)
    a_change(ahead, code, before="This year's", after="Next year's")
    page = editor.get(code.url)
    assert described(page)[0] == "This year&#x27;s"
    assert chips(page) == ["Valid for billing, FY 2026"]
    assert f'<a href="{code.url}?on=2026-10-01">From 1 October 2026 on</a>' in page.text
    assert "noindex" not in page.text
    assert described(on(editor, code, "2026-10-01"))[0] == "Next year&#x27;s"
    coming = a_code("Q09", effective_from=date(2026, 10, 1), release=ahead)
    a_change(ahead, coming, kind="added", field="")
    assert chips(editor.get(coming.url)) == ["In effect from 1 October 2026"]


def test_the_first_release_is_read_even_ahead_of_its_day(editor):
    code = a_code(descriptor="Words", release=a_release(effective=date(2026, 10, 1), first=True))
    page = editor.get(code.url)
    assert chips(page) == ["Valid for billing, FY 2027"]
    assert 'class="as-of"' not in page.text


def test_a_number_of_cms_files_is_valid_on_no_known_day(editor):
    release = a_release("", source="mue", effective=FY26, parts=["limits practitioner"], first=True)
    code = a_code("99901", "cpt", title="", billable=False, release=release)
    page = on(editor, code, "2020-01-01")
    assert chips(page) == ["Named in CMS files"]
    assert "do not say on which days it is valid" in page.text


def test_a_code_without_a_release_has_a_page_of_any_day(editor):
    assert chips(on(editor, a_code(release=None), "2020-01-01")) == ["Active"]


def test_every_part_that_lists_codes_is_known():
    assert set(CODE_PARTS) == {part for source in SOURCES.values() for part in source.codes}
    assert {"order", "tabular", "codes", "consolidated", "long"} <= set(CODE_PARTS)
    assert not {"index", "tables", "conversion", "definitions", "limits"} & set(CODE_PARTS)


def test_an_ended_code_was_billable_and_a_header_was_none(fy26):
    ended, header = a_code(status="deleted", release=fy26), a_code("Q02", release=fy26)
    a_change(fy26, ended, kind="ended", field="")
    a_change(fy26, header, field="kind", before="heading", after="code")
    states = [code_on(code, date(2025, 5, 1)).code for code in (ended, header)]
    assert [(code.kind, code.billable) for code in states] == [("code", True), ("heading", False)]


def test_the_row_itself_is_left_alone(fy26):
    code = a_code(descriptor="Now", release=fy26)
    a_change(fy26, code, before="Then", after="Now")
    state = code_on(Code.objects.select_related("release").get(), date(2025, 5, 1))
    assert (state.code.descriptor, state.today.descriptor) == ("Then", "Now")
    assert (state.code.billable, state.today.billable) == (True, True)
    assert (state.code.release.name, state.today.release) == ("Order 2025", fy26)


# The page around it


def test_the_banner_leads_to_today_and_to_other_days(guest, fy26):
    code = a_code(release=fy26)
    page = on(guest, code, "2025-05-01").text
    banner = page.split('class="as-of"')[1].split("</section>")[0]
    assert "As of 1 May 2025" in banner
    assert f'<a href="{code.url}">Today’s page</a>' in banner
    assert f'<form class="day-form" method="get" action="{code.url}">' in banner
    assert 'type="date" name="on" value="2025-05-01"' in banner
    assert "<title>ICD-10-CM Q01.1 as of 1 May 2025: " in page


def test_todays_page_offers_other_days(guest):
    code = a_code()
    page = guest.get(code.url).text
    assert 'class="as-of"' not in page
    assert f'<form class="day-form" method="get" action="{code.url}">' in page


def test_search_engines_keep_todays_page(guest, fy26):
    code = a_code(release=fy26)
    dated, plain = on(guest, code, "2025-05-01").text, guest.get(code.url).text
    canonical = f'<link rel="canonical" href="http://testserver{code.url}">'
    assert '<meta name="robots" content="noindex">' in dated
    assert canonical in dated
    assert "noindex" not in plain
    assert canonical in plain


NO_DAYS = ["x", "2025", "2025-13-01", "2025-02-29", "20250501", "2025-W01-1", "2025-5-1", " 2025-05-01", "0000-01-01"]


@pytest.mark.parametrize("day", [*NO_DAYS, "٢٠٢٥-٠٥-٠١"])
def test_what_is_no_day_is_said_to_be_none_and_costs_nothing(guest, day):
    code = a_code()
    answer = guest.get(code.url, {"on": day})
    assert answer.status_code == 400
    assert "That is no day of the calendar" in answer.text
    assert f'href="{code.url}"' in answer.text
    assert OpenedPage.objects.count() == 0


@pytest.mark.parametrize("day", ["0001-01-01", "9999-12-31"])
def test_any_day_of_the_calendar_has_a_page(editor, fy26, day):
    assert on(editor, a_code(release=fy26, effective_from=FY26), day).status_code == 200


def test_an_empty_day_is_today(guest):
    code = a_code()
    page = on(guest, code, "")
    assert page.status_code == 200
    assert 'class="as-of"' not in page.text


@pytest.mark.parametrize("spelled", ["q01.1", "Q011", "q01.1.-"])
def test_another_spelling_keeps_the_day(guest, spelled):
    a_code()
    assert guest.get(f"/icd10cm/{spelled}/?on=2025-05-01&x=1").url == "/icd10cm/Q01.1/?on=2025-05-01"


# The meter and the walls


def test_all_days_of_a_code_are_one_view(guest, fy26):
    code, other = a_code(release=fy26), a_code("Q09.9")
    assert on(guest, code, "2025-05-01").status_code == 200
    assert guest.get(code.url).status_code == 200
    assert on(guest, code, "2024-12-01").status_code == 200
    assert OpenedPage.objects.get().page == "icd10cm/Q01.1"
    assert on(guest, other, "2025-05-01").status_code == 403


def test_a_wall_tells_how_the_code_stands_today(guest, fy26):
    code = a_code(descriptor="Now", release=fy26)
    a_change(fy26, code, before="Then", after="Now")
    guest.get(a_code("Q09.9").url)
    wall = on(guest, code, "2025-05-01")
    assert wall.status_code == 403
    assert 'class="as-of"' not in wall.text
    assert "Then" not in wall.text
    assert "day-form" not in wall.text


def test_a_guest_sees_the_same_locked_sections_on_any_day(fy26):
    code = a_full_code(mark="zzplantedzz")
    Section.objects.filter(code=code).update(body="zzplantedzz")
    page = on(Client(), code, "2020-01-01")
    assert page.status_code == 200
    assert "Register to view content" in page.text
    assert "zzplantedzz" not in page.text.replace("Open words zzplantedzz", "")
