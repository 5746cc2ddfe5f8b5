"""What is asked of the search for a mention: its words, its side, and the pregnancy in which it is told."""

import re
from dataclasses import dataclass

from codes.case_notes import limits
from codes.case_notes.coded import trimester, weeks
from codes.case_notes.triggers import lowered

PREGNANT = re.compile(
    r"\b(?:multigravida|primigravida|prenatal|antepartum|iup|intrauterine pregnancy|pregnant|ob visit|rob|"
    r"obstetric visit|weeks gestation|in labor|edd|fht|fetal)\b"
)
NOT_PREGNANT = re.compile(
    r"\b(?:not pregnant|denies pregnancy|postpartum|newborn|neonate|postmenopausal|"
    r"(?:pregnancy test|upt|hcg|preg)\W{1,3}neg\w*)\b"
)
DELIVERED = re.compile(r"\b(?:in labor|labor and delivery|active labor|cesarean|c-section|vaginal delivery|svd|nsvd)\b")
NEWBORN = re.compile(r"\b(?:newborn|neonate|neonatal|nicu|day of life|dol ?#?\d|apgars?|nursery)\b")
TYPE_1 = re.compile(
    r"\b(?:t1dm|dm1|type (?:1|i) (?:dm|diabetes)|diabetes(?: mellitus)?,? type (?:1|i)|iddm|juvenile diabetes)\b"
)
SINGLE = {
    "R": "right",
    "L": "left",
    "RT": "right",
    "LT": "left",
    "Rt": "right",
    "Lt": "left",
    "OD": "right",
    "OS": "left",
    "OU": "bilateral",
}
ENDS_OF_BONES = re.compile(
    r"\b(distal|proximal)( (?:left|right))? (radius|ulna|tibia|fibula|femur|humerus)\b", re.IGNORECASE
)
END = {"distal": "lower end", "proximal": "upper end"}


@dataclass(frozen=True)
class Patient:
    """What a whole note says of the patient: `chapter` is obstetric, newborn or ""; `trimester` and type 1 as told."""

    chapter: str
    trimester: str = ""
    type_1: bool = False


def patient_of(note):
    """The Patient that a note tells of."""
    text, type_1 = lowered(note), bool(TYPE_1.search(lowered(note)))
    if NEWBORN.search(text) and not weeks(note):
        return Patient("newborn", type_1=type_1)
    week = weeks(note)
    delivered = bool(week and DELIVERED.search(text))
    if not delivered and (NOT_PREGNANT.search(text) or not (week or PREGNANT.search(text))):
        return Patient("", type_1=type_1)
    return Patient("obstetric", trimester(int(week[1])) if week else "", type_1)


ASSUMED = {
    "obstetric": ("pregnancy", "supervision", "maternal", "care", "complicating", "mother"),
    "newborn": ("newborn", "neonatal"),
    "": (),
}


def assumed(patient):
    """Words that the note of a pregnancy or of a newborn need not say again."""
    timed = (patient.trimester, "trimester") if patient.trimester else ()
    return (*ASSUMED[patient.chapter], *timed)


def words_of(query, patient):
    """The words of a mention, sides and ends of bones written out: "fx R distal radius"."""
    text = " ".join(SINGLE.get(word, word) for word in query.split())
    text = ENDS_OF_BONES.sub(lambda found: f"{END[found[1].lower()]} of{found[2] or ''} {found[3]}", text)
    return f"type 1 {text}" if patient.type_1 and "diabetic" in text.lower() else text


def candidates(mention, chooser, patient):
    """(the Candidates of a mention, the chapter that made them or "")."""
    if mention.kind == "procedure":
        return chooser.candidates("procedure", mention.query.replace("{side}", mention.side)), ""
    if mention.kind in ("thing", "drug"):
        return chooser.candidates(mention.kind, mention.query, rows=mention.rows), ""
    query = words_of(mention.query, patient)
    found = sided(mention, query, chooser)
    found = fuller(mention, chooser, patient, found) or found
    if not patient.chapter or mention.status:
        return found, ""
    own = of_chapter(query, chooser, patient)
    return (own + found[:1], patient.chapter) if own else (found, "")


def of_chapter(query, chooser, patient):
    """The Candidates of a chapter, of the told trimester where the likeliest code has trimesters."""
    plain = chooser.candidates(patient.chapter, f"{query} {ASSUMED[patient.chapter][0]}")
    if not plain or not patient.trimester:
        return plain
    timed = chooser.candidates(patient.chapter, f"{query} {patient.trimester} trimester")
    return timed if timed and chooser.kin(timed[0], plain[0], 4) else plain


def fuller(mention, chooser, patient, found):
    """The Candidates for all that is told around a mention, where there is a more exact one of the same category."""
    if not mention.around or not found:
        return []
    query = words_of(mention.around, patient)
    if mention.side and mention.side not in query.casefold().split():
        query = f"{query} {mention.side}"
    wide = of_category(chooser.candidates(mention.kind, query, mention.row), found, chooser)
    return wide if wide and wide[0].score >= limits.TOLD_FULLY else []


def sided(mention, query, chooser):
    """The Candidates, of the told side where the likeliest code has sides."""
    plain = chooser.candidates(mention.kind, query, mention.row)
    if not plain or not mention.side or mention.side in query.casefold().split():
        return plain
    of_side = chooser.candidates(mention.kind, f"{query} {mention.side}", mention.row)
    return of_category(of_side, plain, chooser) or plain


def of_category(found, plain, chooser):
    """Those of found Candidates that are of the category of others, the best of these first."""
    return [each for each in found if any(chooser.kin(each, one) for one in plain)]
