"""What the footer says of the loaded releases."""

from django.core.cache import caches

from codes.models import Release
from codes.queries import CODE_PARTS


def releases(request):
    """The newest list of codes of each system, kept for a minute in each process; asked when a template needs it."""
    return {"loaded_releases": newest}


def newest():
    kept = caches["process"]
    found = kept.get("releases")
    if found is None:
        rows = Release.objects.filter(parts__overlap=CODE_PARTS).newest_of_each("system")
        found = [{"label": release.label, "system": release.system} for release in rows]
        kept.set("releases", found)
    return found
