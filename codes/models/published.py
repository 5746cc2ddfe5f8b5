"""What rows of published tables have in common: the release they came with, and for how long they stood."""

from django.db import models
from django.db.models import Q

from codes.models.release import Release


class Published(models.Model):
    """A row of a table that each release brings whole; a row that stays the same keeps the release that brought it."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="+", db_index=False, editable=False)

    class Meta:
        abstract = True


class VersionedQuerySet(models.QuerySet):
    """Reads of rows that stand from one release to another."""

    def current(self):
        return self.filter(until=None)

    def on(self, day):
        """What was published for dates of service on `day`."""
        return self.filter(Q(until=None) | Q(until__gte=day), since__lte=day)


class Versioned(Published):
    """A row of a table that each release brings whole, kept as long as it was in force.

    `since` is the effective date of the release that brought it; `until` the day before the release that
    changed or dropped it, None while it stands.
    """

    since = models.DateField(editable=False)
    until = models.DateField(null=True, blank=True, editable=False)
    objects = VersionedQuerySet.as_manager()

    class Meta:
        abstract = True


def versioned(name, key, **options):
    """The constraints of a versioned table: one standing row for each key, and no end before its beginning."""
    return [
        models.UniqueConstraint(fields=key, condition=Q(until=None), name=f"one_standing_{name}", **options),
        models.CheckConstraint(
            condition=Q(until=None) | Q(until__gte=models.F("since")), name=f"{name}_ends_after_it_begins"
        ),
    ]
