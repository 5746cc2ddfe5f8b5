"""The form in which an editor writes about a code."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminTextareaWidget
from django.db import models, transaction
from django.http import HttpResponseNotAllowed
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html_join
from simple_history.admin import SimpleHistoryAdmin
from simple_history.utils import update_change_reason

from accounts.meter import Reading
from codes import actions, kept, search
from codes.admin.paging import UncountedPaginator
from codes.models import Code, ModifierUse, PayerNote, Relation, Section, Source
from codes.page import page_for

GIVEN_BACK = {
    True: "The {} is the publisher's again.",
    False: "The publisher has no words for the {}: yours stand until a release brings some.",
}
# Short: the descriptors above bear the full names.
HELD = [("descriptor", "Official"), ("short_descriptor", "Short"), ("common_language", "Common language")]
# Cells of a table, not pages.
SHORT_TEXTS = {models.TextField: {"widget": AdminTextareaWidget(attrs={"rows": 3})}}


def name_of(field):
    """As in "official descriptor"."""
    return Code._meta.get_field(field).verbose_name


class SectionInline(admin.StackedInline):
    model = Section
    extra = 0
    max_num = len(Section.Kind)
    readonly_fields = ["editor", "edited_at"]


class ModifierUseInline(admin.TabularInline):
    model = ModifierUse
    fk_name = "code"
    extra = 0
    formfield_overrides = SHORT_TEXTS
    autocomplete_fields = ["modifier"]


class RelationInline(admin.TabularInline):
    model = Relation
    fk_name = "code"
    extra = 0
    autocomplete_fields = ["target"]


class PayerNoteInline(admin.TabularInline):
    model = PayerNote
    extra = 0
    formfield_overrides = SHORT_TEXTS


class SourceInline(admin.TabularInline):
    model = Source
    extra = 0
    formfield_overrides = {models.URLField: {"assume_scheme": "https"}}


class CodeForm(forms.ModelForm):
    """What an editor writes about a code.

    The descriptors carry the words that the form was opened with, so that one that a release has changed since is not
    taken for one that the editor wrote.
    """

    held = forms.MultipleChoiceField(
        choices=HELD,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        label="Kept by hand",
        help_text="A release does not change these. One written by hand is ticked by itself. Take the tick out to give "
        "it back to the publisher, whose words return.",
    )

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        # Who may only look has no fields to write.
        for name in self.fields.keys() & {*actions.DESCRIPTORS, "held"}:
            self.fields[name].show_hidden_initial = True

    def clean(self):
        """An editor cannot write a descriptor and give it back at once."""
        given_back = {*self.instance.held} - {*self.cleaned_data.get("held", ())}
        for name in sorted(given_back.intersection(self.changed_data)):
            self.add_error("held", f"The {name_of(name)} is written anew above: keep its tick, or leave it as it was.")


class PreviewError(Exception):
    """Ends the transaction of a preview; carries the answer."""

    def __init__(self, response):
        super().__init__()
        self.response = response


@admin.register(Code)
class CodeAdmin(SimpleHistoryAdmin):
    """A code's descriptors and sections, with preview and history."""

    list_display = ["value", "system", "described_as", "kind", "status", "edited_at"]
    list_filter = ["system", "kind", "status", ("edited_at", admin.EmptyFieldListFilter)]
    list_per_page = 50
    ordering = ["system", "position"]
    search_fields = ["value"]
    search_help_text = "A code, its beginning, or words of its descriptor."
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = UncountedPaginator
    autocomplete_fields = ["parent"]
    form = CodeForm
    inlines = [SectionInline, ModifierUseInline, RelationInline, PayerNoteInline, SourceInline]
    change_form_template = "admin/codes/code/change_form.html"
    save_on_top = True
    fieldsets = [
        (None, {"fields": ["code_line", "release", "last_edit"]}),
        (
            "Descriptors",
            {"fields": ["descriptor", "short_descriptor", "title", "common_language", "held", "publishers_words"]},
        ),
        (
            "At a glance",
            {"fields": ["service_type", "sites_of_service", "global_days", "unit_of_service", "role"]},
        ),
        ("Status", {"fields": ["status", "effective_from", "effective_to"]}),
    ]
    readonly_fields = ["code_line", "release", "last_edit", "publishers_words"]

    @admin.display(description="Code")
    def code_line(self, code):
        return f"{code}, {code.get_kind_display().lower()}, {code.get_status_display().lower()}"

    @admin.display(description="Last edit")
    def last_edit(self, code):
        return f"{code.edited_at:%Y-%m-%d %H:%M} by {code.editor}" if code.edited_at else "none by hand"

    @admin.display(description="The publisher's words")
    def publishers_words(self, code):
        """What comes back where the tick is taken out."""
        kept = [(name_of(name).capitalize(), code.published.get(name) or "none") for name in code.held]
        return format_html_join("", "<p>{}: {}</p>", kept) or "as above"

    def has_add_permission(self, request):
        """Codes come from releases."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A code has one row for ever."""
        return False

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("release", "editor").defer("search")

    def get_search_results(self, request, queryset, search_term):
        """As on the site: an exact code, the beginning of one, or words; never a scan of the table."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=search.keys(search_term)), False

    # Saving

    def save_model(self, request, obj, form, change):
        given_back = actions.edit_code(code=obj, changed=form.changed_data, by=request.user)
        for name, words in given_back.items():
            messages.info(request, GIVEN_BACK[words].format(name_of(name)))

    def save_formset(self, request, form, formset, change):
        for child in formset.save(commit=False):
            if isinstance(child, Section):
                child.editor = request.user
            child.save()
        for child in formset.deleted_objects:
            child.delete()
        formset.save_m2m()

    def save_related(self, request, form, formsets, change):
        """The record's history says in words what was changed, in the code itself and in its sections."""
        super().save_related(request, form, formsets, change)
        reason = actions.reason_of(form.changed_data, formsets)
        if reason:
            update_change_reason(form.instance, reason)

    # Preview

    def get_urls(self):
        preview = self.admin_site.admin_view(self.preview)
        return [path("<path:object_id>/preview/", preview, name="codes_code_preview"), *super().get_urls()]

    def preview(self, request, object_id):
        """The page as the form would make it, to a guest or to a reader. Nothing is kept."""
        if request.method != "POST":
            return HttpResponseNotAllowed(["POST"])
        as_guest = "_preview_guest" in request.POST
        try:
            with transaction.atomic():
                answer = self.changeform_view(request, object_id, form_url="")
                if answer.status_code != 302:
                    return answer
                list(messages.get_messages(request))
                raise PreviewError(self.drawn(request, object_id, as_guest))
        except PreviewError as ended:
            return ended.response

    def drawn(self, request, object_id, as_guest):
        code = Code.objects.select_related("release", "editor").get(pk=object_id)
        reading = Reading(row=code, granted=True, everything=not as_guest)
        drawn = kept.draw(page_for(code, reading), day=None, origin=f"{request.scheme}://{request.get_host()}")
        context = {"drawn": drawn, "code": code, "reading": reading, "preview": True}
        return render(request, "codes/code.html", context)
