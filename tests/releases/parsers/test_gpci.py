"""The parser of geographic indices: invented localities in each form that CMS publishes."""

import re
from dataclasses import replace
from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.gpci import looks, parse
from codes.releases.rows import Damaged, LocalityRow
from tests.releases.parsers import builders
from tests.releases.parsers.builders import head_of, in_order, with_cell
from tests.releases.parsers.damage import cut, damage_of, edited, quickly, reads_or_is_damage, spoiled

HEADS = [
    "Medicare Administrative Contractor (MAC)",
    "State",
    "Locality Number",
    "Locality Name",
    "2099 PW GPCI (with 1.0 Floor)",
    "2099 PE GPCI",
    "2099 MP GPCI",
]
TITLE = "ADDENDUM E. INVENTED GEOGRAPHIC PRACTICE COST INDICES (GPCIs)"
ZEBRA = ["99901", "ZE", "00", "ZEBRA LAND", "1", "0.869", "0.575"]
YETI = ["00902", "YE", "01", "YETI ISLANDS (NORTH/SOUTH CNTY)**", "1.5", "1.081", "0.59"]
NOTES = ["MAC Assignments as of November 22, 2098", "", "**PE GPCI reflects a floor."]
ROWS = [
    LocalityRow("99901", "ZE", "00", "ZEBRA LAND", Decimal("1"), Decimal("0.869"), Decimal("0.575"), 4),
    LocalityRow(
        "00902", "YE", "01", "YETI ISLANDS (NORTH/SOUTH CNTY)", Decimal("1.5"), Decimal("1.081"), Decimal("0.59"), 5
    ),
]


def lines(rows, heads):
    return [[TITLE], [], heads, *rows, *([note] for note in NOTES)]


def as_csv(*rows, heads=HEADS) -> bytes:
    return builders.as_csv(lines(rows, heads))


def as_xlsx(*rows) -> bytes:
    return builders.as_xlsx([map(number, row) for row in lines(rows, HEADS)])


def number(cell: str) -> str | float:
    return float(cell) if re.fullmatch(r"-?[0-9]+[.][0-9]+", cell) else cell


def as_text(*rows) -> bytes:
    head = "Medicare Admi State  Locality          Locality Name           2099 PW GPCI2099 PE GPCI2099 MP GPCI"
    body = [f"{c:16}{s:8}{n:5}{name:60}{w:>9}{p:>12}{m:>12}" for c, s, n, name, w, p, m in rows]
    return "\r\n".join([TITLE, "", head, *body, *NOTES, ""]).encode()


FORMS = {"csv": as_csv, "xlsx": as_xlsx, "txt": as_text}


def read(data: bytes) -> list[LocalityRow]:
    return list(parse(BytesIO(data), "invented.csv"))


@pytest.mark.parametrize("form", FORMS)
def test_it_works(form):
    assert read(FORMS[form](ZEBRA, YETI)) == ROWS


def test_columns_are_found_by_their_heads():
    heads, *rows = in_order([6, 3, 0, 5, 4, 1, 2], HEADS, ZEBRA, YETI)
    assert read(as_csv(*rows, heads=heads)) == ROWS


def test_the_work_index_with_the_floor_is_taken():
    heads = [*HEADS[:4], "2099 PW GPCI (without 1.0 Floor)", "2099 PW GPCI (with 1.0 Floor)***", *HEADS[5:]]
    rows = [[*row[:4], "0.8", *row[4:]] for row in (ZEBRA, YETI)]
    assert read(as_csv(*rows, heads=heads)) == ROWS


def test_zeros_that_a_spreadsheet_lost_are_put_back():
    row = ["902", "YE", "1", *YETI[3:]]
    with pytest.raises(Damaged, match="'902' is not a contractor's number"):
        read(as_csv(row))
    assert read(as_csv(["2902", "YE", "1", *YETI[3:]])) == [replace(ROWS[1], contractor="02902", line=4)]


BAD = [
    (0, "999O1", "Medicare Administrative Contractor (MAC)", "'999O1' is not a contractor's number"),
    (1, "Z", "State", "'Z' is not a state's abbreviation"),
    (2, "100", "Locality Number", "'100' is not a locality's number"),
    (2, "O1", "Locality Number", "not a locality's number"),
    (3, "**", "Locality Name", "no name"),
    (4, "1.x", "PW GPCI", "'1.x' is not a number"),
    (4, "0", "PW GPCI", "'0' is not an index between 0 and 10"),
    (5, "869", "PE GPCI", "'869' is not an index"),
    (6, "-1.2", "MP GPCI", "'-1.2' is not an index"),
]


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(("place", "text", "field", "reason"), BAD, ids=lambda value: str(value))
def test_a_bad_field_is_damage(form, place, text, field, reason):
    damage = damage_of(read, FORMS[form](ZEBRA, with_cell(YETI, place, text)))
    assert (damage.file, damage.line) == ("invented.csv", 5)
    assert field in damage.field
    assert reason in damage.reason


@pytest.mark.parametrize("form", FORMS)
def test_a_locality_that_stands_twice_is_damage(form):
    with pytest.raises(Damaged, match="line 6: locality 00 of contractor 99901 is already on line 4"):
        read(FORMS[form](ZEBRA, YETI, ZEBRA))


@pytest.mark.parametrize("place", [0, 1, 3, 4, 5, 6])
def test_a_missing_column_is_damage(place):
    damage = damage_of(read, as_csv(ZEBRA, heads=with_cell(HEADS, place, "?")))
    assert (damage.line, damage.reason) == (3, "the header has no such column")
    assert damage.field in HEADS[place]


def test_a_column_that_stands_twice_is_damage():
    with pytest.raises(Damaged, match="line 3, PE GPCI: the header has 2 such columns"):
        read(as_csv(ZEBRA, heads=[*HEADS, "PE GPCI"]))


def test_a_row_with_more_cells_than_heads_is_damage():
    with pytest.raises(Damaged, match="line 4: 8 cells beneath 7 columns"):
        read(as_csv([*ZEBRA, "1"]))


def test_a_row_that_is_cut_is_damage():
    with pytest.raises(Damaged, match="line 4, 2099 MP GPCI: '' is not a number"):
        read(as_csv(ZEBRA[:-1]))
    with pytest.raises(Damaged, match="line 4, State: '' is not"):
        read(as_csv(ZEBRA[:1]))
    with pytest.raises(Damaged, match="line 4: not 7 columns but 6"):
        read(as_text([*ZEBRA[:-1], ""]))
    with pytest.raises(Damaged, match="line 5: not 7 columns but 1"):
        read(as_text(ZEBRA, YETI).partition(b" YE ")[0])


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "line 1, Locality Number: no row of column heads"),
        (b"a,b\n1,2\n", "line 1, Locality Number: no row of column heads"),
        (as_csv(), "line 1: no localities"),
        (as_text(), "line 1: no localities"),
        (as_xlsx(), "line 1: no localities"),
    ],
    ids=range(5),
)
def test_what_is_no_such_file_is_damage(data, reason):
    with pytest.raises(Damaged, match=f"^invented.csv, {reason}"):
        read(data)


def test_it_knows_its_own_files():
    assert all(looks("any.name", head_of(make(ZEBRA))) for make in FORMS.values())


@pytest.mark.parametrize(
    "head",
    [
        "",
        TITLE,
        "Contractor,Locality,Locality Name,National Anes CF of 20.0001\n99901,00,ZEBRA LAND,19.31",
        "Medicare Adminstrative Contractor,Locality Number,State ,Fee Schedule Area ,Counties",
        "The GPCI columns: Locality Name\nPW GPCI\nPE GPCI\nMP GPCI",
    ],
)
def test_it_does_not_know_others(head):
    assert not looks("GPCI2099.csv", head)


WHOLE = [make(ZEBRA, YETI) for make in FORMS.values()]


@quickly
@given(edited(*WHOLE))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")


@quickly
@given(cut(*WHOLE))
def test_a_file_that_is_cut_is_read_or_is_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")


@quickly
@given(spoiled([ZEBRA, YETI]))
def test_cells_that_change_places_are_read_or_are_damage(rows):
    assert reads_or_is_damage(parse, as_csv(*rows), "invented.csv")
