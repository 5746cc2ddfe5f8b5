"""Sharing by link: read only, free of an account, revocable, in no search engine, copied into one's own."""

import pytest
from django.test import Client

from accounts.models import OpenedPage
from codelists import policy
from codelists.actions import add, share
from codelists.models import CodeList
from tests.builders import a_code, a_reader
from tests.codelists.builders import a_list, contents

pytestmark = pytest.mark.django_db


@pytest.fixture
def shared():
    found = a_list(
        a_reader(name="Ann Owner", email="ann@example.org"), [(a_code(), "ask for the side")], name="Shared knees"
    )
    found.token = share(code_list=found, wanted=True)
    return found


def test_it_works(guest, shared):
    answer = guest.get(f"/lists/shared/{shared.token}/")
    assert answer.status_code == 200
    for words in ("Shared knees", "Q01.1", "ask for the side", "Copy to my lists"):
        assert words in answer.text
    assert "Ann Owner" not in answer.text
    assert "ann@" not in answer.text
    assert OpenedPage.objects.count() == 0


def test_no_search_engine_keeps_it(guest, shared):
    for address in (f"/lists/shared/{shared.token}/", f"/lists/shared/{shared.token}.csv"):
        answer = guest.get(address)
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert "no-store" in answer.headers["Cache-Control"]
        assert answer.headers["Referrer-Policy"] == "same-origin"
    assert '<meta name="robots" content="noindex, nofollow">' in guest.get(f"/lists/shared/{shared.token}/").text


def test_the_owner_makes_and_takes_back_the_link(member, member_user, guest):
    found, anybody = a_list(member_user, [a_code()]), Client()
    member.post(f"/lists/{found.pk}/share/", {"wanted": "yes"})
    first = CodeList.objects.get().token
    assert f"/lists/shared/{first}/" in member.get(f"/lists/{found.pk}/").text
    assert anybody.get(f"/lists/shared/{first}/").status_code == 200
    member.post(f"/lists/{found.pk}/share/", {"wanted": "yes"})
    second = CodeList.objects.get().token
    assert [anybody.get(f"/lists/shared/{token}/").status_code for token in (first, second)] == [404, 200]
    member.post(f"/lists/{found.pk}/share/", {"wanted": "no"})
    for ending in ("/", ".csv", "/copy/"):
        member_answer = member.get(f"/lists/shared/{second}{ending}")
        assert member_answer.status_code == 404
    assert CodeList.objects.get().token is None


@pytest.mark.parametrize("token", ["x", "None", "A" * 43, "A" * 44, "é" * 43, "%27%20OR%201=1"])
def test_a_token_that_is_none_is_a_404(guest, shared, token):
    for ending in ("/", ".csv"):
        assert guest.get(f"/lists/shared/{token}{ending}").status_code == 404


def test_the_newest_version_is_shown_and_no_other(guest, shared):
    add(code_list=shared, by=shared.owner, entries={("icd10cm", "Q01.1"): "second thoughts"})
    page = guest.get(f"/lists/shared/{shared.token}/?version=1").text
    assert "second thoughts" in page
    assert "ask for the side" not in page


def test_nothing_is_written_by_it(guest, shared):
    for method in ("post", "put", "delete"):
        assert getattr(guest, method)(f"/lists/shared/{shared.token}/").status_code == 405
    assert contents(shared) == [("Q01.1", "ask for the side")]


def test_a_copy_is_ones_own(member, member_user, shared):
    answer = member.post(f"/lists/shared/{shared.token}/copy/", follow=True)
    assert "The list is copied" in answer.text
    own = CodeList.objects.of(member_user).get()
    assert (own.name, own.token, contents(own)) == ("Shared knees", None, [("Q01.1", "ask for the side")])
    assert own.versions.get().what == "Copied from a shared list"
    add(code_list=own, by=member_user, entries={("icd10cm", "Q01.1"): "mine"})
    assert contents(shared) == [("Q01.1", "ask for the side")]


def test_a_guest_signs_in_to_copy_and_comes_back(guest, member_user, shared):
    address = f"/lists/shared/{shared.token}/copy/"
    assert guest.post(address).url == f"/accounts/login/?next={address}"
    guest.force_login(member_user)
    assert guest.get(address).url == f"/lists/shared/{shared.token}/"
    assert CodeList.objects.of(member_user).count() == 0


def test_a_copy_too_many_is_refused(member, shared, monkeypatch):
    monkeypatch.setattr(policy, "LISTS_PER_READER", 0)
    answer = member.post(f"/lists/shared/{shared.token}/copy/", follow=True)
    assert "as many as there may be" in answer.text
