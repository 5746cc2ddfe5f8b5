"""The ICD-10-CM tabular list, the XML that CDC/NCHS publishes each year, read into rows."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import count
from typing import BinaryIO

from lxml import etree

from codes.releases.rows import CodeRow, Damaged, NoteRow

_ROOT = "ICD10CM.tabular"
_BELOW_ROOT = {"version", "title", "introduction", "chapter"}
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
_LINES = {"sevenChrDef": {"note", "extension"}}
# sectionIndex repeats the sections' own descriptors. visualImpairment is a table of acuity beneath H54 that
# has no form as a note. `deactivated` lists what earlier releases held.
_NO_NOTES = {"name", "desc", "sectionIndex", "visualImpairment", "deactivated"}

_CODE = re.compile(r"[A-Z][0-9A-Z]{2}(\.[0-9A-Z]{1,4})?")
_CHARACTER = re.compile(r"[0-9A-Z]")
_STEM = len("S06.1X7")  # what a 7th character is added to: six characters and the dot
_LAST_LINE = 65_535  # the greatest line number that libxml2 keeps on an element

# The publisher says in words alone where a definition does not hold: "7th characters D and S do not apply to
# codes in category S06 with 6th character 7 - death ..., or 8 - death ...".
_EXCEPTION = re.compile(r"7th characters? (.+?) do(?:es)? not apply to codes in .+? with 6th character (.+)")


@dataclass(frozen=True, slots=True)
class _Seventh:
    """The 7th characters in force beneath an element, and the (6th, 7th) pairs that are no codes."""

    texts: tuple[tuple[str, str], ...] = ()
    ruled_out: frozenset[tuple[str, str]] = frozenset()


class _Odd(Exception):
    """A line that does not keep the layout, before the file's name is known."""

    def __init__(self, element: etree._Element, reason: str) -> None:
        super().__init__(reason)
        self.line = _line(element)
        self.reason = reason


def parse(stream: BinaryIO, name: str = "ICD-10-CM tabular list") -> list[CodeRow]:
    """Every chapter, section, heading and code in the publisher's order; Damaged names the file and line.

    The stream is binary. 7th characters are written out as codes of their own, named as the order file of
    CMS names them. `short_descriptor` stays empty: this file has none.
    """
    rows: list[CodeRow] = []
    first: dict[str, etree._Element] = {}
    numbers = count(1)
    with _named(name):
        for chapter in _root(stream).iterfind("chapter"):
            for element, row in _rows(chapter, None, _Seventh(), numbers):
                if row.value in first:
                    raise _Odd(element, f"{row.value} is already on line {_line(first[row.value])}")
                first[row.value] = element
                rows.append(row)
    if not rows:
        raise Damaged(name, 1, "no chapter")
    return rows


def release_name(stream: BinaryIO, name: str = "ICD-10-CM tabular list") -> str:
    """The fiscal year printed at the head of the file, such as "2026"; Damaged where there is none."""
    with _named(name):
        year = _fold(_root(stream).findtext("version"))
    if not year:
        raise Damaged(name, 1, "no version")
    return year


@contextmanager
def _named(name: str) -> Iterator[None]:
    try:
        yield
    except etree.XMLSyntaxError as error:
        # libxml2 ends its message with ", line 5, column 12", which stands in front already.
        raise Damaged(name, error.lineno or 1, (error.msg or "no XML").split(", line ")[0]) from None
    except _Odd as odd:
        raise Damaged(name, odd.line, odd.reason) from None


def _root(stream: BinaryIO) -> etree._Element:
    parser = etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,  # keeps libxml2's own limits on depth, text length and entity growth
        remove_comments=True,
        remove_pis=True,
        collect_ids=False,
    )
    root = etree.parse(stream, parser).getroot()
    _check_root(root)
    return root


def _check_root(root: etree._Element) -> None:
    # The published file has no DOCTYPE, and without one there are no entities to expand or to fetch.
    if root.getroottree().docinfo.internalDTD is not None:
        raise _Odd(root, "a DOCTYPE is not in the layout")
    if root.tag != _ROOT:
        raise _Odd(root, f"the root is <{root.tag}>, not <{_ROOT}>")
    if root.get("isAddenda") == "true":
        raise _Odd(root, "this is the addenda, the changes alone and not the whole list")
    for part in root:
        if part.tag not in _BELOW_ROOT:
            raise _Odd(part, f"<{part.tag}> is not in the layout")


def _rows(
    element: etree._Element, parent: str | None, inherited: _Seventh, numbers: Iterator[int]
) -> Iterator[tuple[etree._Element, CodeRow]]:
    """The element's own row, then those below it, each beside the element that it was read from."""
    value, descriptor = _value(element, parent), _descriptor(element)
    seventh = _seventh(element, inherited)
    below = element.findall(_BELOW[element.tag])
    longer = [] if below else _with_seventh(element, value, seventh)
    kind = element.tag if element.tag != "diag" else "heading" if below or longer else "code"
    notes = tuple(_notes(element))
    yield element, CodeRow(value, parent, next(numbers), kind, kind == "code", "", descriptor, notes)
    for child in below:
        yield from _rows(child, value, seventh, numbers)
    for code, text in longer:
        yield element, CodeRow(code, value, next(numbers), "code", True, "", f"{descriptor}, {text}", ())


def _value(element: etree._Element, parent: str | None) -> str:
    if element.tag == "section":
        return _section_value(element)
    value = _fold(element.findtext("name"))
    if not value:
        raise _Odd(element, f"a {element.tag} without a name")
    if element.tag == "diag":
        _check_code(element, value, parent)
    return value


def _check_code(diag: etree._Element, value: str, parent: str | None) -> None:
    if not _CODE.fullmatch(value):
        raise _Odd(diag, f"{value!r} is not shaped like a code")
    if diag.getparent().tag == "diag" and not value.startswith(parent or ""):
        raise _Odd(diag, f"{value} stands below {parent}")


def _section_value(section: etree._Element) -> str:
    value = _fold(section.get("id"))
    if not value:
        raise _Odd(section, "a section without an id")
    # A section of one category has that category's value as its id. Written as the others are, from first to
    # last, it is the publisher's own range and stays apart from the category.
    return value if "-" in value else f"{value}-{value}"


def _descriptor(element: etree._Element) -> str:
    descriptor = _fold(element.findtext("desc"))
    if not descriptor:
        raise _Odd(element, f"a {element.tag} without a descriptor")
    return descriptor


def _seventh(element: etree._Element, inherited: _Seventh) -> _Seventh:
    """The nearest definition: the element's own, or the one it stands under."""
    extensions = element.findall("sevenChrDef/extension")
    texts = tuple((_character(extension), _fold(extension.text)) for extension in extensions)
    if not texts:
        return inherited
    ruled_out = frozenset(pair for note in element.iterfind("notes/note") for pair in _ruled_out(_fold(note.text)))
    promised = any("except" in _fold(note.text) for note in element.iterfind("sevenChrNote/note"))
    # Without this, an exception in new words would give codes that do not exist.
    if promised and not ruled_out:
        raise _Odd(element, "7th characters with an exception that no note explains")
    return _Seventh(texts, ruled_out)


def _character(extension: etree._Element) -> str:
    character = _fold(extension.get("char"))
    if not _CHARACTER.fullmatch(character):
        raise _Odd(extension, "an extension without a 7th character")
    if not _fold(extension.text):
        raise _Odd(extension, f"7th character {character} without a text")
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


def _notes(element: etree._Element) -> Iterator[NoteRow]:
    for part in element:
        if part.tag in _NO_NOTES or part.tag == _BELOW[element.tag]:
            continue
        if part.tag not in _NOTE_KINDS:
            raise _Odd(part, f"<{part.tag}> is not in the layout")
        for line in part:
            if line.tag not in _LINES.get(part.tag, {"note"}) or len(line):
                raise _Odd(line, f"<{line.tag}> is no line of text")
            if text := _fold(line.text):
                yield NoteRow(_NOTE_KINDS[part.tag], _note_text(line, text))


def _note_text(line: etree._Element, text: str) -> str:
    # A note among the extensions belongs to the one before it, and stays behind it.
    return f"{_fold(line.get('char'))} - {text}" if line.tag == "extension" else text


def _fold(text: str | None) -> str:
    return " ".join((text or "").split())


def _line(element: etree._Element) -> int:
    line = element.sourceline
    if line < _LAST_LINE:
        return line
    # From there on libxml2 keeps lines on texts alone, at their end: the element's first text tells its own.
    while len(element) and not element.text:
        element = element[0]
    return line - (element.text or element.tail or "").count("\n")
