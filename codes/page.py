"""A code page: its head, its place and its sections, as one reader may see them; no HTML."""

from dataclasses import dataclass, field

from django.utils.timezone import localdate

from codes import queries, sections
from codes.as_of import AsOf, read_as_of
from codes.guided import url_for
from codes.labels import label_of, listed_as
from codes.models import Code
from codes.sections.official import common_language, official
from codes.sections.parts import Locked, Subject
from codes.status import note_of, status_chips

# From so many sections on, a page begins with links to them.
LONG = 5


@dataclass
class Page:
    """A code page as one reader gets it: what is not in here cannot leave the server.

    `code` is what is said of the code itself: as of a day where `as_of` names one, else as it stands. What is `locked`
    is told to a `member` in other words than to a guest.
    """

    code: Code
    place: queries.Place
    walled: bool
    as_of: AsOf | None = None
    sections: list = field(default_factory=list)
    locked: list = field(default_factory=list)
    member: bool = False

    @property
    def crumbs(self):
        system = {"label": self.code.get_system_display(), "url": f"/browse/{self.code.system}/"}
        above = [
            {"label": label_of(a), "url": f"/browse/{a.system}/{a.value}/", "title": listed_as(a)}
            for a in self.place.ancestors
        ]
        return [system, *above]

    @property
    def head(self):
        label = self.code.get_system_display()
        return {"value": self.code.value, "title": self.code.described_as, "system_label": label}

    @property
    def compare_url(self):
        """Where the code stands beside others; "" for a heading, which nobody bills."""
        return f"/compare/{self.code.value}/" if self.code.kind == Code.Kind.CODE else ""

    @property
    def choose_url(self):
        """Where a code below a heading is chosen by answers; "" where there is no such choice."""
        return url_for(self.code)

    @property
    def tree(self):
        """The code among its neighbours, or a heading above what it is divided into."""
        lines = self.place.children or self.place.siblings
        return [{"value": c.value, "title": listed_as(c), "url": c.url, "here": c.pk == self.code.pk} for c in lines]

    @property
    def tree_heading(self):
        if self.place.children:
            return f"Below {self.code.value}"
        return listed_as(self.place.ancestors[-1]) if self.place.ancestors else ""

    @property
    def tree_url(self):
        """Where all of a list is browsed, of which the tree may show a part."""
        above = self.code if self.place.children else next(iter(self.place.ancestors[::-1]), None)
        return f"/browse/{above.system}/{above.value}/" if above else ""

    @property
    def is_long(self):
        """Whether a list of what stands on the page helps."""
        return len(self.sections) >= LONG

    @property
    def chips(self):
        return status_chips(self.code, self.place.replacements, self.as_of)

    @property
    def note(self):
        """What is not known of the day that the page is read as of."""
        return note_of(self.as_of)


def page_for(code, reading, day=None, asked=None):
    """The page of `code` as `reading` allows it: walled, or with the sections that it opens; as of `day` where given.

    `asked` is what the reader chose beside the day: see Subject.
    """
    page = Page(code=code, place=queries.place_of(code), walled=not reading.granted, member=reading.registered)
    if page.walled:
        return page
    page.as_of = read_as_of(code, day)
    page.code = page.as_of.code if page.as_of else code
    subject = Subject(code=page.code, today=code, day=day or localdate(), place=page.place, asked=asked or {})
    subject.closed = [part for part in sections.ORDER if not reading.opens(part.key)]
    page.sections = drawn([official(page.code), common_language(code)])
    page.sections += drawn(part.draw(subject) for part in sections.ORDER if reading.opens(part.key))
    page.locked = locked(subject)
    return page


def drawn(found):
    """The sections that have something to say."""
    return [section for section in found if section]


def locked(subject):
    """What the reader may not see: the closed sections in their order, as headings and amounts only."""
    told = [(part.heading, part.told(subject, n)) for part, n in zip(subject.closed, subject.amounts, strict=True)]
    return [Locked(heading, amount) for heading, amount in told if amount is not None]
