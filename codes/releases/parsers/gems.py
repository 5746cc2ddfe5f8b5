"""The general equivalence mappings between ICD-9-CM and ICD-10-CM or ICD-10-PCS, which CMS published until 2018."""

import re
from collections.abc import Iterator
from typing import BinaryIO, NamedTuple

from codes.releases.parsers._fields import once, shaped
from codes.releases.reading import shown, text_lines
from codes.releases.rows import CrosswalkRow, Damaged


class _System(NamedTuple):
    """How a system's codes are named in words, how they are shaped in the files, and where their printed dot stands."""

    words: str
    shape: re.Pattern
    dot: int


_SYSTEMS = {
    "icd9cm": _System("an ICD-9-CM diagnosis code", re.compile(r"[0-9]{3,5}|V[0-9]{2,4}|E[0-9]{3,4}"), 3),
    "icd9pcs": _System("an ICD-9-CM procedure code", re.compile(r"[0-9]{2,4}"), 2),
    "icd10cm": _System("an ICD-10-CM code", re.compile(r"[A-Z][0-9][0-9A-Z]{1,5}"), 3),
    "icd10pcs": _System("an ICD-10-PCS code", re.compile(r"[0-9A-HJ-NP-Z]{7}"), 7),
}
# The names of the files, of whatever year: 2018_I9gem.txt, 2018_I10gem.txt, gem_i9pcs.txt, gem_pcsi9.txt.
_DIRECTIONS = {
    "i9gem": ("icd9cm", "icd10cm"),
    "i10gem": ("icd10cm", "icd9cm"),
    "gem_i9pcs": ("icd9pcs", "icd10pcs"),
    "gem_pcsi9": ("icd10pcs", "icd9pcs"),
}
_LINE = re.compile(r"([0-9A-Za-z]{2,7}) +([0-9A-Za-z]{2,7}) +([01]{3}[0-9]{2}) *")
# NoDx in the diagnosis files, NoPCS in the procedure files.
_NO_TARGET = re.compile(r"no[a-z][a-z0-9]{1,2}", re.IGNORECASE)


def looks(name: str, head: str) -> bool:
    """Whether this is a mapping: two codes and five digits on each of the first lines."""
    lines = head.splitlines()[:3]
    return bool(lines) and all(_LINE.fullmatch(line) for line in lines)


def parse(stream: BinaryIO, name: str) -> Iterator[CrosswalkRow]:
    """One row a line. The file's name tells the direction, and every code must fit it.

    Codes have no dot in the files; here they are printed with it: after three characters, in external causes of
    ICD-9-CM (E800.0) after four, in its procedures after two. Layout, CMS "General Equivalence Mappings,
    Documentation and User's Guide", appendix A: source in columns 1-5 or 1-7, target from 7 or 9, then
    five digits in 15-19: approximate, no map, combination, scenario, choice list. Damaged names file, line and field.
    """
    source_system, target_system = _direction(name)
    lines: dict[tuple, int] = {}
    for number, text in text_lines(stream, name):
        row = _row(text, source_system, target_system, name, number)
        key = (row.source, row.target, row.scenario, row.choice_list)
        once(lines, key, f"{row.source} to {row.target or 'none'}", name, number)
        yield row
    if not lines:
        raise Damaged(name, 1, "no line")


def _direction(name: str) -> tuple[str, str]:
    for part, direction in _DIRECTIONS.items():
        if part in name.lower().rpartition("/")[2]:
            return direction
    raise Damaged(name, 1, f"the file's name tells no direction: it holds none of {', '.join(_DIRECTIONS)}")


def _row(text: str, source_system: str, target_system: str, name: str, line: int) -> CrosswalkRow:
    found = _LINE.fullmatch(text)
    if not found:
        raise Damaged(name, line, f"{shown(text)} is not a source, a target and five digits")
    source, target, flags = found.groups()
    approximate, no_map, combination = (flag == "1" for flag in flags[:3])
    scenario, choice_list = int(flags[3]), int(flags[4])
    if no_map != bool(_NO_TARGET.fullmatch(target)):
        raise Damaged(name, line, f"no map is {flags[1]}, but the target {shown(target)}", "no map")
    if no_map and combination or combination != bool(scenario) or combination != bool(choice_list):
        raise Damaged(name, line, f"{flags}: scenario and choice list are those of a combination", "combination")
    return CrosswalkRow(
        source_system=source_system,
        source=_printed(source, source_system, name, line, "source"),
        target_system=target_system,
        target="" if no_map else _printed(target, target_system, name, line, "target"),
        approximate=approximate,
        no_map=no_map,
        combination=combination,
        scenario=scenario,
        choice_list=choice_list,
        line=line,
    )


def _printed(code: str, system: str, name: str, line: int, field: str) -> str:
    words, shape, dot = _SYSTEMS[system]
    # The last release prints one V code as "v5889".
    code = shaped(code.upper(), shape, f"shaped like {words}, as the file's name says", name, line, field)
    if system == "icd9cm" and code.startswith("E"):
        dot = 4
    return f"{code[:dot]}.{code[dot:]}" if len(code) > dot else code
