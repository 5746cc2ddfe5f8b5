"""The NCCI edits and unit limits of a code: what a reader asks of them, and the one statement that reads a page.

CMS's file of pair edits is cumulative: the newest one tells with its own dates what was in force on any earlier day.
"""

import re
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from django.db import connection

from codes.changes import LICENSED
from codes.models import PtpEdit, Setting, UnitLimit
from codes.queries import ADDRESS, LISTED_AS

PAGE = 50
SETTINGS = {"practitioner": Setting.PRACTITIONER, "hospital": Setting.HOSPITAL}
# The columns of a pair, by what a reader asks for: the code that is paid stands in column one.
COLUMNS = {"both": (1, 2), "one": (1,), "two": (2,)}
# An edit that was deleted from its first day on (indicator 9) was never in force.
STATES = {
    "in-force": f"""e.effective <= %(day)s AND (e.deletion IS NULL OR e.deletion >= %(day)s)
        AND e.modifier_indicator <> {PtpEdit.Indicator.NOT_APPLICABLE.value}""",
    "ended": "e.deletion < %(day)s",
    "all": "true",
}
BEGINNING = re.compile(r"[0-9A-Z]{0,5}")
MARK = re.compile(r"([0-9A-Z]{5})\.([0-9]{4}-[0-9]{2}-[0-9]{2})\.([0-9]{1,18})")

SIDES = {1: ("column_one", "column_two"), 2: ("column_two", "column_one")}
# Pairs of one column beyond a mark, read in the index's order; the other column's are read alike and merged.
SIDE = """(SELECT e.id, {side} AS side, e.{other} AS other, e.effective, e.deletion, e.before_1996,
        e.modifier_indicator AS indicator, e.rationale_id
    FROM codes_ptpedit e
    WHERE e.{own} = %(value)s AND e.{other} BETWEEN %(first)s AND %(last)s AND e.setting = %(setting)s AND {state}
        AND (e.{other}, e.effective, e.id) {beyond} (%(from_other)s, %(from_day)s, %(from_id)s)
    ORDER BY e.{other} {way}, e.effective {way}, e.id {way} LIMIT %(most)s)"""
COUNTED = """SELECT e.setting, {side} AS side FROM codes_ptpedit e
    WHERE e.{own} = %(value)s AND e.{other} BETWEEN %(first)s AND %(last)s AND {state}"""
LIMITS_OF_THE_DAY = """FROM codes_unitlimit l
    WHERE l.value = %(value)s AND l.since <= %(day)s AND (l.until IS NULL OR l.until >= %(day)s)"""
EDITS_EVER = """(EXISTS (SELECT FROM codes_ptpedit e WHERE e.column_one = %(value)s)
    OR EXISTS (SELECT FROM codes_ptpedit e WHERE e.column_two = %(value)s))"""
LIMITS_EVER = "EXISTS (SELECT FROM codes_unitlimit l WHERE l.value = %(value)s)"
READ = f"""
SELECT
    (SELECT json_agg(row_to_json(f)) FROM (
        SELECT p.*, w.text AS rationale, c.url, c.title
        FROM (SELECT * FROM ({{found}}) s ORDER BY other {{way}}, effective {{way}}, id {{way}} LIMIT %(most)s) p
        JOIN codes_rationale w ON w.id = p.rationale_id
        LEFT JOIN LATERAL (SELECT {ADDRESS.format("c")} AS url, {LISTED_AS.format("c")} AS title
            FROM codes_code c WHERE c.system IN ('cpt', 'hcpcs') AND c.value = p.other LIMIT 1) c ON true
        ORDER BY p.other, p.effective, p.id) f),
    (SELECT json_agg(row_to_json(n)) FROM (
        SELECT setting, side, count(*) AS number FROM ({{counted}}) e GROUP BY setting, side) n),
    (SELECT json_agg(row_to_json(l) ORDER BY l.setting) FROM (
        SELECT l.setting, l.units, l.indicator, l.rationale, l.since {LIMITS_OF_THE_DAY}) l),
    (SELECT json_agg(row_to_json(r)) FROM (
        SELECT DISTINCT ON (part) part, r.id, r.source, r.name, r.effective FROM codes_release r, unnest(r.parts) part
        WHERE r.undone_at IS NULL AND (r.source = 'ncci-ptp' OR r.source = 'mue' AND r.effective <= %(day)s)
        ORDER BY part, r.effective DESC, r.id DESC) r),
    {EDITS_EVER}, {LIMITS_EVER}
"""
# For guests: [edits in force, unit limits of the day, whether there ever was either]; NULL of other systems' codes.
AMOUNTS = f"""(CASE WHEN %(system)s IN ('cpt', 'hcpcs') THEN ARRAY[
    (SELECT count(*) FROM codes_ptpedit e WHERE e.column_one = %(value)s AND {STATES["in-force"]})
        + (SELECT count(*) FROM codes_ptpedit e WHERE e.column_two = %(value)s AND {STATES["in-force"]}),
    (SELECT count(*) {LIMITS_OF_THE_DAY}), ({EDITS_EVER} OR {LIMITS_EVER})::int] END)"""


@dataclass(frozen=True)
class Mark:
    """Where a page of edits begins or ends: the key of the row beside it."""

    other: str
    effective: date
    id: int

    def __str__(self):
        return f"{self.other}.{self.effective}.{self.id}"

    @classmethod
    def of(cls, text):
        """From an address; None where it is no mark."""
        found = MARK.fullmatch(text)
        try:
            return found and cls(found[1], date.fromisoformat(found[2]), int(found[3]))
        except ValueError:
            return None


@dataclass(frozen=True)
class Asked:
    """What a reader asks of a code's edits: `q` is the other code or its beginning; at most one mark is set."""

    setting: str = "practitioner"
    column: str = "both"
    state: str = "in-force"
    q: str = ""
    after: Mark | None = None
    before: Mark | None = None

    @classmethod
    def of(cls, query):
        """From the address; what is nothing of the kind is left at its default."""
        typed = "".join(query.get("q", "").split()).upper()
        asked = cls(q=BEGINNING.match(typed)[0], after=Mark.of(query.get("after", "")))
        if asked.after is None:
            asked = replace(asked, before=Mark.of(query.get("before", "")))
        choices = {"setting": SETTINGS, "column": COLUMNS, "state": STATES}
        chosen = {name: query.get(name) for name, known in choices.items() if query.get(name) in known}
        return replace(asked, **chosen)

    @property
    def setting_key(self):
        return SETTINGS[self.setting].value

    @property
    def statement(self):
        """READ for this choice: its sides, its state and its direction."""
        found, counted = self.sides(SIDE, COLUMNS[self.column]), self.sides(COUNTED, SIDES)
        return READ.format(found=found, counted=counted, way=self.way)

    def sides(self, template, chosen):
        """The parts of a statement for each column of `chosen`, joined."""
        beyond = "<" if self.before else ">"
        fixed = {"state": STATES[self.state], "beyond": beyond, "way": self.way}
        parts = [template.format(side=key, own=SIDES[key][0], other=SIDES[key][1], **fixed) for key in chosen]
        return " UNION ALL ".join(parts)

    @property
    def way(self):
        return "DESC" if self.before else "ASC"

    def parameters(self, value, day, most):
        """Codes have five characters out of 0 to 9 and A to Z: those with one beginning are a range of any index."""
        begin = self.after or self.before or Mark("", date.min, 0)
        return {
            "value": value,
            "day": day,
            "setting": self.setting_key,
            "first": self.q.ljust(5, "0"),
            "last": self.q.ljust(5, "Z"),
            "from_other": begin.other,
            "from_day": begin.effective,
            "from_id": begin.id,
            "most": most,
            "licensed": LICENSED,
        }


@dataclass(frozen=True)
class Edit:
    """One pair edit as seen from a code: `side` is the column in which that code stands, `other` the other one."""

    id: int
    side: int
    other: str
    effective: date
    deletion: date | None
    before_1996: bool
    indicator: int
    rationale: str
    url: str = ""
    title: str = ""

    @property
    def mark(self):
        return Mark(self.other, self.effective, self.id)

    @property
    def never(self):
        """Whether it was deleted from its first day on."""
        return self.indicator == PtpEdit.Indicator.NOT_APPLICABLE

    @property
    def bypassed(self):
        """Whether a modifier may bypass it, in words."""
        return BYPASSED[self.indicator]


BYPASSED = {
    PtpEdit.Indicator.NOT_ALLOWED: "never",
    PtpEdit.Indicator.ALLOWED: "allowed",
    PtpEdit.Indicator.NOT_APPLICABLE: "not applicable",
}
# CMS's "MUE adjudication indicator": for what the units are counted, and how firm the limit is.
COUNTED_FOR = {
    UnitLimit.Indicator.LINE: ("claim line", "Each line is held against the limit by itself."),
    UnitLimit.Indicator.POLICY: ("day", "Set by policy: more units on one day of service are not paid."),
    UnitLimit.Indicator.CLINICAL: (
        "day",
        "Set by clinical benchmarks: more units on one day of service may be paid if the record shows the need.",
    ),
}


# For whom the edits and limits of a setting are.
CALLED = {
    Setting.PRACTITIONER: "practitioners",
    Setting.HOSPITAL: "outpatient hospitals",
    Setting.DME: "suppliers of equipment",
}


@dataclass(frozen=True)
class Limit:
    """A unit limit of one setting, in words."""

    whom: str
    units: int
    per: str
    means: str
    rationale: str
    since: date


class Source(NamedTuple):
    """The release that a part of the facts is from."""

    source: str
    name: str
    effective: date
    url: str


@dataclass(frozen=True)
class Found:
    """A page of a code's edits.

    `numbers` counts all that were asked for, by (setting, column); `limits` are those of the day; `sources` the newest
    releases by part ("edits hospital", "limits dme"). `edits_ever` and `limits_ever` are off where the code has none on
    any day.
    """

    edits: list
    numbers: dict
    limits: list
    sources: dict
    edits_ever: bool
    limits_ever: bool
    previous: Mark | None = None
    next: Mark | None = None

    @property
    def number(self):
        """Of all settings and columns."""
        return sum(self.numbers.values())

    def number_of(self, asked):
        """How many a reader's choice finds, on all its pages."""
        return sum(self.numbers.get((asked.setting_key, side), 0) for side in COLUMNS[asked.column])


def read(value, day, asked=None, most=PAGE):
    """The Found of a code, by its value, on a day: at most `most` edits. One statement."""
    asked = asked or Asked()
    with connection.cursor() as cursor:
        cursor.execute(asked.statement, asked.parameters(value, day, most + 1))
        edits, numbers, limits, releases, *ever = cursor.fetchone()
    edits = [edit_of(row) for row in edits or ()]
    more = len(edits) > most
    edits = (edits[-most:] if asked.before else edits[:most]) if most else []
    return Found(
        edits=edits,
        numbers={(row["setting"], row["side"]): row["number"] for row in numbers or ()},
        limits=[limit_of(row) for row in limits or ()],
        sources={row["part"]: source_of(row) for row in releases or ()},
        edits_ever=ever[0],
        limits_ever=ever[1],
        previous=edits[0].mark if edits and (more if asked.before else asked.after) else None,
        next=edits[-1].mark if edits and (asked.before or more) else None,
    )


def edit_of(row):
    dates = {name: day_of(row[name]) for name in ("effective", "deletion")}
    words = {name: row[name] or "" for name in ("url", "title")}
    return Edit(**{name: row[name] for name in PLAIN}, **dates, **words)


PLAIN = ("id", "side", "other", "before_1996", "indicator", "rationale")


def limit_of(row):
    per, means = COUNTED_FOR[row["indicator"]]
    return Limit(CALLED[row["setting"]], row["units"], per, means, row["rationale"], day_of(row["since"]))


def source_of(row):
    return Source(row["source"], row["name"], day_of(row["effective"]), f"/releases/{row['id']}/")


def day_of(text):
    return date.fromisoformat(text) if text else None


def lines(value, day, asked):
    """All edits that are asked for, from the first to the last: (column, other, effective, deletion, indicator).

    Read piece by piece from the server while they are sent.
    """
    whole = replace(asked, after=None, before=None)
    statement = f"""SELECT s.side, s.other, s.effective, s.deletion, s.indicator
        FROM ({whole.sides(SIDE, COLUMNS[whole.column])}) s ORDER BY other, effective, id"""
    with connection.chunked_cursor() as cursor:
        cursor.execute(statement, whole.parameters(value, day, None))
        while rows := cursor.fetchmany(1000):
            yield from rows
