"""What is written: raw rows as it happens, and the totals that are made of them once a day."""

from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta

from django.db import connection, transaction

from figures import counting, policy
from figures.models import DailyTotal, Event, Kind, Reader

KEEP = """
INSERT INTO figures_event (day, kind, reader, page, mark, times)
SELECT day, 'view', kind_of_reader(user_id, day), page, '', 1 FROM (
    SELECT m.user_id, p.page, (p.opened_at AT TIME ZONE 'UTC')::date AS day
    FROM accounts_openedpage p JOIN accounts_meter m ON m.id = p.meter_id
    WHERE m.id = %(meter)s AND NOT p.carried AND p.opened_at >= %(since)s) AS opened
"""
SUM = f"INSERT INTO figures_dailytotal (day, kind, reader, page, number) {counting.TOTALS}"
# The rows of single pages of months gone by, put together on the first of the month.
FOLD = """
WITH single AS (
    DELETE FROM figures_dailytotal WHERE page <> '' AND day < %(month)s AND extract(day FROM day) > 1 RETURNING *
)
INSERT INTO figures_dailytotal AS t (day, kind, reader, page, number)
SELECT date_trunc('month', day)::date, kind, reader, page, sum(number) FROM single GROUP BY 1, 2, 3, 4
ON CONFLICT (day, kind, reader, page) DO UPDATE SET number = t.number + excluded.number
"""


class TooLong(Exception):
    """A day whose raw rows are dropped cannot be summed again."""


@dataclass(frozen=True)
class Summed:
    """The days that were summed, None where there was nothing; how many raw rows were dropped."""

    first: object = None
    last: object = None
    dropped: int = 0


@transaction.atomic
def note_registration(*, after_wall):
    """An account was confirmed; nothing of it is noted."""
    kinds = [Kind.REGISTRATION] + ([Kind.AFTER_WALL] if after_wall else [])
    Event.objects.bulk_create([Event(day=counting.today(), kind=kind, reader=Reader.GUEST) for kind in kinds])


@transaction.atomic
def keep_views_of(*, meter):
    """Note as raw rows what is in the ledger of a meter that is about to be deleted, as far as days may be summed."""
    since = datetime.combine(counting.first_that_can_be_summed_again(), time(), UTC)
    with connection.cursor() as cursor:
        cursor.execute(KEEP, {"meter": meter.pk, "since": since})


@transaction.atomic
def sum_finished_days(*, since=None):
    """Write the totals of all days that are over and not summed yet, or of all from `since` on, anew.

    Then raw rows are dropped after RAW_KEPT, and the marks of what is summed. Raises TooLong.
    """
    with connection.cursor() as cursor:
        # One at a time; who reads meanwhile sees the totals of before.
        cursor.execute("LOCK TABLE figures_dailytotal IN SHARE ROW EXCLUSIVE MODE")
        if since and since < counting.first_that_can_be_summed_again():
            raise TooLong(f"The raw rows of {since} are dropped: its totals stay as they are.")
        first, today = since or counting.first_due(), counting.today()
        if first is None or first >= today:
            return Summed()
        DailyTotal.objects.filter(day__gte=first).delete()
        cursor.execute(SUM, counting.days(first, today))
        Event.objects.filter(day__lt=today).exclude(mark="").update(mark="")
        dropped, _ = Event.objects.filter(day__lt=today - policy.RAW_KEPT).delete()
        cursor.execute(FOLD, {"month": (today - policy.RAW_KEPT).replace(day=1)})
    return Summed(first, today - timedelta(days=1), dropped)
