"""Whatever is wrong with a file or a command: one line that names it, and nothing in the database has changed."""

import os
import re
import threading

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from codes.models import Release
from codes.releases import facts, loader
from codes.releases.sources import SOURCES
from tests.releases import small_files as files
from tests.releases import small_releases
from tests.releases.contents import everything
from tests.releases.loading import Releases, load, refused

pytestmark = pytest.mark.django_db


def first_file(source):
    """(name, bytes) of the first file of a source's release."""
    return next(iter(small_releases.release_of(source).items()))


def refuse(folder, source, name, data, **options):
    return refused(source, *files.written(folder, {name: data}), **options)


# The file as a whole, for every source.


@pytest.fixture(params=SOURCES)
def source(request):
    return request.param


def neighbour(source):
    """A source whose files are none of this one's."""
    keys = list(SOURCES)
    return keys[keys.index(source) - 1]


def test_a_file_of_another_source(tmp_path, source):
    name, data = first_file(neighbour(source))
    message = refuse(tmp_path, source, name, data)
    expected = "; ".join(dict.fromkeys(form.what for form in SOURCES[source].forms))
    assert message == f"{tmp_path / name}, line 1: this is no file of {SOURCES[source].title}; expected: {expected}"


def test_an_empty_file(tmp_path, source):
    name, _ = first_file(source)
    assert f"{name}, line 1: this is no file of {SOURCES[source].title}" in refuse(tmp_path, source, name, b"")


def test_a_cut_zip(tmp_path, source):
    archive = files.a_zip(dict([first_file(source)]))
    message = refuse(tmp_path, source, "release.zip", archive[: len(archive) // 2])
    assert message == "release.zip, line 1: the archive is damaged or cut off: File is not a zip file"


def test_a_zip_with_a_changed_byte(tmp_path, source):
    name, data = first_file(source)
    archive = bytearray(files.a_zip({name: data * (1 if name.endswith("xlsx") else 1)}))
    archive[30 + len(name) + 20] ^= 255
    assert refuse(tmp_path, source, "release.zip", archive).startswith(
        f"{name}, line 1: the archive is damaged or cut off: "
    )


def test_a_cut_gz(tmp_path, source):
    name, data = first_file(source)
    message = refuse(tmp_path, source, f"{name}.gz", files.a_gz(data)[:-9])
    assert message.startswith(f"{name}, line 1: the archive is damaged or cut off: Compressed file ended")


def test_a_zip_with_a_password(tmp_path, source):
    name, data = first_file(source)
    assert refuse(tmp_path, source, "release.zip", files.with_password(files.a_zip({name: data}))) == (
        f"{name}, line 1: the archive cannot be read: File '{name}' is encrypted, password required for extraction"
    )


def test_a_missing_file(tmp_path, source):
    path = tmp_path / "none.csv"
    assert refused(source, path) == f"{path}: No such file or directory"


def test_one_missing_file_among_others(tmp_path, source):
    paths = files.written(tmp_path, small_releases.release_of(source))
    assert refused(source, *paths, tmp_path / "none.csv") == f"{tmp_path / 'none.csv'}: No such file or directory"


def test_a_folder_that_may_not_be_read(tmp_path, source, monkeypatch):
    def forbidden(path):
        raise PermissionError(13, "Permission denied", os.fspath(path))

    monkeypatch.setattr(os, "scandir", forbidden)
    assert refused(source, tmp_path) == f"{tmp_path}: Permission denied"


def test_a_file_name_of_several_lines_is_told_in_one(tmp_path):
    assert "two lines.csv, line 1: this is no file of" in refuse(tmp_path, "mue", "two\nlines.csv", b"words")


# What is wrong inside. (source, name, bytes, the line).

HCPCS = files.a_hcpcs_code("A9901", "Wobble board")
FEE = files.a_fee("99901")
PTP = ("99901", "99902", "20980101", "*", "1", "Invented rule")
LIMIT = ("99901", 2)
DRUG = ("J9901", "Invented", "1 MG", "1.5")
PAYMENT = ("J9901", "Invented", "K", "", "", "")
ADD_ON = ("99902", "99901", "1", "2098001", "")
ARTICLE = ("99002", "12", "99901", "1")
DOCUMENT = ("L99001", "7", "Wobbling")
LOCALITY = small_releases.LOCALITIES[0]
ORDER = files.an_order(("Q01", "Blue fever"), ("Q010", "Mild"))
TABULAR = files.a_tabular(*small_releases.CM_TABULAR)
PCS = files.pcs_tables(("0W0", {"1": "Wing", "2": "Tail"}))
INDEX = files.an_index(("Fever", "Q01"))
CPT = files.cpt_consolidated(("99901", "One", "1"))
MEADOW = small_releases.PLACES[0]
PLACES_BELOW_A_ROW = files.csv_of(
    [["Place of Service Code(s); Place of Service Name; Place of Service Description"], MEADOW]
)
ADD_ON_REMARKS = files.xlsx_of(
    [[*files.ADD_ON_HEADER[:-1], "Remarks"], ["1", "99902", "", "99901", "", "2098001", "", ""]]
)
COUNTIES = files.counties(*small_releases.COUNTIES)
FACTORS = files.anesthesia(*small_releases.FACTORS)
CONVERSION = files.a_conversion(["Q01", 2098, "Q02"], form="csv")
DOCUMENTS = files.coverage_documents(DOCUMENT)
MAPPING = ("9991", "Q010", "00000")


def swapped(data, old, new, count=1):
    old, new = (part if isinstance(part, bytes) else part.encode() for part in (old, new))
    assert old in data
    return data.replace(old, new, count)


BAD = {
    # A header that has moved or is gone.
    "header: hcpcs": ("hcpcs", "h.csv", swapped(files.hcpcs(HCPCS), "COV", "COVERAGE"), "line 1, COV"),
    "header: cpt": ("cpt", "C.txt", swapped(CPT, "Spanish Consumer", "Spanish"), "line 6, Spanish Consumer"),
    "header: places": ("place-of-service", "p.csv", PLACES_BELOW_A_ROW, "line 1, Place of Service Code(s)"),
    "header: edits": ("ncci-ptp", "ccipra.txt", swapped(files.ptp_edits(PTP), "Modifier", "Marker"), "line 3, Modifier"),
    "header: add-ons": ("ncci-add-on", "a.xlsx", ADD_ON_REMARKS, "line 1, Remarks"),
    "header: limits": ("mue", "m.csv", swapped(files.unit_limits(LIMIT), "MUE Rationale", "Why"), "line 3, MUE Rationale"),
    "header: fees": ("fees", "P.csv", swapped(files.fees(FEE), "MP RVU", "MALPRACTICE"), "line 3, MP RVU"),
    "header: localities": ("fees", "G.csv", swapped(files.localities(LOCALITY), "State", "Land"), "line 3, State"),
    "header: counties": ("fees", "L.csv", swapped(COUNTIES, "Adminstrative Contractor", "MAC"),
                         "line 3, Medicare Administrative Contractor"),
    "header: anesthesia": ("fees", "A.csv", swapped(FACTORS, " of 20.1234", ""), "line 1, National Anes CF"),
    "header: payments": ("opps", "b.csv", swapped(files.addendum_b(PAYMENT), "Note", "Remark"), "line 2, Remark"),
    "header: prices": ("drug-prices", "d.csv", swapped(files.drug_prices(DRUG), "Clotting Factor", "Clot"), "line 3, Clot"),
    "header: conversion": ("icd10cm", "c.csv", swapped(CONVERSION, "Effective,", "Effective,Effective,"), "line 2, Effective"),
    # The same twice.
    "twice: order": ("icd10cm", "o.txt", ORDER + swapped(ORDER.splitlines(True)[1], "00002", "00003"), "line 3, Code"),
    "twice: tabular": ("icd10cm", "t.xml", swapped(TABULAR, "Q01.1", "Q01.0"), "line 17"),
    "twice: hcpcs": ("hcpcs", "h.csv", files.hcpcs(HCPCS, HCPCS), "line 3, HCPC"),
    "twice: cpt": ("cpt", "C.txt", files.cpt_consolidated(("99901", "One", "1"), ("99901", "Two", "2")), "line 8, CPT Code"),
    "twice: places": ("place-of-service", "p.csv", files.places(MEADOW, MEADOW, form="csv"), "line 3, Place of Service Code(s)"),
    "twice: edits": ("ncci-ptp", "ccipra.txt", files.ptp_edits(PTP, PTP), "line 8, setting + column_one + column_two + effective"),
    "twice: add-ons": ("ncci-add-on", "a.txt", files.add_on_edits(ADD_ON, ADD_ON), "line 3, add_on + primary + effective"),
    "twice: add-ons without dates": ("ncci-add-on", "a.tsv", files.add_on_edits(ADD_ON, ADD_ON, form="tsv"),
                                     "line 3, add_on + primary + effective"),
    "twice: limits": ("mue", "m.csv", files.unit_limits(LIMIT, ("99902", 1), ("99901", 3)), "line 7, setting + value"),
    "twice: fees": ("fees", "P.csv", files.fees(FEE, FEE | {"GLOB DAYS": "010"}), "line 5, value + modifier + qualifying"),
    "twice: localities": ("fees", "G.csv", files.localities(LOCALITY, LOCALITY), "line 5"),
    "twice: payments": ("opps", "b.csv", files.addendum_b(PAYMENT, PAYMENT), "line 4, value"),
    "twice: prices": ("drug-prices", "d.csv", files.drug_prices(DRUG, DRUG), "line 5, value"),
    "twice: mappings": ("gems", "2099_I9gem.txt", files.gems(MAPPING, MAPPING), "line 2"),
    "twice: documents": ("coverage", "d.csv", files.coverage_documents(DOCUMENT, DOCUMENT), "line 3, document_version"),
    "twice: tables": ("icd10pcs", "t.xml", files.pcs_tables(*[("0W0", {"1": "Wing"})] * 2), "line 37, pcsTable"),
    # Days, amounts and signs that are none.
    "no date: hcpcs": ("hcpcs", "h.csv", files.hcpcs(HCPCS | {"ADD DT": "20200230"}), "line 2, ADD DT"),
    "no date: fixed hcpcs": ("hcpcs", "h.txt", files.hcpcs(HCPCS | {"TERM DT": "2020AB30"}, form="txt"), "line 1, TERM DT"),
    "no date: edits": ("ncci-ptp", "ccipra.txt", files.ptp_edits((*PTP[:2], "20981301", *PTP[3:])), "line 7, Effective Date"),
    "no date: add-ons": ("ncci-add-on", "a.txt", files.add_on_edits((*ADD_ON[:3], "2098366", "")), "line 2, AOC_Edit_EffDT"),
    "no date: conversion": ("icd10cm", "c.csv", swapped(CONVERSION, "2098", "soon"), "line 3, Effective"),
    "no date: documents": ("coverage", "d.csv", swapped(DOCUMENTS, "08/14/2098", "14/08/2098"), "line 2, effective_date"),
    "no date: prices": ("drug-prices", "d.csv", files.drug_prices(DRUG, period="May 1, 2099 through May 32, 2099"), "line 2"),
    "no number: limits": ("mue", "m.csv", files.unit_limits(("99901", "two")), "line 5, Practitioner Services MUE Values"),
    "no number: fees": ("fees", "P.csv", files.fees(FEE | {"WORK RVU": "much"}), "line 4, WORK RVU"),
    "no number: payments": ("opps", "b.csv", files.addendum_b((*PAYMENT[:5], "free")), "line 3, Payment Rate"),
    "no number: prices": ("drug-prices", "d.csv", files.drug_prices((*DRUG[:3], "ask")), "line 4, Payment Limit"),
    "no code: edits": ("ncci-ptp", "ccipra.txt", files.ptp_edits(("9990", *PTP[1:])), "line 7, Column 1"),
    "no code: mappings": ("gems", "2099_I9gem.txt", files.gems(("9991", "9992", "00000")), "line 1, target"),
    "no code: index": ("icd10cm", "i.xml", files.an_index(("Fever", "Q")), "line 9, code"),
    "no flag: order": ("icd10cm", "o.txt", swapped(ORDER, "Q010    1", "Q010    2"), "line 2, Header flag"),
    "no order: order": ("icd10cm", "o.txt", swapped(ORDER, b"00002", b"0000X"), "line 2, Order number"),
    "no sum: fees": ("fees", "P.csv", files.fees(FEE | {"WORK RVU": "2.00"}), "line 4, NON-FACILITY TOTAL"),
    "no such count: tables": ("icd10pcs", "t.xml", swapped(PCS, 'codes="2"', 'codes="3"'), "line 18, codes"),
    # Rows that do not belong there.
    "unknown record": ("hcpcs", "h.csv", files.hcpcs(HCPCS | {"RECID": "9"}), "line 2, RECID"),
    "unknown setting": ("ncci-ptp", "edits.txt", files.ptp_edits(PTP), "line 1"),
    "unknown direction": ("gems", "gem.txt", files.gems(MAPPING), "line 1"),
    "unknown type: add-ons": ("ncci-add-on", "a.xlsx", files.add_on_edits(("99902", "99901", "4", "2098001", ""), form="xlsx"),
                              "line 2, AOC_Edit_Type"),
    "unknown element": ("icd10cm", "i.xml", swapped(INDEX, b"<code>Q01</code>", b"<codes>Q01</codes>"), "line 9, mainTerm"),
    "unknown indicator": ("fees", "P.csv", files.fees(FEE | {"STATUS CODE": "Z"}), "line 4, STATUS CODE"),
    "addenda": ("icd10cm", "t.xml", swapped(TABULAR, "<ICD10CM.tabular>", '<ICD10CM.tabular isAddenda="true">'), "line 2"),
    "CPT in a HCPCS file": ("hcpcs", "h.csv", files.hcpcs(HCPCS, files.a_hcpcs_code("99901", "Words")), "line 3, HCPC"),
    # Bytes.
    "encoding: order": ("icd10cm", "o.txt", swapped(ORDER, b"Mild ", b"Mil\xe9 "), "line 2"),
    "encoding: hcpcs": ("hcpcs", "h.csv", swapped(files.hcpcs(HCPCS), b"Wobble", b"Wobbl\x81"), "line 2"),
    "encoding: edits": ("ncci-ptp", "ccipra.txt", swapped(files.ptp_edits(PTP), b"Invented", b"Invente\x81"), "line 7"),
    "encoding: prices": ("drug-prices", "d.csv", swapped(files.drug_prices(DRUG), b"Invented", b"Invente\x81"), "line 4"),
    "a quote that is never closed": ("hcpcs", "h.csv", files.hcpcs(HCPCS) + b'"A9902,0010,3', "line 3"),
    "XML that is cut": ("icd10cm", "t.xml", TABULAR[:-60], "line 25"),
    "a DOCTYPE": ("icd10cm", "t.xml", swapped(TABULAR, b"<ICD10CM", b'<!DOCTYPE a [<!ENTITY b "c">]><ICD10CM'), "line 2"),
    # What is longer than any code or column has it.
    "long: name of a section": ("icd10cm", "t.xml", swapped(TABULAR, "Q01-Q02", "Q01-Q02-Q03-Q04-Q05-Q06"), "line 1, value"),
    "long: short words of hcpcs": ("hcpcs", "h.csv", files.hcpcs(HCPCS | {"SHORT DESCRIPTION": "w" * 401}),
                                   "line 2, short_descriptor"),
    "long: short words of cpt": ("cpt", "C.txt", files.cpt_consolidated(("99901", "One", "w" * 401)),
                                 "line 7, short_descriptor"),
    "long: words": ("hcpcs", "h.csv", files.hcpcs(HCPCS | {"LONG DESCRIPTION": "w" * 50_001}), "line 2, descriptor"),
    "long: an amount": ("opps", "b.csv", files.addendum_b((*PAYMENT[:4], "123456789.0", "")), "line 3, relative_weight"),
}  # fmt: skip


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD)
def test_what_is_wrong_inside_is_told_with_file_line_and_field(tmp_path, bad):
    source, name, data, where = bad
    assert refuse(tmp_path, source, name, data).startswith(f"{name}, {where}: ")


# Every file of text, whatever stands in it: a byte that belongs to no text, the end of another file, a half.


@pytest.mark.parametrize(
    ("source", "name", "data"), small_releases.EACH_FILE, ids=lambda part: part if isinstance(part, str) else ""
)
def test_a_nul_byte(tmp_path, source, name, data):
    if name.endswith(".xlsx"):
        data = b"\0" + data
    message = refuse(tmp_path, source, name, data[:-40] + b"\0" + data[-40:])
    assert re.match(rf"(.*/)?{re.escape(name)}, line \d+", message)


LONG = {
    "icd10cm": ("o.txt", files.an_order(*((f"R{n:02}{more}", "Filling") for n in range(99) for more in ("", 0, 1, 2)))),
    "hcpcs": ("h.csv", files.hcpcs(*(files.a_hcpcs_code(f"A{n:04}", "Wobble board") for n in range(400)))),
    "mue": ("m.csv", files.unit_limits(*((f"{n:05}", 1) for n in range(600)))),
    "ncci-ptp": ("ccipra.txt", files.ptp_edits(*(("99901", f"{n:05}", *PTP[2:]) for n in range(600)))),
    "gems": ("2099_I9gem.txt", files.gems(*((f"{n:05}", "Q010", "00000") for n in range(900)))),
}


@pytest.mark.parametrize("source", LONG)
def test_a_nul_byte_behind_the_beginning(tmp_path, source):
    name, data = LONG[source]
    lines = data.splitlines(keepends=True)
    assert len(b"".join(lines[:-2])) > 17_000
    lines[-2] = lines[-2][:8] + b"\0" + lines[-2][9:]
    assert refuse(tmp_path, source, name, b"".join(lines)).startswith(f"{name}, line {len(lines) - 1}")


# Files that are whole, and not to be loaded.


@pytest.mark.parametrize("effective", ["2098-12-31", "2099-04-01"])
def test_drug_prices_of_another_quarter(tmp_path, effective):
    assert refuse(tmp_path, "drug-prices", "asp.csv", files.drug_prices(DRUG), effective=effective) == (
        f"asp.csv says that it is for 2099-01-01 to 2099-03-31: --effective {effective} is not in it"
    )


@pytest.mark.parametrize(("form", "name"), [("csv", "fees.csv"), ("xlsx", "fees.xlsx"), ("txt", "PPRRVU99_JUL.txt")])
@pytest.mark.parametrize("effective", ["2098-07-01", "2099-04-01", "2100-07-01"])
def test_fees_of_another_year_or_an_earlier_quarter(tmp_path, form, name, effective):
    data = files.fees(FEE, month="July", form=form)
    assert refuse(tmp_path, "fees", name, data, effective=effective) == (
        f"{name} says that it is for 2099-07-01 to 2099-12-31: --effective {effective} is not in it"
    )


def test_a_list_that_lacks_more_than_one_in_twenty_codes(tmp_path):
    icd = Releases(tmp_path, "icd10cm")
    codes = [(f"R{n:02}", "Filling") for n in range(40)]
    icd.load("2098-10-01", {"o.txt": files.an_order(*codes)})
    assert icd.refused("2099-10-01", {"o.txt": files.an_order(*codes[3:])}) == (
        "the file would end 3 of 40 codes: is it the right one, and whole? --allow-mass-end loads it"
    )
    icd.load("2099-10-01", {"o.txt": files.an_order(*codes[2:])})


def test_lists_of_cpt_that_differ(tmp_path):
    made = {
        "LONGULT.txt": files.cpt_texts(("99901", "Invented one"), ("99902", "Invented two")),
        "SHORTU.txt": files.cpt_texts(("99901", "ONE"), separator=" "),
    }
    assert refused("cpt", *files.written(tmp_path, made)) == "LONGULT.txt, line 7, CPT Code: 99902 is not in SHORTU.txt"


def test_the_same_rows_in_two_files(tmp_path):
    made = {"one/a.csv": files.unit_limits(LIMIT), "two/b.csv": files.unit_limits(("99902", 1), LIMIT)}
    assert refuse(tmp_path, "mue", "both.zip", files.a_zip(made)) == (
        "b.csv, line 6, setting + value: 1 99901 is already on line 5 of a.csv"
    )


@pytest.mark.parametrize("source", SOURCES)
def test_one_bad_table_among_good_ones_stops_them_all(tmp_path, source):
    """The last file of each release is cut; the tables before it were read and copied already."""
    made = small_releases.release_of(source)
    name, data = list(made.items())[-1]
    paths = files.written(tmp_path, made | {name: data})
    zipped = tmp_path / "last.zip"
    zipped.write_bytes(files.a_zip({name: data})[:-40])
    assert refused(source, *paths[:-1], zipped).startswith("last.zip, line 1: the archive is damaged or cut off")


def test_a_row_that_the_database_does_not_take_names_its_line(tmp_path, monkeypatch):
    """What a parser let through: here a file of practitioners that says it is for nobody."""
    monkeypatch.setitem(facts.SETTINGS, "practitioner", "nobody")
    assert refuse(tmp_path, "mue", "m.csv", files.unit_limits(LIMIT)) == (
        'm.csv, line 5, setting: invalid input syntax for type smallint: "nobody"'
    )


def test_a_fact_that_breaks_a_constraint_is_told_in_one_line(tmp_path, monkeypatch):
    monkeypatch.setitem(facts.SETTINGS, "practitioner", -1)
    message = refuse(tmp_path, "mue", "m.csv", files.unit_limits(LIMIT))
    assert message == (
        f'{tmp_path / "m.csv"}: new row for relation "codes_unitlimit" violates check constraint '
        '"codes_unitlimit_setting_check"'
    )


# Two loads at once.


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("source", ["icd10cm", "mue"])
def test_a_second_load_stops_at_once(tmp_path, source):
    """The first is held in the middle of its transaction, by a table that somebody else has locked."""
    paths = files.written(tmp_path, small_releases.release_of(source))
    other = connections["default"].copy()
    try:
        with other.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_lock(%s)", [loader.LOCK])
            assert refused(source, *paths) == "another release is being loaded: wait for it to end"
            cursor.execute("SELECT pg_advisory_unlock(%s)", [loader.LOCK])
        load(source, *paths)
    finally:
        other.close()


@pytest.mark.django_db(transaction=True)
def test_of_many_loads_at_once_one_is_made(tmp_path):
    """Each in a thread with a connection of its own; the others are refused or find that it is loaded already."""
    [path] = files.written(tmp_path, {"m.csv": files.unit_limits(*((f"{n:05}", 1) for n in range(400)))})
    begin, told = threading.Barrier(6), []

    def run():
        begin.wait()
        try:
            told.append(load("mue", path).out.splitlines()[0])
        except CommandError as error:
            told.append(str(error))
        finally:
            connection.close()

    threads = [threading.Thread(target=run) for _ in range(6)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert told.count("m.csv:") == Release.objects.count() == 1
    assert set(told) <= {
        "m.csv:",
        "m.csv: the same file is loaded already: nothing changed",
        "another release is being loaded: wait for it to end",
    }


# The command line.

ARGUMENTS = {
    "no source": ([], "the following arguments are required: SOURCE, FILE, --effective"),
    "no such source": (["mui", "m.csv", "--effective=2099-01-01"], "invalid choice: 'mui'"),
    "no file": (["mue", "--effective=2099-01-01"], "the following arguments are required: FILE"),
    "no day": (["mue", "m.csv"], "the following arguments are required: --effective"),
    "a day that is none": (["mue", "m.csv", "--effective=2099-02-30"], "'2099-02-30' is not a day as YYYY-MM-DD"),
    "a day in other words": (["mue", "m.csv", "--effective=1/1/2099"], "'1/1/2099' is not a day as YYYY-MM-DD"),
    "a year that is none": (
        ["mue", "m.csv", "--effective=0209-01-01"],
        "'0209-01-01' is not a day of the years 1960 to 2199",
    ),
    "a name too long": (["mue", "m.csv", "--effective=2099-01-01", "--name", "w" * 121], "longer than 120 characters"),
}


@pytest.mark.parametrize(("words", "reason"), ARGUMENTS.values(), ids=ARGUMENTS)
def test_arguments_that_are_none(words, reason):
    before = everything()
    with pytest.raises(CommandError, match=re.escape(reason)) as error:
        call_command("load_release", *words)
    assert "\n" not in str(error.value)
    assert everything() == before


def test_a_release_is_named_after_its_source_and_day_whatever_its_file_is_called(tmp_path):
    load("mue", *files.written(tmp_path, {f"{'w' * 150}.csv": files.unit_limits(LIMIT)}))
    assert Release.objects.get().name == "Medically unlikely edits January 2099"
