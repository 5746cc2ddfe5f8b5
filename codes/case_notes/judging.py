"""What of the findings is proposed: the coding rules that look at the whole note."""

from dataclasses import replace
from functools import cache

from codes.case_notes.findings import Choice
from codes.case_notes.tables import rows
from codes.models import Code

NOT_PROPOSED = {"uncertain", "preoperative"}
# Hypertension with what it does to heart and kidneys.
HYPERTENSIVE = ("I11", "I12", "I13")
# Findings there are no statements of a diagnosis.
OBSERVED = {"exam", "results", "review"}
# How little a descriptor says: the words of each degree.
VAGUE = [(2, ("unspecified",)), (1, ("without complication", "without mention", "uncomplicated"))]


def judged(findings):
    """The Findings with those no longer proposed that a rule of coding speaks against, and with joined codes added."""
    findings = [status_of(finding) for finding in findings]
    findings = with_joined(findings)
    if any(stated(finding) for finding in findings):
        findings = [observed(finding) for finding in findings]
    return less_told(findings)


def status_of(finding):
    """Uncertain ones and headers are not proposed."""
    if finding.note in NOT_PROPOSED:
        return replace(finding, proposed=False)
    if finding.proposed and not finding.choices[0].code.billable:
        return replace(finding, proposed=False, note=finding.note or "header")
    return finding


def value(finding):
    return finding.choices[0].code.value if finding.choices else ""


def is_present(finding):
    return finding.proposed and finding.group == "diagnoses"


def stated(finding):
    """Whether it is a diagnosis of the assessment, no symptom."""
    return is_present(finding) and finding.mention.section == "assessment" and value(finding)[0] not in "RZ"


def observed(finding):
    """In a note with an assessment what else was seen is no diagnosis, and symptoms belong to the diagnoses."""
    if not is_present(finding) or finding.mention.kind == "coded":
        return finding
    alone = len(finding.mention.query.split()) < 2
    if finding.mention.section in OBSERVED and (alone or value(finding)[0] == "R"):
        return replace(finding, proposed=False, note="observed")
    if value(finding)[0] == "R" and finding.mention.section not in ("assessment", "past"):
        return replace(finding, proposed=False, note="symptom")
    return finding


def less_told(findings):
    """A vague code is not proposed beside a more exact one of its category."""
    least = {}
    for finding in findings:
        if finding.proposed:
            category = value(finding)[:3]
            least[category] = min(vague(finding), least.get(category, vague(finding)))
    return [
        replace(f, proposed=False, note="replaced") if is_present(f) and vague(f) > least[value(f)[:3]] else f
        for f in findings
    ]


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
    stated = sorted({value(f) for f in findings if is_present(f)})
    made = []
    for finding in findings:
        joint = joint_of(finding, stated) if is_present(finding) else None
        made += [finding] if joint is None else joined(finding, *joint)
    values = {f.choices for f in made if isinstance(f.choices, str)}
    made = with_codes(made, values)
    return without_plain_hypertension(made) if any(one.startswith(HYPERTENSIVE) for one in values) else made


def joint_of(finding, stated):
    """(value of the code of both, how) where the index joins a finding with another that is stated, or None."""
    for first, second, both, how in pairs():
        category = next((each[:3] for each in stated if each.startswith(first)), None)
        if category and value(finding).startswith(second):
            return (f"{category}{both}" if both.startswith(".") else of_heart_and_kidney(both, stated)), how
    return None


def of_heart_and_kidney(both, stated):
    """Hypertension with heart failure and kidney disease is one code; its stage of the kidney disease tells which."""
    if not (both.startswith(HYPERTENSIVE) and any(v.startswith("I50") for v in stated)):
        return both
    if not any(v.startswith("N18") for v in stated):
        return both
    return "I13.2" if any(v.startswith(("N18.5", "N18.6")) for v in stated) else "I13.0"


def without_plain_hypertension(findings):
    return [replace(f, proposed=False, note="replaced") if f.proposed and value(f) == "I10" else f for f in findings]


def joined(finding, both, how):
    kept = replace(finding, proposed=False, note="replaced") if how == "instead" else finding
    return [kept, replace(finding, choices=both, note="joined")]


def with_codes(findings, values):
    """The same with the codes of these values in place of their values, in one statement."""
    if not values:
        return findings
    codes = {code.value: code for code in Code.objects.filter(system="icd10cm", value__in=values).listed()}
    told = [f for f in findings if not isinstance(f.choices, str) or f.choices in codes]
    return [
        replace(f, choices=(Choice(codes[f.choices], "joined by the index"),)) if isinstance(f.choices, str) else f
        for f in told
    ]
