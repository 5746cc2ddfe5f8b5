"""Search by the code itself: one code, those that begin so, those that stand near."""

import re

from django.db.models import Q

from codes import notation
from codes.models import Code


def exact(text):
    """The code that `text` names, in the likeliest of its readings, or None."""
    readings = notation.readings(text)
    if not readings:
        return None
    wanted = Q()
    for reading in readings:
        wanted |= Q(system=reading.system, value=reading.value)
    codes = {(code.system, code.value): code for code in Code.objects.with_pages().filter(wanted).listed()}
    return next((codes[r.system, r.value] for r in readings if (r.system, r.value) in codes), None)


def beginning(text, filters, *, after="", number=50):
    """The codes that begin so in the order of their characters, behind the one that `after` names as "E119 icd10cm"."""
    codes = filters.of(Code.objects.with_pages().starting_with(text)).order_by("bare", "system")
    if behind := re.fullmatch(r"([0-9A-Z]{1,8}) ([a-z0-9]+)", after):
        bare, system = behind.groups()
        codes = codes.filter(Q(bare__gt=bare) | Q(bare=bare, system__gt=system))
    return list(codes.listed()[:number])


def near(system, text, number=4):
    """Codes that stand around where `text` would stand, for a page that does not exist."""
    reading = notation.read_in(system, text)
    value = reading.value if reading else text.strip().upper()
    codes = Code.objects.in_system(system).with_pages().listed()
    before = codes.filter(value__lt=value).order_by("-value")[:number]
    after = codes.filter(value__gt=value).order_by("value")[:number]
    return [*reversed(before), *after]
