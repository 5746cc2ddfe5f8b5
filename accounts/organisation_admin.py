"""Organisations and their seats for the operator; written by `seat_actions`, which adds the line to the audit trail."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.db.models import Count

from accounts import seat_actions
from accounts.grant_admin import GrantInline, save_grants
from accounts.letters import home_of
from accounts.member_actions import Refused
from accounts.models import Grant, Organisation, Seat


class SeatForm(forms.ModelForm):
    """A seat, for an account at once or by letter to an address."""

    class Meta:
        model = Seat
        fields = ["user", "email"]
        help_texts = {"user": "Has it at once.", "email": "Gets a letter, and has the seat once it is taken."}

    def __init__(self, *args, **options):
        super().__init__(*args, **options)
        if field := self.fields.get("email"):
            field.required = False

    def clean(self):
        if bool(self.cleaned_data.get("user")) == bool(self.cleaned_data.get("email")) and not self.errors:
            raise ValidationError("Name an account or an address, one of them.")


class SeatFormSet(forms.BaseInlineFormSet):
    """The seats of an organisation: no more than there are, whoever else gives some at this moment."""

    def clean(self):
        super().clean()
        held = 0
        if self.instance.pk:
            seat_actions.locked(self.instance)
            held = Seat.objects.filter(organisation=self.instance).count()
        new = [form for form in self.extra_forms if form.has_changed() and form not in self.deleted_forms]
        if held - len(self.deleted_forms) + len(new) > (self.instance.seats or 0):
            raise ValidationError(f"There are {self.instance.seats} seats, and {held} are given.")


class SeatInline(admin.TabularInline):
    """Who has a seat; deleting one takes it back."""

    model = Seat
    form = SeatForm
    formset = SeatFormSet
    extra = 0
    fields = ["user", "email", "offered_at", "taken_at"]
    readonly_fields = ["offered_at", "taken_at"]
    autocomplete_fields = ["user"]
    verbose_name_plural = "seats (deleting one takes it back)"

    def get_queryset(self, request):
        return super().get_queryset(request).select_related("user")

    def has_change_permission(self, request, obj=None):
        return False


class GrantOfOrganisationInline(GrantInline):
    fk_name = "organisation"


class OrganisationForm(forms.ModelForm):
    class Meta:
        model = Organisation
        fields = ["name", "seats", "manager"]

    def clean_seats(self):
        seats, held = self.cleaned_data["seats"], self.instance.given.count() if self.instance.pk else 0
        if seats < held:
            raise ValidationError(f"{held} seats are given. Take some back first.")
        return seats


@admin.register(Organisation)
class OrganisationAdmin(admin.ModelAdmin):
    """Several readers who share a plan. What they have stands under the grants."""

    list_display = ["name", "manager", "seats", "held", "made_at"]
    list_select_related = ["manager"]
    search_fields = ["name", "=manager__email"]
    show_full_result_count = False
    form = OrganisationForm
    autocomplete_fields = ["manager"]
    inlines = [GrantOfOrganisationInline, SeatInline]

    def get_queryset(self, request):
        return super().get_queryset(request).annotate(held=Count("given"))

    @admin.display(description="Given")
    def held(self, organisation):
        return organisation.held

    def save_model(self, request, obj, form, change):
        seat_actions.save_organisation(organisation=obj, by=request.user)

    def delete_model(self, request, obj):
        seat_actions.delete_organisation(organisation=obj, by=request.user)

    def delete_queryset(self, request, queryset):
        for organisation in queryset:
            self.delete_model(request, organisation)

    def save_formset(self, request, form, formset, change):
        if formset.model is Grant:
            save_grants(formset, request.user)
            return
        formset.save(commit=False)
        for seat in formset.deleted_objects:
            seat_actions.take_back(seat=seat, by=request.user)
        for seat in formset.new_objects:
            self.give(request, form.instance, seat)

    def give(self, request, organisation, seat):
        try:
            if seat.user:
                seat_actions.give(organisation=organisation, user=seat.user, by=request.user)
            else:
                home = home_of(request)
                seat_actions.offer(organisation=organisation, email=seat.email, by=request.user, home=home)
        except Refused as reason:
            self.message_user(request, f"{seat.user or seat.email}: {reason}", messages.ERROR)
