"""Texts that serve many codes: where they are shown, what guests learn of them, and how they are reviewed."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import Client
from django.utils import timezone

from codes import queries, shared_actions, shared_texts
from codes.draft_actions import Outdated, Refused
from codes.models import Section, SharedText
from tests.builders import a_code, a_reader
from tests.codes.desk import browser, fresh, somebody
from tests.test_query_counts import MOST, anew

pytestmark = pytest.mark.django_db
LIST = "/admin/codes/sharedtext/"


def words(**fields):
    defaults = {"title": "Invented guideline", "kind": "documentation", "body": "Write it down.", "source": ""}
    defaults |= {"as_of": None, "system": "icd10cm", "first": "Q01", "last": ""} | fields
    return defaults | {"last": defaults["last"] or defaults["first"]}


def a_text(by=None, state="writing", **fields):
    """A shared text, by default a draft at Q01."""
    by = by or somebody("editor")
    text = shared_actions.save(text=None, words=words(**fields), by=by)
    if state == "in_review":
        return shared_actions.send_to_review(text=text, token=text.token, by=by)
    return text


def a_shown_text(**fields):
    text, reviewer = a_text(state="in_review", **fields), somebody("reviewer", name="Re Viewer")
    return shared_actions.publish(text=text, token=text.token, by=reviewer)


@pytest.fixture
def family():
    """A chapter, a section, a heading and codes, and one code elsewhere."""
    chapter = a_code("17", kind="chapter")
    section = a_code("Q00-Q07", kind="section", parent=chapter)
    heading = a_code("Q01", kind="heading", parent=section)
    codes = [a_code(value, parent=heading) for value in ("Q01.1", "Q01.2")]
    # In the publisher's order a letter may stand among numbers.
    odd = a_code("Q0A", kind="heading", parent=section)
    return [heading, *codes, odd, a_code("Q10.1")]


def shown_on(codes):
    """The codes that a text is shown on, as their pages are read."""
    from codes.models import Code

    texts = {code: queries.texts_of(code, (), Code.objects.ancestors_of(code))["shared"] for code in codes}
    return [code.value for code, found in texts.items() if found]


# Where it holds


@pytest.mark.parametrize(
    ("first", "last", "values"),
    [
        ("Q01", "Q01", ["Q01", "Q01.1", "Q01.2"]),
        ("Q01.1", "Q01.1", ["Q01.1"]),
        ("Q01.1", "Q10", ["Q01.1", "Q01.2", "Q0A", "Q10.1"]),
        ("Q00", "Q07", ["Q01", "Q01.1", "Q01.2"]),
        ("Q00-Q07", "Q00-Q07", ["Q01", "Q01.1", "Q01.2", "Q0A"]),
        ("17", "17", ["Q01", "Q01.1", "Q01.2", "Q0A"]),
        ("Q02", "Q02", []),
    ],
)
def test_where_a_text_holds(family, first, last, values):
    text = a_shown_text(first=first, last=last)
    assert shown_on(family) == values
    assert shared_texts.number_of("icd10cm", first, last) == len(values)
    assert [code.value for code in family if shared_texts.holds_for(text, code)] == values
    example = shared_texts.example_of("icd10cm", first, last)
    assert (example and example.value) in (values or [None])


def test_a_range_of_numbers_in_one_system_alone():
    codes = [a_code(value, "cpt") for value in ("99900", "99901", "99905", "99906")]
    a_shown_text(system="cpt", first="99901", last="99905")
    assert shown_on([*codes, a_code("99903", "hcpcs")]) == ["99901", "99905"]


@pytest.mark.parametrize(
    ("system", "typed", "kept"),
    [
        ("icd10cm", ("e119", ""), ("E11.9", "E11.9")),
        ("icd10cm", ("e11", "e13"), ("E11", "E13")),
        ("icd10cm", ("e08-e13", ""), ("E08-E13", "E08-E13")),
        ("cpt", (" 64490 ", "64495"), ("64490", "64495")),
    ],
)
def test_ends_as_editors_type_them(system, typed, kept):
    assert shared_texts.ends(system, *typed) == kept


def test_counting_has_an_end(monkeypatch, family):
    monkeypatch.setattr(shared_texts, "MOST", 1)
    assert shared_texts.number_of("icd10cm", "Q01", "Q01") == 2


# On the page


def test_it_works(member, family):
    heading, code, *_ = family
    Section.objects.create(code=code, kind="documentation", body="Own words.")
    a_shown_text(as_of=date(2026, 4, 1))
    text = section_of(member.get(code.url).text)
    assert text.index("Own words.") < text.index("Write it down.")
    assert f'For <a href="{heading.url}">all of Q01</a>' in text
    assert "<strong>Invented guideline</strong> · reviewed by Re Viewer, 1 April 2026" in text


def section_of(text, heading="Documentation"):
    return " ".join(text.split(f">{heading}</h2>")[1].split("</section>")[0].split())


def test_chapters_and_ranges_are_named(member, family):
    a_shown_text(first="17")
    a_shown_text(first="Q00", last="Q07")
    text = section_of(member.get(family[1].url).text)
    assert '<a href="/browse/icd10cm/17/">all of Chapter 17</a>' in text
    assert "<span>For Q00 to Q07</span>" in text


def test_on_its_own_code_it_leads_nowhere(member, family):
    a_shown_text()
    assert "<span>For all of Q01</span>" in section_of(member.get(family[0].url).text)


def test_a_code_without_a_text_of_its_own_has_the_section(member, guest, family):
    code = family[1]
    assert "Documentation" not in member.get(code.url).text
    a_shown_text()
    assert "Write it down." in member.get(code.url).text
    page = Client().get(code.url).text
    assert "Documentation" in page.split("Register to view content")[1]
    assert "Write it down." not in page
    assert "Invented guideline" not in page


def test_the_nearest_text_comes_first_and_there_is_an_end(member, family):
    a_shown_text(first="17", body="Of the chapter.")
    a_shown_text(first="Q01", body="Of the heading.")
    text = member.get(family[1].url).text
    assert text.index("Of the heading.") < text.index("Of the chapter.")
    for _ in range(queries.SHARED):
        a_shown_text(first="Q01.1")
    a_shown_text(first="Q01.1", kind="when_to_use", body="Of another section.")
    text = member.get(family[1].url).text
    assert "Of the chapter." not in text
    assert "Of another section." in text


def test_it_costs_no_statement(member, family):
    code = family[1]
    member.get(code.url)
    before = anew(member, code.url)
    for _ in range(3):
        a_shown_text()
    assert anew(member, code.url) == before <= MOST


def test_what_is_written_shows_at_once(member, family):
    text = a_text(state="in_review")
    assert "Write it down." not in member.get(family[1].url).text
    shown = shared_actions.publish(text=text, token=text.token, by=somebody("reviewer"))
    assert "Write it down." in member.get(family[1].url).text
    shared_actions.withdraw(text=shown, by=somebody("reviewer"))
    assert "Write it down." not in member.get(family[1].url).text


@pytest.mark.parametrize(
    ("typed", "drawn"),
    [
        ("<script>alert(1)</script>", "&lt;script&gt;"),
        ("[text](javascript:alert(1))", "[text](javascript:alert(1))"),
        ('<img src=x onerror="alert(1)">', "&lt;img src=x"),
    ],
)
def test_what_could_run_is_shown_as_text(member, family, typed, drawn):
    a_shown_text(body=typed, title="<b>Title</b>", source="<i>Source</i>")
    text = section_of(member.get(family[1].url).text)
    assert drawn in text
    assert "&lt;b&gt;Title&lt;/b&gt;" in text
    assert not any(tag in text for tag in ("<script", "<img", "<b>", "<i>", 'href="javascript'))


# Review


def test_a_new_version_waits_and_takes_the_place_of_the_last():
    shown, writer = a_shown_text(), somebody("editor")
    text = shared_actions.save(text=shown, words=words(body="Newer words."), by=writer)
    assert (fresh(shown).state, text.state, text.origin) == ("published", "writing", shown)
    with pytest.raises(Outdated, match="has begun the next version"):
        shared_actions.save(text=shown, words=words(body="Others."), by=somebody("editor"))
    text = shared_actions.send_to_review(text=text, token=text.token, by=writer)
    text = shared_actions.publish(text=text, token=text.token, by=somebody("reviewer"))
    assert (fresh(shown).state, text.state) == ("replaced", "published")
    third = shared_actions.restore(version=shown, by=writer)
    assert (third.body, third.origin, third.state) == ("Write it down.", shown, "writing")
    assert list(SharedText.objects.versions_of(shown)) == [third, text, shown]


def test_saving_the_same_again_is_not_writing():
    shown = a_shown_text()
    assert shared_actions.save(text=shown, words=shared_actions.words_of(shown), by=somebody("editor")) == shown
    assert SharedText.objects.count() == 1


def test_nobody_publishes_their_own_and_no_editor_any():
    reviewer = somebody("reviewer")
    own = a_text(by=reviewer, state="in_review")
    with pytest.raises(Refused, match="You wrote some of this draft yourself"):
        shared_actions.publish(text=own, token=own.token, by=reviewer)
    with pytest.raises(Refused, match="Publishing is for reviewers"):
        shared_actions.publish(text=own, token=own.token, by=somebody("editor"))
    with pytest.raises(Refused, match="Taking a text back is for reviewers"):
        shared_actions.withdraw(text=a_shown_text(), by=somebody("editor"))
    assert fresh(own).state == "in_review"


def test_a_text_saved_meanwhile_is_not_overwritten():
    text, other = a_text(), somebody("editor")
    shared_actions.save(text=text, words=words(body="Theirs."), by=other, token=text.token)
    with pytest.raises(Outdated):
        shared_actions.save(text=text, words=words(body="Mine."), by=other, token=text.token)
    assert SharedText.objects.get().body == "Theirs."


def test_a_returned_text_says_why(django_capture_on_commit_callbacks):
    text, reviewer = a_text(state="in_review"), somebody("reviewer")
    with pytest.raises(Refused, match="what is to be mended"):
        shared_actions.return_text(text=text, token=text.token, by=reviewer, note=" ")
    with django_capture_on_commit_callbacks(execute=True):
        text = shared_actions.return_text(text=text, token=text.token, by=reviewer, note="Name the side.")
    assert (text.state, text.reviewers_note) == ("returned", "Name the side.")
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        ([text.writer.email], "CodeAhead: your draft of Invented guideline (ICD-10-CM Q01) came back")
    ]


def scheduled(reviewer):
    text = a_text(state="in_review")
    return shared_actions.schedule(text=text, token=text.token, by=reviewer, at=timezone.now() + timedelta(hours=1))


def test_the_job_publishes_what_is_due():
    text = scheduled(somebody("reviewer"))
    call_command("publish_due")
    assert fresh(text).state == "scheduled"
    SharedText.objects.update(publish_at=timezone.now() - timedelta(minutes=1))
    call_command("publish_due")
    assert (fresh(text).state, fresh(text).publish_at) == ("published", None)


def test_what_cannot_be_published_goes_back_to_review():
    reviewer = somebody("reviewer")
    text = scheduled(reviewer)
    reviewer.is_active = False
    reviewer.save()
    assert shared_actions.publish_due(now=timezone.now() + timedelta(hours=2)) == (0, 1)
    assert (fresh(text).state, "has left" in fresh(text).reviewers_note) == ("in_review", True)


@pytest.mark.parametrize("at", [timedelta(hours=-1), timedelta(days=400)])
def test_a_time_is_to_come_within_a_year(at):
    text = a_text(state="in_review")
    with pytest.raises(Refused, match="still to come"):
        shared_actions.schedule(text=text, token=text.token, by=somebody("reviewer"), at=timezone.now() + at)


# The desk


def send(client, text=None, **fields):
    """The form, sent with these words and buttons."""
    data = {name: value or "" for name, value in words().items()} | {"draft": text.token if text else ""} | fields
    return client.post(f"{LIST}{text.pk}/change/" if text else f"{LIST}add/", data)


def test_an_editor_writes_and_a_reviewer_publishes(family, member_user):
    editor, reviewer = browser(somebody("editor")), browser(somebody("reviewer"))
    assert send(editor, first="q01", _send="1").status_code == 302
    text = SharedText.objects.get()
    assert (text.state, text.first, text.last) == ("in_review", "Q01", "Q01")
    page = reviewer.get(f"{LIST}{text.pk}/change/").text
    assert "Holds for 3 codes (ICD-10-CM Q01)" in page
    assert send(reviewer, text, _publish="1").status_code == 302
    assert fresh(text).state == "published"
    member = browser(member_user)
    assert "Write it down." in member.get(family[1].url).text


def test_saving_what_is_published_begins_the_next_version(family):
    shown, editor = a_shown_text(), browser(somebody("editor"))
    answer = send(editor, shown, body="Newer words.")
    text = SharedText.objects.get(state="writing")
    assert answer.url == f"{LIST}{text.pk}/change/"
    assert fresh(shown).body == "Write it down."
    page = editor.get(answer.url).text
    assert "What differs from what readers see" in page
    assert "<ins>Newer words.</ins>" in page or "<ins>Newer words" in page


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"first": "Q99", "last": ""}, "No code that is loaded stands here."),
        ({"first": "Q10", "last": "Q01"}, "Q01 stands before Q10."),
        ({"body": "Fever \u202erevef"}, "a sign that turns the direction of the text"),
        ({"body": "x" * 50_001}, "at most 50,000 can be kept"),
        ({"title": ""}, "This field is required."),
    ],
)
def test_what_is_refused(family, fields, fault):
    page = send(browser(somebody("editor")), **fields)
    assert page.status_code == 200
    assert fault in page.text
    assert not SharedText.objects.exists()


def test_a_megabyte_is_refused(family):
    assert send(browser(somebody("editor")), body="x" * 3_000_000).status_code == 400


def test_an_older_form_is_not_saved(family):
    text, editor = a_text(), browser(somebody("editor"))
    shared_actions.save(text=text, words=words(body="Theirs."), by=somebody("editor"), token=text.token)
    page = send(editor, text, body="Mine.")
    assert "Somebody saved or decided on this text meanwhile" in page.text
    assert "Mine." in page.text
    assert SharedText.objects.get().body == "Theirs."


@pytest.mark.parametrize(("button", "seen"), [("_preview", True), ("_preview_guest", False)])
def test_previews_keep_nothing(family, button, seen):
    editor = browser(somebody("editor"))
    page = send(editor, preview_code="q012", **{button: "1"})
    assert page.status_code == 200
    assert "Q01.2" in page.text
    assert "Documentation" in page.text
    assert ("Write it down." in page.text) is seen
    assert not SharedText.objects.exists()


@pytest.mark.parametrize(("typed", "reason"), [("Q10.1", "does not hold for"), ("Q77", "There is no page of")])
def test_a_preview_on_another_code_is_none(family, typed, reason):
    editor = browser(somebody("editor"))
    text = a_text()
    answer = send(editor, text, preview_code=typed, _preview="1")
    assert reason in editor.get(answer.url).text
    assert fresh(text).state == "writing"


def test_a_version_comes_back(family):
    shown, reviewer = a_shown_text(), browser(somebody("reviewer"))
    reviewer.post(f"{LIST}{shown.pk}/change/", {"_withdraw": "1"})
    assert fresh(shown).state == "replaced"
    assert reviewer.get(f"{LIST}{shown.pk}/change/").status_code == 200
    reviewer.post(f"{LIST}{shown.pk}/restore/")
    assert SharedText.objects.get(state="writing").origin == shown


def test_the_list_shows_what_is_worked_with(family):
    a_shown_text(title="Shown text")
    gone = a_text(title="Gone text")
    shared_actions.discard(text=gone, token=gone.token, by=gone.writer)
    page = browser(somebody("editor")).get(LIST).text
    assert "Shown text" in page
    assert "Gone text" not in page
    assert browser(a_reader()).get(LIST).status_code == 302
