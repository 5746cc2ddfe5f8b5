"""How often the search finds what was meant, beside SQLite FTS5 and tantivy on the same rows in the same run.

The queries are in benchmarks/queries: `known.tsv` was used to choose the parts of the ranking, `unseen.tsv` was
written apart, by somebody who saw neither the search nor its word lists, and was never tuned to. `index` are entries of
ICD-10-CM's Alphabetic Index that were held out when the index was built. A line of a file is: class, system, query,
accepted codes; `S72.0*` accepts every code that begins so. Prints the share of the queries with an accepted code in the
first place, within five and within ten, and the mean reciprocal rank. `-v` names the queries of known.tsv that fail.
"""

import random
import sys
from pathlib import Path

from benchmarks.code_sets import code_sets

QUERIES = Path(__file__).parent / "queries"
WITHIN = 10
HELD_OUT = 2_000


def queries(path):
    """[(class, system, text, accepted)] of a file."""
    lines = (line.split("\t") for line in path.read_text(encoding="utf-8").splitlines() if line and line[0] != "#")
    return [(kind, system, text, accepted.replace(".", "").split()) for kind, system, text, accepted, *_ in lines]


def accepts(accepted, bare):
    return any(bare.startswith(a[:-1]) if a.endswith("*") else bare == a for a in accepted)


def place(found, system, accepted):
    """The place of the first accepted code, from 1; 0 where it is not among the first ten."""
    fits = (number for number, (of, bare) in enumerate(found[:WITHIN], 1) if of == system and accepts(accepted, bare))
    return next(fits, 0)


def figures(places):
    """ "at 1, within 5, within 10, mean reciprocal rank" of places."""
    share = [sum(0 < place <= most for place in places) / len(places) for most in (1, 5, 10)]
    reciprocal = sum(1 / place for place in places if place) / len(places)
    return "  ".join(f"{figure:.3f}" for figure in (*share, reciprocal))


class Ours:
    def __init__(self, index):
        self.index = index

    def find(self, text):
        from codes.search.query import Reader
        from codes.search.ranking import ranked

        return ranked(self.index, Reader(self.index).read(text)).rows[:WITHIN].tolist()


def engines(index, rows, phrases):
    """{name: engine}; the others are given the descriptors, and all phrases that ours has."""
    number = {key: row for row, key in enumerate(index.key.tolist())}
    every, descriptors = {}, {}
    for phrase in phrases:
        text = " ".join((*phrase.essential, *phrase.optional))
        every.setdefault(number[phrase.code], []).append(text)
    for row in rows:
        descriptors[number[row.id]] = row.descriptor or row.title
    both = {row: " ".join(texts) for row, texts in every.items()}
    from benchmarks.others import Fts5, Tantivy

    return {
        "ours": Ours(index),
        "FTS5, all words, descriptors": Fts5(descriptors.items(), every=True),
        "FTS5, any word, descriptors": Fts5(descriptors.items(), every=False),
        "FTS5, any word, all phrases": Fts5(both.items(), every=False),
        "tantivy, descriptors": Tantivy(descriptors.items()),
        "tantivy, all phrases": Tantivy(both.items()),
    }


def compare(name, asked, index, rows, phrases, *, by_class=False):
    from codes.systems import SYSTEMS

    keys = list(SYSTEMS)
    named = [(keys[system], bare.decode()) for system, bare in zip(index.system, index.bare.tolist(), strict=True)]
    print(f"\n{name}: {len(asked)} queries{'':22} at 1    5      10     MRR")
    for label, engine in engines(index, rows, phrases).items():
        places = [place([named[row] for row in engine.find(text)], system, ok) for _, system, text, ok in asked]
        print(f"  {label:40} {figures(places)}", flush=True)
        if label == "ours":
            ours = places
    if by_class:
        for kind in sorted({kind for kind, *_ in asked}):
            own = [place for place, (of, *_) in zip(ours, asked, strict=True) if of == kind]
            print(f"    ours, {kind + f' ({len(own)})':32} {figures(own)}")
    return ours


def held_out():
    """(entries to ask for, the others): a tenth of the Alphabetic Index, by a fixed seed."""
    from codes.search import reads

    terms = reads.rows(reads.TERMS)
    of_index = [term for term in terms if term.table == "index"]
    out = {term.id for term in random.Random(7).sample(of_index, len(of_index) // 10)}
    return [term for term in terms if term.id in out], [term for term in terms if term.id not in out]


def asked_for(entries, terms):
    """The held-out entries as queries: their words without what stands in brackets."""
    from codes.search.phrases import Source, led_to, phrase

    targets = led_to([*entries, *terms])
    asked = []
    for entry in entries:
        if entry.id in targets:
            system, value, whole = targets[entry.id]
            text = " ".join(phrase(0, Source.INDEX, 0, entry.term).essential)
            asked.append(("index", system, text, [value.replace(".", "") + ("" if whole else "*")]))
    return random.Random(7).sample(asked, min(len(asked), HELD_OUT))


def main():
    verbose = "-v" in sys.argv
    with code_sets():
        from codes.search import reads
        from codes.search.index import Builder

        rows = reads.codes()
        phrases = reads.phrases(rows)
        index = Builder(rows, phrases).build()
        known = queries(QUERIES / "known.tsv")
        places = compare("known", known, index, rows, phrases, by_class=True)
        for (kind, _, text, accepted), found in zip(known, places, strict=True) if verbose else ():
            if found != 1:
                print(f"    {found or '-':>3} {kind:13} {text!r} {' '.join(accepted)}")
        compare("unseen", queries(QUERIES / "unseen.tsv"), index, rows, phrases, by_class=True)
        entries, others = held_out()
        phrases = [*reads.phrases_of(rows, reads.rows(reads.INCLUSIONS)), *reads.indexed(rows, others)]
        index = Builder(rows, phrases).build()
        compare("index", asked_for(entries, others), index, rows, phrases)


if __name__ == "__main__":
    main()
