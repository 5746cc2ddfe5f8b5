"""The search page: what a reader asks for, how the words were read, what the results are narrowed by."""

import re
from dataclasses import dataclass, field

from django.contrib.humanize.templatetags.humanize import intcomma
from django.core.cache import caches
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import Truncator

from codes.as_of import NoDayError, day_asked
from codes.guided import url_for
from codes.labels import label_of, lines, listed_as
from codes.models import Code
from codes.plain_text import cleaned
from codes.search import Filters
from codes.search.finding import LONGEST, typed
from codes.search.query import MOST_WORDS
from codes.search.ranking import MOST
from codes.search.tokens import plain, words
from codes.systems import SYSTEMS

YES = ("1", "on", "yes", "true")
# Lists of words by which something else is read than what was typed.
MEANT = ("abbreviations", "brands", "lay")
# Of the lines that tell of them, and of the meanings in each.
MOST_MEANT, MOST_MEANINGS = 3, 2
# Of a chapter's title in the list of chapters, in characters.
LONGEST_CHAPTER = 60


# What is asked for


@dataclass(frozen=True)
class Chapter:
    """A place at the top of a system: `name` as it stands in an address, "icd10cm-9"; `key` of its row."""

    name: str
    key: int
    label: str
    title: str


@dataclass(frozen=True)
class Asked:
    """A search as an address names it: the text, the Filters, where to go on, and {field: words} of what is wrong."""

    text: str = ""
    filters: Filters = Filters()
    chapter: Chapter | None = None
    after: str = ""
    faults: dict = field(default_factory=dict)
    cut: bool = False

    @classmethod
    def of(cls, query):
        """From the parameters of an address; a chapter of another system than the one chosen is left out."""
        faults, text = {}, query.get("q", "")
        system = read(system_asked, query.get("system", ""), "system", faults)
        chapter = read(chapter_asked, query.get("chapter", ""), "chapter", faults, system)
        on = read(date_asked, query.get("on", ""), "on", faults)
        filters = Filters(
            system=system or "",
            billable=query.get("billable") in YES,
            active=query.get("active") in YES,
            chapter=chapter.key if chapter else None,
            on=on,
        )
        cut = len(" ".join(cleaned(text).split())) > LONGEST
        return cls(typed(text), filters, chapter, query.get("after", "")[:40], faults, cut)

    @property
    def parameters(self):
        """{name: text} of all that is asked for, without where to go on."""
        given = {
            "q": self.text,
            "system": self.filters.system,
            "chapter": self.chapter.name if self.chapter else "",
            "billable": "1" if self.filters.billable else "",
            "active": "1" if self.filters.active else "",
            "on": self.filters.on.isoformat() if self.filters.on else "",
        }
        return {name: text for name, text in given.items() if text}

    @property
    def narrowed(self):
        """The parameters beside the text."""
        return {name: text for name, text in self.parameters.items() if name != "q"}

    def address(self, view="search", **changes):
        """The address of this search with some of its parameters changed, or left out by ""."""
        kept = {name: text for name, text in (self.parameters | changes).items() if text}
        return f"{reverse(view)}?{urlencode(kept)}" if kept else reverse(view)

    @property
    def widened(self):
        """The address of the same text without anything that narrows it."""
        return f"{reverse('search')}?{urlencode({'q': self.text})}"

    @property
    def file(self):
        """The address of the results as CSV."""
        return self.address("search-csv")

    @property
    def chips(self):
        """What the results are narrowed by: [{text, without}], `without` the address that leaves it out."""
        on = self.filters.on
        told = [
            (self.filters.system and SYSTEMS[self.filters.system].label, {"system": "", "chapter": ""}),
            (self.chapter and self.chapter.label, {"chapter": ""}),
            (self.filters.billable and "Billable only", {"billable": ""}),
            (self.filters.active and "Active only", {"active": ""}),
            (on and f"Valid on {date_format(on)}", {"on": ""}),
        ]
        return [{"text": text, "without": self.address(**changes)} for text, changes in told if text]

    @property
    def chapters(self):
        """The Chapters to choose from."""
        return chapters_of(self.filters.system) if self.filters.system else []


class UnreadableError(ValueError):
    """A parameter says what cannot be; the text says why."""


def read(reader, text, name, faults, *more):
    """What `reader` makes of a parameter; where it cannot, None, and why in `faults`."""
    try:
        return reader(text.strip(), *more)
    except UnreadableError as error:
        faults[name] = str(error)


def system_asked(text):
    if text and text not in SYSTEMS:
        raise UnreadableError(f"There is no code system “{shortened(text)}”.")
    return text


def chapter_asked(text, system):
    if not system or not text.startswith(f"{system}-"):
        if text and text.split("-")[0] not in SYSTEMS:
            raise UnreadableError(f"There is no chapter “{shortened(text)}”.")
        return None
    chapter = next((each for each in chapters_of(system) if each.name == text), None)
    if chapter is None:
        raise UnreadableError(f"{SYSTEMS[system].label} has no chapter “{shortened(text.partition('-')[2])}”.")
    return chapter


def date_asked(text):
    try:
        return day_asked(text)
    except NoDayError:
        raise UnreadableError(f"“{shortened(text)}” is no day of the calendar: write 2026-03-31.") from None


def shortened(text):
    return Truncator(text).chars(30)


def chapters_of(system):
    """The Chapters of a system in its order, kept for a minute in each process."""
    kept, name = caches["process"], f"chapters-{system}"
    found = kept.get(name)
    if found is None:
        top = Code.objects.in_system(system).filter(parent=None, kind=Code.Kind.CHAPTER).order_by("position", "value")
        found = [chapter_of(code) for code in top.listed()]
        kept.set(name, found)
    return found


def chapter_of(code):
    title = Truncator(listed_as(code)).chars(LONGEST_CHAPTER)
    return Chapter(f"{code.system}-{code.value}", code.pk, label_of(code), title)


# How the words were read


@dataclass(frozen=True)
class Reading:
    """How a text was read.

    `instead` is the text with its misspelt words put right, "" where there are none, and `misspelt` are those words.
    `meant` gives [(as typed, [what it means], whether it counts as typed too)], and `unknown` words that no code
    prints. `too_long` says that only the beginning was read.
    """

    instead: str = ""
    misspelt: tuple = ()
    meant: tuple = ()
    unknown: tuple = ()
    too_long: bool = False

    @property
    def told(self):
        """Whether there is anything to tell."""
        return any((self.misspelt, self.meant, self.unknown, self.too_long))


def reading_of(asked, found):
    """The Reading of what was asked for."""
    query = found.query
    return Reading(
        instead=put_right(asked.text, query.corrections) if query.corrections else "",
        misspelt=tuple(typed for typed, _ in query.corrections),
        meant=tuple(meanings(asked.text, query.concepts))[:MOST_MEANT],
        unknown=query.unknown,
        too_long=asked.cut or len(words(asked.text)) > MOST_WORDS,
    )


def put_right(text, corrections):
    """The text in lower case with its misspelt words replaced."""
    right = plain(text)
    for wrong, instead in corrections:
        right = re.sub(rf"(?<![a-z0-9]){re.escape(wrong)}(?![a-z0-9])", lambda _, word=instead: word, right)
    return right


def meanings(text, concepts):
    """(as typed, [what it was read as], whether it was also read as it stands) of abbreviations and the like."""
    for concept in concepts:
        meant = [" ".join(way.words) for way in concept.ways if way.kind in MEANT]
        if meant:
            as_it_stands = any(way.kind == "said" for way in concept.ways)
            yield as_typed(text, concept.said), meant[:MOST_MEANINGS], as_it_stands


def as_typed(text, said):
    """The words `said` as they stand in the text: ["s", "p"] → "s/p"."""
    found = re.search(r"(?<![a-z0-9])" + r"[^a-z0-9]{1,3}".join(map(re.escape, said)) + r"(?![a-z0-9])", text, re.I)
    return found[0] if found else " ".join(said)


# What was found


def how_many(asked, found):
    """As "187 codes" or "5,000 codes or more"; beginnings are counted here, in one statement."""
    number = number_beginning(asked) if found.beginning else found.total
    if number >= MOST:
        return f"{intcomma(MOST)} codes or more"
    return "1 code" if number == 1 else f"{intcomma(number)} codes"


def number_beginning(asked):
    """How many codes begin with the text, counted up to MOST."""
    return asked.filters.of(Code.objects.with_pages().starting_with(asked.text))[:MOST].count()


def result_lines(asked, found):
    """The results as the list component shows them, each with why it was found.

    `choose` leads to the choice of a billable code below a heading. Pages are opened as of the date of service.
    """
    shown = lines([result.code for result in found.results], with_system=not asked.filters.system)
    return [
        line | {"url": on_the_day(asked, line["url"]), "note": result.why, "choose": url_for(result.code)}
        for result, line in zip(found.results, shown, strict=True)
    ]


def on_the_day(asked, url):
    """The address of a code as of the date of service; places in a list have no day."""
    on = asked.filters.on
    return f"{url}?{urlencode({'on': on.isoformat()})}" if on and "#" not in url else url


# The results as a file

COLUMNS = ["system", "code", "title", "billable", "status", "why"]
MOST_ROWS = 500


def rows(found):
    """The lines of the file. CPT numbers without a title of ours are left out: theirs need a licence."""
    for result in found.results:
        code = result.code
        if code.system_facts.official_text or code.title:
            billable = "yes" if code.billable else "no"
            yield [code.get_system_display(), code.value, listed_as(code), billable, code.status, result.why]
