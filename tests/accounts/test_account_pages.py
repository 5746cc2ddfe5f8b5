"""A reader's own pages, and registering."""

import json
import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import Meter, OpenedPage, Session, User
from tests.builders import PASSWORD, a_code, a_reader

pytestmark = pytest.mark.django_db
NEW = {"email": "new@example.org", "password1": PASSWORD, "password2": PASSWORD}


def register(browser, **fields):
    """Fill in the form and confirm with the code from the letter."""
    browser.post("/accounts/signup/", NEW | fields)
    code = re.search(r"^\s*([A-Z0-9]{3,}-?[A-Z0-9]{3,})\s*$", mail.outbox[-1].body, re.MULTILINE)[1]
    return browser.post("/accounts/confirm-email/", {"code": code})


def test_it_works(guest):
    first = a_code("Q00.1")
    guest.get(first.url)
    response = register(guest)
    assert response.status_code == 302
    account = guest.get("/account/").text
    assert "5 code page views remaining." in account
    assert "as a guest: costs no view" in account
    five = [a_code(f"Q{i:02d}.1") for i in range(1, 7)]
    assert [guest.get(code.url).status_code for code in [first, *five]] == [200] * 6 + [403]


def test_nobody_is_signed_in_before_the_code_is_given(guest):
    guest.post("/accounts/signup/", NEW)
    assert guest.get("/account/").status_code == 302
    assert len(mail.outbox) == 1


def test_a_wrong_code_confirms_nothing(guest):
    guest.post("/accounts/signup/", NEW)
    guest.post("/accounts/confirm-email/", {"code": "WRONG1"})
    assert guest.get("/account/").status_code == 302


def test_a_weak_password_is_refused(guest):
    response = guest.post("/accounts/signup/", NEW | {"password1": "short", "password2": "short"})
    assert (response.status_code, User.objects.count(), len(mail.outbox)) == (200, 0, 0)


def test_an_address_that_is_registered_gets_a_letter_and_no_hint(guest):
    a_reader(email="new@example.org")
    known = guest.post("/accounts/signup/", NEW)
    fresh = Client().post("/accounts/signup/", NEW | {"email": "other@example.org"})
    assert (known.status_code, known.headers["Location"]) == (fresh.status_code, fresh.headers["Location"])
    assert User.objects.filter(email="new@example.org").count() == 1


def test_signing_in_by_address_and_password(guest):
    user = a_reader()
    assert guest.post("/accounts/login/", {"login": user.email.upper(), "password": PASSWORD}).status_code == 302
    assert guest.get("/account/").status_code == 200


def test_failed_sign_ins_are_limited(guest):
    user = a_reader()
    for _ in range(12):
        response = guest.post("/accounts/login/", {"login": user.email, "password": "wrong"})
    right = guest.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    assert response.status_code in (200, 429)
    assert right.status_code != 302


def test_rate_limits_are_counted_in_the_shared_cache_and_name_nobody(guest):
    from django.db import connection

    guest.post("/accounts/login/", {"login": "x@example.org", "password": "wrong"})
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM cache WHERE cache_key LIKE '%127%' OR cache_key LIKE '%example%'")
        assert cursor.fetchone()[0] == 0
        cursor.execute("SELECT count(*) FROM cache")
        assert cursor.fetchone()[0] > 0


def test_the_account_pages_need_a_reader(guest):
    for address in ("/account/", "/account/close/", "/account/data.json"):
        assert guest.get(address).url.startswith("/accounts/login/")


def sign_in(browser, user):
    browser.post("/accounts/login/", {"login": user.email, "password": PASSWORD})


def test_my_data_holds_what_is_stored(guest):
    user = a_reader()
    sign_in(guest, user)
    guest.get(a_code().url)
    response = guest.get("/account/data.json")
    stored = json.loads(response.content)
    assert stored["e-mail addresses"][0]["address"] == user.email
    assert [page["page"] for page in stored["pages opened"]] == ["icd10cm/Q01.1"]
    assert "attachment" in response.headers["Content-Disposition"]


def test_closing_deletes_the_person_everywhere(guest):
    user = a_reader()
    elsewhere = Client()
    sign_in(elsewhere, user)
    sign_in(guest, user)
    guest.get(a_code().url)
    assert guest.get("/account/close/").status_code == 200
    assert User.objects.count() == 1
    guest.post("/account/close/")
    assert (User.objects.count(), Meter.objects.count(), OpenedPage.objects.count()) == (0, 0, 0)
    assert elsewhere.get("/account/").status_code == 302
    assert not Session.objects.exclude(user=None).exists()


def test_what_an_editor_wrote_stays_when_the_account_is_closed(editor, editor_user):
    from accounts.actions import close_account
    from codes.actions import edit_code

    code = a_code("99901", "cpt")
    code.common_language = "Kept"
    edit_code(code=code, changed=["common_language"], by=editor_user)
    close_account(user=editor_user)
    code.refresh_from_db()
    assert (code.common_language, code.editor) == ("Kept", None)


def test_a_reset_letter_signs_in_with_a_new_password(guest):
    user = a_reader()
    guest.post("/accounts/password/reset/", {"email": user.email})
    assert mail.outbox[-1].to == [user.email]


def test_the_second_factor_can_be_set_up(guest):
    user = a_reader()
    sign_in(guest, user)
    page = guest.get("/accounts/2fa/totp/activate/")
    assert page.status_code == 200
    assert "data:image/svg" in page.text


def test_letters_can_be_read_locally(guest, settings, tmp_path):
    settings.EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    settings.EMAIL_FILE_PATH = tmp_path
    guest.post("/accounts/signup/", NEW)
    listed = guest.get("/local/mail/").text
    address = re.search(r'href="(/local/mail/[^"]+/)"', listed)[1]
    assert "new@example.org" in guest.get(address).text
    assert guest.get("/local/mail/nothing/").status_code == 404


@pytest.mark.django_db(transaction=True)
def test_housekeeping_is_what_the_worker_runs(capsys):
    from datetime import timedelta

    from django.core.management import call_command
    from django.utils import timezone

    Client().get(a_code().url)
    Session.objects.update(expire_date=timezone.now() - timedelta(days=1))
    call_command("run_periodic", "--once")
    assert Session.objects.count() == 0
    assert "0 guests and 0 network counts forgotten" in capsys.readouterr().out


def test_closing_an_account_forgets_the_guest_it_was(guest):
    from accounts.actions import close_account

    guest.get(a_code().url)
    user = a_reader()
    guest.force_login(user)
    assert Meter.objects.count() == 2
    close_account(user=user)
    assert Meter.objects.count() == 0


def test_old_guests_are_forgotten():
    from datetime import timedelta

    from django.utils import timezone

    from accounts.actions import forget_old_guests

    code = a_code()
    Client().get(code.url)
    Client().get(code.url)
    old = Meter.objects.first()
    long_ago = timezone.now() - timedelta(days=91)
    Meter.objects.filter(pk=old.pk).update(created_at=long_ago)
    old.pages.update(opened_at=long_ago)
    assert forget_old_guests() == (1, 0)
    assert Meter.objects.count() == 1


@pytest.mark.parametrize("place", ["wall", "locked section"])
def test_who_registers_for_a_page_is_led_back_to_it(guest, place):
    first, second = a_code("Q01.1"), a_code("Q02.1")
    page = guest.get(first.url)
    wanted = first
    if place == "wall":
        page, wanted = guest.get(second.url), second
    links = set(re.findall(r'href="(/accounts/(?:signup|login)/[^"]*)"', page.text))
    assert links == {f"/accounts/signup/?next={wanted.url}", f"/accounts/login/?next={wanted.url}"}
    assert register(guest, next=wanted.url).url == wanted.url
    assert guest.get(wanted.url).status_code == 200


def test_other_pages_lead_nowhere_special(guest):
    assert "?next=" not in guest.get("/").text
    assert "?next=" not in guest.get("/browse/").text
