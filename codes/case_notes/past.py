"""What stands for a condition that is over, or that a relative had: codes of Z80 to Z87 and a few others."""

from functools import cache

from codes.case_notes.tables import rows

PRESENT = "="


@cache
def ranges():
    return [tuple(row) for row in rows("past")]


def line_of(value):
    """(personal, family, over) of the categories that hold a code, or None."""
    for first, last, personal, family, over in ranges():
        if first <= value[: len(first)] and value[: len(last)] <= last:
            return personal, family, over
    return None


def personal(value, *, said=True):
    """The code for a history of `value`; "=" where the condition is coded as present, "" where there is none.

    `said`: words of the note say that it is over; else it only stands in the section of the past.
    """
    found = line_of(value)
    if found is None:
        return "" if said else PRESENT
    return found[0] if said or found[2] else PRESENT


def family(value):
    """The code for a relative's `value`, or ""."""
    found = line_of(value)
    return found[1] if found else ""
