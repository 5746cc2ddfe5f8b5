"""The list of drafts: what is being written, what waits, what is scheduled."""

from django.contrib import admin
from django.http import Http404
from django.urls import reverse
from django.utils.html import format_html
from django.utils.timezone import localtime

from codes import search
from codes.admin.paging import UncountedPaginator
from codes.admin.readonly import ReadOnly
from codes.models import Draft


class StateFilter(admin.SimpleListFilter):
    """Open drafts unless something else is asked for."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return Draft.State.choices

    def choices(self, changelist):
        """Django's "All" are the open ones."""
        first, *others = super().choices(changelist)
        return [first | {"display": "Open"}, *others]

    def queryset(self, request, queryset):
        return queryset.filter(state=self.value()) if self.value() in Draft.State.values else queryset.open()


class WhoseFilter(admin.SimpleListFilter):
    """One's own."""

    title = "writer"
    parameter_name = "whose"

    def lookups(self, request, model_admin):
        return [("mine", "Mine")]

    def queryset(self, request, queryset):
        return queryset.begun_by(request.user) if self.value() == "mine" else queryset


@admin.register(Draft)
class DraftAdmin(ReadOnly):
    """Each line leads to the comparison with what is live, and to the form."""

    list_display = ["draft_of", "what", "written", "saved", "reviewed", "when", "acts"]
    list_display_links = None
    list_filter = [StateFilter, WhoseFilter]
    list_per_page = 50
    search_fields = ["code__value"]
    search_help_text = "A code, its beginning, or words of its descriptor."
    ordering = ["-saved_at"]
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = UncountedPaginator
    actions = None

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Drafts"} | (extra_context or {}))

    def get_queryset(self, request):
        return super().get_queryset(request).for_desk()

    def get_search_results(self, request, queryset, search_term):
        if not search_term.strip():
            return queryset, False
        return queryset.filter(code__in=search.keys(search_term)), False

    def change_view(self, request, object_id, form_url="", extra_context=None):
        """A draft is read in the form of its code or beside what is live: there is no page of its own."""
        raise Http404

    @admin.display(description="Code")
    def draft_of(self, draft):
        return format_html('<a href="{}">{}</a>', reverse("admin:codes_code_change", args=[draft.code_id]), draft.code)

    @admin.display(description="State")
    def what(self, draft):
        return draft.get_state_display()

    @admin.display(description="Written by", empty_value="")
    def written(self, draft):
        return draft.writer or ""

    @admin.display(description="Saved")
    def saved(self, draft):
        return shown(draft.saved_at)

    @admin.display(description="Reviewed by")
    def reviewed(self, draft):
        return draft.reviewer or ""

    @admin.display(description="Published")
    def when(self, draft):
        if draft.publish_at:
            return f"on {shown(draft.publish_at)}"
        return shown(draft.published_at) if draft.published_at else ""

    @admin.display(description="Look at it")
    def acts(self, draft):
        address = reverse("admin:codes_code_compare", args=[draft.code_id])
        if draft.published_at:
            return format_html('<a href="{}?version={}&before">What it changed</a>', address, draft.pk)
        return format_html('<a href="{}">Compare with live</a>', address) if draft.is_open else ""


def shown(moment):
    return f"{localtime(moment):%Y-%m-%d %H:%M}"
