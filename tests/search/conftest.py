"""Codes to be found."""

from datetime import date

import pytest

from tests.builders import a_code


@pytest.fixture
def chapter():
    """A chapter of ICD-10-CM with a heading and two codes, and another one with a code."""
    first = a_code("1", kind="chapter", descriptor="Fevers")
    second = a_code("2", kind="chapter", descriptor="Colours")
    heading = a_code("Q11", kind="heading", descriptor="Blue fever", parent=first)
    a_code("Q11.0", descriptor="Blue fever with spots", parent=heading)
    a_code("Q11.9", descriptor="Blue fever of the ear", parent=heading, effective_from=date(2025, 10, 1))
    a_code("R11.9", descriptor="Blue fever feigned", parent=second)
    old = {"status": "deleted", "effective_to": date(2020, 9, 30)}
    a_code("Q12.0", descriptor="Blue fever of old", parent=first, **old)
    a_code("99901", "cpt", title="Washing of a blue ear in fever")
    return first
