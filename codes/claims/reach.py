"""What a check was made against: for each rule what was compared, with which release, and how far that reaches."""

from django.utils.formats import date_format

from codes.claims.checks.validity import fiscal_remark, unsaid
from codes.claims.claim import Setting
from codes.claims.findings import Checking, Locked, Source
from codes.claims.reads import MOST_PAIRS, list_of
from codes.claims.rules import RULES
from codes.fact_queries import Reach
from codes.sections.paid import overtaken
from codes.sections.parts import plural
from codes.systems import CPT, SYSTEMS

WHOM = {Setting.PRACTITIONER: "practitioners", Setting.HOSPITAL: "outpatient hospitals"}


def checkings(case):
    """The Checkings of a whole check, in the order of the rules."""
    yield from lists(case)
    values, whom = len(case.by_value), WHOM[case.claim.setting]
    if values:
        compared = pairs(values) if values > 1 else "One code: no pair"
        yield of_release(case, "ncci", compared, ("ncci-ptp", f"edits {case.claim.setting}"), f"edits for {whom}")
        limits = f"{len(case.ncci.limits):,} of {plural(values, 'code')} with a published limit"
        yield of_release(case, "units", limits, ("mue", f"limits {case.claim.setting}"), f"unit limits for {whom}")
        yield of_release(case, "add-on", plural(values, "code"), ("ncci-add-on", "add-ons"), "add-on code edits")
        source = ("opps", "payments") if case.claim.setting == Setting.HOSPITAL else ("fees", "fees not qualifying")
        yield of_release(case, "indicators", plural(values, "code"), source, "fee schedule")
    if case.diagnoses:
        yield from of_diagnoses(case)


def lists(case):
    """The list of codes of each system that the claim names."""
    for system in dict.fromkeys(line.system for line in case.lines if line.system):
        number = plural(sum(line.system == system for line in case.lines), "line")
        released = list_of(case.released, system)
        heading = f"{RULES['valid'].heading}: {SYSTEMS[system].label}"
        bare = unsaid(case) if system == CPT.key else 0
        said = (
            f"Of {plural(bare, 'line')} CMS’s files give the number alone: on which days it is valid is not known here."
        )
        if released is None:
            yield Checking(heading, "No list is loaded" if not bare else number, remark=said if bare else "")
        else:
            late = (
                "" if released.reaches or not released.official else f"It takes effect after {date_format(case.day)}."
            )
            newer = fiscal_remark(released, case.day) or newer_than(released, case.day)
            remark = " ".join(each for each in (late, newer, said if bare else "") if each)
            yield Checking(heading, number, released.source, remark)


def newer_than(released, day):
    if not released.official:
        return ""
    return overtaken(Reach(released.origin, effective=released.effective), day, "list")


def pairs(values):
    number = values * (values - 1) // 2
    return f"{plural(number, 'pair')} of codes"


def diagnoses(number):
    return f"{number:,} diagnos{'i' if number == 1 else 'e'}s"


def of_release(case, rule, state, part, what):
    """The Checking of a rule that rests on one release; where none reaches the day that is said instead."""
    released, manual = case.of(*part), RULES[rule].manual
    if released is None:
        return Checking(RULES[rule].heading, f"No release of {what} is loaded for {date_format(case.day)}")
    remark = overtaken(Reach(released.origin, effective=released.effective), case.day, "release")
    if rule == "ncci" and case.ncci.number > MOST_PAIRS:
        remark = f"Only the first {MOST_PAIRS:,} of {case.ncci.number:,} pairs in conflict are told. {remark}".strip()
    source = released.source
    return Checking(RULES[rule].heading, state, Source(source.name, source.effective, source.url, manual), remark)


def of_diagnoses(case):
    number = len(case.diagnoses)
    said = diagnoses(number)
    compared = f"{plural(number * (number - 1) // 2, 'pair')} of diagnoses" if number > 1 else "One diagnosis: no pair"
    for rule, state in (("excludes1", compared), ("sequence", said)):
        yield of_notes(case, rule, state)
    told = [name for name, given in (("sex", case.claim.sex), ("age", case.claim.age)) if given]
    yield of_notes(case, "patient", f"{said}, by {' and '.join(told)}" if told else f"{said}; no sex or age was given")


def of_notes(case, rule, state):
    """The notes come with the tabular list, which may be loaded when the list of codes is or not."""
    released = case.of("icd10cm", "tabular") or list_of(case.released, "icd10cm")
    if released is None or not case.notes.notes:
        return Checking(RULES[rule].heading, f"{state}: no note is loaded for them")
    source = released.source
    return Checking(RULES[rule].heading, state, Source(source.name, source.effective, source.url, RULES[rule].manual))


def locked(case):
    """What a guest's check leaves out, by heading and by how much of the claim it is about.

    Never by what would be found: who is told how many pairs are in conflict can ask for one pair after another.
    """
    values, number = len(case.by_value), len(case.diagnoses)
    if values > 1:
        yield Locked(RULES["ncci"].heading, pairs(values))
    if values:
        for rule in ("units", "add-on", "indicators", "fees"):
            yield Locked(RULES[rule].heading, plural(values, "code"))
    if number > 1:
        yield Locked(RULES["excludes1"].heading, f"{plural(number * (number - 1) // 2, 'pair')} of diagnoses")
    if number:
        said = diagnoses(number)
        yield Locked(RULES["sequence"].heading, said)
        yield Locked(RULES["patient"].heading, said)
