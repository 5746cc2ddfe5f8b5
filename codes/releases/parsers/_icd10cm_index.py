"""What the indexes of ICD-10-CM share with its tables of drugs and of neoplasms: one root, terms beneath terms."""

import re
from collections.abc import Iterator

from lxml import etree

from codes.releases.parsers._fields import folded
from codes.releases.parsers._xml import children, line_of
from codes.releases.reading import shown
from codes.releases.rows import Damaged

ROOT = "ICD10CM.index"
_CODE = re.compile(r"[A-Z][0-9][0-9A-Z](\.[0-9A-Z]{1,4}-?|\.-|-)?")


def is_index(head: str) -> bool:
    """Whether a file begins as the indexes and the tables do, and is no addenda."""
    return f"<{ROOT}" in head and 'isAddenda="true"' not in head


def entries(
    root: etree._Element, below_root: set[str], known: frozenset[str], name: str
) -> Iterator[tuple[str, etree._Element, dict[str, etree._Element]]]:
    """(term with those above it, element, its parts by tag) of every mainTerm and term, in the publisher's order.

    Of the parts that may stand more than once, term and cell, the first is in the dict.
    """
    for part in children(root, name, *below_root):
        if part.tag == "letter":
            for main in children(part, name, "title", "mainTerm"):
                if main.tag == "mainTerm":
                    yield from _entries(main, (), known, name)


def _entries(
    element: etree._Element, above: tuple[str, ...], known: frozenset[str], name: str
) -> Iterator[tuple[str, etree._Element, dict[str, etree._Element]]]:
    if element.get("level", "0") != str(len(above)):
        raise Damaged(name, line_of(element), f"level {shown(element.get('level', ''))} at depth {len(above)}", "level")
    parts = _parts(element, known, name)
    path = (*above, printed(parts["title"], name))
    yield ", ".join(path), element, parts
    for below in element.iterfind("term"):
        yield from _entries(below, path, known, name)


def _parts(element: etree._Element, known: frozenset[str], name: str) -> dict[str, etree._Element]:
    parts = {}
    for part in children(element, name, *known):
        if part.tag in parts and part.tag not in ("term", "cell"):
            raise Damaged(name, line_of(part), f"a second <{part.tag}>", part.tag)
        parts.setdefault(part.tag, part)
    if "title" not in parts:
        raise Damaged(name, line_of(element), f"a {element.tag} without a title", "title")
    return parts


def printed(element: etree._Element, name: str) -> str:
    """An element's text, blanks folded, a nonessential modifier (nemod) set off by a blank: "Abasia (-astasia)"."""
    pieces = [element.text or ""]
    for part in element:
        if part.tag != "nemod" or len(part):
            raise Damaged(name, line_of(part), f"<{part.tag}> is not in the layout", element.tag)
        pieces += [" ", part.text or "", part.tail or ""]
    text = folded("".join(pieces))
    if not text:
        raise Damaged(name, line_of(element), f"an empty {element.tag}", element.tag)
    return text


def reference(parts: dict[str, etree._Element], tag: str, name: str) -> str:
    """The term that a see or seeAlso names, "" where there is none."""
    return printed(parts[tag], name) if tag in parts else ""


def first(parts: dict[str, etree._Element], *tags: str) -> etree._Element:
    """The first of the parts that is there."""
    return next(parts[tag] for tag in tags if tag in parts)


def a_code(element: etree._Element, name: str) -> tuple[str, bool]:
    """(code with its dot, whether it is whole) of an element; "S06.0X-" and "M10.-" are the beginnings of codes."""
    text = folded(element.text)
    if not _CODE.fullmatch(text) or len(element):
        raise Damaged(name, line_of(element), f"{shown(text)} is not shaped like a code", element.tag)
    value = text.removesuffix("-")
    return value.removesuffix("."), value == text
