"""The parser of the localities' counties: invented states as csv and as a workbook."""

from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.localities import looks, parse
from codes.releases.rows import CountiesRow, Damaged
from tests.releases.parsers import builders
from tests.releases.parsers.builders import head_of, in_order, with_cell
from tests.releases.parsers.damage import damage_of, edited, quickly, reads_or_is_damage, spoiled

# The publisher's own spelling, and blanks behind the heads.
HEADS = ["Medicare Adminstrative Contractor", "Locality Number", "State ", "Fee Schedule Area ", "Counties"]
TITLE = "COUNTIES INCLUDED IN 2099 LOCALITIES"
NOTE = "*  Payment locality is serviced by two carriers."
ZEBRA = ["99901", "0", "ZEBRA LAND ", "STATEWIDE ", "ALL COUNTIES "]
NORTH = ["2902", "1", "YETI/ISLANDS", "NORTH (ICE CNTY)", "ICE, SNOW AND ST. FROST"]
REST = ["2902", "99", "", "REST OF STATE*", "ALL OTHER COUNTIES "]
ROWS = [
    CountiesRow("99901", "00", "ZEBRA LAND", "STATEWIDE", "ALL COUNTIES", 5),
    CountiesRow("02902", "01", "YETI/ISLANDS", "NORTH (ICE CNTY)", "ICE, SNOW AND ST. FROST", 7),
    CountiesRow("02902", "99", "YETI/ISLANDS", "REST OF STATE", "ALL OTHER COUNTIES", 8),
]


def lines(rows, heads):
    return [[TITLE], [], heads, [], *rows, [], [NOTE]]


def as_csv(*rows, heads=HEADS) -> bytes:
    return builders.as_csv(lines(rows, heads))


def as_xlsx(*rows) -> bytes:
    return builders.as_xlsx(lines(rows, HEADS))


FORMS = {"csv": as_csv, "xlsx": as_xlsx}


def read(data: bytes) -> list[CountiesRow]:
    return list(parse(BytesIO(data), "invented.csv"))


@pytest.mark.parametrize("form", FORMS)
def test_it_works(form):
    assert read(FORMS[form](ZEBRA, [], NORTH, REST)) == ROWS


def test_zeros_kept_in_a_workbook_give_the_same():
    padded = [["99901", "00", *ZEBRA[2:]], [], ["02902", "01", *NORTH[2:]], ["02902", *REST[1:]]]
    assert read(as_xlsx(*padded)) == ROWS


def test_a_number_in_a_workbook_gives_the_same():
    assert read(as_xlsx([99901.0, 0.0, *ZEBRA[2:]], [], [2902, 1, *NORTH[2:]], [2902, 99, *REST[2:]])) == ROWS


def test_columns_are_found_by_their_heads():
    heads, *rows = in_order([4, 2, 0, 3, 1], HEADS, ZEBRA, NORTH)
    read_rows = read(as_csv(*rows, heads=heads))
    assert [(row.contractor, row.counties) for row in read_rows] == [
        ("99901", "ALL COUNTIES"),
        ("02902", "ICE, SNOW AND ST. FROST"),
    ]


def test_a_row_printed_twice_is_one():
    assert read(as_csv(ZEBRA, [], NORTH, REST, REST)) == ROWS


def test_a_row_that_says_otherwise_of_a_locality_is_damage():
    other = [*REST[:4], "NO COUNTIES"]
    with pytest.raises(Damaged, match="line 7: locality 99 of contractor 02902 is already on line 6, with other words"):
        read(as_csv(NORTH, REST, other))


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize(
    ("place", "text", "reason"),
    [
        (0, "29O2", "'29O2' is not a contractor's number"),
        (0, "", "'' is not a contractor's number"),
        (1, "9A", "'9A' is not a locality's number"),
        (2, "7", "'7' is not the name of a state"),
        (3, "", "no name"),
        (4, "", "no counties"),
    ],
)
def test_a_bad_field_is_damage(form, place, text, reason):
    damage = damage_of(read, FORMS[form](NORTH, with_cell(REST, place, text)))
    assert (damage.file, damage.line, damage.field) == ("invented.csv", 6, HEADS[place].strip())
    assert reason in damage.reason


def test_a_first_row_without_a_state_is_damage():
    with pytest.raises(Damaged, match="^invented.csv, line 5, State: '' is not the name of a state"):
        read(as_csv(REST))


@pytest.mark.parametrize("place", range(5))
def test_a_missing_column_is_damage(place):
    with pytest.raises(
        Damaged, match="^invented.csv, line [13], .*: (the header has no such column|no row of column heads)"
    ):
        read(as_csv(ZEBRA, heads=with_cell(HEADS, place, "?")))


def test_a_row_with_more_cells_than_heads_is_damage():
    with pytest.raises(Damaged, match="line 5: 6 cells beneath 5 columns"):
        read(as_csv([*ZEBRA, "1"]))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "line 1, Fee Schedule Area: no row of column heads"),
        (as_csv(), "line 1: no localities"),
        (as_xlsx(), "line 1: no localities"),
    ],
    ids=range(3),
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
        "Medicare Admi Locality     State        Fee Schedule Area         Counties\n    99901       00    ZEBRA LAND",
        "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2099 PW GPCI",
        "Contractor,Locality,Locality Name,National Anes CF of 20.0001",
    ],
)
def test_it_does_not_know_others(head):
    assert not looks("99LOCCO.csv", head)


@quickly
@given(edited(*(make(ZEBRA, NORTH, REST) for make in FORMS.values())))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")


@quickly
@given(spoiled([ZEBRA, NORTH, REST]))
def test_cells_that_change_places_are_read_or_are_damage(rows):
    assert reads_or_is_damage(parse, as_csv(*rows), "invented.csv")
