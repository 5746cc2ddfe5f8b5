"""The ICD-10-PCS tables, the XML that CMS publishes each year, read into rows."""

import re
from collections.abc import Iterator
from itertools import product
from math import prod
from typing import BinaryIO

from lxml import etree

from codes.releases.parsers._fields import once, shaped
from codes.releases.parsers._xml import children, line_of, words, xml_root
from codes.releases.reading import a_whole_number
from codes.releases.rows import AxisRow, Damaged

_ROOT = "ICD10PCS.tabular"
# ICD-10-PCS leaves out the letters O and I.
_CHARACTER = re.compile(r"[0-9A-HJ-NP-Z]")
_OF_THE_TABLE = ("1", "2", "3")
_OF_A_ROW = ("4", "5", "6", "7")


def looks(name: str, head: str) -> bool:
    """Whether the root is that of the ICD-10-PCS tables."""
    return f"<{_ROOT}" in head


def parse(stream: BinaryIO, name: str) -> Iterator[AxisRow]:
    """Every label of every table in the publisher's order: characters 1 to 3 once, as row 0, then 4 to 7 row by row.

    A row's codes are the product of its characters 4 to 7; a code of two rows, a character of two labels in
    one row and a count that does not agree are Damaged, which names file, line and field.
    """
    first: dict[str, int] = {}
    for table in children(xml_root(stream, name, _ROOT), name, "version", "title", "pcsTable"):
        if table.tag == "pcsTable":
            yield from _table(table, name, first)
    if not first:
        raise Damaged(name, 1, "no pcsTable")


def _table(table: etree._Element, name: str, first: dict[str, int]) -> Iterator[AxisRow]:
    parts = list(children(table, name, "axis", "pcsRow"))
    axes, rows = parts[:3], parts[3:]
    _check_positions(table, axes, _OF_THE_TABLE, name)
    prefix = "".join(character for axis in axes for character in _characters(axis, name))
    if len(prefix) != len(axes):
        raise Damaged(name, line_of(table), "characters 1 to 3 have not one label each", "axis")
    once(first, prefix, f"table {prefix}", name, line_of(table), "pcsTable")
    if not rows:
        raise Damaged(name, line_of(table), f"table {prefix} without a row", "pcsTable")
    for axis in axes:
        yield from _axis_rows(axis, prefix, 0, 0, name)
    yield from _rows(rows, prefix, name)


def _rows(rows: list[etree._Element], prefix: str, name: str) -> Iterator[AxisRow]:
    lines: dict[tuple[str, ...], int] = {}
    for number, row in enumerate(rows, start=1):
        if row.tag != "pcsRow":
            raise Damaged(name, line_of(row), "an axis among the rows", "axis")
        axes = list(children(row, name, "axis"))
        _check_positions(row, axes, _OF_A_ROW, name)
        characters = [_characters(axis, name) for axis in axes]
        codes = _count(row, "codes", prod(map(len, characters)), name)
        line = line_of(row)
        for code in product(*characters):
            once(lines, code, f"{prefix}{''.join(code)}", name, line, "pcsRow")
        for axis in axes:
            yield from _axis_rows(axis, prefix, number, codes, name)


def _check_positions(
    element: etree._Element, axes: list[etree._Element], positions: tuple[str, ...], name: str
) -> None:
    found = tuple(axis.get("pos") if axis.tag == "axis" else axis.tag for axis in axes)
    if found != positions:
        raise Damaged(name, line_of(element), f"the axes are {found}, not {positions}", "pos")


def _characters(axis: etree._Element, name: str) -> list[str]:
    """The characters that the labels of an axis stand for."""
    lines: dict[str, int] = {}
    for label in axis.iterfind("label"):
        line = line_of(label)
        character = shaped(label.get("code", ""), _CHARACTER, "a character of a code", name, line, "code")
        once(lines, character, f"character {character}", name, line, "code")
    _count(axis, "values", len(lines), name)
    return list(lines)


def _count(element: etree._Element, attribute: str, found: int, name: str) -> int:
    """The publisher's own count of what stands beneath an element."""
    told = a_whole_number(element.get(attribute, ""), name, line_of(element), attribute)
    if told != found or not found:
        raise Damaged(name, line_of(element), f"{told} are announced and {found} are here", attribute)
    return told


def _axis_rows(axis: etree._Element, prefix: str, row: int, codes: int, name: str) -> Iterator[AxisRow]:
    parts = list(children(axis, name, "title", "label", "definition"))
    texts = {tag: [words(part, name) for part in parts if part.tag == tag] for tag in ("title", "definition")}
    if len(texts["title"]) != 1 or len(texts["definition"]) > 1:
        raise Damaged(name, line_of(axis), "not one title and at most one definition", "axis")
    [title], [definition] = texts["title"], texts["definition"] or [""]
    for part in parts:
        if part.tag == "label":
            label = words(part, name)
            position = int(axis.get("pos"))
            yield AxisRow(prefix, row, position, title, part.get("code"), label, definition, codes, line_of(part))
