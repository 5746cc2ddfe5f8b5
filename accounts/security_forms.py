"""The forms that ask for codes and passkeys: what is wrong is counted, and what makes no sense is no error of ours."""

import json
import struct
from contextlib import contextmanager

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.core import context
from allauth.mfa.base import forms as mfa
from allauth.mfa.models import Authenticator
from allauth.mfa.webauthn import forms as webauthn
from allauth.mfa.webauthn.internal import auth
from cryptography.exceptions import InvalidSignature
from django import forms
from django.core.exceptions import ValidationError

from accounts import policy, tries

# The largest answer of a browser that is kept, in characters: several times what browsers send.
LONGEST_PASSKEY = 20_000
NO_PASSKEY = "The passkey was not accepted. Try it once more, or log in another way."


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


@contextmanager
def refused_if_broken():
    """What is no passkey's answer, or one with a wrong signature, is a mistake in the form."""
    try:
        yield
    except ValidationError as error:
        # allauth says "Incorrect code" of passkeys too.
        raise (ValidationError(NO_PASSKEY) if error.code == "incorrect_code" else error) from error
    except (TypeError, ValueError, LookupError, AttributeError, struct.error, InvalidSignature) as error:
        raise ValidationError(NO_PASSKEY) from error


def demand_verified(data):
    """Stop a passkey that did not ask for finger, face or PIN: alone, it has to be two factors in one."""
    if not data.is_user_verified():
        raise ValidationError("The passkey did not ask who you are. Set a PIN, finger or face for it.")


class AddPasskeyForm(webauthn.AddWebAuthnForm):
    """A new passkey; it always signs in by itself."""

    passwordless = None
    name = forms.CharField(
        label="Name",
        max_length=60,
        required=False,
        help_text="By which you will know it again, for example its device.",
    )

    def clean(self):
        credential = self.cleaned_data.get("credential")
        if not credential or len(json.dumps(credential)) > LONGEST_PASSKEY:
            raise ValidationError("No passkey came with the form. Making one takes JavaScript.")
        if Authenticator.objects.filter(user=self.user, type="webauthn").count() >= policy.PASSKEYS_PER_ACCOUNT:
            raise ValidationError(f"{policy.PASSKEYS_PER_ACCOUNT} passkeys are the most. Remove one first.")
        with refused_if_broken():
            demand_verified(auth.parse_registration_response(credential).response.attestation_object.auth_data)
            return super().clean()


class UsedPasskey:
    """A form with the answer of a passkey in its field `credential`."""

    def clean_credential(self):
        with refused_if_broken():
            return super().clean_credential()


class PasskeyForm(UsedPasskey, webauthn.AuthenticateWebAuthnForm):
    pass


class ReauthenticatePasskeyForm(UsedPasskey, webauthn.ReauthenticateWebAuthnForm):
    pass


class LoginPasskeyForm(UsedPasskey, webauthn.LoginWebAuthnForm):
    """A passkey in place of a password: it must have asked for finger, face or PIN, which allauth leaves open."""

    def clean_credential(self):
        with refused_if_broken():
            answer = auth.parse_authentication_response(self.cleaned_data["credential"])
            demand_verified(answer.response.authenticator_data)
        return super().clean_credential()
