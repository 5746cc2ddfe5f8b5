"""The operator's form for the pages, with a preview of what is typed."""

from django import forms
from django.contrib import admin
from django.db import models
from django.http import HttpResponseNotAllowed
from django.shortcuts import get_object_or_404
from django.urls import path
from simple_history.admin import SimpleHistoryAdmin

from trust import views
from trust.models import Page

ADDED = (
    "What you add stands at the end of the page; what is above it is made of the rules that the site keeps to. "
    "Markdown, ## for headings; empty: nothing is added."
)


@admin.register(Page)
class PageAdmin(SimpleHistoryAdmin):
    """Four pages: they are worded, never added or removed. To the one on views something may be added."""

    list_display = ["title", "slug", "checked", "edited_at"]
    readonly_fields = ["edited_at"]
    formfield_overrides = {models.TextField: {"widget": forms.Textarea(attrs={"rows": 30, "class": "vLargeTextField"})}}
    change_form_template = "admin/trust/page/change_form.html"

    def get_fields(self, request, obj=None):
        if obj and obj.slug == Page.Slug.VIEWS:
            return ["body", "edited_at"]
        return ["title", "body", "checked", "edited_at"]

    def get_form(self, request, obj=None, **options):
        form = super().get_form(request, obj, **options)
        if body := form.base_fields.get("body"):
            body.required = obj.slug != Page.Slug.VIEWS
            body.help_text = body.help_text if body.required else ADDED
        return form

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, obj=None):
        return False

    def get_urls(self):
        preview = self.admin_site.admin_view(self.preview)
        return [path("<int:pk>/preview/", preview, name="trust_page_preview"), *super().get_urls()]

    def preview(self, request, pk):
        """The page as it would be drawn; nothing is kept."""
        page = get_object_or_404(Page, pk=pk)
        if request.method != "POST" or not self.has_change_permission(request, page):
            return HttpResponseNotAllowed(["POST"])
        form = self.get_form(request, page)(request.POST, instance=page)
        if not form.is_valid():
            return self.changeform_view(request, str(pk))
        return views.shown(request, form.save(commit=False), preview=True)
