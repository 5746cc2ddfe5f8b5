"""A throw-away PostgreSQL for the whole run, started before any settings are read.

Loaded as a plugin (`-p tests.server` in pyproject.toml): pytest-django reads the settings before any conftest.
The controller of xdist starts the server and its workers find it in the environment.
"""

import os
from contextlib import ExitStack

SERVER = ExitStack()

os.environ["CODEAHEAD_LOCAL"] = "1"
os.environ["SECRET_KEY"] = "for-tests-only"
if "DATABASE_URL" not in os.environ:
    from codeahead.local_postgres import throwaway

    # Two hundred connections at once on a busy machine may take longer than a site would wait.
    os.environ["DATABASE_URL"] = SERVER.enter_context(throwaway()) + "&connect_timeout=60"


def pytest_unconfigure(config):
    SERVER.close()
