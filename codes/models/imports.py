"""Imports: files of editors' texts that were looked at, and what became of them."""

from django.db import models
from django.db.models import Q
from django.db.models.functions import Now

from codes.models.draft import Draft, person


class TextImport(models.Model):
    """One file of texts, or one edit of many codes at once: `wishes` is what it asks for, kept until it was applied."""

    class Outcome(models.TextChoices):
        DRAFTED = "drafted", "Drafts"
        SCHEDULED = "scheduled", "Scheduled for now"
        PUBLISHED = "published", "Published"

    name = models.CharField("file", max_length=120)
    by = person()
    sent_at = models.DateTimeField(db_default=Now())
    wishes = models.JSONField()
    outcome = models.CharField(max_length=9, choices=Outcome, blank=True)
    applied_at = models.DateTimeField(null=True, blank=True)
    drafts = models.ManyToManyField(Draft, related_name="imports")

    class Meta:
        default_permissions = ["view"]
        constraints = [
            models.CheckConstraint(
                name="applied_imports_have_an_outcome",
                condition=Q(outcome="", applied_at=None) | (~Q(outcome="") & Q(applied_at__isnull=False)),
            ),
        ]

    def __str__(self):
        return self.name
