"""Invented headings with all that stands below them, for guided choice."""

from codes.models import Axis
from tests.builders import NUMBERS, a_code, a_release

ENCOUNTERS = {
    "A": "initial encounter for closed crease",
    "D": "subsequent encounter for closed crease",
    "S": "sequela",
}
SIDES = {"1": "right", "2": "left", "9": "unspecified"}


def a_tree(lines):
    """The codes of {value: descriptor}, parents first; what is below nothing may be billed. Returns {value: Code}."""
    made = {}
    for value, line in lines.items():
        above = max((other for other in made if value.startswith(other)), key=len, default=None)
        is_heading = any(other != value and other.startswith(value) for other in lines)
        made[value] = a_code(
            value,
            kind="heading" if is_heading else "code",
            descriptor=line,
            parent=made.get(above),
            billable=not is_heading,
        )
    return made


def a_creased_sleeve():
    """A heading whose codes differ in part, in being stitched, in side and in encounter: 9 + 18 codes."""
    lines = {"Q72": "Crease of sleeve", "Q72.0": "Crease of hem and cuff of sleeve"}
    lines["Q72.00"] = "Crease of unspecified part of cuff of sleeve"
    for digit, side in SIDES.items():
        lines[f"Q72.00{digit}"] = f"Crease of unspecified part of cuff of {side} sleeve"
    lines["Q72.02"] = "Crease of hem (lower) of sleeve"
    for first, how in ((0, "Stitched"), (3, "Unstitched")):
        for number, side in enumerate(SIDES.values(), start=1):
            lines[f"Q72.02{first + number}"] = f"{how} crease of hem (lower) of {side} sleeve"
    for value, line in list(lines.items()):
        if len(value) == 7:
            lines |= {f"{value}{letter}": f"{line}, {words}" for letter, words in ENCOUNTERS.items()}
    return a_tree(lines)


def a_table():
    """Table 0ZT of ICD-10-PCS with two rows, and its codes. Character 1 at position 6 means two things."""
    release = a_release("icd10pcs")
    rows = [
        {
            4: {"1": "Collar", "2": "Cuff"},
            5: {"0": "Open"},
            6: {"1": "Button", "Z": "No Device"},
            7: {"Z": "No Qualifier"},
        },
        {4: {"3": "Hem"}, 5: {"0": "Open", "4": "Folded"}, 6: {"1": "Zip"}, 7: {"Z": "No Qualifier"}},
    ]
    titles = {4: "Body Part", 5: "Approach", 6: "Device", 7: "Qualifier"}
    heading = a_code("0ZT", "icd10pcs", kind="heading", descriptor="Sleeve System, Mending")
    for number, row in enumerate(rows, start=1):
        for position, labels in row.items():
            for character, label in labels.items():
                place = {"row": number, "position": position, "title": titles[position]}
                Axis.objects.create(release=release, prefix="0ZT", character=character, label=label, **place)
        for four in row[4]:
            for five in row[5]:
                for six in row[6]:
                    line = f"Mending of {row[4][four]}, {row[5][five]}, {row[6][six]}"
                    a_code(
                        f"0ZT{four}{five}{six}Z", "icd10pcs", descriptor=line, parent=heading, position=next(NUMBERS)
                    )
    return heading
