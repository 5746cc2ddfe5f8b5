"""Loads as an operator makes them: by the command, on files in a folder."""

import io
from dataclasses import dataclass

import pytest
from django.core.management import CommandError, call_command

from codes.models import Change, Release
from tests.releases import contents
from tests.releases.small_files import written


@dataclass
class Printed:
    """What the command printed: its report, and the steps on the way."""

    out: str
    err: str

    @property
    def report(self):
        """The lines of the report without its head: [(label, amount as printed)]."""
        lines = [line.split(maxsplit=1) for line in self.out.splitlines()[1:]]
        return [(label, amount) for amount, label in lines]

    @property
    def steps(self):
        return [line.split("s  ", 1)[1] for line in self.err.splitlines()]


def load(source, *paths, effective="2099-01-01", **options):
    """Run the command; returns what it printed."""
    out, err = io.StringIO(), io.StringIO()
    # As it is typed, so that the command's own reading of the day is tested too.
    call_command(
        "load_release", source, *map(str, paths), f"--effective={effective}", stdout=out, stderr=err, **options
    )
    return Printed(out.getvalue(), err.getvalue())


def refused(source, *paths, **options):
    """The one line with which the command refuses; nothing in the database has changed."""
    before = contents.everything()
    with pytest.raises(CommandError) as error:
        load(source, *paths, **options)
    assert contents.everything() == before
    message = str(error.value)
    assert message and "\n" not in message, message
    return message


class Releases:
    """Releases of one source, each of whole files, written into folders of their own and loaded one after the other."""

    def __init__(self, folder, source):
        self.folder, self.source = folder, source

    def load(self, effective, files, **options):
        """Load {name: bytes}; returns what the command printed."""
        return load(self.source, *self.paths(effective, files), effective=effective, **options)

    def refused(self, effective, files, **options):
        return refused(self.source, *self.paths(effective, files), effective=effective, **options)

    def paths(self, effective, files):
        return written(self.folder / effective, files)


def changes(**fields):
    """[(value, kind, field, before, after)] of the changes in the order of the codes."""
    found = Change.objects.filter(**fields).order_by("value", "field", "kind")
    return list(found.values_list("value", "kind", "field", "before", "after"))


def counts(release=None):
    """(read, added, revised, ended, unchanged, conflicts) of a release, by default the one written last."""
    release = release or Release.objects.order_by("-pk").first()
    return (release.read, release.added, release.revised, release.ended, release.unchanged, release.conflicts)
