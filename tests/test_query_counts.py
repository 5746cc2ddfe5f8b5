"""What pages cost in statements: the same for every code and every length of list."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import a_code, a_full_code

pytestmark = pytest.mark.django_db


def statements(client, address, status=200):
    """How many statements a request costs, savepoints of the surrounding test left out."""
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == status
    return sum("SAVEPOINT" not in query["sql"] for query in queries)


@pytest.fixture
def deep_code():
    """A code four levels down among forty neighbours, with notes on every level."""
    from codes.models import Note

    parent = None
    for value, kind in [("7", "chapter"), ("Q00-Q09", "section"), ("Q01", "heading"), ("Q01.1", "heading")]:
        parent = a_code(value, kind=kind, parent=parent)
        Note.objects.create(code=parent, kind="excludes1", position=0, text="other (Q02.-)")
    for i in range(40):
        a_code(f"Q01.1{i:02d}", parent=parent)
    return a_code("Q01.2", parent=parent)


@pytest.mark.parametrize("which", ["full", "deep", "bare"])
def test_an_open_page_costs_at_most_ten(member, deep_code, which):
    code = {"full": a_full_code, "deep": lambda: deep_code, "bare": lambda: a_code("Q09.9")}[which]()
    assert statements(member, code.url) <= 10
    assert statements(member, code.url) <= 10


@pytest.mark.parametrize("which", ["full", "deep"])
def test_a_guests_first_page_costs_at_most_ten(guest, deep_code, which):
    code = a_full_code() if which == "full" else deep_code
    assert statements(guest, code.url) <= 10
    assert statements(guest, code.url) <= 10


def test_a_walled_page_costs_at_most_five(guest, member_user, deep_code):
    full = a_full_code()
    guest.get(a_code("Q09.9").url)
    assert statements(guest, deep_code.url, 403) <= 5
    assert statements(guest, full.url, 403) <= 5
    guest.force_login(member_user)
    for i in range(5):
        guest.get(a_code(f"Q08.{i}").url)
    assert statements(guest, deep_code.url, 403) <= 5
    assert statements(guest, full.url, 403) <= 5


def test_a_fenced_guests_wall_costs_at_most_five_and_leaves_no_session(guest, deep_code, monkeypatch):
    from accounts import policy
    from accounts.models import Session

    monkeypatch.setattr(policy, "NEW_GUESTS_PER_NETWORK_AND_DAY", 0)
    assert statements(guest, deep_code.url, 403) <= 5
    assert Session.objects.count() == 0


def test_lists_cost_the_same_for_one_row_and_for_many(guest):
    parent = a_code("Q00-Q09", kind="section")
    a_code("Q01.1", parent=parent)
    addresses = ["/browse/", "/browse/icd10cm/", "/browse/icd10cm/Q00-Q09/", "/search/?q=invented", "/search/?q=Q0"]
    guest.get("/browse/")  # keeps the footer's releases for both
    few = [statements(guest, address) for address in addresses]
    for i in range(60):
        a_code(f"Q02.{i:02d}", parent=parent)
        a_code(f"Q{i:02d}", parent=None, kind="heading") if i > 9 else None
    many = [statements(guest, address) for address in addresses]
    assert many == few
    assert max(many) <= 5
