"""API keys: made on the account page, shown once, kept as digests, revoked, gone with the account."""

import hashlib
from threading import Barrier, Event, Thread
from time import sleep

import pytest
from django.db import IntegrityError, connection
from django.test import Client
from django.utils.timezone import localdate

from accounts import policy
from accounts.actions import close_account, everything_about
from accounts.models import Session
from api import keys
from api.models import ApiKey, Minute
from tests.builders import PASSWORD, a_code, a_reader

pytestmark = pytest.mark.django_db
PAGE = "/account/api-keys/"


@pytest.fixture
def account(guest):
    """The browser of somebody who has just given the password, which the page of keys asks for."""
    user = a_reader()
    guest.post("/accounts/login/", {"login": user.email, "password": PASSWORD})
    guest.user = user
    return guest


def with_key(secret, **headers):
    return Client(headers={"Authorization": f"Bearer {secret}"} | headers)


class TestPage:
    def test_it_works(self, account):
        page = account.post(PAGE, {"name": " billing\n script "})
        (key,) = ApiKey.objects.all()
        secret = page.text.split('class="secret">')[1].split("<")[0]
        assert (key.user, key.name, key.last_used) == (account.user, "billing script", None)
        assert with_key(secret).get("/api/v1/lists").status_code == 200
        again = account.get(PAGE).text
        assert secret not in again
        assert key.beginning in again
        assert "billing script" in again
        assert "no-store" in page.headers["Cache-Control"]

    def test_only_a_digest_is_kept(self, account):
        account.post(PAGE, {"name": "x"})
        with connection.cursor() as cursor:
            cursor.execute("SELECT to_jsonb(k)::text FROM api_apikey k")
            kept = cursor.fetchone()[0]
        made = keys.make(user=account.user, name="y")
        assert len(made.secret) == 46
        assert made.row.digest == hashlib.sha256(made.secret.encode()).hexdigest()
        assert made.secret not in kept
        assert made.secret.startswith(made.row.beginning)
        assert len(made.row.beginning) == 10

    def test_a_key_is_revoked(self, account):
        made = keys.make(user=account.user, name="x")
        told = account.post(PAGE, {"revoke": made.row.pk}, follow=True).text
        assert "The key “x” is revoked. It opens nothing any more." in told
        assert "You have no key yet." in told
        assert with_key(made.secret).get("/api/v1/lists").status_code == 401

    @pytest.mark.parametrize("revoke", ["", "x", "0", "9" * 300, "²"])
    def test_what_is_no_key_is_not_revoked(self, account, revoke):
        keys.make(user=account.user, name="x")
        assert "There is no such key" in account.post(PAGE, {"revoke": revoke}, follow=True).text
        assert ApiKey.objects.count() == 1

    def test_nobody_sees_or_revokes_anothers(self, account):
        made = keys.make(user=a_reader(), name="Theirs")
        assert "Theirs" not in account.get(PAGE).text
        account.post(PAGE, {"revoke": made.row.pk})
        assert ApiKey.objects.count() == 1

    def test_one_too_many_is_refused(self, account, monkeypatch):
        monkeypatch.setattr(policy, "API_KEYS_PER_ACCOUNT", 1)
        account.post(PAGE, {"name": "x"})
        answer = account.post(PAGE, {"name": "y"})
        assert answer.status_code == 400
        assert "Revoke one first" in answer.text
        assert ApiKey.objects.count() == 1

    @pytest.mark.parametrize("name", ["", " \u202e ", "x" * 81])
    def test_a_key_has_a_name(self, account, name):
        assert account.post(PAGE, {"name": name}).status_code == 400
        assert ApiKey.objects.count() == 0

    def test_a_guest_signs_in_first(self, guest):
        for answer in (guest.get(PAGE), guest.post(PAGE, {"name": "x"})):
            assert answer.url == f"/accounts/login/?next={PAGE}"

    def test_a_sign_in_of_long_ago_is_asked_for_the_password(self, member):
        assert member.get(PAGE).url.startswith("/accounts/reauthenticate/")
        assert member.post(PAGE, {"name": "x"}).status_code == 302
        assert ApiKey.objects.count() == 0

    def test_a_form_of_elsewhere_is_refused(self, member_user):
        browser = Client(enforce_csrf_checks=True)
        browser.force_login(member_user)
        assert browser.post(PAGE, {"name": "x"}).status_code == 403

    def test_the_nav_leads_there(self, member):
        assert f'<a href="{PAGE}"' in member.get("/account/").text


class TestSending:
    def test_a_key_is_its_account(self, program, member_user):
        found = program.post("/api/v1/lists", {"name": "Mine"}, content_type="application/json")
        assert found.status_code == 201
        assert member_user.code_lists.get().name == "Mine"

    def test_the_last_use_is_known_to_the_day(self, program, key, django_assert_num_queries):
        program.get("/api/v1/systems")
        assert ApiKey.objects.get().last_used == localdate()
        with django_assert_num_queries(2):
            program.get("/api/v1/systems")

    @pytest.mark.parametrize(
        "sent",
        ["Bearer", "Bearer x", "Bearer ca_" + "A" * 43, "Basic eDp5", "ca_x", "Bearer é", "Bearer " + "ca_" * 2_000],
    )
    def test_what_is_no_key_is_a_401(self, sent):
        browser = Client(headers={"Authorization": sent.encode().decode("latin-1")})
        for address in ("/api/v1/lists", "/api/v1/systems", "/api/v1/codes/icd10cm/Q01.1", "/api/v1/nowhere"):
            answer = browser.get(address)
            assert answer.status_code == 401
            assert answer.headers["Content-Type"] == "application/problem+json"
            assert answer.headers["WWW-Authenticate"] == "Bearer"

    def test_the_scheme_may_be_written_in_any_case(self, key):
        assert Client(headers={"Authorization": f"bearer  {key.secret} "}).get("/api/v1/lists").status_code == 200

    def test_a_key_of_a_closed_door_opens_nothing(self, program, member_user):
        member_user.is_active = False
        member_user.save()
        assert program.get("/api/v1/lists").status_code == 401

    def test_no_session_is_made_and_no_cookie_set(self, program):
        a_code()
        answer = program.get("/api/v1/codes/icd10cm/Q01.1")
        assert answer.status_code == 200
        assert answer.cookies == {}
        assert Session.objects.count() == 0

    def test_a_key_counts_more_than_a_cookie(self, key):
        browser, other = with_key(key.secret), a_reader()
        browser.force_login(other)
        browser.post("/api/v1/lists", {"name": "Whose"}, content_type="application/json")
        assert other.code_lists.count() == 0
        assert key.row.user.code_lists.count() == 1
        del browser.headers
        browser.defaults.pop("HTTP_AUTHORIZATION", None)
        assert browser.get("/my/").status_code == 200

    def test_a_key_opens_nothing_but_the_api(self, program):
        for address in ("/my/", "/lists/", "/account/", "/account/data.json", PAGE):
            assert program.get(address).status_code == 302

    def test_a_cookie_writes_nothing(self, member):
        for method in ("get", "post", "put", "patch", "delete"):
            for address in ("/api/v1/lists", "/api/v1/lists/1", "/api/v1/lists/1/entries", "/api/v1/lists/1/share"):
                sent = None if method == "get" else {"name": "x"}
                answer = getattr(member, method)(address, sent, content_type="application/json")
                assert answer.status_code in (401, 405)


def test_keys_stand_in_the_file_of_the_account_without_their_secrets(member_user, key):
    (told,) = everything_about(member_user)["API keys"]
    assert (told["name"], told["begins with"], told["last used"]) == ("Tests", key.row.beginning, None)
    assert key.secret not in str(told)
    assert key.row.digest not in str(told)


def test_keys_go_with_the_account(member_user, program):
    close_account(user=member_user)
    assert ApiKey.objects.count() == 0
    assert program.get("/api/v1/lists").status_code == 401


@pytest.mark.django_db(transaction=True)
def test_the_limit_of_keys_holds_for_requests_at_once(monkeypatch):
    monkeypatch.setattr(policy, "API_KEYS_PER_ACCOUNT", 3)
    user, barrier = a_reader(), Barrier(8)

    def make():
        barrier.wait()
        try:
            keys.make(user=user, name="x")
        except keys.TooManyKeys:
            pass
        finally:
            connection.close()

    threads = [Thread(target=make) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert ApiKey.objects.count() == 3


def test_no_log_line_holds_a_key(program, key, caplog, monkeypatch):
    caplog.set_level("DEBUG")
    program.raise_request_exception = False
    program.get("/api/v1/nowhere")
    with_key(key.secret + "x").get("/api/v1/lists")
    monkeypatch.setattr("api.v1.hierarchy.newest", lambda: 1 / 0)
    assert program.get("/api/v1/systems").status_code == 500
    assert "ZeroDivisionError" in caplog.text
    assert key.secret not in caplog.text
    assert key.row.digest not in caplog.text


@pytest.mark.django_db(transaction=True)
def test_a_key_that_is_revoked_opens_nothing_from_then_on():
    """Requests are under way while it is revoked: whichever begins afterwards is refused."""
    user = a_reader()
    made, revoked, begun = keys.make(user=user, name="x"), Event(), []

    def ask():
        while True:
            late = revoked.is_set()
            begun.append((late, with_key(made.secret).get("/api/v1/lists").status_code))
            if late:
                break
        connection.close()

    threads = [Thread(target=ask) for _ in range(4)]
    for thread in threads:
        thread.start()
    while len(begun) < 8:
        sleep(0.01)
    keys.revoke(user=user, pk=made.row.pk)
    revoked.set()
    for thread in threads:
        thread.join()
    assert [status for late, status in begun if late] == [401] * 4
    assert (False, 200) in begun


class TestConstraints:
    @pytest.mark.parametrize(
        ("name", "fields"),
        [
            ("keys_have_a_name", {"name": "", "digest": "a" * 64}),
            ("keys_are_kept_as_digests", {"name": "x", "digest": "ca_secret"}),
        ],
    )
    def test_keys(self, name, fields):
        with pytest.raises(IntegrityError, match=name):
            ApiKey.objects.create(user=a_reader(), beginning="ca_", **fields)

    def test_two_keys_are_not_the_same(self, key):
        with pytest.raises(IntegrityError, match="digest"):
            ApiKey.objects.create(user=key.row.user, name="x", beginning="ca_", digest=key.row.digest)

    def test_minutes(self):
        with pytest.raises(IntegrityError, match="a_counted_minute_has_requests"):
            Minute.objects.create(caller="user:1", began="2026-01-01T00:00Z", requests=0)
