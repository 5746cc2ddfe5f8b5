"""The ICD-10-CM tabular list, the XML that CDC/NCHS publishes each year, read into rows."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO

from lxml import etree

from codes.releases.parsers._fields import folded, once
from codes.releases.parsers._xml import children, line_of, xml_root
from codes.releases.reading import shown
from codes.releases.rows import CodeRow, Damaged, NoteRow

_ROOT = "ICD10CM.tabular"
_BELOW_ROOT = ("version", "title", "introduction", "chapter")
_BELOW = {"chapter": "section", "section": "diag", "diag": "diag"}
_NOTE_KINDS = {
    "inclusionTerm": "inclusion_term",
    "includes": "includes",
    "excludes1": "excludes1",
    "excludes2": "excludes2",
    "codeFirst": "code_first",
    "useAdditionalCode": "use_additional",
    "codeAlso": "code_also",
    "notes": "note",
    "sevenChrNote": "seventh_character",
    "sevenChrDef": "seventh_character",
}
# sectionIndex repeats the sections' own descriptors. visualImpairment is a table of acuity beneath H54 that
# has no form as a note. `deactivated` lists what earlier releases held.
_NO_NOTES = ("name", "desc", "sectionIndex", "visualImpairment", "deactivated")

_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(\.[0-9A-Z]{1,4})?")
_CHARACTER = re.compile(r"[0-9A-Z]")
_STEM = len("S06.1X7")  # what a 7th character is added to: six characters and the dot

# The publisher says in words alone where a definition does not hold: "7th characters D and S do not apply to
# codes in category S06 with 6th character 7 - death ..., or 8 - death ...".
_EXCEPTION = re.compile(r"7th characters? (.+?) do(?:es)? not apply to codes in .+? with 6th character (.+)")


@dataclass(frozen=True, slots=True)
class _Seventh:
    """The 7th characters in force beneath an element, and the (6th, 7th) pairs that are no codes."""

    texts: tuple[tuple[str, str], ...] = ()
    ruled_out: frozenset[tuple[str, str]] = frozenset()


def looks(name: str, head: str) -> bool:
    """Whether this is the tabular list: by the root of the XML."""
    return f"<{_ROOT}" in head


def parse(stream: BinaryIO, name: str = "ICD-10-CM tabular list") -> list[CodeRow]:
    """Every chapter, section, heading and code in the publisher's order; Damaged names the file and line.

    The stream is binary. 7th characters are written out as codes of their own, named as the order file of
    CMS names them. `short_descriptor` stays empty: this file has none.
    """
    rows: list[CodeRow] = []
    lines: dict[str, int] = {}
    numbers = count(1)
    for chapter in _chapters(stream, name):
        for line, row in _rows(chapter, None, _Seventh(), numbers, name):
            once(lines, row.value, row.value, name, line)
            rows.append(row)
    if not rows:
        raise Damaged(name, 1, "no chapter")
    return rows


def release_name(stream: BinaryIO, name: str = "ICD-10-CM tabular list") -> str:
    """The fiscal year printed at the head of the file, such as "2026"; Damaged where there is none."""
    year = folded(xml_root(stream, name, _ROOT).findtext("version"))
    if not year:
        raise Damaged(name, 1, "no version")
    return year


def _chapters(stream: BinaryIO, name: str) -> Iterator[etree._Element]:
    for part in children(xml_root(stream, name, _ROOT), name, *_BELOW_ROOT):
        if part.tag == "chapter":
            yield part


def _rows(
    element: etree._Element, parent: str | None, inherited: _Seventh, numbers: Iterator[int], name: str
) -> Iterator[tuple[int, CodeRow]]:
    """The element's own row, then those below it, each beside the line that it was read from."""
    line, value, descriptor = line_of(element), _value(element, parent, name), _descriptor(element, name)
    seventh = _seventh(element, inherited, name)
    below = element.findall(_BELOW[element.tag])
    longer = [] if below else _with_seventh(element, value, seventh)
    kind = element.tag if element.tag != "diag" else "heading" if below or longer else "code"
    notes = tuple(_notes(element, name))
    yield line, CodeRow(value, parent, next(numbers), kind, kind == "code", "", descriptor, notes)
    for child in below:
        yield from _rows(child, value, seventh, numbers, name)
    for code, text in longer:
        yield line, CodeRow(code, value, next(numbers), "code", True, "", f"{descriptor}, {text}", ())


def _value(element: etree._Element, parent: str | None, name: str) -> str:
    if element.tag == "section":
        return _section_value(element, name)
    value = folded(element.findtext("name"))
    if not value:
        raise Damaged(name, line_of(element), f"a {element.tag} without a name")
    if element.tag == "diag":
        _check_code(element, value, parent, name)
    return value


def _check_code(diag: etree._Element, value: str, parent: str | None, name: str) -> None:
    if not _CODE.fullmatch(value):
        raise Damaged(name, line_of(diag), f"{shown(value)} is not shaped like a code")
    if diag.getparent().tag == "diag" and not value.startswith(parent or ""):
        raise Damaged(name, line_of(diag), f"{value} stands below {parent}")


def _section_value(section: etree._Element, name: str) -> str:
    value = folded(section.get("id"))
    if not value:
        raise Damaged(name, line_of(section), "a section without an id")
    # A section of one category has that category's value as its id. Written as the others are, from first to
    # last, it is the publisher's own range and stays apart from the category.
    return value if "-" in value else f"{value}-{value}"


def _descriptor(element: etree._Element, name: str) -> str:
    descriptor = folded(element.findtext("desc"))
    if not descriptor:
        raise Damaged(name, line_of(element), f"a {element.tag} without a descriptor")
    return descriptor


def _seventh(element: etree._Element, inherited: _Seventh, name: str) -> _Seventh:
    """The nearest definition: the element's own, or the one it stands under."""
    extensions = element.findall("sevenChrDef/extension")
    texts = tuple((_character(extension, name), folded(extension.text)) for extension in extensions)
    if not texts:
        return inherited
    ruled_out = frozenset(pair for note in element.iterfind("notes/note") for pair in _ruled_out(folded(note.text)))
    promised = any("except" in folded(note.text) for note in element.iterfind("sevenChrNote/note"))
    # Without this, an exception in new words would give codes that do not exist.
    if promised and not ruled_out:
        raise Damaged(name, line_of(element), "7th characters with an exception that no note explains")
    return _Seventh(texts, ruled_out)


def _character(extension: etree._Element, name: str) -> str:
    character = folded(extension.get("char"))
    if not _CHARACTER.fullmatch(character):
        raise Damaged(name, line_of(extension), "an extension without a 7th character")
    if not folded(extension.text):
        raise Damaged(name, line_of(extension), f"7th character {character} without a text")
    return character


def _ruled_out(note: str) -> list[tuple[str, str]]:
    found = _EXCEPTION.search(note)
    if not found:
        return []
    sevenths = re.findall(r"\b[0-9A-Z]\b", found[1])
    sixths = re.findall(r"\b([0-9A-Z]) - ", found[2])
    return [(sixth, seventh) for sixth in sixths for seventh in sevenths]


def _with_seventh(element: etree._Element, value: str, definition: _Seventh) -> list[tuple[str, str]]:
    """The full codes of a diag that nothing stands below, each with its 7th character's text."""
    # A code that already has seven characters has no room for another.
    if element.tag != "diag" or len(value) > _STEM:
        return []
    stem = (value if "." in value else f"{value}.").ljust(_STEM, "X")
    ruled_out = {seventh for sixth, seventh in definition.ruled_out if sixth == stem[-1]}
    return [(stem + character, text) for character, text in definition.texts if character not in ruled_out]


def _notes(element: etree._Element, name: str) -> Iterator[NoteRow]:
    for part in children(element, name, *_NOTE_KINDS, *_NO_NOTES, _BELOW[element.tag]):
        if part.tag in _NOTE_KINDS:
            yield from _lines(part, name)


def _lines(part: etree._Element, name: str) -> Iterator[NoteRow]:
    tags = ("note", "extension") if part.tag == "sevenChrDef" else ("note",)
    for line in children(part, name, *tags, otherwise="is no line of text"):
        if len(line):
            raise Damaged(name, line_of(line), f"<{line.tag}> is no line of text", part.tag)
        if text := folded(line.text):
            yield NoteRow(_NOTE_KINDS[part.tag], _note_text(line, text))


def _note_text(line: etree._Element, text: str) -> str:
    # A note among the extensions belongs to the one before it, and stays behind it.
    return f"{folded(line.get('char'))} - {text}" if line.tag == "extension" else text
