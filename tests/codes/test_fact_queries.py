"""What the facts of a code cost: the same for one row and for many."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from codes import fact_queries
from codes.models import Code
from tests.builders import a_code
from tests.fact_builders import (
    SINCE,
    a_document,
    a_drug_price,
    a_fee,
    a_locality,
    a_mapping,
    an_outpatient_payment,
    together,
)

pytestmark = pytest.mark.django_db
TABLES = ("fee", "locality", "outpatientpayment", "drugprice", "crosswalk", "coveragecode")


def asked(client, address):
    """How many statements of a page read facts, and how many there are in all, with nothing kept."""
    for name in ("pages", "process"):
        caches[name].clear()
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    texts = [query["sql"] for query in queries if "SAVEPOINT" not in query["sql"]]
    return sum(any(f"codes_{table} " in text for table in TABLES) for text in texts), len(texts)


def facts_of(value, number):
    """Facts of a procedure in every table, `number` of what there may be many of."""
    a_fee(value)
    an_outpatient_payment(value)
    a_drug_price(value)
    for i in range(number):
        a_locality(f"{i:05d}")
        a_document(f"A9{i:04d}", names=[value])


@pytest.mark.parametrize("number", [1, 60])
def test_a_procedure_costs_one(member, number):
    a_code("99901", "cpt")
    facts_of("99901", number)
    for address in ("/cpt/99901/", "/cpt/99901/?on=2025-02-01"):
        few, of_all = asked(member, address)
        assert (few, of_all <= 14) == (1, True)


@pytest.mark.parametrize("number", [1, 60])
def test_a_diagnosis_costs_one(member, number):
    a_code("Q01.1")
    for i in range(number):
        a_mapping(f"9{i:02d}.1", "Q01.1")
        together(f"8{i:02d}.1", 1, ["Q01.1"], ["Q02.1", "Q02.2"])
        a_document(f"A9{i:04d}", names=["Q01.1"], role="supports")
    few, of_all = asked(member, "/icd10cm/Q01.1/")
    assert (few, of_all <= 14) == (1, True)


def test_a_place_of_service_costs_nothing():
    with CaptureQueriesContext(connection) as queries:
        assert fact_queries.facts_of(Code(system="pos", value="11"), SINCE) == fact_queries.Facts()
    assert len(queries) == 0


def test_no_more_is_read_than_shown():
    for i in range(fact_queries.MOST + 5):
        a_mapping(f"9{i:02d}.1", "Q01.1")
        a_document(f"A9{i:04d}", names=["Q01.1"], role="supports")
    facts = fact_queries.facts_of(Code(system="icd10cm", value="Q01.1"), SINCE)
    assert len(facts.crosswalks.back) == len(facts.coverage.documents) == fact_queries.MOST
    assert facts.crosswalks.number == facts.coverage.number == fact_queries.MOST + 5
