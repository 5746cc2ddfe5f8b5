"""Plans and grants for the operator; written by `member_actions`, which adds the line to the audit trail."""

from django import forms
from django.contrib import admin
from django.db.models import Count

from accounts import member_actions, plans
from accounts.membership import without_limit
from accounts.models import Grant, Plan


class PlanForm(forms.ModelForm):
    """A plan, with the sections of the code page to tick."""

    sections = forms.MultipleChoiceField(required=False, widget=forms.CheckboxSelectMultiple)

    class Meta:
        model = Plan
        fields = ["name", "says", "views", "period", "sections", "is_default"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if field := self.fields.get("sections"):
            known = plans.sections()
            gone = [key for key in self.instance.sections or [] if key not in dict(known)]
            field.choices = [*known, *((key, f"{key} (the page has no such section)") for key in gone)]
            field.help_text = Plan._meta.get_field("sections").help_text

    def clean_sections(self):
        return self.cleaned_data["sections"] or None


@admin.register(Plan)
class PlanAdmin(admin.ModelAdmin):
    """What there is to be granted. One that was granted cannot be deleted."""

    list_display = ["name", "says", "opens", "sections_named", "is_default", "granted"]
    search_fields = ["name"]
    form = PlanForm

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(granted=Count("grants"))

    @admin.display(description="Opens")
    def opens(self, plan):
        return plans.Terms(plan.views, plan.period).amount

    @admin.display(description="Sections")
    def sections_named(self, plan):
        return ", ".join(plan.sections) if plan.sections else "all"

    @admin.display(description="Grants")
    def granted(self, plan):
        return plan.granted

    def save_model(self, request, obj, form, change):
        member_actions.save_plan(plan=obj, by=request.user)

    def delete_model(self, request, obj):
        member_actions.delete_plan(plan=obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for plan in queryset:
            self.delete_model(request, plan)


class GrantForm(forms.ModelForm):
    """A grant; whoever names no plan gives the one without limit."""

    class Meta:
        model = Grant
        fields = ["plan", "since", "until", "reason"]

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if field := self.fields.get("plan"):
            field.required = False

    def clean_plan(self):
        return self.cleaned_data["plan"] or Plan.objects.get(pk=without_limit())

    def save_by(self, by):
        """Give or change it, with the line in the audit trail."""
        given = self.instance
        names = ("plan", "since", "until", "reason")
        told = {name: getattr(given, name) for name in names}
        if given.pk:
            member_actions.change_grant(grant=given, by=by, **told)
        else:
            made = member_actions.grant(user=given.user, organisation=given.organisation, by=by, **told)
            given.pk = made.pk


class GrantInline(admin.TabularInline):
    """The grants that were not taken back; deleting one takes it back."""

    model = Grant
    form = GrantForm
    extra = 0
    fields = ["plan", "since", "until", "reason", "granted_by", "granted_at"]
    readonly_fields = ["granted_by", "granted_at"]
    verbose_name_plural = "grants (deleting one takes it back)"

    def get_queryset(self, request):
        return super().get_queryset(request).standing().select_related("granted_by")


class GrantOfUserInline(GrantInline):
    fk_name = "user"


def save_grants(formset, by):
    """What was given, changed and taken back in a form."""
    formset.save(commit=False)
    for form in formset.initial_forms + formset.extra_forms:
        if form in formset.deleted_forms:
            if form.instance.pk:
                member_actions.take_back(grant=form.instance, by=by)
        elif form.has_changed():
            form.save_by(by)


@admin.register(Grant)
class GrantAdmin(admin.ModelAdmin):
    """Who has which plan until when, given to a reader or to an organisation. Deleting one takes it back."""

    list_display = ["whose", "plan", "since", "until", "reason", "granted_by", "granted_at", "taken_back_at"]
    list_select_related = ["user", "organisation", "plan", "granted_by"]
    list_filter = ["plan", ("taken_back_at", admin.EmptyFieldListFilter), "until"]
    search_fields = ["=user__email", "organisation__name", "=reference"]
    search_help_text = "An e-mail address, an organisation, or a payment provider's reference."
    autocomplete_fields = ["user", "organisation"]
    date_hierarchy = "until"
    show_full_result_count = False
    fields = ["user", "organisation", "plan", "since", "until", "reason", "reference", "granted_by", "granted_at",
              "taken_back_at"]  # fmt: skip
    ordering = ["-granted_at"]

    def get_readonly_fields(self, request, obj=None):
        written = ["reference", "granted_by", "granted_at", "taken_back_at"]
        if obj is None:
            return written
        return ["user", "organisation", *written] if obj.taken_back_at is None else self.fields

    def delete_model(self, request, obj):
        """Taken back, so that the reference of a payment stays known; with its account it goes."""
        member_actions.take_back(grant=obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for grant in queryset:
            self.delete_model(request, grant)

    @admin.display(description="Reader or organisation")
    def whose(self, grant):
        return grant.user.email if grant.user else grant.organisation

    def save_model(self, request, obj, form, change):
        told = {name: getattr(obj, name) for name in ("plan", "since", "until", "reason")}
        if change:
            member_actions.change_grant(grant=obj, by=request.user, **told)
        else:
            made = member_actions.grant(user=obj.user, organisation=obj.organisation, by=request.user, **told)
            obj.pk = made.pk
