"""The one writer of releases: everything is staged by COPY, compared and written in one transaction.

Readers see the old release until the commit; whatever fails or is killed before it leaves nothing.
"""

import getpass
from collections import Counter
from dataclasses import dataclass, field
from datetime import date

from django.db import connection, transaction
from django.db.models import Q
from django.utils import timezone

from codes.models import IndexTerm, Release
from codes.releases import codes_writer, facts_writer, sql
from codes.releases.reader import Watch
from codes.releases.sources import SOURCES
from codes.search import build_if_due

# Any fixed number: loads of all sources exclude one another.
LOCK = 7_204_111
# The part whose files hold the notes of the codes.
NOTES_PART = "tabular"


class Refused(Exception):
    """The load was not made; the text says why and what the operator may do."""


@dataclass(frozen=True, kw_only=True)
class Publication:
    """What is loaded: which files of which publisher, from when on, and whether they are the publisher's own."""

    source: str
    name: str
    effective: date
    sha256: str
    system: str = ""
    official: bool = True


@dataclass(frozen=True, kw_only=True)
class Options:
    """What the operator allows: to try only, to end many rows, to go back to an earlier release."""

    dry_run: bool = False
    allow_mass_end: bool = False
    back: bool = False


@dataclass
class Content:
    """What the files hold: `codes` a list of CodeRow (None where no file lists codes) and `facts` per part.

    `facts` is a list of (part, Facts, rows), rows an iterator of (file number, row) that is read while it is
    copied; `file_names` gives the files by their number, and `described()` what was read of each, afterwards.
    `left_out` counts by their kind the rows that are not loaded on purpose, as they are met.
    """

    codes: list | None = None
    code_parts: list = field(default_factory=list)
    facts: list = field(default_factory=list)
    file_names: list = field(default_factory=list)
    described: object = list
    left_out: Counter = field(default_factory=Counter)

    @property
    def parts(self):
        return [*self.code_parts, *dict.fromkeys(part for part, _, _ in self.facts)]


@dataclass
class Report:
    """What a load did: `lines` of [label, number or text], or that the very same bytes were loaded before."""

    release: Release | None = None
    lines: list = field(default_factory=list)
    same: bool = False

    def __str__(self):
        if self.same:
            return "the same file is loaded already: nothing changed"
        return ", ".join(f"{amount:,} {label}" for label, amount in self.lines if isinstance(amount, int))

    @property
    def counts(self):
        return {label: amount for label, amount in self.lines if isinstance(amount, int)}


class _DryRun(Exception):
    """Carries the transaction of a dry run to its end."""


def same_as_loaded(publication, options=None):
    """Whether these very bytes are what stands: nothing of the same parts was loaded behind them.

    A list that has no release dates is the same on whatever day it is fetched.
    """
    last = loaded_before(publication)
    if last is None:
        return False
    # Two lists of the same codes, loaded one after the other, are both loaded; going back is to the one alone.
    parts = contending(publication.source, last.parts) if options and options.back else last.parts
    standing = Release.objects.standing().of_source(publication.source)
    return not standing.filter(pk__gt=last.pk, parts__overlap=parts).exists()


def loaded_before(publication):
    """The standing release that these very files made, or None."""
    same = Release.objects.standing().of_source(publication.source).filter(sha256=publication.sha256)
    if not SOURCES[publication.source].undated:
        same = same.filter(effective=publication.effective)
    return same.order_by("-pk").first()


def contending(source, parts):
    """The parts that write what these write: every list of codes of a source writes the same codes."""
    codes = SOURCES[source].codes
    return [*parts, *sorted(codes.difference(parts))] if codes.intersection(parts) else parts


def load(content, publication, options=None, watch=None):
    """Write one release. Returns a Report.

    Raises Refused for a file older than the loaded one, a mass end or a load under way, Damaged for rows that
    contradict one another; either way the database is as before.
    """
    options, watch = options or Options(), watch or Watch()
    report = Report()
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            begin(cursor)
            if same_as_loaded(publication, options):
                return Report(same=True)
            report.release = (loaded_before(publication) if options.back else None) or Release.objects.create(
                operator=operator(), **vars(publication)
            )
            Load(cursor, content, report, options, watch).run()
            if options.dry_run:
                raise _DryRun
    except _DryRun:
        report.release = None
    if report.release:
        watch.step("tidying the tables")
        tidy(content)
        watch.step("making them searchable")
        build_if_due()
    return report


def operator():
    """Who runs the load: the user of the operating system."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return ""


def begin(cursor):
    cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
    if not cursor.fetchone()[0]:
        raise Refused("another release is being loaded: wait for it to end")
    # A load sorts and joins millions of rows once: it may use more memory for it than a page.
    cursor.execute("SET LOCAL work_mem = '128MB'; SET LOCAL maintenance_work_mem = '128MB'; SET LOCAL jit = off")


def tidy(content):
    """Tell the planner of the new rows and free the old ones' room; what is counted from an index alone needs both.

    Inside somebody else's transaction nothing can be freed.
    """
    tables = {facts.table for _, facts, _ in content.facts} | {"codes_code", "codes_note", "codes_change"}
    statement = "ANALYZE" if connection.in_atomic_block else "VACUUM (ANALYZE)"
    with connection.cursor() as cursor:
        cursor.execute(f"{statement} {', '.join(sorted(tables))}")


class Load:
    """One load inside its transaction: codes first, then each part's facts, then the report."""

    def __init__(self, cursor, content, report, options, watch):
        self.cursor, self.content, self.report = cursor, content, report
        self.options, self.watch = options, watch
        self.release = report.release
        self.again = bool(report.release.parts)
        self.parts = []
        self.undone = {}

    def run(self):
        self.cursor.execute(sql.TOUCHED)
        if self.content.codes is not None:
            codes_writer.CodesWriter(self).write(self.content.codes)
        for part, facts, rows in self.content.facts:
            facts_writer.FactsWriter(self, part, facts).write(rows)
        for release in self.undone.values():
            self.drop(release)
        if self.undone:
            codes_writer.drop_bare_numbers(self)
        for what, number in sorted(self.content.left_out.items()):
            self.tell(f"left out: {what}", number)
        self.watch.step("noting what the search must read anew")
        self.cursor.execute(sql.DUE_IN_SEARCH)
        self.finish()

    def others(self):
        """What stands of this source besides this release."""
        return Release.objects.standing().of_source(self.release.source).exclude(pk=self.release.pk)

    def standing(self):
        """What stands of this source besides this release and what it takes back."""
        return self.others().exclude(pk__in=self.undone)

    def claim(self, parts):
        """Take these parts for this release; refuse what is older than the loaded one, or take that back.

        Returns the releases that are taken back, the newest first.
        """
        self.parts += [part for part in parts if part not in self.parts]
        others = self.others().filter(parts__overlap=contending(self.release.source, parts))
        if not self.options.back:
            if last := others.filter(effective__gt=self.release.effective).order_by("-effective", "-pk").first():
                raise Refused(
                    f"{last.name}, effective {last.effective}, is loaded and newer than {self.release.effective}: "
                    "--back goes back to the earlier file"
                )
            return []
        later = list(others.filter(self.behind()).order_by("-effective", "-pk"))
        self.undone |= {release.pk: release for release in later}
        return later

    def behind(self):
        """What going back takes back: what is of a later day, or was loaded for the same day after this release."""
        same_day = Q(effective=self.release.effective, pk__gt=self.release.pk)
        return Q(effective__gt=self.release.effective) | same_day

    def is_first(self, parts):
        """Whether nothing that these parts contend with stands besides this release and what it takes back."""
        return not self.standing().filter(parts__overlap=contending(self.release.source, parts)).exists()

    def refuse_mass_end(self, what, standing, ending, share):
        # What is gone back to was loaded once.
        if self.again or self.options.allow_mass_end:
            return
        if standing and ending > standing * share:
            raise Refused(
                f"the file would end {ending:,} of {standing:,} {what}: is it the right one, and whole? "
                "--allow-mass-end loads it"
            )

    def tell(self, label, amount):
        """A line of the report; amounts under one label are added up."""
        for line in self.report.lines:
            if line[0] == label and isinstance(amount, int):
                line[1] += amount
                return
        self.report.lines.append([label, amount])

    def finish(self):
        """Keep the report; a release that is gone back to keeps its own."""
        if self.again:
            return
        counts = self.report.counts
        names = ("read", "added", "revised", "ended", "unchanged", "conflicts")
        Release.objects.filter(pk=self.release.pk).update(
            parts=self.parts,
            files=self.content.described(),
            report=self.report.lines,
            first=self.is_first(self.parts),
            **{name: counts.get(name, 0) for name in names},
        )
        self.release.refresh_from_db()

    def drop(self, release):
        """End a release that is taken back: the parts of it that the files do not hold must be gone with it."""
        for part in release.parts:
            if part not in self.parts:
                self.drop_part(release, part)
        release.changes.all().delete()
        Release.objects.filter(pk=release.pk).update(undone_at=timezone.now())
        self.tell("taken back", release.name)

    def drop_part(self, release, part):
        """Take back a part that only the later release brought; refuse where an earlier one's file is needed."""
        earlier = self.standing().filter(parts__contains=[part]).first()
        if earlier:
            raise Refused(
                f"{release.name} also replaced the {part} of {earlier.name}: going back needs that file too "
                f"({earlier.file_names})"
            )
        facts = SOURCES[self.release.source].facts.get(part.split(" ")[0])
        if facts:
            if facts.model is IndexTerm:
                self.cursor.execute(sql.TOUCH_INDEXED_BY, [release.pk])
            self.cursor.execute(f"DELETE FROM {facts.table} WHERE release_id = %s", [release.pk])
        elif part == NOTES_PART:
            self.cursor.execute(codes_writer.DROP_ALL_NOTES, [self.release.system])
