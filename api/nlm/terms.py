"""What a single term of a query string finds in a column: the Q of its text."""

import re
from datetime import date

from django.db.models import Q

NOTHING = Q(pk__in=[])
DAY = re.compile(r"(?P<year>[12]\d{3})-?(?:\*|(?P<month>\d{2})-?(?:\*|(?P<day>\d{2})))", re.ASCII)


def of_code(text):
    """Codes by their characters, with or without the dot: `E11.9`, `E11*`, `E1?.9`."""
    wanted = re.sub(r"[^0-9A-Z*?]", "", text.upper())
    if not wanted:
        return NOTHING
    if not re.search(r"[*?]", wanted):
        return Q(bare=wanted)
    if re.fullmatch(r"[0-9A-Z]*\*", wanted):
        return Q(bare__startswith=wanted[:-1])
    return Q(bare__regex=f"^{expression(wanted, '.')}$")


def of_words(column):
    """Texts by whole words, which stand side by side where there are several; wildcards stand for letters."""

    def matches(text):
        if text == "*":
            return ~Q(**{column: ""})
        words = re.findall(r"[\w*?]+", text)
        if not any(word.strip("*?") for word in words):
            return NOTHING
        return Q(**{f"{column}__iregex": r"\m" + r"\W+".join(expression(word, r"\w") for word in words) + r"\M"})

    return matches


def expression(text, any_one):
    return re.sub(r"\*+", "*", text).replace("?", any_one).replace("*", f"{any_one}*")


def of_day(column):
    """Days as 20251001, their beginnings as 2025* or 202510*, and * for any."""

    def matches(text):
        if text == "*":
            return Q(**{f"{column}__isnull": False})
        found = DAY.fullmatch(text)
        if not found:
            return NOTHING
        return Q(**{f"{column}__{part}": int(digits) for part, digits in found.groupdict().items() if digits})

    return matches


def of_written_day(column):
    """The same where a day is kept as a text such as 2025-10-01."""
    there = Q(**{f"{column}__isnull": False})

    def matches(text):
        if text == "*":
            return there
        found = DAY.fullmatch(text)
        # Without `there` a code that has no such day would be left out of what "NOT" finds.
        return there & Q(**{f"{column}__startswith": "-".join(filter(None, found.groups()))}) if found else NOTHING

    return matches


def is_day(text):
    """Whether a text is a day such as 2025-10-01."""
    try:
        return isinstance(text, str) and date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False
