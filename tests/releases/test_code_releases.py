"""Codes as releases change them: what is counted, what is kept as a change, and what a release leaves alone."""

from datetime import date

import pytest

from codes.models import Change, Code, Note, Release
from codes.releases.demo import load_demo
from tests.builders import values_found
from tests.releases import small_files as files
from tests.releases import small_releases
from tests.releases.contents import everything
from tests.releases.loading import Releases, changes, counts

pytestmark = pytest.mark.django_db
FY98, FY99, FY00, FY01 = "2097-10-01", "2098-10-01", "2099-10-01", "2100-10-01"


@pytest.fixture
def icd(tmp_path):
    """Loads order files of ICD-10-CM, and a tabular list beside them."""
    releases = Releases(tmp_path, "icd10cm")

    def load(effective, *rows, tabular=None, **options):
        made = {"order.txt": files.an_order(*rows)} if rows else {}
        return releases.load(effective, made | ({"tabular.xml": tabular} if tabular else {}), **options)

    load.releases = releases
    return load


@pytest.fixture
def hcpcs(tmp_path):
    releases = Releases(tmp_path, "hcpcs")
    return lambda effective, *records, **options: releases.load(effective, {"h.csv": files.hcpcs(*records)}, **options)


@pytest.fixture
def cpt(tmp_path):
    """Loads (code, long, short) or (code, long, short, consumer's words), and modifiers beside them."""
    releases = Releases(tmp_path, "cpt")

    def load(effective, *codes, modifiers=(), **options):
        made = {"ConsolidatedCodeList.txt": files.cpt_consolidated(*codes)}
        made |= {"Modifiers.txt": files.cpt_modifiers(*modifiers)} if modifiers else {}
        return releases.load(effective, made, **options)

    return load


def standing(**fields):
    """[(value, status, billable, effective from, effective to)] in the order of the codes."""
    found = Code.objects.filter(**fields).order_by("value")
    return list(found.values_list("value", "status", "billable", "effective_from", "effective_to"))


def filled(*rows, number=40):
    """These rows behind so many others that a few may end."""
    return [*((f"R{n:02}", f"Filling {n}") for n in range(number)), *rows]


# What is counted and kept as a change.


def test_the_first_release_is_all_new_and_leaves_no_changes(icd):
    icd(FY98, ("Q01", "Blue fever"), ("Q010", "Mild"), ("Q02", "Green fever"))
    assert counts() == (3, 3, 0, 0, 0, 0)
    assert Release.objects.get().first
    assert Change.objects.count() == 0
    assert {row[3] for row in standing()} == {None}


def test_an_update_adds_revises_and_ends(icd):
    icd(FY98, *filled(("Q01", "Blue fever"), ("Q02", "Green fever")))
    icd(FY99, *filled(("Q01", "Azure fever", "Azure"), ("Q03", "Red fever")))
    assert counts() == (42, 1, 1, 1, 40, 0)
    assert changes() == [
        ("Q01", "revised", "descriptor", "Blue fever", "Azure fever"),
        ("Q01", "revised", "short_descriptor", "Blue fever", "Azure"),
        ("Q02", "ended", "", "", "2098-09-30"),
        ("Q03", "added", "", "", ""),
    ]
    assert standing(value__startswith="Q") == [
        ("Q01", "active", True, None, None),
        ("Q02", "deleted", False, None, date(2098, 9, 30)),
        ("Q03", "active", True, date(2098, 10, 1), None),
    ]


def test_an_unchanged_code_has_no_change_and_names_the_newest_release(icd):
    icd(FY98, ("Q01", "Blue fever"))
    icd(FY99, ("Q01", "Blue fever"), ("Q02", "Green fever"))
    assert [change[0] for change in changes()] == ["Q02"]
    assert Code.objects.get(value="Q01").release == Release.objects.latest()


def test_a_code_that_became_a_header_is_one_ended_and_one_added(icd):
    icd(FY98, *filled(("Q01", "Blue fever"), ("Q010", "Mild")))
    icd(
        FY99,
        *filled(
            ("Q01", "Blue fever"),
            ("Q010", "Mild, of some kind"),
            ("Q0101", "Mild, by day"),
            ("Q0102", "Mild, by night"),
        ),
    )
    assert counts() == (44, 3, 0, 1, 41, 0)
    assert changes(value="Q01.0") == [
        ("Q01.0", "revised", "descriptor", "Mild", "Mild, of some kind"),
        ("Q01.0", "added", "kind", "code", "heading"),
        ("Q01.0", "ended", "kind", "code", "heading"),
        ("Q01.0", "revised", "short_descriptor", "Mild", "Mild, of some kind"),
    ]
    assert standing(value="Q01.0") == [("Q01.0", "active", False, None, None)]
    assert ["codes that became headers", 1] in Release.objects.latest().report


def test_a_header_that_became_a_code_is_one_ended_and_one_added(icd):
    icd(FY98, *filled(("Q01", "Blue fever"), ("Q010", "Mild"), ("Q0101", "Mild, by day")))
    icd(FY99, *filled(("Q01", "Blue fever"), ("Q010", "Mild")))
    assert counts() == (42, 1, 0, 2, 41, 0)
    assert changes(value="Q01.0") == [
        ("Q01.0", "added", "kind", "heading", "code"),
        ("Q01.0", "ended", "kind", "heading", "code"),
    ]
    assert standing(value="Q01.0") == [("Q01.0", "active", True, None, None)]
    assert "codes that became headers" not in dict(Release.objects.latest().report)


def test_a_reinstated_code_keeps_its_row_and_counts_as_added(icd):
    icd(FY98, *filled(("Q01", "Blue fever")))
    key = Code.objects.get(value="Q01").pk
    icd(FY99, *filled())
    icd(FY00, *filled(("Q01", "Azure fever")))
    assert counts() == (41, 1, 0, 0, 40, 0)
    latest = Release.objects.latest()
    assert changes(release=latest) == [
        ("Q01", "revised", "descriptor", "Blue fever", "Azure fever"),
        ("Q01", "revised", "short_descriptor", "Blue fever", "Azure fever"),
        ("Q01", "added", "status", "2098-09-30", "active"),
    ]
    code = Code.objects.get(value="Q01")
    assert (code.pk, code.status, code.billable, code.effective_to) == (key, "active", True, None)


def test_each_code_is_counted_once_whatever_changed_about_it(hcpcs):
    hcpcs(FY98, files.a_hcpcs_code("A9901", "Board", COV="D", BETOS="Z2"))
    hcpcs(FY99, files.a_hcpcs_code("A9901", "Plank", COV="C", BETOS="Z3", **{"TERM DT": "21001231"}))
    assert counts() == (2, 0, 1, 0, 0, 0)
    assert len(changes()) == 5


def test_a_search_finds_new_words_and_not_the_old(icd):
    icd(FY98, ("Q01", "Blue fever"), ("Q02", "Green fever"))
    icd(FY99, ("Q01", "Azure fever"), ("Q02", "Green fever"), ("Q03", "Purple rash"))
    found = {word: values_found(word) for word in ("blue", "azure", "purple", "green")}
    assert found == {"blue": [], "azure": ["Q01"], "purple": ["Q03"], "green": ["Q02"]}


# HCPCS Level II says itself when a code ends.


def test_a_code_whose_last_day_is_over_is_deleted(hcpcs):
    hcpcs(
        "2099-01-01",
        files.a_hcpcs_code("A9901", "Over", **{"TERM DT": "20981231"}),
        files.a_hcpcs_code("A9902", "On its last day", **{"TERM DT": "20990101"}),
        files.a_hcpcs_code("A9903", "To end", **{"TERM DT": "20991231"}),
        files.a_hcpcs_code("A9904", "Standing"),
    )
    since = date(2020, 1, 1)
    assert standing(kind="code") == [
        ("A9901", "deleted", False, since, date(2098, 12, 31)),
        ("A9902", "active", True, since, date(2099, 1, 1)),
        ("A9903", "active", True, since, date(2099, 12, 31)),
        ("A9904", "active", True, since, None),
    ]


def test_a_code_that_ends_is_announced_and_then_ended(hcpcs):
    plain = files.a_hcpcs_code("A9901", "Board")
    ending = plain | {"TERM DT": "20990331"}
    for effective, record in (
        ("2098-10-01", plain),
        ("2099-01-01", ending),
        ("2099-04-01", ending),
        ("2099-07-01", ending),
    ):
        hcpcs(effective, record)
    assert list(
        Change.objects.order_by("pk").values_list("release__effective", "kind", "field", "before", "after")
    ) == [
        (date(2099, 1, 1), "revised", "effective_to", "", "2099-03-31"),
        (date(2099, 4, 1), "ended", "status", "2099-03-31", "2099-03-31"),
    ]
    assert [counts(release)[1:5] for release in Release.objects.order_by("pk")] == [
        (1, 0, 0, 0),
        (0, 1, 0, 0),
        (0, 0, 1, 1),
        (0, 0, 0, 1),
    ]


def test_a_code_that_the_file_no_longer_lists_keeps_the_last_day_that_it_had(hcpcs):
    others = [files.a_hcpcs_code(f"A99{n:02}", "Board") for n in range(60)]
    hcpcs(
        "2098-10-01",
        *others,
        files.a_hcpcs_code("J9901", "Drug", **{"TERM DT": "20981115"}),
        files.a_hcpcs_code("J9902", "Drug"),
    )
    hcpcs("2099-01-01", *others)
    assert [(row[0], row[4]) for row in standing(status="deleted", kind="code")] == [
        ("J9901", date(2098, 11, 15)),
        ("J9902", date(2098, 12, 31)),
    ]


def test_a_code_that_ended_before_it_began_ends_on_its_first_day(hcpcs):
    others = [files.a_hcpcs_code(f"A99{n:02}", "Board") for n in range(60)]
    hcpcs("2098-10-01", *others, files.a_hcpcs_code("J9901", "Drug", **{"ADD DT": "20990401"}))
    hcpcs("2099-01-01", *others)
    assert standing(value="J9901") == [("J9901", "deleted", False, date(2099, 4, 1), date(2099, 4, 1))]


def test_attributes_are_compared_one_by_one(hcpcs):
    hcpcs(FY98, files.a_hcpcs_code("A9901", "Board", COV="D", BETOS="Z2", PRICE1="51", PRICE2="21"))
    hcpcs(FY99, files.a_hcpcs_code("A9901", "Board", COV="C", STATUTE="1861(z)", PRICE1="51"))
    assert changes() == [
        ("A9901", "revised", "attributes.betos", '"Z2"', ""),
        ("A9901", "revised", "attributes.coverage", '"D"', '"C"'),
        ("A9901", "revised", "attributes.pricing", '["51", "21"]', '["51"]'),
        ("A9901", "revised", "attributes.statute", "", '"1861(z)"'),
    ]
    assert Code.objects.get(value="A9901").attributes == {
        "action": "N",
        "coverage": "C",
        "pricing": ["51"],
        "statute": "1861(z)",
    }


def test_modifiers_are_revised_and_ended_as_codes_are(hcpcs):
    others = [files.a_hcpcs_code(f"A99{n:02}", "Board") for n in range(40)]
    hcpcs(FY98, *others, files.a_hcpcs_modifier("ZX", "Left"), files.a_hcpcs_modifier("ZY", "Right"))
    hcpcs(FY99, *others, files.a_hcpcs_modifier("ZX", "Left hand"))
    assert changes() == [
        ("ZX", "revised", "descriptor", "Left", "Left hand"),
        ("ZX", "revised", "short_descriptor", "Left", "Left hand"),
        ("ZY", "ended", "", "", "2098-09-30"),
    ]


# What a file does not hold it leaves alone.


def test_the_order_file_alone_keeps_chapters_sections_and_notes(icd):
    icd(FY98, *small_releases.CM_CODES, tabular=files.a_tabular(*small_releases.CM_TABULAR))
    notes = list(Note.objects.order_by("code__value").values_list("code__value", "text"))
    assert notes == [("Q01", "azure fever"), ("Q01.1", "Indigo fever")]
    icd(FY99, *small_releases.CM_CODES, ("Q03", "Red fever"))
    assert list(Note.objects.order_by("code__value").values_list("code__value", "text")) == notes
    assert list(Code.objects.order_by("value").values_list("value", "kind", "status", "parent__value")) == [
        ("1", "chapter", "active", None),
        ("Q01", "heading", "active", "Q01-Q02"),
        ("Q01-Q02", "section", "active", "1"),
        ("Q01.0", "code", "active", "Q01"),
        ("Q01.1", "code", "active", "Q01"),
        ("Q02", "code", "active", "Q01-Q02"),
        ("Q03", "code", "active", None),
    ]
    assert values_found("indigo")


def test_a_new_category_of_the_order_file_finds_its_section_by_the_range(icd):
    wide = files.a_chapter("1", files.a_section("Q00-Q09", files.a_diag("Q01", "Blue fever")))
    icd(FY98, ("Q01", "Blue fever"), tabular=files.a_tabular(wide))
    icd(FY99, ("Q01", "Blue fever"), ("Q02", "Green fever"), ("Q11", "Red fever"))
    parents = Code.objects.filter(value__in=["Q02", "Q11"]).order_by("value").values_list("value", "parent__value")
    assert list(parents) == [("Q02", "Q00-Q09"), ("Q11", None)]


def test_overviews_hold_their_sections_once_they_are_loaded(icd):
    tabular = files.a_tabular(
        files.a_chapter(
            "1",
            files.a_section("Q00-Q99"),
            files.a_section("Q00-Q09", files.a_diag("Q01", "Blue fever")),
            files.a_section("Q10-Q19", files.a_diag("Q11", "Red fever")),
        )
    )
    icd(FY98, ("Q01", "Blue fever"), ("Q11", "Red fever"), tabular=tabular)
    assert dict(Code.objects.values_list("value", "parent__value")) == {
        "1": None,
        "Q00-Q99": "1",
        "Q00-Q09": "Q00-Q99",
        "Q01": "Q00-Q09",
        "Q10-Q19": "Q00-Q99",
        "Q11": "Q10-Q19",
    }


def test_chapters_and_sections_leave_no_changes(icd):
    fevers = [files.a_diag("Q01", "Blue fever"), files.a_diag("Q02", "Green fever")]
    codes = [("Q01", "Blue fever"), ("Q02", "Green fever")]
    icd(FY98, *codes, tabular=files.a_tabular(files.a_chapter("1", files.a_section("Q01-Q02", *fevers))))
    other = files.a_tabular(
        files.a_chapter("1", files.a_section("Q01-Q01", fevers[0], notes=files.a_note("includes", "azure"))),
        files.a_chapter("2", files.a_section("Q02-Q02", fevers[1])),
    )
    icd(FY99, *codes, tabular=other)
    assert (Change.objects.count(), counts()) == (0, (6, 0, 0, 0, 2, 0))
    assert dict(Code.objects.active().values_list("value", "parent__value")) == {
        "1": None,
        "Q01-Q01": "1",
        "Q01": "Q01-Q01",
        "2": None,
        "Q02-Q02": "2",
        "Q02": "Q02-Q02",
    }


def test_a_file_of_codes_alone_ends_no_modifier(hcpcs, cpt):
    hcpcs(FY98, files.a_hcpcs_code("A9901", "Board"), files.a_hcpcs_modifier("ZX", "Left"))
    hcpcs(FY99, files.a_hcpcs_code("A9901", "Board"))
    cpt(FY98, ("99901", "One", "ONE"), modifiers=[("22", "More")])
    cpt(FY99, ("99901", "One", "ONE"))
    assert list(Code.objects.modifiers().order_by("value").values_list("value", "status")) == [
        ("22", "active"),
        ("ZX", "active"),
    ]


def test_notes_that_change_are_kept_before_and_after(icd):
    def tabular(*notes):
        return files.a_tabular(
            files.a_chapter("1", files.a_section("Q01-Q01", files.a_diag("Q01", "Blue fever", *notes)))
        )

    includes, excludes = files.a_note("includes", "azure", "indigo"), files.a_note("excludes1", "green")
    icd(FY98, ("Q01", "Blue fever"), tabular=tabular(includes))
    icd(FY99, ("Q01", "Blue fever"), tabular=tabular(includes, excludes))
    icd(FY00, ("Q01", "Blue fever"), tabular=tabular(excludes))
    assert list(Change.objects.order_by("pk").values_list("kind", "field", "before", "after")) == [
        ("notes", "notes", "includes: azure\nincludes: indigo", "includes: azure\nincludes: indigo\nexcludes1: green"),
        ("notes", "notes", "includes: azure\nincludes: indigo\nexcludes1: green", "excludes1: green"),
    ]
    assert ["codes with changed notes", 1] in Release.objects.latest().report
    assert list(Note.objects.values_list("position", "kind", "text")) == [(0, "excludes1", "green")]


def test_an_older_file_of_the_other_kind_is_refused(icd):
    """The tabular list and the order file are two lists of the same codes."""
    icd("2099-04-01", tabular=files.a_tabular(*small_releases.CM_TABULAR), name="April")
    message = icd.releases.refused(FY99, {"order.txt": files.an_order(("Q01", "Blue fever"))})
    assert message == (
        "April, effective 2099-04-01, is loaded and newer than 2098-10-01: --back goes back to the earlier file"
    )


def test_a_newer_file_of_the_other_kind_is_compared_with_what_is_loaded(icd):
    tabular = files.a_tabular(*small_releases.CM_TABULAR)
    icd(FY98, *small_releases.CM_CODES, tabular=tabular)
    Release.objects.update(parts=["tabular"])
    icd(FY99, *small_releases.CM_CODES, ("Q03", "Red fever"))
    assert not Release.objects.latest().first
    assert changes() == [("Q03", "added", "", "", "")]


def test_a_list_of_cpt_in_other_files_is_compared_with_what_is_loaded(tmp_path, cpt):
    cpt(FY98, ("99901", "Invented one", "ONE"), ("99902", "Invented two", "TWO"))
    made = {
        "LONGULT.txt": files.cpt_texts(
            ("99901", "Invented one"), ("99902", "Invented two, new"), ("99903", "Invented three")
        ),
        "SHORTU.txt": files.cpt_texts(("99901", "ONE"), ("99902", "TWO"), ("99903", "THREE"), separator=" "),
    }
    Releases(tmp_path, "cpt").load(FY99, made)
    assert not Release.objects.latest().first
    assert [change for change in changes() if not change[2].startswith("attributes")] == [
        ("99902", "revised", "descriptor", "Invented two", "Invented two, new"),
        ("99903", "added", "", "", ""),
    ]


# Descriptors that editors hold.


def hold(value, **words):
    Code.objects.filter(value=value).update(held=sorted(words), **words)


def test_a_held_descriptor_stays_and_the_publishers_words_are_kept_beside(icd):
    icd(FY98, ("Q01", "Blue fever"), ("Q02", "Green fever"))
    hold("Q01", descriptor="By hand")
    icd(FY99, ("Q01", "Azure fever"), ("Q02", "Green fever"))
    code = Code.objects.get(value="Q01")
    assert (code.descriptor, code.short_descriptor, code.published) == (
        "By hand",
        "Azure fever",
        {"descriptor": "Azure fever"},
    )
    assert changes() == [
        ("Q01", "conflict", "descriptor", "By hand", "Azure fever"),
        ("Q01", "revised", "short_descriptor", "Blue fever", "Azure fever"),
    ]
    assert counts() == (2, 0, 1, 0, 1, 1)


def test_a_conflict_is_told_again_only_when_the_publishers_words_changed(icd):
    icd(FY98, ("Q01", "Blue fever"), ("Q02", "Green fever"))
    hold("Q01", descriptor="By hand")
    icd(FY99, ("Q01", "Azure fever"), ("Q02", "Green fever"))
    icd(FY00, ("Q01", "Azure fever"), ("Q02", "Green fever"), ("Q03", "Red fever"))
    assert counts()[5] == 0
    icd(FY01, ("Q01", "Cyan fever"), ("Q02", "Green fever"), ("Q03", "Red fever"))
    assert counts()[5] == 1
    found = Change.objects.filter(kind="conflict").order_by("pk").values_list("after", flat=True)
    assert list(found) == ["Azure fever", "Cyan fever"]


def test_words_that_the_editor_knew_are_no_conflict(icd):
    icd(FY98, ("Q01", "Blue fever"))
    hold("Q01", descriptor="By hand")
    Code.objects.update(published={"descriptor": "Blue fever"})
    icd(FY99, ("Q01", "Blue fever"), ("Q02", "Green fever"))
    assert (counts()[5], Code.objects.get(value="Q01").published) == (0, {"descriptor": "Blue fever"})


def test_words_that_came_round_to_the_editors_are_no_conflict(icd):
    icd(FY98, ("Q01", "Blue fever"))
    hold("Q01", descriptor="By hand")
    icd(FY99, ("Q01", "By hand"))
    assert (counts()[5], Code.objects.get(value="Q01").published) == (0, {"descriptor": "By hand"})


def test_common_language_that_an_editor_holds_stands_against_the_consumers_text(cpt):
    cpt(FY98, ("99901", "Invented one", "ONE", "Plain one"), ("99902", "Invented two", "TWO", "Plain two"))
    hold("99901", common_language="Our own words")
    cpt(FY99, ("99901", "Invented one", "ONE", "Plainer one"), ("99902", "Invented two", "TWO", "Plainer two"))
    assert dict(Code.objects.values_list("value", "common_language")) == {
        "99901": "Our own words",
        "99902": "Plainer two",
    }
    assert changes() == [
        ("99901", "conflict", "common_language", "Our own words", "Plainer one"),
        ("99902", "revised", "common_language", "Plain two", "Plainer two"),
    ]


def test_words_that_a_file_does_not_have_stay(cpt):
    cpt(FY98, ("99901", "Invented one", "ONE", "Plain one"))
    cpt(FY99, ("99901", "Invented one", "ONE"))
    assert Code.objects.get().common_language == "Plain one"
    assert Change.objects.count() == 0


def test_what_editors_wrote_survives_every_release(icd):
    icd(FY98, *filled(("Q01", "Blue fever")))
    code = Code.objects.get(value="Q01")
    code.sections.create(kind="when_to_use", body="By day.")
    Code.objects.filter(pk=code.pk).update(title="Our title", unit_of_service="One")
    icd(FY99, *filled())
    icd(FY00, *filled(("Q01", "Azure fever")))
    code.refresh_from_db()
    assert (code.title, code.unit_of_service, code.sections.get().body) == ("Our title", "One", "By day.")


# Our own samples give way to what the publishers publish.


class TestSamples:
    def test_official_hcpcs_takes_their_place(self, hcpcs):
        load_demo()
        samples = Code.objects.filter(system="hcpcs", kind="code").count()
        value = Code.objects.filter(system="hcpcs", kind="code").first().value
        hcpcs("2026-10-01", files.a_hcpcs_code(value, "Official words"), files.a_hcpcs_code("A9901", "Board"))
        code = Code.objects.get(system="hcpcs", value=value)
        assert (code.descriptor, code.status, code.release.official) == ("Official words", "active", True)
        assert bool(code.title and code.common_language)
        ended = Code.objects.filter(system="hcpcs", kind="code", status="deleted")
        assert (ended.count(), ended.filter(effective_to=None).count()) == (samples - 1, samples - 1)
        assert counts()[1:] == (2, 0, 0, 0, 0)
        assert Change.objects.count() == 0
        assert Release.objects.get(source="hcpcs").first
        groups = Code.objects.filter(system="hcpcs", kind__in=["chapter", "section"], release__official=False)
        assert {group.children.exists() for group in groups} <= {True}

    def test_official_cpt_takes_their_place(self, cpt):
        load_demo()
        cpt(
            "2027-01-01",
            ("64493", "Invented official words", "OFFICIAL", "Plain"),
            ("99901", "Invented one", "ONE", "Plain"),
        )
        code = Code.objects.get(system="cpt", value="64493")
        assert (code.descriptor, code.release.source, code.sections.count()) == ("Invented official words", "cpt", 3)
        assert code.common_language != "Plain"
        assert code.published == {"common_language": "Plain"}
        assert Code.objects.get(system="cpt", value="64494").status == "deleted"

    def test_they_stay_away_from_an_official_list(self, hcpcs, cpt):
        hcpcs("2026-10-01", files.a_hcpcs_code("A9901", "Board"), files.a_hcpcs_modifier("LT", "Left"))
        cpt("2027-01-01", ("99901", "Invented one", "ONE"), modifiers=[("25", "Invented")])
        load_demo()
        before = everything()
        assert load_demo() == []
        assert everything() == before
        assert set(Code.objects.filter(kind="code").values_list("value", flat=True)) == {"A9901", "99901"}
        left = Code.objects.get(system="hcpcs", value="LT")
        assert (left.descriptor, left.release.official) == ("Left", True)

    def test_they_take_over_bare_numbers(self, tmp_path):
        Releases(tmp_path, "mue").load("2026-10-01", {"a.csv": files.unit_limits(("64493", 1), ("99901", 1))})
        assert "cpt" in load_demo()
        assert Code.objects.get(value="64493").sections.count() == 3
        assert Code.objects.get(value="99901").status == "active"
