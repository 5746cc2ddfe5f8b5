"""Checking a claim: what is read of it, which checks are asked, and the answer."""

from collections import Counter
from itertools import chain

from codes.claims import reads
from codes.claims.case import Case, checked_lines, pairs_of
from codes.claims.checks import diagnoses, lines, ncci, schedule, validity
from codes.claims.estimate import estimate
from codes.claims.findings import WORST_FIRST, Checked, Fees
from codes.claims.reach import checkings, locked
from codes.claims.rules import LOCKED, RULES, closed_to

# A section of the code page: the codes that HCPCS names in a deleted one's place stand there.
CROSS_REFERENCES = "glance"
# More findings than anybody mends; what is beyond is counted.
MOST_FINDINGS = 3000


def check(claim, *, everything=True, sections=None):
    """What is the matter with a claim: a Checked.

    `claim` is a Claim (see `codes.claims.parsing.read`). Without `everything` only open facts are asked (whether codes,
    modifiers and the place exist on the day, headers, deleted codes, duplicates), nothing else is read, and `locked`
    tells by heading and amount what was left out: so it may be shown to anybody. `sections` are the keys of those that
    the reader may see, None for all: rules that tell what other sections hold are left out in the same way.

    `findings` are sorted, the worst first; each names its rule, its lines by their numbers, the release it rests on
    with its date, and the place in the publisher's manual. `fees` are US dollars of the Medicare physician fee
    schedule, of drug payment limits or of Addendum B, with every step of the sum. `checkings` tell for each rule what
    was compared and how far its release reaches; what is not loaded is said there.

    At most six statements, whatever the number of lines. Nothing is stored.
    """
    sections = sections if everything else frozenset()
    closed = closed_to(sections, claim.setting)
    named = reads.named(pairs_of(claim), claim.day)
    checked, doubts = checked_lines(claim, named)
    case = Case(claim, checked, named, reads.releases(claim.day))
    found = [*doubts, *open_findings(case, everything=sections is None or CROSS_REFERENCES in sections)]
    if closed != LOCKED:
        read_locked(case)
        found += [finding for finding in locked_findings(case) if finding.rule not in closed]
    return answer(case, found, closed)


def answer(case, found, closed):
    """The Checked, without what the rules of `closed` would tell."""
    numbers = Counter(finding.severity for finding in found)
    found.sort(key=lambda finding: (WORST_FIRST[finding.severity], finding.lines[:1] or (0,)))
    untold = {RULES[key].heading for key in closed}
    pairs = 0 if "ncci" in closed else max(case.ncci.number - reads.MOST_PAIRS, 0)
    return Checked(
        claim=case.claim,
        lines=tuple(case.lines),
        findings=tuple(found[:MOST_FINDINGS]),
        fees=Fees() if "fees" in closed else estimate(case),
        checkings=() if closed == LOCKED else tuple(each for each in checkings(case) if each.heading not in untold),
        locked=tuple(each for each in locked(case) if each.heading in untold),
        left_out=max(len(found) - MOST_FINDINGS, 0) + pairs,
        numbers=dict(numbers),
    )


def open_findings(case, *, everything):
    """What everybody is told."""
    return chain(
        validity.readings(case),
        validity.codes(case, everything=everything),
        lines.modifiers(case),
        lines.place(case),
        lines.duplicates(case),
    )


def read_locked(case):
    """Read what guests are not told."""
    claim, values = case.claim, set(case.by_value)
    if values:
        case.ncci = reads.ncci(values, claim.day, claim.setting)
        case.payments = reads.payments(values, claim.day, claim.setting, claim.locality)
    if case.diagnoses:
        case.notes = reads.notes(line.code.pk for line in case.diagnoses)


def locked_findings(case):
    together = diagnoses.Together(case)
    return chain(
        ncci.pairs(case),
        ncci.units(case),
        ncci.add_ons(case),
        schedule.indicators(case),
        diagnoses.excludes(together),
        diagnoses.order(together),
        diagnoses.patient(together),
    )
