"""How the XML of CDC/NCHS, of CMS and of HL7 is read: what is not in the layout is Damaged, with its true line."""

from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from codes.releases.parsers._fields import folded
from codes.releases.reading import shown
from codes.releases.rows import Damaged

_LAST_LINE = 65_535  # the greatest line number that libxml2 keeps on an element


def xml_root(stream: BinaryIO, name: str, tag: str) -> etree._Element:
    """The root of a published file, which must be `tag`, read without entities, DTD or network.

    Damaged where it is another, where the file is cut or no XML, and where it is the addenda of the file.
    """
    try:
        root = etree.parse(stream, _parser()).getroot()
    except etree.XMLSyntaxError as error:
        # libxml2 ends its message with ", line 5, column 12", which stands in front already.
        raise Damaged(name, error.lineno or 1, (error.msg or "no XML").split(", line ")[0]) from None
    # The published files have no DOCTYPE, and without one there are no entities to expand or to fetch.
    if root.getroottree().docinfo.internalDTD is not None:
        raise Damaged(name, line_of(root), "a DOCTYPE is not in the layout")
    if root.tag != tag:
        raise Damaged(name, line_of(root), f"the root is <{root.tag}>, not <{tag}>")
    if root.get("isAddenda") == "true":
        raise Damaged(name, line_of(root), "this is the addenda, the changes alone and not the whole list")
    return root


def _parser() -> etree.XMLParser:
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,  # keeps libxml2's own limits on depth, text length and entity growth
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )


def line_of(element: etree._Element) -> int:
    """The line of an element's start tag, also in files with more lines than libxml2 keeps on an element."""
    line = element.sourceline
    if line < _LAST_LINE:
        return line
    # From there on libxml2 keeps lines on texts alone, at their end, and gives that of the first text that follows.
    while not element.text:
        if len(element):
            element = element[0]
        elif element.tail or element.getnext() is None:
            return line - (element.tail or "").count("\n")
        else:
            element = element.getnext()
    return line - element.text.count("\n")


def children(
    element: etree._Element, name: str, *tags: str, otherwise: str = "is not in the layout"
) -> Iterator[etree._Element]:
    """The elements beneath one that holds elements alone; Damaged where one has another tag or text stands between."""
    _check_no_text(element, element.text, name)
    for child in element:
        if child.tag not in tags:
            raise Damaged(name, line_of(child), f"<{child.tag}> {otherwise}", element.tag)
        _check_no_text(child, child.tail, name)
        yield child


def _check_no_text(element: etree._Element, text: str | None, name: str) -> None:
    if text and not text.isspace():
        raise Damaged(name, line_of(element), f"{shown(text.strip())} stands outside its element", element.tag)


def words(element: etree._Element, name: str) -> str:
    """The text of an element that holds text alone, blanks folded; Damaged where there is none."""
    if len(element):
        raise Damaged(name, line_of(element), f"<{element[0].tag}> is not in the layout", element.tag)
    text = folded(element.text)
    if not text:
        raise Damaged(name, line_of(element), "empty", element.tag)
    return text
