"""Modifiers, which many codes share."""

from django.contrib import admin

from codes.models import Modifier


@admin.register(Modifier)
class ModifierAdmin(admin.ModelAdmin):
    list_display = ["value", "name", "system"]
    list_filter = ["system"]
    search_fields = ["=value", "name"]
