"""Log lines name nobody."""

import logging

from codeahead.logs import NoPerson


def formatted(message, *args, **kwargs):
    try:
        raise ValueError("the owner is reader@example.org")
    except ValueError as error:
        info = (type(error), error, error.__traceback__) if kwargs.get("traceback") else None
    record = logging.LogRecord("x", logging.INFO, "x", 1, message, args, info)
    return NoPerson("%(message)s").format(record)


def test_it_works():
    assert formatted("letter to %s sent", "a.reader+tag@mail.example.org") == "letter to <email> sent"


def test_a_traceback_is_cleaned_too():
    text = formatted("failed", traceback=True)
    assert "Traceback" in text
    assert "example.org" not in text
