"""The query string that narrows a search further (`q`): the part of Elasticsearch's syntax that such queries need.

`code:E11* AND NOT (name:"without complications" OR name:foot)`: words, "phrases", `field:`, AND, OR, NOT, &&, ||, !,
+, -, brackets, and the wildcards * and ?. Words without an operator between them are alternatives, as in the original.
"""

import re
from dataclasses import dataclass, field

from django.db.models import Q

MOST_TERMS, MOST_TOKENS, DEEPEST, LONGEST = 10, 60, 10, 500
TOKEN = re.compile(
    r"""\s*(?:
    (?P<bracket>[()])
    | (?P<operator>&&|\|\||(?:AND|OR|NOT)(?=[\s()]|$)|[!+-])
    | (?P<field>[A-Za-z_][\w.]*):
    | "(?P<phrase>(?:[^"\\]|\\.)*)"
    | (?P<word>(?:\\.|[^\s()"\\~^\[\]{}:<>=/&|])+)
    )""",
    re.VERBOSE | re.DOTALL,
)
NAMES = {"&&": "AND", "||": "OR", "!": "NOT", "-": "NOT"}


class UnreadableError(ValueError):
    """What is wrong with a query string, in words for its sender."""


@dataclass(frozen=True)
class Token:
    kind: str
    text: str


@dataclass
class Clauses:
    """What stands side by side: needed, excluded and alternatives."""

    must: list = field(default_factory=list)
    out: list = field(default_factory=list)
    should: list = field(default_factory=list)

    def joined(self):
        """One Q. Alternatives beside what is needed only rank, in the original; here they say nothing."""
        found = Q()
        for each in self.must:
            found &= each
        for each in self.out:
            found &= ~each
        if self.should and not self.must:
            one_of = self.should[0]
            for each in self.should[1:]:
                one_of |= each
            found &= one_of
        return found


def read(text, leaf):
    """The Q of a query string, None for an empty one; `leaf(field or "", text)` gives that of a term or phrase.

    Raises UnreadableError.
    """
    if len(text) > LONGEST:
        raise UnreadableError(f"q is longer than {LONGEST} characters.")
    tokens = tokens_of(text)
    if not tokens:
        return None
    if sum(token.kind in ("word", "phrase") for token in tokens) > MOST_TERMS or len(tokens) > MOST_TOKENS:
        raise UnreadableError(f"q has more than {MOST_TERMS} terms.")
    return Parser(tokens, leaf).whole()


def tokens_of(text):
    found, at = [], 0
    text = text.strip()
    while at < len(text):
        match = TOKEN.match(text, at)
        if match is None:
            words = "Ranges, regular expressions, ~ and ^ are not supported."
            raise UnreadableError(f"q cannot be read from “{text[at : at + 20]}” on. {words}")
        found.append(Token(match.lastgroup, match[match.lastgroup]))
        at = match.end()
    return found


class Parser:
    """Reads tokens from left to right; AND binds closer than what merely stands side by side."""

    def __init__(self, tokens, leaf):
        self.tokens, self.leaf, self.at, self.field, self.depth = tokens, leaf, 0, "", 0

    def next_is(self, *texts):
        token = self.tokens[self.at] if self.at < len(self.tokens) else None
        return (
            token is not None and token.kind in ("operator", "bracket") and NAMES.get(token.text, token.text) in texts
        )

    def take(self):
        if self.at == len(self.tokens):
            raise UnreadableError("q ends where a term is expected.")
        self.at += 1
        return self.tokens[self.at - 1]

    def whole(self):
        found = self.clauses()
        if self.at < len(self.tokens):
            raise UnreadableError("q has a bracket that was not opened.")
        return found

    def clauses(self):
        found, either = Clauses(), False
        while self.at < len(self.tokens) and not self.next_is(")"):
            part, occurs = self.chain()
            either = self.next_is("OR") or either
            if either and occurs == "out":
                found.should.append(~part)
            else:
                getattr(found, occurs).append(part)
            either = self.next_is("OR")
            if either:
                self.take()
        if either or not (found.must or found.out or found.should):
            raise UnreadableError("q ends where a term is expected.")
        return found.joined()

    def chain(self):
        """(Q, where it belongs) of terms joined by AND."""
        part, occurs = self.term()
        if not self.next_is("AND"):
            return part, occurs
        found = ~part if occurs == "out" else part
        while self.next_is("AND"):
            self.take()
            part, occurs = self.term()
            found &= ~part if occurs == "out" else part
        return found, "should"

    def term(self):
        if self.next_is("NOT"):
            self.take()
            part, occurs = self.term()
            return part, "should" if occurs == "out" else "out"
        if self.next_is("+"):
            self.take()
            return self.term()[0], "must"
        return self.primary(), "should"

    def primary(self):
        token = self.take()
        if token.kind == "field":
            return self.within(token.text)
        if token.text == "(" and token.kind == "bracket":
            return self.bracket()
        if token.kind in ("word", "phrase"):
            return self.leaf(self.field, re.sub(r"\\(.)", r"\1", token.text))
        raise UnreadableError(f"q has “{token.text}” where a term is expected.")

    def within(self, name):
        outer, self.field = self.field, name
        found = self.primary()
        self.field = outer
        return found

    def bracket(self):
        self.depth += 1
        if self.depth > DEEPEST:
            raise UnreadableError("q has brackets within brackets more than ten deep.")
        found = self.clauses()
        if not self.next_is(")"):
            raise UnreadableError("q has a bracket that is not closed.")
        self.take()
        self.depth -= 1
        return found
