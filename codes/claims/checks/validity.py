"""Whether each code may be billed on the day; open facts, told to everybody."""

from copy import copy

from django.utils.formats import date_format

from codes.as_of import FISCAL, fiscal_year, has_begun, is_over, take_back, told_by_dates
from codes.claims.findings import Finding, Severity
from codes.claims.reads import list_of
from codes.models import Code
from codes.status import DAY, is_bare
from codes.systems import CPT, ICD10CM, ICD10PCS, SYSTEMS

HIGHEST = "Choose a code of the highest number of characters."


def readings(case):
    """What could not be read of the lines, and lines of another day."""
    for line in case.claim.lines:
        for problem in line.problems:
            severity = Severity.ERROR if problem.fatal else Severity.WARNING
            yield Finding("reading", severity, (line.number,), problem.text)
        if line.day and line.day != case.day:
            days = date_format(line.day), date_format(case.day)
            text = "The line is of {}, the claim of {}: it was checked as of the claim’s day.".format(*days)
            fix = "Check the lines of each day by themselves: edits and limits are for one day."
            yield Finding("reading", Severity.WARNING, (line.number,), text, fix)
    for line in case.lines:
        if line.is_diagnosis and (line.modifiers or line.line.units != 1):
            text = f"{line.value} is a diagnosis: it carries neither modifiers nor units."
            yield Finding("reading", Severity.WARNING, (line.number,), text)


def codes(case, *, everything):
    """Of each line: unknown, header, not begun, deleted, or not known on the day."""
    for line in case.lines:
        if line.value:
            yield from code(case, line, everything=everything)


def code(case, line, *, everything):
    found = case.named.get((line.system, line.value))
    if found is None:
        yield unknown(case, line)
        return
    then = copy(found.code)
    brought_by = take_back(then, found.changes)
    source = source_of(case, line)
    if line.system == ICD10PCS.key:
        text = f"{line.value} is an inpatient procedure: ICD-10-PCS stands on hospital inpatient claims alone."
        yield Finding("valid", Severity.WARNING, (line.number,), text, source=source)
    if brought_by is not None or not has_begun(then, case.day):
        yield not_begun(line, then, source)
    elif is_over(then, case.day):
        yield deleted(line, then, found, source, everything=everything)
    elif then.kind == Code.Kind.HEADING:
        yield header(line, found.below, source)
    elif not reached(case, line, then):
        text = (
            f"Whether {line.value} was valid on {date_format(case.day)} is not known here: no list reaches back to it."
        )
        yield Finding("valid", Severity.NOTE, (line.number,), text, source=source)


def reached(case, line, then):
    """Whether a list or the publisher's dates say how the code stood on the day."""
    released = list_of(case.released, line.system)
    # Our own sample says nothing of days: how far CPT's numbers can be checked is told once for all of them.
    return released is None or not released.official or released.reaches or told_by_dates(then, case.day)


def source_of(case, line):
    released = list_of(case.released, line.system)
    found = case.source("valid")
    manual = found.manual if line.system == ICD10CM.key else ""
    return type(found)(released.source.name, released.effective, released.source.url, manual) if released else found


def unknown(case, line):
    """A code that is not there: firm where the publisher's whole list is loaded."""
    released, system = list_of(case.released, line.system), SYSTEMS[line.system]
    if released and released.official:
        text = f"{line.value} is not in {released.source.name}."
        return Finding("valid", Severity.ERROR, (line.number,), text, "Look for typing errors.", source_of(case, line))
    if line.system == CPT.key:
        text = f"{line.value} is not among the CPT numbers known here. No licensed list of CPT is loaded."
    else:
        text = f"{line.value} cannot be checked: no list of {system.label} is loaded."
    return Finding("valid", Severity.WARNING, (line.number,), text, "Look for typing errors.", source_of(case, line))


def not_begun(line, then, source):
    since = f": it is in effect from {date_format(then.effective_from)}" if then.effective_from else ""
    text = f"{line.value} is not in effect yet on the day of service{since}."
    return Finding("valid", Severity.ERROR, (line.number,), text, source=source)


def deleted(line, then, found, source, *, everything):
    """With what replaces it: HCPCS's cross references are a locked attribute."""
    when = f" on {date_format(then.effective_to + DAY)}" if then.effective_to else ""
    references = [each for each in found.cross_references if isinstance(each, str)] if everything else []
    replacements = tuple(dict.fromkeys([*found.replaced_by, *references]))
    fix = f"Its publisher names instead: {', '.join(replacements)}." if replacements else "No replacement is published."
    if not everything and not replacements:
        fix = ""
    text = f"{line.value} was deleted{when}."
    return Finding("valid", Severity.ERROR, (line.number,), text, fix, source, replacements)


def header(line, below, source):
    number, first = below.get("number", 0), tuple(below.get("first") or ())
    text = f"{line.value} is a header and not a code for billing."
    more = f" and {number - len(first):,} more" if number > len(first) else ""
    fix = f"{HIGHEST} Below it: {', '.join(first)}{more}." if first else HIGHEST
    return Finding("valid", Severity.ERROR, (line.number,), text, fix, source, first)


def unsaid(case):
    """How many lines are CPT numbers of which CMS's files give the number alone."""
    return sum(is_bare(line.code) for line in case.services)


def fiscal_remark(released, day):
    """That a fiscal year has begun since the list that is loaded; "" where none has."""
    if released.origin not in FISCAL or fiscal_year(released.effective) >= fiscal_year(day):
        return ""
    return f"FY {fiscal_year(day)} is not loaded: its new and deleted codes are not known here."
