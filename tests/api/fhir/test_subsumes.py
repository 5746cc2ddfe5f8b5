"""CodeSystem/$subsumes: which code stands above which."""

import pytest

from tests.api.fhir.asking import CM, HCPCS, get, post, told, words

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("a", "b", "outcome"),
    [
        ("Q11", "Q11.0", "subsumes"),
        ("Q11.0", "Q11", "subsumed-by"),
        ("Q11", "Q11", "equivalent"),
        ("Q11.0", "Q11.9", "not-subsumed"),
    ],
)
def test_which_code_stands_above_which(codes, a, b, outcome):
    assert told(get("CodeSystem/$subsumes", system=CM, codeA=a, codeB=b))["outcome"] == outcome
    codings = [
        {"name": name, "valueCoding": {"system": CM, "code": code}} for name, code in (("codingA", a), ("codingB", b))
    ]
    assert told(post("CodeSystem/$subsumes", *codings))["outcome"] == outcome


@pytest.mark.parametrize(
    ("sent", "status"),
    [
        ({"system": CM, "codeA": "Q11"}, 400),
        ({"system": CM, "codeA": "Q11", "codeB": "Q99"}, 404),
        ({"system": HCPCS, "codeA": "V9901", "codeB": "V9902"}, 422),
        ({"codeA": "Q11", "codeB": "Q11.0"}, 400),
    ],
)
def test_what_cannot_be_compared(codes, sent, status):
    get("CodeSystem/$subsumes", status, **sent)


def test_codings_of_two_systems_cannot_be_compared(codes):
    codings = [("codingA", CM), ("codingB", HCPCS)]
    sent = [{"name": name, "valueCoding": {"system": system, "code": "Q11"}} for name, system in codings]
    assert words(post("CodeSystem/$subsumes", *sent, status=400))[1] == "Both codings must be of one code system."
