"""Texts that serve many codes: everything below a heading, or from one code to another."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q
from django.db.models.functions import Coalesce, Now, Upper
from django.utils import timezone

from codes import systems
from codes.models.draft import person
from codes.models.text import Section

# Whether the row {0} holds for a code: over the parameters bare (the code's value without its dot) and above (its value
# and the values of what stands above it). `E11` holds for all that begins so or stands below, `64490` to `64495` for
# what lies between, the ends with all that begins like them.
HOLDS = """(({0}.first = {0}.last AND {0}.first = ANY (%(above)s))
    OR (replace({0}.first, '.', '') <= %(bare)s
        AND left(%(bare)s, length(replace({0}.last, '.', ''))) <= replace({0}.last, '.', '')))"""


class SharedTextQuerySet(models.QuerySet):
    """Reads of shared texts and their versions."""

    def open(self):
        return self.filter(state__in=SharedText.OPEN)

    def published(self):
        return self.filter(state=SharedText.State.PUBLISHED)

    def standing(self):
        """What an editor works with: all but what was discarded, withdrawn or has a newer version."""
        return self.exclude(state__in=[SharedText.State.DISCARDED, SharedText.State.REPLACED])

    def versions_of(self, text):
        """All versions of one text, the newest first."""
        return self.filter(Q(pk=text.line) | Q(origin=text.line)).order_by("-pk")

    def due(self, moment):
        """Scheduled for `moment` or before, the earliest first."""
        return self.filter(state=SharedText.State.SCHEDULED, publish_at__lte=moment).order_by("publish_at", "pk")


class SharedText(models.Model):
    """One version of a text that is shown on many codes.

    A version that was published is never written again: the next one has it as its `origin`, or that one's origin, and
    takes its place when it is published. So the rows of one text are its history.
    """

    class State(models.TextChoices):
        # The words of Draft.State, so that the same rules tell who may review.
        WRITING = "writing", "Being written"
        IN_REVIEW = "in_review", "Waiting for review"
        RETURNED = "returned", "Returned"
        SCHEDULED = "scheduled", "Scheduled"
        PUBLISHED = "published", "Published"
        REPLACED = "replaced", "No longer shown"
        DISCARDED = "discarded", "Discarded"

    OPEN = (State.WRITING, State.IN_REVIEW, State.RETURNED, State.SCHEDULED)
    # What an editor writes of it, and what the next version begins with.
    WORDS = ("title", "kind", "body", "source", "as_of", "system", "first", "last")

    origin = models.ForeignKey(
        "self", null=True, blank=True, editable=False, on_delete=models.PROTECT, related_name="later"
    )
    title = models.CharField(max_length=200, help_text="Readers see it: what the text is about.")
    kind = models.CharField("section", max_length=20, choices=Section.Kind)
    body = models.TextField("text", help_text="Markdown. Link a code as [64494](/cpt/64494/).")
    source = models.CharField(max_length=200, blank=True, help_text="Where it comes from; empty: our editors.")
    as_of = models.DateField(null=True, blank=True, help_text="The day on which the text was true.")
    system = models.CharField("code system", max_length=16, choices=systems.CHOICES)
    first = models.CharField(
        "from",
        max_length=20,
        db_collation="C",
        help_text="E11 is E11 and everything below it. A chapter or section as it is listed: 4, E08-E13.",
    )
    last = models.CharField(
        "to", max_length=20, db_collation="C", blank=True, help_text="As in 64490 to 64495; empty: the same as From."
    )
    state = models.CharField(max_length=9, choices=State, default=State.WRITING, editable=False)
    version = models.PositiveIntegerField(default=1, editable=False)
    writer = person(editable=False)
    writers = ArrayField(models.BigIntegerField(), default=list, editable=False)
    began_at = models.DateTimeField(db_default=Now(), editable=False)
    saved_at = models.DateTimeField(default=timezone.now, editable=False)
    note = models.TextField("note to the reviewer", blank=True, editable=False)
    reviewer = person(editable=False)
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewers_note = models.TextField("the reviewer's note", blank=True, editable=False)
    publish_at = models.DateTimeField(null=True, blank=True, editable=False)
    published_at = models.DateTimeField(null=True, blank=True, editable=False)
    objects = SharedTextQuerySet.as_manager()

    class Meta:
        default_permissions = ["view", "add", "change"]
        constraints = [
            models.UniqueConstraint(
                Coalesce(F("origin"), F("id")),
                condition=Q(state="published"),
                name="one_published_version_per_shared_text",
            ),
            models.UniqueConstraint(
                Coalesce(F("origin"), F("id")),
                condition=Q(state__in=["writing", "in_review", "returned", "scheduled"]),
                name="one_open_version_per_shared_text",
            ),
            models.CheckConstraint(
                name="shared_texts_hold_somewhere", condition=~Q(first="") & Q(last__gte=F("first"))
            ),
            models.CheckConstraint(
                name="shared_texts_name_codes_in_upper_case",
                condition=Q(first=Upper("first"), last=Upper("last")),
            ),
            models.CheckConstraint(name="shared_texts_say_something", condition=~Q(body="") & ~Q(title="")),
            models.CheckConstraint(
                name="only_scheduled_shared_texts_have_a_time",
                condition=Q(state="scheduled", publish_at__isnull=False) | (~Q(state="scheduled") & Q(publish_at=None)),
            ),
            models.CheckConstraint(
                name="shown_shared_texts_were_published",
                condition=~Q(state__in=["published", "replaced"]) | Q(published_at__isnull=False),
            ),
            models.CheckConstraint(
                name="open_shared_texts_were_not_published",
                condition=Q(state__in=["published", "replaced"]) | Q(published_at=None),
            ),
        ]
        indexes = [
            models.Index(fields=["system", "kind", "first"], condition=Q(state="published"), name="shared_text_shown"),
            models.Index(fields=["state", "-saved_at"], name="shared_text_by_state"),
        ]

    def __str__(self):
        return f"{self.title} ({self.where})"

    @property
    def where(self):
        """As in "ICD-10-CM E11" or "CPT 64490 to 64495"."""
        return f"{self.get_system_display()} {span(self.first, self.last)}"

    @property
    def line(self):
        """The key that all versions of one text share."""
        return self.origin_id or self.pk

    @property
    def token(self):
        """Names this very saving."""
        return f"{self.pk}.{self.version}"

    @property
    def code(self):
        """What letters about a draft name it by."""
        return self

    @property
    def is_open(self):
        return self.state in self.OPEN

    def is_written_by(self, user):
        return user.pk in self.writers


def span(first, last):
    """As in "E11" or "64490 to 64495"."""
    return first if first == last else f"{first} to {last}"
