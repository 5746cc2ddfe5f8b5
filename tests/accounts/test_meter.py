"""The meter: who may open what, and what it costs."""

import pytest
from django.test import Client

from accounts import meter, policy
from accounts.models import Grant, Meter, Network, OpenedPage
from tests.builders import a_code, a_full_code, a_reader

pytestmark = pytest.mark.django_db
GUEST_BANNER = (
    "0 code page views remaining. Guest accounts are limited to 1 page view. Register free account to get 5 more views."
)


def opened():
    return sorted(OpenedPage.objects.values_list("page", flat=True))


def codes(number):
    return [a_code(f"Q{i:02d}.1") for i in range(number)]


def test_it_works(guest):
    code = a_code()
    response = guest.get(code.url)
    assert response.status_code == 200
    assert GUEST_BANNER in response.text
    assert opened() == ["icd10cm/Q01.1"]


def test_the_second_code_meets_the_wall_and_the_first_stays_open(guest):
    first, second = codes(2)
    assert guest.get(first.url).status_code == 200
    wall = guest.get(second.url)
    assert wall.status_code == 403
    assert wall.headers["Cache-Control"] == "private, no-store"
    assert "You have opened your free page" in wall.text
    assert first.value in wall.text
    assert guest.get(first.url).status_code == 200
    assert opened() == ["icd10cm/Q00.1"]


def test_the_session_carries_the_reader_and_the_counter(guest):
    guest.get(a_code().url)
    assert guest.session[meter.READER].startswith("guest:")
    assert guest.session[meter.REMAINING] == 0


def test_a_session_that_says_otherwise_is_not_believed(guest):
    first, second = codes(2)
    guest.get(first.url)
    session = guest.session
    session[meter.REMAINING] = 99
    session.save()
    assert guest.get(second.url).status_code == 403


def test_a_registered_reader_opens_five_and_reads_them_again(member):
    six = codes(6)
    assert [member.get(code.url).status_code for code in six] == [200] * 5 + [403]
    assert [member.get(code.url).status_code for code in six[:5]] == [200] * 5
    wall = member.get(six[5].url).text
    assert all(code.value in wall for code in six[:5])
    assert "0 code page views remaining." in wall


def test_the_page_opened_as_a_guest_stays_open_and_costs_nothing(guest):
    seven = codes(7)
    guest.get(seven[0].url)
    guest.force_login(a_reader())
    assert [guest.get(code.url).status_code for code in seven] == [200] * 6 + [403]


def test_a_guests_pages_pass_to_one_account_only(guest):
    guest.get(a_code().url)
    name = guest.session[meter.READER]
    first, second = a_reader(), a_reader()
    assert meter.claim(guest=name, user=first) == 1
    assert meter.claim(guest=name, user=second) == 0
    assert meter.standing(second) == (5, 0, [])


def test_a_page_open_on_both_sides_is_carried_once(guest):
    code, user = a_code(), a_reader()
    other = Client()
    other.force_login(user)
    other.get(code.url)
    guest.get(code.url)
    guest.force_login(user)
    limit, used, pages = meter.standing(user)
    assert (limit, used, [p.page for p in pages]) == (5, 1, ["icd10cm/Q01.1"])


def test_a_grant_opens_everything_until_its_last_day(member, member_user, settings):
    from datetime import timedelta

    from django.utils import timezone

    today = timezone.localdate()
    grant = Grant.objects.create(user=member_user, until=today, reason="audit")
    seven = codes(7)
    assert {member.get(code.url).status_code for code in seven} == {200}
    grant.until = today - timedelta(days=1)
    grant.save()
    assert member.get(a_code("Q99.1").url).status_code == 403


def test_staff_read_without_limit(editor):
    assert {editor.get(code.url).status_code for code in codes(7)} == {200}


@pytest.mark.parametrize("headers", [{"Sec-Purpose": "prefetch"}, {"Sec-Purpose": "prefetch;prerender"}])
def test_loading_ahead_is_answered_503_and_costs_nothing(guest, headers):
    response = guest.get(a_code().url, headers=headers)
    assert (response.status_code, opened()) == (503, [])


def test_head_costs_nothing_and_says_nothing(guest):
    response = guest.head(a_full_code(mark="secret").url)
    assert (response.status_code, opened(), response.content) == (200, [], b"")
    assert guest.head("/cpt/00000/").status_code == 404


def test_what_is_no_page_costs_nothing(guest):
    a_code("Q01.1")
    assert guest.get("/icd10cm/Q99.9/").status_code == 404
    assert guest.get("/icd10cm/q011/").status_code == 301
    assert guest.get("/search/?q=ailment").status_code == 200
    assert guest.get("/browse/").status_code == 200
    assert guest.post("/icd10cm/Q01.1/").status_code in (403, 405)
    assert opened() == []


def test_a_page_that_fails_is_given_back(guest, monkeypatch):
    from codes import kept

    code = a_code()
    guest.raise_request_exception = False
    with monkeypatch.context() as patch:
        patch.setattr(kept, "page_for", lambda *args: 1 / 0)
        assert guest.get(code.url).status_code == 500
    assert opened() == []
    assert guest.get(code.url).status_code == 200


def test_a_failure_does_not_take_back_what_was_read_meanwhile(guest, member, member_user, monkeypatch):
    """Two requests at once for one page: the second was served, then the first fails."""
    code = a_code()
    member.get(code.url)
    member.get(code.url)
    reading = meter.Reading(row=code, granted=True, reader=f"user:{member_user.pk}", page="icd10cm/Q01.1")
    meter.give_back(reading)
    assert opened() == ["icd10cm/Q01.1"]


class TestPeriods:
    def test_a_day_later_the_count_starts_again(self, member, member_user, settings):
        from datetime import timedelta

        from django.utils import timezone

        settings.VIEWS_PERIOD = "day"
        six = codes(6)
        assert [member.get(code.url).status_code for code in six] == [200] * 5 + [403]
        OpenedPage.objects.update(opened_at=timezone.now() - timedelta(days=1))
        assert member.get(six[5].url).status_code == 200
        assert meter.standing(member_user)[1] == 1

    def test_months_begin_on_the_first(self, member, member_user, settings):
        from datetime import UTC, datetime, timedelta

        settings.VIEWS_PERIOD = "month"
        member.get(a_code().url)
        first = datetime.now(UTC).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
        for opened_at, used in ((first, 1), (first - timedelta(microseconds=1), 0)):
            OpenedPage.objects.update(opened_at=opened_at)
            assert meter.standing(member_user)[1] == used


class TestFence:
    """A daily limit of new guests for one network."""

    def test_beyond_it_a_new_guest_meets_the_wall(self, monkeypatch):
        monkeypatch.setattr(policy, "NEW_GUESTS_PER_NETWORK_AND_DAY", 2)
        code = a_code()
        assert [Client().get(code.url).status_code for _ in range(4)] == [200, 200, 403, 403]
        assert "used up for today" in Client().get(code.url).text
        assert Network.objects.get().guests == 2
        assert Meter.objects.count() == 2

    def test_another_network_is_another_count(self, monkeypatch):
        monkeypatch.setattr(policy, "NEW_GUESTS_PER_NETWORK_AND_DAY", 1)
        code = a_code()
        addresses = ["203.0.113.5", "203.0.113.77", "198.51.100.1"]
        statuses = [Client(REMOTE_ADDR=address).get(code.url).status_code for address in addresses]
        assert statuses == [200, 403, 200]

    def test_a_guest_who_has_a_meter_is_not_fenced(self, guest, monkeypatch):
        code = a_code()
        guest.get(code.url)
        monkeypatch.setattr(policy, "NEW_GUESTS_PER_NETWORK_AND_DAY", 0)
        assert guest.get(code.url).status_code == 200

    def test_no_address_is_stored(self):
        Client(REMOTE_ADDR="203.0.113.5").get(a_code().url)
        assert "203.0.113" not in Network.objects.get().name
        assert len(Network.objects.get().name) == 64
