"""Codes: one row each for ever, changed in place by releases and editors."""

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Upper
from django.utils.timezone import localdate
from simple_history.models import HistoricalRecords

from codes import systems
from codes.models.release import Release
from codes.models.stamp import Written

ANCESTORS = """
WITH RECURSIVE up AS (
    SELECT id, parent_id, 0 AS height FROM codes_code WHERE id = %s
    UNION ALL SELECT p.id, p.parent_id, up.height + 1 FROM codes_code p JOIN up ON p.id = up.parent_id
)
SELECT c.id, c.system, c.value, c.kind, c.descriptor, c.title, c.short_descriptor
FROM up JOIN codes_code c ON c.id = up.id WHERE up.height > 0 ORDER BY up.height DESC
"""


class CodeQuerySet(models.QuerySet):
    """Reads that read as sentences: `Code.objects.active().in_system("icd10cm").starting_with("E11")`."""

    def in_system(self, system):
        return self.filter(system=system)

    def active(self):
        return self.filter(status=Code.Status.ACTIVE)

    def with_pages(self):
        """Codes and headings: what has a code page. Chapters and sections are browsed, modifiers and places listed."""
        return self.filter(kind__in=[Code.Kind.CODE, Code.Kind.HEADING])

    def modifiers(self):
        return self.filter(kind=Code.Kind.MODIFIER)

    def places(self):
        return self.filter(kind=Code.Kind.PLACE)

    def in_tree(self):
        """What stands in the hierarchy that is browsed: not modifiers and places of service."""
        return self.exclude(kind__in=[Code.Kind.MODIFIER, Code.Kind.PLACE])

    def starting_with(self, prefix):
        """By the beginning of the value as printed or with its dot left out."""
        return self.filter(bare__startswith=prefix.upper().replace(".", "").replace(" ", ""))

    def for_page(self, system, value):
        """The code of one page with what its head needs and the state of what it shows, in one statement."""
        found = self.with_pages().filter(system=system, value=value).select_related("release", "editor", "reviewer")
        return found.annotate(written=Written())

    def ancestors_of(self, code):
        """What stands above `code`, the top first, in one statement."""
        return list(self.raw(ANCESTORS, [code.pk]))

    def listed(self):
        """Only what a line in a list shows."""
        dates = ["effective_from", "effective_to"]
        words = ["short_descriptor", "descriptor", "title"]
        return self.only("system", "value", "parent", "kind", "billable", "status", *dates, *words)


class Code(models.Model):
    """A code, or a heading, section or chapter above codes."""

    class Kind(models.TextChoices):
        CHAPTER = "chapter"
        SECTION = "section"
        HEADING = "heading"
        CODE = "code"
        MODIFIER = "modifier"
        PLACE = "place", "Place of service"

    class Status(models.TextChoices):
        ACTIVE = "active"
        DELETED = "deleted"

    system = models.CharField(max_length=16, choices=systems.CHOICES)
    value = models.CharField(max_length=20, help_text="As printed: E11.9, 64493.")
    bare = models.GeneratedField(
        expression=models.Func(
            models.F("value"),
            models.Value("."),
            models.Value(""),
            function="replace",
            output_field=models.CharField(),
        ),
        # By bytes, so that one index finds what begins so and has it in order, whatever the database's own order is.
        output_field=models.CharField(max_length=20, db_collation="C"),
        db_persist=True,
    )
    parent = models.ForeignKey("self", null=True, blank=True, on_delete=models.PROTECT, related_name="children")
    position = models.PositiveIntegerField(default=0, help_text="The publisher's order.")
    kind = models.CharField(max_length=8, choices=Kind, default=Kind.CODE)
    billable = models.BooleanField("valid for billing", default=True)
    status = models.CharField(max_length=8, choices=Status, default=Status.ACTIVE)
    effective_from = models.DateField(null=True, blank=True)
    effective_to = models.DateField(null=True, blank=True, help_text="The last date of service.")
    short_descriptor = models.CharField(max_length=400, blank=True)
    descriptor = models.TextField("official descriptor", blank=True)
    title = models.CharField(
        max_length=200,
        blank=True,
        help_text="Our own short title, where no official descriptor may be shown.",
    )
    common_language = models.TextField("common language description", blank=True)
    attributes = models.JSONField(
        default=dict, blank=True, editable=False, help_text="What else the publisher says of the code, as printed."
    )
    service_type = models.CharField(max_length=120, blank=True)
    sites_of_service = ArrayField(models.CharField(max_length=120), default=list, blank=True)
    global_days = models.CharField(max_length=200, blank=True)
    unit_of_service = models.CharField(max_length=400, blank=True)
    role = models.CharField(max_length=40, blank=True, help_text="Primary, add-on or stand-alone.")
    release = models.ForeignKey(
        Release, null=True, blank=True, on_delete=models.PROTECT, related_name="codes", editable=False
    )
    held = ArrayField(
        models.CharField(max_length=40),
        default=list,
        blank=True,
        help_text="Descriptors written by an editor: a release does not change them.",
    )
    published = models.JSONField(
        default=dict, blank=True, editable=False, help_text="The publisher's words for what an editor holds."
    )
    editor = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    edited_at = models.DateTimeField(null=True, blank=True, editable=False)
    reviewer = models.ForeignKey(
        "accounts.User", null=True, blank=True, on_delete=models.SET_NULL, related_name="+", editable=False
    )
    reviewed_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords(excluded_fields=["bare", "position", "attributes", "published"])
    objects = CodeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "value"], name="one_row_per_code"),
            models.CheckConstraint(
                name="only_codes_are_billable", condition=Q(billable=False) | Q(kind="code", status="active")
            ),
            models.CheckConstraint(
                name="ends_after_it_begins",
                condition=Q(effective_from=None)
                | Q(effective_to=None)
                | Q(effective_to__gte=models.F("effective_from")),
            ),
            models.CheckConstraint(name="values_are_upper_case", condition=Q(value=Upper("value"))),
        ]
        indexes = [
            models.Index(fields=["system", "position"], name="code_in_order"),
            models.Index(fields=["bare", "system"], name="code_by_prefix"),
        ]

    def __str__(self):
        return f"{self.get_system_display()} {self.value}"

    def get_absolute_url(self):
        if self.kind in (self.Kind.CHAPTER, self.Kind.SECTION):
            return f"/browse/{self.system}/{self.value}/"
        if self.kind == self.Kind.MODIFIER:
            return f"/modifiers/#{self.system}-{self.value}"
        if self.kind == self.Kind.PLACE:
            return f"/places-of-service/#{self.system}-{self.value}"
        return f"/{self.system}/{self.value}/"

    url = property(get_absolute_url)

    @property
    def described_as(self):
        """The line that names the code in lists: the official words where there are some, else our own title."""
        return self.descriptor or self.title or self.short_descriptor

    @property
    def in_own_words(self):
        """Whether the line in lists is ours and not the publisher's."""
        return not self.descriptor

    @property
    def system_facts(self):
        return systems.SYSTEMS[self.system]

    def valid_on(self, day=None):
        """Whether the code may stand on a claim for a date of service (default: today)."""
        day = day or localdate()
        begun = self.effective_from is None or self.effective_from <= day
        over = self.effective_to is not None and self.effective_to < day
        return self.kind == self.Kind.CODE and begun and not over and (self.billable or self.effective_to is not None)


class Note(models.Model):
    """A publisher's note at a code; what stands below inherits it (but for inclusion terms)."""

    class Kind(models.TextChoices):
        INCLUSION_TERM = "inclusion_term", "Also called"
        INCLUDES = "includes", "Includes"
        EXCLUDES1 = "excludes1", "Excludes 1: never with this code"
        EXCLUDES2 = "excludes2", "Excludes 2: not part of this code"
        CODE_FIRST = "code_first", "Code first"
        USE_ADDITIONAL = "use_additional", "Use additional code"
        CODE_ALSO = "code_also", "Code also"
        NOTE = "note", "Note"
        SEVENTH = "seventh_character", "7th character"

    code = models.ForeignKey(Code, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=20, choices=Kind)
    position = models.PositiveIntegerField()
    text = models.TextField()

    class Meta:
        ordering = ["code", "position"]
        constraints = [models.UniqueConstraint(fields=["code", "position"], name="one_note_per_place")]

    def __str__(self):
        return self.text
