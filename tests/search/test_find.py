"""Search: an exact code, the beginning of one, words."""

import pytest

from codes.models import Code, Note
from codes.search import find, keys, mark_due, near
from tests.builders import a_code

pytestmark = pytest.mark.django_db


def values(text, **options):
    return [result.code.value for result in find(text, **options).results]


@pytest.fixture(autouse=True)
def codes():
    a_code("Q11", kind="heading", descriptor="Blue fever of the ear")
    a_code("Q11.0", descriptor="Blue fever of the ear with spots")
    a_code("Q11.9", descriptor="Blue fever of the ear with complications of seven kinds")
    a_code("Q12.0", descriptor="Green fevers")
    a_code("Q00-Q99", kind="section", descriptor="Fevers of all colours")
    a_code("99901", "cpt", title="Washing of an ear")


def test_it_works(guest):
    response = guest.get("/search/", {"q": "q119"})
    assert (response.status_code, response.url) == (302, "/icd10cm/Q11.9/")


def test_a_prefix_lists_in_order():
    assert find("q11").exact.value == "Q11"
    assert values("Q1") == ["Q11", "Q11.0", "Q11.9", "Q12.0"]
    assert values("999") == ["99901"]


def test_while_typing_a_code_leads_those_that_begin_so():
    assert values("q11", typing=True) == ["Q11", "Q11.0", "Q11.9"]
    assert find("q11", typing=True).exact is None


def test_words_in_any_order_and_inflection_the_shorter_text_first():
    assert values("fever ear")[:3] == ["Q11", "Q11.0", "Q11.9"]
    assert values("ears fever blue")[:3] == ["Q11", "Q11.0", "Q11.9"]


def test_a_chapter_or_section_is_no_result():
    assert values("colours") == []


def test_an_unfinished_last_word():
    assert values("complic") == ["Q11.9"]
    assert values("complicatio") == ["Q11.9"]
    assert values("blu fev of spo")[0] == "Q11.0"


def test_those_that_have_more_of_the_words_come_first():
    assert values("green ear")[0] == "Q12.0"
    assert set(values("green ear")) <= {"99901", "Q11", "Q11.0", "Q11.9", "Q12.0"}


def test_inclusion_terms_are_found_and_not_told():
    code = a_code("Q13.0", descriptor="Red fever")
    Note.objects.create(code=code, kind="inclusion_term", position=0, text="Crimson ailment of the ear")
    mark_due([code.pk])
    (result,) = find("crimson").results
    assert (result.code, result.why) == (code, "a term included here")


def test_metered_texts_are_not_searched():
    code = a_code("Q14.0", common_language="A hidden word: xylophone")
    mark_due([code.pk])
    assert values("xylophone") == []


@pytest.mark.parametrize("words", [{"descriptor": "Tuning a xylophone"}, {"short_descriptor": "Tune xylophone"}])
def test_official_words_that_a_licence_brought_find_their_code(words):
    mark_due([a_code("99902", "cpt", title="", **words).pk])
    (result,) = find("xylophone").results
    assert (result.code.value, result.why) == ("99902", "words of the descriptor")


LICENSED = "Tuning of a zzlicensedzz xylophone"


@pytest.mark.parametrize(
    ("address", "listed"),
    [
        ("/search/?q=xylophone", True),
        ("/search/?q=xilophone", True),
        ("/search/results.csv?q=xylophone", False),
        ("/search/suggest/?q=xylo", True),
        ("/api/v1/search?q=xylophone", True),
        ("/api/icd10cm/v3/search?terms=xylophone", False),
        ("/api/fhir/ValueSet/$expand?url=http://hl7.org/fhir/sid/icd-10-cm?fhir_vs%26filter=xylophone", False),
    ],
)
def test_and_no_list_shows_them(guest, address, listed):
    mark_due([a_code("99902", "cpt", title="", descriptor=LICENSED, short_descriptor=LICENSED).pk])
    response = guest.get(address)
    assert ("99902" in response.text) == listed
    assert "zzlicensedzz" not in response.text


@pytest.mark.parametrize("text", ["'", "a & b | !", "\\", ":*", "((", "the of", "-" * 500, "\u202e", "%", "a\0b", "²"])
def test_odd_input_finds_nothing_and_breaks_nothing(guest, text):
    find(text)
    keys(text)
    assert guest.get("/search/", {"q": text.replace("\0", "")}).status_code == 200


def test_pages_follow_one_another():
    for i in range(60):
        a_code(f"R{i:02d}", descriptor="Purple rash")
    first = find("purple")
    second = find("purple", after=first.after)
    assert [len(first.results), first.total, len(second.results), second.after] == [50, 60, 10, ""]
    assert not {r.code.pk for r in first.results} & {r.code.pk for r in second.results}


def test_pages_of_a_beginning_follow_one_another():
    for i in range(60):
        a_code(f"R{i:02d}.1")
    first = find("R")
    second = find("R", after=first.after)
    assert [r.code.value for r in (*first.results, *second.results)] == [f"R{i:02d}.1" for i in range(60)]


@pytest.mark.parametrize("after", ["0", "-1", "x y", "9" * 400, "²", "", "nan 1", "Q11 x; --"])
def test_an_odd_place_to_go_on_from_breaks_nothing(guest, after):
    assert guest.get("/search/", {"q": "fever", "after": after}).status_code == 200
    assert guest.get("/search/", {"q": "Q1", "after": after}).status_code == 200


def test_near_codes_stand_around():
    assert [code.value for code in near("icd10cm", "Q11.5", 1)] == ["Q11.0", "Q11.9"]


def test_editors_find_chapters_too(codes):
    section = Code.objects.get(value="Q00-Q99")
    assert keys("fevers colours")[0] == section.pk
    assert keys("Q11.9") == [Code.objects.get(value="Q11.9").pk]
