"""The forms that ask for codes: what is wrong is counted, and what makes no sense is no error of ours."""

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa

from accounts import tries


class CountedCode:
    """A form with a field `code`: each try is counted before it is made."""

    def clean_code(self):
        if not self.cleaned_data["code"].isascii():
            raise get_adapter().validation_error("incorrect_code")
        door = self.door()
        tries.knock(door)
        code = super().clean_code()
        tries.let_in(door)
        return code


class SecondFactor(CountedCode):
    def door(self):
        return tries.second_factor_of(self.user)


class CodeOfALetter(CountedCode):
    def door(self):
        return tries.code_sent_to(context.request.session)


class AuthenticateForm(SecondFactor, mfa.AuthenticateForm):
    pass


class ReauthenticateForm(SecondFactor, mfa.ReauthenticateForm):
    pass


class ConfirmLoginCodeForm(CodeOfALetter, account.ConfirmLoginCodeForm):
    pass


class ConfirmPasswordResetCodeForm(CodeOfALetter, account.ConfirmPasswordResetCodeForm):
    pass


class ConfirmEmailVerificationCodeForm(CodeOfALetter, account.ConfirmEmailVerificationCodeForm):
    pass


class ChangePasswordForm(account.ChangePasswordForm):
    def clean_oldpassword(self):
        door = tries.password_again_of(self.user)
        tries.knock(door)
        password = super().clean_oldpassword()
        tries.let_in(door)
        return password
