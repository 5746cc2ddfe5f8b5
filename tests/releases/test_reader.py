"""The files of a release recognised and read: which of them, in which order, and what is left aside."""

from datetime import date

import pytest

from codes.releases import files
from codes.releases.reader import Reader, Watch, select
from codes.releases.rows import Damaged
from codes.releases.sources import SOURCES
from tests.releases import small_files as small
from tests.releases import small_releases


def a_reader(folder, source, made, watch=None):
    return Reader(SOURCES[source], small.written(folder, made), watch or Watch())


def chosen(read):
    return [(file.member.name, file.form.part, file.number) for file in read.selected]


class Listening(Watch):
    """Keeps the names of the files that are read, and reads through a stream of its own."""

    def __init__(self):
        self.read = []

    def reading(self, member, stream):
        self.read.append(member.name)
        return stream


# Every file is known as what it is, and by no other source.

KNOWN = {
    ("ncci-add-on", "bare add-ons"): "add-ons",
    ("ncci-ptp", "practitioner"): "edits",
    ("ncci-ptp", "hospital"): "edits",
    **{("mue", setting): "limits" for setting in small.MUE_SETTINGS},
    **{("gems", system): "mappings" for system in ("ICD-9-CM", "ICD-10-CM", "ICD-9-PCS", "ICD-10-PCS")},
    **{("coverage", role): "codes" for role in ("procedures", "supports", "does_not_support", "modifier")},
    ("icd10cm", "external causes"): "index",
    ("icd10cm", "drugs"): "tables",
    ("icd10cm", "neoplasms"): "tables",
    ("fees", "anesthesia without the nation"): "anesthesia",
}


@pytest.mark.parametrize(
    ("source", "table", "forms"), small_releases.EACH_TABLE, ids=lambda part: part if isinstance(part, str) else ""
)
def test_every_file_is_known_by_its_own_source_alone(tmp_path, source, table, forms):
    for name, data in forms.items():
        found = files.members(small.written(tmp_path, {name: data}))
        known = {key: [file.form.part for file in select(other, found)[0]] for key, other in SOURCES.items()}
        assert {key: parts for key, parts in known.items() if parts} == {source: [KNOWN.get((source, table), table)]}


# Which files are read.


def test_the_files_keep_the_order_in_which_they_were_named(tmp_path):
    made = {"b.csv": small.unit_limits(("99902", 1)), "a.csv": small.unit_limits(("99901", 1), setting="dme")}
    read = a_reader(tmp_path, "mue", made)
    assert chosen(read) == [("b.csv", "limits", 0), ("a.csv", "limits", 1)]
    assert [(number, row.value, row.line) for number, row in read.facts("limits")] == [(0, "99902", 5), (1, "99901", 5)]
    assert [file.rows for file in read.selected] == [1, 1]


def test_of_a_table_in_several_forms_the_first_is_read_and_the_others_left_aside(tmp_path):
    made = {f"limits.{form}": small.unit_limits(("99901", 1), form=form) for form in ("xlsx", "csv")}
    read = a_reader(tmp_path, "mue", made)
    assert (chosen(read), [member.name for member in read.ignored]) == ([("limits.csv", "limits", 0)], ["limits.xlsx"])


def test_a_table_of_the_same_name_in_another_archive_is_another_table(tmp_path):
    one, two = (small.a_zip({"limits.csv": small.unit_limits((value, 1))}) for value in ("99901", "99902"))
    read = a_reader(tmp_path, "mue", {"one.zip": one, "two.zip": two})
    assert [row.value for _, row in read.facts("limits")] == ["99901", "99902"]


def test_a_table_of_the_same_name_and_form_in_another_folder_of_the_archive_is_another_table(tmp_path):
    made = {f"{folder}/limits.csv": small.unit_limits((value, 1)) for folder, value in (("x", "99901"), ("y", "99902"))}
    read = a_reader(tmp_path, "mue", {"one.zip": small.a_zip(made)})
    assert [row.value for _, row in read.facts("limits")] == ["99901", "99902"]


def test_the_parts_of_a_release(tmp_path):
    read = a_reader(tmp_path, "icd10pcs", small_releases.release_of("icd10pcs"))
    assert read.parts == ["order", "tables", "definitions", "index"]
    assert (read.code_parts, read.fact_parts) == (["order"], ["tables", "definitions", "index"])


def test_the_tables_of_icd10pcs_are_facts_and_places(tmp_path):
    read = a_reader(tmp_path, "icd10pcs", small_releases.release_of("icd10pcs"))
    assert [(row.value, row.parent, row.kind) for row in read.codes()] == [
        ("0", None, "chapter"),
        ("0W", "0", "section"),
        ("0W0", "0W", "heading"),
        ("0W01ZZZ", "0W0", "code"),
        ("0W02ZZZ", "0W0", "code"),
    ]
    assert len(list(read.facts("tables"))) == 8


def test_files_of_the_same_part_are_one_list(tmp_path):
    made = {
        "codes.csv": small.hcpcs(small.a_hcpcs_code("A9901", "Board")),
        "more.csv": small.hcpcs(small.a_hcpcs_code("J9901", "Drug")),
    }
    assert [row.value for row in a_reader(tmp_path, "hcpcs", made).codes()] == ["A", "A9901", "J", "J9901"]


def test_each_file_is_read_through_the_watch(tmp_path):
    listening = Listening()
    read = a_reader(tmp_path, "icd10pcs", small_releases.release_of("icd10pcs"), listening)
    read.codes()
    assert listening.read == ["icd10pcs_order_2099.txt", "tables.xml"]
    list(read.facts("index"))
    assert listening.read[2:] == ["index.xml"]


def test_rows_left_out_on_purpose_are_counted_and_not_given(tmp_path):
    codes = [small.a_hcpcs_code(value, "Words of others") for value in ("D9901", "A9901", "D9902")]
    read = a_reader(tmp_path, "hcpcs", {"hcpcs.csv": small.hcpcs(*codes)})
    assert [row.value for row in read.codes()] == ["A", "A9901"]
    assert read.left_out == {"CDT code": 2}
    assert read.selected[0].rows == 1


def test_rows_that_the_assembly_leaves_out_are_counted_too(tmp_path):
    made = {
        "LONGULT.txt": small.cpt_texts(("99901", "Invented")),
        "ConsumerDescriptor.txt": small.cpt_consumer(("99909", "Plain")),
    }
    read = a_reader(tmp_path, "cpt", made)
    assert [row.value for row in read.codes()] == ["99901"]
    assert read.left_out == {"consumer descriptor of a code that is not listed": 1}


def test_the_days_that_files_say_they_are_for(tmp_path):
    made = {
        "a.csv": small.fees(small.a_fee("99901"), year=2099, month="April"),
        "gpci.csv": small.localities(*small_releases.LOCALITIES),
    }
    read = a_reader(tmp_path, "fees", made)
    assert [(str(file), first, last) for file, first, last in read.periods()] == [
        ("a.csv", date(2099, 4, 1), date(2099, 12, 31))
    ]


# What is no file of the source.


def wrong(folder, source, made):
    with pytest.raises(Damaged) as error:
        a_reader(folder, source, made)
    assert error.value.line == 1
    return error.value.reason


def test_a_file_of_another_source(tmp_path):
    found = wrong(tmp_path, "mue", {"order.txt": small.an_order(("Q01", "Fever"))})
    assert found == "this is no file of Medically unlikely edits; expected: medically unlikely edits (csv or xlsx)"


def test_an_archive_with_nothing_of_the_source_tells_what_it_holds(tmp_path):
    made = {f"{number}.txt": b"words" for number in range(7)}
    found = wrong(tmp_path, "mue", {"other.zip": small.a_zip(made)})
    assert found.startswith(
        "this is no file of Medically unlikely edits (it holds 0.txt, 1.txt, 2.txt, 3.txt, 4.txt); "
    )


def test_an_empty_folder(tmp_path):
    with pytest.raises(Damaged) as error:
        Reader(SOURCES["mue"], [tmp_path])
    assert (error.value.file, "(it holds nothing)" in error.value.reason) == (str(tmp_path), True)


@pytest.mark.parametrize("source", SOURCES)
@pytest.mark.parametrize(
    "data", [b"", b"\0" * 100, b"%PDF-1.7\n%\xe2\xe3", b"PK\x03\x04 no zip", b"\xd0\xcf\x11\xe0" * 9]
)
def test_what_is_no_table_is_no_file_of_any_source(tmp_path, source, data):
    assert wrong(tmp_path, source, {"invented.xlsx": data}).startswith(f"this is no file of {SOURCES[source].title}; ")


# Damage that shows only when the rows are read.


def read_all(read):
    if read.code_parts:
        read.codes()
    for part in read.fact_parts:
        list(read.facts(part))


def test_a_gz_that_breaks_off_behind_its_beginning(tmp_path):
    edits = [
        ("99901", f"{number:05}", "20980101", "*", "1", f"Invented {number * 7919 % 65521}") for number in range(3000)
    ]
    data = small.a_gz(small.ptp_edits(*edits))
    read = a_reader(tmp_path, "ncci-ptp", {"ccipra-f1.txt.gz": data[: len(data) // 2]})
    with pytest.raises(
        Damaged, match=r"ccipra-f1\.txt, line 1: the archive is damaged or cut off: Compressed file ended"
    ):
        read_all(read)


TEXTS = [
    (source, name, data) for source, name, data in small_releases.EACH_FILE if name.endswith((".csv", ".txt", ".tsv"))
]


@pytest.mark.parametrize(("source", "name", "data"), TEXTS, ids=lambda part: part if isinstance(part, str) else "")
def test_a_table_that_ends_below_its_header_is_damaged(tmp_path, source, name, data):
    head = header_of(data)
    with pytest.raises(Damaged) as error:
        read_all(a_reader(tmp_path, source, {name: head}))
    assert name in str(error.value)


def header_of(data):
    """The lines of a table before the first with an invented code."""
    lines = data.splitlines(keepends=True)
    marks = (b"999", b"Q0", b"0W", b"A9901", b"01", b"00902", b"ZX", b"J99")
    end = next(
        number for number, line in enumerate(lines) if b"2099" not in line and any(mark in line for mark in marks)
    )
    return b"".join(lines[:end])
