"""A code whose page a reader has open, and forms that nobody finds too quick."""

from datetime import timedelta

import pytest
from django.core.cache import cache

from discussion import policy
from tests.builders import a_code
from tests.discussion.builders import opened_by


@pytest.fixture(autouse=True)
def no_haste(monkeypatch, db):
    """Tests fill in forms at once; and the limits of one test are not those of the next."""
    monkeypatch.setattr(policy, "QUICKEST", timedelta(seconds=-1))
    cache.clear()


@pytest.fixture
def code():
    return a_code("99901", "cpt")


@pytest.fixture
def open_code(code, member_user):
    """The code, its page open to the member."""
    opened_by(member_user, code)
    return code
