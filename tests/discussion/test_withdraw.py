"""Taking one's own reply back."""

import pytest

from discussion.models import Reply
from tests.builders import a_reader
from tests.discussion.builders import a_reply, an_answer


def address(reply):
    return f"/discussion/replies/{reply.pk}/withdraw/"


def test_it_works(member, member_user, open_code):
    reply = a_reply(open_code, writer=member_user, text="Words of mine")
    assert f'href="{address(reply)}"' in member.get("/cpt/99901/").text
    assert "Words of mine" in member.get(address(reply)).text
    assert Reply.objects.count() == 1
    answer = member.post(address(reply), follow=True)
    assert "Your reply is deleted." in answer.text
    assert Reply.objects.count() == 0


def test_answers_of_others_stay_at_an_empty_place(member, member_user, open_code):
    reply = a_reply(open_code, writer=member_user, text="Words of mine", letters=True, reports=1)
    an_answer(reply, text="Kept answer")
    page = member.post(address(reply), follow=True).text
    assert "Words of mine" not in page
    assert "This reply is no longer shown." in page
    assert "Kept answer" in page
    reply.refresh_from_db()
    assert (reply.text, reply.writer, reply.state, reply.reports) == ("", None, "withdrawn", 0)


@pytest.mark.parametrize("method", ["get", "post"])
def test_nobody_withdraws_what_others_wrote(member, open_code, method):
    assert getattr(member, method)(address(a_reply(open_code))).status_code == 404
    assert getattr(member, method)(address(a_reply(open_code, writer=None))).status_code == 404
    assert Reply.objects.count() == 2


def test_a_guest_is_asked_to_sign_in(guest, code):
    reply = a_reply(code, writer=a_reader())
    assert guest.post(address(reply)).url.startswith("/accounts/login/")
    assert Reply.objects.count() == 1
