"""Versions: each saving makes one, none is written again, each can be read, compared and restored."""

from threading import Barrier, Thread

import pytest
from django.db import connection

from codelists import actions, policy
from codelists.differences import difference
from codelists.models import CodeList, Version
from tests.builders import a_code, a_reader
from tests.codelists.builders import a_list, contents

pytestmark = pytest.mark.django_db
ONE, TWO, THREE = (("icd10cm", f"Q01.{i}") for i in (1, 2, 3))


@pytest.fixture
def code_list(member_user):
    """Version 1: Q01.1 and Q01.2; version 2: Q01.1 with another note and Q01.3."""
    found = a_list(
        member_user,
        [
            (a_code("Q01.1"), "a"),
            (a_code("Q01.2"), "b"),
        ],
    )
    a_code("Q01.3")
    actions.replace(code_list=found, by=member_user, entries={ONE: "c", THREE: ""})
    return found


def test_each_saving_is_one(member_user, code_list):
    assert contents(code_list, 1) == [("Q01.1", "a"), ("Q01.2", "b")]
    assert contents(code_list, 2) == [("Q01.1", "c"), ("Q01.3", "")]
    newest = code_list.versions.first()
    assert (newest.number, newest.added, newest.removed, newest.changed) == (2, 1, 1, 1)
    assert newest.made_by == member_user


def test_the_page_of_all(member, code_list):
    page = member.get(f"/lists/{code_list.pk}/versions/").text
    assert page.index("Replaced") < page.index("Begun")
    assert f"/lists/{code_list.pk}.csv?version=1" in page
    assert "1 added, 1 removed, 1 with another note" in page


def test_an_old_one_is_read_and_restored(member, code_list):
    page = member.get(f"/lists/{code_list.pk}/?version=1").text
    assert "Restore this version" in page
    assert ">Q01.2<" in page
    assert ">Q01.3<" not in page
    answer = member.post(f"/lists/{code_list.pk}/restore/", {"version": "1"}, follow=True)
    assert "Version 1 is restored as version 3." in answer.text
    assert contents(code_list, 3) == contents(code_list, 1)
    assert contents(code_list, 2) == [("Q01.1", "c"), ("Q01.3", "")]
    again = member.post(f"/lists/{code_list.pk}/restore/", {"version": "1"}, follow=True)
    assert "The list is as it was then." in again.text


@pytest.mark.parametrize("version", ["0", "3", "x", "", "²", "9" * 300])
def test_one_that_is_none_is_not_restored(member, code_list, version):
    assert member.post(f"/lists/{code_list.pk}/restore/", {"version": version}).status_code == 404
    assert Version.objects.count() == 2


def test_what_differs_between_versions(member, code_list):
    address = f"/lists/compare/?one={code_list.pk}&one_version=1&other={code_list.pk}&other_version=2"
    page = member.get(address).text
    added, removed, changed = (page.index(f"{word} (1)") for word in ("Added", "Removed", "Note changed"))
    assert added < page.index(">Q01.3<") < removed < page.index(">Q01.2<") < changed < page.index(">Q01.1<")
    assert "Before: <del>a</del>" in page
    # The versions stand in the form, so that another one can be chosen.
    assert 'name="one_version" min="1" max="2" value="1"' in page


def test_what_differs_between_lists(member, member_user, code_list):
    other = a_list(member_user, [a_code("Q07.1")], name="Other")
    page = member.get(f"/lists/compare/?one={code_list.pk}&other={other.pk}").text
    assert "Added (1)" in page
    assert "Removed (2)" in page
    assert "Nothing: both hold" in member.get(f"/lists/compare/?one={other.pk}&other={other.pk}").text


@pytest.mark.parametrize("query", ["", "?one=x", "?one=1&other=2", f"?one={'9' * 300}", "?one=²&other=²"])
def test_what_is_no_list_is_asked_for(member, code_list, query):
    assert "Compare two lists" in member.get(f"/lists/compare/{query}").text


def test_a_difference_of_nothing_is_none():
    assert not difference({ONE: "a"}, {ONE: "a"})
    found = difference({ONE: "a", TWO: ""}, {ONE: "", THREE: "x"})
    assert (found.added, found.removed, found.changed) == ({THREE: "x"}, {TWO: ""}, {ONE: ("a", "")})
    assert not found.moved


def at_once(number, work):
    """Do `work(i)` in as many threads at once; the errors."""
    barrier, failed = Barrier(number), []

    def one(i):
        try:
            barrier.wait()
            work(i)
        except Exception as error:
            failed.append(error)
        finally:
            connection.close()

    threads = [Thread(target=one, args=(i,)) for i in range(number)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return failed


@pytest.mark.django_db(transaction=True)
def test_savings_at_once_are_versions_one_behind_the_other(member_user):
    found = a_list(member_user)
    failed = at_once(8, lambda i: actions.add(code_list=found, by=member_user, entries={("hcpcs", f"V990{i}"): ""}))
    assert failed == []
    assert sorted(value for value, _ in contents(found)) == [f"V990{i}" for i in range(8)]
    assert [(v.number, v.added, v.removed) for v in found.versions.order_by("number")][1:] == [
        (number, 1, 0) for number in range(2, 10)
    ]


@pytest.mark.django_db(transaction=True)
def test_the_limit_of_lists_holds_for_requests_at_once(monkeypatch):
    monkeypatch.setattr(policy, "LISTS_PER_READER", 3)
    owner = a_reader()
    failed = at_once(8, lambda i: actions.create(owner=owner, name=f"List {i}"))
    assert {type(error) for error in failed} == {actions.Refused}
    assert (len(failed), CodeList.objects.count()) == (5, 3)


@pytest.mark.django_db(transaction=True)
def test_the_limit_of_entries_holds_for_requests_at_once(member_user, monkeypatch):
    monkeypatch.setattr(policy, "ENTRIES_PER_LIST", 3)
    found = a_list(member_user)
    failed = at_once(8, lambda i: actions.add(code_list=found, by=member_user, entries={("hcpcs", f"V990{i}"): ""}))
    assert {type(error) for error in failed} == {actions.Refused}
    assert (len(failed), len(contents(found))) == (5, 3)
