"""The releases that are loaded, and what each of them changed: as pages, and as a file to work with.

They are free and never metered: what is locked for guests is not in them.
"""

import csv
import io
from itertools import chain, groupby, islice

from django.http import StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.cache import patch_cache_control
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from codes.change_words import facts_by_label, open_name
from codes.changes import HEADINGS, Asked, sections_of
from codes.models import Release
from codes.releases.sources import SOURCES
from codes.systems import SYSTEMS

# What all readers get alike may be kept by whoever stands between; pages name the reader in their head and are not.
SHARED = {"public": True, "max_age": 300}
COLUMNS = ["system", "code", "change", "field", "before", "after"]
ROWS_AT_ONCE = 1000
# With these a spreadsheet takes a cell for a formula.
FORMULA = ("=", "+", "-", "@", "\t", "\r")
# Of the files that concern several systems, and of our samples.
CMS, OURS = "CMS", "CodeAhead"


@require_safe
def releases(request):
    """All releases that stand, by what they are of."""
    rows = Release.objects.standing().defer("files", "report").order_by("-effective", "-pk")
    return render(request, "codes/releases.html", {"groups": groups(rows)})


def groups(releases):
    """[{key, title, publisher, system, releases}]: the releases of each source, in the order of the sources."""
    found = {key: [] for key in SOURCES}
    for release in releases:
        found.setdefault(source_of(release), []).append(release)
    return [about(max(rows, key=lambda row: row.official)) | {"releases": rows} for rows in found.values() if rows]


def about(release):
    """What a release is of: {key, title, publisher, system}."""
    return {
        "key": source_of(release),
        "title": title_of(release),
        "publisher": publisher_of(release),
        "system": release.system,
    }


def source_of(release):
    """The key of the source; a sample of ours stands with what it is a sample of."""
    return release.source.removesuffix("-sample")


def publisher_of(release):
    if not release.official:
        return OURS
    return SYSTEMS[release.system].publisher if release.system else CMS


def title_of(release):
    source = SOURCES.get(source_of(release))
    return source.title if source else release.get_system_display() or release.source


@require_safe
def release(request, pk):
    """One release: what was read, and what it changed."""
    release = get_object_or_404(Release, pk=pk)
    if release.undone_at:
        return taken_back(request, release)
    asked = Asked.of(request.GET, release.system)
    source = about(release)
    context = {
        "release": release,
        "source": source,
        "crumbs": crumbs(source),
        "listed": is_listed(release),
        "asked": asked,
        "kinds": HEADINGS.items(),
        "sections": sections_of(release, asked),
    }
    return render(request, "codes/release.html", context)


def crumbs(source):
    """The way to a release."""
    address = reverse("releases")
    return [{"label": "Releases", "url": address}, {"label": source["title"], "url": f"{address}#{source['key']}"}]


def is_listed(release):
    """Whether the loader keeps the changes of such a release line by line; of the others it keeps the counts."""
    source = SOURCES.get(source_of(release))
    return source is None or bool(source.codes) or any(f.label in facts_by_label() for f in source.facts.values())


def taken_back(request, release):
    """What is said of a release in whose place an earlier one stands again."""
    return render(request, "codes/release_taken_back.html", {"release": release}, status=410)


@require_safe
def release_csv(request, pk):
    """The changes of a release as a file, read and sent piece by piece.

    A cell that a spreadsheet would take for a formula gets an apostrophe in front (OWASP, "CSV Injection").
    """
    release = get_object_or_404(Release, pk=pk)
    if release.undone_at:
        return taken_back(request, release)
    changes = Asked.of(request.GET, release.system).changes(release).order_by("kind", "value", "field", "pk")
    response = StreamingHttpResponse(csv_text(csv_rows(changes)), content_type="text/csv; charset=utf-8")
    name = slugify(release.name) or f"release-{release.pk}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    patch_cache_control(response, **SHARED)
    return response


def csv_rows(changes):
    """The lines of the file; what differs only in what may not be told is told once."""
    rows = changes.values_list("system", "value", "kind", "field", "was", "now")
    for row, _ in groupby(csv_row(*row) for row in rows.iterator(chunk_size=ROWS_AT_ONCE)):
        yield row


def csv_row(system, value, kind, field, was, now):
    cells = [system, value, kind, open_name(field), was, now]
    return [f"'{cell}" if cell.startswith(FORMULA) else cell for cell in cells]


def csv_text(rows):
    """The file in pieces of many lines."""
    rows = chain([COLUMNS], rows)
    while piece := list(islice(rows, ROWS_AT_ONCE)):
        text = io.StringIO()
        csv.writer(text).writerows(piece)
        yield text.getvalue()
