"""The vectors as they are computed and kept by the command, with the test server's own pgvector."""

from io import StringIO

import pytest
from django.core.management import CommandError, call_command
from django.db import connection

from codes.embeddings import nearest, store
from codes.management.commands import build_embeddings
from codes.models import Code, Note
from tests.builders import a_code
from tests.embeddings import models

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def configured(model):
    a_code("Q11.0", descriptor="Blue fever")
    a_code("Q11.1", descriptor="Green chill")


def build(**options):
    """What the command says."""
    out, err = StringIO(), StringIO()
    call_command("build_embeddings", stdout=out, stderr=err, **options)
    return out.getvalue().strip()


def refused(**options):
    """What the command says when it cannot do its work."""
    with pytest.raises(CommandError) as error:
        build(**options)
    return str(error.value)


def kept():
    """{value of a code: dimensions of its vector} of all that is kept."""
    if store.dimensions() is None:
        return {}
    rows = store.executed("SELECT code_id, vector_dims(vector) FROM codes_embedding")
    values = dict(Code.objects.values_list("pk", "value"))
    return {values.get(key, key): dimensions for key, dimensions in rows}


def test_it_works(asked):
    assert build() == "vectors: 2 computed"
    assert kept() == {"Q11.0": 64, "Q11.1": 64}
    assert asked == ["Blue fever", "Green chill"]


def test_it_works_in_batches(monkeypatch):
    monkeypatch.setattr(store, "BATCH", 1)
    assert build() == "vectors: 2 computed"
    assert kept() == {"Q11.0": 64, "Q11.1": 64}


def test_they_have_an_index():
    build()
    statement = (
        "EXPLAIN SELECT code_id FROM codes_embedding ORDER BY vector <=> (SELECT vector FROM codes_embedding LIMIT 1)"
    )
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL enable_seqscan = off")
        cursor.execute(f"{statement} LIMIT 1")
        assert "embedding_by_nearness" in str(cursor.fetchall())


def test_what_did_not_change_is_not_computed_again(asked):
    build()
    asked.clear()
    assert build() == "the vectors are up to date"
    assert asked == []


def test_what_changed_is_computed_again_and_nothing_else(asked):
    build()
    asked.clear()
    Code.objects.filter(value="Q11.0").update(descriptor="Red fever")
    a_code("Q11.2", descriptor="Grey cough")
    assert build() == "vectors: 2 computed"
    assert asked == ["Red fever", "Grey cough"]
    assert nearest(["red fever"])["red fever"][0] == Code.objects.get(value="Q11.0").pk


def test_a_code_that_ended_loses_its_vector():
    build()
    Code.objects.filter(value="Q11.0").update(status="deleted", billable=False)
    assert build() == "the vectors are up to date"
    assert kept() == {"Q11.1": 64}


def test_only_words_that_everybody_may_see_are_embedded(asked):
    """Diagnoses by the line that names them in lists: no official CPT words, licensed or not, no inclusion terms."""
    Note.objects.create(code=Code.objects.get(value="Q11.0"), kind="inclusion_term", position=0, text="Locked term")
    a_code("99999", "cpt", descriptor="Official words", title="Our words")
    a_code("E0999", "hcpcs", descriptor="Widget")
    a_code("Q12", kind="heading", descriptor="A heading")
    a_code("Q12.9", status="deleted", descriptor="A code of old")
    a_code("Q13.9", descriptor="", title="Our own title")
    a_code("S99.001A", descriptor="Bruise, initial encounter")
    a_code("S99.001D", descriptor="Bruise, subsequent encounter")
    build()
    assert asked == ["Blue fever", "Green chill", "Our own title", "Bruise, initial encounter"]


def test_another_model_computes_all_of_them(model):
    build()
    model("wider")
    assert build() == "vectors: 2 computed"
    assert kept() == {"Q11.0": 96, "Q11.1": 96}


def test_all_of_them_anew(asked):
    build()
    asked.clear()
    assert build(anew=True) == "vectors: 2 computed"
    assert asked == ["Blue fever", "Green chill"]


def test_a_model_that_gives_another_length_than_before_is_refused(monkeypatch):
    build()
    Code.objects.filter(value="Q11.0").update(descriptor="Red fever")
    monkeypatch.setattr(models, "ngrams", lambda texts: [[1.0] * 96 for _ in texts])
    assert refused() == "tests.embeddings.models.ngrams gave 96 numbers, and vectors of 64 numbers are kept"
    assert kept() == {"Q11.0": 64, "Q11.1": 64}
    assert build(anew=True) == "vectors: 2 computed"
    assert kept() == {"Q11.0": 96, "Q11.1": 96}


@pytest.mark.parametrize(
    ("name", "fault"),
    [
        ("broken", "failed with RuntimeError: no memory for Blue fever"),
        ("short", "gave an array of the shape (1, 64) for 2 texts"),
        ("flat", "gave an array of the shape (2,) for 2 texts"),
        ("ragged", "failed with ValueError"),
        ("empty", "gave vectors of 0 numbers; 1 to 2,000 can be kept"),
        ("enormous", "gave vectors of 2001 numbers; 1 to 2,000 can be kept"),
        ("not_numbers", "gave numbers that are infinite or none"),
        ("infinite", "gave numbers that are infinite or none"),
        ("too_large", "gave numbers that are infinite or none"),
        ("nothing", "gave an array of the shape () for 2 texts"),
        ("number", "failed with TypeError"),
        ("missing", "failed with ImportError"),
    ],
)
def test_a_model_that_cannot_be_used_is_refused_and_nothing_is_lost(model, name, fault):
    build()
    model(name)
    assert f"tests.embeddings.models.{name} " in refused()
    assert fault in refused(anew=True)
    assert kept() == {"Q11.0": 64, "Q11.1": 64}


def test_what_was_stopped_goes_on_where_it_stood(monkeypatch, asked):
    monkeypatch.setattr(store, "BATCH", 1)
    whole = models.ngrams
    monkeypatch.setattr(models, "ngrams", lambda texts: whole(texts) if "Blue" in texts[0] else models.broken(texts))
    refused()
    assert kept() == {"Q11.0": 64}
    monkeypatch.setattr(models, "ngrams", whole)
    assert build() == "vectors: 1 computed"
    assert asked == ["Blue fever", "Green chill"]


def test_nothing_is_kept_where_there_are_no_codes():
    Code.objects.all().delete()
    assert build() == "the vectors are up to date"
    assert store.dimensions() is None


class TestWithoutPgvector:
    @pytest.fixture(autouse=True)
    def gone(self):
        with connection.cursor() as cursor:
            cursor.execute("DROP EXTENSION IF EXISTS vector CASCADE")

    def test_it_is_installed_where_that_can_be_done(self):
        assert build() == "vectors: 2 computed"

    def test_a_server_without_it(self, monkeypatch):
        monkeypatch.setattr(store, "EXTENSION", "no_such_extension")
        assert refused() == "this PostgreSQL has no pgvector: install it beside the server first"

    def test_a_role_that_may_not_install_it(self):
        with connection.cursor() as cursor:
            cursor.execute("CREATE ROLE ordinary_role")
            cursor.execute("GRANT SELECT ON ALL TABLES IN SCHEMA public TO ordinary_role")
            cursor.execute("SET LOCAL ROLE ordinary_role")
        assert refused().endswith("this role may not do it: a superuser runs CREATE EXTENSION vector")

    def test_no_migration_needs_it(self):
        assert store.dimensions() is None


class TestWithoutAModel:
    @pytest.fixture(autouse=True)
    def off(self, settings):
        settings.EMBEDDING_MODEL = ""

    def test_it_says_what_is_missing(self):
        assert refused() == "EMBEDDING_MODEL is not set: it names the function that makes vectors of texts"

    def test_if_due_ends_well(self):
        assert build(if_due=True) == "no embedding model is configured"


def test_it_says_how_far_it_is(monkeypatch):
    monkeypatch.setattr(store, "BATCH", 1)
    monkeypatch.setattr(build_embeddings, "SILENCE", -1)
    err = StringIO()
    call_command("build_embeddings", stdout=StringIO(), stderr=err)
    assert err.getvalue().splitlines() == ["     0 s  1 of 2 codes", "     0 s  2 of 2 codes"]


def test_its_help_tells_what_is_asked_of_a_model(capsys):
    with pytest.raises(SystemExit):
        call_command("build_embeddings", "--help")
    told = capsys.readouterr().out
    assert "takes a list of texts and gives a list of as many vectors" in told
    assert "EMBEDDING_MODEL=ourmodel.vectors manage.py build_embeddings" in told
