"""What a reader may open at this moment: the best of what holds for them, as PostgreSQL finds it."""

import json
from dataclasses import dataclass, field
from datetime import date

from django.conf import settings
from django.db import connection
from django.db.models import BigIntegerField, Func, JSONField, Value
from django.utils.module_loading import import_string

from accounts import policy

UNLIMITED = {"views": None, "period": "never", "sections": None}
IN_A_PERIOD = {"never": "", "day": " a day", "month": " a month"}
LEFT_OF_A_PERIOD = {"never": "", "day": " today", "month": " this month"}


@dataclass(frozen=True)
class Terms:
    """So many views in a period, and sections by their keys, None for all of them.

    `plan` is its name, "" for the rule of `policy`; `until` the last day of the grant, None where there is none;
    `organisation` whose seat it is, "" for a reader's own. A guest's `offer` are the Terms of who registers.
    """

    views: int | None = policy.REGISTERED_VIEWS
    period: str = "never"
    sections: frozenset | None = None
    plan: str = ""
    says: str = ""
    until: date | None = None
    organisation: str = ""
    offer: "Terms | None" = field(default=None, repr=False)

    @classmethod
    def of(cls, found):
        """From the JSON object of `terms_of`."""
        sections, until, offer = (found.get(name) for name in ("sections", "until", "offer"))
        named = {name: found[name] for name in ("views", "period", "plan", "says", "organisation") if name in found}
        return cls(
            **named,
            sections=None if sections is None else frozenset(sections),
            until=until and date.fromisoformat(until),
            offer=offer and cls.of(offer),
        )

    @property
    def amount(self):
        """As in "5 code pages", "20 code pages a month" or "every code page"."""
        if self.views is None:
            return "every code page"
        return f"{self.views:,} code page{'' if self.views == 1 else 's'}{IN_A_PERIOD[self.period]}"

    @property
    def more(self):
        """What registering brings, as in "get 5 more views"."""
        if self.views is None:
            return "open every code page"
        return f"get {self.views:,} more view{'' if self.views == 1 else 's'}{IN_A_PERIOD[self.period]}"

    @property
    def used_up(self):
        """That all views are used, in the words of a wall."""
        whose = f"Your plan “{self.plan}”" if self.plan else "A free account"
        stay = f"They stay open to you{LEFT_OF_A_PERIOD[self.period]}."
        return f"{whose} opens {self.amount}, and yours are all used. {stay}"

    @property
    def opens(self):
        """The headings of the sections that it opens, [] for all; one that the page has no more is left out."""
        return [] if self.sections is None else [name for key, name in sections() if key in self.sections]


class TermsOf(Func):
    """`terms_of(user, otherwise)`: the best plan that holds for a reader today, else that of every registered reader,
    else `otherwise`. Of nobody: `otherwise` as it is, with what registering would bring as `offer`.
    """

    function = "terms_of"
    output_field = JSONField()


def terms(user):
    """The Terms of a reader as an expression: a JSON object, see `Terms.of`."""
    if not user.is_authenticated:
        return TermsOf(Value(None, BigIntegerField()), Value(of_guests(), JSONField()))
    if user.is_staff:
        return Value(UNLIMITED, JSONField())
    return TermsOf(Value(user.pk), Value(of_the_registered(), JSONField()))


def of_guests():
    return {"views": policy.GUEST_VIEWS, "period": settings.VIEWS_PERIOD, "sections": []}


def of_the_registered():
    """What holds where no plan is made for every registered reader."""
    return {"views": policy.REGISTERED_VIEWS, "period": settings.VIEWS_PERIOD, "sections": None}


def terms_of(user):
    """The Terms of an account at this moment: one statement, none for staff."""
    return Terms.of(UNLIMITED) if user.is_staff else held_by(user.pk)


def registered():
    """The Terms of who registers, which is whoever has no grant; one statement."""
    return held_by(0)


def held_by(key):
    with connection.cursor() as cursor:
        cursor.execute("SELECT terms_of(%s, %s)", [key, json.dumps(of_the_registered())])
        return Terms.of(json.loads(cursor.fetchone()[0]))


def sections():
    """[(key, heading)] of all that a plan may open or leave closed, in the order of the page: see `settings`."""
    return [pair for name in settings.PLAN_SECTIONS for pair in import_string(name)()]
