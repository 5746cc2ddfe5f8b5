"""What the notes of ICD-10-CM say of diagnoses that stand together, of their order, and of who the patient is."""

import re
from bisect import bisect_left, bisect_right
from collections import defaultdict
from functools import cached_property

from codes.claims.claim import Sex
from codes.claims.findings import Finding, Severity
from codes.claims.references import named_in
from codes.models import Code, Note

# How many notes a finding quotes, and codes it names.
SHOWN = 4
CONDITIONAL = re.compile(r"\bif (applicable|known|any|present|desired|appropriate)\b|when applicable", re.IGNORECASE)
MANIFESTATION = re.compile(
    r"\bin (other |certain |specified |other specified )*diseases? classified elsewhere", re.IGNORECASE
)
# What the notes of chapters and categories say of the record that a code stands on.
MATERNAL_ONLY = re.compile(r"use,? only on (the )?maternal record", re.IGNORECASE)
NEVER_NEWBORN = re.compile(r"never on newborn records", re.IGNORECASE)
NEWBORN_ONLY = re.compile(r"on newborn records only", re.IGNORECASE)
NOT_MATERNAL = re.compile(r"(not for use|never) on maternal records", re.IGNORECASE)
AGES = re.compile(r"\b(adult|pediatric) codes are for use for persons (\d+)(?:-(\d+))? years of age", re.IGNORECASE)
SEXES = {Sex.FEMALE: re.compile(r"\bfemale\b", re.IGNORECASE), Sex.MALE: re.compile(r"\bmale\b", re.IGNORECASE)}
NEWBORN = re.compile(r"(?<!not of )\b(newborn|liveborn|neonatal)\b", re.IGNORECASE)
HISTORY = re.compile(r"\bhistory\b", re.IGNORECASE)


class Together:
    """The diagnoses of a claim in the order of the classification, to find those that a note names."""

    def __init__(self, case):
        self.case = case
        self.sorted = sorted(case.diagnoses, key=lambda line: line.value.replace(".", ""))
        self.values = [line.value.replace(".", "") for line in self.sorted]

    def named_by(self, text):
        """The diagnoses that a note's text names."""
        named, found = named_in(text), {}
        for reference in named.references:
            begin = bisect_left(self.values, reference.first)
            for line in self.sorted[begin : bisect_right(self.values, f"{reference.last}~")]:
                if named.has_characters(line.value.replace(".", "")):
                    found[line.number] = line
        return found.values()

    def notes_of(self, line, kind, levels=("code", "heading", "section", "chapter")):
        """[(from, text)] of the notes of a kind at a diagnosis and above it, the nearest first."""
        notes = self.case.notes
        for key in notes.above.get(line.code.pk, ()):
            value, level = notes.codes[key]
            if level in levels:
                yield from ((value, text) for each, text in notes.notes.get(key, ()) if each == kind)

    @cached_property
    def source(self):
        """The release of the list; the tabular list with its notes is one of its parts."""
        parts = [part for source, part in self.case.released if source.startswith("icd10cm")]
        part = next((each for each in ("tabular", "codes", "order") if each in parts), "")
        return lambda rule: self.case.source(rule, "icd10cm", part)


# Excludes 1


def excludes(together):
    """Pairs of diagnoses of which a note at one, or above it, excludes the other."""
    found = defaultdict(list)
    for line in together.case.diagnoses:
        for value, text in together.notes_of(line, Note.Kind.EXCLUDES1):
            others = list(together.named_by(text))
            # A note that names the code itself means others of its range than can be told here.
            if line not in others:
                for other in others:
                    found[frozenset((line.value, other.value))].append((line, other, value, text))
    for told in found.values():
        yield excluded(told, together.source("excludes1"))


def excluded(told, source):
    line, other, value, text = told[0]
    inherited = f", above {line.value}," if value != line.value else ""
    said = f"Excludes 1 at {value}{inherited} names {other.value}: “{text}”."
    numbers = pair(line, other)
    if all(named_in(each[3]).vague for each in told):
        return Finding("excludes1", Severity.NOTE, numbers, said, "Read the note: it may mean less.", source)
    fix = "Keep the one that the record supports; both may stand only if the two conditions are unrelated."
    return Finding("excludes1", Severity.ERROR, numbers, said, fix, source)


# Order


def order(together):
    """Code first and use additional code notes, as far as what stands on the claim decides them."""
    told = set()
    for line in complete(together.case):
        for finding in code_first(together, line):
            told.add(frozenset(finding.lines))
            yield finding
    for line in complete(together.case):
        yield from (each for each in additional(together, line) if frozenset(each.lines) not in told or not each.fix)


def complete(case):
    """The diagnoses that are no headers: those are to be replaced first."""
    return [line for line in case.diagnoses if line.code.kind == Code.Kind.CODE]


def code_first(together, line):
    """Of a code with a code first note: what it names must stand ahead, and it cannot itself be the first."""
    notes = list(together.notes_of(line, Note.Kind.CODE_FIRST))
    if not notes:
        return
    named = {each.number: each for _, text in notes for each in together.named_by(text) if each is not line}
    ahead = [number for number in named if number < line.number]
    manifestation = bool(MANIFESTATION.search(line.code.descriptor))
    source, quoted = together.source("sequence"), quotes(notes)
    if named and not ahead:
        other = named[min(named)]
        text = f"{other.value} (line {other.number}) goes ahead of {line.value}. Code first: {quoted}."
        yield Finding("sequence", Severity.ERROR, pair(line, other), text, "Change their order.", source)
    elif not named and together.case.diagnoses[0] is line and (manifestation or not CONDITIONAL.search(quoted)):
        text = f"{line.value} stands first, and a note puts the underlying condition ahead. Code first: {quoted}."
        severity = Severity.ERROR if manifestation else Severity.WARNING
        yield Finding("sequence", severity, (line.number,), text, "Put the underlying condition first.", source)
    elif not named and manifestation:
        text = f"{line.value} is a manifestation; none of what its note names is on the claim. Code first: {quoted}."
        yield Finding("sequence", Severity.WARNING, (line.number,), text, "Add the underlying condition.", source)


def additional(together, line):
    """Of a code with a use additional code note: what it names goes behind; where nothing is there, a hint."""
    notes = list(together.notes_of(line, Note.Kind.USE_ADDITIONAL, levels=("code", "heading")))
    naming = [(value, text) for value, text in notes if named_in(text).references]
    if not naming:
        return
    named = {each.number: each for _, text in naming for each in together.named_by(text) if each is not line}
    source, quoted = together.source("sequence"), quotes(naming)
    ahead = [each for number, each in sorted(named.items()) if number < line.number]
    if ahead and len(ahead) == len(named):
        text = f"{ahead[0].value} (line {ahead[0].number}) goes behind {line.value}. Use additional code: {quoted}."
        yield Finding("sequence", Severity.NOTE, pair(line, ahead[0]), text, "Change their order.", source)
    elif not named:
        text = f"{line.value} asks for a further code where it applies; none is on the claim. Use additional: {quoted}."
        yield Finding("sequence", Severity.NOTE, (line.number,), text, source=source)


def pair(line, other):
    return tuple(sorted((line.number, other.number)))


def quotes(notes):
    """The texts of notes with where they stand, of those that name codes if any does."""
    notes = [(value, text) for value, text in notes if named_in(text).references] or notes
    shown = list(dict.fromkeys(f"“{text.lstrip(', ')}” ({value})" for value, text in notes))
    more = f" and {len(shown) - SHOWN} more" if len(shown) > SHOWN else ""
    return f"{'; '.join(shown[:SHOWN])}{more}"


# The patient


def patient(together):
    """Codes that their notes or words bind to maternal or newborn records, to a sex or to an age."""
    case = together.case
    bound = {line.number: bindings(together, line) for line in case.diagnoses}
    for line in case.diagnoses:
        yield from of_record(case, line, bound[line.number], together.source("patient"))
        yield from of_words(case, line, bound[line.number], together.source("patient"))
    yield from records(case, bound, together.source("patient"))


def bindings(together, line):
    """{pattern: (from, text)} of the notes at a code and above it that bind it to a kind of record."""
    found = {}
    for value, text in together.notes_of(line, Note.Kind.NOTE):
        for pattern in (MATERNAL_ONLY, NEVER_NEWBORN, NEWBORN_ONLY, NOT_MATERNAL):
            if pattern.search(text):
                found.setdefault(pattern, where(value, text, line))
        if (ages := AGES.search(text)) and ages[1].lower() in line.code.descriptor.lower():
            found.setdefault(AGES, (where(value, text, line), ages))
    return found


def where(value, text, line):
    """A note with where it stands: “…” (chapter 15)."""
    said = text if not text.isupper() else text.capitalize()
    return f"“{said}” ({f'chapter {value}' if value.isdigit() else value})"


def of_record(case, line, bound, source):
    """What the notes say against the patient's sex and age."""
    sex, age = case.claim.sex, case.claim.age
    if sex == Sex.MALE and MATERNAL_ONLY in bound:
        text = f"{line.value} is for maternal records, and the patient is male. {bound[MATERNAL_ONLY]}"
        yield Finding("patient", Severity.WARNING, (line.number,), text, source=source)
    if age and age.is_newborn and NEVER_NEWBORN in bound:
        text = f"{line.value} is never for newborn records, and the patient is a newborn. {bound[NEVER_NEWBORN]}"
        yield Finding("patient", Severity.ERROR, (line.number,), text, source=source)
    if age and age.is_newborn is False and NEWBORN_ONLY in bound:
        text = f"{line.value} is for newborn records, and the patient is older than 28 days. {bound[NEWBORN_ONLY]}"
        fix = "It may go on being coded only where the condition began before the 29th day and is still there."
        yield Finding("patient", Severity.NOTE, (line.number,), text, fix, source)
    if age and AGES in bound:
        note, ages = bound[AGES]
        if age.years < int(ages[2]) or ages[3] and age.years > int(ages[3]):
            text = f"{line.value} is for another age than {age.years} years. {note}"
            yield Finding("patient", Severity.WARNING, (line.number,), text, source=source)


def of_words(case, line, bound, source):
    """What the code's own description says of sex and newborns."""
    words, sex, age = line.code.descriptor, case.claim.sex, case.claim.age
    said = [each for each, pattern in SEXES.items() if pattern.search(words)]
    if sex and said and sex not in said and not HISTORY.search(words):
        text = f"{line.value} says “{said[0]}” in its description, and the patient is {sex}."
        yield Finding("patient", Severity.WARNING, (line.number,), text, source=source)
    newborn = NEWBORN.search(words)
    if newborn and age and age.is_newborn is False and NEWBORN_ONLY not in bound and not HISTORY.search(words):
        text = f"{line.value} says “{newborn[1].lower()}” in its description; the patient is older than 28 days."
        yield Finding("patient", Severity.WARNING, (line.number,), text, source=source)


def records(case, bound, source):
    """Codes of maternal records beside codes that are not for those."""
    maternal = [number for number, each in bound.items() if MATERNAL_ONLY in each]
    others = [number for number, each in bound.items() if NOT_MATERNAL in each and MATERNAL_ONLY not in each]
    if maternal and others:
        by_number = {line.number: line.value for line in case.diagnoses}
        text = f"{by_number[maternal[0]]} is for maternal records, {by_number[others[0]]} is not. "
        text += bound[others[0]][NOT_MATERNAL]
        severity = Severity.ERROR if NEWBORN_ONLY in bound[others[0]] else Severity.WARNING
        fix = "Mother and child have a claim each."
        yield Finding("patient", severity, tuple(sorted([*maternal, *others])), text, fix, source)
