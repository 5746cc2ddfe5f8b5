"""Going back to an earlier release: the content is as it was, as if the later releases had never been."""

import json

import pytest
from django.db import connection

from codes.models import Change, Code, Favourite, IndexTerm, ModifierUse, Note, Relation, Release, UnitLimit
from codes.releases.hanging import WITH_IT, hanging
from codes.search import mark_due
from tests.builders import a_code, a_reader, values_found
from tests.releases import small_files as files
from tests.releases.contents import content, everything, orphans
from tests.releases.loading import Releases, changes, counts
from tests.releases.test_load_release_command import undone_after

pytestmark = pytest.mark.django_db
A, B, C = "2099-01-01", "2099-04-01", "2099-07-01"
DAYS = [A, B, C]


# Three releases of each source, in which rows are added, revised, ended and come back.


def icd10cm(codes, tabular, index, conversion):
    sections = [files.a_section(value, *(files.a_diag(*diag) for diag in diags)) for value, diags in tabular.items()]
    return {
        "order.txt": files.an_order(*codes),
        "tabular.xml": files.a_tabular(files.a_chapter("1", *sections)),
        "index.xml": files.an_index(*index),
        "conversion.xlsx": files.a_conversion(*conversion),
    }


MANY = [(f"R{n:02}", f"Filling {n}") for n in range(40)]
BLUE, GREEN = ("Q01", "Blue fever"), ("Q02", "Green fever")
AZURE, MOSS = files.a_note("includes", "azure"), files.a_note("excludes1", "moss")
ICD10CM = [
    icd10cm(
        [BLUE, ("Q010", "Mild"), GREEN, ("Q03", "Red fever"), *MANY],
        {"Q01-Q03": [(*BLUE, AZURE, files.a_diag("Q01.0", "Mild")), GREEN, ("Q03", "Red fever")]},
        [("Lapis", "Q01"), ("Olive", "Q02")],
        [["Q01.0", 2097, "Q01.9"]],
    ),
    icd10cm(
        # Q01.0 becomes a header, Q02 a revised one with codes, Q03 ends, Q04 is new.
        [
            BLUE,
            ("Q010", "Mild, by time"),
            ("Q0101", "By day"),
            ("Q02", "Moss fever", "Moss"),
            ("Q021", "Dry"),
            ("Q04", "New"),
            *MANY,
        ],
        {"Q01-Q02": [(*BLUE, AZURE, MOSS), ("Q02", "Moss fever", MOSS)], "Q04-Q04": [("Q04", "New")]},
        [("Lapis", "Q02"), ("Indigo", "Q04"), ("Olive", "Q02")],
        [["Q01.0", 2097, "Q01.9"], ["Q04", 2098, "Q03"]],
    ),
    icd10cm(
        # All of it back, but for Q02, and in another order.
        [*MANY, BLUE, ("Q010", "Mild"), ("Q03", "Red fever, once more"), ("Q04", "No longer new")],
        {"Q00-Q09": [BLUE, ("Q03", "Red fever, once more", AZURE), ("Q04", "No longer new")]},
        [("Lapis", "Q01")],
        [["Q04", 2098, "Q03"]],
    ),
]


def icd10pcs(tables, definitions, index):
    order = [
        row for prefix, fourth in tables.items() for row in [(prefix, f"Table {prefix}"), *codes_of(prefix, fourth)]
    ]
    return {
        "icd10pcs_order.txt": files.an_order(*order),
        "tables.xml": files.pcs_tables(*tables.items()),
        "definitions.xml": files.pcs_definitions(*definitions),
        "index.xml": files.pcs_index(*index),
    }


def codes_of(prefix, fourth):
    return [(f"{prefix}{character}ZZZ", f"{prefix} of {label}") for character, label in fourth.items()]


PARTS = {character: f"Part {character}" for character in "123456789ABCDEFGHJKLMNPQRSTUVWX"}
ICD10PCS = [
    icd10pcs({"0W0": PARTS, "0W1": {"1": "Wing"}}, [("Turning", "Going round")], [("Wing", "0W11")]),
    icd10pcs(
        {"0W0": PARTS, "0X0": {"1": "Tail"}, "X00": {"1": "Fin"}}, [("Turning", "Going about")], [("Tail", "0X01")]
    ),
    icd10pcs(
        {"0W0": PARTS | {"1": "First part"}, "0W1": {"1": "Wing", "2": "Claw"}}, [], [("Wing", "0W11"), ("Fin", "X001")]
    ),
]
ICD10PCS[2].pop("definitions.xml")
BOARDS = [files.a_hcpcs_code(f"A99{n:02}", f"Board {n}") for n in range(40)]
HCPCS = [
    {"h.csv": files.hcpcs(*BOARDS, files.a_hcpcs_code("J9901", "Drug", COV="D"), files.a_hcpcs_modifier("ZX", "Left"))},
    {
        "h.csv": files.hcpcs(
            *BOARDS,
            files.a_hcpcs_code("J9901", "Drug, strong", COV="C", BETOS="Z2", **{"TERM DT": "20990331"}),
            files.a_hcpcs_code("G9901", "New", **{"ADD DT": "20990401"}),
            files.a_hcpcs_modifier("ZY", "Right"),
        )
    },
    {
        "h.csv": files.hcpcs(
            *BOARDS[1:], files.a_hcpcs_code("J9901", "Drug", BETOS="Z2"), files.a_hcpcs_modifier("ZX", "Left hand")
        )
    },
]
LISTED = [(f"998{n:02}", f"Invented {n}", f"INV {n}") for n in range(40)]
CPT = [
    {
        "ConsolidatedCodeList.txt": files.cpt_consolidated(
            *LISTED, ("99901", "One", "ONE", "Plain one"), ("99902", "Two", "TWO")
        )
    },
    {
        "ConsolidatedCodeList.txt": files.cpt_consolidated(
            *LISTED, ("99901", "One, new", "ONE", "Plainer"), ("99903", "Three", "3")
        ),
        "Modifiers.txt": files.cpt_modifiers(("22", "More")),
    },
    {"ConsolidatedCodeList.txt": files.cpt_consolidated(*LISTED[1:], ("99902", "Two", "TWO"), ("99903", "Third", "3"))},
]
MEADOW = ("01", "Meadow", "A place outdoors.")
PLACES = [
    {"p.xml": files.places(*(pair for pair in rows))}
    for rows in (
        [MEADOW, *((f"{n}", f"Place {n}", "Words.") for n in range(10, 40))],
        [MEADOW, *((f"{n}", f"Place {n}", "Words.") for n in range(11, 41))],
        [("01", "Field", "A field."), *((f"{n}", f"Place {n}", "Words.") for n in range(10, 40))],
    )
]
RULE = "Invented rule"
PTP = [
    {"ccipra-f1.txt": files.ptp_edits(*edits)}
    for edits in (
        [("99901", "99902", "20980101", "*", "1", RULE), ("99901", "99903", "20980101", "*", "0", RULE)],
        [("99901", "99902", "20980101", "20990331", "1", RULE), ("99901", "99904", "20990401", "*", "1", "New rule")],
        [("99901", "99903", "20980101", "*", "0", RULE), ("99901", "99903", "20990701", "*", "1", RULE)],
    )
]
ADD_ONS = [
    {"aoc.txt": files.add_on_edits(*edits)}
    for edits in (
        [("99902", "99901", "1", "2098001", ""), ("99903", "CCCCC", "2", "2098001", "")],
        [("99902", "99901", "1", "2098001", "2099090"), ("99904", "99901", "1", "2099091", "")],
        [("99902", "99901", "1", "2098001", ""), ("99904", "99901", "3", "2099091", "")],
    )
]
MUE = [
    {f"{setting}.csv": files.unit_limits(*limits, setting=setting) for setting, limits in both.items()}
    for both in (
        {"practitioner": [("99901", 1), ("99902", 1)], "hospital": [("99901", 9)]},
        {"practitioner": [("99901", 2), ("J9901", 1), ("99903", 1)], "hospital": [("99901", 9), ("99904", 1)]},
        {"practitioner": [("99901", 1), ("99903", 2)], "hospital": [("99904", 1)]},
    )
]


def fee_schedule(services, factor, *places):
    return {
        "PPRRVU.csv": files.fees(*(files.a_fee(value, **{"GLOB DAYS": days}) for value, days in services.items())),
        "GPCI.csv": files.localities(*(("99901", "ZE", n, name, "1", "1", "1") for n, name in places)),
        "LOCCO.csv": files.counties(*(("99901", n, "ZEBRA LAND", name, "ALL") for n, name in places)),
        "ANES.csv": files.anesthesia(*(("99901", n, name, factor) for n, name in places)),
    }


FEES = [
    fee_schedule({"99901": "000", "99902": "000"}, "19.30", ("00", "NORTH"), ("01", "SOUTH")),
    fee_schedule({"99901": "010", "99903": "000"}, "19.40", ("00", "NORTH"), ("02", "WEST")),
    fee_schedule({"99901": "000", "99903": "090"}, "19.30", ("00", "NORTH POLE"), ("01", "SOUTH")),
]
OPPS = [
    {"b.csv": files.addendum_b(*((value, "Words", "A", "", "", payment) for value, payment in said.items()))}
    for said in ({"99901": "1.00", "J9901": "2.00"}, {"99901": "1.50", "99902": ""}, {"99901": "1.00", "99902": "3.00"})
]
YEAR = "January 1, 2099 through December 31, 2099"
DRUGS = [
    {"asp.csv": files.drug_prices(*((value, "Words", "1 ML", limit) for value, limit in said.items()), period=YEAR)}
    for said in ({"J9901": "1.00", "J9902": "2.00"}, {"J9901": "1.50", "99903": "N/A"}, {"J9901": "1.00"})
]
GEMS = [
    {"2099_I9gem.txt": files.gems(*rows), "2099_I10gem.txt": files.gems(("Q010", "9991", flags))}
    for rows, flags in (
        ([("9991", "Q010", "00000"), ("9992", "NoDx", "11000")], "00000"),
        ([("9991", "Q010", "10000"), ("9993", "Q011", "00000")], "00000"),
        ([("9991", "Q010", "00000"), ("9993", "Q011", "00000")], "10000"),
    )
]
COVERAGE = [
    {
        "list.csv": files.coverage_documents(*documents),
        "codes.csv": files.coverage_codes(*(("99002", "12", value, "1") for value in values)),
    }
    for documents, values in (
        ([("L99001", "7", "Wobbling"), ("A99002", "1", "Billing")], ["99901", "99902"]),
        ([("L99001", "8", "Wobbling more"), ("A99003", "1", "New")], ["99901", "J9901"]),
        ([("L99001", "7", "Wobbling"), ("A99003", "2", "New")], ["99902", "J9901"]),
    )
]
SOURCES = {
    "icd10cm": ICD10CM,
    "icd10pcs": ICD10PCS,
    "hcpcs": HCPCS,
    "cpt": CPT,
    "place-of-service": PLACES,
    "ncci-ptp": PTP,
    "ncci-add-on": ADD_ONS,
    "mue": MUE,
    "fees": FEES,
    "opps": OPPS,
    "drug-prices": DRUGS,
    "gems": GEMS,
    "coverage": COVERAGE,
}


class Three(Releases):
    """The three releases A, B and C of a source."""

    def __init__(self, folder, source):
        super().__init__(folder, source)
        self.made = dict(zip(DAYS, SOURCES[source], strict=True))

    def take(self, *days):
        """Load these releases in turn; "-A" goes back to A. Returns the content after each."""
        found = []
        for day in days:
            effective = day.removeprefix("back to ")
            back = day != effective
            # The tiny lists end more of their codes than a release does; going back must need no leave for it.
            self.load(effective, self.made[effective], name=effective, back=back, allow_mass_end=not back)
            found.append(in_order(content()))
        return found

    def alone(self, *days):
        """The content after these releases in a database that has no others."""
        with undone_after():
            return self.take(*days)[-1]


def in_order(found):
    """The content without the places of deleted codes: they have none in the publisher's order."""
    codes = [json.loads(row) for row in found["codes_code"]]
    for code in codes:
        if code["status"] == "deleted":
            del code["position"]
    return found | {"codes_code": codes}


@pytest.fixture(params=SOURCES)
def three(request, tmp_path):
    return Three(tmp_path, request.param)


def back_to(day):
    return f"back to {day}"


def told():
    """All that readers are told of the standing releases."""
    return list(
        Change.objects.filter(release__undone_at=None)
        .order_by("release", "value", "field", "kind")
        .values_list("release__name", "system", "value", "kind", "field", "before", "after")
    )


def test_the_scenarios_differ(three):
    after_a, after_b, after_c = three.take(A, B, C)
    assert after_a != after_b != after_c != after_a


def test_back_to_the_release_before(three):
    after_a, after_b, again_a = three.take(A, B, back_to(A))
    assert again_a == after_a
    assert orphans() == {}
    assert three.take(B) == [after_b]


def test_back_two_releases_and_forward_again(three):
    after_a, after_b, after_c, again_a, again_b, again_c = three.take(A, B, C, back_to(A), B, C)
    assert (again_a, again_b, again_c) == (after_a, after_b, after_c)


def test_back_one_of_three(three):
    _, after_b, after_c, again_b, again_c = three.take(A, B, C, back_to(B), C)
    assert (again_b, again_c) == (after_b, after_c)
    assert orphans() == {}


def test_back_twice(three):
    after_a, after_b, _, again_b, again_a = three.take(A, B, C, back_to(B), back_to(A))
    assert (again_b, again_a) == (after_b, after_a)
    assert orphans() == {}


def test_back_to_an_earlier_file_that_was_never_loaded(three):
    alone = three.alone(B)
    after_c, after_b = three.take(C, back_to(B))
    assert after_c != after_b == alone
    assert orphans() == {}


def test_back_to_a_file_between_two_that_were_loaded(three):
    alone = three.alone(A, B)
    three.take(A, C)
    three.load(B, three.made[B], back=True, allow_mass_end=True)
    assert in_order(content()) == alone
    assert orphans() == {}


def test_what_readers_are_told_is_as_it_was(three):
    three.take(A, B)
    before = told()
    three.take(C, back_to(B))
    assert told() == before


def test_the_release_stands_again_with_its_own_report_and_the_later_one_is_marked(three):
    three.take(A, B)
    first, second = Release.objects.order_by("pk")
    kept = Release.objects.filter(pk=first.pk).values().get()
    three.take(back_to(A))
    second.refresh_from_db()
    assert Release.objects.filter(pk=first.pk).values().get() == kept
    assert (second.undone_at is None, second.changes.count()) == (False, 0)
    assert list(Release.objects.standing()) == [first]
    three.take(B)
    assert [(release.name, release.undone_at is None) for release in Release.objects.order_by("pk")] == [
        (A, True),
        (B, False),
        (B, True),
    ]


def test_a_file_that_was_never_loaded_makes_a_release_of_its_own(three):
    three.take(C, back_to(B))
    assert [(release.name, release.first) for release in Release.objects.standing()] == [(B, True)]
    assert Change.objects.count() == 0


def test_going_back_to_what_stands_changes_nothing(three):
    three.take(A, B)
    before = everything()
    assert (
        three.load(B, three.made[B], back=True, name="B").out == "B: the same file is loaded already: nothing changed\n"
    )
    assert everything() == before


def test_trying_to_go_back_writes_nothing(three):
    three.take(A, B)
    before = everything()
    printed = three.load(A, three.made[A], back=True, dry_run=True)
    assert ("taken back", B) in printed.report
    assert everything() == before


def test_an_older_file_is_refused_and_names_what_is_loaded(three):
    three.take(B)
    assert three.refused(A, three.made[A]) == (
        f"{B}, effective {B}, is loaded and newer than {A}: --back goes back to the earlier file"
    )


def test_the_report_of_going_back_names_what_was_taken_back(three):
    three.take(A, B, C)
    printed = three.load(A, three.made[A], back=True)
    assert [line.split(maxsplit=1)[0] for line in printed.out.splitlines() if line.endswith("taken back")] == [C, B]


def test_a_correction_for_the_same_day_is_taken_back(three):
    """The file of C, loaded for the day of B by mistake."""
    _, after_b = three.take(A, B)
    before = told()
    three.load(B, three.made[C], name="wrong", allow_mass_end=True)
    assert in_order(content()) != after_b
    assert three.take(back_to(B)) == [after_b]
    assert (told(), orphans()) == (before, {})
    assert [release.name for release in Release.objects.standing().order_by("pk")] == [A, B]


# Releases of more or of fewer parts.


@pytest.fixture
def icd(tmp_path):
    return Releases(tmp_path, "icd10cm")


CODES = [BLUE, ("Q010", "Mild"), GREEN]
ORDER = {"order.txt": files.an_order(*CODES)}
NEWER_ORDER = {"order.txt": files.an_order(*CODES, ("Q03", "Red fever"))}
TABULAR = {
    "tabular.xml": files.a_tabular(
        files.a_chapter(
            "1",
            files.a_section("Q01-Q02", files.a_diag(*BLUE, AZURE, files.a_diag("Q01.0", "Mild")), files.a_diag(*GREEN)),
        )
    )
}
INDEX = {"index.xml": files.an_index(("Lapis", "Q01"))}
FALLS = {"eindex.xml": files.an_external_index(("Fall", "Q02"))}


def test_notes_chapters_and_an_index_that_only_the_later_release_had_are_gone(icd):
    icd.load(A, ORDER)
    before = content()
    icd.load(B, NEWER_ORDER | TABULAR | INDEX | FALLS)
    assert (Note.objects.count(), IndexTerm.objects.count(), Code.objects.filter(kind="chapter").count()) == (1, 2, 1)
    icd.load(A, ORDER, back=True)
    assert content() == before
    assert orphans() == {}


def test_an_index_table_that_only_the_later_release_had_is_gone_and_the_others_stay(icd):
    icd.load(B, ORDER | INDEX | FALLS)
    icd.load(A, ORDER | INDEX, back=True, name="earlier")
    found = IndexTerm.objects.values_list("table", "term", "release__name")
    assert list(found) == [("index", "Lapis", "earlier")]
    assert values_found("fall") == []


def test_parts_of_facts_that_only_the_later_release_had_are_gone(tmp_path):
    fees = Releases(tmp_path, "fees")
    values = {"PPRRVU.csv": FEES[0]["PPRRVU.csv"]}
    fees.load(A, values)
    before = content()
    fees.load(B, FEES[1])
    fees.load(A, values, back=True)
    assert content() == before
    assert orphans() == {}


def test_a_setting_that_only_the_later_release_had_is_gone(tmp_path):
    mue = Releases(tmp_path, "mue")
    practitioner = {"practitioner.csv": MUE[0]["practitioner.csv"]}
    mue.load(A, practitioner)
    before = content()
    mue.load(B, MUE[1])
    mue.load(A, practitioner, back=True)
    assert content() == before


def test_pcs_tables_that_only_the_later_release_had_are_gone(tmp_path):
    pcs = Releases(tmp_path, "icd10pcs")
    order = {"icd10pcs_order.txt": ICD10PCS[0]["icd10pcs_order.txt"]}
    pcs.load(A, order)
    before = content()
    pcs.load(B, ICD10PCS[1], allow_mass_end=True)
    pcs.load(A, order, back=True)
    assert content() == before


def test_a_part_that_the_later_release_left_alone_is_left_alone(icd):
    icd.load(A, ORDER | TABULAR | INDEX)
    before = content()
    icd.load(B, NEWER_ORDER)
    icd.load(A, ORDER | TABULAR | INDEX, back=True)
    assert content() == before


def test_what_the_later_release_did_not_touch_needs_no_file(icd):
    icd.load(A, INDEX)
    icd.load(A, ORDER)
    before = content()
    icd.load(B, NEWER_ORDER)
    icd.load(A, ORDER, back=True)
    assert content() == before


@pytest.mark.parametrize(("part", "made"), [("tabular", TABULAR), ("index index", INDEX)])
def test_without_the_earlier_file_of_a_part_going_back_is_refused(icd, part, made):
    """Half a way back is no state that ever was."""
    icd.load(A, ORDER | made, name="January")
    icd.load(B, NEWER_ORDER | made | {"index.xml": files.an_index(("Indigo", "Q03"))}, name="April")
    [name] = made
    assert icd.refused("2099-01-01", ORDER, back=True) == (
        f"April also replaced the {part} of January: going back needs that file too (order.txt, {name})"
    )


def test_the_tabular_list_is_taken_back_for_the_order_file(icd):
    """They are two lists of the same codes."""
    icd.load(A, ORDER)
    before = content()
    icd.load(B, TABULAR)
    icd.load(A, ORDER, back=True)
    assert content() == before
    assert [release.effective.isoformat() for release in Release.objects.standing()] == [A]


def test_the_order_file_is_taken_back_for_the_tabular_list(icd):
    """But for the short words: a list that has none leaves them."""
    icd.load(A, TABULAR)
    before = content()
    icd.load(B, NEWER_ORDER)
    icd.load(A, TABULAR, back=True)
    assert set(Code.objects.filter(kind="code").values_list("short_descriptor", flat=True)) == {"Mild", "Green fever"}
    Code.objects.update(short_descriptor="")
    assert content() == before


# Codes that the later release added, and what has been written about them since.


WRITTEN = {
    "a section": lambda code: code.sections.create(kind="when_to_use", body="By day."),
    "a payer's note": lambda code: code.payer_notes.create(payer="Nobody", text="Pays nothing."),
    "a source": lambda code: code.sources.create(title="Nobody's book"),
    "a relation": lambda code: code.relations.create(kind="see_instead", target=Code.objects.get(value="Q02")),
    "a relation to it": lambda code: Relation.objects.create(
        code=Code.objects.get(value="Q02"), kind="add_on", target=code
    ),
    "a modifier": lambda code: ModifierUse.objects.create(
        code=code, modifier=a_code("ZX", "hcpcs", kind="modifier"), when="Often"
    ),
    "an edit": lambda code: Code.objects.filter(pk=code.pk).update(edited_at="2099-05-01T00:00Z", title="Our title"),
    "a held descriptor": lambda code: Code.objects.filter(pk=code.pk).update(held=["descriptor"], descriptor="By hand"),
}


@pytest.mark.parametrize("write", WRITTEN.values(), ids=WRITTEN)
def test_a_code_that_somebody_wrote_about_stays_and_is_deleted(icd, write):
    icd.load(A, ORDER)
    icd.load(B, NEWER_ORDER)
    code = Code.objects.get(value="Q03")
    write(code)
    written = {table: rows for table, rows in content().items() if table != "codes_code"}
    icd.load(A, ORDER, back=True)
    code.refresh_from_db()
    assert (code.status, code.billable, code.release.effective.isoformat()) == ("deleted", False, A)
    assert {table: rows for table, rows in content().items() if table != "codes_code"} == written
    assert (Change.objects.count(), orphans()) == (0, {})
    icd.load(B, NEWER_ORDER)
    code.refresh_from_db()
    assert (code.status, code.billable, code.effective_to) == ("active", True, None)


def test_a_code_that_nobody_wrote_about_is_gone(icd):
    icd.load(A, ORDER)
    icd.load(B, NEWER_ORDER)
    icd.load(A, ORDER, back=True)
    assert not Code.objects.filter(value="Q03").exists()


def test_a_kept_code_begins_with_the_file_that_has_it_too(icd):
    """Going back to a file between the two, that was never loaded."""
    icd.load(A, ORDER)
    icd.load(C, NEWER_ORDER)
    Code.objects.get(value="Q03").sections.create(kind="when_to_use", body="By day.")
    icd.load(B, NEWER_ORDER, back=True)
    code = Code.objects.get(value="Q03")
    assert (code.effective_from.isoformat(), code.sections.count()) == (B, 1)


def test_everything_that_may_hang_on_a_code_keeps_it_or_goes_with_it():
    """Whatever the database ties to codes must stand in the condition, or a load that goes back would fail."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, a.attname FROM pg_constraint "
            "JOIN pg_attribute a ON a.attrelid = conrelid AND a.attnum = ANY (conkey) "
            "WHERE contype = 'f' AND confrelid = 'codes_code'::regclass"
        )
        tied = {(table, column) for table, column in cursor.fetchall() if table not in WITH_IT}
    assert set(hanging()) == tied
    assert {"codes_favourite", "codes_draft", "codes_section", "discussion_reply"} <= {table for table, _ in tied}


def test_a_code_that_a_reader_keeps_something_about_stays(icd):
    icd.load(A, ORDER)
    icd.load(B, NEWER_ORDER)
    code = Code.objects.get(value="Q03")
    Favourite.objects.create(user=a_reader(), code=code)
    icd.load(A, ORDER, back=True)
    assert Code.objects.get(value="Q03").pk == code.pk
    assert Favourite.objects.count() == 1


def test_changes_that_other_sources_noted_about_it_stay(tmp_path):
    hcpcs, mue = Releases(tmp_path, "hcpcs"), Releases(tmp_path, "mue")
    board, drug = files.a_hcpcs_code("A9901", "Board"), files.a_hcpcs_code("J9901", "Drug")
    hcpcs.load(A, {"h.csv": files.hcpcs(board)})
    hcpcs.load(B, {"h.csv": files.hcpcs(board, drug)})
    mue.load(A, {"m.csv": files.unit_limits(("J9901", 1))})
    mue.load(B, {"m.csv": files.unit_limits(("J9901", 2))})
    before = changes(release__source="mue")
    hcpcs.load(A, {"h.csv": files.hcpcs(board)}, back=True)
    assert not Code.objects.filter(value="J9901").exists()
    assert changes() == before == [("J9901", "revised", "Unit limit 1", "units 1", "units 2")]


def test_going_back_is_no_mass_end(icd):
    icd.load(A, ORDER)
    icd.load(B, {"order.txt": files.an_order(*CODES, *MANY)})
    icd.load(A, ORDER, back=True)
    assert Code.objects.count() == 4 - 1


def test_going_back_in_a_table_without_versions_is_no_mass_end(tmp_path):
    ptp = Releases(tmp_path, "ncci-ptp")
    edits = [("99901", f"{number:05}", "20980101", "*", "1", RULE) for number in range(60)]
    ptp.load(A, {"ccipra-f1.txt": files.ptp_edits(*edits[:25])})
    before = content()
    ptp.load(B, {"ccipra-f1.txt": files.ptp_edits(*edits)})
    ptp.load(A, {"ccipra-f1.txt": files.ptp_edits(*edits[:25])}, back=True)
    assert content() == before


def test_a_file_that_was_never_loaded_may_end_no_more_than_others_going_back(icd):
    icd.load(A, {"order.txt": files.an_order(*CODES, *MANY)})
    icd.load(C, {"order.txt": files.an_order(*CODES, *MANY, ("Q03", "Red fever"))})
    assert "the file would end 40 of 43 codes" in icd.refused(B, ORDER, back=True)


# Descriptors that editors hold.


def test_words_of_the_release_that_is_taken_back_are_forgotten(icd):
    icd.load(A, ORDER)
    code = Code.objects.filter(value="Q02")
    code.update(held=["descriptor"], descriptor="By hand", published={"descriptor": "Green fever"})
    mark_due([code.get().pk])
    before = content()
    icd.load(B, {"order.txt": files.an_order(*CODES[:2], ("Q02", "Moss fever"))})
    assert counts()[5] == 1
    icd.load(A, ORDER, back=True)
    assert content() == before
    assert Change.objects.count() == 0


def test_a_conflict_of_the_release_that_stands_again_is_not_told_twice(icd):
    icd.load(A, ORDER)
    Code.objects.filter(value="Q02").update(held=["descriptor"], descriptor="By hand")
    moss, lime = ({"order.txt": files.an_order(*CODES[:2], ("Q02", words))} for words in ("Moss fever", "Lime fever"))
    icd.load(B, moss)
    icd.load(C, lime)
    icd.load(B, moss, back=True)
    assert changes(kind="conflict") == [("Q02", "conflict", "descriptor", "By hand", "Moss fever")]
    assert Code.objects.get(value="Q02").published == {"descriptor": "Moss fever"}


# Pages of bare numbers.


def test_the_page_of_a_number_that_only_the_later_release_named_is_gone(tmp_path):
    mue = Releases(tmp_path, "mue")
    mue.load(A, {"m.csv": files.unit_limits(("99902", 1), ("99904", 1))})
    mue.load(B, {"m.csv": files.unit_limits(("99901", 1), ("99902", 1), ("99904", 1))})
    mue.load(A, {"m.csv": files.unit_limits(("99902", 1), ("99904", 1))}, back=True)
    assert list(Code.objects.order_by("position").values_list("value", "position")) == [("99902", 1), ("99904", 2)]


def test_the_page_of_a_number_that_something_else_names_stays(tmp_path):
    mue = Releases(tmp_path, "mue")
    first = {"m.csv": files.unit_limits(("99902", 1))}
    mue.load(A, first)
    mue.load(B, {"m.csv": files.unit_limits(("99902", 1), ("99903", 1))})
    Releases(tmp_path, "opps").load(A, {"b.csv": files.addendum_b(("99903", "", "A", "", "", ""))})
    mue.load(A, first, back=True)
    assert list(Code.objects.order_by("value").values_list("value", "release__source", "release__undone_at")) == [
        ("99902", "mue", None),
        ("99903", "mue", None),
    ]


def test_the_page_of_a_number_that_an_editor_wrote_about_stays(tmp_path):
    mue = Releases(tmp_path, "mue")
    first = {"m.csv": files.unit_limits(("99902", 1))}
    mue.load(A, first)
    mue.load(B, {"m.csv": files.unit_limits(("99902", 1), ("99903", 1))})
    Code.objects.get(value="99903").sections.create(kind="when_to_use", body="By day.")
    mue.load(A, first, back=True)
    assert Code.objects.filter(value="99903", release__undone_at=None).exists()


def test_days_have_what_stood_before(tmp_path):
    mue = Releases(tmp_path, "mue")
    for day, units in ((A, 1), (B, 2), (C, 3)):
        mue.load(day, {"m.csv": files.unit_limits(("99901", units))})
    mue.load(B, {"m.csv": files.unit_limits(("99901", 2))}, back=True)
    assert [UnitLimit.objects.on(day).get().units for day in DAYS] == [1, 2, 2]
