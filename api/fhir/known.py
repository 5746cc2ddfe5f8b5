"""Which code systems are told in FHIR, in which version, and their codes."""

from datetime import date

from django.conf import settings
from django.db import connection

from api.fhir.outcomes import Refused
from codes.as_of import code_on
from codes.labels import listed_as
from codes.models import Code, Release
from codes.notation import read_in
from codes.queries import CODE_PARTS
from codes.status import note_of
from codes.systems import CPT, HCPCS, ICD10CM, ICD10PCS, PLACES, SYSTEMS

# Other names that programs use for the same systems.
ALIASES = {
    "urn:oid:2.16.840.1.113883.6.90": ICD10CM.key,
    "urn:oid:2.16.840.1.113883.6.4": ICD10PCS.key,
    "urn:oid:2.16.840.1.113883.6.285": HCPCS.key,
    "urn:oid:2.16.840.1.113883.6.12": CPT.key,
    "http://terminology.hl7.org/CodeSystem/icd10PCS": ICD10PCS.key,
}
BY_ADDRESS = {system.fhir: system.key for system in SYSTEMS.values()} | ALIASES
KINDS = {
    HCPCS.key: [Code.Kind.CODE, Code.Kind.MODIFIER],
    CPT.key: [Code.Kind.CODE, Code.Kind.MODIFIER],
    PLACES.key: [Code.Kind.PLACE],
}
HIERARCHIES = (ICD10CM.key, ICD10PCS.key)
CLOSED = "CPT needs a licence of the American Medical Association and is not part of this interface."
# How many codes below one are told.
CHILDREN = 1_000

# What stands directly below a code, and what its publisher put in its place since it ended.
AROUND = f"""
(SELECT 'child' AS part, c.value FROM codes_code c WHERE c.parent_id = %(id)s AND c.kind IN ('code', 'heading')
    ORDER BY c.position LIMIT {CHILDREN})
UNION ALL
(SELECT DISTINCT 'replacedBy', x.replaced_by FROM codes_replacement x WHERE x.system = %(system)s
    AND x.value = %(value)s AND %(deleted)s AND x.effective > %(ended)s ORDER BY 2 LIMIT 50)
"""
# The values of what stands above the codes, themselves included: (value asked for, value above).
LINES = """
WITH RECURSIVE up AS (
    SELECT value AS below, value, parent_id FROM codes_code
        WHERE system = %(system)s AND value = ANY (%(values)s) AND kind IN ('code', 'heading', 'modifier', 'place')
    UNION ALL SELECT up.below, c.value, c.parent_id FROM up JOIN codes_code c ON c.id = up.parent_id
        WHERE c.kind IN ('code', 'heading')
)
SELECT below, value FROM up
"""


def open_systems():
    """The Systems that are told: CPT is one where the operator allows it."""
    return [system for system in SYSTEMS.values() if system.official_text or settings.CPT_IN_API]


def system_at(address):
    """The System that an address names, with or without a version behind "|". Raises Refused."""
    address = address.partition("|")[0]
    if not address:
        raise Refused(400, "The address of the code system is missing.", "required")
    system = SYSTEMS.get(BY_ADDRESS.get(address, ""))
    if system is None:
        raise Refused(404, f"The code system {address[:200]} is not known here.")
    if system not in open_systems():
        raise Refused(404, CLOSED, "not-supported")
    return system


def system_called(key):
    """The System of a resource's id. Raises Refused."""
    if key not in SYSTEMS:
        raise Refused(404, f"There is no {key[:40]} here.")
    return system_at(SYSTEMS[key].fhir)


def rows_of(system):
    """The codes of a System as a QuerySet: what may stand in a claim or above such a code."""
    return Code.objects.in_system(system.key).filter(kind__in=kinds_of(system))


def kinds_of(system):
    return KINDS.get(system.key, [Code.Kind.CODE, Code.Kind.HEADING])


def releases(systems):
    """{key: [Release, the newest first]} of the lists of codes that stand."""
    found = {system.key: [] for system in systems}
    standing = Release.objects.standing().filter(system__in=found, parts__overlap=[*CODE_PARTS])
    for release in standing.defer("files", "report").order_by("-effective", "-pk"):
        found[release.system].append(release)
    return found


def version_of(listed, asked=""):
    """The Release that a version names by its effective date, the newest without one, None if nothing is loaded.

    Raises Refused where no release has that date.
    """
    if not asked:
        return next(iter(listed), None)
    for release in listed:
        if version(release) == asked:
            return release
    known = ", ".join(dict.fromkeys(map(version, listed))) or "none"
    raise Refused(404, f"Version {asked[:100]} is not loaded; there are: {known}.")


def version_in(address):
    """The version behind the "|" of an address."""
    return address.partition("|")[2]


def version(release):
    """A version is the day on which the release takes effect."""
    return release.effective.isoformat() if release else None


def find(system, value, day=None):
    """(the code as it was on `day`, whether there was one then), or (None, False).

    Raises Refused for a day before all that is loaded.
    """
    code = rows_of(system).select_related("parent", "release").filter(value=value).first()
    if code is None or day is None:
        return code, code is not None
    as_of = code_on(code, day)
    if not as_of.known:
        raise Refused(422, note_of(as_of), "not-supported")
    return as_of.code, as_of.begun


def missing(system, value):
    """The words for a code that is none, with its right spelling where it is another's."""
    reading = read_in(system.key, value)
    if reading and reading.value != value and rows_of(system).filter(value=reading.value).exists():
        return f"{value[:40]} is not a code of {system.label} as printed; it is printed {reading.value}."
    return f"{value[:40]} is not a code of {system.label} here."


def display_of(code):
    """The words that name a code: the official ones where they may be told."""
    if settings.CPT_IN_API and not code.system_facts.official_text:
        return code.described_as
    return listed_as(code)


def around(code):
    """{"child": [values], "replacedBy": [values]}."""
    names = {"id": code.pk, "system": code.system, "value": code.value, "ended": code.effective_to or date.min}
    found = {"child": [], "replacedBy": []}
    with connection.cursor() as cursor:
        cursor.execute(AROUND, names | {"deleted": code.status == Code.Status.DELETED})
        for part, value in cursor.fetchall():
            found[part].append(value)
    return found


def lines_up(system, values):
    """{value: set of the values above it, itself included} of those that are codes."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(LINES, {"system": system.key, "values": values})
        for below, value in cursor.fetchall():
            found.setdefault(below, set()).add(value)
    return found
