"""A search as an address names it."""

from dataclasses import dataclass, field

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.text import Truncator

from codes.as_of import NoDayError, day_asked
from codes.plain_text import cleaned
from codes.search import Filters
from codes.search.finding import LONGEST, typed
from codes.search_page.chapters import Chapter, chapters_of
from codes.systems import SYSTEMS

YES = ("1", "on", "yes", "true")


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
