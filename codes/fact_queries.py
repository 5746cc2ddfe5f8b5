"""What is published about a code beside the lists of codes: fees, payments, prices, crosswalks and coverage.

All of it is read in one bounded statement, which answers with one JSON document; amounts come back as Decimal.
"""

import json
import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.db import connection

from codes import systems
from codes.changes import LICENSED
from codes.models import (
    AnesthesiaFactor,
    CoverageDocument,
    DrugPrice,
    Fee,
    Locality,
    LocalityCounties,
    OutpatientPayment,
)
from codes.queries import ADDRESS, LISTED_AS

# Which systems the facts are about.
BILLED = (systems.CPT.key, systems.HCPCS.key)
MAPPED = (systems.ICD10CM.key, systems.ICD10PCS.key)
# How many lines of each kind a code page shows, and a page of one section; how many codes of one choice list.
MOST, EVERY, OF_A_LIST = 40, 1000, 12
LOCALITY = re.compile(r"([0-9]{5})-([0-9]{2})")

STANDS = "{0}.since <= %(day)s AND ({0}.until IS NULL OR {0}.until >= %(day)s)"
# The release of a source that was in force on the day, and when the first one was.
REACH = """jsonb_build_object(
    'release', (SELECT jsonb_build_object('name', r.name, 'effective', r.effective) FROM codes_release r
        WHERE r.source = '{source}' AND r.undone_at IS NULL AND r.effective <= %(day)s AND {parts}
        ORDER BY r.effective DESC, r.id DESC LIMIT 1),
    'first', (SELECT min(r.effective) FROM codes_release r
        WHERE r.source = '{source}' AND r.undone_at IS NULL AND {parts}))"""
FEE_PARTS = "r.parts && ARRAY['fees qualifying', 'fees not qualifying']::varchar[]"

# The payment localities of a day as [key, name, state], by state and name.
LOCALITIES = f"""(SELECT jsonb_agg(jsonb_build_array(p.key, p.name, p.state) ORDER BY p.state, p.name, p.key) FROM (
    SELECT l.contractor || '-' || l.number AS key, l.name, coalesce(min(c.state), l.state) AS state
    FROM codes_locality l
    LEFT JOIN codes_localitycounties c ON c.contractor = l.contractor AND c.number = l.number AND {STANDS.format("c")}
    WHERE {STANDS.format("l")} GROUP BY l.id) p)"""
FEES = f"""jsonb_build_object(
    'known', EXISTS (SELECT FROM codes_fee f WHERE f.value = %(value)s),
    'localities', CASE WHEN EXISTS (SELECT FROM codes_fee f WHERE f.value = %(value)s) THEN {LOCALITIES} END,
    'reach', {REACH.format(source="fees", parts=FEE_PARTS)},
    'fees', (SELECT jsonb_agg(to_jsonb(f) ORDER BY f.modifier, f.qualifying) FROM codes_fee f
        WHERE f.value = %(value)s AND {STANDS.format("f")}),
    'bases', (SELECT jsonb_object_agg(c.value, {ADDRESS.format("c")}) FROM codes_code c
        WHERE c.system = ANY (%(billed)s) AND c.value IN (
            SELECT f.endoscopic_base FROM codes_fee f WHERE f.value = %(value)s AND {STANDS.format("f")})),
    'locality', (SELECT to_jsonb(l) FROM codes_locality l
        WHERE l.contractor = %(contractor)s AND l.number = %(number)s AND {STANDS.format("l")}),
    'indices', (SELECT r.name FROM codes_locality l JOIN codes_release r ON r.id = l.release_id
        WHERE l.contractor = %(contractor)s AND l.number = %(number)s AND {STANDS.format("l")}),
    'counties', (SELECT jsonb_agg(to_jsonb(c) ORDER BY c.area) FROM codes_localitycounties c
        WHERE c.contractor = %(contractor)s AND c.number = %(number)s AND {STANDS.format("c")}),
    'anesthesia', (SELECT to_jsonb(a) FROM codes_anesthesiafactor a
        WHERE a.contractor = %(contractor)s AND a.number = %(number)s AND {STANDS.format("a")}))"""

OF_ONE_ROW = """jsonb_build_object(
    'known', EXISTS (SELECT FROM {table} x WHERE x.value = %(value)s),
    'reach', {reach},
    'row', (SELECT to_jsonb(x) FROM {table} x WHERE x.value = %(value)s AND {stands} LIMIT 1))"""
OUTPATIENT = OF_ONE_ROW.format(
    table="codes_outpatientpayment", reach=REACH.format(source="opps", parts="true"), stands=STANDS.format("x")
)
DRUG_PRICE = OF_ONE_ROW.format(
    table="codes_drugprice", reach=REACH.format(source="drug-prices", parts="true"), stands=STANDS.format("x")
)

# The lines that map a code, those that map to it, and the combinations that it is in, each with its choice lists.
CROSSWALKS = f"""(
WITH away AS (
    SELECT * FROM codes_crosswalk x WHERE x.source_system = %(system)s AND x.source = %(value)s
), back AS (
    SELECT * FROM codes_crosswalk x WHERE x.target_system = %(system)s AND x.target = %(value)s
), named AS (
    (SELECT DISTINCT source_system, source, target_system, scenario FROM away WHERE combination
        ORDER BY source, scenario LIMIT %(most)s)
    UNION ALL
    (SELECT DISTINCT source_system, source, target_system, scenario FROM back WHERE combination
        ORDER BY source, scenario LIMIT %(most)s)
), lists AS (
    SELECT n.source_system, n.source, n.target_system, n.scenario, x.choice_list, count(*) AS number,
        (array_agg(x.target ORDER BY x.target <> %(value)s, x.target))[1:{OF_A_LIST}] AS targets
    FROM named n JOIN codes_crosswalk x USING (source_system, source, target_system, scenario) WHERE x.combination
    GROUP BY 1, 2, 3, 4, 5
)
SELECT jsonb_build_object(
    'release', (SELECT jsonb_build_object('name', r.name, 'effective', r.effective) FROM codes_release r
        WHERE r.source = 'gems' AND r.undone_at IS NULL ORDER BY r.effective DESC, r.id DESC LIMIT 1),
    'number', (SELECT count(*) FILTER (WHERE NOT combination)
        + count(DISTINCT (source_system, source, scenario)) FILTER (WHERE combination)
        FROM (SELECT * FROM away UNION ALL SELECT * FROM back) both_ways),
    'away', (SELECT jsonb_agg(to_jsonb(x) ORDER BY x.approximate, x.target)
        FROM (SELECT * FROM away WHERE NOT combination ORDER BY approximate, target LIMIT %(most)s) x),
    'back', (SELECT jsonb_agg(to_jsonb(x) ORDER BY x.approximate, x.source)
        FROM (SELECT * FROM back WHERE NOT combination ORDER BY approximate, source LIMIT %(most)s) x),
    'lists', (SELECT jsonb_agg(to_jsonb(l) ORDER BY l.source_system, l.source, l.scenario, l.choice_list) FROM lists l),
    'loaded', (SELECT jsonb_object_agg(c.value, jsonb_build_array({ADDRESS.format("c")}, {LISTED_AS.format("c")}))
        FROM codes_code c WHERE c.system = %(system)s
        AND c.value IN (SELECT unnest(l.targets) FROM lists l WHERE l.target_system = %(system)s))
))"""

# What names a code: a document is about procedures, and lists diagnoses for and against them.
NAMED = f"""c.value = %(value)s AND c.role <> 'modifier'
        AND (c.role = 'procedure') = (%(system)s IN {BILLED})"""
# The documents that stand on the day and name the code, in the newest table of codes that is no newer than they are:
# the list of documents and the tables are files of their own.
STANDING = f"""
    SELECT d.*, n.roles FROM (
        SELECT c.number, c.version, jsonb_agg(DISTINCT c.role) AS roles FROM codes_coveragecode c
        WHERE {NAMED} GROUP BY c.number, c.version
    ) n JOIN codes_coveragedocument d ON d.number = n.number
    WHERE {STANDS.format("d")}
    AND (d.effective IS NULL OR d.effective <= %(day)s) AND (d.retired IS NULL OR d.retired >= %(day)s)
    AND n.version = coalesce(
        (SELECT v.version FROM codes_coveragecode v WHERE v.number = d.number AND v.version <= d.version
            ORDER BY v.version DESC LIMIT 1),
        (SELECT v.version FROM codes_coveragecode v WHERE v.number = d.number ORDER BY v.version LIMIT 1))"""
COVERAGE = f"""(
WITH standing AS ({STANDING})
SELECT jsonb_build_object(
    'known', EXISTS (SELECT FROM codes_coveragecode c WHERE {NAMED}),
    'reach', {REACH.format(source="coverage", parts="'documents' = ANY (r.parts)")},
    'number', (SELECT count(*) FROM standing),
    'documents', (SELECT jsonb_agg(to_jsonb(d) ORDER BY d.kind DESC, d.title, d.number)
        FROM (SELECT * FROM standing ORDER BY kind DESC, title, number LIMIT %(most)s) d)
))"""
# What is asked of a code, by its system.
BILLING = {"schedule": FEES, "outpatient": OUTPATIENT, "drug_price": DRUG_PRICE, "coverage": COVERAGE}
PARTS = dict.fromkeys(BILLED, BILLING) | dict.fromkeys(MAPPED, {"crosswalks": CROSSWALKS, "coverage": COVERAGE})


@dataclass(frozen=True)
class Reach:
    """How far the releases of a source reach: the one in force on the day, and when the first one took effect."""

    source: str
    name: str = ""
    effective: date | None = None
    first: date | None = None


@dataclass(frozen=True)
class Schedule:
    """The physician fee schedule of one code on a day, with the locality asked for (None: there is none such).

    `indices` names the release of the locality's indices, `bases` gives the addresses of the endoscopic base codes;
    `localities` are those of the day, as [key, name, state], by state and name.
    """

    reach: Reach
    fees: list[Fee]
    locality: Locality | None
    indices: str
    counties: list[LocalityCounties]
    anesthesia: AnesthesiaFactor | None
    bases: dict
    localities: list


@dataclass(frozen=True)
class Row:
    """The one row of a table that stands on the day, or None, and how far the table reaches."""

    reach: Reach
    row: OutpatientPayment | DrugPrice | None


@dataclass(frozen=True)
class Crosswalks:
    """The mappings of a code: single lines away from it and back to it, and choice lists of combinations.

    `number` counts lines and combinations, all of them; `loaded` gives {value: (address, title)} of partners.
    """

    reach: Reach
    number: int
    away: list[dict]
    back: list[dict]
    lists: list[dict]
    loaded: dict


@dataclass(frozen=True)
class Covered:
    """The coverage documents that name a code: `number` of all, of which (document, roles) are the first."""

    reach: Reach
    number: int
    documents: list[tuple[CoverageDocument, list[str]]]


@dataclass(frozen=True)
class Facts:
    """What is published about one code on a day; None is what its system has not, or what nothing is known of."""

    schedule: Schedule | None = None
    outpatient: Row | None = None
    drug_price: Row | None = None
    crosswalks: Crosswalks | None = None
    coverage: Covered | None = None


def facts_of(code, day, locality="", most=MOST):
    """The Facts of a code on a day, of each kind the first `most`; fees in a locality, as "10112-00".

    One statement; none for systems that have no facts.
    """
    parts = PARTS.get(code.system)
    if parts is None:
        return Facts()
    said = answer(parts, parameters(code, day, locality, most))
    return Facts(
        schedule=schedule_of(said.get("schedule")),
        outpatient=row_of(said.get("outpatient"), OutpatientPayment, "opps"),
        drug_price=row_of(said.get("drug_price"), DrugPrice, "drug-prices"),
        crosswalks=crosswalks_of(said.get("crosswalks")),
        coverage=covered_of(said.get("coverage")),
    )


def parameters(code, day, locality, most):
    """What the statements name."""
    found = LOCALITY.fullmatch(locality)
    # Without a locality: the national line of the anesthesia factors has neither contractor nor number.
    contractor, number = found.groups() if found else ("", "")
    asked = {"system": code.system, "value": code.value, "day": day, "most": most}
    return asked | {"contractor": contractor, "number": number, "billed": list(BILLED), "licensed": LICENSED}


def answer(parts, asked):
    """The parts of one JSON document, by name."""
    pairs = ", ".join(f"'{name}', {sql}" for name, sql in parts.items())
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT jsonb_build_object({pairs})::text", asked)
        return json.loads(cursor.fetchone()[0], parse_float=Decimal)


def schedule_of(part):
    if not part or not part["known"]:
        return None
    return Schedule(
        reach=reach("fees", part["reach"]),
        fees=[Fee(**row) for row in part["fees"] or []],
        locality=Locality(**part["locality"]) if part["locality"] else None,
        indices=part["indices"] or "",
        counties=[LocalityCounties(**row) for row in part["counties"] or []],
        anesthesia=AnesthesiaFactor(**part["anesthesia"]) if part["anesthesia"] else None,
        bases=part["bases"] or {},
        localities=part["localities"] or [],
    )


def reach(source, said):
    release = said["release"] or {}
    return Reach(source, release.get("name", ""), as_date(release.get("effective")), as_date(said.get("first")))


def as_date(text):
    return date.fromisoformat(text) if text else None


def row_of(part, model, source):
    if not part or not part["known"]:
        return None
    return Row(reach(source, part["reach"]), model(**part["row"]) if part["row"] else None)


def crosswalks_of(part):
    if not part or not part["number"]:
        return None
    return Crosswalks(
        reach=reach("gems", part),
        number=part["number"],
        away=part["away"] or [],
        back=part["back"] or [],
        lists=part["lists"] or [],
        loaded=part["loaded"] or {},
    )


def covered_of(part):
    if not part or not part["known"]:
        return None
    documents = [(document(row), row["roles"]) for row in part["documents"] or []]
    return Covered(reach("coverage", part["reach"]), part["number"], documents)


def document(row):
    """A CoverageDocument of a row in JSON."""
    dates = {name: as_date(row[name]) for name in ("effective", "retired", "updated")}
    return CoverageDocument(**{name: value for name, value in row.items() if name != "roles"} | dates)
