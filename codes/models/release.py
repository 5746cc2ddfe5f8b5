"""Published releases and what each of them changed."""

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models.functions import Now

from codes import systems

# Parts of which there is one for each setting: "edits hospital", "limits dme".
SET_APART = ("edits ", "limits ")


class ReleaseQuerySet(models.QuerySet):
    """Reads of the loaded releases; what `--back` took back is left out of all but `all()`."""

    def standing(self):
        return self.filter(undone_at=None)

    def of_source(self, source):
        return self.filter(source=source)

    def newest_of_each(self, *fields):
        """The newest standing release for each value of `fields`."""
        return self.standing().order_by(*fields, "-effective", "-pk").distinct(*fields)


class Release(models.Model):
    """One load of one publisher's files; the counts say what it did."""

    system = models.CharField(
        max_length=16, choices=systems.CHOICES, blank=True, help_text="Empty where the files concern several systems."
    )
    source = models.CharField(max_length=40, help_text="Which of the publisher's sets of files it is.")
    name = models.CharField(max_length=120)
    effective = models.DateField(help_text="The first date of service.")
    official = models.BooleanField(default=True, help_text="Off: our own sample, not the publisher's file.")
    parts = ArrayField(
        models.CharField(max_length=40), default=list, help_text="Which parts of the source the files held."
    )
    files = models.JSONField(default=list, help_text="What was read: name, form, part and rows of each file.")
    sha256 = models.CharField(max_length=64, help_text="Of the one file, or of the sorted digests of several.")
    read = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(default=0)
    revised = models.PositiveIntegerField(default=0)
    ended = models.PositiveIntegerField(default=0)
    unchanged = models.PositiveIntegerField(default=0)
    conflicts = models.PositiveIntegerField(default=0, help_text="Descriptors kept because an editor wrote them.")
    report = models.JSONField(default=list, help_text="The loader's lines: [label, number or text].")
    first = models.BooleanField(default=False, help_text="There was nothing of this source to compare it with.")
    loaded_at = models.DateTimeField(db_default=Now(), editable=False)
    operator = models.CharField(max_length=200, blank=True, help_text="Who ran the load.")
    undone_at = models.DateTimeField(null=True, blank=True, help_text="When an earlier file was loaded in its place.")
    objects = ReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["-effective", "-pk"]
        get_latest_by = ["effective", "pk"]
        indexes = [models.Index(fields=["source", "-effective"], name="release_by_source")]

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return f"/releases/{self.pk}/"

    @property
    def label(self):
        return self.name if self.official else f"{self.name} (sample)"

    @property
    def settings(self):
        """For whom the release's edits or limits are meant, where its parts tell: "practitioner", "hospital", "dme"."""
        return ", ".join(dict.fromkeys(part.split()[1] for part in self.parts if part.startswith(SET_APART)))

    @property
    def file_names(self):
        return ", ".join(file["name"] for file in self.files)


class Change(models.Model):
    """One field of one code as a release found it and left it.

    The code is named by system and value, so that edits, limits and fees of codes that are not loaded have a history
    too. `field` is empty for a code that appeared or went; "kind" where a code became a header or the reverse, which
    the publishers count as one ended and one added.
    """

    class Kind(models.TextChoices):
        ADDED = "added"
        REVISED = "revised"
        ENDED = "ended"
        NOTES = "notes", "Notes changed"
        CONFLICT = "conflict"

    class Resolution(models.TextChoices):
        KEPT = "kept", "The editor's words were kept"
        TAKEN = "taken", "The publisher's words were taken"

    # What may be shown to anybody: the other fields belong to sections that are locked for guests.
    OPEN = ("", "kind", "status", "descriptor", "short_descriptor", "effective_from", "effective_to")

    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="changes")
    code = models.ForeignKey("codes.Code", null=True, on_delete=models.CASCADE, related_name="changes")
    system = models.CharField(max_length=16, choices=systems.CHOICES)
    value = models.CharField(max_length=20)
    kind = models.CharField(max_length=8, choices=Kind)
    field = models.CharField(max_length=60, blank=True)
    before = models.TextField(blank=True)
    after = models.TextField(blank=True)
    resolution = models.CharField(max_length=5, choices=Resolution, blank=True, editable=False)
    resolved_at = models.DateTimeField(null=True, blank=True, editable=False)
    resolved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )

    class Meta:
        ordering = ["pk"]
        indexes = [
            models.Index(fields=["release", "kind", "value"], name="change_by_release"),
            models.Index(fields=["system", "value"], name="change_by_code"),
            models.Index(
                fields=["code", "field"],
                name="change_to_decide",
                condition=models.Q(kind="conflict", resolution=""),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="only_conflicts_are_resolved", condition=models.Q(resolution="") | models.Q(kind="conflict")
            ),
        ]

    def __str__(self):
        return f"{self.kind} {self.field}".strip()

    @property
    def open_to_all(self):
        """Whether before and after may be shown to guests."""
        return self.field in self.OPEN
