"""The published files of ICD-10-CM and ICD-10-PCS as our parsers read them, against the publisher's own counts."""

import gzip
import re
import zipfile
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path
from typing import NamedTuple

import pytest

from codes.releases.parsers import icd10cm_conversion, order_file, pcs_definitions, pcs_index, pcs_tables
from codes.releases.reading import preview
from codes.releases.rows import AxisRow, CodeRow, DefinitionRow, IndexRow, ReplacementRow

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout")

CM_CONVERSION = "icd10cm/ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx"


def published(path: str, member: str = "") -> bytes:
    """A file as published, or one of those inside a zip."""
    if not member:
        return (DATA / path).read_bytes()
    with zipfile.ZipFile(DATA / path) as archive:
        return archive.read(member)


def parsed(parse: Callable, path: str, member: str = "") -> list:
    return list(parse(BytesIO(published(path, member)), member or path))


@pytest.fixture(scope="module")
def cm() -> dict[int, list[CodeRow]]:
    return {
        year: parsed(order_file.parse_cm, f"icd10cm/icd10cm-order-{year}.zip", f"icd10cm_order_{year}.txt")
        for year in (2025, 2026)
    }


@pytest.fixture(scope="module")
def pcs() -> dict[int, list[CodeRow]]:
    return {
        year: parsed(order_file.parse_pcs, f"icd10pcs/icd10pcs-order-{year}.zip", f"icd10pcs_order_{year}.txt")
        for year in (2025, 2026)
    }


@pytest.fixture(scope="module")
def replacements() -> list[ReplacementRow]:
    return parsed(icd10cm_conversion.parse, CM_CONVERSION)


@pytest.fixture(scope="module")
def axes() -> list[AxisRow]:
    return parsed(pcs_tables.parse, "icd10pcs/icd10pcs-tables-2026.zip", "icd10pcs_tables_2026.xml")


@pytest.fixture(scope="module")
def definitions() -> list[DefinitionRow]:
    return parsed(pcs_definitions.parse, "icd10pcs/icd10pcs-tables-2026.zip", "icd10pcs_definitions_2026.xml")


@pytest.fixture(scope="module")
def index() -> list[IndexRow]:
    return parsed(pcs_index.parse, "icd10pcs/icd10pcs-index-2025.zip", "icd10pcs_index_2025.xml")


# The order files.


def kinds(rows: list[CodeRow]) -> dict[str, int]:
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))
    assert all(row.billable == (row.kind == "code") for row in rows)
    return dict(Counter(row.kind for row in rows))


def test_the_order_files_have_this_many_rows(cm, pcs):
    assert kinds(cm[2025]) == {"heading": 23_324, "code": 74_260}
    assert kinds(cm[2026]) == {"heading": 23_467, "code": 74_719}
    assert kinds(pcs[2025]) == {"heading": 908, "code": 78_948}
    assert kinds(pcs[2026]) == {"heading": 914, "code": 79_115}


def test_lines_and_columns_are_those_of_the_file(cm, pcs):
    for rows, path, member in (
        (cm[2026], "icd10cm/icd10cm-order-2026.zip", "icd10cm_order_2026.txt"),
        (pcs[2026], "icd10pcs/icd10pcs-order-2026.zip", "icd10pcs_order_2026.txt"),
    ):
        lines = [
            f"{row.line:05} {row.value.replace('.', ''):7} {int(row.billable)} "
            f"{row.short_descriptor:60} {row.descriptor}\r\n"
            for row in rows
        ]
        assert "".join(lines).encode() == published(path, member)


def test_every_heading_has_codes_beneath_and_no_code_has(cm, pcs):
    for rows in (*cm.values(), *pcs.values()):
        parents = {row.parent for row in rows} - {None}
        assert parents == {row.value for row in rows if not row.billable}


def test_categories_have_no_parent(cm, pcs):
    for rows in (*cm.values(), *pcs.values()):
        assert {len(row.value) for row in rows if row.parent is None} == {3}


# The publisher's own list of what changed, which stands beside each order file.


class Entry(NamedTuple):
    """A line of an order file; the addenda of ICD-10-PCS print no header flag, its codes tell by their length."""

    value: str
    billable: bool
    short_descriptor: str
    descriptor: str


class Changes(NamedTuple):
    """What was added, deleted and revised; an entry whose flag changes is deleted and added."""

    added: set[Entry]
    deleted: set[Entry]
    revised: set[tuple[Entry, Entry]]


# Action in the columns 1-13, then as in the order file without its number; the flag is in those of ICD-10-CM alone.
ADDENDA_LINE = re.compile(r"(Add|Delete|Revise from|Revise to): +(?:([01]) )?([0-9A-Z]{3,7}) *(?<=^.{%d}) (.{60}) (.+)")


def the_addenda(path: str, member: str, system: str) -> tuple[Changes, dict[str, int]]:
    """The changes that the addenda list, and their counts as printed at its end ("Codes additions": 487)."""
    changes, counts, before, part = Changes(set(), set(), set()), {}, None, ""
    layout = re.compile(ADDENDA_LINE.pattern % (22 if system == "cm" else 20))
    for line in published(path, member).decode("ascii").splitlines():
        if found := layout.fullmatch(line):
            action, flag, code, short, long = found.groups()
            entry = Entry(code, flag == "1" if flag else len(code) == 7, short.rstrip(), long)
            if action == "Revise to":
                changes.revised.add((before, entry))
            elif action == "Revise from":
                before = entry
            else:
                (changes.added if action == "Add" else changes.deleted).add(entry)
        elif line in ("Headers", "Codes"):
            part = line
        elif found := re.fullmatch(r" +(\d+) (additions|deletions|revisions)", line):
            counts[f"{part} {found[2]}"] = int(found[1])
        else:
            assert not line or re.fullmatch(r" *of which| +\d+ (revisions to|headers in|codes in) .+", line), line
    return changes, counts


def the_differences(before: list[CodeRow], after: list[CodeRow]) -> Changes:
    old, new = ({entry.value: entry for entry in entries(rows)} for rows in (before, after))
    flagged = {value for value in old.keys() & new.keys() if old[value].billable != new[value].billable}
    return Changes(
        {new[value] for value in (new.keys() - old.keys()) | flagged},
        {old[value] for value in (old.keys() - new.keys()) | flagged},
        {(old[value], new[value]) for value in (old.keys() & new.keys()) - flagged if old[value] != new[value]},
    )


def entries(rows: list[CodeRow]) -> Iterator[Entry]:
    for row in rows:
        yield Entry(row.value.replace(".", ""), row.billable, row.short_descriptor, row.descriptor)


def codes_in(changed: set[Entry]) -> int:
    return sum(entry.billable for entry in changed)


def test_our_differences_of_icd10cm_are_the_addenda(cm):
    changes, counts = the_addenda("icd10cm/icd10cm-order-2026.zip", "icd10cm_order_addenda_2026.txt", "cm")
    ours = the_differences(cm[2025], cm[2026])
    assert ours == changes
    assert counts == {
        "Headers additions": 143,
        "Headers deletions": 0,
        "Headers revisions": 7,
        "Codes additions": 487,
        "Codes deletions": 28,
        "Codes revisions": 38,
    }
    assert (codes_in(ours.added), len(ours.added)) == (487, 487 + 143)
    assert (codes_in(ours.deleted), len(ours.deleted)) == (28, 28)
    assert (codes_in({after for _, after in ours.revised}), len(ours.revised)) == (38, 38 + 7)
    # 16 codes became headings.
    assert len({entry.value for entry in ours.added} & {entry.value for entry in ours.deleted}) == 16


def test_our_differences_of_icd10pcs_hold_the_addenda(pcs):
    """The addenda compare with the update of April 2025, the order file of 2025 is that of October 2024."""
    changes, counts = the_addenda("icd10pcs/icd10pcs-order-2026.zip", "order_addenda_2026.txt", "pcs")
    ours = the_differences(pcs[2025], pcs[2026])
    assert counts == {
        "Headers additions": 4,
        "Headers deletions": 0,
        "Headers revisions": 1,
        "Codes additions": 156,
        "Codes deletions": 27,
        "Codes revisions": 0,
    }
    assert (codes_in(changes.added), len(changes.added)) == (156, 156 + 4)
    assert (codes_in(changes.deleted), len(changes.deleted)) == (27, 27)
    assert len(changes.revised) == 1
    for mine, theirs in zip(ours, changes, strict=True):
        assert theirs <= mine
    # What the update of April 2025 brought: 78,948 + 50 - 12 = 78,986 codes and 908 + 2 = 910 headers.
    added, deleted = ours.added - changes.added, ours.deleted - changes.deleted
    assert (codes_in(added), len(added)) == (50, 52)
    assert {entry.value for entry in added if not entry.billable} == {"0CY", "D22"}
    assert (codes_in(deleted), len(deleted)) == (12, 12)
    assert {entry.value[:5] for entry in deleted} == {"0SG60", "0SG63", "0SG64"}
    assert {after.value for _, after in ours.revised - changes.revised} == {"XW133G8", "XW143G8"}


def test_the_files_of_codes_hold_the_codes_of_the_order_files(cm):
    for year, rows in cm.items():
        lines = [f"{row.value.replace('.', ''):7} {row.descriptor}" for row in rows if row.billable]
        data = published(f"icd10cm/icd10cm-order-{year}.zip", f"icd10cm_codes_{year}.txt").decode("ascii")
        theirs = [line.rstrip() for line in data.splitlines()]
        assert sorted(theirs) == sorted(lines)


# The conversion table.


def test_the_conversion_table_has_this_many_rows(replacements):
    # Of the sheet's 5,892 codes 125 had no previous code, and 8 lines are printed twice.
    assert len({row.line for row in replacements}) == 5_892 - 125 - 8
    assert len(replacements) == 6_355


def test_the_years_of_the_conversion_table_are_the_october_of_the_order_files(cm, replacements):
    codes = {year: {row.value for row in rows if row.billable} for year, rows in cm.items()}
    october = {row.replaced_by for row in replacements if row.effective == date(2025, 10, 1)}
    assert october == codes[2026] - codes[2025]
    assert len(october) == 487
    year_before = {row.replaced_by for row in replacements if row.effective == date(2024, 10, 1)}
    assert year_before <= codes[2025]
    # Each code that ended on October 1, 2025 is the previous code of a new one.
    assert codes[2025] - codes[2026] <= {row.value for row in replacements if row.effective == date(2025, 10, 1)}


def test_the_days_of_the_conversion_table(replacements):
    days = {row.effective for row in replacements}
    octobers = {date(year, 10, 1) for year in range(2016, 2026)}
    assert days - octobers == {date(2020, 4, 1), date(2021, 1, 1), date(2022, 4, 1), date(2023, 4, 1)}
    assert octobers < days


def test_what_stays_a_range_in_the_conversion_table(replacements):
    ranges = Counter(row.value for row in replacements if "-" in row.value)
    assert ranges == {"T15-T19": 126, "Y93.01-Y93.9": 12, "S06.890D-S06.899S": 2, "I10-I15.9": 1, "T36-T50": 1}


def test_nearly_every_new_code_is_in_the_order_files(cm, replacements):
    known = {row.value for rows in cm.values() for row in rows}
    assert {row.replaced_by for row in replacements} - known == {"E11.3X11", "Q51.20"}


# The tables of ICD-10-PCS.


def test_the_tables_have_this_many_rows(axes):
    assert len(axes) == 33_531
    assert len({row.prefix for row in axes}) == 914
    assert len({(row.prefix, row.row) for row in axes if row.row}) == 2_733
    assert sum(1 for row in axes if row.definition) == 857


def test_the_tables_give_the_codes_of_the_order_file(axes, pcs):
    characters = defaultdict(lambda: ([], [], [], []))
    for row in axes:
        if row.row:
            characters[row.prefix, row.row][row.position - 4].append(row.character)
    codes = [prefix + "".join(rest) for (prefix, _), four in characters.items() for rest in product(*four)]
    assert len(codes) == 79_115
    assert set(codes) == {row.value for row in pcs[2026] if row.billable}
    assert {row.prefix for row in axes} == {row.value for row in pcs[2026] if not row.billable}
    assert sum({(row.prefix, row.row): row.codes for row in axes}.values()) == 79_115


def test_a_character_may_mean_another_thing_in_another_row(axes):
    """Mostly in section X, whose 7th character tells the year of the meaning: labels belong to a row, not a table."""
    labels = defaultdict(set)
    for row in axes:
        labels[row.prefix, row.position, row.character].add(row.label)
    several = Counter(key[0] for key, found in labels.items() if len(found) > 1)
    assert several == {"3E0": 1, "XNS": 1, "XW0": 28, "XXE": 4}


# The definitions of ICD-10-PCS.


def test_the_definitions_have_this_many_rows(definitions):
    axes = Counter(row.axis for row in definitions)
    assert len(definitions) == 1_150
    assert axes == {
        "Operation": 91,
        "Body Part": 460,
        "Approach": 39,
        "Device": 145,
        "Substance": 19,
        "Type": 46,
        "Type Qualifier": 148,
        "Qualifier": 15,
        "Device / Substance / Technology": 127,
        "Device Aggregation": 60,
    }


def test_the_definitions_lose_no_text(definitions):
    data = published("icd10pcs/icd10pcs-tables-2026.zip", "icd10pcs_definitions_2026.xml").decode()
    texts = set()
    for row in definitions:
        texts |= {row.label, row.definition, row.explanation, row.includes, *row.includes.split("; ")}
        texts |= {row.definition[2:], *re.split(": |; ", row.explanation)}
    tags = "definition|explanation|includes|device|operation|bodySys|parent"
    terms = {" ".join(text.split()) for _, text in re.findall(rf"<({tags})[^>]*>([^<]*)<", data)}
    titles = re.findall(r"(?<=<terms>)(?:\s*<title>[^<]*</title>)+", data)
    terms |= {" ".join(text.split()) for title in titles for text in re.findall(r">([^<]+)</title", title)}
    assert len(terms) > 2_000
    assert {text.replace("&amp;", "&") for text in terms} <= texts


def test_definitions_of_operations_are_those_in_the_tables(definitions, axes):
    defined = {
        (row.section, row.label): row.definition
        for row in definitions
        if row.axis in ("Operation", "Type") and row.section
    }
    for row in axes:
        if row.definition:
            assert defined[row.prefix[0], row.label] == row.definition


# The index of ICD-10-PCS.


def test_the_index_has_this_many_rows(index):
    assert len(index) == 18_838
    kinds_of_rows = Counter((bool(row.see), row.whole, bool(row.value)) for row in index)
    assert kinds_of_rows == {
        (False, True, True): 2_794,
        (False, False, True): 11_704 + 213,
        (True, False, True): 448 + 1_202,
        (True, False, False): 2_477,
    }


def test_the_index_names_known_codes(index, pcs):
    """It is the index of October 2024, as is the order file of 2025."""
    values = {row.value for row in pcs[2025]}
    beginnings = values | {value[:length] for value in values for length in (4, 5, 6)}
    # Two entries of one term name codes that the order file does not hold.
    assert {row.value for row in index if row.whole} - values == {"5A0512C", "5A0522C"}
    assert {row.value for row in index if row.value and not row.whole} - beginnings == set()


# Which file is whose.


def heads() -> Iterator[tuple[str, str]]:
    """Name and beginning of every published file, also of those inside zips."""
    for path in sorted(path for path in DATA.rglob("*") if path.is_file()):
        if path.suffix == ".zip":
            with zipfile.ZipFile(path) as archive:
                for member in archive.namelist():
                    with archive.open(member) as stream:
                        yield member, preview(stream, member)
        else:
            with (gzip.open if path.suffix == ".gz" else open)(path, "rb") as stream:
                yield path.name, preview(stream, path.name)


def test_each_parser_takes_its_own_files_alone():
    parsers = {
        "cm": order_file.looks_cm,
        "pcs": order_file.looks_pcs,
        "conversion": icd10cm_conversion.looks,
        "tables": pcs_tables.looks,
        "definitions": pcs_definitions.looks,
        "index": pcs_index.looks,
    }
    taken = {(key, name) for name, head in heads() for key, looks in parsers.items() if looks(name, head)}
    assert taken == {
        ("cm", "icd10cm_order_2025.txt"),
        ("cm", "icd10cm_order_2026.txt"),
        ("pcs", "icd10pcs_order_2025.txt"),
        ("pcs", "icd10pcs_order_2026.txt"),
        ("conversion", "ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx"),
        ("tables", "icd10pcs_tables_2026.xml"),
        ("definitions", "icd10pcs_definitions_2026.xml"),
        ("index", "icd10pcs_index_2025.xml"),
    }
