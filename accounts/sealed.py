"""Secrets that must be read again, encrypted in the database: those of authenticator apps and recovery codes.

Fernet (AES-128-CBC with HMAC-SHA-256) under a key that HKDF derives from SECRET_KEY, so a dump alone opens nothing.
Earlier keys in SECRET_KEY_FALLBACKS still open what they sealed.
"""

import base64
import logging
import secrets

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from django.conf import settings

log = logging.getLogger(__name__)
PURPOSE = b"secrets of second factors"
# How Fernet's tokens begin: version and the high bytes of the time. No secret of an app or of codes does.
BEGINS = "gAAAA"


def seal(text):
    """`text` encrypted under the present key."""
    return keys().encrypt(text.encode()).decode()


def unseal(text):
    """What was sealed; as it is what was stored before secrets were.

    Where no key opens it, a secret that nobody knows: then no code is right, rather than one that can be guessed.
    """
    if not text.startswith(BEGINS):
        return text
    try:
        return keys().decrypt(text.encode()).decode()
    except InvalidToken:
        log.error("a second factor was sealed under a SECRET_KEY that is not known any more")
        return base64.b32encode(secrets.token_bytes(20)).decode()


def keys():
    return MultiFernet([Fernet(derived(key)) for key in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)])


def derived(key):
    """The 32 bytes that Fernet wants; SECRET_KEY has entropy enough that no slow derivation is needed."""
    told = HKDF(algorithm=SHA256(), length=32, salt=None, info=PURPOSE).derive(key.encode())
    return base64.urlsafe_b64encode(told)
