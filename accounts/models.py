"""Readers and what they have opened; plans and who has one are in `membership`."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models.functions import Lower
from django.utils import timezone

from accounts.membership import AuditEntry, Grant, MoreViews, Organisation, Plan, Seat

__all__ = [
    "AuditEntry",
    "DailyUse",
    "Grant",
    "Meter",
    "MoreViews",
    "Network",
    "OpenedPage",
    "Organisation",
    "Plan",
    "Seat",
    "Session",
    "User",
    "UserManager",
]


class UserManager(BaseUserManager):
    def create_user(self, email, password=None, **extra):
        """A user with a normalised address; without `password` one that can only be signed in by reset."""
        if not email:
            raise ValueError("a user needs an e-mail address")
        user = self.model(email=self.normalize_email(email), **extra)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email, password=None, **extra):
        return self.create_user(email, password, is_staff=True, is_superuser=True, **extra)

    def get_by_natural_key(self, email):
        return self.get(email__iexact=email)

    def of_mailbox(self, address):
        """The accounts of the mailbox that an address leads to."""
        return self.filter(mailbox=models.Func(models.Value(address), function="mailbox_of"))


class User(AbstractBaseUser, PermissionsMixin):
    """A registered reader, an editor or an operator: known by an e-mail address."""

    email = models.EmailField("e-mail address", unique=True)
    name = models.CharField(max_length=80, blank=True, help_text="Shown beside what an editor writes.")
    is_active = models.BooleanField("active", default=True)
    is_staff = models.BooleanField("staff", default=False, help_text="May sign in to the admin.")
    date_joined = models.DateTimeField(default=timezone.now, editable=False)

    # Where letters to the address arrive: a second account of one mailbox is refused (accounts/mailboxes.py).
    mailbox = models.GeneratedField(
        expression=models.Func("email", function="mailbox_of"),
        output_field=models.CharField(max_length=254),
        db_persist=True,
        db_index=True,
    )

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = []
    objects = UserManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="one_user_per_email")]

    def __str__(self):
        return self.name or self.email


class Session(AbstractBaseSession):
    """A browser's session; with the account it ends."""

    user = models.ForeignKey(User, null=True, on_delete=models.CASCADE, related_name="sessions")

    @classmethod
    def get_session_store_class(cls):
        from accounts.sessions import SessionStore

        return SessionStore


class Meter(models.Model):
    """The count of one reader: a guest, known by a digest from the session, or a user."""

    reader = models.CharField(max_length=80, unique=True, editable=False)
    user = models.OneToOneField(User, null=True, blank=True, on_delete=models.CASCADE)
    claimed_by = models.ForeignKey(User, null=True, blank=True, on_delete=models.CASCADE, related_name="+")
    created_at = models.DateTimeField(db_default=models.functions.Now(), editable=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="guest_meters_have_no_user",
                condition=models.Q(reader__startswith="guest:", user=None)
                | models.Q(reader__startswith="user:", user__isnull=False),
            ),
            models.CheckConstraint(
                name="only_guest_meters_are_claimed",
                condition=models.Q(claimed_by=None) | models.Q(user=None),
            ),
        ]

    def __str__(self):
        return self.reader


class OpenedPage(models.Model):
    """One view: a page that a reader has opened. `page` is its path without outer slashes (`icd10cm/E11.9`)."""

    meter = models.ForeignKey(Meter, on_delete=models.CASCADE, related_name="pages")
    page = models.CharField(max_length=120)
    opened_at = models.DateTimeField(db_default=models.functions.Now())
    read_at = models.DateTimeField(
        db_default=models.functions.Now(),
        help_text="When an account last read it, to ten minutes; of a guest when it was opened.",
    )
    carried = models.BooleanField(db_default=False, help_text="Opened as a guest: costs the account nothing.")
    shared = models.BooleanField(db_default=False, help_text="Read again at once: a failure is not given back.")

    class Meta:
        ordering = ["-opened_at", "-pk"]
        constraints = [models.UniqueConstraint(fields=["meter", "page"], name="one_view_per_page")]

    def __str__(self):
        return self.page

    @property
    def url(self):
        return f"/{self.page}/"

    @property
    def label(self):
        return self.page.rpartition("/")[2]


class DailyUse(models.Model):
    """How much of what has a limit for each day a reader used on the last day on which they used any."""

    class Rule(models.TextChoices):
        CLAIM_LINES = "claim lines", "Lines of claims checked"

    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="daily_uses")
    rule = models.CharField(max_length=20, choices=Rule)
    day = models.DateField()
    amount = models.PositiveIntegerField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "rule"], name="one_daily_use_of_a_rule")]

    def __str__(self):
        return f"{self.rule}: {self.amount} on {self.day}"


class Network(models.Model):
    """How many new guests one network was given today; the name is a keyed hash whose key changes daily."""

    name = models.CharField(max_length=64, primary_key=True)
    day = models.DateField(db_index=True)
    guests = models.PositiveIntegerField()

    def __str__(self):
        return f"{self.guests} guests on {self.day}"


class FailedTries(models.Model):
    """How often something was guessed at and missed (accounts/tries.py); the name is a keyed hash of what it was."""

    name = models.CharField(max_length=64, primary_key=True)
    failures = models.IntegerField()
    closed_until = models.DateTimeField(null=True)
    failed_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.CheckConstraint(name="failures_are_counted_up", condition=models.Q(failures__gte=0))]

    def __str__(self):
        return f"{self.failures} failures"
