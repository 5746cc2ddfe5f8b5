"""HCPCS Level II as CMS published it: the quarter of October 2025, and 2019 in both forms."""

from collections import Counter
from dataclasses import replace
from datetime import date
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from codes.hcpcs_words import WORDS, cross_references, facts_of
from codes.releases import reading
from codes.releases.parsers import hcpcs_fixed, hcpcs_table

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
QUARTER = DATA / "hcpcs" / "HCPC2025_OCT_ANWEB.xlsx"
YEAR = DATA / "hcpcs" / "2019-Alpha-Numeric-HCPCS-File.zip"

pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout"),
    # The workbook of 2019 has a page header that openpyxl does not know.
    pytest.mark.filterwarnings("ignore:Cannot parse header or footer"),
]


def part(member):
    return BytesIO(ZipFile(YEAR).read(member))


@pytest.fixture(scope="module")
def quarter():
    with QUARTER.open("rb") as stream:
        return list(hcpcs_table.parse(stream, QUARTER.name))


@pytest.fixture(scope="module")
def fixed():
    return list(hcpcs_fixed.parse(part("HCPC2019_CONTR_ANWEB.txt"), "HCPC2019_CONTR_ANWEB.txt"))


@pytest.fixture(scope="module")
def workbook():
    return list(hcpcs_table.parse(part("HCPC2019_CONTR_ANWEB.xlsx"), "HCPC2019_CONTR_ANWEB.xlsx"))


def test_the_counts_of_october_2025(quarter):
    assert Counter(row.kind for row in quarter) == {"code": 8463, "modifier": 383}
    assert sum(row.effective_to is not None for row in quarter) == 1225
    assert [row.position for row in quarter] == list(range(1, 8847))
    assert all(row.descriptor and row.short_descriptor and row.effective_from for row in quarter)
    assert Counter(row.attributes["coverage"] for row in quarter) == {"C": 5452, "D": 2243, "I": 900, "S": 153, "M": 98}


def test_a_code_of_october_2025(quarter):
    [drug] = [row for row in quarter if row.value == "J3490"]
    assert drug.descriptor == "Unclassified drugs"
    assert (drug.kind, drug.billable, drug.parent, drug.effective_to) == ("code", True, None, None)
    assert facts_of(drug.attributes)[0] == ("Coverage", "Special coverage instructions apply (D)")
    assert ("BETOS", "Other drugs (O1E)") in facts_of(drug.attributes)
    [modifier] = [row for row in quarter if row.value == "AA"]
    assert (modifier.kind, modifier.billable, modifier.effective_from) == ("modifier", False, date(1984, 1, 1))


def test_every_indicator_of_october_2025_has_words(quarter):
    for key, words in WORDS.items():
        said = [row.attributes[key] for row in quarter if key in row.attributes]
        used = {value for values in said for value in ([values] if isinstance(values, str) else values)}
        assert used, key
        assert used - set(words) == set(), key


def test_the_cross_references_of_october_2025(quarter):
    """All but one name a code: P7001 refers to CPT as a whole."""
    assert sum(len(cross_references(row.attributes)) for row in quarter) == 219
    assert [row.value for row in quarter if ("Cross reference", "CPT") in facts_of(row.attributes)] == ["P7001"]


def test_the_counts_of_2019(fixed, workbook):
    for rows in (fixed, workbook):
        assert Counter(row.kind for row in rows) == {"code": 6440, "modifier": 360}
        assert sum(row.effective_to is not None for row in rows) == 515


def test_both_forms_of_2019_give_the_same_rows(fixed, workbook):
    """But for what one of them leaves out: 115 action dates in the workbook, two types of service in the text."""
    lacking = [row for row in workbook if "action_effective" not in row.attributes]
    assert len(lacking) == 116
    by_value = {row.value: row for row in workbook}
    assert [filled(row, by_value[row.value]) for row in fixed] == [replace(row, line=0) for row in workbook]


def filled(row, other):
    """A row of the text without its line, made equal to the workbook's in the known differences and in no more."""
    said = dict(row.attributes)
    if said.get("action_effective") == row.effective_from.isoformat() and "action_effective" not in other.attributes:
        del said["action_effective"]
    if row.value in ("E0210", "E0776"):
        said["type_of_service"] = [*said["type_of_service"], "R"]
    return replace(row, attributes=said, line=0)


def test_the_long_descriptor_cut_in_two_in_the_workbook(fixed, workbook):
    [row] = [row for row in workbook if row.value == "G0503"]
    [whole] = [row for row in fixed if row.value == "G0503"]
    assert row.descriptor == whole.descriptor
    assert len(row.descriptor) > 1200


def test_no_other_published_file_looks_like_it():
    for path in sorted(path for path in DATA.rglob("*") if path.is_file()):
        with path.open("rb") as stream:
            heads = {path.name: reading.preview(stream, path.name)}
        if path.suffix == ".zip":
            with ZipFile(path) as whole:
                heads = {name: reading.preview(BytesIO(whole.read(name)), name) for name in whole.namelist()}
        tables = [name for name, head in heads.items() if hcpcs_table.looks(name, head)]
        assert tables == [name for name in heads if name in (QUARTER.name, "HCPC2019_CONTR_ANWEB.xlsx")]
        texts = [name for name, head in heads.items() if hcpcs_fixed.looks(name, head)]
        assert texts == [name for name in heads if name == "HCPC2019_CONTR_ANWEB.txt"]


def test_the_columns_that_are_not_read_are_empty():
    for stream in (QUARTER.open("rb"), part("HCPC2019_CONTR_ANWEB.xlsx")):
        with stream:
            lines = [line.cells for line in reading.table(stream, "table") if len(line.cells) > 4]
        columns = [at for at, column in enumerate(lines[0]) if column not in hcpcs_table.COLUMNS]
        assert [lines[0][at] for at in columns] == ["OPPS", "OPPS_PI", "OPPS_DT"]
        assert not any(cells[at] for cells in lines[1:] for at in columns)
