"""One edit of many codes: the form for those that were chosen, the look at every line, and what is kept."""

import pytest

from codes.admin import many
from codes.models import Draft, Section, Source
from tests.builders import a_code
from tests.codes.desk import browser, somebody

pytestmark = pytest.mark.django_db
LIST, MANY = "/admin/codes/code/", "/admin/codes/code/many/"


@pytest.fixture
def editor(db):
    return browser(somebody("editor"))


@pytest.fixture
def codes():
    return [a_code(value, "cpt") for value in ("99901", "99902")]


def keys(codes):
    return ",".join(str(code.pk) for code in codes)


def looked_at(client, codes, **fields):
    """The page that shows what the form would change."""
    answer = client.post(MANY, {"keys": keys(codes), "how": "add"} | fields)
    assert answer.status_code == 302
    return client.get(answer.url)


def done(client, codes, button="_draft", **fields):
    page = looked_at(client, codes, **fields)
    data = {"digest": page.context["plan"].digest, button: "1"}
    return client.post(page.request["PATH_INFO"], data, follow=True)


def contents():
    return [draft.content for draft in Draft.objects.order_by("code__value")]


def test_it_works(editor, codes):
    page = editor.post(LIST, {"action": "write_about", "_selected_action": [code.pk for code in codes]})
    assert page.context["keys"] == keys(codes)
    assert "<strong>2 codes.</strong>" in page.text
    fields = {"service_type": "Invented service", "sites_of_service": "Office; Hospital", "role": "Add-on"}
    done(editor, codes, **fields, unit_of_service="1 for each")
    assert [
        [content["code"][name] for name in ("service_type", "sites_of_service", "role", "unit_of_service")]
        for content in contents()
    ] == [["Invented service", ["Office", "Hospital"], "Add-on", "1 for each"]] * 2


@pytest.mark.parametrize(("how", "bodies"), [("add", ["Before\n\nWords", "Words"]), ("replace", ["Words", "Words"])])
def test_a_text_is_added_or_takes_the_place(editor, codes, how, bodies):
    Section.objects.create(code=codes[0], kind="documentation", body="Before", source="Guide")
    done(editor, codes, section="documentation", text="Words", how=how)
    assert [content["sections"][0]["body"] for content in contents()] == bodies
    assert [content["sections"][0]["source"] for content in contents()] == ["Guide", ""]


def test_what_is_added_already_is_not_added_again(editor, codes):
    Section.objects.create(code=codes[0], kind="documentation", body="Before\n\nWords")
    page = looked_at(editor, codes, section="documentation", text="Words")
    assert [each.code for each, _ in page.context["lines"]] == [codes[1]]
    assert "1 says what stands already." in " ".join(page.text.split())


def test_a_source_is_added_once(editor, codes):
    Source.objects.create(code=codes[0], title="Guide", url="https://example.org/", as_of=None)
    done(editor, codes, source_title="Guide", source_url="https://example.org/")
    (content,) = contents()
    assert [(row["title"], row["url"]) for row in content["sources"]] == [("Guide", "https://example.org/")]


def test_nothing_changes_before_it_was_looked_at(editor, codes):
    page = looked_at(editor, codes, role="Primary")
    told = [(str(each.code), [line.label for line in sides]) for each, sides in page.context["lines"]]
    assert told == [("CPT 99901", ["Role"]), ("CPT 99902", ["Role"])]
    assert not Draft.objects.exists()


def test_a_superuser_publishes_at_once(codes):
    client = browser(somebody("reviewer", is_superuser=True))
    done(client, codes, button="_publish", role="Primary")
    for code in codes:
        code.refresh_from_db()
    assert [code.role for code in codes] == ["Primary", "Primary"]


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({}, "Nothing is written here."),
        ({"section": "documentation"}, "A section needs its text, and a text its section."),
        ({"text": "Words"}, "A section needs its text, and a text its section."),
        ({"source_url": "https://example.org/"}, "A source needs a title."),
        ({"source_title": "x", "source_url": "javascript:alert(1)"}, "Enter a valid URL."),
        ({"role": "x" * 41}, "at most 40 characters"),
        ({"sites_of_service": "x" * 121}, "at most 120 can be kept"),
        ({"role": "a\u202eb"}, "a sign that turns the direction of the text"),
        ({"section": "documentation", "text": "x" * 50_001}, "at most 50,000 can be kept"),
    ],
)
def test_what_is_refused(editor, codes, fields, fault):
    page = editor.post(MANY, {"keys": keys(codes), "how": "add"} | fields)
    assert page.status_code == 200
    assert fault in page.text
    assert page.context["keys"] == keys(codes)


def test_a_megabyte_is_refused(editor, codes):
    answer = editor.post(MANY, {"keys": keys(codes), "section": "documentation", "text": "x" * 3_000_000})
    assert answer.status_code == 400


def test_no_more_than_a_form_can_hold(editor, codes, monkeypatch):
    monkeypatch.setattr(many, "CHOSEN", 1)
    data = {"action": "write_about", "_selected_action": [code.pk for code in codes]}
    assert "No more than 1 codes are written about at once" in editor.post(LIST, data, follow=True).text
    assert editor.post(MANY, {"keys": keys(codes), "role": "x"}).url == LIST


@pytest.mark.parametrize("sent", ["", "x,y", "9" * 30])
def test_other_keys_lead_back_to_the_list(editor, sent):
    assert editor.post(MANY, {"keys": sent, "role": "x"}).url == LIST


def test_it_is_for_writers(codes):
    client = browser(somebody("operator"))
    assert client.post(MANY, {"keys": keys(codes), "role": "x"}).status_code == 403
