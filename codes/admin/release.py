"""Releases and what they changed, as they were loaded: read only."""

from django.contrib import admin
from django.urls import reverse
from django.utils.html import format_html
from django.utils.text import Truncator

from codes import notation
from codes.admin.paging import UncountedPaginator
from codes.admin.readonly import ReadOnly
from codes.models import Change, Release
from codes.releases.sources import SOURCES
from codes.systems import SYSTEMS

# As many releases as a list of choices can hold and still be read.
NEWEST = 20
COUNTED = ("read", "added", "revised", "ended")
# What a line of the list shows of a text; the whole of it is behind the line's link.
LONGEST = 200


def title_of(release):
    """The title of a release's source; a sample's source is none of the publishers'."""
    source = SOURCES.get(release.source)
    return source.title if source else release.source


class SourceFilter(admin.SimpleListFilter):
    """The sources that can be loaded, and our own samples."""

    title = "source"
    parameter_name = "source"

    def lookups(self, request, model_admin):
        return [*((source.key, source.title) for source in SOURCES.values()), ("sample", "Our own samples")]

    def queryset(self, request, queryset):
        if self.value() == "sample":
            return queryset.filter(official=False)
        return queryset.of_source(self.value()) if self.value() else queryset


@admin.register(Release)
class ReleaseAdmin(ReadOnly):
    """What was loaded when, by whom and from which files, and what it did."""

    list_display = [
        "name",
        "source_title",
        "effective",
        "counts",
        "conflicts",
        "loaded",
        "mark",
    ]
    list_filter = [SourceFilter]
    list_per_page = 50
    search_fields = ["name"]
    show_full_result_count = False
    paginator = UncountedPaginator
    show_facets = admin.ShowFacets.NEVER
    view_on_site = False
    change_list_template = "admin/codes/release/change_list.html"
    change_form_template = "admin/codes/release/change_form.html"
    fieldsets = [
        (None, {"fields": ["name", "source_title", "parts_read", "effective", "mark", "loaded_at", "operator"]}),
    ]
    readonly_fields = ["source_title", "mark", "parts_read"]

    def get_queryset(self, request):
        """A list needs neither files nor reports, which may be long."""
        return super().get_queryset(request).defer("files", "report")

    @admin.display(description="Source", ordering="source")
    def source_title(self, release):
        return title_of(release)

    @admin.display(description="What it did")
    def counts(self, release):
        done = (f"{number:,} {word}" for word in COUNTED if (number := getattr(release, word)))
        return ", ".join(done) or "nothing"

    @admin.display(description="Loaded", ordering="loaded_at")
    def loaded(self, release):
        by = f" by {release.operator}" if release.operator else ""
        return f"{release.loaded_at:%Y-%m-%d %H:%M}{by}"

    @admin.display(description="State")
    def mark(self, release):
        if release.undone_at:
            return f"taken back {release.undone_at:%Y-%m-%d %H:%M}"
        return "stands" if release.official else "stands: our own sample"

    @admin.display(description="Parts")
    def parts_read(self, release):
        return ", ".join(release.parts)


class ReleaseFilter(admin.SimpleListFilter):
    """The newest releases, and whichever is asked for."""

    title = "release"
    parameter_name = "release"

    def lookups(self, request, model_admin):
        releases = Release.objects.only("name").order_by("-loaded_at")
        found = [(str(release.pk), release.name) for release in releases[:NEWEST]]
        asked = request.GET.get(self.parameter_name, "")
        if asked.isdecimal() and asked not in dict(found):
            found += [(str(release.pk), release.name) for release in releases.filter(pk=asked)]
        return found

    def queryset(self, request, queryset):
        asked = self.value()
        return queryset.filter(release=asked) if asked and asked.isdecimal() else queryset


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    """What each release changed, field by field; the newest first, within a release by code."""

    list_display = ["named", "what", "was", "became", "from_release"]
    list_display_links = ["what"]
    list_filter = ["kind", ReleaseFilter]
    list_per_page = 50
    search_fields = ["value"]
    search_help_text = "A code, as in E11.9."
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = UncountedPaginator
    sortable_by = ()

    def get_queryset(self, request):
        lean = super().get_queryset(request).select_related("release")
        return lean.defer("release__files", "release__report")

    def get_ordering(self, request):
        """In the order of an index, so that half a million rows need not be sorted."""
        return ["kind", "value", "pk"] if request.GET.get(ReleaseFilter.parameter_name) else ["-pk"]

    def get_search_results(self, request, queryset, search_term):
        """By the code as it is typed or in any of its readings, of whatever system."""
        typed = search_term.strip()
        if not typed:
            return queryset, False
        values = {typed.upper(), *(reading.value for reading in notation.readings(typed))}
        return queryset.filter(system__in=SYSTEMS, value__in=values), False

    @admin.display(description="Code")
    def named(self, change):
        """A code that is not loaded has a history too, but no page here."""
        text = f"{change.get_system_display()} {change.value}"
        if change.code_id is None:
            return text
        return format_html('<a href="{}">{}</a>', reverse("admin:codes_code_change", args=[change.code_id]), text)

    @admin.display(description="What")
    def what(self, change):
        """As in "Revised: descriptor" or "Conflict (kept): descriptor"."""
        decided = f" ({change.resolution})" if change.resolution else ""
        kind = f"{change.get_kind_display()}{decided}"
        return f"{kind}: {change.field}" if change.field else kind

    @admin.display(description="Before")
    def was(self, change):
        return Truncator(change.before).chars(LONGEST)

    @admin.display(description="After")
    def became(self, change):
        return Truncator(change.after).chars(LONGEST)

    @admin.display(description="Release")
    def from_release(self, change):
        address = reverse("admin:codes_release_change", args=[change.release_id])
        return format_html('<a href="{}">{}</a>', address, change.release.name)
