"""Code pages as drawn, kept in each process as long as nothing was written that they show.

What is kept does not depend on who reads: the meter, favourites, notes and replies stand beside it. The key holds the
state of the database (`Stamp`), so that an edit or a release shows with the next request, in every process.
"""

from dataclasses import dataclass
from datetime import date

from django.core.cache import caches
from django.template.loader import render_to_string
from django.utils.formats import date_format
from django.utils.text import Truncator
from django.utils.timezone import localdate

from accounts.way_back import back_to
from codes import structured
from codes.page import page_for


@dataclass(frozen=True)
class Drawn:
    """What of a page all readers of one kind see alike: HTML of its parts, and what its head says.

    `day` is the day asked for; `dated` is on where the page says itself which day it is of.
    """

    title: str
    summary: str
    structured: str
    top: str
    body: str
    side: str
    day: date | None
    dated: bool


def page_of(reading, *, day, asked, origin):
    """The Drawn page of an open code, from what is kept or drawn anew; `asked` and `day` as for `page_for`."""
    kept, key = caches["pages"], key_of(reading, day, asked, origin)
    drawn = kept.get(key)
    if drawn is None:
        drawn = draw(page_for(reading.row, reading, day, asked), day=day, origin=origin)
        kept.set(key, drawn)
    return drawn


def key_of(reading, day, asked, origin):
    """All that a drawn page depends on; a page without a day depends on today."""
    code = reading.row
    chosen = ",".join(f"{name}={value}" for name, value in sorted((asked or {}).items()))
    return f"{origin} {code.pk} {code.written} {level_of(reading)} {localdate()} {day or ''} {chosen}"


def level_of(reading):
    """What all readers of one kind have in common: the sections that they see, and in which words others are told.

    As in "whole", "guest:" and "member:edits,fees".
    """
    if reading.everything:
        return "whole"
    return f"{'member' if reading.registered else 'guest'}:{','.join(sorted(reading.sections))}"


def draw(page, *, day, origin):
    """The Drawn form of a page."""
    context = {"page": page, "code": page.code, "this_year": localdate().year, "back_here": back_to(page.code.url)}
    return Drawn(
        title=title_of(page),
        summary=structured.summary(page),
        structured=structured.data(page, origin),
        top=render_to_string("codes/_top.html", context),
        body=render_to_string("codes/_sections.html", context),
        side=render_to_string("codes/_side.html", context),
        day=day,
        dated=page.as_of is not None,
    )


def title_of(page):
    """For the browser's title: the code, the day asked for, and the beginning of its line."""
    code = page.code
    dated = f" as of {date_format(page.as_of.day)}" if page.as_of and page.as_of.asked else ""
    line = f": {Truncator(code.described_as).chars(80)}" if code.described_as else ""
    return f"{code}{dated}{line}"
