"""Several pages in one statement, and when an account last read a page."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier
from time import sleep

import pytest
from django.db import IntegrityError, connection, transaction
from django.db.models import Case, F, Value, When
from django.db.models.functions import Concat
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts import meter, policy
from accounts.models import Network, OpenedPage
from codes.models import Code
from tests.accounts.test_meter_parallel import a_guest_cookie, at_once, cookie_of
from tests.builders import a_code, a_reader

PAGES = Concat(F("system"), Value("/"), F("value"))


def opened():
    return sorted(OpenedPage.objects.values_list("page", flat=True))


def in_order(codes):
    """The rows of some codes in the order given, whatever their order in the table."""
    places = [When(pk=code.pk, then=Value(place)) for place, code in enumerate(codes)]
    return Code.objects.filter(pk__in=[code.pk for code in codes]).order_by(Case(*places))


def a_request(user):
    request = RequestFactory().get("/")
    request.user = user
    return request


def take(user, codes):
    """[(value, granted, taken, used)] of taking these codes at once."""
    readings = meter.take_several(a_request(user), in_order(codes), PAGES)
    return [(reading.row.value, reading.granted, reading.taken, reading.used) for reading in readings]


@pytest.mark.django_db
class TestSeveral:
    def test_it_works(self):
        user, codes = a_reader(), [a_code(f"Q0{i}.1") for i in range(3)]
        assert take(user, codes) == [("Q00.1", True, True, 1), ("Q01.1", True, True, 2), ("Q02.1", True, True, 3)]
        assert take(user, codes) == [("Q00.1", True, False, 3), ("Q01.1", True, False, 3), ("Q02.1", True, False, 3)]
        assert opened() == ["icd10cm/Q00.1", "icd10cm/Q01.1", "icd10cm/Q02.1"]

    def test_where_the_limit_ends_the_first_in_the_order_given_are_open(self):
        user, codes = a_reader(), [a_code(f"Q0{i}.1") for i in range(7)]
        take(user, codes[:3])
        given = [codes[6], codes[1], codes[3], codes[5]]
        assert take(user, given) == [
            ("Q06.1", True, True, 4),
            ("Q01.1", True, False, 4),
            ("Q03.1", True, True, 5),
            ("Q05.1", False, False, 5),
        ]

    def test_the_order_holds_against_every_order_of_the_table(self):
        from itertools import permutations

        codes = [a_code(f"Q0{i}.1") for i in range(4)]
        for given in permutations(codes):
            user = a_reader()
            for i in range(4):
                take(user, [a_code(f"X{user.pk}{i}")])
            assert [granted for _, granted, _, _ in take(user, list(given))] == [True, False, False, False]

    def test_it_is_one_statement(self):
        user, codes = a_reader(), [a_code(f"Q0{i}.1") for i in range(4)]
        with CaptureQueriesContext(connection) as queries:
            take(user, codes)
        assert len(queries) == 1

    def test_no_rows_take_nothing(self):
        assert take(a_reader(), []) == []
        assert opened() == []


@pytest.mark.django_db
class TestLastRead:
    def read(self, browser, ago):
        """Read a page that was opened and last read some time ago; gives how long ago it was read then."""
        then = timezone.now() - ago
        OpenedPage.objects.update(opened_at=then, read_at=then)
        with CaptureQueriesContext(connection):
            browser.get("/icd10cm/Q01.1/")
        return timezone.now() - OpenedPage.objects.get().read_at

    def test_reading_again_is_noted_after_ten_minutes(self, member):
        member.get(a_code().url)
        assert self.read(member, timedelta(minutes=9)) >= timedelta(minutes=9)
        assert self.read(member, timedelta(minutes=11)) < timedelta(minutes=1)
        assert timedelta(minutes=10) == policy.READ_AGAIN_AFTER

    def test_of_a_guest_it_is_not_noted(self, guest):
        guest.get(a_code().url)
        assert self.read(guest, timedelta(days=2)) >= timedelta(days=2)

    def test_signing_in_carries_it_over(self, guest):
        guest.get(a_code().url)
        then = timezone.now() - timedelta(days=3)
        OpenedPage.objects.update(read_at=then)
        guest.force_login(a_reader())
        assert OpenedPage.objects.get(carried=True).read_at == then

    def test_the_page_read_last_is_first(self, member, member_user):
        for i in range(3):
            member.get(a_code(f"Q0{i}.1").url)
        OpenedPage.objects.filter(page="icd10cm/Q01.1").update(read_at=timezone.now() + timedelta(minutes=1))
        read = [row.page for row in meter.recently_read(member_user)]
        assert read == ["icd10cm/Q01.1", "icd10cm/Q02.1", "icd10cm/Q00.1"]
        assert list(meter.recently_read(a_reader())) == []

    def test_a_page_opened_anew_in_a_new_period_is_read_now(self, member, settings):
        settings.VIEWS_PERIOD = "day"
        member.get(a_code().url)
        assert self.read(member, timedelta(days=2)) < timedelta(minutes=1)


@pytest.mark.django_db
def test_whether_a_page_is_open_is_asked_without_taking_it(member, member_user, editor_user):
    member.get(a_code().url)
    assert meter.is_open(member_user, "icd10cm/Q01.1")
    assert not meter.is_open(member_user, "icd10cm/Q02.1")
    assert not meter.is_open(a_reader(), "icd10cm/Q01.1")
    assert meter.is_open(editor_user, "icd10cm/Q02.1")
    assert opened() == ["icd10cm/Q01.1"]


@pytest.mark.django_db(transaction=True)
class TestAtOnce:
    def compared(self, number, cookies, url_of):
        """The statuses of `number` requests at once, which none may fail; then what the ledger holds."""
        statuses = at_once(number, cookies, url_of)
        assert set(statuses) <= {200, 403}
        return statuses, opened()

    def test_fifty_comparisons_at_once_open_exactly_one_for_a_guest(self):
        for i in range(52):
            a_code(f"Q{i:02d}.1")
        statuses, pages = self.compared(50, a_guest_cookie(), lambda i: f"/compare/Q{i:02d}.1/Q{i + 1:02d}.1/")
        # Each shows the one open page or is all wall; the neighbours of the open one may show it too.
        assert len(pages) == 1
        assert sum(statuses.values()) == 50
        assert 1 <= statuses[200] <= 2
        assert Network.objects.get().guests == 1

    def test_fifty_comparisons_at_once_open_exactly_five_for_a_registered_reader(self):
        for i in range(54):
            a_code(f"Q{i:02d}.1")
        browser = Client()
        browser.force_login(a_reader())
        parts = [[f"Q{i + j:02d}.1" for j in range(4)] for i in range(50)]
        _, pages = self.compared(50, cookie_of(browser), lambda i: f"/compare/{'/'.join(parts[i])}/")
        assert len(pages) == 5

    def test_the_same_four_in_any_order_take_four_and_nobody_waits_for_ever(self):
        """Rows of pages locked in different orders would be a deadlock, as would the meter's row after a page's."""
        for i in range(4):
            a_code(f"Q0{i}.1")
        browser = Client()
        browser.force_login(a_reader())
        orders = [[f"Q0{(i + j) % 4}.1" for j in range(4)][:: 1 if i % 2 else -1] for i in range(50)]
        first, pages = self.compared(50, cookie_of(browser), lambda i: f"/compare/{'/'.join(orders[i])}/")
        assert (first, len(pages)) == (Counter({200: 50}), 4)
        # All four are now read again after a while, each request writing the rows in its own order.
        for _ in range(3):
            read_an_hour_ago()
            again, _ = self.compared(50, cookie_of(browser), lambda i: f"/compare/{'/'.join(orders[i])}/")
            assert again == Counter({200: 50})
        assert OpenedPage.objects.filter(read_at__gt=timezone.now() - timedelta(minutes=1)).count() == 4

    def test_pages_and_comparisons_at_once_count_together(self):
        for i in range(60):
            a_code(f"Q{i:02d}.1")
        browser = Client()
        browser.force_login(a_reader())

        def url_of(i):
            if i % 2:
                return f"/icd10cm/Q{i:02d}.1/"
            return f"/compare/Q{i:02d}.1/Q{i + 1:02d}.1/Q{i + 2:02d}.1/"

        _, pages = self.compared(50, cookie_of(browser), url_of)
        assert len(pages) == 5

    def test_the_first_requests_of_a_reader_may_come_together(self):
        """A meter is unique by its name and by its user: neither may stop the second of two that make it at once."""
        users, together = [a_reader() for _ in range(40)], Barrier(4)

        def first_requests(_):
            try:
                with connection.cursor() as cursor:
                    for user in users:
                        who = [f"user:{user.pk}", user.pk]
                        together.wait(timeout=60)
                        cursor.execute("SELECT take_view(%s, %s, 'page', 5, '2000-01-01', '', 0, '1 min')", who)
                return "taken"
            except IntegrityError as error:
                together.abort()
                return str(error)
            finally:
                connection.close()

        with ThreadPoolExecutor(4) as pool:
            assert set(pool.map(first_requests, range(4))) == {"taken"}
        assert OpenedPage.objects.count() == len(users)

    def test_two_orders_at_once_are_no_deadlock(self):
        """Each statement pauses between its two pages, so that the other one is surely under way."""
        user = a_reader()
        take(user, [a_code("Q01.1"), a_code("Q02.1")])
        read_an_hour_ago()
        first, second = "'icd10cm/Q01.1'", "'icd10cm/Q02.1'"

        def both(order):
            call = f"take_view('user:{user.pk}', {user.pk}, {{}}, 5, '2000-01-01', '', 0, '1 min', '10 min', true)"
            try:
                with connection.cursor() as cursor:
                    cursor.execute(f"SELECT {call.format(order[0])}, pg_sleep(0.3), {call.format(order[1])}")
                    return cursor.fetchone()[0] is not None
            finally:
                connection.close()

        with ThreadPoolExecutor(2) as pool:
            assert list(pool.map(both, [(first, second), (second, first)])) == [True, True]

    def test_a_page_read_by_two_at_once_is_noted_by_the_first(self):
        user, code = a_reader(), a_code()
        take(user, [code])
        read_an_hour_ago()

        def second():
            try:
                return take(user, [code])
            finally:
                connection.close()

        with ThreadPoolExecutor(1) as pool:
            with transaction.atomic():
                meter.readings(a_request(user), in_order([code]), PAGES)
                noted = OpenedPage.objects.get().read_at
                waiting = pool.submit(second)
                until_somebody_waits()
            waiting.result(timeout=60)
        assert OpenedPage.objects.get().read_at == noted


def read_an_hour_ago():
    then = timezone.now() - timedelta(hours=1)
    OpenedPage.objects.update(opened_at=then, read_at=then)


def until_somebody_waits():
    """Until another connection waits for a lock."""
    with connection.cursor() as cursor:
        for _ in range(500):
            cursor.execute("SELECT count(*) FROM pg_locks WHERE NOT granted")
            if cursor.fetchone()[0]:
                return
            sleep(0.02)
    raise AssertionError("nobody waits")
