"""The parsers of indexes, mappings, places and coverage documents on the published files: the publishers' counts."""

import csv
import zipfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from io import BytesIO, TextIOWrapper
from pathlib import Path
from typing import BinaryIO

import pytest
from lxml import etree

from codes.releases.parsers import (
    coverage_codes,
    coverage_documents,
    gems,
    icd10cm_index,
    icd10cm_table,
    place_of_service,
)
from codes.releases.reading import preview
from codes.releases.rows import LeftOut

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout")

INDEX = ("icd10cm/icd10cm-index-2017.zip", "icd10cm_index_2017.xml")
TABLES = "icd10cm/icd10cm-tables-2026-april.zip"
EXTERNAL = (TABLES, "icd10cm-eindex-April-1-2026-XML.xml")
DRUGS = (TABLES, "icd10cm-drug-April-1-2026-XML.xml")
NEOPLASMS = (TABLES, "icd10cm-neoplasm-April-1-2026-XML.xml")
I9 = ("reference/gems-2018.zip", "2018_I9gem.txt")
I10 = ("reference/gems-2018.zip", "2018_I10gem.txt")
PLACES = ("reference/cs-CMS-PlaceofServiceCodes.xml", "")
DOCUMENTS = ("coverage/mcd_documents_latest_2025-08.zip", "mcd_documents_latest_2025-08.csv")
PARSERS = {
    icd10cm_index.looks: {INDEX, EXTERNAL},
    icd10cm_table.looks: {DRUGS, NEOPLASMS},
    gems.looks: {I9, I10},
    place_of_service.looks: {PLACES},
    place_of_service.looks_table: set(),
    coverage_documents.looks: {DOCUMENTS},
    coverage_codes.looks: set(),
}


@contextmanager
def published(file: str, member: str) -> Iterator[BinaryIO]:
    if not member:
        with (DATA / file).open("rb") as stream:
            yield stream
        return
    with zipfile.ZipFile(DATA / file) as archive, archive.open(member) as stream:
        yield stream


def read(parse, source: tuple[str, str]) -> list:
    with published(*source) as stream:
        return list(parse(stream, source[1] or source[0]))


def lines(source: tuple[str, str]) -> list[str]:
    with published(*source) as stream:
        return stream.read().decode().split("\n")


def elements(source: tuple[str, str], *tags: str) -> list[etree._Element]:
    with published(*source) as stream:
        return list(etree.parse(stream).iter(*tags))


@pytest.fixture(scope="module")
def index():
    return read(icd10cm_index.parse, INDEX)


def test_the_index_gives_every_code(index):
    categories = len(elements(INDEX, "seecat", "subcat"))
    assert Counter(row.column for row in index if row.value) == {"": 59_412 + categories, "manifestation": 746}
    assert categories == 145


def test_the_index_gives_every_entry_that_says_something(index):
    entries = elements(INDEX, "mainTerm", "term")
    mute = sum({part.tag for part in entry} == {"title", "term"} for entry in entries)
    assert (len(entries), mute) == (77_199, 4_492)
    assert len(index) == len(entries) - mute + 746 == 73_453


def test_the_index_gives_every_reference(index):
    see = elements(INDEX, "see", "seeAlso")
    # "See category I01" is split by the publisher into the word, as if it were a term, and the code.
    assert Counter(element.tag for element in see) == {
        "see": sum(row.see not in ("", "category", "subcategory") for row in index) + 1,
        "seeAlso": sum(bool(row.see_also) for row in index),
    }


def test_the_index_names_the_lines(index):
    text = lines(INDEX)
    assert [row for row in index if row.value and f">{row.value}" not in text[row.line - 1]] == []
    assert index[-1].line == 305_663


def test_the_external_causes():
    rows = read(icd10cm_index.parse, EXTERNAL)
    assert {row.table for row in rows} == {"external_cause"}
    assert sum(bool(row.value) for row in rows) == 6_532 + 139 + 11 + 4
    assert len(rows) == 7_520


def test_the_drugs():
    rows = read(icd10cm_table.parse, DRUGS)
    cells = elements(DRUGS, "cell")
    assert len(cells) == 43_224
    assert sum(bool(row.value) for row in rows) == sum(cell.text != "--" for cell in cells) == 40_036
    assert Counter(bool(row.see) for row in rows if not row.value) == {True: 97, False: 35}
    assert {row.table for row in rows} == {"drug"}
    assert len({row.column for row in rows if row.value}) == 6
    assert all(row.whole for row in rows if row.value)


def test_the_neoplasms():
    rows = read(icd10cm_table.parse, NEOPLASMS)
    codes = [row for row in rows if row.value]
    assert len(codes) == 10_922 - 1_902
    assert sum(not row.whole for row in codes) == 914 + 125 + 52 + 1
    assert Counter((bool(row.see), bool(row.see_also)) for row in rows if not row.value) == {
        (True, False): 67,
        (False, True): 120,
        (False, False): 3,
    }


@pytest.mark.parametrize(("source", "count", "without"), [(I9, 24_860, 422), (I10, 81_593, 731)])
def test_the_mappings(source, count, without):
    rows = read(gems.parse, source)
    assert len(rows) == count
    assert sum(row.no_map for row in rows) == sum(not row.target for row in rows) == without
    plain = [" ".join(line.split()).upper() for line in lines(source) if line]
    assert plain == [
        f"{row.source.replace('.', '')} {row.target.replace('.', '') or 'NODX'} "
        f"{row.approximate:d}{row.no_map:d}{row.combination:d}{row.scenario}{row.choice_list}"
        for row in rows
    ]


def test_the_places():
    rows = read(place_of_service.parse, PLACES)
    assert len(rows) == 52
    assert [row.value for row in rows] == sorted(row.value for row in rows)
    days = {row.value: row.effective_from for row in rows if row.effective_from}
    assert len(days) == 21
    assert (days["01"], days["02"], days["10"]) == (date(2003, 10, 1), date(2017, 1, 1), date(2022, 1, 1))
    assert not days.keys() & {"11", "17", "18", "22"}


def test_the_documents():
    rows = read(coverage_documents.parse, DOCUMENTS)
    with published(*DOCUMENTS) as stream:
        numbers = {row["document_display_id"] for row in csv.DictReader(TextIOWrapper(stream, "utf-8", newline=""))}
    given = [row for row in rows if not isinstance(row, LeftOut)]
    assert len(rows) == 3_133
    assert len(given) == len(numbers) == len({row.number for row in given}) == 3_121
    assert Counter(row.what for row in rows if isinstance(row, LeftOut)) == {
        "future version of a coverage document": 12
    }
    assert Counter(row.kind for row in given) == {"lcd": 967, "article": 2_154}
    assert sum(row.retired is not None for row in given) == sum(row.note == "Retired" for row in given) == 94


def members() -> Iterator[tuple[str, str, bytes]]:
    """Every published file and every file of the archives among them, with its first bytes (a workbook whole)."""
    for path in sorted(DATA.rglob("*.*")):
        file = path.relative_to(DATA).as_posix()
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    with archive.open(member) as stream:
                        yield file, member, stream.read(None if member.endswith(".xlsx") else 20_000)
        elif path.is_file():
            with path.open("rb") as stream:
                yield file, "", stream.read(None if path.suffix == ".xlsx" else 20_000)


def test_each_parser_knows_its_own_files():
    known = {looks: set() for looks in PARSERS}
    for file, member, data in members():
        head = preview(BytesIO(data), member or file)
        for looks, files in known.items():
            if looks(member or file, head):
                files.add((file, member))
    assert known == PARSERS
