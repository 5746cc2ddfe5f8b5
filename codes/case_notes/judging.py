"""What of the findings is proposed: the coding rules that look at the whole note."""

import re
from dataclasses import replace
from functools import cache

from codes.case_notes.findings import Choice
from codes.case_notes.tables import rows
from codes.models import Code

NOT_PROPOSED = {"uncertain", "preoperative", "unclear"}
# Hypertension with what it does to heart and kidneys.
HYPERTENSIVE = ("I11", "I12", "I13")
# Findings there are no statements of a diagnosis.
OBSERVED = {"exam", "results", "review", "plan", "order", "given"}
# Symptoms and signs: chapter 18, and pain by its place.
SYMPTOMS = ("R", "M25.5", "M54.2", "M54.5", "M54.6", "M54.9", "M79.1", "M79.6", "H57.1", "H92.0")
# An injury of which nothing is told but the region, or not even that.
ANY_INJURY = re.compile(r"S\d9\.9|T14")
# States after an operation that say nothing of it.
SAYS_NOTHING = {"Z98.890", "Z87.898", "Z92.89"}
# How little a descriptor says: the words of each degree.
VAGUE = [
    (2, ("unspecified",)),
    (1, ("without complication", "without mention", "uncomplicated", "without lower urinary", "without esophagitis")),
]


def judged(findings):
    """The Findings with those no longer proposed that a rule of coding speaks against, and with joined codes added."""
    findings = [status_of(finding) for finding in findings]
    findings = with_joined(findings)
    if any(stated(finding) for finding in findings):
        findings = [observed(finding) for finding in findings]
    return less_told(without_inspections(without_any_injury(findings)))


def status_of(finding):
    """Uncertain ones, headers, and states that say nothing are not proposed."""
    if finding.note in NOT_PROPOSED:
        return replace(finding, proposed=False)
    if finding.proposed and not finding.choices[0].code.billable:
        return replace(finding, proposed=False, note=finding.note or "header")
    return replace(finding, proposed=False, note="vague") if value(finding) in SAYS_NOTHING else finding


def value(finding):
    return finding.choices[0].code.value if finding.choices else ""


def is_present(finding):
    return finding.proposed and finding.group == "diagnoses"


def is_symptom(finding):
    return value(finding).startswith(SYMPTOMS)


def stated(finding):
    """Whether it is a diagnosis of the assessment, no symptom."""
    if not is_present(finding) or finding.mention.section != "assessment":
        return False
    return not is_symptom(finding) and value(finding)[0] != "Z"


def observed(finding):
    """In a note with an assessment what else was seen is no diagnosis, and symptoms belong to the diagnoses."""
    if not is_present(finding) or finding.mention.kind == "coded":
        return finding
    alone = len(finding.mention.query.split()) < 2
    if finding.mention.section in OBSERVED and (alone or is_symptom(finding)):
        return replace(finding, proposed=False, note="observed")
    if is_symptom(finding) and finding.mention.section not in ("assessment", "past"):
        return replace(finding, proposed=False, note="symptom")
    return finding


def without_any_injury(findings):
    """An injury of which only the region is told is not proposed beside one that is named."""
    injuries = [value(finding) for finding in findings if is_present(finding) and value(finding)[0] in "ST"]
    if all(ANY_INJURY.match(each) for each in injuries):
        return findings
    return [
        replace(each, proposed=False, note="replaced") if each.proposed and ANY_INJURY.match(value(each)) else each
        for each in findings
    ]


def without_inspections(findings):
    """Looking at an organ is not coded beside what was done to it: ICD-10-PCS Official Guidelines, B3.11a."""
    done = {value(each)[:2] for each in findings if each.proposed and each.group == "procedures" and not looks(each)}
    return [
        replace(each, proposed=False, note="inspection") if looks(each) and value(each)[:2] in done else each
        for each in findings
    ]


def looks(finding):
    return finding.proposed and finding.mention.kind == "procedure" and value(finding)[2] == "J"


def less_told(findings):
    """A vague code is not proposed beside a more exact one of its category, be it a condition or a visit."""
    least = {}
    for finding in findings:
        if finding.proposed:
            category = value(finding)[:3]
            least[category] = min(vague(finding), least.get(category, vague(finding)))
    return [
        replace(f, proposed=False, note="replaced") if is_of_today(f) and vague(f) > least[value(f)[:3]] else f
        for f in findings
    ]


def is_of_today(finding):
    return is_present(finding) or finding.proposed and finding.mention.status == "service"


def vague(finding):
    """How vague its first code is: 0 for an exact one."""
    words = finding.choices[0].code.descriptor.casefold() if finding.choices else ""
    return next((degree for degree, said in VAGUE if any(word in words for word in said)), 0)


# What the index joins by "with"


@cache
def pairs():
    """[(beginnings of the first code, beginning of the second, code of both, also or instead)]."""
    return [(tuple(first.split()), second, both, how) for first, second, both, how in rows("with")]


def with_joined(findings):
    """The Findings with the codes that stand for two conditions together, behind the second of them."""
    stated = sorted({value(finding) for finding in findings if finding.proposed})
    joints = {place: joint_of(f, stated) for place, f in enumerate(findings) if is_present(f)}
    codes = codes_of({joint[0] for joint in joints.values() if joint})
    made = []
    for place, finding in enumerate(findings):
        both, how = joints.get(place) or ("", "")
        made += joined(finding, codes[both], how) if both in codes else [finding]
    return without_plain_hypertension(made) if any(each.startswith(HYPERTENSIVE) for each in codes) else made


def joint_of(finding, stated):
    """(value of the code of both, how) where the index joins a finding with another that is stated, or None."""
    for first, second, both, how in pairs():
        if not value(finding).startswith(second):
            continue
        category = next((each[:3] for each in stated if each.startswith(first)), None)
        if category:
            return (f"{category}{both}" if both.startswith(".") else of_heart_and_kidney(both, stated)), how
    return None


def of_heart_and_kidney(both, stated):
    """Hypertension with heart failure and kidney disease is one code; its stage of the kidney disease tells which."""
    if not (both.startswith(HYPERTENSIVE) and any(v.startswith("I50") for v in stated)):
        return both
    if not any(v.startswith("N18") for v in stated):
        return both
    return "I13.2" if any(v.startswith(("N18.5", "N18.6")) for v in stated) else "I13.0"


def codes_of(values):
    """{value: Code} of ICD-10-CM, in one statement; without values in none."""
    found = Code.objects.filter(system="icd10cm", value__in=values).listed() if values else []
    return {code.value: code for code in found}


def joined(finding, code, how):
    """A Finding, and the one that joins it with another."""
    kept = replace(finding, proposed=False, note="replaced") if how == "instead" else finding
    return [kept, replace(finding, choices=(Choice(code, "joined by the index"),), note="joined")]


def without_plain_hypertension(findings):
    return [replace(f, proposed=False, note="replaced") if f.proposed and value(f) == "I10" else f for f in findings]
