"""The National Correct Coding Initiative's edits: what may not, or only so often, stand on one claim."""

from django.db import models
from django.db.models import Q

from codes.models.published import Published, Versioned, versioned


class Setting(models.IntegerChoices):
    """For whom an edit is meant: CMS publishes a file for each."""

    PRACTITIONER = 1, "practitioner"
    HOSPITAL = 2, "hospital"
    DME = 3, "dme"


class Rationale(models.Model):
    """Why an edit exists, in CMS's words: a few sentences that millions of edits share."""

    id = models.SmallAutoField(primary_key=True)
    text = models.TextField(unique=True)

    def __str__(self):
        return self.text


class PtpEditQuerySet(models.QuerySet):
    """Reads of procedure-to-procedure edits."""

    def in_force_on(self, day):
        """An edit that was deleted from its beginning on (indicator 9) was never in force."""
        never = PtpEdit.Indicator.NOT_APPLICABLE
        standing = self.filter(Q(deletion=None) | Q(deletion__gte=day), effective__lte=day)
        return standing.exclude(modifier_indicator=never)

    def naming(self, value):
        return self.filter(Q(column_one=value) | Q(column_two=value))


class PtpEdit(Published):
    """An NCCI procedure-to-procedure edit.

    CMS's file is cumulative: ended edits stay in it with their deletion date.
    """

    class Indicator(models.IntegerChoices):
        NOT_ALLOWED = 0, "A modifier is not allowed"
        ALLOWED = 1, "A modifier is allowed"
        NOT_APPLICABLE = 9, "Not applicable"

    setting = models.PositiveSmallIntegerField(choices=Setting)
    column_one = models.CharField(max_length=5)
    column_two = models.CharField(max_length=5)
    before_1996 = models.BooleanField()
    effective = models.DateField()
    deletion = models.DateField(null=True, blank=True, help_text="The last day on which the edit applied.")
    modifier_indicator = models.PositiveSmallIntegerField(choices=Indicator)
    rationale = models.ForeignKey(Rationale, on_delete=models.PROTECT, related_name="+", db_index=False)
    objects = PtpEditQuerySet.as_manager()

    class Meta:
        # Pairs recur with other dates, and CMS's own file holds two lines that differ in their indicator alone.
        indexes = [
            models.Index(fields=["column_one", "column_two"], name="ptp_edit_by_column_one"),
            # One code stands in column two of tens of thousands of pairs all over the table: they are counted from
            # this index alone.
            models.Index(
                fields=["column_two", "column_one"],
                include=["setting", "effective", "deletion", "modifier_indicator"],
                name="ptp_edit_by_column_two",
            ),
        ]
        constraints = [
            models.CheckConstraint(name="ptp_edit_indicator", condition=Q(modifier_indicator__in=[0, 1, 9])),
        ]

    def __str__(self):
        return f"{self.column_one} / {self.column_two}"


class AddOnEdit(Versioned):
    """An add-on code and a primary code it may stand beside; `primary` is empty where the contractors decide."""

    add_on = models.CharField(max_length=5)
    primary = models.CharField(max_length=5, blank=True)
    edit_type = models.PositiveSmallIntegerField()
    effective = models.DateField(null=True, blank=True)
    deletion = models.DateField(null=True, blank=True)
    special_instruction = models.TextField(blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["primary"], name="add_on_by_primary"),
            models.Index(fields=["add_on"], name="primary_by_add_on"),
        ]
        constraints = [
            *versioned("add_on_edit", ["add_on", "primary", "effective"], nulls_distinct=False),
            models.CheckConstraint(name="add_on_edit_type", condition=Q(edit_type__in=[1, 2, 3])),
        ]

    def __str__(self):
        return f"{self.add_on} with {self.primary or 'contractor-defined codes'}"


class UnitLimit(Versioned):
    """A medically unlikely edit: the most units of a code that one claim line or one day may carry."""

    class Indicator(models.IntegerChoices):
        LINE = 1, "Line edit"
        POLICY = 2, "Date of service edit: policy"
        CLINICAL = 3, "Date of service edit: clinical"

    setting = models.PositiveSmallIntegerField(choices=Setting)
    value = models.CharField(max_length=5)
    units = models.PositiveIntegerField()
    indicator = models.PositiveSmallIntegerField(choices=Indicator)
    rationale = models.TextField(blank=True)

    class Meta:
        indexes = [models.Index(fields=["value"], name="unit_limit_by_value")]
        constraints = [
            *versioned("unit_limit", ["setting", "value"]),
            models.CheckConstraint(name="unit_limit_indicator", condition=Q(indicator__in=[1, 2, 3])),
        ]

    def __str__(self):
        return f"{self.value}: {self.units} ({self.get_setting_display()})"
