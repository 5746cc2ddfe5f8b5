"""The editors' desk."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from codes.models import Code, Section
from tests.builders import a_code, a_full_code, a_release

pytestmark = pytest.mark.django_db
LIST = "/admin/codes/code/"


def form_of(response):
    """What a browser would send back from the change form."""
    data = {}
    context = response.context
    forms = [context["adminform"].form]
    for formset in context["inline_admin_formsets"]:
        forms += [formset.formset.management_form, *formset.formset.forms]
    for form in forms:
        for field in form:
            value = field.value()
            if isinstance(value, list):
                value = ",".join(value)
            data[field.html_name] = "" if value is None else value
    return {name: value for name, value in data.items() if value is not False}


def address(code, tail="change/"):
    return f"{LIST}{code.pk}/{tail}"


def test_it_works(editor, editor_user):
    release = a_release("cpt", official=False)
    code = a_code("99901", "cpt", common_language="Before", release=release)
    data = form_of(editor.get(address(code)))
    response = editor.post(address(code), data | {"common_language": "After", "_save": "1"})
    assert response.status_code == 302
    assert "After" in editor.get(code.url).text
    code.refresh_from_db()
    assert (code.editor, code.edited_at is not None) == (editor_user, True)


def test_the_history_says_who_when_and_what_it_was_before(editor, editor_user):
    code = a_code("99901", "cpt", common_language="Before", release=a_release("cpt"))
    data = form_of(editor.get(address(code)))
    editor.post(address(code), data | {"common_language": "After"})
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
    editor.post(address(code), data | {"descriptor": "By hand"})
    code.refresh_from_db()
    assert (code.descriptor, code.held) == ("By hand", ["descriptor"])
    assert Code.objects.filter(search="hand").exists()


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


def test_releases_are_read_only(editor):
    release = a_release()
    assert editor.get(f"/admin/codes/release/{release.pk}/change/").status_code == 200
    assert editor.post(f"/admin/codes/release/{release.pk}/change/", {"name": "x"}).status_code == 403


def test_the_admin_signs_in_through_the_site(guest, member):
    from django.test import Client

    response = Client().get("/admin/", follow=True)
    assert response.request["PATH_INFO"] == "/accounts/login/"
    assert member.get(LIST).status_code == 302


def test_every_admin_page_opens(editor):
    for model in ("accounts/user", "accounts/meter", "codes/code", "codes/modifier", "codes/release", "codes/change"):
        assert editor.get(f"/admin/{model}/").status_code == 200
    user = editor.session["_auth_user_id"]
    assert editor.get(f"/admin/accounts/user/{user}/change/").status_code == 200
