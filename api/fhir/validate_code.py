"""$validate-code of code systems and value sets: whether a code is one, on a day, and is called so.

http://hl7.org/fhir/R4/codesystem-operation-validate-code.html, http://hl7.org/fhir/R4/valueset-operation-validate-code.html
"""

from django.utils.formats import date_format
from django.utils.timezone import localdate

from api.fhir import known, value_sets
from api.fhir.asked import asked
from api.fhir.lookup import day_of
from api.fhir.outcomes import fhir
from api.fhir.told import parameters, value
from codes.as_of import has_begun, is_over
from codes.models import Code


@fhir("GET", "POST")
def in_code_system(request, key=None):
    """Whether a code may be reported on a day (`date`, else today) or stands above such codes."""
    wanted = asked(request)
    address = known.system_called(key).fhir if key else wanted.text("url") or wanted.text("system")
    codings = wanted.codings("url" if wanted.text("url") else "system")
    return judged(wanted, codings, lambda coding: coding.system or address)


@fhir("GET", "POST")
def in_value_set(request, key=None):
    """Whether a code is in a value set, on a day."""
    wanted = asked(request)
    wanted_set = value_sets.of(wanted, key)
    return judged(wanted, wanted.codings(), lambda coding: coding.system or wanted_set.system.fhir, wanted_set)


def judged(wanted, codings, address, within=None):
    """Parameters of the first coding that is valid, else of the first one."""
    verdicts = []
    for coding in codings:
        verdicts.append(verdict(wanted, coding, address(coding), within))
        if verdicts[-1][0]:
            break
    found = next((each for each in verdicts if each[0]), verdicts[0])
    result, message, display = found
    return parameters(
        value("result", "Boolean", result), value("message", "String", message), value("display", "String", display)
    )


def verdict(wanted, coding, address, within):
    """(whether valid, why not or what to know, the right display)."""
    system = known.system_at(address)
    if within and system != within.system:
        return False, f"{coding.code[:40]} is of {system.label}, which this value set does not hold.", ""
    asked_version = coding.version or wanted.text("version") or known.version_in(address)
    day = wanted.day("date") or day_of_version(system, asked_version)
    code, there = known.find(system, coding.code, day)
    if not there:
        return False, known.missing(system, coding.code) if code is None else f"{code.value} was no code then.", ""
    display = known.display_of(code)
    refusal = against(code, day or localdate()) or outside(within, code) or misnamed(code, coding, wanted)
    return not refusal, refusal or heading(code), display


def day_of_version(system, asked_version):
    if not asked_version:
        return None
    listed = known.releases([system])[system.key]
    return day_of(known.version_of(listed, asked_version), listed)


def against(code, day):
    """Why a code does not stand on a day, or ""."""
    if is_over(code, day):
        when = f" on {date_format(code.effective_to)}" if code.effective_to else ""
        after = known.around(code)["replacedBy"]
        return f"{code.value} ended{when}." + (f" Replaced by {', '.join(after[:10])}." if after else "")
    if not has_begun(code, day):
        return f"{code.value} begins on {date_format(code.effective_from)}."
    return ""


def outside(within, code):
    return "" if within is None or within.holds(code) else f"{code.value} is not in this value set."


def misnamed(code, coding, wanted):
    """Whether the display that was sent is none of the code's; case and spaces do not count."""
    display = coding.display or wanted.text("display")
    names = {known.display_of(code), code.title}
    if code.system_facts.official_text:
        names |= {code.descriptor, code.short_descriptor}
    if not display or plain(display) in {plain(name) for name in names}:
        return ""
    return f"“{display[:200]}” is not what {code.value} is called."


def plain(text):
    return " ".join(text.casefold().split())


def heading(code):
    return "A header: not valid for billing, choose a longer code." if code.kind == Code.Kind.HEADING else ""
