"""The search's index as it is kept, and the codes that changed since it was built."""

from django.db import models
from django.db.models.functions import Now


class SearchIndex(models.Model):
    """One built index of all phrases; the newest is searched."""

    built_at = models.DateTimeField(db_default=Now(), editable=False)
    made_with = models.CharField(max_length=64, help_text="A digest of the word lists and of what builds it.")
    codes = models.PositiveIntegerField()
    phrases = models.PositiveIntegerField()

    class Meta:
        verbose_name_plural = "search indexes"

    def __str__(self):
        return f"{self.codes:,} codes, {self.phrases:,} phrases"


class SearchPart(models.Model):
    """One array of an index, in numpy's own form for files."""

    index = models.ForeignKey(SearchIndex, on_delete=models.CASCADE, related_name="parts")
    name = models.CharField(max_length=40)
    data = models.BinaryField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "name"], name="one_part_of_each_name")]

    def __str__(self):
        return self.name


class SearchDue(models.Model):
    """A code, by its key, whose searchable words were written since the newest index was built.

    No foreign key: a code of which no more than this is noted may be dropped.
    """

    code_id = models.BigIntegerField()

    class Meta:
        verbose_name_plural = "search dues"

    def __str__(self):
        return str(self.code_id)
