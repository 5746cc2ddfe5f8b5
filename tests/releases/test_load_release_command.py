"""The command `load_release`: what it takes, what it prints and what it writes about the load."""

import hashlib
from contextlib import contextmanager
from datetime import date

import pytest
from django.db import transaction

from codes.models import Change, Code, Fee, Release, UnitLimit
from tests.releases import small_files as files
from tests.releases import small_releases
from tests.releases.contents import content, everything
from tests.releases.loading import load

pytestmark = pytest.mark.django_db
PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n0 invented\n"
ADDENDA = files.lines_of("Add:         00002 Q010    1 Blue fever, mild")
LIMITS = files.unit_limits(("99901", 2), ("J9901", 10))


@contextmanager
def undone_after():
    """What is loaded inside is gone afterwards."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def of_file(name, data, folder, source):
    with undone_after():
        load(source, *files.written(folder, {name: data}))
        return content()


@pytest.mark.parametrize(
    ("source", "table", "forms"), small_releases.EACH_TABLE, ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_form_of_a_table_makes_the_same_rows(tmp_path, source, table, forms):
    found = [of_file(name, data, tmp_path, source) for name, data in forms.items()]
    assert sum(map(len, found[0].values())) > 0
    assert all(other == found[0] for other in found[1:])


# Where files may lie.


def in_a_folder(folder, made):
    return [files.written(folder, made)[0].parent]


def one_by_one(folder, made):
    return files.written(folder, made)


def in_a_zip(folder, made):
    return files.written(folder, {"release.zip": files.a_zip({f"in/{name}": data for name, data in made.items()})})


def in_zips_in_a_zip(folder, made):
    inner = {f"{name}.zip": files.a_zip({name: data}) for name, data in made.items()}
    return files.written(folder, {"release.ZIP": files.a_zip(inner)})


def in_gz_files(folder, made):
    return files.written(folder, {f"{name}.gz": files.a_gz(data) for name, data in made.items()})


PLACES = [in_a_folder, one_by_one, in_a_zip, in_zips_in_a_zip, in_gz_files]


@pytest.mark.parametrize("source", small_releases.SOURCES)
def test_a_release_is_the_same_wherever_its_files_lie(tmp_path, source):
    made = small_releases.release_of(source)
    found = []
    for place in PLACES:
        with undone_after():
            load(source, *place(tmp_path / place.__name__, made))
            found.append((content(), {file["name"] for file in Release.objects.get().files}))
    assert found == [found[0]] * len(PLACES)
    assert found[0][1] == set(made)


def test_a_table_that_lies_there_in_three_forms_is_read_once(tmp_path):
    made = {f"PPRRVU99_JAN.{form}": files.fees(files.a_fee("99901"), form=form) for form in ("xlsx", "txt", "csv")}
    printed = load("fees", *in_a_folder(tmp_path, made))
    assert [step for step in printed.steps if step.startswith(("reading", "left aside"))] == [
        "left aside: PPRRVU99_JAN.txt",
        "left aside: PPRRVU99_JAN.xlsx",
        "reading PPRRVU99_JAN.csv",
    ]
    assert Fee.objects.count() == 1
    assert [file["name"] for file in Release.objects.get().files] == ["PPRRVU99_JAN.csv"]


def test_two_tables_of_one_name_in_two_folders_of_a_zip_are_both_read(tmp_path):
    made = {
        "practitioner/limits.csv": files.unit_limits(("99901", 2)),
        "hospital/limits.csv": files.unit_limits(("99901", 3), setting="hospital"),
    }
    load("mue", *files.written(tmp_path, {"limits.zip": files.a_zip(made)}))
    assert sorted(UnitLimit.objects.values_list("setting", "units")) == [(1, 2), (2, 3)]


def test_what_is_no_table_is_left_aside_and_named(tmp_path):
    made = {
        "icd10cm_order_2099.txt": files.an_order(("Q01", "Blue fever")),
        "icd10cm_order_addenda_2099.txt": ADDENDA,
        "icd10OrderFiles.pdf": PDF,
        "README.txt": b"Words of nobody.\r\n",
        "__MACOSX/._icd10cm_order_2099.txt": b"\0\x05\x16\x07",
        ".DS_Store": b"\0\0\0\1",
        "empty.txt": b"",
    }
    printed = load("icd10cm", *files.written(tmp_path, {"order.zip": files.a_zip(made)}))
    assert [step for step in printed.steps if step.startswith("left aside")] == [
        "left aside: README.txt",
        "left aside: empty.txt",
        "left aside: icd10cm_order_addenda_2099.txt",
        "left aside: icd10OrderFiles.pdf",
    ]
    assert list(Code.objects.values_list("value", flat=True)) == ["Q01"]


# The same again, and trying only.


@pytest.mark.parametrize("source", small_releases.SOURCES)
def test_the_same_bytes_again_change_nothing(tmp_path, source):
    paths = one_by_one(tmp_path, small_releases.release_of(source))
    load(source, *paths, name="Once")
    before = everything()
    printed = load(source, *reversed(paths), name="Twice")
    assert printed.out == "Twice: the same file is loaded already: nothing changed\n"
    assert printed.steps == ["looking at the files"]
    assert everything() == before


@pytest.mark.parametrize("source", small_releases.SOURCES)
def test_the_same_tables_packed_anew_are_all_unchanged(tmp_path, source):
    made = small_releases.release_of(source)
    load(source, *one_by_one(tmp_path / "a", made))
    before = content()
    load(source, *in_a_zip(tmp_path / "b", made), effective="2099-02-01")
    again = Release.objects.order_by("pk").last()
    assert (again.first, again.added, again.revised, again.ended) == (False, 0, 0, 0)
    assert Change.objects.count() == 0
    assert content() == before


@pytest.mark.parametrize("source", small_releases.SOURCES)
def test_a_dry_run_prints_the_report_and_writes_nothing(tmp_path, source):
    paths = one_by_one(tmp_path, small_releases.release_of(source))
    before = everything()
    tried = load(source, *paths, dry_run=True, name="Tried")
    assert everything() == before
    loaded = load(source, *paths, name="Tried")
    assert tried.out == loaded.out.replace("Tried:", "Tried: (dry run: nothing was written)", 1)


def test_a_dry_run_of_an_update_writes_nothing(tmp_path):
    load("mue", *files.written(tmp_path, {"a.csv": LIMITS}))
    before = everything()
    changed = files.unit_limits(("99901", 3), ("99903", 1))
    printed = load("mue", *files.written(tmp_path, {"b.csv": changed}), effective="2099-04-01", dry_run=True)
    assert ("revised", "1") in printed.report
    assert everything() == before


# What is kept and printed about a load.


def test_the_row_of_a_release_of_codes(tmp_path, monkeypatch):
    monkeypatch.setattr("getpass.getuser", lambda: "oona")
    made = {"Order_2099.txt": small_releases.TABLES["icd10cm", "order"]["icd10cm_order_2099.txt"]}
    made["tabular.xml"] = small_releases.TABLES["icd10cm", "tabular"]["tabular.xml"]
    made["index.xml"] = files.an_index(("Fever, blue", "Q01.0"), ("Rash", "Q99"))
    paths = one_by_one(tmp_path, made)
    printed = load("icd10cm", *paths, name="Invented FY 2099", effective="2098-10-01")
    report = [
        ["read", 6],
        ["codes read", 3],
        ["headings read", 1],
        ["sections read", 1],
        ["chapters read", 1],
        ["added", 4],
        ["revised", 0],
        ["ended", 0],
        ["unchanged", 0],
        ["conflicts", 0],
        ["index entries read", 2],
        ["index entries added", 2],
        ["index entries for codes that are not loaded", 1],
    ]
    digests = sorted(hashlib.sha256(data).hexdigest() for data in made.values())
    assert whole(Release.objects.get()) == {
        "system": "icd10cm",
        "source": "icd10cm",
        "name": "Invented FY 2099",
        "effective": date(2098, 10, 1),
        "official": True,
        "parts": ["order", "tabular", "index index"],
        "files": [
            {"name": "Order_2099.txt", "form": "order file of CMS", "rows": 4, "part": "order"},
            {"name": "tabular.xml", "form": "tabular list (XML)", "rows": 6, "part": "tabular"},
            {"name": "index.xml", "form": "alphabetic or external cause index (XML)", "rows": 2, "part": "index"},
        ],
        "sha256": hashlib.sha256("".join(digests).encode()).hexdigest(),
        "read": 6,
        "added": 4,
        "revised": 0,
        "ended": 0,
        "unchanged": 0,
        "conflicts": 0,
        "report": report,
        "first": True,
        "operator": "oona",
        "undone_at": None,
    }
    assert printed.out.splitlines()[0] == "Invented FY 2099:"
    assert printed.report == [(label, str(amount)) for label, amount in report]


def test_the_row_of_a_release_of_facts(tmp_path):
    load("mue", *files.written(tmp_path, {"limits one.csv": LIMITS}))
    changed = files.unit_limits(("99901", 3), ("99903", 1))
    printed = load("mue", *files.written(tmp_path, {"Limits Two.csv": changed}), effective="2099-04-01")
    row = whole(Release.objects.order_by("pk").last())
    assert {key: row[key] for key in ("system", "name", "parts", "files", "sha256", "first")} == {
        "system": "",
        "name": "Medically unlikely edits April 2099",
        "parts": ["limits practitioner"],
        "files": [
            {"name": "Limits Two.csv", "form": "medically unlikely edits (csv or xlsx)", "rows": 2, "part": "limits"}
        ],
        "sha256": hashlib.sha256(changed).hexdigest(),
        "first": False,
    }
    assert (row["read"], row["added"], row["revised"], row["ended"], row["unchanged"]) == (2, 1, 1, 1, 0)
    assert printed.out == (
        "Limits Two.csv:\n           2  read\n           1  added\n           1  revised\n           1  ended\n"
        "           0  unchanged\n           1  CPT numbers with a page of their own\n"
    )


def whole(release):
    """The columns of a release but its key and the moment of its load."""
    return {
        field.name: getattr(release, field.name)
        for field in release._meta.concrete_fields[1:]
        if field.name != "loaded_at"
    }


def test_large_amounts_are_printed_with_commas(tmp_path):
    order = files.an_order(*((f"Q{number:02}{more}", "Fever") for number in range(100) for more in ("", *range(10))))
    printed = load("icd10cm", *files.written(tmp_path, {"order.txt": order}))
    assert printed.report[0] == ("read", "1,100")


def test_rows_left_out_on_purpose_are_counted_in_the_report(tmp_path):
    codes = [
        files.a_hcpcs_code("A9901", "Board"),
        files.a_hcpcs_code("D9901", "Tooth"),
        files.a_hcpcs_code("D9902", "Gum"),
    ]
    printed = load("hcpcs", *files.written(tmp_path, {"hcpcs.csv": files.hcpcs(*codes)}))
    assert printed.report[-1] == ("left out: CDT code", "2")
    assert Release.objects.get().report[-1] == ["left out: CDT code", 2]


def test_rows_of_facts_left_out_on_purpose_are_counted_in_the_report(tmp_path):
    documents = [("L99001", "7", "Wobbling"), ("L99001", "8", "Wobbling", "Future")]
    printed = load("coverage", *files.written(tmp_path, {"list.csv": files.coverage_documents(*documents)}))
    assert printed.report == [
        ("read", "1"),
        ("added", "1"),
        ("left out: future version of a coverage document", "1"),
    ]
