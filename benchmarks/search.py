"""How long searches take, by the kind of query, on all loaded codes: p50, p95 and p99 in milliseconds.

The whole search in the server with its statements (`find`), for suggestions and for pages of results, then the ranking
alone beside SQLite FTS5 and tantivy on the same texts in the same run; the editors' list at the end. Queries of words
are those of benchmarks/queries; what is typed letter by letter are the beginnings of the same.
"""

import random
import time

from benchmarks.code_sets import code_sets
from benchmarks.relevance import QUERIES, Ours, queries
from benchmarks.site import percentile

ROUNDS = 3
COMMON = ["fracture", "unspecified", "initial encounter", "left", "with", "injection", "disease", "other specified"]


def classes(values, texts):
    """{name: queries}."""
    choose = random.Random(11)
    some = choose.sample(values, 80)
    words = choose.sample(texts, 120)
    return {
        "exact code": some,
        "beginning of a code": [value[: choose.randint(1, 4)] for value in some],
        "words": words,
        "very common words": COMMON,
        "one letter": list("abcdefghijklmnoprstuvwy"),
        "two letters": sorted({text[:2] for text in texts if text[:2].isalpha()}),
        "as you type": [text[: choose.randint(3, len(text))] for text in words],
        "misspelt": [misspelt(text, choose) for text in words],
        "nothing found": ["zzqx wvvk", "qqqqqqqqqqqqqqqqqqqq", "xyzzy plugh frobnicate", "kjhgkjhg lkjlkj"],
    }


def misspelt(text, choose):
    """The same with two letters of its longest word changed places."""
    word = max(text.split(), key=len)
    place = choose.randrange(max(len(word) - 1, 1))
    return text.replace(word, word[:place] + word[place + 1 : place + 2] + word[place : place + 1] + word[place + 2 :])


def milliseconds(task, asked):
    times = []
    for _ in range(ROUNDS):
        for text in asked:
            start = time.perf_counter()
            task(text)
            times.append((time.perf_counter() - start) * 1_000)
    return "  ".join(f"{percentile(times, share):7.2f}" for share in (0.5, 0.95, 0.99))


def table(title, asked, task):
    print(f"\n{title:44} {'p50':>7}  {'p95':>7}  {'p99':>7} ms")
    for name, texts in asked.items():
        print(f"  {name:42} {milliseconds(task, texts)}", flush=True)


def texts_of(rows, phrases):
    """(row, descriptor and all other names) for the other engines."""
    number, said = {row.id: place for place, row in enumerate(rows)}, {}
    for phrase in phrases:
        said.setdefault(number[phrase.code], []).append(" ".join((*phrase.essential, *phrase.optional)))
    return [(place, " ".join(texts)) for place, texts in said.items()]


def editors():
    from django.test import Client

    from accounts.models import User

    editor = Client(SERVER_NAME="localhost")
    user, _ = User.objects.get_or_create(
        email="benchmark@example.org", defaults={"is_staff": True, "is_superuser": True}
    )
    editor.force_login(user)
    print()
    for query in ("", "?q=E11.9", "?q=E11", "?q=type+2+diabetes", "?system__exact=icd10cm&status__exact=active"):
        figures = milliseconds(editor.get, [f"/admin/codes/code/{query}"] * 7)
        print(f"editors: {query or 'the whole list':35} {figures}")


def main():
    with code_sets():
        from benchmarks.others import Fts5, Tantivy
        from codes.models import Code
        from codes.search import find, reads
        from codes.search.store import held

        values = list(Code.objects.with_pages().order_by("pk").values_list("value", flat=True)[::97])
        asked = classes(values, [text for _, _, text, _ in queries(QUERIES / "known.tsv")])
        index = held.current()
        print(f"{len(index.key):,} codes, {len(index.owner):,} phrases, {len(index.vocabulary.count):,} words")
        table("suggestions: find(text, typing=True)", asked, lambda text: find(text, typing=True, number=12))
        table("search: find(text)", asked, find)
        rows = reads.codes()
        texts = texts_of(rows, reads.phrases(rows))
        worded = {name: texts for name, texts in asked.items() if "code" not in name}
        begun = {name for name in worded if "letter" in name or "type" in name}
        for name, engine in {"SQLite FTS5": Fts5(texts, every=True), "tantivy": Tantivy(texts)}.items():
            finished = {kind: texts for kind, texts in worded.items() if kind not in begun}
            table(f"{name}, ten best", finished, engine.find)
            typed = {kind: texts for kind, texts in worded.items() if kind in begun}
            table(f"{name}, the last word begun", typed, lambda text, engine=engine: engine.find(text, begun=True))
        table("ours, ten best, the ranking alone", worded, Ours(index).find)
        editors()


if __name__ == "__main__":
    main()
