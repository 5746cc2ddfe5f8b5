"""Where an embedding model joins in: which candidates come of it, in what order, and that it may fail."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from codes.case_notes import limits, nearness
from codes.case_notes.nearness import NEAR, fused
from codes.case_notes.reading import read
from codes.embeddings import build
from tests.builders import a_code
from tests.case_notes.builders import code_set
from tests.embeddings import models

pytestmark = pytest.mark.django_db
# Statements of a note that is read, without a model.
MOST = 4


@pytest.fixture
def model(settings):
    code_set()
    # Spelt nearly alike, in other words.
    a_code("Q12.0", descriptor="Barkentine wheedlement")
    settings.EMBEDDING_MODEL = "tests.embeddings.models.ngrams"
    build()
    return settings


def candidates(note):
    """[(words, whether proposed, [(value, why)])] of each finding."""
    return [
        (note[f.mention.start : f.mention.end], f.proposed, [(c.code.value, c.why) for c in f.choices])
        for f in read(note).findings
    ]


def test_a_code_that_is_near_is_offered_behind_those_that_say_the_words(model):
    ((words, proposed, found),) = candidates("A/P: barking wheedle")
    assert (words, proposed) == ("barking wheedle", True)
    assert found[:2] == [("R05.9", "words of the descriptor"), ("Q12.0", nearness.WHY[NEAR])]
    assert len(found) <= limits.CANDIDATES


def test_the_page_says_why_it_is_offered(model, client):
    page = client.post("/case-note/", {"note": "A/P: barking wheedle"}).text
    assert page.count("Near in meaning, by the embedding model") == 1
    assert page.count('value="accept" checked') == 1


def test_it_is_off_unless_it_is_configured(model):
    model.EMBEDDING_MODEL = ""
    ((_, _, found),) = candidates("A/P: barking wheedle")
    assert "Q12.0" not in [value for value, _ in found]


@pytest.mark.parametrize("name", ["broken", "not_numbers", "short", "wider", "missing"])
def test_a_note_is_read_without_a_model_that_fails(model, name):
    note = "A/P: barking wheedle; zebrine fluxion. Denies lunar divot."
    model.EMBEDDING_MODEL = ""
    without = candidates(note)
    model.EMBEDDING_MODEL = f"tests.embeddings.models.{name}"
    assert candidates(note) == without


@pytest.mark.parametrize(
    "note",
    [
        "Denies barking wheedle",
        "h/o ochre quillwort of the breast",
        "FH: mother ochre quillwort of breast",
        "32 weeks pregnant. A/P: barking wheedle",
        "Order: full widget mask",
        "Former smoker",
    ],
)
def test_what_the_note_as_a_whole_has_decided_stays(model, note):
    a_code("O99.9", descriptor="Pregnancy with barking wheedle")
    with_it = candidates(note)
    model.EMBEDDING_MODEL = ""
    assert candidates(note) == with_it


def test_it_costs_two_statements_however_long_the_note(model, client):
    note = "A/P: zebrine fluxion\n" + "barking wheedle, zebrine fluxion of ear. " * 100
    for name, most in {"": MOST, "tests.embeddings.models.ngrams": MOST + 2}.items():
        model.EMBEDDING_MODEL = name
        client.post("/case-note/", {"note": note})
        with CaptureQueriesContext(connection) as queries:
            assert client.post("/case-note/", {"note": note}).status_code == 200
        assert sum(not re.search('SAVEPOINT|"cache"', query["sql"]) for query in queries) <= most


def test_what_is_sent_to_the_model_is_masked_and_no_more_than_phrases(model, client):
    models.ASKED.clear()
    client.post("/case-note/", {"note": "Patient: Harold Vexley\nA/P: zebrine fluxion, R knee, all week"})
    assert models.ASKED == ["zebrine fluxion knee right"]


class TestFused:
    def test_without_anything_near_the_order_stays(self):
        assert fused(((5, 50), (3, 30)), []) == ((5, 50), (3, 30))

    def test_what_is_near_goes_up(self):
        assert fused(((5, 50), (3, 30)), [3]) == ((3, 30), (5, 50))

    def test_of_equals_the_first_stays_first(self):
        assert fused(((5, 50), (3, 30)), [3, 5]) == ((5, 50), (3, 30))

    def test_one_code_that_is_only_near_stands_behind_the_others(self):
        assert fused(((5, 50),), [9, 8, 7]) == ((5, 50), (9, NEAR))

    def test_no_more_than_are_offered(self):
        assert fused(((5, 50), (3, 30), (1, 10)), [9]) == ((5, 50), (3, 30), (1, 10))
