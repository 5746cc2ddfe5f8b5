"""A claim with everything that was read of it: what the checks look at."""

from collections import defaultdict
from dataclasses import dataclass, field, replace
from functools import cached_property

from codes.claims import reads
from codes.claims.claim import Claim
from codes.claims.findings import CheckedLine, Finding, Severity, Source
from codes.claims.rules import RULES
from codes.labels import listed_as
from codes.systems import CPT, HCPCS, ICD10CM, PLACES, SYSTEMS

SERVICES = (CPT.key, HCPCS.key)


@dataclass
class Case:
    """A claim, the codes that its lines were taken for, and what is published of them; locked parts may be empty."""

    claim: Claim
    lines: list
    named: dict
    released: dict
    ncci: reads.Ncci = field(default_factory=reads.Ncci)
    notes: reads.Notes = field(default_factory=reads.Notes)
    payments: reads.Payments = field(default_factory=reads.Payments)

    @property
    def day(self):
        return self.claim.day

    @cached_property
    def services(self):
        """The lines with a code that is loaded and stands for a service."""
        return [line for line in self.lines if line.code and line.system in SERVICES]

    @cached_property
    def diagnoses(self):
        """The diagnoses that are loaded, each once, in their order."""
        found = {line.value: line for line in reversed(self.lines) if line.code and line.is_diagnosis}
        return sorted(found.values(), key=lambda line: line.number)

    @cached_property
    def by_value(self):
        """{code: its service lines}."""
        found = defaultdict(list)
        for line in self.services:
            found[line.value].append(line)
        return found

    def modifier(self, value):
        """The Named modifier of either system, or None."""
        found = (self.named.get((system, value)) for system in (HCPCS.key, CPT.key))
        return next((each for each in found if each and each.code.kind == "modifier"), None)

    def of(self, source, part):
        """The Released of a part of a source, None where none reaches the day."""
        found = self.released.get((source, part))
        return found if found and found.reaches else None

    def source(self, rule, source="", part=""):
        """The Source of a finding: the release with the place in the manual."""
        found = self.of(source, part)
        return replace(found.source if found else Source(), manual=RULES[rule].manual)


def pairs_of(claim):
    """The (system, value) of everything that a claim names: codes, modifiers and the place of service."""
    found = {(reading.system, reading.value) for line in claim.lines for reading in line.readings}
    modifiers = {each for line in claim.lines for each in line.modifiers}
    modifiers |= {reading.modifier for line in claim.lines for reading in line.readings if reading.modifier}
    found |= {(system, each) for each in modifiers for system in SERVICES}
    return found | ({(PLACES.key, claim.place)} if claim.place else set())


def checked_lines(claim, named):
    """(the lines with the codes that they were taken for, findings about those that may stand for two)."""
    lines, doubts = [], []
    for line in claim.lines:
        known = [reading for reading in line.readings if (reading.system, reading.value) in named]
        taken = chosen(line, known, lines)
        lines.append(checked_line(line, taken, named))
        others = [each for each in known if taken and each.system != taken.system]
        if others and line.plain:
            doubts.append(doubt(line, taken, others[0]))
    return lines, doubts


def chosen(line, known, before):
    """The reading that a line is taken for: one that is loaded, of several what the line ahead was, if it is bare."""
    if len({reading.system for reading in known}) > 1 and line.plain and before and before[-1].is_diagnosis:
        return next((each for each in known if each.system == ICD10CM.key), known[0])
    return next(iter(known or line.readings), None)


def checked_line(line, reading, named):
    if reading is None:
        return CheckedLine(line, line.modifiers)
    found = named.get((reading.system, reading.value))
    joined = (reading.modifier,) if reading.modifier else ()
    return CheckedLine(
        line=line,
        modifiers=joined + line.modifiers,
        code=found.code if found else None,
        system=reading.system,
        value=reading.value,
        title=listed_as(found.code) if found else "",
    )


def doubt(line, taken, other):
    """That a code without a dot may be two."""
    text = f"{taken.value} may also stand for {other.value} ({label(other.system)}). Read as {label(taken.system)}."
    fix = "Write diagnoses with their dot, or put “Dx” in front of them."
    return Finding("reading", Severity.NOTE, (line.number,), text, fix)


def label(system):
    return SYSTEMS[system].label
