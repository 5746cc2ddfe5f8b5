"""The NLM Clinical Table Search interface: its answers, its parameters, and what it refuses."""

import json
from datetime import date, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils.timezone import localdate
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from accounts import policy
from api.models import Minute
from codes.models import Note, Section
from tests.builders import a_code, a_reader

pytestmark = pytest.mark.django_db
CM, PCS, HCPCS = "/api/icd10cm/v3/search", "/api/icd10pcs/v3/search", "/api/hcpcs/v3/search"


def answer(address, status=200, **sent):
    response = Client().get(address, sent)
    assert response.status_code == status, response.text
    return response.json()


def values(address=CM, **sent):
    return answer(address, **sent)[1]


@pytest.fixture
def codes():
    a_code("Q11", kind="heading", descriptor="Blue fever of the ear")
    a_code("Q11.0", descriptor="Blue fever of the ear with spots")
    a_code("Q11.9", descriptor="Blue fever of the ear without complications")
    a_code("Q12.0", descriptor="Green fever")
    a_code("Q13.0", descriptor="Yellow fever", status="deleted", effective_to=date(2025, 9, 30))


@pytest.fixture
def supplies():
    long = {"descriptor": "Blue ear trumpet, each", "short_descriptor": "Ear trumpet"}
    attributes = {"statute": "secret", "action_effective": "2024-10-01"}
    a_code("V9901", "hcpcs", effective_from=date(2020, 1, 1), attributes=attributes, **long)
    ended = {"status": "deleted", "effective_from": date(2019, 4, 1), "effective_to": date(2024, 12, 31)}
    a_code("V9902", "hcpcs", descriptor="Green ear trumpet", short_descriptor="", **ended)


def test_it_works(codes):
    assert answer(CM, terms="Q11") == [
        2,
        ["Q11.0", "Q11.9"],
        None,
        [["Q11.0", "Blue fever of the ear with spots"], ["Q11.9", "Blue fever of the ear without complications"]],
    ]


def test_words_lead_to_codes_that_may_be_billed(codes):
    assert sorted(values(terms="ear blu"))[:2] == ["Q11.0", "Q11.9"]
    assert "Q11" not in values(terms="blue fever of the ear")
    assert values(terms="yellow") == []


def test_a_form_that_is_posted_is_read_as_well(codes):
    response = Client(enforce_csrf_checks=True).post(f"{CM}?maxList=1", {"terms": "Q11"})
    assert response.json()[:2] == [2, ["Q11.0"]]


def test_a_wildcard_is_not_needed_and_does_no_harm(codes):
    assert values(terms="Q11*") == values(terms="Q11") == ["Q11.0", "Q11.9"]
    assert values(terms="gree* fev*") == values(terms="gree fev")


def test_procedures_and_supplies(supplies):
    a_code("0ZB0ZZZ", "icd10pcs", descriptor="Polishing of the ear", billable=True)
    assert answer(PCS, terms="polish") == [1, ["0ZB0ZZZ"], None, [["0ZB0ZZZ", "Polishing of the ear"]]]
    total, found, _, display = answer(HCPCS, terms="trumpet")
    assert (total, sorted(found)) == (2, ["V9901", "V9902"])
    assert sorted(display) == [["V9901", "Blue ear trumpet, each"], ["V9902", "Green ear trumpet"]]


def test_supplies_tell_their_dates_and_whether_they_are_obsolete(supplies):
    told = answer(HCPCS, terms="V99", ef="short_desc,long_desc:long,add_dt,term_dt,act_eff_dt,obsolete,is_noc,nothing")
    assert told[2] == {
        "short_desc": ["Ear trumpet", ""],
        "long": ["Blue ear trumpet, each", "Green ear trumpet"],
        "add_dt": ["20200101", "20190401"],
        "term_dt": ["", "20241231"],
        "act_eff_dt": ["20241001", ""],
        "obsolete": [False, True],
        "is_noc": [None, None],
        "nothing": [None, None],
    }


def test_display_and_code_fields_may_be_chosen(codes, supplies):
    assert answer(CM, terms="Q12", df="name,nothing", cf="name")[1:] == [["Green fever"], None, [["Green fever", ""]]]
    assert answer(HCPCS, terms="V9902", df="code,obsolete")[3] == [["V9902", "true"]]
    assert answer(CM, terms="Q12", df=" , ", ef=" , ")[2:] == [None, [["Q12.0", "Green fever"]]]


def test_search_fields(codes):
    assert values(terms="Q11", sf="code") == ["Q11.0", "Q11.9"]
    assert values(terms="fever", sf="code") == []
    assert sorted(values(terms="fever", sf="name")) == ["Q11.0", "Q11.9", "Q12.0"]
    assert values(terms="Q11", sf="name") == []
    assert answer(CM, terms="Q11", sf="nothing") == [0, [], None, []]


def test_code_systems_stand_in_the_answer_if_asked_for(codes):
    assert answer(CM, terms="Q12", systems="1")[4] == ["http://hl7.org/fhir/sid/icd-10-cm"]


@pytest.mark.parametrize(
    ("sent", "number"),
    [({}, 7), ({"maxList": ""}, 500), ({"maxList": "9"}, 9), ({"maxList": "0"}, 0), ({"maxList": "9999"}, 500)]
    + [({"count": "3"}, 3), ({"count": "3", "maxList": "9"}, 3), ({"count": "", "maxList": "9"}, 9)],
)
def test_how_many(sent, number):
    for i in range(600):
        a_code(f"R{i // 10:02d}.{i % 10}")
    total, found, _, display = answer(CM, terms="R", **sent)
    assert (total, len(found), len(display)) == (600, number, number)


def test_pages_follow_one_another():
    for i in range(30):
        a_code(f"R{i:02d}", descriptor="Purple rash")
    for terms in ("R", "purple", ""):
        pages = [values(terms=terms, count=12, offset=offset) for offset in (0, 12, 24, 36)]
        assert [len(page) for page in pages] == [12, 12, 6, 0]
        assert len({value for page in pages for value in page}) == 30


def test_no_more_than_ten_thousand_are_counted(codes, monkeypatch):
    monkeypatch.setattr("api.nlm.search.TOTAL", 2)
    assert answer(CM, terms="Q")[:2] == [2, ["Q11.0", "Q11.9", "Q12.0"]]
    assert answer(CM, terms="fever")[0] == answer(CM, terms="")[0] == 2


def test_without_text_all_codes_are_found_in_their_order(codes):
    assert answer(CM, terms="")[:2] == [3, ["Q11.0", "Q11.9", "Q12.0"]]


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("code:Q11*", ["Q11.0", "Q11.9"]),
        ("code:q119", ["Q11.9"]),
        ("code:Q1?.0", ["Q11.0", "Q12.0"]),
        ("code:*9", ["Q11.9"]),
        ("Q11.0 Q12.0", ["Q11.0", "Q12.0"]),
        ("name:spots", ["Q11.0"]),
        ("name:spot", []),
        ("name:spot*", ["Q11.0"]),
        ("name:?reen", ["Q12.0"]),
        ('name:"of the ear"', ["Q11.0", "Q11.9"]),
        ('name:"ear of"', []),
        ("blue AND spots", ["Q11.0"]),
        ("blue && NOT spots", ["Q11.9"]),
        ("green OR spots", ["Q11.0", "Q12.0"]),
        ("green || spots", ["Q11.0", "Q12.0"]),
        ("green spots", ["Q11.0", "Q12.0"]),
        ("blue -spots", ["Q11.9"]),
        ("+blue green", ["Q11.0", "Q11.9"]),
        ("!blue", ["Q12.0"]),
        ("NOT blue", ["Q12.0"]),
        ("NOT NOT blue", ["Q11.0", "Q11.9"]),
        ("green OR NOT spots", ["Q11.9", "Q12.0"]),
        ("blue AND (spots OR green)", ["Q11.0"]),
        ("name:(spots green) AND code:Q11*", ["Q11.0"]),
        ("spots AND blue OR green", ["Q11.0", "Q12.0"]),
        ("name:*", ["Q11.0", "Q11.9", "Q12.0"]),
        ("_exists_:name", ["Q11.0", "Q11.9", "Q12.0"]),
        ("_exists_:nothing", []),
        ("nothing:blue", []),
        ("name:' OR 1", []),
        (r"name:\(spots\)", ["Q11.0"]),
        ("name:;,.", []),
        ("code:;", []),
        ("", ["Q11.0", "Q11.9", "Q12.0"]),
    ],
)
def test_a_query_narrows_the_search(codes, q, found):
    assert answer(CM, terms="", q=q)[:2] == [len(found), found]
    assert sorted(values(terms="fever", q=q)) == found
    assert values(terms="Q", q=q) == found


@pytest.mark.parametrize(
    ("q", "found"),
    [
        ("obsolete:true", ["V9902"]),
        ("obsolete:false", ["V9901"]),
        ("obsolete:*", ["V9901", "V9902"]),
        ("obsolete:perhaps", []),
        ("is_noc:true", []),
        ("add_dt:20200101", ["V9901"]),
        ("add_dt:2020*", ["V9901"]),
        ("add_dt:2019-04*", ["V9902"]),
        ("add_dt:20191", []),
        ("add_dt:00000000", []),
        ("add_dt:20209999", []),
        ("term_dt:*", ["V9902"]),
        ("act_eff_dt:20241001", ["V9901"]),
        ("act_eff_dt:2024-10*", ["V9901"]),
        ("act_eff_dt:2024*", ["V9901"]),
        ("act_eff_dt:2023*", []),
        ("act_eff_dt:secret", []),
        ("act_eff_dt:*", ["V9901"]),
        ("NOT act_eff_dt:2024*", ["V9902"]),
        ("short_desc:trumpet", ["V9901"]),
        ("_exists_:short_desc", ["V9901"]),
        ("display:green", ["V9902"]),
    ],
)
def test_a_query_for_other_fields(supplies, q, found):
    assert values(HCPCS, terms="V", q=q) == found


def test_a_code_that_ends_is_not_obsolete_before(supplies):
    a_code("V9903", "hcpcs", effective_to=localdate() + timedelta(days=1))
    a_code("V9904", "hcpcs", effective_to=localdate() - timedelta(days=1))
    assert answer(HCPCS, terms="V990", ef="obsolete")[2] == {"obsolete": [False, True, False, True]}
    assert values(HCPCS, terms="V", q="obsolete:true") == ["V9902", "V9904"]


UNREADABLE = ["a~2", "a^2", "[a TO b]", "{a TO b}", "/a.*/", "(a", "a)", "()", "a AND", "OR a", "a OR", "NOT", "name:"]
UNREADABLE += ['"a', "a\\", ">5", "(" * 20 + "a" + ")" * 20, "!" * 400 + "a", "a:" * 200, "a " * 11, "a" * 600]


@pytest.mark.parametrize("q", UNREADABLE)
def test_a_query_that_cannot_be_read_is_told_in_words(q):
    problem = answer(CM, 400, terms="fever", q=q)
    assert problem["detail"].startswith("q ")


@pytest.mark.parametrize(
    ("sent", "words"),
    [
        ({}, "terms is missing"),
        ({"terms[]": "x"}, "terms is missing"),
        ({"terms": "x", "maxList": "-1"}, "maxList is not a whole number"),
        ({"terms": "x", "maxList": "seven"}, "maxList is not a whole number"),
        ({"terms": "x", "count": "7.5"}, "count is not a whole number"),
        ({"terms": "x", "count": "²"}, "count is not a whole number"),
        ({"terms": "x", "offset": "9" * 400}, "offset is not a whole number"),
        ({"terms": "x", "offset": "7494"}, "may not exceed 7,500"),
        ({"terms": "x", "offset": "7001", "count": "500"}, "may not exceed 7,500"),
        ({"terms": "x", "df": "name," * 21}, "df lists more than 20 fields"),
        ({"terms": "x", "ef": ",".join(f"name:{i}" for i in range(21))}, "ef lists more than 20 fields"),
        ({"terms": "x", "sf": "name," * 21}, "sf lists more than 20 fields"),
    ],
)
def test_what_is_refused(sent, words):
    response = Client().get(CM, sent)
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    assert words in response.json()["detail"]


def test_the_last_place_that_is_reached(codes):
    assert answer(CM, terms="fever", offset="7493")[:2] == [3, []]


@pytest.mark.parametrize(
    "text", ["'", '"', "a & b | !", "\\", ":*", "((", "the of", "-" * 500, "\u202e", "%", "²", "😀", "x" * 5000]
)
def test_odd_text_is_useful_or_empty(codes, text):
    assert Client().post(CM, {"terms": text}).status_code == 200


def test_a_form_that_is_too_large(codes):
    response = Client().post(CM, {"terms": "x" * 1_200_000}, "application/x-www-form-urlencoded")
    assert (response.status_code, response.headers["Content-Type"]) == (413, "application/problem+json")
    assert response.json()["detail"] == "The request is too large."


def test_several_values_of_a_parameter_are_the_last_one(codes):
    assert Client().get(f"{CM}?terms=Q11&terms=Q12").json()[1] == ["Q12.0"]


def test_nul_bytes(codes):
    assert Client().post(CM, {"terms": "Q12\0", "q": "code:Q12\0*", "df": "\0"}).json()[1] == ["Q12.0"]
    response = Client().get(f"{CM}?terms=%00")
    assert (response.status_code, response.headers["Content-Type"]) == (400, "application/problem+json")
    assert response.headers["Access-Control-Allow-Origin"] == "*"


def test_any_site_may_read_it(codes):
    response = Client().get(CM, {"terms": "Q11"}, headers={"Origin": "https://example.org"})
    assert response.headers["Access-Control-Allow-Origin"] == "*"
    assert response.headers["Cache-Control"] == "public, max-age=300"
    asked = Client().options(CM, headers={"Origin": "https://example.org", "Access-Control-Request-Method": "POST"})
    assert (asked.status_code, asked.content) == (204, b"")
    assert asked.headers["Access-Control-Allow-Methods"] == "GET, HEAD, POST, OPTIONS"
    assert asked.headers["Access-Control-Allow-Headers"] == "*, Authorization"
    assert "Access-Control-Allow-Credentials" not in asked.headers


def test_it_reads_and_sets_no_cookie_and_takes_no_view(codes):
    reader = Client()
    reader.force_login(a_reader())
    with CaptureQueriesContext(connection) as queries:
        response = reader.get(CM, {"terms": "Q11"})
    assert "Cookie" not in response.headers.get("Vary", "")
    assert not response.cookies
    assert not any("session" in query["sql"] for query in queries)


def test_other_methods_are_refused():
    response = Client().delete(CM)
    assert (response.status_code, response.headers["Allow"]) == (405, "GET, HEAD, POST, OPTIONS")
    assert response.headers["Content-Type"] == "application/problem+json"
    assert Client().head(CM, {"terms": ""}).status_code == 200


@pytest.mark.parametrize(
    ("terms", "q", "most"), [("Q1", "", 3), ("fever", "", 3), ("fever", "code:Q*", 4), ("", "", 3)]
)
def test_statements_do_not_grow_with_the_answer(codes, terms, q, most):
    """One of them counts the request."""
    counts = []
    for number in (1, 500):
        with CaptureQueriesContext(connection) as queries:
            answer(CM, terms=terms, q=q, maxList=number, ef="name")
        counts.append(sum("SAVEPOINT" not in query["sql"] for query in queries))
    # The first search of a process reads the index.
    assert counts[1] <= most


def test_a_network_asks_so_often_in_a_minute(codes, monkeypatch):
    monkeypatch.setattr(policy, "OPEN_DATA_REQUESTS_PER_MINUTE", 2)
    assert [Client().get(CM, {"terms": "Q11"}).headers["RateLimit-Remaining"] for _ in range(2)] == ["1", "0"]
    refused = Client().get(CM, {"terms": "Q11"})
    assert (refused.status_code, refused.json()["title"]) == (429, "Too Many Requests")
    assert int(refused.headers["Retry-After"]) >= 1
    assert refused.headers["Access-Control-Allow-Origin"] == "*"
    assert Client().get(CM, {"terms": "Q11"}, REMOTE_ADDR="192.0.2.1").status_code == 200
    assert not any("127.0.0" in caller for caller in Minute.objects.values_list("caller", flat=True))


def test_a_fault_of_ours_tells_nothing_of_the_inside(codes, monkeypatch):
    monkeypatch.setattr("api.nlm.search.placed", lambda *args, **options: 1 / 0)
    response = Client(raise_request_exception=False).get(CM, {"terms": "Q11"})
    assert response.status_code == 500
    assert response.headers["Content-Type"] == "application/problem+json"
    assert "ZeroDivision" not in response.text


@pytest.mark.parametrize(
    "kept", ["zzplantedzz", "2024-10-01 zz", "20241001", "2024-13-01", 20241001, ["2024-10-01"], None]
)
def test_of_the_attributes_only_a_day_goes_out(kept):
    a_code("V9901", "hcpcs", attributes={"action_effective": kept})
    assert answer(HCPCS, terms="V9901", ef="act_eff_dt", df="act_eff_dt", cf="act_eff_dt")[1:] == [
        [""],
        {"act_eff_dt": [""]},
        [[""]],
    ]


def test_cpt_is_not_there_and_locked_text_never_goes_out(supplies):
    a_code("99901", "cpt", title="Washing of an ear", descriptor="Official words")
    assert Client().get("/api/cpt/v3/search", {"terms": "9"}).status_code == 404
    code = a_code("V9909", "hcpcs", common_language="zzplantedzz", attributes={"statute": "zzplantedzz"})
    Note.objects.create(code=code, kind="includes", position=0, text="zzplantedzz")
    Section.objects.create(code=code, kind=Section.Kind.values[0], body="zzplantedzz")
    for ef in ("attributes,statute,common_language,notes,sections", "title,published,held,editor"):
        text = json.dumps(answer(HCPCS, terms="V9909", ef=ef, df=ef, cf=ef))
        assert "zzplantedzz" not in text
    assert values(HCPCS, terms="zzplantedzz") == []
    assert values(HCPCS, terms="", q="attributes:zzplantedzz OR common_language:zzplantedzz") == []


TEXTS = st.text(max_size=30) | st.sampled_from(["Q1", "fever", "7", "-1", "1e9", "code,name", "name:x", "*", "a AND b"])
NAMES = ["terms", "maxList", "count", "offset", "q", "df", "sf", "cf", "ef", "autocomp", "systems", "suggest"]


@examples(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.dictionaries(st.sampled_from(NAMES), TEXTS), st.sampled_from([CM, PCS, HCPCS]))
def test_whatever_is_sent_is_answered_or_refused(codes, sent, address):
    response = Client().post(address, sent)
    assert response.status_code in (200, 400)
    told = response.json()
    assert isinstance(told, list) if response.status_code == 200 else told["detail"]


def test_the_queries_grammar_never_breaks(codes):
    """Every way to put these together is read, or told to be unreadable."""
    parts = st.sampled_from(
        ["AND", "OR", "NOT", "(", ")", "+", "-", "!", "&&", "||", "name:", "code:", '"', "a", "Q1*", "?"]
    )

    @examples(max_examples=200, deadline=None)
    @given(st.lists(parts, max_size=12).map(" ".join))
    def judge(q):
        assert Client().get(CM, {"terms": "", "q": q}).status_code in (200, 400)

    judge()


def test_the_limits_are_in_words(settings):
    assert policy.OPEN_DATA_REQUESTS_PER_MINUTE >= 600
    assert "api.open_edge.OpenData" in settings.MIDDLEWARE
