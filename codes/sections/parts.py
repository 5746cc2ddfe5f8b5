"""What the sections of a code page have in common: what they are drawn from, and what comes out."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from django.utils.formats import date_format

from codes import fact_queries, hcpcs_words, queries
from codes.as_of import AsOf
from codes.models import Code
from codes.status import is_bare

OURS = "CodeAhead"


@dataclass
class Subject:
    """What sections are drawn from: the code as of `day`, the row as it stands `today`, and its place.

    `asked` holds what the reader chose on the page, as {"locality": "10112-00"}. `as_of` is there on pages of one
    section, whose head needs it. `closed` are the Parts that the reader may not see, of which only amounts are told.
    """

    code: Code
    today: Code
    day: date
    place: queries.Place
    asked: dict
    as_of: AsOf | None = None
    closed: list = field(default_factory=list)

    @cached_property
    def texts(self):
        """What editors wrote: see `queries.texts_of`. One statement for all sections, and for the amounts."""
        references = hcpcs_words.cross_references(self.today.attributes)
        amounts = (self, self.counted) if self.closed else None
        return queries.texts_of(self.today, references, self.place.ancestors, amounts)

    @property
    def counted(self):
        return [part.counted for part in self.closed]

    @property
    def amounts(self):
        """How much each of the `closed` holds; no further statement where texts were read."""
        if not self.closed:
            return ()
        if "texts" in vars(self):
            return json.loads(self.texts["amounts"][0]["text"])
        return queries.amounts_of(self, self.counted)

    @cached_property
    def facts(self):
        """Fees, prices, crosswalks and coverage: see `fact_queries.facts_of`. One statement for all sections."""
        return fact_queries.facts_of(self.today, self.day, self.asked.get("locality", ""))


@dataclass(frozen=True)
class PageSection:
    """One section: `template` draws `content`; `source` says where it comes from and as of when."""

    key: str
    heading: str
    content: object
    source: str = ""

    @property
    def template(self):
        return f"codes/sections/_{self.key}.html"


@dataclass(frozen=True)
class Locked:
    """A section that the reader may not see: its heading, and how much there is."""

    heading: str
    amount: str = ""


@dataclass(frozen=True)
class Part:
    """A section in its two forms, known to plans by its `key`, which stays when the heading is worded anew.

    `draw(subject)` gives the PageSection, or None where there is nothing to say. `counted` is SQL with one value, for
    readers who may not see it, over the parameters of `queries.amounts_of`. `told(subject, value)` says that value in
    words, without a word of the section; None where the section is absent. `compared(subject)` gives its short facts as
    [(label, text)] for the comparison of codes, in at most one statement; None where a section has none to compare.
    """

    key: str
    heading: str
    draw: Callable
    counted: str
    told: Callable
    compared: Callable | None = None


def told_as(word, *, words="{}"):
    """A `told` for a plain number: absent at 0, else "3 facts"; with `words` as "{} that apply" only that."""
    return lambda subject, number: words.format(plural(number, word) if word else number) if number else None


def plural(number, word):
    return f"{number:,} {word}" if number == 1 else f"{number:,} {word}s"


def edited(moment):
    """Our own words, and when they were last edited."""
    return f"{OURS} · {date_format(moment)}" if moment else OURS


def published(code):
    """Whose words the release of a code holds; a number without a licensed list is from CMS's files."""
    publisher = "CMS" if is_bare(code) else code.system_facts.publisher
    return f"{publisher} · {code.release}" if code.release else ""
