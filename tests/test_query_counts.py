"""What pages cost in statements: the same for every code and every length of list."""

import pytest
from django.core.cache import caches
from django.db import connection
from django.test.utils import CaptureQueriesContext

from tests.builders import a_code, a_full_code, a_modifier, a_release

pytestmark = pytest.mark.django_db
# Of a code page that is drawn anew, and of one whose drawn form is kept.
MOST, KEPT = 14, 5


def anew(client, address):
    """How many statements a code page costs that has to be drawn."""
    caches["pages"].clear()
    return statements(client, address)


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


def a_published_code(system, value, **fields):
    """A code of which its publisher says much and which releases changed, under a parent with many others."""
    from codes.models import Axis, Change

    parent = a_code(value[:3], system, kind="heading")
    code = a_code(value, system, release=a_release(system), parent=parent, **fields)
    for i in range(30):
        release = a_release(system)
        name = {"code": code, "system": system, "value": value}
        Change.objects.create(release=release, kind="revised", field="descriptor", before="a", after="b", **name)
        a_code(f"{value[:5]}{i:02d}", system, parent=parent)
    for position, character in enumerate(value, start=1):
        axis = {"row": int(position > 3), "position": position, "title": "Axis", "character": character}
        Axis.objects.create(release=release, prefix=value[:3], label="Label", **axis)
    return code


CODES = {
    "full": a_full_code,
    "bare": lambda: a_code("Q09.9"),
    "hcpcs": lambda: a_published_code("hcpcs", "V9901", attributes={"cross_references": ["V9902", "LT"]}),
    "pcs": lambda: a_published_code("icd10pcs", "0ZB0ZZZ"),
}


@pytest.mark.parametrize("which", ["full", "deep", "bare", "hcpcs", "pcs"])
def test_an_open_page_costs_at_most_fourteen_and_kept_five(member, deep_code, which):
    code = deep_code if which == "deep" else CODES[which]()
    assert anew(member, code.url) <= MOST
    assert anew(member, code.url) <= MOST
    assert statements(member, code.url) <= KEPT


@pytest.mark.parametrize("which", ["full", "bare", "hcpcs", "pcs"])
def test_a_page_as_of_a_day_costs_at_most_one_more(guest, member_user, which):
    code = CODES[which]()
    guest.get(code.url)
    assert anew(guest, f"{code.url}?on=2020-01-01") <= anew(guest, code.url) + 1
    guest.force_login(member_user)
    guest.get(code.url)
    assert anew(guest, f"{code.url}?on=2020-01-01") <= anew(guest, code.url) + 1 <= MOST


@pytest.mark.parametrize("which", ["full", "deep"])
def test_a_guests_first_page_costs_at_most_ten_and_kept_five(guest, deep_code, which):
    code = a_full_code() if which == "full" else deep_code
    assert anew(guest, code.url) <= 10
    assert anew(guest, code.url) <= 10
    assert statements(guest, code.url) <= KEPT


def test_a_walled_page_costs_at_most_five(guest, member_user, deep_code):
    full = a_full_code()
    guest.get(a_code("Q09.9").url)
    assert statements(guest, deep_code.url, 403) <= 5
    assert statements(guest, full.url, 403) <= 5
    assert statements(guest, f"{deep_code.url}?on=2020-01-01", 403) <= 5
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
    a_modifier("50")
    a_code("11", "pos", kind="place")
    a_code("99001", "cpt", title="", billable=False)
    addresses = ["/", "/browse/", "/browse/icd10cm/", "/browse/icd10cm/Q00-Q09/", "/browse/cpt/"]
    addresses += ["/search/?q=invented", "/search/?q=Q0", "/modifiers/", "/places-of-service/"]
    guest.get("/browse/")  # keeps the footer's releases for both
    few = [statements(guest, address) for address in addresses]
    for i in range(60):
        a_code(f"Q02.{i:02d}", parent=parent)
        a_code(f"Q{i:02d}", parent=None, kind="heading") if i > 9 else None
        a_modifier(f"Z{i}", "hcpcs", release=a_release("hcpcs"))
        a_code(f"{i + 20}", "pos", kind="place", release=a_release("pos"))
    for i in range(400):
        a_code(f"99{i + 100}", "cpt", title="", billable=False)
    many = [statements(guest, address) for address in addresses]
    assert many == few
    assert max(many) <= 5
