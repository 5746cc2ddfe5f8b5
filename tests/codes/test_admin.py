"""The editors' desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from codes.models import Change, Code, Section
from codes.search import find
from tests.builders import a_code, a_full_code, a_release

pytestmark = pytest.mark.django_db
LIST = "/admin/codes/code/"
RELEASES = "/admin/codes/release/"
CHANGES = "/admin/codes/change/"
LISTS = ("code", "draft", "conflict", "release", "change")


def form_of(response):
    """What a browser would send back from the change form."""
    data = {}
    context = response.context
    forms = [context["adminform"].form]
    data["draft"] = context["token"]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for field in form:
            data[field.html_name] = sent(field, field.value())
            if field.field.show_hidden_initial:
                data[field.html_initial_name] = opened_with(form, field)
    return {name: value for name, value in data.items() if value is not False}


def opened_with(form, field):
    """What the form carries of each value as it was when the form was opened; sent back, it stays."""
    if not form.is_bound:
        return sent(field, field.initial)
    if field.html_initial_name not in form.data:
        return sent(field, field.value())
    several = isinstance(field.value(), list) and hasattr(field.field, "choices")
    return (form.data.getlist if several else form.data.get)(field.html_initial_name)


def sent(field, value):
    """What stands in the form for a value: boxes that are ticked, or one text."""
    if isinstance(value, list):
        return value if hasattr(field.field, "choices") else ",".join(value)
    return "" if value is None else value


def address(code, tail="change/"):
    return f"{LIST}{code.pk}/{tail}"


def test_it_works(editor, editor_user):
    release = a_release("cpt", official=False)
    code = a_code("99901", "cpt", common_language="Before", release=release)
    data = form_of(editor.get(address(code)))
    response = editor.post(address(code), data | {"common_language": "After", "_publish": "1"})
    assert response.status_code == 302
    assert "After" in editor.get(code.url).text
    code.refresh_from_db()
    assert (code.editor, code.edited_at is not None) == (editor_user, True)


def test_the_history_says_who_when_and_what_it_was_before(editor, editor_user):
    code = a_code("99901", "cpt", common_language="Before", release=a_release("cpt"))
    data = form_of(editor.get(address(code)))
    editor.post(address(code), data | {"common_language": "After", "_publish": "1"})
    newest, loaded = code.history.all()
    assert (newest.common_language, newest.history_user) == ("After", editor_user)
    assert newest.history_change_reason == "Changed: common language description"
    assert (loaded.common_language, loaded.history_change_reason) == ("Before", "As loaded")
    assert loaded.history_user is None
    page = editor.get(address(code, "history/")).text
    assert "Ed Itor" in page or "editor@example.org" in page
    assert "As loaded" in page


def test_a_section_is_written_signed_and_in_the_history(editor, editor_user):
    code = a_code("99901", "cpt")
    data = form_of(editor.get(address(code)))
    data |= {
        "sections-TOTAL_FORMS": "1",
        "sections-0-code": code.pk,
        "sections-0-kind": "documentation",
        "sections-0-body": "**Write** it down",
        "_publish": "1",
    }
    assert editor.post(address(code), data).status_code == 302
    section = Section.objects.get()
    assert (section.editor, section.history.get().history_user) == (editor_user, editor_user)
    assert code.history.first().history_change_reason == "Changed: Documentation"
    assert "<strong>Write</strong>" in editor.get(code.url).text


@pytest.mark.parametrize("button", ["_preview", "_preview_guest"])
def test_a_preview_shows_the_change_and_keeps_nothing(editor, button):
    code = a_full_code(mark="old")
    data = form_of(editor.get(address(code)))
    data |= {"common_language": "Not yet", "sections-0-body": "Not yet either", button: "1"}
    preview = editor.post(address(code, "preview/"), data)
    assert preview.status_code == 200
    assert "Not yet" in preview.text
    assert ("Not yet either" in preview.text) is (button == "_preview")
    code.refresh_from_db()
    assert "Open words" in code.common_language
    assert not code.history.exclude(history_change_reason="As loaded").exists()
    assert Section.objects.filter(body="Not yet either").count() == 0


def test_a_preview_of_what_cannot_be_saved_shows_the_errors(editor):
    code = a_code("99901", "cpt", effective_from="2020-01-01")
    data = form_of(editor.get(address(code)))
    response = editor.post(address(code, "preview/"), data | {"effective_to": "nonsense"})
    assert response.status_code == 200
    assert "Enter a valid date" in response.text


def test_a_descriptor_written_by_hand_is_held(editor):
    code = a_code("Q01.1", descriptor="Published")
    data = form_of(editor.get(address(code)))
    editor.post(address(code), data | {"descriptor": "By hand", "_publish": "1"})
    code.refresh_from_db()
    assert (code.descriptor, code.held) == ("By hand", ["descriptor"])
    assert [result.code for result in find("hand").results] == [code]


@pytest.mark.parametrize("typed", ["Q01.1", "q011", "Q01", "spots fever"])
def test_codes_are_found_as_on_the_site(editor, typed):
    code = a_code("Q01.1", descriptor="Fever with spots")
    a_code("Q77.7", descriptor="Something else")
    found = editor.get(LIST, {"q": typed}).context["cl"].result_list
    assert [c.pk for c in found] == [code.pk]


def test_the_list_costs_the_same_for_few_and_many_and_counts_no_table(editor):
    a_code("Q00.0")
    counts = []
    for _ in range(2):
        with CaptureQueriesContext(
            connection,
        ) as queries:
            assert editor.get(LIST).status_code == 200
        counts.append(len(queries))
        assert not [
            q["sql"] for q in queries if "COUNT(*)" in q["sql"] and "codes_code" in q["sql"] and "LIMIT" not in q["sql"]
        ]
        for i in range(30):
            a_code(f"Q{i + 10}.0") if len(counts) == 1 else None
    assert counts[0] == counts[1]


def test_codes_are_neither_added_nor_deleted_by_hand(editor):
    code = a_code()
    assert editor.get(f"{LIST}add/").status_code == 403
    assert editor.post(address(code, "delete/"), {"post": "yes"}).status_code == 403


def statements(editor, address):
    """The statements that a page costs; none of them may count a table."""
    with CaptureQueriesContext(connection) as queries:
        assert editor.get(address).status_code == 200
    counted = [q["sql"] for q in queries if "COUNT(*)" in q["sql"] and "LIMIT" not in q["sql"]]
    assert counted == []
    return len(queries)


def test_releases_and_changes_are_read_only(editor):
    change = a_change(release=a_release())
    for address in (f"{RELEASES}{change.release_id}/change/", f"{CHANGES}{change.pk}/change/"):
        assert editor.get(address).status_code == 200
        assert editor.post(address, {"name": "x"}).status_code == 403


def a_change(**fields):
    defaults = {"system": "icd10cm", "value": "Q01.1", "kind": "revised", "field": "descriptor"}
    return Change.objects.create(**(defaults | fields))


def test_the_list_of_releases(editor):
    a_release("hcpcs", name="HCPCS July 2026", operator="ann", read=8_000, added=12)
    a_release("cpt", source="cpt-sample", name="Our words", official=False)
    a_release("mue", name="Wrong file", undone_at="2026-11-03T10:00Z")
    text = editor.get(RELEASES).text
    for words in (
        "HCPCS Level II",
        " by ann",
        "8,000 read, 12 added",
        "stands: our own sample",
        "taken back 2026-11-03 10:00",
    ):
        assert words in text


@pytest.mark.parametrize(("source", "names"), [("hcpcs", ["July"]), ("sample", ["Ours"]), ("", ["July", "Ours"])])
def test_releases_of_one_source(editor, source, names):
    a_release("cpt", source="cpt-sample", name="Ours", official=False, effective="2026-01-01")
    a_release("hcpcs", name="July", effective="2026-07-01")
    page = editor.get(RELEASES, {"source": source} if source else {})
    assert [release.name for release in page.context["cl"].result_list] == names


def test_a_release_with_its_report_and_files(editor):
    release = a_release(
        "hcpcs",
        report=[["read", 98186], ["taken back", "Release 7"]],
        files=[{"name": "codes.xlsx", "form": "table (xlsx)", "rows": 8_123, "part": "codes", "sha256": "f" * 64}],
        parts=["codes", "modifiers"],
        conflicts=2,
        sha256="e" * 64,
    )
    text = editor.get(f"{RELEASES}{release.pk}/change/").text
    for words in ("98,186", "Release 7", "codes.xlsx", "table (xlsx)", "8,123", "f" * 64, "e" * 64):
        assert words in text
    assert "codes, modifiers" in text
    assert f'href="/releases/{release.pk}/"' in text
    assert f'href="{CHANGES}?release={release.pk}"' in text
    assert f'href="{CHANGES}?release={release.pk}&amp;kind__exact=conflict"' in text


def test_a_release_that_left_nothing_to_show(editor):
    release = a_release(report=[], files=[], parts=[])
    text = editor.get(f"{RELEASES}{release.pk}/change/").text
    assert "It left no report." in text
    assert "No file is named." in text


def test_changes_of_one_release(editor):
    one, other = a_release(), a_release()
    """In the order of codes, whatever the order in which they were written."""
    third = a_change(release=one, value="Q03")
    first = a_change(release=one, value="Q01", before="Was", after="Is")
    second = a_change(release=one, value="Q02")
    a_change(release=other)
    listed = editor.get(CHANGES, {"release": one.pk})
    assert list(listed.context["cl"].result_list) == [first, second, third]
    for words in ("Revised: descriptor", "Was", "Is", one.name):
        assert words in listed.text
    ended = editor.get(CHANGES, {"release": one.pk, "kind__exact": "ended"})
    assert list(ended.context["cl"].result_list) == []


def test_the_filter_names_the_newest_releases_and_the_one_asked_for(editor, monkeypatch):
    monkeypatch.setattr("codes.admin.release.NEWEST", 1)
    old, new = a_release(loaded_at="2026-01-01T00:00Z"), a_release(loaded_at="2026-02-01T00:00Z")
    a_change(release=old)
    assert old.name not in filter_of(editor.get(CHANGES))
    assert new.name in filter_of(editor.get(CHANGES))
    assert old.name in filter_of(editor.get(CHANGES, {"release": old.pk}))
    for nonsense in ("x", "9" * 30):
        assert editor.get(CHANGES, {"release": nonsense}).status_code in (200, 302)


def filter_of(page):
    return page.text.partition('id="changelist-filter"')[2]


@pytest.mark.parametrize("typed", ["Q01.1", "q011", " q01.1 "])
def test_changes_of_one_code(editor, typed):
    found = a_change(release=a_release())
    a_change(release=found.release, value="Q01.2")
    assert list(editor.get(CHANGES, {"q": typed}).context["cl"].result_list) == [found]


def test_a_change_of_a_code_that_is_not_loaded(editor):
    a_change(release=a_release(), system="cpt", value="99999", field="limit", after="4")
    a_change(release=a_release(), code=a_code())
    text = editor.get(CHANGES).text
    assert "CPT 99999" in text
    assert f'<a href="{address(Code.objects.get())}">ICD-10-CM Q01.1</a>' in text


def test_releases_and_changes_cost_the_same_for_few_and_many_and_count_no_table(editor):
    # Loaded before all others, so that the filter has to look for it each time.
    release = a_release(loaded_at="2020-01-01T00:00Z")
    a_change(release=release)
    for _ in range(25):
        a_release()
    pages = [RELEASES, f"{RELEASES}{release.pk}/change/", CHANGES, f"{CHANGES}?release={release.pk}", "/admin/"]
    # The first time fills what is kept between requests.
    _, few = ([statements(editor, page) for page in pages] for _ in range(2))
    for _ in range(30):
        a_change(release=a_release())
        a_change(release=release)
    assert [statements(editor, page) for page in pages] == few


def test_every_source_and_what_is_due_stand_above_the_releases(editor):
    a_release("hcpcs", effective="2020-01-01", name="HCPCS January 2020")
    text = editor.get(RELEASES).text
    assert "What is loaded and what is due" in text
    assert "<code>manage.py fetch_release hcpcs</code>" in text
    assert "Medically unlikely edits" in text


def test_the_admin_signs_in_through_the_site(guest, member):
    from django.test import Client

    response = Client().get("/admin/", follow=True)
    assert response.request["PATH_INFO"] == "/accounts/login/"
    assert member.get(LIST).status_code == 302


def test_every_admin_page_opens(editor):
    for model in ("accounts/user", "accounts/meter", *(f"codes/{name}" for name in LISTS)):
        assert editor.get(f"/admin/{model}/").status_code == 200
    user = editor.session["_auth_user_id"]
    assert editor.get(f"/admin/accounts/user/{user}/change/").status_code == 200
