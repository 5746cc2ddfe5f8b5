"""Which codes stand side by side: what a reader typed, what an address names, and the address that names it."""

import re

from django.db.models import Case, Count, Q, Subquery, Value, When
from django.db.models.lookups import Exact

from codes import notation
from codes.models import Code
from codes.systems import CPT, HCPCS, ICD10CM, ICD10PCS

# How many codes stand side by side.
MOST = 4
# What is read of a reader's typing; more is no list of codes.
LONGEST = 400
# As printed, no two of these systems write a code alike.
PRINTED = (ICD10CM, CPT, HCPCS, ICD10PCS)


def printed(part):
    """The (system, value) that `part` is as printed, or None."""
    return next(((system.key, part) for system in PRINTED if system.pattern.fullmatch(part)), None)


def parts_of(typed):
    """What stands between commas and spaces, each once; but "64493 50" is one code with its modifier."""
    text = typed.strip()[:LONGEST]
    found = [text] if notation.readings(text) else re.split(r"[\s,;/]+", text)
    return [part for part in dict.fromkeys(found) if part]


def may_be(part):
    """The (system, value) pairs that a reader may mean, the likeliest first: as printed, then as any spelling."""
    spelled = [(reading.system, reading.value) for reading in notation.readings(part)]
    as_printed = printed(part.upper())
    return list(dict.fromkeys([*([as_printed] if as_printed else []), *spelled]))


def named(pairs):
    """The condition that names codes by (system, value)."""
    found = Q(pk=None)
    for system, value in pairs:
        found |= Q(system=system, value=value)
    return found


def codes_of(parts):
    """[(part, Code or None)] for what was typed, in one statement."""
    wanted = named(pair for part in parts for pair in may_be(part))
    loaded = {(code.system, code.value): code for code in Code.objects.with_pages().listed().filter(wanted)}
    return [(part, next((loaded[pair] for pair in may_be(part) if pair in loaded), None)) for part in parts]


def rows(codes):
    """The codes of an address ("64493/E11.9") in its order, where every one is loaded and written as printed; or none.

    What is spelled otherwise, stands twice or is one too many has no rows, so that nothing is taken for it.
    """
    parts = codes.split("/")
    pairs = [printed(part) for part in parts]
    if len(parts) > MOST or len(set(parts)) < len(parts) or None in pairs:
        return Code.objects.none()
    found = Code.objects.with_pages().filter(named(pairs))
    number = found.order_by().values(all=Value(1)).annotate(number=Count("pk")).values("number")
    places = [When(system=system, value=value, then=Value(place)) for place, (system, value) in enumerate(pairs)]
    whole = found.filter(Exact(Subquery(number), Value(len(pairs))))
    return whole.select_related("release", "editor").order_by(Case(*places))


def address(codes):
    """The one address of these codes in this order; without any that of the empty form."""
    return f"/compare/{''.join(f'{code.value}/' for code in codes)}"
