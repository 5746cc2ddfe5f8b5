"""Edits, limits, hospital payments and drug prices as CMS published them, against the publisher's counts."""

import gzip
from collections import Counter, defaultdict
from datetime import date
from decimal import Decimal
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from codes.releases import reading
from codes.releases.parsers import addendum_b, drug_prices, mue, ncci_add_on, ncci_ptp

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
SAMPLE = DATA / "ncci" / "ccipra-v322r0-f1.layout-sample.txt"
PRACTITIONER, HOSPITAL = DATA / "ncci" / "ccipra-2024q3.txt.gz", DATA / "ncci" / "ccioph-2024q3.txt.gz"
ADD_ON = DATA / "ncci" / "add-on-code-edits-2024.tsv"
LIMITS = DATA / "mue" / "MCR_MUE_PractitionerServices_Eff_04-01-2026.csv"
ADDENDUM_B = DATA / "opps" / "addendum-b-october-2025.zip"
DRUGS = DATA / "opps" / "asp-payment-limits-january-2026.csv"
OWNERS = {
    SAMPLE.name: ncci_ptp,
    PRACTITIONER.name: ncci_ptp,
    HOSPITAL.name: ncci_ptp,
    ADD_ON.name: ncci_add_on,
    LIMITS.name: mue,
    LIMITS.with_suffix(".xlsx").name: mue,
    ADDENDUM_B.name: addendum_b,
    DRUGS.name: drug_prices,
}
PARSERS = (addendum_b, drug_prices, mue, ncci_add_on, ncci_ptp)

pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout"),
    # The workbook of HCPCS 2019 has a page header that openpyxl does not know.
    pytest.mark.filterwarnings("ignore:Cannot parse header or footer"),
]


def rows_of(parser, path):
    with path.open("rb") as stream:
        return list(parser.parse(stream, path.name))


@pytest.fixture(scope="module")
def payments():
    with ZipFile(ADDENDUM_B) as archive:
        [name] = archive.namelist()
        return {row.value: row for row in addendum_b.parse(BytesIO(archive.read(name)), name)}


@pytest.fixture(scope="module")
def prices():
    return {row.value: row for row in rows_of(drug_prices, DRUGS)}


def test_the_sample_of_the_official_layout():
    rows = rows_of(ncci_ptp, SAMPLE)
    assert [row.line for row in rows] == list(range(7, 21))
    assert Counter(row.modifier_indicator for row in rows) == {1: 10, 0: 2, 9: 2}
    assert sum(row.deletion is None for row in rows) == 5
    # 9 marks what was never in force.
    assert {row.modifier_indicator for row in rows if row.deletion == row.effective} == {9}


@pytest.mark.parametrize(
    ("path", "setting", "edits", "in_force", "on_the_first_day", "before_it"),
    [
        (PRACTITIONER, "practitioner", 2_546_017, 1_669_820, 5_981, 0),
        # These 14 were deleted in 1995; the lost effective dates stand as 1996 in this copy.
        (HOSPITAL, "hospital", 1_775_818, 1_335_857, 2_719, 14),
    ],
    ids=["practitioner", "hospital"],
)
def test_edits_of_a_quarter(path, setting, edits, in_force, on_the_first_day, before_it):
    deleted = {None: "in force", date(1996, 1, 1): "on the first day", date(1995, 12, 31): "before it"}
    counts, indicators = Counter(), defaultdict(set)
    with gzip.open(path) as stream:
        for row in ncci_ptp.parse(stream, path.name):
            when = deleted.get(row.deletion, "later")
            counts[when] += 1
            indicators[when].add(row.modifier_indicator)
    assert (row.setting, row.line) == (setting, edits + 6)
    assert counts.total() == edits
    assert counts["in force"] == in_force
    assert (counts["on the first day"], counts["before it"]) == (on_the_first_day, before_it)
    # What was never in force has a 9, and what is in force has none.
    assert indicators["on the first day"] | indicators["before it"] == {9}
    assert indicators["in force"] == {0, 1}


def test_add_on_edits():
    rows = rows_of(ncci_add_on, ADD_ON)
    assert Counter(row.edit_type for row in rows) == {1: 6_860, 2: 36, 3: 569}
    assert Counter(row.edit_type for row in rows if not row.primary) == {2: 36, 3: 8}
    assert len({(row.add_on, row.primary) for row in rows}) == len(rows) == 7_465


def test_limits():
    rows = rows_of(mue, LIMITS)
    assert {row.setting for row in rows} == {"practitioner"}
    assert Counter(row.indicator for row in rows) == {1: 41, 2: 5_417, 3: 9_637}
    assert len({row.value for row in rows}) == len(rows) == 15_095
    assert len({row.rationale for row in rows}) == 14


def test_limits_of_the_workbook():
    def facts(path):
        return [(row.value, row.units, row.indicator, row.rationale) for row in rows_of(mue, path)]

    assert facts(LIMITS) == facts(LIMITS.with_suffix(".xlsx"))


def test_payments(payments):
    rows = payments.values()
    assert (len(rows), max(row.line for row in rows)) == (18_798, 18_803)
    assert sum(row.apc != "" for row in rows) == 6_733
    assert sum(row.payment is not None for row in rows) == 6_708
    assert sum(row.relative_weight is not None for row in rows) == 5_996
    assert sum(row.national_copayment is not None for row in rows) == 73
    assert sum(row.minimum_copayment is not None for row in rows) == 6_708
    assert sum(row.inflation_coinsurance is not None for row in rows) == 77
    assert sum(row.adjusted_copayment is not None for row in rows) == 1_005
    assert Counter(row.pass_through_until for row in rows) == {"": 18_769, "*": 29}
    assert sum(row.changed for row in rows) == 783
    assert sum(row.note != "" for row in rows) == 473


def test_no_hard_space_is_left_in_a_payment(payments):
    assert "A4341" in payments
    assert not any("ÿ" in row.descriptor or "\xa0" in row.descriptor for row in payments.values())


def test_a_coinsurance_is_a_percentage_of_the_payment(payments):
    for row in payments.values():
        assert row.inflation_coinsurance is None or 0 < row.inflation_coinsurance < 20


def test_prices(prices):
    rows = prices.values()
    assert (len(rows), max(row.line for row in rows)) == (877, 887)
    assert [row.value for row in rows if row.payment_limit is None] == ["A9606"]
    assert Counter(row.coinsurance for row in rows)[Decimal(20)] == 754
    assert sum(row.vaccine_limit is not None for row in rows) == 27
    assert [row.value for row in rows if row.blood_limit is not None] == ["P9041", "P9045", "P9046", "P9047"]
    assert Counter(row.clotting_factor for row in rows) == {"": 840, "1": 37}
    assert prices["J9325"].dosage == "1 million PFU"


def test_the_quarter_of_the_prices():
    with DRUGS.open("rb") as stream:
        assert drug_prices.period(stream, DRUGS.name) == (date(2026, 1, 1), date(2026, 3, 31))


def published():
    """(name of the file that is given out, name of the one inside, stream) of everything that is there."""
    for path in sorted(DATA.rglob("*")):
        if path.suffix == ".zip":
            with ZipFile(path) as archive:
                for entry in archive.infolist():
                    if not entry.is_dir():
                        with archive.open(entry) as stream:
                            yield path.name, entry.filename, stream
        elif path.is_file():
            with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as stream:
                yield path.name, path.name.removesuffix(".gz"), stream


def test_each_parser_knows_its_own_files_among_all():
    seen = set()
    for origin, name, stream in published():
        head = reading.preview(stream, name)
        owner = OWNERS.get(origin)
        assert [parser for parser in PARSERS if parser.looks(name, head)] == ([owner] if owner else []), name
        seen.add(origin)
    assert seen >= OWNERS.keys()
