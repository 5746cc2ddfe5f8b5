"""The published files in the database: loaded by the loader itself, counted and compared with the publishers' own."""

from collections import Counter
from dataclasses import fields
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from django.db import connection

from codes.models import (
    AddOnEdit,
    AnesthesiaFactor,
    Change,
    Code,
    CoverageDocument,
    Crosswalk,
    DrugPrice,
    Fee,
    Locality,
    LocalityCounties,
    OutpatientPayment,
    PtpEdit,
    Rationale,
    Release,
    UnitLimit,
)
from codes.releases.loader import Options
from codes.releases.parsers import pprrvu
from codes.releases.run import load_release
from tests.releases.contents import checksums, orphans
from tests.releases.loading import counts
from tests.releases.test_published_icd10 import Changes, Entry, codes_in, the_addenda

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = [
    pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout"),
    pytest.mark.usefixtures("database"),
]


@pytest.fixture(scope="module")
def database(django_db_setup, django_db_blocker):
    """One database for the whole module, to which each test adds; emptied at its end."""
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE codes_release, codes_code, codes_rationale CASCADE")
        connection.close()


@pytest.mark.django_db
def test_there_is_nothing_yet():
    """The mark makes the database, of which the module's other tests are no transactions."""
    assert not Release.objects.exists() and not Code.objects.exists()


def load(source, *names, effective, **options):
    """Load files of the shared folder; returns the Report."""
    paths = [DATA / name for name in names]
    return load_release(source, paths, effective=date.fromisoformat(effective), options=Options(**options))


# ICD-10-CM and ICD-10-PCS: what a release changed are the lines of the publisher's addenda.


def changes_of(release):
    """What a release added, deleted and revised, as the addenda have it, from the table of changes alone."""
    noted = {}
    for change in Change.objects.filter(release=release).select_related("code"):
        noted.setdefault(change.code, {})[change.kind, change.field] = change
    made = Changes(set(), set(), set())
    for code, found in noted.items():
        kinds = {kind for kind, _ in found}
        before, after = entry_before(code, found), an_entry(code, code.kind, code.short_descriptor, code.descriptor)
        if "added" in kinds:
            made.added.add(after)
        if "ended" in kinds:
            made.deleted.add(before)
        if kinds == {"revised"}:
            made.revised.add((before, after))
    return made


def entry_before(code, found):
    def was(field, now):
        change = found.get(("revised", field)) or found.get(("ended", field))
        return change.before if change else now

    texts = was("short_descriptor", code.short_descriptor), was("descriptor", code.descriptor)
    return an_entry(code, was("kind", code.kind), *texts)


def an_entry(code, kind, short_descriptor, descriptor):
    return Entry(code.bare, kind == "code", short_descriptor, descriptor)


def test_icd10cm_and_back():
    load("icd10cm", "icd10cm/icd10cm-order-2025.zip", effective="2024-10-01")
    assert counts() == (97_584, 97_584, 0, 0, 0, 0)
    before = checksums()
    report = load("icd10cm", "icd10cm/icd10cm-order-2026.zip", effective="2025-10-01")
    assert counts(report.release) == (98_186, 630, 45, 28, 97_511, 0)
    made = changes_of(report.release)
    addenda, printed = the_addenda("icd10cm/icd10cm-order-2026.zip", "icd10cm_order_addenda_2026.txt", "cm")
    assert made == addenda
    assert (codes_in(made.added), len(made.added)) == (487, 487 + 143)
    assert sum(number for name, number in printed.items() if name.endswith("additions")) == report.counts["added"]
    assert report.counts["codes that became headers"] == 16
    assert Counter(Code.objects.in_system("icd10cm").active().values_list("kind", flat=True)) == {
        "code": 74_719,
        "heading": 23_467,
    }
    after = checksums()
    load("icd10cm", "icd10cm/icd10cm-order-2025.zip", effective="2024-10-01", back=True)
    assert checksums() == before != after
    assert (Change.objects.count(), orphans()) == (0, {})
    load("icd10cm", "icd10cm/icd10cm-order-2026.zip", effective="2025-10-01")
    assert checksums() == after


def test_the_tabular_list_and_its_tables_beside_the_order_file():
    """The update of April 2026, whose order file is that of October 2025 but for the accents of some words."""
    files = ["icd10cm-order-2026.zip", "icd10cm-tabular-2026-april.zip", "icd10cm-tables-2026-april.zip"]
    report = load("icd10cm", *(f"icd10cm/{name}" for name in files), effective="2026-04-01")
    assert counts(report.release)[1:] == (0, 0, 0, 98_186, 0)
    assert (report.counts["chapters read"], report.counts["sections read"]) == (22, 297)
    assert Code.objects.get(value="E11.9").parent.value == "E11"
    placed = Code.objects.in_system("icd10cm").active().filter(kind__in=["code", "heading"])
    assert not placed.filter(parent=None).exists()
    assert report.counts["index entries for codes that are not loaded"] == 0


def test_icd10pcs():
    load("icd10pcs", "icd10pcs/icd10pcs-order-2025.zip", effective="2024-10-01")
    assert counts() == (79_856, 79_856, 0, 0, 0, 0)
    report = load("icd10pcs", "icd10pcs/icd10pcs-order-2026.zip", effective="2025-10-01")
    made = changes_of(report.release)
    addenda, _ = the_addenda("icd10pcs/icd10pcs-order-2026.zip", "order_addenda_2026.txt", "pcs")
    # The addenda compare with the update of April 2025: all their lines are among ours.
    for mine, theirs in zip(made, addenda, strict=True):
        assert theirs <= mine
    april = [mine - theirs for mine, theirs in zip(made, addenda, strict=True)]
    assert (codes_in(april[0]), len(april[0]), len(april[1]), len(april[2])) == (50, 50 + 2, 12, 2)
    assert counts(report.release) == (80_029, 160 + 52, 1 + 2, 27 + 12, 80_029 - 212 - 3, 0)


def test_hcpcs():
    load("hcpcs", "hcpcs/HCPC2025_OCT_ANWEB.xlsx", effective="2025-10-01")
    codes = Code.objects.in_system("hcpcs")
    assert Counter(codes.exclude(kind="chapter").values_list("kind", flat=True)) == {"code": 8_463, "modifier": 383}
    assert not codes.filter(kind="code").exclude(value__regex=r"^[A-CEG-V][0-9]{4}$").exists()
    assert codes.exclude(effective_to=None).count() == 1_225
    assert codes.filter(status="deleted").count() == codes.filter(effective_to__lt=date(2025, 10, 1)).count()
    assert not Code.objects.in_system("cpt").exists()


def test_places_of_service():
    load("place-of-service", "reference/cs-CMS-PlaceofServiceCodes.xml", effective="2024-05-01")
    assert Code.objects.places().active().count() == 52


# Facts. Numbers of CPT get pages, and none of their words.


def test_unit_limits():
    load("mue", "mue/MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", effective="2026-04-01")
    assert Counter(UnitLimit.objects.values_list("setting", "indicator")) == {(1, 1): 41, (1, 2): 5_417, (1, 3): 9_637}
    assert UnitLimit.objects.count() == 15_095
    report = load("mue", "mue/MCR_MUE_PractitionerServices_Eff_04-01-2026.xlsx", effective="2026-07-01")
    assert counts(report.release) == (15_095, 0, 0, 0, 15_095, 0)


def rows_of(archive, name):
    with ZipFile(DATA / "fees" / archive) as zipped, zipped.open(name) as stream:
        return {(row.value, row.modifier): row for row in pprrvu.parse(stream, name)}


def assert_equal(table, rows):
    """The rows of the table are those that the parser reads, field by field."""
    names = [field.name for field in fields(next(iter(rows.values()))) if field.name not in ("descriptor", "line")]
    read_back = {row[:2]: row for row in table.values_list("value", "modifier", *names[2:])}
    assert read_back == {key: tuple(getattr(row, name) for name in names) for key, row in rows.items()}


def test_fees_of_two_quarters():
    load("fees", "fees/rvu25a.zip", effective="2025-01-01")
    january = rows_of("rvu25a.zip", "PPRRVU25_JAN.csv")
    assert Fee.objects.count() == len(january) == 18_865
    assert_equal(Fee.objects, january)
    assert (Locality.objects.count(), AnesthesiaFactor.objects.count()) == (109, 110)
    assert LocalityCounties.objects.count() == 109
    load("fees", "fees/PPRRVU2025_Oct.zip", effective="2025-10-01")
    october = rows_of("PPRRVU2025_Oct.zip", "PPRRVU2025_Oct.csv")
    assert Fee.objects.current().count() == len(october) == 19_090
    assert_equal(Fee.objects.on(date(2025, 12, 31)), october)
    assert_equal(Fee.objects.on(date(2025, 9, 30)), january)
    before = checksums()
    load("fees", "fees/PPRRVU2025_Oct.zip", effective="2025-10-01")
    assert checksums() == before


def test_fees_and_back():
    load("fees", "fees/rvu25a.zip", effective="2025-01-01", back=True)
    assert_equal(Fee.objects.current(), rows_of("rvu25a.zip", "PPRRVU25_JAN.csv"))
    assert (Fee.objects.count(), orphans()) == (18_865, {})


def test_hospital_outpatient_payments():
    load("opps", "opps/addendum-b-october-2025.zip", effective="2025-10-01")
    assert (OutpatientPayment.objects.count(), OutpatientPayment.objects.filter(changed=True).count()) == (18_798, 783)


def test_drug_prices():
    load("drug-prices", "opps/asp-payment-limits-january-2026.csv", effective="2026-01-01")
    assert (DrugPrice.objects.count(), DrugPrice.objects.get(payment_limit=None).value) == (877, "A9606")


def test_add_on_edits():
    load("ncci-add-on", "ncci/add-on-code-edits-2024.tsv", effective="2024-07-01")
    assert Counter(AddOnEdit.objects.values_list("edit_type", flat=True)) == {1: 6_860, 2: 36, 3: 569}


def test_mappings():
    load("gems", "reference/gems-2018.zip", effective="2017-10-01")
    assert Counter(Crosswalk.objects.values_list("source_system", flat=True)) == {"icd9cm": 24_860, "icd10cm": 81_593}


def test_coverage_documents():
    report = load("coverage", "coverage/mcd_documents_latest_2025-08.zip", effective="2025-08-01")
    assert CoverageDocument.objects.count() == 3_121
    assert report.counts["left out: future version of a coverage document"] == 12


def test_of_cpt_there_are_numbers_and_no_words():
    numbers = Code.objects.in_system("cpt")
    assert numbers.count() > 11_000
    assert not numbers.exclude(short_descriptor="", descriptor="", common_language="", title="").exists()
    assert not numbers.exclude(value__regex=r"^[0-9]{4}[0-9FTUMA]$").exists()
    assert [n for n, code in enumerate(numbers.order_by("position"), start=1) if code.position != n] == []


# The largest tables come last.


def test_edits_of_both_settings():
    for name, setting, edits, in_force in (
        ("ccipra-2024q3.txt.gz", 1, 2_546_017, 1_669_820),
        ("ccioph-2024q3.txt.gz", 2, 1_775_818, 1_335_857),
    ):
        report = load("ncci-ptp", f"ncci/{name}", effective="2024-07-01")
        assert (report.counts["read"], report.counts["added"], report.counts["edits in force"]) == (
            edits,
            edits,
            in_force,
        )
        found = PtpEdit.objects.filter(setting=setting)
        assert (found.count(), found.in_force_on(date(2024, 7, 1)).count()) == (edits, in_force)
    assert Release.objects.of_source("ncci-ptp").count() == 2
    assert Rationale.objects.count() < 100
