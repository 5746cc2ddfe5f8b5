"""How a finding is meant: each kind of words, and where its scope ends."""

import pytest

from codes.case_notes.text import sentences
from codes.case_notes.triggers import scopes, status_of


def status(note, finding):
    """How the first place of `finding` in a note is meant, "" for present."""
    start = note.index(finding)
    (sentence,) = [s for s in sentences(note) if s.start <= start < s.end]
    scope = status_of(scopes(sentence), start, start + len(finding))
    return scope.status if scope else ""


@pytest.mark.parametrize(
    ("note", "finding", "wanted"),
    [
        # Denied
        ("no fever", "fever", "negated"),
        ("Denies chest pain", "chest pain", "negated"),
        ("denies fever, chills or cough", "cough", "negated"),
        ("negative for gout", "gout", "negated"),
        ("without gout, fever present", "gout", "negated"),
        ("without gout, fever present", "fever", ""),
        ("without fever, rash, or gout", "gout", "negated"),
        ("gout was ruled out", "gout", "negated"),
        ("Thompson neg, gout", "gout", ""),
        # Where a denial ends
        ("no fever but cough", "cough", ""),
        ("no fever however cough", "cough", ""),
        ("no fever; cough", "cough", ""),
        ("no fever. Cough", "Cough", ""),
        ("denies fever, has a cough", "cough", ""),
        ("no fever, reports cough", "cough", ""),
        # What looks like a denial and is none
        ("no change in gout", "gout", ""),
        ("not only gout", "gout", ""),
        ("no further gout", "gout", ""),
        ("gram negative sepsis", "sepsis", ""),
        # Over
        ("history of gout", "gout", "history"),
        ("h/o gout", "gout", "history"),
        ("s/p splenectomy, gout", "splenectomy", "history"),
        ("s/p splenectomy, gout", "gout", ""),
        ("gout in 2015", "gout", "year"),
        ("gout, splenectomy 2015", "gout", ""),
        ("past attempt 2017 (pills)", "pills", "history"),
        ("gout resolved", "gout", "history"),
        ("gout, resolved", "gout", "history"),
        # Nothing is over that was denied
        ("no h/o gout", "gout", "negated"),
        # A relative's
        ("mother had gout", "gout", "family"),
        ("brother with gout", "gout", "family"),
        ("family history of gout", "gout", "family"),
        ("gout in her father", "gout", "family"),
        ("no family history of gout", "gout", "negated"),
        ("here with mom, fever", "fever", ""),
        ("mother reports fever", "fever", ""),
        # Uncertain
        ("possible gout", "gout", "uncertain"),
        ("r/o gout", "gout", "uncertain"),
        ("suspected gout, fever", "fever", ""),
        ("gout, possible sprain", "gout", ""),
        ("gout, possible sprain", "sprain", "uncertain"),
        ("sprain possible, gout", "gout", ""),
        ("sprain, possible, gout", "sprain", "uncertain"),
        ("gout vs sprain", "gout", "uncertain"),
        ("gout vs sprain", "sprain", "uncertain"),
        # Only spoken of, or to come
        ("return if fever", "fever", "hypothetical"),
        ("gout prophylaxis", "gout", "hypothetical"),
        ("scheduled for splenectomy", "splenectomy", "planned"),
        ("gout", "gout", ""),
        # Beside what makes another thing of it
        ("high dose flu vaccine", "flu", "hypothetical"),
        ("gout, flu vaccine", "gout", ""),
        ("gout screening", "gout", "hypothetical"),
        ("gout test positive", "gout", ""),
        ("gout of the left big toe screening", "gout", ""),
    ],
)
def test_status(note, finding, wanted):
    assert status(note, finding) == wanted


def test_the_words_that_say_so_are_told():
    (sentence,) = sentences("patient denies gout")
    assert [(scope.status, scope.words) for scope in scopes(sentence)] == [("negated", "denies")]


@pytest.mark.parametrize("note", ["İİ no gout ß", "NO\u00a0GOUT", "no", "mother", "in 2015", "vs"])
def test_odd_letters_and_words_alone_break_nothing(note):
    for sentence in sentences(note):
        scopes(sentence)
