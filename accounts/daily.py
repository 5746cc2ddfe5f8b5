"""What has a limit for each day: PostgreSQL decides in one statement, however many requests ask at once."""

from dataclasses import dataclass

from django.db import connection
from django.utils.timezone import localdate

from accounts import plans, policy
from accounts.models import DailyUse

# One row for each reader and rule, which begins anew with the day. A row that is being written is waited for, and the
# condition is then asked of what was written: the amounts of a day never add up to more than the limit.
USE = """
INSERT INTO accounts_dailyuse AS used (user_id, rule, day, amount)
SELECT %(user)s, %(rule)s, %(day)s, %(amount)s WHERE %(amount)s <= %(limit)s
ON CONFLICT (user_id, rule) DO UPDATE SET
    day = excluded.day, amount = excluded.amount + CASE WHEN used.day = excluded.day THEN used.amount ELSE 0 END
WHERE excluded.amount + CASE WHEN used.day = excluded.day THEN used.amount ELSE 0 END <= %(limit)s
RETURNING amount
"""


@dataclass(frozen=True)
class Allowance:
    """Whether what was asked for is granted; `limit` and `left` are those of the day, None where there is no limit.

    `sections` are the keys of those that the reader may see, None for all: found in the same statement as the limit.
    """

    granted: bool
    limit: int | None = None
    left: int | None = None
    sections: frozenset | None = None


def take_claim_lines(user, number):
    """The Allowance for `number` lines of a claim, which are used up if they are granted; else nothing is."""
    return take(user, DailyUse.Rule.CLAIM_LINES, number, policy.CLAIM_LINES_PER_DAY)


def claim_lines(user):
    """The Allowance as it stands; uses nothing."""
    return standing(user, DailyUse.Rule.CLAIM_LINES, policy.CLAIM_LINES_PER_DAY)


def take(user, rule, amount, limit):
    """Use `amount` of a rule's limit for today if that much is left. At most three statements."""
    terms = plans.terms_of(user)
    if terms.views is None:
        return Allowance(True, sections=terms.sections)
    asked = {"user": user.pk, "rule": rule, "day": localdate(), "amount": amount, "limit": limit}
    with connection.cursor() as cursor:
        cursor.execute(USE, asked)
        found = cursor.fetchone()
    left = limit - (found[0] if found else used(user, rule))
    return Allowance(bool(found), limit, left, terms.sections)


def standing(user, rule, limit):
    """What is left of a rule's limit today."""
    terms = plans.terms_of(user)
    if terms.views is None:
        return Allowance(True, sections=terms.sections)
    return Allowance(True, limit, max(limit - used(user, rule), 0), terms.sections)


def used(user, rule):
    """How much of a rule's limit is used today."""
    today = DailyUse.objects.filter(user=user, rule=rule, day=localdate())
    return today.values_list("amount", flat=True).first() or 0
