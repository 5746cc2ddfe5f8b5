"""Readers and meters for the operator."""

from django.contrib import admin
from django.contrib.auth.admin import UserAdmin as DjangoUserAdmin
from django.contrib.auth.forms import AdminUserCreationForm

from accounts import organisation_admin, request_admin  # noqa: F401
from accounts.grant_admin import GrantOfUserInline, save_grants
from accounts.models import Meter, OpenedPage, User
from accounts.security_admin import SignInAdmin


class NewUserForm(AdminUserCreationForm):
    class Meta:
        model = User
        fields = ["email"]


@admin.register(User)
class UserAdmin(SignInAdmin, DjangoUserAdmin):
    list_display = ["email", "name", "is_staff", "is_active", "date_joined"]
    list_filter = ["is_staff", "is_superuser", "is_active"]
    search_fields = ["=email", "email__istartswith", "name__istartswith"]
    ordering = ["email"]
    show_full_result_count = False
    add_form = NewUserForm
    inlines = [GrantOfUserInline]
    fieldsets = [
        (None, {"fields": ["email", "name", "password"]}),
        ("Rights", {"fields": ["is_active", "is_staff", "is_superuser", "groups", "user_permissions"]}),
        ("Dates", {"fields": ["last_login", "date_joined", "failed_tries"]}),
    ]
    readonly_fields = ["last_login", "date_joined", "failed_tries"]
    # Whoever gives these gives what they may not have themselves: for superusers.
    rights = ["is_staff", "is_superuser", "groups", "user_permissions"]
    add_fieldsets = [(None, {"fields": ["email", "usable_password", "password1", "password2"]})]

    def get_readonly_fields(self, request, obj=None):
        return self.readonly_fields + ([] if request.user.is_superuser else self.rights)

    def has_change_permission(self, request, obj=None):
        """Accounts of the desk are for superusers: whoever sets the password of one has its rights."""
        theirs = obj is not None and (obj.is_staff or obj.is_superuser)
        return super().has_change_permission(request, obj) and (request.user.is_superuser or not theirs)

    def save_formset(self, request, form, formset, change):
        save_grants(formset, request.user)


class OpenedPageInline(admin.TabularInline):
    model = OpenedPage
    fields = readonly_fields = ["page", "opened_at", "carried"]
    extra = 0
    can_delete = False

    def has_add_permission(self, request, obj=None):
        return False


@admin.register(Meter)
class MeterAdmin(admin.ModelAdmin):
    """What a reader has opened; PostgreSQL writes it, nobody else."""

    list_display = ["reader", "user", "created_at"]
    list_select_related = ["user"]
    search_fields = ["=user__email"]
    show_full_result_count = False
    fields = readonly_fields = ["reader", "user", "claimed_by", "created_at"]
    inlines = [OpenedPageInline]

    def has_add_permission(self, request):
        return False
