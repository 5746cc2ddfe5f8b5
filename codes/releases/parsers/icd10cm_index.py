"""The Alphabetic Index and the External Cause Index of ICD-10-CM, the XML that CDC/NCHS publishes each year."""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from codes.releases.parsers._icd10cm_index import ROOT, a_code, entries, first, is_index, printed, reference
from codes.releases.parsers._xml import line_of, xml_root
from codes.releases.reading import shown
from codes.releases.rows import Damaged, IndexRow

_BELOW_ROOT = {"version", "title", "letter"}
_TITLES = {"INDEX TO DISEASES": "index", "EXTERNAL CAUSE": "external_cause"}
# What the printed index sets before the code: E10.21 in plain, [N08] for a manifestation, "see category N20".
_REFERENCES = {"code": "", "manif": "", "seecat": "category", "subcat": "subcategory"}
_PARTS = frozenset({"title", "see", "seeAlso", "term", *_REFERENCES})
_MANIFESTATION = "manifestation"


def looks(name: str, head: str) -> bool:
    """Whether this is one of the two indexes: the root element without a heading of columns, and no addenda."""
    return is_index(head) and "<indexHeading" not in head and any(title in head.upper() for title in _TITLES)


def parse(stream: BinaryIO, name: str) -> Iterator[IndexRow]:
    """One row for each code of an entry, in the publisher's order; the stream is binary.

    `term` holds the nonessential modifiers in their brackets, as printed. A manifestation code, printed in square
    brackets behind the other, is a row of its own with `column` "manifestation". "See category N20" has `see`
    "category" and `value` "N20", which is not `whole`. An entry that only leads on has `value` "" and names the other
    term; one with neither code nor reference has its instruction in the title ("fracture - omit code").
    Entries that do nothing but head others give no row. Layout: icd10cm_index.xsd. Damaged names file, line
    and element; a file that is cut is no XML and Damaged.
    """
    root = xml_root(stream, name, ROOT)
    table = _table(root, name)
    found = False
    for term, _, parts in entries(root, _BELOW_ROOT, _PARTS, name):
        for row in _rows(table, term, parts, name):
            found = True
            yield row
    if not found:
        raise Damaged(name, 1, "no entry")


def _table(root: etree._Element, name: str) -> str:
    title = root.find("title")
    text = printed(title, name) if title is not None else ""
    for words, table in _TITLES.items():
        if words in text.upper():
            return table
    raise Damaged(name, line_of(root if title is None else title), f"{shown(text)} names neither index", "title")


def _rows(table: str, term: str, parts: dict[str, etree._Element], name: str) -> Iterator[IndexRow]:
    see, see_also = (reference(parts, tag, name) for tag in ("see", "seeAlso"))
    codes = [tag for tag in parts if tag in _REFERENCES]
    for tag in codes:
        value, whole = a_code(parts[tag], name)
        word = _REFERENCES[tag]
        # Some references to a category were split by the publisher: "see categories T17 and", then T18 as if a code.
        whole = whole and not word and not see.startswith("categor")
        see = " ".join(filter(None, (see, word)))
        column = _MANIFESTATION if tag == "manif" else ""
        yield IndexRow(table, term, column, value, whole, see, see_also, line_of(parts[tag]))
        see = see_also = ""
    if not codes and (see or see_also or "term" not in parts):
        yield IndexRow(table, term, "", "", False, see, see_also, line_of(first(parts, "see", "seeAlso", "title")))
