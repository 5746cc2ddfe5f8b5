"""Case2Code's search: a code, the beginning of a code, or words as people say them.

`find` answers a search, `near` a code that does not exist, `keys` the editors' lists; `mark_due` is called when
a code's searchable words were written, `build_if_due` when many may have been.
"""

from codes.search.by_code import exact, near
from codes.search.editors import keys
from codes.search.filters import Filters
from codes.search.finding import PER_PAGE, Found, Result, find
from codes.search.store import build_if_due, build_index, mark_due

__all__ = [
    "PER_PAGE",
    "Filters",
    "Found",
    "Result",
    "build_if_due",
    "build_index",
    "exact",
    "find",
    "keys",
    "mark_due",
    "near",
]
