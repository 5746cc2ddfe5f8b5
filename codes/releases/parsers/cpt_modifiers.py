"""The modifiers of CPT: Modifiers.txt of the AMA."""

from collections.abc import Iterator
from itertools import count
from typing import BinaryIO

from codes.releases.parsers._cpt import a_text, given_once, has_header, rows_beneath_header
from codes.releases.parsers._fields import shaped
from codes.releases.reading import shown
from codes.releases.rows import CodeRow, Damaged, LeftOut

_CODE, _LEVEL = "Modifier Code", "Level I/II"
_NAME, _DESCRIPTION, _SECTION = "Modifier Name", "Modifier Description", "Section"
_COLUMNS = {
    _CODE: _CODE,
    _LEVEL: _LEVEL,
    _NAME: _NAME,
    _DESCRIPTION: _DESCRIPTION,
    _SECTION: r"Section( \(.*\))?",
}
_LEVELS = {"I": 1, "1": 1, "II": 2, "2": 2}


def looks(name: str, head: str) -> bool:
    """Whether there is a header with a modifier and its name."""
    return has_header(head, (_CODE, _NAME))


def parse(stream: BinaryIO, name: str = "Modifiers.txt") -> Iterator[CodeRow | LeftOut]:
    """The modifiers of level I in the order of the file, with the section of the code book as an attribute.

    Those of level II are left out: CMS publishes them with HCPCS. So is a modifier that is printed again in another
    section, as some are in that of the ambulatory surgery centers.
    """
    first: dict[tuple[str, str], int] = {}
    seen: set[str] = set()
    positions = count(1)
    for line, texts in rows_beneath_header(stream, name, _COLUMNS):
        value = shaped(texts[_CODE], "[0-9A-Z]{2}", "shaped like a modifier", name, line, _CODE)
        if _level(texts[_LEVEL], name, line) == 2:
            yield LeftOut("Level II modifier", value, line)
            continue
        given_once(first, (value, texts[_SECTION]), name, line, _CODE)
        if value in seen:
            yield LeftOut("modifier printed again in another section", value, line)
            continue
        seen.add(value)
        yield _row(value, next(positions), texts, name, line)


def _row(value: str, position: int, texts: dict[str, str], name: str, line: int) -> CodeRow:
    return CodeRow(
        value=value,
        parent=None,
        position=position,
        kind="modifier",
        billable=False,
        short_descriptor=a_text(texts[_NAME], name, line, _NAME),
        descriptor=texts[_DESCRIPTION],
        attributes={"section": texts[_SECTION]} if texts[_SECTION] else {},
        line=line,
    )


def _level(text: str, name: str, line: int) -> int:
    level = _LEVELS.get(text.upper().removeprefix("LEVEL").strip())
    if level is None:
        raise Damaged(name, line, f"{shown(text)} is neither I nor II", _LEVEL)
    return level
