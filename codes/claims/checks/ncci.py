"""NCCI: pairs of codes that are not paid together, unit limits, and add-on codes without a primary code."""

from datetime import date

from codes.claims.findings import Finding, Severity
from codes.models import PtpEdit, UnitLimit

# The modifiers that may bypass an edit whose indicator is 1 (NCCI Policy Manual, chapter I, section E): anatomic ones,
# those of the global surgery, and others.
ANATOMIC = frozenset(
    [*(f"E{i}" for i in range(1, 5)), "FA", *(f"F{i}" for i in range(1, 10)), "TA", *(f"T{i}" for i in range(1, 10))]
    + ["LT", "RT", "LC", "LD", "RC", "LM", "RI"]
)
GLOBAL_SURGERY = frozenset(["24", "25", "57", "58", "78", "79"])
DISTINCT = frozenset(["59", "XE", "XS", "XP", "XU"])
NCCI_MODIFIERS = ANATOMIC | GLOBAL_SURGERY | DISTINCT | frozenset(["27", "91"])
# Since this day Medicare takes these from either column (change request 11168).
FROM_EITHER_COLUMN = date(2019, 7, 1)
# Of the lines of one code, and of the primary codes of an add-on code.
SHOWN = 8


# Pairs


def pairs(case):
    """The pairs among the lines: one finding for the lines of column two that are bypassed, one for the others."""
    for one, two, indicator, reason, _ in case.ncci.pairs:
        first, second = case.by_value.get(one, ()), case.by_value.get(two, ())
        if first and second:
            yield from pair(case, first, second, indicator, reason)


def pair(case, first, second, indicator, reason):
    source = case.source("ncci", "ncci-ptp", f"edits {case.claim.setting}")
    if indicator == PtpEdit.Indicator.NOT_ALLOWED:
        yield never(first, second, reason, source)
        return
    bypassing = [line for line in second if used(line)]
    others = [line for line in second if not used(line)]
    if bypassing:
        yield bypassed(first, bypassing, reason, source)
    if others:
        yield conflict(case, first, others, reason, source)


def used(line):
    """The modifiers of a line that may bypass an edit."""
    return [each for each in line.modifiers if each in NCCI_MODIFIERS]


def never(first, second, reason, source):
    text = (
        f"{beside(first, second)} is not paid: it is column two of the pair, and no modifier is allowed (indicator 0). "
    )
    fix = f"Take {second[0].value} away."
    return Finding("ncci", Severity.ERROR, numbers(second, first), text + because(reason), fix, source)


def bypassed(first, second, reason, source):
    said = " and ".join(dict.fromkeys(each for line in second for each in used(line)))
    text = f"{beside(first, second)} is column two of the pair. Modifier {said} bypasses the edit (indicator 1). "
    fix = "The record must show that the two were separate."
    return Finding("ncci", Severity.NOTE, numbers(second, first), text + because(reason), fix, source)


def conflict(case, first, second, reason, source):
    """Nothing on column two; what is taken from column one too may stand there."""
    distinct = sorted({each for line in first for each in line.modifiers} & DISTINCT)
    if distinct and case.day >= FROM_EITHER_COLUMN:
        text = f"{beside(first, second)} is column two of the pair. Modifier {distinct[0]} stands on column one. "
        fix = f"Medicare takes it there too; other payers want it on {second[0].value}."
        return Finding("ncci", Severity.NOTE, numbers(second, first), text + because(reason), fix, source)
    have = "has" if len(second) == 1 else "have"
    text = (
        f"{beside(first, second)} is not paid: it is column two of the pair, and {lines_of(second)} {have} no modifier "
    )
    text += f"that NCCI recognizes. One is allowed (indicator 1). {because(reason)}"
    fix = f"Take {second[0].value} away. If the record shows separate services, append the modifier that says why."
    return Finding("ncci", Severity.ERROR, numbers(second, first), text, fix, source)


def beside(first, second):
    return f"Beside {first[0].value} ({lines_of(first)}), {second[0].value} ({lines_of(second)})"


def because(reason):
    return f"Reason given: {reason}."


def numbers(*groups):
    """The numbers of lines: those that are to be mended first."""
    return tuple(line.number for group in groups for line in group)


def lines_of(lines):
    """ "line 2", "lines 2, 5", or the first of many."""
    named = ", ".join(str(line.number) for line in lines[:SHOWN])
    more = f" and {len(lines) - SHOWN} more" if len(lines) > SHOWN else ""
    return f"line{'' if len(lines) == 1 else 's'} {named}{more}"


# Units


def units(case):
    """Lines, or all lines of a code together, that hold more units than the limit."""
    for value, (most, indicator, reason) in case.ncci.limits.items():
        counted = [line for line in case.by_value.get(value, ()) if line.line.units is not None]
        if indicator == UnitLimit.Indicator.LINE:
            for line in counted:
                if line.line.units > most:
                    yield of_line(case, line, most, reason)
        elif sum(line.line.units for line in counted) > most:
            yield of_day(case, counted, most, indicator, reason)


def of_line(case, line, most, reason):
    text = (
        f"{line.value} has {line.line.units:,} units on the line; the limit is {most:,} for each line (indicator 1). "
    )
    fix = "If more were necessary, report the rest on another line with a modifier such as 76, 77, 91, 59 or LT and RT."
    return Finding("units", Severity.ERROR, (line.number,), text + because(reason), fix, limits_source(case))


def of_day(case, lines, most, indicator, reason):
    """Indicator 2 is set by policy and holds; 3 is what is usual, and more may be paid."""
    total = sum(line.line.units for line in lines)
    on = "" if len(lines) == 1 else f" on {lines_of(lines)} together"
    text = f"{lines[0].value} has {total:,} units{on}; the limit is {most:,} for all lines of the day "
    text += f"(indicator {indicator}). "
    if indicator == UnitLimit.Indicator.POLICY:
        fix = "The limit follows from law, policy or the code itself: no modifier and no further line changes it."
        severity = Severity.ERROR
    else:
        fix = "The limit is what is usual: more may be paid if the record shows the need, often on appeal only."
        severity = Severity.WARNING
    return Finding("units", severity, numbers(lines), text + because(reason), fix, limits_source(case))


def limits_source(case):
    return case.source("units", "mue", f"limits {case.claim.setting}")


# Add-on codes


def add_ons(case):
    """Add-on codes whose primary code is not among the lines."""
    source = case.source("add-on", "ncci-add-on", "add-ons")
    for value, (types, primaries, more) in case.ncci.add_ons.items():
        lines = case.by_value.get(value, [])
        here = [each for each in primaries or () if each in case.by_value]
        if lines and not here:
            yield add_on(lines, types, primaries or [], more, source, alone=set(case.by_value) == {value})


def add_on(lines, types, primaries, more, source, *, alone):
    value = lines[0].value
    listed = f"{', '.join(primaries[:SHOWN])}{f' and {len(primaries) - SHOWN} more' if len(primaries) > SHOWN else ''}"
    severity, text, fix = (
        Severity.ERROR,
        f"{value} is an add-on code, and none of its primary codes is on the claim.",
        "",
    )
    if types == [1]:
        fix = f"It is paid only beside one of: {listed}."
    elif primaries:
        severity, fix = Severity.WARNING, f"CMS lists {listed}; the Medicare contractor may accept others (type 3)."
    else:
        severity = Severity.ERROR if alone else Severity.NOTE
        text = f"{value} is an add-on code{', and it stands alone' if alone else ''}."
        fix = "CMS lists no primary codes for it; the Medicare contractor decides which it accepts (type 2)."
    return Finding("add-on", severity, numbers(lines), text, " ".join(part for part in (fix, more) if part), source)
