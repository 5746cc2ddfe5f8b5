"""What lines say by themselves: modifiers, the place of service, duplicates; open facts, told to everybody."""

from collections import defaultdict
from copy import copy

from django.utils.formats import date_format

from codes.as_of import has_begun, is_over, take_back
from codes.claims.claim import MOST_MODIFIERS
from codes.claims.findings import Finding, Severity, Source
from codes.claims.reads import list_of
from codes.claims.rules import GUIDELINES
from codes.systems import CPT, HCPCS, PLACES

RANGES = [(22, 27), (33, 33), (47, 47), (50, 59), (62, 63), (66, 66), (73, 74), (76, 82), (90, 93), (95, 97), (99, 99)]
# CPT's modifiers by their numbers, as CMS's own manuals name them: known where no licensed list of CPT is loaded.
NAMED_BY_CMS = frozenset(
    [str(number) for first, last in RANGES for number in range(first, last + 1)]
    + ["1P", "2P", "3P", "8P", "P1", "P2", "P3", "P4", "P5", "P6"]
)


def modifiers(case):
    """Modifiers that are unknown, not in effect on the day, given twice, or too many."""
    for line in case.services:
        for each in dict.fromkeys(line.modifiers):
            yield from modifier(case, line, each)
        if len(line.modifiers) > MOST_MODIFIERS:
            text = f"{line.value} has {len(line.modifiers)} modifiers: a line has room for {MOST_MODIFIERS}."
            yield Finding("modifier", Severity.ERROR, (line.number,), text, source=case.source("modifier"))


def modifier(case, line, value):
    if line.modifiers.count(value) > 1:
        text = f"Modifier {value} stands twice on the line."
        yield Finding("modifier", Severity.ERROR, (line.number,), text, "Take one away.", case.source("modifier"))
    found = case.modifier(value)
    if found is None:
        yield from unknown_modifier(case, line, value)
        return
    then = copy(found.code)
    brought_by = take_back(then, found.changes)
    source = source_of(case, found.code.system)
    if brought_by is not None or not has_begun(then, case.day):
        text = f"Modifier {value} is not in effect yet on {date_format(case.day)}."
        yield Finding("modifier", Severity.ERROR, (line.number,), text, source=source)
    elif is_over(then, case.day):
        last = f": its last day was {date_format(then.effective_to)}" if then.effective_to else ""
        text = f"Modifier {value} is no longer valid on {date_format(case.day)}{last}."
        yield Finding("modifier", Severity.ERROR, (line.number,), text, source=source)


def source_of(case, system):
    released = list_of(case.released, system)
    return released.source if released else Source()


def unknown_modifier(case, line, value):
    """HCPCS's modifiers begin with a letter; CPT's are numbers, and need a licensed list to be sure of."""
    of_cpt = value.isdigit() or value in NAMED_BY_CMS
    released = list_of(case.released, CPT.key if of_cpt else HCPCS.key)
    hint = f"If {value} was meant as units, write x{int(value)}." if value.isdigit() and value.isascii() else ""
    if released and released.official:
        text = f"There is no modifier {value} in {released.source.name}."
        yield Finding("modifier", Severity.ERROR, (line.number,), text, hint, released.source)
    elif value not in NAMED_BY_CMS:
        text = f"Modifier {value} is not in the lists that are loaded here."
        yield Finding("modifier", Severity.WARNING, (line.number,), text, hint, case.source("modifier"))


def place(case):
    """A place of service that is none, or none on the day."""
    value = case.claim.place
    if not value or ("place-of-service", "places") not in case.released:
        return
    found = case.named.get((PLACES.key, value))
    source = case.source("place", "place-of-service", "places")
    if found is None:
        text = f"There is no place of service {value}."
        yield Finding("place", Severity.ERROR, (), text, source=source)
    elif not has_begun(found.code, case.day) or is_over(found.code, case.day):
        text = f"Place of service {value} is not valid on {date_format(case.day)}."
        yield Finding("place", Severity.ERROR, (), text, source=source)


def duplicates(case):
    """The same service with the same modifiers, or the same diagnosis, on several lines."""
    found = defaultdict(list)
    for line in case.lines:
        if line.value:
            found[line.value, tuple(sorted(line.modifiers))].append(line)
    for (value, _), lines in found.items():
        if len(lines) > 1:
            yield duplicate(case, value, lines)


def duplicate(case, value, lines):
    numbers = tuple(line.number for line in lines)
    if lines[0].is_diagnosis:
        text, manual = f"Diagnosis {value} is named {len(lines)} times.", f"{GUIDELINES}, section I.B.12"
        return Finding("duplicate", Severity.WARNING, numbers, text, "Name it once.", Source(manual=manual))
    text = f"{value} stands on {len(lines)} lines with the same modifiers: a payer takes that for a duplicate."
    fix = "Put all units on one line, or say with a modifier why the service was given again (76, 77, 91, 59)."
    return Finding("duplicate", Severity.WARNING, numbers, text, fix, case.source("duplicate"))
