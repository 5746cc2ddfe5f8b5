"""Requests for more views for whoever answers them, and the audit trail to be looked at."""

from datetime import timedelta

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminDateWidget, AdminTextareaWidget
from django.db.models import Count, OuterRef, Subquery
from django.db.models.functions import Coalesce
from django.utils.timezone import localdate

from accounts import member_actions, plans
from accounts.letters import home_of
from accounts.member_actions import Refused
from accounts.membership import without_limit
from accounts.models import AuditEntry, MoreViews, OpenedPage, Plan


class Queue(admin.SimpleListFilter):
    """What is to be answered comes first; everything else is one click away."""

    title = "state"
    parameter_name = "state"

    def lookups(self, request, model_admin):
        return [("all", "All"), *MoreViews.State.choices[1:]]

    def choices(self, changelist):
        first = changelist.get_query_string(remove=[self.parameter_name])
        yield {"selected": self.value() is None, "query_string": first, "display": "To answer"}
        yield from list(super().choices(changelist))[1:]

    def queryset(self, request, queryset):
        if self.value() is None:
            return queryset.filter(state=MoreViews.State.OPEN)
        return queryset if self.value() == "all" else queryset.filter(state=self.value())


class AnswerForm(forms.ModelForm):
    """The answer to a request: a plan until a day, or a refusal in words."""

    decision = forms.ChoiceField(
        choices=[("grant", "Grant it"), ("refuse", "Refuse it")], widget=forms.RadioSelect, initial="grant"
    )
    plan = forms.ModelChoiceField(Plan.objects.all(), required=False, initial=without_limit)
    until = forms.DateField(required=False, widget=AdminDateWidget, help_text="The last day on which it holds.")

    class Meta:
        model = MoreViews
        fields = ["answer"]
        widgets = {"answer": AdminTextareaWidget(attrs={"rows": 4, "maxlength": 2000})}
        help_texts = {"answer": "They go into the letter and onto the reader's page. A refusal needs some."}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if self.instance.how_long:
            self.fields["until"].initial = localdate() + timedelta(days=self.instance.how_long)

    def clean(self):
        told = super().clean()
        if told.get("decision") == "refuse" and not told.get("answer"):
            self.add_error("answer", "Say why.")
        if told.get("decision") == "grant":
            for name in ("plan", "until"):
                if not told.get(name) and name not in self.errors:
                    self.add_error(name, "Needed to grant it.")
            if told.get("until") and told["until"] < localdate():
                self.add_error("until", "That day is over.")
        return told


# Of the pages of one's own meter: a number, not which.
OPENED = OpenedPage.objects.filter(meter__user=OuterRef("user")).order_by().values("meter").annotate(number=Count("pk"))


@admin.register(MoreViews)
class MoreViewsAdmin(admin.ModelAdmin):
    """Readers who ask for more views. Saving an answer sends it; an answered one stays as it is."""

    list_display = ["user", "reason", "how_long", "number", "asked_at", "state", "answered_by"]
    list_select_related = ["user", "answered_by"]
    list_filter = [Queue, "how_long"]
    search_fields = ["=user__email"]
    search_help_text = "An e-mail address."
    ordering = ["asked_at"]
    show_full_result_count = False
    form = AnswerForm
    asked = ["user", "why", "how_long", "number", "has_now", "asked_at"]
    to_answer = ["decision", "plan", "until", "answer"]
    answered = ["state", "answer", "grant", "answered_by", "answered_at"]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(opened=Coalesce(Subquery(OPENED.values("number")), 0))

    def get_fieldsets(self, request, obj=None):
        if self.has_change_permission(request, obj):
            return [
                ("Request", {"fields": self.asked}),
                ("Answer", {"fields": ["decision", "plan", "until", "answer"]}),
            ]
        return [("Request", {"fields": self.asked}), ("Answer", {"fields": self.answered})]

    def get_readonly_fields(self, request, obj=None):
        return self.asked if self.has_change_permission(request, obj) else [*self.asked, *self.answered]

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        open_still = obj is None or obj.state == MoreViews.State.OPEN
        return open_still and super().has_change_permission(request, obj)

    @admin.display(description="Why")
    def reason(self, asked):
        return asked.why[:200] + ("…" if len(asked.why) > 200 else "")

    @admin.display(description="Pages opened so far")
    def number(self, asked):
        return asked.opened

    @admin.display(description="Has now")
    def has_now(self, asked):
        terms = plans.terms_of(asked.user)
        until = f" until {terms.until}" if terms.until else ""
        return f"{terms.plan or 'Free account'}: {terms.amount}{until}"

    def save_model(self, request, obj, form, change):
        told, shared = form.cleaned_data, {"request": obj, "by": request.user, "home": home_of(request)}
        try:
            if told["decision"] == "grant":
                member_actions.grant_request(plan=told["plan"], until=told["until"], words=told["answer"], **shared)
            else:
                member_actions.refuse_request(words=told["answer"], **shared)
        except Refused as reason:
            self.message_user(request, str(reason), messages.ERROR)


def told(value):
    """A value of the audit trail in words."""
    if isinstance(value, bool) or value is None:
        return {True: "yes", False: "no", None: "none"}[value]
    return ", ".join(value) if isinstance(value, list) else str(value)


@admin.register(AuditEntry)
class AuditEntryAdmin(admin.ModelAdmin):
    """Who changed what somebody may read: to be looked at. PostgreSQL refuses to change or delete a line."""

    list_display = ["at", "who", "role", "act", "about", "change"]
    list_select_related = ["by", "user"]
    list_filter = ["act", "role", "at"]
    search_fields = ["=by__email", "=user__email", "organisation__iexact", "plan__iexact"]
    search_help_text = "An e-mail address, an organisation or a plan."
    show_full_result_count = False
    fields = ["at", "who", "role", "act", "about", "plan", "before", "after"]

    @admin.display(description="Change")
    def change(self, line):
        """What differs, as in "until: 2026-01-31 → 2026-12-31"; of what was made the line's own page tells all."""
        before, after = line.before or {}, line.after or {}
        if line.act in (AuditEntry.Act.PLAN_MADE, AuditEntry.Act.ORGANISATION_MADE):
            return ""
        names = [name for name in {**before, **after} if before.get(name) != after.get(name)]
        return "; ".join(
            f"{name}: {' → '.join(told(each[name]) for each in (before, after) if name in each)}" for name in names
        )

    def has_add_permission(self, request):
        return False

    def has_change_permission(self, request, obj=None):
        return False

    def has_delete_permission(self, request, obj=None):
        return False
