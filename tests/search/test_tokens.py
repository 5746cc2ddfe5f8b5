"""Words as the search compares them."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from codes.search.tokens import printed_words, stem, words


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Type 2, B12", ["type", "2", "b12"]),
        ("Sjögren’s syndrome", ["sjogren", "syndrome"]),
        ("31.0-31.9", ["31.0", "31.9"]),
        ("s/p x-ray", ["s", "p", "x", "ray"]),
        ("\u202e²½ ⁂ \x00", ["21", "2"]),
        ("", []),
    ],
)
def test_words(text, expected):
    assert words(text) == expected


def test_forms_of_a_word_have_one_stem():
    assert stem("fractures") == stem("fractured") == stem("fracture")
    assert stem("12") == "12"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Spots without fever", ["spots", "no_fever"]),
        ("Spots without fever or cold, with itch", ["spots", "no_fever", "or", "no_cold", "with", "itch"]),
        ("Spots, not lasting, loud", ["spots", "no_lasting", "loud"]),
        ("Rash without spots without itch", ["rash", "no_spots", "no_itch"]),
        ("Rash, without, spots", ["rash", "no_spots"]),
    ],
)
def test_what_a_text_denies_is_marked(text, expected):
    assert [word for word in printed_words(text) if word != "or"] == [word for word in expected if word != "or"]


def test_threads_do_not_spoil_one_anothers_stems():
    forms = [
        f"{start}{ending}" for start in ("fractur", "infect", "operat", "dislocat") for ending in ("ed", "ing", "ion")
    ]
    expected = [stem.__wrapped__(word) for word in forms]
    with ThreadPoolExecutor(8) as threads:
        found = list(threads.map(stem.__wrapped__, forms * 400))
    assert found == expected * 400


def test_an_inflammation_is_not_its_organ():
    assert stem("esophagitis") != stem("esophageal")


def test_a_denied_word_has_a_stem_of_its_own():
    assert stem("no_fevers") == stem("no_fever") != stem("fever")
