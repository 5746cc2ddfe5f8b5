"""The published tabular list as our parser reads it, against two other readings of the same release."""

import sys
import warnings
import zipfile
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest

from codes.releases import package_data
from codes.releases.parsers.icd10cm_tabular import parse, release_name
from codes.releases.rows import CodeRow

# The release that is installed, against the parser of the package that carries it.

# In these categories a note stands among the 7th characters. The package appends it to the text of the one
# before it, after a slash; the order file of CMS does not, and neither does this parser.
NOTE_AMONG_7TH_CHARACTERS = {"H34", "H35", "S52", "S72", "S82", "W08"}


@pytest.fixture(scope="module")
def rows() -> list[CodeRow]:
    path = package_data.icd10cm_tabular()
    with path.open("rb") as stream:
        return parse(stream, name=path.name)


@pytest.fixture(scope="module")
def package() -> ModuleType:
    with warnings.catch_warnings():
        # It reads its files with what Python 3.11 and 3.12 deprecate: read_text, and open_text beneath it.
        warnings.filterwarnings("ignore", "(read|open)_text is deprecated", DeprecationWarning)
        import simple_icd_10_cm

    return simple_icd_10_cm


def package_name(row: CodeRow) -> str:
    """The package leaves a section of one category the category's own name."""
    first, _, last = row.value.partition("-")
    return first if first == last else row.value


def is_block(row: CodeRow) -> bool:
    return row.kind == "section"


def test_the_installed_release_is_found_without_reading_it(monkeypatch):
    monkeypatch.delitem(sys.modules, "simple_icd_10_cm", raising=False)
    path = package_data.icd10cm_tabular()
    assert "simple_icd_10_cm" not in sys.modules
    with path.open("rb") as stream:
        assert release_name(stream) == str(package_data.ICD10CM_EFFECTIVE.year)
    assert date(2026, 4, 1) == package_data.ICD10CM_EFFECTIVE
    assert package_data.ICD10CM_RELEASE == "ICD-10-CM April 2026"


@pytest.mark.parametrize("absent", [None, "empty"])
def test_a_missing_package_or_file_is_named(monkeypatch, tmp_path, absent):
    class Spec:
        submodule_search_locations = [str(tmp_path)]

    monkeypatch.setattr(package_data, "find_spec", lambda name: absent and Spec)
    with pytest.raises(FileNotFoundError, match="simple_icd_10_cm is not installed with"):
        package_data.icd10cm_tabular()


def test_the_installed_release_has_this_many_rows(rows):
    kinds = [row.kind for row in rows]
    counts = {kind: kinds.count(kind) for kind in ("chapter", "section", "heading", "code")}
    assert counts == {"chapter": 22, "section": 297, "heading": 23_467, "code": 74_719}
    assert [row.position for row in rows] == list(range(1, len(rows) + 1))


def test_every_parent_stands_before_its_children(rows):
    seen = {None}
    for row in rows:
        assert row.parent in seen
        assert row.value not in seen
        seen.add(row.value)


def test_values_and_their_order_are_the_package_s(rows, package):
    assert [package_name(row) for row in rows] == package.get_all_codes(with_dots=True)


def test_parents_are_the_package_s(rows, package):
    by_value = {row.value: row for row in rows}
    ours = [package_name(by_value[row.parent]) if row.parent else "" for row in rows]
    assert ours == [package.get_parent(package_name(row), prioritize_blocks=is_block(row)) for row in rows]


def test_codes_for_billing_are_the_package_s_leaves(rows, package):
    # A section that only announces the sections after it is a leaf to the package, and no code.
    leaves = {row.value for row in rows if not is_block(row) and package.is_leaf(row.value)}
    assert {row.value for row in rows if row.billable} == leaves
    assert {row.value for row in rows if row.kind == "code"} == leaves


def test_descriptors_are_the_package_s(rows, package):
    noted = set()
    for row in rows:
        theirs = " ".join(package.get_description(package_name(row), prioritize_blocks=is_block(row)).split())
        if theirs != row.descriptor:
            assert theirs.startswith(f"{row.descriptor}/")
            noted.add(row.value[:3])
    assert noted == NOTE_AMONG_7TH_CHARACTERS


@pytest.mark.parametrize("kind", ["includes", "excludes1", "excludes2", "inclusion_term"])
def test_notes_are_the_package_s(rows, package, kind):
    for row in rows:
        texts = getattr(package, f"get_{kind}")(package_name(row), prioritize_blocks=is_block(row))
        assert [note.text for note in row.notes if note.kind == kind] == [" ".join(text.split()) for text in texts]


JOINED = {
    "code_first": "get_code_first",
    "use_additional": "get_use_additional_code",
    "code_also": "get_code_also",
    "note": "get_notes",
}


@pytest.mark.parametrize("kind", JOINED)
def test_notes_that_the_package_joins_are_the_same(rows, package, kind):
    for row in rows:
        text = getattr(package, JOINED[kind])(package_name(row), prioritize_blocks=is_block(row))
        ours = " ".join(note.text for note in row.notes if note.kind == kind)
        assert ours == " ".join(text.split())


# The same release against the order file of CMS for October 2025.

ORDER_FILE = Path(__file__).resolve().parents[3] / "shared/data/icd10cm/icd10cm-order-2026.zip"

# What may differ between the order file of October 2025 and the tabular list of April 2026, and why.
KNOWN_DIFFERENCES = {
    # The order file is plain ASCII; the tabular list writes names as they are spelled.
    "letters": str.maketrans("éôöèäç", "eooeac"),
    "descriptors in other letters": 151,
    # The release of April 2026 brought no code, took none away and moved none.
    "codes only in October": [],
    "codes only in April": [],
}


@pytest.fixture(scope="module")
def ordered() -> list[tuple[str, bool, str]]:
    """The order file's value without dot, whether it is valid for billing, and its long descriptor."""
    if not ORDER_FILE.exists():
        pytest.skip(f"the order file of CMS is not beside the checkout: {'/'.join(ORDER_FILE.parts[-4:])}")
    with zipfile.ZipFile(ORDER_FILE) as archive:
        lines = archive.read("icd10cm_order_2026.txt").decode().splitlines()
    return [(line[6:13].strip(), line[14] == "1", line[77:].strip()) for line in lines]


@pytest.fixture(scope="module")
def tabular(rows) -> list[tuple[str, bool, str]]:
    diags = [row for row in rows if row.kind in ("heading", "code")]
    return [(row.value.replace(".", ""), row.billable, row.descriptor) for row in diags]


def test_the_order_file_holds_the_same_codes(ordered, tabular):
    october, april = ({value for value, _, _ in lines} for lines in (ordered, tabular))
    assert sorted(october - april) == KNOWN_DIFFERENCES["codes only in October"]
    assert sorted(april - october) == KNOWN_DIFFERENCES["codes only in April"]


def test_the_order_file_has_the_same_order_and_flags(ordered, tabular):
    assert [line[:2] for line in ordered] == [line[:2] for line in tabular]


def test_the_order_file_has_the_same_descriptors(ordered, tabular):
    letters = KNOWN_DIFFERENCES["letters"]
    assert [line[2] for line in ordered] == [line[2].translate(letters) for line in tabular]
    accented = set(tabular) - set(ordered)
    assert len(accented) == KNOWN_DIFFERENCES["descriptors in other letters"]
