"""Whole lists in their order: every code once, read once, and read anew as soon as something is written."""

import pytest
from django.db.models import Q

from codes.models import Code
from codes.search import sequences
from codes.search.filters import Filters
from codes.search.places import placed
from codes.search.sequences import Sequences
from tests.builders import a_code

pytestmark = pytest.mark.django_db
ICD = Filters(system="icd10cm")


def values(offset=0, number=50, **options):
    total, codes = placed("", ICD, offset, number, **options)
    return total, [code.value for code in codes]


def keys(held, codes):
    return held.keys_of(codes.order_by("position", "pk")).tolist()


def test_codes_stand_in_their_publishers_order():
    for position, value in ((3, "Q01.3"), (1, "Q01.1"), (2, "Q01.2")):
        a_code(value, position=position)
    assert values() == (3, ["Q01.1", "Q01.2", "Q01.3"])
    assert values(offset=1, number=1) == (3, ["Q01.2"])
    assert values(offset=3) == (3, [])
    assert values(most=2) == (2, ["Q01.1", "Q01.2", "Q01.3"])


def test_codes_of_one_position_stand_on_one_page_each():
    """A code that has ended keeps its position, which a later release gives to another one."""
    for number in range(30):
        a_code(f"Q{number:02d}", position=7)
    pages = [value for offset in range(0, 30, 7) for value in values(offset, 7)[1]]
    assert sorted(pages) == [f"Q{number:02d}" for number in range(30)]


def test_a_page_far_down_is_two_statements(django_assert_num_queries):
    for number in range(20):
        a_code(f"Q{number:02d}")
    values()
    with django_assert_num_queries(2):
        values(offset=15, number=3)


def test_what_is_written_shows_at_once():
    code = a_code("Q01.1")
    assert values() == (1, ["Q01.1"])
    a_code("Q01.2")
    assert values() == (2, ["Q01.1", "Q01.2"])
    Code.objects.filter(pk=code.pk).update(system="hcpcs")
    assert values() == (1, ["Q01.2"])


def test_lists_are_told_apart():
    first, second = a_code("Q01.1"), a_code("Q01.2")
    assert values(only=Q(value="Q01.1")) == (1, ["Q01.1"])
    assert values(only=Q(value="Q01.2")) == (1, ["Q01.2"])
    assert values(only=Q(pk__in=[])) == (0, [])
    held = Sequences()
    assert keys(held, Code.objects.filter(pk=first.pk)) == [first.pk]
    assert keys(held, Code.objects.filter(pk=second.pk)) == [second.pk]


def test_few_lists_are_kept(monkeypatch, django_assert_num_queries):
    monkeypatch.setattr(sequences, "MOST", 2)
    a_code("Q01.1")
    held, lists = Sequences(), [Code.objects.filter(value=value) for value in ("Q01.1", "Q01.2", "Q01.3")]
    for one in lists:
        keys(held, one)
    for number, one in ((1, lists[2]), (1, lists[1]), (2, lists[0])):
        with django_assert_num_queries(number):
            keys(held, one)
