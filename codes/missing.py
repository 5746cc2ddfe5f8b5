"""What editors should write next: much opened codes without a text, and texts older than their code's last change."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection
from django.db.models import Q

from codes.labels import listed_as
from codes.models import Code

# How far down the list of the most opened pages is looked, and as many lines as a file holds.
LOOKED_AT = 5_000
IN_FILE = 10_000
# Codes with a text of ours that a release has changed since: since the day of a section where it names one, else since
# it was written. Our samples and what was taken back changed nothing, and of conflicts the desk tells by itself.
OUTDATED = """
SELECT c.id, c.system, c.value, c.kind, c.descriptor, c.title, c.short_descriptor, c.edited_at, last.effective,
    last.loaded_at, last.name
FROM codes_code c
CROSS JOIN LATERAL (
    SELECT r.effective, r.loaded_at, r.name FROM codes_change h JOIN codes_release r ON r.id = h.release_id
    WHERE h.system = c.system AND h.value = c.value AND h.kind <> 'conflict' AND r.undone_at IS NULL AND NOT r.first
        AND (r.loaded_at > c.edited_at OR EXISTS (
            SELECT FROM codes_section s WHERE s.code_id = c.id
                AND CASE WHEN s.as_of IS NULL THEN r.loaded_at > s.edited_at ELSE r.effective > s.as_of END))
    ORDER BY r.effective DESC, r.id DESC LIMIT 1
) last
WHERE (c.edited_at IS NOT NULL OR EXISTS (SELECT FROM codes_section s WHERE s.code_id = c.id)) {of_system}
ORDER BY c.system, c.position LIMIT %(limit)s OFFSET %(offset)s
"""


@dataclass(frozen=True)
class Missing:
    """A code that waits for words: how often it was opened, or what changed it since it was written about."""

    code: Code
    opened: int | None = None
    changed: date | None = None
    loaded: datetime | None = None
    release: str = ""

    @property
    def title(self):
        """In a list no words stand that need a licence."""
        return listed_as(self.code)


def undescribed(openings, start, number):
    """The Missing codes among `openings`, [(page, number)], that have no common language description, in their order.

    `number` of them behind the first `start`, in one statement.
    """
    times = dict(openings)
    pairs = [tuple(page.split("/", 1)) for page in times if page.count("/") == 1]
    codes = Code.objects.with_pages().filter(named_by_system(pairs), common_language="").listed() if pairs else ()
    waiting = {f"{code.system}/{code.value}": code for code in codes}
    found = [Missing(waiting[page], opened=times[page]) for page in times if page in waiting]
    return found[start : start + number]


def named_by_system(pairs):
    """The condition that names codes, one for each system."""
    by_system = {}
    for system, value in pairs:
        by_system.setdefault(system, []).append(value)
    found = Q(pk=None)
    for system, values in by_system.items():
        found |= Q(system=system, value__in=values)
    return found


def outdated(system, start, number):
    """The Missing codes of a system ("" for all) whose texts are older than their last change, in one statement."""
    statement = OUTDATED.format(of_system="AND c.system = %(system)s" if system else "")
    parameters = {"system": system, "limit": number, "offset": start}
    with connection.cursor() as cursor:
        cursor.execute(statement, parameters)
        rows = cursor.fetchall()
    fields = ("id", "system", "value", "kind", "descriptor", "title", "short_descriptor", "edited_at")
    codes = [Code(**dict(zip(fields, row, strict=False))) for row in rows]
    return [
        Missing(code, changed=row[8], loaded=row[9], release=row[10]) for code, row in zip(codes, rows, strict=True)
    ]
