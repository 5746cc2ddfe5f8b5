"""Operations that a note tells of as done, in the words of ICD-10-PCS: the root, the part of the body, the approach.

A list has the words for the names that operations have in notes; what they leave open stands in the sentence: which
bone, how deep, with what, for how long.
"""

import re
from functools import cache

from codes.case_notes.findings import Mention
from codes.case_notes.tables import key_of
from codes.case_notes.tables import rows as listed

DONE = re.compile(
    r"\b(?:performed|underwent|done|completed|today we|taken to|or for|procedure|placed|inserted|removed|drained|"
    r"obtained|under|tolerated|intubated|transfused|ventilated|repaired|closed|excised|debrided|was made|"
    r"successful(?:ly)?|without complications?|units? (?:of )?(?:prbcs?|packed))\b",
    re.IGNORECASE,
)
NOT_NOW = {"negated", "uncertain", "hypothetical", "planned", "family", "history", "year"}
# How the publisher calls the way in; words of an operation that tell it already.
APPROACHED = re.compile(r"\b(?:open|percutaneous|external|via|endoscopic)\b")
BY_SCOPE = re.compile(r"\b(?:laparoscop\w*|lap|arthroscop\w*|thoracoscop\w*|robotic\w*|vats)\b", re.IGNORECASE)
# What holds a broken bone.
FIXED_BY = [
    (re.compile(r"\bnail(?:ing)?\b|\bintramedullary\b|\bim rod\b", re.IGNORECASE), "intramedullary internal fixation"),
    (re.compile(r"\bex(?:ternal)?[ -]?fix", re.IGNORECASE), "external fixation"),
]
HOURS = re.compile(r"(\d+)\s*(?:\+\s*)?(hours?|hrs?|h|days?|d)\b", re.IGNORECASE)
OPEN_WORD = re.compile(r"\{(\w+)(?:\|([^}]*))?\}")


def operation(sentence, words, rows, scope):
    """The Mention of an operation that is told of as done in this note, or None; `rows` as the list has them."""
    line = sentence.text[sentence.start : sentence.end]
    if scope and scope.status in NOT_NOW or not (sentence.section == "procedure" or DONE.search(line)):
        return None
    query = filled(rows[0][0], sentence, line)
    if query is None:
        return None
    return Mention(words[0].start, words[-1].end, "procedure", query=f"{query} {approach(query, line)}".strip())


def filled(query, sentence, line):
    """The words of ICD-10-PCS with what the sentence tells; None where it leaves out what must be told.

    {side} stays: it is put in later, from the words around the operation.
    """
    untold = []

    def told(found):
        name, otherwise = found[1], found[2] or ""
        if name == "side":
            return found[0]
        words = OF_LINE[name](line) if name in OF_LINE else part(name, sentence) or otherwise
        untold.extend([] if words else [name])
        return words

    query = OPEN_WORD.sub(told, query)
    return None if untold else query


def part(kind, sentence):
    """The part of the body that a sentence names, in the words of the publisher, or ""; the longest name first."""
    stems = [word.stem for word in sentence.words]
    for name, told in parts(kind):
        if any(tuple(stems[at : at + len(name)]) == name for at in range(len(stems))):
            return told
    return ""


@cache
def parts(kind):
    """[(stems of a name, words of the publisher)] of the parts of a kind: bone, region, bowel, organ or depth."""
    found = [(key_of(name), told) for each, name, told in listed("parts") if each == kind]
    return sorted(found, key=lambda row: -len(row[0]))


def fixation(line):
    device = next((told for pattern, told in FIXED_BY if pattern.search(line)), "internal fixation")
    return f"{device} device"


def hours(line):
    """For how long somebody was ventilated, as the publisher counts it."""
    found = HOURS.search(line)
    told = int(found[1]) * (24 if found[2].lower().startswith("d") else 1) if found else 24
    return "less than 24" if told < 24 else "greater than 96" if told > 96 else "24-96"


OF_LINE = {"fixation": fixation, "hours": hours}


def approach(query, line):
    """The approach in the words of ICD-10-PCS, "" where the operation tells its own or the line none."""
    if APPROACHED.search(query):
        return ""
    if BY_SCOPE.search(line):
        return "percutaneous endoscopic approach"
    return "open approach" if re.search(r"\bopen\b", line, re.IGNORECASE) else ""
