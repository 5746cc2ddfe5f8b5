"""Which release is meant, and where its files are."""

import re
from datetime import date
from urllib.parse import urlsplit

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from codes.releases import addresses
from codes.releases.addresses import (
    TITLES,
    BadAddresses,
    NoAddress,
    NoSuchRelease,
    Period,
    addresses_of,
    is_seen,
    names_of_files,
    page_of,
    period_of,
    read_addresses,
)
from codes.releases.due import MONTHS
from codes.releases.fetch.network import proper

TODAY = date(2026, 11, 22)
OPEN = sorted(set(TITLES) - {"cpt"})
ZIPS = "https://www.cms.gov/files/zip/"


def test_every_source_has_a_title_a_calendar_and_addresses():
    assert sorted(TITLES) == sorted(MONTHS) == sorted(addresses.built_in())


# Periods


@pytest.mark.parametrize(
    ("source", "effective", "name"),
    [
        ("icd10cm", date(2026, 10, 1), "ICD-10-CM FY 2027"),
        ("icd10pcs", date(2026, 10, 1), "ICD-10-PCS FY 2027"),
        ("hcpcs", date(2026, 10, 1), "HCPCS Level II October 2026"),
        ("cpt", date(2026, 1, 1), "CPT 2026"),
        ("place-of-service", TODAY, "Place of service codes 22 November 2026"),
        ("ncci-ptp", date(2026, 10, 1), "NCCI procedure-to-procedure edits October 2026"),
        ("ncci-add-on", date(2026, 10, 1), "NCCI add-on code edits October 2026"),
        ("mue", date(2026, 10, 1), "Medically unlikely edits October 2026"),
        ("fees", date(2026, 10, 1), "Physician fee schedule October 2026"),
        ("opps", date(2026, 10, 1), "OPPS Addendum B October 2026"),
        ("drug-prices", date(2026, 10, 1), "Part B drug payment limits October 2026"),
        ("gems", date(2017, 10, 1), "General equivalence mappings 2018"),
        ("coverage", TODAY, "Medicare coverage documents 22 November 2026"),
    ],
)
def test_the_newest_release(source, effective, name):
    assert period_of(source, TODAY) == Period(effective, name)


@pytest.mark.parametrize(
    ("source", "year", "quarter", "effective", "name"),
    [
        ("hcpcs", 2026, 1, date(2026, 1, 1), "HCPCS Level II January 2026"),
        ("hcpcs", 2026, None, date(2026, 1, 1), "HCPCS Level II January 2026"),
        ("hcpcs", 2027, 4, date(2027, 10, 1), "HCPCS Level II October 2027"),
        ("mue", None, 2, date(2026, 4, 1), "Medically unlikely edits April 2026"),
        ("icd10cm", 2027, None, date(2026, 10, 1), "ICD-10-CM FY 2027"),
        ("icd10cm", 2027, 4, date(2026, 10, 1), "ICD-10-CM FY 2027"),
        ("icd10cm", 2027, 2, date(2027, 4, 1), "ICD-10-CM April 2027"),
        ("icd10pcs", None, 2, date(2026, 4, 1), "ICD-10-PCS April 2026"),
        ("cpt", 2027, None, date(2027, 1, 1), "CPT 2027"),
        ("cpt", None, 1, date(2026, 1, 1), "CPT 2026"),
        ("gems", 2018, 4, date(2017, 10, 1), "General equivalence mappings 2018"),
    ],
)
def test_a_release_that_is_named(source, year, quarter, effective, name):
    assert period_of(source, TODAY, year=year, quarter=quarter) == Period(effective, name)


def test_a_quarter_alone_is_the_newest_that_has_begun():
    assert period_of("fees", date(2026, 3, 31), quarter=2).effective == date(2025, 4, 1)
    assert period_of("fees", date(2026, 4, 1), quarter=2).effective == date(2026, 4, 1)
    assert period_of("icd10cm", date(2026, 3, 31), quarter=4).effective == date(2025, 10, 1)


@pytest.mark.parametrize(
    ("source", "year", "quarter", "reason"),
    [
        ("icd10cm", 2027, 1, "icd10cm: there is no release in quarter 1, only in 2 or 4"),
        ("icd10cm", None, 3, "icd10cm: there is no release in quarter 3, only in 2 or 4"),
        ("cpt", 2026, 2, "cpt: there is no release in quarter 2, only in 1"),
        ("hcpcs", 26, None, "hcpcs: 26 is no year of a release"),
        ("hcpcs", 2100, None, "hcpcs: 2100 is no year of a release"),
        ("gems", 2019, None, "gems: the only release is that of 2018"),
        ("gems", None, 1, "gems: the only release is that of 2018"),
        ("coverage", 2026, None, "coverage: the publisher's file has no year or quarter, only its state of today"),
        ("place-of-service", None, 2, "place-of-service: the publisher's file has no year or quarter"),
    ],
)
def test_a_release_that_is_none(source, year, quarter, reason):
    with pytest.raises(NoSuchRelease, match=f"^{re.escape(reason)}"):
        period_of(source, TODAY, year=year, quarter=quarter)


@given(st.sampled_from(sorted(TITLES)), st.dates(date(2001, 1, 1), date(2099, 12, 31)))
def test_the_newest_has_begun_and_is_its_own_newest(source, day):
    period = period_of(source, day)
    assert period.effective <= day or source == "gems"
    assert period_of(source, period.effective) == period


# Addresses


@pytest.mark.parametrize(
    ("source", "day", "files"),
    [
        (
            "icd10cm",
            TODAY,
            [
                f"{ZIPS}2027-code-descriptions-tabular-order.zip",
                f"{ZIPS}2027-code-tables-tabular-index.zip",
                f"{ZIPS}2027-conversion-table.zip",
            ],
        ),
        (
            "icd10cm",
            date(2027, 4, 1),
            [
                f"{ZIPS}april-1-2027-code-descriptions-tabular-order.zip",
                f"{ZIPS}april-1-2027-code-tables-tabular-index.zip",
                f"{ZIPS}icd-10-cm-conversion-table-fy2027-april-1-2027.zip",
            ],
        ),
        (
            "icd10pcs",
            TODAY,
            [
                f"{ZIPS}2027-icd-10-pcs-order-file-long-abbreviated-titles.zip",
                f"{ZIPS}2027-icd-10-pcs-code-tables-index.zip",
            ],
        ),
        ("hcpcs", date(2025, 12, 31), [f"{ZIPS}october-2025-alpha-numeric-hcpcs-file.zip"]),
        ("ncci-add-on", date(2026, 7, 1), [f"{ZIPS}add-code-edits-medicare-effective-07012026.zip"]),
        (
            "mue",
            date(2026, 4, 1),
            [
                f"{ZIPS}medicare-ncci-2026-q2-practitioner-services-mue-table.zip",
                f"{ZIPS}medicare-ncci-2026-q2-facility-outpatient-hospital-services-mue-table.zip",
                f"{ZIPS}medicare-ncci-2026-q2-dme-supplier-services-mue-table.zip",
            ],
        ),
        ("fees", date(2025, 12, 31), [f"{ZIPS}rvu25d.zip"]),
        ("fees", TODAY, [f"{ZIPS}rvu26d-updated-08-26-2026.zip"]),
        ("opps", date(2026, 9, 30), [f"{ZIPS}july-2026-opps-addendum-b.zip"]),
        ("opps", date(2026, 4, 1), [f"{ZIPS}cy-2026-april-opps-addendum-b.zip"]),
        ("drug-prices", TODAY, [f"{ZIPS}october-2026-medicare-part-b-payment-limit-files-final.zip"]),
        ("place-of-service", TODAY, ["https://terminology.hl7.org/CodeSystem-CMSPlaceofServiceCodes.xml"]),
    ],
)
def test_the_files_of_a_release(source, day, files):
    assert addresses_of(source, day) == files


def test_the_eight_parts_of_the_pair_edits():
    files = addresses_of("ncci-ptp", TODAY)
    parts = [("practitioner", "ccipra"), ("hospital", "ccioph")]
    assert files == [
        f"{ZIPS}medicare-ncci-2026q4-{setting}-ptp-edits-{short}-v323r0-f{part}.zip"
        for setting, short in parts
        for part in (1, 2, 3, 4)
    ]


@pytest.mark.parametrize(
    ("day", "version"),
    [(date(2025, 10, 1), "v313r0"), (date(2026, 1, 1), "v320r0"), (date(2026, 7, 1), "v322r0"), (TODAY, "v323r0")],
)
def test_versions_of_the_ncci(day, version):
    assert f"-{version}-f1.zip" in addresses_of("ncci-ptp", day)[0]


def test_other_names_follow_the_likeliest():
    [names] = names_of_files("opps", date(2026, 7, 1))
    assert names == [
        f"{ZIPS}july-2026-opps-addendum-b.zip",
        f"{ZIPS}july-2026-addendum-b.zip",
        f"{ZIPS}cy-2026-july-opps-addendum-b.zip",
    ]


def test_cpt_is_licensed():
    with pytest.raises(NoAddress, match="^cpt: the AMA licenses CPT .* load_release cpt FILE$"):
        addresses_of("cpt", TODAY)


@given(st.sampled_from(OPEN), st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_every_address_may_be_fetched(source, day):
    for names in names_of_files(source, day):
        assert len(set(names)) == len(names)
        for name in names:
            assert proper(name) == name
            assert "{" not in name
            assert urlsplit(name).hostname.endswith((".cms.gov", ".cdc.gov", ".hl7.org"))


@given(st.sampled_from(OPEN), st.dates(date(2020, 1, 1), date(2060, 12, 31)))
def test_no_two_files_of_a_release_have_one_name(source, day):
    files = addresses_of(source, day)
    assert len({file.rsplit("/")[-1] for file in files}) == len(files)


def test_the_table_is_in_order():
    assert list(addresses.problems(addresses.built_in())) == []


@pytest.mark.parametrize("source", sorted(TITLES))
def test_every_publisher_has_a_page(source):
    assert page_of(source).startswith("https://www.")


def test_the_releases_whose_names_were_seen_are_releases():
    for source, entries in addresses.built_in().items():
        for day in [entries.get("seen")] if isinstance(entries.get("seen"), bool) else entries.get("seen", []):
            assert day is True or period_of(source, date.fromisoformat(day)).effective.isoformat() == day
        for key in entries:
            assert not addresses.is_day(key) or period_of(source, date.fromisoformat(key)).effective.isoformat() == key


@pytest.mark.parametrize(
    ("source", "day", "seen"),
    [
        ("hcpcs", TODAY, True),
        ("hcpcs", date(2027, 1, 1), False),
        ("opps", date(2026, 4, 1), True),
        ("ncci-add-on", TODAY, False),
        ("coverage", TODAY, True),
        ("place-of-service", TODAY, False),
        ("icd10cm", date(2026, 4, 1), False),
    ],
)
def test_names_that_were_seen_and_names_by_pattern(source, day, seen):
    assert is_seen(source, day) is seen


# The operator's own


@pytest.fixture
def own(tmp_path):
    """Reads a table of the operator's."""

    def read(text):
        path = tmp_path / "own.toml"
        path.write_bytes(text if isinstance(text, bytes) else text.encode())
        return read_addresses(path)

    return read


def test_own_addresses_go_first(own):
    table = own(
        """
        [hcpcs]
        files = ["https://mirror.example.org/{year}/{mon}-{yy}-{mm}.zip"]
        [fees]
        2027-01-01 = [["https://mirror.example.org/a.zip", "https://mirror.example.org/b.zip"]]
        """
    )
    assert addresses_of("hcpcs", TODAY, table) == ["https://mirror.example.org/2026/oct-26-10.zip"]
    assert is_seen("hcpcs", date(2027, 1, 1), table)
    assert names_of_files("fees", date(2027, 1, 1), table) == [
        ["https://mirror.example.org/a.zip", "https://mirror.example.org/b.zip"]
    ]
    assert addresses_of("fees", TODAY, table) == addresses_of("fees", TODAY)
    assert addresses_of("mue", TODAY, table) == addresses_of("mue", TODAY)


def test_own_files_go_before_our_names_for_a_day(own):
    table = own('[opps]\nfiles = ["https://mirror.example.org/b.zip"]')
    assert addresses_of("opps", date(2026, 4, 1), table) == ["https://mirror.example.org/b.zip"]


def test_the_day_goes_before_the_month_and_the_month_before_the_rest(own):
    table = own('[mue]\nfiles = ["https://a"]\napril = ["https://b"]\n2026-04-01 = ["https://c"]')
    days = [date(2026, 4, 1), date(2027, 4, 1), date(2026, 7, 1)]
    assert [addresses_of("mue", day, table) for day in days] == [["https://c"], ["https://b"], ["https://a"]]


def test_whoever_has_cpt_on_a_server_of_their_own(own):
    table = own('[cpt]\nfiles = ["https://intranet.example.org/cpt-{year}.zip"]\npage = "https://intranet.example.org"')
    assert addresses_of("cpt", TODAY, table) == ["https://intranet.example.org/cpt-2026.zip"]
    assert page_of("cpt", table) == "https://intranet.example.org"


@pytest.mark.parametrize("path", ["", None])
def test_no_table(path):
    assert read_addresses(path) == {}


def test_a_table_that_is_not_there(tmp_path):
    with pytest.raises(BadAddresses, match="none.toml: No such file or directory$"):
        read_addresses(tmp_path / "none.toml")


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("[hcpcs", "Expected ']'"),
        (b"\xff", "'utf-8' codec"),
        ('[hpccs]\nfiles = ["https://a"]', r"\[hpccs\] is no source: choose from coverage, cpt, "),
        ('hcpcs = "https://a"', r"hcpcs must be a table, as in \[hcpcs\]"),
        ('[hcpcs]\nfile = ["https://a"]', r"\[hcpcs\] file: is neither files nor a month nor a day"),
        ('[hcpcs]\n2026-13-01 = ["https://a"]', r"\[hcpcs\] 2026-13-01: is neither"),
        ('[hcpcs]\n20261001 = ["https://a"]', r"\[hcpcs\] 20261001: is neither"),
        ('[hcpcs]\nfiles = "https://a"', r"\[hcpcs\] files: must be a list of addresses"),
        ("[hcpcs]\nfiles = []", r"\[hcpcs\] files: must be a list of addresses"),
        ("[hcpcs]\nfiles = [3]", r"\[hcpcs\] files: a file must be an address or a list of addresses"),
        ("[hcpcs]\nfiles = [[]]", r"\[hcpcs\] files: a file must be an address"),
        ('[hcpcs]\nfiles = ["https://{yaer}"]', r"\[hcpcs\] files: \{yaer\} is no placeholder"),
        ('[hcpcs]\nfiles = [["https://a", "https://{}"]]', r"\[hcpcs\] files: \{\} is no placeholder"),
    ],
)
def test_a_table_that_cannot_be_used(own, tmp_path, text, reason):
    with pytest.raises(BadAddresses, match=f"^{re.escape(str(tmp_path))}/own.toml: {reason}"):
        own(text)


@settings(deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(piece=st.binary(max_size=60), at=st.integers(0, 400))
def test_a_damaged_table_is_read_or_refused(own, piece, at):
    data = addresses.TABLE.read_bytes()
    data = data[data.index(b"[opps]") :]
    where = at * len(data) // 400
    try:
        table = own(data[:where] + piece + data[where:])
    except BadAddresses:
        return
    assert "gems" in table
    assert set(table) <= set(TITLES)
