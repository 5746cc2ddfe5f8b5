"""Writes the codes of a release: changed in place, never dropped, each change kept."""

import json

from django.conf import settings
from django.db import connection

from codes.releases import sql
from codes.releases.hanging import free
from codes.releases.sources import SOURCES

# A release that would end more than this share of a system's codes is more likely a wrong file.
MASS_END = 0.05


class CodesWriter:
    """One load's codes; `load` is the Load that it is part of."""

    def __init__(self, load):
        self.load, self.cursor, self.release = load, load.cursor, load.release

    def write(self, rows):
        """Stage the rows (a list of CodeRow, parents before children), compare and write what differs."""
        self.load.watch.step(f"copying {len(rows):,} rows")
        undone = self.load.claim(self.load.content.code_parts)
        first = self.load.is_first(self.load.content.code_parts)
        self.values = {
            "release": self.release.pk,
            "system": self.release.system,
            "source": self.release.source,
            "effective": self.release.effective,
            "first": first,
            # A first release has nothing to compare it with but samples and bare numbers; what is gone back to has
            # left its changes.
            "noted": not first and not self.load.again,
        }
        self.stage(rows)
        self.take_back(undone)
        self.refuse_mass_end()
        self.load.watch.step("comparing with what is loaded")
        conflicts = 0 if self.load.again else self.run(sql.NOTE_CONFLICTS)
        if self.values["noted"]:
            self.run(sql.NOTE_CHANGES)
        self.load.watch.step("writing codes")
        # Without fresh statistics the joins behind the first load go row by row.
        analyse = "ANALYZE codes_code"
        for statement in (sql.REVISE, sql.ADD, sql.END, analyse, sql.ORDER, sql.FIND_SECTIONS, sql.DROP_SAMPLE_GROUPS):
            self.run(statement)
        self.write_notes(rows)
        self.report(rows, conflicts)

    def run(self, statement, **more):
        self.cursor.execute(statement, self.values | more)
        return self.cursor.rowcount

    def stage(self, rows):
        """Copy codes and notes into temporary tables that vanish with the transaction."""
        self.cursor.execute(sql.STAGE)
        with connection.wrap_database_errors, self.cursor.copy(sql.COPY_CODES) as copy:
            for row in rows:
                copy.write_row(self.staged(row))
        with connection.wrap_database_errors, self.cursor.copy(sql.COPY_NOTES) as copy:
            for row in rows:
                for position, note in enumerate(row.notes):
                    copy.write_row((row.value, position, note.kind, note.text))
        self.cursor.execute(sql.STAGED)

    def staged(self, row):
        """A row as it is copied: a code whose last date of service is over is deleted."""
        over = row.effective_to is not None and row.effective_to < self.release.effective
        return (
            row.value,
            row.parent,
            row.position,
            row.kind,
            row.billable and not over,
            "deleted" if over else "active",
            row.effective_from,
            row.effective_to,
            row.short_descriptor,
            row.descriptor,
            row.common_language,
            json.dumps(row.attributes),
        )

    def refuse_mass_end(self):
        self.run(sql.COUNT_ENDING)
        self.load.refuse_mass_end("codes", *self.cursor.fetchone(), MASS_END)

    def take_back(self, undone):
        """Undo what later releases added, ended and dated, the newest first; the rest is in the file."""
        if not undone:
            return
        self.load.watch.step(f"taking back {', '.join(release.name for release in undone)}")
        releases = [release.pk for release in undone]
        for release in releases:
            for statement in sql.UNDO:
                self.run(statement, undone=release)
        self.run(f"{sql.GONE} AND {free()}", everything=self.values["first"], releases=releases)
        self.cursor.execute(sql.UNDO_ADDED)
        self.run(sql.BEGIN_AGAIN, releases=releases)
        self.run(sql.CLAIM_CODES, releases=releases)

    def write_notes(self, rows):
        """Notes are written where a file of the load holds notes at all."""
        if not any(row.notes for row in rows):
            return
        self.load.watch.step("writing notes")
        self.run(sql.OLD_NOTES)
        # Going back, the notes before are those of a release that is gone.
        if self.values["noted"] and not self.load.undone:
            self.run(sql.NOTE_NOTES)
        self.run(sql.DROP_NOTES)
        self.run(sql.ADD_NOTES)

    def report(self, rows, conflicts):
        """The lines of the report: what was read by kind, and what changed as the publisher counts it."""
        tell = self.load.tell
        tell("read", len(rows))
        for kind in ("code", "heading", "modifier", "place", "section", "chapter"):
            if number := sum(row.kind == kind for row in rows):
                tell(f"{kind}s read" if kind != "place" else "places of service read", number)
        if self.load.again:
            return
        self.cursor.execute(COUNTS, self.values)
        counts = dict(self.cursor.fetchall())
        number = sum(row.kind not in ("chapter", "section") for row in rows)
        # A first release is not compared with anything: all of it is new.
        added = number if self.values["first"] else counts.get("added", 0)
        tell("added", added)
        tell("revised", counts.get("revised", 0))
        tell("ended", counts.get("ended", 0))
        tell("unchanged", max(number - added - counts.get("revised", 0), 0))
        tell("conflicts", conflicts)
        for label, key in (("codes that became headers", "header"), ("codes with changed notes", "notes")):
            if counts.get(key):
                tell(label, counts[key])


# By code, not by field; what became a header counts as ended and as added and not as revised.
COUNTS = """
SELECT 'added', count(DISTINCT code_id) FROM codes_change
WHERE release_id = %(release)s AND kind = 'added'
UNION ALL
SELECT 'ended', count(DISTINCT code_id) FROM codes_change
WHERE release_id = %(release)s AND kind = 'ended'
UNION ALL
SELECT 'header', count(*) FROM codes_change
WHERE release_id = %(release)s AND kind = 'ended' AND field = 'kind' AND after = 'heading'
UNION ALL
SELECT 'notes', count(*) FROM codes_change WHERE release_id = %(release)s AND kind = 'notes'
UNION ALL
SELECT 'revised', count(DISTINCT code_id) FROM codes_change r
WHERE release_id = %(release)s AND kind = 'revised' AND NOT EXISTS (
    SELECT FROM codes_change k WHERE k.release_id = r.release_id AND k.code_id = r.code_id AND k.kind = 'added')
"""


DROP_ALL_NOTES = """
WITH dropped AS (DELETE FROM codes_note n USING codes_code c WHERE c.id = n.code_id AND c.system = %s RETURNING c.id)
INSERT INTO touched SELECT DISTINCT id FROM dropped
"""


def add_bare_numbers(load):
    """A page for each CPT number that the staged table `numbers` names, while no licensed list is loaded.

    The short words of CMS's files are the AMA's: they are kept only where the operator has switched the licence on.
    """
    load.cursor.execute("SELECT EXISTS (SELECT FROM codes_release WHERE source = 'cpt' AND undone_at IS NULL)")
    if load.cursor.fetchone()[0]:
        return
    load.cursor.execute(sql.BARE, {"release": load.release.pk})
    if load.cursor.rowcount:
        load.tell("CPT numbers with a page of their own", load.cursor.rowcount)
        load.cursor.execute(sql.ORDER_BARE)
    if settings.CPT_LICENSED:
        load.cursor.execute(sql.BARE_WORDS)


def drop_bare_numbers(load):
    """Take back the pages of numbers that only releases which are taken back had named."""
    values = {"release": load.release.pk, "releases": list(load.undone)}
    numbers = [(facts.table, column) for facts in every_facts() for column in facts.numbers]
    load.cursor.execute(sql.drop_bare(numbers, free()), values)
    dropped = load.cursor.rowcount
    load.cursor.execute(sql.CLAIM_CODES, values)
    if dropped:
        load.cursor.execute(sql.ORDER_BARE)


def every_facts():
    return [facts for source in SOURCES.values() for facts in source.facts.values()]
