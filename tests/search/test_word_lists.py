"""The word lists of the search have the form that their README describes."""

import re
from pathlib import Path

import pytest

from codes.search import thesaurus
from codes.search.tokens import words

FOLDER = Path(thesaurus.__file__).parent / "words"
LISTS = sorted(path.stem for path in FOLDER.glob("*.tsv"))
COLUMNS = {"abbreviations": {2}, "brands": {2}, "lay": {2, 3}, "common": {3}}
MEANINGS = [name for name in LISTS if name in {"abbreviations", "brands", "lay"}]
CODES = {
    "cpt": re.compile(r"\d{4}[0-9A-Z]"),
    "hcpcs": re.compile(r"[A-V]\d{4}"),
    "icd10cm": re.compile(r"[A-Z]\d[0-9A-Z](\.[0-9A-Z]{1,4})?"),
    "icd10pcs": re.compile(r"[0-9A-HJ-NP-Z]{7}"),
}
# What stands in a list as printed, in upper case: the column of codes.
PRINTED = {"lay": 2, "common": 1}


def text_of(name):
    return (FOLDER / f"{name}.tsv").read_text(encoding="utf-8")


def rows_of(name):
    return [line.split("\t") for line in text_of(name).splitlines() if not line.startswith("#")]


def entries_of(name):
    """(said, [meanings]) of a list that leads from one to the other."""
    return [(row[0], row[1].split(" | ")) for row in rows_of(name)]


def twice(values):
    seen = set()
    return [value for value in values if value in seen or seen.add(value)]


def test_the_lists_are_those_that_the_search_reads():
    assert {"abbreviations", "brands", "common"} <= set(LISTS) <= {*COLUMNS, "equivalents"}


@pytest.mark.parametrize("name", LISTS)
def test_a_list_begins_by_saying_what_it_holds(name):
    assert text_of(name).startswith("# ")
    assert text_of(name).endswith("\n")


@pytest.mark.parametrize("name", LISTS)
def test_every_line_has_the_columns_of_its_list_and_no_empty_one(name):
    wrong = [row for row in rows_of(name) if len(row) not in COLUMNS.get(name, range(2, 99)) or not all(row)]
    assert wrong == []


@pytest.mark.parametrize("name", LISTS)
def test_cells_have_no_space_at_their_ends_nor_two_in_a_row(name):
    assert [cell for row in rows_of(name) for cell in row if cell != " ".join(cell.split(" ")).strip()] == []
    assert [cell for row in rows_of(name) for cell in row if "  " in cell] == []


@pytest.mark.parametrize("name", LISTS)
def test_words_are_in_lower_case(name):
    cells = [(cell, place) for row in rows_of(name) for place, cell in enumerate(row)]
    assert [cell for cell, place in cells if place != PRINTED.get(name) and cell != cell.lower()] == []


@pytest.mark.parametrize("name", LISTS)
def test_a_list_is_sorted_by_its_first_column(name):
    first = [row[0] for row in rows_of(name)]
    assert first == sorted(first)


@pytest.mark.parametrize("name", LISTS)
def test_no_line_stands_twice(name):
    assert twice(map(tuple, rows_of(name))) == []


@pytest.mark.parametrize("name", MEANINGS)
def test_nothing_is_said_twice(name):
    assert twice(said for said, _ in entries_of(name)) == []


@pytest.mark.parametrize("name", ["abbreviations", "brands"])
def test_no_two_entries_are_the_same_words_typed_with_other_signs(name):
    assert twice(tuple(words(said)) for said, _ in entries_of(name)) == []


def test_no_name_of_a_product_is_an_abbreviation_too():
    brands, short = ({tuple(words(said)) for said, _ in entries_of(name)} for name in ("brands", "abbreviations"))
    assert brands & short == set()


@pytest.mark.parametrize("name", MEANINGS)
def test_what_is_said_has_words(name):
    assert [said for said, _ in entries_of(name) if not words(said)] == []


@pytest.mark.parametrize("name", MEANINGS)
def test_meanings_have_words_and_a_dash_stands_alone(name):
    wrong = [said for said, printed in entries_of(name) if printed != ["-"] and not all(map(words, printed))]
    assert wrong == []


@pytest.mark.parametrize("name", MEANINGS)
def test_no_meaning_of_an_entry_stands_twice(name):
    wrong = [said for said, printed in entries_of(name) if twice(tuple(words(other)) for other in printed)]
    assert wrong == []


@pytest.mark.parametrize("name", ["abbreviations", "brands"])
def test_no_entry_means_itself(name):
    assert [said for said, printed in entries_of(name) if words(said) in map(words, printed)] == []


def test_common_codes_have_the_shape_of_their_system_and_a_weight():
    rows = rows_of("common")
    assert [row for row in rows if row[0] not in CODES or row[2] not in {"1", "2", "3"}] == []
    assert [row for row in rows if not CODES[row[0]].fullmatch(row[1])] == []


def test_no_common_code_stands_twice():
    assert twice((system, value) for system, value, _ in rows_of("common")) == []


def test_few_codes_are_among_the_most_common():
    most = [system for system, _, weight in rows_of("common") if weight == "3"]
    assert {system for system in CODES if not 50 <= most.count(system) <= 200} == set()


def test_the_search_reads_every_common_code():
    assert len(thesaurus.common()) == len(rows_of("common"))
