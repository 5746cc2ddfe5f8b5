"""The meter: which pages a reader may open. PostgreSQL decides, in the statement that reads the page."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime

from django.conf import settings
from django.db import transaction
from django.db.models import (
    BooleanField,
    Case,
    DateTimeField,
    DurationField,
    Exists,
    Func,
    IntegerField,
    JSONField,
    Value,
    When,
)
from django.utils import timezone

from accounts import policy
from accounts.address import network_name
from accounts.models import Grant, Meter, OpenedPage

READER, REMAINING = "reader", "views_remaining"
# Whom a browser named as its guest before somebody signed in.
GUEST_BEFORE = "guest_before"
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Reading:
    """What one reader may see of one page: the meter's answer, and the row that was read with it."""

    row: object
    granted: bool
    everything: bool = False
    limit: int | None = None
    used: int = 0
    taken: bool = False
    reader: str = ""
    page: str = ""

    @property
    def remaining(self):
        """Views left after this page; None where there is no limit."""
        return None if self.limit is None else max(self.limit - self.used, 0)

    @property
    def fenced(self):
        """Whether this is a new guest from a network that had its new guests for today."""
        return not self.granted and self.limit == 0

    @property
    def registered(self):
        return self.reader.startswith("user:")

    @property
    def banner(self):
        return banner(self.remaining, registered=self.registered)


def banner(remaining, *, registered):
    """The sentence that tells a reader what is left."""
    if remaining is None:
        return "Your account opens every code page."
    left = f"{remaining} code page view{'' if remaining == 1 else 's'} remaining."
    if registered:
        return f"{left} Reading a page again is free."
    views = "view" if policy.GUEST_VIEWS == 1 else "views"
    return (
        f"{left} Guest accounts are limited to {policy.GUEST_VIEWS} page {views}. "
        f"Register free account to get {policy.REGISTERED_VIEWS} more views."
    )


class TakeView(Func):
    """`take_view(...)`: opens the page for the reader if the limit allows, once however often it is asked.

    A JSON object: granted, taken (this call opened it), used, limit.
    """

    function = "take_view"
    output_field = JSONField()


def reader_of(request):
    """The name of the reader: the user, or what the guest's session says, or else a new name.

    A session that exists names its reader by its own key, so that requests at once with one cookie are one reader.
    """
    if request.user.is_authenticated:
        return f"user:{request.user.pk}"
    session = request.session
    return session.get(READER) or guest_name(session.session_key or secrets.token_hex(32))


def remember(request, reading):
    """Let the session carry the guest's name and the counter that is shown.

    Only where a page was opened: whoever is refused without having opened any needs no session.
    """
    session = request.session
    if not reading.granted:
        return
    if not reading.registered and session.get(READER) != reading.reader:
        session[READER] = reading.reader
    if session.get(REMAINING, -1) != reading.remaining:
        session[REMAINING] = reading.remaining


def guest_name(secret):
    return "guest:" + hashlib.sha256(f"meter {secret}".encode()).hexdigest()


def limit_of(user):
    """How many pages the reader may open, as an expression; NULL means no limit."""
    if not user.is_authenticated:
        return Value(policy.GUEST_VIEWS)
    if user.is_staff:
        return Value(None, output_field=IntegerField())
    granted = Grant.objects.filter(user=user, until__gte=timezone.localdate())
    return Case(
        When(Exists(granted), then=Value(None)),
        default=Value(policy.REGISTERED_VIEWS),
        output_field=IntegerField(),
    )


class PeriodStart(Func):
    """The beginning of a period that lasts, at midnight UTC, by the clock of PostgreSQL.

    Views are written with that clock: against the midnight of another one they might never count.
    """

    template = "date_trunc(%(expressions)s, now(), 'UTC')"
    output_field = DateTimeField()


def period_start():
    """The moment since which views count (VIEWS_PERIOD: never, day, month), as an expression."""
    period = settings.VIEWS_PERIOD
    return Value(LONG_AGO) if period == "never" else PeriodStart(Value(period))


def take(request, rows, page):
    """Read the one row of `rows` and take the view of `page` in the same statement.

    Returns a Reading, or None where there is no such row: then nothing is taken.
    """
    return next(iter(readings(request, rows, Value(page), most=1)), None)


def take_several(request, rows, pages):
    """Read `rows` in their order and take the view of each in the same statement; `pages` gives the page of a row.

    Returns the Readings in that order: where the limit ends among them, the first ones are open.
    """
    return readings(request, rows, pages, several=True)


def readings(request, rows, page, *, most=None, several=False):
    """One Reading for each row; PostgreSQL calls a volatile function after it has sorted, so in the order of `rows`."""
    reader = reader_of(request)
    user = request.user if request.user.is_authenticated else None
    found = rows.annotate(
        page_in_ledger=page,
        view=TakeView(
            Value(reader),
            Value(user.pk if user else None, output_field=IntegerField()),
            page,
            limit_of(request.user),
            period_start(),
            Value("" if user else network_name(request)),
            Value(policy.NEW_GUESTS_PER_NETWORK_AND_DAY),
            Value(policy.SHARED_WITHIN, output_field=DurationField()),
            Value(policy.READ_AGAIN_AFTER, output_field=DurationField()),
            Value(several, output_field=BooleanField()),
        ),
    )
    return [
        Reading(row=row, everything=user is not None, reader=reader, page=row.page_in_ledger, **row.view)
        for row in found[:most]
    ]


def give_back(reading):
    """Undo a view whose page failed, unless the page was read again meanwhile."""
    OpenedPage.objects.filter(
        meter__reader=reading.reader, page=reading.page, shared=False, opened_at__gte=period_start()
    ).delete()


def open_pages(reader):
    """The pages that stay open to a reader, newest first."""
    return OpenedPage.objects.filter(meter__reader=reader, opened_at__gte=period_start())


def recently_read(user):
    """All pages that an account has opened, in whatever period, the one that it read last first."""
    return OpenedPage.objects.filter(meter__user=user).order_by("-read_at", "-pk")


def is_open(user, page):
    """Whether a page stands open to an account: it opened it in this period, or has no limit. Takes nothing."""
    return is_unlimited(user) or open_pages(f"user:{user.pk}").filter(page=page).exists()


def is_unlimited(user):
    return user.is_staff or user.grants.filter(until__gte=timezone.localdate()).exists()


def standing(user):
    """(limit, used, pages) of a user: what the account page tells."""
    pages = list(open_pages(f"user:{user.pk}"))
    limit = None if is_unlimited(user) else policy.REGISTERED_VIEWS
    return limit, sum(not page.carried for page in pages), pages


@transaction.atomic
def claim(*, guest, user):
    """Pass what a guest opened to the account that this browser now signs in to; once for each guest.

    Returns how many pages were passed on. They stay open and cost the account none of its views. An account is given
    no more than CARRIED_PAGES in a period: who comes as a new guest again and again brings nothing more.
    """
    meter = Meter.objects.select_for_update().filter(reader=guest, claimed_by=None).first()
    if meter is None:
        return 0
    meter.claimed_by = user
    meter.save(update_fields=["claimed_by"])
    account, _ = Meter.objects.select_for_update().get_or_create(reader=f"user:{user.pk}", defaults={"user": user})
    carried = account.pages.filter(carried=True, opened_at__gte=period_start()).count()
    new = meter.pages.exclude(page__in=account.pages.values("page")).order_by("opened_at")
    pages = [carried_to(account, each) for each in new[: max(policy.CARRIED_PAGES - carried, 0)]]
    OpenedPage.objects.bulk_create(pages, ignore_conflicts=True)
    return len(pages)


def carried_to(account, opened):
    """A guest's page as one of an account."""
    times = {"opened_at": opened.opened_at, "read_at": opened.read_at}
    return OpenedPage(meter=account, page=opened.page, carried=True, shared=True, **times)
