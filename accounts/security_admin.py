"""What staff see and do of an account's failed tries to sign in."""

from django.contrib import admin, messages

from accounts import tries
from accounts.security_actions import open_doors


class SignInAdmin:
    """For the admin of accounts: how many tries failed, and an action that lets the account in at once."""

    actions = ["open_sign_in"]

    @admin.display(description="failed tries")
    def failed_tries(self, user):
        if user.pk is None:
            return "-"
        failures, until = tries.closed(user)
        return f"{failures}, closed until {until:%H:%M} UTC" if until else str(failures)

    @admin.action(description="Open the sign-in after failed tries", permissions=["change"])
    def open_sign_in(self, request, queryset):
        mine = [user for user in queryset if self.has_change_permission(request, user)]
        for user in mine:
            open_doors(user=user)
            self.log_change(request, user, "Opened the sign-in after failed tries.")
        self.message_user(request, f"The sign-in of {len(mine)} accounts is open.", messages.SUCCESS)
