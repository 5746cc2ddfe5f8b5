"""What editors' texts cannot do: run, lead astray, turn the page around, or fill the database."""

import re

import pytest

from codes import wording
from codes.models import Draft, Section
from tests.builders import a_code
from tests.codes.desk import browser, fill, only_draft, somebody

pytestmark = pytest.mark.django_db


@pytest.fixture
def writer():
    return browser(somebody("editor"))


@pytest.fixture
def code():
    return a_code("99901", "cpt")


def section(body):
    return {"sections__TOTAL_FORMS": "1", "sections__0__kind": "documentation", "sections__0__body": body}


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;alert(1)&lt;/script&gt;"),
        ("<style>body{display:none}</style>", "&lt;style&gt;"),
        ('<img src=x onerror="alert(1)">', "&lt;img src=x onerror="),
        ("[text](javascript:alert(1))", "[text](javascript:alert(1))"),
        ("[text](data:text/html,x)", "[text](data:text/html,x)"),
        ("[text](JaVaScRiPt:alert(1))", "[text](JaVaScRiPt:alert(1))"),
        ('<a href="/" style="position:fixed">x</a>', "&lt;a href="),
        ("![x](https://elsewhere.example.org/pixel.png)", "<p></p>"),
        ('[text](/cpt/1/ "onmouseover=alert(1)")', 'title="onmouseover=alert(1)"'),
    ],
)
def test_what_could_run_is_shown_as_text(member, code, typed, drawn):
    Section.objects.create(code=code, kind="documentation", body=typed)
    text = member.get(code.url).text.split(">Documentation</h2>")[1].split("</section>")[0]
    assert drawn in text
    tags = " ".join(re.findall(r"<[a-z][^>]*>", text))
    for danger in ("<script", "<style", "<img", " style=", " onerror=", "javascript:", "data:"):
        assert danger not in tags.lower()


@pytest.mark.parametrize("name", ["common_language", "title", "service_type"])
def test_markup_in_plain_fields_is_text(writer, member, code, name):
    fill(writer, code, **{name: "<script>alert(1)</script>"})
    page = writer.get(f"/admin/codes/code/{code.pk}/preview/").text
    assert "<script>alert(1)" not in page
    assert "&lt;script&gt;alert(1)" in page
    assert "<script>alert(1)" not in writer.get(f"/admin/codes/code/{code.pk}/compare/").text
    assert "<script>alert(1)" not in writer.get(f"/admin/codes/code/{code.pk}/change/").text


@pytest.mark.parametrize("sign", ["\u202e", "\u202a", "\u2066", "\u2069"])
@pytest.mark.parametrize("where", ["code", "section", "source"])
def test_signs_that_turn_the_text_are_refused(writer, code, sign, where):
    changes = {
        "code": {"common_language": f"Fever {sign}revef"},
        "section": section(f"Fever {sign}revef"),
        "source": {"sources__TOTAL_FORMS": "1", "sources__0__title": f"Guide {sign}"},
    }[where]
    page = fill(writer, code, **changes)
    assert page.status_code == 200
    assert "a sign that turns the direction of the text" in page.text
    assert not Draft.objects.exists()


def test_control_characters_are_refused(writer, code):
    page = fill(writer, code, **section("One\x07two"))
    assert "a control character" in page.text
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("changes", "longest"),
    [
        (section("x" * 200_000), "50,000"),
        ({"common_language": "x" * 20_001}, "20,000"),
        (
            {
                "payer_notes__TOTAL_FORMS": "1",
                "payer_notes__0__payer": "One",
                "payer_notes__0__position": "0",
                "payer_notes__0__text": "x" * 10_001,
            },
            "10,000",
        ),
    ],
)
def test_a_text_that_is_too_long_is_refused_and_comes_back(writer, code, changes, longest):
    page = fill(writer, code, **changes)
    assert page.status_code == 200
    assert f"at most {longest} can be kept" in page.text
    assert "x" * 10_000 in page.text
    assert not Draft.objects.exists()


def test_a_megabyte_is_refused(writer, code):
    answer = fill(writer, code, **section("x" * 3_000_000))
    assert answer.status_code == 400
    assert not Draft.objects.exists()


def test_the_longest_text_is_kept_and_shown_whole(writer, code):
    body = "word " * 9_999 + "ends."
    fill(writer, code, **section(body))
    assert only_draft().content["sections"][0]["body"] == body
    assert "ends.</p>" in writer.get(f"/admin/codes/code/{code.pk}/preview/").text
    assert writer.get(f"/admin/codes/code/{code.pk}/compare/").status_code == 200


@pytest.mark.parametrize("url", ["javascript:alert(1)", "data:text/html,x", "//x y", "ftp:nowhere"])
def test_a_source_leads_to_a_page(writer, code, url):
    page = fill(writer, code, sources__TOTAL_FORMS="1", sources__0__title="Guide", sources__0__url=url)
    assert page.status_code == 200
    assert "Enter a valid URL" in page.text
    assert not Draft.objects.exists()


def test_notes_are_text_and_have_an_end(writer, code):
    fill(writer, code, title="Drafted", note="<script>alert(1)</script>" + "x" * 20_000, _send="1")
    draft = only_draft()
    assert len(draft.note) <= wording.OTHERWISE
    reviewer = browser(somebody("reviewer"))
    assert "<script>alert(1)" not in reviewer.get(f"/admin/codes/code/{code.pk}/change/").text


def test_letters_take_no_headers_from_notes(writer, code, settings, django_capture_on_commit_callbacks):
    from django.core import mail

    settings.REVIEWERS_EMAIL = "reviewers@example.org"
    with django_capture_on_commit_callbacks(execute=True):
        fill(writer, code, title="Drafted", note="\nBcc: everybody@example.org\n", _send="1")
    (letter,) = mail.outbox
    assert (letter.to, letter.bcc) == (["reviewers@example.org"], [])


def test_the_longest_form_text_is_what_a_page_shows():
    from codes.markdown import LONGEST

    assert wording.LONGEST["body"] == LONGEST
