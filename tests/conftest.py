"""A real PostgreSQL for the whole run, builders, and people named for their part."""

import os

import pytest

THROWAWAY = pytest.StashKey()


def pytest_configure(config):
    """The controller starts one throw-away server before any settings are read; xdist's workers share it."""
    os.environ["CODEAHEAD_LOCAL"] = "1"
    os.environ["SECRET_KEY"] = "tests-only"
    if hasattr(config, "workerinput") or os.environ.get("CODEAHEAD_TEST_SERVER"):
        return
    if "DATABASE_URL" not in os.environ:
        from codeahead.local_postgres import throwaway

        server = throwaway()
        os.environ["DATABASE_URL"] = server.__enter__()
        config.stash[THROWAWAY] = server


def pytest_unconfigure(config):
    server = config.stash.get(THROWAWAY, None)
    if server:
        server.__exit__(None, None, None)
        os.environ.pop("DATABASE_URL", None)


@pytest.fixture(autouse=True)
def plain_settings(settings, tmp_path):
    """Cheap passwords, letters in memory, a cache of its own for each test."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    from django.core.cache import caches

    caches["process"].clear()
    yield
    caches["process"].clear()


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
