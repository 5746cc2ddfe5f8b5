"""The physician fee schedule as CMS published it: every form, every row, and CMS's own amounts to the cent."""

import csv
import io
from collections import Counter
from dataclasses import fields, replace
from decimal import Decimal
from fractions import Fraction
from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from codes import fees
from codes.releases.parsers import anesthesia, gpci, localities, pprrvu
from codes.releases.reading import preview, table

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout")

JANUARY, OCTOBER = "rvu25a.zip", "PPRRVU2025_Oct.zip"
PARSERS = {"PPRRVU": pprrvu, "GPCI": gpci, "LOCCO": localities, "ANES": anesthesia}


def published(archive: str, name: str) -> BytesIO:
    with ZipFile(DATA / "fees" / archive) as zipped:
        return BytesIO(zipped.read(name))


def rows(parser, name: str, archive: str = JANUARY) -> list:
    return list(parser.parse(published(archive, name), name))


def without_lines(found: list) -> list:
    return [replace(row, line=0) for row in found]


@pytest.fixture(scope="module")
def services():
    return rows(pprrvu, "PPRRVU25_JAN.csv")


@pytest.fixture(scope="module")
def places():
    return {(row.contractor, row.number): row for row in rows(gpci, "GPCI2025.csv")}


def test_the_relative_values_of_january(services):
    assert len(services) == 18_865
    assert len({row.value for row in services}) == 16_647
    assert len({(row.value, row.modifier) for row in services}) == 18_865
    assert Counter(row.modifier for row in services) == {"": 16_646, "26": 1_117, "TC": 1_098, "53": 4}
    assert Counter(row.status for row in services) == {
        "A": 9_023, "X": 2_546, "E": 1_461, "I": 1_440, "C": 1_282, "M": 1_217, "R": 1_058, "N": 329, "J": 276,
        "P": 142, "B": 83, "T": 8,
    }  # fmt: skip
    assert {row.conversion_factor for row in services} == {Decimal("32.3465")}
    assert not any(row.qualifying or row.price_indicator for row in services)


@pytest.mark.parametrize("form", ["txt", "xlsx"])
def test_every_form_of_the_relative_values_gives_the_same_rows(services, form):
    assert without_lines(rows(pprrvu, f"PPRRVU25_JAN.{form}")) == without_lines(services)


def test_the_relative_values_of_october():
    found = rows(pprrvu, "PPRRVU2025_Oct.csv", OCTOBER)
    assert (len(found), len({row.value for row in found})) == (19_090, 16_852)
    assert (found[0].line, found[-1].line) == (11, 19_100)


def test_the_releases_are_named():
    assert pprrvu.release_of(published(JANUARY, "PPRRVU25_JAN.csv"), "x.csv") == (2025, "January")
    assert pprrvu.release_of(published(JANUARY, "PPRRVU25_JAN.txt"), "PPRRVU25_JAN.txt") == (2025, "January")
    assert pprrvu.release_of(published(OCTOBER, "PPRRVU2025_Oct.csv"), "x.csv") == (2025, "October")


@pytest.mark.parametrize("form", ["txt", "xlsx"])
def test_the_indices(places, form):
    found = rows(gpci, f"GPCI2025.{form}")
    assert len(found) == len(places) == 109
    assert without_lines(found) == without_lines(places.values())
    assert {row.name for row in found if "*" in row.name} == set()
    assert next(row for row in found if row.state == "AK").name == "ALASKA"


def test_the_counties(places):
    found = rows(localities, "25LOCCO.csv")
    assert without_lines(found) == without_lines(rows(localities, "25LOCCO.xlsx"))
    assert {(row.contractor, row.number) for row in found} == set(places)
    assert Counter(row.state for row in found).most_common(2) == [("CALIFORNIA", 29), ("TEXAS", 8)]


def test_the_anesthesia_factors(places):
    found = rows(anesthesia, "ANES2025.csv")
    assert without_lines(found) == without_lines(rows(anesthesia, "ANES2025.xlsx"))
    assert (found[0].name, found[0].conversion_factor) == ("NATIONAL", Decimal("20.3178"))
    assert {(row.contractor, row.number): row.name for row in found[1:]} == {k: v.name for k, v in places.items()}
    cut = [replace(row, name=row.name[:40], line=0) for row in found[1:]]
    assert without_lines(rows(anesthesia, "ANES2025.txt")) == cut


def test_each_parser_knows_its_files_and_no_others():
    taken = {}
    for name, stream in every_file():
        head = preview(stream, name)
        if kinds := [kind for kind, parser in PARSERS.items() if parser.looks(name, head)]:
            taken[name] = kinds
    assert taken == {
        **{f"PPRRVU25_JAN.{form}": ["PPRRVU"] for form in ("csv", "txt", "xlsx")},
        **{f"GPCI2025.{form}": ["GPCI"] for form in ("csv", "txt", "xlsx")},
        **{f"25LOCCO.{form}": ["LOCCO"] for form in ("csv", "xlsx")},
        **{f"ANES2025.{form}": ["ANES"] for form in ("csv", "txt", "xlsx")},
        "PPRRVU2025_Oct.csv": ["PPRRVU"],
    }


def every_file():
    for path in sorted(DATA.rglob("*.*")):
        if path.suffix == ".zip":
            with ZipFile(path) as zipped:
                yield from ((name, BytesIO(zipped.read(name))) for name in zipped.namelist())
        elif path.suffix != ".gz":
            yield path.name, BytesIO(path.read_bytes())


# Amounts reckoned anew: from the bare cells, in fractions, without any of our code.

SERVICES = ["99213", "99204", "99223", "27447", "45378", "66984", "71046", "93000", "20610", "G0438"]
PLACES = [("10112", "00"), ("13202", "01"), ("02102", "01")]


def bare(name: str) -> list[list[str]]:
    return list(csv.reader(io.StringIO(published(JANUARY, name).read().decode("latin-1"))))


def in_cents(dollars: Fraction) -> Decimal:
    return Decimal((dollars * 100 + Fraction(1, 2)).__floor__()) / 100


@pytest.mark.parametrize("facility", [False, True])
def test_amounts_are_the_formula_on_the_bare_cells(services, places, facility):
    by_code = {row[0]: row for row in bare("PPRRVU25_JAN.csv") if row[1] == ""}
    by_place = {(row[0], row[2]): row for row in bare("GPCI2025.csv") if len(row) == 7}
    ours = {row.value: row for row in services if not row.modifier}
    for code in SERVICES:
        cells = by_code[code]
        units = [Fraction(cells[column]) for column in (5, 8 if facility else 6, 10)]
        for place in PLACES:
            indices = [Fraction(index) for index in by_place[place][4:7]]
            amount = in_cents(sum(u * i for u, i in zip(units, indices, strict=True)) * Fraction(cells[24]))
            expected = None if cells[9 if facility else 7] == "NA" else amount
            assert fees.payment(ours[code], places[place], facility=facility) == expected


# CMS's own amounts: OPPSCAP holds, for each imaging service and locality, "[(Work RVU * Work GPCI) + (OPPS PE RVU * PE
# GPCI) + (OPPS MP RVU * MP GPCI)] * Conversion Factor". So the formula and its rounding are held against CMS's.


def as_capped(fee, work: Decimal):
    """The service with the units of its cap, as a service that is paid by them."""
    return replace(
        fee, status="A", work=work, non_facility_pe=fee.opps_non_facility_pe, facility_pe=fee.opps_facility_pe,
        malpractice=fee.opps_malpractice, non_facility_na=False, facility_na=False, facility_total=Decimal(1),
    )  # fmt: skip


def test_the_amounts_of_cms_itself_come_out_to_the_cent(services, places):
    by_code = {(row.value, row.modifier): row for row in services}
    # OPPSCAP prints six southern localities of California under the contractor of the north.
    california = {row.number: row for row in places.values() if row.state == "CA"}
    agreed = Counter()
    for _, (code, modifier, status, contractor, number, inside, outside) in oppscap():
        fee, place = by_code[code, modifier], places.get((contractor, number)) or california[number]
        # Of a whole service that contractors price, the work stands on the line of its professional component.
        work = fee if modifier or status == "A" else by_code.get((code, "26"), fee)
        capped = as_capped(fee, work.work)
        ours = [fees.payment(capped, place, facility=facility) for facility in (True, False)]
        agreed[status, ours == [Decimal(inside), Decimal(outside)]] += 1
    assert agreed == {("A", True): 6_670, ("C", True): 9_430}


def oppscap():
    found = list(table(published(JANUARY, "OPPSCAP_JAN.csv"), "OPPSCAP_JAN.csv"))
    assert found[0].cells[2:5] == ["PROCSTAT", "CARRIER", "LOCALITY"]
    return found[1:]


def test_no_capped_amount_is_above_ours(services, places):
    by_code = {(row.value, row.modifier): row for row in services}
    for _, (code, modifier, status, contractor, number, _inside, outside) in oppscap():
        fee, place = by_code[code, modifier], places.get((contractor, number))
        if status == "A" and place and not fee.non_facility_na:
            assert fees.payment(fee, place, facility=False) >= Decimal(outside)


def test_every_paid_service_has_an_amount_or_is_na(services):
    for fee in services:
        for facility in (False, True):
            has_words = bool(fees.without_amount(fee, facility=facility))
            assert (fees.national_payment(fee, facility=facility) is None) == has_words
    assert sum(map(fees.payable, services)) == 9_023 + 104 + 8


def test_every_column_of_the_rows_is_filled_somewhere(services):
    empty = [field.name for field in fields(services[0]) if not any(getattr(row, field.name) for row in services)]
    # One file a year in 2025; the flag is "0" throughout, which is a text.
    assert empty == ["qualifying", "price_indicator"]
