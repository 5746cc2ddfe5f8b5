"""Plans, who has one and until when, organisations with their seats, requests for more, and the trail of all that.

`accounts.models` names these models too. `member_actions` and `seat_actions` write them.
"""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Lower, Now
from django.utils import timezone

WITHOUT_LIMIT = "Without limit"


class Plan(models.Model):
    """What a reader may open: so many code pages in a period, and which sections of them."""

    class Period(models.TextChoices):
        NEVER = "never", "The count never starts anew"
        DAY = "day", "Each day at midnight UTC"
        MONTH = "month", "On the first of each month, UTC"

    name = models.CharField(max_length=60, unique=True, help_text="Readers see it on their account page.")
    says = models.CharField(
        "what it says to readers",
        max_length=300,
        blank=True,
        help_text="In a sentence or two, on the account page and in letters.",
    )
    views = models.PositiveIntegerField(
        null=True, blank=True, help_text="How many code pages it opens in a period. Empty: without limit."
    )
    period = models.CharField(max_length=5, choices=Period, default=Period.NEVER, verbose_name="starts anew")
    sections = ArrayField(
        models.CharField(max_length=40),
        null=True,
        blank=True,
        help_text="Which sections of a code page it opens. None ticked: all of them, also those that are yet to come.",
    )
    is_default = models.BooleanField(
        "for every registered reader",
        default=False,
        help_text="What whoever registers has, in place of the built-in rule. Of all plans one at most.",
    )

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["is_default"],
                condition=models.Q(is_default=True),
                name="one_default_plan",
                violation_error_message="Another plan is for every registered reader already.",
            ),
            models.CheckConstraint(
                name="a_plan_names_sections_or_opens_all",
                condition=models.Q(sections=None) | models.Q(sections__len__gt=0),
            ),
            models.CheckConstraint(
                name="no_limit_has_no_period",
                condition=models.Q(views__isnull=False) | models.Q(period="never"),
                violation_error_message="Without a limit there is no count that could start anew.",
            ),
        ]

    def __str__(self):
        return self.name


def without_limit():
    """The key of the plan that grants were of before there were plans; made where it is missing."""
    says = "Nothing is counted."
    return Plan.objects.get_or_create(name=WITHOUT_LIMIT, defaults={"says": says})[0].pk


class Organisation(models.Model):
    """Several readers who share a plan: as many as it has seats."""

    name = models.CharField(max_length=120, unique=True)
    seats = models.PositiveIntegerField(default=1, help_text="How many readers may share its plan.")
    manager = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        blank=True,
        on_delete=models.SET_NULL,
        related_name="organisations",
        help_text="The reader who may offer seats and take them back, on a page of their account.",
    )
    made_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(name="an_organisation_has_a_seat", condition=models.Q(seats__gt=0)),
        ]

    def __str__(self):
        return self.name


class Seat(models.Model):
    """A reader's share in what an organisation has; without a user it is offered by letter and not taken yet.

    `email` is where it was offered. Whoever takes it may have registered with another address, which nobody is told.
    """

    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="given")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="seats"
    )
    email = models.EmailField("offered to")
    offered_at = models.DateTimeField(db_default=Now(), editable=False)
    taken_at = models.DateTimeField(null=True, editable=False)

    class Meta:
        ordering = ["email"]
        constraints = [
            models.UniqueConstraint("organisation", Lower("email"), name="one_seat_for_an_address"),
            models.UniqueConstraint(
                fields=["organisation", "user"], condition=models.Q(user__isnull=False), name="one_seat_for_a_reader"
            ),
            models.CheckConstraint(
                name="a_seat_is_taken_by_a_reader",
                condition=models.Q(user=None, taken_at=None) | models.Q(user__isnull=False, taken_at__isnull=False),
            ),
        ]

    def __str__(self):
        return self.email


class GrantQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not taken back."""
        return self.filter(taken_back_at=None)

    def today(self):
        """Those that hold now, with their plans: to be told of. What counts is `plans.terms_of`."""
        day = timezone.localdate()
        begun = models.Q(since=None) | models.Q(since__lte=day)
        return self.standing().filter(begun, until__gte=day).select_related("plan")


class Grant(models.Model):
    """A plan for a reader or for an organisation, from a day to a day, both included, by the days of UTC."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="grants"
    )
    organisation = models.ForeignKey(
        Organisation, null=True, blank=True, on_delete=models.CASCADE, related_name="grants"
    )
    plan = models.ForeignKey(Plan, on_delete=models.PROTECT, default=without_limit, related_name="grants")
    since = models.DateField(
        "from", null=True, blank=True, help_text="The first day on which it holds. Empty: at once."
    )
    until = models.DateField(help_text="The last day on which it holds.")
    reason = models.CharField(max_length=200, help_text="For our own staff, and in the file of the reader's data.")
    reference = models.CharField(
        max_length=200, blank=True, editable=False, help_text="What a payment provider calls it; once for each grant."
    )
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    granted_at = models.DateTimeField(default=timezone.now, editable=False)
    taken_back_at = models.DateTimeField(null=True, editable=False)
    objects = GrantQuerySet.as_manager()

    class Meta:
        ordering = ["-until"]
        constraints = [
            models.CheckConstraint(
                name="a_grant_is_of_a_reader_or_an_organisation",
                condition=models.Q(user=None, organisation__isnull=False)
                | models.Q(user__isnull=False, organisation=None),
                violation_error_message="Name a reader or an organisation, one of them.",
            ),
            models.CheckConstraint(
                name="a_grant_ends_after_it_begins",
                condition=models.Q(until__gte=models.F("since")),
                violation_error_message="The last day lies before the first.",
            ),
            models.UniqueConstraint(
                fields=["reference"], condition=~models.Q(reference=""), name="one_grant_for_a_reference"
            ),
        ]

    def __str__(self):
        return f"{self.plan}: {self.user or self.organisation} until {self.until}"


class MoreViews(models.Model):
    """A reader's request for more views, and the staff's answer."""

    class State(models.TextChoices):
        OPEN = "open", "Not answered"
        GRANTED = "granted", "Granted"
        REFUSED = "refused", "Refused"
        WITHDRAWN = "withdrawn", "Withdrawn"

    class HowLong(models.IntegerChoices):
        """In days, which the admin proposes."""

        WEEK = 7, "For a week"
        MONTH = 31, "For a month"
        QUARTER = 92, "For three months"
        YEAR = 366, "For a year"

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="requests")
    why = models.CharField("why", max_length=1000)
    how_long = models.PositiveSmallIntegerField("for how long", choices=HowLong)
    asked_at = models.DateTimeField(db_default=Now(), editable=False)
    state = models.CharField(max_length=9, choices=State, default=State.OPEN, editable=False)
    answer = models.CharField("words to the reader", max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, editable=False, on_delete=models.SET_NULL, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, editable=False)
    grant = models.OneToOneField(Grant, null=True, editable=False, on_delete=models.SET_NULL, related_name="request")

    class Meta:
        ordering = ["-asked_at", "-pk"]
        verbose_name, verbose_name_plural = "request for more views", "requests for more views"
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=models.Q(state="open"), name="one_open_request_for_a_reader"
            ),
            models.CheckConstraint(
                name="an_answer_has_its_day",
                condition=models.Q(state="open", answered_at=None)
                | ~models.Q(state="open") & models.Q(answered_at__isnull=False),
            ),
        ]

    def __str__(self):
        return f"{self.user}, {self.asked_at:%Y-%m-%d}"


class AuditEntry(models.Model):
    """One line of the audit trail: who did what about whom, with what was before and after.

    Lines are added and never changed: PostgreSQL refuses it. Who did it and about which reader are keys, so that
    nothing of a person is left in the line when the account is closed; `role` and `of_reader` tell that there was one.
    """

    class Act(models.TextChoices):
        GRANTED = "granted", "Granted a plan"
        GRANT_CHANGED = "grant changed", "Changed a grant"
        GRANT_TAKEN_BACK = "grant taken back", "Took a grant back"
        REFUSED = "refused", "Refused a request"
        SEAT_OFFERED = "seat offered", "Offered a seat"
        SEAT_GIVEN = "seat given", "Gave a seat"
        SEAT_TAKEN = "seat taken", "Took the seat that was offered"
        SEAT_TAKEN_BACK = "seat taken back", "Took a seat back"
        SEAT_LAPSED = "seat lapsed", "Nobody took the seat in time"
        ORGANISATION_MADE = "organisation made", "Made an organisation"
        ORGANISATION_CHANGED = "organisation changed", "Changed an organisation"
        ORGANISATION_DELETED = "organisation deleted", "Deleted an organisation"
        PLAN_MADE = "plan made", "Made a plan"
        PLAN_CHANGED = "plan changed", "Changed a plan"
        PLAN_DELETED = "plan deleted", "Deleted a plan"

    class Role(models.TextChoices):
        STAFF = "staff", "Staff"
        MANAGER = "manager", "An organisation's manager"
        READER = "reader", "The reader"
        PROGRAM = "program", "A program"

    at = models.DateTimeField(db_default=Now(), editable=False)
    act = models.CharField(max_length=20, choices=Act)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    role = models.CharField(max_length=7, choices=Role)
    user = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="audit")
    of_reader = models.BooleanField(default=False)
    organisation = models.CharField(max_length=120, blank=True)
    plan = models.CharField(max_length=60, blank=True)
    before = models.JSONField(null=True)
    after = models.JSONField(null=True)

    class Meta:
        ordering = ["-pk"]
        verbose_name, verbose_name_plural = "line of the audit trail", "audit trail"

    def __str__(self):
        return f"{self.get_act_display()}: {self.about}"

    @property
    def who(self):
        """Who did it, in words."""
        if self.role == self.Role.PROGRAM:
            return "A program"
        return str(self.by.email) if self.by else "a closed account"

    @property
    def about(self):
        """Whom it is about, in words."""
        reader = (self.user.email if self.user else "a closed account") if self.of_reader else ""
        return ", ".join(part for part in (reader, self.organisation) if part) or self.plan
