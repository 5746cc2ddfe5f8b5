"""A whole note read: its findings, each with up to three codes, what is proposed and what is not, and why."""

import re
from dataclasses import dataclass, replace

from codes.case_notes import asking, limits, nearness, past, supplies
from codes.case_notes.candidates import Chooser, rows_by_value
from codes.case_notes.coded import of_side
from codes.case_notes.concepts import NoteReader
from codes.case_notes.conditions import NAMING
from codes.case_notes.findings import Choice, Finding, Mention, Reading
from codes.case_notes.judging import judged
from codes.case_notes.mentions import mentions_of, overlap
from codes.case_notes.phrases import kept
from codes.models import Code
from codes.search.phrases import Source
from codes.search.store import held
from codes.search.why import reasons

SAID = "what people say for it"
GROUPS = {"diagnosis": "diagnoses", "procedure": "procedures", "thing": "supplies", "drug": "supplies"}
RESOLVED = {"resolved", "has resolved", "was resolved", "resolution of", "recovered from"}
# The uterine scar of a cesarean: as a status, and in a pregnancy, the type of the scar unknown or low transverse.
SCAR, SCARS = "Z98.891", ("O34.219", "O34.211")
LOW_TRANSVERSE = re.compile(r"transverse|\bl[ts]cs\b", re.IGNORECASE)
# Told in the text, and no codes sought for it.
TOLD_ONLY = {"negated", "hypothetical", "planned"}


@dataclass(frozen=True)
class Found:
    """A Mention with rows of the index as candidates: (row, row of the phrase or -1)."""

    mention: Mention
    rows: tuple = ()
    group: str = ""
    note: str = ""


def read(note):
    """The Reading of a note whose identifiers are masked; three statements, five with an embedding model."""
    index = held.current()
    if not len(index.key):
        return Reading()
    reader = NoteReader(index)
    chooser = Chooser(index, reader)
    patient = asking.patient_of(note)
    mentions = mentions_of(note, kept.of(index), reader, asking.assumed(patient))
    listed = of_lists(mentions, index)
    found = [each for mention in mentions if (each := found_for(mention, chooser, patient, listed))]
    found = nearness.joined(without_named_things(found, supplies.kept.of(index)), index)
    return Reading(judged(loaded(index, found)), chooser.cut)


def without_named_things(found, names):
    """What was found but for conditions in the name of a thing, and things in the name of a condition.

    The "diabetic" of diabetic shoes is no diabetes; the oxygen of a dependence on oxygen was not ordered. Hypertension
    is no cuff, though its other name, high blood pressure, holds the name of one.
    """
    things = [one for one in found if one.group == "supplies"]
    conditions = [one for one in found if one.mention.kind == "diagnosis"]
    things = [thing for thing in things if not any(holds(one, thing.mention, names) for one in conditions)]
    kept = [one for one in found if one.group != "supplies" or one in things]
    return [
        one
        for one in kept
        if one.mention.kind != "diagnosis" or not any(overlap(one.mention, thing.mention) for thing in things)
    ]


def holds(condition, thing, names):
    """Whether a condition says all of a thing, or in several words the most of it from its beginning on.

    In an order a single word may be the name of the thing, unless no thing is printed with it.
    """
    one = condition.mention
    shared = min(one.end, thing.end) - max(one.start, thing.start)
    whole = shared == thing.end - thing.start
    if whole and not names.prints(thing.query):
        return True
    several = len(one.query.split()) > 1 and one.start <= thing.start and 2 * shared > thing.end - thing.start
    return bool(condition.rows) and (several or whole and thing.section != "order")


def of_lists(mentions, index):
    """{value: row} of all codes that the lists of this package may name."""
    values = {value for first, last, *more in past.ranges() for value in more[:2]} - {past.PRESENT, ""}
    values |= {of_side(mention.code, mention.side) for mention in mentions if mention.code}
    return rows_by_value(index, values.union(SCARS))


def found_for(mention, chooser, patient, listed):
    """The Found of a mention, or None where no code fits."""
    if mention.kind == "coded":
        code, note = coded_for(mention, patient)
        row = listed.get(code)
        rows = ((row, -1),) if row is not None and mention.status != "negated" else ()
        return Found(mention, rows, mention.group, note)
    if mention.status in TOLD_ONLY:
        return Found(mention)
    candidates, chapter = asking.candidates(mention, chooser, patient)
    rows = tuple((each.row, each.phrase) for each in candidates)
    if not rows or (mention.kind == "diagnosis" and mention.row < 0 and candidates[0].score < limits.GOOD_UNNAMED):
        return None
    note = chapter or mention.status or ("unclear" if is_unclear(mention, candidates[0]) else "")
    found = Found(mention, rows, GROUPS[mention.kind], note)
    return of_past(found, chooser.index, listed) if mention.status in ("history", "past", "family") else found


def is_unclear(mention, best):
    """Whether a single word in running text has no code that says just this: "effusion", "congestion"."""
    if mention.kind != "diagnosis" or len(mention.query.split()) > 1 or mention.section in NAMING:
        return False
    return not mention.query.isupper() and (0 < best.score < limits.SAYS_JUST_THIS or mention.query.endswith("ed"))


def coded_for(mention, patient):
    """(the code that a list has for a mention, its remark): in a pregnancy the scar of a cesarean is cared for."""
    if mention.code == SCAR and patient.chapter == "obstetric":
        return SCARS[bool(LOW_TRANSVERSE.search(mention.query))], "obstetric"
    return of_side(mention.code, mention.side), mention.status


def of_past(found, index, listed):
    """What stands for a condition that is over or a relative's; a chronic one stays what it is."""
    value = index.bare[found.rows[0][0]].decode()
    value = f"{value[:3]}.{value[3:]}" if len(value) > 3 else value
    status = found.mention.status
    code = past.family(value) if status == "family" else past.personal(value, said=status == "history")
    if code == past.PRESENT:
        if found.mention.because in RESOLVED:
            return Found(found.mention)
        return replace(found, note="chronic" if status == "history" else "")
    row = listed.get(code)
    if row is None:
        return Found(found.mention) if value[0] != "Z" else replace(found, group="history", note="status")
    return replace(found, rows=((row, -1),), group="history")


def loaded(index, found):
    """The Findings of what was found, with the codes and the reasons read at once."""
    rows = [each for one in found for each in one.rows]
    codes = Code.objects.filter(pk__in={int(index.key[row]) for row, _ in rows}).listed().in_bulk()
    # What people say for a code stands in no publication.
    printed = [-1 if phrase < 0 or index.source[phrase] == Source.SAID else phrase for _, phrase in rows]
    whys = reasons(index, None, printed)
    told = {row: why if row[1] == phrase else SAID for row, why, phrase in zip(rows, whys, printed, strict=True)}
    return [finding(one, index, codes, told) for one in found]


def finding(one, index, codes, told):
    choices = []
    for row, phrase in one.rows:
        code = codes.get(int(index.key[row]))
        if code and code not in [choice.code for choice in choices]:
            choices.append(Choice(code, told[row, phrase] if phrase >= 0 else nearness.WHY.get(phrase, "")))
    return Finding(one.mention, tuple(choices), one.group if choices else "", bool(choices), one.note)
