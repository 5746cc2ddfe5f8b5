"""Whether an embedding model helps the case notes, and what it costs: the notes read without it and with it.

    EMBEDDING_MODEL=benchmarks.latent.vectors python -m benchmarks.embeddings [folder of notes]

Measures the database that DATABASE_URL names, with its search index and the vectors of `manage.py build_embeddings`.
The notes and how they are judged are those of `benchmarks.case_notes`. Then the codes near a phrase are sought with
pgvector's index and without it.
"""

import os
import sys
import time
from collections import Counter
from pathlib import Path
from statistics import median

from benchmarks.case_notes import NOTES, SEEN, judged, lines_of, show, show_speed

PHRASES = 200


def show_notes(folder):
    """Recall and precision, seconds of a note and of a long one, without the model and with it."""
    from django.conf import settings
    from django.test import override_settings

    notes = [(note, (folder / f"{note}.txt").read_text("utf-8"), of) for note, of in sorted(lines_of(folder).items())]
    for title, model in {"without the model": "", f"with {settings.EMBEDDING_MODEL}": settings.EMBEDDING_MODEL}.items():
        with override_settings(EMBEDDING_MODEL=model):
            judged(*notes[0], [])
            seen, unseen, took = Counter(), Counter(), []
            for note, text, lines in notes:
                begun = time.perf_counter()
                counts = judged(note, text, lines, [])
                took.append(time.perf_counter() - begun)
                (seen if note in SEEN else unseen).update(counts)
            for told, counts in {"looked at while it was built": seen, "not looked at": unseen}.items():
                print(f"\n{title}: notes {told}")
                show(counts)
            print(f"a note: median {median(took) * 1000:.0f} ms, longest {max(took) * 1000:.0f} ms")
            show_speed([text for _, text, _ in notes])


def show_index():
    """Milliseconds of the statement for each phrase, and how many of the nearest codes pgvector's index finds."""
    from django.db import connection, transaction

    from codes.models import Code

    headings = Code.objects.filter(system="icd10cm", kind="heading")
    texts = sorted(set(headings.values_list("descriptor", flat=True)))[:: headings.count() // PHRASES]
    quick = sought("with the index", texts)
    with transaction.atomic():
        connection.cursor().execute("DROP INDEX embedding_by_nearness")
        exact = sought("exactly", texts)
        transaction.set_rollback(True)
    same, every = sum(len(exact[text] & quick[text]) for text in texts), sum(map(len, exact.values()))
    print(f"the index finds {same / max(every, 1):.3f} of the {every:,} nearest codes")


def sought(title, texts):
    """{text: keys of the codes near it}, and says how long it took."""
    from codes.embeddings import nearest

    nearest(texts[:1])
    begun = time.perf_counter()
    found = nearest(texts)
    print(
        f"sought {title}: {(time.perf_counter() - begun) * 1000 / len(texts):.1f} ms for each of {len(texts)} phrases"
    )
    return {text: set(keys) for text, keys in found.items()}


def main():
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "codeahead.settings")
    django.setup()
    from django.conf import settings

    if not settings.EMBEDDING_MODEL:
        sys.exit("EMBEDDING_MODEL names no model")
    show_notes(Path(sys.argv[1]) if len(sys.argv) > 1 else NOTES)
    show_index()


if __name__ == "__main__":
    main()
