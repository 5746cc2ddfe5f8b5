"""What guided choice reads: a heading with all that stands above and below it, and the labels of a PCS table."""

from collections import defaultdict
from dataclasses import dataclass
from typing import NamedTuple

from django.db import connection
from django.urls import reverse

from codes.models import Axis, Code
from codes.systems import ICD10CM, ICD10PCS

# HCPCS and CPT have no hierarchy that helps.
GUIDED = {ICD10CM.key, ICD10PCS.key}
FIELDS = """c.id, c.system, c.value, c.parent_id, c.position, c.kind, c.billable, c.status, c.effective_from,
    c.effective_to, c.short_descriptor, c.descriptor, c.title"""
# What stands below a heading begins with its value, in both systems. The top comes first, then the publisher's order.
AROUND = f"""
WITH RECURSIVE up AS (
    SELECT id, parent_id, 0 AS height FROM codes_code
    WHERE system = %(system)s AND value = %(value)s AND kind IN ('heading', 'code')
    UNION ALL SELECT p.id, p.parent_id, up.height + 1 FROM codes_code p JOIN up ON p.id = up.parent_id
)
SELECT {FIELDS}, up.height FROM up JOIN codes_code c ON c.id = up.id
UNION ALL
SELECT {FIELDS}, -1 FROM codes_code c WHERE c.system = %(system)s AND c.bare LIKE %(beginning)s
    AND c.value <> %(value)s AND c.kind IN ('heading', 'code') AND EXISTS (SELECT FROM up)
ORDER BY height DESC, position
"""


class Line(NamedTuple):
    """A code or heading, as a list of thousands holds it."""

    id: int
    system: str
    value: str
    parent_id: int
    position: int
    kind: str
    billable: bool
    status: str
    effective_from: object
    effective_to: object
    short_descriptor: str
    descriptor: str
    title: str

    @property
    def line(self):
        return self.descriptor or self.title or self.short_descriptor

    @property
    def code(self):
        """The same as a Code, to be shown."""
        return Code(**self._asdict())


@dataclass(frozen=True)
class Category:
    """What is chosen from: the heading or code itself, what is above it (the top first), and all below it."""

    top: Line
    above: list
    below: list


def url_for(code):
    """Where a billable code is chosen below a heading; "" where there is no such choice."""
    heading = code.kind == Code.Kind.HEADING and code.status == Code.Status.ACTIVE
    return reverse("choose", args=[code.system, code.value]) if heading and code.system in GUIDED else ""


def category_of(system, value):
    """The Category of a value as printed, in one statement; None where no code or heading has it."""
    beginning = value.replace(".", "")
    if not (beginning.isascii() and beginning.isalnum()):
        return None
    with connection.cursor() as cursor:
        cursor.execute(AROUND, {"system": system, "value": value, "beginning": f"{beginning}%"})
        rows = cursor.fetchall()
    parts = defaultdict(list)
    for *fields, height in rows:
        parts["above" if height > 0 else "below" if height < 0 else "top"].append(Line(*fields))
    return Category(parts["top"][0], parts["above"], parts["below"]) if rows else None


def axes_of(table):
    """[(row, position, title, character, label)] of characters 4 to 7 of an ICD-10-PCS table, in one statement."""
    found = Axis.objects.filter(prefix=table, row__gt=0).order_by("row", "position", "character")
    return list(found.values_list("row", "position", "title", "character", "label"))
