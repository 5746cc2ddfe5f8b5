"""The meter: which pages a reader may open. PostgreSQL decides, in the statement that reads the page."""

import hashlib
import secrets
from dataclasses import dataclass

from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.db.models import BooleanField, DateTimeField, DurationField, Func, IntegerField, JSONField, Value
from django.utils import timezone
from django.utils.module_loading import import_string

from accounts import plans, policy
from accounts.address import network_name
from accounts.models import Meter, OpenedPage

READER, REMAINING = "reader", "views_remaining"
# Whom a browser named as its guest before somebody signed in.
GUEST_BEFORE = "guest_before"
# The day on which a guest last met a wall.
WALL_MET = "wall_met"


@dataclass(frozen=True)
class Reading:
    """What one reader may see of one page: the meter's answer, and the row that was read with it.

    `sections` are the keys of those that the reader may see of an open page, None for all of them, as `terms` say.
    """

    row: object
    granted: bool
    sections: frozenset | None = frozenset()
    limit: int | None = None
    used: int = 0
    taken: bool = False
    reader: str = ""
    page: str = ""
    terms: plans.Terms = plans.Terms()

    @property
    def everything(self):
        """Whether every section of an open page is to be seen."""
        return self.sections is None

    def opens(self, section):
        """Whether a section of an open page is to be seen, by its key."""
        return self.sections is None or section in self.sections

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
        return banner(self.remaining, self.terms, registered=self.registered)


def banner(remaining, terms, *, registered):
    """The sentence that tells a reader what is left."""
    if remaining is None:
        return "Your account opens every code page."
    period = plans.LEFT_OF_A_PERIOD[terms.period] if terms.plan else ""
    left = f"{remaining} code page view{'' if remaining == 1 else 's'} remaining{period}."
    if registered:
        return f"{left} Reading a page again is free."
    views = "view" if policy.GUEST_VIEWS == 1 else "views"
    return (
        f"{left} Guest accounts are limited to {policy.GUEST_VIEWS} page {views}. "
        f"Register free account to {(terms.offer or plans.Terms()).more}."
    )


class TakeView(Func):
    """`take_view_under(...)`: opens the page for the reader if the terms allow, once however often it is asked.

    A JSON object: granted, taken (this call opened it), used, limit, and the terms.
    """

    function = "take_view_under"
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
        remember_wall(session, reading)
        return
    if not reading.registered and session.get(READER) != reading.reader:
        session[READER] = reading.reader
    if session.get(REMAINING, -1) != reading.remaining:
        session[REMAINING] = reading.remaining


def remember_wall(session, reading):
    """The day on which a guest with a session met a wall: so registrations after one are counted without a name."""
    today = timezone.now().date().isoformat()
    if not (reading.registered or reading.fenced) and session.get(WALL_MET) != today:
        session[WALL_MET] = today


def guest_name(secret):
    return "guest:" + hashlib.sha256(f"meter {secret}".encode()).hexdigest()


class PeriodStart(Func):
    """`period_start(...)`: the beginning of a period, at midnight UTC, by the clock of PostgreSQL.

    Views are written with that clock: against the midnight of another one they might never count.
    """

    function = "period_start"
    output_field = DateTimeField()


def since(terms):
    """The moment since which views count, as an expression."""
    return PeriodStart(Value(terms.period))


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
    key = Value(user.pk if user else None, output_field=IntegerField())
    network = "" if user else network_name(request)
    view = TakeView(
        plans.terms(request.user),
        Value(reader),
        key,
        page,
        Value(network),
        Value(policy.NEW_GUESTS_PER_NETWORK_AND_DAY),
        Value(policy.SHARED_WITHIN, output_field=DurationField()),
        Value(policy.READ_AGAIN_AFTER, output_field=DurationField()),
        Value(several, output_field=BooleanField()),
    )
    view = noted(view, reader=reader, user=key, page=page, network=network)
    found = rows.annotate(page_in_ledger=page, view=view)
    return [reading_of(row, reader=reader, **row.view) for row in found[:most]]


def reading_of(row, *, terms, reader="", **answer):
    """The Reading of a row with what `take_view_under` answered."""
    terms = plans.Terms.of(terms)
    page = getattr(row, "page_in_ledger", "")
    return Reading(row=row, reader=reader, page=page, sections=terms.sections, terms=terms, **answer)


def of_a_search_engine(rows):
    """The Readings of what a guest would see who has opened nothing yet; nothing is taken."""
    found = rows.annotate(terms=plans.terms(AnonymousUser()))
    limit = policy.GUEST_VIEWS
    return [
        reading_of(row, terms=row.terms, granted=place < limit, limit=limit, used=limit)
        for place, row in enumerate(found)
    ]


def noted(view, **told):
    """The meter's answer as settings.VIEW_NOTED wraps it: that may note what it says, in the same statement.

    It is told the reader's name, the user's key and the page as expressions, and the network's name.
    """
    return import_string(settings.VIEW_NOTED)(view, **told) if settings.VIEW_NOTED else view


def give_back(reading):
    """Undo a view whose page failed, unless the page was read again meanwhile."""
    OpenedPage.objects.filter(meter__reader=reading.reader, page=reading.page, shared=False).delete()


def open_pages(reader, terms):
    """The pages that stay open to a reader under these terms, newest first."""
    return OpenedPage.objects.filter(meter__reader=reader, opened_at__gte=since(terms))


def recently_read(user):
    """All pages that an account has opened, in whatever period, the one that it read last first."""
    return OpenedPage.objects.filter(meter__user=user).order_by("-read_at", "-pk")


def is_open(user, page, section=""):
    """Whether a page stands open to an account: it opened it in this period, or has no limit. Takes nothing.

    With the key of a section, whether that is to be seen on it too.
    """
    terms = plans.terms_of(user)
    if section and terms.sections is not None and section not in terms.sections:
        return False
    return terms.views is None or open_pages(f"user:{user.pk}", terms).filter(page=page).exists()


def is_unlimited(user):
    return plans.terms_of(user).views is None


def standing(user, terms=None):
    """(limit, used, pages) of a user: what the account page tells; `terms` where they are known."""
    terms = terms or plans.terms_of(user)
    pages = list(open_pages(f"user:{user.pk}", terms))
    return terms.views, sum(not page.carried for page in pages), pages


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
    carried = account.pages.filter(carried=True, opened_at__gte=since(plans.terms_of(user))).count()
    new = meter.pages.exclude(page__in=account.pages.values("page")).order_by("opened_at")
    pages = [carried_to(account, each) for each in new[: max(policy.CARRIED_PAGES - carried, 0)]]
    OpenedPage.objects.bulk_create(pages, ignore_conflicts=True)
    return len(pages)


def carried_to(account, opened):
    """A guest's page as one of an account."""
    times = {"opened_at": opened.opened_at, "read_at": opened.read_at}
    return OpenedPage(meter=account, page=opened.page, carried=True, shared=True, **times)
