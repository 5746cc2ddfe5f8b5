"""The codes of ICD-10-CM, ICD-10-PCS and HCPCS Level II put together from the publisher's several lists."""

from codes.releases import hcpcs, icd10cm, icd10pcs
from codes.releases.rows import AxisRow, CodeRow, NoteRow


def a_row(value, parent=None, kind="code", descriptor="Words", **fields):
    defaults = {"position": 0, "billable": kind == "code", "short_descriptor": ""}
    return CodeRow(value=value, parent=parent, kind=kind, descriptor=descriptor, **(defaults | fields))


def shown(rows):
    return [(row.value, row.parent, row.kind, row.position) for row in rows]


# ICD-10-CM: which codes there are says the order file, where they stand the tabular list.

NOTES = (NoteRow("includes", "azure fever"),)
ORDER = [
    a_row("Q01", kind="heading", descriptor="Blue fever", short_descriptor="Blue fever", position=1, line=1),
    a_row("Q01.0", "Q01", descriptor="Blue fever, mild", short_descriptor="Blue fev mild", position=2, line=2),
    a_row("Q11", descriptor="Green fever", short_descriptor="Green fever", position=3, line=3),
]
TABULAR = [
    a_row("1", kind="chapter", descriptor="Chapter one"),
    a_row("Q00-Q09", "1", "section", "Blue ones"),
    a_row("Q01", "Q00-Q09", "heading", "Blue Fever", notes=NOTES),
    a_row("Q01.0", "Q01", descriptor="Blue Fever, mild"),
    a_row("Q01.9", "Q01", descriptor="Blue Fever, unspecified"),
    a_row("2", kind="chapter", descriptor="Chapter two"),
    a_row("Q10-Q19", "2", "section", "Green ones"),
    a_row("Q11", "Q10-Q19", descriptor="Green Fever"),
]


def test_both_lists_together():
    rows = icd10cm.assemble(ORDER, TABULAR)
    assert shown(rows) == [
        ("1", None, "chapter", 1),
        ("Q00-Q09", "1", "section", 2),
        ("Q01", "Q00-Q09", "heading", 3),
        ("Q01.0", "Q01", "code", 4),
        ("2", None, "chapter", 5),
        ("Q10-Q19", "2", "section", 6),
        ("Q11", "Q10-Q19", "code", 7),
    ]
    [category] = [row for row in rows if row.value == "Q01"]
    assert (category.descriptor, category.short_descriptor, category.notes) == ("Blue fever", "Blue fever", NOTES)


def test_the_order_file_alone():
    assert icd10cm.assemble(ORDER, []) == ORDER


def test_the_tabular_list_alone():
    assert icd10cm.assemble([], TABULAR) == TABULAR


def test_a_chapter_whose_first_category_is_not_in_the_order_file_keeps_its_place():
    """The tabular list may be of a later update, with a category that the order file does not have yet."""
    newer = [*TABULAR[:7], a_row("Q10", "Q10-Q19", descriptor="New fever"), *TABULAR[7:]]
    assert shown(icd10cm.assemble(ORDER, newer)) == shown(icd10cm.assemble(ORDER, TABULAR))


def test_a_code_that_only_the_order_file_has_stands_where_that_puts_it():
    order = [*ORDER[:2], a_row("Q01.1", "Q01"), *ORDER[2:], a_row("Q20")]
    assert [pair[:2] for pair in shown(icd10cm.assemble(order, TABULAR)) if pair[0] in ("Q01.1", "Q20")] == [
        ("Q01.1", "Q01"),
        ("Q20", None),
    ]


def sections(*values, codes=()):
    """A tabular list of one chapter with these sections; `codes` are the categories beneath some of them."""
    rows = [a_row("1", kind="chapter")]
    for value in values:
        rows.append(a_row(value, "1", "section"))
        rows += [a_row(code, value) for code, section in codes if section == value]
    return {row.value: row.parent for row in icd10cm.nested(rows)}


def test_an_overview_holds_the_sections_that_follow():
    parents = sections("C00-C96", "C00-C14", "C15-C26", codes=[("C01", "C00-C14"), ("C15", "C15-C26")])
    assert parents == {
        "1": None,
        "C00-C96": "1",
        "C00-C14": "C00-C96",
        "C01": "C00-C14",
        "C15-C26": "C00-C96",
        "C15": "C15-C26",
    }


def test_the_smallest_overview_holds():
    parents = sections(
        "V00-Y99", "V00-X58", "V00-V99", "V00-V09", "W00-W19", codes=[("V01", "V00-V09"), ("W01", "W00-W19")]
    )
    assert [parents[value] for value in ("V00-X58", "V00-V99", "V00-V09", "W00-W19")] == [
        "V00-Y99",
        "V00-X58",
        "V00-V99",
        "V00-X58",
    ]


def test_a_section_with_categories_of_its_own_is_no_overview():
    parents = sections("C76-C80", "C7A-C7A", codes=[("C76", "C76-C80"), ("C7A", "C7A-C7A")])
    assert parents["C7A-C7A"] == "1"


def test_a_section_ahead_of_its_overview_is_not_beneath_it():
    parents = sections("C00-C14", "C00-C96", codes=[("C01", "C00-C14")])
    assert parents["C00-C14"] == "1"


def test_a_section_that_is_no_range_of_categories_stays_where_it_is():
    parents = sections("C00-C96", "C10-C14-C15", "C1", "C20-C9", codes=[("C01", "C1")])
    assert parents == {"1": None, "C00-C96": "1", "C10-C14-C15": "1", "C1": "1", "C01": "C1", "C20-C9": "1"}


# ICD-10-PCS: the tables name the first two characters.


def an_axis(prefix, position, label, row=0):
    return AxisRow(prefix, row, position, "Axis", prefix[position - 1], label, "", 0)


def test_pcs_codes_stand_under_sections_and_body_systems():
    order = [
        a_row("0W0", kind="heading"),
        a_row("0W01ZZZ", "0W0"),
        a_row("0X0", kind="heading"),
        a_row("XH2", kind="heading"),
    ]
    axes = [
        *(an_axis("0W0", position, label) for position, label in enumerate(["Wobbling", "Wing", "Turning"], start=1)),
        AxisRow("0W0", 1, 4, "Axis", "1", "Left", "", 1),
        *(an_axis("0X0", position, label) for position, label in enumerate(["Wobbling", "Tail", "Turning"], start=1)),
        *(an_axis("XH2", position, label) for position, label in enumerate(["New", "Fin", "Rolling"], start=1)),
    ]
    rows = icd10pcs.assemble({"order": order, "tables": axes})
    assert [(row.value, row.parent, row.kind, row.descriptor, row.position) for row in rows] == [
        ("0", None, "chapter", "Wobbling", 1),
        ("0W", "0", "section", "Wing", 2),
        ("0W0", "0W", "heading", "Words", 3),
        ("0W01ZZZ", "0W0", "code", "Words", 4),
        ("0X", "0", "section", "Tail", 5),
        ("0X0", "0X", "heading", "Words", 6),
        ("X", None, "chapter", "New", 7),
        ("XH", "X", "section", "Fin", 8),
        ("XH2", "XH", "heading", "Words", 9),
    ]


def test_the_pcs_order_file_alone():
    order = [a_row("0W0", kind="heading"), a_row("0W01ZZZ", "0W0")]
    assert icd10pcs.assemble({"order": order}) == order


# HCPCS Level II: a flat list under its letters.


def test_hcpcs_codes_stand_under_their_letter_and_modifiers_behind():
    rows = [a_row("ZX", kind="modifier"), a_row("J9902"), a_row("A9901"), a_row("J9901"), a_row("AA", kind="modifier")]
    assert shown(hcpcs.assemble({"codes": rows})) == [
        ("A", None, "chapter", 1),
        ("A9901", "A", "code", 2),
        ("J", None, "chapter", 3),
        ("J9901", "J", "code", 4),
        ("J9902", "J", "code", 5),
        ("AA", None, "modifier", 6),
        ("ZX", None, "modifier", 7),
    ]


def test_every_letter_of_hcpcs_has_a_name_and_a_new_one_is_shown_as_it_is():
    [chapter, _] = hcpcs.assemble({"codes": [a_row("F9901")]})
    assert (chapter.descriptor, chapter.billable) == ("F codes", False)
