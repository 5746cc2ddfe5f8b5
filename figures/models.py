"""What is counted: raw rows that name nobody, and the totals that are made of them."""

from django.db import models


class Reader(models.TextChoices):
    """Kinds of readers, as they were on the day. Search engines are not in the ledger and not counted."""

    GUEST = "guest", "Guests"
    REGISTERED = "registered", "Registered"
    MEMBER = "member", "With a grant"
    STAFF = "staff", "Staff"


class Kind(models.TextChoices):
    VIEW = "view", "Views"
    WALL = "wall", "Walls met"
    # The same reader at the same page on one day counts once.
    WALL_ONCE = "wall once", "Walls met, once a day"
    REGISTRATION = "registration", "Registrations"
    AFTER_WALL = "registration after a wall", "Registrations after a wall"


class Event(models.Model):
    """What happened so often on a day and is not in the ledger.

    Views stand here only where the ledger has them no more. `mark` lets a reader who
    meets the same wall twice on a day be counted once: a hash with a key of the day, made of reader and page together;
    it is blanked when the day is summed.
    """

    day = models.DateField(db_index=True)
    kind = models.CharField(max_length=30, choices=Kind)
    reader = models.CharField(max_length=20, choices=Reader)
    page = models.CharField(max_length=120, blank=True)
    mark = models.CharField(max_length=64, blank=True)
    times = models.PositiveIntegerField(default=1)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["day", "kind", "reader", "page", "mark"],
                condition=~models.Q(mark=""),
                name="one_event_of_a_mark",
            ),
            models.CheckConstraint(
                name="views_and_walls_have_a_page",
                condition=(models.Q(kind__in=[Kind.VIEW, Kind.WALL]) & ~models.Q(page=""))
                | models.Q(kind__in=[Kind.REGISTRATION, Kind.AFTER_WALL], page=""),
            ),
            models.CheckConstraint(
                name="only_walls_have_a_mark",
                condition=models.Q(mark="") | models.Q(kind=Kind.WALL),
            ),
        ]
        default_permissions = []

    def __str__(self):
        return f"{self.kind} on {self.day}"


class DailyTotal(models.Model):
    """How much of one kind there was on a day; `page` is "" for all pages together.

    Of months gone by the rows of single pages are put together on the first of the month.
    """

    day = models.DateField()
    kind = models.CharField(max_length=30, choices=Kind)
    reader = models.CharField(max_length=20, choices=Reader)
    page = models.CharField(max_length=120, blank=True)
    number = models.PositiveIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["day", "kind", "reader", "page"], name="one_total_of_a_day"),
            models.CheckConstraint(name="totals_are_of_something", condition=models.Q(number__gt=0)),
        ]
        default_permissions = ["view"]
        verbose_name = "daily total"

    def __str__(self):
        return f"{self.kind} on {self.day}: {self.number}"
