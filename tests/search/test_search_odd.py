"""What nobody should type into the search: a useful answer, or a plain refusal."""

import pytest

from tests.search.lists import invented_lists  # noqa: F401
from tests.search.pages import FILE, SEARCH, SUGGESTIONS, found, search, text_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("invented_lists")]


ODD = {
    "operators": "fever AND (blue OR NOT green) + - ~ ^2 title:blue [a TO z] fever* b?ue field:{x}",
    "tsquery": "blue & fever | !green <-> spots:*AB",
    "unbalanced quotes": "\"blue 'fever “ear «",
    "brackets": "((((blue]]]]}}}",
    "regular expression": r"^(blue)+$ .* \d{9} (?P<x>a\1)",
    "like": "%_\\%_[a-z]%",
    "sql": "'; DROP TABLE codes_code; -- ' OR 1=1 UNION SELECT * FROM accounts_user",
    "backslashes": "\\" * 100,
    "emoji": "🤕🩺 blue 👩‍⚕️ fever",
    "right to left": "\u202eblue fever\u202c حمى זרקא",
    "control characters": "blue\x01\x02\x1b[31m\tfever\r\n",
    "accents": "blüe févér ｆｅｖｅｒ ﬁ ß İ",
    "lone surrogate": "blue \ud800 fever",
    "long word": "x" * 3_000,
    "many words": "fever " * 1_000,
    "digits": "9" * 200,
    "superscripts": "²³ ⅷ ①",
    "template": "{{ 7*7 }} {% debug %} ${jndi:x}",
    "markup": "<img src=x onerror=alert(1)>",
    "one letter": "b",
    "spaces": " \u00a0\u2003\u200b ",
}
ODD_URL = {name: text for name, text in ODD.items() if name != "lone surrogate"}


@pytest.mark.parametrize("name", ODD_URL)
@pytest.mark.parametrize("address", [SEARCH, FILE, SUGGESTIONS])
def test_odd_texts_are_answered(guest, chapter, name, address):
    assert guest.get(address, {"q": ODD[name]}).status_code == 200


@pytest.mark.parametrize("address", [SEARCH, FILE, SUGGESTIONS])
def test_what_is_no_text_is_refused_or_answered(guest, chapter, address):
    assert guest.get(address, {"q": "fever " * 10_000}).status_code == 414
    assert guest.get(address + "?q=%00").status_code == 400
    assert guest.get(address + "?q=%ff%fe%ed%a0%80fever").status_code == 200
    assert guest.get(address + "?q=a&q=fever").status_code == 200
    assert guest.get(address + "?q[]=a&q.x=1").status_code == 200
    assert guest.post(address, {"q": "fever"}).status_code == 405


@pytest.mark.parametrize(
    ("asked", "told"),
    [
        ({"system": "icd11"}, "There is no code system “icd11”."),
        ({"system": "x" * 500}, "There is no code system “xxxxxxxxxxxxxxxxxxxxxxxxxxxxx…”."),
        ({"system": "icd10cm", "chapter": "icd10cm-99"}, "ICD-10-CM has no chapter “99”."),
        ({"system": "icd10cm", "chapter": "icd10cm-"}, "ICD-10-CM has no chapter “”."),
        ({"system": "icd10cm", "chapter": "' OR 1=1"}, "There is no chapter “' OR 1=1”."),
        ({"on": "2026-02-30"}, "“2026-02-30” is no day of the calendar: write 2026-03-31."),
        ({"on": "0000-00-00"}, "“0000-00-00” is no day"),
        ({"on": "yesterday"}, "“yesterday” is no day"),
        ({"on": "٢٠٢٦-٠١-٠١"}, "is no day"),
    ],
)
def test_filters_that_cannot_be_read_are_told(guest, chapter, asked, told):
    page = search(guest, status=400, **asked)
    assert told in text_of(page)
    assert found(page) == []
    answer = guest.get(FILE, {"q": "blue"} | asked)
    assert (answer.status_code, told in answer.text) == (400, True)
    assert guest.get(SUGGESTIONS, {"q": "blue"} | asked).status_code == 400


@pytest.mark.parametrize("on", ["0001-01-01", "9999-12-31", "1899-12-31"])
def test_far_days_are_days(guest, chapter, on):
    assert search(guest, on=on).status_code == 200
    assert search(guest, "Q1", on=on, billable="1").status_code == 200


FAR = ["9" * 5_000, "nan 1", "inf 9999999999999999999999", "0.5 -1", "x", "Q11 '; --", "² ³"]


@pytest.mark.parametrize("after", FAR)
@pytest.mark.parametrize("text", ["blue fever", "Q1"])
def test_an_odd_place_to_go_on_from(guest, chapter, after, text):
    assert search(guest, text, after=after).status_code == 200
