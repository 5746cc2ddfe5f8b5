"""The form in which an editor writes about a code. It shows and writes the draft, never what is live."""

from django.contrib import admin, messages
from django.contrib.admin.utils import unquote
from django.core.exceptions import PermissionDenied
from django.db import models
from django.http import Http404, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.html import format_html_join
from simple_history.admin import SimpleHistoryAdmin

from accounts.meter import Reading
from codes import actions, draft_actions, drafts, kept, search
from codes.admin import desk, many, missing
from codes.admin.forms import INLINES, CodeForm, name_of, refitted
from codes.admin.paging import UncountedPaginator
from codes.models import Code, Draft
from codes.page import page_for

GIVEN_BACK = {
    True: "The {} is the publisher's again.",
    False: "The publisher has no words for the {}: yours stand until a release brings some.",
}


@admin.register(Code)
class CodeAdmin(SimpleHistoryAdmin):
    """A code's descriptors and sections: the draft, with preview, comparison, versions and history.

    The form works on the tables themselves, in a transaction that is rolled back (docs/decisions/0016).
    """

    list_display = ["value", "system", "described_as", "kind", "status", "edited_at", "draft"]
    list_filter = ["system", "kind", "status", ("edited_at", admin.EmptyFieldListFilter)]
    list_per_page = 50
    ordering = ["system", "position"]
    search_fields = ["value"]
    search_help_text = "A code, its beginning, or words of its descriptor."
    show_full_result_count = False
    show_facets = admin.ShowFacets.NEVER
    paginator = UncountedPaginator
    form = CodeForm
    inlines = INLINES
    change_form_template = "admin/codes/code/change_form.html"
    save_on_top = True
    actions = [many.export, many.write_about]
    fieldsets = [
        (None, {"fields": ["code_line", "release"]}),
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
    readonly_fields = ["code_line", "release", "publishers_words"]

    @admin.display(description="Code")
    def code_line(self, code):
        return f"{code}, {code.get_kind_display().lower()}, {code.get_status_display().lower()}"

    @admin.display(description="The publisher's words")
    def publishers_words(self, code):
        """What comes back where the tick is taken out."""
        theirs = [(name_of(name).capitalize(), code.published.get(name) or "none") for name in code.held]
        return format_html_join("", "<p>{}: {}</p>", theirs) or "as above"

    @admin.display(description="Draft")
    def draft(self, code):
        return Draft.State(code.draft_state).label if code.draft_state else ""

    def has_add_permission(self, request):
        """Codes come from releases."""
        return False

    def has_delete_permission(self, request, obj=None):
        """A code has one row for ever."""
        return False

    def get_queryset(self, request):
        open_draft = Draft.objects.open().of_code(models.OuterRef("pk")).values("state")[:1]
        lean = super().get_queryset(request).select_related("release", "editor")
        return lean.annotate(draft_state=models.Subquery(open_draft))

    def get_search_results(self, request, queryset, search_term):
        """As on the site: an exact code, the beginning of one, or words; never a scan of the table."""
        if not search_term.strip():
            return queryset, False
        return queryset.filter(pk__in=search.keys(search_term)), False

    # The form

    def changeform_view(self, request, object_id=None, form_url="", extra_context=None):
        """The draft in the ordinary form; what is sent back is kept as the draft, and the tables as they were."""
        code = self.get_object(request, unquote(object_id)) if object_id else None
        if code is None:
            return super().changeform_view(request, object_id, form_url, extra_context)
        if request.method == "POST":
            return self.sent(request, code)
        with desk.drafted(code) as found:
            return self.formed(request, found)

    def sent(self, request, code):
        """What was sent, kept as a draft, and then what the button says; or the form again with what is wrong."""
        with desk.drafted(code, request.POST.get("draft", "")) as found:
            # With what a release has brought since: who leaves that as it is has written nothing.
            shown = drafts.content_of(code)
            answer = self.formed(request, found)
            if answer.status_code != 302:
                return answer
            content = drafts.content_of(code)
        try:
            made = {"code": code, "draft": found.draft, "shown": shown, "content": content, "live": found.live}
            draft = draft_actions.keep(**made, by=request.user)
        except draft_actions.Outdated:
            # Somebody was quicker by a moment: the form comes back with what they left.
            return self.sent(request, code)
        return desk.after_saving(request, code, draft)

    def formed(self, request, found):
        """The ordinary form on the tables as they are now, drawn; a redirect where what was sent is well."""
        if request.method == "POST":
            request.POST = refitted(request.POST, rows_of(found.code))
        request.outdated = found.outdated
        answer = super().changeform_view(request, str(found.code.pk), "", desk.panel(request, found))
        return answer.render() if hasattr(answer, "render") else answer

    def get_form(self, request, obj=None, change=False, **options):
        form = super().get_form(request, obj, change, **options)
        form.outdated = getattr(request, "outdated", "")
        return form

    def save_model(self, request, obj, form, change):
        given_back = actions.edit_code(code=obj, changed=form.changed_data, by=request.user)
        for name, words in given_back.items():
            messages.info(request, GIVEN_BACK[words].format(name_of(name)))

    def response_change(self, request, obj):
        return HttpResponseRedirect(desk.form_of(obj.pk))

    # Beside the form

    def get_urls(self):
        pages = [
            path(f"<int:key>/{tail}", self.admin_site.admin_view(view), name=f"codes_code_{name}")
            for tail, view, name in (
                ("preview/", self.preview, "preview"),
                ("compare/", self.compare, "compare"),
                ("versions/", self.versions, "versions"),
                ("draft/<str:name>/", desk.act, "act"),
            )
        ]
        return [*many.pages(self.admin_site), *missing.pages(self.admin_site), *pages, *super().get_urls()]

    def preview(self, request, key):
        """The page as the form would make it, to a guest or to a reader; not posted, as the draft makes it.

        Nothing is kept.
        """
        code = self.visible(request, key)
        if request.method != "POST":
            with desk.drafted(code):
                return self.drawn(request, code, as_guest="guest" in request.GET)
        with desk.drafted(code, request.POST.get("draft", "")) as found:
            answer = self.formed(request, found)
            if answer.status_code != 302:
                return answer
            list(messages.get_messages(request))
            return self.drawn(request, code, as_guest="_preview_guest" in request.POST)

    def drawn(self, request, code, as_guest):
        code = Code.objects.select_related("release", "editor", "reviewer").get(pk=code.pk)
        reading = Reading(row=code, granted=True, sections=frozenset() if as_guest else None)
        drawn = kept.draw(page_for(code, reading), day=None, origin=f"{request.scheme}://{request.get_host()}")
        context = {"drawn": drawn, "code": code, "reading": reading, "preview": True}
        return render(request, "codes/code.html", context)

    def compare(self, request, key):
        return desk.compare(request, self.visible(request, key))

    def versions(self, request, key):
        return desk.versions(request, self.visible(request, key))

    def visible(self, request, key):
        """The code, to whoever may look at it here."""
        if not self.has_view_permission(request):
            raise PermissionDenied
        code = self.get_object(request, str(key))
        if code is None:
            raise Http404
        return code


def rows_of(code):
    """{prefix: primary keys as texts} of the rows at a code."""
    tables = drafts.TABLES.items()
    return {name: {str(key) for key in getattr(code, name).values_list("pk", flat=True)} for name, _ in tables}
