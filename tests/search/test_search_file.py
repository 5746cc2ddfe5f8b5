"""The results of a search as a file, and what neither it nor the page may say."""

import csv
import io

import pytest

from codes.models import Code, Note
from tests.builders import a_code
from tests.search.lists import invented_lists  # noqa: F401
from tests.search.pages import FILE, MARK, addresses, search

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented_lists")]


# The file


def rows(client, **asked):
    answer = client.get(FILE, {"q": "blue fever"} | asked)
    assert answer.headers["Content-Type"] == "text/csv; charset=utf-8"
    assert answer.headers["X-Robots-Tag"] == "noindex"
    heading, *lines = csv.reader(io.StringIO(answer.text))
    return [heading, *sorted(lines)]


def test_the_file_holds_the_results(guest, chapter):
    assert rows(guest, system="icd10cm", on="2020-09-01") == [
        ["system", "code", "title", "billable", "status", "why"],
        ["ICD-10-CM", "Q11", "Blue fever", "no", "active", "words of the descriptor"],
        ["ICD-10-CM", "Q11.0", "Blue fever with spots", "yes", "active", "words of the descriptor"],
        ["ICD-10-CM", "Q12.0", "Blue fever of old", "no", "deleted", "words of the descriptor"],
        ["ICD-10-CM", "R11.9", "Blue fever feigned", "yes", "active", "words of the descriptor"],
    ]


def test_the_page_names_the_file(guest, chapter):
    page = search(guest, system="icd10cm")
    assert addresses(page, "Download as CSV") == ["/search/results.csv?q=blue+fever&system=icd10cm"]


def test_official_words_that_need_a_licence_are_not_in_it(guest):
    a_code("99902", "cpt", title="", descriptor=f"Licensed {MARK}", short_descriptor=MARK)
    a_code("99903", "cpt", title="Ours", descriptor=f"Licensed {MARK}")
    assert [row[1:3] for row in rows(guest, q="9990")] == [["code", "title"], ["99903", "Ours"]]
    assert MARK not in guest.get(FILE, {"q": "99902"}).text
    assert MARK not in search(guest, "9990").text


def test_no_cell_is_a_formula(guest):
    a_code("R11.9", descriptor="=1+1 scarlet")
    assert rows(guest, q="scarlet")[1][2] == "'=1+1 scarlet"


def test_the_file_ends_after_five_hundred(guest):
    Code.objects.bulk_create(Code(system="icd10cm", value=f"R{i:03d}.1") for i in range(520))
    assert len(rows(guest, q="R")) == 501


def test_a_named_code_is_a_file_of_one(guest, chapter):
    assert [row[1] for row in rows(guest, q="Q11.0")] == ["code", "Q11.0"]


def test_without_a_text_the_file_is_empty(guest, chapter):
    assert len(rows(guest, q="")) == 1


# What locked sections say


def test_inclusion_terms_are_not_told(guest):
    code = a_code("Q13.0", descriptor="Red fever")
    Note.objects.create(code=code, kind="inclusion_term", position=0, text=f"Crimson {MARK}")
    for answer in (search(guest, "crimson"), guest.get(FILE, {"q": "crimson"})):
        assert "term included here" in answer.text
        assert MARK not in answer.text
