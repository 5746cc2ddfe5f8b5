"""What staff see and do of an account's failed tries to sign in."""

from django.contrib import admin, messages

from accounts import tries
from accounts.security_actions import end_sign_ins, open_doors


class SignInAdmin:
    """For the admin of accounts: how many tries failed, an action that lets the account in at once, and one that puts
    it out everywhere.
    """

    actions = ["open_sign_in", "sign_out"]

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

    @admin.action(description="Sign out everywhere", permissions=["change"])
    def sign_out(self, request, queryset):
        mine = [user for user in queryset if self.has_change_permission(request, user)]
        ended = 0
        for user in mine:
            ended += end_sign_ins(user=user, but=request.session.session_key)
            self.log_change(request, user, "Signed the account out everywhere.")
        self.message_user(request, f"{len(mine)} accounts are signed out, in {ended} browsers.", messages.SUCCESS)
