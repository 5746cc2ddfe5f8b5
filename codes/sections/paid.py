"""What the sections of published payments have in common: how far releases reach, and how amounts are printed."""

from typing import NamedTuple

from django.utils.formats import date_format

from codes.releases.due import due_after

PUBLISHER = "CMS"


class Fact(NamedTuple):
    """One fact of a code in words, or as links: (text, address), the address "" where there is no page."""

    label: str
    text: str
    links: tuple | list = ()


def source_of(reach):
    """Where a section comes from: publisher, release and its date."""
    if not reach.effective:
        return PUBLISHER
    return f"{PUBLISHER} · {reach.name} · effective {date_format(reach.effective)}"


def not_reached(reach, day, what):
    """That no release reaches back to the day: "No fee schedule is loaded for 1 May 2019"; "" where one does."""
    if reach.effective:
        return ""
    first = f" The first one that is loaded took effect on {date_format(reach.first)}." if reach.first else ""
    return f"No {what} is loaded for {date_format(day)}.{first}"


def overtaken(reach, day, what):
    """That a newer release is out, by the publisher's calendar, and not loaded; "" where none is."""
    since = due_after(reach.source, reach.effective) if reach.effective else None
    if since is None or since > day:
        return ""
    return f"A newer {what} has been due since {date_format(since)} and is not loaded: this may have changed."


def remarks(reach, day, what):
    """What is to be known of a section's dates: a list of lines."""
    return [line for line in (not_reached(reach, day, what), overtaken(reach, day, what)) if line]


def compared_from(reach, day, what):
    """Where the facts of a comparison come from, and what is to be known of their dates: one more of them."""
    return ("Published", ". ".join([source_of(reach), *remarks(reach, day, what)]))


def dollars(amount):
    """An amount as its publisher prints it, at least to the cent: "$31,807.82", "$32.423"."""
    return f"${number(amount, least=2)}"


def percent(share):
    """A percentage: "20 %", "17.585 %"."""
    return f"{number(share, least=0)} %"


def number(value, least):
    """A number with `least` or more decimals, as many as it has."""
    decimals = max(least, -value.normalize().as_tuple().exponent)
    return f"{value:,.{decimals}f}"


def filled(facts):
    """The facts that say something."""
    return [fact for fact in facts if fact.text or fact.links]
