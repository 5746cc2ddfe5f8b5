"""What the operators were told is due."""

from django.db import models
from django.db.models.functions import Now


class DueNoticeQuerySet(models.QuerySet):
    def told(self, sources):
        """{(source, day)} that a letter has told of."""
        return set(self.filter(source__in=sources).values_list("source", "due"))


class DueNotice(models.Model):
    """A letter was sent that the release of `due` is missing: once for each source and day."""

    source = models.CharField(max_length=40)
    due = models.DateField()
    sent_at = models.DateTimeField(db_default=Now(), editable=False)
    objects = DueNoticeQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["source", "due"], name="told_once_of_each_due_release")]

    def __str__(self):
        return f"{self.source} {self.due}"
