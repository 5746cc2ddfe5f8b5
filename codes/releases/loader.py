"""The one writer of releases: rows staged by COPY, compared and written in one transaction.

Readers see the old release until the commit; whatever fails or is killed before it leaves nothing.
"""

from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction

from codes.models import Release
from codes.releases import sql

# A release that would end more than this share of a system's codes is more likely a wrong file.
MASS_END = 0.05
# Any fixed number: loads of all systems exclude one another.
LOCK = 7_204_111


class Refused(Exception):
    """The load was not made; the text says why and what the operator may do."""


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What is loaded: which file of which publisher, from when on, and whether it is the publisher's own."""

    system: str
    source: str
    name: str
    effective: date
    file_name: str
    sha256: str
    official: bool = True
    by: object = None


@dataclass
class Report:
    """What a load did: the counts of the release, and whether the very same bytes were loaded before."""

    release: Release | None = None
    counts: dict = field(default_factory=dict)
    same: bool = False

    def __str__(self):
        if self.same:
            return "the same file is loaded already: nothing changed"
        return ", ".join(f"{number:,} {name}" for name, number in self.counts.items())


class _DryRun(Exception):
    """Carries the transaction of a dry run to its end."""


def load(rows, publication, *, dry_run=False, allow_mass_end=False, tell=lambda step: None):
    """Write the rows of one release: `rows` a list of CodeRow, parents before children; `tell` hears of each step.

    Returns a Report; raises Refused for a file older than the loaded one, a mass end or a load under way.
    """
    report = Report()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            begin(cursor, publication)
            if already_loaded(publication):
                return Report(same=True)
            refuse_older(publication)
            tell(f"copying {len(rows):,} rows")
            stage(cursor, rows)
            refuse_mass_end(cursor, publication, allow_mass_end)
            report.release = Release.objects.create(read=len(rows), **release_fields(publication))
            report.counts = write(cursor, report.release, tell)
            Release.objects.filter(pk=report.release.pk).update(**report.counts)
            if dry_run:
                raise _DryRun
    except _DryRun:
        report.release = None
    if report.release:
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE codes_code, codes_note")
    return report


def release_fields(publication):
    fields = vars(publication).copy()
    fields["loaded_by"] = fields.pop("by")
    return fields


def begin(cursor, publication):
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
    if not cursor.fetchone()[0]:
        raise Refused("another release is being loaded: wait for it to end")


def latest(publication):
    return Release.objects.filter(system=publication.system, source=publication.source).order_by("-pk").first()


def already_loaded(publication):
    last = latest(publication)
    return last is not None and (last.sha256, last.effective) == (publication.sha256, publication.effective)


def refuse_older(publication):
    last = latest(publication)
    if last and publication.effective < last.effective:
        raise Refused(f"{last.name} of {last.effective} is loaded, which is newer than {publication.effective}")


def stage(cursor, rows):
    """Copy codes and notes into temporary tables that vanish with the transaction."""
    cursor.execute(sql.STAGE)
    with cursor.copy(sql.COPY_CODES) as copy:
        for row in rows:
            copy.write_row(
                (
                    row.value,
                    row.parent,
                    row.position,
                    row.kind,
                    row.billable,
                    row.short_descriptor,
                    row.descriptor,
                )
            )
    with cursor.copy(sql.COPY_NOTES) as copy:
        for row in rows:
            for position, note in enumerate(row.notes):
                copy.write_row((row.value, position, note.kind, note.text))
    cursor.execute(sql.STAGED)


def refuse_mass_end(cursor, publication, allowed):
    cursor.execute(sql.COUNT_ENDING, {"system": publication.system, "source": publication.source})
    active, ending = cursor.fetchone()
    if not allowed and active and ending > active * MASS_END:
        raise Refused(
            f"the file would end {ending:,} of {active:,} codes: is it the right one? --allow-mass-end loads it"
        )


def write(cursor, release, tell):
    """Compare the stage with the tables and write what differs. Returns the release's counts."""
    values = {
        "release": release.pk,
        "system": release.system,
        "source": release.source,
        "effective": release.effective,
    }

    def run(statement):
        cursor.execute(statement, values)
        return cursor.rowcount

    tell("comparing with what is loaded")
    conflicts = run(sql.NOTE_CONFLICTS)
    for statement in sql.NOTE_REVISIONS:
        run(statement)
    tell("writing codes")
    revised = run(sql.REVISE)
    added = run(sql.ADD)
    ended = run(sql.END)
    run(sql.ORDER)
    tell("writing notes")
    run(sql.DROP_NOTES)
    run(sql.ADD_NOTES)
    tell("making them searchable")
    run(sql.SEARCH_OF_STAGED)
    counts = {"added": added, "revised": revised, "ended": ended, "conflicts": conflicts}
    counts["unchanged"] = release.read - added - revised
    return counts
