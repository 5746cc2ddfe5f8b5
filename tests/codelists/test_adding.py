"""One code put into a list, from its page or from where it was found."""

import pytest
from django.test import Client
from django.utils.html import escape

from accounts.models import OpenedPage
from codelists import policy
from codelists.models import CodeList
from tests.builders import a_code
from tests.codelists.builders import a_list, contents

pytestmark = pytest.mark.django_db


def test_into_a_new_list(member, member_user):
    code = a_code()
    assert f"/lists/add/icd10cm/{code.value}/" in member.get(code.url).text
    answer = member.post("/lists/add/icd10cm/Q01.1/", {"list": "new", "name": "Hips", "note": "left"}, follow=True)
    assert answer.redirect_chain[-1][0] == code.url
    assert "ICD-10-CM Q01.1 stands in your list “Hips”." in answer.text
    assert contents(CodeList.objects.get()) == [("Q01.1", "left")]


def test_into_one_that_is_there(member, member_user):
    found = a_list(member_user, [(a_code("Q01.2"), "kept")])
    a_code()
    for value in ("Q01.1", "Q01.2"):
        member.post(f"/lists/add/icd10cm/{value}/", {"list": found.pk, "note": ""})
    assert contents(found) == [("Q01.2", "kept"), ("Q01.1", "")]
    assert [version.what for version in found.versions.all()] == ["Q01.1 added", "Begun"]


def test_what_stands_there_already_is_told(member, member_user):
    found = a_list(member_user, [(a_code(), "old")])
    address = "/lists/add/icd10cm/Q01.1/"
    assert "Knees (holds it)" in member.get(address).text
    told = member.post(address, {"list": found.pk, "note": ""}, follow=True).text
    assert "ICD-10-CM Q01.1 stands in your list “Knees” already." in told
    told = member.post(address, {"list": found.pk, "note": "new"}, follow=True).text
    assert "stands in your list “Knees” already; its note is changed." in told
    member.post(f"/lists/{found.pk}/edit/", {"remove": "icd10cm/Q01.1"})
    assert "holds it" not in member.get(address).text


@pytest.mark.parametrize(
    ("asked", "back"),
    [
        ("/search/?q=hip&system=cpt", "/search/?q=hip&system=cpt"),
        ("https://elsewhere.example/", "/icd10cm/Q01.1/"),
        ("//elsewhere.example/", "/icd10cm/Q01.1/"),
        ("/\\elsewhere.example/", "/icd10cm/Q01.1/"),
        ("search", "/icd10cm/Q01.1/"),
        ("", "/icd10cm/Q01.1/"),
    ],
)
def test_it_leads_back_to_where_the_reader_was(member, asked, back):
    a_code()
    page = member.get("/lists/add/icd10cm/Q01.1/", {"next": asked})
    assert f'name="next" value="{escape(back)}"' in page.text
    answer = member.post("/lists/add/icd10cm/Q01.1/", {"list": "new", "name": "Hips", "next": asked})
    assert answer.url == back


def test_from_what_a_search_found(member):
    a_code(descriptor="Blue fever")
    address = '/lists/add/icd10cm/Q01.1/?next=%2Fsearch%2F%3Fq%3Dblue%26system%3Dicd10cm"'
    asked = {"q": "blue", "system": "icd10cm"}
    assert address in member.get("/search/", asked).text
    assert address in member.get("/search/", asked, headers={"HX-Request": "true"}).text
    assert "/lists/add/" not in Client().get("/search/", asked).text


def test_what_is_wrong_is_told(member, monkeypatch):
    a_code()
    for fields in (
        {"list": "new"},
        {"list": a_list().pk},
        {"list": "x"},
        {},
        {"list": "new", "name": "x", "note": "y" * 501},
    ):
        assert member.post("/lists/add/icd10cm/Q01.1/", fields).status_code == 400
    monkeypatch.setattr(policy, "LISTS_PER_READER", 0)
    assert member.post("/lists/add/icd10cm/Q01.1/", {"list": "new", "name": "x"}).status_code == 400
    assert member.get("/lists/add/icd10cm/Q99.9/").status_code == 404


def test_a_page_that_is_not_open_is_not_needed_and_not_opened(member):
    a_code()
    assert "Invented ailment Q01.1" in member.get("/lists/add/icd10cm/Q01.1/").text
    assert OpenedPage.objects.count() == 0


def test_chapters_stand_in_no_list(member):
    a_code("Q00-Q99", kind="section")
    assert member.get("/lists/add/icd10cm/Q00-Q99/").status_code == 404
