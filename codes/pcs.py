"""What the seven characters of an ICD-10-PCS code mean: the labels of its table, and what CMS says that they mean."""

from dataclasses import dataclass

from django.db import connection

from codes.systems import ICD10PCS

# Characters 1 to 3 are those of the table. A label of characters 4 to 7 holds for one row of it alone: the row in which
# all four characters of the code occur.
CHARACTERS = """
codes_axis a WHERE a.prefix = left(%(pcs)s, 3) AND a.character = substr(%(pcs)s, a.position, 1)
    AND (a.row = 0 OR a.row = (
        SELECT r.row FROM codes_axis r
        WHERE r.prefix = left(%(pcs)s, 3) AND r.row > 0 AND r.character = substr(%(pcs)s, r.position, 1)
        GROUP BY r.row HAVING count(*) = 4 ORDER BY r.row LIMIT 1))
"""
# Devices are defined by body system: "Cardiac Lead in Heart and Great Vessels".
MEANINGS = f"""
SELECT a.position, a.title, a.character, a.label, coalesce(nullif(d.definition, ''), a.definition),
    coalesce(d.explanation, ''), coalesce(d.includes, '')
FROM (SELECT a.* FROM {CHARACTERS}) a
LEFT JOIN LATERAL (
    SELECT x.definition, x.explanation, x.includes FROM codes_definition x
    WHERE x.section = left(a.prefix, 1) AND x.axis = a.title AND x.label IN (a.label, a.label || ' in ' || (
        SELECT b.label FROM codes_axis b WHERE b.prefix = a.prefix AND b.row = 0 AND b.position = 2 LIMIT 1))
    ORDER BY x.label <> a.label, x.id LIMIT 1
) d ON true
ORDER BY a.position
"""


@dataclass(frozen=True)
class Character:
    """One character of a code: on which axis it stands (`title`), its label, and what the label means."""

    position: int
    title: str
    character: str
    label: str
    definition: str
    explanation: str
    includes: str


def characters_of(code):
    """The Characters of an ICD-10-PCS code or table, in one statement; [] for other systems and without tables."""
    if code.system != ICD10PCS.key:
        return []
    with connection.cursor() as cursor:
        cursor.execute(MEANINGS, {"pcs": code.value})
        return [Character(*row) for row in cursor.fetchall()]


def spelled(code):
    """The value where CHARACTERS has something to say of it, else ""."""
    return code.value if code.system == ICD10PCS.key else ""
