"""ICD-10-CM from its two lists: the order file says which codes there are, the tabular list where they stand."""

import re
from dataclasses import replace

from codes.releases.rows import CodeRow

_RANGE = re.compile(r"[A-Z][0-9A-Z]{2}-[A-Z][0-9A-Z]{2}")


def assemble(order: list[CodeRow], tabular: list[CodeRow]) -> list[CodeRow]:
    """The codes of one release, parents before children; either list may be empty.

    Codes, flags and descriptors are the order file's; chapters, sections and notes the tabular list's. A code that only
    the tabular list has is left out: the order file of CMS is the list of what may be billed.
    """
    placed = nested(tabular)
    if not order:
        return placed
    if not placed:
        return order
    known = {row.value: row for row in placed}
    listed = {row.value for row in order}
    return _numbered(_merged(order, known, _groups_before(placed, listed)))


def _merged(order, known, groups):
    for row in order:
        yield from groups.get(row.value, ())
        there = known.get(row.value)
        if there is None:
            yield row
        else:
            yield replace(row, parent=row.parent or there.parent, notes=there.notes)


def _groups_before(tabular, listed):
    """{category: the chapters and sections that stand between it and the category before}, for listed categories."""
    groups, waiting = {}, []
    for row in tabular:
        if row.kind in ("chapter", "section"):
            waiting.append(row)
        elif waiting and row.value in listed:
            groups[row.value] = waiting
            waiting = []
    return groups


def _numbered(rows):
    return [replace(row, position=position) for position, row in enumerate(rows, start=1)]


def nested(tabular: list[CodeRow]) -> list[CodeRow]:
    """The tabular list with each section under the smallest overview whose range holds it.

    The XML keeps sections side by side, although "C00-C96" announces those that follow and its notes hold for all of
    them. An overview has no categories of its own: C76-C80 has, and does not hold C7A.
    """
    parents = {row.parent for row in tabular}
    overviews, above = [], {}
    for row in tabular:
        if row.kind != "section" or not _RANGE.fullmatch(row.value):
            continue
        if holding := [other for other in overviews if _holds(other.value, row.value)]:
            above[row.value] = min(holding, key=_width).value
        if row.value not in parents:
            overviews.append(row)
    return [replace(row, parent=above[row.value]) if row.value in above else row for row in tabular]


def _ends(value):
    """The first and the last category of a section such as C00-C14."""
    first, _, last = value.partition("-")
    return first, last


def _holds(outer, inner):
    (first, last), (inner_first, inner_last) = _ends(outer), _ends(inner)
    return first <= inner_first and inner_last <= last


def _width(row):
    first, last = _ends(row.value)
    return [ord(b) - ord(a) for a, b in zip(first, last, strict=False)]
