"""A model that is configured, and what it was asked."""

import pytest

from tests.embeddings import models


@pytest.fixture
def model(settings):
    """Sets the configured model by its name in `models`; `ngrams` to begin with."""

    def configure(name):
        settings.EMBEDDING_MODEL = f"tests.embeddings.models.{name}"

    configure("ngrams")
    return configure


@pytest.fixture
def asked():
    """The texts that the model was asked for."""
    models.ASKED.clear()
    return models.ASKED
