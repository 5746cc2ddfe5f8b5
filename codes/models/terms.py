"""What else publishers say about codes: index entries, tables of characters, replacements, mappings."""

from django.db import models
from django.db.models import Q

from codes import systems
from codes.models.published import Published


class IndexTerm(Published):
    """One entry of a publisher's index or table of terms; it names a code, the beginning of one, or another term."""

    class Table(models.TextChoices):
        INDEX = "index", "Alphabetic Index"
        EXTERNAL_CAUSE = "external_cause", "External Cause of Injuries Index"
        DRUG = "drug", "Table of Drugs and Chemicals"
        NEOPLASM = "neoplasm", "Table of Neoplasms"
        PCS_INDEX = "pcs_index", "ICD-10-PCS Index"

    system = models.CharField(max_length=16, choices=systems.CHOICES)
    table = models.CharField(max_length=20, choices=Table)
    term = models.TextField()
    column = models.TextField(blank=True)
    value = models.CharField(max_length=20, blank=True)
    whole = models.BooleanField(help_text="Off: the value is the beginning of codes.")
    see = models.TextField(blank=True)
    see_also = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["system", "value"], name="index_term_by_code")]

    def __str__(self):
        return self.term


class Replacement(Published):
    """A code and what its publisher put in its place."""

    system = models.CharField(max_length=16, choices=systems.CHOICES)
    value = models.CharField(max_length=20)
    replaced_by = models.CharField(max_length=20)
    effective = models.DateField()

    class Meta:
        indexes = [models.Index(fields=["system", "replaced_by"], name="replacement_by_new")]
        constraints = [
            models.UniqueConstraint(fields=["system", "value", "replaced_by", "effective"], name="one_replacement"),
            models.CheckConstraint(name="not_replaced_by_itself", condition=~Q(value=models.F("replaced_by"))),
        ]

    def __str__(self):
        return f"{self.value} → {self.replaced_by}"


class Axis(Published):
    """One label of one character of an ICD-10-PCS table; characters 1 to 3 stand in row 0."""

    prefix = models.CharField(max_length=3)
    row = models.PositiveSmallIntegerField()
    position = models.PositiveSmallIntegerField()
    title = models.TextField()
    character = models.CharField(max_length=1)
    label = models.TextField()
    definition = models.TextField(blank=True)

    class Meta:
        verbose_name_plural = "axes"
        constraints = [
            models.UniqueConstraint(fields=["prefix", "row", "position", "character"], name="one_label_per_character"),
            models.CheckConstraint(name="axis_position", condition=Q(position__gte=1, position__lte=7)),
        ]

    def __str__(self):
        return f"{self.prefix} {self.title}: {self.label}"


class Definition(Published):
    """What a label of ICD-10-PCS means, for all tables of a section."""

    section = models.CharField(max_length=1, blank=True)
    axis = models.TextField()
    label = models.TextField()
    definition = models.TextField(blank=True)
    explanation = models.TextField(blank=True)
    includes = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["section", "axis", "label"], name="definition_by_label")]

    def __str__(self):
        return f"{self.axis}: {self.label}"


class Crosswalk(Published):
    """One line of a general equivalence mapping between ICD-9 and ICD-10."""

    source_system = models.CharField(max_length=16)
    source = models.CharField(max_length=8)
    target_system = models.CharField(max_length=16)
    target = models.CharField(max_length=8, blank=True)
    approximate = models.BooleanField()
    no_map = models.BooleanField()
    combination = models.BooleanField()
    scenario = models.PositiveSmallIntegerField()
    choice_list = models.PositiveSmallIntegerField()

    class Meta:
        indexes = [
            models.Index(fields=["source_system", "source"], name="crosswalk_by_source"),
            models.Index(fields=["target_system", "target"], name="crosswalk_by_target"),
        ]
        constraints = [
            models.CheckConstraint(
                name="no_target_where_no_map",
                condition=Q(no_map=True, target="") | (Q(no_map=False) & ~Q(target="")),
            ),
        ]

    def __str__(self):
        return f"{self.source} → {self.target or 'none'}"
