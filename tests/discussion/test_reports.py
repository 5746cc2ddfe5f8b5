"""Reporting a reply: once for each reader; so many hide it until an editor decides."""

from django.test import Client

from discussion import policy
from discussion.actions import decide, report_reply
from discussion.models import Reply, ReplyReport
from tests.builders import a_reader
from tests.discussion.builders import a_reply, opened_by


def address(reply):
    return f"/discussion/replies/{reply.pk}/report/"


def test_it_works(member, open_code):
    reply = a_reply(open_code, text="Reported words")
    assert "Reported words" in member.get(address(reply)).text
    answer = member.post(address(reply), {"why": "rude"}, follow=True)
    assert "An editor will look at it." in answer.text
    assert "You reported this" in answer.text
    reply.refresh_from_db()
    assert (reply.reports, reply.state) == (1, "shown")


def test_a_second_report_of_one_reader_does_not_count(member, open_code):
    reply = a_reply(open_code)
    member.post(address(reply), {"why": "rude"})
    assert "You have reported this reply before." in member.post(address(reply), {"why": "copied"}, follow=True).text
    reply.refresh_from_db()
    assert (reply.reports, ReplyReport.objects.count()) == (1, 1)


def reported_by_many(reply, number=policy.HIDDEN_AFTER_REPORTS):
    for _ in range(number):
        assert report_reply(reply=reply, reader=a_reader(), why="wrong")
    reply.refresh_from_db()
    return reply


def test_so_many_reports_hide_it_until_an_editor_decides(member, open_code, editor_user):
    reply = a_reply(open_code, text="Reported words")
    reported_by_many(reply, policy.HIDDEN_AFTER_REPORTS - 1)
    assert "Reported words" in member.get("/cpt/99901/").text
    reported_by_many(reply, 1)
    assert "Reported words" not in member.get("/cpt/99901/").text
    decide(replies=[reply], show=True, by=editor_user, home="https://x")
    assert "Reported words" in member.get("/cpt/99901/").text
    reported_by_many(reply, 1)
    assert (reply.reports, reply.state) == (1, "shown")


def test_editors_are_not_hidden_by_reports(code):
    assert reported_by_many(a_reply(code, writer=a_reader(is_staff=True))).state == "shown"


def test_a_former_readers_reply_can_be_reported(code):
    assert reported_by_many(a_reply(code, writer=None)).state == "waiting"


def test_only_those_who_see_a_reply_report_it(member, member_user, open_code, code):
    mine, waits = a_reply(code, writer=member_user), a_reply(code, state="waiting")
    assert [member.get(address(reply)).status_code for reply in (mine, waits)] == [404, 404]
    reply = a_reply(code, text="Locked words")
    other = Client()
    assert other.get(address(reply)).url.startswith("/accounts/login/")
    reader = a_reader()
    other.force_login(reader)
    for answer in (other.get(address(reply)), other.post(address(reply), {"why": "rude"})):
        assert (answer.status_code, "Locked words" in answer.text) == (404, False)
    opened_by(reader, code)
    assert other.get(address(reply)).status_code == 200
    assert ReplyReport.objects.count() == 0


def test_a_report_says_why_and_not_too_often(member, open_code, monkeypatch):
    replies = [a_reply(open_code) for _ in range(2)]
    assert member.post(address(replies[0]), {"why": "other"}).status_code == 400
    monkeypatch.setattr(policy, "RATES", {"report": "1/h/user,60/h/key"})
    assert [member.post(address(reply), {"why": "rude"}).status_code for reply in replies] == [302, 429]
    assert Reply.objects.filter(reports=1).count() == 1
