"""What `manage.py check` says of an embedding model."""

import pytest
from django.core.checks import run_checks
from django.db import OperationalError

from codes.embeddings import build, store
from codes.models import Code
from tests.builders import a_code

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def codes():
    a_code("Q11.0", descriptor="Blue fever")
    a_code("Q11.1", descriptor="Green chill")


def said():
    return [(warning.id, warning.msg) for warning in run_checks() if warning.id and warning.id.startswith("codes.")]


def test_nothing_without_a_model(django_assert_num_queries):
    with django_assert_num_queries(0):
        assert said() == []


def test_vectors_that_are_missing_or_of_other_words(model):
    assert said() == [
        ("codes.W002", "2 codes have no vector of the configured model: manage.py build_embeddings computes them")
    ]
    build()
    assert said() == []
    Code.objects.filter(value="Q11.0").update(descriptor="Red fever")
    assert said() == [
        ("codes.W002", "1 codes have no vector of the configured model: manage.py build_embeddings computes them")
    ]


def test_a_server_without_pgvector(model, monkeypatch):
    monkeypatch.setattr(store, "EXTENSION", "no_such_extension")
    assert said() == [
        (
            "codes.W001",
            "EMBEDDING_MODEL is set, and this PostgreSQL has no pgvector: install it beside the server first",
        )
    ]


def test_a_database_that_is_away(model, monkeypatch):
    def away(statement, **parameters):
        raise OperationalError

    monkeypatch.setattr(store, "executed", away)
    assert said() == []
