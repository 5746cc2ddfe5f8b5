"""Releases, as they were loaded: read only."""

from django.contrib import admin

from codes.models import Change, Release


class ReadOnly(admin.ModelAdmin):
    """What only a load writes."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False


@admin.register(Release)
class ReleaseAdmin(ReadOnly):
    list_display = [
        "name",
        "system",
        "effective",
        "official",
        "read",
        "added",
        "revised",
        "ended",
        "conflicts",
    ]
    list_filter = ["system", "official"]


@admin.register(Change)
class ChangeAdmin(ReadOnly):
    list_display = ["code", "kind", "field", "before", "after", "release"]
    list_filter = ["kind", "release"]
    list_select_related = ["code", "release"]
    show_full_result_count = False
