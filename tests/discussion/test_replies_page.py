"""The page of all replies: metered as the code page is, and locked for the same readers."""

from accounts import policy as views
from accounts.models import OpenedPage
from discussion import policy
from tests.builders import a_code
from tests.discussion.builders import a_reply, an_answer

PAGE = "/discussion/cpt/99901/"


def test_it_works(member, open_code, monkeypatch):
    monkeypatch.setattr(policy, "THREADS_ON_A_PAGE", 2)
    replies = [a_reply(open_code) for _ in range(3)]
    assert f'href="{PAGE}?page=2"' in member.get("/cpt/99901/").text
    first, second = member.get(PAGE), member.get(f"{PAGE}?page=2")
    assert [reply.text in first.text for reply in replies] == [True, True, False]
    assert [reply.text in second.text for reply in replies] == [False, False, True]


def test_a_thread_by_itself_has_all_its_answers(member, open_code):
    top = a_reply(open_code)
    answers = [an_answer(top) for _ in range(policy.ANSWERS_ON_CODE_PAGE + 2)]
    page = member.get("/cpt/99901/").text
    assert sum(answer.text in page for answer in answers) == policy.ANSWERS_ON_CODE_PAGE
    assert f'href="{PAGE}?thread={top.pk}">2 earlier answers</a>' in page
    page = member.get(f"{PAGE}?thread={top.pk}").text
    assert all(answer.text in page for answer in answers)


def test_it_costs_the_view_of_its_code_and_nothing_more(member, code):
    assert member.get(PAGE).status_code == 200
    assert member.get(code.url).status_code == 200
    assert [page.page for page in OpenedPage.objects.all()] == ["cpt/99901"]


def test_a_guest_on_an_open_page_is_told_how_many_there_are(guest, code):
    a_reply(code, text="Locked words")
    page = guest.get(code.url).text
    assert "Locked words" not in page
    assert '<span class="heading">Replies</span> <span class="amount">1</span>' in page
    answer = guest.get(PAGE)
    assert answer.status_code == 403
    assert "Register to view content" in answer.text
    assert "Locked words" not in answer.text


def test_a_code_without_replies_has_none_to_tell_of(guest, code):
    assert "Replies" not in guest.get(code.url).text


def test_who_has_no_view_left_is_led_to_the_wall(member, code):
    for n in range(views.REGISTERED_VIEWS):
        member.get(a_code(f"Q0{n}.1").url)
    answer = member.get(PAGE, follow=True)
    assert answer.redirect_chain == [("/cpt/99901/", 302)]
    assert answer.status_code == 403


def test_what_is_no_code_and_no_page_number(member, open_code):
    assert member.get("/discussion/cpt/99999/", follow=True).status_code == 404
    for query in ("?page=0", "?page=x", "?page=99999999999999999999", "?thread=99999999999", "?thread=x"):
        assert member.get(PAGE + query).status_code == 200
