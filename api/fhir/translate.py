"""ConceptMap/$translate by the general equivalence mappings between ICD-9-CM and ICD-10.

http://hl7.org/fhir/R4/conceptmap-operation-translate.html. The mappings do not say which of two codes is the wider one,
so that an approximate line is "inexact"; a line that is not approximate is "equivalent". One code of a combination says
only a part of what the source says: it is "wider", and the message names the whole combination.
"""

from itertools import groupby

from django.db.models import Q

from api.fhir import known
from api.fhir.asked import asked
from api.fhir.outcomes import Refused, fhir
from api.fhir.told import parameters, part, value
from codes.models import Crosswalk
from codes.systems import ICD10CM, ICD10PCS

ICD9 = "http://hl7.org/fhir/sid/icd-9-cm"
# The mappings tell diagnoses and procedures apart, the address does not.
SYSTEMS = {
    "icd9cm": ICD9,
    "icd9pcs": ICD9,
    ICD10CM.key: ICD10CM.fhir,
    ICD10PCS.key: ICD10PCS.fhir,
}
ALIASES = {
    f"{ICD9}/diagnosis": ICD9,
    f"{ICD9}/procedure": ICD9,
    "http://terminology.hl7.org/CodeSystem/icd9cm": ICD9,
    "urn:oid:2.16.840.1.113883.6.103": ICD9,
    "urn:oid:2.16.840.1.113883.6.104": ICD9,
}
# Of the lines of one code, and of the codes of one choice list that the message names.
MOST, NAMED = 500, 12


@fhir("GET", "POST")
def translate(request):
    """What a code is mapped to; with `reverse`, what is mapped to it."""
    wanted = asked(request)
    coding = one_of(wanted.codings())
    reverse = wanted.flag("reverse")
    source = system_of(coding.system.partition("|")[0])
    maps = map_asked(wanted.text("url"), request)
    target = system_of(wanted.text("targetsystem")) if wanted.text("targetsystem") else ""
    lines = read(coding.code.upper(), source, target, maps, reverse)
    return answer(request, lines, reverse, coding.code)


def one_of(codings):
    if len(codings) > 1:
        raise Refused(400, "One coding is translated at a time.")
    return codings[0]


def system_of(address):
    """The address of a system that is mapped, as it is told here. Raises Refused."""
    if not address:
        raise Refused(400, "The address of the code system is missing.", "required")
    if address in ALIASES or address in SYSTEMS.values():
        return ALIASES.get(address, address)
    system = known.system_at(address)
    if system.key not in SYSTEMS:
        raise Refused(404, f"There are no mappings of {system.label}.")
    return system.fhir


def map_asked(url, request):
    """(source, target) of a concept map's url, None without one. Raises Refused."""
    if not url:
        return None
    begins = request.build_absolute_uri("/api/fhir/ConceptMap/gem-")
    source, _, target = url.removeprefix(begins).partition("-")
    if not url.startswith(begins) or {source, target} - set(SYSTEMS):
        raise Refused(404, f"The concept map {url[:200]} is not known here: {begins}icd9cm-icd10cm is one.")
    return source, target


def keys_of(address):
    return [key for key, each in SYSTEMS.items() if each == address]


def read(code, source, target, maps, reverse):
    """The lines of a code, the exact ones first."""
    here, there = ("target", "source") if reverse else ("source", "target")
    lines = Crosswalk.objects.filter(Q(**{f"{here}_system__in": keys_of(source), here: code}))
    if target:
        lines = lines.filter(**{f"{there}_system__in": keys_of(target)})
    if maps:
        lines = lines.filter(source_system=maps[0], target_system=maps[1])
    return list(lines.order_by("combination", "approximate", "scenario", "choice_list", there)[:MOST])


def answer(request, lines, reverse, code):
    found = [line for line in lines if not line.no_map]
    matches = [match(request, line, reverse) for line in lines]
    return parameters(
        value("result", "Boolean", bool(found)),
        value("message", "String", message(lines, found, reverse, code)),
        *matches,
    )


def match(request, line, reverse):
    address = request.build_absolute_uri(f"/api/fhir/ConceptMap/gem-{line.source_system}-{line.target_system}")
    system, code = (line.source_system, line.source) if reverse else (line.target_system, line.target)
    concept = None if line.no_map else value("concept", "Coding", {"system": SYSTEMS[system], "code": code})
    return part(
        "match", value("equivalence", "Code", equivalence(line, reverse)), concept, value("source", "Uri", address)
    )


def equivalence(line, reverse):
    """By the flags of a line; read backwards a part of a combination becomes its whole."""
    if line.no_map:
        return "unmatched"
    if line.combination:
        return "narrower" if reverse else "wider"
    return "inexact" if line.approximate else "equivalent"


def message(lines, found, reverse, code):
    """What the matches alone do not say."""
    if not lines:
        return f"The mappings that are loaded have no line for {code[:40]}."
    if not found:
        return "The mappings say that there is no such code."
    together = [line for line in found if line.combination]
    return " ".join(combinations(together)) if together and not reverse else ""


def combinations(lines):
    """Each combination in words: one code of each list."""
    for (system, scenario), whole in groupby(lines, lambda line: (line.target_system, line.scenario)):
        lists = [
            " or ".join([line.target for line in one][:NAMED])
            for _, one in groupby(whole, lambda line: line.choice_list)
        ]
        label = known.SYSTEMS[system].label if system in known.SYSTEMS else "ICD-9-CM"
        yield f"Combination {scenario} ({label}), one of each: {'; and '.join(lists)}."
