"""What a reader types, read as a code: any case, with or without the dot, spaces, dashes or a modifier behind."""

import re
from dataclasses import dataclass

from codes.systems import CPT, HCPCS, ICD10CM, ICD10PCS

LONGEST = 40
WITH_MODIFIER = re.compile(r"(?P<value>[0-9A-Z]{5})[-\s,:]+(?P<modifier>[0-9A-Z]{2})(?:[-\s,:]+[0-9A-Z]{2}){0,3}")
JOINED_MODIFIER = re.compile(r"(?P<value>[0-9A-Z]{5})(?P<modifier>[0-9A-Z]{2})")
ICD_SHAPE = re.compile(r"[A-Z]\d[0-9A-Z]{1,5}")


@dataclass(frozen=True)
class Notation:
    """One reading of a typed code: the system's key, the value as printed, a modifier or ""."""

    system: str
    value: str
    modifier: str = ""


def readings(text):
    """All the codes that `text` may stand for, the likeliest first; [] where it is no code.

    `e119` → ICD-10-CM E11.9; `64493-50` → CPT 64493 with modifier 50; `J3490` → HCPCS and, as an
    ICD-10-CM reading, J34.90. Whether such a code exists is the database's to say.
    """
    typed = text.strip().upper()[:LONGEST]
    found = []
    for value, modifier in procedure_readings(typed):
        found += [Notation(system.key, value, modifier) for system in (CPT, HCPCS) if system.pattern.fullmatch(value)]
    bare = re.sub(r"[\s.\-‐–—]", "", typed)
    if ICD_SHAPE.fullmatch(bare):
        found.append(Notation(ICD10CM.key, dotted(bare)))
    if ICD10PCS.pattern.fullmatch(bare):
        found.append(Notation(ICD10PCS.key, bare))
    return found


def procedure_readings(typed):
    """(value, modifier) of a five-character code, alone or with a modifier behind it."""
    bare = re.sub(r"[\s.\-‐–—]", "", typed)
    if len(bare) == 5:
        yield bare, ""
    spaced = WITH_MODIFIER.fullmatch(typed) or JOINED_MODIFIER.fullmatch(bare)
    if spaced:
        yield spaced["value"], spaced["modifier"]


def read_in(system, text):
    """The reading of `text` in one system, or None."""
    return next((reading for reading in readings(text) if reading.system == system), None)


def dotted(bare):
    """An ICD-10-CM value as printed: the dot behind the third character."""
    return bare if len(bare) <= 3 else f"{bare[:3]}.{bare[3:]}"


def is_prefix(text):
    """Whether `text` may be the beginning of a code: up to eight characters with at least one digit, or one letter."""
    bare = re.sub(r"[\s.]", "", text.strip())
    short = 0 < len(bare) <= 8 and bare.isascii() and bare.isalnum()
    return short and (len(bare) == 1 or any(c.isdigit() for c in bare))
