"""What a reader narrows a search to."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from codes.models import Code
from codes.search.index import ACTIVE, BILLABLE, EVER, GONE, HEADER, SYSTEM_NUMBERS


@dataclass(frozen=True)
class Filters:
    """`system` a system's key or "", `chapter` the key of a row at the top of its hierarchy or None.

    `billable`: codes that may stand on a claim. `active`: codes that are not deleted. `on`: what is valid on that date
    of service, headings included unless `billable`.
    """

    system: str = ""
    billable: bool = False
    active: bool = False
    chapter: int | None = None
    on: date | None = None

    def allowed(self, index):
        """The mask of the codes of an Index that are left."""
        left = (index.flags & GONE) == 0
        if self.system:
            left &= index.system == SYSTEM_NUMBERS[self.system]
        if self.chapter:
            left &= index.chapter == self.chapter
        if self.active:
            left &= (index.flags & ACTIVE) > 0
        if self.on:
            left &= (index.begins <= self.on.toordinal()) & (index.ends >= self.on.toordinal())
        if self.billable:
            left &= self.billable_rows(index)
        return left

    def billable_rows(self, index):
        """A code that has ended is not billable today, but it was on the days before."""
        now = (index.flags & BILLABLE) > 0
        return now | ((index.flags & HEADER) == 0) & (index.ends != EVER) if self.on else now

    def of(self, codes):
        """The same for a QuerySet of codes, but for the chapter."""
        if self.system:
            codes = codes.in_system(self.system)
        if self.active:
            codes = codes.active()
        if self.on:
            begun = Q(effective_from=None) | Q(effective_from__lte=self.on)
            codes = codes.filter(begun, Q(effective_to=None) | Q(effective_to__gte=self.on))
        if self.billable:
            ended = Q(kind=Code.Kind.CODE, effective_to__isnull=False)
            codes = codes.filter(Q(billable=True) | ended if self.on else Q(billable=True))
        return codes
