"""History of changes: what releases changed of a code, the newest first."""

from itertools import groupby

from codes.change_words import differences
from codes.changes import history_of
from codes.sections.parts import PageSection, Part, told_as

HEADING = "History of changes"
# The changes that are shown of one code, the newest.
MOST = 100
COUNTED = """(SELECT count(*) FROM codes_change h JOIN codes_release r ON r.id = h.release_id
        WHERE h.system = %(system)s AND h.value = %(value)s AND r.undone_at IS NULL AND NOT r.first
        AND h.kind <> 'conflict' AND NOT (h.kind = 'added' AND h.field = 'kind'))"""


def draw(subject):
    """{releases: [{when, release, url, changes}], more}."""
    lines = history_of(subject.today, MOST + 1)
    if not lines:
        return None
    told = [line | {"words": differences(line["before"], line["after"])} for line in lines[:MOST]]
    grouped = [list(group) for _, group in groupby(told, key=lambda line: line["url"])]
    releases = [{name: group[0][name] for name in ("when", "release", "url")} | {"changes": group} for group in grouped]
    return PageSection("history", HEADING, {"releases": releases, "more": len(lines) > MOST})


PARTS = [Part("history", HEADING, draw, COUNTED, told_as("change"))]
