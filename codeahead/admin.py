"""What was done at the desk, and by whom: read only, for superusers."""

from django.contrib import admin
from django.contrib.admin.models import LogEntry


@admin.register(LogEntry)
class LogEntryAdmin(admin.ModelAdmin):
    """The log of the desk."""

    list_display = ["action_time", "user", "action_flag", "content_type", "object_repr", "change_message"]
    list_filter = ["action_flag"]
    show_facets = admin.ShowFacets.NEVER
    list_select_related = ["user", "content_type"]
    list_display_links = None
    list_per_page = 100
    search_fields = ["=user__email", "=object_id"]
    search_help_text = "Who did it, by e-mail address, or the key of a row."
    show_full_result_count = False
    actions = None

    def has_view_permission(self, request, obj=None):
        return request.user.is_superuser

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
