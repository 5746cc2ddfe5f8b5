"""The parser of the list of coverage documents: each rule on an invented list."""

from datetime import date
from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.coverage_documents import looks, parse
from codes.releases.rows import CoverageDocumentRow, Damaged, LeftOut
from tests.releases.parsers.builders import as_csv, as_xlsx
from tests.releases.parsers.damage import (
    assert_cuts_are_damage,
    damage_of,
    edited,
    flipped,
    quickly,
    reads_or_is_damage,
    spoiled,
)

HEADER = [
    "contractor_name_type", "document_display_id", "document_id", "document_type", "document_version", "effective_date",
    "note", "retirement_date", "title", "updated_on", "updated_on_sort", "url",
]  # fmt: skip
URL = "https://www.cms.gov/medicare-coverage-database/view/"


def a_document(**changes: str) -> dict[str, str]:
    kind, number = changes.get("document_type", "LCD"), changes.get("document_id", "99001")
    version = changes.get("document_version", "7")
    return {
        "contractor_name_type": "Wobble, LLC\n(MAC - Part A,  MAC - Part B)",
        "document_display_id": kind[0] + number,
        "document_id": number,
        "document_type": kind,
        "document_version": version,
        "effective_date": "08/14/2099",
        "note": "",
        "retirement_date": "N/A",
        "title": "Wobble Testing",
        "updated_on": "08/06/2099",
        "updated_on_sort": "20990806133001",
        "url": f"{URL}{kind.lower()}.aspx?{kind.lower()}id={number}&ver={version}",
        **changes,
    }


def a_csv(*documents: dict[str, str], header: list[str] = HEADER) -> bytes:
    return as_csv([header, *([document[column] for column in header] for document in documents)])


def read(data: bytes, name: str = "invented.csv") -> list[CoverageDocumentRow | LeftOut]:
    return list(parse(BytesIO(data), name))


LCD = CoverageDocumentRow(
    number="L99001",
    kind="lcd",
    version=7,
    title="Wobble Testing",
    contractor="Wobble, LLC (MAC - Part A, MAC - Part B)",
    effective=date(2099, 8, 14),
    retired=None,
    updated=date(2099, 8, 6),
    note="",
    url=f"{URL}lcd.aspx?lcdid=99001&ver=7",
    line=2,
)
ARTICLE = CoverageDocumentRow(
    number="A99002",
    kind="article",
    version=12,
    title="Billing and Coding: Wöbble",
    contractor="Wobble, LLC (DME MAC); Roll, LLC (DME MAC)",
    effective=None,
    retired=date(2099, 9, 1),
    updated=date(2099, 8, 6),
    note="Retired",
    url=f"{URL}article.aspx?articleid=99002&ver=12",
    line=4,
)
DOCUMENTS = [
    a_document(),
    a_document(
        document_type="Article",
        document_id="99002",
        document_version="12",
        title="Billing and Coding: \n Wöbble",
        contractor_name_type="Wobble, LLC\n(DME MAC)\n\nRoll, LLC\n(DME MAC)",
        effective_date="N/A",
        retirement_date="09/01/2099",
        note="Retired",
    ),
]


def test_it_works():
    assert read(a_csv(*DOCUMENTS)) == [LCD, ARTICLE]


def test_a_workbook_gives_the_same_rows():
    document = a_document() | {"effective_date": date(2099, 8, 14), "document_version": 7}
    assert read(as_xlsx([HEADER, [document[column] for column in HEADER]]), "invented.xlsx") == [LCD]


def test_columns_are_found_by_their_headings():
    [row] = read(a_csv(a_document(), header=sorted(HEADER, reverse=True)).replace(b"title", b"Title"))
    assert row == LCD


def versions(*documents: dict[str, str]) -> list[tuple[str, int]]:
    rows = read(a_csv(*documents))
    return [(row.what, row.line) if isinstance(row, LeftOut) else (row.note, row.version) for row in rows]


def test_an_announced_version_is_left_out():
    future = a_document(document_version="9", note="Future(Notice Ends 09/06/2099)")
    assert versions(future, a_document()) == [("future version of a coverage document", 2), ("", 7)]


def test_an_announced_document_is_given():
    future = a_document(note="Future")
    later = a_document(document_version="8", note="Future")
    assert versions(later, future) == [("future version of a coverage document", 2), ("Future", 7)]


def test_an_earlier_version_is_left_out():
    earlier = a_document(document_version="6", note="Retired")
    assert versions(earlier, a_document()) == [("earlier version of a coverage document", 2), ("", 7)]


def test_a_version_that_stands_twice_is_damage():
    with pytest.raises(
        Damaged, match="^invented.csv, line 4, document_version: version 7 of L99001 is already on line 2$"
    ):
        read(a_csv(a_document(), a_document()))


@pytest.mark.parametrize(
    ("column", "text", "reason"),
    [
        ("document_type", "NCD", "'NCD' is neither LCD nor Article"),
        ("document_type", "", "'' is neither"),
        ("document_display_id", "A99001", "'A99001' is not the number of LCD '99001'"),
        ("document_display_id", "99001", "'99001' is not the number of"),
        ("document_display_id", "L99002", "'L99002' is not the number of"),
        ("document_version", "seven", "'seven' is not a whole number"),
        ("document_version", "", "'' is not a whole number"),
        ("title", "", "a document without it"),
        ("contractor_name_type", "", "a document without it"),
        ("effective_date", "14/08/2099", "is not a day of the calendar"),
        ("retirement_date", "never", "'never' is not a date"),
        ("updated_on", "02/30/2099", "is not a day of the calendar"),
        ("url", "", "'' does not lead to version 7"),
        ("url", "javascript:alert(1)", "does not lead to"),
        ("url", f"{URL}lcd.aspx?lcdid=99001&ver=", "does not lead to"),
        ("url", f"{URL}lcd.aspx?lcdid=99001&ver=8", "does not lead to"),
        ("url", f"{URL}lcd.aspx?lcdid=99002&ver=7", "does not lead to"),
        ("url", f"{URL}article.aspx?articleid=99001&ver=7", "does not lead to"),
        ("url", f"http{URL.removeprefix('https')}lcd.aspx?lcdid=99001&ver=7", "does not lead to"),
    ],
)
def test_damage(column, text, reason):
    damaged = a_document(document_version="8") | {"document_version": "7", "url": LCD.url} | {column: text}
    error = damage_of(read, a_csv(a_document(document_id="99000"), damaged))
    assert (error.file, error.line, error.field) == ("invented.csv", 4, column)
    assert reason in error.reason


@pytest.mark.parametrize("column", [column for column in HEADER if column != "updated_on_sort"])
def test_a_missing_column_is_damage(column):
    with pytest.raises(Damaged, match=f"^invented.csv, line 1, {column}: the header has no such column$"):
        read(a_csv(a_document(), header=[other for other in HEADER if other != column]))
    with pytest.raises(Damaged, match=f"^invented.csv, line 1, {column}: the header has 2 such columns$"):
        read(a_csv(a_document(), header=[*HEADER, column]))


def test_a_row_with_more_cells_is_damage():
    with pytest.raises(Damaged, match="^invented.csv, line 4: 13 cells beneath 12 columns$"):
        read(a_csv(a_document()) + b"words" + b",words" * 12)


@pytest.mark.parametrize("data", [b"", a_csv()])
def test_a_list_without_documents_is_damage(data):
    with pytest.raises(Damaged, match="^invented.csv, line 1: no document$"):
        read(data)


@pytest.mark.parametrize(
    ("head", "ours"),
    [
        (a_csv(a_document()).decode(), True),
        ("\t".join(HEADER), True),
        (",".join(f'"{column}"' for column in HEADER) + "\r\n", True),
        (",".join(HEADER[:-1]), False),
        ("words\n" + ",".join(HEADER), False),
        ("", False),
    ],
    ids=range(6),
)
def test_looks(head, ours):
    assert looks("any.csv", head) is ours


WHOLE = a_csv(*DOCUMENTS)


def test_a_line_that_is_cut_is_damage():
    assert_cuts_are_damage(read, WHOLE, range(WHOLE.index(b"Article"), WHOLE.rindex(b"12") + 1))


@quickly
@given(flipped(WHOLE))
def test_flipped_bytes_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")


@quickly
@given(edited(WHOLE))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")


@quickly
@given(spoiled([[document[column] for column in HEADER] for document in DOCUMENTS]))
def test_swapped_cells_are_read_or_are_damage(rows):
    assert reads_or_is_damage(parse, as_csv([HEADER, *rows]), "invented.csv")
