"""A program with a key of a registered reader's account."""

import pytest
from django.test import Client

from api import keys


@pytest.fixture
def key(member_user):
    return keys.make(user=member_user, name="Tests")


@pytest.fixture
def program(key):
    """Sends a key with each request, and no cookie."""
    return Client(headers={"Authorization": f"Bearer {key.secret}"})
