"""Published releases and what each of them changed."""

from django.conf import settings
from django.db import models
from django.db.models.functions import Now

from codes import systems


class Release(models.Model):
    """One file of one publisher, loaded once; the counts say what it did."""

    system = models.CharField(max_length=16, choices=systems.CHOICES)
    source = models.CharField(max_length=40, help_text="Which of the publisher's files it is.")
    name = models.CharField(max_length=120)
    effective = models.DateField()
    official = models.BooleanField(default=True, help_text="Off: our own sample, not the publisher's file.")
    file_name = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0, help_text="Descriptors kept because an editor wrote them.")
    loaded_at = models.DateTimeField(db_default=Now(), editable=False)
    loaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    class Meta:
        ordering = ["-effective", "-pk"]
        get_latest_by = ["effective", "pk"]

    def __str__(self):
        return self.name

    @property
    def label(self):
        return self.name if self.official else f"{self.name} (sample)"


class Change(models.Model):
    """One field of one code as a release found it and left it; for `added` and `ended` the field is empty."""

    class Kind(models.TextChoices):
        ADDED = "added"
        REVISED = "revised"
        ENDED = "ended"
        CONFLICT = "conflict"

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="changes")
    code = models.ForeignKey("codes.Code", on_delete=models.CASCADE, related_name="changes")
    kind = models.CharField(max_length=8, choices=Kind)
    field = models.CharField(max_length=40, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)

    class Meta:
        ordering = ["pk"]

    def __str__(self):
        return f"{self.kind} {self.field}".strip()
