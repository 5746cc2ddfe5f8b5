"""Asking for more views: the form, the state, the staff's answer, the letter."""

from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

import pytest
from django.core import mail
from django.db import connection
from django.test import Client
from django.utils import timezone

from accounts import member_actions, policy
from accounts.member_actions import Refused
from accounts.models import AuditEntry, MoreViews
from tests.accounts.builders import a_day, a_grant, a_plan, terms_of
from tests.builders import a_code, a_reader

pytestmark = pytest.mark.django_db
PAGE = "/more-views/"
ASKED = {"why": "A yearly audit of our knee surgery", "how_long": "31"}
HOME = "https://codes.example.org"


@pytest.fixture
def on_commit(django_capture_on_commit_callbacks):
    return django_capture_on_commit_callbacks


def test_it_works(member, member_user, on_commit):
    assert member.post(PAGE, ASKED).status_code == 302
    page = member.get(PAGE).text
    assert "A yearly audit of our knee surgery" in page and "Not answered" in page and "Send the request" not in page
    boss = a_reader(is_staff=True)
    answer = {"plan": a_plan(name="A", says="All of it."), "until": a_day(31), "words": "With pleasure.", "home": HOME}
    with on_commit(execute=True):
        member_actions.grant_request(request=MoreViews.objects.get(), by=boss, **answer)
        assert mail.outbox == []
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == ([member_user.email], "CodeAhead: your request for more views is granted")
    assert 'has the plan "A" until' in letter.body and "All of it." in letter.body and "With pleasure." in letter.body
    assert f"{HOME}/account/" in letter.body
    assert terms_of(member_user)[0] == "A"
    page = member.get(PAGE).text
    assert "Granted" in page and "With pleasure." in page and "Send the request" in page
    assert list(AuditEntry.objects.values_list("act", flat=True)) == ["granted"]


def test_a_guest_is_led_to_register_or_to_log_in(guest):
    page = guest.get(PAGE)
    assert page.status_code == 200 and "A free account opens 5 code pages." in page.text
    assert 'href="/accounts/signup/?next=/more-views/"' in page.text
    assert 'href="/accounts/login/?next=/more-views/"' in page.text
    guest.post(PAGE, ASKED)
    assert MoreViews.objects.count() == 0


def test_the_wall_and_how_views_work_lead_there(member):
    for number in range(policy.REGISTERED_VIEWS):
        member.get(a_code(f"Q{number:02d}.1").url)
    assert f'href="{PAGE}"' in member.get(a_code("Q99.1").url).text
    assert f'href="{PAGE}"' in member.get("/how-views-work/").text
    assert "mailto:" not in member.get("/how-views-work/").text


def test_a_refusal_is_told_with_its_words(member, member_user, on_commit):
    member.post(PAGE, ASKED)
    with on_commit(execute=True):
        told = {"words": "Please ask your employer.", "home": HOME}
        member_actions.refuse_request(request=MoreViews.objects.get(), by=a_reader(is_staff=True), **told)
    (letter,) = mail.outbox
    assert letter.subject == "CodeAhead: about your request for more views"
    assert "Please ask your employer." in letter.body and f"{HOME}/more-views/" in letter.body
    page = member.get(PAGE).text
    assert "Refused" in page and "Please ask your employer." in page and "Send the request" in page
    assert [(line.act, line.about) for line in AuditEntry.objects.all()] == [("refused", member_user.email)]
    assert terms_of(member_user)[0] == ""


@pytest.mark.parametrize(
    "wrong", [{"why": ""}, {"why": " \n"}, {"why": "x" * 1001}, {"how_long": ""}, {"how_long": "3"}, {"why": "a\0b"}]
)
def test_what_is_no_request_is_refused_with_what_was_written_kept(member, wrong):
    answer = member.post(PAGE, ASKED | wrong)
    assert (answer.status_code, MoreViews.objects.count()) == (400, 0)
    assert "Send the request" in answer.text


def test_one_request_is_open_at_a_time(member):
    member.post(PAGE, ASKED)
    answer = member.post(PAGE, ASKED)
    assert (answer.status_code, MoreViews.objects.count()) == (400, 1)
    assert "not answered yet" in answer.text


def test_it_can_be_withdrawn_and_written_again_three_times(member):
    for number in range(policy.REQUESTS_FOR_MORE + 1):
        answer = member.post(PAGE, ASKED)
        assert answer.status_code == (302 if number < policy.REQUESTS_FOR_MORE else 400)
        member.post(PAGE, {"withdraw": "1"})
    assert "3 requests in 30 days" in answer.text
    assert "Your last request" not in member.get(PAGE).text
    MoreViews.objects.update(asked_at=timezone.now() - policy.REQUESTS_COUNT_FOR - timedelta(minutes=1))
    assert member.post(PAGE, ASKED).status_code == 302


def test_it_is_answered_once(member, member_user):
    member.post(PAGE, ASKED)
    asked, boss = MoreViews.objects.get(), a_reader(is_staff=True)
    given = {"plan": a_plan(), "until": a_day(), "by": boss, "words": "", "home": HOME}
    member_actions.grant_request(request=asked, **given)
    with pytest.raises(Refused):
        member_actions.grant_request(request=asked, **given)
    with pytest.raises(Refused):
        member_actions.refuse_request(request=asked, by=boss, words="No", home=HOME)
    assert member_user.grants.count() == 1


def test_what_was_withdrawn_is_not_answered(member):
    member.post(PAGE, ASKED)
    member.post(PAGE, {"withdraw": "1"})
    with pytest.raises(Refused, match="withdrawn"):
        member_actions.refuse_request(request=MoreViews.objects.get(), by=a_reader(), words="No", home=HOME)


def test_a_mail_server_that_is_away_changes_nothing(member, member_user, settings, caplog, on_commit):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 9
    member.post(PAGE, ASKED)
    with on_commit(execute=True):
        given = {"plan": a_plan(name="A"), "until": a_day(), "words": "", "home": HOME}
        member_actions.grant_request(request=MoreViews.objects.get(), by=a_reader(is_staff=True), **given)
    assert terms_of(member_user)[0] == "A"
    assert "a letter (granted) was not sent" in caplog.text and member_user.email not in caplog.text


def test_the_page_tells_what_the_account_has(member, member_user):
    assert "Opens 5 code pages, with every section." in member.get(PAGE).text
    limits = {"views": 20, "period": "month", "sections": ["fees"]}
    a_grant(member_user, plan={"name": "Fees alone", "says": "Ha."} | limits)
    for address in (PAGE, "/account/"):
        page = member.get(address).text
        assert "Fees alone" in page and "Ha." in page
        assert "Opens 20 code pages a month, with the descriptions and these sections: Fees." in page


def test_staff_need_nothing(editor):
    assert "every code page is open to you" in editor.get(PAGE).text


@pytest.mark.django_db(transaction=True)
def test_requests_at_once_are_one_request():
    user = a_reader()
    browsers = [Client() for _ in range(12)]
    for browser in browsers:
        browser.force_login(user)
    barrier = Barrier(len(browsers))

    def ask(browser):
        barrier.wait(timeout=60)
        try:
            return browser.post(PAGE, ASKED).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(len(browsers)) as pool:
        assert sorted(pool.map(ask, browsers)) == [302] + [400] * 11
    assert MoreViews.objects.count() == 1
