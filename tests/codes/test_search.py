"""Search: an exact code, the beginning of one, words."""

import pytest

from codes.actions import refresh_search
from codes.models import Code, Note
from codes.search import find, keys, near
from tests.builders import a_code

pytestmark = pytest.mark.django_db


def values(text, **options):
    return [code.value for code in find(text, **options).codes]


@pytest.fixture(autouse=True)
def codes():
    a_code("Q11", kind="heading", descriptor="Blue fever of the ear")
    a_code("Q11.0", descriptor="Blue fever of the ear with spots")
    a_code("Q11.9", descriptor="Blue fever of the ear without complications of any kind at all")
    a_code("Q12.0", descriptor="Green fevers")
    a_code("Q00-Q99", kind="section", descriptor="Fevers of all colours")
    a_code("99901", "cpt", title="Washing of an ear")


def test_it_works(guest):
    response = guest.get("/search/", {"q": "q119"})
    assert (response.status_code, response.url) == (302, "/icd10cm/Q11.9/")


def test_a_prefix_lists_in_order():
    assert values("q11") == []  # an exact code
    assert values("Q1") == ["Q11", "Q11.0", "Q11.9", "Q12.0"]
    assert values("999") == ["99901"]


def test_words_in_any_order_and_inflection_the_shorter_text_first():
    assert values("fever ear") == ["Q11", "Q11.0", "Q11.9"]
    assert values("ears fever blue") == ["Q11", "Q11.0", "Q11.9"]


def test_a_chapter_or_section_is_no_result():
    assert values("colours") == []


def test_an_unfinished_last_word():
    assert values("complic") == ["Q11.9"]
    assert values("complicatio") == ["Q11.9"]
    assert values("blu fev of sp") == ["Q11.0"]


def test_any_of_the_words_where_no_code_has_all():
    assert sorted(values("green ear")) == ["99901", "Q11", "Q11.0", "Q11.9", "Q12.0"]
    assert find("green ear").how == "any of the words"


def test_synonyms_are_found_behind_descriptors():
    code = a_code("Q13.0", descriptor="Red fever")
    Note.objects.create(code=code, kind="inclusion_term", position=0, text="Crimson ailment of the ear")
    refresh_search([code.pk])
    assert values("crimson") == ["Q13.0"]
    assert values("ear")[-1] == "Q13.0"


def test_metered_texts_are_not_searched():
    code = a_code("Q14.0", common_language="A hidden word: xylophone")
    refresh_search([code.pk])
    assert values("xylophone") == []


@pytest.mark.parametrize("text", ["'", "a & b | !", "\\", ":*", "((", "the of", "-" * 500, "\u202e", "%", "a\0b", "²"])
def test_odd_input_finds_nothing_and_breaks_nothing(guest, text):
    find(text)
    keys(text)
    assert guest.get("/search/", {"q": text.replace("\0", "")}).status_code == 200


def test_pages_follow_one_another():
    for i in range(60):
        a_code(f"R{i:02d}", descriptor="Purple rash")
    first, second = find("purple"), find("purple", page=2)
    assert (len(first.codes), first.more, len(second.codes), second.more) == (50, True, 10, False)
    assert not {c.pk for c in first.codes} & {c.pk for c in second.codes}


@pytest.mark.parametrize("page", ["0", "-1", "x", "99999999999999999999", "²", ""])
def test_an_odd_page_number_is_the_first_or_the_last(guest, page):
    assert guest.get("/search/", {"q": "fever", "page": page}).status_code == 200


def test_near_codes_stand_around():
    assert [code.value for code in near("icd10cm", "Q11.5", 1)] == ["Q11.0", "Q11.9"]


def test_editors_find_chapters_too(codes):
    section = Code.objects.get(value="Q00-Q99")
    assert keys("fevers colours") == [section.pk]
    assert keys("Q11.9") == [Code.objects.get(value="Q11.9").pk]
