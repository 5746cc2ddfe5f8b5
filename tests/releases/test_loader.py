"""The loader: one transaction that writes what differs, or nothing."""

import re
from datetime import date

import pytest
from django.core.management import CommandError, call_command

from codes.models import Change, Code, ModifierUse, Note, Release, Section
from codes.releases import loader
from codes.releases.loader import Content, Options, Publication, Refused
from codes.releases.rows import CodeRow, NoteRow
from tests.builders import a_code, values_found

pytestmark = pytest.mark.django_db
XML = """<?xml version="1.0" encoding="utf-8"?>
<ICD10CM.tabular><version>2026</version><chapter><name>1</name><desc>Invented (Q00-Q09)</desc>
<section id="Q00-Q09"><desc>Fevers</desc>
<diag><name>Q01</name><desc>Blue fever</desc><inclusionTerm><note>Azure fever</note></inclusionTerm>
<diag><name>Q01.1</name><desc>Blue fever with spots</desc></diag>
<diag><name>Q01.2</name><desc>Blue fever without spots</desc></diag></diag>
</section></chapter></ICD10CM.tabular>
"""


def row(value, descriptor="Words", parent=None, position=1, kind="code", notes=()):
    return CodeRow(value, parent, position, kind, kind == "code", "", descriptor, tuple(NoteRow(*n) for n in notes))


def heading(*children, **fields):
    return [row("Q01", "Heading", kind="heading", **fields), *children]


def publication(number=1, **fields):
    defaults = {
        "system": "icd10cm",
        "source": "icd10cm",
        "name": f"Release {number}",
        "effective": date(2025 + number, 10, 1),
        "sha256": str(number),
    }
    return Publication(**(defaults | fields))


def load(rows, publication, **options):
    return loader.load(Content(codes=rows, code_parts=["order"]), publication, Options(**options))


def counts(report):
    """What the release's row says of a load, in the order of its fields."""
    release = report.release
    return (release.added, release.revised, release.ended, release.unchanged, release.conflicts)


def many(number, word="Words"):
    return [row(f"R{i:02d}.{i // 10}", f"{word} {i}", position=i + 1) for i in range(number)]


def state():
    """All that a load may write, to compare before and after."""
    return (
        list(Code.objects.order_by("value").values_list("value", "descriptor", "status", "parent__value", "position")),
        list(Note.objects.order_by("code", "position").values_list("code__value", "kind", "text")),
        Release.objects.count(),
        Change.objects.count(),
    )


def test_it_works():
    rows = heading(row("Q01.1", "Spots", "Q01", 2), notes=[("includes", "a"), ("excludes1", "b")])
    report = load(rows, publication())
    assert counts(report) == (2, 0, 0, 0, 0)
    code = Code.objects.get(value="Q01.1")
    assert (code.parent.value, code.billable, code.kind, code.release) == ("Q01", True, "code", report.release)
    assert [note.text for note in code.parent.notes.all()] == ["a", "b"]
    assert len(values_found("spot")) == 1


def test_the_same_bytes_again_change_nothing():
    load(heading(), publication())
    before = state()
    assert load(heading(), publication()).same
    assert state() == before


def test_an_update_revises_adds_and_ends():
    load([*many(40), row("Q05", "Old words", position=50)], publication())
    changed = [row("R00.0", "New words", position=1), *many(40)[1:], row("Q06", "New code", position=60)]
    report = load(changed, publication(2))
    assert counts(report) == (1, 1, 1, 39, 0)
    ended, added = Code.objects.get(value="Q05"), Code.objects.get(value="Q06")
    assert (ended.status, ended.billable, ended.effective_to) == ("deleted", False, date(2027, 9, 30))
    assert (added.effective_from, Code.objects.get(value="R01.0").effective_from) == (date(2027, 10, 1), None)
    revision = Change.objects.get(kind="revised")
    assert (revision.code.value, revision.field, revision.before, revision.after) == (
        "R00.0",
        "descriptor",
        "Words 0",
        "New words",
    )


def test_a_code_keeps_its_row_when_it_comes_back():
    load([*many(40), row("Q05", position=50)], publication())
    key = Code.objects.get(value="Q05").pk
    load(many(40), publication(2))
    load([*many(40), row("Q05", position=50)], publication(3))
    code = Code.objects.get(value="Q05")
    assert (code.pk, code.status, code.effective_to) == (key, "active", None)


def test_notes_follow_the_file():
    load(heading(notes=[("includes", "a"), ("includes", "b")]), publication())
    load(heading(notes=[("includes", "b")]), publication(2))
    assert list(Note.objects.values_list("text", flat=True)) == ["b"]


def test_a_descriptor_held_by_an_editor_is_kept_and_reported():
    load(heading(), publication())
    Code.objects.update(descriptor="By hand", held=["descriptor"])
    report = load([row("Q01", "Published", kind="heading")], publication(2))
    assert (report.counts["conflicts"], Code.objects.get().descriptor) == (1, "By hand")
    assert Change.objects.get(kind="conflict").after == "Published"


def test_a_mass_end_is_refused_unless_allowed():
    load(many(40), publication())
    before = state()
    with pytest.raises(Refused, match="would end 20 of 40 codes"):
        load(many(20), publication(2))
    assert state() == before
    assert load(many(20), publication(2), allow_mass_end=True).counts["ended"] == 20


def test_an_older_release_is_refused():
    load(heading(), publication(2))
    with pytest.raises(Refused, match="newer"):
        load(heading(), publication(1))


def test_a_dry_run_reports_and_writes_nothing():
    before = state()
    report = load(many(3), publication(), dry_run=True)
    assert report.counts["added"] == 3
    assert state() == before


def test_a_failure_half_way_leaves_nothing(monkeypatch):
    from codes.releases import sql

    load(many(10), publication())
    before = state()
    monkeypatch.setattr(sql, "DUE_IN_SEARCH", "SELECT 1/0")
    with pytest.raises(Exception, match="division by zero"):
        load(many(10, "Other"), publication(2))
    assert state() == before


@pytest.mark.django_db(transaction=True)
def test_two_loads_at_once_exclude_one_another():
    from django.db import connections

    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(7204111)")
            with pytest.raises(Refused, match="another release is being loaded"):
                load(many(3), publication())
    finally:
        other.close()
    assert Code.objects.count() == 0


class TestCommand:
    def test_it_loads_a_file(self, tmp_path, capsys):
        file = tmp_path / "tabular.xml"
        file.write_text(XML)
        call_command("load_release", "icd10cm", str(file), effective=date(2026, 4, 1))
        assert re.search(r"3\s+added", capsys.readouterr().out)
        assert Code.objects.get(value="Q01.1").parent.value == "Q01"

    def test_broken_xml_names_file_line_and_reason_and_changes_nothing(self, tmp_path):
        file = tmp_path / "tabular.xml"
        file.write_text(XML.replace("<name>Q01.1</name>", "<name>Q01.1<name>"))
        before = state()
        with pytest.raises(CommandError, match=r"tabular\.xml, line \d+: .+"):
            call_command("load_release", "icd10cm", str(file), effective=date(2026, 4, 1))
        assert state() == before

    def test_a_missing_file_is_one_line(self, tmp_path):
        with pytest.raises(CommandError, match="No such file"):
            call_command("load_release", "icd10cm", str(tmp_path / "none.xml"), effective=date(2026, 4, 1))


class TestDemo:
    def test_it_loads_once(self):
        from codes.releases.demo import load_demo

        assert load_demo() == ["cpt", "hcpcs"]
        assert load_demo() == []
        family = Code.objects.get(system="cpt", value="64493")
        assert {r.target.value for r in family.relations.filter(kind="add_on")} == {"64494", "64495"}
        assert Code.objects.filter(system="hcpcs", kind="code").count() == 10

    def test_it_stands_among_the_numbers_of_cms_in_the_order_of_the_book(self):
        from codes.releases.demo import load_demo

        for position, value in enumerate(["64450", "64492", "64496", "99999", "0001F"], start=1):
            a_code(value, "cpt", position=position, billable=False)
        load_demo()
        found = Code.objects.filter(system="cpt", kind="code").order_by("position").values_list("value", flat=True)
        assert list(found) == [*sorted(found.exclude(value="0001F")), "0001F"]

    def test_it_holds_no_official_descriptor(self):
        from codes.releases.demo import load_demo

        load_demo()
        assert not Code.objects.exclude(descriptor="").exists()

    def test_deleted_codes_name_their_replacements(self):
        from codes.releases.demo import load_demo

        load_demo()
        for value in ("64475", "64476", "64622", "64623"):
            code = Code.objects.get(system="cpt", value=value)
            assert (code.status, code.billable) == ("deleted", False)
            assert code.relations.filter(kind="replaced_by").exists()

    def test_the_family_is_whole(self):
        """Every code of it, active ones with every section, and nothing that leads nowhere."""
        from codes.releases.demo import load_demo

        load_demo()
        family = {code.value: code for code in Code.objects.filter(system="cpt", kind="code")}
        assert set(family) == {
            "64451", "64475", "64476", "64490", "64491", "64492", "64493", "64494", "64495", "64622", "64623",
            "64633", "64634", "64635", "64636", "99213",
        }  # fmt: skip
        for code in family.values():
            assert code.title and code.common_language and code.service_type and code.sites_of_service, code
            assert code.sections.count() == 3, code
            assert code.payer_notes.exists() and code.sources.exists() and code.modifier_uses.exists(), code
        used = set(ModifierUse.objects.filter(code__system="cpt").values_list("modifier__value", flat=True))
        assert {"25", "50", "59", "LT", "RT", "KX", "XS"} <= used
        links = {link for s in Section.objects.all() for link in re.findall(r"\]\((/[^)]+)\)", s.body)}
        assert links - {code.url for code in Code.objects.all()} == set()

    def test_both_systems_are_marked_on_their_pages(self, client, editor_user):
        from codes.releases.demo import load_demo

        load_demo()
        client.force_login(editor_user)
        hcpcs = Code.objects.filter(system="hcpcs", kind="code").first()
        assert "Sample, not the official release" in client.get(hcpcs.url).text
        assert "In our own words" in client.get("/cpt/64493/").text

    def test_an_official_release_is_left_alone(self):
        from codes.releases.demo import load_demo

        load([row("Q0000")], publication(system="hcpcs", source="hcpcs"))
        assert load_demo() == ["cpt"]
