"""Drafts: what is kept, who may do what with them, and what publishing writes."""

from datetime import date, timedelta

import pytest
from django.core import mail
from django.core.management import call_command
from django.utils import timezone

from codes import draft_actions, draft_words, drafts
from codes.draft_actions import LiveChanged, Outdated, Refused
from codes.models import Code, Draft, PayerNote, Relation, Section, SharedText, Source, TextImport
from tests.builders import a_code, a_full_code, a_modifier, a_reader, a_release, values_found
from tests.codes.desk import a_draft, fresh, only_draft, somebody, with_words

pytestmark = pytest.mark.django_db
SECTION = {"id": None, "kind": "documentation", "body": "Write it down", "source": "", "as_of": None}


@pytest.fixture
def reviewer(db):
    return somebody("reviewer", name="Re Viewer")


def publish(draft, by, **more):
    return draft_actions.publish(draft=draft, token=draft.token, by=by, **more)


def released(code, **fields):
    """What a release writes past all drafts."""
    Code.objects.filter(pk=code.pk).update(**fields)


# The shape


def test_a_content_holds_all_that_editors_can_write():
    code = a_full_code(effective_from=date(2020, 1, 2))
    content = drafts.content_of(code)
    assert content["code"] == {
        "descriptor": "",
        "short_descriptor": "",
        "common_language": "Open words",
        "title": "Invented service 99901",
        "held": [],
        "service_type": "Service",
        "sites_of_service": ["Office"],
        "global_days": "",
        "unit_of_service": "Unit",
        "role": "",
        "status": "active",
        "effective_from": "2020-01-02",
        "effective_to": None,
    }
    assert [row["body"] for row in content["sections"]] == [f"Written {kind}" for kind in Section.Kind]
    relation = Relation.objects.get()
    told = {"id": relation.pk, "kind": "see_instead", "target_id": relation.target_id, "why": "Why", "position": 0}
    assert content["relations"] == [told]
    assert {name: len(content[name]) for name in drafts.TABLES} == {
        "sections": 3,
        "modifier_uses": 1,
        "relations": 1,
        "payer_notes": 1,
        "sources": 1,
    }


def test_the_form_has_every_field_of_a_content_and_no_other(editor):
    from codes.admin.forms import INLINES

    page = editor.get(f"/admin/codes/code/{a_code().pk}/change/")
    assert set(page.context["adminform"].form.fields) == set(drafts.FIELDS)
    for inline, (name, table) in zip(INLINES, drafts.TABLES.items(), strict=True):
        assert (inline.model, inline.model._meta.get_field("code").related_query_name()) == (table.model, name)
        columns = {f.attname for f in inline.model._meta.fields if f.editable and f.name not in ("id", "code")}
        assert columns - {"edited_at"} == set(table.columns)


def test_a_new_row_has_the_same_key_ever_after(reviewer):
    code = a_code("99901", "cpt")
    content = drafts.content_of(code) | {"sections": [SECTION]}
    draft = draft_actions.begin_draft(code=code, content=content, by=somebody("editor"))
    key = draft.content["sections"][0]["id"]
    other = Section.objects.create(code=a_code("99902", "cpt"), kind="when_to_use", body="Another")
    draft = draft_actions.send_to_review(draft=draft, token=draft.token, by=draft.writer)
    publish(draft, reviewer)
    assert (Section.objects.get(kind="documentation").pk, other.pk > key) == (key, True)


# Writing


def test_it_works(reviewer):
    writer = somebody("editor", name="Ed Itor")
    code = a_code("99901", "cpt", title="Before")
    draft = a_draft(code, writer, state="in_review", title="Heavenly")
    assert fresh(code).title == "Before"
    publish(draft, reviewer)
    code = fresh(code)
    assert (code.title, code.editor, code.reviewer, code.reviewed_at is not None) == (
        "Heavenly",
        writer,
        reviewer,
        True,
    )
    draft = fresh(draft)
    assert (draft.state, draft.published_by, draft.published_at is not None) == ("published", reviewer, True)
    newest, loaded = code.history.all()
    assert (newest.history_user, newest.history_change_reason) == (writer, "Changed: title")
    assert values_found("heavenly")


def test_a_code_has_one_open_draft():
    draft = a_draft()
    with pytest.raises(Outdated, match="has an open draft"):
        a_draft(draft.code)
    draft_actions.discard(draft=draft, token=draft.token, by=draft.writer)
    assert a_draft(draft.code).state == "writing"


def test_a_draft_that_was_saved_meanwhile_is_not_overwritten():
    draft, other = a_draft(), somebody("editor")
    saved = draft_actions.save_draft(
        draft=draft, token=draft.token, content=with_words(draft.code, title="Theirs"), by=other
    )
    assert (saved.version, sorted(saved.writers)) == (2, sorted([draft.writer_id, other.pk]))
    with pytest.raises(Outdated):
        draft_actions.save_draft(draft=draft, token=draft.token, content=with_words(draft.code, title="Mine"), by=other)
    assert only_draft().content["code"]["title"] == "Theirs"


def test_saving_the_same_again_is_not_writing(reviewer):
    draft = a_draft(state="in_review")
    same = draft_actions.save_draft(draft=draft, token=draft.token, content=draft.content, by=reviewer)
    assert (same.version, same.writers) == (draft.version, [draft.writer_id])


def test_what_was_approved_and_changed_is_reviewed_again(reviewer):
    draft = scheduled(a_draft(state="in_review"), reviewer)
    content = with_words(draft.code, title="One word more")
    saved = draft_actions.save_draft(draft=draft, token=draft.token, content=content, by=draft.writer)
    assert (saved.state, saved.publish_at) == ("in_review", None)


# Who may


@pytest.mark.parametrize(
    ("who", "state", "reason"),
    [
        ("editor", "in_review", "Publishing is for reviewers."),
        ("reviewer", "writing", "This draft has not been sent to review."),
        ("writer", "in_review", "You wrote some of this draft yourself: somebody else has to review it."),
        ("reviewer", "in_review", ""),
        ("superuser", "writing", ""),
        ("superuser writer", "writing", ""),
    ],
)
def test_who_may_publish(who, state, reason):
    superuser = {"is_superuser": True} if "superuser" in who else {}
    writer = somebody("reviewer", **(superuser if "writer" in who else {}))
    draft = a_draft(by=writer, state=state)
    people = {"editor": "editor", "reviewer": "reviewer", "superuser": "editor"}
    user = writer if "writer" in who else somebody(people[who], **superuser)
    assert drafts.why_not_published_by(draft, user) == reason
    if reason:
        with pytest.raises(Refused, match=reason):
            publish(draft, user)
        assert fresh(draft).state == state
    else:
        assert publish(draft, user).state == "published"


def test_with_four_eyes_no_superuser_publishes_their_own(settings):
    settings.FOUR_EYES = True
    boss = somebody("editor", is_superuser=True)
    assert "somebody else" in drafts.why_not_published_by(a_draft(by=boss, state="in_review"), boss)


def test_a_reviewer_who_mends_a_word_has_written(reviewer):
    draft = a_draft(state="in_review")
    content = with_words(draft.code, title="Mended")
    draft = draft_actions.save_draft(draft=draft, token=draft.token, content=content, by=reviewer)
    with pytest.raises(Refused, match="You wrote some of this draft yourself"):
        publish(draft, reviewer)
    assert publish(draft, somebody("reviewer")).state == "published"


def test_who_publishes_their_own_is_not_named_as_its_reviewer(editor_user):
    draft = a_draft(by=editor_user)
    publish(draft, editor_user)
    assert (fresh(draft.code).editor, fresh(draft.code).reviewer) == (editor_user, None)
    assert (fresh(draft).reviewer, fresh(draft).published_by) == (None, editor_user)


def test_only_writers_and_reviewers_discard(reviewer):
    draft = a_draft()
    with pytest.raises(Refused):
        draft_actions.discard(draft=draft, token=draft.token, by=somebody("editor"))
    draft_actions.discard(draft=draft, token=draft.token, by=reviewer)
    assert only_draft().state == "discarded"


def test_what_is_decided_is_not_decided_again(reviewer):
    draft = publish(a_draft(state="in_review"), reviewer)
    for act in (publish, lambda draft, by: draft_actions.discard(draft=draft, token=draft.token, by=by)):
        with pytest.raises(Outdated):
            act(fresh(draft), reviewer)


# Returning


def test_a_returned_draft_says_why_and_waits_for_its_writer(reviewer, django_capture_on_commit_callbacks):
    draft = a_draft(state="in_review")
    with pytest.raises(Refused, match="what is to be mended"):
        draft_actions.return_draft(draft=draft, token=draft.token, by=reviewer, note=" ")
    with django_capture_on_commit_callbacks(execute=True):
        draft = draft_actions.return_draft(draft=draft, token=draft.token, by=reviewer, note="Name the side.")
    assert (draft.state, draft.reviewers_note, draft.reviewer) == ("returned", "Name the side.", reviewer)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([draft.writer.email], "CodeAhead: your draft of CPT 99901 came back")
    assert "Name the side." in letter.body
    assert reviewer.email not in letter.body
    again = draft_actions.send_to_review(draft=draft, token=draft.token, by=draft.writer, note="Named.")
    assert (again.state, again.note) == ("in_review", "Named.")


# Letters


def test_the_reviewers_address_hears_of_what_waits(settings, django_capture_on_commit_callbacks):
    settings.REVIEWERS_EMAIL = "reviewers@example.org"
    with django_capture_on_commit_callbacks(execute=True):
        a_draft(state="in_review")
    assert [(letter.to, letter.subject) for letter in mail.outbox] == [
        (["reviewers@example.org"], "CodeAhead: CPT 99901 waits for review")
    ]


def test_without_an_address_nobody_does(django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        a_draft(state="in_review")
    assert mail.outbox == []


def test_the_writer_hears_that_it_is_published(reviewer, django_capture_on_commit_callbacks):
    draft = a_draft(state="in_review", common_language="Words that stay here")
    with django_capture_on_commit_callbacks(execute=True):
        publish(draft, reviewer)
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([draft.writer.email], "CodeAhead: your draft of CPT 99901 is published")
    assert "reviewed by Re Viewer" in letter.body
    assert "Words that stay here" not in letter.body


def test_a_letter_that_cannot_be_sent_changes_nothing(reviewer, monkeypatch, django_capture_on_commit_callbacks):
    monkeypatch.setattr("django.core.mail.EmailMessage.send", lambda self: (_ for _ in ()).throw(ConnectionError()))
    draft = a_draft(state="in_review")
    with django_capture_on_commit_callbacks(execute=True):
        publish(draft, reviewer)
    assert fresh(draft).state == "published"


# Into the tables


def test_only_what_the_draft_changed_is_written(reviewer):
    """A release has newer words for what the draft left alone."""
    code = a_code("Q01.1", descriptor="Blue fever", title="Ours")
    draft = a_draft(code, state="in_review", title="Ours anew")
    released(code, descriptor="Azure fever", effective_to=date(2030, 1, 1))
    live = drafts.digest_of(drafts.content_of(code))
    publish(draft, reviewer, seen=live)
    code = fresh(code)
    assert (code.descriptor, code.title, code.held, code.effective_to) == (
        "Azure fever",
        "Ours anew",
        [],
        date(2030, 1, 1),
    )


def test_a_descriptor_is_held_and_the_publishers_newest_words_are_kept(reviewer):
    code = a_code("Q01.1", descriptor="Blue fever")
    draft = a_draft(code, state="in_review", descriptor="Sky fever", held=["descriptor"])
    released(code, descriptor="Azure fever")
    publish(draft, reviewer, seen=drafts.digest_of(drafts.content_of(code)))
    code = fresh(code)
    assert (code.descriptor, code.held, code.published) == (
        "Sky fever",
        ["descriptor"],
        {"descriptor": "Azure fever"},
    )


def test_a_descriptor_given_back_gets_the_newest_words(reviewer):
    code = a_code("Q01.1", descriptor="Sky fever", held=["descriptor"], published={"descriptor": "Blue fever"})
    draft = a_draft(code, state="in_review", descriptor="Blue fever", held=[])
    released(code, published={"descriptor": "Azure fever"})
    publish(draft, reviewer)
    code = fresh(code)
    assert (code.descriptor, code.held, code.published) == ("Azure fever", [], {})


def test_what_was_held_elsewhere_meanwhile_stays_held(reviewer):
    code = a_code("Q01.1", descriptor="Blue fever")
    draft = a_draft(code, state="in_review", descriptor="Sky fever", held=["descriptor"])
    released(code, held=["common_language"])
    publish(draft, reviewer, seen=drafts.digest_of(drafts.content_of(code)))
    assert fresh(code).held == ["common_language", "descriptor"]


def test_rows_are_made_what_the_draft_says(reviewer):
    code = a_full_code()
    content = drafts.content_of(code)
    content["sections"][0]["body"] = "Written anew"
    gone = content["payer_notes"].pop()
    modifier = a_modifier("77")
    content["modifier_uses"].append({"id": None, "modifier_id": modifier.pk, "when": "Always", "position": 2})
    writer = somebody("editor")
    draft = draft_actions.begin_draft(code=code, content=content, by=writer)
    draft = draft_actions.send_to_review(draft=draft, token=draft.token, by=writer)
    publish(draft, reviewer)
    assert drafts.content_of(code) == draft.content
    assert not PayerNote.objects.filter(pk=gone["id"]).exists()
    section = Section.objects.get(body="Written anew")
    assert (section.editor, section.history.first().history_user) == (writer, writer)
    assert Section.objects.exclude(pk=section.pk).filter(editor=None).count() == 2
    assert PayerNote.history.first().history_user == writer


def test_rows_may_change_their_names_with_one_another(reviewer):
    code = a_code("99901", "cpt")
    one, two = (PayerNote.objects.create(code=code, payer=name, text=f"Of {name}") for name in ("One", "Two"))
    content = drafts.content_of(code)
    content["payer_notes"][0]["payer"], content["payer_notes"][1]["payer"] = "Two", "One"
    draft = draft_actions.begin_draft(code=code, content=content, by=somebody("editor"))
    draft = draft_actions.send_to_review(draft=draft, token=draft.token, by=draft.writer)
    publish(draft, reviewer)
    assert [(p.pk, p.payer, p.text) for p in PayerNote.objects.order_by("pk")] == [
        (one.pk, "Two", "Of One"),
        (two.pk, "One", "Of Two"),
    ]


def test_a_row_that_came_meanwhile_under_the_same_name_gives_way(reviewer):
    code = a_code("99901", "cpt")
    draft = draft_actions.begin_draft(
        code=code, content=drafts.content_of(code) | {"sections": [SECTION]}, by=somebody("editor")
    )
    draft = draft_actions.send_to_review(draft=draft, token=draft.token, by=draft.writer)
    Section.objects.create(code=code, kind="documentation", body="By another way")
    Source.objects.create(code=code, title="Stays")
    with pytest.raises(LiveChanged) as changed:
        publish(draft, reviewer)
    assert changed.value.moved == drafts.Moved(
        stays=[("sources", "Stays")], overwritten=[("sections", "documentation")]
    )
    publish(draft, reviewer, seen=changed.value.seen)
    assert [section.body for section in Section.objects.all()] == ["Write it down"]
    assert [source.title for source in Source.objects.all()] == ["Stays"]


def test_what_a_content_does_not_name_stays(reviewer):
    """A content made by other means than the form may hold one table alone."""
    code = a_full_code()
    content = {"code": {"title": "Anew"}, "payer_notes": []}
    draft = draft_actions.begin_draft(code=code, content=content, by=somebody("editor"))
    draft = draft_actions.send_to_review(draft=draft, token=draft.token, by=draft.writer)
    publish(draft, reviewer)
    assert (fresh(code).title, code.payer_notes.count(), code.sections.count()) == ("Anew", 0, 3)


# When the live text has moved


def test_publishing_over_a_changed_text_asks_once_more(reviewer):
    code = a_code("99901", "cpt", title="Before", role="Primary")
    draft = a_draft(code, state="in_review", title="Draft")
    released(code, title="Elsewhere", role="Add-on")
    with pytest.raises(LiveChanged) as changed:
        publish(draft, reviewer)
    assert changed.value.moved == drafts.Moved(stays=[("code", "role")], overwritten=[("code", "title")])
    assert fresh(draft).state == "in_review"
    released(code, title="Elsewhere again")
    with pytest.raises(LiveChanged) as again:
        publish(draft, reviewer, seen=changed.value.seen)
    publish(draft, reviewer, seen=again.value.seen)
    assert (fresh(code).title, fresh(code).role) == ("Draft", "Add-on")


def test_what_was_changed_alike_is_no_matter(reviewer):
    draft = a_draft(state="in_review", title="Alike")
    released(draft.code, title="Alike")
    assert publish(draft, reviewer).state == "published"


def test_a_draft_saved_again_takes_in_what_a_release_brought(reviewer):
    """The form shows newer words for what the draft leaves alone; saving them is not writing them."""
    code = a_code("99901", "cpt", role="Primary")
    draft = a_draft(code, title="Draft")
    released(code, role="Add-on")
    live = drafts.content_of(code)
    content = with_words(code, live, title="Draft anew")
    draft = draft_actions.save_draft(draft=draft, token=draft.token, content=content, live=live, by=draft.writer)
    assert drafts.differing(draft.base, draft.content) == [("code", "title")]
    released(code, role="Stand-alone")
    draft = draft_actions.send_to_review(draft=draft, token=draft.token, by=draft.writer)
    publish(draft, reviewer, seen=drafts.digest_of(drafts.content_of(code)))
    assert (fresh(code).title, fresh(code).role) == ("Draft anew", "Stand-alone")


def test_what_the_draft_had_written_over_still_asks_after_saving(reviewer):
    code = a_code("99901", "cpt", title="Before")
    draft = a_draft(code, title="Draft")
    released(code, title="Elsewhere")
    live = drafts.content_of(code)
    content = with_words(code, live, title="Draft", role="More")
    draft = draft_actions.save_draft(draft=draft, token=draft.token, content=content, live=live, by=draft.writer)
    assert drafts.moved_under(draft, live).overwritten == [("code", "title")]


# Versions


def test_the_first_version_is_what_stood_before(reviewer):
    code = a_code("99901", "cpt", title="Before", release=a_release("cpt"))
    publish(a_draft(code, state="in_review", title="After"), reviewer)
    newest, first = Draft.objects.of_code(code.pk).versions()
    assert (newest.content["code"]["title"], newest.base["code"]["title"]) == ("After", "Before")
    assert (first.content["code"]["title"], first.writer, first.note) == (
        "Before",
        None,
        "What stood before the first draft.",
    )
    publish(a_draft(code, state="in_review", title="Third"), reviewer)
    titles = [version.content["code"]["title"] for version in Draft.objects.of_code(code.pk).versions()]
    assert titles == ["Third", "After", "Before"]


def test_an_earlier_version_comes_back_as_a_draft(reviewer):
    code = a_full_code()
    content = drafts.content_of(code)
    content["code"]["title"], content["sections"] = "After", []
    draft = draft_actions.begin_draft(code=code, content=content, by=somebody("editor"))
    publish(draft_actions.send_to_review(draft=draft, token=draft.token, by=draft.writer), reviewer)
    first = Draft.objects.of_code(code.pk).versions().last()
    back = draft_actions.restore(version=first, by=reviewer)
    assert (back.state, fresh(code).title) == ("writing", "After")
    with pytest.raises(Outdated):
        draft_actions.restore(version=first, by=reviewer)
    back = draft_actions.send_to_review(draft=back, token=back.token, by=reviewer)
    publish(back, somebody("reviewer"))
    now, then = drafts.content_of(code), first.content
    assert now == then


def test_restoring_brings_back_editors_words_and_no_publishers(reviewer):
    live = with_words(a_code("Q01.1", descriptor="Azure fever", common_language="Ours", held=["common_language"]))
    then = with_words(None, live, descriptor="Blue fever", title="Then", status="deleted", common_language="", held=[])
    back = drafts.restored(then, live, {"common_language": "Theirs"})["code"]
    assert (back["descriptor"], back["title"], back["status"]) == ("Azure fever", "Then", "active")
    assert (back["common_language"], back["held"]) == ("Theirs", [])


# Scheduled


def scheduled(draft, by, minutes=5, **more):
    at = timezone.now() + timedelta(minutes=minutes)
    return draft_actions.schedule(draft=draft, token=draft.token, by=by, at=at, **more)


def later(minutes=6):
    return timezone.now() + timedelta(minutes=minutes)


def test_a_scheduled_draft_is_published_at_its_time(reviewer):
    draft = scheduled(a_draft(state="in_review"), reviewer)
    assert (draft.state, draft.reviewer) == ("scheduled", reviewer)
    assert draft_actions.publish_due() == (0, 0)
    assert draft_actions.publish_due(now=later()) == (1, 0)
    code = fresh(draft.code)
    assert (code.title, code.reviewer, fresh(draft).published_by) == ("Drafted", reviewer, reviewer)
    assert draft_actions.publish_due(now=later()) == (0, 0)


@pytest.mark.parametrize("minutes", [-1, 60 * 24 * 400])
def test_a_time_gone_by_or_far_ahead_is_refused(reviewer, minutes):
    with pytest.raises(Refused, match="Choose a time"):
        scheduled(a_draft(state="in_review"), reviewer, minutes=minutes)


def test_what_would_overwrite_goes_back_to_review(reviewer, django_capture_on_commit_callbacks):
    draft = scheduled(a_draft(state="in_review"), reviewer)
    other = scheduled(a_draft(a_code("99902", "cpt"), state="in_review"), reviewer)
    released(draft.code, title="Elsewhere")
    with django_capture_on_commit_callbacks(execute=True):
        assert draft_actions.publish_due(now=later()) == (1, 1)
    draft = fresh(draft)
    assert (draft.state, draft.publish_at, fresh(draft.code).title) == ("in_review", None, "Elsewhere")
    assert draft.reviewers_note.startswith("Not published as scheduled. What is live has changed")
    assert sorted(letter.to[0] for letter in mail.outbox if "not published" in letter.subject) == sorted(
        [draft.writer.email, reviewer.email]
    )
    assert fresh(other).state == "published"


def test_what_changed_beside_the_draft_is_no_hindrance(reviewer):
    draft = scheduled(a_draft(state="in_review"), reviewer)
    released(draft.code, role="Add-on")
    assert draft_actions.publish_due(now=later()) == (1, 0)
    assert (fresh(draft.code).title, fresh(draft.code).role) == ("Drafted", "Add-on")


def test_what_was_looked_at_when_scheduling_is_no_hindrance(reviewer):
    draft = a_draft(state="in_review")
    released(draft.code, title="Elsewhere", role="Add-on")
    with pytest.raises(LiveChanged) as changed:
        scheduled(draft, reviewer)
    draft = scheduled(draft, reviewer, seen=changed.value.seen)
    released(draft.code, role="Stand-alone")
    assert draft_actions.publish_due(now=later()) == (1, 0)
    assert (fresh(draft.code).title, fresh(draft.code).role) == ("Drafted", "Stand-alone")


@pytest.mark.parametrize("what", ["left", "no reviewer any more", "does not fit"])
def test_what_cannot_be_published_goes_back_to_review(reviewer, what):
    draft = a_draft(state="in_review", effective_from="2030-01-01")
    draft = scheduled(draft, reviewer)
    if what == "left":
        reviewer.is_active = False
        reviewer.save()
    elif what == "no reviewer any more":
        reviewer.groups.clear()
    else:
        released(draft.code, effective_to=date(2029, 1, 1))
    assert draft_actions.publish_due(now=later()) == (0, 1)
    assert fresh(draft).state == "in_review"


def test_the_command_publishes_what_is_due(reviewer, capsys):
    draft = scheduled(a_draft(state="in_review"), reviewer)
    Draft.objects.update(publish_at=timezone.now())
    call_command("publish_due")
    assert capsys.readouterr().out == "1 drafts published, 0 back to review\n"
    assert fresh(draft).state == "published"
    call_command("publish_due")
    assert capsys.readouterr().out == ""


def test_the_worker_publishes_every_minute_and_keeps_house_every_day(monkeypatch):
    from codeahead.management.commands import run_periodic

    class Stop(Exception):
        pass

    ran, clock = [], iter([0, 0, 60, 120, 86_400, 86_460])
    naps = iter([None, None, None, None, Stop()])

    def sleep(seconds):
        assert seconds == 60
        if isinstance(nap := next(naps), Stop):
            raise nap

    monkeypatch.setattr(run_periodic.time, "monotonic", lambda: next(clock))
    monkeypatch.setattr(run_periodic.time, "sleep", sleep)
    monkeypatch.setattr(run_periodic.Command, "run", lambda self, job: ran.append(job))
    with pytest.raises(Stop):
        call_command("run_periodic")
    daily = ["publish_due", "housekeeping", "due_letter"]
    assert ran == [*daily, "publish_due", "publish_due", *daily, "publish_due"]


# What must hold


def test_a_failure_half_way_leaves_nothing(reviewer, monkeypatch):
    draft = a_draft(state="in_review")
    monkeypatch.setattr(draft_actions, "moved", lambda *args, **options: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        publish(draft, reviewer)
    assert (fresh(draft.code).title, Draft.objects.count()) == ("Invented service 99901", 1)


def test_a_draft_outlives_its_writer(reviewer):
    draft = a_draft(state="in_review")
    draft.writer.delete()
    published = publish(fresh(draft), reviewer)
    assert (published.writer, fresh(draft.code).editor) == (None, reviewer)


def test_the_export_of_an_account_names_its_drafts():
    draft = a_draft()
    (told,) = drafts.data_of(draft.writer)["drafts"]
    assert (told["code"], told["state"]) == ("CPT 99901", "writing")
    assert drafts.data_of(a_reader()) == {}


def test_the_export_of_an_account_names_its_shared_texts_and_imports():
    writer = a_reader()
    words = {"title": "On blue", "kind": "documentation", "body": "Blue", "system": "cpt", "first": "99901"}
    SharedText.objects.create(writer=writer, last="99902", **words)
    TextImport.objects.create(by=writer, name="texts.csv", wishes=[])
    told = drafts.data_of(writer)
    assert [line["title"] for line in told["shared texts"]] == ["On blue"]
    assert [line["file"] for line in told["imports of texts"]] == ["texts.csv"]
    assert drafts.data_of(a_reader()) == {}


# In words


def test_contents_in_words():
    code, other = a_code("99901", "cpt"), a_code("99902", "cpt")
    one = drafts.content_of(code)
    row = {"id": 1, "kind": "add_on", "target_id": other.pk, "why": "With it", "position": 2}
    source = {"id": 1, "title": "Guide", "url": "https://example.org/", "as_of": "2026-11-03"}
    two = with_words(
        code,
        one | {"relations": [row], "sources": [source], "sections": [SECTION | {"id": 1, "source": "CMS"}]},
        status="deleted",
        effective_to="2026-12-31",
        held=["descriptor"],
        sites_of_service=["Office", "Home"],
    )
    lines = [(line.label, line.before, line.after) for line in draft_words.compared(one, two)]
    assert lines == [
        ("Held by hand", "", "Official descriptor"),
        ("Sites of service", "", "Office, Home"),
        ("Status", "Active", "Deleted"),
        ("Effective to", "", "31 December 2026"),
        ("Documentation", "", "Write it down\nSource: CMS"),
        ("Add-on code: CPT 99902", "", "With it\nPlace in the list: 2"),
        ("Source: Guide", "", "As of: 3 November 2026\nAddress: https://example.org/"),
    ]
