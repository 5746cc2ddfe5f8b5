"""Conflicts between an editor's words and a release's, to be decided one way or the other."""

from django.contrib import admin, messages
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseBadRequest, HttpResponseNotAllowed, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.urls import path, reverse

from codes.actions import Undecidable, resolve_conflict
from codes.admin.paging import UncountedPaginator
from codes.admin.readonly import ReadOnly
from codes.models import Conflict

# Each decision is a transaction of its own, and a request has half a minute.
MOST_AT_ONCE = 200


@admin.register(Conflict)
class ConflictAdmin(ReadOnly):
    """The list to decide: the editor's words and the publisher's side by side, two buttons on each line."""

    list_display = ["code", "field", "release"]
    list_display_links = None
    list_filter = ["system"]
    list_per_page = 50
    sortable_by = ()
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = UncountedPaginator
    actions = ["keep", "take"]

    def changelist_view(self, request, extra_context=None):
        return super().changelist_view(request, {"title": "Conflicts to decide"} | (extra_context or {}))

    def get_queryset(self, request):
        return super().get_queryset(request).open().for_desk()

    # Rights: whoever reviews what editors write may decide.

    def has_resolve_permission(self, request):
        return request.user.has_perm("codes.review_draft")

    def has_view_permission(self, request, obj=None):
        return self.has_resolve_permission(request)

    def has_module_permission(self, request):
        return self.has_resolve_permission(request)

    # One at a time

    def get_urls(self):
        resolve = self.admin_site.admin_view(self.resolve)
        return [path("<int:pk>/resolve/", resolve, name="codes_conflict_resolve"), *super().get_urls()]

    def resolve(self, request, pk):
        """One line's button: `take` is "yes" or "no". The list comes back as it was filtered."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        if not self.has_resolve_permission(request):
            raise PermissionDenied
        if request.POST.get("take") not in ("yes", "no"):
            return HttpResponseBadRequest("take must be yes or no")
        conflict = get_object_or_404(Conflict, pk=pk)
        self.decide(request, [conflict], take=request.POST["take"] == "yes")
        address = reverse("admin:codes_conflict_changelist")
        return HttpResponseRedirect(f"{address}?{request.GET.urlencode()}" if request.GET else address)

    # Many at once

    @admin.action(description="Keep the editor's words", permissions=["resolve"])
    def keep(self, request, chosen):
        self.decide_many(request, chosen, take=False)

    @admin.action(description="Take the publisher's words", permissions=["resolve"])
    def take(self, request, chosen):
        self.decide_many(request, chosen, take=True)

    def decide_many(self, request, chosen, *, take):
        conflicts = list(chosen[: MOST_AT_ONCE + 1])
        self.decide(request, conflicts[:MOST_AT_ONCE], take=take)
        if len(conflicts) > MOST_AT_ONCE:
            self.message_user(request, f"No more than {MOST_AT_ONCE} are decided at once: the rest still waits.")

    def decide(self, request, conflicts, *, take):
        """Decide these and say what became of them."""
        done = []
        for conflict in conflicts:
            try:
                resolve_conflict(change=conflict, take=take, by=request.user)
                done.append(f"{conflict.get_system_display()} {conflict.value}")
            except Undecidable as reason:
                self.message_user(request, str(reason), messages.WARNING)
        if done:
            words = "The publisher's words were taken" if take else "The editor's words were kept"
            self.message_user(request, f"{words}: {in_short(done)}.", messages.SUCCESS)


def in_short(names, most=5):
    """As in "CPT 64493, CPT 64494 and 12 more"."""
    more = len(names) - most
    return ", ".join(names[:most]) + (f" and {more} more" if more > 0 else "")
