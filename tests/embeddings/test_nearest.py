"""The codes near some texts: which count, what it costs, and what is said when the model is of no use."""

import logging

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from codes.embeddings import build, nearest
from codes.models import Code
from tests.builders import a_code
from tests.embeddings import models

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def configured(model):
    a_code("Q11.0", descriptor="Blue fever of the ear")
    a_code("Q11.1", descriptor="Green chill")
    a_code("Q11.2", descriptor="Blue fever")


def near(*texts):
    """{text: values of the codes near it}."""
    values = dict(Code.objects.values_list("pk", "value"))
    return {text: [values[key] for key in keys] for text, keys in nearest(texts).items()}


def test_it_works():
    build()
    assert near("blue fevers", "chilly green") == {
        "blue fevers": ["Q11.2", "Q11.0", "Q11.1"],
        "chilly green": ["Q11.1", "Q11.2", "Q11.0"],
    }


def test_without_a_model_nothing_is_asked(settings, django_assert_num_queries):
    build()
    settings.EMBEDDING_MODEL = ""
    with django_assert_num_queries(0):
        assert nearest(["blue fever"]) == {}


def test_without_texts_nothing_is_asked(asked, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert nearest([]) == {}
    assert asked == []


def test_two_statements_however_many_texts(django_assert_num_queries):
    build()
    with django_assert_num_queries(2):
        nearest([f"blue fever {number}" for number in range(50)])


def test_each_text_is_asked_for_once(asked):
    build()
    asked.clear()
    nearest(["green", "blue", "green"])
    assert asked == ["blue", "green"]


def test_a_vector_of_other_words_does_not_count():
    build()
    Code.objects.filter(value="Q11.2").update(descriptor="Violet itch")
    assert near("blue fever") == {"blue fever": ["Q11.0", "Q11.1"]}


def test_a_code_that_ended_does_not_count():
    build()
    Code.objects.filter(value="Q11.2").update(status="deleted", billable=False)
    assert near("blue fever") == {"blue fever": ["Q11.0", "Q11.1"]}


def test_vectors_of_another_model_do_not_count(settings, monkeypatch):
    build()
    monkeypatch.setattr(models, "other", models.ngrams, raising=False)
    settings.EMBEDDING_MODEL = "tests.embeddings.models.other"
    assert near("blue fever") == {"blue fever": []}


def test_what_shares_nothing_is_not_near(monkeypatch):
    build()
    monkeypatch.setattr(models, "ngrams", models.silent)
    assert near("blue fever") == {"blue fever": []}


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("broken", "failed with RuntimeError"),
        ("not_numbers", "gave numbers that are infinite or none"),
        ("short", "gave an array of the shape (0,) for 1 texts"),
        ("wider", "gave 96 numbers, and vectors of 64 numbers are kept"),
        ("missing", "failed with ImportError"),
    ],
)
def test_a_model_that_fails_is_logged_without_the_texts(model, caplog, name, told):
    build()
    model(name)
    with caplog.at_level(logging.DEBUG, "codes"):
        assert near("blue fever") == {}
    assert [record.getMessage() for record in caplog.records if record.name.startswith("codes")] == [
        f"tests.embeddings.models.{name} {told}: case notes are read without it"
    ]
    assert "blue fever" not in caplog.text


def test_before_anything_is_built(caplog):
    assert near("blue fever") == {}
    assert "gave 64 numbers, and no vectors are kept" in caplog.text


def test_vectors_that_were_dropped_with_the_extension():
    build()
    with connection.cursor() as cursor:
        cursor.execute("DROP EXTENSION vector CASCADE")
    assert near("blue fever") == {}


def test_the_texts_are_sent_to_no_statement():
    """Only their vectors are."""
    build()
    with CaptureQueriesContext(connection) as queries:
        nearest(["blue fever"])
    assert "blue fever" not in str(queries.captured_queries)
