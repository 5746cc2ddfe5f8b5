"""The words of guided choice: which differences have a question of their own, and how any question is put."""

import re
from dataclasses import dataclass

UNSPECIFIED = re.compile(r"\bunspecified\b|\bnot (?:otherwise )?specified\b", re.IGNORECASE)
REMARK = "Payers often refuse unspecified codes. Choose one only where the record says no more."


@dataclass(frozen=True)
class Subject:
    """What differences of many branches have in common: `key` in the address, the question, the words that tell it."""

    key: str
    question: str
    words: re.Pattern | None


# Sides are found by comparing lines with each other: see sides.py.
SIDE = Subject("side", "Which side?", None)
ENCOUNTER = Subject("encounter", "Which encounter?", re.compile(r"\bencounter\b|^sequela\b", re.IGNORECASE))
BY_WORDS = [
    Subject("trimester", "Which trimester?", re.compile(r"\btrimester$", re.IGNORECASE)),
    Subject("fetus", "Which fetus?", re.compile(r"\bfetus \d|\bother fetus$", re.IGNORECASE)),
    Subject("stage", "Which stage?", re.compile(r"\bstage\b|\bunstageable\b", re.IGNORECASE)),
    Subject("tophi", "With or without tophi?", re.compile(r"\btoph(us|i)\b", re.IGNORECASE)),
    ENCOUNTER,
]
# What divides the hierarchy and has no subject of its own.
KIND = "kind"
QUESTIONS = {subject.key: subject.question for subject in (SIDE, *BY_WORDS)}

# Parts of the body that descriptors name.
BODY = """
abdom\\w* ankles? arms? arter\\w+ back bladder bone brain breast bronch\\w+ buttocks? calf cervix chest colon
cornea ear elbow esophagus extremit\\w+ eye\\w* face femur fibula fingers? finger foot forearm gallbladder groin
hand head heart heel hip humerus ilium intestine joints? kidney knee larynx leg limb lip liver lobe lung
mandible mouth neck nose ovary pancreas patella pelvi\\w+ penis prostate radius rectum ribs? sacrum scalp
scapula scrotum shoulder sites? skin spine sternum stomach tendon testis thigh thorax throat thumb thyroid tibia
toes? tongue trachea trunk ulna ureter urethra uterus vagina vein vertebra\\w* vulva wrist
"""
# How a question is put by the words that most of its answers have, where it has no subject of its own.
PUT = [
    ("What happened?", r"\b(accidental|self-harm|assault|undetermined|adverse effect|underdosing)\b"),
    ("Which grade?", r"^grade \S+$"),
    ("Which degree?", r"\b(first|second|third) degree\b"),
    ("How severe?", r"^(mild|moderate|severe)\b"),
    ("Acute or chronic?", r"^(acute|chronic|subacute)\b"),
    ("Who was hurt?", r"^(car |motorcycle |bus )?(driver|passenger|pedestrian|occupant|rider|person)\b"),
    ("Due to what?", r"^(due to|caused by)\b"),
    ("With what?", r"^(with|without)\b"),
    ("Which type?", r"^type\b"),
    ("Which part?", r"\b(part|end|shaft|head|neck|base|body)\b"),
    ("Which site?", rf"\b({'|'.join(BODY.split())})\b"),
]
PUT = [(question, re.compile(words, re.IGNORECASE)) for question, words in PUT]
# So long may an answer be that stands in a question itself: "Displaced or nondisplaced?"
SHORT = 24


def is_unspecified(label):
    """Whether an answer says that the record does not tell."""
    return bool(UNSPECIFIED.search(label))


def question_for(labels):
    """How a question of kind is put, by its answers."""
    if len(labels) == 2:
        return between_two(*labels)
    telling = [label for label in labels if not is_unspecified(label)]
    for question, words in PUT:
        if 2 * sum(bool(words.search(label)) for label in telling) > len(telling):
            return question
    return "Which kind?"


def between_two(first, second):
    """The question that two answers make by themselves."""
    if {first.split()[0], second.split()[0]} == {"with", "without"}:
        return "With or without?"
    if max(len(first), len(second)) > SHORT:
        return "Which of the two?"
    return f"{first[:1].upper()}{first[1:]} or {second}?"
