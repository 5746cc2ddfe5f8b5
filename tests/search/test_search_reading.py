"""How the search page tells what the words were read as."""

import pytest

from tests.search.lists import LISTS, invented_lists  # noqa: F401
from tests.search.pages import found, search, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented_lists")]


def test_a_misspelt_word(guest, chapter):
    page = search(guest, "Blue fevver")
    assert "Q11" in found(page)
    assert "No code prints “fevver”. Showing results for blue fever." in text_of(page)


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("BF", "“BF” read as blue fever."),
        ("b/s", "“b/s” read as blue spots or blue fever."),
        ("Earol", "“Earol” read as washing of an ear."),
        ("Hot and blue", "“Hot and blue” read as blue fever."),
        ("blue ear", "“blue ear” also read as blue fever with spots."),
        ("blue fever", ""),
    ],
)
def test_what_words_were_read_as(guest, chapter, text, told):
    page = search(guest, text)
    assert told in text_of(page)
    assert ("read as" in text_of(page)) == bool(told)
    assert found(page)


def test_words_that_are_read_as_themselves_are_not_told(guest, chapter, monkeypatch):
    monkeypatch.setitem(LISTS, "lay", [["fever", "fever"]])
    assert "read as" not in text_of(search(guest, "blue fever"))


def test_three_readings_at_most_are_told(guest, chapter):
    assert text_of(search(guest, "bf b/s earol bf b/s")).count("read as") == 3


def test_of_a_long_text_the_beginning_is_read(guest, chapter):
    assert "Only the beginning of a long text is read" in text_of(search(guest, "blue " * 25))
    assert "Only the beginning of a long text is read" in text_of(search(guest, "b" * 300))
    assert "Only the beginning" not in text_of(search(guest, "blue " * 24))


def test_what_was_typed_is_escaped(guest, chapter):
    page = search(guest, "<b>fevver</b> \"'><script>")
    assert "<script>" not in page.text.split("<main")[1]
    assert "&lt;script&gt;" in page.text
