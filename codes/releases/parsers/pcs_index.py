"""The ICD-10-PCS index, the XML in which CMS leads from a term to codes, tables and other terms, read into rows."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from codes.releases.parsers._fields import folded, shaped
from codes.releases.parsers._xml import children, line_of, words, xml_root
from codes.releases.reading import shown
from codes.releases.rows import Damaged, IndexRow

_ROOT = "ICD10PCS.index"
# What names a code: <code> the whole of it, <codes> its beginning, <tab> its table.
_SHAPES = {
    "code": re.compile(r"[0-9A-HJ-NP-Z]{7}"),
    "codes": re.compile(r"[0-9A-HJ-NP-Z]{3,6}"),
    "tab": re.compile(r"[0-9A-HJ-NP-Z]{3}"),
}
_LEADS = ("see", "use")


def looks(name: str, head: str) -> bool:
    """Whether the root is that of the ICD-10-PCS index."""
    return f"<{_ROOT}" in head


def parse(stream: BinaryIO, name: str) -> Iterator[IndexRow]:
    """Every code, beginning of codes, "see" and "use" of every term, in the publisher's order.

    A "see" or "use" that names codes too has both. A term without a title of its own stands for the one above.
    A term that only heads others gives no row. Damaged names file, line and field.
    """
    empty = True
    for letter in children(xml_root(stream, name, _ROOT), name, "version", "title", "letter"):
        if letter.tag == "letter":
            for term in children(letter, name, "title", "mainTerm"):
                if term.tag == "mainTerm":
                    empty = False
                    yield from _term(term, "", 0, name)
    if empty:
        raise Damaged(name, 1, "no mainTerm")


def _term(term: etree._Element, above: str, level: int, name: str) -> Iterator[IndexRow]:
    """The rows of a term and of those below it."""
    parts = list(children(term, name, "title", *_SHAPES, *_LEADS, "term"))
    path = _path(term, parts, above, level, name)
    if all(part.tag == "title" for part in parts):
        raise Damaged(name, line_of(term), f"{shown(path)} leads nowhere", term.tag)
    for part in parts:
        if part.tag == "term":
            yield from _term(part, path, level + 1, name)
        elif part.tag != "title":
            yield _row(part, path, name)


def _path(term: etree._Element, parts: list[etree._Element], above: str, level: int, name: str) -> str:
    if level and term.get("level") != str(level):
        raise Damaged(
            name, line_of(term), f"{shown(term.get('level', ''))} is the level of a term {level} deep", "level"
        )
    titles = [words(part, name) for part in parts if part.tag == "title"]
    if len(titles) > 1 or not (titles or above):
        raise Damaged(name, line_of(term), f"a {term.tag} with {len(titles)} titles", "title")
    return ", ".join(text for text in (above, *titles) if text)


def _row(part: etree._Element, path: str, name: str) -> IndexRow:
    lead, target = "", part
    if part.tag in _LEADS:
        lead, target = _lead(part, name)
    value = "" if target is None else _value(target, name)
    whole = target is not None and target.tag == "code"
    return IndexRow("pcs_index", path, "", value, whole, lead, "", line_of(part))


def _lead(part: etree._Element, name: str) -> tuple[str, etree._Element | None]:
    """The term that a "see" or "use" names, and the element with its codes where there is one."""
    text = folded(part.text)
    if not text:
        raise Damaged(name, line_of(part), "names no term", part.tag)
    if not len(part):
        return text, None
    if len(part) > 1 or part[0].tag not in _SHAPES or (part[0].tail or "").strip():
        raise Damaged(name, line_of(part), "more than a term and its codes", part.tag)
    return text, part[0]


def _value(element: etree._Element, name: str) -> str:
    what = "shaped like its kind of code"
    return shaped(words(element, name), _SHAPES[element.tag], what, name, line_of(element), element.tag)
