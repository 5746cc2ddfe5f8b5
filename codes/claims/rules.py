"""The rules that a claim is checked against: what each is called, what it says in our own words, and who says so."""

from dataclasses import dataclass

from codes.claims.claim import Setting

OUTPATIENT_MANUAL = "Medicare Claims Processing Manual, chapter 4, section 10.1.1 (payment status indicators)"
NCCI = "NCCI Policy Manual for Medicare Services, chapter I"
GUIDELINES = "ICD-10-CM Official Guidelines for Coding and Reporting"
CLAIMS_MANUAL = "Medicare Claims Processing Manual"


@dataclass(frozen=True)
class Rule:
    """One rule. `open` is set where it rests on open facts alone: everybody is told what it finds.

    `sections` are those of the code page (by their keys) whose facts it tells: it is asked for who may see them all. Of
    an outpatient hospital's claim it may tell others, `at_hospital`.
    """

    key: str
    heading: str
    says: str
    manual: str = ""
    open: bool = False
    sections: tuple[str, ...] = ()
    at_hospital: tuple[str, ...] = ()


ALL = [
    Rule("reading", "Reading the claim", "Each line holds a code, and behind it modifiers and units.", open=True),
    Rule(
        "valid",
        "Valid on the day",
        "A code may be billed if it is in its publisher's list for the day of service, complete, and not deleted.",
        f"{GUIDELINES}, section I.B.2 (codes at their highest number of characters)",
        open=True,
    ),
    Rule(
        "modifier",
        "Modifiers",
        "A modifier must exist on the day of service and stand on a line once; a line has room for four.",
        f"{CLAIMS_MANUAL}, chapter 26, section 10 (item 24D of the form)",
        open=True,
    ),
    Rule(
        "place",
        "Place of service",
        "A claim names one of the places in CMS's list.",
        f"{CLAIMS_MANUAL}, chapter 26, section 10.5",
        open=True,
    ),
    Rule(
        "duplicate",
        "Duplicate lines",
        "The same service with the same modifiers on one day is taken for a duplicate.",
        f"{CLAIMS_MANUAL}, chapter 1, section 120",
        open=True,
    ),
    Rule(
        "ncci",
        "NCCI pair edits",
        "Of two codes that form a pair, the one in column two is not paid on the same day, unless the pair allows a "
        "modifier and one that NCCI recognizes says that the two were separate.",
        f"{NCCI}, section E (modifiers and modifier indicators)",
        sections=("edits",),
    ),
    Rule(
        "units",
        "Unit limits",
        "A code has a most of units, for each line or for all lines of the day together.",
        f"{NCCI}, section V (medically unlikely edits)",
        sections=("edits",),
    ),
    Rule(
        "add-on",
        "Add-on codes",
        "An add-on code is paid only beside a primary code of the same practitioner on the same day.",
        f"{NCCI}, section R (add-on codes)",
        sections=("related",),
    ),
    Rule(
        "excludes1",
        "Excludes 1",
        "An Excludes 1 note names what is never coded together with the code, unless the two conditions are unrelated.",
        f"{GUIDELINES}, section I.A.12.a",
        sections=("notes",),
    ),
    Rule(
        "sequence",
        "Sequence of diagnoses",
        "A code first note puts the underlying condition ahead, a use additional code note puts the other code behind.",
        f"{GUIDELINES}, section I.A.13",
        sections=("notes",),
    ),
    Rule(
        "patient",
        "Sex and age",
        "Some chapters and codes of ICD-10-CM are for maternal or newborn records, or for an age, by their own notes.",
        f"{GUIDELINES}, sections I.C.15 to I.C.17",
        sections=("notes",),
    ),
    Rule(
        "indicators",
        "Fee schedule indicators",
        "The fee schedule says of each code whether it is paid, and for which modifiers more or less is paid.",
        f"{CLAIMS_MANUAL}, chapter 12, sections 20.4 and 40",
        sections=("fees",),
        at_hospital=("outpatient",),
    ),
    Rule(
        "fees",
        "Fee estimate",
        "Relative value units times the locality's indices times the conversion factor, changed by modifiers and by "
        "the rank among several procedures.",
        f"{CLAIMS_MANUAL}, chapter 12, sections 40.6 and 40.7",
        sections=("fees", "drug_price"),
        at_hospital=("outpatient",),
    ),
]
RULES = {rule.key: rule for rule in ALL}
LOCKED = frozenset(rule.key for rule in ALL if not rule.open)


def closed_to(sections, setting):
    """The keys of the rules that are not asked for a reader of `sections` (keys, None for all; none for a guest)."""
    return frozenset(key for key in LOCKED if sections is not None and not sections >= told_of(RULES[key], setting))


def told_of(rule, setting):
    """The keys of the sections whose facts a rule tells of a claim."""
    return set((setting == Setting.HOSPITAL and rule.at_hospital) or rule.sections)
