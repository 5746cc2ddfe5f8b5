"""The desk: the form that shows and writes the draft, the buttons, comparing, versions, lists."""

from datetime import timedelta

import pytest
from django.contrib.messages import get_messages
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from codes import draft_actions, drafts
from codes.models import Code, Draft, PayerNote, Section
from tests.builders import a_code, a_full_code, a_modifier, values_found
from tests.codes.desk import a_draft, browser, fill, fresh, only_draft, somebody
from tests.codes.test_admin import address, form_of

pytestmark = pytest.mark.django_db
LIST = "/admin/codes/draft/"
TYPED = {"sections-TOTAL_FORMS": "1", "sections-0-kind": "documentation", "sections-0-body": "Write it down"}


@pytest.fixture
def writer():
    return browser(somebody("editor", name="Ed Itor"))


@pytest.fixture
def reviewer():
    return browser(somebody("reviewer", name="Re Viewer"))


@pytest.fixture
def code():
    return a_code("99901", "cpt", common_language="Before")


def said(answer):
    """The newest message; nobody has looked at those before it."""
    return [str(message) for message in get_messages(answer.wsgi_request)][-1:]


def act(client, draft, name, **data):
    return client.post(address(draft.code, f"draft/{name}/"), {"draft": draft.token} | data)


# The form


def test_it_works(writer, code):
    answer = fill(writer, code, common_language="After")
    assert (answer.status_code, answer.url) == (302, address(code))
    assert said(answer) == ["The draft is saved. Readers see it once it is published."]
    assert (fresh(code).common_language, fresh(code).edited_at, code.history.count()) == ("Before", None, 0)
    draft = only_draft()
    assert (draft.state, draft.writer.name) == ("writing", "Ed Itor")
    assert drafts.differing(draft.base, draft.content) == [("code", "common_language"), ("code", "held")]
    page = writer.get(address(code))
    assert page.context["adminform"].form.initial["common_language"] == "After"
    assert "A draft by Ed Itor" in page.text


def test_nothing_of_a_draft_reaches_readers(writer, code, member):
    fill(writer, code, common_language="Not yet", **TYPED)
    assert "Not yet" not in member.get(code.url).text
    assert "Write it down" not in member.get(code.url).text
    assert not Section.objects.exists()
    assert values_found("yet") == []


def test_what_is_saved_again_adds_to_the_draft(writer, code):
    fill(writer, code, common_language="After")
    fill(writer, code, **TYPED)
    draft = only_draft()
    assert draft.content["code"]["common_language"] == "After"
    key = draft.content["sections"][0]["id"]
    page = writer.get(address(code))
    assert (form_of(page)["sections-0-id"], form_of(page)["sections-0-body"]) == (key, "Write it down")
    fill(writer, code, sections__0__body="Write it all down")
    assert only_draft().content["sections"] == [
        {"id": key, "kind": "documentation", "body": "Write it all down", "source": "", "as_of": None}
    ]


def test_a_row_is_taken_out(writer):
    code = a_full_code()
    fill(writer, code, payer_notes__0__DELETE="on")
    assert only_draft().content["payer_notes"] == []
    assert PayerNote.objects.count() == 1
    assert form_of(writer.get(address(code)))["payer_notes-INITIAL_FORMS"] == 0


def test_saving_nothing_begins_no_draft(writer):
    answer = fill(writer, a_full_code())
    assert said(answer) == ["Nothing was changed: there is no draft."]
    assert not Draft.objects.exists()


def test_a_form_with_errors_keeps_nothing(writer, code):
    page = fill(writer, code, common_language="After", effective_to="nonsense")
    assert page.status_code == 200
    assert "Enter a valid date" in page.text
    assert "After" in page.text
    assert not Draft.objects.exists()


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"effective_from": "2026-02-01", "effective_to": "2026-01-01"}, "ends_after_it_begins"),
        (
            {
                "relations__TOTAL_FORMS": "1",
                "relations__0__kind": "add_on",
                "relations__0__target": "itself",
                "relations__0__position": "0",
            },
            "A code cannot be related to itself.",
        ),
        (
            {
                "payer_notes__TOTAL_FORMS": "2",
                **{f"payer_notes__{i}__payer": "Twice" for i in range(2)},
                **{f"payer_notes__{i}__text": "Words" for i in range(2)},
                **{f"payer_notes__{i}__position": "0" for i in range(2)},
            },
            "duplicate",
        ),
    ],
)
def test_what_the_tables_refuse_is_said_in_the_form(writer, code, changes, words):
    changes = {name: code.pk if value == "itself" else value for name, value in changes.items()}
    page = fill(writer, code, **changes)
    assert page.status_code == 200
    assert words in page.text
    assert not Draft.objects.exists()


def test_a_section_of_a_kind_that_is_there_is_refused(writer):
    code = a_full_code()
    page = fill(writer, code, sections__1__kind="clinical_context")
    assert page.status_code == 200
    assert not Draft.objects.exists()


def test_the_admin_keeps_no_log_of_what_was_rolled_back(writer, code):
    from django.contrib.admin.models import LogEntry

    fill(writer, code, common_language="After")
    # That something was sent is told; what the form did to the tables is not, as nothing of it stayed.
    assert LogEntry.objects.get().content_type is None


def test_the_form_costs_the_same_for_few_and_many_drafts(writer, code):
    fill(writer, code, common_language="After")
    writer.get(address(code))
    with CaptureQueriesContext(connection) as few:
        writer.get(address(code))
    for i in range(20):
        a_draft(a_code(f"99{i + 100}", "cpt"))
    with CaptureQueriesContext(connection) as many:
        writer.get(address(code))
    assert len(many) == len(few)


# Two at once


def test_what_somebody_saved_meanwhile_is_not_overwritten_and_nothing_typed_is_lost(writer, code):
    data = form_of(writer.get(address(code)))
    fill(browser(somebody("editor")), code, common_language="Theirs")
    page = writer.post(address(code), data | {"common_language": "Mine"} | TYPED)
    assert page.status_code == 200
    assert "Somebody saved this draft meanwhile" in page.text
    sent_again = form_of(page)
    assert (sent_again["common_language"], sent_again["sections-0-body"]) == ("Mine", "Write it down")
    assert only_draft().content["code"]["common_language"] == "Theirs"
    assert writer.post(address(code), sent_again).status_code == 302
    draft = only_draft()
    assert draft.content["code"]["common_language"] == "Mine"
    assert [row["body"] for row in draft.content["sections"]] == ["Write it down"]


def test_what_somebody_else_wrote_beside_stays_when_mine_is_saved_over(writer, code):
    data = form_of(writer.get(address(code)))
    fill(browser(somebody("editor")), code, role="Theirs", **TYPED)
    page = writer.post(address(code), data | {"common_language": "Mine"})
    assert writer.post(address(code), form_of(page)).status_code == 302
    content = only_draft().content
    assert (content["code"]["common_language"], content["code"]["role"]) == ("Mine", "Theirs")
    assert [row["body"] for row in content["sections"]] == ["Write it down"]


def test_a_row_that_somebody_took_out_meanwhile_comes_back_as_it_was_typed(writer):
    code = a_full_code(mark="still")
    data = form_of(writer.get(address(code)))
    fill(browser(somebody("editor")), code, sections__0__DELETE="on", payer_notes__0__DELETE="on")
    page = writer.post(address(code), data | {"sections-0-body": "Mine", "sections-1-body": "Mine too"})
    assert page.status_code == 200
    again = form_of(page)
    assert sorted(again[f"sections-{i}-body"] for i in range(3)) == ["Mine", "Mine too", "Written documentation still"]
    assert writer.post(address(code), again).status_code == 302
    bodies = sorted(row["body"] for row in only_draft().content["sections"])
    assert bodies == ["Mine", "Mine too", "Written documentation still"]


def test_a_draft_that_was_published_meanwhile_is_begun_anew(writer, code, editor_user):
    fill(writer, code, common_language="First")
    data = form_of(writer.get(address(code)))
    draft = only_draft()
    draft_actions.publish(draft=draft, token=draft.token, by=editor_user)
    page = writer.post(address(code), data | {"common_language": "Second"})
    assert "was published or discarded meanwhile" in page.text
    assert writer.post(address(code), form_of(page)).status_code == 302
    assert [d.content["code"]["common_language"] for d in Draft.objects.open()] == ["Second"]


def test_who_is_late_by_a_moment_gets_the_form_back(writer, code, monkeypatch):
    """Between the check and the keeping, somebody else saves."""
    data = form_of(writer.get(address(code)))
    real = draft_actions.keep

    def quicker(**options):
        monkeypatch.setattr(draft_actions, "keep", real)
        a_draft(code, title="Quicker")
        return real(**options)

    monkeypatch.setattr(draft_actions, "keep", quicker)
    page = writer.post(address(code), data | {"common_language": "Mine"})
    assert page.status_code == 200
    assert form_of(page)["common_language"] == "Mine"
    assert only_draft().content["code"]["title"] == "Quicker"


# The way of a draft


def test_from_the_writer_to_the_reader(writer, reviewer, code, member):
    fill(writer, code, common_language="First words", note="Please look", _send="1")
    draft = only_draft()
    assert (draft.state, draft.note) == ("in_review", "Please look")
    page = reviewer.get(address(code))
    assert "Please look" in page.text
    answer = act(reviewer, draft, "return", reviewers_note="Say which side")
    assert said(answer) == ["Returned to the writer."]
    assert "Say which side" in writer.get(address(code)).text
    fill(writer, code, common_language="First words on the left", _send="1")
    answer = act(reviewer, only_draft(), "publish")
    assert said(answer) == ["Published: readers see it now."]
    page = member.get(code.url).text
    assert "First words on the left" in page
    assert "Written by Ed Itor, reviewed by Re Viewer, " in page
    assert "@example.org" not in page.split("Sources and dates")[1].split("</section>")[0]


@pytest.mark.parametrize(
    ("names", "words"),
    [
        (("Ed Itor", "Re Viewer"), "Written by Ed Itor, reviewed by Re Viewer, "),
        (("Ed Itor", ""), "Written by Ed Itor, reviewed, "),
        (("", "Re Viewer"), "Written by our editors, reviewed by Re Viewer, "),
        (("", ""), "Written by our editors, reviewed, "),
    ],
)
def test_names_are_given_and_no_addresses(code, member, names, words):
    writer, reviewer = somebody("editor", name=names[0]), somebody("reviewer", name=names[1])
    draft = a_draft(code, writer, state="in_review")
    draft_actions.publish(draft=draft, token=draft.token, by=reviewer)
    sources = member.get(code.url).text.split(">Sources and dates</h2>")[1].split("</section>")[0]
    assert words in sources
    assert "@" not in sources


def test_a_reviewer_publishes_from_the_form_with_one_click(writer, reviewer, code):
    fill(writer, code, common_language="After", _send="1")
    answer = fill(reviewer, code, _publish="1")
    assert said(answer) == ["Published: readers see it now."]
    assert (fresh(code).common_language, fresh(code).reviewer.name) == ("After", "Re Viewer")


def test_a_reviewer_who_changed_a_word_in_the_form_does_not_publish(writer, reviewer, code):
    fill(writer, code, common_language="After", _send="1")
    answer = fill(reviewer, code, common_language="After all", _publish="1")
    assert said(answer) == ["You wrote some of this draft yourself: somebody else has to review it."]
    assert (fresh(code).common_language, only_draft().content["code"]["common_language"]) == ("Before", "After all")


def test_what_a_release_brought_meanwhile_is_not_the_reviewers_writing(writer, reviewer, code):
    fill(writer, code, common_language="After", _send="1")
    Code.objects.filter(pk=code.pk).update(role="Add-on")
    page = fill(reviewer, code, _publish="1")
    assert [line.label for line in page.context["stays"]] == ["Role"]
    assert only_draft().writers == [only_draft().writer_id]
    act(reviewer, only_draft(), "publish", seen=page.context["seen"])
    assert (fresh(code).common_language, fresh(code).role) == ("After", "Add-on")


@pytest.mark.parametrize("line_ends", ["\n", "\r\n"])
def test_a_browsers_line_ends_are_no_writing(writer, reviewer, line_ends):
    code = a_full_code()
    Section.objects.update(body="One\n\nTwo \n")
    fill(writer, code, common_language="After\nall", _send="1")
    data = {
        k: v.replace("\n", line_ends) if isinstance(v, str) else v
        for k, v in form_of(reviewer.get(address(code))).items()
    }
    answer = reviewer.post(address(code), data | {"_publish": "1"})
    assert said(answer) == ["Published: readers see it now."]


def test_publishing_over_a_changed_text_asks_once_more(writer, reviewer, code):
    fill(writer, code, common_language="Drafted words", _send="1")
    Code.objects.filter(pk=code.pk).update(common_language="Released words", role="Add-on")
    page = act(reviewer, only_draft(), "publish")
    assert page.status_code == 200
    overwritten, stays = page.context["overwritten"], page.context["stays"]
    assert [line.label for line in overwritten] == ["Common language description"]
    assert [line.label for line in stays] == ["Role"]
    assert "<del>Released</del> words" in page.text
    assert fresh(code).common_language == "Released words"
    answer = act(reviewer, only_draft(), "publish", seen=page.context["seen"])
    assert said(answer) == ["Published: readers see it now."]
    assert (fresh(code).common_language, fresh(code).role) == ("Drafted words", "Add-on")


def test_scheduling(writer, reviewer, code):
    fill(writer, code, common_language="After", _send="1")
    tomorrow = timezone.now() + timedelta(days=1)
    answer = act(reviewer, only_draft(), "schedule", publish_at="nonsense")
    assert said(answer) == ["Choose the day and the time at which it is to be published."]
    answer = act(reviewer, only_draft(), "schedule", publish_at=f"{tomorrow:%Y-%m-%dT%H:%M}")
    assert said(answer) == ["Scheduled."]
    assert only_draft().publish_at == tomorrow.replace(second=0, microsecond=0)
    assert "to be published" in writer.get(address(code)).text


def test_what_is_decided_on_must_be_what_was_looked_at(writer, reviewer, code):
    fill(writer, code, common_language="After", _send="1")
    draft = only_draft()
    fill(writer, code, common_language="After all")
    answer = act(reviewer, draft, "publish")
    assert said(answer) == ["Somebody saved or decided on this draft meanwhile. Look at it again."]
    assert fresh(code).common_language == "Before"


def test_acts_are_posted_and_named(reviewer, code):
    draft = a_draft(code, state="in_review")
    assert reviewer.get(address(code, "draft/publish/")).status_code == 405
    assert act(reviewer, draft, "nonsense").status_code == 404
    for token in ("", "x", f"{draft.pk + 1}.1", "9" * 30):
        assert reviewer.post(address(code, "draft/publish/"), {"draft": token}).status_code == 404
    other = a_code("99902", "cpt")
    assert reviewer.post(address(other, "draft/publish/"), {"draft": draft.token}).status_code == 404
    assert fresh(draft).state == "in_review"


def test_a_decision_needs_its_token(code):
    from django.test import Client

    draft = a_draft(code, state="in_review")
    strict = Client(enforce_csrf_checks=True)
    strict.force_login(somebody("reviewer"))
    assert act(strict, draft, "publish").status_code == 403
    assert fresh(draft).state == "in_review"


def test_a_draft_that_fits_no_more_is_said_so_and_can_be_discarded(writer, reviewer, code):
    fill(writer, code, effective_from="2030-01-01", _send="1")
    Code.objects.filter(pk=code.pk).update(effective_to="2029-01-01")
    page = writer.get(address(code))
    assert page.status_code == 200
    assert "does not fit what is live any more" in page.text
    assert "does not fit" in writer.post(address(code), form_of(page)).text
    assert writer.get(address(code, "compare/")).status_code == 200
    assert any("does not fit" in text for text in said(act(reviewer, only_draft(), "publish", seen=seen(code))))
    assert said(act(writer, only_draft(), "discard"))[-1].startswith("The draft was discarded")
    assert fresh(code).effective_from is None


def seen(code):
    return drafts.digest_of(drafts.content_of(code))


# Preview


@pytest.mark.parametrize(("query", "sees"), [("", True), ("?guest", False)])
def test_a_saved_draft_is_previewed_without_its_form(writer, code, query, sees):
    fill(writer, code, common_language="Not yet", **TYPED)
    page = writer.get(address(code, f"preview/{query}"))
    assert "Not yet" in page.text
    assert ("Write it down" in page.text) is sees
    assert fresh(code).common_language == "Before"


def test_a_preview_shows_what_is_typed_on_top_of_the_draft(writer, code):
    fill(writer, code, common_language="In the draft")
    data = form_of(writer.get(address(code))) | TYPED
    page = writer.post(address(code, "preview/"), data | {"_preview": "1"})
    assert "In the draft" in page.text
    assert "Write it down" in page.text
    assert only_draft().content["sections"] == []


# Comparing


def test_a_draft_beside_what_is_live(writer, code):
    fill(writer, code, common_language="After words", **TYPED)
    page = writer.get(address(code, "compare/"))
    assert [line.label for line in page.context["lines"]] == [
        "Common language description",
        "Held by hand",
        "Documentation",
    ]
    assert "<del>Before</del>" in page.text
    assert "<ins>After words</ins>" in page.text


def test_newer_words_of_a_release_are_not_taken_for_the_drafts(writer, code):
    fill(writer, code, common_language="After")
    Code.objects.filter(pk=code.pk).update(role="Add-on")
    page = writer.get(address(code, "compare/"))
    assert "Role" not in [line.label for line in page.context["lines"]]


def test_without_a_draft_there_is_nothing_to_compare(writer, code):
    assert "There is no open draft" in writer.get(address(code, "compare/")).text


def test_the_comparison_names_codes_in_one_statement(writer):
    code = a_code("99901", "cpt")
    fill(writer, code, **modifiers(2))
    writer.get(address(code, "compare/"))
    with CaptureQueriesContext(connection) as few:
        page = writer.get(address(code, "compare/"))
    assert "Modifier: CPT" in page.text
    draft = only_draft()
    draft_actions.discard(draft=draft, token=draft.token, by=draft.writer)
    fill(writer, code, **modifiers(12))
    with CaptureQueriesContext(connection) as many:
        writer.get(address(code, "compare/"))
    # Each row is laid into the table once, with its history.
    assert len(many) - len(few) == 10 * 2


def modifiers(number):
    """The form's fields of so many modifiers."""
    fields = {"modifier_uses-TOTAL_FORMS": str(number)}
    for i in range(number):
        fields |= {f"modifier_uses-{i}-modifier": a_modifier().pk, f"modifier_uses-{i}-when": "When"}
        fields |= {f"modifier_uses-{i}-position": "0"}
    return fields


# Versions


def test_versions_are_compared_and_restored(writer, reviewer, code):
    for words in ("First words", "Second words"):
        fill(writer, code, common_language=words, _send="1")
        act(reviewer, Draft.objects.open().get(), "publish")
    page = writer.get(address(code, "versions/"))
    newest, middle, first = page.context["versions"]
    for words in ("Ed Itor", "Re Viewer", "What stood before the first draft."):
        assert words in page.text
    before = writer.get(address(code, "compare/"), {"version": middle.pk, "before": ""})
    assert [line.label for line in before.context["lines"]] == ["Common language description", "Held by hand"]
    live = writer.get(address(code, "compare/"), {"version": middle.pk})
    assert "<del>Second</del> words" in live.text
    assert "<ins>First</ins> words" in live.text
    answer = writer.post(address(code, "versions/"), {"version": middle.pk})
    assert said(answer) == ["A draft with the words of that version was begun. Readers see it once published."]
    assert Draft.objects.open().get().content["code"]["common_language"] == "First words"
    again = writer.post(address(code, "versions/"), {"version": first.pk})
    assert said(again)[-1].endswith("Publish or discard it first.")
    assert "Restore" not in writer.get(address(code, "versions/")).text


@pytest.mark.parametrize("asked", ["x", "0", "9" * 18, "-1"])
def test_no_such_version(writer, code, asked):
    assert writer.get(address(code, "compare/"), {"version": asked}).status_code == 404
    assert writer.post(address(code, "versions/"), {"version": asked}).status_code in (400, 404)


def test_no_such_code(writer):
    for page in ("compare/", "versions/", "preview/"):
        assert writer.get(f"/admin/codes/code/999999/{page}").status_code == 404
    assert writer.get("/admin/codes/code/999999/change/").status_code == 302


# Lists


def test_the_desk_says_what_waits(writer, reviewer, code):
    fill(writer, code, common_language="After")
    returned = a_draft(a_code("99902", "cpt"), by=only_draft().writer, state="in_review")
    act(reviewer, returned, "return", reviewers_note="Mend it")
    a_draft(a_code("99903", "cpt"), state="in_review")
    assert writer.get("/admin/").text.count('class="number">1<') == 3
    lines = [
        (name, writer.get(LIST + "?" + query).context["cl"].result_list)
        for name, _, query in drawn_lines(writer.get("/admin/"))
    ]
    assert [(name, [draft.code.value for draft in found]) for name, found in lines] == [
        ("My drafts", ["99901"]),
        ("Returned to you", ["99902"]),
        ("Waiting for review", ["99903"]),
        ("Scheduled", []),
    ]


def drawn_lines(page):
    return next(context["lines"] for context in page.context if "lines" in context)


def test_the_list_of_drafts(writer, reviewer, code):
    fill(writer, code, common_language="After", _send="1")
    act(reviewer, only_draft(), "publish")
    a_draft(code)
    other = a_draft(a_code("99902", "cpt"))
    open_ones = writer.get(LIST).context["cl"].result_list
    assert {draft.code.value for draft in open_ones} == {"99901", "99902"}
    published = writer.get(LIST, {"state": "published"})
    assert len(published.context["cl"].result_list) == 2
    assert "What it changed" in published.text
    found = writer.get(LIST, {"q": "99902"}).context["cl"].result_list
    assert [draft.pk for draft in found] == [other.pk]
    assert writer.get(LIST, {"state": "nonsense"}).status_code in (200, 302)
    assert writer.get(f"{LIST}{other.pk}/change/").status_code == 404


def test_the_lists_cost_the_same_for_few_and_many_and_count_no_table(writer):
    a_draft()
    pages = [LIST, f"{LIST}?state=writing&whose=mine", f"{LIST}?q=99901", "/admin/codes/code/", "/admin/"]
    _, few = ([statements(writer, page) for page in pages] for _ in range(2))
    for i in range(30):
        a_draft(a_code(f"99{i + 100}", "cpt"))
    assert [statements(writer, page) for page in pages] == few
    assert max(few) <= 8


def statements(client, page):
    with CaptureQueriesContext(connection) as queries:
        assert client.get(page).status_code == 200
    counted = [q["sql"] for q in queries if "COUNT(*)" in q["sql"].upper() and "LIMIT" not in q["sql"]]
    assert counted == []
    return len(queries)


def test_lists_read_no_texts(writer):
    a_draft()
    with CaptureQueriesContext(connection) as queries:
        writer.get(LIST)
    assert not [q["sql"] for q in queries if '"codes_draft"."content"' in q["sql"]]
