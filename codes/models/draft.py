"""Drafts: what editors write about a code before readers see it, and what has been published of it."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Now
from django.utils import timezone

from codes.models.code import Code


def person(**options):
    """A person who has to do with a draft; the draft outlives the account."""
    options = {"null": True, "blank": True, "on_delete": models.SET_NULL, "related_name": "+"} | options
    return models.ForeignKey(settings.AUTH_USER_MODEL, **options)


class DraftQuerySet(models.QuerySet):
    """Reads of drafts and versions."""

    def open(self):
        return self.filter(state__in=Draft.OPEN)

    def of_code(self, key):
        return self.filter(code=key)

    def versions(self):
        """What was published, the newest first."""
        return self.filter(state=Draft.State.PUBLISHED).order_by("-published_at", "-pk")

    def begun_by(self, user):
        return self.filter(writer=user)

    def due(self, moment):
        """Scheduled for `moment` or before, the earliest first."""
        return self.filter(state=Draft.State.SCHEDULED, publish_at__lte=moment).order_by("publish_at", "pk")

    def for_desk(self):
        """With what a line of a list shows, without the texts."""
        codes = ["code__attributes", "code__published"]
        return self.select_related("code", "writer", "reviewer").defer("content", "base", *codes)


class Draft(models.Model):
    """All that editors can write about a code, in JSON; readers see it once it is published.

    A published draft is a version of the code's text: `content` is what stood when it had been published, `base` what
    stood before. Of an open draft `base` is what stood when it was begun. Both have the shape that
    `codes.drafts.content_of` gives.
    """

    class State(models.TextChoices):
        WRITING = "writing", "Being written"
        IN_REVIEW = "in_review", "Waiting for review"
        RETURNED = "returned", "Returned"
        SCHEDULED = "scheduled", "Scheduled"
        PUBLISHED = "published", "Published"
        DISCARDED = "discarded", "Discarded"

    OPEN = (State.WRITING, State.IN_REVIEW, State.RETURNED, State.SCHEDULED)

    # The index of the versions begins with the code.
    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="drafts", db_index=False)
    state = models.CharField(max_length=9, choices=State, default=State.WRITING)
    content = models.JSONField()
    base = models.JSONField()
    version = models.PositiveIntegerField(default=1, help_text="One more with each time it is saved.")
    writer = person(help_text="Who began it.")
    writers = ArrayField(models.BigIntegerField(), default=list, help_text="The keys of all who wrote words of it.")
    began_at = models.DateTimeField(db_default=Now())
    saved_at = models.DateTimeField(default=timezone.now)
    note = models.TextField("note to the reviewer", blank=True)
    reviewer = person()
    reviewed_at = models.DateTimeField(null=True, blank=True)
    reviewers_note = models.TextField("the reviewer's note", blank=True)
    publish_at = models.DateTimeField(null=True, blank=True)
    published_at = models.DateTimeField(null=True, blank=True)
    published_by = person()
    objects = DraftQuerySet.as_manager()

    class Meta:
        default_permissions = ["view"]
        permissions = [("review_draft", "Can review and publish drafts, and decide conflicts")]
        constraints = [
            models.UniqueConstraint(
                fields=["code"],
                condition=Q(state__in=["writing", "in_review", "returned", "scheduled"]),
                name="one_open_draft_per_code",
            ),
            models.CheckConstraint(
                name="only_scheduled_drafts_have_a_time",
                condition=Q(state="scheduled", publish_at__isnull=False) | (~Q(state="scheduled") & Q(publish_at=None)),
            ),
            models.CheckConstraint(
                name="only_versions_were_published",
                condition=Q(state="published", published_at__isnull=False)
                | (~Q(state="published") & Q(published_at=None)),
            ),
            models.CheckConstraint(
                name="returned_drafts_say_why", condition=~Q(state="returned") | ~Q(reviewers_note="")
            ),
            models.CheckConstraint(
                name="scheduled_drafts_were_reviewed", condition=~Q(state="scheduled") | Q(reviewed_at__isnull=False)
            ),
            models.CheckConstraint(name="draft_versions_begin_at_one", condition=Q(version__gte=1)),
        ]
        indexes = [
            models.Index(fields=["state", "-saved_at"], name="draft_by_state"),
            models.Index(fields=["code", "-published_at"], name="version_by_code"),
            models.Index(F("publish_at"), condition=Q(state="scheduled"), name="draft_to_publish"),
        ]

    def __str__(self):
        return f"{self.code}: {self.get_state_display().lower()}"

    @property
    def token(self):
        """Names this very saving of the draft."""
        return f"{self.pk}.{self.version}"

    @property
    def is_open(self):
        return self.state in self.OPEN

    def is_written_by(self, user):
        return user.pk in self.writers
