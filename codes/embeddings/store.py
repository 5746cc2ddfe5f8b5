"""The vectors as they are kept: a table that is no part of the migrations, because not every PostgreSQL has pgvector.

Beside each vector stands a digest of the model's name and of the words that it was made of. So nothing has to be marked
when a release is loaded or an editor writes: a vector of other words does not count, and the next build computes it.
"""

from django.conf import settings
from django.db import connection, transaction
from django.db.utils import ProgrammingError

from codes.changes import LICENSED
from codes.embeddings.model import ModelFailed, as_text, vectors
from codes.queries import LISTED_AS
from codes.systems import ICD10CM

EXTENSION = "vector"
BATCH = 256
# The line that names a code in lists: nothing of a locked section, and no official words that need a licence.
WORDS = LISTED_AS.format("c")
DIGEST = f"sha256(convert_to(%(model)s || chr(10) || {WORDS}, 'UTF8'))"
# Diagnoses that may be billed, but for later encounters: they are worded as the initial one and would crowd it out.
WANTED = f"""
SELECT c.id, {WORDS} AS words, {DIGEST} AS digest FROM codes_code c
WHERE c.system = '{ICD10CM.key}' AND c.kind = 'code' AND c.status = 'active' AND c.bare !~ '^.{{6}}[D-Z]$'
"""
DUE = f"""
SELECT w.id, w.words, w.digest FROM ({WANTED}) w LEFT JOIN codes_embedding e ON e.code_id = w.id
WHERE e.digest IS DISTINCT FROM w.digest
"""
TABLE = "CREATE TABLE codes_embedding (code_id bigint PRIMARY KEY, digest bytea NOT NULL, vector vector({}) NOT NULL)"
KEEP = """
INSERT INTO codes_embedding SELECT id, digest, made::vector
FROM unnest(%(ids)s::bigint[], %(digests)s::bytea[], %(made)s::text[]) AS t(id, digest, made)
ON CONFLICT (code_id) DO UPDATE SET digest = excluded.digest, vector = excluded.vector
"""
FINISH = f"""
DELETE FROM codes_embedding e WHERE NOT EXISTS (SELECT FROM ({WANTED}) w WHERE w.id = e.code_id);
SET LOCAL maintenance_work_mem = '256MB';
CREATE INDEX IF NOT EXISTS embedding_by_nearness ON codes_embedding USING hnsw (vector vector_cosine_ops);
ANALYZE codes_embedding
"""
# (installed in this database, could be installed)
EXTENSIONS = """
SELECT EXISTS (SELECT FROM pg_extension WHERE extname = %(name)s),
    EXISTS (SELECT FROM pg_available_extensions WHERE name = %(name)s)
"""
# NULL where there is no table; pgvector keeps the number of dimensions as the type's modifier.
DIMENSIONS = """
SELECT max(atttypmod) FROM pg_attribute WHERE attrelid = to_regclass('codes_embedding') AND attname = 'vector'
"""


class Unavailable(Exception):
    """The database has no pgvector."""


def build(*, anew=False, progress=iter):
    """Compute the vectors that are missing or of other words, all of them where `anew`; returns how many.

    `progress` is given the list of batches and gives them back one by one. Each batch is kept at once, so that a build
    that was stopped goes on where it stood. Raises Unavailable and ModelFailed.
    """
    make_extension()
    rows, every = due(), executed(WANTED)
    # Where nothing that stands counts, the table is made anew: an empty one is filled and indexed in less time.
    fresh = anew or len(rows) == len(every)
    rows = every if fresh else rows
    for batch in progress(batches(rows)):
        keep(batch, vectors([words for _, words, _ in batch]), fresh=fresh)
        fresh = False
    if dimensions():
        finish()
    return len(rows)


def make_extension():
    """See to it that the database has pgvector; Unavailable says what the operator can do."""
    if fault := missing():
        raise Unavailable(fault)
    try:
        with transaction.atomic():
            executed(f"CREATE EXTENSION IF NOT EXISTS {EXTENSION}")
    except ProgrammingError as error:
        raise Unavailable(
            f"pgvector is not installed in this database, and this role may not do it: a superuser runs "
            f"CREATE EXTENSION {EXTENSION}"
        ) from error


def missing():
    """Why there can be no vectors in this database, or ""."""
    ((installed, available),) = executed(EXTENSIONS, name=EXTENSION)
    return "" if installed or available else "this PostgreSQL has no pgvector: install it beside the server first"


def due():
    """[(key, words, digest)] of the codes whose vector is missing or made of other words or by another model."""
    return executed(DUE if dimensions() else WANTED)


def dimensions():
    """How many numbers the kept vectors have, None where none are kept."""
    ((found,),) = executed(DIMENSIONS)
    return found


def batches(rows):
    """The same rows as lists of at most BATCH."""
    return [rows[first : first + BATCH] for first in range(0, len(rows), BATCH)]


@transaction.atomic
def keep(batch, made, *, fresh=False):
    """Keep the vectors `made` of the rows of a batch; where `fresh`, in a new table."""
    if fresh:
        executed("DROP TABLE IF EXISTS codes_embedding")
    numbers, kept = made.shape[1], dimensions()
    if kept is None:
        executed(TABLE.format(numbers))
    elif numbers != kept:
        raise ModelFailed(f"{settings.EMBEDDING_MODEL} gave {numbers} numbers, and vectors of {kept} numbers are kept")
    ids, _, digests = zip(*batch, strict=True)
    executed(KEEP, ids=list(ids), digests=list(digests), made=[as_text(vector) for vector in made])


@transaction.atomic
def finish():
    """Drop the vectors of codes that are wanted no longer, and index the others."""
    for statement in FINISH.split(";"):
        executed(statement)


def executed(statement, **parameters):
    """The rows that a statement gives, [] of one that gives none; what the digest is made of is known to each."""
    about = {"model": settings.EMBEDDING_MODEL, "licensed": LICENSED}
    with connection.cursor() as cursor:
        cursor.execute(statement, about | parameters)
        return cursor.fetchall() if cursor.description else []
