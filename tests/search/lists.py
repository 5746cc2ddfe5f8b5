"""Word lists of invented words in place of the repository's."""

import pytest

from codes.search import thesaurus

LISTS = {
    "abbreviations": [["bf", "blue fever"], ["b/s", "blue spots | blue fever"], ["ro", "-"]],
    "brands": [["earol", "washing of an ear"]],
    "lay": [["hot and blue", "blue fever"], ["blue ear", "blue fever with spots"]],
}


@pytest.fixture
def invented_lists(monkeypatch):
    """Abbreviations, a brand and lay words that lead to invented words."""
    kept = [each for each in vars(thesaurus).values() if hasattr(each, "cache_clear")]
    monkeypatch.setattr(thesaurus, "lines", lambda name: LISTS.get(name, []))
    for each in kept:
        each.cache_clear()
    yield
    for each in kept:
        each.cache_clear()
