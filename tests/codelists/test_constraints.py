"""What the database itself refuses of lists."""

import pytest
from django.db import IntegrityError

from codelists.models import CodeList, Entry, Version
from codelists.places import STEP
from tests.builders import a_code, a_reader
from tests.codelists.builders import a_list

pytestmark = pytest.mark.django_db


@pytest.fixture
def code_list():
    return a_list(codes=[a_code()])


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        ("a_code_stands_once_in_a_list", {"value": "Q01.1", "since": 2}),
        ("one_entry_per_version", {"value": "Q01.1", "since": 1, "until": 1}),
        ("entries_end_after_they_begin", {"value": "Q01.2", "since": 2, "until": 1}),
        ("entries_name_codes_in_upper_case", {"value": "q01.2", "since": 1}),
        ("entries_name_codes_in_upper_case", {"value": "", "since": 1}),
        ("one_code_stands_at_a_place", {"value": "Q01.2", "since": 1, "position": STEP}),
    ],
)
def test_entries(code_list, name, fields):
    with pytest.raises(IntegrityError, match=name):
        Entry.objects.create(list=code_list, system="icd10cm", **({"position": 0} | fields))


@pytest.mark.parametrize(("name", "number"), [("one_version_per_number", 1), ("versions_begin_with_one", 0)])
def test_versions(code_list, name, number):
    with pytest.raises(IntegrityError, match=name):
        Version.objects.create(list=code_list, number=number, what="Edited")


@pytest.mark.parametrize(
    ("name", "fields"), [("lists_have_a_name", {"name": ""}), ("links_are_not_guessed", {"token": "short"})]
)
def test_lists(name, fields):
    with pytest.raises(IntegrityError, match=name):
        CodeList.objects.create(owner=a_reader(), **({"name": "Knees"} | fields))


def test_two_lists_have_no_link_in_common(code_list):
    CodeList.objects.update(token="x" * 43)
    with pytest.raises(IntegrityError, match="token"):
        CodeList.objects.create(owner=a_reader(), name="Knees", token="x" * 43)
