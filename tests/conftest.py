"""Settings for tests, and people named for their part."""

import pytest
from hypothesis import settings as examples

# The same invented examples in every run, so that what passed in one place passes in another. To search for new ones:
# make test ARGS="--hypothesis-profile=searching".
examples.register_profile("same", derandomize=True)
examples.register_profile("searching", print_blob=True)
examples.load_profile("same")


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """Cheap passwords, letters in memory, a cache of its own for each test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from django.core.cache import caches

    for name in ("process", "pages"):
        caches[name].clear()
    yield
    for name in ("process", "pages"):
        caches[name].clear()


@pytest.fixture
def guest(client):
    """A browser that nobody is signed in to."""
    return client


@pytest.fixture
def member_user(db):
    from tests.builders import a_reader

    return a_reader()


@pytest.fixture
def member(client, member_user):
    """The browser of a registered reader."""
    client.force_login(member_user)
    return client


@pytest.fixture
def editor_user(db):
    from tests.builders import a_reader

    return a_reader(email="editor@example.org", name="Ed Itor", is_staff=True, is_superuser=True)


@pytest.fixture
def editor(client, editor_user):
    client.force_login(editor_user)
    return client
