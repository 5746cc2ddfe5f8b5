"""How passkeys are named and for which domain they hold; how the secrets of second factors are stored."""

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings

from accounts import sealed
from accounts.browsers import described_of


class MFAAdapter(DefaultMFAAdapter):
    def encrypt(self, text):
        return sealed.seal(text)

    def decrypt(self, encrypted_text):
        return sealed.unseal(encrypted_text)

    def get_public_key_credential_rp_entity(self):
        """One domain for all host names of the site, if it is named: passkeys of one hold at the others."""
        host = settings.PASSKEY_DOMAIN or context.request.get_host().partition(":")[0]
        return {"id": host, "name": "CodeAhead"}

    def generate_authenticator_name(self, user, type):
        return described_of(context.request)
