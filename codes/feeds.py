"""Atom feeds of what releases changed, one for each code system.

Only what is open to everybody is in them; links lead to pages that are not metered, as readers of feeds fetch ahead.
"""

from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, islice
from urllib.parse import urlencode, urlsplit

from django.contrib.syndication.views import Feed
from django.db.models import Count, Max
from django.utils.feedgenerator import Atom1Feed
from django.utils.formats import date_format
from django.utils.html import escape
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from codes.changes import CHANGES, add_codes, by_code
from codes.models import Change, Release
from codes.release_views import SHARED
from codes.systems import SYSTEMS

RELEASES = 20
CODES = 300
# A release changes at most so many open fields of one code.
LINES = 8


@dataclass(frozen=True)
class Entry:
    """One entry as Atom has it; `path` leads to the page, `name` makes the id."""

    title: str
    text: str
    path: str
    updated: datetime
    guid: str


def state_of(system):
    """(number of releases, last load, last that was taken back): what decides whether the feed has changed."""
    state = Release.objects.filter(system=system).aggregate(
        number=Count("pk"), loaded=Max("loaded_at"), undone=Max("undone_at")
    )
    return state["number"], state["loaded"], state["undone"]


def etag(request, system):
    number, *moments = state_of(system)
    return "-".join([str(number), *(moment.isoformat() if moment else "never" for moment in moments)])


def last_modified(request, system):
    """None where nothing is loaded."""
    return max(filter(None, state_of(system)[1:]), default=None)


@require_safe
@cache_control(**SHARED)
@condition(etag_func=etag, last_modified_func=last_modified)
def changes_feed(request, system):
    """The feed of one code system, newest release first; 304 where the reader has it already."""
    response = ChangesFeed()(request, system=system)
    # Django's own knows nothing of releases that were taken back.
    del response.headers["Last-Modified"]
    return response


@dataclass(frozen=True)
class Subject:
    """What a feed is about, and the host under whose name its ids are made."""

    system: object
    host: str

    def tag(self, day, path):
        """An id that stays when addresses change (RFC 4151)."""
        return f"tag:{self.host},{day:%Y-%m-%d}:{path}"


class ChangesFeed(Feed):
    """One entry for each release, and behind it one for each code that it changed."""

    feed_type = Atom1Feed
    author_name = "CodeAhead"
    language = "en-us"

    def get_object(self, request, system):
        return Subject(SYSTEMS[system], urlsplit(request.build_absolute_uri()).hostname)

    def title(self, subject):
        return f"{subject.system.label}: changes"

    def subtitle(self, subject):
        return "Which codes each release added, revised and ended."

    def link(self, subject):
        return "/releases/"

    def feed_guid(self, subject):
        return f"tag:{subject.host},2026:/feeds/{subject.system.key}"

    def feed_copyright(self, subject):
        return subject.system.copyright

    def items(self, subject):
        return entries(subject)

    def item_title(self, entry):
        return entry.title

    def item_description(self, entry):
        return escape(entry.text)

    def item_link(self, entry):
        return entry.path

    def item_guid(self, entry):
        return entry.guid

    def item_updateddate(self, entry):
        return entry.updated


def entries(subject):
    """The newest releases of a system, each with what it changed behind it; CODES codes in all."""
    rows = Release.objects.standing().filter(system=subject.system.key).defer("files", "report")
    releases = list(rows.order_by("-effective", "-pk")[:RELEASES])
    changed = changed_codes(list(compared(releases)))
    for release in releases:
        yield release_entry(subject, release)
        for code in changed.get(release.pk, ()):
            yield code_entry(subject, release, code)


def compared(releases):
    """The newest releases that together fill the feed."""
    number = 0
    for release in releases:
        if number >= CODES:
            break
        yield release
        number += 0 if release.first else release.added + release.revised + release.ended


def changed_codes(releases):
    """{key of a release: ChangedCodes}, the newest release's first, CODES in all."""
    told = CHANGES.told().filter(release__in=releases, field__in=Change.OPEN).for_everybody()
    rows = told.order_by("-release__effective", "-release_id", "value", "field", "pk")[: CODES * LINES]
    pairs = ((key, code) for key, group in groupby(rows, key=lambda row: row.release_id) for code in by_code(group))
    first = list(islice(pairs, CODES))
    add_codes([code for _, code in first])
    return {key: [code for _, code in group] for key, group in groupby(first, key=lambda pair: pair[0])}


def release_entry(subject, release):
    counts = f"{release.read:,} read, {release.added:,} added, {release.revised:,} revised, {release.ended:,} ended."
    if release.first:
        counts = f"{release.read:,} read. There was no earlier release to compare it with."
    return Entry(
        title=release.label,
        text=f"Effective {date_format(release.effective)}. {counts}",
        path=release.get_absolute_url(),
        updated=release.loaded_at,
        guid=subject.tag(release.loaded_at, f"/releases/{release.pk}"),
    )


def code_entry(subject, release, code):
    what = ", ".join(line.what for line in code.lines)
    words = [f"{line.what}: {line.before or 'none'} → {line.after or 'none'}." for line in code.lines if line.told]
    return Entry(
        title=f"{code.value}{' revised' if code.kinds == {Change.Kind.REVISED} else ''}: {what}",
        text=" ".join([f"{code.title}." if code.title else "", *words, f"{release.label}."]).strip(),
        path=f"{release.get_absolute_url()}?{urlencode({'prefix': code.value})}",
        updated=release.loaded_at,
        guid=subject.tag(release.loaded_at, f"/releases/{release.pk}/{code.value}"),
    )
