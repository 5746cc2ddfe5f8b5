"""Replying under a code: who may, what is shown at once, what is refused with everything kept."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import Grant, OpenedPage
from discussion import policy
from discussion.models import ClosedDiscussion, Follow, Reply
from tests.builders import a_code, a_reader
from tests.discussion.builders import a_reply, an_answer, opened_by, sent

POST = "/discussion/cpt/99901/reply/"
WAITS = "Waits for an editor"


def known(reader, **fields):
    """The reader, with a reply that an editor has approved."""
    a_reply(a_code("99999", "cpt"), writer=reader)
    return reader


def test_it_works(member, member_user, open_code):
    answer = member.post(POST, sent("First line\r\nsecond <b>line</b>"), follow=True)
    (reply,) = Reply.objects.all()
    assert answer.redirect_chain == [(f"/cpt/99901/#reply-{reply.pk}", 302)]
    assert "Your reply waits for an editor" in answer.text
    assert "First line\nsecond &lt;b&gt;line&lt;/b&gt;" in answer.text
    assert WAITS in answer.text
    assert '<bdi class="reply-name">Ann Coder</bdi>' in answer.text
    assert member_user.email not in answer.text.split("<main")[1]


def test_the_first_reply_waits_and_only_its_writer_sees_it(member, open_code):
    member.post(POST, sent("Words of mine"))
    other, reader = Client(), a_reader()
    other.force_login(reader)
    opened_by(reader, open_code)
    assert "Words of mine" in member.get("/cpt/99901/").text
    assert "Words of mine" not in other.get("/cpt/99901/").text


def test_later_replies_are_shown_at_once_but_for_those_with_a_link(member, member_user, open_code):
    known(member_user)
    states = []
    for text in ("No link", "See https://example.org/", "See www.example.org"):
        answer = member.post(POST, sent(text), follow=True)
        states.append(Reply.objects.latest("pk").state)
    assert states == ["shown", "waiting", "waiting"]
    assert "No link" in answer.text


def test_a_person_whose_first_reply_waits_or_was_hidden_waits_again(member, member_user, open_code):
    member.post(POST, sent("One"))
    member.post(POST, sent("Two"))
    Reply.objects.update(state="hidden")
    member.post(POST, sent("Three"))
    assert Reply.objects.latest("pk").state == "waiting"


def test_editors_are_marked_and_do_not_wait(editor, code):
    page = editor.post(POST, sent("With https://example.org/"), follow=True)
    assert Reply.objects.get().state == "shown"
    assert '<span class="chip good">Editor</span>' in page.text


# Who may


def test_a_guest_is_asked_to_sign_in(guest, code):
    guest.get(code.url)
    for answer in (guest.get(POST), guest.post(POST, sent())):
        assert (answer.status_code, answer.url) == (302, "/accounts/login/?next=/cpt/99901/")
    assert Reply.objects.count() == 0


def test_a_reader_without_the_page_is_refused_and_takes_no_view(member, code):
    assert member.get(POST).url == "/cpt/99901/"
    answer = member.post(POST, sent("Words of mine"))
    assert answer.status_code == 403
    assert "is not open to you any more" in answer.text
    assert "Words of mine" in answer.text
    assert (Reply.objects.count(), OpenedPage.objects.count()) == (0, 0)


def test_a_page_of_an_earlier_period_is_not_open(member, open_code, settings):
    settings.VIEWS_PERIOD = "day"
    OpenedPage.objects.update(opened_at=timezone.now() - timedelta(days=1))
    assert member.post(POST, sent()).status_code == 403


def test_another_readers_page_is_not_mine(member, code):
    opened_by(a_reader(), code)
    assert member.post(POST, sent()).status_code == 403


def test_a_grant_opens_every_page_until_its_day(member, member_user, code):
    grant = Grant.objects.create(user=member_user, until=timezone.localdate() - timedelta(days=1), reason="x")
    assert member.post(POST, sent()).status_code == 403
    Grant.objects.filter(pk=grant.pk).update(until=timezone.localdate())
    assert member.post(POST, sent()).status_code == 302


def test_replies_go_to_codes_that_there_are(member):
    assert member.post("/discussion/cpt/99999/reply/", sent()).status_code == 404
    assert member.post("/discussion/nothing/99999/reply/", sent()).status_code == 404


def test_a_post_needs_a_form_of_ours(member_user, open_code):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(member_user)
    assert browser.post(POST, sent()).status_code == 403
    assert Reply.objects.count() == 0


# What is refused


def test_more_than_the_limit_is_refused_with_what_was_written_kept(member, open_code):
    assert member.post(POST, sent("ü" * 5000)).status_code == 302
    answer = member.post(POST, sent("x" * 5001))
    assert answer.status_code == 400
    assert "At most 5,000 characters, please. This has 5,001" in answer.text
    assert "x" * 5001 in answer.text
    assert Reply.objects.count() == 1


def test_a_megabyte_is_refused_without_an_error_of_ours(member, open_code):
    assert member.post(POST, sent("x" * 1_000_000)).status_code == 400
    assert member.post(POST, sent("x" * 990_000)).status_code == 400
    assert member.post(POST, sent(name="x" * 990_000)).status_code == 400
    assert Reply.objects.count() == 0


@pytest.mark.parametrize("fields", [{"text": ""}, {"text": " \n\u200b\u202e"}, {"name": "a\0b"}])
def test_nothing_and_a_nul_in_a_name_are_refused(member, open_code, fields):
    assert member.post(POST, sent(**fields)).status_code == 400
    assert Reply.objects.count() == 0


@pytest.mark.parametrize("name", ["", "1234", "ann@example.org", "E\u200bditor", "\u202eCodeAhead", "x" * 81])
def test_names_that_are_none_or_the_houses_are_refused(member, member_user, open_code, name):
    assert member.post(POST, sent(name=name)).status_code == 400
    member_user.refresh_from_db()
    assert (member_user.name, Reply.objects.count()) == ("", 0)


def test_the_name_is_asked_for_once_and_kept_as_typed_but_clean(member, member_user, open_code):
    member.post(POST, sent(name=" <i>Zoë</i>\u202e  O'Neil "))
    member_user.refresh_from_db()
    assert member_user.name == "<i>Zoë</i> O'Neil"
    page = member.get("/cpt/99901/").text
    assert "&lt;i&gt;Zoë&lt;/i&gt; O&#x27;Neil</bdi>" in page
    assert 'name="name"' not in page
    member.post(POST, sent("Other", name="Somebody Else"))
    member_user.refresh_from_db()
    assert member_user.name == "<i>Zoë</i> O'Neil"


def test_a_name_given_elsewhere_is_shown_clean_and_never_an_address(member, member_user, open_code):
    a_reply(open_code, writer=a_reader(name="Bo\u202eb\u200b"))
    a_reply(open_code, writer=a_reader("hidden.address@example.org"))
    page = member.get("/cpt/99901/").text
    assert ">Bob</bdi>" in page
    assert ">A reader</bdi>" in page
    assert "hidden.address" not in page


def test_what_cannot_be_stored_or_seen_is_dropped(member, open_code):
    member.post(POST, sent("a\0b\u202ec\u200b"))
    assert Reply.objects.get().text == "abc"


# Fences


def test_a_filled_in_trap_is_refused(member, open_code):
    answer = member.post(POST, sent("Words of mine", website="https://example.org/"))
    assert answer.status_code == 400
    assert "Words of mine" in answer.text
    assert Reply.objects.count() == 0


def test_too_quick_is_refused(member, open_code, monkeypatch):
    monkeypatch.setattr(policy, "QUICKEST", timedelta(seconds=3))
    answer = member.post(POST, sent())
    assert "That was very quick" in answer.text
    assert Reply.objects.count() == 0


@pytest.mark.parametrize("opened", ["", "nothing", "opened:1a2b3c:forged", "opened"])
def test_a_stamp_that_is_not_ours_is_refused_and_renewed(member, open_code, opened):
    answer = member.post(POST, sent("Words of mine", opened=opened))
    assert "This form was open for too long" in answer.text
    renewed = answer.context["form"]["opened"].value()
    assert member.post(POST, sent(opened=renewed)).status_code == 302


def test_a_form_may_be_open_for_a_week(member, open_code, monkeypatch):
    monkeypatch.setattr(policy, "OPEN_FOR", timedelta(seconds=-1))
    assert "This form was open for too long" in member.post(POST, sent()).text


def test_so_many_in_an_hour_by_one_person(member, open_code, monkeypatch):
    monkeypatch.setattr(policy, "RATES", {"reply": "2/h/user,60/h/key"})
    assert [member.post(POST, sent(f"Words {n}")).status_code for n in range(3)] == [302, 302, 429]
    assert "That was a lot" in member.post(POST, sent("Kept words")).text
    assert "Kept words" in member.post(POST, sent("Kept words")).text
    assert Reply.objects.count() == 2


def test_so_many_in_an_hour_from_one_network(member, open_code, monkeypatch):
    monkeypatch.setattr(policy, "RATES", {"reply": "9/h/user,1/h/key"})
    other, reader = Client(), a_reader()
    other.force_login(reader)
    opened_by(reader, open_code)
    assert member.post(POST, sent()).status_code == 302
    assert other.post(POST, sent("Other words")).status_code == 429


def test_a_second_click_writes_nothing_again(member, open_code):
    assert [member.post(POST, sent()).status_code for _ in range(2)] == [302, 302]
    assert Reply.objects.count() == 1


# Answers


def test_an_answer_stands_below_what_it_answers(member, member_user, open_code):
    known(member_user)
    top = a_reply(open_code, text="The question")
    form = member.get(f"{POST}?to={top.pk}")
    assert "The question" in form.text
    member.post(POST, sent("The answer", answers=top.pk))
    (answer,) = top.answered_by.all()
    threads = member.get("/cpt/99901/").context["discussion"].threads
    assert [(line.pk, [each.pk for each in line.answers]) for line in threads] == [(top.pk, [answer.pk])]


def test_only_replies_that_are_shown_here_are_answered(member, open_code):
    answer = an_answer(a_reply(open_code))
    elsewhere, waits = a_reply(a_code("99902", "cpt")), a_reply(open_code, state="waiting")
    for wrong in (answer.pk, elsewhere.pk, waits.pk, 987654321987654321987, "x"):
        refused = member.post(POST, sent(answers=wrong))
        assert refused.status_code == 400
        assert "The reply that you answer is no longer shown." in refused.text
        assert waits.text not in member.get(f"{POST}?to={wrong}").text


def test_a_thread_takes_so_many_answers(member, open_code, monkeypatch):
    monkeypatch.setattr(policy, "MOST_ANSWERS", 1)
    top = a_reply(open_code)
    assert member.post(POST, sent("One", answers=top.pk)).status_code == 302
    refused = member.post(POST, sent("Two", answers=top.pk))
    assert refused.status_code == 409
    assert "Two" in refused.text


def test_who_lost_the_page_sees_no_word_of_what_is_answered(member, code):
    top = a_reply(code, text="Locked words")
    refused = member.post(POST, sent(answers=top.pk))
    assert refused.status_code == 403
    assert "Locked words" not in refused.text


# Closed


def test_an_editor_closes_a_code(member, open_code):
    a_reply(open_code, text="Still to be read")
    ClosedDiscussion.objects.create(code=open_code)
    page = member.get("/cpt/99901/").text
    assert "Still to be read" in page
    assert "An editor has closed the replies on this code." in page
    assert 'action="/discussion/cpt/99901/reply/"' not in page
    refused = member.post(POST, sent("Too late"))
    assert refused.status_code == 403
    assert "Too late" in refused.text


def test_a_year_after_the_newest_reply_they_are_closed(member, open_code):
    long_ago = timezone.now() - policy.CLOSED_AFTER
    a_reply(open_code, written_at=long_ago - timedelta(days=9))
    newest = a_reply(open_code, written_at=long_ago - timedelta(minutes=1))
    assert "Nobody has replied here for 365 days" in member.get("/cpt/99901/").text
    assert member.post(POST, sent()).status_code == 403
    Reply.objects.filter(pk=newest.pk).update(written_at=long_ago + timedelta(minutes=1))
    assert member.post(POST, sent()).status_code == 302


# Following


def test_the_choice_to_follow_is_kept_and_shown(member, member_user, open_code):
    member.post(POST, sent("One", follow="on", letters="on"))
    assert [f.code for f in Follow.objects.filter(reader=member_user)] == [open_code]
    assert Reply.objects.get().letters
    assert member.get("/cpt/99901/").context["form"]["follow"].value() is True
    assert member.get(POST).context["form"]["follow"].value() is True
    member.post(POST, sent("Two"))
    assert (Follow.objects.count(), Reply.objects.latest("pk").letters) == (0, False)
