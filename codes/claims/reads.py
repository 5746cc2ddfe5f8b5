"""What a check reads: a handful of statements, each for all lines at once, however many those are."""

import json
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from types import SimpleNamespace

from django.db import connection

from codes.claims.claim import Setting
from codes.claims.findings import Source
from codes.edits import STATES
from codes.fact_queries import LOCALITIES, LOCALITY, STANDS
from codes.models import Change, Code, DrugPrice, Fee, Locality, Note, OutpatientPayment
from codes.models import Setting as EditsFor
from codes.queries import CODE_PARTS
from codes.relations import ADD_ON_OF_THE_DAY

# More pairs than a reader reads: of a thousand codes tens of thousands may be in conflict.
MOST_PAIRS = 2000
EDITS_FOR = {Setting.PRACTITIONER: EditsFor.PRACTITIONER, Setting.HOSPITAL: EditsFor.HOSPITAL}
BELOW = 6

# Of each part of each source the release in force on the day, or the first one where none reaches back to it. CMS's
# file of pair edits is cumulative: the newest one tells with its own dates what was in force on any day.
RELEASES = """
SELECT DISTINCT ON (r.source, part) r.source, part, r.id, r.name, r.effective, r.official
FROM codes_release r, unnest(r.parts) part WHERE r.undone_at IS NULL
ORDER BY r.source, part, (r.effective <= %(day)s OR r.source = 'ncci-ptp') DESC,
    CASE WHEN r.effective <= %(day)s OR r.source = 'ncci-ptp' THEN r.effective END DESC, r.effective, r.id DESC
"""

# The codes that are named, with what later releases changed of each, what replaces a deleted one, and for a heading the
# first of the codes below it (by the index of beginnings: the joined text keeps the one by system out).
NAMED = f"""
SELECT c.id, c.system, c.value, c.kind, c.billable, c.status, c.effective_from, c.effective_to, c.short_descriptor,
    c.descriptor, c.title, c.parent_id,
    (SELECT jsonb_agg(jsonb_build_object('kind', h.kind, 'field', h.field, 'before', h.before)
            ORDER BY s.effective DESC, s.id DESC, h.id DESC)
        FROM codes_change h JOIN codes_release s ON s.id = h.release_id
        WHERE h.system = c.system AND h.value = c.value AND s.source = r.source AND s.effective > %(day)s
            AND NOT s.first AND s.undone_at IS NULL AND h.kind IN ('added', 'revised', 'ended')
            AND h.field = ANY (%(fields)s)),
    (SELECT jsonb_agg(DISTINCT x.value) FROM (
        SELECT x.replaced_by AS value FROM codes_replacement x WHERE x.system = c.system AND x.value = c.value
            AND c.status = 'deleted' AND x.effective > coalesce(c.effective_to, '-infinity')
        UNION ALL SELECT t.value FROM codes_relation n JOIN codes_code t ON t.id = n.target_id
            WHERE n.code_id = c.id AND n.kind = 'replaced_by') x),
    CASE WHEN c.status = 'deleted' THEN c.attributes -> 'cross_references' END,
    CASE WHEN c.kind = 'heading' THEN
        (SELECT jsonb_build_object('number', count(*), 'first', (array_agg(b.value ORDER BY b.position))[1:{BELOW}])
        FROM codes_code b WHERE b.bare ~>=~ c.bare AND b.bare ~<~ (c.bare || '~') AND b.system || '' = c.system
            AND b.kind = 'code' AND b.status = 'active') END
FROM (SELECT DISTINCT a.system, a.value FROM unnest(%(systems)s::text[], %(values)s::text[]) AS a(system, value)) a
JOIN codes_code c ON c.system = a.system AND c.value = a.value
LEFT JOIN codes_release r ON r.id = c.release_id
"""

# The pairs among the codes, counted from the index alone; where CMS's file has two lines for one pair, the firmer one.
PAIRS = f"""(SELECT jsonb_agg(jsonb_build_array(p.one, p.two, p.indicator, w.text, w.effective, p.number))
    FROM (SELECT e.column_one AS one, e.column_two AS two, min(e.modifier_indicator) AS indicator,
            count(*) OVER () AS number
        FROM codes_ptpedit e WHERE e.column_one = ANY (%(values)s) AND e.column_two = ANY (%(values)s)
            AND e.setting = %(setting)s AND {STATES["in-force"]}
        GROUP BY 1, 2 ORDER BY 1, 2 LIMIT {MOST_PAIRS}) p
    CROSS JOIN LATERAL (SELECT t.text, e.effective FROM codes_ptpedit e JOIN codes_rationale t ON t.id = e.rationale_id
        WHERE e.column_one = p.one AND e.column_two = p.two AND e.setting = %(setting)s
            AND e.modifier_indicator = p.indicator AND {STATES["in-force"]} ORDER BY e.id LIMIT 1) w)"""
LIMITS = f"""(SELECT jsonb_agg(jsonb_build_array(l.value, l.units, l.indicator, l.rationale))
    FROM codes_unitlimit l WHERE l.value = ANY (%(values)s) AND l.setting = %(setting)s AND {STANDS.format("l")})"""
ADD_ONS = f"""(SELECT jsonb_agg(jsonb_build_array(a.add_on, a.types, a.primaries, a.more))
    FROM (SELECT a.add_on, array_agg(DISTINCT a.edit_type ORDER BY a.edit_type) AS types,
            array_agg(a.primary ORDER BY a.primary) FILTER (WHERE a.primary <> '') AS primaries,
            max(a.special_instruction) AS more
        FROM codes_addonedit a WHERE a.add_on = ANY (%(values)s) AND {ADD_ON_OF_THE_DAY} GROUP BY a.add_on) a)"""
NCCI = f"SELECT jsonb_build_object('pairs', {PAIRS}, 'limits', {LIMITS}, 'add_ons', {ADD_ONS})::text"

# The notes at diagnoses and above them, each once: above gives the keys from a code up.
NOTES = """
WITH RECURSIVE up AS (
    SELECT id AS start, id, parent_id, value, kind, 0 AS height FROM codes_code WHERE id = ANY (%(ids)s)
    UNION ALL SELECT up.start, p.id, p.parent_id, p.value, p.kind, up.height + 1
        FROM codes_code p JOIN up ON p.id = up.parent_id
)
SELECT jsonb_build_object(
    'above', (SELECT jsonb_object_agg(u.start, u.ids)
        FROM (SELECT start, array_agg(id ORDER BY height) AS ids FROM up GROUP BY start) u),
    'codes', (SELECT jsonb_object_agg(id, jsonb_build_array(value, kind))
        FROM (SELECT DISTINCT id, value, kind FROM up) u),
    'notes', (SELECT jsonb_agg(jsonb_build_array(n.code_id, n.kind, n.text) ORDER BY n.code_id, n.position)
        FROM codes_note n WHERE n.code_id IN (SELECT id FROM up) AND n.kind = ANY (%(kinds)s)))::text
"""
KINDS = [Note.Kind.EXCLUDES1, Note.Kind.CODE_FIRST, Note.Kind.USE_ADDITIONAL, Note.Kind.NOTE]

# Fees of those who do not take part in qualifying payment models come first, where there are two.
PAYMENTS = f"""SELECT jsonb_build_object(
    'fees', (SELECT jsonb_agg(to_jsonb(f) ORDER BY f.qualifying DESC) FROM codes_fee f
        WHERE f.value = ANY (%(values)s) AND {STANDS.format("f")}),
    'outpatient', (SELECT jsonb_agg(to_jsonb(o)) FROM codes_outpatientpayment o
        WHERE %(hospital)s AND o.value = ANY (%(values)s) AND {STANDS.format("o")}),
    'drugs', (SELECT jsonb_agg(to_jsonb(d)) FROM codes_drugprice d
        WHERE d.value = ANY (%(values)s) AND {STANDS.format("d")}),
    'locality', (SELECT to_jsonb(l) FROM codes_locality l
        WHERE l.contractor = %(contractor)s AND l.number = %(number)s AND {STANDS.format("l")}))::text"""


@dataclass(frozen=True)
class Released:
    """The release of a part of a source, as a Source; `reaches` is off where it took effect after the day."""

    source: Source
    effective: date
    official: bool
    reaches: bool
    origin: str


@dataclass(frozen=True)
class Named:
    """A code with what its publisher's releases say of it beside its row."""

    code: Code
    changes: list
    replaced_by: list
    cross_references: list
    below: dict


@dataclass(frozen=True)
class Ncci:
    """NCCI's facts of the services of a claim.

    `pairs` are (column one, column two, indicator, reason, effective), the first of `number`; `limits` {code: (units,
    indicator, reason)}; `add_ons` {code: (types, primary codes, special instruction)}.
    """

    pairs: list = field(default_factory=list)
    number: int = 0
    limits: dict = field(default_factory=dict)
    add_ons: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Notes:
    """The notes of diagnoses: `above` gives the keys of a code and of what stands above it, the nearest first; `codes`
    the (value, kind) of each key, `notes` its [(kind, text)].
    """

    above: dict = field(default_factory=dict)
    codes: dict = field(default_factory=dict)
    notes: dict = field(default_factory=dict)


@dataclass(frozen=True)
class Payments:
    """{(code, modifier): Fee}, {code: OutpatientPayment}, {code: DrugPrice}, and the Locality that was asked for."""

    fees: dict = field(default_factory=dict)
    outpatient: dict = field(default_factory=dict)
    drugs: dict = field(default_factory=dict)
    locality: Locality | None = None


def releases(day):
    """{(source, part): Released} for a day."""
    found = {}
    with connection.cursor() as cursor:
        cursor.execute(RELEASES, {"day": day})
        for source, part, key, name, effective, official in cursor.fetchall():
            told = Source(name if official else f"{name} (sample)", effective, f"/releases/{key}/")
            reaches = effective <= day or source == "ncci-ptp"
            found[source, part] = Released(told, effective, official, reaches, source)
    return found


def list_of(found, system):
    """The Released list of codes of a system, or None."""
    lists = [each for (source, part), each in found.items() if source.startswith(system) and part in CODE_PARTS]
    return max(lists, key=lambda each: (each.official, each.reaches, each.effective), default=None)


def named(pairs, day):
    """{(system, value): Named} for those of the pairs that are loaded."""
    asked = {"systems": [system for system, _ in pairs], "values": [value for _, value in pairs]}
    with connection.cursor() as cursor:
        cursor.execute(NAMED, asked | {"day": day, "fields": list(Change.OPEN)})
        rows = cursor.fetchall()
    return {(row[1], row[2]): named_of(row) for row in rows}


COLUMNS = ["id", "system", "value", "kind", "billable", "status", "effective_from", "effective_to", "short_descriptor"]
COLUMNS += ["descriptor", "title", "parent_id"]


def named_of(row):
    fields, (changes, replaced_by, references, below) = row[: len(COLUMNS)], map(loaded, row[len(COLUMNS) :])
    return Named(
        code=Code(**dict(zip(COLUMNS, fields, strict=True))),
        changes=[SimpleNamespace(**change) for change in changes or ()],
        replaced_by=replaced_by or [],
        cross_references=references or [],
        below=below or {},
    )


def loaded(text):
    """JSON of a raw statement, which the driver leaves as text."""
    return json.loads(text, parse_float=Decimal) if isinstance(text, str) else text


def answer(statement, asked):
    """The one JSON document of a statement."""
    with connection.cursor() as cursor:
        cursor.execute(statement, asked)
        return loaded(cursor.fetchone()[0])


def ncci(values, day, setting):
    """The Ncci of the services of a claim."""
    asked = {"values": sorted(values), "day": day, "setting": EDITS_FOR[setting].value}
    said = answer(NCCI, asked)
    pairs = said["pairs"] or []
    return Ncci(
        pairs=[tuple(pair[:5]) for pair in pairs],
        number=pairs[0][5] if pairs else 0,
        limits={value: rest for value, *rest in said["limits"] or ()},
        add_ons={value: rest for value, *rest in said["add_ons"] or ()},
    )


def notes(ids):
    """The Notes of diagnoses, by their keys."""
    said = answer(NOTES, {"ids": list(ids), "kinds": KINDS})
    found = {}
    for key, kind, text in said["notes"] or ():
        found.setdefault(key, []).append((kind, text))
    above = {int(key): keys for key, keys in (said["above"] or {}).items()}
    return Notes(above, {int(key): tuple(code) for key, code in (said["codes"] or {}).items()}, found)


def payments(values, day, setting, locality):
    """The Payments of services on a day."""
    parts = LOCALITY.fullmatch(locality)
    contractor, number = parts.groups() if parts else ("", "")
    asked = {"values": sorted(values), "day": day, "hospital": setting == Setting.HOSPITAL}
    said = answer(PAYMENTS, asked | {"contractor": contractor, "number": number})
    return Payments(
        fees={(row["value"], row["modifier"]): Fee(**row) for row in said["fees"] or ()},
        outpatient={row["value"]: OutpatientPayment(**row) for row in said["outpatient"] or ()},
        drugs={row["value"]: DrugPrice(**row) for row in said["drugs"] or ()},
        locality=Locality(**said["locality"]) if said["locality"] else None,
    )


def localities(day):
    """The payment localities of a day as [key, name, state], by state and name."""
    return answer(f"SELECT ({LOCALITIES})::text", {"day": day}) or []
