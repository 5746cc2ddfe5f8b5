"""Published facts as they are loaded: whole rows, versions, changes, scopes, and what they do to the list of codes."""

from datetime import date
from decimal import Decimal

import pytest

from codes.models import (
    AddOnEdit,
    AnesthesiaFactor,
    Axis,
    Change,
    Code,
    CoverageCode,
    CoverageDocument,
    Crosswalk,
    Definition,
    DrugPrice,
    Fee,
    IndexTerm,
    Locality,
    LocalityCounties,
    OutpatientPayment,
    PtpEdit,
    Rationale,
    Release,
    Replacement,
    UnitLimit,
)
from tests.builders import values_found
from tests.releases import small_files as files
from tests.releases import small_releases
from tests.releases.contents import everything
from tests.releases.loading import Releases, changes, counts, load

pytestmark = pytest.mark.django_db
NEW_YEAR, APRIL, JULY = date(2099, 1, 1), date(2099, 4, 1), date(2099, 7, 1)
BEFORE_APRIL, BEFORE_JULY = date(2099, 3, 31), date(2099, 6, 30)


def whole(model, *without):
    """The rows of a table as dicts without keys and releases, in the order in which they were written."""
    names = [
        f.attname
        for f in model._meta.concrete_fields
        if f.attname not in ("id", "release_id", "since", "until", *without)
    ]
    return [dict(zip(names, row, strict=True)) for row in model.objects.order_by("pk").values_list(*names)]


def rows_after(folder, source, name, data, model, *without, effective="2099-01-01"):
    load(source, *files.written(folder, {name: data}), effective=effective)
    return whole(model, *without)


# What a row of each file becomes.


class TestWholeRows:
    def test_index_entries(self, tmp_path):
        data = files.an_index(("Fever, blue", "Q01.0"), ("Rash", "Q02.-"))
        plain = {"system": "icd10cm", "table": "index", "column": "", "see": "", "see_also": ""}
        assert rows_after(tmp_path, "icd10cm", "index.xml", data, IndexTerm) == [
            plain | {"term": "Fever, blue", "value": "Q01.0", "whole": True},
            plain | {"term": "Rash", "value": "Q02", "whole": False},
        ]

    def test_tables_of_terms(self, tmp_path):
        data = files.a_drug_table(("Wobblin", "Q01.1"))
        assert rows_after(tmp_path, "icd10cm", "drugs.xml", data, IndexTerm) == [
            {
                "system": "icd10cm",
                "table": "drug",
                "term": "Wobblin",
                "column": "Poisoning Accidental",
                "value": "Q01.1",
                "whole": True,
                "see": "",
                "see_also": "",
            }
        ]

    def test_replacements(self, tmp_path):
        data = files.a_conversion(["Q01.0", 2098, "Q01.8, Q01.9"])
        plain = {"system": "icd10cm", "replaced_by": "Q01.0", "effective": date(2098, 10, 1)}
        assert rows_after(tmp_path, "icd10cm", "conversion.xlsx", data, Replacement) == [
            plain | {"value": "Q01.8"},
            plain | {"value": "Q01.9"},
        ]

    def test_tables_of_characters(self, tmp_path):
        data = files.pcs_tables(("0W1", {"2": "Tail"}))
        rows = rows_after(tmp_path, "icd10pcs", "tables.xml", data, Axis)
        plain = {"prefix": "0W1", "definition": ""}
        assert rows == [
            *(
                plain | {"row": 0, "position": n, "title": f"Axis {n}", "character": c, "label": f"Label {c}"}
                for n, c in enumerate("0W1", start=1)
            ),
            plain | {"row": 1, "position": 4, "title": "Axis 4", "character": "2", "label": "Tail"},
            *(
                plain | {"row": 1, "position": n, "title": f"Axis {n}", "character": "Z", "label": "None"}
                for n in (5, 6, 7)
            ),
        ]

    def test_definitions(self, tmp_path):
        data = files.pcs_definitions(("Turning", "Going round"))
        assert rows_after(tmp_path, "icd10pcs", "definitions.xml", data, Definition) == [
            {
                "section": "0",
                "axis": "Operation",
                "label": "Turning",
                "definition": "Going round",
                "explanation": "",
                "includes": "",
            }
        ]

    def test_edits(self, tmp_path):
        data = files.ptp_edits(*small_releases.PTP)
        rows = rows_after(tmp_path, "ncci-ptp", "ccioph-f1.txt", data, PtpEdit, "rationale_id")
        plain = {"setting": 2, "column_one": "99901", "before_1996": False}
        assert rows == [
            plain | {"column_two": "99902", "effective": date(2098, 1, 1), "deletion": None, "modifier_indicator": 1},
            plain
            | {
                "column_two": "J9901",
                "effective": date(2097, 1, 1),
                "deletion": date(2098, 12, 31),
                "modifier_indicator": 0,
            },
        ]
        assert [edit.rationale.text for edit in PtpEdit.objects.all()] == ["Invented rule"] * 2

    def test_add_on_edits(self, tmp_path):
        data = files.add_on_edits(("99902", "99901", "1", "2098001", "2098365"), ("99903", "CCCCC", "2", "2098001", ""))
        plain = {"effective": date(2098, 1, 1), "special_instruction": ""}
        assert rows_after(tmp_path, "ncci-add-on", "aoc.txt", data, AddOnEdit) == [
            plain | {"add_on": "99902", "primary": "99901", "edit_type": 1, "deletion": date(2098, 12, 31)},
            plain | {"add_on": "99903", "primary": "", "edit_type": 2, "deletion": None},
        ]

    def test_unit_limits(self, tmp_path):
        data = files.unit_limits(("99901", 2), ("J9901", 10, 3, "Invented data"), setting="dme")
        assert rows_after(tmp_path, "mue", "mue.csv", data, UnitLimit) == [
            {"setting": 3, "value": "99901", "units": 2, "indicator": 2, "rationale": "Invented policy"},
            {"setting": 3, "value": "J9901", "units": 10, "indicator": 3, "rationale": "Invented data"},
        ]

    def test_fees(self, tmp_path):
        data = files.fees(
            files.a_fee("99901", "26", GLOB_DAYS="090", ENDO_BASE="99902", **{"FACILITY NA INDICATOR": "NA"})
        )
        units = {"preoperative", "intraoperative", "postoperative"}
        assert rows_after(tmp_path, "fees", "PPRRVU99_JAN.csv", data, Fee) == [
            {
                "value": "99901",
                "modifier": "26",
                "qualifying": False,
                "status": "A",
                "not_used_for_medicare": "",
                "work": Decimal("1.00"),
                "non_facility_pe": Decimal("2.00"),
                "non_facility_na": False,
                "facility_pe": Decimal("0.50"),
                "facility_na": True,
                "malpractice": Decimal("0.10"),
                "non_facility_total": Decimal("3.10"),
                "facility_total": Decimal("1.60"),
                "pctc": "0",
                "global_days": "090",
                **dict.fromkeys(units, Decimal(0)),
                "multiple_procedure": "0",
                "bilateral": "0",
                "assistant": "0",
                "co_surgeons": "0",
                "team": "0",
                "endoscopic_base": "99902",
                "conversion_factor": Decimal("32.3465"),
                "supervision": "09",
                "calculation_flag": "0",
                "imaging_family": "99",
                "opps_non_facility_pe": None,
                "opps_facility_pe": None,
                "opps_malpractice": None,
                "price_indicator": "",
            }
        ]

    def test_localities(self, tmp_path):
        rows = rows_after(tmp_path, "fees", "GPCI2099.csv", files.localities(small_releases.LOCALITIES[1]), Locality)
        indices = {"work_gpci": Decimal("1.5"), "pe_gpci": Decimal("1.081"), "malpractice_gpci": Decimal("0.59")}
        assert rows == [{"contractor": "00902", "state": "YE", "number": "01", "name": "YETI ISLANDS"} | indices]

    def test_counties(self, tmp_path):
        rows = rows_after(tmp_path, "fees", "LOCCO.csv", files.counties(small_releases.COUNTIES[1]), LocalityCounties)
        place = {"contractor": "00902", "number": "01", "state": "YETI", "area": "NORTH"}
        assert rows == [place | {"counties": "ICE, SNOW"}]

    def test_anesthesia_factors(self, tmp_path):
        data = files.anesthesia(small_releases.FACTORS[0])
        assert rows_after(tmp_path, "fees", "ANES.csv", data, AnesthesiaFactor) == [
            {"contractor": "", "number": "", "name": "NATIONAL", "conversion_factor": Decimal("20.1234")},
            {"contractor": "99901", "number": "00", "name": "ZEBRA LAND", "conversion_factor": Decimal("19.30")},
        ]

    def test_outpatient_payments(self, tmp_path):
        data = files.addendum_b(*small_releases.PAYMENTS)
        amounts = ("relative_weight", "payment", "national_copayment", "minimum_copayment")
        plain = dict.fromkeys((*amounts, "inflation_coinsurance", "adjusted_copayment"))
        plain |= {"pass_through_until": "", "note": "", "changed": False}
        assert rows_after(tmp_path, "opps", "b.csv", data, OutpatientPayment) == [
            plain
            | {
                "value": "99901",
                "status_indicator": "J1",
                "apc": "5001",
                "relative_weight": Decimal("12.3456"),
                "payment": Decimal("1234.56"),
            },
            plain | {"value": "J9901", "status_indicator": "K", "apc": ""},
        ]

    def test_drug_prices(self, tmp_path):
        data = files.drug_prices(("J9901", "Invented injection", "0.5 MG", "1234.567"))
        plain = dict.fromkeys(("vaccine_awp", "vaccine_limit", "blood_awp", "blood_limit"))
        plain |= {"coinsurance": Decimal(20), "clotting_factor": "", "notes": ""}
        assert rows_after(tmp_path, "drug-prices", "asp.csv", data, DrugPrice) == [
            plain | {"value": "J9901", "dosage": "0.5 MG", "payment_limit": Decimal("1234.567")}
        ]

    def test_crosswalks(self, tmp_path):
        data = files.gems(("9991", "Q010", "00000"), ("9992", "Q011", "10112"), ("9993", "NoDx", "11000"))
        plain = {
            "source_system": "icd9cm",
            "target_system": "icd10cm",
            "no_map": False,
            "scenario": 0,
            "choice_list": 0,
        }
        assert rows_after(tmp_path, "gems", "2099_I9gem.txt", data, Crosswalk) == [
            plain | {"source": "999.1", "target": "Q01.0", "approximate": False, "combination": False},
            plain
            | {
                "source": "999.2",
                "target": "Q01.1",
                "approximate": True,
                "combination": True,
                "scenario": 1,
                "choice_list": 2,
            },
            plain | {"source": "999.3", "target": "", "approximate": True, "combination": False, "no_map": True},
        ]

    def test_coverage_documents(self, tmp_path):
        data = files.coverage_documents(("A99002", "12", "Billing of wobbles"))
        assert rows_after(tmp_path, "coverage", "list.csv", data, CoverageDocument) == [
            {
                "number": "A99002",
                "kind": "article",
                "version": 12,
                "title": "Billing of wobbles",
                "contractor": "Nobody (MAC)",
                "effective": date(2098, 8, 14),
                "retired": None,
                "updated": date(2098, 8, 14),
                "note": "",
                "url": "https://www.cms.gov/medicare-coverage-database/view/article.aspx?articleid=99002&ver=12",
            }
        ]

    def test_codes_of_coverage_documents(self, tmp_path):
        data = files.coverage_codes(("99002", "12", "Q01.0", "2"), role="does_not_support")
        assert rows_after(tmp_path, "coverage", "codes.csv", data, CoverageCode) == [
            {"number": "A99002", "version": 12, "role": "does_not_support", "value": "Q01.0", "group": 2}
        ]


# Versions. Each table is loaded three times: {key: what it says} in January, April and July.

TIMES = {
    NEW_YEAR: {"99901": 1, "99902": 1, "99903": 1},
    APRIL: {"99901": 1, "99902": 2, "99904": 1},
    JULY: {"99901": 1, "99902": 1, "99903": 1, "99904": 1},
}


def places_of(amounts, make):
    return [make(f"{number:02}", str(amount)) for number, amount in ((int(key[-2:]), a) for key, a in amounts.items())]


VERSIONED = {
    "unit limits": (
        "mue", "mue.csv", UnitLimit, "value", "units",
        lambda said: files.unit_limits(*said.items()),
    ),
    "add-on edits": (
        "ncci-add-on", "aoc.txt", AddOnEdit, "add_on", "edit_type",
        lambda said: files.add_on_edits(*((key, "99999", type, "2098001", "") for key, type in said.items())),
    ),
    "fees": (
        "fees", "PPRRVU.csv", Fee, "value", "pctc",
        lambda said: files.fees(*(files.a_fee(key, **{"PCTC IND": str(pctc)}) for key, pctc in said.items())),
    ),
    "localities": (
        "fees", "GPCI.csv", Locality, "number", "name",
        lambda said: files.localities(*places_of(said, lambda n, a: ("99901", "ZE", n, f"PLACE {a}", "1", "1", "1"))),
    ),
    "counties": (
        "fees", "LOCCO.csv", LocalityCounties, "number", "counties",
        lambda said: files.counties(*places_of(said, lambda n, a: ("99901", n, "ZEBRA LAND", "NORTH", f"COUNTY {a}"))),
    ),
    "anesthesia factors": (
        "fees", "ANES.csv", AnesthesiaFactor, "number", "name",
        lambda said: files.anesthesia(*places_of(said, lambda n, a: ("99901", n, f"PLACE {a}", "19.30"))),
    ),
    "outpatient payments": (
        "opps", "b.csv", OutpatientPayment, "value", "apc",
        lambda said: files.addendum_b(*((key, "Words", "A", f"500{apc}", "", "") for key, apc in said.items())),
    ),
    "drug prices": (
        "drug-prices", "asp.csv", DrugPrice, "value", "dosage",
        lambda said: files.drug_prices(*((key, "", f"{dose} ML", "1") for key, dose in said.items()),
                                       period="January 1, 2099 through December 31, 2099"),
    ),
    "coverage documents": (
        "coverage", "list.csv", CoverageDocument, "number", "version",
        lambda said: files.coverage_documents(*((f"L{key}", str(number), "Wobbling") for key, number in said.items())),
    ),
}  # fmt: skip


@pytest.fixture(params=VERSIONED)
def table(request, tmp_path):
    return Versions(tmp_path, *VERSIONED[request.param])


class Versions:
    """A versioned table: its rows by key, told by the last two digits, and what each says, by its last digit."""

    def __init__(self, folder, source, name, model, key, said, make):
        self.releases, self.name, self.model = Releases(folder, source), name, model
        self.key, self.said, self.make = key, said, make

    def load(self, effective, said, **options):
        return self.releases.load(str(effective), {self.name: self.make(said)}, name=f"of {effective}", **options)

    def rows(self, query=None):
        """[(key, said, since, until, release's day)] in order; the national anesthesia factor is the same in all."""
        query = (
            (query if query is not None else self.model.objects).exclude(**{self.key: ""}).order_by(self.key, "since")
        )
        return [
            (key[-2:], str(said)[-1] if self.said != "dosage" else said[0], *more)
            for key, said, *more in query.values_list(self.key, self.said, "since", "until", "release__effective")
        ]

    def on(self, day):
        return {row[0]: row[1] for row in self.rows(self.model.objects.on(day))}


def test_rows_stand_from_one_release_to_another(table):
    for effective, said in TIMES.items():
        table.load(effective, said)
    assert table.rows() == [
        ("01", "1", NEW_YEAR, None, NEW_YEAR),
        ("02", "1", NEW_YEAR, BEFORE_APRIL, NEW_YEAR),
        ("02", "2", APRIL, BEFORE_JULY, APRIL),
        ("02", "1", JULY, None, JULY),
        ("03", "1", NEW_YEAR, BEFORE_APRIL, NEW_YEAR),
        ("03", "1", JULY, None, JULY),
        ("04", "1", APRIL, None, APRIL),
    ]


def test_a_day_has_the_rows_that_were_published_for_it(table):
    for effective, said in TIMES.items():
        table.load(effective, said)
    january, april, july = ({key[-2:]: str(said) for key, said in said.items()} for said in TIMES.values())
    assert table.on(date(2098, 12, 31)) == {}
    assert (table.on(NEW_YEAR), table.on(BEFORE_APRIL)) == (january, january)
    assert (table.on(APRIL), table.on(BEFORE_JULY)) == (april, april)
    assert (table.on(JULY), table.on(date(2199, 1, 1))) == (july, july)
    assert {row[0]: row[1] for row in table.rows(table.model.objects.current())} == july


def test_the_counts_of_three_releases(table):
    nation = 1 if table.model is AnesthesiaFactor else 0
    found = []
    for effective, said in TIMES.items():
        table.load(effective, said)
        found.append(counts())
    assert found == [
        (3 + nation, 3 + nation, 0, 0, 0, 0),
        (3 + nation, 1, 1, 1, 1 + nation, 0),
        (4 + nation, 1, 1, 0, 2 + nation, 0),
    ]
    assert list(Release.objects.order_by("pk").values_list("first", flat=True)) == [True, False, False]


def test_the_same_day_with_other_bytes_replaces_in_place(table):
    table.load(NEW_YEAR, TIMES[NEW_YEAR])
    table.load(APRIL, {"99901": 2, "99902": 1, "99905": 1})
    table.load(APRIL, TIMES[APRIL])
    assert [row[:4] for row in table.rows()] == [
        ("01", "1", NEW_YEAR, None),
        ("02", "1", NEW_YEAR, BEFORE_APRIL),
        ("02", "2", APRIL, None),
        ("03", "1", NEW_YEAR, BEFORE_APRIL),
        ("04", "1", APRIL, None),
    ]
    assert table.on(APRIL) == {"01": "1", "02": "2", "04": "1"}


def test_an_older_file_is_refused_and_names_what_is_loaded(table):
    table.load(APRIL, TIMES[APRIL])
    message = table.releases.refused(str(NEW_YEAR), {table.name: table.make(TIMES[NEW_YEAR])})
    assert message == (
        "of 2099-04-01, effective 2099-04-01, is loaded and newer than 2099-01-01: --back goes back to the earlier file"
    )


# Changes.


def test_the_first_release_leaves_no_changes(table):
    table.load(NEW_YEAR, TIMES[NEW_YEAR])
    assert Change.objects.count() == 0


def test_changes_of_unit_limits_hold_what_differs_and_no_more(tmp_path):
    releases = Releases(tmp_path, "mue")
    first = [("99901", 1), ("99902", 2), ("J9903", 3, 3, "Old data"), ("J9904", 4)]
    releases.load("2099-01-01", {"a.csv": files.unit_limits(*first)})
    releases.load(
        "2099-04-01",
        {"a.csv": files.unit_limits(("99901", 1), ("99902", 5), ("J9903", 3, 1, "New data"), ("99905", 6))},
    )
    assert changes() == [
        ("99902", "revised", "Unit limit 1", "units 2", "units 5"),
        ("99905", "added", "Unit limit 1", "", "indicator 2; rationale Invented policy; units 6"),
        ("J9903", "revised", "Unit limit 1", "indicator 3; rationale Old data", "indicator 1; rationale New data"),
        ("J9904", "ended", "Unit limit 1", "indicator 2; rationale Invented policy; units 4", ""),
    ]


def test_a_change_names_its_code_where_it_is_loaded(tmp_path):
    releases = Releases(tmp_path, "mue")
    releases.load("2099-01-01", {"a.csv": files.unit_limits(("99901", 1), ("J9901", 1))})
    releases.load("2099-04-01", {"a.csv": files.unit_limits(("99901", 2), ("J9901", 2))})
    found = Change.objects.order_by("value").values_list("system", "value", "code__value", "release__effective")
    assert list(found) == [("cpt", "99901", "99901", APRIL), ("hcpcs", "J9901", None, APRIL)]


def test_changes_of_fees(tmp_path):
    releases = Releases(tmp_path, "fees")
    releases.load("2099-01-01", {"a.csv": files.fees(files.a_fee("99901"), files.a_fee("99901", "26"))})
    more = {"WORK RVU": "1.25", "NON-FACILITY TOTAL": "3.35", "FACILITY TOTAL": "1.85"}
    releases.load("2099-04-01", {"a.csv": files.fees(files.a_fee("99901", **more), files.a_fee("99901", "TC"))})
    fields = ("kind", "field")
    assert list(Change.objects.order_by("field").values_list(*fields)) == [
        ("revised", "Physician fee  false"),
        ("ended", "Physician fee 26 false"),
        ("added", "Physician fee TC false"),
    ]
    revised = Change.objects.get(kind="revised")
    assert revised.before == "facility_total 1.6000; non_facility_total 3.1000; work 1.0000"
    assert revised.after == "facility_total 1.8500; non_facility_total 3.3500; work 1.2500"


def test_changes_of_add_on_edits(tmp_path):
    releases = Releases(tmp_path, "ncci-add-on")
    releases.load("2099-01-01", {"a.txt": files.add_on_edits(("99902", "99901", "1", "2098001", ""))})
    releases.load("2099-04-01", {"a.txt": files.add_on_edits(("99902", "99901", "1", "2098001", "2099090"))})
    assert changes() == [("99902", "revised", "Add-on code edit 99901 2098-01-01", "deletion -", "deletion 2099-03-31")]


def test_changes_of_outpatient_payments_and_drug_prices(tmp_path):
    year = "January 1, 2099 through December 31, 2099"
    for day, payment, limit in (("2099-01-01", "10.00", "1.5"), ("2099-04-01", "", "1.75")):
        Releases(tmp_path, "opps").load(day, {"b.csv": files.addendum_b(("J9901", "Words", "K", "", "", payment))})
        asp = files.drug_prices(("J9902", "Words", "1 ML", limit), period=year)
        Releases(tmp_path, "drug-prices").load(day, {"asp.csv": asp})
    assert changes() == [
        ("J9901", "revised", "Hospital outpatient payment", "payment 10.0000", "payment -"),
        ("J9902", "revised", "Drug price", "payment_limit 1.5000", "payment_limit 1.7500"),
    ]


def test_tables_that_are_of_no_code_leave_no_changes(tmp_path):
    releases = Releases(tmp_path, "fees")
    releases.load("2099-01-01", {"gpci.csv": files.localities(*small_releases.LOCALITIES)})
    releases.load("2099-04-01", {"gpci.csv": files.localities(small_releases.LOCALITIES[0])})
    assert (counts()[3], Change.objects.count()) == (1, 0)


# Scopes: what a file does not hold it leaves alone.


def test_a_file_of_practitioners_leaves_the_other_settings_alone(tmp_path):
    releases = Releases(tmp_path, "mue")
    for setting in files.MUE_SETTINGS:
        releases.load("2099-01-01", {f"{setting}.csv": files.unit_limits(("99901", 1), setting=setting)})
    releases.load("2099-04-01", {"practitioner.csv": files.unit_limits(("99902", 2))})
    found = UnitLimit.objects.current().order_by("setting")
    assert list(found.values_list("setting", "value", "since")) == [
        (1, "99902", APRIL),
        (2, "99901", NEW_YEAR),
        (3, "99901", NEW_YEAR),
    ]
    parts = Release.objects.order_by("pk").values_list("parts", "first")
    assert list(parts) == [
        (["limits practitioner"], True),
        (["limits hospital"], True),
        (["limits dme"], True),
        (["limits practitioner"], False),
    ]


def test_an_older_file_of_another_setting_is_not_refused(tmp_path):
    releases = Releases(tmp_path, "mue")
    releases.load("2099-04-01", {"a.csv": files.unit_limits(("99901", 1))})
    releases.load("2099-01-01", {"b.csv": files.unit_limits(("99901", 2), setting="hospital")})
    assert list(UnitLimit.objects.order_by("setting").values_list("units", "since")) == [(1, APRIL), (2, NEW_YEAR)]


def test_fees_of_qualifying_participants_stand_beside_the_others(tmp_path):
    releases = Releases(tmp_path, "fees")
    for name, factor in (("nonQPP", "32.3465"), ("QPP", "33.5000")):
        data = files.fees(files.a_fee("99901", CONV_FACTOR=factor))
        releases.load("2099-01-01", {f"PPRRVU2099_Jan_{name}.csv": data})
    releases.load("2099-04-01", {"PPRRVU2099_Apr_QPP.csv": files.fees(files.a_fee("99902"), month="April")})
    found = Fee.objects.current().order_by("qualifying").values_list("value", "qualifying", "since")
    assert list(found) == [("99901", False, NEW_YEAR), ("99902", True, APRIL)]
    assert list(Release.objects.order_by("pk").values_list("parts", flat=True)) == [
        ["fees not qualifying"],
        ["fees qualifying"],
        ["fees qualifying"],
    ]


def test_both_files_of_a_year_in_one_load(tmp_path):
    made = {f"PPRRVU2099_Jan_{name}.csv": files.fees(files.a_fee("99901")) for name in ("nonQPP", "QPP")}
    Releases(tmp_path, "fees").load("2099-01-01", made)
    assert sorted(Fee.objects.values_list("qualifying", flat=True)) == [False, True]
    assert Release.objects.get().parts == ["fees not qualifying", "fees qualifying"]


def test_each_table_of_the_fee_schedule_is_a_part_of_its_own(tmp_path):
    releases = Releases(tmp_path, "fees")
    releases.load("2099-01-01", small_releases.release_of("fees"))
    releases.load("2099-04-01", {"a.csv": files.fees(files.a_fee("99901"), month="April")})
    assert Locality.objects.current().count() == LocalityCounties.objects.current().count() == 2
    assert AnesthesiaFactor.objects.current().count() == 3


def test_directions_of_mappings_and_roles_of_coverage_are_apart(tmp_path):
    Releases(tmp_path, "gems").load("2099-01-01", small_releases.release_of("gems"))
    Releases(tmp_path, "gems").load("2099-04-01", {"2099_I9gem.txt": files.gems(("9999", "Q010", "00000"))})
    assert sorted(Crosswalk.objects.values_list("source_system", "source")) == [
        ("icd10cm", "Q01.0"),
        ("icd10pcs", "0W01ZZZ"),
        ("icd9cm", "999.9"),
        ("icd9pcs", "99.91"),
    ]
    Releases(tmp_path, "coverage").load("2099-01-01", small_releases.release_of("coverage"))
    Releases(tmp_path, "coverage").load("2099-04-01", {"a.csv": files.coverage_codes(("99002", "13", "99901", "1"))})
    assert sorted(CoverageCode.objects.values_list("role", "version")) == [
        ("does_not_support", 12),
        ("modifier", 12),
        ("procedure", 13),
        ("supports", 12),
    ]


def test_tables_of_an_index_are_apart(tmp_path):
    releases = Releases(tmp_path, "icd10cm")
    made = {"i.xml": files.an_index(("Fever", "Q01")), "e.xml": files.an_external_index(("Fall", "Q02"))}
    releases.load("2098-10-01", made | {"d.xml": files.a_drug_table(("Wobblin", "Q03"))})
    releases.load("2099-10-01", {"i.xml": files.an_index(("Rash", "Q04"))})
    assert sorted(IndexTerm.objects.values_list("table", "term")) == [
        ("drug", "Wobblin"),
        ("external_cause", "Fall"),
        ("index", "Rash"),
    ]
    Releases(tmp_path, "icd10pcs").load("2098-10-01", {"p.xml": files.pcs_index(("Wing", "0W01"))})
    assert IndexTerm.objects.count() == 4


# Tables without versions are made equal to the file; what stays keeps the release that brought it.


def test_what_stays_the_same_keeps_its_release(tmp_path):
    releases = Releases(tmp_path, "icd10cm")
    releases.load("2098-10-01", {"i.xml": files.an_index(("Fever", "Q01"), ("Rash", "Q02"), ("Itch", "Q03"))})
    releases.load("2099-10-01", {"i.xml": files.an_index(("Fever", "Q01"), ("Rash", "Q09"), ("Ache", "Q04"))})
    found = IndexTerm.objects.order_by("term").values_list("term", "value", "release__effective")
    assert list(found) == [
        ("Ache", "Q04", date(2099, 10, 1)),
        ("Fever", "Q01", date(2098, 10, 1)),
        ("Rash", "Q09", date(2099, 10, 1)),
    ]


def test_an_entry_that_the_publisher_prints_twice_is_no_error(tmp_path):
    made = {"i.xml": files.an_index(("Fever", "Q01"), ("Fever", "Q01"))}
    Releases(tmp_path, "icd10cm").load("2098-10-01", made)
    assert IndexTerm.objects.count() == 2


def test_index_entries_are_searched_with_their_codes(tmp_path):
    releases = Releases(tmp_path, "icd10cm")
    made = {"order.txt": files.an_order(("Q01", "Fever"), ("Q02", "Rash")), "i.xml": files.an_index(("Lapis", "Q01"))}
    releases.load("2098-10-01", made)
    assert values_found("lapis") == ["Q01"]
    releases.load("2099-10-01", {"i.xml": files.an_index(("Lapis", "Q02"))})
    assert values_found("lapis") == ["Q02"]
    releases.load("2100-10-01", {"order.txt": files.an_order(("Q01", "Fever"), ("Q02", "Rash, new"))})
    assert values_found("lapis") == ["Q02"]


# Procedure-to-procedure edits.


class TestPtpEdits:
    def test_a_pair_may_recur_with_other_dates(self, tmp_path):
        edits = [
            ("99901", "99902", "20970101", "20971231", "0", "Invented rule"),
            ("99901", "99902", "20980101", "*", "1", "Invented rule"),
        ]
        Releases(tmp_path, "ncci-ptp").load("2099-01-01", {"ccipra.txt": files.ptp_edits(*edits)})
        found = PtpEdit.objects.order_by("effective")
        assert list(found.values_list("effective", "deletion", "modifier_indicator")) == [
            (date(2097, 1, 1), date(2097, 12, 31), 0),
            (date(2098, 1, 1), None, 1),
        ]

    def test_two_lines_may_differ_in_their_indicator_alone(self, tmp_path):
        edits = [("99901", "99902", "20980101", "*", indicator, "Invented rule") for indicator in "01"]
        Releases(tmp_path, "ncci-ptp").load("2099-01-01", {"ccipra.txt": files.ptp_edits(*edits)})
        assert PtpEdit.objects.count() == 2

    def test_an_edit_that_ends_is_revised_and_not_kept_twice(self, tmp_path):
        releases = Releases(tmp_path, "ncci-ptp")
        rule = "Invented rule"
        first = [("99901", f"{n:05}", "20980101", "*", "1", rule) for n in range(3)]
        releases.load("2099-01-01", {"ccipra.txt": files.ptp_edits(*first)})
        second = [
            first[0],
            ("99901", "00001", "20980101", "20990331", "1", rule),
            ("99901", "00003", "20990401", "*", "1", rule),
        ]
        printed = releases.load("2099-04-01", {"ccipra.txt": files.ptp_edits(*second)})
        assert counts() == (3, 1, 1, 1, 1, 0)
        assert list(
            PtpEdit.objects.order_by("column_two").values_list("column_two", "deletion", "release__effective")
        ) == [
            ("00000", None, NEW_YEAR),
            ("00001", BEFORE_APRIL, APRIL),
            ("00003", None, APRIL),
        ]
        assert Change.objects.count() == 0
        assert ("edits in force", "2") in printed.report

    def test_edits_in_force_are_counted_on_the_first_day(self, tmp_path):
        edits = [
            ("99901", "00001", "20990101", "*", "1", "In force"),
            ("99901", "00002", "20980101", "20990101", "1", "On its last day"),
            ("99901", "00003", "20980101", "20981231", "1", "Over"),
            ("99901", "00004", "20990401", "*", "1", "Yet to come"),
            ("99901", "00005", "20990101", "20990101", "9", "Never in force"),
        ]
        printed = Releases(tmp_path, "ncci-ptp").load("2099-01-01", {"ccipra.txt": files.ptp_edits(*edits)})
        in_force = PtpEdit.objects.in_force_on(NEW_YEAR).order_by("column_two")
        assert list(in_force.values_list("column_two", flat=True)) == ["00001", "00002"]
        assert ("edits in force", "2") in printed.report

    def test_rationales_are_shared_by_both_settings_and_all_releases(self, tmp_path):
        releases = Releases(tmp_path, "ncci-ptp")
        edit = ("99901", "99902", "20980101", "*", "1")
        releases.load("2099-01-01", {"ccipra.txt": files.ptp_edits((*edit, "One"))})
        releases.load(
            "2099-01-01", {"ccioph.txt": files.ptp_edits((*edit, "One"), ("99901", "99903", *edit[2:], "Two"))}
        )
        releases.load("2099-04-01", {"ccioph.txt": files.ptp_edits((*edit, "Three"))})
        assert list(Rationale.objects.order_by("pk").values_list("text", flat=True)) == ["One", "Two", "Three"]
        found = PtpEdit.objects.order_by("setting").values_list("setting", "rationale__text")
        assert list(found) == [(1, "One"), (2, "Three")]
        assert Rationale.objects.create(text="Four").pk == Rationale.objects.get(text="Three").pk + 1

    def test_all_parts_of_a_setting_make_one_list(self, tmp_path):
        edit = ("20980101", "*", "1", "Invented rule")
        made = {f"ccipra-f{n}.txt": files.ptp_edits((f"0000{n}", "99902", *edit)) for n in (1, 2, 3)}
        Releases(tmp_path, "ncci-ptp").load("2099-01-01", made)
        assert list(PtpEdit.objects.order_by("pk").values_list("column_one", flat=True)) == ["00001", "00002", "00003"]
        assert [file["rows"] for file in Release.objects.get().files] == [1, 1, 1]


# What facts do to the list of codes. Numbers of CPT get a page of their own, its words only with a licence.

NUMBERS = {
    "mue": ("a.csv", files.unit_limits(*((value, 1) for value in ("99902", "J9901", "D9901", "99901", "0001F")))),
    "ncci-ptp": (
        "ccipra.txt",
        files.ptp_edits(
            *(("99901", two, "20980101", "*", "1", "Rule") for two in ("99902", "J9901", "D9901", "0001F"))
        ),
    ),
    "ncci-add-on": (
        "a.txt",
        files.add_on_edits(*(("99901", p, "1", "2098001", "") for p in ("99902", "J9901", "D9901", "0001F", "CCCCC"))),
    ),
    "fees": ("a.csv", files.fees(*(files.a_fee(value) for value in ("99901", "99902", "J9901", "D9901", "0001F")))),
    "opps": (
        "a.csv",
        files.addendum_b(
            *((value, "Invented service", "A", "", "", "") for value in ("99901", "99902", "J9901", "D9901", "0001F"))
        ),
    ),
    "drug-prices": (
        "a.csv",
        files.drug_prices(
            *((value, "Invented service", "1", "1") for value in ("99901", "99902", "J9901", "D9901", "0001F"))
        ),
    ),
}


@pytest.fixture(params=NUMBERS)
def naming(request, tmp_path):
    """Loads a file that names three numbers of CPT, one of HCPCS and one of CDT."""
    name, data = NUMBERS[request.param]
    return lambda day="2099-01-01": Releases(tmp_path, request.param).load(day, {name: data})


def test_numbers_of_cpt_get_a_page_in_the_order_of_the_book(naming):
    printed = naming()
    found = Code.objects.order_by("position").values_list("system", "value", "kind", "status", "billable", "position")
    assert list(found) == [
        ("cpt", "99901", "code", "active", False, 1),
        ("cpt", "99902", "code", "active", False, 2),
        ("cpt", "0001F", "code", "active", False, 3),
    ]
    assert ("CPT numbers with a page of their own", "3") in printed.report
    assert Change.objects.count() == 0


def test_a_page_is_made_once(tmp_path):
    Releases(tmp_path, "mue").load("2099-01-01", {"a.csv": files.unit_limits(("99902", 1))})
    kept = Code.objects.get()
    printed = Releases(tmp_path, "opps").load(
        "2099-01-01", {"b.csv": files.addendum_b(("99902", "", "A", "", "", ""), ("99901", "", "A", "", "", ""))}
    )
    assert printed.report[-1] == ("CPT numbers with a page of their own", "1")
    assert list(Code.objects.order_by("position").values_list("value", "release__source")) == [
        ("99901", "opps"),
        ("99902", "mue"),
    ]
    assert Code.objects.get(value="99902").pk == kept.pk


def test_no_pages_are_made_where_a_licensed_list_is_loaded(naming, tmp_path):
    Releases(tmp_path, "cpt").load(
        "2098-01-01", {"ConsolidatedCodeList.txt": files.cpt_consolidated(("99908", "Long", "Short"))}
    )
    naming()
    assert list(Code.objects.values_list("value", flat=True)) == ["99908"]


def test_pages_are_made_again_once_the_licensed_list_was_taken_back(naming, tmp_path):
    Releases(tmp_path, "cpt").load(
        "2098-01-01", {"ConsolidatedCodeList.txt": files.cpt_consolidated(("99908", "Long", "Short"))}
    )
    Release.objects.update(undone_at="2099-01-01T00:00Z")
    naming()
    assert Code.objects.filter(value__in=["99901", "99902", "0001F"]).count() == 3


WORDED = [source for source in NUMBERS if source in ("fees", "opps", "drug-prices")]


@pytest.mark.parametrize("naming", WORDED, indirect=True)
@pytest.mark.parametrize(("licensed", "words"), [(False, ""), (True, "Invented service")])
def test_short_words_of_cpt_numbers_are_kept_with_a_licence_alone(naming, settings, licensed, words):
    settings.CPT_LICENSED = licensed
    naming()
    assert set(Code.objects.values_list("short_descriptor", flat=True)) == {words}


@pytest.mark.parametrize("naming", WORDED, indirect=True)
def test_a_licence_that_came_later_fills_in_the_words(naming, settings, tmp_path):
    settings.CPT_LICENSED = False
    Releases(tmp_path, "mue").load("2099-01-01", {"a.csv": files.unit_limits(("99901", 1), ("99902", 1), ("0001F", 1))})
    settings.CPT_LICENSED = True
    naming()
    assert set(Code.objects.values_list("short_descriptor", flat=True)) == {"Invented service"}


@pytest.mark.parametrize("licensed", [False, True])
def test_words_of_cdt_are_nowhere_in_the_database(tmp_path, settings, licensed):
    settings.CPT_LICENSED = licensed
    words = "Molarwobble"
    Releases(tmp_path, "hcpcs").load(
        "2099-01-01", {"h.csv": files.hcpcs(files.a_hcpcs_code("A9901", "Board"), files.a_hcpcs_code("D9901", words))}
    )
    Releases(tmp_path, "fees").load("2099-01-01", {"f.csv": files.fees(files.a_fee("D9901", DESCRIPTION=words))})
    Releases(tmp_path, "opps").load("2099-01-01", {"o.csv": files.addendum_b(("D9901", words, "A", "", "", ""))})
    Releases(tmp_path, "drug-prices").load("2099-01-01", {"d.csv": files.drug_prices(("D9901", words, "1", "1"))})
    assert not [row for rows in everything().values() for row in rows if words.lower() in row.lower()]
    assert Fee.objects.get().value == OutpatientPayment.objects.get().value == DrugPrice.objects.get().value == "D9901"


@pytest.mark.parametrize("source", WORDED)
def test_without_a_licence_words_of_cpt_are_nowhere_in_the_database(tmp_path, settings, source):
    settings.CPT_LICENSED = False
    name, data = NUMBERS[source]
    Releases(tmp_path, source).load("2099-01-01", {name: data.replace(b"Invented service", b"Wobblesurgery")})
    assert not [row for rows in everything().values() for row in rows if "wobblesurgery" in row.lower()]


# What is more likely a wrong or a cut file.


def test_a_file_that_would_end_more_than_a_quarter_of_the_rows_is_refused(tmp_path):
    releases = Releases(tmp_path, "mue")
    limits = [(f"99{n:03}", 1) for n in range(24)]
    releases.load("2099-01-01", {"a.csv": files.unit_limits(*limits)})
    message = releases.refused("2099-04-01", {"b.csv": files.unit_limits(*limits[:17])})
    assert message == ("the file would end 7 of 24 rows: is it the right one, and whole? --allow-mass-end loads it")
    releases.load("2099-04-01", {"b.csv": files.unit_limits(*limits[:18])})
    assert counts() == (18, 0, 0, 6, 18, 0)


def test_a_mass_end_may_be_allowed(tmp_path):
    releases = Releases(tmp_path, "mue")
    limits = [(f"99{n:03}", 1) for n in range(24)]
    releases.load("2099-01-01", {"a.csv": files.unit_limits(*limits)})
    releases.load("2099-04-01", {"b.csv": files.unit_limits(*limits[:5])}, allow_mass_end=True)
    assert counts() == (5, 0, 0, 19, 5, 0)
