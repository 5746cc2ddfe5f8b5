"""The editors' desk: what waits and what was reported first, many at once, whatever readers wrote."""

import pytest
from django.contrib.auth.models import Permission
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from discussion.models import ClosedDiscussion, Reply
from tests.builders import a_reader
from tests.discussion.builders import a_mistake, a_reply, an_answer

LIST = "/admin/discussion/reply/"


def listed(browser, query=""):
    return [reply.text for reply in browser.get(LIST + query).context["cl"].result_list]


def test_it_works(editor, editor_user, code):
    a_reply(code, text="shown")
    a_reply(code, text="hidden", state="hidden")
    a_reply(code, text="waits", state="waiting")
    a_reply(code, text="reported", reports=2)
    a_reply(code, text="waits reported", state="waiting", reports=3)
    assert listed(editor) == ["waits reported", "waits", "reported"]
    assert listed(editor, "?state=hidden") == ["hidden"]
    assert len(listed(editor, "?state=all")) == 5
    keys = list(Reply.objects.queue().values_list("pk", flat=True))
    editor.post(LIST, {"action": "approve", "_selected_action": keys})
    assert listed(editor) == []
    assert set(Reply.objects.values_list("state", "reports")) == {("shown", 0), ("hidden", 0)}
    assert Reply.objects.filter(decided_by=editor_user, decided_at__isnull=False).count() == 3


def test_hiding_many_and_closing_their_codes(editor, editor_user, code):
    replies = [a_reply(code) for _ in range(3)]
    keys = [reply.pk for reply in replies]
    editor.post(LIST + "?state=all", {"action": "hide", "_selected_action": keys})
    assert set(Reply.objects.values_list("state", flat=True)) == {"hidden"}
    for _ in range(2):
        editor.post(LIST + "?state=all", {"action": "close_discussions", "_selected_action": keys})
    assert [(c.code, c.closed_by) for c in ClosedDiscussion.objects.all()] == [(code, editor_user)]


def test_what_was_withdrawn_is_not_shown_again(editor, code):
    reply = a_reply(code, text="", writer=None, state="withdrawn")
    editor.post(LIST + "?state=all", {"action": "approve", "_selected_action": [reply.pk]})
    reply.refresh_from_db()
    assert reply.state == "withdrawn"


def test_closing_and_opening_a_code_by_hand(editor, editor_user, code):
    closed = "/admin/discussion/closeddiscussion/"
    editor.post(f"{closed}add/", {"code": code.pk})
    found = ClosedDiscussion.objects.get()
    assert (found.code, found.closed_by) == (code, editor_user)
    editor.post(f"{closed}{found.pk}/delete/", {"post": "yes"})
    assert ClosedDiscussion.objects.count() == 0


def test_what_readers_wrote_is_text_here_too(editor, code):
    evil = '<script>alert(1)</script><img src=x onerror="alert(1)">'
    reply = a_reply(code, text=evil, writer=a_reader(name=evil), state="waiting")
    mistake = a_mistake(code, wrong=evil, right=evil, section=evil[:80])
    for address in (LIST, f"{LIST}{reply.pk}/change/", "/admin/discussion/mistake/",
                    f"/admin/discussion/mistake/{mistake.pk}/change/"):  # fmt: skip
        page = editor.get(address)
        assert page.status_code == 200
        assert "<script>alert" not in page.text
        assert "<img src=x" not in page.text
        assert "&lt;script&gt;alert(1)" in page.text


def test_a_long_list_costs_what_a_short_one_costs(editor, code):
    def cost(address):
        with CaptureQueriesContext(connection) as queries:
            assert editor.get(address).status_code == 200
        return len(queries)

    addresses = [LIST, LIST + "?state=all", "/admin/discussion/mistake/"]
    a_reply(code, state="waiting"), a_mistake(code, reporter=a_reader(), email="")
    few = [cost(address) for address in addresses]
    for _ in range(20):
        an_answer(a_reply(code, state="waiting"), reports=1)
        a_mistake(code, reporter=a_reader(), email="")
    assert [cost(address) for address in addresses] == few


@pytest.mark.parametrize("right", ["view_reply", "view_mistake", "view_closeddiscussion"])
def test_who_may_only_look_decides_nothing(code, right):
    reply, mistake = a_reply(code, state="waiting"), a_mistake(code)
    looker = a_reader(is_staff=True)
    looker.user_permissions.add(Permission.objects.get(codename=right))
    browser = Client()
    browser.force_login(looker)
    browser.post(LIST, {"action": "approve", "_selected_action": [reply.pk]})
    browser.post("/admin/discussion/mistake/", {"action": "close", "_selected_action": [mistake.pk]})
    browser.post(f"/admin/discussion/mistake/{mistake.pk}/change/", {"answer": "x"})
    browser.post("/admin/discussion/closeddiscussion/add/", {"code": code.pk})
    reply.refresh_from_db()
    mistake.refresh_from_db()
    assert (reply.state, mistake.state, ClosedDiscussion.objects.count()) == ("waiting", "open", 0)
