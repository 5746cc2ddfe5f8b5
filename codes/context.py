"""What the footer says of the loaded releases."""

from django.core.cache import caches

from codes.models import Release


def releases(request):
    """The newest release of each system, kept for a minute in each process; asked when a template needs it."""
    return {"loaded_releases": newest}


def newest():
    kept = caches["process"]
    found = kept.get("releases")
    if found is None:
        rows = Release.objects.order_by("system", "-effective", "-pk").distinct("system")
        found = [{"label": release.label, "system": release.system} for release in rows]
        kept.set("releases", found)
    return found
