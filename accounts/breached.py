"""Refuses passwords that stand in a list of breached ones, which lies on this machine: nothing is sent anywhere.

The list has the form of the public corpus: lines `SHA-1 in hexadecimal:count`, sorted by hash, some tens of gigabytes.
It is never read whole: a password costs about forty short reads. Hashes may be cut to the same length of at least
sixteen digits, which makes the list smaller.
"""

import hashlib
import os
import re

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured, ValidationError

LINE = re.compile(rb"([0-9A-F]{16,40})(:\d+)?\r?\n?\Z", re.IGNORECASE)
# Longer than any line of such a list.
LONGEST = 80
# At how many places a list is looked at to see whether it is sorted; a short one is read whole.
SAMPLES, SHORT = 2_000, 1_000_000


class BreachedPasswordValidator:
    """For AUTH_PASSWORD_VALIDATORS; passes everything where BREACHED_PASSWORDS names no list."""

    def validate(self, password, user=None):
        if settings.BREACHED_PASSWORDS and is_listed(password, settings.BREACHED_PASSWORDS):
            raise ValidationError(
                "This password has come out in a break-in somewhere, so whoever tries passwords tries it early. "
                "Choose another, and change it wherever else you use it.",
                code="password_breached",
            )

    def get_help_text(self):
        return "Your password must not have come out in a break-in."


def is_listed(password, path):
    """Whether a list holds the password. An OSError or ValueError, where the list cannot be read, stops the form."""
    wanted = hashlib.sha1(password.encode(), usedforsecurity=False).hexdigest().upper().encode()
    with open(path, "rb") as file:
        low, high = 0, os.fstat(file.fileno()).st_size
        while low < high:
            middle = (low + high) // 2
            start, found = line_at(file, middle)
            if found is None or found >= wanted[: len(found)]:
                high = middle
            else:
                low = start + 1
        found = line_at(file, low)[1]
    return found is not None and wanted.startswith(found)


def line_at(file, place):
    """(where it begins, its hash) of the first line that begins at `place` or later; (place, None) after the last."""
    file.seek(max(place - 1, 0))
    if place:
        # To the end of the line before, or of the one that `place` lies in.
        place += len(file.readline(LONGEST)) - 1
    line = file.readline(LONGEST)
    return (place, hash_in(line)) if line else (place, None)


def hash_in(line):
    found = LINE.match(line)
    if not found:
        raise ValueError("a line of the list of breached passwords is not HASH:COUNT")
    return found[1].upper()


def fault_of(path):
    """What is wrong with a list, in words, or "": whether it can be read, its form, and its order at many places."""
    try:
        with open(path, "rb") as file:
            return disorder(hashes(file, os.fstat(file.fileno()).st_size))
    except OSError as error:
        return f"it cannot be read ({error.strerror})"
    except ValueError as error:
        return str(error)


def hashes(file, size):
    """The hashes of a short list, or those at SAMPLES places of a long one, from the first to the last."""
    if size <= SHORT:
        yield from map(hash_in, file)
        return
    for sample in range(SAMPLES):
        _, found = line_at(file, size * sample // SAMPLES)
        if found:
            yield found


def disorder(found):
    before = b""
    for each in found:
        if before and len(each) != len(before):
            return "its hashes are not of one length"
        if each < before:
            return "it is not sorted by hash"
        before = each
    return "" if before else "it is empty"


def demand_list():
    """Stop the start of the site where a list is named that cannot be used."""
    fault = settings.BREACHED_PASSWORDS and fault_of(settings.BREACHED_PASSWORDS)
    if fault:
        raise ImproperlyConfigured(f"BREACHED_PASSWORDS names {settings.BREACHED_PASSWORDS}: {fault}")
