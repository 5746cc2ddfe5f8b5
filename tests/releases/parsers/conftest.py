"""Parsers know neither settings nor caches: their many tests go without."""

import pytest


@pytest.fixture(autouse=True)
def plain_settings():
    """In place of the fixture of this name for all tests."""
