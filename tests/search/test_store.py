"""The index as it is kept: built, read by each process, joined with what changed since."""

import pytest
from django.core.management import call_command
from django.db import connection
from django.test.utils import CaptureQueriesContext

from codes.models import Code, IndexTerm, SearchDue, SearchIndex
from codes.search import build_if_due, build_index, find, mark_due, store, why
from codes.search.phrases import Source
from tests.builders import a_code, a_release

pytestmark = pytest.mark.django_db


def values(text):
    return [result.code.value for result in find(text).results]


@pytest.fixture
def held(monkeypatch):
    """A process of its own."""
    fresh = store.Held()
    for module in ("codes.search.finding", "codes.search.store"):
        monkeypatch.setattr(f"{module}.held", fresh)
    return fresh


def test_it_works(held):
    a_code("Q11.0", descriptor="Blue fever")
    kept = build_index()
    assert str(kept) == "1 codes, 1 phrases"
    assert values("blue fever") == ["Q11.0"]
    assert held.base[0] == kept.pk


def test_a_kept_index_is_what_was_built():
    a_code("Q11.0", descriptor="Blue fever of the ear")
    a_code("Q12", kind="heading", descriptor="Green fever")
    kept, made = store.loaded(build_index().pk), store.built()
    assert {name: array.tolist() for name, array in kept.arrays().items()} == {
        name: array.tolist() for name, array in made.arrays().items()
    }


def test_a_code_that_changed_is_found_by_its_new_words_at_once(held):
    code = a_code("Q11.0", descriptor="Blue fever")
    a_code("Q12.0", descriptor="Blue rash")
    build_index()
    assert values("blue") == ["Q11.0", "Q12.0"]
    Code.objects.filter(pk=code.pk).update(descriptor="Purple fever")
    mark_due([code.pk])
    assert values("purple") == ["Q11.0"]
    assert values("blue") == ["Q12.0"]


def test_a_new_code_is_found_with_the_words_of_the_headings_above(held):
    heading = a_code("Q11", kind="heading", descriptor="Blue fever")
    build_index()
    a_code("Q11.1", descriptor="Left toe", parent=heading)
    assert values("blue fever toe")[0] == "Q11.1"


def test_an_entry_of_the_index_leads_to_a_code_also_by_way_of_another():
    release = a_release()
    a_code("Q11.0", descriptor="Blue fever")
    terms = [
        {"term": "Ailment, purple", "value": "Q11.0", "whole": True},
        {"term": "Zebra sickness", "see": "Ailment, purple"},
    ]
    for term in terms:
        IndexTerm.objects.create(**({"system": "icd10cm", "table": "index", "release": release, "whole": False} | term))
    build_index()
    assert values("zebra sickness") == ["Q11.0"]
    (result,) = find("purple ailment").results
    assert result.why == "Index: Ailment, purple"


def test_there_is_a_reason_for_each_kind_of_phrase():
    assert {*why.OWN, *why.NAMES} == set(Source)


def test_a_search_costs_five_statements_at_most_and_two_where_nothing_is_found(held):
    for number in range(30):
        a_code(f"Q11.{number:02d}", descriptor="Blue fever")
    build_index()
    find("blue")
    with CaptureQueriesContext(connection) as queries:
        assert len(find("blue fever").results) == 30
    assert len(queries) <= 4
    with CaptureQueriesContext(connection) as queries:
        find("zzzz qqqq")
    assert len(queries) <= 3


def test_the_newest_index_is_the_only_one():
    a_code()
    first, second = build_index(), build_index()
    assert list(SearchIndex.objects.all()) == [second] != [first]


def test_what_changed_while_it_was_built_stays_due():
    a_code()
    build_index()
    assert not SearchDue.objects.exists()
    code = a_code("Q12.0")
    assert list(SearchDue.objects.values_list("code_id", flat=True)) == [code.pk]


def test_it_is_built_anew_where_many_codes_changed_or_the_lists_did(monkeypatch):
    a_code()
    build_index()
    assert build_if_due() is None
    monkeypatch.setattr(store, "FEW", 2)
    for number in range(3):
        a_code(f"Q13.{number}")
    assert build_if_due().codes == 4
    monkeypatch.setattr(store, "made_with", lambda: "other lists")
    assert build_if_due().made_with == "other lists"
    assert build_if_due() is None


def test_a_small_database_needs_no_kept_index(held):
    assert build_if_due() is None
    a_code("Q11.0", descriptor="Blue fever")
    assert values("blue") == ["Q11.0"]
    assert not SearchIndex.objects.exists()


def test_with_too_many_codes_due_the_index_at_hand_is_searched(held, monkeypatch, caplog):
    a_code("Q11.0", descriptor="Blue fever")
    build_index()
    monkeypatch.setattr(store, "MOST", 1)
    a_code("Q12.0", descriptor="Blue rash")
    a_code("Q12.1", descriptor="Blue spots")
    assert values("blue") == ["Q11.0"]
    assert "manage.py build_search" in caplog.text


def test_the_command(capsys):
    a_code()
    call_command("build_search")
    call_command("build_search", if_due=True)
    assert capsys.readouterr().out.splitlines() == [
        "search index: 1 codes, 1 phrases",
        "the search index is up to date",
    ]
