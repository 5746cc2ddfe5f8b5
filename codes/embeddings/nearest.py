"""The codes whose words lie near some texts, by the kept vectors."""

import logging

from django.conf import settings

from codes.embeddings.model import ModelFailed, as_text, vectors
from codes.embeddings.store import DIGEST, dimensions, executed

log = logging.getLogger(__name__)

# Of each text.
MOST = 10
# The nearest first; a vector counts as long as its code says what it was made of. At a right angle nothing is shared.
NEAREST = f"""
WITH asked AS MATERIALIZED (
    SELECT place, made::vector AS vector FROM unnest(%(made)s::text[]) WITH ORDINALITY AS t(made, place)
)
SELECT asked.place - 1, near.code_id
FROM asked CROSS JOIN LATERAL (
    SELECT e.code_id, e.digest, e.vector <=> asked.vector AS distance
    FROM codes_embedding e ORDER BY e.vector <=> asked.vector LIMIT {MOST}
) near
JOIN codes_code c ON c.id = near.code_id AND c.status = 'active' AND near.digest = {DIGEST}
WHERE near.distance < 1
ORDER BY asked.place, near.distance, near.code_id
"""


def nearest(texts):
    """{text: keys of the codes near it, the nearest first}; {} where no model is configured, or where it is of no use.

    Two statements, however many texts. A model that fails is logged, without a word of the texts: they are a note's.
    """
    texts = sorted(set(texts))
    if not settings.EMBEDDING_MODEL or not texts:
        return {}
    try:
        return found_for(texts)
    except ModelFailed as error:
        log.warning("%s: case notes are read without it", error)
        return {}


def found_for(texts):
    kept, made = dimensions(), vectors(texts)
    if kept != made.shape[1]:
        there = f"vectors of {kept} numbers" if kept else "no vectors"
        raise ModelFailed(f"{settings.EMBEDDING_MODEL} gave {made.shape[1]} numbers, and {there} are kept")
    found = {text: [] for text in texts}
    for place, key in executed(NEAREST, made=[as_text(vector) for vector in made]):
        found[texts[place]].append(key)
    return found
