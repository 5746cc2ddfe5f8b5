"""One list from the several CPT files: each rule on invented rows, and the whole way from invented files."""

import random
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import permutations
from pathlib import Path

import pytest

from codes.releases.cpt import assemble
from codes.releases.parsers import (
    cpt_clinician,
    cpt_consolidated,
    cpt_consumer,
    cpt_fixed,
    cpt_long,
    cpt_modifiers,
    cpt_short,
)
from codes.releases.reading import preview
from codes.releases.rows import CodeRow, Damaged, DescriptorRow, LeftOut

DATA = Path(__file__).resolve().parents[3] / "shared" / "data"
PARSERS = (cpt_clinician, cpt_consolidated, cpt_consumer, cpt_fixed, cpt_long, cpt_modifiers, cpt_short)
NEW_YEAR = date(2099, 1, 1)


def rows_of(kind: str, texts: dict[str, str], effective: date | None = None) -> list[DescriptorRow]:
    """Descriptors of one kind, on line 11, 12, …"""
    return [DescriptorRow(value, kind, text, effective, line) for line, (value, text) in enumerate(texts.items(), 11)]


def a_code(value: str, position: int, **fields) -> CodeRow:
    known = {"parent": None, "kind": "code", "billable": True, "short_descriptor": "", "descriptor": "", **fields}
    return CodeRow(value=value, position=position, **known)


LONG = rows_of("long", {"99901": "Invented service one", "99902": "Invented service two"})
MEDIUM = rows_of("medium", {"99902": "INVENTED SERVICE TWO", "99901": "INVENTED SERVICE ONE"})
SHORT = rows_of("short", {"99901": "INVENTED ONE", "99902": "INVENTED TWO"})
CONSUMER = rows_of("consumer", {"99902": "Two, in plain words"})
CLINICIAN = [
    DescriptorRow("99901", "clinician", "Service one, left", None, 2),
    DescriptorRow("99902", "clinician", "Service two", None, 3),
    DescriptorRow("99901", "clinician", "Service one, right", None, 4),
    DescriptorRow("99901", "clinician", "Service one, left", None, 5),
]
FILES = {
    "LONGULT.txt": LONG,
    "MEDU.txt": MEDIUM,
    "SHORTU.txt": SHORT,
    "ConsumerDescriptor.txt": CONSUMER,
    "ClinicianDescriptor.txt": CLINICIAN,
}
ONE = a_code(
    "99901",
    1,
    short_descriptor="INVENTED ONE",
    descriptor="Invented service one",
    attributes={"medium": "INVENTED SERVICE ONE", "clinician": ["Service one, left", "Service one, right"]},
    line=11,
)
TWO = a_code(
    "99902",
    2,
    short_descriptor="INVENTED TWO",
    descriptor="Invented service two",
    attributes={"medium": "INVENTED SERVICE TWO", "clinician": ["Service two"]},
    common_language="Two, in plain words",
    line=12,
)


def test_it_works():
    assert assemble(FILES) == [ONE, TWO]


def test_the_order_of_the_files_does_not_matter():
    for names in permutations(FILES):
        assert assemble({name: iter(FILES[name]) for name in names}) == [ONE, TWO]


def test_the_consolidated_list_is_enough():
    rows = [
        DescriptorRow("99901", "long", "Invented service one", NEW_YEAR, 7),
        DescriptorRow("99901", "medium", "INVENTED SERVICE ONE", NEW_YEAR, 7),
        DescriptorRow("99901", "short", "INVENTED ONE", NEW_YEAR, 7),
        DescriptorRow("99901", "consumer", "In plain words", NEW_YEAR, 7),
        DescriptorRow("99901", "consumer_spanish", "En español", NEW_YEAR, 7),
        DescriptorRow("99902", "long", "Invented service two", None, 8),
    ]
    assert assemble({"ConsolidatedCodeList.txt": rows}) == [
        a_code(
            "99901",
            1,
            short_descriptor="INVENTED ONE",
            descriptor="Invented service one",
            attributes={
                "medium": "INVENTED SERVICE ONE",
                "consumer_spanish": "En español",
                "descriptor_effective": "2099-01-01",
            },
            common_language="In plain words",
            line=7,
        ),
        a_code("99902", 2, descriptor="Invented service two", line=8),
    ]


def test_long_descriptors_alone_are_enough():
    assert assemble({"LONGULT.txt": LONG}) == [
        a_code("99901", 1, descriptor="Invented service one", line=11),
        a_code("99902", 2, descriptor="Invented service two", line=12),
    ]


def test_short_descriptors_alone_are_enough():
    assert assemble({"SHORTU.txt": SHORT}) == [
        a_code("99901", 1, short_descriptor="INVENTED ONE", line=11),
        a_code("99902", 2, short_descriptor="INVENTED TWO", line=12),
    ]


@pytest.mark.parametrize(
    ("names", "file"),
    [
        (["ConsumerDescriptor.txt"], "ConsumerDescriptor.txt"),
        (
            ["ClinicianDescriptor.txt", "MEDU.txt"],
            "ClinicianDescriptor.txt, MEDU.txt|MEDU.txt, ClinicianDescriptor.txt",
        ),
        ([], "CPT"),
    ],
)
def test_files_without_a_code_list_are_refused(names, file):
    with pytest.raises(Damaged, match=f"^({file}), line 1: no code list among the files"):
        assemble({name: FILES[name] for name in names})


def test_modifiers_alone_are_no_code_list():
    with pytest.raises(Damaged, match=r"^Modifiers.txt, line 1: no code list among the files"):
        assemble({"Modifiers.txt": [CodeRow("22", None, 1, "modifier", False, "Invented", "Invented")]})


def test_codes_are_ordered_by_category_and_number():
    values = ["00001", "09990", "99901", "9980F", "9990F", "9970T", "9960U", "9961U", "9950M", "9940A"]
    shuffled = random.Random(1).sample(values, len(values))
    rows = assemble({"LONGULT.txt": rows_of("long", dict.fromkeys(shuffled, "Invented"))})
    assert [(row.value, row.position) for row in rows] == list(zip(values, range(1, 11), strict=True))


@pytest.mark.parametrize("lacking", ["LONGULT.txt", "MEDU.txt", "SHORTU.txt"])
def test_a_code_that_a_list_lacks_is_damage(lacking):
    files = FILES | {lacking: [row for row in FILES[lacking] if row.value != "99902"]}
    with pytest.raises(Damaged) as raised:
        assemble(files)
    there = next(row for row in FILES[raised.value.file] if row.value == "99902")
    assert raised.value.file in FILES.keys() - {lacking}
    assert (raised.value.line, raised.value.field) == (there.line, "CPT Code")
    assert raised.value.reason == f"99902 is not in {lacking}"


def test_the_codes_that_are_lacking_are_counted():
    more = SHORT + rows_of("short", {"99903": "INVENTED THREE", "99904": "INVENTED FOUR", "99905": "INVENTED FIVE"})
    with pytest.raises(Damaged, match=r"^SHORTU.txt, line 11, CPT Code: 99903 is not in LONGULT.txt, nor are 2 more"):
        assemble(FILES | {"SHORTU.txt": more})


def test_the_consolidated_list_must_hold_the_same_codes_too():
    rows = rows_of("long", {"99901": "Invented service one"}) + rows_of("short", {"99901": "INVENTED ONE"})
    with pytest.raises(Damaged, match=r"^LONGULT.txt, line 12, CPT Code: 99902 is not in ConsolidatedCodeList.txt"):
        assemble({"LONGULT.txt": LONG, "ConsolidatedCodeList.txt": rows})


def test_the_consolidated_list_counts_first_and_the_others_fill_it():
    long = rows_of("long", {"99901": "INVENTED SERVICE 1", "99902": "INVENTED SERVICE 2"}, NEW_YEAR)
    short = rows_of("short", {"99901": "INV 1", "99902": "INV 2"}, NEW_YEAR)
    for files in (FILES | {"list.txt": long + short}, {"list.txt": long + short} | FILES):
        one, two = assemble(files)
        assert (one.descriptor, one.short_descriptor) == ("INVENTED SERVICE 1", "INV 1")
        assert two.common_language == "Two, in plain words"
        assert two.attributes == TWO.attributes | {"descriptor_effective": "2099-01-01"}


def test_small_letters_count_before_capitals():
    # Some words stay small in the file of capitals.
    capitals = rows_of("long", {"99901": "INVENTED SERVICE ONE", "99902": "INVENTED mg TWO"})
    for files in ({"LONGUT.txt": capitals, "LONGULT.txt": LONG}, {"LONGULT.txt": LONG, "LONGUT.txt": capitals}):
        assert [row.descriptor for row in assemble(files)] == ["Invented service one", "Invented service two"]


def test_modifiers_follow_the_codes_and_what_is_left_out_with_them():
    modifier = CodeRow("22", None, 1, "modifier", False, "Invented", "Invented", attributes={"section": "All"}, line=7)
    left_out = LeftOut("Level II modifier", "E1", 8)
    assert assemble({"Modifiers.txt": [modifier, left_out]} | FILES) == [
        ONE,
        TWO,
        replace(modifier, position=3),
        left_out,
    ]


def test_descriptors_of_codes_that_are_not_listed_are_left_out():
    stray = {
        "ConsumerDescriptor.txt": rows_of("consumer", {"99902": "Two, in plain words", "99909": "Nine"}),
        "ClinicianDescriptor.txt": [*CLINICIAN, DescriptorRow("99908", "clinician", "Eight", None, 6)],
    }
    assert assemble(FILES | stray) == [
        ONE,
        TWO,
        LeftOut("consumer descriptor of a code that is not listed", "99909", 12),
        LeftOut("clinician descriptor of a code that is not listed", "99908", 6),
    ]


# The whole way, from the bytes of a licence's folder.


LINES = ("Invented service one, which goes on for long enough to need", "more than a line")
TEXT = " ".join(LINES)


def a_folder() -> dict[str, bytes]:
    """Each file of a licence by its name, with two codes and a modifier."""
    names = ["Concept Id", "CPT Code", "Long", "Medium", "Short", "Consumer", "Spanish Consumer"]
    one = ["1", "99901", TEXT, "INV ONE", "ONE", "Plain", "Claro", "20990101"]
    two = ["2", "9990T", "Invented service two", "INV TWO", "TWO", "", "", "20990101"]
    consolidated = [[*names, "Current Descriptor Effective Date"], one, two]
    long = f"99901\t{TEXT}\r\n9990T\tInvented service two\r\n"
    pieces = [("9990101", LINES[0]), ("9990102", LINES[1]), ("9990T01", "Invented service two")]
    fixed = "".join(f"{start} {text:72}\r\n" for start, text in pieces)
    texts = {
        "Primary/ConsolidatedCodeList.txt": "".join("\t".join(row) + "\r\n" for row in consolidated),
        "LONGULT.TXT": long,
        "LONGUT.txt": long.upper(),
        "longulf.txt": fixed,
        "LONGUF.txt": fixed.upper(),
        "MEDU.txt": "99901 INV ONE\r\n9990T INV TWO\r\n",
        "SHORTU.txt": "99901 ONE\r\n9990T TWO\r\n",
        "ConsumerDescriptor.txt": "Concept Id\tCPT Code\tConsumer Friendly Descriptor\r\n1\t99901\tPlain\r\n",
        "ClinicianDescriptor.txt": "Concept Id\tCPT Code\tClinician Descriptor Id\tClinician Descriptor\r\n"
        "1\t99901\t11\tOne\r\n",
        "Modifiers.txt": "ConceptID\tModifier Code\tLevel I/II\tModifier Name\tModifier Description\tSection\r\n"
        "1\t22\tI\tMore\tInvented\tAll\r\n",
    }
    return {name: f"Invented notice.\r\n\r\n{text}".encode() for name, text in texts.items()}


def taken_by(name: str, data: bytes) -> list:
    head = preview(BytesIO(data), name)
    return [parser for parser in PARSERS if parser.looks(name, head)]


def read(folder: dict[str, bytes]) -> dict:
    return {name: taken_by(name, data)[0].parse(BytesIO(data), name) for name, data in folder.items()}


def test_each_file_of_a_folder_has_one_parser():
    assert {name: len(taken_by(name, data)) for name, data in a_folder().items()} == dict.fromkeys(a_folder(), 1)


def test_a_whole_folder_gives_one_list():
    one, two, modifier = assemble(read(a_folder()))
    assert one.descriptor == TEXT
    assert (one.short_descriptor, one.common_language, one.line) == ("ONE", "Plain", 4)
    assert one.attributes == {
        "medium": "INV ONE",
        "consumer_spanish": "Claro",
        "clinician": ["One"],
        "descriptor_effective": "2099-01-01",
    }
    assert (two.value, two.descriptor, two.position) == ("9990T", "Invented service two", 2)
    assert (modifier.value, modifier.kind) == ("22", "modifier")


@pytest.mark.parametrize("left_out", a_folder())
def test_any_one_file_may_be_missing(left_out):
    files = {name: data for name, data in a_folder().items() if name != left_out}
    rows = assemble(read(files))
    assert [row.value for row in rows] == (
        ["99901", "9990T"] if left_out == "Modifiers.txt" else ["99901", "9990T", "22"]
    )
    assert rows[0].descriptor == TEXT


def test_the_fixed_form_alone_reads_as_the_one_with_tabs():
    forms = [assemble(read({name: a_folder()[name]})) for name in ("LONGULT.TXT", "longulf.txt")]
    assert [[(row.value, row.descriptor) for row in rows] for rows in forms] == [
        [("99901", TEXT), ("9990T", "Invented service two")]
    ] * 2


@pytest.mark.skipif(not DATA.is_dir(), reason="the published files are not beside this checkout")
def test_no_public_file_is_taken_for_one_of_cpt():
    for path in (path for path in DATA.rglob("*") if path.is_file()):
        for name, data in contents(path):
            assert taken_by(name, data) == taken_by("LONGULT.txt", data) == [], f"{path.name} {name}"


def contents(path: Path):
    if path.suffix != ".zip":
        yield path.name, path.read_bytes()
        return
    with zipfile.ZipFile(path) as file:
        for entry in file.infolist():
            yield entry.filename, file.read(entry)
