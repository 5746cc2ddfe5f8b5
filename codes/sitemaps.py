"""Sitemaps: every public code page once, and what is browsed above the codes (sitemaps.org, protocol 0.9)."""

from django.contrib.sitemaps import Sitemap
from django.db.models import DateTimeField
from django.db.models.functions import Coalesce, Greatest
from django.urls import reverse

from codes.lists import loaded_systems
from codes.models import Code, Release
from codes.systems import SYSTEMS

# Pages that anybody reads and that are about no one code.
FREE = ("home", "browse", "search", "claims", "case-note", "releases", "how-views-work")
# "Each Sitemap file must have no more than 50,000 URLs."
MOST = 50_000


class Codes(Sitemap):
    """The code pages of one system, each once, by value: names and dates alone are read."""

    limit = MOST

    def __init__(self, system):
        self.system = system

    def items(self):
        changed = Coalesce(
            Greatest("edited_at", "release__loaded_at"), "release__loaded_at", "edited_at", output_field=DateTimeField()
        )
        pages = Code.objects.in_system(self.system).with_pages().order_by("value")
        return pages.annotate(changed=changed).values_list("value", "changed")

    def location(self, item):
        return f"/{self.system}/{item[0]}/"

    def lastmod(self, item):
        return item[1]


class Browsing(Sitemap):
    """Chapters, sections and headings with what stands below them, and the free lists."""

    limit = MOST

    def items(self):
        above = Code.objects.filter(kind__in=[Code.Kind.CHAPTER, Code.Kind.SECTION]).order_by("system", "value")
        free = [reverse(name) for name in FREE]
        systems = [system["url"] for system in loaded_systems()]
        return [*free, *systems, *(code.url for code in above.only("system", "value", "kind"))]

    def location(self, item):
        return item


class Releases(Sitemap):
    """The page of each release that stands."""

    limit = MOST

    def items(self):
        return Release.objects.standing().order_by("pk").only("pk", "loaded_at")

    def lastmod(self, release):
        return release.loaded_at


SITEMAPS = {"pages": Browsing(), "releases": Releases()} | {key: Codes(key) for key in SYSTEMS}
