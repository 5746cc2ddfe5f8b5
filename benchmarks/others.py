"""Other search engines on the same rows: SQLite FTS5 with BM25, and tantivy with English stemming."""

import re
import sqlite3

LIMIT = 10


def words(text):
    return re.findall(r"[a-z0-9]+", text.lower())


class Fts5:
    """SQLite's FTS5 with Porter's stemmer; a query is all of its words, or any of them where `every` is off."""

    def __init__(self, documents, *, every):
        self.every = every
        self.connection = sqlite3.connect(":memory:", check_same_thread=False)
        self.connection.execute("CREATE VIRTUAL TABLE codes USING fts5(text, tokenize='porter unicode61')")
        self.connection.executemany("INSERT INTO codes (rowid, text) VALUES (?, ?)", documents)
        self.connection.execute("INSERT INTO codes (codes) VALUES ('optimize')")

    def find(self, text, *, begun=False):
        said = words(text)
        if not said:
            return []
        quoted = [f'"{word}"' for word in said]
        if begun:
            quoted[-1] += "*"
        matching = " ".join(quoted) if self.every else " OR ".join(quoted)
        found = self.connection.execute(
            "SELECT rowid FROM codes WHERE codes MATCH ? ORDER BY rank LIMIT ?", (matching, LIMIT)
        )
        return [row for (row,) in found]


class Tantivy:
    """Tantivy's BM25, any of the words, English stemming."""

    def __init__(self, documents):
        import tantivy

        self.tantivy = tantivy
        schema = tantivy.SchemaBuilder()
        schema.add_integer_field("row", stored=True, indexed=True)
        schema.add_text_field("text", tokenizer_name="en_stem")
        self.schema = schema.build()
        self.index = tantivy.Index(self.schema)
        writer = self.index.writer(num_threads=1)
        for row, text in documents:
            writer.add_document(tantivy.Document(row=row, text=text))
        writer.commit()
        self.index.reload()
        self.searcher = self.index.searcher()

    def find(self, text, *, begun=False):
        said = words(text)
        if not said:
            return []
        # The last word of what is being typed is the beginning of one: by a regular expression, as it has no other way.
        query = self.index.parse_query(" ".join(said[:-1] if begun else said) or said[-1], ["text"])
        if begun:
            start = self.tantivy.Query.regex_query(self.schema, "text", f"{said[-1]}.*")
            occur = self.tantivy.Occur
            both = [(occur.Must, start)] + ([(occur.Should, query)] if len(said) > 1 else [])
            query = self.tantivy.Query.boolean_query(both)
        hits = self.searcher.search(query, LIMIT).hits
        return [self.searcher.doc(address)["row"][0] for _, address in hits]
