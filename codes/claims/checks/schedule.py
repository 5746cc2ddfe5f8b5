"""What the physician fee schedule says of the lines: whether a code is paid at all, and which modifiers it takes."""

from dataclasses import replace

from codes import fees as words
from codes.claims.claim import Setting
from codes.claims.findings import Finding, Severity
from codes.claims.places import FACILITIES
from codes.claims.rules import OUTPATIENT_MANUAL
from codes.sections.outpatient import STATUS as OUTPATIENT

ASSISTANTS = ("80", "81", "82", "AS")
# What of a global package was given.
PORTIONS = {"54": "surgery", "55": "care after discharge", "56": "care before surgery"}
# Status: how firm it is that a line is not paid. The others are paid, priced by the contractor, or, as drugs and
# laboratory tests are, paid under another schedule.
NOT_PAID = {
    "B": Severity.WARNING,
    "N": Severity.WARNING,
    "I": Severity.WARNING,
    "P": Severity.NOTE,
    "D": Severity.ERROR,
    "F": Severity.ERROR,
    "G": Severity.WARNING,
    "H": Severity.WARNING,
    "M": Severity.NOTE,
    "Q": Severity.NOTE,
}
NOT_FOR_OUTPATIENTS = {"B", "C", "D", "E1", "E2", "M", "Y"}


def indicators(case):
    """The findings of every service, by who bills."""
    for line in case.services:
        if case.claim.setting == Setting.HOSPITAL:
            yield from outpatient(case, line)
        elif fee := case.payments.fees.get((line.value, "")):
            yield from practitioner(case, line, fee)


def practitioner(case, line, fee):
    source = case.source("indicators", "fees", "fees not qualifying")
    for check in (status, bilateral, components, assistants, surgeons, multiple, portions):
        for severity, text, *fix in check(case, line, fee):
            yield Finding("indicators", severity, (line.number,), text, *fix, source=source)


def status(case, line, fee):
    """Whether Medicare pays it under the schedule, and in this place."""
    if severity := NOT_PAID.get(fee.status):
        yield severity, f"{line.value}: {lower(words.STATUS[fee.status])} (status {fee.status})."
    facility = case.claim.place in FACILITIES
    if case.claim.place and (fee.facility_na if facility else fee.non_facility_na) and words.payable(fee):
        where = "a facility" if facility else "a non-facility setting"
        yield Severity.WARNING, f"{line.value} is rarely or never performed in {where}, as place {case.claim.place} is."


def bilateral(case, line, fee):
    """Modifier 50 with indicators 0, 2 and 9; beside LT and RT; with more than one unit."""
    if "50" in line.modifiers:
        if fee.bilateral in ("0", "2", "9"):
            severity = Severity.ERROR if fee.bilateral == "9" else Severity.WARNING
            yield severity, f"Modifier 50 with {line.value}: {said(words.BILATERAL, fee.bilateral)}.", "Take 50 away."
        if {"LT", "RT"} & set(line.modifiers):
            yield Severity.WARNING, f"Modifier 50 says both sides: {line.value} needs neither LT nor RT beside it."
        if (line.line.units or 1) > 1 and fee.bilateral in ("1", "3"):
            fix = "Report one unit for each pair of sides."
            yield (
                Severity.WARNING,
                f"Modifier 50 on {line.value} with {line.line.units:,} units counts each unit twice.",
                fix,
            )
    elif {"LT", "RT"} <= set(line.modifiers):
        fix = "Report modifier 50, or a line for each side."
        yield Severity.WARNING, f"{line.value} has LT and RT on one line.", fix


def components(case, line, fee):
    """Modifiers 26 and TC."""
    asked = [each for each in ("26", "TC") if each in line.modifiers]
    if len(asked) == 2:
        text = f"{line.value} has 26 and TC: both together are the whole service."
        yield Severity.ERROR, text, "Take both away, or keep the part that was given."
        return
    for each in asked:
        allowed = fee.pctc == "1" or each == "26" and fee.pctc in ("6", "8")
        if not allowed:
            text = f"Modifier {each} does not go with {line.value}: {said(words.PCTC, fee.pctc)}."
            yield Severity.ERROR, text, f"Take {each} away."


def assistants(case, line, fee):
    """Modifiers 80, 81, 82 and AS."""
    for each in ASSISTANTS:
        if each in line.modifiers and fee.assistant != "2":
            severity = Severity.WARNING if fee.assistant == "0" else Severity.ERROR
            yield severity, f"Assistant at surgery ({each}) with {line.value}: {said(words.ASSISTANT, fee.assistant)}."


def surgeons(case, line, fee):
    """Modifiers 62 and 66."""
    for each, value, meanings in (("62", fee.co_surgeons, words.CO_SURGEONS), ("66", fee.team, words.TEAM)):
        if each in line.modifiers and value != "2":
            severity = Severity.WARNING if value == "1" else Severity.ERROR
            yield severity, f"Modifier {each} with {line.value}: {said(meanings, value)}."


def multiple(case, line, fee):
    """Modifier 51 where nothing is reduced."""
    if "51" in line.modifiers and fee.multiple_procedure in ("0", "9"):
        text = f"Modifier 51 with {line.value}: {said(words.MULTIPLE_PROCEDURE, fee.multiple_procedure)}."
        yield Severity.WARNING, text, "Take 51 away."


def portions(case, line, fee):
    """Modifiers 54, 55 and 56 where there is no global package to divide."""
    for each, part in PORTIONS.items():
        if each in line.modifiers and fee.global_days not in ("010", "090"):
            meaning = said(words.GLOBAL_DAYS, fee.global_days)
            yield Severity.WARNING, f"Modifier {each} ({part} only) with {line.value}: {meaning}."


def said(meanings, value):
    """An indicator's meaning with the printed one behind it."""
    return f"{lower(meanings.get(value, 'no indicator'))} ({value})"


def lower(text):
    return text[:1].lower() + text[1:]


def outpatient(case, line):
    """What Addendum B says of a code that it does not pay."""
    row = case.payments.outpatient.get(line.value)
    if row and row.status_indicator in NOT_FOR_OUTPATIENTS:
        text = f"{line.value}: {lower(OUTPATIENT[row.status_indicator])} (status {row.status_indicator})."
        source = replace(case.source("indicators", "opps", "payments"), manual=OUTPATIENT_MANUAL)
        yield Finding("indicators", Severity.WARNING, (line.number,), text, source=source)
