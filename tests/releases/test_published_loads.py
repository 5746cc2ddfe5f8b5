"""The published files through the loader: each count that their publishers state, and their own addenda line by line.

The tests of this module stand in the order of a year's loads and share one database.
"""

import io
import re
import zipfile
from datetime import date
from pathlib import Path

import pytest
from django.core.management import call_command
from django.db import connection

from codes.models import (
    AddOnEdit,
    Change,
    Code,
    CoverageDocument,
    Crosswalk,
    DrugPrice,
    Fee,
    IndexTerm,
    Locality,
    OutpatientPayment,
    PtpEdit,
    Release,
    Replacement,
    UnitLimit,
)
from codes.releases.parsers import pprrvu
from codes.systems import CPT
from tests.releases.contents import checksums

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
pytestmark = pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout")

ADDENDUM = re.compile(r"(Add|Delete|Revise from|Revise to): +(?:([01]) )?(\S+)")
LAST_DAY = {"icd10cm": date(2025, 9, 30), "icd10pcs": date(2025, 9, 30)}


@pytest.fixture(scope="module", autouse=True)
def database(django_db_setup, django_db_blocker):
    """Unlocked for the whole module, and emptied behind it: the loads build on one another."""
    with django_db_blocker.unblock():
        yield
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE codes_code, codes_release, codes_rationale CASCADE")


def load(source, *files, effective, **options):
    """Load published files; returns the command's report as {label: number}."""
    out = io.StringIO()
    paths = [str(DATA / file) for file in files]
    call_command(
        "load_release",
        source,
        *paths,
        effective=date.fromisoformat(effective),
        stdout=out,
        stderr=io.StringIO(),
        **options,
    )
    lines = [line.split(maxsplit=1) for line in out.getvalue().splitlines()[1:]]
    return {label: int(amount.replace(",", "")) for amount, label in lines if amount[0].isdigit()}


def addenda(archive, member):
    """{what: {bare code}} of the publisher's addenda in one of its zips; in ICD-10-CM a flag stands before the code."""
    found = {}
    with zipfile.ZipFile(DATA / archive) as files, files.open(member) as stream:
        for line in io.TextIOWrapper(stream, "utf-8"):
            if line_found := ADDENDUM.match(line):
                found.setdefault(line_found[1], set()).add(line_found[3])
    return found


def changed(release, kind):
    """The bare values of the codes that a release changed so."""
    return {value.replace(".", "") for value in release.changes.filter(kind=kind).values_list("value", flat=True)}


def newest(source):
    return Release.objects.standing().of_source(source).latest()


@pytest.mark.django_db
def test_it_begins_with_an_empty_database():
    """Also what makes pytest-django set a database up when this module runs alone."""
    assert not Code.objects.exists()


class TestIcd10cm:
    def test_fiscal_year_2025(self):
        report = load("icd10cm", "icd10cm/icd10cm-order-2025.zip", effective="2024-10-01", name="FY 2025")
        assert (report["read"], report["codes read"], report["headings read"]) == (97_584, 74_260, 23_324)
        assert Change.objects.count() == 0
        type(self).after_2025 = checksums()

    def test_fiscal_year_2026_changes_what_the_addenda_say(self):
        report = load("icd10cm", "icd10cm/icd10cm-order-2026.zip", effective="2025-10-01", name="FY 2026")
        assert (report["read"], report["codes read"], report["headings read"]) == (98_186, 74_719, 23_467)
        # "487 additions" of codes and "143 additions" of headers, "28 deletions", "38 revisions" and "7 revisions".
        assert (report["added"], report["ended"], report["revised"]) == (487 + 143, 28, 38 + 7)
        assert report["unchanged"] == 98_186 - 630 - 45
        published = addenda("icd10cm/icd10cm-order-2026.zip", "icd10cm_order_addenda_2026.txt")
        release = newest("icd10cm")
        assert changed(release, "added") == published["Add"]
        assert changed(release, "ended") == published["Delete"]
        assert changed(release, "revised") == published["Revise to"]
        ended = Code.objects.in_system("icd10cm").filter(status="deleted")
        assert set(ended.values_list("effective_to", flat=True)) == {LAST_DAY["icd10cm"]}
        type(self).after_2026 = checksums()

    def test_the_same_bytes_again_change_nothing(self):
        assert load("icd10cm", "icd10cm/icd10cm-order-2026.zip", effective="2025-10-01") == {}
        assert checksums() == self.after_2026

    def test_back_to_2025_is_exactly_2025_and_forward_again_2026(self):
        load("icd10cm", "icd10cm/icd10cm-order-2025.zip", effective="2024-10-01", back=True)
        assert checksums() == self.after_2025
        assert Change.objects.count() == 0
        load("icd10cm", "icd10cm/icd10cm-order-2026.zip", effective="2025-10-01", name="FY 2026")
        assert checksums() == self.after_2026

    def test_the_april_lists_bring_places_notes_and_search_words(self):
        report = load(
            "icd10cm",
            "icd10cm/icd10cm-order-2026.zip",
            "icd10cm/icd10cm-tabular-2026-april.zip",
            "icd10cm/icd10cm-tables-2026-april.zip",
            "icd10cm/icd10cm-index-2017.zip",
            "icd10cm/ICD-10-CM-CONVERSION-TABLE-FY2026.xlsx",
            effective="2026-04-01",
            name="April 2026",
        )
        assert (report["added"], report["revised"], report["ended"]) == (0, 0, 0)
        assert (report["chapters read"], report["sections read"]) == (22, 297)
        # 73,453 of the alphabetic index, 7,520 external causes, 40,168 drugs, 9,210 neoplasms.
        assert report["index entries read"] == IndexTerm.objects.count() == 73_453 + 7_520 + 40_168 + 9_210
        assert report["replacements read"] == Replacement.objects.count() == 6_355
        heart = Code.objects.get(system="icd10cm", value="I21.9")
        assert [above.value for above in Code.objects.ancestors_of(heart)] == ["9", "I20-I25", "I21"]
        breast = Code.objects.get(system="icd10cm", value="C50.011")
        assert [above.value for above in Code.objects.ancestors_of(breast)][:4] == [
            "2",
            "C00-C96",
            "C00-C75",
            "C50-C50",
        ]


class TestIcd10pcs:
    def test_fiscal_year_2025(self):
        report = load("icd10pcs", "icd10pcs/icd10pcs-order-2025.zip", effective="2024-10-01", name="FY 2025")
        assert (report["codes read"], report["headings read"]) == (78_948, 908)

    def test_fiscal_year_2026_changes_what_the_addenda_say_and_the_april_update(self):
        """The addenda compare with the update of April 2025, the order file of FY 2025 is that of October 2024."""
        files = [
            "icd10pcs/icd10pcs-order-2026.zip",
            "icd10pcs/icd10pcs-tables-2026.zip",
            "icd10pcs/icd10pcs-index-2025.zip",
        ]
        report = load("icd10pcs", *files, effective="2025-10-01", name="FY 2026")
        assert (report["codes read"], report["headings read"]) == (79_115, 914)
        published = addenda("icd10pcs/icd10pcs-order-2026.zip", "order_addenda_2026.txt")
        release = newest("icd10pcs")
        added, ended, revised = (changed(release, kind) for kind in ("added", "ended", "revised"))
        assert (len(added), len(ended), len(revised)) == (report["added"], report["ended"], report["revised"])
        assert (len(published["Add"]), len(published["Delete"]), len(published["Revise to"])) == (160, 27, 1)
        assert published["Add"] <= added and published["Delete"] <= ended and published["Revise to"] <= revised
        april = (added - published["Add"], ended - published["Delete"], revised - published["Revise to"])
        assert tuple(map(len, april)) == (50 + 2, 12, 2)

    def test_the_tables_group_the_codes(self):
        code = Code.objects.get(system="icd10pcs", value="0016070")
        assert [above.value for above in Code.objects.ancestors_of(code)] == ["0", "00", "001"]


class TestHcpcs:
    def test_october_2025(self):
        report = load("hcpcs", "hcpcs/HCPC2025_OCT_ANWEB.xlsx", effective="2025-10-01")
        assert (report["codes read"], report["modifiers read"]) == (8_463, 383)
        codes = Code.objects.in_system("hcpcs").filter(kind="code")
        assert codes.count() == 8_463
        assert not codes.filter(value__regex=r"^(D|\d)").exists()
        assert Code.objects.in_system("hcpcs").modifiers().count() == 383
        ends = Code.objects.in_system("hcpcs").exclude(effective_to=None)
        assert ends.count() == 1_225
        over = ends.filter(effective_to__lt="2025-10-01")
        assert set(over.values_list("status", flat=True)) == {"deleted"}


class TestFees:
    def test_january_then_october_2025(self):
        report = load("fees", "fees/rvu25a.zip", effective="2025-01-01")
        assert report["read"] == 18_865 + 109 + 109 + 110
        assert (Fee.objects.current().count(), Locality.objects.current().count()) == (18_865, 109)
        load("fees", "fees/PPRRVU2025_Oct.zip", effective="2025-10-01")
        assert Fee.objects.current().count() == 19_090
        assert Fee.objects.current().values("value").distinct().count() == 16_852
        assert Fee.objects.on(date(2025, 9, 30)).count() == 18_865

    @pytest.mark.parametrize(
        ("archive", "member", "day"),
        [
            ("rvu25a.zip", "PPRRVU25_JAN.csv", date(2025, 1, 1)),
            ("PPRRVU2025_Oct.zip", "PPRRVU2025_Oct.csv", date(2025, 10, 1)),
        ],
    )
    def test_every_row_stands_as_it_is_printed(self, archive, member, day):
        columns = [
            field.name for field in Fee._meta.concrete_fields if field.name not in ("id", "release", "since", "until")
        ]
        with zipfile.ZipFile(DATA / "fees" / archive) as files, files.open(member) as stream:
            printed = {tuple(getattr(row, name) for name in columns) for row in pprrvu.parse(stream, member)}
        assert set(Fee.objects.on(day).values_list(*columns)) == printed

    def test_short_words_of_the_ama_are_dropped(self):
        assert not Code.objects.in_system("cpt").exclude(short_descriptor="").exists()
        assert not Code.objects.in_system("cpt").exclude(descriptor="").exists()


def test_unit_limits():
    report = load("mue", "mue/MCR_MUE_PractitionerServices_Eff_04-01-2026.csv", effective="2026-04-01")
    assert report["read"] == UnitLimit.objects.count() == 15_095
    again = load("mue", "mue/MCR_MUE_PractitionerServices_Eff_04-01-2026.xlsx", effective="2026-04-01")
    assert (again["added"], again["revised"], again["ended"], again["unchanged"]) == (0, 0, 0, 15_095)


def test_hospital_outpatient_payments_and_drug_prices():
    assert load("opps", "opps/addendum-b-october-2025.zip", effective="2025-10-01")["read"] == 18_798
    assert load("drug-prices", "opps/asp-payment-limits-january-2026.csv", effective="2026-01-01")["read"] == 877
    assert (OutpatientPayment.objects.count(), DrugPrice.objects.count()) == (18_798, 877)


def test_mappings_coverage_documents_and_places_of_service():
    assert load("gems", "reference/gems-2018.zip", effective="2017-10-01")["read"] == 24_860 + 81_593
    report = load("coverage", "coverage/mcd_documents_latest_2025-08.zip", effective="2025-08-15")
    assert report["read"] == CoverageDocument.objects.count() == 3_121
    assert load("place-of-service", "reference/cs-CMS-PlaceofServiceCodes.xml", effective="2024-05-02")["read"] == 52
    assert (Crosswalk.objects.count(), Code.objects.places().count()) == (106_453, 52)


def test_add_on_edits():
    assert load("ncci-add-on", "ncci/add-on-code-edits-2024.tsv", effective="2024-06-01")["read"] == 7_465
    assert AddOnEdit.objects.current().count() == 7_465


def test_pair_edits_of_both_settings():
    practitioner = load("ncci-ptp", "ncci/ccipra-2024q3.txt.gz", effective="2024-07-01")
    assert (practitioner["read"], practitioner["edits in force"]) == (2_546_017, 1_669_820)
    hospital = load("ncci-ptp", "ncci/ccioph-2024q3.txt.gz", effective="2024-07-01")
    assert (hospital["read"], hospital["edits in force"]) == (1_775_818, 1_335_857)
    active = PtpEdit.objects.in_force_on(date(2024, 7, 1))
    assert [active.filter(setting=setting).count() for setting in (1, 2)] == [1_669_820, 1_335_857]


def test_every_number_that_cms_names_has_a_page():
    named = set(Fee.objects.values_list("value", flat=True)) | set(UnitLimit.objects.values_list("value", flat=True))
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT column_one FROM codes_ptpedit UNION SELECT DISTINCT column_two FROM codes_ptpedit"
        )
        named |= {value for (value,) in cursor.fetchall()}
    pages = set(Code.objects.in_system("cpt").values_list("value", flat=True))
    assert {value for value in named if CPT.pattern.fullmatch(value)} <= pages
