"""What is loaded of each source and what is due: the releases that stand, held against the publishers' calendars."""

from dataclasses import dataclass, field
from datetime import date

from django.utils.timezone import localdate

from codes.models import Release
from codes.releases import addresses, due
from codes.releases.sources import SOURCES, Source


@dataclass(frozen=True)
class Loaded:
    """How one source stands on `day`.

    `release` is the newest official one that stands, None where there is none. `older` gives the parts that it did not
    bring again, by the date of the release that did.
    """

    source: Source
    day: date
    release: Release | None
    standing: due.Standing
    older: dict[date, list[str]] = field(default_factory=dict)

    @property
    def is_due(self):
        """Whether a newer release is out. Of what was never loaded none is due: nobody has asked for it."""
        return self.standing.state == "due"

    @property
    def age(self):
        """Days since the release took effect, negative for one loaded ahead; None where there is none."""
        return (self.day - self.release.effective).days if self.release else None

    @property
    def command(self):
        """What the operator types to load the newest release."""
        if is_licensed(self.source.key):
            # The newest one's date: several may have been missed.
            newest = due.due_dates(self.source.key, self.day)[0]
            return f"manage.py load_release {self.source.key} FILE… --effective {newest}"
        return f"manage.py fetch_release {self.source.key}"


def is_licensed(source):
    """Whether the publisher's files are not open to be fetched."""
    return "licensed" in addresses.built_in()[source]


def loaded(day=None):
    """How every source stands on `day` (default: today), in one statement: a list of Loaded in the loader's order."""
    day = day or localdate()
    standing = {key: [] for key in SOURCES}
    releases = Release.objects.standing().filter(source__in=SOURCES, official=True)
    lean = releases.only("source", "name", "effective", "loaded_at", "parts")
    for release in lean.order_by("-effective", "-pk"):
        standing[release.source].append(release)
    return [stand(SOURCES[key], releases, day) for key, releases in standing.items()]


def stand(source, releases, day):
    """One source's Loaded from its releases, the newest first."""
    newest = releases[0] if releases else None
    found = due.standing(source.key, newest.effective if newest else None, day)
    return Loaded(source, day, newest, found, older_parts(releases))


def older_parts(releases):
    """{date: parts} of the parts that only earlier releases brought, of the releases with the newest first."""
    older, seen = {}, set()
    for release in releases:
        fresh = [part for part in release.parts if part not in seen]
        seen.update(fresh)
        if fresh and release.effective < releases[0].effective:
            older.setdefault(release.effective, []).extend(fresh)
    return older
