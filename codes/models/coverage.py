"""Local coverage documents of the Medicare contractors, and the codes that they name."""

from django.db import models
from django.db.models import Q

from codes.models.published import Published, Versioned, versioned


class CoverageDocument(Versioned):
    """A local coverage determination or article, as the Medicare Coverage Database lists it."""

    class Kind(models.TextChoices):
        LCD = "lcd", "LCD"
        ARTICLE = "article", "Article"

    number = models.CharField(max_length=12)
    kind = models.CharField(max_length=8, choices=Kind)
    version = models.PositiveIntegerField()
    title = models.TextField()
    contractor = models.TextField()
    effective = models.DateField(null=True, blank=True)
    retired = models.DateField(null=True, blank=True)
    updated = models.DateField(null=True, blank=True)
    note = models.TextField(blank=True)
    url = models.URLField(max_length=300, blank=True)

    class Meta:
        constraints = versioned("coverage_document", ["number"])

    def __str__(self):
        return f"{self.number} {self.title}"


class CoverageCode(Published):
    """A code that a coverage document names."""

    class Role(models.TextChoices):
        PROCEDURE = "procedure", "The document applies to it"
        SUPPORTS = "supports", "Supports medical necessity"
        DOES_NOT_SUPPORT = "does_not_support", "Does not support medical necessity"
        MODIFIER = "modifier", "Modifier"

    number = models.CharField(max_length=12)
    version = models.PositiveIntegerField()
    role = models.CharField(max_length=16, choices=Role)
    value = models.CharField(max_length=20)
    group = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [models.Index(fields=["value"], name="coverage_code_by_value")]
        constraints = [
            models.UniqueConstraint(
                fields=["number", "version", "role", "group", "value"], name="one_line_per_covered_code"
            ),
            models.CheckConstraint(name="coverage_code_has_a_value", condition=~Q(value="")),
        ]

    def __str__(self):
        return f"{self.number}: {self.value}"
