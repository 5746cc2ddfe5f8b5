"""What is looked at in the admin and written elsewhere."""

from django.contrib import admin


class ReadOnly(admin.ModelAdmin):
    """What only a load writes."""

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
