"""Lists for tests; every code and word is invented."""

from codelists import actions
from tests.builders import a_reader


def a_list(owner=None, codes=(), **fields):
    """A list of `owner` with these codes, each a Code or a pair of one and its note."""
    pairs = [each if isinstance(each, tuple) else (each, "") for each in codes]
    entries = {(code.system, code.value): note for code, note in pairs}
    return actions.create(owner=owner or a_reader(), entries=entries, **({"name": "Knees"} | fields))


def contents(code_list, version=None):
    """[(value, note)] of a version in its order, the newest unless told."""
    code_list.refresh_from_db()
    found = actions.entries_of(code_list, version or code_list.version)
    return [(value, note) for (_, value), note in found.items()]
