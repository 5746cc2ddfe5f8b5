"""What is missing: much opened codes without words, and texts older than what releases changed."""

import csv
import io
from datetime import date, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Meter, OpenedPage
from accounts.openings import most_opened
from codes import missing
from codes.models import Change, Code, Release, Section
from tests.builders import NUMBERS, a_code, a_reader, a_release
from tests.codes.desk import browser, somebody
from tests.test_query_counts import statements

pytestmark = pytest.mark.django_db
PAGE, FILE = "/admin/codes/code/missing/", "/admin/codes/code/missing.csv"
LONG_AGO = timezone.now() - timedelta(days=400)


@pytest.fixture
def editor(db):
    return browser(somebody("editor"))


def opened(page, times, days_ago=1):
    when = timezone.now() - timedelta(days=days_ago)
    for _ in range(times):
        meter = Meter.objects.create(reader=f"guest:{next(NUMBERS)}")
        OpenedPage.objects.create(meter=meter, page=page, opened_at=when)


def changed(code, release=None, kind="revised", field="descriptor"):
    release = release or a_release(code.system, effective=date(2026, 4, 1))
    Change.objects.create(release=release, code=code, system=code.system, value=code.value, kind=kind, field=field)
    return release


def edited(code, when=LONG_AGO):
    Code.objects.filter(pk=code.pk).update(edited_at=when)
    return code


def listed(client, **asked):
    return [(str(row.code), row.opened, row.release) for row in client.get(PAGE, asked).context["rows"]]


# Much opened


def test_it_works(editor):
    for value, times in (("Q01.1", 2), ("Q01.2", 3), ("Q01.3", 5)):
        opened(f"icd10cm/{a_code(value).value}", times)
    Code.objects.filter(value="Q01.3").update(common_language="Told already")
    opened("icd10cm/Q99.9", 9)
    assert listed(editor) == [("ICD-10-CM Q01.2", 3, ""), ("ICD-10-CM Q01.1", 2, "")]
    page = editor.get(PAGE).text
    assert f"/admin/codes/code/{Code.objects.get(value='Q01.2').pk}/change/" in page


def test_openings_of_the_last_ninety_days_count():
    opened("cpt/99901", 2, days_ago=91)
    opened("cpt/99902", 1, days_ago=89)
    since = timezone.now() - timedelta(days=90)
    assert most_opened(5, since) == [("cpt/99902", 1)]


def test_openings_of_one_system_and_no_more_than_asked_for():
    opened("cpt/99901", 2)
    opened("cpt/99902", 1)
    opened("icd10cm/Q01.1", 3)
    assert most_opened(1, LONG_AGO, within="cpt/") == [("cpt/99901", 2)]
    assert most_opened(2, LONG_AGO) == [("icd10cm/Q01.1", 3), ("cpt/99901", 2)]


def test_one_system(editor):
    opened(f"icd10cm/{a_code('Q01.1').value}", 3)
    opened(f"cpt/{a_code('99901', 'cpt').value}", 1)
    assert listed(editor, system="cpt") == [("CPT 99901", 1, "")]


# Outdated


def test_texts_older_than_the_last_change(editor):
    old, new = edited(a_code("Q01.1")), edited(a_code("Q01.2"), timezone.now() + timedelta(hours=1))
    never, section = a_code("Q01.3"), a_code("Q01.4")
    Section.objects.create(code=section, kind="documentation", body="Words", as_of=date(2026, 1, 1))
    recent = a_code("Q01.5")
    Section.objects.create(code=recent, kind="documentation", body="Words", as_of=date(2026, 4, 1))
    release = a_release(effective=date(2026, 4, 1))
    for code in (old, new, never, section, recent):
        changed(code, release)
    assert listed(editor, list="outdated") == [
        ("ICD-10-CM Q01.1", None, release.name),
        ("ICD-10-CM Q01.4", None, release.name),
    ]


@pytest.mark.parametrize(
    ("fields", "kind"), [({"first": True}, "revised"), ({"undone_at": LONG_AGO}, "revised"), ({}, "conflict")]
)
def test_what_changed_nothing_does_not_count(editor, fields, kind):
    release = changed(edited(a_code()), kind=kind)
    Release.objects.filter(pk=release.pk).update(**fields)
    assert listed(editor, list="outdated") == []


def test_the_last_change_is_told(editor):
    code = edited(a_code("99901", "cpt"))
    changed(code, a_release("cpt", effective=date(2025, 1, 1)))
    last = changed(code, a_release("cpt", effective=date(2026, 1, 1)))
    assert listed(editor, list="outdated", system="cpt") == [("CPT 99901", None, last.name)]
    assert listed(editor, list="outdated", system="hcpcs") == []


# The page


def test_pages_and_what_lies_behind_them(editor, monkeypatch):
    from codes.admin import missing as desk

    monkeypatch.setattr(desk, "PAGE", 2)
    for value in ("Q01.1", "Q01.2", "Q01.3"):
        changed(edited(a_code(value)))
    assert [name for name, *_ in listed(editor, list="outdated")] == ["ICD-10-CM Q01.1", "ICD-10-CM Q01.2"]
    assert [name for name, *_ in listed(editor, list="outdated", page="2")] == ["ICD-10-CM Q01.3"]
    assert "page=2" in editor.get(PAGE, {"list": "outdated"}).text
    assert "The list ends before this page" in editor.get(PAGE, {"list": "outdated", "page": "9"}).text
    assert "page=3" not in editor.get(PAGE, {"list": "outdated", "page": "2"}).text


@pytest.mark.parametrize("asked", [{}, {"list": "outdated"}, {"list": "x", "system": "y", "page": "-1"}])
def test_nothing_is_missing(editor, asked):
    assert "Nothing is missing" in editor.get(PAGE, asked).text


@pytest.mark.parametrize("which", ["opened", "outdated"])
def test_it_costs_the_same_for_one_and_for_many(editor, which):
    def one(value):
        code = changed(edited(a_code(value))) and value
        opened(f"icd10cm/{code}", 1)

    one("Q01.1")
    editor.get(PAGE)
    few = statements(editor, f"{PAGE}?list={which}")
    for number in range(30):
        one(f"Q02.{number}")
    assert statements(editor, f"{PAGE}?list={which}") == few <= 6


def test_the_whole_list_as_a_file(editor):
    code = edited(a_code("99901", "cpt", title="=Invented", descriptor="Licensed words"), LONG_AGO)
    release = changed(code, a_release("cpt", effective=date(2026, 4, 1)))
    answer = editor.get(FILE, {"list": "outdated"})
    header, row = csv.reader(io.StringIO(answer.text, newline=""))
    assert header == ["system", "code", "opened", "last edited", "in force from", "loaded", "release", "description"]
    assert row == [
        "cpt",
        "99901",
        "",
        f"{LONG_AGO:%Y-%m-%d}",
        "2026-04-01",
        f"{timezone.now():%Y-%m-%d}",
        release.name,
        "'=Invented",
    ]
    assert answer.headers["Content-Disposition"] == 'attachment; filename="missing-outdated.csv"'


def test_no_licensed_words_stand_in_the_list(editor):
    opened(f"cpt/{a_code('99901', 'cpt', descriptor='Licensed words').value}", 1)
    assert "Licensed words" not in editor.get(PAGE).text + editor.get(FILE).text


def test_it_is_for_writers(editor):
    for client in (Client(), browser(a_reader()), browser(somebody("operator"))):
        assert {client.get(PAGE).status_code, client.get(FILE).status_code} <= {302, 403}
    assert "What is missing" in editor.get("/admin/").text


def test_a_ledger_may_name_other_pages():
    assert missing.undescribed([("about", 3), ("a/b/c", 2), ("icd10cm/Q01.1", 1)], 0, 5) == []
