"""What there was, counted from the ledger and the raw rows; a day is a day of UTC."""

from datetime import UTC, datetime, time, timedelta

from django.db import connection
from django.db.models import Max, Min
from django.utils import timezone

from accounts.models import OpenedPage
from figures import policy
from figures.models import DailyTotal, Event

# Every view that counts is one row of the ledger: what was given back is gone, and what was carried over stands with
# the guest. What the readers are is asked once for each reader and day.
COUNTED = """
WITH opened AS (
    SELECT m.user_id, (p.opened_at AT TIME ZONE 'UTC')::date AS day, p.page
    FROM accounts_openedpage p JOIN accounts_meter m ON m.id = p.meter_id
    WHERE NOT p.carried AND p.opened_at >= %(begins)s AND p.opened_at < %(ends)s
), readers AS MATERIALIZED (
    SELECT user_id, day, kind_of_reader(user_id, day) AS reader FROM (SELECT DISTINCT user_id, day FROM opened) AS seen
), counted AS (
    SELECT o.day, 'view' AS kind, r.reader, o.page, 1 AS number
    FROM opened o JOIN readers r ON r.day = o.day AND coalesce(r.user_id, 0) = coalesce(o.user_id, 0)
    UNION ALL
    SELECT day, kind, reader, page, times FROM figures_event WHERE day >= %(first)s AND day < %(after)s
    UNION ALL
    SELECT day, 'wall once', reader, page, 1 FROM figures_event
    WHERE kind = 'wall' AND day >= %(first)s AND day < %(after)s
)
"""
OF_ALL_PAGES = f"{COUNTED} SELECT day, kind, reader, sum(number) FROM counted GROUP BY 1, 2, 3 ORDER BY 1, 2, 3"
# Of each page, and with the page "" of all together.
TOTALS = f"""
{COUNTED}
SELECT day, kind, reader, coalesce(page, ''), sum(number) FROM counted
GROUP BY GROUPING SETS ((day, kind, reader, page), (day, kind, reader)) HAVING grouping(page) = 1 OR page <> ''
"""
# Totals as far as there are any, and the days after them counted.
MOST_OPENED = f"""
{COUNTED}
SELECT page, sum(number) FROM (
    SELECT page, number FROM figures_dailytotal
    WHERE day >= %(month)s AND day < %(next)s AND kind = 'view' AND reader <> 'staff' AND page <> ''
    UNION ALL
    SELECT page, number FROM counted WHERE kind = 'view' AND reader <> 'staff'
) AS views GROUP BY page ORDER BY 2 DESC, 1 LIMIT %(number)s
"""


def days(first, after):
    """What COUNTED is asked with: the days from `first` until the day before `after`."""
    begins, ends = (datetime.combine(day, time(), UTC) for day in (first, after))
    return {"first": first, "after": after, "begins": begins, "ends": ends}


def today():
    return timezone.now().date()


def last_summed():
    """The last day that has totals, or None."""
    return DailyTotal.objects.aggregate(last=Max("day"))["last"]


def first_due():
    """The first day that the next summing sums, None where there is nothing.

    The last one that has totals is summed once more: a page that was open at midnight may have been given back since.
    """
    last = last_summed()
    if last is None:
        return first_counted()
    return last if last >= today() - policy.RAW_KEPT else last + timedelta(days=1)


def first_counted():
    first = OpenedPage.objects.aggregate(first=Min("opened_at"))["first"]
    found = [first and first.astimezone(UTC).date(), Event.objects.aggregate(first=Min("day"))["first"]]
    return min(filter(None, found), default=None)


def first_that_can_be_summed_again():
    """Before it raw rows are gone; days that were never summed have theirs still."""
    kept, due = today() - policy.RAW_KEPT, first_due()
    return min(kept, due) if due else kept


def first_not_summed():
    """The first day that has no totals: today, where nobody ever came."""
    last = last_summed()
    return last + timedelta(days=1) if last else first_counted() or today()


def not_summed_yet(first=None):
    """[(day, kind, reader, number)] from the first day that has no totals until now."""
    with connection.cursor() as cursor:
        cursor.execute(OF_ALL_PAGES, days(first or first_not_summed(), tomorrow()))
        return [(day, kind, reader, int(number)) for day, kind, reader, number in cursor.fetchall()]


def most_opened(month, number, first=None):
    """[(page, views)] of a month, named by its first day, the most opened first; what staff opens is left out."""
    first, after = first or first_not_summed(), next_month(month)
    asked = days(max(first, month), max(min(tomorrow(), after), first, month))
    with connection.cursor() as cursor:
        cursor.execute(MOST_OPENED, asked | {"month": month, "next": min(after, first), "number": number})
        return [(page, int(views)) for page, views in cursor.fetchall()]


def next_month(month):
    return (month + timedelta(days=31)).replace(day=1)


def tomorrow():
    return today() + timedelta(days=1)
