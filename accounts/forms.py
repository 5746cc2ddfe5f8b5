"""The form of registration."""

from allauth.account import forms

from accounts import mailboxes
from accounts.models import User


class SignupForm(forms.SignupForm):
    """Registration: a mailbox has one account, however its address is written.

    Who asks for a second one is told so by letter, as who asks with the very same address is: no answer tells which
    addresses have an account.
    """

    def validate_unique_email(self, value):
        email = super().validate_unique_email(value)
        self.account_already_exists |= User.objects.of_mailbox(email).exists()
        return email

    def try_save(self, request):
        """Asked once more, alone: two who ask at once get one account."""
        email = self.cleaned_data["email"]
        with mailboxes.alone(email):
            self.account_already_exists |= User.objects.of_mailbox(email).exists()
            return super().try_save(request)
