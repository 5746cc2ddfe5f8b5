"""A case note that a reader kept: without what may tell who it is about, seen by nobody else, gone with the account."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Length, Now
from django.db.models.lookups import GreaterThan, LessThanOrEqual

# Of a kept note in characters: a note of 20,000 with its identifiers masked, whose marks are longer than short names.
LONGEST_KEPT_NOTE = 30_000
MOST_KEPT_CODES = 300


class CaseNote(models.Model):
    """The masked text of a note, and the codes that the reader accepted as "icd10cm/E11.9", in their order."""

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="case_notes")
    text = models.TextField()
    codes = ArrayField(models.CharField(max_length=32), default=list, blank=True)
    kept_at = models.DateTimeField(db_default=Now(), editable=False)

    class Meta:
        ordering = ["-kept_at", "-pk"]
        constraints = [
            models.CheckConstraint(
                name="case_note_length",
                condition=Q(GreaterThan(Length("text"), 0)) & Q(LessThanOrEqual(Length("text"), LONGEST_KEPT_NOTE)),
            ),
            models.CheckConstraint(name="case_note_codes", condition=Q(codes__len__lte=MOST_KEPT_CODES)),
        ]
        indexes = [models.Index(fields=["user", "-kept_at", "-id"], name="case_notes_newest_first")]

    def __str__(self):
        return f"{self.user_id}: {self.kept_at:%Y-%m-%d}"
