"""The Tables of Drugs and Chemicals and of Neoplasms of ICD-10-CM, the XML that CDC/NCHS publishes each year."""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from codes.releases.parsers._fields import folded
from codes.releases.parsers._icd10cm_index import ROOT, a_code, entries, first, is_index, printed, reference
from codes.releases.parsers._xml import line_of, xml_root
from codes.releases.reading import shown
from codes.releases.rows import Damaged, IndexRow

_BELOW_ROOT = {"version", "title", "indexHeading", "letter"}
_PARTS = frozenset({"title", "manif", "see", "seeAlso", "cell", "term"})
# The heading of the column of terms tells the two tables apart.
_TABLES = {"Substance": "drug", "Neoplasm": "neoplasm"}
_TERMS = "1"
_NONE = ("-", "--")


def looks(name: str, head: str) -> bool:
    """Whether this is one of the two tables: the indexes' root element, with a heading of columns, and no addenda."""
    return is_index(head) and "<indexHeading" in head and any(f">{terms}</head>" in head for terms in _TABLES)


def parse(stream: BinaryIO, name: str) -> Iterator[IndexRow]:
    """One row for each cell that holds a code, in the publisher's order; the stream is binary.

    `column` is the heading of the cell's column; a cell with "-" or "--" has no code and gives no row. Where an entry
    leads to another term, that is a row of its own before the cells, with `column` and `value` "". An entry with
    neither has its instruction in the title and is such a row, too. A code may be the beginning of one: "C79.8-".
    Layout: icd10cm_drug_neoplasm.xsd. Damaged names file, line and element; a file that is cut is no XML
    and Damaged.
    """
    root = xml_root(stream, name, ROOT)
    heads = _heads(root, name)
    table = _TABLES[heads.pop(_TERMS)]
    found = False
    for term, element, parts in entries(root, _BELOW_ROOT, _PARTS, name):
        # The site that a neoplasm's name stands for: "book-leaf [ventral surface of tongue and floor of mouth]".
        term = f"{term} [{printed(parts['manif'], name)}]" if "manif" in parts else term
        yield from _references(table, term, parts, name)
        yield from _cells(table, term, element, heads, name)
        found = True
    if not found:
        raise Damaged(name, 1, "no entry")


def _heads(root: etree._Element, name: str) -> dict[str, str]:
    """The columns' headings by their number as printed, the column of terms among them."""
    heads = {}
    for head in root.iterfind("indexHeading/head"):
        column = _column(head, name)
        if column in heads:
            raise Damaged(name, line_of(head), f"a second heading of column {column}", "head")
        heads[column] = printed(head, name)
    if heads.get(_TERMS) not in _TABLES:
        reason = f"the column of terms is headed {shown(heads.get(_TERMS, ''))}, not {' or '.join(_TABLES)}"
        raise Damaged(name, line_of(root), reason, "head")
    return heads


def _column(element: etree._Element, name: str) -> str:
    column = element.get("col", "")
    if not column:
        raise Damaged(name, line_of(element), f"a {element.tag} without a column", "col")
    return column


def _references(table: str, term: str, parts: dict[str, etree._Element], name: str) -> Iterator[IndexRow]:
    see, see_also = (reference(parts, tag, name) for tag in ("see", "seeAlso"))
    if see or see_also or not ("cell" in parts or "term" in parts):
        yield IndexRow(table, term, "", "", False, see, see_also, line_of(first(parts, "see", "seeAlso", "title")))


def _cells(table: str, term: str, element: etree._Element, heads: dict[str, str], name: str) -> Iterator[IndexRow]:
    seen = set()
    for cell in element.iterfind("cell"):
        column = _column(cell, name)
        if column not in heads or column in seen:
            reason = f"a second cell of column {column}" if column in seen else f"no column {shown(column)} is headed"
            raise Damaged(name, line_of(cell), reason, "cell")
        seen.add(column)
        if folded(cell.text) in _NONE and not len(cell):
            continue
        value, whole = a_code(cell, name)
        yield IndexRow(table, term, heads[column], value, whole, "", "", line_of(cell))
