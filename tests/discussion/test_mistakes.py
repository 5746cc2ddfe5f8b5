"""Reporting a mistake on a code page, and the editors' answer."""

import logging
from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from accounts.models import OpenedPage
from discussion import policy
from discussion.actions import answer_mistake, forget_old_addresses
from discussion.forms import HEADINGS
from discussion.models import Mistake
from tests.accounts.test_letters import postbox, smtp  # noqa: F401
from tests.builders import a_full_code
from tests.discussion.builders import a_mistake, told

FORM = "/discussion/cpt/99901/mistake/"


def test_it_works(guest, code, settings, django_capture_on_commit_callbacks):
    settings.EDITORS_EMAIL = "desk@example.org"
    assert f'href="{FORM}"' in guest.get(code.url).text
    with django_capture_on_commit_callbacks(execute=True):
        answer = guest.post(
            FORM, told(right="Invented right", source="example.org/rule", email="me@example.org"), follow=True
        )
    assert answer.redirect_chain == [(f"{FORM}thanks/", 302)]
    assert "Our editors have your report on CPT 99901." in answer.text
    mistake = Mistake.objects.get()
    assert (mistake.code, mistake.section, mistake.source) == (code, "Modifiers", "https://example.org/rule")
    assert (mistake.reporter, mistake.email, mistake.state) == (None, "me@example.org", "open")
    (letter,) = mail.outbox
    assert letter.to == ["desk@example.org"]
    assert "Invented fault" in letter.body
    assert f"http://testserver/admin/discussion/mistake/{mistake.pk}/change/" in letter.body
    assert "me@example.org" not in letter.body


def test_the_form_takes_no_view_and_shows_no_locked_text(guest):
    code = a_full_code(mark="zzlockedzz")
    page = guest.get(f"/discussion/cpt/{code.value}/mistake/")
    assert page.status_code == 200
    assert "zzlockedzz" not in page.text
    assert OpenedPage.objects.count() == 0
    assert [choice for choice, _ in page.context["form"].fields["section"].choices] == HEADINGS


def test_a_reader_is_known_and_gives_no_address(member, member_user, code):
    assert 'name="email"' not in member.get(FORM).text
    member.post(FORM, told(email="other@example.org"))
    mistake = Mistake.objects.get()
    assert (mistake.reporter, mistake.email, mistake.address) == (member_user, "", member_user.email)


@pytest.mark.parametrize(
    "fields",
    [
        {"wrong": ""},
        {"wrong": "x" * 5001},
        {"right": "x" * 5001},
        {"section": "Some other section"},
        {"source": "javascript:alert(1)"},
        {"source": "ftp://example.org/"},
        {"email": ""},
        {"email": "a@example.org\nBcc: b@example.org"},
        {"website": "https://example.org/"},
        {"opened": "nothing"},
    ],
)
def test_what_is_refused_keeps_what_was_written(guest, code, fields):
    answer = guest.post(FORM, told(right="Kept words", email="me@example.org") | fields)
    assert answer.status_code == 400
    assert "Kept words" in answer.text or "right" in fields
    assert Mistake.objects.count() == 0


def test_a_megabyte_is_refused(guest, code):
    assert guest.post(FORM, told(wrong="x" * 1_000_000, email="me@example.org")).status_code == 400


def test_so_many_from_one_network(guest, code, monkeypatch):
    monkeypatch.setattr(policy, "RATES", {"mistake": "1/h/key"})
    assert [guest.post(FORM, told(email="me@example.org")).status_code for _ in range(2)] == [302, 429]
    assert Mistake.objects.count() == 1


def test_there_is_no_form_for_what_is_no_code(guest):
    for address in (FORM, f"{FORM}thanks/"):
        assert guest.get(address).status_code == 404


# The answer


@pytest.mark.django_db(transaction=True)
def test_the_answer_is_sent_with_what_was_reported(editor, code, postbox):  # noqa: F811
    mistake = a_mistake(code, wrong="Invented fault\nsecond line", email="me@example.org")
    page = f"/admin/discussion/mistake/{mistake.pk}/change/"
    assert editor.post(page, {"answer": "You are right.\nWe mended it."}).status_code == 302
    ((_, recipients, text),) = postbox.letters
    assert recipients == ["me@example.org"]
    for line in ("> You are right.", "> We mended it.", "> Invented fault", "> second line"):
        assert f"\n{line}" in text.replace("\r\n", "\n")
    mistake.refresh_from_db()
    assert (mistake.state, mistake.answer) == ("answered", "You are right.\nWe mended it.")
    assert (mistake.answered_by.name, mistake.sent_at is None) == ("Ed Itor", False)


def test_an_answer_is_written_once(editor, code, django_capture_on_commit_callbacks):
    mistake = a_mistake(code)
    page = f"/admin/discussion/mistake/{mistake.pk}/change/"
    with django_capture_on_commit_callbacks(execute=True):
        for answer in ("First", "Second"):
            editor.post(page, {"answer": answer})
    assert (Mistake.objects.get().answer, len(mail.outbox)) == ("First", 1)


def test_an_empty_answer_is_none(editor, code):
    mistake = a_mistake(code)
    page = editor.post(f"/admin/discussion/mistake/{mistake.pk}/change/", {"answer": " "})
    assert page.status_code == 200
    assert Mistake.objects.get().state == "open"


@pytest.mark.django_db(transaction=True)
def test_an_answer_that_could_not_be_sent_is_sent_again(editor, editor_user, code, smtp, settings, caplog):  # noqa: F811
    mistake = a_mistake(code)
    with caplog.at_level(logging.ERROR):
        answer_mistake(mistake=mistake, answer="Yes", by=editor_user, home="https://x")
    assert "example.org" not in caplog.text
    assert Mistake.objects.get().sent_at is None
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    for _ in range(2):
        editor.post("/admin/discussion/mistake/", {"action": "send_again", "_selected_action": [mistake.pk]})
    assert (len(mail.outbox), Mistake.objects.get().sent_at is None) == (1, False)


def test_reports_are_closed_without_an_answer(editor, code):
    keys = [a_mistake(code).pk for _ in range(3)]
    editor.post("/admin/discussion/mistake/", {"action": "close", "_selected_action": keys[:2]})
    assert [m.state for m in Mistake.objects.order_by("pk")] == ["closed", "closed", "open"]
    assert mail.outbox == []


def test_a_guests_address_is_forgotten_ninety_days_after_the_end(code):
    now = timezone.now()
    old, new = now - policy.ADDRESS_KEPT - timedelta(hours=1), now - policy.ADDRESS_KEPT + timedelta(hours=1)
    for answered_at in (old, new):
        a_mistake(code, state="closed", answered_at=answered_at)
    a_mistake(code, reported_at=old)
    assert forget_old_addresses() == 1
    assert list(Mistake.objects.filter(email="").values_list("answered_at", flat=True)) == [old]
