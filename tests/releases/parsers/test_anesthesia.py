"""The parser of anesthesia factors: invented localities in each form that CMS publishes."""

from decimal import Decimal
from io import BytesIO

import pytest
from hypothesis import given

from codes.releases.parsers.anesthesia import looks, parse
from codes.releases.rows import AnesthesiaRow, Damaged
from tests.releases.parsers import builders
from tests.releases.parsers.builders import head_of, with_cell
from tests.releases.parsers.damage import damage_of, edited, quickly, reads_or_is_damage, spoiled

NATIONAL = "National Anes CF of 20.1234"
HEADS = ["Contractor", "Locality", "Locality Name", NATIONAL]
LONG = "YETI ISLANDS-NORTH ICE-SOUTH SNOW (ICE/SNOW CNTY)"
ZEBRA = ["99901 ", "00 ", "ZEBRA LAND*", "19.30 "]
YETI = ["00902 ", "01 ", LONG, "27.86 "]
ROWS = [
    AnesthesiaRow("", "", "NATIONAL", Decimal("20.1234"), 1),
    AnesthesiaRow("99901", "00", "ZEBRA LAND", Decimal("19.30"), 2),
    AnesthesiaRow("00902", "01", LONG, Decimal("27.86"), 3),
]


def as_csv(*rows, heads=HEADS) -> bytes:
    return builders.as_csv([heads, *rows, ["", "", "", ""]])


def as_xlsx(*rows) -> bytes:
    numbers = [[c.strip(), n.strip(), name.rstrip("*"), float(factor)] for c, n, name, factor in rows]
    return builders.as_xlsx([[*HEADS[:3], "Anes CF of 20.1234"], *numbers])


def as_text(*rows) -> bytes:
    records = [f"{c:12}{n.strip()}    {name[:40]:40}{f.replace('.', '').strip():>19}" for c, n, name, f in rows]
    return "\r\n".join([*records, "\x1a"]).encode()


FORMS = {"csv": as_csv, "xlsx": as_xlsx, "txt": as_text}


def read(data: bytes) -> list[AnesthesiaRow]:
    return list(parse(BytesIO(data), "invented.csv"))


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_it_works(form):
    assert read(FORMS[form](ZEBRA, YETI)) == ROWS


def test_the_text_form_has_no_national_factor_and_cuts_names():
    assert read(as_text(ZEBRA, YETI)) == [
        AnesthesiaRow("99901", "00", "ZEBRA LAND", Decimal("19.30"), 1),
        AnesthesiaRow("00902", "01", LONG[:40], Decimal("27.86"), 2),
    ]


def test_zeros_that_a_spreadsheet_lost_are_put_back():
    assert read(as_csv(["2902", "1", LONG, "27.86"]))[1] == AnesthesiaRow("02902", "01", LONG, Decimal("27.86"), 2)


@pytest.mark.parametrize("turned", [False, True])
def test_of_two_factors_it_is_the_one_of_participants_who_do_not_qualify(turned):
    factors = [
        ("Qualifying APM National Anes CF (with 2.5% statutory increase) of 20.2345", "20.01"),
        ("Non-Qualifying APM National Anes CF (with 2.5% Statutory increase)  of 20.1234", "19.30"),
    ]
    heads, cells = zip(*(reversed(factors) if turned else factors), strict=True)
    assert read(as_csv([*ZEBRA[:3], *cells], heads=[*HEADS[:3], *heads])) == ROWS[:2]


def test_titles_and_footnotes_are_left_out():
    data = b"2099 Anesthesia conversion factors\r\n\r\n" + as_csv(ZEBRA) + b"*A floor applies.,,,\r\n"
    rows = read(data)
    assert [(row.name, row.line) for row in rows] == [("NATIONAL", 3), ("ZEBRA LAND", 4)]


@pytest.mark.parametrize(
    ("place", "text", "reason"),
    [
        (0, "999O1", "'999O1' is not a contractor's number"),
        (1, "x", "'x' is not a locality's number"),
        (2, "*", "no name"),
        (3, "19.x", "'19.x' is not a number"),
        (3, "1930.00", "'1930.00' is not a factor between 0 and 1000 dollars"),
        (3, "", "'' is not a number"),
    ],
)
def test_a_bad_field_is_damage(place, text, reason):
    damage = damage_of(read, as_csv(ZEBRA, with_cell(YETI, place, text)))
    assert (damage.file, damage.line, damage.field) == ("invented.csv", 3, HEADS[place])
    assert reason in damage.reason


@pytest.mark.parametrize(("old", "new"), [(b"2786", b"27.86"), (b"00902", b"0O902"), (b"2786", b""), (b" 01 ", b" 1 ")])
def test_a_bad_record_is_damage(old, new):
    with pytest.raises(Damaged, match="^invented.csv, line 2: .* is not a record of this file"):
        read(as_text(ZEBRA, YETI).replace(old, new))


@pytest.mark.parametrize("form", FORMS)
def test_a_locality_that_stands_twice_is_damage(form):
    first = 1 if form == "txt" else 2
    with pytest.raises(Damaged, match=f"line {first + 2}: locality 00 of contractor 99901 is already on line {first}"):
        read(FORMS[form](ZEBRA, YETI, ZEBRA))


@pytest.mark.parametrize("head", ["National Anes CF", "National Anes CF of 20.x", "Anes CF of 0.0"])
def test_a_head_without_a_national_factor_is_damage(head):
    with pytest.raises(Damaged, match=f"^invented.csv, line 1, {head}: "):
        read(as_csv(ZEBRA, heads=[*HEADS[:3], head]))


@pytest.mark.parametrize(
    ("heads", "reason"),
    [
        (["?", *HEADS[1:]], "line 1, Contractor: the header has no such column"),
        ([*HEADS[:2], "?", NATIONAL], "line 1, Locality Name: no row of column heads"),
        ([*HEADS[:3], "?"], "line 1, Anes CF: the header has no such column"),
        ([*HEADS, NATIONAL], "line 1, Anes CF: the header has 2 such columns"),
    ],
)
def test_a_missing_column_is_damage(heads, reason):
    with pytest.raises(Damaged, match=f"^invented.csv, {reason}"):
        read(as_csv(ZEBRA, heads=heads))


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", "line 1, Locality Name: no row of column heads"),
        (as_csv(), "line 1: no localities"),
        (as_xlsx(), "line 1: no localities"),
        (as_csv([*ZEBRA, "1"]), "line 2: 5 cells beneath 4 columns"),
    ],
    ids=range(4),
)
def test_what_is_no_such_file_is_damage(data, reason):
    with pytest.raises(Damaged, match=f"^invented.csv, {reason}"):
        read(data)


def test_it_knows_its_own_files():
    assert all(looks("any.name", head_of(make(ZEBRA, YETI))) for make in FORMS.values())


@pytest.mark.parametrize(
    "head",
    [
        "",
        "\n\n\n",
        "Medicare Administrative Contractor (MAC),State,Locality Number,Locality Name,2099 PW GPCI",
        "Medicare Adminstrative Contractor,Locality Number,State ,Fee Schedule Area ,Counties",
        "    99901       00    ZEBRA LAND             STATEWIDE                ALL COUNTIES",
        "9999TTC C 99901  05     1.00      1.00",
        "00001 A00     0 Wobble",
    ],
)
def test_it_does_not_know_others(head):
    assert not looks("ANES2099.csv", head)


@quickly
@given(edited(*(make(ZEBRA, YETI) for make in FORMS.values())))
def test_bytes_put_in_or_taken_out_are_read_or_are_damage(data):
    assert reads_or_is_damage(parse, data, "invented.csv")


@quickly
@given(spoiled([ZEBRA, YETI]))
def test_cells_that_change_places_are_read_or_are_damage(rows):
    assert reads_or_is_damage(parse, as_csv(*rows), "invented.csv")
