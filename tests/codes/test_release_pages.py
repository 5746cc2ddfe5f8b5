"""The pages of releases: what was loaded, what it changed, and that nothing locked is in them."""

import csv
import re
from datetime import date

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import Session
from codes import changes, release_views
from codes.change_words import COLUMNS, Line, column, differences, facts_by_label
from codes.changes import history_of
from codes.models import Change, Code, Replacement
from codes.releases import facts as tables
from codes.releases import loader
from codes.releases.rows import UnitLimitRow
from codes.releases.sources import SOURCES
from tests.builders import a_code, a_reader, a_release

pytestmark = pytest.mark.django_db
MARK = "zzplantedzz"


def a_change(release, value="Q01.1", kind="revised", field="descriptor", before="", after="", system="icd10cm", **more):
    """One change, of a code that is loaded or of none."""
    code = Code.objects.filter(system=system, value=value).first()
    texts = {"before": before, "after": after}
    return Change.objects.create(
        release=release, code=code, system=system, value=value, kind=kind, field=field, **texts, **more
    )


def statements(client, address):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


def shown(response):
    """{kind: [(value, title, [(what, before, after)])]} of a release's page."""
    return {
        section.kind: [
            (code.value, code.title, [(line.what, line.before, line.after) for line in code.lines])
            for code in section.codes
        ]
        for section in response.context["sections"]
    }


def values(response):
    return [code.value for section in response.context["sections"] for code in section.codes]


def lines(response):
    """The rows of a CSV answer."""
    return list(csv.reader(b"".join(response.streaming_content).decode().splitlines()))


# The list


def test_it_works(guest):
    a_release(name="Blue release", read=1234, added=5, revised=6, ended=7)
    response = guest.get("/releases/")
    assert response.status_code == 200
    assert "Blue release" in response.text
    assert "1,234 read · 5 added · 6 revised · 7 ended" in response.text
    assert "CDC/NCHS and CMS" in response.text


def test_releases_stand_by_source_the_newest_first(guest):
    old = a_release(effective=date(2025, 4, 1))
    new = a_release(effective=date(2026, 4, 1))
    fees = a_release("", source="fees")
    sample = a_release("hcpcs", source="hcpcs-sample", official=False)
    other = a_release("pos", source="unheard-of")
    groups = guest.get("/releases/").context["groups"]
    assert [(group["title"], group["publisher"], group["releases"]) for group in groups] == [
        ("ICD-10-CM", "CDC/NCHS and CMS", [new, old]),
        ("HCPCS Level II", "CodeAhead", [sample]),
        ("Medicare physician fee schedule", "CMS", [fees]),
        ("Place of service", "CMS", [other]),
    ]


def test_a_sample_is_marked_and_what_was_taken_back_is_not_listed(guest):
    a_release(name="Gone", undone_at=timezone.now())
    a_release("cpt", source="cpt-sample", name="In own words", official=False)
    response = guest.get("/releases/")
    assert "Sample</span>" in response.text
    assert [release.name for group in response.context["groups"] for release in group["releases"]] == ["In own words"]


def test_edits_of_two_settings_are_told_apart(guest):
    a_release("", source="ncci-ptp", parts=["edits hospital"], name="Edits")
    a_release("", source="mue", parts=["limits practitioner", "limits dme"], name="Limits")
    page = guest.get("/releases/").content.decode()
    assert re.findall(r'<span class="chip">(.*?)</span>', page) == ["hospital", "practitioner, dme"]


def test_without_releases_it_says_so(guest):
    assert "No release is loaded yet." in guest.get("/releases/").text


def test_the_feeds_of_the_listed_systems_can_be_found(guest):
    a_release("pos", source="place-of-service")
    a_release("", source="mue")
    text = guest.get("/releases/").text
    assert text.count('type="application/atom+xml"') == 1
    assert 'href="/feeds/pos.atom"' in text


def test_the_list_costs_the_same_for_one_release_and_for_many(guest):
    a_release()
    guest.get("/releases/")  # keeps the footer's releases for both
    few = statements(guest, "/releases/")
    for system in ("icd10cm", "hcpcs", "icd10pcs") * 10:
        a_release(system)
    assert statements(guest, "/releases/") == few == 1


# One release


def test_a_release_says_what_was_read(guest):
    files = [
        {"name": "one.txt", "form": "order file", "rows": 1200, "part": "order"},
        {"name": "two.xml", "form": "index", "rows": 3, "part": "index"},
    ]
    report = [["read", 1203], ["taken back", "An earlier one"]]
    release = a_release(name="Blue release", files=files, report=report, sha256="ab" * 32)
    text = guest.get(release.get_absolute_url()).text
    for words in ("Blue release", "1 April 2026", "one.txt", "order file, 1,200 rows", "two.xml", "An earlier one"):
        assert words in text
    assert "ababababab" in text
    assert "ab" * 32 in text


def test_who_ran_the_load_is_nobodys_business(guest):
    assert MARK not in guest.get(a_release(operator=MARK).get_absolute_url()).text


def test_changes_stand_by_kind(guest):
    release = a_release(added=1, revised=1, ended=1, report=[["codes with changed notes", 7]])
    for value in ("Q01.1", "Q02.1", "Q03.1", "Q04.1"):
        a_code(value)
    a_change(release, "Q01.1", "added", "")
    a_change(release, "Q02.1", before="Blue fever", after="Blue fevers")
    a_change(release, "Q03.1", "ended", "", after="2026-03-31")
    a_change(release, "Q04.1", "notes", "notes", before="includes: blue", after="includes: green")
    response = guest.get(release.get_absolute_url())
    assert shown(response) == {
        "added": [("Q01.1", "Invented ailment Q01.1", [("Added", "", "")])],
        "revised": [("Q02.1", "Invented ailment Q02.1", [("Official description", "Blue fever", "Blue fevers")])],
        "ended": [("Q03.1", "Invented ailment Q03.1", [("Ended, last date of service 31 March 2026", "", "")])],
        "notes": [("Q04.1", "Invented ailment Q04.1", [("Notes", "", "")])],
    }
    assert [section.number for section in response.context["sections"]] == [1, 1, 1, 7]
    assert "blue</" not in response.text
    assert "green" not in response.text


def test_the_words_that_differ_are_marked_and_escaped(guest):
    release = a_release()
    a_change(release, before="Blue <b>fever</b> of the ear", after="Blue & green fever of the ear")
    text = " ".join(guest.get(release.get_absolute_url()).text.split())
    assert "Blue <del>&lt;b&gt;fever&lt;/b&gt;</del> of the ear" in text
    assert "Blue <ins>&amp; green fever</ins> of the ear" in text


def test_a_short_description_like_the_official_one_stands_there_once(guest):
    release = a_release()
    for field in ("descriptor", "short_descriptor"):
        a_change(release, field=field, before="Blue fever", after="Green fever")
    text = guest.get(release.get_absolute_url()).text
    assert text.count("<del>Blue</del>") == 1
    assert "Short description" not in text


def test_an_ended_code_says_what_replaced_it(guest):
    conversion = a_release()
    release = a_release(effective=date(2026, 10, 1))
    for value, day in [("Q01.11", "2026-10-01"), ("Q01.12", "2026-04-01"), ("Q01.19", "2017-10-01")]:
        Replacement.objects.create(
            release=conversion, system="icd10cm", value="Q01.1", replaced_by=value, effective=date.fromisoformat(day)
        )
    a_change(release, "Q01.1", "ended", "kind", "code", "heading")
    a_change(release, "Q01.1", "added", "kind", "code", "heading")
    response = guest.get(release.get_absolute_url())
    assert shown(response)["ended"] == [("Q01.1", "", [("Became a header", "", "")])]
    assert shown(response)["added"] == [("Q01.1", "", [("Became a header", "", "")])]
    assert [code.replaced_by for section in response.context["sections"] for code in section.codes] == [
        [],
        ["Q01.11", "Q01.12"],
    ]
    assert '<a class="code" href="/icd10cm/Q01.11/">' in response.text


def test_what_came_back_and_what_became_a_code(guest):
    release = a_release()
    a_change(release, "Q01.1", "added", "status", "2020-09-30", "active")
    a_change(release, "Q02", "added", "kind", "heading", "code")
    a_change(release, "Q03", "ended", "")
    assert shown(guest.get(release.get_absolute_url())) == {
        "added": [("Q01.1", "", [("Reinstated", "", "")]), ("Q02", "", [("Became a code, was a header", "", "")])],
        "ended": [("Q03", "", [("Ended", "", "")])],
    }


def test_dates_are_open_and_written_as_days(guest):
    release = a_release()
    a_change(release, field="effective_to", after="2026-09-30")
    response = guest.get(release.get_absolute_url())
    assert shown(response)["revised"] == [("Q01.1", "", [("Last date of service", "", "30 September 2026")])]
    assert "none</span>" in response.text


def test_a_code_that_is_not_loaded_has_no_link(guest):
    release = a_release("", source="mue")
    a_change(release, "99901", "added", "Unit limit 1", system="cpt")
    text = guest.get(release.get_absolute_url()).text
    assert "99901" in text
    assert "/cpt/99901/" not in text
    a_code("99901", "cpt")
    assert '<a class="code" href="/cpt/99901/">99901</a>' in guest.get(release.get_absolute_url()).text


def test_of_facts_no_more_is_told_than_what_they_are(guest):
    release = a_release("", source="fees")
    a_code("G9901", "hcpcs", title="Invented service")
    for field in ("Physician fee  false", "Physician fee 26 false", "Physician fee TC true"):
        a_change(release, "G9901", field=field, before="work 1.2345", after="work 9.8765", system="hcpcs")
    a_change(release, "G9901", field="Add-on code edit 99909 2026-01-01", kind="added", system="hcpcs")
    response = guest.get(release.get_absolute_url())
    assert shown(response) == {
        "added": [("G9901", "Invented service", [("Add-on code edit", "", "")])],
        "revised": [("G9901", "Invented service", [("Physician fee", "", "")])],
    }
    for locked in ("99909", "1.2345", "9.8765", "26 false"):
        assert locked not in response.text


def test_of_cpt_the_numbers_and_never_a_word(guest):
    release = a_release("cpt")
    a_code("99901", "cpt", descriptor=f"Official {MARK}", short_descriptor=f"Short {MARK}", title=f"Own {MARK}")
    for field in ("descriptor", "short_descriptor"):
        a_change(release, "99901", field=field, before=f"Before {MARK}", after=f"After {MARK}", system="cpt")
    a_change(release, "99902", "ended", "", after="2026-03-31", system="cpt")
    response = guest.get(release.get_absolute_url())
    assert MARK not in response.text
    assert shown(response) == {
        "revised": [("99901", "", [("Official description", "", ""), ("Short description", "", "")])],
        "ended": [("99902", "", [("Ended, last date of service 31 March 2026", "", "")])],
    }


def test_conflicts_are_for_the_editors(guest):
    release = a_release()
    a_change(release, kind="conflict", before=MARK, after=MARK)
    response = guest.get(release.get_absolute_url())
    assert MARK not in response.text
    assert "It changed nothing." in response.text


def test_a_first_release_had_nothing_to_be_compared_with(guest):
    release = a_release(first=True, read=1234, added=1234)
    a_change(release, before="", after="Words beside our own sample")
    response = guest.get(release.get_absolute_url())
    assert "there was nothing to compare it with" in response.text
    assert "Words beside" not in response.text
    assert lines(guest.get(f"/releases/{release.pk}.csv")) == [release_views.COLUMNS]


def test_what_is_counted_and_not_listed(guest):
    ptp = a_release("", source="ncci-ptp", added=12345)
    gems = a_release("", source="gems", added=6789)
    text = guest.get(ptp.get_absolute_url()).text
    assert "12,345 added" in text
    assert "Each code’s page lists the edits that name it" in text
    assert "counted and not listed" in guest.get(gems.get_absolute_url()).text


def test_every_source_with_changes_is_listed():
    listed = [key for key in SOURCES if release_views.is_listed(a_release("", source=key))]
    assert sorted(set(SOURCES) - set(listed)) == ["coverage", "gems", "ncci-ptp"]


def test_a_sample_says_that_it_is_one(guest):
    release = a_release("hcpcs", source="hcpcs-sample", official=False)
    text = guest.get(release.get_absolute_url()).text
    assert "Sample, not the official release" in text
    assert "HCPCS Level II" in text
    assert "CodeAhead · effective" in text
    a_release("hcpcs")
    assert [group["publisher"] for group in guest.get("/releases/").context["groups"]] == ["CMS"]


@pytest.mark.parametrize("ending", ["/", ".csv"])
def test_what_was_taken_back_is_gone(guest, ending):
    release = a_release(name="Blue release", undone_at=timezone.now())
    a_change(release, before=MARK)
    response = guest.get(f"/releases/{release.pk}{ending}")
    assert response.status_code == 410
    assert "This release was taken back" in response.text
    assert MARK not in response.text
    assert "public" not in response.headers.get("Cache-Control", "")


@pytest.mark.parametrize("address", ["/releases/999/", "/releases/999.csv", f"/releases/{10**30}/", "/releases/x/"])
def test_what_never_was_is_not_found(guest, address):
    assert guest.get(address).status_code == 404


# Filters and pages


@pytest.fixture
def release():
    """Two releases' changes; the first one's are asked for."""
    release = a_release(added=2, revised=2)
    for value in ("Q01.1", "Q02.1"):
        a_change(release, value, "added", "")
        a_change(release, value, before="Blue", after="Green")
    a_change(a_release(), "Q01.2", "added", "")
    return release


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ("", ["Q01.1", "Q02.1", "Q01.1", "Q02.1"]),
        ("?kind=added", ["Q01.1", "Q02.1"]),
        ("?kind=ended", []),
        ("?kind=nonsense", ["Q01.1", "Q02.1", "Q01.1", "Q02.1"]),
        ("?kind=conflict", ["Q01.1", "Q02.1", "Q01.1", "Q02.1"]),
        ("?kind=added&prefix=q02", ["Q02.1"]),
        ("?kind=added&prefix=+q0+21+", ["Q02.1"]),
        ("?kind=added&prefix=Q02.1", ["Q02.1"]),
        ("?prefix=%25", []),
        ("?prefix=" + "Q" * 2000, []),
    ],
)
def test_filters(guest, release, query, found):
    assert values(guest.get(release.get_absolute_url() + query)) == found


def test_where_nothing_is_found_all_is_offered(guest, release):
    text = guest.get(release.get_absolute_url() + "?kind=ended").text
    assert "No change matches." in text
    assert "Show all" in text


def test_what_is_typed_stands_in_the_form_escaped(guest, release):
    text = guest.get(release.get_absolute_url() + '?prefix="><b>').text
    assert '"><B>' not in text
    assert 'value="&quot;&gt;&lt;B&gt;"' in text


def test_pages_lead_through_every_code_and_back(guest, monkeypatch):
    monkeypatch.setattr(changes, "PAGE", 3)
    release = a_release(revised=8)
    for i in range(8):
        for field in ("descriptor", "short_descriptor"):
            a_change(release, f"Q0{i}.1", field=field, before="Blue", after="Green")
    address, there, back = release.get_absolute_url(), [], []
    section = guest.get(address).context["sections"][0]
    while True:
        there.append([code.value for code in section.codes])
        assert all(len(code.lines) == 2 for code in section.codes)
        if not section.next:
            break
        section = guest.get(f"{address}?kind=revised&after={section.next}").context["sections"][0]
    while True:
        back.append([code.value for code in section.codes])
        if not section.previous:
            break
        section = guest.get(f"{address}?kind=revised&before={section.previous}").context["sections"][0]
    assert there == [["Q00.1", "Q01.1", "Q02.1"], ["Q03.1", "Q04.1", "Q05.1"], ["Q06.1", "Q07.1"]]
    assert back == [["Q06.1", "Q07.1"], ["Q03.1", "Q04.1", "Q05.1"], ["Q00.1", "Q01.1", "Q02.1"]]


def test_the_links_of_the_pages_keep_the_filter(guest, monkeypatch):
    monkeypatch.setattr(changes, "PAGE", 1)
    release = a_release()
    for i in range(3):
        a_change(release, f"Q01.{i}", "added", "")
    text = guest.get(f"{release.get_absolute_url()}?prefix=Q01").text
    assert "?prefix=Q01&amp;kind=added&amp;after=Q01.0" in text
    assert f"/releases/{release.pk}.csv?prefix=Q01" in text
    text = guest.get(f"{release.get_absolute_url()}?prefix=Q01&kind=added&after=Q01.0").text
    assert "?prefix=Q01&amp;kind=added&amp;before=Q01.1" in text


def test_a_release_costs_the_same_for_one_change_and_for_many(guest):
    release = a_release()
    kinds = [("added", ""), ("revised", "descriptor"), ("ended", ""), ("notes", "notes")]

    def grow(number):
        for i in range(number):
            a_code(f"Q{number + i}.1")
            for kind, field in kinds:
                a_change(release, f"Q{number + i}.1", kind, field)

    grow(1)
    guest.get("/releases/")
    address = release.get_absolute_url()
    few = [statements(guest, address), statements(guest, address + "?kind=revised")]
    grow(30)
    assert [statements(guest, address), statements(guest, address + "?kind=revised")] == few
    assert few == [7, 3]


# The file


def test_the_file_holds_what_is_open(guest):
    release = a_release(name="Blue release: FY 2027")
    a_change(release, "Q02.1", before="Blue fever", after='Blue "fever", green')
    a_change(release, "Q01.1", "added", "")
    a_change(release, "Q03.1", "ended", "", after="2026-03-31")
    a_change(release, "Q04.1", "notes", "notes", "includes: locked", "includes: locked")
    a_change(release, "Q05.1", field="attributes.coverage", before='"locked"', after='"locked"')
    a_change(release, "Q05.1", field="common_language", before="locked", after="locked")
    a_change(release, "Q06.1", kind="conflict", before="locked", after="locked")
    response = guest.get(f"/releases/{release.pk}.csv")
    assert response.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert response.headers["Content-Disposition"] == 'attachment; filename="blue-release-fy-2027.csv"'
    assert lines(response) == [
        ["system", "code", "change", "field", "before", "after"],
        ["icd10cm", "Q01.1", "added", "", "", ""],
        ["icd10cm", "Q03.1", "ended", "", "", "2026-03-31"],
        ["icd10cm", "Q04.1", "notes", "notes", "", ""],
        ["icd10cm", "Q02.1", "revised", "descriptor", "Blue fever", 'Blue "fever", green'],
        ["icd10cm", "Q05.1", "revised", "attributes.coverage", "", ""],
        ["icd10cm", "Q05.1", "revised", "common_language", "", ""],
    ]


def test_the_file_is_filtered_as_the_page_is(guest, release):
    assert lines(guest.get(f"/releases/{release.pk}.csv?kind=added&prefix=q02"))[1:] == [
        ["icd10cm", "Q02.1", "added", "", "", ""]
    ]


def test_the_file_has_cpt_numbers_and_facts_once_and_without_values(guest):
    release = a_release("", source="fees", name="…")
    for modifier in ("", "26", "TC"):
        a_change(release, "99901", field=f"Physician fee {modifier} false", before="1", after="2", system="cpt")
    a_change(release, "99901", field="descriptor", before="Words", after="Words", system="cpt")
    response = guest.get(f"/releases/{release.pk}.csv")
    assert f"release-{release.pk}.csv" in response.headers["Content-Disposition"]
    assert lines(response)[1:] == [
        ["cpt", "99901", "revised", "Physician fee", "", ""],
        ["cpt", "99901", "revised", "descriptor", "", ""],
    ]


@pytest.mark.parametrize("cell", ["=1+1", "+1", "-1", "@SUM(1)", "\t=1"])
def test_no_cell_is_a_formula(guest, cell):
    release = a_release()
    a_change(release, before=cell, after=f"Blue {cell}")
    assert lines(guest.get(f"/releases/{release.pk}.csv"))[1][4:] == [f"'{cell}", f"Blue {cell}"]


def test_the_file_is_read_and_sent_piece_by_piece(guest, monkeypatch):
    monkeypatch.setattr(release_views, "ROWS_AT_ONCE", 2)
    release = a_release()
    for i in range(7):
        a_change(release, f"Q0{i}.1", "added", "")
    response = guest.get(f"/releases/{release.pk}.csv")
    assert response.streaming
    pieces = iter(response.streaming_content)
    first = next(pieces)
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_cursors")
        assert cursor.fetchone() == (1,)
    assert [piece.count(b"\n") for piece in [first, *pieces]] == [2, 2, 2, 2]


# Who may read what


def test_releases_are_free_and_leave_no_cookie(guest, release):
    for address in ("/releases/", release.get_absolute_url(), f"/releases/{release.pk}.csv"):
        response = guest.get(address)
        assert response.status_code == 200
        assert response.cookies == {}
    assert Session.objects.count() == 0


def test_the_file_may_be_kept_by_proxies_and_pages_that_name_the_reader_may_not(member, release):
    answer = member.get(f"/releases/{release.pk}.csv")
    assert answer.headers["Cache-Control"] == "public, max-age=300"
    assert "Cookie" not in answer.headers.get("Vary", "")
    for address in ("/releases/", release.get_absolute_url()):
        assert "public" not in member.get(address).headers.get("Cache-Control", "")


@pytest.fixture
def planted():
    """A mark in everything of a code and its changes that is locked for guests, or needs a licence."""
    a_code("99901", "cpt", title=f"Title {MARK}", descriptor=f"Official {MARK}", common_language=f"Common {MARK}")
    a_code("G9901", "hcpcs", title="Open", common_language=f"Common {MARK}", unit_of_service=f"Unit {MARK}")
    for system, value in (("cpt", "99901"), ("hcpcs", "G9901")):
        release = a_release(system, added=1, revised=1)
        for field in ("common_language", "attributes.coverage", "attributes.clinician"):
            a_change(release, value, field=field, before=f'"{MARK}"', after=f'"{MARK}"', system=system)
        a_change(release, value, "notes", "notes", f"includes: {MARK}", f"includes: {MARK} too", system=system)
        a_change(release, value, "conflict", "descriptor", MARK, MARK, system=system)
        for label in facts_by_label():
            field = f"{label} {MARK}"
            a_change(release, value, field=field, before=f"rationale {MARK}", after=f"note {MARK}", system=system)
        a_change(release, value, field=f"unheard_of {MARK}", before=MARK, after=MARK, system=system)
    for field in ("descriptor", "short_descriptor"):
        a_change(release, "99901", field=field, before=MARK, after=MARK, system="cpt")
    return [release, *type(release).objects.exclude(pk=release.pk)]


@pytest.mark.parametrize("reader", ["guest", "member"])
def test_locked_text_is_in_no_page_and_no_file(client, planted, reader):
    if reader == "member":
        client.force_login(a_reader())
    addresses = ["/releases/"]
    for release in planted:
        for query in ("", "?kind=revised", "?kind=notes", "?prefix=9", f"?prefix={MARK}"):
            addresses += [f"/releases/{release.pk}/{query}", f"/releases/{release.pk}.csv{query}"]
    leaks = []
    for address in [*addresses, "/feeds/cpt.atom", "/feeds/hcpcs.atom"]:
        response = client.get(address)
        body = b"".join(response) if response.streaming else response.content
        if MARK in body.decode() or MARK in str(response.headers):
            leaks.append(address)
    assert leaks == []


def test_the_marks_are_there_to_be_read(planted):
    """The test above could not fail if they were nowhere to be seen."""
    told = [line for value in ("99901", "G9901") for line in history_of(Code.objects.get(value=value))]
    assert sum(MARK in str(line) for line in told) > 15


# The history of a code


def test_the_history_of_a_code_whole(django_assert_num_queries):
    code = a_code("Q01.1")
    old = a_release(name="Old", effective=date(2025, 4, 1))
    new = a_release(name="New", effective=date(2026, 4, 1))
    a_change(old, "Q01.1", "added", "")
    a_change(new, before="Blue fever", after="Green fever")
    a_change(new, field="effective_from", before="2025-04-01", after="2025-05-01")
    a_change(new, "Q01.1", "notes", "notes", "includes: a\nexcludes1: b", "includes: a\nincludes: c\nexcludes1: d")
    a_change(new, "Q01.2", before="Another", after="code")
    with django_assert_num_queries(1):
        found = history_of(code)
    here = {"when": date(2026, 4, 1), "release": "New", "url": f"/releases/{new.pk}/"}
    there = {"when": date(2025, 4, 1), "release": "Old", "url": f"/releases/{old.pk}/"}
    assert found == [
        here | {"what": "Official description", "before": "Blue fever", "after": "Green fever"},
        here | {"what": "First date of service", "before": "1 April 2025", "after": "1 May 2025"},
        here | {"what": "Notes", "before": "Excludes 1: b", "after": "Includes: c; Excludes 1: d"},
        there | {"what": "Added", "before": "", "after": ""},
    ]
    assert len(history_of(code, limit=2)) == 2


def what(code):
    return [(line["what"], line["before"], line["after"]) for line in history_of(code)]


def test_the_history_leaves_out_what_no_publisher_changed():
    code = a_code("Q01.1")
    a_change(a_release(undone_at=timezone.now()), before="Taken", after="back")
    a_change(a_release(first=True), before="Our", after="sample")
    a_change(a_release(), kind="conflict", before="Editor", after="Publisher")
    assert history_of(code) == []


def test_a_code_that_became_a_header_is_told_once():
    code = a_code("Q01.1", kind="heading")
    release = a_release()
    a_change(release, "Q01.1", "ended", "kind", "code", "heading")
    a_change(release, "Q01.1", "added", "kind", "code", "heading")
    assert what(code) == [("Became a header", "", "")]


def test_attributes_are_told_in_words():
    code = a_code("G9901", "hcpcs")
    release = a_release("hcpcs")
    for field, before, after in [
        ("coverage", '"C"', '"M"'),
        ("pricing", '["00", "13"]', ""),
        ("asc_date", "", '"2026-01-01"'),
        ("cross_references", '["G9902"]', '["G9903"]'),
        ("never_heard", '"a"', "7"),
    ]:
        a_change(release, "G9901", field=f"attributes.{field}", before=before, after=after, system="hcpcs")
    assert what(code) == [
        ("Coverage", "Carrier judgment (C)", "Non-covered by Medicare (M)"),
        (
            "Pricing",
            "Not separately priced by Part B (00); Physician fee schedule: established by carriers (13)",
            "",
        ),
        ("In this ASC payment group since", "", "1 January 2026"),
        ("Cross reference", "G9902", "G9903"),
        ("Never heard", "a", "7"),
    ]


def test_facts_are_told_in_words_even_from_before_the_code_was_loaded():
    release = a_release("", source="fees")
    for field, kind, before, after in [
        ("Physician fee 26 true", "revised", "status A; work 1.2000", "status -; work 1.3456"),
        ("Physician fee  false", "revised", "facility_na false; pctc ", "facility_na true; pctc 1"),
        ("Physician fee TC false", "added", "", "assistant 0; facility_total 2.0000; work 0.0000"),
        ("Unit limit 1", "revised", "indicator 1; rationale One; two", "indicator 3; rationale units; three"),
        ("Unit limit 2", "ended", "rationale Words; units 2", ""),
        ("Add-on code edit 99902 2026-01-01", "added", "", "edit_type 1; special_instruction "),
        ("Add-on code edit ", "revised", "deletion -", "deletion 2026-03-31"),
        ("Drug price", "revised", "", ""),
        ("Hospital outpatient payment", "revised", "", "apc 5521"),
    ]:
        a_change(release, "99901", field=field, kind=kind, before=before, after=after, system="cpt")
    assert [line[0] for line in what(a_code("99901", "cpt"))] == [
        "Physician fee, modifier 26, for qualifying participants: status A → none, work 1.20 → 1.3456",
        "Physician fee: not done in a facility no → yes, PC/TC indicator none → 1",
        "Physician fee, modifier TC added: facility total 2.00",
        "Unit limit, practitioner: indicator Line edit → Date of service edit: clinical, "
        "rationale One; two → units; three",
        "Unit limit, hospital ended: units 2",
        "Add-on code edit, with 99902, from 1 January 2026 added",
        "Add-on code edit, with contractor-defined codes: deletion none → 31 March 2026",
        "Drug price revised",
        "Hospital outpatient payment: APC now 5521",
    ]


def test_what_the_loader_writes_of_facts_can_be_read(guest):
    def load(day, *rows):
        content = loader.Content(facts=[("limits", tables.UNIT_LIMITS, iter([(0, row) for row in rows]))])
        publication = loader.Publication(source="mue", name=f"Of {day}", effective=day, sha256=str(day))
        return loader.load(content, publication).release

    load(date(2026, 1, 1), UnitLimitRow("practitioner", "99901", 2, 1, "Invented"))
    limits = [UnitLimitRow("practitioner", "99901", 3, 1, "Invented"), UnitLimitRow("practitioner", "G9901", 4, 3, "")]
    release = load(date(2026, 4, 1), *limits)
    assert shown(guest.get(release.get_absolute_url())) == {
        "added": [("G9901", "", [("Unit limit", "", "")])],
        "revised": [("99901", "", [("Unit limit", "", "")])],
    }
    told = what(a_code("G9901", "hcpcs")) + what(Code.objects.get(value="99901"))
    assert [line[0] for line in told] == [
        "Unit limit, practitioner added: units 4",
        "Unit limit, practitioner: units 2 → 3",
    ]


# Words


@pytest.mark.parametrize(
    ("before", "after", "old", "new"),
    [
        ("", "", [], []),
        ("same words", "same words", [("same words", False)], [("same words", False)]),
        ("", "new words", [], [("new words", True)]),
        ("a b c", "a c", [("a", False), ("b", True), ("c", False)], [("a", False), ("c", False)]),
        ("a b", "c d", [("a b", True)], [("c d", True)]),
    ],
)
def test_differences_stand_in_runs_of_words(before, after, old, new):
    assert differences(before, after) == (old, new)


def test_a_line_without_words_tells_none():
    assert not Line("Coverage").told
    assert Line("Coverage", after="yes").told


def test_every_column_of_the_facts_has_words():
    names = [name for facts in facts_by_label().values() for name in facts.payload]
    assert [name for name in names if "_" in column(name)] == []
    assert [name for name in COLUMNS if name not in names] == []
