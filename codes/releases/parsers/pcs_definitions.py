"""The ICD-10-PCS definitions, the XML in which CMS says what the labels of the tables mean, read into rows."""

import re
from collections.abc import Iterator
from typing import BinaryIO

from lxml import etree

from codes.releases.parsers._fields import once, shaped
from codes.releases.parsers._xml import children, line_of, words, xml_root
from codes.releases.rows import Damaged, DefinitionRow

_ROOT = "ICD10PCS.definitions"
_CHARACTER = re.compile(r"[0-9A-HJ-NP-Z]")
_POSITION = re.compile(r"[1-7]")
_AGGREGATION = "Device Aggregation"
_AGGREGATE = ("device", "operation", "bodySys", "parent")


def looks(name: str, head: str) -> bool:
    """Whether the root is that of the ICD-10-PCS definitions."""
    return f"<{_ROOT}" in head


def parse(stream: BinaryIO, name: str) -> Iterator[DefinitionRow]:
    """A row for each label of each section's axes, in the publisher's order, and then the device aggregation.

    Labels that share one entry ("... , Left" and "... , Right") have a row each. Several includes are joined with "; ".
    The device aggregation names no section: its rows have the axis "Device Aggregation", the specific device
    as label, the general device with its character as definition ("M Cardiac Lead") and, as explanation, the
    operation and the body systems in which the one is coded to the other. Damaged names file, line and field.
    """
    lines: dict[tuple[str, ...], int] = {}
    for part in children(xml_root(stream, name, _ROOT), name, "version", "title", "section", "deviceAggregation"):
        for row, key in _rows(part, name):
            once(lines, key, row.label, name, row.line, "title" if row.section else "device")
            yield row
    if not lines:
        raise Damaged(name, 1, "no definitions")


def _rows(part: etree._Element, name: str) -> Iterator[tuple[DefinitionRow, tuple[str, ...]]]:
    """The rows of a section or of the device aggregation, each with what may be there only once."""
    if part.tag == "section":
        for row in _section(part, name):
            yield row, (row.section, row.axis, row.label)
    if part.tag == "deviceAggregation":
        for aggregate in children(part, name, "aggregate"):
            row = _aggregate(aggregate, name)
            yield row, (row.axis, row.label, row.explanation)


def _section(section: etree._Element, name: str) -> Iterator[DefinitionRow]:
    code = shaped(section.get("code", ""), _CHARACTER, "the character of a section", name, line_of(section), "code")
    for axis in children(section, name, "title", "axis"):
        if axis.tag == "axis":
            yield from _axis(axis, code, name)


def _axis(axis: etree._Element, section: str, name: str) -> Iterator[DefinitionRow]:
    shaped(axis.get("pos", ""), _POSITION, "a character's position", name, line_of(axis), "pos")
    parts = list(children(axis, name, "title", "terms"))
    if [part.tag for part in parts].count("title") != 1:
        raise Damaged(name, line_of(axis), "not one title", "axis")
    title = next(words(part, name) for part in parts if part.tag == "title")
    for part in parts:
        if part.tag == "terms":
            yield from _terms(part, section, title, name)


def _terms(terms: etree._Element, section: str, axis: str, name: str) -> Iterator[DefinitionRow]:
    parts = _texts(terms, ("title", "definition", "explanation", "includes"), name)
    labels = [part for part in terms if part.tag == "title"]
    if not labels:
        raise Damaged(name, line_of(terms), "terms without a title", "title")
    if len(parts["definition"]) > 1 or len(parts["explanation"]) > 1:
        raise Damaged(name, line_of(terms), "more than one definition or explanation", "terms")
    texts = (" ".join(parts["definition"]), " ".join(parts["explanation"]), "; ".join(parts["includes"]))
    if not any(texts):
        raise Damaged(name, line_of(terms), f"{parts['title'][0]} is not defined", "terms")
    for element, label in zip(labels, parts["title"], strict=True):
        yield DefinitionRow(section, axis, label, *texts, line_of(element))


def _aggregate(aggregate: etree._Element, name: str) -> DefinitionRow:
    parts = _texts(aggregate, _AGGREGATE, name)
    counts = [len(parts[tag]) for tag in _AGGREGATE]
    if (counts[0], counts[1], counts[3]) != (1, 1, 1) or not counts[2]:
        raise Damaged(name, line_of(aggregate), "not one device, operation and parent, with a body system", "aggregate")
    parent = aggregate.find("parent")
    value = shaped(parent.get("value", ""), _CHARACTER, "the character of a device", name, line_of(parent), "value")
    where = f"{parts['operation'][0]}: {'; '.join(parts['bodySys'])}"
    general = f"{value} {parts['parent'][0]}"
    return DefinitionRow("", _AGGREGATION, parts["device"][0], general, where, "", line_of(aggregate))


def _texts(element: etree._Element, tags: tuple[str, ...], name: str) -> dict[str, list[str]]:
    """The texts beneath an element by their tag."""
    texts: dict[str, list[str]] = {tag: [] for tag in tags}
    for part in children(element, name, *tags):
        texts[part.tag].append(words(part, name))
    return texts
