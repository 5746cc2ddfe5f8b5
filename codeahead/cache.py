"""Keys of the shared cache, which must not tell whom they are about."""

import hashlib
import hmac

from django.conf import settings


def hashed_key(key, prefix, version):
    """A keyed hash in place of the key: rate limits are kept by address, and no address is to be stored."""
    text = f"{prefix}:{version}:{key}"
    return hmac.new(settings.SECRET_KEY.encode(), text.encode(), hashlib.sha256).hexdigest()
