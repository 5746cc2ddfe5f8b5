"""The numbers of days and months in their order, from totals and from what is not summed yet."""

from collections import Counter
from dataclasses import dataclass, field
from datetime import date, timedelta

from codes.labels import listed_as
from codes.missing import named_by_system
from codes.models import Code
from figures import counting
from figures.models import DailyTotal, Kind, Reader

DAYS, MONTHS = 30, 12
LISTED = 25


@dataclass
class Line:
    """A day or a month, named by its first day; `counts` are numbers by (kind, reader)."""

    begins: date
    running: bool = False
    counts: Counter = field(default_factory=Counter)

    def of(self, kind, reader=None):
        """The number of a kind, of all readers unless one is named."""
        readers = [reader] if reader else Reader.values
        return sum(self.counts[kind, each] for each in readers)

    @property
    def views(self):
        """Of each kind of reader, in the order of Reader."""
        return [self.of(Kind.VIEW, reader) for reader in Reader.values]

    @property
    def all_views(self):
        return self.of(Kind.VIEW)

    @property
    def walls(self):
        return self.of(Kind.WALL)

    @property
    def walls_once(self):
        return self.of(Kind.WALL_ONCE)

    @property
    def guests_walls_once(self):
        return self.of(Kind.WALL_ONCE, Reader.GUEST)

    @property
    def registrations(self):
        return self.of(Kind.REGISTRATION)

    @property
    def after_wall(self):
        return self.of(Kind.AFTER_WALL)

    @property
    def share(self):
        """Registrations after a wall for each hundred walls that guests met, None where they met none."""
        return 100 * self.after_wall / self.guests_walls_once if self.guests_walls_once else None

    @property
    def empty(self):
        return not self.counts


def lines(first_not_summed):
    """(the last 30 days, the last 12 months), the newest first, both up to now."""
    months = months_until(counting.today())
    days = [counting.today() - timedelta(days=number) for number in range(DAYS)]
    by_day = {day: Line(day, running=day == days[0]) for day in days}
    by_month = {month: Line(month, running=month == months[0]) for month in months}
    for day, kind, reader, number in [*summed(months[-1]), *counting.not_summed_yet(first_not_summed)]:
        for line in (by_day.get(day), by_month.get(day.replace(day=1))):
            if line:
                line.counts[kind, reader] += number
    return list(by_day.values()), list(by_month.values())


def summed(since):
    """[(day, kind, reader, number)] of all pages together."""
    rows = DailyTotal.objects.filter(page="", day__gte=since)
    return rows.values_list("day", "kind", "reader", "number")


def months_until(day):
    """The first days of the last twelve months, that of `day` first."""
    months = [day.replace(day=1)]
    while len(months) < MONTHS:
        months.append((months[-1] - timedelta(days=1)).replace(day=1))
    return months


@dataclass(frozen=True)
class Opened:
    """A page with its views; the code where it is still there."""

    page: str
    views: int
    code: Code | None

    @property
    def name(self):
        return str(self.code) if self.code else self.page

    @property
    def url(self):
        return self.code.url if self.code else ""

    @property
    def title(self):
        """In a list no words stand that need a licence."""
        return listed_as(self.code) if self.code else ""


def most_opened(month, first_not_summed):
    """The 25 most opened pages of a month, without what staff opened, in two statements."""
    found = counting.most_opened(month, LISTED, first_not_summed)
    pairs = [tuple(page.split("/", 1)) for page, _ in found if page.count("/") == 1]
    codes = Code.objects.filter(named_by_system(pairs)).listed()
    by_page = {f"{code.system}/{code.value}": code for code in codes}
    return [Opened(page, views, by_page.get(page)) for page, views in found]
