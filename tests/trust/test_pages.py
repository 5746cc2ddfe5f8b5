"""Privacy, terms and cookies: shown to everybody, worded by the operator, plainly a sample until that was done."""

import pytest
from django.core.management import call_command
from django.db import IntegrityError, transaction
from django.test import Client

from tests.builders import a_reader
from trust import queries
from trust.models import Page
from trust.shipped import text_of

pytestmark = pytest.mark.django_db
SLUGS = ["privacy", "terms", "cookies"]


def form(page, **fields):
    return {"title": page.title, "body": page.body} | fields


@pytest.fixture
def page():
    """The page as it comes with the site, which a test that empties all tables takes away."""
    title, body = text_of("privacy")
    found, made = Page.objects.get_or_create(slug="privacy", defaults={"title": title, "body": body})
    if made:
        found.history.all().delete()
    return found


@pytest.mark.parametrize("slug", SLUGS)
def test_it_works(guest, slug, django_assert_max_num_queries):
    with django_assert_max_num_queries(2):
        answer = guest.get(f"/{slug}/")
    assert answer.status_code == 200
    assert "Sample text." in answer.text
    assert "Preview." not in answer.text
    assert "<h1>" in answer.text
    assert "[[" not in answer.text
    assert not answer.cookies


def test_they_are_linked_at_the_foot_of_every_page(guest):
    for address in ("/", "/nowhere/", "/accounts/login/"):
        assert all(f'href="/{slug}/"' in guest.get(address).text for slug in SLUGS)


def test_the_operator_words_a_page_and_its_history_is_kept(editor, editor_user, page):
    change = f"/admin/trust/page/{page.pk}/change/"
    assert editor.post(change, form(page, body="## Ours\n\nWrite to [[contact]].", checked="on")).status_code == 302
    text = Client().get("/privacy/").text
    assert "<h2>Ours</h2>" in text
    assert "Write to office@localhost." in text
    assert "Sample text." not in text
    assert [row.history_user for row in page.history.all()] == [editor_user]
    assert editor.get(f"/admin/trust/page/{page.pk}/history/").status_code == 200


def test_a_preview_shows_what_is_typed_and_keeps_nothing(editor, page):
    preview = f"/admin/trust/page/{page.pk}/preview/"
    answer = editor.post(preview, form(page, body="Typed words"))
    assert "Typed words" in answer.text
    assert "Nothing was saved" in answer.text
    assert "Typed words" not in Client().get("/privacy/").text
    assert f'formaction="{preview}"' in editor.get(f"/admin/trust/page/{page.pk}/change/").text
    assert "This field is required" in editor.post(preview, form(page, body="")).text
    assert editor.get(preview).status_code == 405


def test_what_is_typed_runs_nowhere(editor, page):
    body = "<script>alert(1)</script> [x](javascript:alert(1)) <img src=x onerror=alert(1)>"
    editor.post(f"/admin/trust/page/{page.pk}/change/", form(page, body=body))
    main = Client().get("/privacy/").text.split("<main")[1].split("</main>")[0]
    assert "<script" not in main
    assert "<img" not in main
    assert 'href="javascript' not in main


@pytest.mark.parametrize("rights", [{}, {"is_staff": True}])
def test_nobody_else_words_them(page, rights):
    browser = Client()
    browser.force_login(a_reader(**rights))
    for tail in ("change/", "preview/"):
        assert browser.post(f"/admin/trust/page/{page.pk}/{tail}", form(page)).status_code in (302, 403, 405)
    page.refresh_from_db()
    assert page.history.count() == 0


def test_pages_are_neither_added_nor_removed(editor, page):
    assert editor.get("/admin/trust/page/add/").status_code == 403
    assert editor.post(f"/admin/trust/page/{page.pk}/delete/", {"post": "yes"}).status_code == 403


def test_without_a_row_the_shipped_text_is_shown(guest):
    Page.objects.all().delete()
    assert "Sample text." in guest.get("/terms/").text
    assert queries.page_of("terms").title == "Terms"


@pytest.mark.parametrize(
    ("fields", "name"),
    [
        ({"slug": "other", "title": "x", "body": "x"}, "page_is_one_of_the_known"),
        ({"slug": "terms", "title": "x", "body": ""}, "page_says_something"),
    ],
)
def test_the_database_holds_what_a_page_is(fields, name):
    Page.objects.all().delete()
    with pytest.raises(IntegrityError, match=name), transaction.atomic():
        Page.objects.create(**fields)


def test_no_migration_is_missing():
    call_command("makemigrations", "trust", check=True, dry_run=True, verbosity=0)


# What is added to the page on how views work


@pytest.fixture
def added():
    """The row that the migration brings, which a test that empties all tables takes away."""
    found, made = Page.objects.get_or_create(slug="how-views-work", defaults={"title": "How views work"})
    if made:
        found.history.all().delete()
    return found


def test_the_page_on_views_is_the_sites_own_until_something_is_added(guest, added):
    text = guest.get("/how-views-work/").text
    assert "As a guest you may open 1 code page." in text
    assert "Sample text." not in text
    assert Page.objects.filter(slug="how-views-work", body="").exists()


def test_what_the_operator_adds_stands_at_its_end(editor, added):
    change = f"/admin/trust/page/{added.pk}/change/"
    words = "## At our schools\n\nAsk your teacher for a seat. <script>alert(1)</script>"
    assert editor.post(change, {"body": words}).status_code == 302
    text = Client().get("/how-views-work/").text
    assert text.index("What is stored, and for how long") < text.index("<h2>At our schools</h2>")
    assert "<script>alert" not in text
    assert editor.post(change, {"body": ""}).status_code == 302
    assert "At our schools" not in Client().get("/how-views-work/").text
    assert [row.body for row in added.history.all()] == ["", words]


def test_its_preview_shows_what_is_typed(editor, added):
    answer = editor.post(f"/admin/trust/page/{added.pk}/preview/", {"body": "Typed words"})
    assert "Typed words" in answer.text and "Sample text." not in answer.text
